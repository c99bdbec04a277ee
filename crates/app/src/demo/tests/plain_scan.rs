//! The search once more, as plainly as it can be written, to say whether something could have been found in a night:
//! circles around every cell, periods to the last day, chance from reports whose days are dealt anew. It shares no code
//! with `analysis::scan` and none with the plans of a run.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    charter::{Charter, Detection},
    ids::CategoryId,
    place::{Place, centre},
    time::Day,
};
use h3o::CellIndex;

use crate::{detect::RunNotes, picture::Cases};

/// Data sets with dealt days.
const DEALT: usize = 999;

/// The strongest circle around one of the cells that are `near`, in any kind of report with `category` in it: every how
/// many nights chance alone would bring one as strong, all analyses of the night counted.
pub(super) fn strongest(
    (cases, notes): (&Cases, &RunNotes),
    charter: &Charter,
    night: Day,
    category: &CategoryId,
    near: impl Fn(CellIndex) -> bool,
) -> f64 {
    let rules = charter.detection.as_ref().unwrap();
    let analyses = f64::from(notes.analyses.max(1));
    let kinds = kinds(charter).into_iter().filter(|kind| kind.contains(category));
    let nights = kinds.map(|kind| {
        let lag = kind.iter().map(|category| rules.lag_of(category)).max().unwrap();
        let scan = Scan::new(cases, notes, &kind, Day(night.0 - lag as i32), rules);
        let p = scan.p(&near, 1.0 / (f64::from(rules.announce_days) * analyses));
        1.0 / (1.0 - (1.0 - p).powf(analyses))
    });
    nights.fold(0.0, f64::max)
}

/// Each category that counts happening, and each with its related ones.
fn kinds(charter: &Charter) -> BTreeSet<BTreeSet<CategoryId>> {
    let happens = |id: &CategoryId| !charter.category(id).unwrap().measures_checking;
    let all = charter.categories.iter().filter(|category| happens(&category.id));
    let kinds = all.flat_map(|category| {
        let related = category.related.iter().filter(|id| happens(id)).cloned();
        let alone = BTreeSet::from([category.id.clone()]);
        [alone.clone(), alone.into_iter().chain(related).collect()]
    });
    kinds.collect()
}

struct Scan {
    /// Number of the cell of each report, and how many days before the last one it happened.
    reports: Vec<(usize, usize)>,
    cells: Vec<CellIndex>,
    /// For each cell all within reach, the nearest first.
    circles: Vec<Vec<usize>>,
    longest: usize,
    least: u32,
}

impl Scan {
    fn new(
        cases: &Cases,
        notes: &RunNotes,
        kind: &BTreeSet<CategoryId>,
        last: Day,
        rules: &Detection,
    ) -> Self {
        let counts = |case: &&crate::picture::Case| {
            let source = case.source.map(|source| &cases.sources[usize::from(source)]);
            kind.contains(&cases.categories[usize::from(case.category)])
                && rules.origins.contains(&case.origin)
                && source.is_none_or(|source| !notes.young.contains_key(source))
                && case.day <= last
        };
        let held: Vec<&crate::picture::Case> = cases.cases.iter().filter(counts).collect();
        let cells: BTreeSet<CellIndex> = held.iter().map(|case| case.cell).collect();
        let cells: Vec<CellIndex> = cells.into_iter().collect();
        let number: HashMap<CellIndex, usize> = cells.iter().copied().zip(0..).collect();
        let reports = held.iter().map(|case| (number[&case.cell], (last.0 - case.day.0) as usize)).collect();
        let circles = cells.iter().map(|&middle| {
            let (lon, lat) = centre(middle);
            let middle = Place::new(lon, lat).unwrap();
            let far = |&cell: &usize| {
                let (lon, lat) = centre(cells[cell]);
                middle.distance_m(lon, lat)
            };
            let mut reach: Vec<usize> =
                (0..cells.len()).filter(|cell| far(cell) <= f64::from(rules.radius_m)).collect();
            reach.sort_by(|a, b| far(a).total_cmp(&far(b)));
            reach
        });
        let circles = circles.collect();
        Self { reports, circles, cells, longest: rules.longest_days as usize, least: rules.least_reports }
    }

