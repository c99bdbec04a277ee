//! Near repeats: is it more likely than usual, for a while, close to where something has just happened?
//!
//! Knox's test counts pairs of events that are close in space *and* time, and compares them with what random dates would
//! give while every place keeps its events. Repeats at the very same place are counted apart, because they have other
//! causes (the same victim, the same door) and other answers than repeats next door.
//!
//! - Knox 1964, Applied Statistics 13:25-29, <https://doi.org/10.2307/2985220>
//! - Johnson, Bernasco, Bowers, Elffers, Ratcliffe, Rengert, Townsley 2007, J Quant Criminol 23:201-219 (random dates),
//!   <https://doi.org/10.1007/s10940-007-9025-3>
//! - Kulldorff, Hjalmars 1999, Biometrics 55:544-552 (places that change), <https://doi.org/10.1111/j.0006-341X.1999.00544.x>
//! - Groff, Taniguchi 2019, Police Quarterly 22:330-359 (what can be prevented), <https://doi.org/10.1177/1098611119828052>
//!
//! **Trap:** where places become busier or quieter over the years (a new station, a closed club), close events lie closer
//! in time without any repeat causing another. [`Caution::ChangingPlaces`] tests for it. **Trap:** a significant excess need
//! not be worth a patrol; see [`Knox::following`].

mod simulate;

use crate::{
    fdr,
    pairs::{Buckets, FURTHEST},
    random::rank_p,
};
use simulate::{Ends, Pair};

/// Where and when something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Projected coordinates, such as metres. **Degrees are no distances.**
    pub place: [f64; 2],
    /// In whole units, such as days.
    pub time: i32,
}

/// How to test.
#[derive(Debug, Clone, PartialEq)]
pub struct KnoxOptions {
    /// Events at most this far apart are at the same place; 0 where coordinates are those of addresses or cells. **With
    /// coordinates rounded to street sections every repeat in the street counts as the same place.**
    pub same_within: f64,
    /// Ends of the distance bands, rising: `[100.0, 200.0]` means above "same" to 100, and above 100 to 200.
    pub distances: Vec<f64>,
    /// Ends of the time bands, rising: `[7, 14]` means 0 to 7 and 8 to 14 units.
    pub times: Vec<u32>,
    /// Random arrangements of the dates.
    pub permutations: usize,
    /// Same seed, same result.
    pub seed: u64,
}

impl Default for KnoxOptions {
    fn default() -> Self {
        Self {
            same_within: 0.0,
            distances: vec![100.0, 200.0, 400.0],
            times: vec![7, 14, 28],
            permutations: 999,
            seed: 0,
        }
    }
}

/// Pairs of one distance band and one time band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Distances above this; none for the same place.
    pub further_than: Option<f64>,
    /// Distances up to this.
    pub up_to: f64,
    /// Times apart from this.
    pub from_time: u32,
    /// To this.
    pub to_time: u32,
    /// Pairs found.
    pub observed: u64,
    /// Pairs to be expected if dates were exchanged among the places.
    pub expected: f64,
    /// Observed over expected; 1 where nothing was to be expected.
    pub ratio: f64,
    /// Share of arrangements with at least as many pairs, the observed one included.
    pub p: f64,
    /// p adjusted for all bands; see [`crate::fdr`].
    pub q: f64,
}

/// The table of bands with what to keep in mind.
#[derive(Debug, Clone, PartialEq)]
pub struct Knox {
    /// Same place first, then by distance; within each by time.
    pub bands: Vec<Band>,
    /// Share of the events that followed another one at the same place within the first time band.
    pub following_same: f64,
    /// Share of the events that followed another one within the first distance band (but not at the same place) and the
    /// first time band: more than this no watch over the surroundings of events could have met.
    pub following: f64,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// What speaks against reading the table at face value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caution {
    /// Close events lie closer in time far beyond the longest time band, too: places seem to have become busier or
    /// quieter, and that alone makes pairs.
    ChangingPlaces {
        /// Pairs of the nearer half of the time beyond the bands, over what was to be expected.
        ratio: f64,
        /// Share of arrangements with at least as many.
        p: f64,
    },
    /// So many bands expect fewer than five pairs; their ratios jump.
    FewPairs {
        /// How many bands.
        bands: usize,
    },
    /// A large share of the events has exactly the place of another: places may be rounded, and zero distance mean little.
    SharedPlaces {
        /// Share of the events.
        share: f64,
    },
    /// So many pairs have the same place and time: one event may have been reported twice.
    Doubles {
        /// How many pairs.
        pairs: u64,
    },
    /// Of so many bands, about this many would have p ≤ 0.05 by chance.
    ManyBands {
        /// How many by chance.
        by_chance: f64,
    },
}

