//! The pages: a folder per noun, a file per verb.

mod account;
mod admin;
mod agreement;
mod disclosures;
mod invitation;
mod parts;
mod picture;
mod privacy;
mod reports;
mod session;

use axum::{Router, response::Response};

use crate::{
    answer::Failure,
    context::{State, Visit},
};

/// Routes of all pages.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .merge(account::routes())
        .merge(admin::routes())
        .merge(agreement::routes())
        .merge(disclosures::routes())
        .merge(invitation::routes())
        .merge(picture::routes())
        .merge(privacy::routes())
        .merge(reports::routes())
        .merge(session::routes())
}

/// What is no page.
pub(crate) async fn not_found(visit: Visit) -> Response {
    visit.fail(Failure::Act(app::ActError::NotFound))
}
