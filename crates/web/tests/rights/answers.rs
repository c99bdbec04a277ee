//! What every route of the API must answer by the naive model, word by word.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    charter::{Charter, Prevention, SourceKind},
    disclosure::{TextPart, TimePart},
};
use h3o::{CellIndex, Resolution};
use serde_json::{Value, json};

use crate::model::{Attached, Model, Seen, Shown, centre, machine, year_before};

/// A filter, as an address asks for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
    pub(crate) category: Vec<&'static str>,
    pub(crate) prevention: Vec<&'static str>,
    pub(crate) kind: Vec<&'static str>,
    pub(crate) source: Vec<&'static str>,
    pub(crate) origin: Vec<&'static str>,
    pub(crate) partner: Vec<&'static str>,
    pub(crate) area: Vec<(&'static str, String)>,
    pub(crate) cell: Option<CellIndex>,
    pub(crate) urgent: bool,
    pub(crate) own: bool,
    pub(crate) open: bool,
}

/// One of the questions that a filter asks; a facet leaves its own out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    Category,
    Prevention,
    Kind,
    Source,
    Origin,
    Partner,
}

impl Filter {
    /// Behind the question mark.
    pub(crate) fn query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let moment = |at: i64| jiff::Timestamp::from_millisecond(at).unwrap().to_string();
        pairs.extend(self.from.map(|at| ("from", moment(at))));
        pairs.extend(self.to.map(|at| ("to", moment(at))));
        let lists = [
            ("category", &self.category),
            ("prevention", &self.prevention),
            ("kind", &self.kind),
            ("source", &self.source),
            ("origin", &self.origin),
            ("partner", &self.partner),
        ];
        for (key, values) in lists {
            pairs.extend(values.iter().map(|value| (key, (*value).to_owned())));
        }
        pairs.extend(self.area.iter().map(|(division, area)| ("area", format!("{division}:{area}"))));
        pairs.extend(self.cell.map(|cell| ("cell", cell.to_string())));
        let flags = [("urgent", self.urgent), ("own", self.own), ("open", self.open)];
        pairs.extend(flags.into_iter().filter(|(_, on)| *on).map(|(key, _)| (key, "1".to_owned())));
        serde_html_form::to_string(&pairs).unwrap()
    }

    pub(crate) fn fits(&self, seen: &Seen, charter: &Charter, but: Option<Question>) -> bool {
        fn one_of(wanted: &[&str], value: &str) -> bool {
            wanted.is_empty() || wanted.contains(&value)
        }
        // Without text there is no source to ask for.
        let told = seen.sight.text != TextPart::None;
        let told_of = |wanted: &[&str], value: &str| wanted.is_empty() || told && wanted.contains(&value);
        let at = seen.at();
        let prevention = preventions(seen, charter);
        let answers = [
            (Question::Category, one_of(&self.category, seen.typed.category)),
            (
                Question::Prevention,
                self.prevention.is_empty() || prevention.iter().any(|field| self.prevention.contains(field)),
            ),
            (Question::Kind, told_of(&self.kind, seen.kind(charter).as_str())),
            (Question::Source, told_of(&self.source, seen.typed.source)),
            (Question::Origin, told_of(&self.origin, seen.typed.origin)),
            (Question::Partner, one_of(&self.partner, seen.report.partner.as_str())),
        ];
        self.from.is_none_or(|from| at >= from)
            && self.to.is_none_or(|to| at < to)
            && answers.into_iter().all(|(question, fits)| fits || but == Some(question))
            && (self.area.is_empty()
                || self.area.iter().any(|(division, area)| seen.area(division).as_ref() == Some(area)))
            && self.cell.is_none_or(|cell| seen.cell(cell.resolution()) == Some(cell))
            && (!self.urgent || seen.typed.urgent)
            && (!self.own || seen.sight.own)
            && (!self.open || seen.report.closed.is_none())
    }

    fn year_before(&self) -> Option<Self> {
        Some(Self { from: Some(year_before(self.from?)), to: Some(year_before(self.to?)), ..self.clone() })
    }
}

fn preventions(seen: &Seen, charter: &Charter) -> Vec<&'static str> {
    let category = charter.category(&seen.typed.category.parse().unwrap()).unwrap();
    category.prevention.iter().map(|field| field.as_str()).collect()
}

/// What one viewer sees, ready to be counted.
pub(crate) struct Eyes<'a> {
    pub(crate) model: &'a Model,
    pub(crate) charter: &'a Charter,
    pub(crate) who: usize,
    pub(crate) seen: Vec<Seen<'a>>,
}

