//! Findings: what the caller's scopes hold, what partners told, what people make of it.

use app::ActError;
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    disclosure::Standing,
    report::{FieldError, Problem},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    body::{JsonBody, Typed},
    disclosures::TermsBody,
    shown,
};
use crate::{
    answer::Failure,
    context::{Caller, Plain},
    finding,
};

/// `GET /findings`.
pub(crate) async fn list(Plain(caller): Plain) -> Response {
    let Caller { app, who, words } = caller;
    let record = app.finding_record(&who).await;
    match app.findings(&who).await.and_then(|list| Ok((list, record?))) {
        Ok((list, record)) => {
            let items: Vec<Value> =
                list.findings.iter().map(|view| finding::item(&app, &words, view)).collect();
            let nights = list.runs.iter().map(|(_, day, ..)| *day).max().map(|day| day.date().to_string());
            let record = finding::record(record, &list.runs);
            Json(json!({ "items": items, "waiting": list.waiting, "night": nights, "record": record }))
                .into_response()
        }
        Err(error) => Failure::from(error).json(&words),
    }
}

/// A verdict as it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct VerdictBody {
    verdict: Typed,
    reason: Typed,
}

/// `POST /findings/{id}/verdict`.
pub(crate) async fn verdict(
    Path(id): Path<String>,
    JsonBody(caller, body): JsonBody<VerdictBody>,
) -> Response {
    let Caller { app, who, words } = &caller;
    let judged = async {
        let id = identifier(&id)?;
        app.judge_finding(who, id, &body.verdict.text(), &body.reason.text()).await?;
        app.finding(who, id).await
    };
    match judged.await {
        Ok(view) => Json(finding::item(app, words, &view)).into_response(),
        Err(error) => Failure::from(error).json(words),
    }
}

/// `POST /findings/{id}/disclosures`.
pub(crate) async fn disclose(
    Path(id): Path<String>,
    JsonBody(caller, body): JsonBody<TermsBody>,
) -> Response {
    let Caller { app, who, words } = &caller;
    if body.has_filter() {
        let error = FieldError::new("filter", Problem::Unknown { value: "filter".to_owned() });
        return Failure::Act(ActError::Invalid(vec![error])).json(words);
    }
    let told = async { app.tell_finding(who, identifier(&id)?, &body.draft()).await };
    match told.await {
        Ok(disclosure) => {
            let body = shown::disclosure(words, &disclosure, Standing::Valid);
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(error) => Failure::from(error).json(words),
    }
}

fn identifier(id: &str) -> Result<Uuid, ActError> {
    Uuid::try_parse(id).map_err(|_| ActError::NotFound)
}
