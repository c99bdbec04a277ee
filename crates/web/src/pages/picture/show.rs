//! The start page, and what lies in one cell.

use app::{ActError, Facets, Filter, FindingView, Histogram, ReportPage};
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use domain::charter::SourceKind;
use maud::{Markup, PreEscaped, html};

use super::{
    filters::{filters, period_in_words},
    table,
};
use crate::{
    answer::{Failure, show as answer},
    context::Signed,
    layout,
    pages::{findings, parts},
    query::{self, Pairs},
};

/// Reports beside the map.
const BESIDE: usize = 12;

/// Findings above them; more of them are on their page.
const FINDINGS: usize = 2;

/// Months that stand below the histogram, beside "today".
const TICKS: usize = 4;

/// Words that the page's islands show.
const PAGE_WORDS: [&str; 7] = [
    "drawer-back",
    "drawer-loading",
    "map-error",
    "map-copied",
    "map-range-from",
    "map-range-to",
    "map-location-denied",
];

/// Words that the map's island shows.
const MAP_WORDS: [&str; 15] = [
    "map-label",
    "map-keys",
    "map-no-webgl",
    "map-error",
    "map-cells-head",
    "map-areas-head",
    "map-points-head",
    "map-count-one",
    "map-count-other",
    "map-unplaced-one",
    "map-unplaced-other",
    "map-none",
    "map-points-more",
    "map-own",
    "map-you",
];

/// Everything that the page is made of.
struct View {
    pairs: Pairs,
    filter: Filter,
    facets: Facets,
    histogram: Histogram,
    page: ReportPage,
    /// What the nights found and still stands, the surest first.
    findings: Vec<FindingView>,
    /// Whether the table stands in the map's place.
    table: bool,
}

