//! The second factor: proving it when signing in, setting it up, recovery codes.

mod act;
mod prove;
mod qr;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::{CODE_PAGE, FACTOR_PAGE, State};

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route(CODE_PAGE, get(prove::ask).post(prove::prove))
        .route(FACTOR_PAGE, get(show::show).post(act::begin))
        .route("/konto/zweiter-faktor/bestaetigen", post(act::confirm))
        .route("/konto/zweiter-faktor/notfallcodes", post(act::renew_codes))
        .route("/konto/zweiter-faktor/entfernen", post(act::remove))
}
