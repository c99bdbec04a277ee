//! `GET /befunde/register`: the entries of the viewer's units, and what partners told of theirs.

use app::{HotspotList, ToldHotspot};
use axum::response::Response;
use domain::hotspot::{Hotspot, State};
use h3o::CellIndex;
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::Signed,
    finding, layout,
    pages::{
        findings::{self, Spot, map},
        parts,
    },
};

pub(super) async fn list(signed: Signed) -> Response {
    match signed.app.hotspots(&signed.who).await {
        Ok(list) => show(render(&signed, &list)),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn render(signed: &Signed, list: &HotspotList) -> Markup {
    let (over, open): (Vec<&Hotspot>, Vec<&Hotspot>) =
        list.entries.iter().partition(|entry| entry.state() == State::Resolved);
    let places: Vec<(Vec<CellIndex>, String)> = open
        .iter()
        .map(|entry| (entry.content.cells(), entry.content.title.clone()))
        .chain(list.told.iter().map(|told| (finding::told_cells(&told.told.area), told_title(signed, told))))
        .collect();
    let spots: Vec<Spot<'_>> =
        places.iter().map(|(cells, label)| Spot { cells, label: label.clone() }).collect();
    let may_write = !signed.who.actor.writes_for().is_empty();
    let body = html! {
        h1 { (signed.t("hotspots-title")) }
        (findings::ways(signed, "/befunde/register"))
        p.ln-lead { (signed.t("hotspots-lead")) }
        @if may_write {
            p { a.kern-btn.kern-btn--secondary href="/befunde/register/neu" { span.kern-label { (signed.t("hotspot-new")) } } }
        }
        div.ln-columns {
            div id="hotspots" data-live {
                section.ln-stack aria-labelledby="own" {
                    h2 id="own" { (signed.t("hotspots-own")) }
                    @if open.is_empty() {
                        (parts::empty(&signed.t("hotspots-empty"), &signed.t("hotspots-empty-hint")))
                    } @else {
                        ul.ln-list { @for entry in &open { (row(signed, entry)) } }
                    }
                }
                @if !list.told.is_empty() {
                    section.ln-stack aria-labelledby="told" {
                        h2 id="told" { (signed.t("hotspots-told")) }
                        ul.ln-list { @for told in &list.told { (told_row(signed, told, may_write)) } }
                    }
                }
                @if !over.is_empty() {
                    details.ln-unfold {
                        summary { (signed.words.with("hotspots-over", &[("count", over.len().into())])) }
                        ul.ln-list { @for entry in &over { (row(signed, entry)) } }
                    }
                }
            }
            div {
                @if spots.iter().any(|spot| !spot.cells.is_empty()) {
                    section.ln-stack aria-labelledby="map" {
                        h2 id="map" { (signed.t("findings-map")) }
                        (map(signed, &spots, &signed.t("hotspots-map-label")))
                        p.ln-basis { (signed.t("hotspots-map-basis")) }
                    }
                }
            }
        }
    };
    layout::page(signed, &signed.t("hotspots-title"), body)
}

fn row(signed: &Signed, entry: &Hotspot) -> Markup {
    let words = &signed.words;
    let last = entry.steps.last().map_or(entry.opened_at, |step| step.at);
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    a.ln-row__title href={ "/befunde/register/" (entry.id) } { (entry.content.title) }
                    span.ln-row__time { (signed.t(&format!("hotspot-state-{}", entry.state().as_str()))) }
                }
                p.ln-row__meta {
                    (signed.t(&format!("hotspot-{}", entry.content.kind.as_str()))) " · "
                    (finding::area(&signed.app, words, &entry.content.cells())) " · "
                    (words.with("hotspot-last", &[("at", words.day(last.day(&words.zone)).into())]))
                }
            }
        }
    }
}

/// What an entry of a partner is called: its kind, category and area.
pub(super) fn told_title(signed: &Signed, told: &ToldHotspot) -> String {
    let words = &signed.words;
    let values = [
        ("kind", signed.t(&format!("hotspot-{}", told.told.kind.as_str())).into()),
        ("category", finding::categories(words, &signed.charter, &told.told.categories).into()),
        ("area", finding::told_area(&signed.app, words, &told.told.area).into()),
    ];
    words.with("hotspot-told-title", &values)
}

fn told_row(signed: &Signed, told: &ToldHotspot, may_write: bool) -> Markup {
    let words = &signed.words;
    let from = &told.disclosure.from;
    let partner = signed.charter.partner(from).map_or(from.as_str(), |p| words.of(&p.short)).to_owned();
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    span.ln-row__title { (told_title(signed, told)) }
                    span.ln-row__time { (words.with("finding-told-by", &[("partner", partner.into())])) }
                }
                p.ln-row__meta {
                    (words.with("hotspot-told-line", &[
                        ("since", words.day(told.told.since).into()),
                        ("state", signed.t(&format!("hotspot-state-{}", told.told.state.as_str())).into()),
                        ("at", words.moment(told.disclosure.made_at).into()),
                    ]))
                }
                @if may_write {
                    form.ln-tools method="post" action={ "/befunde/" (told.disclosure.id) "/register" } {
                        (layout::csrf(signed))
                        (parts::button("secondary", &signed.t("hotspot-take-up")))
                    }
                }
            }
        }
    }
}
