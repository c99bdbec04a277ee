//! Scan statistics: where and when are there more cases than chance explains, whatever the size of the place?
//!
//! A window moves over map and calendar: circles of every size around every place, combined with every period that is
//! allowed. For each of these cylinders the likelihood of what was counted inside and outside is compared with the
//! likelihood if nothing special were there. The cylinder with the largest ratio is the most likely cluster. How often
//! chance alone makes one as strong is found by repeating the same search on data in which nothing but chance is at work;
//! because each repetition looks at all cylinders, the p value is right although so many were looked at.
//!
//! - Kulldorff 1997, A spatial scan statistic, <https://doi.org/10.1080/03610929708831995> (Poisson, Bernoulli).
//! - Kulldorff 2001, Prospective time periodic geographical disease surveillance using a scan statistic,
//!   <https://doi.org/10.1111/1467-985X.00186> (windows that reach to the present, earlier analyses).
//! - Kulldorff, Heffernan, Hartman, Assunção and Mostashari 2005, A space-time permutation scan statistic for disease
//!   outbreak detection, <https://doi.org/10.1371/journal.pmed.0020059>.
//! - Besag and Clifford 1991, Sequential Monte Carlo p-values, <https://doi.org/10.1093/biomet/78.2.301>.
//! - Abrams, Kleinman and Kulldorff 2010, Gumbel based p-value approximations for spatial scan statistics,
//!   <https://doi.org/10.1186/1476-072X-9-61>.
//!
//! # Models
//!
//! With `c` cases inside, `C` in all and `e` expected inside, the log likelihood ratio is
//! `c ln(c/e) + (C-c) ln((C-c)/(C-e))`. The models differ in what is expected:
//!
//! - [`Model::SpaceTimePermutation`]: that place and time of a case have nothing to do with each other,
//!   `e = (cases of the zone) · (cases of the window) / C`. It needs cases only, and finds what is **new** at a place: a
//!   place that always has many cases is none. **Trap:** over years, a district that grows looks like a cluster.
//! - [`Model::Poisson`]: a given expectation, mostly from a population ([`population::expected`]). Finds what is new and
//!   what is always there. **Trap:** it needs people at risk at the place, not people who live there.
//! - [`Model::Bernoulli`]: that cases are a sample of cases and controls; with `n` of `N` individuals inside,
//!   `c ln(c/n) + (n-c) ln((n-c)/n) + …` outside likewise, less the same of everything.
//!
//! # Steps
//!
//! 1. Places with the same coordinates become one point; around each point, circles grow by distance up to
//!    [`Options::max_radius`] and [`Options::max_share`]. What is equally far enters together.
//! 2. Each centre keeps its best cylinder. The best of these is the most likely cluster; secondary clusters follow by
//!    ratio, as far as they share no place with one before.
//! 3. The search for the largest ratio is repeated on [`Options::replications`] simulated data sets, each from a stream
//!    of its own of the seed.
//! 4. p is the share of data sets at least as strong ([`PValue`]); for secondary clusters that is conservative. What
//!    chance surpasses practically always, in more than 1,999 of 2,000 cases, is left out.
//!
//! Equal ratios are common, because counts are small integers. Of equal cylinders the smaller circle is taken, then fewer
//! places, the shorter and then the earlier window, then the centre that comes first.
//!
//! # What it costs
//!
//! For `n` points with `m` neighbours each, `w` windows and `r` replications: O(n²) distances, O(n m w) for what was
//! observed, and O(r n m w) at most for the simulation, of which thresholds and shared tests leave about a
//! nanosecond for 30 cylinders. Windows that all end with the study period are `w` = longest window; windows anywhere
//! are as many times that as there are intervals.
//!
//! # Example
//!
//! ```
//! use analysis::scan::{Cases, Model, Options, PValue, Places, Study, Windows, scan};
//!
//! // Four places along a street, a case a day in each over three weeks, and four more on the last two days in the first.
//! let mut cases: Vec<Cases> = (0..84).map(|n| Cases::new(n % 4, n / 4, 1)).collect();
//! cases.extend([Cases::new(0, 19, 2), Cases::new(0, 20, 2)]);
//! let study = Study {
//!     places: Places::Flat(vec![[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]),
//!     intervals: 21,
//!     cases,
//!     model: Model::SpaceTimePermutation,
//! };
//! let options = Options { windows: Windows::Prospective { longest: 7, since: None }, ..Options::default() };
//! let found = scan(&study, &options, &|_| {})?;
//! let cluster = &found.clusters[0];
//! assert_eq!((cluster.members.as_slice(), cluster.start, cluster.end), ([0].as_slice(), 19, 20));
//! assert_eq!(cluster.observed, 6);
//! # Ok::<(), analysis::scan::ScanError>(())
//! ```

mod draw;
mod inference;
mod kernel;
mod nested;
mod observed;
pub mod population;
mod prepare;
mod sliding;
mod statistic;
mod zones;

