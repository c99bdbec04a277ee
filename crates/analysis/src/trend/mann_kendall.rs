//! Does a series rise or fall? Ranks only, so one wild value does not decide.

use crate::{distribution::normal_upper, local::LocalError};

/// Fewest steps of a trend.
pub(super) const LEAST: usize = 4;

/// Mann and Kendall's test with Sen's slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Pairs of steps that rise less pairs that fall.
    pub s: i64,
    /// With continuity correction, in standard deviations; ties are allowed for.
    pub z: f64,
    /// Two-sided, by the normal distribution; rough below ten steps.
    pub p: f64,
    /// s over its largest possible size.
    pub tau: f64,
    /// Median change for each step over all pairs.
    pub slope: f64,
}

/// Why there is no trend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrendError {
    /// Too short.
    #[error("There are {steps} steps; a trend needs at least {LEAST}.")]
    TooFewSteps {
        /// How many there are.
        steps: usize,
    },
    /// Not a number, or too large.
    #[error("The value of step {step} is not a number of ordinary size.")]
    Value {
        /// Which step.
        step: usize,
    },
    /// Not a level or share.
    #[error("Levels and shares must lie between 0 and 1.")]
    Level,
    /// Hot cells of a step cannot be found.
    #[error("Step {step}: {error}")]
    Local {
        /// Which step.
        step: usize,
        /// Why not.
        error: LocalError,
    },
}

/// Tests whether values rise or fall from step to step.
///
/// **Assumes that steps do not resemble each other but for the trend;** where a busy month makes the next one busy, p is too
/// small. **A season is a trend to it:** take whole years, or the same months. O(n²·log n), memory n²/2 for the slope.
///
/// ```
/// let rising = analysis::trend::mann_kendall(&[10.0, 9.0, 9.0, 8.0, 7.0, 7.0, 6.0, 6.0, 4.0, 3.0])?;
/// assert!(rising.p < 0.001 && rising.slope == -0.75);
/// # Ok::<(), analysis::trend::TrendError>(())
/// ```
pub fn mann_kendall(values: &[f64]) -> Result<MannKendall, TrendError> {
    if values.len() < LEAST {
        return Err(TrendError::TooFewSteps { steps: values.len() });
    }
    if let Some(step) = values.iter().position(|value| !(-1e100..=1e100).contains(value)) {
        return Err(TrendError::Value { step });
    }
    let n = values.len() as f64;
    let mut s = 0_i64;
    let mut slopes = Vec::with_capacity(values.len() * (values.len() - 1) / 2);
    for (i, earlier) in values.iter().enumerate() {
        for (j, later) in values.iter().enumerate().skip(i + 1) {
            s += i64::from(later > earlier) - i64::from(later < earlier);
            slopes.push((later - earlier) / (j - i) as f64);
        }
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let term = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|equal| term(equal.len() as f64)).sum();
    let variance = (term(n) - ties) / 18.0;
    let corrected = (s - s.signum()) as f64;
    let z = if variance > 0.0 { corrected / variance.sqrt() } else { 0.0 };
    let p = (2.0 * normal_upper(z.abs())).min(1.0);
    Ok(MannKendall { s, z, p, tau: s as f64 / (n * (n - 1.0) / 2.0), slope: median(&mut slopes) })
}

impl MannKendall {
    /// No trend.
    pub(super) const NONE: Self = Self { s: 0, z: 0.0, p: 1.0, tau: 0.0, slope: 0.0 };

    /// Whether what remains without the trend resembles the step before more than chance would (lag 1, two deviations).
    pub(super) fn is_dependent(&self, values: &[f64]) -> bool {
        let rest: Vec<f64> =
            values.iter().enumerate().map(|(step, value)| value - self.slope * step as f64).collect();
        let n = rest.len() as f64;
        let mean = rest.iter().sum::<f64>() / n;
        let squares: f64 = rest.iter().map(|value| (value - mean).powi(2)).sum();
        let products: f64 = rest.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
        products > squares * 2.0 / n.sqrt()
    }
}

/// The middle value, or the mean of the two in the middle, of at least one value.
fn median(values: &mut [f64]) -> f64 {
    let even = values.len().is_multiple_of(2);
    let middle = values.len() / 2;
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if even { (below.iter().copied().fold(f64::NEG_INFINITY, f64::max) + upper) / 2.0 } else { upper }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// pymannkendall 1.4.3, `original_test`.
    #[test]
    fn three_series_agree_with_pymannkendall() {
        let cases: [(&[f64], [f64; 5]); 3] = [
            (
                &[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, 8.0],
                [25.0, 1.668115312456598, 0.09529283802345656, 0.3787878787878788, 0.3666666666666667],
            ),
            (
                &[0.0, 0.0, 1.0, 0.0, 2.0, 0.0, 1.0, 3.0, 2.0, 2.0, 4.0, 3.0, 3.0, 5.0],
                [62.0, 3.427904070389, 0.000608260355137169, 0.6813186813186813, 0.3333333333333333],
            ),
            (
                &[10.0, 9.0, 9.0, 8.0, 7.0, 7.0, 6.0, 6.0, 4.0, 3.0],
                [-42.0, -3.7119655877432596, 0.00020565595274235626, -0.9333333333333333, -0.75],
            ),
        ];
        for (values, reference) in cases {
            let MannKendall { s, z, p, tau, slope } = mann_kendall(values).unwrap();
            for (ours, reference) in [s as f64, z, p, tau, slope].into_iter().zip(reference) {
                assert!((ours - reference).abs() < 1e-12, "{values:?}: {ours} {reference}");
            }
        }
    }

    #[test]
    fn a_season_is_dependent_and_a_straight_rise_is_not() {
        let season: Vec<f64> =
            (0..24).map(|month| (f64::from(month) * std::f64::consts::TAU / 12.0).sin()).collect();
        assert!(mann_kendall(&season).unwrap().is_dependent(&season));
        let rise: Vec<f64> = (0..24).map(|month| f64::from(month * 3 + month * 7 % 5)).collect();
        assert!(!mann_kendall(&rise).unwrap().is_dependent(&rise));
    }

    #[test]
    fn values_without_order_have_no_trend() {
        let flat = mann_kendall(&[2.0; 9]).unwrap();
        assert_eq!((flat.s, flat.z, flat.p, flat.slope), (0, 0.0, 1.0, 0.0));
        assert_eq!(mann_kendall(&[1.0, 2.0, f64::NAN, 3.0]), Err(TrendError::Value { step: 2 }));
    }
}
