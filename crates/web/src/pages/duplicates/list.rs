//! `GET /doppelungen`: what may be one happening, and what was said.

use app::{DuplicatePair, Duplicates};
use axum::{extract::RawQuery, response::Response};
use domain::duplicate::Verdict;
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::parts,
    query,
};

pub(super) async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let said = Verdict::ALL.into_iter().find(|verdict| query::first(&pairs, verdict.as_str()).is_some());
    let duplicates = match signed.app.duplicates(&signed.who).await {
        Ok(duplicates) => duplicates,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let heading = signed.t("duplicates-title");
    let body = html! {
        h1 { (heading) }
        @if let Some(verdict) = said { (parts::notice(&signed.t(&format!("notice-duplicate-{}", verdict.as_str())))) }
        p.ln-lead { (signed.t("duplicates-lead")) }
        (open(&signed, &duplicates))
        (decided(&signed, &duplicates.decided))
    };
    show(layout::page(&signed, &heading, body))
}

fn open(signed: &Signed, duplicates: &Duplicates) -> Markup {
    html! {
        section.ln-stack aria-labelledby="open" {
            h2 id="open" { (signed.t("duplicates-open")) }
            @if duplicates.open.is_empty() {
                (parts::empty(&signed.t("duplicates-none"), &signed.t("duplicates-none-hint")))
            }
            @for pair in &duplicates.open {
                article.ln-card {
                    (side_by_side(signed, pair))
                    @if pair.may_decide {
                        div.ln-form__foot {
                            (button(signed, pair, Verdict::Same, "primary"))
                            (button(signed, pair, Verdict::Different, "secondary"))
                        }
                    }
                }
            }
            @if duplicates.more { p.ln-muted { (signed.t("duplicates-more")) } }
        }
    }
}

fn decided(signed: &Signed, pairs: &[DuplicatePair]) -> Markup {
    html! {
        @if !pairs.is_empty() {
            section.ln-stack aria-labelledby="decided" {
                h2 id="decided" { (signed.t("duplicates-decided")) }
                @for pair in pairs {
                    @if let Some((verdict, partner, at)) = &pair.said {
                        article.ln-card {
                            (side_by_side(signed, pair))
                            @let by = match *partner == signed.who.account.partner { true => "own", false => "other" };
                            p.ln-muted {
                                (signed.t(&format!("duplicate-said-{}", verdict.as_str()))) " "
                                (signed.words.with(&format!("duplicate-by-{by}"), &[("at", signed.words.moment(*at).into())]))
                            }
                            @if pair.may_decide {
                                div { (button(signed, pair, opposite(*verdict), "secondary")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn opposite(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Same => Verdict::Different,
        Verdict::Different => Verdict::Same,
    }
}

fn side_by_side(signed: &Signed, pair: &DuplicatePair) -> Markup {
    html! { ul.ln-list.ln-pair { @for seen in &pair.reports { (parts::report_row(signed, seen)) } } }
}

/// What can be said, with the two titles for those who hear the page.
fn button(signed: &Signed, pair: &DuplicatePair, verdict: Verdict, class: &str) -> Markup {
    let [one, other] = &pair.reports;
    let text = signed.t(&format!("duplicate-{}", verdict.as_str()));
    let label = format!("{text}: {} / {}", parts::title(signed, one), parts::title(signed, other));
    html! {
        form method="post" action="/doppelungen" {
            (layout::csrf(signed))
            input type="hidden" name="one" value=(one.id);
            input type="hidden" name="other" value=(other.id);
            input type="hidden" name="verdict" value=(verdict.as_str());
            button class={ "kern-btn kern-btn--" (class) } type="submit" aria-label=(label) { span.kern-label { (text) } }
        }
    }
}
