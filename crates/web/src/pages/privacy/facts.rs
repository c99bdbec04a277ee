//! The facts of a journal entry in words. What is kept are names and values of the acts; who reads the journal knows the
//! charter's names. What has no words, such as what an earlier release wrote, is shown as it is kept.

use app::JournalPage;
use domain::{
    charter::Text,
    ids::AreaId,
    time::{Day, Timestamp},
};

use super::journal::{act_key, name_of, short};
use crate::{context::Signed, pages::picture::days_in_words};

/// A fact of an act: its name and its value.
pub(super) fn fact(signed: &Signed, page: &JournalPage, act: &str, name: &str, value: &str) -> String {
    let words = &signed.words;
    let shown = match name {
        "account" => value.parse().ok().and_then(|id| name_of(page, id)),
        "from" => unit(signed, value).or_else(|| partner(signed, value)),
        "partners" => Some(list(value, ' ', |id| partner(signed, id))),
        "token" => Some(short(value).to_owned()),
        "of" => Some(member_of(signed, value)),
        "factor" | "own" | "role" => words.find(&format!("{name}-{value}")),
        "place" => words.find(&format!("precision-{value}")),
        "text" => words.find(&format!("textpart-{value}")),
        "expires_at" => value.parse().ok().map(|at| words.moment(Timestamp(at))),
        "day" => value.parse().ok().map(|date| words.day(Day::of(date))),
        "filter" => Some(filter(signed, page, value)),
        "verdict" if act.starts_with("duplicate") => words.find(&format!("duplicate-{value}")),
        "verdict" => words.find(&format!("verdict-{value}")),
        "kind" if act.starts_with("hotspot") => words.find(&format!("hotspot-{value}")),
        "kind" => Some(value.to_uppercase()),
        "state" => words.find(&format!("hotspot-state-{value}")),
        "step" => words.find(&format!("hotspot-step-{value}")),
        _ => of_charter(signed, name, value).or_else(|| Some(words.number(value.parse().ok()?))),
    };
    let label = words.find(&format!("fact-{name}")).unwrap_or_else(|| name.to_owned());
    format!("{label}: {}", shown.unwrap_or_else(|| value.to_owned()))
}

/// A filter of the picture, of the journal or of referrals, as its act wrote it down.
fn filter(signed: &Signed, page: &JournalPage, described: &str) -> String {
    let words = &signed.words;
    let named = || described.split(' ').filter_map(|part| part.split_once('='));
    let moment = |wanted| named().find(|(name, _)| *name == wanted)?.1.parse().ok().map(Timestamp);
    let part = |(name, value): (&str, &str)| -> Option<String> {
        let own = match name {
            "from" | "to" => return None,
            "cell" => words.find("filter-one-cell"),
            "act" => Some(list(value, ',', |act| words.find(&act_key(act)))),
            "actor" => value.parse().ok().and_then(|id| name_of(page, id)),
            "about" => Some(short(value).to_owned()),
            "before" => Some(format!("{} {value}", signed.t("fact-before"))),
            "state" => words.find(&format!("referrals-{value}")),
            "own" | "open" | "urgent" => words.find(&format!("filter-{name}")),
            "kind" | "origin" | "prevention" => {
                Some(list(value, ',', |value| words.find(&format!("{name}-{value}"))))
            }
            "area" => Some(list(value, ',', |value| area(signed, value))),
            _ => Some(list(value, ',', |value| of_charter(signed, name, value))),
        };
        Some(own.unwrap_or_else(|| format!("{name}={value}")))
    };
    let period = match (moment("from"), moment("to")) {
        (None, None) => None,
        (from, to) => Some(days_in_words(signed, from, to)),
    };
    period.into_iter().chain(named().filter_map(part)).collect::<Vec<_>>().join("; ")
}

/// What the charter calls it.
fn of_charter(signed: &Signed, name: &str, value: &str) -> Option<String> {
    let charter = &signed.charter;
    let named = |text: &Text| Some(signed.words.of(text).to_owned());
    match name {
        "unit" | "to" => unit(signed, value),
        "partner" => partner(signed, value),
        "source" => named(&charter.source(&value.parse().ok()?)?.name),
        "category" => named(&charter.category(&value.parse().ok()?)?.name),
        "audience" => named(&charter.audience(&value.parse().ok()?)?.name),
        "legal_basis" => Some(charter.basis(&value.parse().ok()?)?.citation.clone()),
        "division" => Some(signed.app.geography().division(&value.parse().ok()?)?.name.clone()),
        _ => None,
    }
}

fn unit(signed: &Signed, id: &str) -> Option<String> {
    Some(signed.words.of(&signed.charter.unit(&id.parse().ok()?)?.1.name).to_owned())
}

fn partner(signed: &Signed, id: &str) -> Option<String> {
    Some(signed.words.of(&signed.charter.partner(&id.parse().ok()?)?.short).to_owned())
}

/// An area by `division:area`.
fn area(signed: &Signed, value: &str) -> Option<String> {
    let (division, area) = value.split_once(':')?;
    let (division, area): (_, AreaId) = (division.parse().ok()?, area.parse().ok()?);
    let geography = signed.app.geography();
    geography.division(&division)?.areas().iter().find(|a| a.id == area).map(|a| a.name.clone())
}

/// What somebody is a member of: `unit:…`, `body:…` or the whole partner.
fn member_of(signed: &Signed, value: &str) -> String {
    let body = |id: &str| {
        let id = id.parse().ok()?;
        let body = signed.charter.bodies.iter().find(|body| body.id == id)?;
        Some(signed.words.of(&body.name).to_owned())
    };
    let named = match value.split_once(':') {
        Some(("unit", id)) => unit(signed, id),
        Some(("body", id)) => body(id),
        _ => signed.words.find("of-whole-partner"),
    };
    named.unwrap_or_else(|| value.to_owned())
}

fn list(values: &str, apart: char, name: impl Fn(&str) -> Option<String>) -> String {
    let named = values.split(apart).map(|value| name(value).unwrap_or_else(|| value.to_owned()));
    named.collect::<Vec<_>>().join(", ")
}
