//! `POST /doppelungen`: one happening or two.

use app::ActError;
use axum::response::{IntoResponse, Redirect, Response};
use domain::duplicate::Verdict;
use serde::Deserialize;

use crate::{answer::Failure, context::Signed, form::SignedForm};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DecideForm {
    one: String,
    other: String,
    verdict: String,
}

pub(super) async fn decide(SignedForm(signed, form): SignedForm<DecideForm>) -> Response {
    match act(&signed, &form).await {
        Ok(verdict) => Redirect::to(&format!("/doppelungen?{}=1", verdict.as_str())).into_response(),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn act(signed: &Signed, form: &DecideForm) -> Result<Verdict, ActError> {
    let verdict = Verdict::ALL.into_iter().find(|known| known.as_str() == form.verdict);
    let (Ok(one), Ok(other), Some(verdict)) = (form.one.parse(), form.other.parse(), verdict) else {
        return Err(ActError::NotFound);
    };
    signed.app.decide_duplicate(&signed.who, one, other, verdict).await?;
    Ok(verdict)
}
