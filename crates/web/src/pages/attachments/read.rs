//! `GET /anhaenge/{id}`: the content.

use app::ActError;
use axum::{extract::Path, response::Response};
use domain::ids::AttachmentId;

use crate::{answer::Failure, attachment, context::Signed};

pub(super) async fn read(signed: Signed, Path(id): Path<String>) -> Response {
    let read = match id.parse::<AttachmentId>() {
        Ok(id) => signed.app.read_attachment(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    match read {
        Ok((found, content)) => attachment::answer(&found, content),
        Err(error) => signed.fail(Failure::from(error)),
    }
}
