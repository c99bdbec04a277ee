//! Findings: the list, one of them with what speaks for and against it, what people make of it, and how it is computed.

mod act;
mod drawing;
mod list;
mod method;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/befunde", get(list::list))
        .route("/befunde/verfahren", get(method::method))
        .route("/befunde/{id}", get(show::show))
        .route("/befunde/{id}/urteil", post(act::judge))
        .route("/befunde/{id}/mitteilen", post(act::tell))
}
