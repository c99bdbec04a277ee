//! The picture: start page of everybody. Map, table, filters, histogram, list.

mod filters;
mod show;
mod table;

use axum::{Router, routing::get};

use crate::context::State;

pub(crate) use filters::days_in_words;

pub(crate) fn routes() -> Router<State> {
    Router::new().route("/", get(show::show)).route("/lage/zelle/{cell}", get(show::cell))
}
