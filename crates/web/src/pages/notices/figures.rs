//! `GET /sofortmeldungen/zeiten`: how fast notices went, for the controlling.

use app::UnitTimes;
use axum::response::Response;
use domain::notice::Quantiles;
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::parts,
};

pub(super) async fn figures(signed: Signed) -> Response {
    let figures = match signed.app.notice_figures(&signed.who).await {
        Ok(figures) => figures,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let (words, heading) = (&signed.words, signed.t("notices-figures-title"));
    let since = words.day(figures.since.day(&words.zone));
    let basis = [("since", since.into()), ("least", figures.least.into())];
    let body = html! {
        p { a.ln-link href="/sofortmeldungen" { (signed.t("notices-title")) } }
        h1 { (heading) }
        p.ln-lead { (signed.t("notices-figures-explained")) }
        p.ln-basis { (words.with("notices-figures-basis", &basis)) }
        @if figures.units.is_empty() {
            (parts::empty(&signed.t("notices-figures-empty"), &words.with("notices-figures-empty-hint", &[("least", figures.least.into())])))
        } @else {
            div.ln-scroll tabindex="0" role="group" aria-label=(heading) {
                table.kern-table.ln-table {
                    caption { (signed.t("notices-figures-caption")) }
                    thead { tr {
                        th scope="col" { (signed.t("field-unit")) }
                        @for key in ["notices-entering", "notices-receiving", "notices-acknowledging"] {
                            th.ln-num scope="col" { (signed.t(key)) }
                        }
                    } }
                    tbody { @for unit in &figures.units { (row(&signed, unit)) } }
                }
            }
        }
    };
    show(layout::page(&signed, &heading, body))
}

fn row(signed: &Signed, times: &UnitTimes) -> Markup {
    let name = signed.charter.unit(&times.unit);
    let name = name.map_or(times.unit.as_str(), |(_, unit)| signed.words.of(&unit.name));
    html! {
        tr {
            th scope="row" { (name) }
            @for quantiles in [times.entering, times.receiving, times.acknowledging] {
                td.ln-num { (shown(signed, quantiles)) }
            }
        }
    }
}

/// Median, 95th percentile and how many; or that there are too few.
fn shown(signed: &Signed, quantiles: Option<Quantiles>) -> String {
    let Some(Quantiles { count, median, p95 }) = quantiles else { return signed.t("notices-too-few") };
    let values =
        [("median", span(signed, median).into()), ("p95", span(signed, p95).into()), ("count", count.into())];
    signed.words.with("notices-quantiles", &values)
}

/// A duration in the unit in which people say it.
fn span(signed: &Signed, millis: i64) -> String {
    let minutes = (millis + 30_000) / 60_000;
    let (key, number) = match minutes {
        0 => ("notices-seconds", (millis + 500) / 1_000),
        1..120 => ("notices-minutes", minutes),
        _ => ("notices-hours", (minutes + 30) / 60),
    };
    signed.words.with(key, &[("number", number.into())])
}
