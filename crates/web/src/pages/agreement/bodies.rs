//! `GET /vereinbarung/gremien`: who sits where, how often it meets, which seats nobody takes.

use app::SeatLine;
use axum::response::Response;
use domain::charter::{Body, Partner, derive::period_end};
use maud::{Markup, html};

use super::{clause, day, page, today};
use crate::{answer::show as answer, context::Signed, pages::parts};

pub(super) async fn show(signed: Signed) -> Response {
    let seats = signed.app.seats(&signed.who);
    let bodies = &signed.charter.bodies;
    let body = html! {
        p.ln-lead { (signed.t("bodies-lead")) }
        @if bodies.is_empty() {
            (parts::empty(&signed.t("bodies-empty"), &signed.t("charter-empty-hint")))
        } @else {
            div.ln-cards.ln-cards--narrow { @for body in bodies { (card(&signed, body, &seats)) } }
            (table(&signed, bodies, &seats))
        }
    };
    answer(page(&signed, "/vereinbarung/gremien", &signed.t("bodies-title"), body))
}

fn card(signed: &Signed, body: &Body, seats: &[SeatLine]) -> Markup {
    let words = &signed.words;
    let of_body = || seats.iter().filter(|line| line.body == body.id);
    let missing: u32 = of_body().map(SeatLine::missing).sum();
    let next = (!body.intended).then(|| period_end(body.cadence.per_year, today(signed))).flatten();
    html! {
        section.ln-card.ln-card--look[missing > 0 && !body.intended] aria-labelledby={ "body-" (body.id) } {
            h2 id={ "body-" (body.id) } { (words.of(&body.name)) }
            @if body.intended { p { span.ln-badge { (signed.t("body-intended")) } } }
            p { (cadence(signed, body)) }
            @if let Some(next) = next { p { (signed.t("cadence-next")) " " (day(signed, next)) } }
            p {
                @if of_body().next().is_none() { (signed.t("body-no-seats")) }
                @else if missing > 0 { strong { (words.with("seats-missing", &[("count", missing.into())])) } }
                @else { (signed.t("seats-all-taken")) }
            }
            p.ln-muted { (clause(signed, &body.clause)) }
        }
    }
}

fn cadence(signed: &Signed, body: &Body) -> String {
    let (words, cadence) = (&signed.words, &body.cadence);
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
    said.join(", ")
}

/// Partners beside bodies: how many of its seats each has taken.
fn table(signed: &Signed, bodies: &[Body], seats: &[SeatLine]) -> Markup {
    let words = &signed.words;
    let seated = |partner: &&Partner| seats.iter().any(|line| line.partner == partner.id);
    html! {
        section.ln-stack aria-labelledby="seats" {
            h2 id="seats" { (signed.t("seats-title")) }
            p.ln-muted { (signed.t("seats-explained")) }
            div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                caption.ln-hidden { (signed.t("seats-caption")) }
                thead { tr {
                    th scope="col" { (signed.t("field-partner")) }
                    @for body in bodies { th scope="col" { (words.of(&body.name)) } }
                } }
                tbody {
                    @for partner in signed.charter.partners.iter().filter(seated) {
                        tr {
                            th scope="row" { (words.of(&partner.name)) }
                            @for body in bodies {
                                td data-label=(words.of(&body.name)) { @match seats.iter().find(|line| line.body == body.id && line.partner == partner.id) {
                                    Some(line) => (cell(signed, line)),
                                    None => "–",
                                } }
                            }
                        }
                    }
                }
            } }
        }
    }
}

fn cell(signed: &Signed, line: &SeatLine) -> Markup {
    let said = signed.words.with("seats-of", &[("taken", line.taken.into()), ("number", line.number.into())]);
    html! {
        @if line.missing() > 0 { strong { (said) } } @else { (said) }
        @if !line.vote { " " span.ln-muted { (signed.t("seats-no-vote")) } }
    }
}
