//! `GET /konto`.

use app::{ActError, FactorState, SessionLine};
use axum::{extract::RawQuery, response::Response};
use domain::{people::Language, report::FieldError, second_factor::Proof};
use maud::{Markup, html};

use crate::{
    answer::{Failure, show as answer},
    context::Signed,
    layout,
    pages::parts::{self, Credential},
    query,
};

/// What was done before this page; the part of the address that says so, and the key of its words.
const DONE: [(&str, &str); 6] = [
    ("anlass", "notice-occasion"),
    ("sprache", "notice-language"),
    ("passwort", "notice-password"),
    ("sitzung", "notice-session"),
    ("sitzungen", "notice-sessions"),
    ("faktor", "notice-factor-removed"),
];

pub(super) async fn show(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let done = DONE.iter().find(|(key, _)| query::first(&pairs, key).is_some());
    let said = done.map(|(_, key)| signed.t(key));
    let occasion = signed.who.occasion.clone().unwrap_or_default();
    match page(&signed, said, &occasion, &[]).await {
        Ok(markup) => answer(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The page, after something was done or with what was wrong.
pub(super) async fn page(
    signed: &Signed,
    said: Option<String>,
    occasion: &str,
    errors: &[FieldError],
) -> Result<Markup, ActError> {
    let sessions = signed.app.sessions(&signed.who).await?;
    let factor = signed.app.second_factor(&signed.holder).await?;
    let heading = signed.t("account-title");
    let body = html! {
        h1 { (heading) }
        @if let Some(said) = said { (parts::notice(&said)) }
        (parts::error_summary(signed, errors))
        div.ln-columns {
            div {
                (facts(signed))
                (rights(signed))
                (occasion_form(signed, occasion, errors))
                (language_form(signed, errors))
            }
            div {
                (password_form(signed, errors))
                (second_factor(signed, &factor))
                (sessions_list(signed, &sessions))
                (tokens(signed))
            }
        }
    };
    Ok(layout::page(signed, &heading, body))
}

fn facts(signed: &Signed) -> Markup {
    let account = &signed.who.account;
    let words = &signed.words;
    let partner = signed.charter.partner(&account.partner);
    html! {
        dl.ln-facts {
            dt { (signed.t("field-name")) } dd { (account.name) }
            dt { (signed.t("field-email")) } dd { (account.email) }
            dt { (signed.t("field-partner")) } dd { (partner.map_or(account.partner.as_str(), |p| words.of(&p.name))) }
            dt { (signed.t("account-since")) } dd { (words.day(account.created_at.day(&words.zone))) }
        }
    }
}

fn rights(signed: &Signed) -> Markup {
    let memberships = signed.app.memberships(&signed.who);
    html! {
        section.ln-stack aria-labelledby="rights" {
            h2 id="rights" { (signed.t("rights-title")) }
            @if memberships.is_empty() {
                (parts::empty(&signed.t("rights-empty"), &signed.t("rights-empty-hint")))
            } @else {
                ul.ln-list {
                    @for membership in &memberships { (parts::membership_row(signed, membership, None)) }
                }
            }
        }
    }
}

fn occasion_form(signed: &Signed, occasion: &str, errors: &[FieldError]) -> Markup {
    html! {
        section.ln-stack aria-labelledby="occasion" {
            h2 id="occasion" { (signed.t("occasion-title")) }
            p.ln-muted { (signed.t("occasion-explained")) }
            form.ln-form method="post" action="/konto/anlass" {
                (layout::csrf(signed))
                (parts::occasion(signed, errors, occasion))
                div.ln-form__foot { (parts::button("secondary", &signed.t("save"))) }
            }
        }
    }
}

fn language_form(signed: &Signed, errors: &[FieldError]) -> Markup {
    let choices = [Language::De, Language::En]
        .map(|language| (language.as_str().to_owned(), signed.t(&format!("language-{}", language.as_str()))));
    html! {
        section.ln-stack aria-labelledby="language" {
            h2 id="language" { (signed.t("language-title")) }
            form.ln-form method="post" action="/konto/sprache" {
                (layout::csrf(signed))
                (parts::select(signed, errors, "language", &choices, signed.words.language.as_str(), None))
                div.ln-form__foot { (parts::button("secondary", &signed.t("save"))) }
            }
        }
    }
}

fn password_form(signed: &Signed, errors: &[FieldError]) -> Markup {
    html! {
        section.ln-stack aria-labelledby="password" {
            h2 id="password" { (signed.t("password-title")) }
            form.ln-form method="post" action="/konto/passwort" {
                (layout::csrf(signed))
                input.ln-hidden type="email" name="email" value=(signed.who.account.email) autocomplete="username" readonly tabindex="-1" aria-hidden="true";
                (parts::credential(signed, errors, &Credential::password("old_password", "current-password")))
                (parts::credential(signed, errors, &Credential::password("new_password", "new-password")))
                (parts::credential(signed, errors, &Credential::password("repeat", "new-password")))
                div.ln-form__foot { (parts::button("secondary", &signed.t("password-change"))) }
            }
        }
    }
}

fn second_factor(signed: &Signed, factor: &FactorState) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="factor" {
            h2 id="factor" { (signed.t("factor-title")) }
            @match factor {
                FactorState::SetUp { since, recovery_codes_left } => {
                    p { (words.with("factor-since", &[("since", words.day(since.day(&words.zone)).into())])) }
                    p.ln-muted { (words.with("factor-codes-left", &[("left", (*recovery_codes_left).into())])) }
                    p { a.ln-link href="/konto/zweiter-faktor" { (signed.t("factor-manage")) } }
                }
                _ => {
                    p.ln-muted { (signed.t("factor-explained")) }
                    p { a.ln-link href="/konto/zweiter-faktor" { (signed.t("factor-set-up")) } }
                }
            }
        }
    }
}

fn sessions_list(signed: &Signed, sessions: &[SessionLine]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="sessions" {
            h2 id="sessions" { (signed.t("sessions-title")) }
            p.ln-muted { (signed.t("sessions-explained")) }
            ul.ln-list {
                @for session in sessions {
                    li.ln-row {
                        div.ln-row__body {
                            div.ln-row__head {
                                span.ln-row__title {
                                    (browser(signed, &session.user_agent))
                                    @if session.this { " " span.ln-badge.ln-badge--mine { (signed.t("session-this")) } }
                                }
                                @if !session.this {
                                    form method="post" action={ "/konto/sitzungen/" (session.name) } {
                                        (layout::csrf(signed))
                                        button.ln-link type="submit" aria-label=(words.with("session-end-label", &[("since", words.moment(session.created_at).into())])) { (signed.t("session-end")) }
                                    }
                                }
                            }
                            p.ln-row__meta {
                                (words.with("session-times", &[("since", words.moment(session.created_at).into()), ("seen", words.moment(session.seen_at).into())]))
                                @match session.proof {
                                    Proof::Password => {}
                                    Proof::CodeAwaited => { " · " (signed.t("session-awaited")) }
                                    Proof::Both => { " · " (signed.t("session-both")) }
                                }
                            }
                        }
                    }
                }
            }
            @if sessions.len() > 1 {
                form method="post" action="/konto/sitzungen" {
                    (layout::csrf(signed))
                    (parts::button("secondary", &signed.t("sessions-end")))
                }
            }
        }
    }
}

fn tokens(signed: &Signed) -> Markup {
    html! {
        section.ln-stack aria-labelledby="tokens" {
            h2 id="tokens" { (signed.t("tokens-title")) }
            p.ln-muted { (signed.t("tokens-explained")) }
            p { a.ln-link href="/konto/zugangsschluessel" { (signed.t("tokens-manage")) } }
        }
    }
}

/// What a browser calls itself, in a word or two: names that people know, nothing else of it.
fn browser(signed: &Signed, user_agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let program =
        named(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => {
            signed.words.with("browser-on", &[("program", program.into()), ("system", system.into())])
        }
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => signed.t("browser-unknown"),
    }
}
