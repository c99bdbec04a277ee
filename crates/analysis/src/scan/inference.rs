//! How often chance alone makes a cluster as strong: p values and recurrence intervals.

use super::{PValue, Prepared, kernel::Kernel, statistic::tolerance};
use crate::random::rank_p;

/// Data sets that find out where floors are useful.
const PILOT: u64 = 16;

/// Data sets, at first, between two looks at whether sequential simulation may stop.
const WAVE: u64 = 64;

/// Euler and Mascheroni's constant: the mean of the standard Gumbel distribution.
const EULER_GAMMA: f64 = 0.577_215_664_901_532_9;

/// What chance surpasses more often than this is no cluster; SaTScan does not report such ones either.
const CERTAIN: f64 = 0.9995;

/// Smaller p values are not told apart.
const LEAST_P: f64 = 1e-17;

/// What the simulations say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inference {
    method: PValue,
    /// The largest ratio of each data set, in the order of their numbers.
    pub(super) maxima: Vec<f64>,
    /// Whether sequential simulation stopped before its last data set.
    stopped: bool,
}

impl Inference {
    /// Without simulations.
    pub(super) fn none() -> Self {
        Self { method: PValue::MonteCarlo, maxima: Vec::new(), stopped: false }
    }

    /// Simulates as much as the method needs to judge the most likely cluster, whose ratio is `largest`.
    pub(super) fn new(
        prepared: &Prepared,
        method: PValue,
        replications: u32,
        seed: u64,
        largest: f64,
        done: &(dyn Fn(usize) + Sync),
    ) -> Self {
        let kernel = Kernel::new(prepared, seed);
        Plan { kernel: &kernel, method, replications: replications.into(), largest, done }.simulate()
    }

    /// How likely chance alone makes a most likely cluster at least as strong. None without simulations.
    ///
    /// For clusters but the first this is conservative: it compares them with the strongest of each data set.
    pub(super) fn p(&self, ratio: f64, first: bool) -> Option<f64> {
        let number = self.maxima.len();
        if number == 0 {
            return None;
        }
        let as_strong = self.as_strong(ratio);
        Some(match self.method {
            PValue::Gumbel => gumbel(&self.maxima, ratio),
            // Besag and Clifford: the last data set drawn is one of those that count.
            PValue::Sequential { .. } if self.stopped && first => as_strong as f64 / number as f64,
            PValue::Sequential { .. } | PValue::MonteCarlo => rank_p(as_strong, number),
        })
    }

    /// Whether chance practically always makes a cluster as strong. The fitted distribution says so, because the few
    /// simulated data sets at that end would say something else with each seed.
    pub(super) fn is_certain(&self, ratio: f64) -> bool {
        !self.maxima.is_empty() && gumbel(&self.maxima, ratio) > CERTAIN
    }

    fn as_strong(&self, ratio: f64) -> usize {
        self.maxima.iter().filter(|largest| **largest >= ratio - tolerance(ratio)).count()
    }
}

struct Plan<'a> {
    kernel: &'a Kernel<'a>,
    method: PValue,
    replications: u64,
    largest: f64,
    done: &'a (dyn Fn(usize) + Sync),
}

