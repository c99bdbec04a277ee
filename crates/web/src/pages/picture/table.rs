//! The picture as a table: the same content as the map, for everybody who does not use one.

use app::{AreaCounts, Trend};
use maud::{Markup, html};

use crate::{
    context::Signed,
    query::{self, Pairs},
};

/// Areas and categories with the same period of the year before.
pub(super) fn tables(signed: &Signed, pairs: &Pairs, areas: &AreaCounts, trends: &[Trend]) -> Markup {
    let words = &signed.words;
    let most = areas.areas.iter().map(|a| a.count).max().unwrap_or(0).max(1);
    // Without a period there is none of the year before.
    let compared = areas.previous.is_some();
    html! {
        div.ln-tables {
            table.kern-table.ln-table {
                caption { (signed.t("table-areas")) }
                (head(signed, "table-area", compared))
                tbody {
                    @for area in &areas.areas {
                        @let division = signed.charter.agreement.quarter_division.as_str();
                        @let value = format!("{division}:{}", area.area);
                        tr {
                            th scope="row" {
                                a href=(query::address("/", pairs, &["area"], &[("area", &value), ("ansicht", "tabelle")])) { (area.name) }
                                meter.ln-meter aria-hidden="true" min="0" max=(most) value=(area.count) {}
                            }
                            (cells(signed, area.count, area.previous))
                        }
                    }
                    @if areas.unplaced > 0 {
                        tr { th scope="row" { (signed.t("table-unplaced")) } td.ln-num { (words.number(areas.unplaced)) } @if compared { td {} td {} } }
                    }
                }
                tfoot { tr { th scope="row" { (signed.t("table-total")) } (cells(signed, areas.total, areas.previous)) } }
            }
            table.kern-table.ln-table {
                caption { (signed.t("table-categories")) }
                (head(signed, "table-category", compared))
                tbody {
                    @for trend in trends {
                        @let name = signed.charter.category(&trend.category).map_or(trend.category.as_str(), |c| words.of(&c.name));
                        tr {
                            th scope="row" {
                                a href=(query::address("/", pairs, &["category"], &[("category", trend.category.as_str()), ("ansicht", "tabelle")])) { (name) }
                            }
                            (cells(signed, trend.count, trend.previous))
                        }
                    }
                }
            }
        }
    }
}

fn cells(signed: &Signed, count: u64, previous: Option<u64>) -> Markup {
    let words = &signed.words;
    html! {
        td.ln-num { (words.number(count)) }
        @if let Some(year_before) = previous {
            td.ln-num { (words.number(year_before)) }
            td.ln-num { (change(signed, count, previous)) }
        }
    }
}

fn head(signed: &Signed, first: &str, compared: bool) -> Markup {
    let figures = ["table-count", "table-previous", "table-change"];
    html! {
        thead { tr {
            th scope="col" { (signed.t(first)) }
            @for key in &figures[..if compared { 3 } else { 1 }] { th.ln-num scope="col" { (signed.t(key)) } }
        } }
    }
}

/// The change against the year before; no percentage of small numbers.
pub(super) fn change(signed: &Signed, count: u64, previous: Option<u64>) -> String {
    match previous {
        None => String::new(),
        Some(previous) if previous < 10 => signed.t("change-too-few"),
        Some(previous) => {
            let percent = (count as f64 / previous as f64 - 1.0) * 100.0;
            let percent = percent.round() as i64;
            match percent {
                0 => signed.t("change-same"),
                percent => format!("{}{} %", if percent > 0 { "+" } else { "−" }, percent.abs()),
            }
        }
    }
}
