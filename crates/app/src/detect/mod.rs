//! The search for findings: for each scope of the charter, over exactly what that scope holds.
//!
//! [`study`] makes scans of reports, [`evidence`] asks other methods about what they found, [`doubts`] says what speaks
//! against it, `domain::finding::follow` decides what is new, and [`hits`] tries on the past how well it would have
//! foretold what came. Nothing here decides who sees what.

pub(crate) mod doubts;
pub(crate) mod effect;
mod evidence;
pub(crate) mod hits;
mod study;
pub(crate) mod trial;

use std::collections::{BTreeMap, HashMap};

use analysis::scan;
use domain::{
    charter::{Charter, Detection},
    finding::{Basis, Candidate, Cluster, Doubt},
    ids::{CategoryId, ReportId, SourceId},
    report::Channel,
    time::{Day, Timestamp},
};
pub use evidence::Week;
pub(crate) use evidence::{Measured, Tally};
use serde::{Deserialize, Serialize};
use study::Plan;

use crate::picture::Cases;

/// What a run did for a scope, and what it did not.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunNotes {
    /// Reports that were looked at.
    pub reports: u64,
    /// Left out: without a place, or with one coarser than a cell.
    pub coarse: u64,
    /// Left out: another report of the same happening is counted.
    pub twice: u64,
    /// Left out: in categories that measure checking.
    pub checking: u64,
    /// Left out: in categories that the charter does not know any more.
    pub unknown: u64,
    /// Left out: of sources that have too little past to compare with.
    pub young: BTreeMap<SourceId, u64>,
    /// Scans of this night, which the recurrence intervals count.
    pub analyses: u32,
    /// Found for the first time.
    pub new: u32,
    /// Followed from earlier nights.
    pub followed: u32,
    /// Held back for a night: they rest on reports that came late and at once.
    pub held: u32,
    /// Not announced: more than the charter allows in a night.
    pub beyond: u32,
    /// How well findings would have foretold what came; none where there is too little past.
    pub hits: Option<hits::Hits>,
}

/// What only the owner of a report knows of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) channel: Channel,
    /// When it was there: entered, or seen with the others of its batch.
    pub(crate) arrived: Timestamp,
}

/// What is known of reports, by identifier; only of a unit's own.
pub(crate) type Loaded = HashMap<ReportId, Known>;

/// What is computed of a scope before anything is compared with earlier nights.
pub(crate) struct Search {
    plans: Vec<Plan>,
    found: Vec<Found>,
    /// Of each origin of which something was found: some reports of before and of now.
    samples: BTreeMap<Basis, [Vec<usize>; 2]>,
    pub(crate) notes: RunNotes,
    /// Days of past that there are.
    past: u32,
}

/// A cluster that a scan found.
struct Found {
    /// Number of its plan.
    plan: usize,
    cluster: scan::Cluster,
    /// Its reports.
    members: Vec<usize>,
}

/// Searches a scope's reports. `last` is the last day that a run may look at.
pub(crate) fn search(cases: &Cases, charter: &Charter, rules: &Detection, last: Day) -> Search {
    let mut notes = RunNotes {
        reports: cases.cases.len() as u64,
        coarse: cases.coarse,
        twice: cases.twice,
        ..RunNotes::default()
    };
    let past = cases.cases.iter().map(|case| (last.0 - case.day.0 + 1).max(0) as u32).max().unwrap_or(0);
    notes.young = young_sources(cases, rules, last, past);
    for case in &cases.cases {
        match charter.category(&cases.categories[usize::from(case.category)]) {
            None => notes.unknown += 1,
            Some(category) if category.measures_checking => notes.checking += 1,
            Some(_) => {}
        }
    }
    let plans: Vec<Plan> = study::plans(cases, charter, rules, last, past, &notes.young);
    notes.analyses = plans.len() as u32;
    let (mut found, mut samples) = (Vec::new(), BTreeMap::new());
    let days = (Day(last.0 - past.min(rules.past_days) as i32 + 1), Day(last.0 - rules.lag_days as i32));
    for (number, plan) in plans.iter().enumerate() {
        for cluster in plan.scan(cases, rules) {
            let members = plan.members(cases, &cluster);
            found.push(Found { plan: number, cluster, members });
            samples.entry(plan.basis).or_insert_with(|| doubts::samples(cases, plan.basis, days, rules));
        }
    }
    Search { plans, found, samples, notes, past }
}

