//! What other methods say about a place and a time, and the figures that stand beside a finding whenever it is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use analysis::{
    knox::{Event, KnoxOptions, knox},
    local::{self, Heat, Neighbours, gi_star},
    series::{EarsMethod, EarsOptions, ears},
};
use domain::{
    charter::Detection,
    finding::{Basis, Cluster, Evidence, Finding},
    ids::{CategoryId, SourceId},
    place::{Precision, centre},
    time::Day,
};
use h3o::CellIndex;

use super::study::Plan;
use crate::picture::{Case, Cases};

/// Weeks of a series.
const WEEKS: usize = 26;
/// Fewer events say nothing about near repeats; more would take too long.
const NEAR_EVENTS: std::ops::RangeInclusive<usize> = 20..=5_000;
/// Metres in a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// A week of the area's series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// First day.
    pub from: Day,
    /// Reports.
    pub count: u32,
    /// Mean and upper end of what the seven weeks before the last two let expect; none at the beginning.
    pub expected: Option<(f64, f64)>,
}

/// The figures of a finding, as they are now in the eyes of its scope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub(crate) observed: u32,
    pub(crate) expected: f64,
    pub(crate) places: u32,
    pub(crate) weeks: Vec<Week>,
    /// How many of its reports are in each cell.
    pub(crate) by_cell: Vec<(CellIndex, u32)>,
    /// Finest precision at which the places of all of its reports may leave their owner, if limited.
    pub(crate) at_most: Option<Precision>,
    /// For each of its nights how many reports its cluster has now.
    pub(crate) nights: Vec<u32>,
}

/// What a night's cluster counts.
struct Counted {
    categories: Vec<bool>,
    without: Vec<bool>,
    cells: HashSet<CellIndex>,
    from: Day,
    to: Day,
    count: u32,
}

impl Counted {
    fn new(cluster: &Cluster, categories: &[CategoryId], sources: &[SourceId]) -> Self {
        Self {
            categories: categories.iter().map(|id| cluster.categories.contains(id)).collect(),
            without: sources.iter().map(|id| cluster.without.contains(id)).collect(),
            cells: cluster.cells.iter().copied().collect(),
            from: cluster.from,
            to: cluster.to,
            count: 0,
        }
    }

    /// Whether a case is of its kind, and of a source that counts.
    fn is_of(&self, case: &Case) -> bool {
        self.categories[usize::from(case.category)]
            && case.source.is_none_or(|source| !self.without[usize::from(source)])
    }

    fn add(&mut self, case: &Case) {
        let is_in = case.day >= self.from && case.day <= self.to && self.cells.contains(&case.cell);
        self.count += u32::from(is_in && self.is_of(case));
    }
}

/// Counts a finding anew, case by case: same kind, same cells, same days.
pub(crate) struct Tally<'r> {
    rules: &'r Detection,
    basis: Basis,
    first: Day,
    last: Counted,
    nights: Vec<Counted>,
    /// The cells of all of its nights.
    somewhere: HashSet<CellIndex>,
    all: u32,
    here: u32,
    then: u32,
    places: BTreeSet<CellIndex>,
    weeks: [u32; WEEKS],
    by_cell: BTreeMap<CellIndex, u32>,
    at_most: Option<Precision>,
    earliest: Option<Day>,
}

impl<'r> Tally<'r> {
    /// Nothing counted yet, of a finding whose last night has this cluster; `categories` and `sources` are what the
    /// numbers of cases mean.
    pub(crate) fn new(
        finding: &Finding,
        cluster: &Cluster,
        rules: &'r Detection,
        (categories, sources): (&[CategoryId], &[SourceId]),
    ) -> Self {
        let counted = |cluster| Counted::new(cluster, categories, sources);
        let nights: Vec<Counted> = finding.nights.iter().map(|night| counted(&night.cluster)).collect();
        Self {
            rules,
            basis: finding.basis,
            first: Day(cluster.to.0 - rules.past_days as i32 + 1),
            last: counted(cluster),
            somewhere: nights.iter().flat_map(|night| night.cells.iter().copied()).collect(),
            nights,
            all: 0,
            here: 0,
            then: 0,
            places: BTreeSet::new(),
            weeks: [0; WEEKS],
            by_cell: BTreeMap::new(),
            at_most: None,
            earliest: None,
        }
    }

    /// Counts a case, if it belongs to it.
    pub(crate) fn add(&mut self, case: &Case) {
        if !self.basis.holds(case.origin, self.rules) {
            return;
        }
        if self.somewhere.contains(&case.cell) {
            self.nights.iter_mut().for_each(|night| night.add(case));
        }
        if case.day < self.first || case.day > self.last.to || !self.last.is_of(case) {
            return;
        }
        let (is_here, is_then) = (self.last.cells.contains(&case.cell), case.day >= self.last.from);
        self.all += 1;
        self.here += u32::from(is_here);
        self.then += u32::from(is_then);
        if is_here && is_then {
            self.last.count += 1;
            self.places.insert(case.place);
            *self.by_cell.entry(case.cell).or_default() += 1;
            self.at_most = self.at_most.into_iter().chain(case.at_most).min();
        }
        self.earliest = Some(self.earliest.map_or(case.day, |earliest| earliest.min(case.day)));
        if is_here && let Some(count) = self.weeks.get_mut(((self.last.to.0 - case.day.0) / 7) as usize) {
            *count += 1;
        }
    }

