//! The register of complaint hotspots and fear spaces: the list, one entry, a new one, and what is done about it.

mod act;
mod course;
mod list;
mod new;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/befunde/register", get(list::list).post(new::open))
        .route("/befunde/register/neu", get(new::new))
        .route("/befunde/register/{id}", get(show::show).post(act::go_on))
        .route("/befunde/register/{id}/mitteilen", post(act::tell))
        .route("/befunde/{id}/register", post(act::take_up))
}
