//! What somebody does about the own second factor.

use app::{ActError, FactorSetUp};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{prove::CodeForm, show::page};
use crate::{
    answer::{Failure, show_with},
    context::{CODE_PAGE, FACTOR_PAGE, Held, encode},
    cookies,
    form::HeldForm,
    layout,
    query::local,
};

/// `POST /konto/zweiter-faktor`: makes a secret for the device.
pub(super) async fn begin(HeldForm(held, form): HeldForm<CodeForm>) -> Response {
    let here = format!("{FACTOR_PAGE}?weiter={}", encode(&form.weiter));
    match held.app.begin_second_factor(&held.holder).await {
        // Somebody who has one sees it.
        Ok(()) | Err(ActError::Ended) => Redirect::to(&here).into_response(),
        Err(error) => refuse(&held, &form, error).await,
    }
}

/// `POST /konto/zweiter-faktor/bestaetigen`: the recovery codes stand in this answer and nowhere else.
pub(super) async fn confirm(HeldForm(held, form): HeldForm<CodeForm>) -> Response {
    match held.app.confirm_second_factor(&held.holder, &form.code).await {
        Ok(FactorSetUp { recovery_codes, signed_in }) => {
            let cookie = cookies::session(&held.options, &signed_in.secret);
            let mut visit = held.visit.clone();
            (visit.holder, visit.who) = (Some(signed_in.holder.clone()), signed_in.who);
            let held = Held { visit, holder: signed_in.holder };
            let page = codes(&held, "factor-done", &recovery_codes, local(&form.weiter));
            ([(header::SET_COOKIE, cookie)], show_with(StatusCode::CREATED, page)).into_response()
        }
        Err(error) => refuse(&held, &form, error).await,
    }
}

/// `POST /konto/zweiter-faktor/notfallcodes`.
pub(super) async fn renew_codes(HeldForm(held, form): HeldForm<CodeForm>) -> Response {
    match held.app.renew_recovery_codes(&held.holder, &form.code).await {
        Ok(new) => show_with(StatusCode::CREATED, codes(&held, "factor-codes-renewed", &new, "/konto")),
        Err(error) => refuse(&held, &form, error).await,
    }
}

/// `POST /konto/zweiter-faktor/entfernen`.
pub(super) async fn remove(HeldForm(held, form): HeldForm<CodeForm>) -> Response {
    match held.app.remove_second_factor(&held.holder, &form.code).await {
        Ok(signed_in) => {
            let cookie = cookies::session(&held.options, &signed_in.secret);
            ([(header::SET_COOKIE, cookie)], Redirect::to("/konto?faktor=1")).into_response()
        }
        Err(error) => refuse(&held, &form, error).await,
    }
}

/// What was wrong, on the page as it is now.
async fn refuse(held: &Held, form: &CodeForm, error: ActError) -> Response {
    let errors = match error {
        ActError::Invalid(errors) => errors,
        // Done from another page in the meantime: the page shows what there is.
        ActError::Ended => Vec::new(),
        ActError::Denied => return Redirect::to(CODE_PAGE).into_response(),
        error => return held.fail(Failure::from(error)),
    };
    match page(held, &form.weiter, &errors).await {
        Ok(Some(markup)) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
        Ok(None) => Redirect::to(CODE_PAGE).into_response(),
        Err(error) => held.fail(Failure::from(error)),
    }
}

/// Recovery codes, shown once.
fn codes(held: &Held, heading: &str, codes: &[String], to: &str) -> Markup {
    let heading = held.t(heading);
    let body = html! {
        h1 { (heading) }
        p.ln-lead { (held.t("factor-codes-title")) }
        p { (held.t("factor-codes-hint")) }
        ol.ln-codes aria-label=(held.t("factor-codes-label")) {
            @for code in codes { li { code { (code) } } }
        }
        p.ln-muted { (held.t("factor-codes-keep")) }
        p { a.kern-btn.kern-btn--primary href=(to) { span.kern-label { (held.t("factor-codes-kept")) } } }
    };
    layout::narrow(held, &heading, body)
}
