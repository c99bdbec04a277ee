//! `POST /meldungen/{id}/anhaenge`: a file is added, with what is to be made unrecognisable in it.

use app::{ActError, NewAttachment};
use axum::{
    extract::{FromRequest, Multipart, Path, Request, State as Extract, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ids::ReportId,
    report::{FieldError, Problem},
};
use subtle::ConstantTimeEq;

use super::section::HiddenRow;
use crate::{
    answer::{Failure, show_with},
    attachment::regions,
    context::{Signed, State},
    pages::reports::{Filled, page},
};

/// The parts of the form.
#[derive(Default)]
struct Sent {
    name: String,
    bytes: Vec<u8>,
    rows: Vec<HiddenRow>,
}

pub(super) async fn add(
    Extract(state): Extract<State>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let sent = match Multipart::from_request(request, &state).await {
        Ok(form) => read(&signed, form).await,
        Err(_) => Err(unreadable()),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(failure) => return signed.fail(failure),
    };
    let Ok(report) = id.parse::<ReportId>() else { return signed.fail(ActError::NotFound.into()) };
    let rows = sent.rows.clone();
    let added = match regions(sent.rows.iter().map(HiddenRow::numbers)) {
        Ok(hidden) => {
            let new = NewAttachment { name: sent.name, bytes: sent.bytes, hidden };
            signed.app.add_attachment(&signed.who, report, new).await
        }
        Err(problem) => Err(ActError::Invalid(vec![FieldError::new("hidden", Problem::File(problem))])),
    };
    match added {
        Ok(_) => Redirect::to(&format!("/meldungen/{report}?angehaengt=1#anhaenge")).into_response(),
        Err(ActError::Invalid(errors)) => again(&signed, report, rows, &errors).await,
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn again(signed: &Signed, id: ReportId, rows: Vec<HiddenRow>, errors: &[FieldError]) -> Response {
    match signed.app.read_report(&signed.who, id).await {
        Ok(detail) => {
            let filled = Filled { hidden: rows, attachment_errors: errors, ..Filled::default() };
            show_with(StatusCode::UNPROCESSABLE_ENTITY, page(signed, &detail, &filled))
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn unreadable() -> Failure {
    Failure::Unreadable(StatusCode::BAD_REQUEST, "error-unreadable")
}

/// A form that is too large, or ends in the middle.
fn broken(error: MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large")
        }
        _ => unreadable(),
    }
}

/// Reads the form; the secret of the session comes first, before anything is taken in.
async fn read(signed: &Signed, mut form: Multipart) -> Result<Sent, Failure> {
    let (mut sent, mut proven) = (Sent::default(), false);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        if name == "csrf" {
            proven = bool::from(bytes.as_ref().ct_eq(signed.csrf().as_bytes()));
        }
        if !proven {
            return Err(Failure::Stale);
        }
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "file" => (sent.name, sent.bytes) = (file.unwrap_or_default(), bytes.to_vec()),
            // The four numbers of a row come in this order.
            "left" => sent.rows.push(HiddenRow { left: text(), ..HiddenRow::default() }),
            _ => {
                let Some(row) = sent.rows.last_mut() else { continue };
                match name.as_str() {
                    "top" => row.top = text(),
                    "width" => row.width = text(),
                    "height" => row.height = text(),
                    _ => {}
                }
            }
        }
    }
    if proven { Ok(sent) } else { Err(Failure::Stale) }
}
