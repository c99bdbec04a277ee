//! `GET /befunde`: what is new, what goes on, what is gone, and what the last night did.

use app::{FindingList, FindingOrigin, FindingRecord, FindingView};
use axum::response::Response;
use domain::finding::Judgement;
use maud::{Markup, html};

use super::{
    drawing::{self, Spot},
    record,
};
use crate::{
    answer::{Failure, show},
    context::Signed,
    finding, layout,
    pages::parts,
};

pub(super) async fn list(signed: Signed) -> Response {
    let record = signed.app.finding_record(&signed.who).await;
    match (signed.app.findings(&signed.who).await, record) {
        (Ok(list), Ok(record)) => show(render(&signed, &list, record)),
        (Err(error), _) | (_, Err(error)) => signed.fail(Failure::from(error)),
    }
}

fn render(signed: &Signed, list: &FindingList, record: FindingRecord) -> Markup {
    let is_gone = |view: &&FindingView| finding::is_over(&signed.app, view);
    let gone: Vec<&FindingView> = list.findings.iter().filter(is_gone).collect();
    let here: Vec<&FindingView> = list.findings.iter().filter(|view| !is_gone(view)).collect();
    let told = finding::told_cells;
    let told_cells: Vec<_> = here
        .iter()
        .map(|view| match &view.origin {
            FindingOrigin::Found(found) => found.cells.clone(),
            FindingOrigin::Told(telling) => told(&telling.told.area),
        })
        .collect();
    let spots: Vec<Spot<'_>> = here
        .iter()
        .zip(&told_cells)
        .map(|(view, cells)| Spot { cells, label: title(signed, view) })
        .collect();
    let body = html! {
        h1 { (signed.t("findings-title")) }
        (ways(signed, "/befunde"))
        p.ln-lead { (signed.t("findings-lead")) }
        @if list.waiting > 0 {
            (parts::notice(&signed.words.with("findings-waiting", &[("count", list.waiting.into())])))
        }
        div.ln-columns {
            section.ln-stack id="findings" data-live aria-labelledby="here" {
                h2 id="here" { (signed.t("findings-here")) }
                @if here.is_empty() {
                    (parts::empty(&signed.t("findings-empty"), &signed.t("findings-empty-hint")))
                } @else {
                    @for view in &here { (card(signed, view)) }
                }
                @if !gone.is_empty() {
                    h2 { (signed.t("findings-gone")) }
                    ul.ln-list { @for view in &gone { (row(signed, view)) } }
                }
            }
            div {
                @if spots.iter().any(|spot| !spot.cells.is_empty()) {
                    section.ln-stack aria-labelledby="map" {
                        h2 id="map" { (signed.t("findings-map")) }
                        (drawing::map(signed, &spots, &signed.t("findings-map-label")))
                        p.ln-basis { (signed.t("findings-map-basis")) }
                    }
                }
                (record::record(signed, &list.runs, record))
                (runs(signed, list))
            }
        }
    };
    layout::page(signed, &signed.t("findings-title"), body)
}

/// The ways between the findings and the register.
pub(crate) fn ways(signed: &Signed, here: &str) -> Markup {
    let ways = [("/befunde", "findings-tab"), ("/befunde/register", "hotspots-tab")];
    parts::tabs(signed, "findings-ways", &ways, here)
}

/// What a finding is called: its kind, and where.
pub(crate) fn title(signed: &Signed, view: &FindingView) -> String {
    let (words, charter) = (&signed.words, &signed.charter);
    let area = match &view.origin {
        FindingOrigin::Found(found) => finding::area(&signed.app, words, &found.cells),
        FindingOrigin::Told(told) => finding::told_area(&signed.app, words, &told.told.area),
    };
    let first = view.categories.get(..1).unwrap_or_default();
    let category = finding::categories(words, charter, first);
    words.with("finding-title", &[("category", category.into()), ("area", area.into())])
}

/// What became of it, in a word.
pub(super) fn state(signed: &Signed, view: &FindingView) -> String {
    match &view.origin {
        FindingOrigin::Found(found) => signed.t(&format!("finding-state-{}", found.change.as_str())),
        FindingOrigin::Told(told) => {
            let partner = signed.charter.partner(&told.disclosure.from);
            let name =
                partner.map_or(told.disclosure.from.as_str(), |p| signed.words.of(&p.short)).to_owned();
            signed.words.with("finding-told-by", &[("partner", name.into())])
        }
    }
}

