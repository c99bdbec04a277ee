//! What people do with a finding: judge it, tell it to a partner.

use app::ActError;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::terms::TermsDraft;
use serde::Deserialize;
use uuid::Uuid;

use super::show::{self, Refused};
use crate::{answer::Failure, form::SignedForm};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct VerdictForm {
    verdict: String,
    reason: String,
}

/// `POST /befunde/{id}/urteil`.
pub(super) async fn judge(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<VerdictForm>,
) -> Response {
    let judged = match Uuid::try_parse(&id) {
        Ok(id) => signed.app.judge_finding(&signed.who, id, &form.verdict, &form.reason).await,
        Err(_) => Err(ActError::NotFound),
    };
    match judged {
        Ok(_) => Redirect::to(&format!("/befunde/{id}?beurteilt=1")).into_response(),
        Err(ActError::Invalid(errors)) => {
            let refused =
                Refused { verdict: form.verdict, reason: form.reason, errors, ..Refused::default() };
            show::page(&signed, &id, None, &refused).await
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// What the form sends that tells a finding, or an entry of the register.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TellForm {
    pub(crate) audience: String,
    profile: String,
}

impl TellForm {
    /// The terms: those of the profile.
    pub(crate) fn terms(&self) -> TermsDraft {
        TermsDraft { audience: self.audience.clone(), profile: self.profile.clone(), ..TermsDraft::default() }
    }
}

/// `POST /befunde/{id}/mitteilen`.
pub(super) async fn tell(Path(id): Path<String>, SignedForm(signed, form): SignedForm<TellForm>) -> Response {
    let told = match Uuid::try_parse(&id) {
        Ok(id) => signed.app.tell_finding(&signed.who, id, &form.terms()).await,
        Err(_) => Err(ActError::NotFound),
    };
    match told {
        Ok(_) => Redirect::to(&format!("/befunde/{id}?mitgeteilt=1")).into_response(),
        Err(ActError::Invalid(errors)) => {
            let refused = Refused { audience: form.audience, errors, ..Refused::default() };
            show::page(&signed, &id, None, &refused).await
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}
