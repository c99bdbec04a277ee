//! How much would have been met? Hit rates of a ranking of cells at fixed shares of the area, and tests on the past.
//!
//! PAI is how many times more often the chosen cells are hit than their share of the area; PEI is how close that comes to
//! what an oracle could reach with the same area.
//!
//! - Chainey, Tompson, Uhlig 2008 (PAI), Security Journal 21:4-28, <https://doi.org/10.1057/palgrave.sj.8350066>
//! - Hunt 2016 (PEI), Do crime hot spots move?, dissertation, American University
//! - Wheeler, Steenbeek 2021, J Quant Criminol 37:445-480, <https://doi.org/10.1007/s10940-020-09457-7>
//!
//! **Trap:** PAI grows without bound as the area shrinks; a PAI without its share of the area says nothing, and two are
//! comparable at the same share only. **Trap:** where patrols follow the ranking, what they find there is no hit.

mod backtest;
mod findings;

pub use backtest::{BackTest, BackTestPlan, Rival, Share, back_test};
pub use findings::{Confirmation, Confirmed, Finding, FindingsPlan, confirm};

use crate::distribution::normal_quantile;

/// Hits at one share of the area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HitRate {
    /// Share of the area that was chosen.
    pub share: f64,
    /// Share of the events in it.
    pub hits: f64,
    /// Where the hit rate lies with probability 0.95, if the events came independently (Wilson 1927).
    pub interval: [f64; 2],
    /// Hits over share of the area.
    pub pai: f64,
    /// PAI over that of an oracle with the same area: 1 is perfect. **Odd where cells differ much in size.**
    pub pei: f64,
}

/// What speaks against reading hit rates at face value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caution {
    /// Fewer than thirty events: the hit rate jumps with each.
    FewEvents {
        /// How many.
        events: u64,
    },
    /// A share of the area is smaller than its smallest cell, so a part of a cell stands for it.
    LessThanACell {
        /// Which share.
        share: f64,
    },
    /// The largest cell is more than twice the smallest, so the oracle takes small ones, and PEI is low for that reason.
    UnequalCells {
        /// Largest over smallest.
        ratio: f64,
    },
    /// So large a share of the cells has the same score that no ranking tells them apart.
    Tied {
        /// Share of the cells with the commonest score.
        share: f64,
    },
}

/// Hit rates at the asked shares with what to keep in mind.
#[derive(Debug, Clone, PartialEq)]
pub struct HitRates {
    /// One for each share, in the order asked.
    pub rates: Vec<HitRate>,
    /// Events in all.
    pub events: u64,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// Why there are no hit rates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HitError {
    /// Different numbers of cells.
    #[error("There are {scores} scores, {counts} counts and {areas} areas; each cell needs one of each.")]
    Cells {
        /// Scores given.
        scores: usize,
        /// Counts given.
        counts: usize,
        /// Areas given.
        areas: usize,
    },
    /// Not a score.
    #[error("The score of cell {cell} is not a number.")]
    Score {
        /// Which cell.
        cell: usize,
    },
    /// Not an area.
    #[error("The area of cell {cell} must be a number between a billionth and a billion.")]
    Area {
        /// Which cell.
        cell: usize,
    },
    /// Not shares.
    #[error("Shares of the area must lie above 0 and at most at 1; at least one is needed.")]
    Shares,
    /// Nothing to hit.
    #[error("There were no events to hit.")]
    NoEvents,
    /// The plan does not fit the history.
    #[error(
        "The history has {steps} steps; learning from {learn} and looking {ahead} ahead does not fit in."
    )]
    Plan {
        /// Steps of the history.
        steps: usize,
        /// Steps to learn from at least.
        learn: usize,
        /// Steps looked ahead.
        ahead: usize,
    },
    /// A finding outside the history.
    #[error("Finding {finding} names a step or cell that the history does not have, or no cell.")]
    Finding {
        /// Which finding.
        finding: usize,
    },
}

