//! `POST /freigaben/{id}/zurueckziehen`.

use app::ActError;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::DisclosureId;
use serde::Deserialize;

use super::list::{self, Refused};
use crate::{
    answer::{Failure, show_with},
    form::SignedForm,
    query::local,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WithdrawForm {
    reason: String,
    /// The page that the form stands on.
    back: String,
}

pub(super) async fn withdraw(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<WithdrawForm>,
) -> Response {
    let Ok(id) = id.parse::<DisclosureId>() else { return signed.fail(Failure::Act(ActError::NotFound)) };
    let errors = match signed.app.withdraw(&signed.who, id, &form.reason).await {
        Ok(withdrawn) => {
            let (back, remaining) = (local(&form.back), withdrawn.remaining.len());
            return Redirect::to(&format!("{back}?zurueckgezogen={remaining}")).into_response();
        }
        Err(ActError::Invalid(errors)) => errors,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    match list::page(&signed, None, Some(&Refused { id, reason: form.reason, errors })).await {
        Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}
