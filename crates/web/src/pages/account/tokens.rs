//! `/konto/zugangsschluessel`: personal access tokens for programs.

use app::ActError;
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ids::TokenId,
    people::{Scope, Token},
    report::FieldError,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::act::Nothing;
use crate::{
    answer::{Failure, show, show_with},
    context::Signed,
    form::SignedForm,
    layout,
    pages::parts,
    query,
};

/// Periods that are offered, in days.
const DAYS: [u32; 4] = [30, 90, 180, 366];

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    name: String,
    scope: String,
    days: String,
}

/// `GET /konto/zugangsschluessel`.
pub(super) async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let revoked =
        query::first(&pairs, "zurueckgenommen").map(|_| parts::notice(&signed.t("notice-token-revoked")));
    match page(&signed, &TokenForm::default(), &[], revoked).await {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /konto/zugangsschluessel`: the secret stands in this answer and nowhere else.
pub(super) async fn create(SignedForm(signed, form): SignedForm<TokenForm>) -> Response {
    let scope = if form.scope == "write" { Scope::Write } else { Scope::Read };
    let days = form.days.parse().unwrap_or(0);
    let made = signed.app.create_token(&signed.who, &form.name, scope, days).await;
    let shown = match made {
        Ok((_, secret)) => {
            let made = page(&signed, &TokenForm::default(), &[], Some(once(&signed, &secret))).await;
            made.map(|markup| (StatusCode::CREATED, markup))
        }
        Err(ActError::Invalid(errors)) => {
            page(&signed, &form, &errors, None).await.map(|markup| (StatusCode::UNPROCESSABLE_ENTITY, markup))
        }
        Err(error) => Err(error),
    };
    match shown {
        Ok((status, markup)) => show_with(status, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /konto/zugangsschluessel/{id}`: takes it back.
pub(super) async fn revoke(Path(id): Path<String>, SignedForm(signed, _): SignedForm<Nothing>) -> Response {
    let revoked = match id.parse::<TokenId>() {
        Ok(id) => signed.app.revoke_token(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    match revoked {
        Ok(()) => Redirect::to("/konto/zugangsschluessel?zurueckgenommen=1").into_response(),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn page(
    signed: &Signed,
    form: &TokenForm,
    errors: &[FieldError],
    said: Option<Markup>,
) -> Result<Markup, ActError> {
    let tokens = signed.app.tokens(&signed.who).await?;
    let heading = signed.t("tokens-title");
    let body = html! {
        p { a.ln-link href="/konto" { (signed.t("account-title")) } }
        h1 { (heading) }
        @if let Some(said) = said { (said) }
        (parts::error_summary(signed, errors))
        p.ln-lead { (signed.t("tokens-explained")) }
        (list_of(signed, &tokens))
        (create_form(signed, form, errors))
    };
    Ok(layout::page(signed, &heading, body))
}

fn once(signed: &Signed, secret: &str) -> Markup {
    html! {
        section.ln-card.ln-card--mine role="status" aria-labelledby="made" {
            h2 id="made" { (signed.t("token-made")) }
            p { (signed.t("token-made-hint")) }
            code.ln-code { (secret) }
        }
    }
}

fn list_of(signed: &Signed, tokens: &[Token]) -> Markup {
    let words = &signed.words;
    let now = signed.app.now();
    let day = |at: domain::time::Timestamp| words.day(at.day(&words.zone));
    html! {
        @if tokens.is_empty() {
            (parts::empty(&signed.t("tokens-empty"), &signed.t("tokens-empty-hint")))
        } @else {
            div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                caption { (signed.t("tokens-caption")) }
                thead { tr {
                    th scope="col" { (signed.t("field-name")) }
                    th scope="col" { (signed.t("field-scope")) }
                    th scope="col" { (signed.t("token-since")) }
                    th scope="col" { (signed.t("field-state")) }
                    th scope="col" { span.ln-hidden { (signed.t("table-actions")) } }
                } }
                tbody {
                    @for token in tokens {
                        @let holds = token.revoked_at.is_none() && token.expires_at > now;
                        tr {
                            th scope="row" { (token.name) }
                            td data-label=(signed.t("field-scope")) { (signed.t(scope_key(token.scope))) }
                            td data-label=(signed.t("token-since")) { (day(token.created_at)) }
                            td data-label=(signed.t("field-state")) {
                                @if let Some(at) = token.revoked_at { (words.with("token-revoked-at", &[("at", day(at).into())])) }
                                @else if holds { (words.with("token-until", &[("at", day(token.expires_at).into())])) }
                                @else { (words.with("token-over", &[("at", day(token.expires_at).into())])) }
                            }
                            td {
                                @if holds {
                                    form method="post" action={ "/konto/zugangsschluessel/" (token.id) } {
                                        (layout::csrf(signed))
                                        button.ln-link type="submit" aria-label=(words.with("token-revoke-label", &[("name", token.name.clone().into())])) { (signed.t("token-revoke")) }
                                    }
                                }
                            }
                        }
                    }
                }
            } }
        }
    }
}

fn create_form(signed: &Signed, form: &TokenForm, errors: &[FieldError]) -> Markup {
    let scopes =
        [Scope::Read, Scope::Write].map(|scope| (scope_value(scope).to_owned(), signed.t(scope_key(scope))));
    let days = DAYS.map(|days| (days.to_string(), signed.words.with("token-days", &[("days", days.into())])));
    html! {
        section.ln-card aria-labelledby="create" {
            h2 id="create" { (signed.t("token-create-title")) }
            p.ln-muted { (signed.t("token-create-hint")) }
            form.ln-form method="post" action="/konto/zugangsschluessel" {
                (layout::csrf(signed))
                (parts::input(signed, errors, "name", "text", &form.name, true))
                (parts::select(signed, errors, "scope", &scopes, &form.scope, None))
                (parts::select(signed, errors, "days", &days, if form.days.is_empty() { "90" } else { &form.days }, None))
                div.ln-form__foot { (parts::button("primary", &signed.t("token-create"))) }
            }
        }
    }
}

fn scope_value(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "read",
        Scope::Write => "write",
    }
}

fn scope_key(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "scope-read",
        Scope::Write => "scope-write",
    }
}