/// `GET /`.
pub(super) async fn show(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    if !signed.who.viewer.reads_content() {
        return answer(no_content(&signed));
    }
    let view = match view(&signed, raw.as_deref()).await {
        Ok(view) => view,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let centre = match centre(&signed, &view) {
        Ok(centre) => centre,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let words = &signed.words;
    let body = html! {
        main.ln-lage id="main" tabindex="-1" data-words=(layout::script_words(&signed, &PAGE_WORDS)) {
            h1.ln-hidden { (signed.t("picture-title")) }
            aside.ln-lage__filters id="lage-side" tabindex="-1" aria-label=(signed.t("filters-label")) {
                (edge(&signed, "lage-side", "sheet-filters"))
                (filters(&signed, &view.pairs, &view.filter, &view.facets, view.table))
            }
            section.ln-lage__map aria-label=(signed.t("picture-title")) {
                div.ln-actions id="lage-actions" {
                    @if !signed.who.actor.writes_for().is_empty() {
                        a.kern-btn.kern-btn--primary href="/meldungen/neu" { span.kern-label { (signed.t("report-enter")) } }
                    }
                    @if view.table {
                        a.kern-btn.kern-btn--secondary id="lage-table-link" href=(query::address("/", &view.pairs, &[], &[])) { span.kern-label { (signed.t("as-map")) } }
                    } @else {
                        a.kern-btn.kern-btn--secondary id="lage-table-link" href=(query::address("/", &view.pairs, &[], &[("ansicht", "tabelle")])) { span.kern-label { (signed.t("as-table")) } }
                    }
                    button.kern-btn.kern-btn--secondary.ln-js type="button" id="lage-share" { span.kern-label { (signed.t("share-view")) } }
                    button.kern-btn.kern-btn--secondary.ln-js.ln-unfold-edge type="button" data-unfold="lage-side" { span.kern-label { (signed.t("unfold-filters")) } }
                    button.kern-btn.kern-btn--secondary.ln-js.ln-unfold-edge type="button" data-unfold="drawer" { span.kern-label { (signed.t("unfold-list")) } }
                }
                div.ln-count {
                    div.ln-count__said id="lage-count" role="status" data-total=(view.facets.total) data-check=(query::address("/api/v1/picture/facets", &view.pairs, &["z", "c"], &[])) {
                        strong.ln-count__number { (words.number(view.facets.total)) }
                        span { (signed.t("count-explained")) }
                        span.ln-count__period { (period_in_words(&signed, &view.filter)) }
                        span { (against_last_year(&signed, &view.facets)) }
                    }
                    div.ln-sheets.ln-js {
                        button.kern-btn.kern-btn--secondary type="button" aria-expanded="false" aria-controls="lage-side" data-sheet="lage-side" { span.kern-label { (signed.t("sheet-filters")) } }
                        button.kern-btn.kern-btn--secondary type="button" aria-expanded="false" aria-controls="drawer" data-sheet="drawer" { span.kern-label { (signed.t("sheet-list")) } }
                    }
                }
                (centre)
                (histogram(&signed, &view))
            }
            aside.ln-lage__drawer id="drawer" tabindex="-1" aria-label=(signed.t("drawer-label")) {
                (edge(&signed, "drawer", "sheet-list"))
                (list(&signed, &view))
            }
            (thumb_bar(&signed))
        }
    };
    answer(layout::frame(&signed, &signed.t("nav-picture"), "ln-body ln-body--lage", &["lage.js"], body))
}

/// Administrators and data-protection officers have no right to content: their start page says so and leads on. Who has
/// no right at all yet learns whom to ask.
fn no_content(signed: &Signed) -> Markup {
    let actor = &signed.who.actor;
    let tasks = [
        (actor.administers(), "/verwaltung", "nav-admin", "task-admin"),
        (actor.protects(), "/datenschutz", "nav-privacy", "task-privacy"),
        (true, "/vereinbarung", "nav-agreement", "task-agreement"),
        (true, "/konto", "account-title", "task-account"),
    ];
    let waits = !actor.administers() && !actor.protects();
    let heading = signed.t(if waits { "no-rights-title" } else { "no-content-title" });
    let body = html! {
        h1 { (heading) }
        @if waits { p.ln-lead { (signed.t("no-rights-text")) } }
        @if actor.administers() { p.ln-lead { (signed.t("no-content-admin")) } }
        @if actor.protects() { p.ln-lead { (signed.t("no-content-privacy")) } }
        ul.ln-list.ln-list--page {
            @for (_, way, name, text) in tasks.into_iter().filter(|(may, ..)| *may) {
                li.ln-row { div.ln-row__body {
                    a.ln-row__title href=(way) { (signed.t(name)) }
                    p.ln-row__meta { (signed.t(text)) }
                } }
            }
        }
        (layout::emergency(signed))
    };
    layout::narrow(signed, &heading, body)
}

async fn view(signed: &Signed, raw: Option<&str>) -> Result<View, ActError> {
    let mut pairs = query::pairs(raw);
    let table = query::first(&pairs, "ansicht") == Some("tabelle");
    let period = ["preset", "from", "to"].iter().any(|key| query::first(&pairs, key).is_some());
    if !period {
        pairs.push(("preset".to_owned(), "13w".to_owned()));
    }
    let (app, who) = (&signed.app, &signed.who);
    let filter = query::filter(&pairs, who, app).map_err(ActError::Invalid)?;
    let facets = app.facets(who, &filter)?;
    let histogram = app.histogram(who, &filter)?;
    let page = app.list_reports(who, &filter, None, BESIDE).await?;
    let mut findings = app.findings(who).await?.findings;
    findings.retain(|view| findings::stands(signed, view));
    Ok(View { pairs, filter, facets, histogram, page, findings, table })
}

/// The map's place: the map, with the table inside for everybody without scripts; or the table alone.
fn centre(signed: &Signed, view: &View) -> Result<Markup, ActError> {
    let quarter = &signed.charter.agreement.quarter_division;
    let areas = match signed.app.areas(&signed.who, &view.filter, quarter) {
        Ok(areas) => areas,
        Err(ActError::NotFound) => app::AreaCounts { total: view.facets.total, ..app::AreaCounts::default() },
        Err(error) => return Err(error),
    };
    let trends = signed.app.trends(&signed.who, &view.filter)?;
    let tables = table::tables(signed, &view.pairs, &areas, &trends);
    Ok(html! {
        @if view.table {
            div.ln-lage__table id="lage-tables" { (tables) }
        } @else {
            div.ln-map id="lage-map" data-config="/api/v1/picture/map-config" data-words=(layout::script_words(signed, &MAP_WORDS)) {
                div.ln-map__fallback id="lage-tables" { (tables) }
                (parts::map_tools(signed))
                (legend(signed))
            }
        }
    })
}

/// The legend. Its island fills in the classes and shows the shapes once the map shows single reports.
fn legend(signed: &Signed) -> Markup {
    html! {
        div.ln-legend.ln-js id="lage-legend" {
            p.ln-legend__head id="legend-head" {}
            ol.ln-legend__scale id="legend-scale" aria-labelledby="legend-head" {}
            ul.ln-legend__shapes id="legend-shapes" hidden {
                @for kind in SourceKind::ALL {
                    li { (layout::symbol(kind.as_str())) (signed.t(&format!("kind-{}", kind.as_str()))) }
                }
                li { (layout::symbol("rough")) (signed.t("map-rough")) }
            }
            p.ln-legend__note id="legend-unplaced" {}
            fieldset.ln-legend__layers {
                legend.ln-hidden { (signed.t("map-layer")) }
                label { input type="radio" name="layer" value="cells" checked; (signed.t("map-layer-cells")) }
                label { input type="radio" name="layer" value="areas"; (signed.t("map-layer-areas")) }
            }
            p.ln-legend__finding id="legend-findings" hidden { (signed.t("map-finding")) }
        }
    }
}

/// The head of what stands at the edge: at the desk it folds away, on the phone it closes the sheet.
fn edge(signed: &Signed, of: &str, title: &str) -> Markup {
    html! {
        div.ln-edge.ln-js {
            strong.ln-edge__title { (signed.t(title)) }
            button.ln-link.ln-edge__fold type="button" data-fold=(of) { (signed.t("fold")) }
            button.ln-link.ln-edge__close type="button" data-close=(of) { (signed.t("sheet-close")) }
        }
    }
}

fn histogram(signed: &Signed, view: &View) -> Markup {
    let words = &signed.words;
    let chosen = |bar: &app::Bar| {
        view.filter.from.is_none_or(|from| bar.to > from) && view.filter.to.is_none_or(|to| bar.from < to)
    };
    let label = |bar: &app::Bar| {
        let last = domain::time::Timestamp(bar.to.0 - 1).day(&words.zone);
        format!("{} – {}: {}", words.day(bar.from.day(&words.zone)), words.day(last), words.number(bar.count))
    };
    let bars: Vec<charts::Bar> = view
        .histogram
        .bars
        .iter()
        .map(|bar| charts::Bar { count: bar.count, chosen: chosen(bar), label: label(bar) })
        .collect();
    let first =
        view.histogram.bars.first().map(|bar| words.day(bar.from.day(&words.zone))).unwrap_or_default();
    let total: u64 = bars.iter().map(|bar| bar.count).sum();
    let title = words.with("histogram-title", &[("days", view.histogram.days.into())]);
    let values =
        [("title", title.clone().into()), ("from", first.into()), ("count", words.number(total).into())];
    let sentence = words.with("histogram-label", &values);
    // The island makes the bars a brush: it needs the day of the first and the days of each.
    let start = view.histogram.bars.first().map(|bar| bar.from.day(&words.zone).date().to_string());
    html! {
        figure.ln-histogram id="lage-histogram" data-start=[start] data-days=(view.histogram.days) {
            p.ln-histogram__title { (title) }
            div.ln-brush { (PreEscaped(charts::histogram(&bars, &sentence))) }
            figcaption {
                @for tick in 0..TICKS {
                    @let bar = view.histogram.bars.get(tick * view.histogram.bars.len() / TICKS);
                    span { @if let Some(bar) = bar { (words.month(bar.from.day(&words.zone))) } }
                }
                span { (signed.t("today")) }
            }
        }
    }
}

fn list(signed: &Signed, view: &View) -> Markup {
    let more = query::address("/meldungen", &view.pairs, &["z", "c"], &[]);
    html! {
        div id="lage-list" {
            @if !view.findings.is_empty() {
                section.ln-drawer__findings aria-labelledby="drawer-findings" {
                    h2.ln-drawer__title id="drawer-findings" { (signed.t("nav-findings")) }
                    @for finding in view.findings.iter().take(FINDINGS) { (findings::card(signed, finding)) }
                    p { a.ln-link href="/befunde" { (signed.t("findings-back")) } }
                }
            }
            h2.ln-drawer__title { (signed.t("drawer-newest")) }
            @if view.page.items.is_empty() {
                (parts::empty(&signed.t("list-empty"), &signed.t("list-empty-hint")))
            } @else {
                ul.ln-list { @for seen in &view.page.items { (parts::report_row(signed, seen)) } }
                p { a.ln-link href=(more) { (signed.words.with("drawer-all", &[("count", signed.words.number(view.page.total).into())])) } }
            }
        }
    }
}

fn against_last_year(signed: &Signed, facets: &Facets) -> String {
    match facets.previous {
        None => String::new(),
        Some(previous) if previous < 10 => signed.t("year-too-few"),
        Some(previous) => {
            let percent = ((facets.total as f64 / previous as f64 - 1.0) * 100.0).round() as i64;
            let key = match percent {
                0 => "year-same",
                p if p > 0 => "year-more",
                _ => "year-less",
            };
            signed.words.with(key, &[("percent", percent.abs().into())])
        }
    }
}

/// On the phone: three verbs at the thumb.
fn thumb_bar(signed: &Signed) -> Markup {
    html! {
        nav.ln-thumb aria-label=(signed.t("thumb-label")) {
            @if !signed.who.actor.writes_for().is_empty() {
                a href="/meldungen/neu" { (layout::symbol("plus")) span { (signed.t("report-enter")) } }
            }
            button.ln-js type="button" id="lage-near" { (layout::symbol("near")) span { (signed.t("near-me")) } }
            a href="/meldungen?preset=visit" { (layout::symbol("me")) span { (signed.t("new-for-me")) } }
        }
    }
}

/// `GET /lage/zelle/{cell}`: the reports of one cell, as a page or (with `fragment=1`) for the drawer.
pub(super) async fn cell(signed: Signed, Path(cell): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let mut pairs = query::pairs(raw.as_deref());
    let fragment = query::first(&pairs, "fragment").is_some();
    pairs.retain(|(key, _)| key != "cell");
    pairs.push(("cell".to_owned(), cell));
    let (app, who) = (&signed.app, &signed.who);
    let filter = query::filter(&pairs, who, app).map_err(ActError::Invalid);
    let page = match filter {
        Ok(filter) => app.list_reports(who, &filter, None, 50).await,
        Err(error) => Err(error),
    };
    let page = match page {
        Ok(page) => page,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let body = html! {
        div id="lage-list" {
            h2.ln-drawer__title { (signed.words.with("cell-title", &[("count", page.total.into())])) }
            ul.ln-list { @for seen in &page.items { (parts::report_row(&signed, seen)) } }
            p { a.ln-link href=(query::address("/meldungen", &pairs, &["z", "c"], &[])) { (signed.t("open-as-list")) } }
        }
    };
    if fragment { answer(body) } else { answer(layout::page(&signed, &signed.t("nav-picture"), body)) }
}
