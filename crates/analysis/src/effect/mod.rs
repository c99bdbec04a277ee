//! Did a measure work? Weighted displacement difference, with what usually makes such a comparison wrong.
//!
//! The change in the treated area less the change in a comparable area, plus the same for the surroundings, so that what was
//! only pushed next door does not count as gone. [`difference`] is the statistic; [`evaluate`] takes the series from before
//! the measure and says what speaks against the result. [`controls::rank`] finds comparable areas *before* the measure starts.
//!
//! - Wheeler, Ratcliffe 2018, Crime Science 7:11, <https://doi.org/10.1186/s40163-018-0085-5>
//! - Barnett, van der Pols, Dobson 2005 (a peak falls by itself), Int J Epidemiol 34:215-220, <https://doi.org/10.1093/ije/dyh299>

pub mod controls;
mod judge;

pub use judge::{Caution, Choice, Evaluation, Measure, evaluate};

use crate::distribution::{normal_quantile, normal_upper};

/// Counts of an area before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Counted before the measure.
    pub before: u64,
    /// Counted with it.
    pub after: u64,
    /// Size of the area; 1 to compare counts as they are. **With sizes the result is per unit of area, and it is densities
    /// that must have run alike.**
    pub size: f64,
}

impl Area {
    /// Counts that are compared as they are.
    pub fn new(before: u64, after: u64) -> Self {
        Self { before, after, size: 1.0 }
    }

    fn change(self, lengths: [f64; 2]) -> Difference {
        let [before, after] =
            [self.before as f64 / lengths[0], self.after as f64 / lengths[1]].map(|rate| rate / self.size);
        let variance = (before / lengths[0] + after / lengths[1]) / self.size;
        Difference { estimate: after - before, variance }
    }
}

/// What is compared with what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Study {
    /// Where the measure was.
    pub treated: Area,
    /// A comparable area without it.
    pub control: Area,
    /// Surroundings of the treated area, where things may have moved to, and a comparable area for them.
    pub around: Option<[Area; 2]>,
    /// Length of the time before and after; `[1.0, 1.0]` for equal ones. With `[2.0, 1.0]` the result is per year if the time
    /// before was two years.
    pub lengths: [f64; 2],
    /// Probability with which the interval misses the truth.
    pub alpha: f64,
}

#[derive(Debug, Clone, Copy)]
struct Difference {
    estimate: f64,
    variance: f64,
}

impl Difference {
    fn plus(self, other: Self, sign: f64) -> Self {
        Self { estimate: self.estimate + sign * other.estimate, variance: self.variance + other.variance }
    }

    fn part(self) -> Part {
        Part { estimate: self.estimate, error: self.variance.sqrt() }
    }
}

/// An estimate with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Negative where less happened than to be expected.
    pub estimate: f64,
    /// Standard error, taking counts as Poisson.
    pub error: f64,
}

/// The weighted displacement difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// In the treated area.
    pub local: Part,
    /// In its surroundings; 0 where none were given.
    pub displaced: Part,
    /// Both together.
    pub total: Part,
    /// Total over its standard error.
    pub z: f64,
    /// Two-sided, by the normal distribution.
    pub p: f64,
    /// Where the true total lies with probability `1 - alpha`.
    pub interval: [f64; 2],
    /// A total smaller than this, to either side, could not have been told from chance with these counts.
    pub smallest_visible: f64,
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EffectError {
    /// Nothing was counted anywhere.
    #[error("Nothing was counted, neither before nor after.")]
    NoCounts,
    /// Not a size.
    #[error("Sizes of areas and lengths of time must be numbers between a millionth and a billion.")]
    Sizes,
    /// Not a level.
    #[error("The level must lie between 0 and 1.")]
    Level,
    /// More than can be counted.
    #[error("A count is beyond any real one.")]
    Counts,
    /// Series of different lengths.
    #[error("The series have different lengths.")]
    Lengths,
    /// The measure begins outside the series.
    #[error("The series have {steps} steps; {before} before and {after} from step {start} on do not fit in.")]
    Period {
        /// Steps of the series.
        steps: usize,
        /// First step with the measure.
        start: usize,
        /// Steps before it to compare.
        before: usize,
        /// Steps with it to compare.
        after: usize,
    },
    /// No area to compare with.
    #[error("There is no other area to compare with.")]
    NoCandidates,
}

