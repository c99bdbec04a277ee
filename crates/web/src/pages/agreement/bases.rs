//! `GET /vereinbarung/rechtsgrundlagen`: the catalogue, with where and when each was read and how sure that is.

use axum::response::Response;
use domain::charter::{Confidence, LegalBasis};
use maud::{Markup, html};

use super::{confidence, day, page, partners, today};
use crate::{answer::show as answer, context::Signed};

pub(super) async fn show(signed: Signed) -> Response {
    let bases = &signed.charter.legal_bases;
    let count = |wanted| bases.iter().filter(|basis| basis.confidence == wanted).count();
    let (unverified, known) = (count(Confidence::Unverified), count(Confidence::Known));
    let body = html! {
        p.ln-lead { (signed.t("bases-lead")) }
        @if unverified > 0 {
            div.kern-alert.kern-alert--warning {
                div.kern-alert__header {
                    span.kern-icon.kern-icon--warning aria-hidden="true" {}
                    span.kern-title { (signed.words.with("bases-unverified", &[("count", unverified.into())])) }
                }
                div.kern-alert__body {
                    p { (signed.t(if signed.app.is_demo() { "bases-unverified-demo" } else { "bases-unverified-real" })) }
                    @if known > 0 { p { (signed.words.with("bases-known", &[("count", known.into())])) } }
                }
            }
        }
        div.ln-cards.ln-cards--wide { @for basis in bases { (card(&signed, basis)) } }
    };
    answer(page(&signed, "/vereinbarung/rechtsgrundlagen", &signed.t("bases-title"), body))
}

fn card(signed: &Signed, basis: &LegalBasis) -> Markup {
    let words = &signed.words;
    let over = !basis.in_force(today(signed));
    let read = matches!(basis.confidence, Confidence::Verified | Confidence::CrossReferenced);
    html! {
        section.ln-card.ln-card--look[basis.confidence == Confidence::Unverified] id={ "basis-" (basis.id) } aria-labelledby={ "cite-" (basis.id) } {
            h2 id={ "cite-" (basis.id) } { (basis.citation) }
            p { (words.of(&basis.allows)) }
            p {
                (confidence(signed, basis.confidence))
                @if over { " " span.ln-badge.ln-badge--look { (signed.t("basis-not-in-force")) } }
                @if basis.personal_data { " " span.ln-badge { (signed.t("basis-personal")) } }
            }
            dl.ln-facts {
                dt { (signed.t("basis-source")) }
                dd { (basis.source) ", " (signed.t(if read { "basis-read" } else { "basis-as-of" })) " " (day(signed, basis.as_of)) }
                dt { (signed.t("basis-holds")) }
                dd {
                    (signed.t("since")) " " (day(signed, basis.valid_from))
                    @if let Some(until) = basis.valid_until { " " (signed.t("until")) " " (day(signed, until)) }
                }
                dt { (signed.t("basis-toward")) }
                dd {
                    ul.ln-plain {
                        @for toward in &basis.toward {
                            li {
                                (partners(signed, &toward.from)) " → "
                                @if toward.to.is_empty() { (signed.t("basis-within")) } @else { (partners(signed, &toward.to)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
