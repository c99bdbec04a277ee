//! One's own account: rights, occasion, language, password, sessions, tokens.

mod act;
mod show;
mod tokens;

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/konto", get(show::show))
        .route("/konto/anlass", post(act::occasion))
        .route("/konto/sprache", post(act::language))
        .route("/konto/passwort", post(act::password))
        .route("/konto/sitzungen", post(act::end_other_sessions))
        .route("/konto/sitzungen/{name}", post(act::end_session))
        .route("/konto/zugangsschluessel", get(tokens::list).post(tokens::create))
        .route("/konto/zugangsschluessel/{id}", post(tokens::revoke))
}
