//! Quasi-Poisson regression on season and trend, solved without matrices.
//!
//! The logarithm of the mean is an intercept for each season plus a slope in time. With one indicator for each season the
//! normal equations of iteratively reweighted least squares decouple once time is centred within the seasons: the slope is
//! a quotient of two sums, each intercept a weighted mean. So an iteration costs one exponential for each step, and
//! leverages and standard errors are closed formulas. The result is that of the usual `glm(count ~ time + season,
//! quasipoisson)`.

use super::PredictionError;
use crate::distribution::student_two_sided;

/// More are never needed: from the usual start it takes four to eight.
const ITERATIONS: usize = 50;

/// A step of the baseline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) count: f64,
    /// In steps, from the one that is judged: negative.
    pub(super) time: f64,
    pub(super) season: usize,
}

/// A fitted baseline.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    seasons: Vec<Season>,
    /// Slope of the logarithm for each step, where there is a trend.
    pub(super) slope: Option<Slope>,
    /// Variance over mean; what is less than 1 counts as 1 elsewhere.
    pub(super) dispersion: f64,
    /// What takes the place of the dispersion in standard errors.
    scale: f64,
    means: Vec<f64>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Season {
    /// Sum of the weights, which is that of the weighted means.
    weight: f64,
    /// Weighted mean of time.
    time: f64,
    /// Logarithm of the mean at that time; none where nothing was counted.
    level: Option<f64>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Slope {
    pub(super) value: f64,
    /// Weighted sum of squares of time within seasons.
    squares: f64,
    /// Two-sided p-value by Student's t.
    pub(super) p: f64,
}

/// Fits with weights for the steps. None where the iteration finds no end, or only one step has counts for a trend.
pub(super) fn fit(
    rows: &[Row],
    weights: &[f64],
    seasons: usize,
    trend: bool,
    error: PredictionError,
) -> Option<Fit> {
    let Iterated { seasons: levels, slope, squares, means, working } =
        iterate(rows, weights, seasons, trend)?;
    let mut used = vec![false; seasons];
    rows.iter().for_each(|row| used[row.season] = true);
    let parameters = used.iter().filter(|&&used| used).count() + usize::from(trend);
    let freedom = rows.len() as f64 - parameters as f64;
    let (mut pearson, mut relative) = (0.0, 0.0);
    for (i, row) in rows.iter().enumerate() {
        // A season without counts has a mean of 0 in the limit, and so no Pearson residual, but a relative one of -1.
        let off = if means[i] > 0.0 { (row.count - means[i]) / means[i] } else { -1.0 };
        pearson += weights[i] * working[i] * off * off;
        relative += weights[i] * off * off;
    }
    let over = |sum: f64| if freedom > 0.0 { sum / freedom } else { 1.0 };
    let dispersion = over(pearson);
    // The test of the slope takes the estimate as it is, the prediction at least that of Poisson counts.
    let (tested, scale) = match error {
        PredictionError::QuasiPoisson => (dispersion, dispersion.max(1.0)),
        PredictionError::Surveillance => (over(relative), over(relative)),
    };
    let slope = trend.then(|| {
        let deviation = (tested / squares).sqrt();
        let p = if deviation > 0.0 { student_two_sided(slope / deviation, freedom) } else { 0.0 };
        Slope { value: slope, squares, p }
    });
    Some(Fit { seasons: levels, slope, dispersion, scale, means })
}

/// Where the iteration ended.
struct Iterated {
    seasons: Vec<Season>,
    slope: f64,
    squares: f64,
    means: Vec<f64>,
    /// The means from which the weights of the last iteration came. R takes dispersion and standard errors from these, so
    /// for the sixth digit to agree, we do.
    working: Vec<f64>,
}

fn iterate(rows: &[Row], weights: &[f64], seasons: usize, trend: bool) -> Option<Iterated> {
    // A season without counts has a mean of 0, whatever the slope; it takes no part.
    let mut counted = vec![0.0; seasons];
    rows.iter().for_each(|row| counted[row.season] += row.count);
    let takes_part = |row: &Row| counted[row.season] > 0.0;
    let start = |row: &Row| if takes_part(row) { row.count + 0.1 } else { 0.0 };
    let mut means: Vec<f64> = rows.iter().map(start).collect();
    let mut logs: Vec<f64> = rows.iter().map(|row| (row.count + 0.1).ln()).collect();
    let mut deviance = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let mut fitted = vec![Season::default(); seasons];
        for ((row, weight), mean) in rows.iter().zip(weights).zip(&means) {
            let season = &mut fitted[row.season];
            season.weight += weight * mean;
            season.time += weight * mean * row.time;
        }
        fitted
            .iter_mut()
            .filter(|season| season.weight > 0.0)
            .for_each(|season| season.time /= season.weight);
        let (mut squares, mut products) = (0.0, 0.0);
        let mut levels = vec![0.0; seasons];
        for (i, row) in rows.iter().enumerate().filter(|(_, row)| takes_part(row)) {
            let (weight, from) = (weights[i] * means[i], row.time - fitted[row.season].time);
            let working = logs[i] + (row.count - means[i]) / means[i];
            squares += weight * from * from;
            products += weight * from * working;
            levels[row.season] += weight * working;
        }
        let slope = if trend { products / squares } else { 0.0 };
        for (season, level) in fitted.iter_mut().zip(&levels) {
            season.level = (season.weight > 0.0).then(|| level / season.weight);
        }
        let working = means.clone();
        let mut next = 0.0;
        for (i, row) in rows.iter().enumerate() {
            let Season { time, level: Some(level), .. } = fitted[row.season] else { continue };
            logs[i] = level + slope * (row.time - time);
            means[i] = logs[i].exp();
            let ratio = if row.count > 0.0 { row.count * (row.count.ln() - logs[i]) } else { 0.0 };
            next += 2.0 * weights[i] * (ratio - (row.count - means[i]));
        }
        if !(next.is_finite() && slope.is_finite()) {
            return None;
        }
        // The criterion of R's `glm`.
        if (next - deviance).abs() < 1e-8 * (next.abs() + 0.1) {
            return Some(Iterated { seasons: fitted, slope, squares, means, working });
        }
        deviance = next;
    }
    None
}

