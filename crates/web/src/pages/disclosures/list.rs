//! `GET /freigaben`: what was received and what was given, each on a tab, newest first, page by page.

use app::{ActError, Direction, DisclosureItem, DisclosureList, Reader, Tells};
use axum::{extract::RawQuery, response::Response};
use domain::{
    disclosure::{Parts, Standing},
    ids::{AudienceId, PartnerId, ProfileId},
    report::Seen,
    time::{Day, Timestamp},
};
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::{
        parts,
        reports::panel::{standing_in_words, terms_in_words},
    },
    query::{self, Pairs},
};

/// Disclosures of a page; the day of the last one is shown to its end.
const PAGE: usize = 50;
/// The tab with what was given.
pub(super) const MADE: &str = "/freigaben?richtung=von-uns";

pub(super) async fn list(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    match page(&signed, &pairs).await {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn page(signed: &Signed, pairs: &Pairs) -> Result<Markup, ActError> {
    let made = query::first(pairs, "richtung") == Some("von-uns");
    let direction = if made { Direction::Made } else { Direction::Received };
    let cursor = query::first(pairs, "cursor");
    let list = signed.app.list_disclosures(&signed.who, direction, Reader::Person, cursor, PAGE).await?;
    let name = if made { "made" } else { "received" };
    let body = html! {
        h1 { (signed.t("disclosures-title")) }
        @if let Some(said) = said(signed, pairs) { (parts::notice(&said)) }
        nav.ln-tabs aria-label=(signed.t("disclosures-title")) {
            a href="/freigaben" aria-current=[(!made).then_some("true")] { (signed.t("received-title")) }
            a href=(MADE) aria-current=[made.then_some("true")] { (signed.t("made-title")) }
        }
        section.ln-stack id=(name) data-live aria-label=(signed.t(&format!("{name}-title"))) {
            p.ln-basis { (signed.t(&format!("{name}-explained"))) }
            (rows(signed, &list, name, made))
            @if let Some(next) = &list.next {
                p { a.kern-btn.kern-btn--secondary rel="next" href=(older(made, next)) {
                    span.kern-label { (signed.t("disclosures-older")) }
                } }
            }
        }
    };
    Ok(layout::page(signed, &signed.t("disclosures-title"), body))
}

/// What was done just before.
fn said(signed: &Signed, pairs: &Pairs) -> Option<String> {
    let number = |key: &str| query::first(pairs, key).and_then(|text| text.parse::<u64>().ok());
    let keys = [("freigegeben", "notice-bulk"), ("zurueckgezogen", "notice-withdrawn")];
    let (words, count) = keys.into_iter().find_map(|(key, words)| Some((words, number(key)?)))?;
    Some(signed.words.with(words, &[("count", count.into())]))
}

fn older(made: bool, cursor: &str) -> String {
    format!("{}cursor={cursor}", if made { format!("{MADE}&") } else { "/freigaben?".to_owned() })
}

fn rows(signed: &Signed, list: &DisclosureList, name: &str, made: bool) -> Markup {
    if list.items.is_empty() {
        return parts::empty(&signed.t(&format!("{name}-empty")), &signed.t(&format!("{name}-empty-hint")));
    }
    html! {
        ul.ln-list.ln-list--page {
            @for alike in folded(signed, &list.items) {
                @match alike.as_slice() {
                    [item] => (row(signed, item, made)),
                    items => (several(signed, items, made)),
                }
            }
        }
    }
}

/// What single reports of one day have in common that were disclosed by the same terms.
type Fold<'a> = (Day, Day, &'a PartnerId, &'a AudienceId, Option<&'a (Option<ProfileId>, Parts)>);

fn fold<'a>(signed: &Signed, item: &'a DisclosureItem) -> Option<Fold<'a>> {
    let day = |at: Timestamp| at.day(&signed.words.zone);
    let alone = item.reports == 1 && item.tells.is_none() && item.standing == Standing::Valid;
    alone.then(|| (day(item.made_at), day(item.expires_at), &item.from, &item.audience, item.terms.as_ref()))
}

/// The disclosures, with those next to each other that differ in their report alone: each stands where its newest does.
fn folded<'a>(signed: &Signed, items: &'a [DisclosureItem]) -> Vec<Vec<&'a DisclosureItem>> {
    let mut rows: Vec<(Option<Fold<'a>>, Vec<&'a DisclosureItem>)> = Vec::new();
    for item in items {
        let key = fold(signed, item);
        match rows.iter_mut().find(|(known, _)| key.is_some() && *known == key) {
            Some((_, alike)) => alike.push(item),
            None => rows.push((key, vec![item])),
        }
    }
    rows.into_iter().map(|(_, alike)| alike).collect()
}

