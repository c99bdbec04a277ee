//! Notices: list, answer, and how fast they went.

use app::{ActError, NoticeDraft, NoticeView, UnitTimes};
use axum::{
    Json,
    extract::Path,
    response::{IntoResponse, Response},
};
use domain::{
    notice::{Step, What},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::{JsonBody, Typed};
use crate::{
    answer::Failure,
    context::{Caller, Plain},
    words::Words,
};

/// `GET /notices`.
pub(crate) async fn list(Plain(caller): Plain) -> Response {
    match caller.app.notices(&caller.who).await {
        Ok(views) => {
            let items: Vec<Value> = views.iter().map(|view| shown(&caller.words, view)).collect();
            Json(json!({ "items": items })).into_response()
        }
        Err(error) => Failure::from(error).json(&caller.words),
    }
}

/// `GET /notices/{id}`.
pub(crate) async fn read(Plain(caller): Plain, Path(id): Path<String>) -> Response {
    let view = match id.parse() {
        Ok(id) => caller.app.read_notice(&caller.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    answered(&caller, view)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NoticeBody {
    what: Typed,
    told_at: Typed,
}

/// `POST /notices/{id}/steps`.
pub(crate) async fn answer(Path(id): Path<String>, JsonBody(caller, body): JsonBody<NoticeBody>) -> Response {
    let draft = NoticeDraft { what: body.what.text(), told_at: body.told_at.text() };
    let view = match id.parse() {
        Ok(id) => caller.app.answer_notice(&caller.who, id, &draft).await,
        Err(_) => Err(ActError::NotFound),
    };
    answered(&caller, view)
}

/// `GET /notices/times`.
pub(crate) async fn times(Plain(caller): Plain) -> Response {
    match caller.app.notice_figures(&caller.who).await {
        Ok(figures) => {
            let units: Vec<Value> = figures.units.iter().map(times_shown).collect();
            let since = caller.words.machine(figures.since);
            Json(json!({ "since": since, "least": figures.least, "units": units })).into_response()
        }
        Err(error) => Failure::from(error).json(&caller.words),
    }
}

fn answered(caller: &Caller, view: Result<NoticeView, ActError>) -> Response {
    match view {
        Ok(view) => Json(shown(&caller.words, &view)).into_response(),
        Err(error) => Failure::from(error).json(&caller.words),
    }
}

fn shown(words: &Words, view: &NoticeView) -> Value {
    let notice = &view.notice;
    let moment = |at: Option<Timestamp>| at.map(|at| words.machine(at));
    json!({
        "id": notice.id,
        "report": notice.report,
        "from": notice.from,
        "to": notice.to,
        "unit": notice.on_turn(),
        "side": view.side,
        "state": notice.state(),
        "holds": view.holds,
        "known_since": words.machine(notice.known_since),
        "entered_at": words.machine(notice.entered_at),
        "sent_at": words.machine(notice.sent_at),
        "received_at": moment(notice.received_at()),
        "acknowledged_at": moment(notice.acknowledged_at()),
        "goes_on_at": moment(view.goes_on_at),
        "steps": notice.steps.iter().map(|step| step_shown(words, step)).collect::<Vec<Value>>(),
    })
}

fn step_shown(words: &Words, step: &Step) -> Value {
    let mut body = json!({ "what": step.what.as_str(), "at": words.machine(step.at) });
    if let What::Told { at } = step.what {
        body["told_at"] = json!(words.machine(at));
    }
    body
}

fn times_shown(times: &UnitTimes) -> Value {
    json!({
        "unit": times.unit,
        "entering": times.entering,
        "receiving": times.receiving,
        "acknowledging": times.acknowledging,
    })
}
