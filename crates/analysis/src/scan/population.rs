//! How many cases are expected where so many people live: indirect standardisation with a population that changes.
//!
//! People are counted at some moments (census years). Between two counts the population of a place and stratum runs
//! straight from one to the other; before the first and after the last it stays as it is. Its integral over an interval is
//! the time at risk there. Each stratum (sex and age group, say) has its own rate over all places and the whole study
//! period; what is expected is the sum over strata of rate times time at risk.
//!
//! Kulldorff, Feuer, Miller and Freedman 1997, Breast cancer clusters in the northeast United States: a geographic
//! analysis, <https://doi.org/10.1093/oxfordjournals.aje.a009317>.
//!
//! O(counts · log counts + places · strata · intervals).
//!
//! ```
//! use analysis::scan::{Cases, population::{Census, expected}};
//!
//! // One place grows from 100 to 300 people over two intervals, another stays at 400.
//! let census = [
//!     Census { place: 0, stratum: 0, time: 0.0, people: 100.0 },
//!     Census { place: 0, stratum: 0, time: 2.0, people: 300.0 },
//!     Census { place: 1, stratum: 0, time: 1.0, people: 400.0 },
//! ];
//! let cases = [Cases::new(1, 0, 6), Cases::new(0, 1, 6)];
//! let expected = expected(2, &[0.0, 1.0, 2.0], &census, &cases)?;
//! assert_eq!(expected, [1.5, 2.5, 4.0, 4.0]);
//! # Ok::<(), analysis::scan::population::PopulationError>(())
//! ```

use std::collections::BTreeMap;

use super::Cases;

/// People of a stratum at a place, counted at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Census {
    /// Number of the place.
    pub place: u32,
    /// Number of the stratum.
    pub stratum: u32,
    /// When, in the unit of the bounds of the intervals.
    pub time: f64,
    /// How many; several entries for the same moment add up.
    pub people: f64,
}

/// Why nothing can be expected.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PopulationError {
    /// The bounds of the intervals are not in order.
    #[error("The bounds of the intervals must be numbers, each larger than the one before.")]
    Bounds,
    /// An entry is not one.
    #[error(
        "Entry {entry} of the population names a place that does not exist, or is not a number of people at a moment."
    )]
    Entry {
        /// Number of the entry.
        entry: usize,
    },
    /// An entry of the cases names a place or interval that does not exist.
    #[error("Entry {entry} of the cases names a place or an interval that does not exist.")]
    Cases {
        /// Number of the entry.
        entry: usize,
    },
    /// Nobody in a stratum that has cases.
    #[error("Stratum {stratum} has cases, but nobody belongs to it during the study period.")]
    Nobody {
        /// Number of the stratum.
        stratum: u32,
    },
}

/// What is expected of each place in each interval, place by place. The sum is the number of cases.
///
/// `bounds` are the moments between the intervals: one more than there are intervals.
///
/// # Errors
///
/// If an entry is wrong, or a stratum has cases and no people.
pub fn expected(
    places: usize,
    bounds: &[f64],
    census: &[Census],
    cases: &[Cases],
) -> Result<Vec<f64>, PopulationError> {
    let ordered =
        bounds.windows(2).all(|pair| pair[0] < pair[1]) && bounds.iter().all(|bound| bound.is_finite());
    if bounds.len() < 2 || !ordered {
        return Err(PopulationError::Bounds);
    }
    let intervals = bounds.len() - 1;
    let is_one = |entry: &Census| {
        (entry.place as usize) < places
            && entry.time.is_finite()
            && entry.people >= 0.0
            && entry.people < 1e15
    };
    if let Some(entry) = census.iter().position(|entry| !is_one(entry)) {
        return Err(PopulationError::Entry { entry });
    }
    let exists = |entry: &Cases| (entry.place as usize) < places && (entry.interval as usize) < intervals;
    if let Some(entry) = cases.iter().position(|entry| !exists(entry)) {
        return Err(PopulationError::Cases { entry });
    }

    let mut sorted: Vec<&Census> = census.iter().collect();
    sorted.sort_by(|a, b| (a.stratum, a.place).cmp(&(b.stratum, b.place)).then(a.time.total_cmp(&b.time)));
    let mut numbers = BTreeMap::<u32, f64>::new();
    for entry in cases.iter().filter(|entry| entry.number > 0) {
        *numbers.entry(entry.stratum).or_default() += f64::from(entry.number);
    }
    let mut expected = vec![0.0; places * intervals];
    for stratum in sorted.chunk_by(|a, b| a.stratum == b.stratum) {
        let number = numbers.remove(&stratum[0].stratum).unwrap_or(0.0);
        let at_risk: Vec<(usize, Vec<f64>)> = stratum
            .chunk_by(|a, b| a.place == b.place)
            .map(|place| (place[0].place as usize, time_at_risk(place, bounds)))
            .collect();
        let all: f64 = at_risk.iter().flat_map(|(_, times)| times).sum();
        if all <= 0.0 && number > 0.0 {
            return Err(PopulationError::Nobody { stratum: stratum[0].stratum });
        }
        if all > 0.0 {
            for (place, times) in at_risk {
                for (expected, time) in expected[place * intervals..].iter_mut().zip(times) {
                    *expected += number / all * time;
                }
            }
        }
    }
    match numbers.keys().next() {
        Some(stratum) => Err(PopulationError::Nobody { stratum: *stratum }),
        None => Ok(expected),
    }
}

