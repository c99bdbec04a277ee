//! `GET /freigaben`: given and received.

use app::{DisclosureLine, Received};
use axum::{extract::RawQuery, response::Response};
use domain::disclosure::Standing;
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::{
        parts,
        reports::panel::{parts_in_words, standing_name, withdraw_form},
    },
    query,
};

/// Rows shown of each list; older ones are in the API.
const MOST: usize = 100;

pub(super) async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let lists = async {
        let made = signed.app.disclosures_made(&signed.who).await?;
        Ok::<_, app::ActError>((made, signed.app.disclosures_received(&signed.who).await?))
    };
    let (made, received) = match lists.await {
        Ok(lists) => lists,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let number = |key: &str| query::first(&pairs, key).and_then(|text| text.parse::<u64>().ok());
    let body = html! {
        h1 { (signed.t("disclosures-title")) }
        @if let Some(reports) = number("freigegeben") { (parts::notice(&signed.words.with("notice-bulk", &[("count", reports.into())]))) }
        @if let Some(remaining) = number("zurueckgezogen") { (parts::notice(&signed.words.with("notice-withdrawn", &[("count", remaining.into())]))) }
        div.ln-columns {
            section id="received" data-live {
                h2 { (signed.t("received-title")) }
                p.ln-basis { (signed.t("received-explained")) }
                (received_list(&signed, &received))
            }
            section {
                h2 { (signed.t("made-title")) }
                p.ln-basis { (signed.t("made-explained")) }
                (made_list(&signed, &made))
            }
        }
    };
    show(layout::page(&signed, &signed.t("disclosures-title"), body))
}

fn received_list(signed: &Signed, received: &[Received]) -> Markup {
    let words = &signed.words;
    html! {
        @if received.is_empty() {
            (parts::empty(&signed.t("received-empty"), &signed.t("received-empty-hint")))
        } @else {
            ul.ln-list {
                @for line in received.iter().take(MOST) {
                    li.ln-row {
                        div.ln-row__body {
                            div.ln-row__head {
                                span.ln-row__title {
                                    (signed.charter.partner(&line.from).map_or(line.from.as_str(), |p| words.of(&p.short)))
                                    " → " (signed.charter.audience(&line.audience).map_or(line.audience.as_str(), |a| words.of(&a.name)))
                                }
                                span.ln-row__time { (words.moment(line.made_at)) }
                            }
                            p.ln-row__meta {
                                (signed.t(&format!("standing-{}", standing_name(line.standing))))
                                @if line.standing == Standing::Valid {
                                    " " (signed.t("until")) " " (words.day(line.expires_at.day(&words.zone))) " · "
                                    (words.with("reports-count", &[("count", line.reports.into())]))
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

fn made_list(signed: &Signed, made: &[DisclosureLine]) -> Markup {
    let words = &signed.words;
    html! {
        @if made.is_empty() {
            (parts::empty(&signed.t("made-empty"), &signed.t("made-empty-hint")))
        } @else {
            ul.ln-list {
                @for line in made.iter().take(MOST) {
                    @let d = &line.disclosure;
                    li.ln-row {
                        div.ln-row__body {
                            div.ln-row__head {
                                span.ln-row__title { (signed.charter.audience(&d.audience).map_or(d.audience.as_str(), |a| words.of(&a.name))) }
                                span.ln-row__time { (words.moment(d.made_at)) }
                            }
                            p.ln-row__meta {
                                (signed.t(&format!("standing-{}", standing_name(line.standing)))) " " (signed.t("until")) " "
                                (words.day(d.expires_at.day(&words.zone))) " · " (words.with("reports-count", &[("count", line.reports.into())]))
                                " · " (parts_in_words(signed, d))
                            }
                            p.ln-row__meta {
                                (signed.charter.basis(&d.legal_basis).map_or(d.legal_basis.as_str(), |b| b.citation.as_str())) " · " (d.purpose)
                            }
                            @if let Some(withdrawal) = &d.withdrawal { p.ln-row__summary { (signed.t("field-reason")) ": " (withdrawal.reason) } }
                            @if line.standing == Standing::Valid && signed.who.actor.may_write(&d.unit).is_ok() { (withdraw_form(signed, d.id, "/freigaben")) }
                        }
                    }
                }
            }
        }
    }
}
