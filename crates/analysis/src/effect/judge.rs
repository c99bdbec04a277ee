//! The comparison of a measure from its series, and what speaks against it.

use super::{Area, Effect, EffectError, Study, difference};
use crate::distribution::{Counts, normal_upper};

/// Why the measure was where it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Because so much had happened there of late.
    RecentPeak,
    /// Because of a long record, or drawn by lot.
    LongRecord,
    /// For another reason, or it is not known.
    Other,
}

/// A measure with the counts of each step, such as weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure<'a> {
    /// Counts where the measure was.
    pub treated: &'a [u32],
    /// Counts of a comparable area.
    pub control: &'a [u32],
    /// Counts of the surroundings, and of a comparable area for them.
    pub around: Option<[&'a [u32]; 2]>,
    /// First step with the measure.
    pub start: usize,
    /// Steps before it that are compared. **Take the same time of the year; a summer before a winter is no comparison.**
    pub before: usize,
    /// Steps with it that are compared.
    pub after: usize,
    /// Why it was there.
    pub choice: Choice,
    /// The control was fixed before anybody knew how it went. **Chosen afterwards, any result can be had.**
    pub control_chosen_before: bool,
    /// Probability with which the interval misses the truth.
    pub alpha: f64,
}

/// What speaks against reading an effect at face value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caution {
    /// Fewer than ten were counted in an area before: the normal distribution fits badly, and hardly any effect is visible.
    SmallCounts {
        /// The smallest count before.
        least: u64,
    },
    /// The area was at a peak when the measure began. It would have fallen by about so many without any measure.
    Peak {
        /// Counts above what the earlier record leads to expect, over the time compared before.
        above: f64,
        /// Probability of so many by chance, on the earlier record.
        p: f64,
    },
    /// It was chosen for a recent peak, and the series does not reach back far enough to say how much of it was chance.
    PeakUnknown,
    /// The control was chosen when the result could be known.
    ControlChosenAfter,
    /// Treated area and control differ by more than a factor of two before; their changes need not compare.
    Unlike {
        /// Larger over smaller.
        ratio: f64,
    },
    /// They ran apart before the measure, too: the same comparison between the halves of the time before finds a difference.
    ApartBefore {
        /// The difference found where there was no measure.
        estimate: f64,
        /// Its p.
        p: f64,
    },
    /// Counts scatter more than Poisson; with their real spread the result is this far from 0.
    Overdispersed {
        /// Variance over mean.
        dispersion: f64,
        /// z with it.
        z: f64,
        /// Two-sided p with it.
        p: f64,
    },
    /// So much changed in the surroundings that it takes back, or adds, at least half of the local effect.
    Displaced {
        /// Change of the surroundings over that of the area; negative where it went the other way.
        share: f64,
    },
}

/// An effect with what to keep in mind.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What was compared.
    pub study: Study,
    /// What was found.
    pub effect: Effect,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// Compares the steps with a measure with those before, and looks at the record for what usually makes that wrong.
///
/// - small counts before;
/// - a peak: the time before holds more than the earlier record of the same area leads to expect (Poisson with the
///   record's dispersion, p ≤ 0.05), which needs a record at least as long as the time compared;
/// - a control that was chosen afterwards, is much larger or smaller, or ran apart before;
/// - counts that scatter more than Poisson, from the steps before the measure.
///
/// O(steps).
pub fn evaluate(measure: &Measure<'_>) -> Result<Evaluation, EffectError> {
    let Measure { treated, control, around, start, before, after, .. } = *measure;
    let steps = treated.len();
    let others = [control].into_iter().chain(around.into_iter().flatten());
    if others.clone().any(|series| series.len() != steps) {
        return Err(EffectError::Lengths);
    }
    if before == 0 || after == 0 || before > start || start.checked_add(after).is_none_or(|end| end > steps) {
        return Err(EffectError::Period { steps, start, before, after });
    }
    let area =
        |series: &[u32]| Area::new(sum(&series[start - before..start]), sum(&series[start..start + after]));
    // Counts of the time with the measure, as if both times were equally long.
    let lengths = [before as f64 / after as f64, 1.0];
    let study = Study {
        treated: area(treated),
        control: area(control),
        around: around.map(|pair| pair.map(area)),
        lengths,
        alpha: measure.alpha,
    };
    let effect = difference(&study)?;

    let mut cautions = Vec::new();
    let least = study.treated.before.min(study.control.before);
    if least < 10 {
        cautions.push(Caution::SmallCounts { least });
    }
    let spread =
        others.fold(dispersion(&treated[..start]), |most, series| most.max(dispersion(&series[..start])));
    cautions.extend(peak(measure, dispersion(&treated[..start - before])));
    if !measure.control_chosen_before {
        cautions.push(Caution::ControlChosenAfter);
    }
    let [small, large] =
        [least, study.treated.before.max(study.control.before)].map(|count| count.max(1) as f64);
    if large > 2.0 * small {
        cautions.push(Caution::Unlike { ratio: large / small });
    }
    cautions.extend(apart_before(measure, spread));
    if spread > 1.5 {
        let z = effect.z / spread.sqrt();
        cautions.push(Caution::Overdispersed { dispersion: spread, z, p: 2.0 * normal_upper(z.abs()) });
    }
    let share = effect.displaced.estimate / effect.local.estimate;
    if share.is_finite() && share.abs() >= 0.5 {
        cautions.push(Caution::Displaced { share });
    }
    Ok(Evaluation { study, effect, cautions })
}

