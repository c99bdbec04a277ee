//! `POST /anhaenge/{id}/entfernen`.

use app::ActError;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::AttachmentId;
use serde::Deserialize;

use crate::{answer::Failure, context::Signed, form::SignedForm};

/// Nothing but the secret of the session.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn remove(Path(id): Path<String>, SignedForm(signed, _): SignedForm<Nothing>) -> Response {
    match removed(&signed, &id).await {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn removed(signed: &Signed, id: &str) -> Result<String, ActError> {
    let id = id.parse::<AttachmentId>().map_err(|_| ActError::NotFound)?;
    let detail = signed.app.remove_attachment(&signed.who, id).await?;
    Ok(format!("/meldungen/{}?entfernt=1", detail.seen.id))
}