/// People times time in each interval.
fn time_at_risk(counts: &[&Census], bounds: &[f64]) -> Vec<f64> {
    let mut moments: Vec<(f64, f64)> = Vec::with_capacity(counts.len());
    for count in counts {
        match moments.last_mut() {
            Some((time, people)) if *time == count.time => *people += count.people,
            _ => moments.push((count.time, count.people)),
        }
    }
    let people = |time: f64| {
        let after = moments.partition_point(|(moment, _)| *moment <= time);
        match (after.checked_sub(1).and_then(|before| moments.get(before)), moments.get(after)) {
            (Some((from, a)), Some((to, b))) => a + (b - a) * (time - from) / (to - from),
            (Some((_, people)), None) | (None, Some((_, people))) => *people,
            (None, None) => 0.0,
        }
    };
    bounds
        .windows(2)
        .map(|interval| {
            let within = moments.iter().map(|(moment, _)| *moment);
            let bends = within.filter(|moment| interval[0] < *moment && *moment < interval[1]);
            let mut last = interval[0];
            let mut sum = 0.0;
            for next in bends.chain([interval[1]]) {
                // A straight line's integral is that of its middle.
                sum += (people(last) + people(next)) / 2.0 * (next - last);
                last = next;
            }
            sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn census(place: u32, stratum: u32, time: f64, people: f64) -> Census {
        Census { place, stratum, time, people }
    }

    #[test]
    fn each_stratum_has_its_own_rate() {
        // Young people of both places have 2 cases in 200 person-intervals, old ones 12 in 40.
        let people = [
            census(0, 0, 0.0, 150.0),
            census(1, 0, 0.0, 50.0),
            census(0, 1, 0.0, 10.0),
            census(1, 1, 0.0, 30.0),
        ];
        let case = |place, stratum, number| Cases { place, interval: 0, stratum, number };
        let found = expected(2, &[0.0, 1.0], &people, &[case(0, 0, 2), case(1, 1, 12)]).unwrap();
        assert!(
            (found[0] - (1.5 + 3.0)).abs() < 1e-12 && (found[1] - (0.5 + 9.0)).abs() < 1e-12,
            "{found:?}"
        );
    }

    #[test]
    fn population_bends_at_each_count_and_stays_before_and_after() {
        let counts = [census(0, 0, 1.0, 100.0), census(0, 0, 2.5, 400.0), census(0, 0, 2.5, 100.0)];
        let counts: Vec<&Census> = counts.iter().collect();
        let found = time_at_risk(&counts, &[0.0, 1.0, 2.0, 3.0, 4.0]);
        let rising = |time: f64| 100.0 + 400.0 * (time - 1.0) / 1.5;
        let third = (rising(2.0) + 500.0) / 2.0 * 0.5 + 500.0 * 0.5;
        assert_eq!(found[0], 100.0);
        assert!((found[1] - (100.0 + rising(2.0)) / 2.0).abs() < 1e-9);
        assert!((found[2] - third).abs() < 1e-9);
        assert_eq!(found[3], 500.0);
    }

    #[test]
    fn what_cannot_be_expected_is_told() {
        let people = [census(0, 0, 0.0, 10.0)];
        let case = Cases { place: 0, interval: 0, stratum: 4, number: 1 };
        assert_eq!(expected(1, &[0.0, 1.0], &people, &[case]), Err(PopulationError::Nobody { stratum: 4 }));
        let nobody = [census(0, 0, 0.0, 0.0)];
        let one = [Cases::new(0, 0, 1)];
        assert_eq!(expected(1, &[0.0, 1.0], &nobody, &one), Err(PopulationError::Nobody { stratum: 0 }));
        assert_eq!(expected(1, &[0.0, 0.0], &people, &one), Err(PopulationError::Bounds));
        let wrong = [census(0, 0, 0.0, f64::NAN)];
        assert_eq!(expected(1, &[0.0, 1.0], &wrong, &one), Err(PopulationError::Entry { entry: 0 }));
        let elsewhere = [Cases::new(1, 0, 1)];
        assert_eq!(expected(1, &[0.0, 1.0], &people, &elsewhere), Err(PopulationError::Cases { entry: 0 }));
    }
}