/// Sources with too little past: what they bring looks new wherever it is.
fn young_sources(cases: &Cases, rules: &Detection, last: Day, past: u32) -> BTreeMap<SourceId, u64> {
    let mut first: BTreeMap<u16, (Day, u64)> = BTreeMap::new();
    for (case, source) in cases.cases.iter().filter_map(|case| Some((case, case.source?))) {
        let (day, number) = first.entry(source).or_insert((case.day, 0));
        *day = (*day).min(case.day);
        *number += 1;
    }
    let least = past * rules.source_percent / 100;
    let young = first.into_iter().filter(|(_, (day, _))| ((last.0 - day.0 + 1).max(0) as u32) < least);
    young.map(|(source, (_, number))| (cases.sources[usize::from(source)].clone(), number)).collect()
}

impl Search {
    /// What was found as candidates, with what other methods say and what speaks against it. `loaded` are the reports of
    /// a unit that [`Self::wanted`] asked for; `ran_at` is the moment for which the run knows what there is.
    pub(crate) fn candidates(
        &self,
        cases: &Cases,
        rules: &Detection,
        loaded: &Loaded,
        ran_at: Timestamp,
    ) -> Vec<Candidate> {
        let analyses = f64::from(self.notes.analyses.max(1));
        let growing: BTreeMap<Basis, Option<Doubt>> = self
            .samples
            .iter()
            .map(|(basis, samples)| (*basis, doubts::growing_channel(cases, samples, loaded, rules)))
            .collect();
        let mut near: BTreeMap<usize, Option<bool>> = BTreeMap::new();
        let candidate = |Found { plan: number, cluster: found, members }: &Found| {
            let plan = &self.plans[*number];
            let p = found.p.unwrap_or(1.0);
            let mut cluster = Cluster {
                categories: plan.categories.clone(),
                without: self.notes.young.keys().cloned().collect(),
                cells: found.members.iter().map(|&place| plan.cells[place]).collect(),
                from: Day(plan.first.0 + found.start as i32),
                to: Day(plan.first.0 + found.end as i32),
                observed: found.observed,
                expected: found.expected,
                places: study::places(cases, members),
                recurrence_days: recurrence_days(p, analyses),
                evidence: Default::default(),
                doubts: Vec::new(),
            };
            let near = *near.entry(*number).or_insert_with(|| evidence::near_repeats(cases, plan, rules));
            cluster.evidence = evidence::evidence(cases, plan, &cluster, rules, near);
            let growing = growing.get(&plan.basis).copied().flatten();
            let told = doubts::Told { cases, plan, members, loaded, rules, past: self.past, growing };
            cluster.doubts = told.doubts(&cluster);
            let held = told.came_at_once(ran_at) * 100 >= rules.held_percent as usize * members.len();
            Candidate { basis: plan.basis, cluster, held }
        };
        self.found.iter().map(candidate).collect()
    }

    /// The reports, with their versions, that [`Self::candidates`] wants to look into: those found, and for each origin
    /// some of before and some of now, to see whether the channels changed.
    pub(crate) fn wanted(&self, cases: &Cases) -> Vec<(ReportId, u32)> {
        let found = self.found.iter().flat_map(|found| &found.members);
        let rows = found.chain(self.samples.values().flatten().flatten());
        let mut wanted: Vec<(ReportId, u32)> =
            rows.map(|&number| (cases.cases[number].id, cases.cases[number].version)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }
}

/// Every how many nights chance alone brings one as strong in any of a night's analyses.
fn recurrence_days(p: f64, analyses: f64) -> f64 {
    let of_night = -f64::exp_m1(analyses * f64::ln_1p(-p.clamp(0.0, 1.0)));
    (1.0 / of_night.max(1e-9)).min(36_525.0)
}

/// Whether a case belongs to a kind: its category among these, its origin of this basis.
fn belongs(cases: &Cases, categories: &[CategoryId], basis: Basis, rules: &Detection, number: usize) -> bool {
    let case = &cases.cases[number];
    basis.holds(case.origin, rules) && categories.contains(&cases.categories[usize::from(case.category)])
}

#[cfg(test)]
mod tests {
    #[test]
    fn more_analyses_make_the_same_p_less_surprising() {
        let one = super::recurrence_days(0.001, 1.0);
        let ten = super::recurrence_days(0.001, 10.0);
        assert!((one - 1_000.0).abs() < 1e-6 && (ten - 100.45).abs() < 0.01, "{one} {ten}");
        assert_eq!(super::recurrence_days(0.0, 1.0), 36_525.0, "a hundred years are enough");
        assert_eq!(super::recurrence_days(1.0, 3.0), 1.0);
    }
}
