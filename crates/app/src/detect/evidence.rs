//! What other methods say about a place and a time, and the figures that stand beside a finding whenever it is looked at.

use std::collections::{BTreeSet, HashMap};

use analysis::{
    knox::{Event, KnoxOptions, knox},
    local::{self, Heat, Neighbours, gi_star},
    series::{EarsMethod, EarsOptions, ears},
};
use domain::{
    charter::Detection,
    finding::{Cluster, Evidence, Finding},
    place::{Precision, centre},
    time::Day,
};
use h3o::CellIndex;

use super::{belongs, study::Plan};
use crate::picture::Cases;

/// Share of weeks that are above the band by chance alone.
pub(super) const ALPHA: f64 = 0.025;
/// The last weeks, of which one above the band says something.
const JUDGED: usize = 4;
/// Weeks of a series.
const WEEKS: usize = 26;
/// Days in which near repeats are looked for.
const NEAR_DAYS: i32 = 91;
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
    /// How the reports of its area and time arose and by which source they came: for its map and nothing else.
    pub(crate) by_cell: Vec<(CellIndex, u32)>,
    /// Finest precision at which the places of all of its reports may leave their owner, if limited.
    pub(crate) at_most: Option<Precision>,
}

/// How many reports of a finding's kind a cluster of it has now; the cases are in order of their days.
pub(crate) fn recount(cases: &Cases, finding: &Finding, cluster: &Cluster, rules: &Detection) -> u32 {
    let cells: BTreeSet<CellIndex> = cluster.cells.iter().copied().collect();
    let from = cases.cases.partition_point(|case| case.day < cluster.from);
    let to = cases.cases.partition_point(|case| case.day <= cluster.to);
    let is_in = |number: &usize| {
        counts(cases, finding, cluster, rules, *number) && cells.contains(&cases.cases[*number].cell)
    };
    (from..to).filter(is_in).count() as u32
}

/// Whether a case is of a finding's kind, and of a source that counts.
fn counts(cases: &Cases, finding: &Finding, cluster: &Cluster, rules: &Detection, number: usize) -> bool {
    let source = cases.cases[number].source.map(|source| &cases.sources[usize::from(source)]);
    belongs(cases, &cluster.categories, finding.basis, rules, number)
        && source.is_none_or(|source| !cluster.without.contains(source))
}

/// Counts a finding anew: same kind, same cells, same days, over what the scope holds now.
pub(crate) fn measure(cases: &Cases, finding: &Finding, cluster: &Cluster, rules: &Detection) -> Measured {
    let cells: BTreeSet<CellIndex> = cluster.cells.iter().copied().collect();
    let first = Day(cluster.to.0 - rules.past_days as i32 + 1);
    let (mut all, mut here, mut then, mut both) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut places = BTreeSet::new();
    let mut weeks = [0_u32; WEEKS];
    let mut by_cell: HashMap<CellIndex, u32> = HashMap::new();
    let (mut at_most, mut earliest): (Option<Precision>, Option<Day>) = (None, None);
    for number in 0..cases.cases.len() {
        let case = &cases.cases[number];
        if case.day < first || case.day > cluster.to {
            continue;
        }
        if !counts(cases, finding, cluster, rules, number) {
            continue;
        }
        let (is_here, is_then) = (cells.contains(&case.cell), case.day >= cluster.from);
        all += 1;
        here += u32::from(is_here);
        then += u32::from(is_then);
        both += u32::from(is_here && is_then);
        if is_here && is_then {
            places.insert(case.place);
            *by_cell.entry(case.cell).or_default() += 1;
            at_most = at_most.into_iter().chain(case.at_most).min();
        }
        earliest = earliest.or(Some(case.day));
        if is_here && let Some(count) = weeks.get_mut(((cluster.to.0 - case.day.0) / 7) as usize) {
            *count += 1;
        }
    }
    weeks.reverse();
    // Before its first report there are no weeks without any, there are none.
    let past =
        earliest.map_or(0, |earliest| (cluster.to.0 - earliest.0 + 1) / 7).clamp(1, WEEKS as i32) as usize;
    let weeks = &weeks[WEEKS - past..];
    let expected = if all == 0 { 0.0 } else { f64::from(here) * f64::from(then) / f64::from(all) };
    let mut by_cell: Vec<(CellIndex, u32)> = by_cell.into_iter().collect();
    by_cell.sort_unstable();
    let weeks = band(weeks, cluster.to, ALPHA);
    Measured { observed: both, expected, places: places.len() as u32, weeks, by_cell, at_most }
}

pub(super) fn band(counts: &[u32], last: Day, alpha: f64) -> Vec<Week> {
    let options = EarsOptions { alpha, ..EarsOptions::new(EarsMethod::C2) };
    let steps = ears(counts, &options).map(|ears| ears.steps).unwrap_or_default();
    let step = |at: usize| steps.iter().find(|step| step.at == at).map(|step| (step.expected, step.upper));
    let from = |at: usize| Day(last.0 - 7 * (counts.len() - at) as i32 + 1);
    counts.iter().enumerate().map(|(at, &count)| Week { from: from(at), count, expected: step(at) }).collect()
}

/// What the series of the area, Gi* and near repeats say.
pub(super) fn evidence(cases: &Cases, plan: &Plan, cluster: &Cluster) -> Evidence {
    Evidence {
        series: series(cases, plan, cluster),
        hot: hot(cases, plan, cluster),
        near_repeats: near_repeats(cases, plan),
    }
}

/// Whether one of the last four weeks is above the band.
fn series(cases: &Cases, plan: &Plan, cluster: &Cluster) -> Option<bool> {
    let cells: BTreeSet<CellIndex> = cluster.cells.iter().copied().collect();
    let weeks = ((plan.last.0 - plan.first.0 + 1) / 7).clamp(0, WEEKS as i32) as usize;
    let mut counts = vec![0_u32; weeks];
    for case in plan.rows.iter().map(|&row| &cases.cases[row]).filter(|case| cells.contains(&case.cell)) {
        if let Some(count) = counts.get_mut(((plan.last.0 - case.day.0) / 7) as usize) {
            *count += 1;
        }
    }
    counts.reverse();
    // Four weeks are asked, so each is asked more strictly.
    let weeks = band(&counts, plan.last, ALPHA / JUDGED as f64);
    let judged: Vec<bool> = weeks
        .iter()
        .rev()
        .take(JUDGED)
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

/// Whether reports of this kind follow each other closely, anywhere in the city and the last three months.
fn near_repeats(cases: &Cases, plan: &Plan) -> Option<bool> {
    let late =
        plan.rows.iter().map(|&row| &cases.cases[row]).filter(|case| case.day.0 > plan.last.0 - NEAR_DAYS);
    let (_, lat) = centre(*plan.cells.first()?);
    let flat = |(lon, lat_of): (f64, f64)| [lon * DEGREE_M * lat.to_radians().cos(), lat_of * DEGREE_M];
    let events: Vec<Event> = late.map(|case| Event { place: flat(case.point), time: case.day.0 }).collect();
    if !NEAR_EVENTS.contains(&events.len()) {
        return None;
    }
    let options = KnoxOptions {
        distances: vec![200.0, 400.0],
        times: vec![7, 14],
        permutations: 199,
        ..KnoxOptions::default()
    };
    let found = knox(&events, &options).ok()?;
    Some(found.bands.iter().any(|band| band.further_than.is_some() && band.q <= 0.05))
}
