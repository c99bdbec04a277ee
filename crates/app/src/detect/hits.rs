//! How well the findings of the last twelve months would have foretold where it happened next, beside the simplest maps
//! there are: the density of the last weeks, and the same as in the last month. And whether it went on where something
//! was found. Both by trying it on the past, with the reports that the scope holds in this night.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use analysis::hitrate::{self, BackTest, BackTestPlan, FindingsPlan, HitError, HitRate, back_test, confirm};
use domain::{
    charter::{Charter, Detection},
    finding::{Basis, Finding},
    ids::CategoryId,
    time::Day,
};
use h3o::CellIndex;
use serde::{Deserialize, Serialize};

use crate::picture::Case;

/// Rings of cells over which a report is smeared: about 300 metres for one standard deviation.
const RINGS: u32 = 3;

/// What findings and simple maps would have hit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hits {
    /// Weeks that were foretold, some at a time.
    pub weeks: u32,
    /// How often.
    pub trials: u32,
    /// Reports that came in these weeks.
    pub reports: u64,
    /// Shares of the area, in percent.
    pub percent: Vec<u32>,
    /// The ways to foretell, that of the findings first.
    pub rankings: Vec<Ranking>,
    /// Findings that were announced in these weeks.
    pub announced: u32,
    /// Of those that are old enough to say: how many.
    pub judged: u32,
    /// Of these: how many went on.
    pub went_on: u32,
}

/// A way to foretell, and how well it did at each share of the area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// Which.
    pub by: RankedBy,
    /// How many times more often the chosen cells were hit than their share of the area.
    pub pai: Vec<f64>,
    /// That over what was possible: 1 is perfect.
    pub pei: Vec<f64>,
}

/// The order in which cells are expected to be hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankedBy {
    /// What was announced in the last weeks first, then the density.
    Findings,
    /// Kernel density of the weeks before.
    Density,
    /// The same as in the weeks before.
    Recent,
}

impl RankedBy {
    /// The name used in files and words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Density => "density",
            Self::Recent => "recent",
        }
    }
}

/// The reports of a scope by week and cell, gathered one by one.
pub(crate) struct Past<'a> {
    rules: &'a Detection,
    last: Day,
    /// Numbers of the categories that count happening.
    happens: Vec<bool>,
    weekly: HashMap<CellIndex, Vec<u32>>,
    earliest: Option<Day>,
    announced: Vec<Announced>,
}

/// A finding, and the weeks before and after it was announced: in its cells and elsewhere.
struct Announced {
    day: Day,
    cells: HashSet<CellIndex>,
    kinds: Vec<bool>,
    weekly: Vec<[u32; 2]>,
}

impl<'a> Past<'a> {
    /// Nothing gathered yet, up to `last`; `categories` is what the numbers of cases mean.
    pub(crate) fn new(
        charter: &Charter,
        rules: &'a Detection,
        last: Day,
        categories: &[CategoryId],
        findings: &[Finding],
    ) -> Self {
        let happens = |id: &CategoryId| charter.category(id).is_some_and(|of| !of.measures_checking);
        let weeks = Self::weeks_around(rules);
        let announced =
            findings.iter().filter(|finding| finding.basis == Basis::Reported).filter_map(|finding| {
                let night = finding.nights.first()?;
                Some(Announced {
                    day: night.day,
                    cells: night.cluster.cells.iter().copied().collect(),
                    kinds: categories.iter().map(|id| night.cluster.categories.contains(id)).collect(),
                    weekly: vec![[0; 2]; weeks],
                })
            });
        let announced = announced.filter(|one| one.day.0 > last.0 - rules.record_days as i32).collect();
        Self {
            rules,
            last,
            happens: categories.iter().map(happens).collect(),
            weekly: HashMap::new(),
            earliest: None,
            announced,
        }
    }

    /// The first day that it needs.
    pub(crate) fn first(rules: &Detection, last: Day) -> Day {
        let weeks = Self::steps(rules).max(rules.record_days as usize / 7 + Self::weeks_around(rules));
        Day(last.0 + 1 - 7 * weeks as i32)
    }

