//! A finding in words, the same for pages, API and command line.

use std::{collections::BTreeSet, fmt::Write};

use app::{App, FindingOrigin, FindingRecord, FindingView, RunNotes};
use domain::{
    charter::Charter,
    finding::{Change, Doubt, Evidence, Finding, Scope, ToldArea},
    ids::CategoryId,
    people::Language,
    place::centre,
    time::{Day, Timestamp},
};
use h3o::CellIndex;
use serde_json::{Value, json};

use crate::words::Words;

/// What a sentence about a finding is made of.
pub(crate) struct Facts<'a> {
    pub(crate) categories: &'a [CategoryId],
    pub(crate) area: String,
    pub(crate) from: Day,
    /// The last day, of what is over.
    pub(crate) over: Option<Day>,
    pub(crate) observed: u32,
    /// Expected, places, recurrence in days: not of what was told.
    pub(crate) more: Option<(f64, u32, f64)>,
}

/// The sentence that a steering group understands.
pub(crate) fn sentence(words: &Words, charter: &Charter, facts: &Facts<'_>) -> String {
    let over = if facts.over.is_some() { "-gone" } else { "" };
    let values = [
        ("to", facts.over.map_or_else(String::new, |day| long_day(words, day)).into()),
        ("area", facts.area.clone().into()),
        ("category", categories(words, charter, facts.categories).into()),
        ("from", long_day(words, facts.from).into()),
        ("observed", words.number(facts.observed.into()).into()),
    ];
    let Some((expected, places, recurrence)) = facts.more else {
        return words.with(&format!("finding-told{over}"), &values);
    };
    let factor = f64::from(facts.observed) / expected.max(0.05);
    let factor = [("factor", (factor.round() as i64).clamp(1, 13).into())];
    let (times, than) = (words.with("finding-times", &factor), words.with("finding-than", &factor));
    let expected = expected_in_words(words, expected);
    let mut values = values.to_vec();
    values.push(("times", times.into()));
    values.push(("than", than.into()));
    values.push(("expected", expected.into()));
    values.push(("places", i64::from(places).into()));
    format!(
        "{} {}",
        words.with(&format!("finding-sentence{over}"), &values),
        recurrence_sentence(words, recurrence)
    )
}

/// What stands below the title of a finding that is still there, which says kind and place: up to the figures, the
/// figures, and on from there.
pub(crate) fn here(words: &Words, charter: &Charter, view: &FindingView) -> [String; 3] {
    let mut values = vec![
        ("category", categories(words, charter, &view.categories).into()),
        ("from", long_day(words, view.from).into()),
        ("observed", words.number(view.observed.into()).into()),
    ];
    let FindingOrigin::Found(found) = &view.origin else {
        let said = words.with("finding-told-here", &values);
        return [said, words.with("finding-told-figure", &values), ".".to_owned()];
    };
    let factor = f64::from(view.observed) / found.expected.max(0.05);
    let factor = [("factor", (factor.round() as i64).clamp(1, 13).into())];
    values.push(("times", words.with("finding-times", &factor).into()));
    values.push(("than", words.with("finding-than", &factor).into()));
    values.push(("expected", expected_in_words(words, found.expected).into()));
    values.push(("places", i64::from(found.places).into()));
    let [said, figures, places] =
        ["finding-here", "finding-figures", "finding-places"].map(|key| words.with(key, &values));
    [said, figures, format!("{places} {}", recurrence_sentence(words, found.recurrence_days))]
}

fn expected_in_words(words: &Words, expected: f64) -> String {
    if expected < 0.5 { words.t("finding-hardly-any") } else { words.number(expected.round() as u64) }
}

/// How rarely chance alone would bring it.
pub(crate) fn recurrence_sentence(words: &Words, days: f64) -> String {
    let (unit, number) = match days {
        days if days < 14.0 => ("days", days),
        days if days < 60.0 => ("weeks", days / 7.0),
        days if days < 700.0 => ("months", days / 30.4),
        days if days < 36_000.0 => ("years", days / 365.25),
        _ => ("never", 100.0),
    };
    words.with(&format!("finding-recurs-{unit}"), &[("number", (number.round() as i64).max(1).into())])
}

/// A day as one says it, such as 3. März.
pub(crate) fn long_day(words: &Words, day: Day) -> String {
    let date = day.date();
    let month = words.t(&format!("finding-month-{}", date.month()));
    words.with("finding-day", &[("day", i64::from(date.day()).into()), ("month", month.into())])
}

/// Names of categories, the first first.
pub(crate) fn categories(words: &Words, charter: &Charter, categories: &[CategoryId]) -> String {
    let name = |id: &CategoryId| {
        charter.category(id).map_or_else(|| id.to_string(), |c| words.of(&c.name).to_owned())
    };
    let names: Vec<String> = categories.iter().map(name).collect();
    join(words, &names)
}

/// Things joined by commas and a last "and".
fn join(words: &Words, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} {} {last}", before.join(", "), words.t("finding-and")),
    }
}

