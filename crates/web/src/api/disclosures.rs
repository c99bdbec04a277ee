//! Disclosures: make, preview, list, withdraw.

use app::{Direction, DisclosureItem, Reader, Target, Who};
use axum::{
    Json,
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    disclosure::Standing,
    ids::DisclosureId,
    report::{FieldError, Problem},
    terms::TermsDraft,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    body::{JsonBody, Typed},
    picture::with_filter,
    reports::{page_alone, with_report},
    shown,
};
use crate::{answer::Failure, context::Caller, query, words::Words};

/// Terms as they are typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TermsBody {
    audience: Typed,
    profile: Typed,
    place: Typed,
    time: Typed,
    text: Typed,
    attachments: Option<bool>,
    legal_basis: Typed,
    purpose: Typed,
    expires_at: Typed,
    /// For a disclosure by filter: the keys of an address of the picture, each a text or a list of texts.
    filter: Option<Map<String, Value>>,
}

impl TermsBody {
    /// Whether reports of a filter are meant.
    pub(super) fn has_filter(&self) -> bool {
        self.filter.is_some()
    }

    pub(super) fn draft(&self) -> TermsDraft {
        TermsDraft {
            audience: self.audience.text(),
            profile: self.profile.text(),
            place: self.place.text(),
            time: self.time.text(),
            text: self.text.text(),
            attachments: self.attachments,
            legal_basis: self.legal_basis.text(),
            purpose: self.purpose.text(),
            expires_at: self.expires_at.text(),
        }
    }

    fn pairs(&self) -> query::Pairs {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut pairs = Vec::new();
        for (key, value) in self.filter.iter().flatten() {
            match value {
                Value::Array(values) => pairs.extend(values.iter().map(|value| (key.clone(), text(value)))),
                Value::Null | Value::Bool(false) => {}
                value => pairs.push((key.clone(), text(value))),
            }
        }
        pairs
    }
}

/// `POST /reports/{id}/disclosures`.
pub(crate) async fn disclose_report(
    Path(id): Path<String>,
    JsonBody(caller, body): JsonBody<TermsBody>,
) -> Response {
    if body.filter.is_some() {
        let error = FieldError::new("filter", Problem::Unknown { value: "filter".to_owned() });
        return Failure::Act(app::ActError::Invalid(vec![error])).json(&caller.words);
    }
    with_report(caller, &id, async |caller, id| {
        let disclosed = caller.app.disclose(&caller.who, &Target::Report(id), &body.draft()).await?;
        Ok(answer(caller, &disclosed))
    })
    .await
}

/// `POST /disclosures`: the caller's own reports of a filter, frozen now.
pub(crate) async fn disclose_filter(JsonBody(caller, body): JsonBody<TermsBody>) -> Response {
    let Caller { app, who, words } = &caller;
    let pairs = body.pairs();
    if body.filter.is_none() {
        let errors = vec![FieldError::new("filter", Problem::Missing)];
        return Failure::Act(app::ActError::Invalid(errors)).json(words);
    }
    let filter = match with_filter(app, who, &pairs, &[], |_| Ok(())) {
        Ok((filter, ())) => filter,
        Err(error) => return Failure::from(error).json(words),
    };
    match app.disclose(who, &Target::Filter(Box::new(filter)), &body.draft()).await {
        Ok(disclosed) => answer(&caller, &disclosed),
        Err(error) => Failure::from(error).json(words),
    }
}

fn answer(caller: &Caller, disclosed: &app::Disclosed) -> Response {
    let lines: Vec<Value> =
        disclosed.disclosures.iter().map(|d| shown::disclosure(&caller.words, d, Standing::Valid)).collect();
    let mut body = lines.first().cloned().unwrap_or_else(|| json!({}));
    body["reports"] = json!(disclosed.reports);
    body["disclosures"] = json!(lines);
    (StatusCode::CREATED, Json(body)).into_response()
}

/// `POST /reports/{id}/preview`: what each partner of the audience would see.
pub(crate) async fn preview(Path(id): Path<String>, JsonBody(caller, body): JsonBody<TermsBody>) -> Response {
    with_report(caller, &id, async |caller, id| {
        let previews = caller.app.preview(&caller.who, id, &body.draft()).await?;
        let report = |seen: &domain::report::Seen| shown::report(&caller.app, &caller.words, seen);
        let line = |preview: &app::Preview| {
            json!({
                "partner": preview.partner,
                "before": preview.before.as_ref().map(report),
                "after": preview.after.as_ref().map(report),
            })
        };
        let items: Vec<Value> = previews.iter().map(line).collect();
        Ok(Json(json!({ "items": items })).into_response())
    })
    .await
}

/// `GET /disclosures`: what the caller's units disclosed, newest first.
pub(crate) async fn list(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    listed(&caller, raw.as_deref(), Direction::Made, |words, item| {
        let mut body = shown::disclosure(words, item.made.as_ref()?, item.standing);
        body["reports"] = json!(item.reports);
        Some(body)
    })
    .await
}

/// `GET /disclosures/received`: what was disclosed to the caller; of a withdrawn one no content is left.
pub(crate) async fn received(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    listed(&caller, raw.as_deref(), Direction::Received, |words, item| {
        Some(json!({
            "id": item.id,
            "from": item.from,
            "audience": item.audience,
            "made_at": words.machine(item.made_at),
            "expires_at": words.machine(item.expires_at),
            "standing": item.standing,
            "reason": item.withdrawn.as_ref().map(|(_, reason)| reason),
            "withdrawn_at": item.withdrawn.as_ref().map(|(at, _)| words.machine(*at)),
            "reports": item.reports,
        }))
    })
    .await
}

async fn listed(
    caller: &Caller,
    raw: Option<&str>,
    direction: Direction,
    line: impl Fn(&Words, &DisclosureItem) -> Option<Value>,
) -> Response {
    let Caller { app, who, words } = caller;
    let pairs = query::pairs(raw);
    let limit = match page_alone(&pairs) {
        Ok(limit) => limit,
        Err(error) => return Failure::from(error).json(words),
    };
    let cursor = query::first(&pairs, "cursor");
    match app.list_disclosures(who, direction, Reader::Program, cursor, limit).await {
        Ok(page) => {
            let items: Vec<Value> = page.items.iter().filter_map(|item| line(words, item)).collect();
            Json(json!({ "items": items, "next": page.next })).into_response()
        }
        Err(error) => Failure::from(error).json(words),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    reason: Typed,
}

/// `POST /disclosures/{id}/withdraw`.
pub(crate) async fn withdraw(
    Path(id): Path<String>,
    JsonBody(caller, body): JsonBody<WithdrawBody>,
) -> Response {
    let Caller { app, who, words } = &caller;
    match withdrawn(app, who, &id, &body.reason.text()).await {
        Ok(withdrawn) => {
            let mut answer = shown::disclosure(words, &withdrawn.disclosure, Standing::Withdrawn);
            answer["reports"] = json!(withdrawn.reports);
            let line = |d| shown::disclosure(words, d, Standing::Valid);
            answer["remaining"] = withdrawn.remaining.iter().map(line).collect();
            Json(answer).into_response()
        }
        Err(error) => Failure::from(error).json(words),
    }
}

async fn withdrawn(
    app: &app::App,
    who: &Who,
    id: &str,
    reason: &str,
) -> Result<app::Withdrawn, app::ActError> {
    let id: DisclosureId = id.parse().map_err(|_| app::ActError::NotFound)?;
    app.withdraw(who, id, reason).await
}
