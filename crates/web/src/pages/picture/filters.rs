//! The filters of the picture: a form that works without scripts; the state stands in the address.

use app::{Facets, Filter};
use domain::{
    charter::{Prevention, SourceKind},
    report::Origin,
    time::{Day, Timestamp},
};
use maud::{Markup, html};

use crate::{
    context::Signed,
    layout::symbol,
    query::{self, Pairs},
};

/// Categories that stand open; the rest folds out.
const OPEN_CATEGORIES: usize = 6;

/// The form. Counts beside the values are what this viewer would get by choosing that value.
pub(super) fn filters(
    signed: &Signed,
    pairs: &Pairs,
    filter: &Filter,
    facets: &Facets,
    table: bool,
) -> Markup {
    let words = &signed.words;
    html! {
        form.ln-filters id="lage-filter" method="get" action="/" data-keys=(query::FILTER.join(" ")) {
            @if table { input type="hidden" name="ansicht" value="tabelle"; }
            (period(signed, pairs, filter))
            fieldset.ln-filter {
                legend { (signed.t("filter-source")) }
                @for kind in SourceKind::ALL {
                    @let count = facets.kinds.get(&kind).copied().unwrap_or(0);
                    label.ln-check {
                        input type="checkbox" name="kind" value=(kind.as_str()) checked[filter.kinds.contains(&kind)];
                        (symbol(kind.as_str()))
                        span.ln-check__name { (signed.t(&format!("kind-{}", kind.as_str()))) }
                        span.ln-check__count { (words.number(count)) }
                    }
                }
                (untold(signed, filter, facets))
            }
            (categories(signed, filter, facets))
            fieldset.ln-filter {
                legend { (signed.t("filter-prevention")) }
                select.ln-select name="prevention" aria-label=(signed.t("filter-prevention")) {
                    option value="" { (signed.t("filter-prevention-all")) }
                    @for field in Prevention::ALL {
                        option value=(field.as_str()) selected[filter.preventions.contains(&field)] {
                            (signed.t(&format!("prevention-{}", field.as_str())))
                        }
                    }
                }
            }
            fieldset.ln-filter {
                legend { (signed.t("filter-area")) }
                (areas(signed, filter))
            }
            details.ln-more open[!filter.origins.is_empty() || !filter.partners.is_empty() || filter.own || filter.open || filter.urgent] {
                summary { (signed.t("filter-more")) }
                fieldset.ln-filter {
                    legend { (signed.t("filter-origin")) }
                    @for &origin in Origin::ALL {
                        (check(signed, "origin", origin.as_str(), &signed.t(&format!("origin-{}", origin.as_str())),
                            filter.origins.contains(&origin), facets.origins.get(&origin).copied()))
                    }
                }
                fieldset.ln-filter id="filter-partners" {
                    legend { (signed.t("filter-partner")) }
                    @for (partner, count) in &facets.partners {
                        @let name = signed.charter.partner(partner).map_or(partner.as_str(), |p| words.of(&p.short));
                        (check(signed, "partner", partner.as_str(), name, filter.partners.contains(partner), Some(*count)))
                    }
                }
                fieldset.ln-filter {
                    legend { (signed.t("filter-state")) }
                    (check(signed, "own", "1", &signed.t("filter-own"), filter.own, None))
                    (check(signed, "open", "1", &signed.t("filter-open"), filter.open, None))
                    (check(signed, "urgent", "1", &signed.t("filter-urgent"), filter.urgent, None))
                }
            }
            div.ln-filters__foot {
                button.kern-btn.kern-btn--secondary.ln-nojs type="submit" { span.kern-label { (signed.t("filter-apply")) } }
                a.ln-link id="lage-reset" href=(if table { "/?ansicht=tabelle" } else { "/" }) { (signed.t("filter-reset")) }
            }
        }
    }
}

/// What was disclosed without its source belongs to the figure above, but to no kind.
fn untold(signed: &Signed, filter: &Filter, facets: &Facets) -> Markup {
    let told: u64 = facets.kinds.values().sum();
    let rest = facets.total.saturating_sub(told);
    html! {
        p.ln-check.ln-muted id="filter-untold" hidden[rest == 0 || !filter.kinds.is_empty()] {
            span.ln-check__name { (signed.t("kind-untold")) }
            span.ln-check__count { (signed.words.number(rest)) }
        }
    }
}

