//! Referrals (Abgaben): send one, list them, read one, answer it.

mod answer;
mod card;
mod list;
mod outcomes;
mod read;
mod send;

use axum::{
    Router,
    routing::{get, post},
};

pub(crate) use card::{party, short};
pub(crate) use list::row;
pub(crate) use send::{ReferralForm, panel};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/abgaben", get(list::list))
        .route("/abgaben/ergebnisse", get(outcomes::file))
        .route("/abgaben/{id}", get(read::read).post(answer::answer))
        .route("/meldungen/{id}/abgeben", post(send::send))
}
