//! Findings: the list, one of them with what speaks for and against it, what people make of it, and how it is computed.

mod act;
mod drawing;
mod list;
mod method;
mod record;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::context::{Signed, State};

pub(crate) use act::TellForm;
pub(crate) use drawing::{Spot, map, one_decimal, series};
pub(crate) use list::{card, row, stands, title, ways};
pub(crate) use show::{Refused, tell_form};

/// The page of a finding with what is wrong about what was asked for.
pub(crate) async fn again(signed: &Signed, id: &str, refused: Refused) -> axum::response::Response {
    show::page(signed, id, None, &refused).await
}

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/befunde", get(list::list))
        .route("/befunde/verfahren", get(method::method))
        .route("/befunde/{id}", get(show::show))
        .route("/befunde/{id}/urteil", post(act::judge))
        .route("/befunde/{id}/mitteilen", post(act::tell))
}
