//! Batches: a file is uploaded, looked at, brought in, confirmed.

mod act;
mod list;
mod show;
mod upload;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::context::State;

/// Largest upload in bytes: the file and what stands around it.
const UPLOAD_MAX: usize = (64 << 20) + (1 << 20);

/// What takes as long as somebody's line needs for a file.
pub(crate) fn uploads() -> Router<State> {
    Router::new().route("/meldungen/einlesen", post(upload::upload).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
}

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/meldungen/einlesen", get(list::list))
        .route("/meldungen/einlesen/{id}", get(show::show))
        .route("/meldungen/einlesen/{id}/abgewiesen", get(show::rejects))
        .route("/meldungen/einlesen/{id}/beginnen", post(act::start))
        .route("/meldungen/einlesen/{id}/anhalten", post(act::stop))
        .route("/meldungen/einlesen/{id}/verwerfen", post(act::discard))
        .route("/meldungen/einlesen/{id}/bestaetigen", post(act::confirm))
}
