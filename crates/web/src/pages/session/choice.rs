//! `GET /sprache/{language}?weiter=` and `GET /darstellung/{theme}?weiter=`: a choice for this browser, and back to where
//! one was.

use app::ActError;
use axum::{
    extract::{Path, RawQuery},
    http::header,
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    answer::Failure,
    context::{LANGUAGE, THEME, THEMES, Visit},
    cookies,
    query::{self, local},
};

const LANGUAGES: [&str; 2] = ["de", "en"];

pub(super) async fn language(
    visit: Visit,
    Path(language): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    choose(&visit, LANGUAGE, &LANGUAGES, &language, raw.as_deref())
}

pub(super) async fn theme(visit: Visit, Path(theme): Path<String>, RawQuery(raw): RawQuery) -> Response {
    choose(&visit, THEME, &THEMES, &theme, raw.as_deref())
}

fn choose(visit: &Visit, name: &str, choices: &[&str], choice: &str, raw: Option<&str>) -> Response {
    if !choices.contains(&choice) {
        return visit.fail(Failure::Act(ActError::NotFound));
    }
    let pairs = query::pairs(raw);
    let back = Redirect::to(local(query::first(&pairs, "weiter").unwrap_or_default()));
    ([(header::SET_COOKIE, cookies::chosen(&visit.options, name, choice))], back).into_response()
}
