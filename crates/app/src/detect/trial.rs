//! The search tried on its own: reports of one kind, night after night, with the very steps of a run. It measures how soon
//! what was planted is found, and how often something is found that is not there.

use std::ops::RangeInclusive;

use domain::{
    charter::Charter,
    finding::{Cluster, Finding, Night, Scope, follow},
    ids::{CategoryId, FindingId, ReportId},
    place::Place,
    report::Origin,
    time::{DAY_MS, Day, Timestamp},
};
use h3o::{CellIndex, Resolution};

use super::{Loaded, search};
use crate::{
    App,
    error::ActError,
    picture::{Case, Cases},
};

/// A report of a trial: its day and its cell of resolution 11.
pub type Event = (Day, CellIndex);

/// Reports of one kind.
#[derive(Debug, Clone)]
pub struct Trial {
    charter: Charter,
    scope: Scope,
    events: Vec<Event>,
}

impl Trial {
    /// A trial by the rules of a charter; all reports count as citizens' of its first category that counts happening.
    pub fn new(charter: &Charter, scope: Scope, mut events: Vec<Event>) -> Self {
        let mut charter = charter.clone();
        charter.categories.retain(|category| !category.measures_checking);
        charter.categories.truncate(1);
        events.sort_unstable();
        Self { charter, scope, events }
    }

    /// What is announced in each of these nights, each night knowing the reports up to its day.
    pub fn nights(&self, nights: RangeInclusive<i32>) -> Vec<(Day, Cluster)> {
        let Some(rules) = &self.charter.detection else { return Vec::new() };
        let (mut open, mut announced): (Vec<Finding>, Vec<(Day, Cluster)>) = (Vec::new(), Vec::new());
        for night in nights.map(Day) {
            let cases = self.cases(Day(night.0 - rules.past_days as i32 + 1), night);
            let searched = search(&cases, &self.charter, rules, night);
            let ran_at = Timestamp((i64::from(night.0) + 1) * DAY_MS);
            let candidates = searched.candidates(&cases, rules, &Loaded::new(), ran_at);
            let followed = follow(&open, candidates, night, rules);
            for (id, next) in followed.continued {
                open.iter_mut()
                    .filter(|known| known.id == id)
                    .for_each(|known| known.nights.push(next.clone()));
            }
            for new in followed.new {
                announced.push((night, new.cluster.clone()));
                open.push(Finding {
                    id: FindingId::from_chance((announced.len() as u128).to_le_bytes()),
                    scope: self.scope.clone(),
                    basis: new.basis,
                    categories: new.cluster.categories.clone(),
                    found_at: ran_at,
                    nights: vec![Night {
                        day: night,
                        change: domain::finding::Change::New,
                        cluster: new.cluster,
                    }],
                });
            }
            let gone = Day(night.0 - rules.gap_days as i32);
            open.retain(|known| known.last().is_some_and(|last| last.day >= gone));
        }
        announced
    }

    fn cases(&self, first: Day, last: Day) -> Cases {
        let case = |&(day, cell): &Event| {
            let nine = cell.parent(Resolution::Nine).unwrap_or(cell);
            Case {
                id: ReportId::from_chance([0; 16]),
                version: 1,
                category: 0,
                source: Some(0),
                origin: Origin::Citizen,
                day,
                cell: nine,
                place: cell,
                point: domain::place::centre(cell),
                disclosed: None,
                at_most: None,
            }
        };
        let here = self.events.iter().filter(|(day, _)| (first..=last).contains(day));
        Cases {
            cases: here.map(case).collect(),
            categories: self.charter.categories.iter().map(|category| category.id.clone()).collect(),
            sources: self.charter.sources.iter().take(1).map(|source| source.id.clone()).collect(),
            ..Cases::default()
        }
    }
}

impl App {
    /// A unit's own reports of a category, as a trial takes them.
    pub async fn trial_events(&self, scope: &Scope, category: &CategoryId) -> Result<Vec<Event>, ActError> {
        let today = self.now().day(&self.zone());
        let (app, scope, category) = (self.clone(), scope.clone(), category.clone());
        let read = move || {
            let index = app.0.index.read();
            let cases =
                index.cases(&scope, app.now(), (Day(0), today), Some(&[category]), &Default::default());
            cases.cases.iter().map(|case| (case.day, case.place)).collect()
        };
        crate::acts::detect::apart(read).await
    }

    /// The cell of resolution 11 at a place.
    pub fn trial_cell(lon: f64, lat: f64) -> Option<CellIndex> {
        Place::new(lon, lat).ok().map(|place| place.cell_at(Resolution::Eleven))
    }
}
