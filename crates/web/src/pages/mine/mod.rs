//! My page: what waits for me, what is new for me, what I wait for.

mod show;

use axum::{Router, routing::get};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new().route("/fuer-mich", get(show::show))
}