impl<'a> Eyes<'a> {
    pub(crate) fn new(model: &'a Model, charter: &'a Charter, who: usize) -> Self {
        let mut seen = model.seen(who);
        // The newest first by what is shown; among equals by identifier.
        seen.sort_by(|a, b| (b.at(), &b.report.id).cmp(&(a.at(), &a.report.id)));
        Self { model, charter, who, seen }
    }

    fn fitting(&self, filter: &Filter) -> Vec<&Seen<'a>> {
        self.seen.iter().filter(|seen| filter.fits(seen, self.charter, None)).collect()
    }

    fn count(&self, filter: &Filter, but: Option<Question>, also: impl Fn(&Seen) -> bool) -> u64 {
        self.seen.iter().filter(|seen| filter.fits(seen, self.charter, but) && also(seen)).count() as u64
    }

    fn previous(&self, filter: &Filter, also: impl Fn(&Seen) -> bool) -> Option<u64> {
        filter.year_before().map(|earlier| self.count(&earlier, None, also))
    }

    /// `GET /reports`, all on one page.
    pub(crate) fn reports(&self, filter: &Filter) -> Value {
        let items: Vec<Value> = self.fitting(filter).into_iter().map(|seen| self.report(seen)).collect();
        json!({ "items": items, "total": items.len(), "next": null })
    }

    fn report(&self, seen: &Seen) -> Value {
        let (typed, sight) = (seen.typed, &seen.sight);
        let mut body = json!({
            "id": seen.report.id,
            "partner": seen.report.partner,
            "unit": seen.report.unit,
            "category": typed.category,
            "place": place(seen),
            "urgency": if typed.urgent { "immediate" } else { "normal" },
            "closed": seen.report.closed.is_some(),
            "own": sight.own,
            "parts": {
                "place": sight.place.as_str(),
                "time": sight.time.as_str(),
                "text": sight.text.as_str(),
                "attachments": sight.attachments,
            },
        });
        match (sight.time, typed.when) {
            (TimePart::Day, (from, _)) => body["occurred_on"] = json!(machine(from)[..10]),
            (TimePart::Exact, (at, None)) => body["occurred_at"] = json!(machine(at)),
            (TimePart::Exact, (from, Some(to))) => {
                body["period"] = json!({ "from": machine(from), "to": machine(to) });
            }
        }
        if sight.text != TextPart::None {
            body["summary"] = json!(typed.summary);
            body["source"] = json!(typed.source);
            body["kind"] = json!(seen.kind(self.charter).as_str());
            body["origin"] = json!(typed.origin);
        }
        if sight.text == TextPart::Full {
            body["title"] = json!(typed.title);
            body["text"] = json!(typed.text);
            body["channel"] = json!("app");
            body["modus"] = json!(null);
        }
        if sight.own {
            body["own_ref"] = json!(typed.own_ref);
            body["version"] = json!(seen.report.versions.len());
            body["known_since"] = json!(seen.report.known_since.map(machine));
            body["entered_at"] = json!(machine(seen.report.entered_at));
            body["changed_at"] = json!(machine(seen.report.versions.last().unwrap().changed_at));
            body["household"] = json!(typed.household);
            body["outcome"] = json!(seen.report.closed);
        }
        body
    }

    /// `GET /reports/{id}`; nothing where it must not be found.
    pub(crate) fn detail(&self, id: &str) -> Option<Value> {
        let seen = self.seen.iter().find(|seen| seen.report.id == id)?;
        let mut body = self.report(seen);
        let writes = self.model.writes_for(self.who).contains(&seen.report.unit);
        body["may_write"] = json!(seen.sight.own && writes);
        let mut through = seen.sight.through.clone();
        let order = |disclosure: &usize| {
            let disclosure = &self.model.disclosures[*disclosure];
            (disclosure.made_at, disclosure.id.clone())
        };
        through.sort_by_key(order);
        let why = |disclosure: usize| {
            let d = &self.model.disclosures[disclosure];
            json!({
                "disclosure": d.id, "from": d.from, "audience": d.audience, "profile": d.profile,
                "legal_basis": d.basis, "purpose": d.purpose, "since": machine(d.made_at), "until": machine(d.expires_at),
            })
        };
        body["why"] = through.into_iter().map(why).collect();
        if seen.sight.attachments {
            let line = |attached: &Attached| match attached.removed {
                Some(at) => json!({ "id": attached.id, "removed_at": machine(at) }),
                None => json!({
                    "id": attached.id, "name": attached.name, "type": "application/pdf",
                    "bytes": attached.content.len(), "added_at": machine(attached.added_at),
                }),
            };
            body["attachments"] = seen.attached().into_iter().map(line).collect();
        }
        if seen.sight.own {
            let mut passed = seen.report.passed.clone();
            passed.sort_by_key(|(disclosure, _)| order(disclosure));
            let line = |(disclosure, version): (usize, usize)| {
                let mut line = self.disclosure(disclosure);
                line["version"] = json!(version + 1);
                line
            };
            body["disclosures"] = passed.into_iter().map(line).collect();
        }
        Some(body)
    }

    /// `GET /attachments/{id}`: the content, if it may be seen and is still there.
    pub(crate) fn content(&self, id: &str) -> Option<&str> {
        let mut all = self.seen.iter().flat_map(Seen::attached);
        all.find(|attached| attached.id == id && attached.removed.is_none()).map(|a| a.content.as_str())
    }

    fn disclosure(&self, disclosure: usize) -> Value {
        let d = &self.model.disclosures[disclosure];
        let partners: BTreeSet<_> = d.partners.iter().collect();
        let mut body = json!({
            "id": d.id, "unit": d.unit, "audience": d.audience, "partners": partners, "place": d.place.as_str(),
            "time": d.time.as_str(), "text": d.text.as_str(), "attachments": d.attachments, "legal_basis": d.basis,
            "purpose": d.purpose, "profile": d.profile, "rule": null, "made_at": machine(d.made_at),
            "expires_at": machine(d.expires_at), "standing": self.model.standing(disclosure),
        });
        if let Some((at, reason)) = &d.withdrawn {
            body["withdrawn_at"] = json!(machine(*at));
            body["reason"] = json!(reason);
        }
        body
    }

    /// How many reports a disclosure holds.
    fn held(&self, disclosure: usize) -> usize {
        let holds = |report: &&crate::model::Report| report.passed.iter().any(|(d, _)| *d == disclosure);
        self.model.reports.iter().filter(holds).count()
    }

    /// `GET /disclosures`.
    pub(crate) fn made(&self) -> Value {
        let units = self.model.reads_for(self.who);
        let line = |disclosure: usize| {
            let mut line = self.disclosure(disclosure);
            line["reports"] = json!(self.held(disclosure));
            line
        };
        let made = self.newest_first(|i| units.contains(&self.model.disclosures[i].unit));
        json!({ "items": made.into_iter().map(line).collect::<Vec<_>>(), "next": null })
    }

    /// `GET /disclosures/received`.
    pub(crate) fn received(&self) -> Value {
        let units = self.model.reads_for(self.who);
        let line = |disclosure: usize| {
            let d = &self.model.disclosures[disclosure];
            let standing = self.model.standing(disclosure);
            json!({
                "id": d.id, "from": d.from, "audience": d.audience, "made_at": machine(d.made_at),
                "expires_at": machine(d.expires_at), "standing": standing,
                "reason": d.withdrawn.as_ref().map(|(_, reason)| reason),
                "withdrawn_at": d.withdrawn.as_ref().map(|(at, _)| machine(*at)),
                "reports": if standing == "valid" { self.held(disclosure) } else { 0 },
            })
        };
        let received = self.newest_first(|i| {
            !units.contains(&self.model.disclosures[i].unit) && self.model.addresses(self.who, i)
        });
        json!({ "items": received.into_iter().map(line).collect::<Vec<_>>(), "next": null })
    }

    fn newest_first(&self, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.model.disclosures.len()).filter(|&i| wanted(i)).collect();
        found.sort_by_key(|&i| {
            let disclosure = &self.model.disclosures[i];
            (std::cmp::Reverse(disclosure.made_at), disclosure.id.clone())
        });
        found
    }

    /// `GET /picture/cells`.
    pub(crate) fn cells(&self, filter: &Filter, resolution: Resolution) -> Value {
        let seen = self.fitting(filter);
        let mut cells: BTreeMap<CellIndex, u64> = BTreeMap::new();
        let placed: Vec<CellIndex> = seen.iter().filter_map(|seen| seen.cell(resolution)).collect();
        placed.iter().for_each(|cell| *cells.entry(*cell).or_default() += 1);
        let list: Vec<Value> = cells
            .into_iter()
            .map(|(cell, count)| json!({ "cell": cell.to_string(), "count": count }))
            .collect();
        json!({ "total": seen.len(), "unplaced": seen.len() - placed.len(), "cells": list })
    }

    /// `GET /picture/areas`; the names of areas are their identifiers here.
    pub(crate) fn areas(&self, filter: &Filter, division: &str, areas: &[String]) -> Value {
        let list: Vec<Value> = areas
            .iter()
            .map(|area| {
                let in_it = |seen: &Seen| seen.area(division).as_ref() == Some(area);
                let (count, previous) = (self.count(filter, None, in_it), self.previous(filter, in_it));
                json!({ "area": area, "name": area, "count": count, "previous": previous })
            })
            .collect();
        json!({
            "division": division,
            "total": self.count(filter, None, |_| true),
            "previous": self.previous(filter, |_| true),
            "unplaced": self.count(filter, None, |seen| seen.area(division).is_none()),
            "areas": list,
        })
    }

    /// `GET /picture/points`.
    pub(crate) fn points(&self, filter: &Filter, [west, south, east, north]: [f64; 4]) -> Value {
        let mut points = Vec::new();
        for seen in self.fitting(filter) {
            let Some([lon, lat]) = seen.point() else { continue };
            if lon < west || lon > east || lat < south || lat > north {
                continue;
            }
            let told = seen.sight.text != TextPart::None;
            points.push(json!({
                "id": seen.report.id, "lon": lon, "lat": lat,
                "kind": told.then(|| seen.kind(self.charter).as_str()),
                "category": seen.typed.category, "precision": seen.sight.place.as_str(), "own": seen.sight.own,
            }));
        }
        json!({ "points": points, "more": false })
    }

    /// `GET /picture/facets`.
    pub(crate) fn facets(&self, filter: &Filter) -> Value {
        let mut categories: BTreeMap<&str, u64> = BTreeMap::new();
        let mut sources: BTreeMap<&str, u64> = BTreeMap::new();
        let mut partners: BTreeMap<&str, u64> = BTreeMap::new();
        for seen in &self.seen {
            let fits = |question| filter.fits(seen, self.charter, Some(question));
            let lists = [
                (Question::Category, &mut categories, seen.typed.category),
                (Question::Source, &mut sources, seen.typed.source),
                (Question::Partner, &mut partners, seen.report.partner.as_str()),
            ];
            for (question, list, value) in lists {
                let hidden = question == Question::Source && seen.sight.text == TextPart::None;
                if fits(question) && !hidden {
                    *list.entry(value).or_default() += 1;
                }
            }
        }
        let told = |seen: &Seen| seen.sight.text != TextPart::None;
        let kinds: BTreeMap<&str, u64> = SourceKind::ALL
            .into_iter()
            .map(|kind| {
                let of_it = |seen: &Seen| told(seen) && seen.kind(self.charter) == kind;
                (kind.as_str(), self.count(filter, Some(Question::Kind), of_it))
            })
            .collect();
        let preventions: BTreeMap<&str, u64> = Prevention::ALL
            .into_iter()
            .map(|field| {
                let of_it = |seen: &Seen| preventions(seen, self.charter).contains(&field.as_str());
                (field.as_str(), self.count(filter, Some(Question::Prevention), of_it))
            })
            .collect();
        let origins: BTreeMap<&str, u64> = ["citizen", "officer_observed", "unknown"]
            .into_iter()
            .map(|origin| {
                let of_it = |seen: &Seen| told(seen) && seen.typed.origin == origin;
                (origin, self.count(filter, Some(Question::Origin), of_it))
            })
            .collect();
        json!({
            "total": self.count(filter, None, |_| true),
            "previous": self.previous(filter, |_| true),
            "categories": categories, "kinds": kinds, "sources": sources, "origins": origins,
            "preventions": preventions, "partners": partners,
        })
    }

    /// `GET /picture/trends`.
    pub(crate) fn trends(&self, filter: &Filter) -> Value {
        let all: BTreeSet<&str> = self.seen.iter().map(|seen| seen.typed.category).collect();
        let mut trends: Vec<(u64, Option<u64>, &str)> = all
            .into_iter()
            .map(|category| {
                let of_it = |seen: &Seen| seen.typed.category == category;
                (self.count(filter, None, of_it), self.previous(filter, of_it), category)
            })
            .filter(|(count, previous, _)| *count > 0 || previous.is_some_and(|previous| previous > 0))
            .collect();
        trends.sort_by_key(|&(count, _, category)| (std::cmp::Reverse(count), category));
        let line = |(count, previous, category)| json!({ "category": category, "count": count, "previous": previous });
        json!({ "categories": trends.into_iter().map(line).collect::<Vec<Value>>() })
    }

    /// Reports in a bar of the histogram, for which the period of the filter does not count.
    pub(crate) fn bar(&self, filter: &Filter, from: i64, to: i64) -> u64 {
        let bar = Filter { from: Some(from), to: Some(to), ..filter.clone() };
        self.count(&bar, None, |_| true)
    }
}

fn place(seen: &Seen) -> Value {
    match seen.place() {
        Shown::Nowhere => Value::Null,
        Shown::Point([lon, lat]) => json!({ "precision": "exact", "lon": lon, "lat": lat }),
        Shown::Cell(precision, cell) => {
            let [lon, lat] = centre(cell);
            json!({ "precision": precision.as_str(), "cell": cell.to_string(), "lon": lon, "lat": lat })
        }
        Shown::Quarter(area) => json!({
            "precision": "quarter", "division": area.map(|_| "stadtbezirke"), "area": area,
        }),
        Shown::City => json!({ "precision": "city" }),
    }
}
