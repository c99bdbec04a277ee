//! The log likelihood ratio of a zone and window, and the counts from which on it reaches a floor.

/// What a count is compared with.
///
/// The baseline of a cylinder is the number of cases expected in it (Poisson, space-time permutation) or the number of
/// cases and controls in it (Bernoulli).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Statistic {
    /// Kulldorff 1997, for the discrete Poisson model; Kulldorff et al. 2005 for the space-time permutation model.
    Poisson {
        /// All cases.
        cases: f64,
    },
    /// Kulldorff 1997, for the Bernoulli model.
    Bernoulli {
        /// All cases.
        cases: f64,
        /// All cases and controls.
        individuals: f64,
    },
}

/// Two ratios that differ by less are the same: sums of the same numbers in another order differ in the last digits.
pub(super) fn tolerance(ratio: f64) -> f64 {
    1e-9 * (1.0 + ratio.abs())
}

impl Statistic {
    /// The cases expected for a baseline.
    pub(super) fn expected(self, baseline: f64) -> f64 {
        match self {
            Self::Poisson { .. } => baseline,
            Self::Bernoulli { cases, individuals } => baseline * cases / individuals,
        }
    }

    /// All cases.
    pub(super) fn cases(self) -> f64 {
        match self {
            Self::Poisson { cases } | Self::Bernoulli { cases, .. } => cases,
        }
    }

    /// The baseline of everything.
    pub(super) fn total(self) -> f64 {
        match self {
            Self::Poisson { cases } => cases,
            Self::Bernoulli { individuals, .. } => individuals,
        }
    }

    /// The log likelihood ratio, whatever its direction; 0 where nothing can be said.
    pub(super) fn ratio(self, count: f64, baseline: f64) -> f64 {
        let total = self.total();
        if baseline <= 0.0 || baseline >= total {
            return 0.0;
        }
        let ratio = match self {
            Self::Poisson { cases } => {
                part(count, count / baseline) + part(cases - count, (cases - count) / (cases - baseline))
            }
            Self::Bernoulli { cases, individuals } => {
                let (rate, others) = (cases / individuals, 1.0 - cases / individuals);
                let outside = individuals - baseline;
                part(count, count / baseline / rate)
                    + part(baseline - count, (baseline - count) / baseline / others)
                    + part(cases - count, (cases - count) / outside / rate)
                    + part(outside - (cases - count), (outside - (cases - count)) / outside / others)
            }
        };
        if ratio.is_finite() { ratio.max(0.0) } else { 0.0 }
    }

    /// False if the ratio is certainly below a floor: without logarithm or division, from
    /// (1 + x) ln(1 + x) - x <= x²/2 for x >= 0, <= x² else.
    #[inline]
    pub(super) fn may_reach(self, count: f64, baseline: f64, floor: f64) -> bool {
        match self {
            Self::Poisson { cases } => {
                let (distance, outside) = (count - baseline, cases - baseline);
                let inside = if distance > 0.0 { 0.5 * outside } else { outside };
                distance * distance * (inside + baseline) >= floor * baseline * outside
            }
            Self::Bernoulli { .. } => true,
        }
    }
}

/// `count · ln(quotient)`, 0 for no cases.
fn part(count: f64, quotient: f64) -> f64 {
    if count > 0.0 { count * quotient.ln() } else { 0.0 }
}

/// For every baseline, up to a rounding that never hides a cylinder: the smallest count above expectation and the
/// largest below it whose ratio reaches a floor. One comparison of integers then replaces two logarithms.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Thresholds {
    high: Vec<i32>,
    low: Vec<i32>,
}

/// Small baselines are rounded in steps of which 32 are a doubling, from 2^-16 on: the top bits of the number.
const SHIFT: u32 = 52 - 5;
const FIRST: u64 = (1023 - 16) << 5;

/// From here on steps are an eighth of a standard deviation.
const LARGE: f64 = 4.0;
const SMALL_STEPS: usize = 18 * 32 + 1;

impl Thresholds {
    /// The thresholds for a floor, for baselines up to `largest` and at least `fewest` cases in a cluster of high rate.
    pub(super) fn new(statistic: Statistic, floor: f64, largest: f64, fewest: u32) -> Self {
        let floor = floor - tolerance(floor);
        let fewest = i32::try_from(fewest.max(1)).unwrap_or(i32::MAX);
        let cases = statistic.cases() as i32;
        let (mut high, mut low) = (vec![fewest], vec![-1]);
        let steps = step(largest.min(statistic.total())) + 2;
        for number in 1..steps {
            // A root may be rounded across the edge of its step.
            let (from, to) = (edge(number) * (1.0 - 1e-12), edge(number + 1) * (1.0 + 1e-12));
            high.push(first_above(statistic, floor, from, cases).max(fewest));
            low.push(last_below(statistic, floor, to));
        }
        Self { high, low }
    }

    /// No count below this reaches the floor with at least this baseline.
    #[inline]
    pub(super) fn high(&self, baseline: f64) -> i32 {
        self.high[step(baseline).min(self.high.len() - 1)]
    }

    /// No count above this, and below expectation, reaches the floor with at most this baseline.
    #[inline]
    pub(super) fn low(&self, baseline: f64) -> i32 {
        self.low[step(baseline).min(self.low.len() - 1)]
    }
}