/// Why events could not be tested.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KnoxError {
    /// Nothing to pair.
    #[error("There are {events} events; pairs need at least 3.")]
    TooFewEvents {
        /// How many there are.
        events: usize,
    },
    /// Events are numbered with 32 bits.
    #[error("There are more events than can be numbered.")]
    TooManyEvents,
    /// Not a place.
    #[error("The place of event {event} is not a pair of numbers of ordinary size.")]
    Place {
        /// Which event.
        event: usize,
    },
    /// Wrong distances.
    #[error("The distances must be numbers above \"same place\" and rise; at least one is needed.")]
    Distances,
    /// Wrong times.
    #[error("The times must rise; at least one is needed.")]
    Times,
    /// Dates are compared with 16 bits.
    #[error("The events span {span} units of time; at most 65,535 are possible, so take a coarser unit.")]
    TooLong {
        /// Units.
        span: u64,
    },
    /// All at once.
    #[error("All events have the same time.")]
    OneTime,
    /// More than fits into memory.
    #[error("More than {at_most} pairs of events are within the largest distance; take a smaller one.")]
    TooManyPairs {
        /// As many fit.
        at_most: usize,
    },
    /// No simulation.
    #[error("At least one permutation is needed.")]
    NoPermutations,
}

/// Most pairs kept: 1 GiB.
const MOST_PAIRS: usize = 1 << 27;

/// Tests for repeats and near repeats.
///
/// 1. Find the pairs of each distance band by a grid.
/// 2. Count how many of them lie in each time band; the expectation is (pairs of the distance band · pairs of the time band)
///    / all pairs, exactly the mean over all arrangements of the dates.
/// 3. Shuffle the dates and count again: p. Thirty-two arrangements at a time stand side by side, so that a pair costs two
///    loads for all of them.
///
/// O(n + pairs) to find, O(R·(n + pairs·bands/32)) to simulate; memory 8 bytes a pair. Same seed, same result, on any number
/// of threads.
///
/// ```
/// use analysis::knox::{Event, KnoxOptions, knox};
///
/// // A day after each of a hundred events far apart, another one next door.
/// let events: Vec<Event> = (0..100)
///     .flat_map(|i| {
///         let place = [f64::from(i % 10) * 5000.0, f64::from(i / 10) * 5000.0];
///         let time = i * 37 % 365;
///         [Event { place, time }, Event { place: [place[0] + 50.0, place[1]], time: time + 1 }]
///     })
///     .collect();
/// let found = knox(&events, &KnoxOptions { distances: vec![100.0], times: vec![7], ..KnoxOptions::default() })?;
/// let [same, near] = found.bands[..] else { unreachable!() };
/// assert_eq!((same.observed, near.observed, near.p), (0, 100, 0.001));
/// assert_eq!(found.following, 0.5);
/// # Ok::<(), analysis::knox::KnoxError>(())
/// ```
pub fn knox(events: &[Event], options: &KnoxOptions) -> Result<Knox, KnoxError> {
    let times = check(events, options)?;
    let (bands, order) = near_pairs(events, options)?;
    let times: Vec<u16> = order.iter().map(|&event| times[event as usize]).collect();
    let ends = Ends::new(&options.times, &times);
    let observed: Vec<Vec<u64>> = bands.iter().map(|pairs| simulate::count(pairs, &times, &ends)).collect();
    let later = ends.beyond().map(|(from, to)| {
        ends.later(
            observed.iter().zip(&bands).map(|(counts, pairs)| (counts[from], counts[to], pairs.len() as u64)),
        )
    });
    let simulated = simulate::simulate(&bands, &times, &ends, &observed, later, options);

    let n = times.len() as f64;
    let all = n * (n - 1.0) / 2.0;
    let within = within_times(&times, &ends.all);
    let p: Vec<f64> = simulated.bands.iter().map(|&times| rank_p(times, options.permutations)).collect();
    let q = fdr::adjust(&p);
    let mut table = Vec::with_capacity(p.len());
    for (space, pairs) in bands.iter().enumerate() {
        for (i, &to_time) in options.times.iter().enumerate() {
            let cell = space * options.times.len() + i;
            let observed = band(&observed[space], i);
            let expected = pairs.len() as f64 * band(&within, i) as f64 / all;
            table.push(Band {
                further_than: match space {
                    0 => None,
                    1 => Some(options.same_within),
                    _ => Some(options.distances[space - 2]),
                },
                up_to: if space == 0 { options.same_within } else { options.distances[space - 1] },
                from_time: if i == 0 { 0 } else { options.times[i - 1] + 1 },
                to_time,
                observed,
                expected,
                ratio: if expected > 0.0 { observed as f64 / expected } else { 1.0 },
                p: p[cell],
                q: q[cell],
            });
        }
    }
    let first = options.times[0];
    let mut cautions = cautions(&table, &bands[0], &times);
    if let (Some(later), Some((from, to))) = (later, ends.beyond()) {
        let p = rank_p(simulated.later, options.permutations);
        let expected = later.all as f64 * (within[to] - within[from]) as f64 / (all - within[from] as f64);
        if p <= 0.05 && expected > 0.0 {
            cautions.insert(0, Caution::ChangingPlaces { ratio: later.nearer as f64 / expected, p });
        }
    }
    Ok(Knox {
        following_same: following(&bands[0], &times, first),
        following: following(&bands[1], &times, first),
        bands: table,
        cautions,
    })
}

