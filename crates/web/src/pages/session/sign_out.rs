//! `POST /abmelden`: the session ends; its secret is worth nothing from then on.

use axum::{
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{answer::Failure, cookies, form::SignedForm};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn sign_out(SignedForm(signed, _): SignedForm<Nothing>) -> Response {
    match signed.app.sign_out(&signed.who).await {
        Ok(()) => {
            let gone = cookies::no_session(&signed.options);
            ([(header::SET_COOKIE, gone)], Redirect::to("/anmelden?abgemeldet=1")).into_response()
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