use inference::{Inference, recurrence};
use prepare::Prepared;

/// Where the places are.
#[derive(Debug, Clone, PartialEq)]
pub enum Places {
    /// Latitude and longitude in degrees; distances along great circles, in kilometres.
    Geographic(Vec<[f64; 2]>),
    /// Coordinates on a plane; distances in their unit.
    Flat(Vec<[f64; 2]>),
}

impl Places {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Geographic(places) | Self::Flat(places) => places.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A number of cases (or controls) at a place in an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cases {
    /// Number of the place.
    pub place: u32,
    /// Number of the interval, from 0.
    pub interval: u32,
    /// Number of the stratum (sex and age group, say) among which times are permuted; 0 without strata.
    pub stratum: u32,
    /// How many.
    pub number: u32,
}

impl Cases {
    /// Cases without strata.
    pub fn new(place: u32, interval: u32, number: u32) -> Self {
        Self { place, interval, stratum: 0, number }
    }
}

/// What would be if there were no cluster.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// Place and time of a case have nothing to do with each other.
    SpaceTimePermutation,
    /// Cases fall where they are expected.
    Poisson {
        /// What is expected of each place in each interval, place by place; only proportions matter.
        expected: Vec<f64>,
    },
    /// Cases are a sample of cases and controls.
    Bernoulli {
        /// Individuals that are no cases.
        controls: Vec<Cases>,
    },
}

/// The data.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Where the places are; not all need to have cases.
    pub places: Places,
    /// How many intervals of equal length the study period has.
    pub intervals: usize,
    /// The cases, in any order; several entries for the same place and interval add up.
    pub cases: Vec<Cases>,
    /// What to compare with.
    pub model: Model,
}

/// Which periods are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Windows {
    /// Those that end with the study period: what is going on now.
    Prospective {
        /// The longest, in intervals.
        longest: usize,
        /// The interval with which the first of the repeated analyses ended. With it, a simulated data set is searched
        /// in all windows that ended since then, as the real one was: p then holds for all analyses together.
        since: Option<usize>,
    },
    /// All periods.
    Retrospective {
        /// The longest, in intervals.
        longest: usize,
    },
    /// The whole study period only.
    Spatial,
}

/// Which clusters are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rates {
    /// More cases than expected.
    #[default]
    High,
    /// Fewer cases than expected.
    Low,
    /// Either. Two scans for one each would together find too much.
    Both,
}

/// How p values are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PValue {
    /// The rank among all simulated data sets.
    #[default]
    MonteCarlo,
    /// The rank, but simulation stops as soon as so many data sets are at least as strong as the most likely cluster.
    Sequential {
        /// How many; 50 of 999 lose no power at 5 %.
        exceedances: u32,
    },
    /// A Gumbel distribution fitted to the simulated data sets: p values below one in their number. 199 are enough.
    Gumbel,
}

/// How to look.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Which periods.
    pub windows: Windows,
    /// Which clusters.
    pub rates: Rates,
    /// The largest circle: its radius in kilometres, or in the unit of flat coordinates.
    pub max_radius: Option<f64>,
    /// The largest circle: its share of all cases (permutation), of what is expected (Poisson), or of all individuals
    /// (Bernoulli) over the whole study period. At most one half: beyond it, the rest would be the cluster.
    pub max_share: f64,
    /// A cluster of high rate has at least so many cases. **Trap:** with 1, single cases at quiet places are clusters.
    pub min_cases: u32,
    /// Simulated data sets; 0 gives no p values.
    pub replications: u32,
    /// Same seed, same result.
    pub seed: u64,
    /// How p values are found.
    pub p_value: PValue,
    /// At most so many clusters.
    pub max_clusters: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            windows: Windows::Spatial,
            rates: Rates::High,
            max_radius: None,
            max_share: 0.5,
            min_cases: 2,
            replications: 999,
            seed: 0,
            p_value: PValue::MonteCarlo,
            max_clusters: usize::MAX,
        }
    }
}

/// A place and a period in which there is more (or less) than chance explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// The place in the middle.
    pub center: usize,
    /// All places of the circle, the nearest first.
    pub members: Vec<usize>,
    /// Distance of the farthest member, in kilometres or the unit of flat coordinates.
    pub radius: f64,
    /// First interval.
    pub start: usize,
    /// Last interval.
    pub end: usize,
    /// Cases counted.
    pub observed: u32,
    /// Cases expected.
    pub expected: f64,
    /// Risk inside relative to the risk outside. None for permutations, which know no risk, and if all cases are inside.
    pub relative_risk: Option<f64>,
    /// Log likelihood ratio.
    pub ratio: f64,
    /// How likely chance alone makes a most likely cluster at least as strong. None without simulation.
    pub p: Option<f64>,
    /// How many analyses it takes until chance alone makes one, on average. For prospective scans.
    pub recurrence: Option<f64>,
}

