//! `GET /befunde/register/neu` and `POST /befunde/register`: an entry by people, empty or begun from a report.

use app::ActError;
use axum::{
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    hotspot::{Draft, Kind, RINGS_MAX, TITLE_MAX, WORDS_MAX},
    ids::ReportId,
    place::{ShownPlace, centre},
    report::FieldError,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    answer::{Failure, show, show_with},
    context::Signed,
    form::SignedForm,
    layout,
    pages::{
        parts,
        persons::{self, PersonsChoice},
        reports::form::{categories, coordinates},
    },
    query,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EntryForm {
    unit: String,
    hotspot_kind: String,
    title: String,
    note: String,
    category: String,
    lon: String,
    lat: String,
    rings: String,
    persons: PersonsChoice,
}

pub(super) async fn new(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    if signed.who.actor.writes_for().is_empty() {
        return signed.fail(Failure::Act(ActError::Denied));
    }
    let mut draft = Draft { rings: "1".to_owned(), ..Draft::default() };
    let pairs = query::pairs(raw.as_deref());
    if let Some(report) = query::first(&pairs, "meldung") {
        let Ok(id) = report.parse::<ReportId>() else { return signed.fail(Failure::Act(ActError::NotFound)) };
        match signed.app.read_report(&signed.who, id).await {
            Ok(detail) => begin(&mut draft, &detail.seen),
            Err(error) => return signed.fail(Failure::from(error)),
        }
    }
    show(page(&signed, &draft, &[], false))
}

/// What a report says about place and kind.
fn begin(draft: &mut Draft, seen: &domain::report::Seen) {
    draft.category = seen.category.to_string();
    let point = match &seen.place {
        ShownPlace::Exact { lon, lat } => Some((*lon, *lat)),
        ShownPlace::Cell { cell, .. } => Some(centre(*cell)),
        _ => None,
    };
    if let Some((lon, lat)) = point {
        (draft.lon, draft.lat) = (format!("{lon:.5}"), format!("{lat:.5}"));
    }
}

pub(super) async fn open(SignedForm(signed, form): SignedForm<EntryForm>) -> Response {
    let draft = Draft {
        unit: form.unit,
        kind: form.hotspot_kind,
        title: form.persons.apply(&form.title),
        note: form.persons.apply(&form.note),
        category: form.category,
        lon: form.lon,
        lat: form.lat,
        rings: form.rings,
    };
    if form.persons.asks(&[&draft.title, &draft.note]) {
        return show_with(StatusCode::UNPROCESSABLE_ENTITY, page(&signed, &draft, &[], true));
    }
    match signed.app.open_hotspot(&signed.who, &draft).await {
        Ok(entry) => Redirect::to(&format!("/befunde/register/{}?gemacht=opened", entry.id)).into_response(),
        Err(ActError::Invalid(errors)) => {
            show_with(StatusCode::UNPROCESSABLE_ENTITY, page(&signed, &draft, &errors, false))
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn page(signed: &Signed, draft: &Draft, errors: &[FieldError], asks: bool) -> Markup {
    let words = &signed.words;
    let heading = signed.t("hotspot-new");
    let kinds: Vec<(String, String)> = Kind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), signed.t(&format!("hotspot-{}", kind.as_str()))))
        .collect();
    let rings: Vec<(String, String)> = (0..=RINGS_MAX)
        .map(|rings| (rings.to_string(), words.with("hotspot-rings", &[("rings", i64::from(rings).into())])))
        .collect();
    let units: Vec<(String, String)> = signed
        .who
        .actor
        .writes_for()
        .iter()
        .map(|id| {
            (
                id.to_string(),
                signed.charter.unit(id).map_or(id.as_str(), |(_, u)| words.of(&u.name)).to_owned(),
            )
        })
        .collect();
    let body = html! {
        p { a.ln-link href="/befunde/register" { (signed.t("hotspots-back")) } }
        h1 { (heading) }
        p.ln-lead { (signed.t("hotspot-new-lead")) }
        (parts::error_summary(signed, errors))
        @if asks { (persons::warning(signed, &[&draft.title, &draft.note])) }
        form.ln-form id="report-form" method="post" action="/befunde/register" novalidate {
            (layout::csrf(signed))
            @if units.len() > 1 { (parts::select(signed, errors, "unit", &units, &draft.unit, None)) }
            (parts::select(signed, errors, "hotspot_kind", &kinds, &draft.kind, None))
            (parts::input_up_to(signed, errors, "title", "text", &draft.title, (true, Some(TITLE_MAX))))
            (parts::select(signed, errors, "category", &categories(signed), &draft.category, Some(signed.t("choose"))))
            (coordinates(signed, [&draft.lon, &draft.lat], errors, "hint-hotspot-place", html! {}))
            (parts::select(signed, errors, "rings", &rings, &draft.rings, None))
            (parts::text_area_up_to(signed, errors, "note", &draft.note, (4, Some(WORDS_MAX))))
            (persons::buttons(signed, asks, &signed.t("save")))
        }
    };
    layout::frame(
        signed,
        &heading,
        "ln-body",
        &["report.js"],
        html! { main.ln-page.ln-page--form id="main" tabindex="-1" { (body) } },
    )
}