/// Times from the first on, in the order of the events.
fn check(events: &[Event], options: &KnoxOptions) -> Result<Vec<u16>, KnoxError> {
    if events.len() < 3 {
        return Err(KnoxError::TooFewEvents { events: events.len() });
    }
    if u32::try_from(events.len()).is_err() {
        return Err(KnoxError::TooManyEvents);
    }
    let ordinary = |place: &[f64; 2]| place.iter().all(|c| (-FURTHEST..=FURTHEST).contains(c));
    if let Some(event) = events.iter().position(|event| !ordinary(&event.place)) {
        return Err(KnoxError::Place { event });
    }
    let mut last = options.same_within;
    let rises = options.distances.iter().all(|&end| {
        let rises = end > last && end <= FURTHEST;
        last = end;
        rises
    });
    if !(options.same_within >= 0.0 && rises && !options.distances.is_empty()) {
        return Err(KnoxError::Distances);
    }
    if options.times.is_empty() || options.times.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(KnoxError::Times);
    }
    if options.permutations == 0 {
        return Err(KnoxError::NoPermutations);
    }
    let earliest = events.iter().map(|event| i64::from(event.time)).min().unwrap_or(0);
    let since = |event: &Event| i64::from(event.time).abs_diff(earliest);
    match events.iter().map(since).max().unwrap_or(0) {
        0 => Err(KnoxError::OneTime),
        span if span > u64::from(u16::MAX) => Err(KnoxError::TooLong { span }),
        _ => Ok(events.iter().map(|event| since(event) as u16).collect()),
    }
}

