//! What people do with the register: take a finding up, go a step further, tell the partner.

use app::ActError;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{hotspot::StepDraft, ids::HotspotId};
use serde::Deserialize;
use uuid::Uuid;

use super::{list, show};
use crate::{
    answer::Failure,
    context::Signed,
    form::SignedForm,
    pages::{
        findings::{self, TellForm},
        persons::PersonsChoice,
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TakeForm {
    kind: String,
    /// An entry that the finding belongs to; empty for a new one.
    entry: String,
}

/// `POST /befunde/{id}/register`: one click from a finding, or from what a partner told, to an entry.
pub(super) async fn take_up(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<TakeForm>,
) -> Response {
    let Ok(id) = Uuid::try_parse(&id) else { return signed.fail(Failure::Act(ActError::NotFound)) };
    let taken = if form.entry.is_empty() {
        match title(&signed, id).await {
            Ok(title) => signed.app.take_up(&signed.who, id, &form.kind, &title).await,
            Err(error) => Err(error),
        }
    } else {
        match form.entry.parse::<HotspotId>() {
            Ok(entry) => signed.app.merge_finding(&signed.who, id, entry).await,
            Err(_) => Err(ActError::NotFound),
        }
    };
    match taken {
        Ok(entry) => Redirect::to(&format!("/befunde/register/{}?gemacht=taken", entry.id)).into_response(),
        Err(ActError::Invalid(errors)) => {
            findings::again(&signed, &id.to_string(), findings::Refused { errors, ..Default::default() })
                .await
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// What an entry is called that begins with it.
async fn title(signed: &Signed, id: Uuid) -> Result<String, ActError> {
    match signed.app.finding(&signed.who, id).await {
        Ok(view) => Ok(findings::title(signed, &view)),
        Err(ActError::NotFound) => {
            let told = signed.app.hotspots_told(&signed.who).await?;
            let told = told.iter().find(|told| told.disclosure.id.0 == id);
            told.map(|told| list::told_title(signed, told)).ok_or(ActError::NotFound)
        }
        Err(error) => Err(error),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    what: String,
    text: String,
    on: String,
    cause: Vec<String>,
    persons: PersonsChoice,
}

/// `POST /befunde/register/{id}`: the next step.
pub(super) async fn go_on(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<StepForm>,
) -> Response {
    let Ok(entry) = id.parse::<HotspotId>() else { return signed.fail(Failure::Act(ActError::NotFound)) };
    let text = form.persons.apply(&form.text);
    let step = StepDraft { what: form.what, text, on: form.on, causes: form.cause };
    if form.persons.asks(&[&step.text]) {
        return show::page(&signed, entry, None, &show::Refused { step, ..Default::default() }).await;
    }
    match signed.app.continue_hotspot(&signed.who, entry, &step).await {
        Ok(_) => Redirect::to(&format!("/befunde/register/{id}?gemacht={}", step.what)).into_response(),
        Err(ActError::Invalid(errors)) => {
            show::page(&signed, entry, None, &show::Refused { step, errors, ..Default::default() }).await
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /befunde/register/{id}/mitteilen`.
pub(super) async fn tell(Path(id): Path<String>, SignedForm(signed, form): SignedForm<TellForm>) -> Response {
    let Ok(entry) = id.parse::<HotspotId>() else { return signed.fail(Failure::Act(ActError::NotFound)) };
    match signed.app.tell_hotspot(&signed.who, entry, &form.terms()).await {
        Ok(_) => Redirect::to(&format!("/befunde/register/{id}?gemacht=told")).into_response(),
        Err(ActError::Invalid(errors)) => {
            let refused = show::Refused { audience: form.audience, errors, ..Default::default() };
            show::page(&signed, entry, None, &refused).await
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