/// The step in which a baseline lies; those below 2^-16 share the first.
#[inline]
fn step(baseline: f64) -> usize {
    if baseline < LARGE {
        (baseline.max(0.0).to_bits() >> SHIFT).saturating_sub(FIRST - 1) as usize
    } else {
        SMALL_STEPS + (16.0 * (baseline.sqrt() - 2.0)) as usize
    }
}

/// Not more than any baseline of a step, and not less than any of the one before.
fn edge(number: usize) -> f64 {
    match number.checked_sub(SMALL_STEPS) {
        Some(large) => (large as f64 / 16.0 + 2.0).powi(2),
        None => f64::from_bits((number as u64 + FIRST - 1) << SHIFT),
    }
}

fn first_above(statistic: Statistic, floor: f64, baseline: f64, cases: i32) -> i32 {
    let least = statistic.expected(baseline).floor().min(f64::from(cases)) as i32 + 1;
    // A Bernoulli cylinder holds no more cases than individuals; one a little larger than this step's edge may hold one more.
    let most = match statistic {
        Statistic::Poisson { .. } => cases,
        Statistic::Bernoulli { .. } => cases.min(baseline.floor() as i32),
    };
    let reaches = |count: i32| statistic.ratio(f64::from(count), baseline) >= floor;
    if least > most || !reaches(most) {
        return most.saturating_add(1);
    }
    let (mut short, mut enough) = (least - 1, most);
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if reaches(middle) { enough = middle } else { short = middle }
    }
    enough
}

fn last_below(statistic: Statistic, floor: f64, baseline: f64) -> i32 {
    // With fewer cases than this there would be more controls than there are: such a cylinder does not occur.
    let impossible = |count: i32| match statistic {
        Statistic::Poisson { .. } => false,
        Statistic::Bernoulli { cases, individuals } => baseline - f64::from(count) > individuals - cases,
    };
    let reaches = |count: i32| impossible(count) || statistic.ratio(f64::from(count), baseline) >= floor;
    let most = statistic.expected(baseline).ceil() as i32 - 1;
    if most < 0 || !reaches(0) {
        return -1;
    }
    let (mut enough, mut too_many) = (0, most + 1);
    while too_many - enough > 1 {
        let middle = enough + (too_many - enough) / 2;
        if reaches(middle) { enough = middle } else { too_many = middle }
    }
    enough
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const POISSON: Statistic = Statistic::Poisson { cases: 1175.0 };
    const BERNOULLI: Statistic = Statistic::Bernoulli { cases: 62.0, individuals: 203.0 };

    #[test]
    fn the_ratio_is_that_of_the_papers() {
        let (c, e, all) = (236.0_f64, 176.223_300_6_f64, 1175.0_f64);
        let by_hand = c * (c / e).ln() + (all - c) * ((all - c) / (all - e)).ln();
        assert!((POISSON.ratio(c, e) - by_hand).abs() < 1e-9);
        let (c, n, all, people) = (8.0_f64, 11.0_f64, 62.0_f64, 203.0_f64);
        let likelihood = |c: f64, n: f64| c * (c / n).ln() + (n - c) * ((n - c) / n).ln();
        let by_hand = likelihood(c, n) + likelihood(all - c, people - n) - likelihood(all, people);
        assert!((BERNOULLI.ratio(c, n) - by_hand).abs() < 1e-9);
    }

    #[test]
    fn a_ratio_is_a_number_at_the_ends_too() {
        for statistic in [POISSON, BERNOULLI] {
            for baseline in [0.0, 1.0, statistic.total(), 2.0 * statistic.total()] {
                for count in [0.0, 1.0, statistic.cases()] {
                    assert!(statistic.ratio(count, baseline).is_finite());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn thresholds_hide_no_cylinder(count in 0..1175_u32, baseline in 1e-12..1100.0_f64, floor in 0.0..20.0_f64) {
            let thresholds = Thresholds::new(POISSON, floor, 1100.0, 1);
            let (ratio, count) = (POISSON.ratio(f64::from(count), baseline), count as i32);
            if ratio >= floor && f64::from(count) > baseline {
                prop_assert!(count >= thresholds.high(baseline));
            }
            if ratio >= floor && f64::from(count) < baseline {
                prop_assert!(count <= thresholds.low(baseline));
            }
        }

        #[test]
        fn thresholds_hide_no_cylinder_with_controls(people in 1..203_u32, share in 0.0..=1.0_f64, floor in 0.0..12.0_f64) {
            let count = (f64::from(people) * share).round().min(62.0);
            // No more controls than there are.
            prop_assume!(f64::from(people) - count <= 203.0 - 62.0);
            let thresholds = Thresholds::new(BERNOULLI, floor, 203.0, 1);
            let (ratio, baseline) = (BERNOULLI.ratio(count, f64::from(people)), f64::from(people));
            if ratio >= floor && count > BERNOULLI.expected(baseline) {
                prop_assert!(count as i32 >= thresholds.high(baseline));
            }
            if ratio >= floor && count < BERNOULLI.expected(baseline) {
                prop_assert!(count as i32 <= thresholds.low(baseline));
            }
        }

        #[test]
        fn what_reaches_a_floor_is_not_ruled_out(count in 0..1175_u32, baseline in 1e-6..1174.0_f64, share in 0.0..1.0_f64) {
            let count = f64::from(count);
            prop_assert!(POISSON.may_reach(count, baseline, POISSON.ratio(count, baseline) * share));
        }
    }
}
