//! The JSON API under `/api/v1`, with the rights of the caller: a personal token or a browser's session.

mod attachments;
mod body;
mod charter;
mod disclosures;
mod events;
mod findings;
mod notices;
mod openapi;
mod picture;
mod referrals;
mod reports;
mod shown;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

pub(crate) use body::wrong_method;
pub(crate) use events::events;
pub use openapi::openapi;

use crate::{attachment::UPLOAD_MAX, context::State};

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/charter", get(charter::charter))
        .route("/reports", get(reports::list).post(reports::enter))
        .route("/reports/{id}", get(reports::read).put(reports::edit))
        .route("/reports/{id}/close", post(reports::close))
        .route("/reports/{id}/tell-change", post(reports::tell_change))
        .route("/reports/{id}/disclosures", post(disclosures::disclose_report))
        .route("/reports/{id}/preview", post(disclosures::preview))
        .route("/reports/{id}/referrals", post(referrals::refer))
        .route("/attachments/{id}", get(attachments::read).delete(attachments::remove))
        .route("/referrals", get(referrals::list))
        .route("/referrals/{id}", get(referrals::read))
        .route("/referrals/{id}/steps", post(referrals::answer))
        .route("/notices", get(notices::list))
        .route("/notices/times", get(notices::times))
        .route("/notices/{id}", get(notices::read))
        .route("/notices/{id}/steps", post(notices::answer))
        .route("/disclosures", get(disclosures::list).post(disclosures::disclose_filter))
        .route("/disclosures/received", get(disclosures::received))
        .route("/disclosures/{id}/withdraw", post(disclosures::withdraw))
        .route("/findings", get(findings::list))
        .route("/findings/{id}/verdict", post(findings::verdict))
        .route("/findings/{id}/disclosures", post(findings::disclose))
        .route("/picture/cells", get(picture::cells))
        .route("/picture/areas", get(picture::areas))
        .route("/picture/points", get(picture::points))
        .route("/picture/histogram", get(picture::histogram))
        .route("/picture/facets", get(picture::facets))
        .route("/picture/trends", get(picture::trends))
        .route("/picture/map-config", get(picture::map_config))
        .route("/openapi.json", get(openapi::document))
        .method_not_allowed_fallback(body::wrong_method)
        .fallback(body::unknown)
}

/// What takes as long as somebody's line needs for a file.
pub(crate) fn uploads() -> Router<State> {
    Router::new()
        .route("/reports/{id}/attachments", post(attachments::add).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .method_not_allowed_fallback(body::wrong_method)
}
