//! The choice of an audience: the usual ones at hand, the others in groups, a search that works without scripts.

use domain::{charter::Audience, report::FieldError};
use maud::{Markup, html};

use crate::{
    context::Signed,
    pages::parts,
    query::{self, Pairs},
};

/// Audiences that stand at hand.
const AT_HAND: usize = 4;
/// The search is a form of its own: it must not send what is typed in the panel around it.
const SEARCH: &str = "audience-search";
/// Key of the word that is sought.
const KEY: &str = "empfaenger";

/// What is sought, and where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sought {
    text: String,
    address: String,
    pairs: Pairs,
}

impl Sought {
    /// The word of an address, on the page at `address` with these pairs.
    pub(crate) fn of(address: &str, pairs: &Pairs) -> Self {
        let kept = pairs.iter().filter(|(key, _)| query::FILTER.contains(&key.as_str())).cloned().collect();
        Self { pairs: kept, ..Self::word(address, &word(pairs)) }
    }

    /// A word on the page at `address`.
    pub(crate) fn word(address: &str, text: &str) -> Self {
        Self { text: text.to_owned(), address: address.to_owned(), pairs: Pairs::new() }
    }

    fn finds(&self, name: &str) -> bool {
        name.to_lowercase().contains(&self.text.to_lowercase())
    }
}

/// The word of an address.
pub(crate) fn word(pairs: &Pairs) -> String {
    query::first(pairs, KEY).unwrap_or_default().trim().to_owned()
}

/// The form of the search, which stands before the one of the panel.
pub(crate) fn search_form(sought: &Sought) -> Markup {
    html! {
        form id=(SEARCH) method="get" action=(sought.address) role="search" {
            @for (key, value) in &sought.pairs { input type="hidden" name=(key) value=(value); }
        }
    }
}

/// The field: search, the usual ones, all others by group.
pub(crate) fn choice(signed: &Signed, chosen: &str, sought: &Sought, errors: &[FieldError]) -> Markup {
    let all = reachable(signed);
    let name = |audience: &Audience| signed.words.of(&audience.name).to_owned();
    let found: Vec<&Audience> = all.iter().copied().filter(|a| sought.finds(&name(a))).collect();
    let at_hand = if sought.text.is_empty() { at_hand(signed, &all) } else { found.clone() };
    let chosen = if chosen.is_empty() { at_hand.first().map_or("", |a| a.id.as_str()) } else { chosen };
    let others: Vec<&Audience> = all.into_iter().filter(|a| !at_hand.contains(a)).collect();
    html! {
        fieldset.ln-audiences id="field-audience" aria-describedby=[parts::described(errors, "audience")] {
            legend.kern-label { (signed.t("field-audience")) }
            (parts::field_error(signed, errors, "audience"))
            div.ln-search {
                input.kern-form-input__input type="search" name=(KEY) form=(SEARCH) value=(sought.text)
                    aria-label=(signed.t("audience-search")) placeholder=(signed.t("audience-search"));
                button.kern-btn.kern-btn--secondary.ln-nojs type="submit" form=(SEARCH) { span.kern-label { (signed.t("audience-find")) } }
            }
            @if at_hand.is_empty() {
                p { (signed.words.with("audience-none", &[("text", sought.text.clone().into())])) }
            }
            @for audience in &at_hand { (radio(signed, audience, chosen)) }
            @if sought.text.is_empty() && !others.is_empty() {
                details.ln-unfold open[others.iter().any(|a| a.id.as_str() == chosen)] {
                    summary { (signed.t("audience-others")) }
                    @for (key, group) in groups(signed, &others) {
                        div.ln-audiences__group role="group" aria-label=(signed.t(key)) {
                            p.ln-muted aria-hidden="true" { (signed.t(key)) }
                            @for audience in group { (radio(signed, audience, chosen)) }
                        }
                    }
                }
            }
            @if !sought.text.is_empty() {
                p { a.ln-link href=(query::address(&sought.address, &sought.pairs, &[], &[])) { (signed.t("audience-all")) } }
            }
        }
    }
}

fn radio(signed: &Signed, audience: &Audience, chosen: &str) -> Markup {
    html! {
        label.ln-check {
            input type="radio" name="audience" value=(audience.id) checked[audience.id.as_str() == chosen]
                data-profiles=(profiles_toward(signed, audience)) data-bases=(bases_toward(signed, audience));
            span.ln-check__name { (signed.words.of(&audience.name)) }
        }
    }
}

/// Audiences that some basis of the viewer's partner reaches, in the order of the charter, those of others first.
fn reachable(signed: &Signed) -> Vec<&Audience> {
    let today = signed.app.now().day(&signed.words.zone).date();
    let from = &signed.who.account.partner;
    let charter = &signed.charter;
    let reached = charter.audiences.iter().filter(|a| !charter.bases_toward(from, a, today).is_empty());
    let mut reached: Vec<&Audience> = reached.collect();
    reached.sort_by_key(|audience| is_own(signed, audience));
    reached
}

fn is_own(signed: &Signed, audience: &Audience) -> bool {
    audience.partners.iter().all(|partner| *partner == signed.who.account.partner)
}

/// The usual ones; before there are any, those that most profiles reach.
fn at_hand<'a>(signed: &Signed, all: &[&'a Audience]) -> Vec<&'a Audience> {
    let usual = signed.app.usual_audiences(&signed.who);
    let habit = |audience: &Audience| usual.iter().position(|id| *id == audience.id).unwrap_or(usize::MAX);
    let mut likely = all.to_vec();
    likely.sort_by_key(|audience| {
        let profiles = profiles_toward(signed, audience).split_whitespace().count();
        (habit(audience), is_own(signed, audience), std::cmp::Reverse(profiles))
    });
    likely.truncate(AT_HAND);
    likely
}

/// The others by what they are: key of the group's name, its audiences.
fn groups<'a>(signed: &Signed, others: &[&'a Audience]) -> Vec<(&'static str, Vec<&'a Audience>)> {
    let group = |audience: &Audience| match audience {
        a if !a.bodies.is_empty() => "audience-bodies",
        a if is_own(signed, a) => "audience-own",
        a if a.partners.len() == 1 => "audience-single",
        _ => "audience-joint",
    };
    let keys = ["audience-single", "audience-joint", "audience-bodies", "audience-own"];
    let of = |key| (key, others.iter().copied().filter(|a| group(a) == key).collect::<Vec<_>>());
    keys.into_iter().map(of).filter(|(_, group)| !group.is_empty()).collect()
}

/// The profiles that there are toward an audience, for the island that puts the others out of reach.
fn profiles_toward(signed: &Signed, audience: &Audience) -> String {
    let (charter, from) = (&signed.charter, &signed.who.account.partner);
    let suitable = charter.profiles.iter().filter(|p| charter.profile_pair(p, from, audience).is_some());
    suitable.map(|profile| profile.id.as_str()).collect::<Vec<_>>().join(" ")
}

/// The legal bases that hold toward an audience today, for the same island.
fn bases_toward(signed: &Signed, audience: &Audience) -> String {
    let today = signed.app.now().day(&signed.words.zone).date();
    let bases = signed.charter.bases_toward(&signed.who.account.partner, audience, today);
    bases.iter().map(|basis| basis.id.as_str()).collect::<Vec<_>>().join(" ")
}
