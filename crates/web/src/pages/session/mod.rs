//! Signing in and out; language and appearance of the pages.

mod choice;
mod sign_in;
mod sign_out;

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::State;

pub(crate) use sign_in::{enter, user_agent};

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/anmelden", get(sign_in::ask).post(sign_in::sign_in))
        .route("/abmelden", post(sign_out::sign_out))
        .route("/sprache/{language}", get(choice::language))
        .route("/darstellung/{theme}", get(choice::theme))
}
