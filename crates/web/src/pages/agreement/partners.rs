//! `GET /vereinbarung/partner`: who takes part, whom one asks about what, who may still join.

use axum::response::Response;
use domain::charter::{Contact, LetterOfIntent, Partner, PartnerStatus};
use maud::{Markup, html};

use super::{clause, day, page, partner, unit};
use crate::{answer::show as answer, context::Signed, pages::parts};

pub(super) async fn show(signed: Signed) -> Response {
    let charter = &signed.charter;
    let body = html! {
        p.ln-lead { (signed.t("partners-lead")) }
        div.ln-cards { @for partner in &charter.partners { (card(&signed, partner)) } }
        (contacts(&signed, &charter.contacts))
        (letters(&signed, &charter.letters_of_intent))
    };
    answer(page(&signed, "/vereinbarung/partner", &signed.t("partners-title"), body))
}

fn card(signed: &Signed, partner: &Partner) -> Markup {
    let words = &signed.words;
    let status = match partner.status {
        PartnerStatus::Voting => "partner-voting",
        PartnerStatus::Associated => "partner-associated",
        PartnerStatus::Foreseen => "partner-foreseen",
    };
    html! {
        section.ln-card aria-labelledby={ "partner-" (partner.id) } {
            h2 id={ "partner-" (partner.id) } { (words.of(&partner.name)) }
            p.ln-row__meta {
                span.ln-badge { (signed.t(status)) }
                @if let Some(since) = partner.since { " " (signed.t("since")) " " (day(signed, since)) }
                " · " (clause(signed, &partner.clause))
            }
            @if partner.units.is_empty() {
                p.ln-muted { (signed.t("partner-no-units")) }
            } @else {
                ul.ln-plain {
                    @for unit in &partner.units {
                        li { (words.of(&unit.name)) " " span.ln-muted { "– " (signed.t(purpose(unit.purpose))) } }
                    }
                }
            }
        }
    }
}

fn purpose(purpose: domain::charter::Purpose) -> &'static str {
    use domain::charter::Purpose;
    match purpose {
        Purpose::DangerAversion => "unit-danger-aversion",
        Purpose::Prosecution => "unit-prosecution",
        Purpose::Planning => "unit-planning",
        Purpose::Press => "unit-press",
        Purpose::Administration => "unit-administration",
        Purpose::Enforcement => "unit-enforcement",
        Purpose::Taxation => "unit-taxation",
    }
}

fn contacts(signed: &Signed, contacts: &[Contact]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="contacts" {
            h2 id="contacts" { (signed.t("contacts-title")) }
            @if contacts.is_empty() {
                (parts::empty(&signed.t("contacts-empty"), &signed.t("charter-empty-hint")))
            } @else {
                div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                    caption.ln-hidden { (signed.t("contacts-caption")) }
                    thead { tr {
                        @for key in ["contact-subject", "field-partner", "contact-unit", "contact-deputy", "clause-short"] { th scope="col" { (signed.t(key)) } }
                    } }
                    tbody {
                        @for contact in contacts {
                            tr {
                                th scope="row" { (words.of(&contact.subject)) }
                                td data-label=(signed.t("field-partner")) { (partner(signed, &contact.partner)) }
                                td data-label=(signed.t("contact-unit")) {
                                    (unit(signed, &contact.unit))
                                    @if contact.notices { " " span.ln-badge { (signed.t("contact-notices")) } }
                                }
                                td data-label=(signed.t("contact-deputy")) { @match &contact.deputy { Some(deputy) => (unit(signed, deputy)), None => "–" } }
                                td data-label=(signed.t("clause-short")) { (contact.clause) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

fn letters(signed: &Signed, letters: &[LetterOfIntent]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="letters" {
            h2 id="letters" { (signed.t("letters-title")) }
            @if letters.is_empty() {
                (parts::empty(&signed.t("letters-empty"), &signed.t("letters-empty-hint")))
            } @else {
                ul.ln-list {
                    @for letter in letters {
                        @let bodies: Vec<&str> = letter.bodies.iter().filter_map(|id| signed.charter.body(id)).map(|b| words.of(&b.name)).collect();
                        li.ln-row { div.ln-row__body {
                            span.ln-row__title { (signed.charter.partner(&letter.partner).map_or(letter.partner.as_str(), |p| words.of(&p.name))) }
                            p.ln-row__meta {
                                (words.with("letter-clauses", &[("clauses", letter.clauses.join(", ").into())]))
                                @if !bodies.is_empty() { " · " (words.with("letter-bodies", &[("bodies", bodies.join(", ").into())])) }
                            }
                        } }
                    }
                }
            }
        }
    }
}
