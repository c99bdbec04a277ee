//! EARS C1, C2 and C3: more than the last days, for series without history.

use super::{Caution, SeriesError, by_chance, check_level};
use crate::distribution::normal_quantile;

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarsMethod {
    /// The baseline ends the step before: quick, but a slow rise hides in its own baseline.
    C1,
    /// Two steps lie between baseline and step, so that a rise does not hide itself.
    C2,
    /// Sums what C2 has above 1 on this and the two steps before: slow rises add up, and an alarm goes on for a while.
    C3,
}

/// How to judge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarsOptions {
    /// Which method.
    pub method: EarsMethod,
    /// Probability of a false alarm on each step, if the counts were normal. **At 0.001 a city of 200 series has one false
    /// alarm every five days.**
    pub alpha: f64,
    /// Steps of the baseline. **With daily counts take whole weeks, or every Saturday is an alarm.**
    pub baseline: usize,
    /// The deviation is taken to be at least this. **Without it a single report after an empty week is infinitely unusual.**
    pub least_deviation: f64,
}

impl EarsOptions {
    /// The usual setting of a method: a week, 0.001 (C3: 0.025) and half a report.
    pub fn new(method: EarsMethod) -> Self {
        let alpha = if method == EarsMethod::C3 { 0.025 } else { 0.001 };
        Self { method, alpha, baseline: 7, least_deviation: 0.5 }
    }
}

/// One judged step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarsStep {
    /// Its place in the series.
    pub at: usize,
    /// What was counted.
    pub observed: u32,
    /// Mean of the baseline.
    pub expected: f64,
    /// Counts above this raise an alarm.
    pub upper: f64,
    /// Whether it did.
    pub alarm: bool,
}

/// All steps that have a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Ears {
    /// In order of time.
    pub steps: Vec<EarsStep>,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// Judges each step by mean and standard deviation of the steps before.
///
/// With m and s of the baseline (ending one step before for C1, three for C2 and C3), C = (count - m) / s. C1 and C2 raise
/// an alarm when C is above z, the normal quantile; C3 when the sum of max(0, C2 - 1) over three steps is. Solved for the
/// count: above m + z·s, or for C3 above m + s·(1 + z - carried), where `carried` is the share of the two steps before;
/// where that alone is above z, any count is enough. Nothing counted is never an alarm.
///
/// - Hutwagner, Thompson, Seeman, Treadwell 2003, J Urban Health 80:i89-i96, <https://doi.org/10.1007/PL00022319>
/// - Fricker, Hegler, Dunfee 2008, Statistics in Medicine 27:3407-3429, <https://doi.org/10.1002/sim.3197>
///
/// O(n·baseline).
///
/// ```
/// use analysis::series::{EarsMethod, EarsOptions, ears};
///
/// let counts = [2, 3, 2, 1, 3, 2, 2, 2, 9];
/// let found = ears(&counts, &EarsOptions::new(EarsMethod::C1))?;
/// assert_eq!(found.steps.iter().filter(|step| step.alarm).map(|step| step.at).collect::<Vec<_>>(), [8]);
/// # Ok::<(), analysis::series::SeriesError>(())
/// ```
pub fn ears(counts: &[u32], options: &EarsOptions) -> Result<Ears, SeriesError> {
    check_level(options.alpha)?;
    let EarsOptions { method, baseline, least_deviation, .. } = *options;
    if baseline < 3 {
        return Err(SeriesError::ShortBaseline { steps: baseline });
    }
    if !(least_deviation > 0.0 && least_deviation <= 1e6) {
        return Err(SeriesError::LeastDeviation);
    }
    let (gap, memory) = match method {
        EarsMethod::C1 => (0, 0),
        EarsMethod::C2 => (2, 0),
        EarsMethod::C3 => (2, 2),
    };
    let needed = baseline.saturating_add(gap + memory);
    if counts.len() <= needed {
        return Err(SeriesError::ShortSeries { steps: counts.len().saturating_sub(1), needed });
    }
    // The first baseline stands before all steps that have one, so windows need no check of their range.
    let baselines: Vec<Baseline> =
        counts.windows(baseline).map(|w| Baseline::new(w, least_deviation)).collect();
    let before = |at: usize| baselines[at - gap - baseline];
    let z = normal_quantile(1.0 - options.alpha);
    let steps: Vec<EarsStep> = (needed..counts.len())
        .map(|at| {
            let Baseline { mean, deviation, .. } = before(at);
            let carried: f64 = (1..=memory)
                .map(|back| {
                    let earlier = before(at - back);
                    ((f64::from(counts[at - back]) - earlier.mean) / earlier.deviation - 1.0).max(0.0)
                })
                .sum();
            let upper = match method {
                EarsMethod::C1 | EarsMethod::C2 => mean + deviation * z,
                EarsMethod::C3 if carried > z => 0.0,
                EarsMethod::C3 => mean + deviation * (1.0 + z - carried),
            };
            EarsStep { at, observed: counts[at], expected: mean, upper, alarm: f64::from(counts[at]) > upper }
        })
        .collect();

    let mut cautions = vec![Caution::ByChance { alarms: by_chance(1, steps.len(), options.alpha) }];
    let mean = counts.iter().map(|&count| f64::from(count)).sum::<f64>() / counts.len() as f64;
    if mean < FEW {
        cautions.push(Caution::SmallCounts { mean });
    }
    let flat = steps.iter().filter(|step| before(step.at).flat).count();
    if flat > 0 {
        cautions.push(Caution::NoSpread { steps: flat });
    }
    Ok(Ears { steps, cautions })
}