impl Fit {
    /// Anscombe residuals, standardised by dispersion and leverage.
    pub(super) fn residuals(&self, rows: &[Row], weights: &[f64]) -> Vec<f64> {
        let dispersion = self.dispersion.max(1.0);
        rows.iter()
            .zip(weights)
            .zip(&self.means)
            .map(|((row, weight), &mean)| {
                let season = self.seasons[row.season];
                if mean <= 0.0 || season.weight <= 0.0 {
                    return 0.0;
                }
                let from = row.time - season.time;
                let trend = self.slope.map_or(0.0, |slope| from * from / slope.squares);
                let free = 1.0 - weight * mean * (1.0 / season.weight + trend);
                if free <= 1e-12 {
                    return 0.0;
                }
                let raw = 1.5 * (row.count.powf(2.0 / 3.0) * mean.powf(-1.0 / 6.0) - mean.sqrt());
                raw / (dispersion * free).sqrt()
            })
            .collect()
    }

    /// Mean and standard error of its logarithm at time 0 in a season; none where nothing was counted in that season.
    pub(super) fn predict(&self, season: usize) -> Option<(f64, f64)> {
        let Season { weight, time, level } = *self.seasons.get(season)?;
        let log = level? - self.slope.map_or(0.0, |slope| slope.value * time);
        let trend = self.slope.map_or(0.0, |slope| time * time / slope.squares);
        let error = (self.scale * (1.0 / weight + trend)).sqrt();
        let mean = log.exp();
        (mean.is_finite() && error.is_finite()).then_some((mean, error))
    }
}

/// Weights that let steps with a large residual count less: 1 / residual² above the threshold, 1 below, scaled to a mean of 1.
pub(super) fn weights_of(residuals: &[f64], threshold: f64) -> Vec<f64> {
    let raw = |residual: f64| if residual > threshold { residual.powi(-2) } else { 1.0 };
    let sum: f64 = residuals.iter().map(|&residual| raw(residual)).sum();
    let scale = residuals.len() as f64 / sum;
    residuals.iter().map(|&residual| scale * raw(residual)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/testthat/test-farringtonFlexible.R` of surveillance 1.26.0, "A case that was checked by hand".
    #[test]
    fn weights_agree_with_the_case_checked_by_hand() {
        let weights = weights_of(&[0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0, 2.0], 0.0);
        assert!(weights[..5].iter().all(|weight| (weight - 1.6).abs() < 1e-12));
        assert!(weights[5..].iter().all(|weight| (weight - 0.4).abs() < 1e-12));
        assert_eq!(weights_of(&[0.0; 10], 0.0), [1.0; 10]);
    }
}
