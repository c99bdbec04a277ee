//! `GET /meldungen`: what the viewer sees, newest first, page by page.

use app::ActError;
use axum::{extract::RawQuery, response::Response};
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::parts,
    query::{self, Pairs},
};

const PAGE: usize = 50;

pub(super) async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let (app, who) = (&signed.app, &signed.who);
    let filter = query::filter(&pairs, who, app).map_err(ActError::Invalid);
    let page = match filter {
        Ok(filter) => app.list_reports(who, &filter, query::first(&pairs, "cursor"), PAGE).await,
        Err(error) => Err(error),
    };
    let page = match page {
        Ok(page) => page,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let writes = !who.actor.writes_for().is_empty();
    let body = html! {
        div.ln-title {
            h1 { (signed.t("reports-title")) }
            @if writes {
                a.kern-btn.kern-btn--primary href="/meldungen/neu" { span.kern-label { (signed.t("report-enter")) } }
                a.kern-btn.kern-btn--secondary href="/meldungen/einlesen" { span.kern-label { (signed.t("import-title")) } }
            }
        }
        (presets(&signed, &pairs))
        div.ln-stack id="reports" data-live data-total=(page.total) data-check=(query::address("/api/v1/picture/facets", &pairs, &["z", "c"], &[])) {
            p.ln-basis {
                strong { (signed.words.number(page.total)) } " " (signed.t("count-explained"))
                " · " a.ln-link href=(query::address("/", &pairs, &[], &[])) { (signed.t("show-on-map")) }
                " · " a.ln-link href="/doppelungen" { (signed.t("duplicates-check")) }
                @if writes && page.total > 0 {
                    " · " a.ln-link href=(query::address("/freigaben/neu", &pairs, &["own"], &[("own", "1")])) { (signed.t("disclose-selection")) }
                }
            }
            @if page.items.is_empty() {
                (parts::empty(&signed.t("list-empty"), &signed.t("list-empty-hint")))
            } @else {
                ul.ln-list.ln-list--page { @for seen in &page.items { (parts::report_row(&signed, seen)) } }
                @if let Some(next) = &page.next {
                    p { a.kern-btn.kern-btn--secondary rel="next" href=(query::address("/meldungen", &pairs, &[], &[("cursor", next)])) {
                        span.kern-label { (signed.t("list-older")) }
                    } }
                }
            }
        }
    };
    show(layout::page(&signed, &signed.t("reports-title"), body))
}

fn presets(signed: &Signed, pairs: &Pairs) -> Markup {
    let chosen = query::first(pairs, "preset").unwrap_or("all");
    html! {
        nav.ln-tabs aria-label=(signed.t("filter-period")) {
            @for preset in query::PRESETS {
                a href=(query::address("/meldungen", pairs, &["preset", "from", "to"], &[("preset", preset)]))
                    aria-current=[(chosen == preset).then_some("true")] { (signed.t(&format!("preset-{preset}"))) }
            }
        }
    }
}
