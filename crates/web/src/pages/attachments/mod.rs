//! Attachments: add one to a report, look at it, remove it.

mod add;
mod read;
mod remove;
mod section;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

pub(crate) use section::{HiddenRow, list, section};

use crate::{attachment::UPLOAD_MAX, context::State};

/// What takes as long as somebody's line needs for a photograph.
pub(crate) fn uploads() -> Router<State> {
    let add = post(add::add).layer(DefaultBodyLimit::max(UPLOAD_MAX));
    Router::new().route("/meldungen/{id}/anhaenge", add)
}

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/anhaenge/{id}", get(read::read))
        .route("/anhaenge/{id}/entfernen", post(remove::remove))
}