/// The pairs of each distance band, the same place first, and the order of events in which they are numbered.
fn near_pairs(events: &[Event], options: &KnoxOptions) -> Result<(Vec<Vec<Pair>>, Vec<u32>), KnoxError> {
    let places: Vec<[f64; 2]> = events.iter().map(|event| event.place).collect();
    let furthest = options.distances.last().copied().unwrap_or(0.0);
    let buckets = Buckets::new(&places, furthest);
    let mut ends = vec![options.same_within * options.same_within];
    ends.extend(options.distances.iter().map(|end| end * end));
    let mut bands = vec![Vec::new(); ends.len()];
    let mut found = 0_usize;
    for row in 0..buckets.rows() {
        buckets.visit_row(row, |i, j, square| {
            found += 1;
            if found <= MOST_PAIRS {
                let band = ends.iter().take_while(|&&end| square > end).count().min(ends.len() - 1);
                bands[band].push(Pair { first: i, second: j });
            }
        });
        if found > MOST_PAIRS {
            return Err(KnoxError::TooManyPairs { at_most: MOST_PAIRS });
        }
    }
    Ok((bands, buckets.order))
}

/// How many of all pairs of times lie at most so far apart, for each end.
fn within_times(times: &[u16], ends: &[u16]) -> Vec<u64> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let within = |&end: &u16| {
        let mut from = 0;
        let pairs = |(i, &time): (usize, &u16)| {
            while time - sorted[from] > end {
                from += 1;
            }
            (i - from) as u64
        };
        sorted.iter().enumerate().map(pairs).sum()
    };
    ends.iter().map(within).collect()
}

/// From counts up to each end to the count of one band.
fn band(cumulative: &[u64], i: usize) -> u64 {
    cumulative[i] - if i == 0 { 0 } else { cumulative[i - 1] }
}

/// Share of the events with another one of these pairs before them, at most so long ago. Of two at the same time one counts.
fn following(pairs: &[Pair], times: &[u16], within: u32) -> f64 {
    let mut follows = vec![false; times.len()];
    for &Pair { first, second } in pairs {
        let (a, b) = (times[first as usize], times[second as usize]);
        if u32::from(a.abs_diff(b)) <= within {
            follows[if a > b { first } else { second } as usize] = true;
        }
    }
    follows.iter().filter(|&&follows| follows).count() as f64 / times.len() as f64
}

