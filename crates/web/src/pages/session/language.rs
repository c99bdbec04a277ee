//! `GET /sprache/{language}?weiter=`: another language, and back to where one was.

use axum::{
    extract::{Path, RawQuery},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::people::Language;

use crate::{
    answer::Failure,
    context::{LANGUAGE, Visit},
    cookies,
    query::{self, local},
};

pub(super) async fn choose(visit: Visit, Path(language): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let language = [Language::De, Language::En].into_iter().find(|known| known.as_str() == language);
    let Some(language) = language else { return visit.fail(Failure::Act(app::ActError::NotFound)) };
    let pairs = query::pairs(raw.as_deref());
    let back = Redirect::to(local(query::first(&pairs, "weiter").unwrap_or_default()));
    let cookie = cookies::kept(&visit.options, LANGUAGE, language.as_str());
    ([(header::SET_COOKIE, cookie)], back).into_response()
}
