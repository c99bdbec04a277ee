//! `/verwaltung`: the people of the own partner, and inviting somebody.

use app::{ActError, Colleague, Invitation, NewAccount};
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use domain::{people::Language, report::FieldError};
use maud::{Markup, html};
use serde::Deserialize;

use super::tabs;
use crate::{
    answer::{Failure, show, show_with},
    context::Signed,
    form::SignedForm,
    layout,
    pages::parts,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct InviteForm {
    email: String,
    name: String,
    language: String,
}

/// `GET /verwaltung`.
pub(super) async fn list(signed: Signed) -> Response {
    match page(&signed, &InviteForm::default(), &[], None) {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /verwaltung`: the link stands in this answer and nowhere else.
pub(super) async fn invite(headers: HeaderMap, SignedForm(signed, form): SignedForm<InviteForm>) -> Response {
    let language = if form.language == "en" { Language::En } else { Language::De };
    let new = NewAccount { email: form.email.clone(), name: form.name.clone(), language };
    let shown = match signed.app.invite(&signed.who, &new).await {
        Ok(invitation) => {
            let link = link(&signed, &headers, &invitation, new.name.trim());
            page(&signed, &InviteForm::default(), &[], Some(link)).map(|markup| (StatusCode::CREATED, markup))
        }
        Err(ActError::Invalid(errors)) => {
            page(&signed, &form, &errors, None).map(|markup| (StatusCode::UNPROCESSABLE_ENTITY, markup))
        }
        Err(ActError::Taken) => {
            let taken = parts::alert(&signed.t("error-taken"));
            page(&signed, &form, &[], Some(taken)).map(|markup| (StatusCode::CONFLICT, markup))
        }
        Err(error) => Err(error),
    };
    match shown {
        Ok((status, markup)) => show_with(status, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// A one-time link to hand over, shown once.
pub(super) fn link(signed: &Signed, headers: &HeaderMap, invitation: &Invitation, name: &str) -> Markup {
    let address = format!("{}/einladung/{}", origin(signed, headers), invitation.secret);
    let words = &signed.words;
    html! {
        section.ln-card.ln-card--mine role="status" aria-labelledby="link" {
            h2 id="link" { (words.with("link-title", &[("name", name.to_owned().into())])) }
            p { (words.with("link-hint", &[("until", words.moment(invitation.expires_at).into())])) }
            code.ln-code { (address) }
            p { a.ln-link href={ "/verwaltung/" (invitation.account) } { (signed.t("link-rights")) } }
        }
    }
}

/// The address at which people call this server: the configured one, else the one that was just called.
fn origin(signed: &Signed, headers: &HeaderMap) -> String {
    if let Some(url) = &signed.options.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.map_or_else(String::new, |host| format!("http://{host}"))
}

fn page(
    signed: &Signed,
    form: &InviteForm,
    errors: &[FieldError],
    said: Option<Markup>,
) -> Result<Markup, ActError> {
    let colleagues = signed.app.colleagues(&signed.who)?;
    let words = &signed.words;
    let partner = signed.charter.partner(&signed.who.account.partner);
    let partner = partner.map_or(signed.who.account.partner.as_str(), |p| words.of(&p.name)).to_owned();
    let heading = signed.t("admin-title");
    let body = html! {
        div.ln-title {
            h1 { (heading) }
            a.kern-btn.kern-btn--secondary href="#invite" { span.kern-label { (signed.t("invite-title")) } }
        }
        (tabs(signed, "/verwaltung"))
        @if let Some(said) = said { (said) }
        (parts::error_summary(signed, errors))
        p.ln-lead { (words.with("admin-lead", &[("partner", partner.clone().into())])) }
        (people(signed, &partner, &colleagues))
        (invite_form(signed, form, errors))
        (limits(signed))
    };
    Ok(layout::page(signed, &heading, body))
}

/// What whoever administers cannot do.
fn limits(signed: &Signed) -> Markup {
    html! {
        details.ln-unfold {
            summary { (signed.t("admin-limits")) }
            ul.ln-points { @for limit in ["content", "self", "partner", "journal"] { li { (signed.t(&format!("admin-limit-{limit}"))) } } }
        }
    }
}

fn people(signed: &Signed, partner: &str, colleagues: &[Colleague]) -> Markup {
    html! {
        div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
            caption { (signed.words.with("admin-caption", &[("partner", partner.to_owned().into())])) }
            thead { tr {
                th scope="col" { (signed.t("field-name")) }
                th scope="col" { (signed.t("field-email")) }
                th scope="col" { (signed.t("rights-title")) }
                th scope="col" { (signed.t("field-state")) }
            } }
            tbody { @for colleague in colleagues { (row(signed, colleague)) } }
        } }
    }
}

fn row(signed: &Signed, colleague: &Colleague) -> Markup {
    let account = &colleague.account;
    let now = signed.app.now();
    html! {
        tr {
            th scope="row" {
                a href={ "/verwaltung/" (account.id) } { (account.name) }
                @if account.id == signed.who.account.id { " " span.ln-badge { (signed.t("admin-you")) } }
            }
            td data-label=(signed.t("field-email")) { (account.email) }
            td data-label=(signed.t("rights-title")) {
                @if colleague.memberships.is_empty() { span.ln-muted { (signed.t("admin-no-rights")) } }
                @else {
                    ul.ln-plain { @for membership in &colleague.memberships { li { (parts::membership(signed, membership)) } } }
                }
            }
            td data-label=(signed.t("field-state")) { (signed.t(if account.disabled_at.is_some_and(|at| at <= now) { "account-disabled" } else { "account-active" })) }
        }
    }
}

fn invite_form(signed: &Signed, form: &InviteForm, errors: &[FieldError]) -> Markup {
    let languages = [Language::De, Language::En]
        .map(|language| (language.as_str().to_owned(), signed.t(&format!("language-{}", language.as_str()))));
    html! {
        section.ln-card aria-labelledby="invite" {
            h2 id="invite" { (signed.t("invite-title")) }
            p.ln-muted { (signed.t("invite-hint")) }
            form.ln-form method="post" action="/verwaltung" {
                (layout::csrf(signed))
                (parts::input(signed, errors, "name", "text", &form.name, true))
                (parts::input(signed, errors, "email", "email", &form.email, true))
                (parts::select(signed, errors, "language", &languages, &form.language, None))
                div.ln-form__foot { (parts::button("primary", &signed.t("invite"))) }
            }
        }
    }
}