fn period(signed: &Signed, pairs: &Pairs, filter: &Filter) -> Markup {
    let chosen = query::first(pairs, "preset").unwrap_or("");
    let typed = |key: &str| query::first(pairs, key).unwrap_or("");
    html! {
        fieldset.ln-filter {
            legend { (signed.t("filter-period")) }
            div.ln-segment {
                @for preset in query::PRESETS {
                    label {
                        input type="radio" name="preset" value=(preset) checked[chosen == preset];
                        span { (signed.t(&format!("preset-{preset}"))) }
                    }
                }
            }
            p.ln-period { (period_in_words(signed, filter)) }
            @let own = !typed("from").is_empty() || !typed("to").is_empty();
            details open[own] {
                summary { (signed.t("period-own")) }
                @let from = filter.from.filter(|_| own).map(|from| from.day(&signed.words.zone));
                @let to = filter.to.filter(|_| own).map(|to| last_day(signed, to));
                label.ln-date { (signed.t("from")) input type="date" name="from" value=[from.map(|day| day.date())]; }
                label.ln-date { (signed.t("to")) input type="date" name="to" value=[to.map(|day| day.date())]; }
            }
        }
    }
}

/// The period that the figures count, as days.
pub(super) fn period_in_words(signed: &Signed, filter: &Filter) -> String {
    days_in_words(signed, filter.from, filter.to)
}

/// A period from its first moment to the first after it, as days.
pub(crate) fn days_in_words(signed: &Signed, from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let words = &signed.words;
    let from = from.map(|from| words.day(from.day(&words.zone)));
    let to = to.map(|to| words.day(last_day(signed, to)));
    match (from, to) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from} {} {to}", signed.t("until")),
        (Some(from), None) => signed.words.with("period-since", &[("day", from.into())]),
        (None, Some(to)) => signed.words.with("period-until", &[("day", to.into())]),
        (None, None) => signed.t("period-all"),
    }
}

/// The last day before the first moment after.
fn last_day(signed: &Signed, to: Timestamp) -> Day {
    Timestamp(to.0 - 1).day(&signed.words.zone)
}

fn categories(signed: &Signed, filter: &Filter, facets: &Facets) -> Markup {
    let mut list: Vec<_> = signed
        .charter
        .categories
        .iter()
        .map(|c| (c, facets.categories.get(&c.id).copied().unwrap_or(0)))
        .collect();
    list.sort_by_key(|(c, count)| (!filter.categories.contains(&c.id), std::cmp::Reverse(*count)));
    let open = OPEN_CATEGORIES.max(filter.categories.len()).min(list.len());
    let (first, rest) = list.split_at(open);
    let row = |(c, count): &(&domain::charter::Category, u64)| {
        let name = signed.words.of(&c.name);
        check(signed, "category", c.id.as_str(), name, filter.categories.contains(&c.id), Some(*count))
    };
    html! {
        fieldset.ln-filter {
            legend { (signed.t("filter-category")) }
            @for line in first { (row(line)) }
            @if !rest.is_empty() {
                details {
                    summary { (signed.words.with("filter-further", &[("count", rest.len().into())])) }
                    @for line in rest { (row(line)) }
                }
            }
        }
    }
}

fn areas(signed: &Signed, filter: &Filter) -> Markup {
    let geography = signed.app.geography();
    html! {
        select.ln-select name="area" aria-label=(signed.t("filter-area")) {
            option value="" { (signed.t("filter-area-all")) }
            @for division in geography.divisions().filter(|d| d.areas().len() > 1) {
                optgroup label=(division.name) {
                    @for area in division.areas() {
                        @let chosen = filter.areas.contains(&(division.id.clone(), area.id.clone()));
                        option value={ (division.id) ":" (area.id) } selected[chosen] { (area.name) }
                    }
                }
            }
        }
    }
}

fn check(signed: &Signed, name: &str, value: &str, text: &str, checked: bool, count: Option<u64>) -> Markup {
    html! {
        label.ln-check {
            input type="checkbox" name=(name) value=(value) checked[checked];
            span.ln-check__name { (text) }
            @if let Some(count) = count { span.ln-check__count { (signed.words.number(count)) } }
        }
    }
}
