//! Data protection: the journal of the own controller, and where the journals of all partners stand. For the
//! data-protection officer's function alone.

mod facts;
mod heads;
mod journal;

use axum::{Router, routing::get};
use maud::Markup;

use crate::{
    context::{Signed, State},
    pages::parts,
};

pub(crate) fn routes() -> Router<State> {
    Router::new().route("/datenschutz", get(journal::show)).route("/datenschutz/staende", get(heads::show))
}

/// The ways between the pages of data protection.
fn tabs(signed: &Signed, current: &str) -> Markup {
    let ways = [
        ("/datenschutz", "privacy-journal"),
        ("/datenschutz/staende", "privacy-heads"),
        ("/vereinbarung/rechtsgrundlagen", "agreement-bases"),
    ];
    parts::tabs(signed, "nav-privacy", &ways, current)
}