/// Hit rates of the cells in the order of their scores for each unit of area.
///
/// 1. Sort by score over area; cells with equal scores are taken together, as if in random order.
/// 2. Go down to each share of the area; of the cells in which it ends, the matching part of their events counts.
/// 3. The oracle does the same in the order of events over area.
///
/// O(n·log n).
///
/// ```
/// use analysis::hitrate::hit_rates;
///
/// let found = hit_rates(&[3.0, 2.0, 1.0], &[6, 3, 0], &[1.0; 3], &[1.0 / 3.0])?;
/// assert!((found.rates[0].pai - 2.0).abs() < 1e-12 && (found.rates[0].pei - 1.0).abs() < 1e-12);
/// # Ok::<(), analysis::hitrate::HitError>(())
/// ```
pub fn hit_rates(
    scores: &[f64],
    counts: &[u32],
    areas: &[f64],
    shares: &[f64],
) -> Result<HitRates, HitError> {
    check_cells(areas, shares)?;
    if scores.len() != counts.len() || counts.len() != areas.len() {
        return Err(HitError::Cells { scores: scores.len(), counts: counts.len(), areas: areas.len() });
    }
    if let Some(cell) = scores.iter().position(|score| !score.is_finite()) {
        return Err(HitError::Score { cell });
    }
    let events: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    if events == 0 {
        return Err(HitError::NoEvents);
    }
    let ours = Curve::new(scores, counts, areas);
    let oracle = Curve::oracle(counts, areas);
    let rates = shares.iter().map(|&share| rate(share, ours.hits(share), oracle.hits(share), events as f64));
    Ok(HitRates { rates: rates.collect(), events, cautions: cautions(scores, areas, shares, events) })
}

fn check_cells(areas: &[f64], shares: &[f64]) -> Result<(), HitError> {
    if let Some(cell) = areas.iter().position(|area| !(1e-9..=1e9).contains(area)) {
        return Err(HitError::Area { cell });
    }
    let right = |share: &f64| *share > 0.0 && *share <= 1.0;
    if shares.is_empty() || !shares.iter().all(right) { Err(HitError::Shares) } else { Ok(()) }
}

fn rate(share: f64, hits: f64, best: f64, events: f64) -> HitRate {
    let rate = (hits / events).clamp(0.0, 1.0);
    let z = normal_quantile(0.975);
    let spread = z * (rate * (1.0 - rate) / events + z * z / (4.0 * events * events)).sqrt();
    let [middle, scale] = [rate + z * z / (2.0 * events), 1.0 + z * z / events];
    HitRate {
        share,
        hits: rate,
        interval: [((middle - spread) / scale).max(0.0), ((middle + spread) / scale).min(1.0)],
        pai: rate / share,
        pei: if best > 0.0 { (hits / best).min(1.0) } else { 1.0 },
    }
}

/// Events against area in the order of a ranking, both summed up.
struct Curve {
    /// Area and events up to the end of each group of equal scores.
    points: Vec<(f64, f64)>,
}

impl Curve {
    fn new(scores: &[f64], counts: &[u32], areas: &[f64]) -> Self {
        let density = |cell: usize| scores[cell] / areas[cell];
        let mut order: Vec<usize> = (0..areas.len()).collect();
        order.sort_by(|&a, &b| density(b).total_cmp(&density(a)));
        let (mut area, mut hits) = (0.0, 0.0);
        let mut points = vec![(0.0, 0.0)];
        for equal in order.chunk_by(|&a, &b| density(a) == density(b)) {
            for &cell in equal {
                area += areas[cell];
                hits += f64::from(counts[cell]);
            }
            points.push((area, hits));
        }
        Self { points }
    }

    fn oracle(counts: &[u32], areas: &[f64]) -> Self {
        let scores: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
        Self::new(&scores, counts, areas)
    }

    /// Events in the first share of the area.
    fn hits(&self, share: f64) -> f64 {
        let (all, _) = self.points.last().copied().unwrap_or_default();
        let area = share * all;
        let next = self.points.partition_point(|&(end, _)| end < area).clamp(1, self.points.len().max(2) - 1);
        match (self.points.get(next - 1), self.points.get(next)) {
            (Some(&(from, before)), Some(&(to, after))) if to > from => {
                before + (after - before) * ((area - from) / (to - from)).clamp(0.0, 1.0)
            }
            _ => 0.0,
        }
    }
}