    fn steps(rules: &Detection) -> usize {
        (rules.record_days / 7 + rules.record_learn_weeks) as usize
    }

    /// Weeks before and after a finding that say whether it went on.
    fn weeks_around(rules: &Detection) -> usize {
        (rules.record_learn_weeks + 2 * rules.record_ahead_weeks) as usize
    }

    /// Adds a report.
    pub(crate) fn add(&mut self, case: &Case) {
        let kind = usize::from(case.category);
        if !Basis::Reported.holds(case.origin, self.rules) || !self.happens[kind] || case.day > self.last {
            return;
        }
        self.earliest = Some(self.earliest.map_or(case.day, |earliest| earliest.min(case.day)));
        let steps = Self::steps(self.rules);
        let ago = ((self.last.0 - case.day.0) / 7) as usize;
        if ago < steps {
            self.weekly.entry(case.cell).or_insert_with(|| vec![0; steps])[steps - 1 - ago] += 1;
        }
        let before = (self.rules.record_learn_weeks + self.rules.record_ahead_weeks) as i32 * 7;
        for one in self.announced.iter_mut().filter(|one| one.kinds[kind]) {
            let week = (case.day.0 - (one.day.0 - before + 1)).div_euclid(7);
            if let Some(week) = usize::try_from(week).ok().and_then(|week| one.weekly.get_mut(week)) {
                week[usize::from(!one.cells.contains(&case.cell))] += 1;
            }
        }
    }

    /// The record; `None` where there is too little past for one.
    pub(crate) fn hits(&self) -> Option<Hits> {
        let rules = self.rules;
        let (learn, ahead) = (rules.record_learn_weeks as usize, rules.record_ahead_weeks as usize);
        let steps = Self::steps(rules);
        let there = ((self.last.0 - self.earliest?.0 + 1) / 7).max(0) as usize;
        let weeks = there.min(steps).checked_sub(learn)? / ahead * ahead;
        if weeks == 0 || weeks * 7 < rules.record_least_days as usize {
            return None;
        }
        // The area is every cell with a report in this time, and those around it.
        let cells: BTreeSet<CellIndex> =
            self.weekly.keys().flat_map(|cell| cell.grid_disk::<Vec<CellIndex>>(1)).collect();
        let skipped = steps - weeks - learn;
        let none = vec![0; steps];
        let of = |cell: &CellIndex| self.weekly.get(cell).unwrap_or(&none);
        let history: Vec<Vec<u32>> =
            (skipped..steps).map(|week| cells.iter().map(|cell| of(cell)[week]).collect()).collect();
        let from = self.last.0 + 1 - 7 * (weeks + learn) as i32;
        let announced: Vec<(i32, Vec<CellIndex>)> = self
            .announced
            .iter()
            .filter(|one| one.day.0 >= from + 7 * learn as i32)
            .map(|one| (one.day.0 - from, one.cells.iter().copied().collect()))
            .collect();
        let shares = rules.record_percent.iter().map(|&percent| f64::from(percent) / 100.0).collect();
        let plan = BackTestPlan { learn, ahead, every: ahead, shares };
        let [findings, density] = back_tests(&cells, &history, &announced, &plan, learn).ok()?;
        let ranking = |by, test: &BackTest, rate: fn(&hitrate::Share) -> HitRate| {
            let rates: Vec<HitRate> = test.shares.iter().map(rate).collect();
            let rounded = |value: f64| (value * 100.0).round() / 100.0;
            Ranking {
                by,
                pai: rates.iter().map(|rate| rounded(rate.pai)).collect(),
                pei: rates.iter().map(|rate| rounded(rate.pei)).collect(),
            }
        };
        let (judged, went_on) = self.went_on(cells.len());
        Some(Hits {
            weeks: weeks as u32,
            trials: density.trials as u32,
            reports: density.events,
            percent: rules.record_percent.clone(),
            rankings: vec![
                ranking(RankedBy::Findings, &findings, |share| share.tried),
                ranking(RankedBy::Density, &density, |share| share.tried),
                ranking(RankedBy::Recent, &density, |share| share.recent),
            ],
            announced: announced.len() as u32,
            judged,
            went_on,
        })
    }