fn sum(counts: &[u32]) -> u64 {
    counts.iter().map(|&count| u64::from(count)).sum()
}

/// Variance over mean of the steps, at least 1.
fn dispersion(counts: &[u32]) -> f64 {
    let n = counts.len() as f64;
    let mean = sum(counts) as f64 / n;
    let squares: f64 = counts.iter().map(|&count| (f64::from(count) - mean).powi(2)).sum();
    let dispersion = squares / (n - 1.0) / mean;
    if dispersion.is_finite() { dispersion.max(1.0) } else { 1.0 }
}

/// Whether the time before holds more than the record before it leads to expect.
fn peak(measure: &Measure<'_>, dispersion: f64) -> Option<Caution> {
    let Measure { treated, start, before, .. } = *measure;
    let record = &treated[..start - before];
    if record.len() < before {
        return (measure.choice == Choice::RecentPeak).then_some(Caution::PeakUnknown);
    }
    let counted = sum(&treated[start - before..start]);
    let expected = sum(record) as f64 / record.len() as f64 * before as f64;
    let above = counted as f64 - expected;
    let p = Counts::new(expected, dispersion).at_least(i64::try_from(counted).unwrap_or(i64::MAX));
    // Where the peak was the reason, chance need not be improbable for a fall to be expected.
    let level = if measure.choice == Choice::RecentPeak { 0.5 } else { 0.05 };
    (above > 0.0 && p <= level).then_some(Caution::Peak { above, p })
}

