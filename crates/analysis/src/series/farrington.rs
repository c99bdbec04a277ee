//! Farrington's regression on earlier years, in the improved form of Noufaily et al.

use std::ops::Range;

use rayon::prelude::*;

use super::{
    Caution, SeriesError, Threshold, check_level,
    fit::{Fit, Row, fit, weights_of},
    threshold::{Prediction, bounds},
};

/// How to judge. [`Default`] is the setting of Noufaily et al. 2013 for weekly counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FarringtonOptions {
    /// Steps of a year: 52 for weeks, 12 for months. **52 weeks are a day less than a year, so five years back is off by six
    /// days; windows of seven weeks do not mind.**
    pub period: usize,
    /// Years to look back. **Fewer than three allow no trend; a year in which counting began later makes everything a rise.**
    pub years: usize,
    /// The window of each earlier year reaches this many steps to both sides of the same time of the year.
    pub half_window: usize,
    /// Seasons of a year, of which the window is one; 1 uses the windows alone, as in 1996.
    pub seasons: usize,
    /// Steps before the judged one that are left out. **With fewer, an outbreak that goes on raises its own bound.**
    pub excluded: usize,
    /// A trend stays in when its p is below this; 1 always, 0 never.
    pub trend_below: f64,
    /// Steps whose standardised Anscombe residual is above this count less, so that earlier outbreaks do not raise the bound.
    pub reweight_above: Option<f64>,
    /// From the predicted mean to the bound.
    pub threshold: Threshold,
    /// How uncertain the predicted mean is; means nothing to [`Threshold::NegativeBinomial`].
    pub error: PredictionError,
    /// Probability of a false alarm on each step and series.
    pub alpha: f64,
    /// No alarm while fewer than `least.0` were counted within `least.1` steps, the judged one included.
    pub least: (u64, usize),
}

/// Where the standard error of the predicted mean comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PredictionError {
    /// From the dispersion of the quasi-Poisson regression, as the papers have it.
    QuasiPoisson,
    /// As in `farringtonFlexible` of surveillance up to 1.20.3 at least, to compare numbers with it: the weights of the
    /// refit stand where R expects those of the iteration, so the mean square of (count - mean) / mean takes the place of
    /// the dispersion. **Usually too small: bounds are lower than the papers' and trends more often significant.**
    Surveillance,
}

impl Default for FarringtonOptions {
    fn default() -> Self {
        Self {
            period: 52,
            years: 5,
            half_window: 3,
            seasons: 10,
            excluded: 26,
            trend_below: 1.0,
            reweight_above: Some(2.58),
            threshold: Threshold::NegativeBinomial,
            error: PredictionError::QuasiPoisson,
            alpha: 0.005,
            least: (5, 4),
        }
    }
}

