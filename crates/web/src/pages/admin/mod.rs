//! Administration: who of the own partner may do what. It gives no right to content.

mod act;
mod people;
mod person;

use axum::{
    Router,
    routing::{get, post},
};

use maud::{Markup, html};

use crate::{
    context::{Signed, State},
    pages::parts,
};

/// The ways between accounts and divisions, for whoever may do both.
pub(crate) fn tabs(signed: &Signed, current: &str) -> Markup {
    if !signed.app.may_replace_areas(&signed.who) {
        return html! {};
    }
    let ways = [("/verwaltung", "admin-tab-people"), ("/verwaltung/gliederungen", "admin-tab-areas")];
    parts::tabs(signed, "admin-title", &ways, current)
}

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/verwaltung", get(people::list).post(people::invite))
        .route("/verwaltung/{account}", get(person::show))
        .route("/verwaltung/{account}/rechte", post(act::grant))
        .route("/verwaltung/{account}/rechte/{membership}", post(act::end))
        .route("/verwaltung/{account}/sperren", post(act::disable))
        .route("/verwaltung/{account}/entsperren", post(act::enable))
        .route("/verwaltung/{account}/zweiter-faktor", post(act::reset_factor))
        .route("/verwaltung/{account}/einladung", post(act::renew))
}
