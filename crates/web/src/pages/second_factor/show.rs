//! `GET /konto/zweiter-faktor`: what there is, and what can be done about it.

use app::{ActError, FactorState, Stage};
use axum::{
    extract::RawQuery,
    response::{IntoResponse, Redirect, Response},
};
use domain::{report::FieldError, second_factor::Secret, time::Timestamp};
use maud::{Markup, html};

use super::qr;
use crate::{
    answer::{Failure, show as answer},
    context::{CODE_PAGE, FACTOR_PAGE, Held, Visit, encode},
    layout,
    pages::parts,
    query,
};

pub(super) async fn show(held: Held, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let weiter = query::first(&pairs, "weiter").unwrap_or_default();
    match page(&held, weiter, &[]).await {
        Ok(Some(markup)) => answer(markup),
        Ok(None) => Redirect::to(&format!("{CODE_PAGE}?weiter={}", encode(weiter))).into_response(),
        Err(error) => held.fail(Failure::from(error)),
    }
}

/// The page as it is now, with what was wrong; none for somebody who must prove the second factor first.
pub(super) async fn page(
    held: &Held,
    weiter: &str,
    errors: &[FieldError],
) -> Result<Option<Markup>, ActError> {
    if held.holder.stage == Stage::Code {
        return Ok(None);
    }
    let state = held.app.second_factor(&held.holder).await?;
    let heading = held.t("factor-title");
    let body = html! {
        @if held.holder.stage == Stage::Whole { p { a.ln-link href="/konto" { (held.t("account-title")) } } }
        h1 { (heading) }
        @if held.holder.stage == Stage::SetUp { p.ln-lead { (held.t("factor-demanded")) } }
        (parts::error_summary(held, errors))
        @match &state {
            FactorState::None => (begin(held, weiter)),
            FactorState::Begun(secret) => (confirm(held, secret, weiter, errors)),
            FactorState::SetUp { since, recovery_codes_left } => (manage(held, *since, *recovery_codes_left, errors)),
        }
    };
    Ok(Some(layout::narrow(held, &heading, body)))
}

fn begin(held: &Held, weiter: &str) -> Markup {
    html! {
        p { (held.t("factor-explained")) }
        p { (held.t("factor-app")) }
        form method="post" action=(FACTOR_PAGE) {
            (layout::csrf(held))
            input type="hidden" name="weiter" value=(weiter);
            (parts::button("primary", &held.t("factor-begin")))
        }
    }
}

fn confirm(held: &Held, secret: &Secret, weiter: &str, errors: &[FieldError]) -> Markup {
    let issuer = format!("Lagenetz {}", held.charter.agreement.city);
    let address = secret.address(&issuer, &held.holder.account.email);
    html! {
        ol.ln-steps {
            li {
                h2 { (held.t("factor-scan")) }
                p { (held.t("factor-scan-hint")) }
                (qr::draw(&address, &held.t("factor-qr")))
                p { (held.t("factor-key")) }
                code.ln-code { (in_groups(&secret.text())) }
                p.ln-muted { (held.t("factor-key-hint")) }
            }
            li {
                h2 { (held.t("factor-confirm-title")) }
                form.ln-form method="post" action="/konto/zweiter-faktor/bestaetigen" {
                    (layout::csrf(held))
                    input type="hidden" name="weiter" value=(weiter);
                    (code_field(held, errors))
                    div.ln-form__foot { (parts::button("primary", &held.t("factor-confirm"))) }
                }
            }
        }
    }
}

/// A key as one reads it to somebody: four letters at a time.
fn in_groups(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn manage(held: &Held, since: Timestamp, left: u64, errors: &[FieldError]) -> Markup {
    let words = &held.words;
    html! {
        p { (words.with("factor-since", &[("since", words.day(since.day(&words.zone)).into())])) }
        p { (words.with("factor-codes-left", &[("left", left.into())])) }
        section.ln-card aria-labelledby="change" {
            h2 id="change" { (held.t("factor-change-title")) }
            p { (held.t("factor-change-hint")) }
            form.ln-form method="post" action="/konto/zweiter-faktor/notfallcodes" {
                (layout::csrf(held))
                (code_field(held, errors))
                div.ln-form__foot {
                    (parts::button("secondary", &held.t("factor-renew-codes")))
                    button.kern-btn.kern-btn--secondary type="submit" formaction="/konto/zweiter-faktor/entfernen" {
                        span.kern-label { (held.t("factor-remove")) }
                    }
                }
            }
        }
    }
}

/// Where a code is typed; telephones offer digits, and recovery codes have letters, so it is a text.
pub(super) fn code_field(visit: &Visit, errors: &[FieldError]) -> Markup {
    let described = parts::described(errors, "code");
    html! {
        div.kern-form-input.kern-form-input--error[described.is_some()] {
            label.kern-label for="field-code" { (visit.t("field-code")) }
            p.kern-hint { (visit.t("hint-code")) }
            input.kern-form-input__input id="field-code" name="code" type="text" required autocomplete="one-time-code"
                autocapitalize="none" spellcheck="false" aria-describedby=[described.clone()] aria-invalid=[described.map(|_| "true")];
            (parts::field_error(visit, errors, "code"))
        }
    }
}
