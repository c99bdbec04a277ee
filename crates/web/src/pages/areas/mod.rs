//! The divisions of the city: what there is, what there was, a new one from a file.

use app::{ActError, AreasError, DivisionRead};
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequest, Multipart, RawQuery, Request, State as Extract},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::people::Language;
use maud::{Markup, html};
use subtle::ConstantTimeEq;

use crate::{
    answer::{Failure, sentence, show, show_with},
    context::{Signed, State},
    layout,
    pages::{admin, parts},
    query,
};

/// Largest file of areas in bytes; the 396 municipalities of a state have 300 KB.
const FILE_MAX: usize = 32 << 20;

pub(crate) fn routes() -> Router<State> {
    let replace = axum::routing::post(replace).layer(DefaultBodyLimit::max(FILE_MAX));
    Router::new().route("/verwaltung/gliederungen", get(list).merge(replace))
}

/// `GET /verwaltung/gliederungen`.
async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let done = query::first(&pairs, "gebiete").and_then(|number| number.parse::<u64>().ok()).map(|areas| {
        let repaired = query::first(&pairs, "berichtigt").and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
        let values = [("areas", areas.into()), ("repaired", repaired.into())];
        signed.words.with("areas-replaced", &values)
    });
    match page(&signed, done.as_deref(), None).await {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /verwaltung/gliederungen`.
async fn replace(Extract(state): Extract<State>, signed: Signed, request: Request) -> Response {
    let read = match Multipart::from_request(request, &state).await {
        Ok(form) => form_of(&signed, form).await,
        Err(_) => Err(Failure::Unreadable(StatusCode::BAD_REQUEST, "error-unreadable")),
    };
    let [division, name, file] = match read {
        Ok(values) => values,
        Err(failure) => return signed.fail(failure),
    };
    let wrong = match signed.app.upload_areas(&signed.who, &division, &name, &file).await {
        Ok(DivisionRead { areas, repaired }) => {
            let to = format!("/verwaltung/gliederungen?gebiete={areas}&berichtigt={}", repaired.len());
            return Redirect::to(&to).into_response();
        }
        Err(AreasError::File { de, en }) => {
            let why = if signed.words.language == Language::De { de } else { en };
            signed.words.with("areas-wrong", &[("why", why.into())])
        }
        Err(AreasError::Act(ActError::Invalid(errors))) => {
            errors.iter().map(|error| sentence(&signed.words, error)).collect::<Vec<_>>().join(" ")
        }
        Err(AreasError::Act(error)) => return signed.fail(Failure::from(error)),
    };
    match page(&signed, None, Some(&wrong)).await {
        Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// Division, name and file; the secret of the session comes first.
async fn form_of(signed: &Signed, mut form: Multipart) -> Result<[String; 3], Failure> {
    let (mut values, mut proven) = (<[String; 3]>::default(), false);
    let unreadable = |_| Failure::Unreadable(StatusCode::BAD_REQUEST, "error-unreadable");
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large")
            }
            _ => Failure::Unreadable(StatusCode::BAD_REQUEST, "error-unreadable"),
        })?;
        if name == "csrf" {
            proven = bool::from(bytes.as_ref().ct_eq(signed.csrf().as_bytes()));
        }
        if !proven {
            return Err(Failure::Stale);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "division" => values[0] = text.trim().to_owned(),
            "division-name" => values[1] = text,
            "areas" => values[2] = text,
            _ => {}
        }
    }
    if proven { Ok(values) } else { Err(Failure::Stale) }
}

async fn page(signed: &Signed, done: Option<&str>, wrong: Option<&str>) -> Result<Markup, ActError> {
    let lines = signed.app.divisions(&signed.who).await?;
    let words = &signed.words;
    let agreement = &signed.charter.agreement;
    let means = |division: &domain::ids::DivisionId| {
        if *division == agreement.quarter_division {
            Some(signed.t("areas-means-quarter"))
        } else if *division == agreement.city_division {
            Some(signed.t("areas-means-city"))
        } else {
            None
        }
    };
    let body = html! {
        h1 { (signed.t("areas-title")) }
        (admin::tabs(signed, "/verwaltung/gliederungen"))
        @if let Some(done) = done { (parts::notice(done)) }
        @if let Some(wrong) = wrong {
            div.kern-alert.kern-alert--danger role="alert" {
                div.kern-alert__header {
                    span.kern-icon.kern-icon--danger aria-hidden="true" {}
                    span.kern-title { (wrong) }
                }
            }
        }
        p.ln-lead { (signed.t("areas-explained")) }
        @if lines.is_empty() {
            (parts::empty(&signed.t("areas-none"), &signed.t("areas-none-hint")))
        } @else {
            div.ln-scroll tabindex="0" role="region" aria-label=(signed.t("areas-title")) {
                table.kern-table.ln-table.ln-table--stack {
                    caption.ln-hidden { (signed.t("areas-title")) }
                    thead { tr {
                        @for key in ["areas-name", "areas-division"] { th scope="col" { (signed.t(key)) } }
                        th.ln-num scope="col" { (signed.t("areas-number")) }
                        @for key in ["areas-from", "areas-until"] { th scope="col" { (signed.t(key)) } }
                    } }
                    tbody {
                        @for line in &lines {
                            tr {
                                th scope="row" { (line.name) @if let Some(means) = means(&line.division) { " (" (means) ")" } }
                                td data-label=(signed.t("areas-division")) { (line.division) }
                                td.ln-num data-label=(signed.t("areas-number")) { (words.number(line.areas)) }
                                td data-label=(signed.t("areas-from")) { (words.day(line.from.day(&words.zone))) }
                                td data-label=(signed.t("areas-until")) {
                                    @match line.until {
                                        Some(until) => { (words.day(until.day(&words.zone))) }
                                        None => { (signed.t("areas-now")) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        section.ln-card {
            h2 { (signed.t("areas-new")) }
            form.ln-form method="post" action="/verwaltung/gliederungen" enctype="multipart/form-data" {
                (layout::csrf(signed))
                (parts::input(signed, &[], "division", "text", "", true))
                (parts::input(signed, &[], "division-name", "text", "", false))
                div.kern-form-input {
                    label.kern-label for="field-areas" { (signed.t("field-areas")) }
                    p.kern-hint id="field-areas-hint" { (signed.t("hint-areas")) }
                    input.kern-form-input__input type="file" id="field-areas" name="areas" accept=".geojson,.json" required
                        aria-describedby="field-areas-hint";
                }
                (parts::button("primary", &signed.t("areas-replace")))
            }
        }
    };
    Ok(layout::page(signed, &signed.t("areas-title"), body))
}
