//! Duplicates: pairs side by side, and what a person says about them.

mod decide;
mod list;

use axum::{Router, routing::get};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new().route("/doppelungen", get(list::list).post(decide::decide))
}
