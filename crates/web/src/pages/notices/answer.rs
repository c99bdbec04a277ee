//! `POST /sofortmeldungen/{id}`: take note, or say when it was told by telephone.

use app::{ActError, NoticeDraft};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::NoticeId;
use serde::Deserialize;

use super::read;
use crate::{
    answer::{Failure, show_with},
    form::SignedForm,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NoticeForm {
    what: String,
    told_at: String,
}

pub(super) async fn answer(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<NoticeForm>,
) -> Response {
    let Ok(id) = id.parse::<NoticeId>() else {
        return signed.fail(Failure::Act(ActError::NotFound));
    };
    let draft = NoticeDraft { what: form.what, told_at: form.told_at };
    let errors = match signed.app.answer_notice(&signed.who, id, &draft).await {
        Ok(_) => {
            return Redirect::to(&format!("/sofortmeldungen/{id}?gemacht={}", draft.what)).into_response();
        }
        Err(ActError::Invalid(errors)) => errors,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    match signed.app.read_notice(&signed.who, id).await {
        Ok(view) => {
            let page = read::page(&signed, &view, None, &draft.told_at, &errors);
            show_with(StatusCode::UNPROCESSABLE_ENTITY, page)
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