    /// Of how many findings it can be said whether it went on with more than usual of their kind, and of how many it did.
    fn went_on(&self, area: usize) -> (u32, u32) {
        let ahead = self.rules.record_ahead_weeks as usize;
        let plan = FindingsPlan { ahead, gap: ahead, usual: self.rules.record_learn_weeks as usize };
        let before = 7 * (plan.gap + plan.usual) as i32;
        let (mut judged, mut went_on) = (0, 0);
        for one in &self.announced {
            let known = self.earliest.is_some_and(|earliest| earliest.0 <= one.day.0 - before + 1);
            if !known || one.day.0 + 7 * ahead as i32 > self.last.0 {
                continue;
            }
            let history: Vec<Vec<u32>> = one.weekly.iter().map(|week| week.to_vec()).collect();
            let own = one.cells.len().max(1) as f64;
            let areas = [own, (area as f64 - own).max(1.0)];
            let finding = hitrate::Finding { step: plan.gap + plan.usual - 1, cells: vec![0] };
            if let Ok(confirmed) = confirm(&history, &areas, &[finding], &plan) {
                judged += confirmed.findings.len() as u32;
                went_on += confirmed.went_on as u32;
            }
        }
        (judged, went_on)
    }
}

/// Tries two orders of cells on the past: what was announced in the last `ahead` weeks before all others and then the
/// density of the last `learned` weeks, and that density alone. `history` has the reports of each week and cell, in the
/// order of `cells`; `announced` says how many days after its beginning something was announced, and where.
pub fn back_tests(
    cells: &BTreeSet<CellIndex>,
    history: &[Vec<u32>],
    announced: &[(i32, Vec<CellIndex>)],
    plan: &BackTestPlan,
    learned: usize,
) -> Result<[BackTest; 2], HitError> {
    let number: BTreeMap<CellIndex, usize> = cells.iter().copied().zip(0..).collect();
    let bells: Vec<Vec<(usize, f64)>> = cells.iter().map(|cell| bell(*cell, &number)).collect();
    let density = |past: &[Vec<u32>]| {
        let mut score = vec![0.0; bells.len()];
        for week in &past[past.len().saturating_sub(learned)..] {
            for (cell, &count) in week.iter().enumerate().filter(|(_, count)| **count > 0) {
                bells[cell].iter().for_each(|(other, weight)| score[*other] += f64::from(count) * weight);
            }
        }
        score
    };
    let findings = |past: &[Vec<u32>]| {
        let (now, weeks) = (7 * past.len() as i32, 7 * plan.ahead as i32);
        let mut score = density(past);
        let first = score.iter().sum::<f64>() + 1.0;
        let known = announced.iter().filter(|(day, _)| (now - weeks..now).contains(day));
        let places: BTreeSet<&CellIndex> = known.flat_map(|(_, cells)| cells).collect();
        for &cell in places.into_iter().filter_map(|cell| number.get(cell)) {
            score[cell] += first;
        }
        score
    };
    let areas = vec![1.0; cells.len()];
    Ok([back_test(history, &areas, plan, findings)?, back_test(history, &areas, plan, density)?])
}

/// A cell and those around it, weighted by a bell of about 300 metres.
fn bell(cell: CellIndex, number: &BTreeMap<CellIndex, usize>) -> Vec<(usize, f64)> {
    let around: Vec<(CellIndex, u32)> = cell.grid_disk_distances(RINGS);
    let weight = |steps: u32| (-0.5 * f64::from(steps).powi(2)).exp();
    around.into_iter().filter_map(|(other, steps)| Some((*number.get(&other)?, weight(steps)))).collect()
}

#[cfg(test)]
mod tests {
    use domain::{
        finding::{Change, Cluster, Night, Scope},
        ids::{FindingId, ReportId},
        place::{Place, centre},
        report::Origin,
        time::Timestamp,
    };

    use super::*;

    const LAST: Day = Day(20_000);

    fn cell(n: i32) -> CellIndex {
        Place::new(7.7 + f64::from(n) * 0.01, 51.68).unwrap().cell_at(h3o::Resolution::Nine)
    }

