//! Reports: list, enter, read, edit, close, tell a change.

use app::Who;
use axum::{
    Json,
    extract::{Path, RawQuery},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::{ReportId, RuleId},
    report::{Draft, FieldError, Problem},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    body::{JsonBody, Typed},
    picture::with_filter,
    shown,
};
use crate::{
    answer::Failure,
    context::{Caller, Plain},
    query::{self, Pairs},
};

/// A report as it is typed. Unknown fields are refused, so that a slip of the pen is noticed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReportBody {
    unit: Typed,
    title: Typed,
    text: Typed,
    summary: Typed,
    category: Typed,
    modus: Typed,
    source: Typed,
    origin: Typed,
    channel: Typed,
    occurred_at: Typed,
    period: Option<PeriodBody>,
    place: Option<PlaceBody>,
    urgency: Typed,
    known_since: Typed,
    own_ref: Typed,
    /// Standing rules whose proposed disclosure is to be made at once.
    rules: Vec<RuleId>,
    /// For an edit: the version that was edited.
    version: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum PeriodBody {
    /// A year or a month: `2025` or `2025-11`.
    Short(String),
    Span {
        from: Typed,
        to: Typed,
    },
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PlaceBody {
    lon: Typed,
    lat: Typed,
    household: bool,
}

impl ReportBody {
    fn draft(&self) -> Draft {
        let (period_from, period_to) = match &self.period {
            None => Default::default(),
            Some(PeriodBody::Span { from, to }) => (from.text(), to.text()),
            Some(PeriodBody::Short(text)) => span(text),
        };
        let place = self.place.clone().unwrap_or_default();
        let channel = match self.channel.text() {
            text if text.is_empty() => "app".to_owned(),
            text => text,
        };
        Draft {
            title: self.title.text(),
            text: self.text.text(),
            summary: self.summary.text(),
            category: self.category.text(),
            modus: self.modus.text(),
            source: self.source.text(),
            origin: self.origin.text(),
            channel,
            occurred_at: self.occurred_at.text(),
            period_from,
            period_to,
            lon: place.lon.text(),
            lat: place.lat.text(),
            household: place.household,
            urgency: self.urgency.text(),
            known_since: self.known_since.text(),
            own_ref: self.own_ref.text(),
        }
    }
}

/// First and last day of a year or month; what is neither stays as it is and is refused as a date.
fn span(text: &str) -> (String, String) {
    let month = |text: &str| jiff::civil::Date::strptime("%Y-%m-%d", format!("{text}-01")).ok();
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return (format!("{text}-01-01"), format!("{text}-12-31"));
    }
    match month(text) {
        Some(first) => (first.to_string(), first.last_of_month().to_string()),
        None => (text.to_owned(), text.to_owned()),
    }
}

/// `GET /reports`: what the caller sees, newest first.
pub(crate) async fn list(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    let Caller { app, who, words } = caller;
    let pairs = query::pairs(raw.as_deref());
    let (filter, limit) = match with_filter(&app, &who, &pairs, &["limit", "cursor"], limit) {
        Ok(asked) => asked,
        Err(error) => return Failure::from(error).json(&words),
    };
    match app.list_reports(&who, &filter, query::first(&pairs, "cursor"), limit).await {
        Ok(page) => {
            let items: Vec<_> = page.items.iter().map(|seen| shown::report(&app, &words, seen)).collect();
            Json(json!({ "items": items, "total": page.total, "next": page.next })).into_response()
        }
        Err(error) => Failure::from(error).json(&words),
    }
}

/// The length of a page, from an address that names it and a cursor and nothing else.
pub(super) fn page_alone(pairs: &Pairs) -> Result<usize, app::ActError> {
    let mut errors = query::unknown_keys("query", pairs, &["limit", "cursor"]);
    match limit(pairs) {
        Ok(limit) if errors.is_empty() => return Ok(limit),
        limit => errors.extend(limit.err()),
    }
    Err(app::ActError::Invalid(errors))
}

