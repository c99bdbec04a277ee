//! The pages: a folder per noun, a file per verb.

mod account;
mod admin;
mod agreement;
mod areas;
mod attachments;
mod batches;
mod disclosures;
mod duplicates;
mod findings;
mod ground;
mod hotspots;
mod invitation;
mod mine;
mod notices;
mod parts;
mod persons;
mod picture;
mod privacy;
mod referrals;
mod reports;
mod second_factor;
mod session;

use axum::{
    Router,
    http::Method,
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    answer::Failure,
    context::{State, Visit},
    query,
};

/// Routes of all pages.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .merge(account::routes())
        .merge(admin::routes())
        .merge(agreement::routes())
        .merge(areas::routes())
        .merge(attachments::routes())
        .merge(batches::routes())
        .merge(disclosures::routes())
        .merge(duplicates::routes())
        .merge(findings::routes())
        .merge(hotspots::routes())
        .merge(invitation::routes())
        .merge(mine::routes())
        .merge(notices::routes())
        .merge(picture::routes())
        .merge(privacy::routes())
        .merge(referrals::routes())
        .merge(reports::routes())
        .merge(second_factor::routes())
        .merge(session::routes())
        .method_not_allowed_fallback(wrong_method)
}

/// Forms with a file, which may take longer than an answer.
pub(crate) fn uploads() -> Router<State> {
    // An address that is a page, too, has the page's answer to other methods.
    attachments::uploads().method_not_allowed_fallback(wrong_method).merge(batches::uploads())
}

/// Reloading what a form led to, or changing the language there, asks for an address that only takes forms: the page
/// that the form stands on is one level up.
async fn wrong_method(visit: Visit, method: Method) -> Response {
    if method != Method::GET {
        return visit.fail(Failure::WRONG_METHOD);
    }
    let path = visit.here.split('?').next().unwrap_or_default();
    match path.rsplit_once('/') {
        Some((above, _)) if !above.is_empty() => Redirect::to(query::local(above)).into_response(),
        _ => Redirect::to("/").into_response(),
    }
}

/// What is no page.
pub(crate) async fn not_found(visit: Visit) -> Response {
    visit.fail(Failure::Act(app::ActError::NotFound))
}
