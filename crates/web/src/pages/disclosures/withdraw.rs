//! `POST /freigaben/{id}/zurueckziehen`.

use app::ActError;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::DisclosureId;
use serde::Deserialize;

use crate::{answer::Failure, form::SignedForm};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WithdrawForm {
    reason: String,
}

pub(super) async fn withdraw(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<WithdrawForm>,
) -> Response {
    let withdrawn = match id.parse::<DisclosureId>() {
        Ok(id) => signed.app.withdraw(&signed.who, id, &form.reason).await,
        Err(_) => Err(ActError::NotFound),
    };
    match withdrawn {
        Ok(withdrawn) => {
            Redirect::to(&format!("/freigaben?zurueckgezogen={}", withdrawn.remaining.len())).into_response()
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
