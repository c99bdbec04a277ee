//! `POST /abgaben/{id}`: the next step of a referral.

use app::ActError;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{ids::ReferralId, referral::StepDraft, report::FieldError};
use serde::Deserialize;

use super::{card::Typed, read};
use crate::{
    answer::{Failure, show_with},
    context::Signed,
    form::SignedForm,
    pages::persons::PersonsChoice,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    what: String,
    text: String,
    result: String,
    on: String,
    persons: PersonsChoice,
}

pub(super) async fn answer(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<StepForm>,
) -> Response {
    let Ok(referral) = id.parse::<ReferralId>() else {
        return signed.fail(Failure::Act(ActError::NotFound));
    };
    let text = form.persons.apply(&form.text);
    let draft = StepDraft { what: form.what, text, outcome: form.result, on: form.on };
    if form.persons.asks(&[&draft.text]) {
        return again(&signed, referral, &draft, &[]).await;
    }
    match signed.app.answer_referral(&signed.who, referral, &draft).await {
        Ok(_) => Redirect::to(&format!("/abgaben/{referral}?gemacht={}", draft.what)).into_response(),
        Err(ActError::Invalid(errors)) => again(&signed, referral, &draft, &errors).await,
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn again(signed: &Signed, id: ReferralId, draft: &StepDraft, errors: &[FieldError]) -> Response {
    match signed.app.read_referral(&signed.who, id).await {
        Ok(view) => {
            let typed = Typed { step: draft, errors };
            show_with(StatusCode::UNPROCESSABLE_ENTITY, read::page(signed, &view, typed, None))
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
