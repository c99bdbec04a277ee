//! What is done with a batch; each leads back to it.

use app::{ActError, ImportError};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::{BatchId, RuleId};
use serde::Deserialize;

use super::{list::sentence, show};
use crate::{
    answer::{Failure, show_with},
    context::Signed,
    form::SignedForm,
};

/// Nothing but the secret of the session.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Nothing {}

/// Standing rules that the person left ticked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConfirmForm {
    rule: Vec<RuleId>,
}

pub(super) async fn start(Path(id): Path<String>, SignedForm(signed, _): SignedForm<Nothing>) -> Response {
    let started = match id.parse::<BatchId>() {
        Ok(id) => signed.app.start_batch(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound.into()),
    };
    back(&signed, &id, "", started).await
}

pub(super) async fn stop(Path(id): Path<String>, SignedForm(signed, _): SignedForm<Nothing>) -> Response {
    let stopped = match id.parse::<BatchId>() {
        Ok(id) => signed.app.stop_batch(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    back(&signed, &id, "", stopped.map_err(ImportError::from)).await
}

pub(super) async fn discard(Path(id): Path<String>, SignedForm(signed, _): SignedForm<Nothing>) -> Response {
    let discarded = match id.parse::<BatchId>() {
        Ok(id) => signed.app.discard_batch(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound.into()),
    };
    back(&signed, &id, "", discarded).await
}

pub(super) async fn confirm(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<ConfirmForm>,
) -> Response {
    let confirmed = match id.parse::<BatchId>() {
        Ok(id) => signed.app.confirm_batch(&signed.who, id, &form.rule).await,
        Err(_) => Err(ActError::NotFound.into()),
    };
    let reports = |confirmed: &app::Confirmed| confirmed.disclosures.iter().map(|(_, n)| n).sum::<usize>();
    let done = confirmed.as_ref().map(|c| format!("?freigegeben={}", reports(c))).unwrap_or_default();
    back(&signed, &id, &done, confirmed.map(|_| ())).await
}

async fn back(signed: &Signed, id: &str, query: &str, done: Result<(), ImportError>) -> Response {
    let error = match done {
        Ok(()) => return Redirect::to(&format!("/meldungen/einlesen/{id}{query}")).into_response(),
        Err(error) => error,
    };
    let shown = match (sentence(signed, error), id.parse()) {
        (Ok(wrong), Ok(id)) => show::page(signed, id, None, Some(&wrong)).await,
        (Err(error), _) => Err(error),
        (_, Err(_)) => Err(ActError::NotFound),
    };
    match shown {
        Ok((markup, _)) => show_with(StatusCode::CONFLICT, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}