/// Change of the treated area less that of its control, plus the same for the surroundings.
///
/// The variance is the sum of the counts, each over the square of what it is divided by. **That holds for counts that come
/// independently; where one event brings others, the error is too small** (see [`Caution::Overdispersed`]). O(1).
///
/// ```
/// use analysis::effect::{Area, Study, difference};
///
/// let study = Study { treated: Area::new(20, 10), control: Area::new(20, 20), around: None, lengths: [1.0; 2], alpha: 0.05 };
/// let effect = difference(&study)?;
/// assert_eq!(effect.total.estimate, -10.0);
/// // Half of everything gone, and still it could be chance: fewer than 16 cannot be seen with so few.
/// assert!(effect.p > 0.2 && effect.smallest_visible > 16.0);
/// # Ok::<(), analysis::effect::EffectError>(())
/// ```
pub fn difference(study: &Study) -> Result<Effect, EffectError> {
    let areas: Vec<Area> =
        [study.treated, study.control].into_iter().chain(study.around.into_iter().flatten()).collect();
    let mut sizes = areas.iter().map(|area| area.size).chain(study.lengths);
    if sizes.any(|size| !(1e-6..=1e9).contains(&size)) {
        return Err(EffectError::Sizes);
    }
    if !(study.alpha > 0.0 && study.alpha < 1.0) {
        return Err(EffectError::Level);
    }
    if areas.iter().any(|area| area.before.max(area.after) > 1 << 50) {
        return Err(EffectError::Counts);
    }
    let change = |area: Area| area.change(study.lengths);
    let local = change(study.treated).plus(change(study.control), -1.0);
    let none = Difference { estimate: 0.0, variance: 0.0 };
    let displaced = study.around.map_or(none, |[around, control]| change(around).plus(change(control), -1.0));
    let total = local.plus(displaced, 1.0);
    if total.variance <= 0.0 {
        return Err(EffectError::NoCounts);
    }
    let Part { estimate, error } = total.part();
    let margin = normal_quantile(1.0 - study.alpha / 2.0) * error;
    let z = estimate / error;
    Ok(Effect {
        local: local.part(),
        displaced: displaced.part(),
        total: total.part(),
        z,
        p: 2.0 * normal_upper(z.abs()),
        interval: [estimate - margin, estimate + margin],
        smallest_visible: margin,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study(treated: [u64; 2], control: [u64; 2], around: Option<[[u64; 2]; 2]>) -> Study {
        let area = |[before, after]: [u64; 2]| Area::new(before, after);
        Study {
            treated: area(treated),
            control: area(control),
            around: around.map(|pair| pair.map(area)),
            lengths: [1.0; 2],
            alpha: 0.05,
        }
    }

    fn paper() -> Study {
        study([207, 110], [308, 318], Some([[178, 157], [150, 140]]))
    }

    /// Wheeler and Ratcliffe 2018, as in `tests/testthat/test-wdd.R` of ptools (commit 31c972b8).
    #[test]
    fn the_example_of_the_paper_is_met() {
        let effect = difference(&paper()).unwrap();
        assert_eq!((effect.total.estimate, effect.total.error), (-118.0, 1568.0_f64.sqrt()));
        assert_eq!((effect.z * 100.0).round(), -298.0);
        assert_eq!(effect.interval.map(f64::round), [-196.0, -40.0]);
        assert_eq!((effect.local.estimate, effect.displaced.estimate), (-107.0, -11.0));
    }

    /// The same file: local, displaced and both.
    #[test]
    fn parts_agree_with_ptools() {
        let total = |study: Study| difference(&study).unwrap().total.estimate;
        assert_eq!(total(study([20, 10], [20, 20], None)), -10.0);
        assert_eq!(total(study([20, 20], [20, 20], Some([[20, 10], [20, 20]]))), -10.0);
        assert_eq!(total(study([20, 10], [20, 20], Some([[20, 10], [20, 20]]))), -20.0);
    }

    /// The same file: two years before, one after.
    #[test]
    fn different_lengths_agree_with_ptools() {
        let effect = difference(&Study { lengths: [2.0, 1.0], ..study([80, 20], [100, 50], None) }).unwrap();
        assert!(
            (effect.total.estimate - -20.0).abs() < 1e-12
                && (effect.total.error - 115.0_f64.sqrt()).abs() < 1e-12
        );
    }

    /// The same file: areas of different sizes.
    #[test]
    fn different_sizes_agree_with_ptools() {
        let mut sized = paper();
        (sized.control.size, sized.treated.size) = (0.9, 1.2);
        if let Some([around, control]) = &mut sized.around {
            (around.size, control.size) = (1.5, 1.6);
        }
        let effect = difference(&sized).unwrap();
        let ours =
            [effect.total.estimate, effect.total.error, effect.z, effect.interval[0], effect.interval[1]];
        for (ours, reference) in
            ours.into_iter().zip([-99.69444444, 35.4280755, -2.813995483, -169.1321965, -30.25669241])
        {
            assert!((ours - reference).abs() < 1e-6, "{ours} {reference}");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_told_in_a_sentence() {
        let told = |study: Study| difference(&study).unwrap_err().to_string();
        assert_eq!(told(study([0, 0], [0, 0], None)), "Nothing was counted, neither before nor after.");
        assert_eq!(told(Study { alpha: f64::NAN, ..paper() }), "The level must lie between 0 and 1.");
        assert!(told(Study { lengths: [0.0, 1.0], ..paper() }).starts_with("Sizes of areas"));
        assert_eq!(told(study([u64::MAX, 0], [0, 0], None)), "A count is beyond any real one.");
    }

    proptest::proptest! {
        #[test]
        fn only_numbers_come_out(
            counts in proptest::array::uniform8(proptest::num::u64::ANY), small in proptest::array::uniform8(0_u64..4),
            size in proptest::num::f64::ANY, length in 1e-6..1e9_f64, alpha in proptest::num::f64::ANY,
        ) {
            for counts in [counts.map(|count| count >> 12), counts, small] {
                let [a, b, c, d, e, f, g, h] = counts;
                for size in [size, 1e-6, 1e9] {
                    for alpha in [alpha, 1e-12, 0.999] {
                        let mut study = study([a, b], [c, d], Some([[e, f], [g, h]]));
                        study.control.size = size;
                        let Ok(effect) = difference(&Study { lengths: [length, 1.0], alpha, ..study }) else { continue };
                        let numbers = [effect.total.estimate, effect.total.error, effect.z, effect.smallest_visible, effect.interval[0]];
                        proptest::prop_assert!(numbers.iter().all(|number| number.is_finite()), "{:?}", effect);
                        proptest::prop_assert!((0.0..=1.0).contains(&effect.p));
                    }
                }
            }
        }
    }
}
