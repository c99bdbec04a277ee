//! `POST /freigaben/{id}/zurueckziehen`.

use app::ActError;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::DisclosureId;
use serde::Deserialize;

use super::read::{self, Withdrawing};
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
    match signed.app.read_disclosure(&signed.who, id).await {
        Ok(detail) => {
            let typed = Withdrawing { reason: form.reason, errors };
            let page = read::page(&signed, &detail, None, Some(&typed));
            show_with(StatusCode::UNPROCESSABLE_ENTITY, page)
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
