//! The agreement as everybody who is signed in may read it: clauses, term, partners, bodies, who tells whom what.

mod bases;
mod bodies;
mod duties;
mod overview;
mod partners;
mod sharing;
mod sources;

use axum::{Router, routing::get};
use domain::{
    charter::Confidence,
    ids::{PartnerId, UnitId},
};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::{
    context::{Signed, State, Visit},
    layout,
    pages::parts,
};

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/vereinbarung", get(overview::show))
        .route("/vereinbarung/pflichten", get(duties::show))
        .route("/vereinbarung/partner", get(partners::show))
        .route("/vereinbarung/gremien", get(bodies::show))
        .route("/vereinbarung/weitergabe", get(sharing::show))
        .route("/vereinbarung/quellen", get(sources::show))
        .route("/vereinbarung/rechtsgrundlagen", get(bases::show))
}

/// The pages: address, key of their name.
const PAGES: [(&str, &str); 7] = [
    ("/vereinbarung", "agreement-overview"),
    ("/vereinbarung/pflichten", "agreement-duties"),
    ("/vereinbarung/partner", "agreement-partners"),
    ("/vereinbarung/gremien", "agreement-bodies"),
    ("/vereinbarung/weitergabe", "agreement-sharing"),
    ("/vereinbarung/quellen", "agreement-sources"),
    ("/vereinbarung/rechtsgrundlagen", "agreement-bases"),
];

/// One of these pages: heading, the ways to the others, and what it says.
fn page(signed: &Signed, path: &str, heading: &str, body: Markup) -> Markup {
    let whole = html! {
        h1 { (heading) }
        (parts::tabs(signed, "nav-agreement", &PAGES, path))
        (body)
    };
    layout::page(signed, heading, whole)
}

/// Today, in the city.
fn today(signed: &Signed) -> Date {
    signed.app.now().day(&signed.words.zone).date()
}

fn day(visit: &Visit, date: Date) -> Markup {
    html! { time datetime=(date.to_string()) { (visit.words.day(domain::time::Day::of(date))) } }
}

fn clause(visit: &Visit, clause: &str) -> String {
    visit.words.with("clause", &[("clause", clause.to_owned().into())])
}

/// A partner's short name.
fn partner(visit: &Visit, id: &PartnerId) -> String {
    visit.charter.partner(id).map_or_else(|| id.to_string(), |p| visit.words.of(&p.short).to_owned())
}

fn partners(visit: &Visit, ids: &[PartnerId]) -> String {
    ids.iter().map(|id| partner(visit, id)).collect::<Vec<_>>().join(", ")
}

fn unit(visit: &Visit, id: &UnitId) -> String {
    visit.charter.unit(id).map_or_else(|| id.to_string(), |(_, unit)| visit.words.of(&unit.name).to_owned())
}

/// How sure an entry is; what is not verified stands out.
fn confidence(visit: &Visit, confidence: Confidence) -> Markup {
    let (key, look) = match confidence {
        Confidence::Verified => ("confidence-verified", false),
        Confidence::CrossReferenced => ("confidence-cross-referenced", false),
        Confidence::Known => ("confidence-known", false),
        Confidence::Unverified => ("confidence-unverified", true),
    };
    html! { span.ln-badge.ln-badge--look[look] { (visit.t(key)) } }
}
