//! `GET /abgaben`: what was referred to us and by us.

use app::{ReferralState, ReferralView};
use axum::{extract::RawQuery, response::Response};
use domain::referral::Side;
use maud::{Markup, html};

use super::card;
use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::parts,
    query,
};

pub(super) async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let side = side(query::first(&pairs, "side"));
    let state = query::first(&pairs, "state")
        .and_then(|name| ReferralState::ALL.into_iter().find(|state| state.as_str() == name))
        .unwrap_or_default();
    let cursor = query::first(&pairs, "cursor");
    let page = match signed.app.referrals(&signed.who, side, state, cursor).await {
        Ok(page) => page,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let heading = signed.t("referrals-title");
    let body = html! {
        div.ln-title {
            h1 { (heading) }
        }
        p.ln-lead { (signed.t("referrals-explained")) }
        nav.ln-tabs aria-label=(signed.t("referrals-side")) {
            @for (name, choice) in [("", None), ("receiver", Some(Side::Receiver)), ("sender", Some(Side::Sender))] {
                a href=(address(name, state, None)) aria-current=[(side == choice).then_some("true")] {
                    (signed.t(if name.is_empty() { "referrals-both" } else if choice == Some(Side::Sender) { "referrals-from-us" } else { "referrals-to-us" }))
                }
            }
        }
        nav.ln-tools aria-label=(signed.t("field-state")) {
            @for choice in ReferralState::ALL {
                a.ln-link href=(address(side_name(side), choice, None)) aria-current=[(state == choice).then_some("true")] {
                    (signed.t(&format!("referrals-{}", choice.as_str())))
                }
            }
        }
        @if state == ReferralState::Ended { (files(&signed)) }
        @if page.items.is_empty() {
            (parts::empty(&signed.t("referrals-empty"), &signed.t("referrals-empty-hint")))
        } @else {
            ul.ln-list.ln-list--page id="referrals" data-live { @for view in &page.items { (row(&signed, view)) } }
            @if let Some(next) = &page.next {
                p { a.kern-btn.kern-btn--secondary rel="next" href=(address(side_name(side), state, Some(next))) {
                    span.kern-label { (signed.t("referrals-more")) }
                } }
            }
        }
    };
    show(layout::page(&signed, &heading, body))
}

/// What came of the reports of each of the viewer's sources, as a file for it.
fn files(signed: &Signed) -> Markup {
    let units = signed.who.viewer.units();
    let ours = || signed.charter.sources.iter().filter(|s| s.units.iter().any(|unit| units.contains(unit)));
    html! {
        @if ours().next().is_some() {
            details.ln-unfold {
                summary { (signed.t("outcomes-title")) }
                p.ln-muted { (signed.t("outcomes-explained")) }
                ul.ln-plain {
                    @for source in ours() {
                        li { a.ln-link href={ "/abgaben/ergebnisse?source=" (source.id) } download { (signed.words.of(&source.name)) } }
                    }
                }
            }
        }
    }
}

/// A referral as a row of a list.
pub(crate) fn row(signed: &Signed, view: &ReferralView) -> Markup {
    let (words, referral) = (&signed.words, &view.referral);
    let (key, other) = match view.side {
        Side::Sender => ("referral-to", &referral.to),
        Side::Receiver => ("referral-from", &referral.from),
    };
    let name = signed.charter.unit(&other.unit).map_or_else(
        || other.unit.to_string(),
        |(partner, unit)| format!("{} · {}", words.of(&partner.short), words.of(&unit.name)),
    );
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    a.ln-row__title href={ "/abgaben/" (referral.id) } { (card::title(signed, view)) }
                    (card::state(signed, view))
                }
                @if !referral.request.is_empty() { p.ln-row__summary { (referral.request.lines().next().unwrap_or_default()) } }
                p.ln-row__meta {
                    (words.with(key, &[("unit", name.into()), ("at", words.moment(referral.sent_at).into())]))
                    @if view.waiting.is_some() { " · " (card::waits(signed, view)) }
                    @else if let Some(step) = referral.steps.last() {
                        " · " (signed.t(&format!("referral-step-{}", step.what.as_str()))) " " (words.moment(step.at))
                    }
                }
            }
        }
    }
}

fn side(name: Option<&str>) -> Option<Side> {
    match name {
        Some("sender") => Some(Side::Sender),
        Some("receiver") => Some(Side::Receiver),
        _ => None,
    }
}

fn side_name(side: Option<Side>) -> &'static str {
    match side {
        Some(Side::Sender) => "sender",
        Some(Side::Receiver) => "receiver",
        None => "",
    }
}

fn address(side: &str, state: ReferralState, cursor: Option<&str>) -> String {
    let mut pairs = vec![("state", state.as_str())];
    if !side.is_empty() {
        pairs.insert(0, ("side", side));
    }
    pairs.extend(cursor.map(|cursor| ("cursor", cursor)));
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("/abgaben?{}", pairs.join("&"))
}