/// The same comparison between the two halves of the time before, where there was no measure.
fn apart_before(measure: &Measure<'_>, dispersion: f64) -> Option<Caution> {
    let Measure { treated, control, start, .. } = *measure;
    let half = start / 2;
    if half == 0 {
        return None;
    }
    let area = |series: &[u32]| {
        Area::new(sum(&series[start - 2 * half..start - half]), sum(&series[start - half..start]))
    };
    let study = Study {
        treated: area(treated),
        control: area(control),
        around: None,
        lengths: [1.0; 2],
        alpha: 0.05,
    };
    let found = difference(&study).ok()?;
    let p = 2.0 * normal_upper(found.z.abs() / dispersion.sqrt());
    (p <= 0.05).then_some(Caution::ApartBefore { estimate: found.total.estimate, p })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure<'a>(treated: &'a [u32], control: &'a [u32]) -> Measure<'a> {
        Measure {
            treated,
            control,
            around: None,
            start: treated.len() - 12,
            before: 12,
            after: 12,
            choice: Choice::Other,
            control_chosen_before: true,
            alpha: 0.05,
        }
    }

    /// Steps of about ten that are neither rising nor clustered.
    fn steady(steps: usize, shift: usize) -> Vec<u32> {
        (0..steps).map(|step| 8 + ((step + shift) * 7 % 5) as u32).collect()
    }

    #[test]
    fn a_clear_effect_has_nothing_against_it() {
        let (mut treated, control) = (steady(60, 0), steady(60, 2));
        treated[48..].iter_mut().for_each(|count| *count -= 6);
        let found = evaluate(&measure(&treated, &control)).unwrap();
        assert_eq!(found.cautions, []);
        assert!(found.effect.p < 0.001 && found.effect.total.estimate < -60.0, "{found:?}");
    }

    #[test]
    fn a_peak_that_falls_by_itself_is_marked() {
        let (mut treated, control) = (steady(60, 0), steady(60, 2));
        treated[36..48].iter_mut().for_each(|count| *count += 6);
        let found = evaluate(&measure(&treated, &control)).unwrap();
        assert!(found.effect.p < 0.01, "looks like an effect: {:?}", found.effect);
        assert!(found.cautions.iter().any(|caution| matches!(caution, Caution::Peak { above, p } if (above - 72.0).abs() < 3.0 && *p < 0.001)), "{found:?}");
        let short = Measure { choice: Choice::RecentPeak, ..measure(&treated[30..], &control[30..]) };
        assert!(evaluate(&short).unwrap().cautions.contains(&Caution::PeakUnknown));
    }

    #[test]
    fn an_area_chosen_for_its_peak_is_marked_even_where_the_peak_is_small() {
        let (mut treated, control) = (steady(60, 0), steady(60, 2));
        treated[36..48].iter_mut().for_each(|count| *count += 1);
        let peak = |choice| {
            let found = evaluate(&Measure { choice, ..measure(&treated, &control) }).unwrap();
            found.cautions.iter().any(|caution| matches!(caution, Caution::Peak { .. }))
        };
        assert_eq!([Choice::RecentPeak, Choice::LongRecord, Choice::Other].map(peak), [true, false, false]);
    }

    #[test]
    fn controls_that_do_not_compare_are_marked() {
        let (treated, control) = (steady(60, 0), steady(60, 2));
        let large: Vec<u32> = control.iter().map(|count| count * 4).collect();
        let found = evaluate(&measure(&treated, &large)).unwrap().cautions;
        assert!(
            found
                .iter()
                .any(|caution| matches!(caution, Caution::Unlike { ratio } if (*ratio - 4.0).abs() < 0.2)),
            "{found:?}"
        );
        let rising: Vec<u32> = (0..60).map(|step| step / 3).collect();
        let found = evaluate(&measure(&treated, &rising)).unwrap().cautions;
        assert!(
            found.iter().any(
                |caution| matches!(caution, Caution::ApartBefore { estimate, .. } if *estimate < -100.0)
            ),
            "{found:?}"
        );
        let after = Measure { control_chosen_before: false, ..measure(&treated, &control) };
        assert_eq!(evaluate(&after).unwrap().cautions, [Caution::ControlChosenAfter]);
    }

    #[test]
    fn small_and_clustered_counts_are_marked() {
        let few: Vec<u32> = (0..60).map(|step| u32::from(step % 6 == 0)).collect();
        assert!(
            evaluate(&measure(&few, &few)).unwrap().cautions.contains(&Caution::SmallCounts { least: 2 })
        );
        let clustered: Vec<u32> = (0..60).map(|step| if step % 6 == 0 { 40 } else { 1 }).collect();
        let found = evaluate(&measure(&clustered, &clustered)).unwrap().cautions;
        assert!(
            found.iter().any(
                |caution| matches!(caution, Caution::Overdispersed { dispersion, .. } if *dispersion > 20.0)
            ),
            "{found:?}"
        );
    }

    #[test]
    fn what_moved_next_door_is_counted_and_marked() {
        let (mut treated, control, mut around) = (steady(60, 0), steady(60, 2), steady(60, 1));
        treated[48..].iter_mut().for_each(|count| *count -= 6);
        around[48..].iter_mut().for_each(|count| *count += 5);
        let found =
            evaluate(&Measure { around: Some([&around, &control]), ..measure(&treated, &control) }).unwrap();
        assert!(found.effect.total.estimate > -16.0 && found.effect.local.estimate < -70.0);
        assert!(matches!(found.cautions[..], [Caution::Displaced { share }] if share < -0.8), "{found:?}");
    }

    #[test]
    fn a_period_outside_the_series_is_told_in_a_sentence() {
        let series = steady(20, 0);
        let told = |measure: Measure<'_>| evaluate(&measure).unwrap_err().to_string();
        let usual = measure(&series, &series);
        assert_eq!(told(usual), "The series have 20 steps; 12 before and 12 from step 8 on do not fit in.");
        assert_eq!(told(Measure { control: &series[1..], ..usual }), "The series have different lengths.");
        for odd in [0, usize::MAX] {
            assert!(
                evaluate(&Measure { after: odd, ..usual }).is_err()
                    && evaluate(&Measure { before: odd, start: odd, ..usual }).is_err()
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn only_numbers_come_out(
            treated in proptest::collection::vec(0_u32..3, 12), control in proptest::collection::vec(proptest::num::u32::ANY, 12),
            start in 0_usize..14, before in 0_usize..12, after in 0_usize..12,
        ) {
            for (treated, control) in [(&treated, &control), (&control, &treated), (&treated, &treated)] {
                let measure = Measure { start, before, after, around: Some([control, treated]), choice: Choice::RecentPeak, ..measure(treated, control) };
                let Ok(found) = evaluate(&measure) else { continue };
                for caution in found.cautions {
                    let numbers = match caution {
                        Caution::Peak { above, p } => [above, p],
                        Caution::ApartBefore { estimate, p } => [estimate, p],
                        Caution::Overdispersed { dispersion, z, .. } => [dispersion, z],
                        Caution::Displaced { share: number } | Caution::Unlike { ratio: number } => [number, 0.0],
                        Caution::SmallCounts { .. } | Caution::PeakUnknown | Caution::ControlChosenAfter => [0.0, 0.0],
                    };
                    proptest::prop_assert!(numbers.iter().all(|number| number.is_finite()), "{:?}", caution);
                }
            }
        }
    }
}
