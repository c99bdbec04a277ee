//! Referrals: send, list, read, answer.

use app::{ActError, ReferralDraft, ReferralState, ReferralView};
use axum::{
    Json,
    extract::{Path, RawQuery},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::ReferralId,
    referral::{Side, StepDraft, What},
    report::{FieldError, Problem},
    terms::TermsDraft,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    body::{JsonBody, Typed},
    reports::with_report,
};
use crate::{
    answer::Failure,
    context::{Caller, Plain},
    query::{self, Pairs},
    words::Words,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReferralBody {
    to_unit: Typed,
    request: Typed,
    audience: Typed,
    profile: Typed,
    expires_at: Typed,
}

/// `POST /reports/{id}/referrals`.
pub(crate) async fn refer(
    Path(id): Path<String>,
    JsonBody(caller, body): JsonBody<ReferralBody>,
) -> Response {
    let terms = TermsDraft {
        audience: body.audience.text(),
        profile: body.profile.text(),
        expires_at: body.expires_at.text(),
        ..TermsDraft::default()
    };
    let draft = ReferralDraft { to: body.to_unit.text(), request: body.request.text(), terms };
    with_report(caller, &id, async |caller, id| {
        let view = caller.app.refer(&caller.who, id, &draft).await?;
        let location = [(header::LOCATION, format!("/api/v1/referrals/{}", view.referral.id))];
        Ok((StatusCode::CREATED, location, Json(shown(&caller.words, &view))).into_response())
    })
    .await
}

/// `GET /referrals`.
pub(crate) async fn list(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    let Caller { app, who, words } = caller;
    let pairs = query::pairs(raw.as_deref());
    let (side, state) = match which(&pairs) {
        Ok(which) => which,
        Err(errors) => return Failure::Act(ActError::Invalid(errors)).json(&words),
    };
    match app.referrals(&who, side, state, query::first(&pairs, "cursor")).await {
        Ok(page) => {
            let items: Vec<Value> = page.items.iter().map(|view| shown(&words, view)).collect();
            Json(json!({ "items": items, "next": page.next })).into_response()
        }
        Err(error) => Failure::from(error).json(&words),
    }
}

/// Which referrals an address asks for, or all that is wrong with it.
fn which(pairs: &Pairs) -> Result<(Option<Side>, ReferralState), Vec<FieldError>> {
    let mut errors = query::unknown_keys("query", pairs, &["side", "state", "cursor"]);
    let mut unknown = |field, value: &str| {
        errors.push(FieldError::new(field, Problem::Unknown { value: value.to_owned() }));
    };
    let side = match query::first(pairs, "side") {
        None => None,
        Some("sender") => Some(Side::Sender),
        Some("receiver") => Some(Side::Receiver),
        Some(other) => {
            unknown("side", other);
            None
        }
    };
    let named = |name| ReferralState::ALL.into_iter().find(|state| state.as_str() == name);
    let state = match query::first(pairs, "state").map(|name| (name, named(name))) {
        None => ReferralState::default(),
        Some((_, Some(state))) => state,
        Some((name, None)) => {
            unknown("state", name);
            ReferralState::default()
        }
    };
    if errors.is_empty() { Ok((side, state)) } else { Err(errors) }
}

/// `GET /referrals/{id}`.
pub(crate) async fn read(Plain(caller): Plain, Path(id): Path<String>) -> Response {
    answered(&caller, &id, async |id| caller.app.read_referral(&caller.who, id).await).await
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StepBody {
    what: Typed,
    text: Typed,
    result: Typed,
    on: Typed,
}

/// `POST /referrals/{id}/steps`.
pub(crate) async fn answer(Path(id): Path<String>, JsonBody(caller, body): JsonBody<StepBody>) -> Response {
    let draft = StepDraft {
        what: body.what.text(),
        text: body.text.text(),
        outcome: body.result.text(),
        on: body.on.text(),
    };
    let act = async |id| caller.app.answer_referral(&caller.who, id, &draft).await;
    answered(&caller, &id, act).await
}

/// Reads a referral or does something with it, and answers how it stands then.
async fn answered(
    caller: &Caller,
    id: &str,
    act: impl AsyncFnOnce(ReferralId) -> Result<ReferralView, ActError>,
) -> Response {
    let view = async { act(id.parse().map_err(|_| ActError::NotFound)?).await };
    match view.await {
        Ok(view) => Json(shown(&caller.words, &view)).into_response(),
        Err(error) => Failure::from(error).json(&caller.words),
    }
}

fn shown(words: &Words, view: &ReferralView) -> Value {
    let referral = &view.referral;
    let title = view.seen.as_ref().and_then(|seen| seen.full.as_ref()).map(|full| &full.title);
    let steps: Vec<Value> = referral.steps.iter().map(|step| step_shown(words, step)).collect();
    let mut body = json!({
        "id": referral.id,
        "report": referral.report,
        "from": referral.from,
        "to": referral.to,
        "sent_at": words.machine(referral.sent_at),
        "request": referral.request,
        "state": referral.state().as_str(),
        "side": view.side,
        "title": title,
        "reaches": view.reaches,
        "overdue": view.overdue,
        "steps": steps,
    });
    if let Some(waiting) = view.waiting {
        body["waiting_since"] = json!(words.machine(waiting.since));
        if let Some(until) = waiting.until {
            body["due"] = json!(words.machine(until));
        }
    }
    body
}

fn step_shown(words: &Words, step: &domain::referral::Step) -> Value {
    let mut body = json!({ "what": step.what.as_str(), "at": words.machine(step.at) });
    if !step.what.words().is_empty() {
        body["text"] = json!(step.what.words());
    }
    if let What::Done { outcome, on, .. } = &step.what {
        body["result"] = json!(outcome.as_str());
        body["on"] = json!(on.date().to_string());
    }
    body
}