/// What a scan found.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// The clusters, the most likely first. They share no place.
    pub clusters: Vec<Cluster>,
    /// All cases.
    pub cases: u32,
    /// Circles, counted once for each centre.
    pub zones: usize,
    /// Windows for each circle.
    pub windows: usize,
    /// Data sets simulated; fewer than asked for if sequential simulation stopped.
    pub replications: usize,
    /// The largest ratio of each simulated data set, in their order.
    pub maxima: Vec<f64>,
}

/// Why there is nothing to scan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScanError {
    /// No cases.
    #[error("There are no cases.")]
    NoCases,
    /// More cases than can be counted.
    #[error("There are more than {most} cases (or cases and controls).")]
    TooManyCases {
        /// The largest number.
        most: u32,
    },
    /// Fewer than two points.
    #[error("All places are at one point; a scan compares at least two.")]
    OnePoint,
    /// All cases at one point.
    #[error("All cases are at one place; there is nothing to compare them with.")]
    OnePlace,
    /// All cases in one interval.
    #[error("All cases are in one interval; there is nothing to compare them with.")]
    OneInterval,
    /// No intervals, or only one for windows over time.
    #[error("The study period has {intervals} intervals; a scan over time needs at least two.")]
    TooFewIntervals {
        /// How many there are.
        intervals: usize,
    },
    /// Too many places or intervals.
    #[error("There are too many places and intervals to count in all of them.")]
    TooLarge,
    /// Too many circles.
    #[error("There are too many circles; a smaller largest radius or share makes fewer.")]
    TooManyZones,
    /// A coordinate is not one.
    #[error("The coordinates of place {place} are not {}.", if *.geographic { "degrees of latitude and longitude" } else { "numbers" })]
    Position {
        /// Number of the place.
        place: usize,
        /// Whether they should be degrees.
        geographic: bool,
    },
    /// An entry names a place or an interval that does not exist.
    #[error("Entry {entry} of the cases or controls names a place or an interval that does not exist.")]
    Entry {
        /// Number of the entry.
        entry: usize,
    },
    /// The expectation is not one.
    #[error("What is expected must be a number that is not negative, for each place and interval.")]
    Expectation,
    /// Cases where none can be.
    #[error("Place {place} has cases in interval {interval}, where none are expected.")]
    Unexpected {
        /// Number of the place.
        place: usize,
        /// Number of the interval.
        interval: usize,
    },
    /// A share that is not one.
    #[error("The largest share of a circle must lie above 0 and be at most 0.5.")]
    Share,
    /// A radius that is not one.
    #[error("The largest radius must be a number that is not negative.")]
    Radius,
    /// A window that does not fit.
    #[error(
        "The longest window has {longest} intervals; it must have at least 1 and at most {most}, nine tenths of the study period."
    )]
    Longest {
        /// The longest window.
        longest: usize,
        /// The longest that is allowed.
        most: usize,
    },
    /// The first of repeated analyses lies outside the study period.
    #[error("The first of the repeated analyses must end within the study period.")]
    Since,
    /// A permutation scan without time.
    #[error("The space-time permutation model looks at time; a purely spatial scan needs another model.")]
    NoTime,
    /// No controls.
    #[error("There are no controls.")]
    NoControls,
    /// More simulations than can be wanted.
    #[error("At most {most} data sets can be simulated.")]
    Replications {
        /// The largest number.
        most: u32,
    },
}

/// Finds clusters. `done` is told of every few simulated data sets how many they are.
///
/// # Errors
///
/// If the study cannot be scanned like this; the first reason found.
pub fn scan(study: &Study, options: &Options, done: &(dyn Fn(usize) + Sync)) -> Result<Findings, ScanError> {
    let prepared = Prepared::new(study, options)?;
    let candidates = observed::candidates(&prepared);
    let inference = match candidates.first() {
        Some(first) if options.replications > 0 => {
            Inference::new(&prepared, options.p_value, options.replications, options.seed, first.ratio, done)
        }
        _ => Inference::none(),
    };
    let clusters = observed::apart(&prepared, candidates)
        .iter()
        .enumerate()
        .map(|(number, cylinder)| (cylinder, inference.p(cylinder.ratio, number == 0)))
        .filter(|(cylinder, _)| !inference.is_certain(cylinder.ratio))
        .take(options.max_clusters)
        .map(|(cylinder, p)| {
            let analyses = prepared.windows.analyses;
            Cluster {
                p,
                recurrence: analyses.zip(p).map(|(analyses, p)| recurrence(p, analyses)),
                ..prepared.cluster(cylinder)
            }
        })
        .collect();
    Ok(Findings {
        clusters,
        cases: prepared.statistic.cases() as u32,
        zones: prepared.zones.number,
        windows: prepared.windows.number(),
        replications: inference.maxima.len(),
        maxima: inference.maxima,
    })
}

#[cfg(test)]
mod tests;