    fn report(day: i32, cell: CellIndex, origin: Origin) -> Case {
        Case {
            id: ReportId::from_chance([0; 16]),
            version: 1,
            category: 0,
            source: Some(0),
            origin,
            day: Day(day),
            cell,
            place: cell,
            point: centre(cell),
            disclosed: None,
            at_most: None,
        }
    }

    fn found(day: i32, at: CellIndex) -> Finding {
        let cluster = Cluster {
            categories: vec!["laerm".parse().unwrap()],
            without: Vec::new(),
            cells: vec![at],
            from: Day(day - 10),
            to: Day(day),
            observed: 12,
            expected: 3.0,
            places: 5,
            recurrence_days: 900.0,
            evidence: Default::default(),
            doubts: Vec::new(),
        };
        Finding {
            id: FindingId::from_chance([1; 16]),
            scope: Scope::Unit { partner: "stadt".parse().unwrap(), unit: "kod".parse().unwrap() },
            basis: Basis::Reported,
            categories: cluster.categories.clone(),
            found_at: Timestamp(0),
            nights: vec![Night { day: Day(day), change: Change::New, cluster }],
        }
    }

    fn hits(weeks: i32, findings: &[Finding], wave: impl Fn(i32) -> i32) -> Option<Hits> {
        let charter = Charter::parse(include_str!("../../../../charters/hamm.toml")).unwrap();
        let rules = charter.detection.clone().unwrap();
        let kinds = ["laerm".parse().unwrap()];
        let mut past = Past::new(&charter, &rules, LAST, &kinds, findings);
        for day in LAST.0 - 7 * weeks + 1..=LAST.0 {
            // Each day one somewhere, and in cell 3 as many as the wave says.
            past.add(&report(day, cell(day % 30 + 10), Origin::Citizen));
            (0..wave(day)).for_each(|_| past.add(&report(day, cell(3), Origin::Citizen)));
            (0..9).for_each(|_| past.add(&report(day, cell(5), Origin::OfficerObserved)));
        }
        past.hits()
    }

    #[test]
    fn a_place_that_goes_on_is_hit_by_every_order_and_what_officers_saw_is_no_hit() {
        let found_on = LAST.0 - 100;
        let of_late = |day: i32| if day > found_on - 10 { 3 } else { 0 };
        let hits = hits(70, &[found(found_on, cell(3)), found(LAST.0, cell(3))], of_late).unwrap();
        assert_eq!((hits.weeks, hits.trials, &hits.percent), (52, 13, &vec![1, 2, 5]));
        assert_eq!((hits.announced, hits.judged, hits.went_on), (2, 1, 1));
        let by: Vec<RankedBy> = hits.rankings.iter().map(|ranking| ranking.by).collect();
        assert_eq!(by, [RankedBy::Findings, RankedBy::Density, RankedBy::Recent]);
        for ranking in &hits.rankings {
            assert!(ranking.pai[0] > 10.0 && ranking.pai[0] > ranking.pai[2], "{hits:#?}");
            assert!(ranking.pei.iter().all(|pei| (0.0..=1.0).contains(pei)), "{hits:#?}");
        }
        let reports = 52 * 7 + 3 * 110;
        assert_eq!(hits.reports, reports, "what officers saw is no hit");
    }

    #[test]
    fn what_ended_when_it_was_found_did_not_go_on() {
        let found_on = LAST.0 - 100;
        let before = |day: i32| if (found_on - 10..=found_on).contains(&day) { 3 } else { 0 };
        let hits = hits(70, &[found(found_on, cell(3))], before).unwrap();
        assert_eq!((hits.announced, hits.judged, hits.went_on), (1, 1, 0));
    }

    #[test]
    fn a_short_past_makes_no_record_and_a_shorter_one_a_shorter_one() {
        assert_eq!(hits(19, &[], |_| 1), None);
        let hits = hits(21, &[], |_| 1).unwrap();
        assert_eq!((hits.weeks, hits.trials, hits.announced), (12, 3, 0));
        assert_eq!(hits.rankings[0].pai, hits.rankings[1].pai, "without findings it is the density");
    }
}
