//! `/anmelden/code`: the password was right; the code of the device is asked for.

use app::{ActError, Stage};
use axum::{
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::report::FieldError;
use maud::{Markup, html};
use serde::Deserialize;

use super::show::code_field;
use crate::{
    answer::{Failure, show, show_with},
    context::{CODE_PAGE, FACTOR_PAGE, Held, encode},
    form::HeldForm,
    layout,
    pages::{parts, session},
    query::{self, local},
};

/// A code, and where the person wanted to go.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    pub(super) code: String,
    pub(super) weiter: String,
}

/// `GET /anmelden/code`.
pub(super) async fn ask(held: Held, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let weiter = query::first(&pairs, "weiter").unwrap_or_default();
    match held.holder.stage {
        Stage::Code => show(page(&held, weiter, &[])),
        stage => elsewhere(stage, weiter),
    }
}

/// `POST /anmelden/code`.
pub(super) async fn prove(HeldForm(held, form): HeldForm<CodeForm>) -> Response {
    if held.holder.stage != Stage::Code {
        return elsewhere(held.holder.stage, &form.weiter);
    }
    match held.app.prove_second_factor(&held.holder, &form.code).await {
        // The session is the same one under a new secret, so none of before ends.
        Ok(signed_in) => session::enter(&held.visit, &signed_in, local(&form.weiter)).await,
        Err(ActError::Invalid(errors)) => {
            show_with(StatusCode::UNPROCESSABLE_ENTITY, page(&held, &form.weiter, &errors))
        }
        Err(error) => held.fail(Failure::from(error)),
    }
}

fn elsewhere(stage: Stage, weiter: &str) -> Response {
    match stage {
        Stage::SetUp => Redirect::to(&format!("{FACTOR_PAGE}?weiter={}", encode(weiter))).into_response(),
        _ => Redirect::to(local(weiter)).into_response(),
    }
}

fn page(held: &Held, weiter: &str, errors: &[FieldError]) -> Markup {
    let heading = held.t("code-title");
    let body = html! {
        h1 { (heading) }
        (layout::emergency(held))
        (parts::error_summary(held, errors))
        p { (held.words.with("code-text", &[("email", held.holder.account.email.clone().into())])) }
        form.ln-form method="post" action=(CODE_PAGE) {
            (layout::csrf(held))
            input type="hidden" name="weiter" value=(weiter);
            (code_field(held, errors))
            div.ln-form__foot { (parts::button("primary", &held.t("sign-in"))) }
        }
        details.ln-unfold {
            summary { (held.t("code-lost")) }
            p { (held.t("code-lost-hint")) }
        }
        p { a.ln-link href="/anmelden" { (held.t("code-other-account")) } }
    };
    layout::narrow(held, &heading, body)
}
