//! Is there more than usual this day or week? Series of counts per area and category.
//!
//! [`ears()`] needs a week or two of history and reacts at once; [`farrington()`] learns season and trend from years and
//! forgets earlier outbreaks. In comparisons over thousands of series none is best everywhere (Bedubourg and Le Strat 2017,
//! <https://doi.org/10.1371/journal.pone.0181227>): run both and report both.
//!
//! **Trap:** each series of each day is a test of its own; see [`by_chance`]. **Trap:** what was reported late is missing
//! exactly where these methods look.

mod ears;
mod farrington;
mod fit;
mod threshold;

pub use ears::{Ears, EarsMethod, EarsOptions, EarsStep, ears};
pub use farrington::{Farrington, FarringtonOptions, PredictionError, farrington, farrington_all};
pub use threshold::{Power, Threshold};

/// How many alarms chance alone raises: series times steps times the level of each test.
pub fn by_chance(series: usize, steps: usize, alpha: f64) -> f64 {
    series as f64 * steps as f64 * if alpha.is_nan() { 1.0 } else { alpha.clamp(0.0, 1.0) }
}

/// What speaks against reading an alarm, or its absence, at face value.
#[derive(Debug, Clone, PartialEq)]
pub enum Caution {
    /// The counts are so small that the normal distribution behind the bound fits badly.
    SmallCounts {
        /// Mean count of the series.
        mean: f64,
    },
    /// So many steps had a baseline without any spread; the least deviation stood in for it.
    NoSpread {
        /// How many.
        steps: usize,
    },
    /// Chance alone raises about this many alarms over these steps.
    ByChance {
        /// How many.
        alarms: f64,
    },
    /// Nothing was ever counted at this time of the year, so anything is more than expected.
    EmptyBaseline,
    /// The count is above the bound, but so few were counted lately that no alarm is raised.
    FewLately {
        /// Count of the last steps, this one included.
        counted: u64,
    },
    /// Fewer than three years: a trend cannot be told from the weather of one year.
    ShortHistory,
    /// There seemed to be a trend, but it was left out: not significant, or it led above everything seen before.
    TrendLeftOut,
    /// So many steps of the baseline look like earlier outbreaks and count less.
    EarlierOutbreaks {
        /// How many.
        steps: usize,
    },
}

/// Why a series could not be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    /// Not a level.
    #[error("The level must lie between 0 and 0.5.")]
    Level,
    /// Too few steps to estimate a spread.
    #[error("The baseline has {steps} steps; it needs at least 3.")]
    ShortBaseline {
        /// Steps asked for.
        steps: usize,
    },
    /// Not a deviation.
    #[error("The least deviation must be a number above 0 and at most a million.")]
    LeastDeviation,
    /// Too little history.
    #[error("The series has {steps} steps before the one to judge; {needed} are needed.")]
    ShortSeries {
        /// Steps there are.
        steps: usize,
        /// Steps needed.
        needed: usize,
    },
    /// A step that does not exist.
    #[error("Step {at} does not exist; the series has {steps}.")]
    NoSuchStep {
        /// Asked for.
        at: usize,
        /// Steps there are.
        steps: usize,
    },
    /// Windows of neighbouring years overlap.
    #[error("A year of {period} steps has no room for windows of {window} steps and {seasons} seasons.")]
    Seasons {
        /// Steps of a year.
        period: usize,
        /// Steps of a window.
        window: usize,
        /// Seasons asked for.
        seasons: usize,
    },
    /// No year at all.
    #[error("At least one earlier year is needed.")]
    NoYears,
    /// Too much of the recent past is left out.
    #[error("Leaving out the last {excluded} steps leaves no baseline for this time of the year.")]
    NothingLeft {
        /// Steps left out.
        excluded: usize,
    },
    /// The regression does not come to rest.
    #[error("The regression on the earlier years does not come to an end.")]
    NoEnd,
    /// Not a threshold for residuals.
    #[error("The residual above which a step counts less must be a number above 0.")]
    Reweight,
}

fn check_level(alpha: f64) -> Result<(), SeriesError> {
    if alpha > 0.0 && alpha < 0.5 { Ok(()) } else { Err(SeriesError::Level) }
}
