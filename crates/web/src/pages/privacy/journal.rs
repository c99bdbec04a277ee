//! `GET /datenschutz`: what was read and done, newest first.

use std::collections::BTreeSet;

use app::{JOURNAL_ACTS, JournalFilter, JournalLine, JournalPage};
use axum::{extract::RawQuery, http::StatusCode, response::Response};
use domain::{
    ids::AccountId,
    journal::{Entry, Subject},
    report::{FieldError, Problem, read_time},
    time::{Day, Timestamp},
};
use maud::{Markup, html};

use super::{facts::fact, tabs};
use crate::{
    answer::{Failure, show as answer, show_with},
    context::Signed,
    layout,
    pages::parts,
    query::{self, Pairs},
};

/// Entries of a page.
const PAGE: usize = 50;
/// Letters of an identifier that are enough to tell things apart on a page.
const SHORT: usize = 8;

pub(super) async fn show(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let (filter, errors) = read(&signed, &pairs);
    let shown = if errors.is_empty() { filter } else { JournalFilter::default() };
    match signed.app.journal_page(&signed.who, &shown, PAGE).await {
        Ok(page) if errors.is_empty() => answer(render(&signed, &pairs, &page, &[])),
        Ok(page) => show_with(StatusCode::UNPROCESSABLE_ENTITY, render(&signed, &pairs, &page, &errors)),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The filter that an address asks for, and all that is wrong with it.
fn read(signed: &Signed, pairs: &Pairs) -> (JournalFilter, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut filter = JournalFilter::default();
    let mut typed = |field: &'static str, problem: fn(String) -> Problem, value: &str| {
        errors.push(FieldError::new(field, problem(value.to_owned())));
    };
    let unknown = |value| Problem::Unknown { value };
    let not_a_time = |value| Problem::NotATime { value };
    if let Some(act) = query::first(pairs, "act") {
        match acts(act) {
            Some(acts) => filter.acts = acts,
            None => typed("act", unknown, act),
        }
    }
    if let Some(actor) = query::first(pairs, "actor") {
        match actor.parse::<AccountId>() {
            Ok(id) => filter.actor = Some(id),
            Err(_) => typed("actor", unknown, actor),
        }
    }
    filter.about =
        query::first(pairs, "about").map(|about| about.trim().to_owned()).filter(|a| !a.is_empty());
    for (field, end) in [("from", &mut filter.from), ("to", &mut filter.to)] {
        let Some(value) = query::first(pairs, field) else { continue };
        match read_time(value, &signed.words.zone) {
            Some((at, true)) if field == "to" => *end = Some(day_after(at, signed)),
            Some((at, _)) => *end = Some(at),
            None => typed(field, not_a_time, value),
        }
    }
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && to <= from
    {
        errors.push(FieldError::new("to", Problem::EndBeforeStart));
    }
    filter.before = query::first(pairs, "before").and_then(|before| before.parse().ok());
    (filter, errors)
}

fn day_after(at: Timestamp, signed: &Signed) -> Timestamp {
    Day(at.day(&signed.words.zone).0 + 1).start(&signed.words.zone)
}

/// One act, or all of a group.
fn acts(value: &str) -> Option<BTreeSet<String>> {
    let of_group = JOURNAL_ACTS.iter().find(|(group, _)| *group == value).map(|(_, acts)| *acts);
    let one = || JOURNAL_ACTS.iter().flat_map(|(_, acts)| acts.iter()).find(|act| **act == value);
    match (of_group, one()) {
        (Some(acts), _) => Some(acts.iter().map(|act| (*act).to_owned()).collect()),
        (None, Some(act)) => Some([(*act).to_owned()].into()),
        (None, None) => None,
    }
}

fn render(signed: &Signed, pairs: &Pairs, page: &JournalPage, errors: &[FieldError]) -> Markup {
    let words = &signed.words;
    let heading = signed.t("privacy-title");
    let partner = signed.charter.partner(&signed.who.account.partner);
    let partner = partner.map_or(signed.who.account.partner.as_str(), |p| words.of(&p.name)).to_owned();
    let body = html! {
        h1 { (heading) }
        (tabs(signed, "/datenschutz"))
        (parts::error_summary(signed, errors))
        p.ln-lead { (words.with("privacy-lead", &[("partner", partner.into())])) }
        (filters(signed, pairs, page, errors))
        p.ln-basis { (words.with("privacy-total", &[("count", words.number(page.total).into())])) }
        @if page.lines.is_empty() {
            (parts::empty(&signed.t("journal-empty"), &signed.t(if page.next.is_some() { "journal-empty-more" } else { "journal-empty-hint" })))
        } @else {
            (table(signed, page))
        }
        @if let Some(next) = page.next {
            p { a.kern-btn.kern-btn--secondary rel="next" href=(older(pairs, next)) { span.kern-label { (signed.t("journal-older")) } } }
        }
    };
    layout::page(signed, &heading, body)
}

fn older(pairs: &Pairs, before: u64) -> String {
    let mut kept: Vec<(&str, &str)> = pairs
        .iter()
        .filter(|(key, value)| key != "before" && !value.is_empty())
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let before = before.to_string();
    kept.push(("before", &before));
    format!("/datenschutz?{}", serde_html_form::to_string(&kept).unwrap_or_default())
}

fn filters(signed: &Signed, pairs: &Pairs, page: &JournalPage, errors: &[FieldError]) -> Markup {
    let typed = |key: &str| query::first(pairs, key).unwrap_or_default();
    let people: Vec<(String, String)> =
        page.people.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    html! {
        form.ln-form.ln-form--filter method="get" action="/datenschutz" role="search" aria-label=(signed.t("journal-filter")) {
            div.kern-form-input.kern-form-input--error[parts::described(errors, "act").is_some()] {
                label.kern-label for="field-act" { (signed.t("field-act")) }
                div.kern-form-input__select-wrapper {
                    select.kern-form-input__select id="field-act" name="act" aria-describedby=[parts::described(errors, "act")] {
                        option value="" { (signed.t("journal-all-acts")) }
                        @for (group, acts) in JOURNAL_ACTS {
                            optgroup label=(signed.t(&format!("acts-{group}"))) {
                                option value=(group) selected[typed("act") == group] { (signed.t(&format!("acts-{group}-all"))) }
                                @for act in acts { option value=(act) selected[typed("act") == *act] { (signed.t(&act_key(act))) } }
                            }
                        }
                    }
                }
                (parts::field_error(signed, errors, "act"))
            }
            (parts::select(signed, errors, "actor", &people, typed("actor"), Some(signed.t("journal-everybody"))))
            (parts::input(signed, errors, "about", "text", typed("about"), false))
            (day(signed, errors, "from", typed("from")))
            (day(signed, errors, "to", typed("to")))
            div.ln-form__foot {
                (parts::button("primary", &signed.t("filter-apply")))
                a.ln-link href="/datenschutz" { (signed.t("filter-reset")) }
            }
        }
    }
}

/// A field for a day. What an address names and is none, a moment or a slip of the pen, stays as it was typed.
fn day(signed: &Signed, errors: &[FieldError], field: &str, typed: &str) -> Markup {
    let zone = &signed.words.zone;
    match read_time(typed, zone) {
        Some((at, true)) => {
            parts::input(signed, errors, field, "date", &at.day(zone).date().to_string(), false)
        }
        _ if typed.is_empty() => parts::input(signed, errors, field, "date", "", false),
        _ => parts::input(signed, errors, field, "text", typed, false),
    }
}

fn table(signed: &Signed, page: &JournalPage) -> Markup {
    html! {
        div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
            caption { (signed.t("journal-caption")) }
            thead { tr {
                th.ln-num scope="col" { (signed.t("journal-position")) }
                @for key in ["journal-at", "journal-who", "journal-what", "field-occasion", "journal-about"] {
                    th scope="col" { (signed.t(key)) }
                }
            } }
            tbody { @for line in &page.lines { (row(signed, page, line)) } }
        } }
    }
}