impl Plan<'_> {
    fn simulate(&self) -> Inference {
        let numbers = |from: u64, to: u64| -> Vec<u64> { (from..to.min(self.replications)).collect() };
        // Where the largest of so many cylinders usually lies; if it does not, floors only cost more time.
        let prepared = self.kernel.prepared;
        let cylinders = prepared.zones.number as f64 * prepared.windows.number() as f64;
        let guess = 0.45 * (cylinders + 1.0).ln();
        let mut maxima = self.kernel.maxima(&numbers(0, PILOT), guess, self.done);
        let mut sorted = maxima.clone();
        sorted.sort_by(f64::total_cmp);
        let floor = sorted.get(1).map_or(0.0, |ratio| ratio * 0.97);
        let (wave, enough) = match self.method {
            PValue::Sequential { exceedances } => (WAVE, exceedances.max(1) as usize),
            PValue::MonteCarlo | PValue::Gumbel => (self.replications, usize::MAX),
        };
        let mut next = PILOT;
        loop {
            if let Some(last) = self.last_needed(&maxima, enough) {
                maxima.truncate(last + 1);
                let stopped = (maxima.len() as u64) < self.replications;
                return Inference { method: self.method, maxima, stopped };
            }
            if next >= self.replications {
                return Inference { method: self.method, maxima, stopped: false };
            }
            // Twice as many each time: a few too many cost less than many small rounds.
            let last = next + wave.max(next);
            maxima.extend(self.kernel.maxima(&numbers(next, last), floor, self.done));
            next = last;
        }
    }

    /// The data set with which enough are at least as strong as what was observed.
    fn last_needed(&self, maxima: &[f64], enough: usize) -> Option<usize> {
        let least = self.largest - tolerance(self.largest);
        let mut as_strong = maxima.iter().enumerate().filter(|(_, largest)| **largest >= least);
        as_strong.nth(enough - 1).map(|(at, _)| at)
    }
}

/// The p value of a Gumbel distribution with mean and standard deviation of the simulated maxima.
///
/// Abrams, Kleinman and Kulldorff 2010, <https://doi.org/10.1186/1476-072X-9-61>: scan maxima follow it closely, and it
/// gives p values below 1 / (n + 1).
fn gumbel(maxima: &[f64], ratio: f64) -> f64 {
    let number = maxima.len() as f64;
    let mean = maxima.iter().sum::<f64>() / number;
    let variance = maxima.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (number - 1.0).max(1.0);
    let scale = variance.sqrt() * 6.0_f64.sqrt() / std::f64::consts::PI;
    if scale <= tolerance(mean) {
        // All data sets are alike: there is no distribution to fit.
        return rank_p(maxima.iter().filter(|one| **one >= ratio - tolerance(ratio)).count(), maxima.len());
    }
    let location = mean - EULER_GAMMA * scale;
    (-(-(-(ratio - location) / scale).exp()).exp_m1()).clamp(LEAST_P, 1.0)
}

/// In how many analyses chance alone makes one cluster as strong, on average.
///
/// With `analyses` so far, among which the p value already adjusts, it is 1 / (1 - (1 - p)^(1 / analyses)).
pub(super) fn recurrence(p: f64, analyses: usize) -> f64 {
    let once = -((-p).ln_1p() / analyses.max(1) as f64).exp_m1();
    1.0 / once.clamp(LEAST_P / analyses.max(1) as f64, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recurrence_interval_is_one_through_p_or_longer_after_more_analyses() {
        assert!((recurrence(0.01, 1) - 100.0).abs() < 1e-9);
        // One percent over 30 analyses: each alone would have to be that much rarer.
        let once = 1.0 - 0.99_f64.powf(1.0 / 30.0);
        assert!((recurrence(0.01, 30) - 1.0 / once).abs() < 1e-6);
        assert_eq!(recurrence(1.0, 7), 1.0);
        assert!(recurrence(LEAST_P, 365).is_finite());
    }

    #[test]
    fn the_gumbel_p_is_that_of_its_distribution() {
        // Quantiles of the Gumbel distribution with location 8 and scale 1.5.
        let maxima: Vec<f64> =
            (0..10_000).map(|at| 8.0 - 1.5 * (-((f64::from(at) + 0.5) / 10_000.0).ln()).ln()).collect();
        let exact = |x: f64| -(-(-(x - 8.0) / 1.5_f64).exp()).exp_m1();
        for ratio in [8.0, 12.0, 20.0] {
            assert!((gumbel(&maxima, ratio) / exact(ratio) - 1.0).abs() < 0.03, "{ratio}");
        }
        assert_eq!(gumbel(&maxima, 1e9), LEAST_P);
        assert_eq!(gumbel(&[2.0, 2.0, 2.0], 2.0), 1.0);
        assert_eq!(gumbel(&[2.0, 2.0, 2.0], 3.0), 0.25);
    }
}