fn cautions(table: &[Band], same: &[Pair], times: &[u16]) -> Vec<Caution> {
    /// A larger share of events at a place that another one has, too, looks like rounding.
    const SHARED: f64 = 0.3;
    let mut found = Vec::new();
    let bands = table.iter().filter(|band| band.expected < 5.0).count();
    if bands > 0 {
        found.push(Caution::FewPairs { bands });
    }
    let mut shares = vec![false; times.len()];
    let mut pairs = 0;
    for &Pair { first, second } in same {
        shares[first as usize] = true;
        shares[second as usize] = true;
        pairs += u64::from(times[first as usize] == times[second as usize]);
    }
    let share = shares.iter().filter(|&&shares| shares).count() as f64 / times.len() as f64;
    if share > SHARED {
        found.push(Caution::SharedPlaces { share });
    }
    if pairs > 0 {
        found.push(Caution::Doubles { pairs });
    }
    if table.len() > 1 {
        found.push(Caution::ManyBands { by_chance: table.len() as f64 * 0.05 });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{distribution::Counts, random::Stream};

    fn burkitt() -> Vec<Event> {
        let lines = include_str!("../../tests/reference/burkitt.txt").lines();
        let event = |line: &str| {
            let n: Vec<i32> = line.split(' ').map(|number| number.parse().unwrap()).collect();
            Event { place: [f64::from(n[0]), f64::from(n[1])], time: n[2] }
        };
        lines.map(event).collect()
    }

    fn one_band(distance: f64, time: u32) -> KnoxOptions {
        KnoxOptions { distances: vec![distance], times: vec![time], ..KnoxOptions::default() }
    }

    /// `tests/test_spacetime.py` of pointpats (commit 524296c5): 188 cases, 20 km, 5 days. Its table counts the same place
    /// in; its p by Poisson leaves out the observed count (more than 13); its simulated p of 0.21 is of 99 arrangements.
    #[test]
    fn the_cases_of_the_west_nile_district_agree_with_pointpats() {
        let found = knox(&burkitt(), &KnoxOptions { permutations: 9_999, ..one_band(20.0, 5) }).unwrap();
        let [same, near] = found.bands[..] else { panic!("{found:?}") };
        assert_eq!(same.observed + near.observed, 13);
        let expected = same.expected + near.expected;
        assert!((expected - 10.1438161).abs() < 1e-6, "{expected}");
        assert!((Counts::new(expected, 1.0).at_least(14) - 0.146_245_581_971_404_14).abs() < 1e-12);
    }

    /// The same with the same place counted in, as there: simulated p within four standard errors of its 99 arrangements.
    #[test]
    fn the_simulated_p_of_pointpats_is_met() {
        let mut events = burkitt();
        // The grid is of whole kilometres, so this keeps distances but for "the same place".
        for (i, event) in events.iter_mut().enumerate() {
            event.place[0] += i as f64 * 1e-7;
        }
        let found = knox(&events, &KnoxOptions { permutations: 9_999, ..one_band(20.000_1, 5) }).unwrap();
        assert_eq!(found.bands[1].observed, 13);
        assert!(
            (found.bands[1].p - 0.21).abs() < 4.0 * (0.21_f64 * 0.79 / 100.0).sqrt(),
            "{:?}",
            found.bands[1]
        );
    }

    fn scattered(events: usize, seed: u64) -> Vec<Event> {
        let mut stream = Stream::new(seed, 0);
        let mut coordinate = || stream.unit() * 3000.0;
        let places: Vec<[f64; 2]> = (0..events).map(|_| [coordinate(), coordinate()]).collect();
        places.into_iter().map(|place| Event { place, time: stream.below(365) as i32 }).collect()
    }

    #[test]
    fn the_table_agrees_with_counting_every_pair() {
        let mut events = scattered(300, 1);
        events[7].place = events[9].place;
        events[8].place = [events[9].place[0] + 3.0, events[9].place[1]];
        let options = KnoxOptions {
            same_within: 5.0,
            distances: vec![150.0, 400.0],
            times: vec![10, 40],
            ..KnoxOptions::default()
        };
        let found = knox(&events, &options).unwrap();
        let all: Vec<(f64, u32)> = (0..300)
            .flat_map(|i| (i + 1..300).map(move |j| (i, j)))
            .map(|(i, j)| {
                let [dx, dy] = [0, 1].map(|axis| events[i].place[axis] - events[j].place[axis]);
                (dx.hypot(dy), events[i].time.abs_diff(events[j].time))
            })
            .collect();
        for band in &found.bands {
            let near = |&&(distance, _): &&(f64, u32)| {
                distance <= band.up_to && band.further_than.is_none_or(|from| distance > from)
            };
            let soon = |&&(_, time): &&(f64, u32)| (band.from_time..=band.to_time).contains(&time);
            assert_eq!(band.observed as usize, all.iter().filter(near).filter(soon).count(), "{band:?}");
            let expected =
                (all.iter().filter(near).count() * all.iter().filter(soon).count()) as f64 / all.len() as f64;
            assert!((band.expected - expected).abs() < 1e-9, "{band:?} {expected}");
        }
        assert_eq!(found.bands.iter().filter(|band| band.further_than.is_none()).count(), 2);
    }

    /// Over random cities without repeats, p ≤ 0.05 in one of twenty.
    #[test]
    fn without_repeats_p_is_calibrated() {
        let cities = 400;
        let options = KnoxOptions { permutations: 199, ..one_band(150.0, 14) };
        let found = (0..cities)
            .filter(|&seed| knox(&scattered(150, seed), &options).unwrap().bands[1].p <= 0.05)
            .count();
        // 20 ± 4 standard deviations, and ties only make it fewer.
        assert!((3..=37).contains(&found), "{found}");
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let events = scattered(200, 3);
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| knox(&events, &KnoxOptions::default()).unwrap())
        };
        assert_eq!(run(1), run(3));
    }

    #[test]
    fn changing_places_are_told_from_near_repeats() {
        let options = one_band(200.0, 7);
        // A quarter moves its events to the other side of the city in the middle of the year; nothing causes anything.
        let mut moving = scattered(400, 5);
        moving.iter_mut().for_each(|event| {
            event.place[0] = event.place[0] / 2.0 + if event.time > 182 { 1500.0 } else { 0.0 }
        });
        let found = knox(&moving, &options).unwrap();
        assert!(
            matches!(found.cautions[0], Caution::ChangingPlaces { ratio, .. } if ratio > 1.1),
            "{:?}",
            found.cautions
        );
        // Here a third of the events bring another one within days.
        let mut repeating = scattered(300, 6);
        let repeats: Vec<Event> = repeating
            .iter()
            .step_by(3)
            .map(|event| Event { place: [event.place[0] + 60.0, event.place[1]], time: event.time + 2 })
            .collect();
        repeating.extend(repeats);
        let found = knox(&repeating, &options).unwrap();
        assert!(found.bands[1].p <= 0.001 && found.bands[1].ratio > 1.5, "{:?}", found.bands);
        assert!(
            !found.cautions.iter().any(|caution| matches!(caution, Caution::ChangingPlaces { .. })),
            "{:?}",
            found.cautions
        );
        assert!((0.25..0.45).contains(&found.following), "{}", found.following);
    }

    #[test]
    fn rounded_places_and_doubles_are_marked() {
        let events: Vec<Event> =
            (0..60).map(|i| Event { place: [f64::from(i % 5) * 100.0, 0.0], time: i / 10 }).collect();
        let cautions = knox(&events, &one_band(50.0, 2)).unwrap().cautions;
        assert!(cautions.contains(&Caution::SharedPlaces { share: 1.0 }), "{cautions:?}");
        assert!(cautions.contains(&Caution::Doubles { pairs: 30 }));
        assert!(cautions.contains(&Caution::FewPairs { bands: 1 }));
        assert!(cautions.contains(&Caution::ManyBands { by_chance: 0.1 }));
    }

    #[test]
    fn what_cannot_be_tested_is_told_in_a_sentence() {
        let told = |events: &[Event], options: &KnoxOptions| knox(events, options).unwrap_err().to_string();
        let events = scattered(5, 1);
        let usual = KnoxOptions::default();
        assert_eq!(told(&events[..2], &usual), "There are 2 events; pairs need at least 3.");
        let times = "The times must rise; at least one is needed.";
        assert_eq!(told(&events, &KnoxOptions { times: vec![7, 7], ..usual.clone() }), times);
        assert_eq!(told(&events, &KnoxOptions { times: vec![], ..usual.clone() }), times);
        for distances in [vec![], vec![f64::NAN], vec![2.0, 1.0], vec![f64::INFINITY]] {
            assert!(
                told(&events, &KnoxOptions { distances, ..usual.clone() }).starts_with("The distances must")
            );
        }
        let mut odd = events.clone();
        odd[3].place[1] = f64::NAN;
        assert_eq!(told(&odd, &usual), "The place of event 3 is not a pair of numbers of ordinary size.");
        let long = [i32::MIN, 0, i32::MAX].map(|time| Event { place: [0.0, 0.0], time });
        assert!(told(&long, &usual).starts_with("The events span 4294967295 units of time;"));
        assert_eq!(told(&[long[0]; 3], &usual), "All events have the same time.");
    }

    proptest::proptest! {
        #[test]
        fn only_numbers_come_out(
            events in proptest::collection::vec((-9_i32..9, -9_i32..9, 0_i32..30), 3..30), scale in 0.0..1e11_f64,
            same in 0.0..10.0_f64, near in 0.0..1e9_f64, time in 0_u32..70_000, permutations in 1_usize..70,
        ) {
            let events: Vec<Event> = events.into_iter().map(|(x, y, time)| Event { place: [f64::from(x) * scale, f64::from(y)], time }).collect();
            let options = KnoxOptions { same_within: same, distances: vec![same + near], times: vec![time, time + 9], permutations, seed: 1 };
            if let Ok(found) = knox(&events, &options) {
                for band in &found.bands {
                    proptest::prop_assert!(band.expected.is_finite() && band.ratio.is_finite());
                    proptest::prop_assert!((0.0..=1.0).contains(&band.p) && (0.0..=1.0).contains(&band.q));
                }
                proptest::prop_assert!((0.0..=1.0).contains(&found.following) && (0.0..=1.0).contains(&found.following_same));
            }
        }
    }
}
