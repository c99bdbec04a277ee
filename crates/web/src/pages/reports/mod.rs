//! Reports: list, enter, read, edit, close, disclose.

mod act;
pub(crate) mod audiences;
pub(crate) mod disclose;
mod enter;
pub(crate) mod form;
mod list;
mod locator;
mod read;

pub(crate) use disclose as panel;
pub(crate) use read::{Filled, page};

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/meldungen", get(list::list).post(enter::save))
        .route("/meldungen/neu", get(enter::blank))
        .route("/meldungen/{id}", get(read::read))
        .route("/meldungen/{id}/bearbeiten", get(act::edit).post(act::save_edit))
        .route("/meldungen/{id}/schliessen", post(act::close))
        .route("/meldungen/{id}/mitteilen", post(act::tell_change))
        .route("/meldungen/{id}/freigeben", post(disclose::disclose))
}