    /// The figures.
    pub(crate) fn finish(mut self) -> Measured {
        let to = self.last.to;
        self.weeks.reverse();
        // Before its first report there are no weeks without any, there are none.
        let past =
            self.earliest.map_or(0, |earliest| (to.0 - earliest.0 + 1) / 7).clamp(1, WEEKS as i32) as usize;
        let expected = match self.all {
            0 => 0.0,
            all => f64::from(self.here) * f64::from(self.then) / f64::from(all),
        };
        Measured {
            observed: self.last.count,
            expected,
            places: self.places.len() as u32,
            weeks: band(&self.weeks[WEEKS - past..], to, alpha(self.rules)),
            by_cell: self.by_cell.into_iter().collect(),
            at_most: self.at_most,
            nights: self.nights.iter().map(|night| night.count).collect(),
        }
    }
}

/// Share of weeks that are above the band by chance alone.
pub(super) fn alpha(rules: &Detection) -> f64 {
    f64::from(rules.band_per_mille) / 1_000.0
}

pub(super) fn band(counts: &[u32], last: Day, alpha: f64) -> Vec<Week> {
    let options = EarsOptions { alpha, ..EarsOptions::new(EarsMethod::C2) };
    let steps = ears(counts, &options).map(|ears| ears.steps).unwrap_or_default();
    let step = |at: usize| steps.iter().find(|step| step.at == at).map(|step| (step.expected, step.upper));
    let from = |at: usize| Day(last.0 - 7 * (counts.len() - at) as i32 + 1);
    counts.iter().enumerate().map(|(at, &count)| Week { from: from(at), count, expected: step(at) }).collect()
}

/// What the series of the area and Gi* say; near repeats are those of all reports of the kind.
pub(super) fn evidence(
    cases: &Cases,
    plan: &Plan,
    cluster: &Cluster,
    rules: &Detection,
    near_repeats: Option<bool>,
) -> Evidence {
    Evidence { series: series(cases, plan, cluster, rules), hot: hot(cases, plan, cluster), near_repeats }
}

/// Whether one of the last weeks is above the band.
fn series(cases: &Cases, plan: &Plan, cluster: &Cluster, rules: &Detection) -> Option<bool> {
    let asked = rules.judged_weeks as usize;
    let cells: BTreeSet<CellIndex> = cluster.cells.iter().copied().collect();
    let weeks = ((plan.last.0 - plan.first.0 + 1) / 7).clamp(0, WEEKS as i32) as usize;
    let mut counts = vec![0_u32; weeks];
    for case in plan.rows.iter().map(|&row| &cases.cases[row]).filter(|case| cells.contains(&case.cell)) {
        if let Some(count) = counts.get_mut(((plan.last.0 - case.day.0) / 7) as usize) {
            *count += 1;
        }
    }
    counts.reverse();
    // Several weeks are asked, so each is asked more strictly.
    let weeks = band(&counts, plan.last, alpha(rules) / asked as f64);
    let judged: Vec<bool> = weeks
        .iter()
        .rev()
        .take(asked)
        .filter_map(|week| week.expected.map(|(_, upper)| f64::from(week.count) > upper))
        .collect();
    (!judged.is_empty()).then(|| judged.contains(&true))
}

/// Whether a cell of the cluster is hot among all cells of the same days.
fn hot(cases: &Cases, plan: &Plan, cluster: &Cluster) -> Option<bool> {
    let number: HashMap<CellIndex, usize> = plan.cells.iter().copied().zip(0..).collect();
    let mut counts = vec![0.0; plan.cells.len()];
    for case in plan.rows.iter().map(|&row| &cases.cases[row]).filter(|case| case.day >= cluster.from) {
        if let Some(&cell) = number.get(&case.cell) {
            counts[cell] += 1.0;
        }
    }
    let lists = plan.cells.iter().map(|cell| {
        let around = cell.grid_disk::<Vec<CellIndex>>(1).into_iter().filter(move |other| other != cell);
        around.filter_map(|other| number.get(&other).copied()).collect::<Vec<usize>>()
    });
    let neighbours = Neighbours::new(lists).ok()?;
    let options = local::Options { permutations: 9_999, ..local::Options::default() };
    let cells = gi_star(&counts, &neighbours, &options).ok()?.cells;
    let is_hot = |cell: &CellIndex| number.get(cell).is_some_and(|&cell| cells[cell].heat == Heat::Hot);
    Some(cluster.cells.iter().any(is_hot))
}

/// Whether reports of this kind follow each other closely, anywhere in the city and of late.
pub(super) fn near_repeats(cases: &Cases, plan: &Plan, rules: &Detection) -> Option<bool> {
    let first = plan.last.0 - rules.near_days as i32;
    let late = plan.rows.iter().map(|&row| &cases.cases[row]).filter(|case| case.day.0 > first);
    let (_, lat) = centre(*plan.cells.first()?);
    let flat = |(lon, lat_of): (f64, f64)| [lon * DEGREE_M * lat.to_radians().cos(), lat_of * DEGREE_M];
    let events: Vec<Event> = late.map(|case| Event { place: flat(case.point), time: case.day.0 }).collect();
    if !NEAR_EVENTS.contains(&events.len()) {
        return None;
    }
    let options = KnoxOptions {
        distances: rules.near_m.iter().copied().map(f64::from).collect(),
        times: rules.near_within_days.clone(),
        permutations: 199,
        ..KnoxOptions::default()
    };
    let found = knox(&events, &options).ok()?;
    Some(found.bands.iter().any(|band| band.further_than.is_some() && band.q <= 0.05))
}