/// Quarters of the city in which cells lie, the first cell's first; the city where there are none.
pub(crate) fn area(app: &App, words: &Words, cells: &[CellIndex]) -> String {
    let geography = app.geography();
    let mut names: Vec<String> = Vec::new();
    if let Some(division) = geography.division(geography.quarter()) {
        for cell in cells {
            let (lon, lat) = centre(*cell);
            let Some(number) = division.index_at(lon, lat) else { continue };
            let name = &division.areas()[number].name;
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    if names.is_empty() { app.charter().agreement.city.clone() } else { join(words, &names) }
}

/// The area of what was told.
pub(crate) fn told_area(app: &App, words: &Words, told: &ToldArea) -> String {
    match told {
        ToldArea::City => app.charter().agreement.city.clone(),
        ToldArea::Cells(_) => area(app, words, &told_cells(told)),
        ToldArea::Quarters(quarters) => {
            let geography = app.geography();
            let name = |(division, id): &(_, _)| {
                let areas = geography.division(division)?.areas();
                Some(areas.iter().find(|area| area.id == *id)?.name.clone())
            };
            let names: BTreeSet<String> = quarters.iter().filter_map(name).collect();
            if names.is_empty() {
                return app.charter().agreement.city.clone();
            }
            join(words, &names.into_iter().collect::<Vec<_>>())
        }
    }
}

/// The cells of what was told; none where it was told more coarsely.
pub(crate) fn told_cells(told: &ToldArea) -> Vec<CellIndex> {
    match told {
        ToldArea::Cells(cells) => cells.iter().filter_map(|cell| cell.parse().ok()).collect(),
        _ => Vec::new(),
    }
}

/// A doubt as a sentence.
pub(crate) fn doubt(words: &Words, doubt: &Doubt) -> String {
    let key = format!("doubt-{}", doubt.as_str());
    match doubt {
        Doubt::GrowingChannel { channel, before, now } => {
            let channel = words.t(&format!("channel-{}", channel.as_str()));
            let values = [
                ("channel", channel.into()),
                ("before", i64::from(*before).into()),
                ("now", i64::from(*now).into()),
            ];
            words.with(&key, &values)
        }
        Doubt::LateReports { share } | Doubt::UnknownOrigin { share } => {
            words.with(&key, &[("share", i64::from(*share).into())])
        }
        Doubt::ShortPast { days } => words.with(&key, &[("days", i64::from(*days).into())]),
        Doubt::FewReports | Doubt::OnePlace | Doubt::OfficerObserved | Doubt::SeriesQuiet => words.t(&key),
    }
}

/// Evidence as sentences, one for each method.
pub(crate) fn evidence(words: &Words, evidence: &Evidence) -> Vec<String> {
    let said = |name: &str, value: Option<bool>| {
        let how = value.map_or("unknown", |yes| if yes { "yes" } else { "no" });
        words.t(&format!("evidence-{name}-{how}"))
    };
    vec![said("series", evidence.series), said("hot", evidence.hot), said("near", evidence.near_repeats)]
}

/// The name of a scope.
pub(crate) fn scope(words: &Words, charter: &Charter, scope: &Scope) -> String {
    match scope {
        Scope::Unit { unit, .. } => {
            let name = charter.unit(unit).map_or(unit.as_str(), |(_, unit)| words.of(&unit.name));
            words.with("finding-scope-unit", &[("unit", name.to_owned().into())])
        }
        Scope::Audience { audience, .. } => {
            let name =
                charter.audience(audience).map_or(audience.as_str(), |audience| words.of(&audience.name));
            words.with("finding-scope-audience", &[("audience", name.to_owned().into())])
        }
    }
}

/// Whether it is past: not found any more, or told so long ago that a run would not follow it either.
pub(crate) fn is_over(app: &App, view: &FindingView) -> bool {
    match &view.origin {
        FindingOrigin::Found(found) => found.change == Change::Gone,
        FindingOrigin::Told(_) => {
            let gap = app.charter().detection.as_ref().map_or(0, |rules| rules.gap_days as i32);
            view.to.0 + gap < app.now().day(&app.zone()).0
        }
    }
}

/// The sentence of a finding in somebody's list.
pub(crate) fn view_sentence(app: &App, words: &Words, view: &FindingView) -> String {
    let (area, more) = match &view.origin {
        FindingOrigin::Found(found) => {
            (area(app, words, &found.cells), Some((found.expected, found.places, found.recurrence_days)))
        }
        FindingOrigin::Told(told) => (told_area(app, words, &told.told.area), None),
    };
    let over = is_over(app, view).then_some(view.to);
    let facts =
        Facts { categories: &view.categories, area, from: view.from, over, observed: view.observed, more };
    sentence(words, &app.charter(), &facts)
}

/// A finding of somebody's list as the API has it.
pub(crate) fn item(app: &App, words: &Words, view: &FindingView) -> Value {
    let mut item = json!({
        "id": view.id,
        "sentence": view_sentence(app, words, view),
        "category": view.categories.first(),
        "categories": view.categories,
        "from": view.from.date().to_string(),
        "to": view.to.date().to_string(),
        "observed": view.observed,
        "verdict": view.verdicts.last().map(|verdict| verdict.judgement),
        "expected": null,
        "places": null,
        "recurrence_days": null,
        "doubts": [],
        "told": [],
    });
    let cells = |cells: &[CellIndex]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
    match &view.origin {
        FindingOrigin::Found(found) => {
            item["area"] = json!({ "name": area(app, words, &found.cells), "cells": cells(&found.cells) });
            item["expected"] = json!((found.expected * 10.0).round() / 10.0);
            item["places"] = json!(found.places);
            item["recurrence_days"] = json!(found.recurrence_days.round() as u64);
            item["doubts"] = found
                .doubts
                .iter()
                .map(|d| json!({ "kind": d.as_str(), "sentence": doubt(words, d) }))
                .collect();
            item["evidence"] = json!(found.evidence);
            item["state"] = json!(found.change.as_str());
            item["basis"] = json!(found.basis.as_str());
            item["scope"] = scope_json(&found.scope);
            item["also"] = found.also.iter().map(scope_json).collect();
            item["found_at"] = json!(words.machine(found.found_at));
            item["told"] = found
                .told
                .iter()
                .map(
                    |d| json!({ "disclosure": d.id, "audience": d.audience, "at": words.machine(d.made_at) }),
                )
                .collect();
        }
        FindingOrigin::Told(told) => {
            let area = json!({ "name": told_area(app, words, &told.told.area), "cells": cells(&told_cells(&told.told.area)) });
            item["area"] = area;
            item["state"] = json!("told");
            item["from_partner"] = json!(told.disclosure.from);
            item["found_at"] = json!(words.machine(told.told.found_at));
            item["told_at"] = json!(words.machine(told.disclosure.made_at));
        }
    }
    item
}

/// What became of the findings of the last twelve months, as the API has it.
pub(crate) fn record(record: FindingRecord, runs: &[(Scope, Day, Timestamp, RunNotes)]) -> Value {
    let hits = runs.iter().filter_map(|(scope, _, _, notes)| {
        let mut hits = serde_json::to_value(notes.hits.as_ref()?).ok()?;
        hits["scope"] = scope_json(scope);
        Some(hits)
    });
    json!({
        "found": record.found,
        "taken": record.taken,
        "confirmed": record.confirmed,
        "set_aside": record.set_aside,
        "open": record.open,
        "hits": hits.collect::<Vec<_>>(),
    })
}

fn scope_json(scope: &Scope) -> Value {
    match scope {
        Scope::Unit { partner, unit } => json!({ "unit": unit, "partner": partner }),
        Scope::Audience { audience, partner } => json!({ "audience": audience, "partner": partner }),
    }
}

/// A finding as the command line has it: as its last night found it.
pub fn finding_as_json(app: &App, language: Language, finding: &Finding) -> Value {
    let words = Words::new(language, app.zone());
    let Some(night) = finding.last() else { return Value::Null };
    let cluster = &night.cluster;
    let area = area(app, &words, &cluster.cells);
    let facts = Facts {
        categories: &cluster.categories,
        area: area.clone(),
        over: (night.change == Change::Gone).then_some(cluster.to),
        from: cluster.from,
        observed: cluster.observed,
        more: Some((cluster.expected, cluster.places, cluster.recurrence_days)),
    };
    let doubts = cluster.doubts.iter().map(|d| json!({ "kind": d.as_str(), "sentence": doubt(&words, d) }));
    json!({
        "id": finding.id,
        "scope": scope_json(&finding.scope),
        "sentence": sentence(&words, &app.charter(), &facts),
        "category": finding.categories.first(),
        "categories": finding.categories,
        "basis": finding.basis.as_str(),
        "state": night.change.as_str(),
        "from": cluster.from.date().to_string(),
        "to": cluster.to.date().to_string(),
        "area": { "name": area, "cells": cluster.cells.iter().map(ToString::to_string).collect::<Vec<_>>() },
        "observed": cluster.observed,
        "expected": (cluster.expected * 10.0).round() / 10.0,
        "places": cluster.places,
        "recurrence_days": cluster.recurrence_days.round() as u64,
        "doubts": doubts.collect::<Vec<_>>(),
    })
}

/// What a run left out, and why, as one sentence; nothing where it left out nothing.
pub(crate) fn run_sentence(words: &Words, charter: &Charter, notes: &app::RunNotes) -> String {
    let mut said = String::new();
    let mut add = |key: &str, number: u64| {
        if number > 0 {
            let text = words
                .with(key, &[("number", words.number(number).into()), ("count", (number as i64).into())]);
            // Writing into a String does not fail.
            _ = write!(said, "{}{text}", if said.is_empty() { "" } else { " " });
        }
    };
    add("run-coarse", notes.coarse);
    add("run-twice", notes.twice);
    add("run-checking", notes.checking);
    add("run-unknown", notes.unknown);
    add("run-held", notes.held.into());
    add("run-beyond", notes.beyond.into());
    for (source, number) in &notes.young {
        let name = charter.source(source).map_or(source.as_str(), |source| words.of(&source.name));
        let values = [("source", name.to_owned().into()), ("number", words.number(*number).into())];
        _ = write!(said, "{}{}", if said.is_empty() { "" } else { " " }, words.with("run-young", &values));
    }
    said
}