fn limit(pairs: &Pairs) -> Result<usize, FieldError> {
    let Some(text) = query::first(pairs, "limit") else { return Ok(50) };
    let number = text.parse().ok().filter(|limit| (1..=200).contains(limit));
    number.ok_or_else(|| FieldError::new("limit", Problem::Unknown { value: text.to_owned() }))
}

/// `POST /reports`: enter.
pub(crate) async fn enter(JsonBody(caller, body): JsonBody<ReportBody>) -> Response {
    let Caller { app, who, words } = caller;
    match app.enter_report(&who, &body.unit.text(), &body.draft(), &body.rules).await {
        Ok(entered) => {
            let location = [(header::LOCATION, format!("/api/v1/reports/{}", entered.id))];
            let mut answer = shown::detail(&app, &words, &entered.detail);
            answer["person_marks"] = marks(&body);
            (StatusCode::CREATED, location, Json(answer)).into_response()
        }
        Err(error) => Failure::from(error).json(&words),
    }
}

/// What in the texts looks like a person: field, range in bytes, kind.
fn marks(body: &ReportBody) -> serde_json::Value {
    let fields = [("title", body.title.text()), ("summary", body.summary.text()), ("text", body.text.text())];
    let mark = |(field, text): (&str, String)| -> Vec<serde_json::Value> {
        let found = domain::persons::find(&text);
        found
            .iter()
            .map(|m| json!({ "field": field, "start": m.start, "end": m.end, "kind": m.kind.as_str() }))
            .collect()
    };
    fields.into_iter().flat_map(mark).collect()
}

/// `GET /reports/{id}`.
pub(crate) async fn read(Plain(caller): Plain, Path(id): Path<String>) -> Response {
    with_report(caller, &id, async |caller, id| {
        let detail = caller.app.read_report(&caller.who, id).await?;
        Ok(Json(shown::detail(&caller.app, &caller.words, &detail)).into_response())
    })
    .await
}

/// `PUT /reports/{id}`: a new version.
pub(crate) async fn edit(Path(id): Path<String>, JsonBody(caller, body): JsonBody<ReportBody>) -> Response {
    with_report(caller, &id, async |caller, id| {
        let missing = || app::ActError::Invalid(vec![FieldError::new("version", Problem::Missing)]);
        let seen = body.version.ok_or_else(missing)?;
        let detail = caller.app.edit_report(&caller.who, id, seen, &body.draft()).await?;
        Ok(Json(shown::detail(&caller.app, &caller.words, &detail)).into_response())
    })
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CloseBody {
    outcome: Typed,
}

/// `POST /reports/{id}/close`.
pub(crate) async fn close(Path(id): Path<String>, JsonBody(caller, body): JsonBody<CloseBody>) -> Response {
    with_report(caller, &id, async |caller, id| {
        let detail = caller.app.close_report(&caller.who, id, &body.outcome.text()).await?;
        Ok(Json(shown::detail(&caller.app, &caller.words, &detail)).into_response())
    })
    .await
}

/// `POST /reports/{id}/tell-change`.
pub(crate) async fn tell_change(Plain(caller): Plain, Path(id): Path<String>) -> Response {
    with_report(caller, &id, async |caller, id| {
        let told = caller.app.tell_change(&caller.who, id).await?;
        Ok(Json(json!({ "told": told })).into_response())
    })
    .await
}

/// Runs something with a report's identifier; what is no identifier is as unknown as a guessed one.
pub(super) async fn with_report(
    caller: Caller,
    id: &str,
    act: impl AsyncFnOnce(&Caller, ReportId) -> Result<Response, app::ActError>,
) -> Response {
    let Ok(id) = id.parse::<ReportId>() else { return not_found(&caller).await };
    match act(&caller, id).await {
        Ok(response) => response,
        Err(error) => Failure::from(error).json(&caller.words),
    }
}

async fn not_found(caller: &Caller) -> Response {
    let _: &Who = &caller.who;
    Failure::Act(app::ActError::NotFound).json(&caller.words)
}