fn row(signed: &Signed, page: &JournalPage, line: &JournalLine) -> Markup {
    let words = &signed.words;
    let position = words.number(line.position);
    let Some(entry) = &line.entry else {
        return html! {
            tr { td.ln-num data-label=(signed.t("journal-position")) { (position) } td.ln-muted colspan="5" { (signed.t("journal-deleted")) } }
        };
    };
    html! {
        tr {
            td.ln-num data-label=(signed.t("journal-position")) { (position) }
            td.ln-whole data-label=(signed.t("journal-at")) { time datetime=(words.machine(entry.at)) { (words.moment(entry.at)) } }
            td data-label=(signed.t("journal-who")) { (who(signed, page, entry)) }
            th scope="row" { (signed.words.find(&act_key(&entry.act)).unwrap_or_else(|| entry.act.to_string())) }
            td data-label=(signed.t("field-occasion")) { (entry.occasion.as_deref().unwrap_or("–")) }
            td data-label=(signed.t("journal-about")) { (about(signed, page, entry)) }
        }
    }
}

fn who(signed: &Signed, page: &JournalPage, entry: &Entry) -> String {
    match entry.actor {
        None => signed.t("journal-system"),
        Some(id) => name_of(page, id).unwrap_or_else(|| id.to_string()),
    }
}

pub(super) fn name_of(page: &JournalPage, id: AccountId) -> Option<String> {
    page.people.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone())
}

/// Subjects and facts: identifiers are short and lead to all entries about the same thing.
fn about(signed: &Signed, page: &JournalPage, entry: &Entry) -> Markup {
    let told = entry.facts.iter().filter(|(_, value)| !value.is_empty());
    let facts: Vec<String> = told.map(|(name, value)| fact(signed, page, &entry.act, name, value)).collect();
    html! {
        @for (number, subject) in entry.subjects.iter().enumerate() {
            @if number > 0 { " · " }
            (thing(signed, subject))
        }
        @if !facts.is_empty() { p.ln-muted { (facts.join(" · ")) } }
    }
}

fn thing(signed: &Signed, subject: &Subject) -> Markup {
    let kind = signed.words.find(&format!("subject-{}", subject.kind));
    html! {
        (kind.unwrap_or_else(|| subject.kind.to_string())) " "
        a href={ "/datenschutz?about=" (subject.id) } title=(subject.id) { (short(&subject.id)) }
        @if let Some(version) = subject.version { ", " (signed.words.with("history-version", &[("version", version.into())])) }
    }
}

pub(super) fn short(id: &str) -> &str {
    id.char_indices().nth(SHORT).map_or(id, |(end, _)| &id[..end])
}

pub(super) fn act_key(act: &str) -> String {
    format!("act-{}", act.replace('.', "-"))
}

#[cfg(test)]
mod tests {
    use domain::people::Language;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::words::Words;

    #[test]
    fn every_act_has_words_in_both_languages() {
        for language in [Language::De, Language::En] {
            let words = Words::new(language, TimeZone::UTC);
            for (group, acts) in JOURNAL_ACTS {
                let keys = acts.iter().map(|act| act_key(act));
                for key in keys.chain([format!("acts-{group}"), format!("acts-{group}-all")]) {
                    assert!(words.find(&key).is_some(), "{key} in {language:?}");
                }
            }
        }
    }
}