    /// Probability that chance alone brings a circle as strong as the strongest with a cell that is near. 1 where even the
    /// one circle for itself, as if no other had been looked at, is not below `level`.
    fn p(&self, near: impl Fn(CellIndex) -> bool, level: f64) -> f64 {
        let near: Vec<bool> = self.cells.iter().map(|&cell| near(cell)).collect();
        let all = self.reports.len() as u32;
        let (mut found, mut alone) = (0.0_f64, 1.0_f64);
        self.circles(&self.reports, |circle, observed, here, then| {
            if circle.iter().any(|&cell| near[cell]) {
                found = found.max(ratio(observed, here, then, all));
                alone = alone.min(tail(observed, here, then, all));
            }
        });
        if alone >= level {
            return 1.0;
        }
        let mut days: Vec<usize> = self.reports.iter().map(|(_, ago)| *ago).collect();
        let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
        let mut deal = || {
            for one in (1..days.len()).rev() {
                // The upper bits of a congruential generator.
                chance =
                    chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                days.swap(one, ((chance >> 33) as usize) % (one + 1));
            }
            let dealt: Vec<(usize, usize)> =
                self.reports.iter().zip(&days).map(|((cell, _), ago)| (*cell, *ago)).collect();
            let mut highest = 0.0_f64;
            self.circles(&dealt, |_, observed, here, then| {
                highest = highest.max(ratio(observed, here, then, all));
            });
            highest
        };
        let highest: Vec<f64> = (0..DEALT).map(|_| deal()).collect();
        // The highest of many follow Gumbel's distribution; its two numbers from their mean and spread.
        let mean = highest.iter().sum::<f64>() / DEALT as f64;
        let spread = highest.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (DEALT - 1) as f64;
        let scale = (6.0 * spread).sqrt() / std::f64::consts::PI;
        let location = mean - 0.577_215_664_901_532_9 * scale;
        -(-(-(found - location) / scale).exp()).exp_m1()
    }

    /// Shows every circle in every period in which there are enough reports: the circle, its reports in the period, all
    /// of its reports, all of the period.
    fn circles(&self, reports: &[(usize, usize)], mut visit: impl FnMut(&[usize], u32, u32, u32)) {
        let mut recent: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        let (mut of_cell, mut of_period) = (vec![0_u32; self.cells.len()], vec![0_u32; self.longest]);
        for &(cell, ago) in reports {
            of_cell[cell] += 1;
            if ago < self.longest {
                of_period[ago] += 1;
                recent.entry(cell).or_insert_with(|| vec![0; self.longest])[ago] += 1;
            }
        }
        for circle in &self.circles {
            let (mut here, mut daily) = (0, vec![0_u32; self.longest]);
            for (number, cell) in circle.iter().enumerate() {
                here += of_cell[*cell];
                let Some(days) = recent.get(cell) else { continue };
                daily.iter_mut().zip(days).for_each(|(sum, day)| *sum += day);
                if daily.iter().sum::<u32>() < self.least {
                    continue;
                }
                let (mut observed, mut then) = (0, 0);
                for (day, all_day) in daily.iter().zip(&of_period) {
                    observed += day;
                    then += all_day;
                    if observed >= self.least {
                        visit(&circle[..=number], observed, here, then);
                    }
                }
            }
        }
    }
}

/// Log likelihood ratio; 0 where there is not more than expected.
fn ratio(observed: u32, here: u32, then: u32, all: u32) -> f64 {
    let [observed, here, then, all] = [observed, here, then, all].map(f64::from);
    let expected = here * then / all;
    if observed <= expected {
        return 0.0;
    }
    let rest =
        if all > observed { (all - observed) * ((all - observed) / (all - expected)).ln() } else { 0.0 };
    observed * (observed / expected).ln() + rest
}

/// Probability that of `then` out of `all` reports, drawn by lot, `least` or more are among `here` (hypergeometric).
fn tail(least: u32, here: u32, then: u32, all: u32) -> f64 {
    let ln_choose = |n: u32, k: u32| (0..k).map(|i| (f64::from(n - i) / f64::from(i + 1)).ln()).sum::<f64>();
    let one = |k: u32| (ln_choose(here, k) + ln_choose(all - here, then - k) - ln_choose(all, then)).exp();
    let fewest = then.saturating_sub(all - here).max(least);
    (fewest..=here.min(then)).map(one).sum()
}

#[test]
fn the_tail_is_that_of_whole_numbers() {
    // Sum of C(40, k) * C(960, 30 - k) / C(1000, 30) from k = 6 on, in whole numbers of any length.
    assert!((tail(6, 40, 30, 1_000) / 0.000_814_163_817_993_384 - 1.0).abs() < 1e-9);
}
