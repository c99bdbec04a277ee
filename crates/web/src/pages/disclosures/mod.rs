//! Disclosures: what was given and received, one of them, a disclosure by filter, withdrawal.

mod bulk;
mod list;
mod read;
mod withdraw;

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/freigaben", get(list::list))
        .route("/freigaben/neu", get(bulk::ask).post(bulk::disclose))
        .route("/freigaben/{id}", get(read::read))
        .route("/freigaben/{id}/zurueckziehen", post(withdraw::withdraw))
}
