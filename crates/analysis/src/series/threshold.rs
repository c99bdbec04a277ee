//! From a predicted mean to the count above which there is an alarm.

use crate::distribution::{Counts, normal_quantile, normal_upper};

/// How the bound follows from the predicted mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// Quantile of the negative binomial distribution at the predicted mean, `nbPlugin` in surveillance; as proposed by
    /// Noufaily et al. 2013. **Takes the mean as known, so short histories alarm too often.**
    NegativeBinomial,
    /// The same at the upper bound of the predicted mean (`muan`): careful where the history is short.
    UpperMean,
    /// Normal quantile after a power transformation, Farrington et al. 1996 (`delta`). **Alarms too often at small counts.**
    Normal(Power),
}

/// Transformation that makes counts more symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// None.
    One,
    /// Square root, for stable variance.
    Half,
    /// Power 2/3, against skewness.
    TwoThirds,
}

/// A predicted mean with its uncertainty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prediction {
    pub(super) mean: f64,
    /// Standard error of the logarithm of the mean.
    pub(super) log_error: f64,
    /// Variance of counts over their mean, at least 1.
    pub(super) dispersion: f64,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// Probability of the observed count or more.
    pub(super) p: f64,
}

/// No bound is above: a number beyond all counts, so that hardly known means stay numbers.
const MOST: f64 = 1e12;

/// Bounds that counts pass with probability `alpha` on each side.
pub(super) fn bounds(threshold: Threshold, prediction: Prediction, alpha: f64, observed: u32) -> Bounds {
    let Prediction { mean, log_error, dispersion } = prediction;
    let z = normal_quantile(1.0 - alpha);
    let counts = |mean: f64| {
        let counts = Counts::new(mean, dispersion);
        let quantile = |p: f64| counts.quantile(p) as f64;
        Bounds {
            lower: quantile(alpha),
            upper: quantile(1.0 - alpha),
            p: counts.at_least(i64::from(observed)),
        }
    };
    match threshold {
        Threshold::NegativeBinomial => counts(mean),
        Threshold::UpperMean => counts((mean * (z * log_error).exp()).min(MOST)),
        Threshold::Normal(power) => {
            let power = match power {
                Power::One => 1.0,
                Power::Half => 1.0 / 2.0,
                Power::TwoThirds => 2.0 / 3.0,
            };
            let error = (dispersion * mean + (mean * log_error).powi(2)).sqrt();
            if !(mean > 0.0 && error > 0.0) {
                return Bounds { lower: 0.0, upper: 0.0, p: if observed > 0 { 0.0 } else { 1.0 } };
            }
            let at = |z: f64| mean * (1.0 + power * z * error / mean).max(0.0).powf(1.0 / power).min(MOST);
            let reached = (f64::from(observed) / mean).powf(power) - 1.0;
            Bounds { lower: at(-z), upper: at(z), p: normal_upper(reached * mean / (power * error)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(ours: Bounds, [lower, upper, p]: [f64; 3]) {
        for (ours, reference) in [(ours.lower, lower), (ours.upper, upper), (ours.p, p)] {
            assert!((ours - reference).abs() < 1e-6, "{ours} {reference}");
        }
    }

    /// `tests/testthat/test-farringtonFlexible.R` of surveillance 1.26.0 (commit 75d7e2a6): mean 5 with standard error 0.2,
    /// alpha 0.05, 8 counted.
    #[test]
    fn bounds_of_farrington_agree_with_surveillance() {
        let prediction = Prediction { mean: 5.0, log_error: 0.2 / 5.0, dispersion: 1.0 };
        let with = |power| bounds(Threshold::Normal(power), prediction, 0.05, 8);
        agree(with(Power::One), [1.3073128, 8.6926872, 0.0907246]);
        agree(with(Power::Half), [1.9891097, 9.3744842, 0.1189986]);
        agree(with(Power::TwoThirds), [1.8084477, 9.1154825, 0.1094727]);
        // The fourth number there: (8 - 5) / (upper - 5).
        assert!((3.0 / (with(Power::One).upper - 5.0) - 0.8124165).abs() < 1e-6);
        assert!((3.0 / (with(Power::Half).upper - 5.0) - 0.6857951).abs() < 1e-6);
        assert!((3.0 / (with(Power::TwoThirds).upper - 5.0) - 0.7289546).abs() < 1e-6);
    }

    /// The same file: logarithm of the mean log 5 with standard error log 2, alpha 0.05, 11 counted.
    #[test]
    fn bounds_of_noufaily_agree_with_surveillance() {
        let with = |threshold, dispersion| {
            let prediction = Prediction { mean: 5.0, log_error: 2.0_f64.ln(), dispersion };
            bounds(threshold, prediction, 0.05, 11)
        };
        agree(with(Threshold::UpperMean, 1.5), [8.0, 24.0, 0.8597797]);
        agree(with(Threshold::UpperMean, 1.0), [9.0, 22.0, 0.9093099]);
        agree(with(Threshold::NegativeBinomial, 1.5), [1.0, 10.0, 0.03763657]);
        agree(with(Threshold::NegativeBinomial, 1.0), [2.0, 9.0, 0.01369527]);
    }

    /// The fourth numbers of that file put the *logarithm* of the mean into the score (count - mean) / (bound - mean). They
    /// follow from our bounds; our own score takes the mean.
    #[test]
    fn scores_of_surveillance_take_the_logarithm_for_the_mean() {
        let with = |threshold, dispersion| {
            let prediction = Prediction { mean: 5.0, log_error: 2.0_f64.ln(), dispersion };
            let log_mean = 5.0_f64.ln();
            (11.0 - log_mean) / (bounds(threshold, prediction, 0.05, 11).upper - log_mean)
        };
        let near = |ours: f64, reference: f64| assert!((ours - reference).abs() < 1e-6, "{ours} {reference}");
        near(with(Threshold::UpperMean, 1.5), 0.4193982);
        near(with(Threshold::UpperMean, 1.0), 0.4605347);
        near(with(Threshold::NegativeBinomial, 1.5), 1.11918153);
        near(with(Threshold::NegativeBinomial, 1.0), 1.27061541);
    }
}