/// A finding that is still there: the sentence with its figures, the line of its weeks, what speaks against it, and what
/// can be done about it.
pub(crate) fn card(signed: &Signed, view: &FindingView) -> Markup {
    let words = &signed.words;
    let [said, figures, rest] = finding::here(words, &signed.charter, view);
    let address = format!("/befunde/{}", view.id);
    let writes = !signed.who.actor.writes_for().is_empty();
    let ways = [
        (true, "", "finding-open"),
        (view.may_tell, "#tell", "finding-tell"),
        (view.may_judge && writes, "#take-up", "finding-take-up"),
    ];
    html! {
        article.ln-card.ln-card--look.ln-finding {
            div.ln-row__head {
                h3.ln-row__title { a href=(address) { (title(signed, view)) } }
                span.ln-row__time { (state(signed, view)) }
            }
            p { (said) " " strong { (figures) } (rest) }
            @if let FindingOrigin::Found(found) = &view.origin {
                (drawing::line(signed, &found.weeks))
                @if let Some(first) = found.doubts.first() {
                    p { span.ln-muted { (signed.t("finding-against")) ": " } (finding::doubt(words, first)) }
                }
            }
            (basis(signed, view))
            ul.ln-tools {
                @for (_, part, name) in ways.into_iter().filter(|(may, ..)| *may) {
                    li { a.ln-link href={ (address) (part) } { (signed.t(name)) } }
                }
            }
        }
    }
}

/// Whether a finding is there and the viewer's house did not set it aside.
pub(crate) fn stands(signed: &Signed, view: &FindingView) -> bool {
    let aside = view.verdicts.last().is_some_and(|verdict| verdict.judgement == Judgement::SetAside);
    !finding::is_over(&signed.app, view) && !aside
}

/// A finding as a row of a list.
pub(crate) fn row(signed: &Signed, view: &FindingView) -> Markup {
    let words = &signed.words;
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    a.ln-row__title href={ "/befunde/" (view.id) } { (title(signed, view)) }
                    span.ln-row__time { (state(signed, view)) }
                }
                p.ln-row__summary { (finding::view_sentence(&signed.app, words, view)) }
                (basis(signed, view))
            }
        }
    }
}

/// Over which reports it was found, how many doubts there are, and what the viewer's house made of it.
fn basis(signed: &Signed, view: &FindingView) -> Markup {
    let words = &signed.words;
    html! {
        p.ln-row__meta {
            @if let FindingOrigin::Found(found) = &view.origin {
                (finding::scope(words, &signed.charter, &found.scope))
                @if !found.also.is_empty() {
                    " · " (words.with("finding-also", &[("count", found.also.len().into())]))
                }
                @if !found.doubts.is_empty() {
                    " · " (words.with("finding-doubts", &[("count", found.doubts.len().into())]))
                }
            } @else { (signed.t("finding-told-hint")) }
            @if let Some(verdict) = view.verdicts.last() {
                " · " strong { (signed.t(&format!("verdict-{}", verdict.judgement.as_str()))) }
            }
        }
    }
}

fn runs(signed: &Signed, list: &FindingList) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="night" {
            h2 id="night" { (signed.t("findings-night")) }
            @match list.runs.iter().map(|(_, day, at, _)| (*day, *at)).max() {
                None => p { (signed.t("findings-no-night")) },
                Some((day, at)) => {
                    p { (words.with("findings-last-night", &[("day", words.day(day).into()), ("at", words.moment(at).into())])) }
                    details.ln-unfold {
                        summary { (signed.t("findings-what-was-done")) }
                        ul {
                            @for (scope, _, _, notes) in &list.runs {
                                li {
                                    strong { (finding::scope(words, &signed.charter, scope)) } ": "
                                    (words.with("run-looked", &[("reports", words.number(notes.reports).into()), ("analyses", i64::from(notes.analyses).into())]))
                                    " " (finding::run_sentence(words, &signed.charter, notes))
                                }
                            }
                        }
                    }
                }
            }
            p { a.ln-link href="/befunde/verfahren" { (signed.t("findings-method")) } }
        }
    }
}