fn cautions(scores: &[f64], areas: &[f64], shares: &[f64], events: u64) -> Vec<Caution> {
    let mut found = Vec::new();
    if events < 30 {
        found.push(Caution::FewEvents { events });
    }
    let smallest = areas.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = areas.iter().copied().fold(0.0, f64::max);
    let all: f64 = areas.iter().sum();
    found.extend(
        shares.iter().filter(|&&share| share * all < smallest).map(|&share| Caution::LessThanACell { share }),
    );
    if largest > 2.0 * smallest {
        found.push(Caution::UnequalCells { ratio: largest / smallest });
    }
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let most = sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).max().unwrap_or(0);
    let tied = most as f64 / scores.len() as f64;
    if tied > 0.5 {
        found.push(Caution::Tied { share: tied });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/testthat/test-pai.R` of ptools (commit 31c972b8), "simple pai check".
    #[test]
    fn three_cells_agree_with_ptools() {
        let shares = [1.0 / 3.0, 2.0 / 3.0, 1.0];
        let found = hit_rates(&[3.0, 2.0, 1.0], &[6, 3, 0], &[1.0; 3], &shares).unwrap();
        for (rate, pai) in found.rates.iter().zip([2.0, 1.5, 1.0]) {
            assert!((rate.pai - pai).abs() < 1e-12 && (rate.pei - 1.0).abs() < 1e-12, "{rate:?}");
        }
    }

    #[test]
    fn a_ranking_upside_down_has_the_worst_efficiency() {
        let found = hit_rates(&[1.0, 2.0, 3.0], &[6, 3, 0], &[1.0; 3], &[1.0 / 3.0, 2.0 / 3.0]).unwrap();
        assert!(
            found.rates[0].pai.abs() < 1e-12 && (found.rates[1].pei - 1.0 / 3.0).abs() < 1e-12,
            "{found:?}"
        );
    }

    #[test]
    fn ties_count_as_if_in_random_order_whatever_order_they_come_in() {
        let one = hit_rates(&[1.0; 4], &[8, 0, 0, 0], &[1.0; 4], &[0.5]).unwrap();
        let other = hit_rates(&[1.0; 4], &[0, 0, 0, 8], &[1.0; 4], &[0.5]).unwrap();
        assert_eq!((one.rates[0].hits, other.rates[0].hits), (0.5, 0.5));
        assert!(
            one.cautions.contains(&Caution::Tied { share: 1.0 })
                && one.cautions.contains(&Caution::FewEvents { events: 8 })
        );
    }

    #[test]
    fn a_share_that_ends_within_a_cell_takes_a_part_of_it() {
        let found = hit_rates(&[9.0, 1.0], &[8, 2], &[1.0, 9.0], &[0.05, 0.1, 0.55]).unwrap();
        let hits: Vec<f64> = found.rates.iter().map(|rate| (rate.hits * 100.0).round()).collect();
        assert_eq!(hits, [40.0, 80.0, 90.0]);
        assert!(found.cautions.contains(&Caution::LessThanACell { share: 0.05 }));
        assert!(found.cautions.contains(&Caution::UnequalCells { ratio: 9.0 }));
    }

    /// Wilson's interval of 1 in 10; R 4.2.2: `prop.test(1, 10, correct = FALSE)`.
    #[test]
    fn the_interval_agrees_with_r() {
        let found = hit_rates(&[2.0, 1.0], &[1, 9], &[1.0, 1.0], &[0.5]).unwrap();
        let [low, high] = found.rates[0].interval;
        assert!((low - 0.01787621).abs() < 1e-7 && (high - 0.4041500).abs() < 1e-7, "{low} {high}");
    }

    #[test]
    fn what_has_no_hit_rate_is_told_in_a_sentence() {
        let told = |scores: &[f64], counts: &[u32], areas: &[f64], shares: &[f64]| {
            hit_rates(scores, counts, areas, shares).unwrap_err().to_string()
        };
        assert_eq!(told(&[1.0], &[0], &[1.0], &[0.1]), "There were no events to hit.");
        assert_eq!(
            told(&[1.0], &[1, 2], &[1.0], &[0.1]),
            "There are 1 scores, 2 counts and 1 areas; each cell needs one of each."
        );
        assert_eq!(told(&[f64::NAN], &[1], &[1.0], &[0.1]), "The score of cell 0 is not a number.");
        assert!(told(&[1.0], &[1], &[0.0], &[0.1]).starts_with("The area of cell 0"));
        for shares in [vec![], vec![0.0], vec![1.1], vec![f64::NAN]] {
            assert!(told(&[1.0], &[1], &[1.0], &shares).starts_with("Shares of the area"));
        }
        assert!(hit_rates(&[], &[], &[], &[0.1]).is_err());
    }

    proptest::proptest! {
        #[test]
        fn only_numbers_come_out(
            cells in proptest::collection::vec((proptest::num::f64::ANY, proptest::num::u32::ANY, 1e-9..1e9_f64), 1..20), share in 1e-12..1.0_f64,
        ) {
            let scores: Vec<f64> = cells.iter().map(|cell| cell.0).collect();
            let counts: Vec<u32> = cells.iter().map(|cell| cell.1).collect();
            let areas: Vec<f64> = cells.iter().map(|cell| cell.2).collect();
            for scores in [scores, areas.clone()] {
                let Ok(found) = hit_rates(&scores, &counts, &areas, &[share, 1.0]) else { continue };
                for rate in found.rates {
                    proptest::prop_assert!(rate.pai.is_finite() && (0.0..=1.0).contains(&rate.hits) && (0.0..=1.0).contains(&rate.pei));
                    proptest::prop_assert!(rate.interval[0] <= rate.hits + 1e-12 && rate.hits <= rate.interval[1] + 1e-12);
                }
            }
        }
    }
}
