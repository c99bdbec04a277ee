//! Notices (Sofortmeldungen): list them, read one, take note of it or say that it was told, count how fast they went.

mod answer;
mod card;
mod figures;
mod list;
mod read;

use axum::{Router, routing::get};

pub(crate) use card::{row, short};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/sofortmeldungen", get(list::list))
        .route("/sofortmeldungen/zeiten", get(figures::figures))
        .route("/sofortmeldungen/{id}", get(read::read).post(answer::answer))
}
