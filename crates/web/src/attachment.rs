//! The content of an attachment as an answer, the same for pages and programs.
//!
//! Three media types leave and no other. A browser shows a picture and keeps a document; neither is ever taken for
//! something else, and in neither anything runs.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::attachment::{Attachment, FileProblem, HIDDEN_MAX, Region, disposition_name};

/// Largest body of an upload, in bytes: the file and what stands around it.
pub(crate) const UPLOAD_MAX: usize = domain::attachment::BYTES_MAX + (1 << 20);

/// Nothing is loaded, nothing runs, nothing is framed, and the origin is none.
const POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// The answer that is the content.
pub(crate) fn answer(attachment: &Attachment, content: Vec<u8>) -> Response {
    let how = if attachment.kind.is_picture() { "inline" } else { "attachment" };
    let disposition = format!("{how}; {}", disposition_name(&attachment.name));
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(attachment.kind.media_type()));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Parts to be made unrecognisable, each of four numbers. Empty ones are none.
pub(crate) fn regions<'a>(
    numbers: impl IntoIterator<Item = [&'a str; 4]>,
) -> Result<Vec<Region>, FileProblem> {
    let filled = numbers.into_iter().filter(|four| four.iter().any(|number| !number.trim().is_empty()));
    // One more than can be is enough to refuse.
    filled.take(HIDDEN_MAX + 1).map(Region::read).collect()
}
