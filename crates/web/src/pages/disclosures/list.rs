//! `GET /freigaben`: given and received.

use app::{ActError, DisclosureLine, Received, Tells};
use axum::{extract::RawQuery, response::Response};
use domain::{disclosure::Standing, ids::DisclosureId, report::FieldError};
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::{
        parts,
        reports::panel::{parts_in_words, reason_field, standing_name, withdraw_form},
    },
    query,
};

/// Rows shown of each list; older ones are in the API.
const MOST: usize = 100;

/// A withdrawal that did not happen: of which disclosure, what was typed, what is wrong.
pub(super) struct Refused {
    pub(super) id: DisclosureId,
    pub(super) reason: String,
    pub(super) errors: Vec<FieldError>,
}

pub(super) async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let number = |key: &str| query::first(&pairs, key).and_then(|text| text.parse::<u64>().ok());
    let said = [("freigegeben", "notice-bulk"), ("zurueckgezogen", "notice-withdrawn")];
    let said = said.into_iter().find_map(|(key, words)| Some((words, number(key)?)));
    let said = said.map(|(key, count)| signed.words.with(key, &[("count", count.into())]));
    match page(&signed, said, None).await {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The page, after something was done or with what was wrong.
pub(super) async fn page(
    signed: &Signed,
    said: Option<String>,
    refused: Option<&Refused>,
) -> Result<Markup, ActError> {
    let made = signed.app.disclosures_made(&signed.who).await?;
    let received = signed.app.disclosures_received(&signed.who).await?;
    let body = html! {
        h1 { (signed.t("disclosures-title")) }
        @if let Some(said) = said { (parts::notice(&said)) }
        @if let Some(refused) = refused { (parts::error_summary_at(signed, &refused.errors, |_| reason_field(refused.id))) }
        div.ln-columns {
            section.ln-stack id="received" data-live aria-labelledby="received-head" {
                h2 id="received-head" { (signed.t("received-title")) }
                p.ln-basis { (signed.t("received-explained")) }
                (received_list(signed, &received))
                (newest(signed, received.len()))
            }
            section.ln-stack aria-labelledby="made" {
                h2 id="made" { (signed.t("made-title")) }
                p.ln-basis { (signed.t("made-explained")) }
                (made_list(signed, &made, refused))
                (newest(signed, made.len()))
            }
        }
    };
    Ok(layout::page(signed, &signed.t("disclosures-title"), body))
}

/// That a list shows the newest only, where it does.
fn newest(signed: &Signed, count: usize) -> Markup {
    html! {
        @if count > MOST {
            p.ln-muted { (signed.words.with("disclosures-newest", &[("shown", MOST.into()), ("count", signed.words.number(count as u64).into())])) }
        }
    }
}

/// How many reports a disclosure holds, or what it tells instead.
fn held(signed: &Signed, reports: u64, tells: Option<Tells>) -> String {
    match tells {
        None => signed.words.with("reports-count", &[("count", reports.into())]),
        Some(Tells::Finding(_)) => signed.t("tells-finding"),
        Some(Tells::Hotspot(_)) => signed.t("tells-hotspot"),
    }
}

fn received_list(signed: &Signed, received: &[Received]) -> Markup {
    let words = &signed.words;
    html! {
        @if received.is_empty() {
            (parts::empty(&signed.t("received-empty"), &signed.t("received-empty-hint")))
        } @else {
            ul.ln-list.ln-list--page {
                @for line in received.iter().take(MOST) {
                    li.ln-row {
                        div.ln-row__body {
                            div.ln-row__head {
                                span.ln-row__title { a href={ "/freigaben/" (line.id) } {
                                    (signed.charter.partner(&line.from).map_or(line.from.as_str(), |p| words.of(&p.short)))
                                    " → " (signed.charter.audience(&line.audience).map_or(line.audience.as_str(), |a| words.of(&a.name)))
                                } }
                                span.ln-row__time { (words.moment(line.made_at)) }
                            }
                            p.ln-row__meta {
                                (signed.t(&format!("standing-{}", standing_name(line.standing))))
                                @if line.standing == Standing::Valid {
                                    " " (signed.t("until")) " " (words.day(line.expires_at.day(&words.zone))) " · "
                                    (held(signed, line.reports, line.tells))
                                }
                            }
                            @if let (Some(reason), Some(at)) = (&line.reason, line.withdrawn_at) {
                                p.ln-row__summary { (words.with("withdrawn-with-reason", &[("at", words.moment(at).into()), ("reason", reason.clone().into())])) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn made_list(signed: &Signed, made: &[DisclosureLine], refused: Option<&Refused>) -> Markup {
    let words = &signed.words;
    html! {
        @if made.is_empty() {
            (parts::empty(&signed.t("made-empty"), &signed.t("made-empty-hint")))
        } @else {
            ul.ln-list.ln-list--page {
                @for line in made.iter().take(MOST) {
                    @let d = &line.disclosure;
                    li.ln-row {
                        div.ln-row__body {
                            div.ln-row__head {
                                span.ln-row__title { a href={ "/freigaben/" (d.id) } { (signed.charter.audience(&d.audience).map_or(d.audience.as_str(), |a| words.of(&a.name))) } }
                                span.ln-row__time { (words.moment(d.made_at)) }
                            }
                            p.ln-row__meta {
                                (signed.t(&format!("standing-{}", standing_name(line.standing)))) " " (signed.t("until")) " "
                                (words.day(d.expires_at.day(&words.zone))) " · " (held(signed, line.reports, line.tells))
                                " · " (parts_in_words(signed, d))
                            }
                            p.ln-row__meta {
                                (signed.charter.basis(&d.legal_basis).map_or(d.legal_basis.as_str(), |b| b.citation.as_str())) " · " (d.purpose)
                            }
                            @if let Some(withdrawal) = &d.withdrawal { p.ln-row__summary { (signed.t("field-reason")) ": " (withdrawal.reason) } }
                            @if line.standing == Standing::Valid && signed.who.actor.may_write(&d.unit).is_ok() {
                                @let refused = refused.filter(|refused| refused.id == d.id);
                                (withdraw_form(signed, d.id, "/freigaben", refused.map(|refused| (refused.reason.as_str(), refused.errors.as_slice()))))
                            }
                        }
                    }
                }
            }
        }
    }
}
