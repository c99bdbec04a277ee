//! What is scanned: each kind of report for itself, and with its related kinds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use analysis::scan::{self, Model, Options, PValue, Places, Study, Windows, scan};
use domain::{
    charter::{Charter, Detection},
    finding::Basis,
    ids::{CategoryId, SourceId},
    place::centre,
    time::Day,
};
use h3o::CellIndex;

use crate::picture::Cases;

/// Simulated data sets of a scan: enough for the Gumbel distribution, with which p values below their number are told.
const REPLICATIONS: u32 = 199;
/// Most findings of one scan.
const CLUSTERS: usize = 6;

/// One scan.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) categories: Vec<CategoryId>,
    pub(crate) basis: Basis,
    /// First and last day.
    pub(crate) first: Day,
    pub(crate) last: Day,
    /// Its reports, as numbers of the scope's cases.
    pub(crate) rows: Vec<usize>,
    /// The cells that have any, in order.
    pub(crate) cells: Vec<CellIndex>,
    longest: usize,
}

/// The scans of a scope: only those for which there is something to find.
pub(super) fn plans(
    cases: &Cases,
    charter: &Charter,
    rules: &Detection,
    last: Day,
    past: u32,
    young: &BTreeMap<SourceId, u64>,
) -> Vec<Plan> {
    if past < rules.least_past_days {
        return Vec::new();
    }
    let mut by_category: HashMap<(&CategoryId, Basis), Vec<usize>> = HashMap::new();
    for (number, case) in cases.cases.iter().enumerate() {
        if case.source.is_some_and(|source| young.contains_key(&cases.sources[usize::from(source)])) {
            continue;
        }
        for basis in [Basis::Reported, Basis::Observed] {
            if basis.holds(case.origin, rules) {
                let category = &cases.categories[usize::from(case.category)];
                by_category.entry((category, basis)).or_default().push(number);
            }
        }
    }
    let mut plans = Vec::new();
    for basis in [Basis::Reported, Basis::Observed] {
        for categories in groups(charter) {
            let lag = categories.iter().map(|category| rules.lag_of(category)).max().unwrap_or(0);
            let end = Day(last.0 - lag as i32);
            let parts = categories.iter().filter_map(|category| by_category.get(&(category, basis)));
            // A group of which only one kind occurs is that kind.
            if categories.len() > 1 && parts.clone().count() < 2 {
                continue;
            }
            let mut rows: Vec<usize> = parts.flatten().copied().collect();
            rows.retain(|&row| cases.cases[row].day <= end);
            rows.sort_unstable();
            let longest = rules.longest_days.min(past / 3);
            let late = rows.iter().filter(|&&row| cases.cases[row].day.0 > end.0 - longest as i32).count();
            if late < rules.least_reports as usize || rows.len() < 2 * late {
                continue;
            }
            let cells: BTreeSet<CellIndex> = rows.iter().map(|&row| cases.cases[row].cell).collect();
            let first = Day(last.0 - past.min(rules.past_days) as i32 + 1);
            plans.push(Plan {
                categories,
                basis,
                first,
                last: end,
                rows,
                cells: cells.into_iter().collect(),
                longest: longest as usize,
            });
        }
    }
    plans
}

/// Each category that counts happening, for itself, and with its related ones; each set once.
fn groups(charter: &Charter) -> Vec<Vec<CategoryId>> {
    let happens = |id: &CategoryId| charter.category(id).is_some_and(|category| !category.measures_checking);
    let mut seen: BTreeSet<BTreeSet<CategoryId>> = BTreeSet::new();
    let mut groups = Vec::new();
    for category in charter.categories.iter().filter(|category| !category.measures_checking) {
        groups.push(vec![category.id.clone()]);
    }
    for category in charter.categories.iter().filter(|category| !category.measures_checking) {
        let related = category.related.iter().filter(|id| happens(id)).cloned();
        let group: Vec<CategoryId> = std::iter::once(category.id.clone()).chain(related).collect();
        if group.len() > 1 && seen.insert(group.iter().cloned().collect()) {
            groups.push(group);
        }
    }
    groups
}

impl Plan {
    /// The clusters that reach to the last day.
    pub(super) fn scan(&self, cases: &Cases, rules: &Detection) -> Vec<scan::Cluster> {
        let place: HashMap<CellIndex, u32> = self.cells.iter().copied().zip(0..).collect();
        let mut counts: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for &row in &self.rows {
            let case = &cases.cases[row];
            let interval = (case.day.0 - self.first.0).max(0) as u32;
            if let Some(&place) = place.get(&case.cell) {
                *counts.entry((place, interval)).or_default() += 1;
            }
        }
        let centres = self.cells.iter().map(|&cell| {
            let (lon, lat) = centre(cell);
            [lat, lon]
        });
        let study = Study {
            places: Places::Geographic(centres.collect()),
            intervals: (self.last.0 - self.first.0 + 1).max(0) as usize,
            cases: counts
                .into_iter()
                .map(|((place, day), number)| scan::Cases::new(place, day, number))
                .collect(),
            model: Model::SpaceTimePermutation,
        };
        let options = Options {
            windows: Windows::Prospective { longest: self.longest, since: None },
            max_radius: Some(f64::from(rules.radius_m) / 1_000.0),
            min_cases: rules.least_reports,
            replications: REPLICATIONS,
            seed: self.last.0.unsigned_abs().into(),
            p_value: PValue::Gumbel,
            max_clusters: CLUSTERS,
            ..Options::default()
        };
        // What cannot be scanned (all at one place, all on one day) has nothing to compare with.
        let found = scan(&study, &options, &|_| {}).map(|found| found.clusters).unwrap_or_default();
        // What one analysis alone would bring too often is neither announced nor followed.
        let least = 1.0 / f64::from(rules.keep_days.min(rules.announce_days));
        found.into_iter().filter(|cluster| cluster.p.is_some_and(|p| p <= least)).collect()
    }

    /// The reports of a cluster, as numbers of the scope's cases.
    pub(super) fn members(&self, cases: &Cases, cluster: &scan::Cluster) -> Vec<usize> {
        let inside: BTreeSet<CellIndex> = cluster.members.iter().map(|&place| self.cells[place]).collect();
        let days = self.first.0 + cluster.start as i32..=self.first.0 + cluster.end as i32;
        let is_in = |row: &usize| {
            let case = &cases.cases[*row];
            days.contains(&case.day.0) && inside.contains(&case.cell)
        };
        self.rows.iter().copied().filter(is_in).collect()
    }
}

/// How many different places reports are from, as far as they are shown.
pub(super) fn places(cases: &Cases, members: &[usize]) -> u32 {
    members.iter().map(|&row| cases.cases[row].place).collect::<BTreeSet<_>>().len() as u32
}