/// Below this mean a Poisson count is too lopsided for a bound from the normal distribution.
const FEW: f64 = 5.0;

#[derive(Debug, Clone, Copy)]
struct Baseline {
    mean: f64,
    deviation: f64,
    /// The least deviation stands in for the own one.
    flat: bool,
}

impl Baseline {
    fn new(counts: &[u32], least: f64) -> Self {
        let n = counts.len() as f64;
        let mean = counts.iter().map(|&count| f64::from(count)).sum::<f64>() / n;
        let squares: f64 = counts.iter().map(|&count| (f64::from(count) - mean).powi(2)).sum();
        let deviation = (squares / (n - 1.0)).sqrt();
        Self { mean, deviation: deviation.max(least), flat: deviation < least }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weekly Salmonella Newport of Germany, `salmNewport` of surveillance aggregated: the twelve weeks before 2011, its
    /// first twelve weeks.
    const NEWPORT: [u32; 25] = [4, 3, 3, 5, 3, 1, 1, 1, 3, 3, 1, 2, 1, 0, 3, 3, 3, 1, 0, 0, 0, 1, 3, 0, 2];

    fn first_weeks_of_2011(method: EarsMethod, weeks: usize) -> Vec<f64> {
        // surveillance takes the deviation as it is; it is never 0 here.
        let options = EarsOptions { alpha: 0.05, least_deviation: 1e-9, ..EarsOptions::new(method) };
        let found = ears(&NEWPORT, &options).unwrap();
        found.steps.iter().filter(|step| step.at >= 12).take(weeks).map(|step| step.upper).collect()
    }

    fn agree(ours: Vec<f64>, reference: &[f64]) {
        assert_eq!(ours.len(), reference.len());
        for (ours, reference) in ours.iter().zip(reference) {
            assert!((ours - reference).abs() < 1e-6, "{ours} {reference}");
        }
    }

    /// `tests/testthat/test-earsC.R` of surveillance 1.26.0 (commit 75d7e2a6) for the first four, version 1.20.3 for the rest.
    #[test]
    fn c1_agrees_with_surveillance() {
        let reference = [3.278854, 3.278854, 3.436517, 3.855617, 3.855617, 3.855617, 3.855617, 3.869743];
        agree(first_weeks_of_2011(EarsMethod::C1, 8), &reference);
    }

    /// `earsC` of surveillance 1.20.3, `alpha = 0.05`.
    #[test]
    fn c2_agrees_with_surveillance() {
        let reference = [4.915356, 3.615565, 3.278854, 3.278854, 3.436517, 3.855617, 3.855617, 3.855617];
        agree(first_weeks_of_2011(EarsMethod::C2, 8), &reference);
    }

    /// `earsC` of surveillance 1.20.3, `alpha = 0.05`. Its bound is `count + s·(z - carried)`, while its own manual has the
    /// mean for the count, and neither is the paper's sum solved for the count; all three follow from the same parts.
    #[test]
    fn c3_of_surveillance_follows_from_the_same_parts() {
        let reference = [3.486785, 1.758422, 4.564568, 4.230043, 4.067529, 2.255422, 1.682721, 1.998474];
        let options = |method| EarsOptions { alpha: 0.05, least_deviation: 1e-9, ..EarsOptions::new(method) };
        let [c2, c3] =
            [EarsMethod::C2, EarsMethod::C3].map(|method| ears(&NEWPORT, &options(method)).unwrap().steps);
        let first = c3.iter().filter(|step| step.at >= 12).take(8);
        let theirs = first.map(|step| {
            let c2 = c2.iter().find(|c2| c2.at == step.at).unwrap();
            let deviation = (c2.upper - c2.expected) / normal_quantile(0.95);
            f64::from(step.observed) - step.expected + step.upper - deviation
        });
        agree(theirs.collect(), &reference);
    }

    /// Worked by hand: C2 of the three steps of 5 is 1.51, 1.84 and 1.83; what they have above 1 adds up to 2.17.
    #[test]
    fn a_rise_that_c2_misses_adds_up_in_c3() {
        let counts = [2, 0, 4, 2, 0, 4, 2, 0, 4, 2, 0, 5, 5, 5];
        let alarms = |method| {
            let steps =
                ears(&counts, &EarsOptions { alpha: 0.025, ..EarsOptions::new(method) }).unwrap().steps;
            steps.iter().filter(|step| step.alarm).map(|step| step.at).collect::<Vec<_>>()
        };
        assert_eq!((alarms(EarsMethod::C2), alarms(EarsMethod::C3)), (vec![], vec![13]));
    }

    #[test]
    fn what_cannot_be_judged_is_told_in_a_sentence() {
        let told = |counts: &[u32], options: EarsOptions| ears(counts, &options).unwrap_err().to_string();
        let usual = EarsOptions::new(EarsMethod::C2);
        assert_eq!(told(&[1; 9], usual), "The series has 8 steps before the one to judge; 9 are needed.");
        assert_eq!(told(&[], usual), "The series has 0 steps before the one to judge; 9 are needed.");
        assert_eq!(
            told(&[1; 99], EarsOptions { baseline: 2, ..usual }),
            "The baseline has 2 steps; it needs at least 3."
        );
        assert_eq!(
            told(&[1; 99], EarsOptions { alpha: 0.5, ..usual }),
            "The level must lie between 0 and 0.5."
        );
        assert!(
            told(&[1; 99], EarsOptions { least_deviation: 0.0, ..usual }).starts_with("The least deviation")
        );
        assert!(ears(&[1; 10], &EarsOptions { baseline: usize::MAX, ..usual }).is_err());
    }

    #[test]
    fn small_and_flat_series_are_marked() {
        let cautions = ears(&[1; 20], &EarsOptions::new(EarsMethod::C1)).unwrap().cautions;
        assert!(cautions.contains(&Caution::SmallCounts { mean: 1.0 }));
        assert!(cautions.contains(&Caution::NoSpread { steps: 13 }));
        assert!(
            cautions.iter().any(
                |caution| matches!(caution, Caution::ByChance { alarms } if (alarms - 0.013).abs() < 1e-9)
            )
        );
    }

    proptest::proptest! {
        #[test]
        fn only_numbers_come_out(
            counts in proptest::collection::vec(proptest::num::u32::ANY, 0..40), small in proptest::collection::vec(0_u32..3, 0..40),
            method in 0..3, alpha in proptest::num::f64::ANY, baseline in 0_usize..12, least in proptest::num::f64::ANY,
        ) {
            let method = [EarsMethod::C1, EarsMethod::C2, EarsMethod::C3][method as usize];
            for counts in [counts, small] {
                for options in [EarsOptions { method, alpha, baseline, least_deviation: least }, EarsOptions::new(method)] {
                    for step in ears(&counts, &options).map(|found| found.steps).unwrap_or_default() {
                        proptest::prop_assert!(step.upper.is_finite() && step.upper >= 0.0 && step.expected.is_finite());
                    }
                }
            }
        }
    }
}
