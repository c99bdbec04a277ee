//! `GET /vereinbarung/pflichten`: what each clause asks, and how one knows that it is done.

use axum::response::Response;
use domain::charter::{Duty, Limit, derive::period_end};
use maud::{Markup, html};

use super::{confidence, day, page, today};
use crate::{answer::show as answer, context::Signed, pages::parts};

pub(super) async fn show(signed: Signed) -> Response {
    let duties = &signed.charter.duties;
    let body = html! {
        p.ln-lead { (signed.t("duties-lead")) }
        @if duties.is_empty() {
            (parts::empty(&signed.t("duties-empty"), &signed.t("charter-empty-hint")))
        } @else {
            div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                caption.ln-hidden { (signed.t("duties-caption")) }
                thead { tr {
                    @for key in ["clause-short", "duty-text", "duty-measure", "duty-bodies", "duty-next"] { th scope="col" { (signed.t(key)) } }
                } }
                tbody { @for duty in duties { (row(&signed, duty)) } }
            } }
        }
        (limits(&signed, &signed.charter.limits))
    };
    answer(page(&signed, "/vereinbarung/pflichten", &signed.t("duties-title"), body))
}

fn row(signed: &Signed, duty: &Duty) -> Markup {
    let words = &signed.words;
    let next = duty.per_year.and_then(|per_year| period_end(per_year, today(signed)));
    let body = |id| signed.charter.body(id).map(|body| words.of(&body.name));
    let bodies: Vec<&str> = duty.bodies.iter().filter_map(body).collect();
    html! {
        tr id=(duty.id) {
            td data-label=(signed.t("clause-short")) { (duty.clause) }
            th scope="row" { (words.of(&duty.text)) }
            td data-label=(signed.t("duty-measure")) { (words.of(&duty.measure)) }
            td data-label=(signed.t("duty-bodies")) { (bodies.join(", ")) }
            td data-label=(signed.t("duty-next")) { @match next { Some(date) => (day(signed, date)), None => (signed.t("duty-continuous")) } }
        }
    }
}

fn limits(signed: &Signed, limits: &[Limit]) -> Markup {
    html! {
        section.ln-stack aria-labelledby="limits" {
            h2 id="limits" { (signed.t("limits-title")) }
            @if limits.is_empty() {
                (parts::empty(&signed.t("limits-empty"), &signed.t("charter-empty-hint")))
            } @else {
                div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                    caption.ln-hidden { (signed.t("limits-caption")) }
                    thead { tr {
                        @for key in ["limit-for", "limit-value", "basis-source", "basis-confidence"] { th scope="col" { (signed.t(key)) } }
                    } }
                    tbody {
                        @for limit in limits {
                            tr {
                                th scope="row" { (signed.t(&format!("limit-{}", limit.kind.as_str()))) }
                                td data-label=(signed.t("limit-value")) { (value(signed, limit)) }
                                td data-label=(signed.t("basis-source")) { (limit.source) ", " (signed.t("basis-as-of")) " " (day(signed, limit.as_of)) }
                                td data-label=(signed.t("basis-confidence")) { (confidence(signed, limit.confidence)) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

/// A number, or a period in the largest unit that it fills.
fn value(signed: &Signed, limit: &Limit) -> String {
    let words = &signed.words;
    match (limit.minutes, limit.number) {
        (Some(minutes), _) if minutes > 0 && minutes % 1440 == 0 => {
            words.with("limit-days", &[("days", (minutes / 1440).into())])
        }
        (Some(minutes), _) if minutes > 0 && minutes % 60 == 0 => {
            words.with("limit-hours", &[("hours", (minutes / 60).into())])
        }
        (Some(minutes), _) => words.with("limit-minutes", &[("minutes", minutes.into())]),
        (None, Some(number)) => number.to_string(),
        (None, None) => "–".to_owned(),
    }
}