fn row(signed: &Signed, item: &DisclosureItem, own: bool) -> Markup {
    let title = title(signed, item);
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    span.ln-row__title { a href={ "/freigaben/" (item.id) } { (title) } }
                    span.ln-row__time {
                        (parts::moment_shortly(signed, item.made_at))
                        @if item.may_withdraw {
                            " · " a.ln-link href={ "/freigaben/" (item.id) "?zurueckziehen=1#zurueckziehen" }
                                aria-label={ (signed.t("withdraw")) ": " (title) } { (signed.t("withdraw")) }
                        }
                    }
                }
                (meta(signed, item, own))
                @if let Some((_, reason)) = &item.withdrawn {
                    p.ln-row__summary { (signed.t("field-reason")) ": " (reason) }
                }
            }
        }
    }
}

/// Single reports of one day as one row: how many of which category, and each behind it.
fn several(signed: &Signed, items: &[&DisclosureItem], own: bool) -> Markup {
    let (Some(first), Some(oldest)) = (items.first(), items.last()) else { return html! {} };
    let day = first.made_at.day(&signed.words.zone);
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    span.ln-row__title { (signed.words.with("reports-count", &[("count", items.len().into())])) }
                    span.ln-row__time { (parts::day_shortly(signed, day)) }
                }
                p.ln-row__summary { (categories(signed, items)) }
                (meta(signed, first, own))
                // New ones come before the first.
                details.ln-unfold data-key=(oldest.id) {
                    summary { (signed.t("disclosures-unfold")) }
                    ul.ln-list { @for item in items { (one_of(signed, item)) } }
                }
            }
        }
    }
}

/// A report of such a row.
fn one_of(signed: &Signed, item: &DisclosureItem) -> Markup {
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    span.ln-row__title { a href={ "/freigaben/" (item.id) } { (title(signed, item)) } }
                    span.ln-row__time { (signed.words.clock(item.made_at)) }
                }
            }
        }
    }
}

/// What was disclosed: a report as the viewer sees it, how many, or what is told instead.
fn title(signed: &Signed, item: &DisclosureItem) -> String {
    match (&item.report, item.tells) {
        (_, Some(Tells::Finding(_))) => signed.t("tells-finding"),
        (_, Some(Tells::Hotspot(_))) => signed.t("tells-hotspot"),
        (Some(seen), None) => report(signed, seen),
        // What it held is gone for who received it.
        (None, None) if item.terms.is_none() => signed.t("disclosure-gone"),
        (None, None) => signed.words.with("reports-count", &[("count", item.reports.into())]),
    }
}

fn report(signed: &Signed, seen: &Seen) -> String {
    let title = parts::title(signed, seen);
    match parts::area(signed, &seen.place) {
        Some(area) => format!("{title}, {area}"),
        None => title,
    }
}

/// Categories, the most frequent first; none of a report that the viewer has by another disclosure only.
fn categories(signed: &Signed, items: &[&DisclosureItem]) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for name in items.iter().filter_map(|item| item.report.as_ref()).map(|seen| parts::category(signed, seen))
    {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let counted =
        |(name, count): &(String, usize)| if *count > 1 { format!("{name} ({count})") } else { name.clone() };
    counts.iter().map(counted).collect::<Vec<_>>().join(", ")
}

/// By whom to whom, how much of it, and until when.
fn meta(signed: &Signed, item: &DisclosureItem, own: bool) -> Markup {
    let words = &signed.words;
    let from =
        signed.charter.partner(&item.from).map_or(item.from.as_str(), |partner| words.of(&partner.short));
    let audience = signed.charter.audience(&item.audience);
    let audience = audience.map_or(item.audience.as_str(), |audience| words.of(&audience.name)).to_owned();
    html! {
        p.ln-row__meta {
            @if !own { (from) " · " }
            (words.with("disclosure-to", &[("audience", audience.into())])) " · "
            @if let Some((profile, parts)) = item.terms.as_ref().filter(|_| item.tells.is_none()) {
                (terms_in_words(signed, profile.as_ref(), *parts)) " · "
            }
            (standing_in_words(signed, item.standing, item.expires_at, item.withdrawn.as_ref().map(|(at, _)| *at)))
        }
    }
}
