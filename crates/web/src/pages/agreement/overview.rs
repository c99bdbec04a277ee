//! `GET /vereinbarung`: what was agreed, how long it runs, what falls due next.

use axum::response::Response;
use domain::charter::{
    PartnerStatus,
    derive::{Due, Occasion, Term, next_dates, term},
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{clause, day, page, today};
use crate::{answer::show as answer, context::Signed};

/// Dates shown; what comes later is on the pages of bodies and duties.
const DATES: usize = 12;

pub(super) async fn show(signed: Signed) -> Response {
    let (agreement, words) = (&signed.charter.agreement, &signed.words);
    let today = today(&signed);
    let running = term(agreement, today);
    let body = html! {
        p.ln-lead { (words.of(&agreement.title)) }
        div.ln-columns {
            div {
                (clock(&signed, &running, today))
                section.ln-stack aria-labelledby="signed" {
                    h2 id="signed" { (signed.t("agreement-what")) }
                    (facts(&signed))
                }
            }
            section.ln-stack aria-labelledby="dates" {
                h2 id="dates" { (signed.t("agreement-dates")) }
                (dates(&signed, &next_dates(&signed.charter, today)))
            }
        }
    };
    answer(page(&signed, "/vereinbarung", &signed.t("nav-agreement"), body))
}

/// Where the agreement stands in its term, as sentences with their dates.
fn clock(signed: &Signed, running: &Term, today: Date) -> Markup {
    let words = &signed.words;
    let text = |date: Date| words.day(domain::time::Day::of(date));
    let days = |to: Date| i64::from(today.until(to).map_or(0, |span| span.get_days()));
    let end = text(running.current_end);
    let look = running.over(today) || (running.notice_open(today) && days(running.notice_by) <= 90);
    let first = if running.over(today) {
        words.with("term-over", &[("end", end.into())])
    } else {
        words.with("term-runs", &[("end", end.into()), ("days", days(running.current_end).into())])
    };
    let then = match (running.renews_until, running.notice_open(today)) {
        (None, _) => signed.t("term-no-renewal"),
        (Some(until), true) => words.with(
            "term-notice-open",
            &[
                ("until", text(until).into()),
                ("by", text(running.notice_by).into()),
                ("days", days(running.notice_by).into()),
            ],
        ),
        (Some(until), false) => words.with(
            "term-notice-over",
            &[("until", text(until).into()), ("by", text(running.notice_by).into())],
        ),
    };
    html! {
        section.ln-card.ln-card--look[look] aria-labelledby="term" {
            h2 id="term" { (signed.t("term-title")) }
            p { strong { (first) } }
            p { (then) }
            p.ln-muted { (clause(signed, &signed.charter.agreement.clause)) }
        }
    }
}

fn facts(signed: &Signed) -> Markup {
    let (charter, words) = (&signed.charter, &signed.words);
    let agreement = &charter.agreement;
    let count = |status: PartnerStatus| charter.partners.iter().filter(|p| p.status == status).count();
    html! {
        dl.ln-facts {
            dt { (signed.t("agreement-signed")) } dd { (day(signed, agreement.signed)) }
            dt { (signed.t("agreement-begins")) } dd { (day(signed, agreement.begins)) }
            dt { (signed.t("agreement-first-end")) } dd { (day(signed, agreement.ends)) }
            dt { (signed.t("agreement-renewal")) }
            dd { (words.with("agreement-months", &[("months", agreement.renewal_months.into())])) }
            dt { (signed.t("agreement-notice")) }
            dd { (words.with("agreement-months-before", &[("months", agreement.notice_months.into())])) }
            dt { (signed.t("agreement-partners")) }
            dd {
                a href="/vereinbarung/partner" {
                    (words.with("agreement-partner-count", &[
                        ("voting", count(PartnerStatus::Voting).into()),
                        ("associated", count(PartnerStatus::Associated).into()),
                    ]))
                }
            }
            dt { (signed.t("agreement-duties")) }
            dd { a href="/vereinbarung/pflichten" { (words.with("agreement-duty-count", &[("count", charter.duties.len().into())])) } }
            dt { (signed.t("agreement-shifts")) } dd { (agreement.shifts.join(", ")) }
        }
    }
}

/// One row for each day. What recurs every week or two is work, not a date.
fn dates(signed: &Signed, dates: &[Due<'_>]) -> Markup {
    let shown: Vec<_> = dates.iter().filter(|due| !every_week(&due.occasion)).take(DATES).collect();
    html! {
        table.kern-table.ln-table {
            caption.ln-hidden { (signed.t("dates-caption")) }
            thead { tr {
                th scope="col" { (signed.t("dates-by")) }
                th scope="col" { (signed.t("dates-what")) }
            } }
            tbody {
                @for of_day in shown.chunk_by(|a, b| a.date == b.date) {
                    tr {
                        th.ln-whole scope="row" { @if let Some(due) = of_day.first() { (day(signed, due.date)) } }
                        td { ul.ln-dates {
                            @for due in of_day {
                                li { (occasion(signed, &due.occasion)) " " span.ln-muted.ln-whole { (clause(signed, due.clause)) } }
                            }
                        } }
                    }
                }
            }
        }
    }
}

fn every_week(occasion: &Occasion<'_>) -> bool {
    let per_year = match occasion {
        Occasion::Meeting(body) => Some(body.cadence.per_year),
        Occasion::Duty(duty) => duty.per_year,
        Occasion::Notice | Occasion::TermEnd => None,
    };
    per_year.is_some_and(|times| times >= 26)
}

fn occasion(signed: &Signed, occasion: &Occasion<'_>) -> String {
    let words = &signed.words;
    match occasion {
        Occasion::Notice => signed.t("due-notice"),
        Occasion::TermEnd => signed.t("due-term-end"),
        Occasion::Meeting(body) => words.with("due-meeting", &[("body", words.of(&body.name).into())]),
        Occasion::Duty(duty) => words.of(&duty.text).to_owned(),
    }
}
