//! `GET /doppelungen`: what may be one happening, and what was said.

use app::{DuplicatePair, Duplicates};
use axum::{extract::RawQuery, response::Response};
use domain::duplicate::{Alike, Verdict};
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
        p { a.ln-link href="/meldungen" { (signed.t("reports-title")) } }
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
            @if signed.who.actor.writes_for().is_empty() {
                (parts::empty(&signed.t("duplicates-none"), &signed.t("duplicates-others-hint")))
            } @else if duplicates.open.is_empty() {
                (parts::empty(&signed.t("duplicates-none"), &signed.t("duplicates-none-hint")))
            }
            @for pair in &duplicates.open {
                article.ln-card {
                    @if let Some(alike) = pair.alike { p.ln-muted { (why(signed, alike)) } }
                    (side_by_side(signed, pair))
                    div.ln-form__foot {
                        (button(signed, pair, Verdict::Same))
                        (button(signed, pair, Verdict::Different))
                    }
                }
            }
            @if duplicates.more { p.ln-muted { (signed.t("duplicates-more")) } }
        }
    }
}

/// Why somebody is asked about a pair.
fn why(signed: &Signed, alike: Alike) -> String {
    let counted = |key, count: u32| signed.words.with(key, &[("count", count.into())]);
    let time = match (alike.by_day, alike.apart.0) {
        (true, 0) => signed.t("duplicate-apart-day"),
        (true, _) => signed.t("duplicate-apart-days"),
        (false, minutes @ 0..120) => counted("duplicate-apart-minutes", minutes),
        (false, minutes) => counted("duplicate-apart-hours", (minutes + 30) / 60),
    };
    let place = signed.t(if alike.same_cell { "duplicate-place-same" } else { "duplicate-place-near" });
    let category = if alike.same_category { "duplicate-category-same" } else { "duplicate-category-related" };
    format!("{time}, {place}, {}.", signed.t(category))
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
                                div { (button(signed, pair, opposite(*verdict))) }
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
fn button(signed: &Signed, pair: &DuplicatePair, verdict: Verdict) -> Markup {
    let [one, other] = &pair.reports;
    let text = signed.t(&format!("duplicate-{}", verdict.as_str()));
    let label = format!("{text}: {} / {}", parts::title(signed, one), parts::title(signed, other));
    html! {
        form method="post" action="/doppelungen" {
            (layout::csrf(signed))
            input type="hidden" name="one" value=(one.id);
            input type="hidden" name="other" value=(other.id);
            input type="hidden" name="verdict" value=(verdict.as_str());
            button.kern-btn.kern-btn--secondary type="submit" aria-label=(label) { span.kern-label { (text) } }
        }
    }
}
