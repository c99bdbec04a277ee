//! Attachments: add to a report, read, remove.

use app::{ActError, NewAttachment};
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Path, RawQuery, Request, State as Extract},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    attachment::{FileProblem, Region},
    ids::AttachmentId,
    report::{FieldError, Problem},
};

use super::{reports::with_report, shown};
use crate::{
    answer::Failure,
    attachment::{self, regions},
    context::{Caller, Plain, State},
    query::{self, Pairs},
};

/// `POST /reports/{id}/attachments`: the body is the file, whatever its declared type.
pub(crate) async fn add(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
    request: Request,
) -> Response {
    let Ok(bytes) = Bytes::from_request(request, &state).await else {
        return Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large").json(&caller.words);
    };
    let pairs = query::pairs(raw.as_deref());
    with_report(caller, &id, async |caller, id| {
        let hidden = hidden(&pairs).map_err(ActError::Invalid)?;
        let name = query::first(&pairs, "name").unwrap_or_default().to_owned();
        let new = NewAttachment { name, bytes: bytes.to_vec(), hidden };
        let detail = caller.app.add_attachment(&caller.who, id, new).await?;
        let body = shown::detail(&caller.app, &caller.words, &detail);
        // Each made a version of its own, and they stand in that order.
        let added =
            detail.attachments.last().map(|view| format!("/api/v1/attachments/{}", view.attachment.id));
        Ok((StatusCode::CREATED, [(header::LOCATION, added.unwrap_or_default())], Json(body)).into_response())
    })
    .await
}

/// The parts to be made unrecognisable, or all that is wrong with the address.
fn hidden(pairs: &Pairs) -> Result<Vec<Region>, Vec<FieldError>> {
    let mut errors = query::unknown_keys("query", pairs, &["name", "hidden"]);
    let parts = pairs.iter().filter(|(key, value)| key == "hidden" && !value.is_empty());
    let four = |(_, text): &(String, String)| -> Result<[String; 4], FileProblem> {
        let numbers: Vec<String> = text.split(',').map(str::to_owned).collect();
        numbers.try_into().map_err(|_| FileProblem::NotARegion)
    };
    let parts: Result<Vec<[String; 4]>, FileProblem> = parts.map(four).collect();
    let read = parts.and_then(|all| regions(all.iter().map(|four| four.each_ref().map(String::as_str))));
    match read {
        Ok(regions) if errors.is_empty() => return Ok(regions),
        Ok(_) => {}
        Err(problem) => errors.push(FieldError::new("hidden", Problem::File(problem))),
    }
    Err(errors)
}

/// `GET /attachments/{id}`: the content.
pub(crate) async fn read(Plain(caller): Plain, Path(id): Path<String>) -> Response {
    with_attachment(caller, &id, async |caller, id| {
        let (found, content) = caller.app.read_attachment(&caller.who, id).await?;
        Ok(attachment::answer(&found, content))
    })
    .await
}

/// `DELETE /attachments/{id}`: erases the content; that it was there stays.
pub(crate) async fn remove(Plain(caller): Plain, Path(id): Path<String>) -> Response {
    with_attachment(caller, &id, async |caller, id| {
        let detail = caller.app.remove_attachment(&caller.who, id).await?;
        Ok(Json(shown::detail(&caller.app, &caller.words, &detail)).into_response())
    })
    .await
}

async fn with_attachment(
    caller: Caller,
    id: &str,
    act: impl AsyncFnOnce(&Caller, AttachmentId) -> Result<Response, ActError>,
) -> Response {
    let done = match id.parse::<AttachmentId>() {
        Ok(id) => act(&caller, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    done.unwrap_or_else(|error| Failure::from(error).json(&caller.words))
}