/// One judged step.
#[derive(Debug, Clone, PartialEq)]
pub struct Farrington {
    /// Its place in the series.
    pub at: usize,
    /// What was counted.
    pub observed: u32,
    /// What was to be expected.
    pub expected: f64,
    /// Counts above this raise an alarm.
    pub upper: f64,
    /// Probability of the observed count or more.
    pub p: f64,
    /// How far the count went from the expected toward the bound, 1 being the bound; to rank alarms. Where the bound is
    /// less than half a report above the expected, half a report stands in.
    pub score: f64,
    /// Variance of the counts over their mean, at least 1.
    pub dispersion: f64,
    /// Change of the expected for each step as a factor, where a trend stayed in.
    pub trend: Option<f64>,
    /// Above the bound, and enough were counted lately.
    pub alarm: bool,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// Judges one step by the same time in earlier years.
///
/// 1. Take the earlier years but for the last [`FarringtonOptions::excluded`] steps; each year has a window around the same
///    time and between them `seasons - 1` blocks of about equal length.
/// 2. Fit a quasi-Poisson regression on season and trend; fit again with smaller weights for steps that look like earlier
///    outbreaks. Leave the trend out where it is not significant, leads above everything seen, or rests on fewer than three
///    years.
/// 3. Predict the mean, take the bound from it.
///
/// - Farrington, Andrews, Beale, Catchpole 1996, JRSS A 159:547-563, <https://doi.org/10.2307/2983331>
/// - Noufaily, Enki, Farrington, Garthwaite, Andrews, Charlett 2013, Statistics in Medicine 32:1206-1222,
///   <https://doi.org/10.1002/sim.5595>
///
/// O(years · period) for each of about ten iterations.
///
/// ```
/// use analysis::series::{FarringtonOptions, farrington};
///
/// // Six years of two to four reports a week, and ten in the last week.
/// let mut counts: Vec<u32> = (0..312).map(|week| 2 + week * 7 % 3).collect();
/// counts[311] = 10;
/// let judged = farrington(&counts, 311, &FarringtonOptions::default())?;
/// assert!(judged.alarm && judged.upper < 10.0 && judged.expected > 2.0);
/// # Ok::<(), analysis::series::SeriesError>(())
/// ```
pub fn farrington(counts: &[u32], at: usize, options: &FarringtonOptions) -> Result<Farrington, SeriesError> {
    let rows = baseline(counts, at, options)?;
    let Model { fit, weights, predicted, left_out } = model(&rows, options)?;
    let observed = counts[at];
    let (mean, log_error) = predicted.unwrap_or((0.0, 0.0));
    let prediction = Prediction { mean, log_error, dispersion: fit.dispersion.max(1.0) };
    let bounds = bounds(options.threshold, prediction, options.alpha, observed);

    let mut cautions = Vec::new();
    if options.years < 3 && options.trend_below > 0.0 {
        cautions.push(Caution::ShortHistory);
    }
    if left_out {
        cautions.push(Caution::TrendLeftOut);
    }
    if predicted.is_none() {
        cautions.push(Caution::EmptyBaseline);
    }
    let (least, steps) = options.least;
    let lately: u64 = counts[(at + 1).saturating_sub(steps)..=at].iter().map(|&count| u64::from(count)).sum();
    let above = f64::from(observed) > bounds.upper;
    if above && lately < least {
        cautions.push(Caution::FewLately { counted: lately });
    }
    let outbreaks =
        weights.iter().filter(|&&weight| weight < 0.9 * weights.iter().copied().fold(0.0, f64::max)).count();
    if outbreaks > 0 {
        cautions.push(Caution::EarlierOutbreaks { steps: outbreaks });
    }
    Ok(Farrington {
        at,
        observed,
        expected: mean,
        upper: bounds.upper,
        p: bounds.p,
        score: (f64::from(observed) - mean) / (bounds.upper - mean).max(0.5),
        dispersion: prediction.dispersion,
        trend: fit.slope.map(|slope| slope.value.exp()),
        alarm: above && lately >= least,
        cautions,
    })
}

/// Judges steps of many series on all cores; for each series its steps in order. See [`super::by_chance`] before reading.
pub fn farrington_all<S: AsRef<[u32]> + Sync>(
    series: &[S],
    steps: Range<usize>,
    options: &FarringtonOptions,
) -> Vec<Result<Vec<Farrington>, SeriesError>> {
    let judge = |counts: &S| steps.clone().map(|at| farrington(counts.as_ref(), at, options)).collect();
    series.par_iter().map(judge).collect()
}

/// The steps of the baseline with their season: the window is the last one, the blocks between count from 0.
fn baseline(counts: &[u32], at: usize, options: &FarringtonOptions) -> Result<Vec<Row>, SeriesError> {
    let FarringtonOptions { period, years, half_window, seasons, excluded, .. } = *options;
    check_level(options.alpha)?;
    if options.reweight_above.is_some_and(|residual| !(residual >= 0.01 && residual.is_finite())) {
        return Err(SeriesError::Reweight);
    }
    let Some(&_) = counts.get(at) else { return Err(SeriesError::NoSuchStep { at, steps: counts.len() }) };
    if years == 0 {
        return Err(SeriesError::NoYears);
    }
    let window = half_window.saturating_mul(2).saturating_add(1);
    if seasons == 0 || period < window || period - window < seasons - 1 {
        return Err(SeriesError::Seasons { period, window, seasons });
    }
    let needed = years.saturating_mul(period).saturating_add(half_window);
    if at < needed {
        return Err(SeriesError::ShortSeries { steps: at, needed });
    }
    // What is left of the period goes to the blocks in equal parts, the first ones taking one more each.
    let blocks = seasons - 1;
    let length = (period - window).checked_div(blocks).unwrap_or(0);
    let longer = period - window - length * blocks;
    let season = |step: usize| {
        // Steps since the beginning of the window of that year.
        let since = (step + half_window + years * period - at) % period;
        match since.checked_sub(window) {
            None => Some(blocks),
            Some(_) if blocks == 0 => None,
            Some(beyond) if beyond < longer * (length + 1) => Some(beyond / (length + 1)),
            Some(beyond) => Some(longer + (beyond - longer * (length + 1)) / length),
        }
    };
    let rows: Vec<Row> = (at - needed..at.saturating_sub(excluded))
        .filter_map(|step| {
            let time = -((at - step) as f64);
            season(step).map(|season| Row { count: f64::from(counts[step]), time, season })
        })
        .collect();
    if !rows.iter().any(|row| row.season == blocks) {
        return Err(SeriesError::NothingLeft { excluded });
    }
    Ok(rows)
}

/// The chosen regression.
struct Model {
    fit: Fit,
    weights: Vec<f64>,
    /// Mean and standard error of its logarithm; none where nothing was counted at this time of the year.
    predicted: Option<(f64, f64)>,
    /// A trend was sought and left out.
    left_out: bool,
}

fn model(rows: &[Row], options: &FarringtonOptions) -> Result<Model, SeriesError> {
    let current = options.seasons - 1;
    let most = rows.iter().map(|row| row.count).fold(0.0, f64::max);
    let wanted = options.years >= 3 && options.trend_below > 0.0 && most > 0.0;
    let with_trend = if wanted { fit_twice(rows, options, true) } else { None };
    let kept = with_trend.filter(|(fit, _)| {
        let significant = fit.slope.is_some_and(|slope| slope.p < options.trend_below);
        significant && fit.predict(current).is_some_and(|(mean, _)| mean <= most)
    });
    let left_out = wanted && kept.is_none();
    let (fit, weights) = kept.or_else(|| fit_twice(rows, options, false)).ok_or(SeriesError::NoEnd)?;
    Ok(Model { predicted: fit.predict(current), fit, weights, left_out })
}

/// A fit, and where it is asked for a second one in which steps like earlier outbreaks count less.
fn fit_twice(rows: &[Row], options: &FarringtonOptions, trend: bool) -> Option<(Fit, Vec<f64>)> {
    let equal = vec![1.0; rows.len()];
    let fit = |weights: &[f64]| fit(rows, weights, options.seasons, trend, options.error);
    let first = fit(&equal)?;
    let Some(threshold) = options.reweight_above else { return Some((first, equal)) };
    let weights = weights_of(&first.residuals(rows, &equal), threshold);
    Some((fit(&weights)?, weights))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Power;

    fn agona() -> Vec<u32> {
        let text = include_str!("../../tests/reference/agona.txt");
        text.split_whitespace().map(|count| count.parse().unwrap()).collect()
    }

    /// The settings of the reference runs; see `tests/reference/README.md`.
    fn settings(threshold: Threshold) -> FarringtonOptions {
        let error = PredictionError::Surveillance;
        FarringtonOptions {
            years: 3,
            alpha: 0.05,
            threshold,
            error,
            least: (0, 4),
            ..FarringtonOptions::default()
        }
    }

    fn near(ours: f64, reference: f64, week: usize) {
        assert!((ours - reference).abs() <= 2e-6 * reference.max(1.0), "week {week}: {ours} {reference}");
    }

    /// The end-to-end run of the last ten weeks; surveillance 1.20.3.
    #[test]
    fn the_last_ten_weeks_agree_with_surveillance() {
        let delta = [
            9.4097857, 9.1898496, 7.9724219, 7.1362948, 7.0063357, 7.6273436, 7.4105904, 7.5113165,
            8.0801961, 9.1730246,
        ];
        let negative = [9, 9, 8, 7, 7, 7, 7, 7, 8, 9];
        let upper_mean = [11, 11, 9, 9, 8, 9, 9, 9, 10, 11];
        let counts = agona();
        assert_eq!(counts[302..], [4, 4, 2, 1, 2, 3, 2, 2, 0, 4]);
        let upper = |threshold, week| {
            let judged =
                farrington(&counts, week, &FarringtonOptions { least: (5, 4), ..settings(threshold) })
                    .unwrap();
            assert!(!judged.alarm);
            judged.upper
        };
        for (i, week) in (302..312).enumerate() {
            near(upper(Threshold::Normal(Power::TwoThirds), week), delta[i], week);
            near(upper(Threshold::NegativeBinomial, week), f64::from(negative[i]), week);
            near(upper(Threshold::UpperMean, week), f64::from(upper_mean[i]), week);
        }
    }

    /// R 4.2.2: `predict(glm(y ~ t + s, quasipoisson), se.fit = TRUE)` on the baseline of week 302.
    #[test]
    fn the_error_of_the_predicted_mean_is_that_of_a_quasi_poisson_regression() {
        let options = FarringtonOptions {
            error: PredictionError::QuasiPoisson,
            reweight_above: None,
            ..settings(Threshold::NegativeBinomial)
        };
        let rows = baseline(&agona(), 302, &options).unwrap();
        let model = model(&rows, &options).unwrap();
        let (mean, log_error) = model.predicted.unwrap();
        near(mean, 1.495385121_f64.exp(), 302);
        near(log_error, 0.231035605, 302);
        near(model.fit.dispersion, 1.419569924, 302);
    }

    #[test]
    fn every_week_with_enough_history_agrees_with_surveillance() {
        let counts = agona();
        let text = include_str!("../../tests/reference/agona-bounds.txt");
        let mut trends = 0;
        for line in text.lines() {
            let row: Vec<f64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
            let week = row[0] as usize;
            let with = |options: &FarringtonOptions| farrington(&counts, week, options).unwrap();
            let power = Threshold::Normal(Power::TwoThirds);
            let delta = with(&settings(power));
            near(delta.expected, row[1], week);
            near(delta.dispersion, row[2], week);
            near(delta.upper, row[3], week);
            near(with(&settings(Threshold::NegativeBinomial)).upper, row[4], week);
            near(with(&settings(Threshold::UpperMean)).upper, row[5], week);
            let old =
                with(&FarringtonOptions { seasons: 1, excluded: 3, trend_below: 0.05, ..settings(power) });
            near(old.expected, row[6], week);
            near(old.dispersion, row[7], week);
            assert_eq!(f64::from(u8::from(old.trend.is_some())), row[8], "week {week}");
            near(old.upper, row[9], week);
            trends += usize::from(old.trend.is_some());
        }
        assert_eq!((text.lines().count(), trends), (140, 47));
    }

    #[test]
    fn earlier_outbreaks_hardly_raise_the_bound() {
        let mut counts: Vec<u32> = (0..300).map(|week| 3 + week * 7 % 4).collect();
        let plain = FarringtonOptions { reweight_above: None, ..FarringtonOptions::default() };
        let upper = |counts: &[u32], options| farrington(counts, 299, options).unwrap().upper;
        let quiet = upper(&counts, &plain);
        counts[141..146].fill(40);
        let judged = farrington(&counts, 299, &FarringtonOptions::default()).unwrap();
        assert_eq!(judged.cautions, [Caution::EarlierOutbreaks { steps: 5 }]);
        assert!(judged.upper <= quiet + 2.0 && upper(&counts, &plain) > quiet + 4.0, "{quiet} {judged:?}");
    }

    #[test]
    fn few_reports_raise_no_alarm_and_the_result_says_so() {
        let mut counts = vec![0_u32; 300];
        counts[20] = 1;
        counts[299] = 3;
        let judged = farrington(&counts, 299, &FarringtonOptions::default()).unwrap();
        assert!(!judged.alarm && judged.upper < 3.0, "{judged:?}");
        assert!(judged.cautions.contains(&Caution::FewLately { counted: 3 }));
        assert!(judged.cautions.contains(&Caution::EmptyBaseline));
        let short = FarringtonOptions { years: 2, ..FarringtonOptions::default() };
        assert!(farrington(&counts, 299, &short).unwrap().cautions.contains(&Caution::ShortHistory));
    }

    #[test]
    fn what_cannot_be_judged_is_told_in_a_sentence() {
        let usual = FarringtonOptions::default();
        let told =
            |at, options: FarringtonOptions| farrington(&[1; 300], at, &options).unwrap_err().to_string();
        assert_eq!(told(200, usual), "The series has 200 steps before the one to judge; 263 are needed.");
        assert_eq!(told(300, usual), "Step 300 does not exist; the series has 300.");
        assert_eq!(
            told(299, FarringtonOptions { years: 0, ..usual }),
            "At least one earlier year is needed."
        );
        let crowded = "A year of 52 steps has no room for windows of 7 steps and 47 seasons.";
        assert_eq!(told(299, FarringtonOptions { seasons: 47, ..usual }), crowded);
        let nothing = "Leaving out the last 299 steps leaves no baseline for this time of the year.";
        assert_eq!(told(299, FarringtonOptions { excluded: 299, ..usual }), nothing);
        assert!(
            told(299, FarringtonOptions { reweight_above: Some(f64::NAN), ..usual })
                .starts_with("The residual")
        );
        for odd in [0, usize::MAX] {
            let options = FarringtonOptions { period: odd, half_window: odd, seasons: odd, ..usual };
            assert!(farrington(&[1; 300], 299, &options).is_err());
        }
    }

    #[test]
    fn many_series_are_judged_as_each_alone() {
        let series: Vec<Vec<u32>> =
            (0..20_u32).map(|i| agona().iter().map(|&count| count * (i % 3) + i % 2).collect()).collect();
        let options = settings(Threshold::UpperMean);
        let all = farrington_all(&series, 308..312, &options);
        for (counts, judged) in series.iter().zip(all) {
            let alone: Vec<Farrington> =
                (308..312).map(|at| farrington(counts, at, &options).unwrap()).collect();
            assert_eq!(judged.unwrap(), alone);
        }
    }

    proptest::proptest! {
        #[test]
        fn only_numbers_come_out(
            small in proptest::collection::vec(0_u32..3, 70), large in proptest::collection::vec(proptest::num::u32::ANY, 70),
            sparse in proptest::collection::vec(proptest::option::weighted(0.05, 0_u32..1_000_000), 70),
            seasons in 1_usize..9, years in 1_usize..5, excluded in 0_usize..20, kind in 0_usize..4, trend_below in 0.0..1.0,
        ) {
            let kinds = [
                Threshold::NegativeBinomial, Threshold::UpperMean, Threshold::Normal(Power::TwoThirds), Threshold::Normal(Power::One),
            ];
            let sparse = sparse.into_iter().map(Option::unwrap_or_default).collect();
            for counts in [small, large, sparse] {
                for error in [PredictionError::QuasiPoisson, PredictionError::Surveillance] {
                    let options = FarringtonOptions {
                        period: 14, years, half_window: 1, seasons, excluded, trend_below, threshold: kinds[kind], error,
                        ..FarringtonOptions::default()
                    };
                    let Ok(judged) = farrington(&counts, 69, &options) else { continue };
                    let numbers = [judged.expected, judged.upper, judged.score, judged.dispersion, judged.trend.unwrap_or(1.0)];
                    proptest::prop_assert!(numbers.iter().all(|number| number.is_finite()), "{:?}", judged);
                    proptest::prop_assert!((0.0..=1.0).contains(&judged.p) && judged.upper >= 0.0, "{:?}", judged);
                }
            }
        }
    }
}
