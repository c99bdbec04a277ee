//! `GET /befunde/verfahren`: how findings are computed, with the charter's values.

use axum::response::Response;
use maud::{Markup, html};

use crate::{answer::show, context::Signed, layout};

pub(super) async fn method(signed: Signed) -> Response {
    show(render(&signed))
}

fn render(signed: &Signed) -> Markup {
    let words = &signed.words;
    let title = signed.t("method-title");
    let body = html! {
        p { a.ln-link href="/befunde" { (signed.t("findings-back")) } }
        h1 { (title) }
        p.ln-lead { (signed.t("method-lead")) }
        section.ln-stack {
            h2 { (signed.t("method-scan")) }
            p { (signed.t("method-scan-text")) }
            p { code { (signed.t("method-scan-expected")) } }
            p { code { (signed.t("method-scan-ratio")) } }
            p { (signed.t("method-recurrence")) }
            p { code { (signed.t("method-recurrence-formula")) } }
        }
        section.ln-stack {
            h2 { (signed.t("method-left-out")) }
            p { (signed.t("method-left-out-text")) }
        }
        section.ln-stack {
            h2 { (signed.t("method-others")) }
            p { (signed.t("method-others-text")) }
        }
        section.ln-stack {
            h2 { (signed.t("method-rights")) }
            p { (signed.t("method-rights-text")) }
        }
        @if let Some(rules) = &signed.charter.detection {
            section.ln-stack {
                h2 { (signed.t("method-values")) }
                dl.ln-facts {
                    @for (key, value) in [
                        ("past_days", rules.past_days), ("longest_days", rules.longest_days), ("radius_m", rules.radius_m),
                        ("lag_days", rules.lag_days), ("least_reports", rules.least_reports), ("announce_days", rules.announce_days),
                        ("keep_days", rules.keep_days), ("gap_days", rules.gap_days), ("most_new", rules.most_new),
                        ("held_percent", rules.held_percent), ("share_percent", rules.share_percent), ("told_step", rules.told_step),
                        ("record_days", rules.record_days), ("record_ahead_weeks", rules.record_ahead_weeks),
                    ] {
                        dt { (signed.t(&format!("method-value-{key}"))) }
                        dd { (words.number(value.into())) }
                    }
                }
                p.ln-basis { (words.with("method-source", &[("source", rules.source.clone().into()), ("day", words.day(domain::time::Day::of(rules.as_of)).into())])) }
            }
        }
        section.ln-stack {
            h2 { (signed.t("method-papers")) }
            ul {
                @for paper in ["method-paper-1", "method-paper-2", "method-paper-3", "method-paper-4"] { li { (signed.t(paper)) } }
            }
        }
    };
    layout::page(signed, &title, body)
}
