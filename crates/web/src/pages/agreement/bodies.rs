//! `GET /vereinbarung/gremien`: who sits where, how often it meets, which seats nobody takes.

use app::SeatLine;
use axum::response::Response;
use domain::charter::{Body, derive::period_end};
use maud::{Markup, html};

use super::{clause, day, page, partner, today};
use crate::{answer::show as answer, context::Signed, pages::parts};

pub(super) async fn show(signed: Signed) -> Response {
    let seats = signed.app.seats(&signed.who);
    let bodies = &signed.charter.bodies;
    let body = html! {
        p.ln-lead { (signed.t("bodies-lead")) }
        @if bodies.is_empty() {
            (parts::empty(&signed.t("bodies-empty"), &signed.t("charter-empty-hint")))
        }
        @for body in bodies { (card(&signed, body, &seats)) }
    };
    answer(page(&signed, "/vereinbarung/gremien", &signed.t("bodies-title"), body))
}

fn card(signed: &Signed, body: &Body, seats: &[SeatLine]) -> Markup {
    let words = &signed.words;
    let own: Vec<&SeatLine> = seats.iter().filter(|line| line.body == body.id).collect();
    let missing: u32 = own.iter().map(|line| line.missing()).sum();
    html! {
        section.ln-card.ln-card--look[missing > 0 && !body.intended] aria-labelledby={ "body-" (body.id) } {
            h2 id={ "body-" (body.id) } { (words.of(&body.name)) }
            p.ln-row__meta {
                @if body.intended { span.ln-badge { (signed.t("body-intended")) } " " }
                (cadence(signed, body)) " · " (clause(signed, &body.clause))
            }
            @if own.is_empty() {
                p { (signed.t("body-no-seats")) }
            } @else {
                (table(signed, body, &own))
                @if missing > 0 { p { strong { (words.with("seats-missing", &[("count", missing.into())])) } " " (signed.t("seats-missing-hint")) } }
                @else { p.ln-muted { (signed.t("seats-all-taken")) } }
            }
        }
    }
}

fn cadence(signed: &Signed, body: &Body) -> Markup {
    let (words, cadence) = (&signed.words, &body.cadence);
    let next = (!body.intended).then(|| period_end(cadence.per_year, today(signed))).flatten();
    let mut said = Vec::new();
    if cadence.per_year > 0 {
        said.push(words.with("cadence-per-year", &[("count", cadence.per_year.into())]));
    }
    if cadence.on_occasion {
        said.push(signed.t("cadence-on-occasion"));
    }
    if cadence.own_choice {
        said.push(signed.t("cadence-own-choice"));
    }
    html! {
        (said.join(", "))
        @if let Some(next) = next { " · " (signed.t("cadence-next")) " " (day(signed, next)) }
    }
}

fn table(signed: &Signed, body: &Body, seats: &[&SeatLine]) -> Markup {
    let words = &signed.words;
    html! {
        div.ln-scroll { table.kern-table.ln-table {
            caption { (words.with("seats-caption", &[("body", words.of(&body.name).into())])) }
            thead { tr {
                th scope="col" { (signed.t("field-partner")) }
                th scope="col" { (signed.t("seats-vote")) }
                th.ln-num scope="col" { (signed.t("seats-number")) }
                th.ln-num scope="col" { (signed.t("seats-taken")) }
                th.ln-num scope="col" { (signed.t("seats-open")) }
            } }
            tbody {
                @for line in seats {
                    tr {
                        th scope="row" { (partner(signed, &line.partner)) }
                        td { (signed.t(if line.vote { "yes" } else { "no" })) }
                        td.ln-num { (line.number) }
                        td.ln-num { (line.taken) }
                        td.ln-num { @if line.missing() > 0 { strong { (line.missing()) } } @else { "0" } }
                    }
                }
            }
        } }
    }
}
