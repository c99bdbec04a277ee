//! Counting pairs by time apart, for one arrangement of the dates and for many side by side.

use rayon::prelude::*;

use super::{KnoxOptions, band};
use crate::random::Stream;

/// Two events by their places in the order of the grid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) first: u32,
    pub(super) second: u32,
}

/// Arrangements that are counted together. Their dates of one event fill a cache line.
const LANES: usize = 32;
/// Pairs after which counters of 16 bits are emptied.
const FLUSH: usize = u16::MAX as usize;

/// Up to which times apart pairs are counted: the ends of the bands, and two more to see whether places change.
pub(super) struct Ends {
    pub(super) all: Vec<u16>,
    bands: usize,
}

impl Ends {
    pub(super) fn new(times: &[u32], dates: &[u16]) -> Self {
        let mut all: Vec<u16> = times.iter().map(|&time| u16::try_from(time).unwrap_or(u16::MAX)).collect();
        let last = f64::from(all.last().copied().unwrap_or(0));
        let span = f64::from(dates.iter().copied().max().unwrap_or(0));
        // Repeats fade over a few times the longest band, so leave these out; then halve what remains. Two random dates
        // are more than x apart with probability (1 - x/span)².
        let from = last.max((4.0 * last).min(span / 4.0));
        let to = span * (1.0 - (1.0 - from / span).max(0.0) / std::f64::consts::SQRT_2);
        let bands = all.len();
        if from + 1.0 <= to && to + 1.0 <= span {
            all.extend([from as u16, to as u16]);
        }
        Self { all, bands }
    }

    /// Of the pairs far beyond the bands, those in the nearer half of the time. From counts up to each end and of all pairs.
    pub(super) fn later(&self, counts: impl Iterator<Item = (u64, u64, u64)>) -> Later {
        let mut later = Later { nearer: 0, all: 0 };
        for (from, to, pairs) in counts {
            later.nearer += to - from;
            later.all += pairs - from;
        }
        later
    }

    /// Where the two ends beyond the bands stand.
    pub(super) fn beyond(&self) -> Option<(usize, usize)> {
        (self.all.len() > self.bands).then_some((self.bands, self.bands + 1))
    }
}

/// Pairs far beyond the bands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Later {
    pub(super) nearer: u64,
    pub(super) all: u64,
}

impl Later {
    /// Whether the share of the nearer ones is at least as large.
    fn at_least(self, other: Self) -> bool {
        u128::from(self.nearer) * u128::from(other.all) >= u128::from(other.nearer) * u128::from(self.all)
    }
}

/// Pairs up to each end.
pub(super) fn count(pairs: &[Pair], dates: &[u16], ends: &Ends) -> Vec<u64> {
    let mut counts = vec![0; ends.all.len()];
    for pair in pairs {
        let apart = dates[pair.first as usize].abs_diff(dates[pair.second as usize]);
        for (count, &end) in counts.iter_mut().zip(&ends.all) {
            *count += u64::from(apart <= end);
        }
    }
    counts
}

/// In how many arrangements there was at least as much as observed.
#[derive(Debug, Clone, Default)]
pub(super) struct Simulated {
    /// Pairs of each distance band and in it each time band.
    pub(super) bands: Vec<usize>,
    /// Share of the nearer ones among the pairs far beyond the bands.
    pub(super) later: usize,
}

pub(super) fn simulate(
    bands: &[Vec<Pair>],
    dates: &[u16],
    ends: &Ends,
    observed: &[Vec<u64>],
    observed_later: Option<Later>,
    options: &KnoxOptions,
) -> Simulated {
    let times = ends.bands;
    let none = || Simulated { bands: vec![0; bands.len() * times], later: 0 };
    let batch = |number: usize| {
        let arranged = arrange(dates, options.seed, number);
        let counts: Vec<Vec<[u64; LANES]>> =
            bands.iter().map(|pairs| count_lanes(pairs, &arranged, ends)).collect();
        let mut simulated = none();
        for lane in 0..LANES.min(options.permutations - number * LANES) {
            let mut cell = 0;
            for (counts, observed) in counts.iter().zip(observed) {
                let counts: Vec<u64> = counts.iter().map(|count| count[lane]).collect();
                for time in 0..times {
                    simulated.bands[cell] += usize::from(band(&counts, time) >= band(observed, time));
                    cell += 1;
                }
            }
            if let (Some(observed), Some((from, to))) = (observed_later, ends.beyond()) {
                let of = |(counts, pairs): (&Vec<[u64; LANES]>, &Vec<Pair>)| {
                    (counts[from][lane], counts[to][lane], pairs.len() as u64)
                };
                let later = ends.later(counts.iter().zip(bands).map(of));
                simulated.later += usize::from(later.at_least(observed));
            }
        }
        simulated
    };
    let add = |mut sum: Simulated, other: Simulated| {
        sum.bands.iter_mut().zip(other.bands).for_each(|(sum, other)| *sum += other);
        sum.later += other.later;
        sum
    };
    (0..options.permutations.div_ceil(LANES)).into_par_iter().map(batch).reduce(none, add)
}

/// The dates in as many random orders as there are lanes, those of one event side by side.
fn arrange(dates: &[u16], seed: u64, batch: usize) -> Vec<[u16; LANES]> {
    let mut stream = Stream::new(seed, batch as u64);
    let mut lanes = vec![dates.to_vec(); LANES];
    lanes.iter_mut().for_each(|lane| stream.shuffle(lane));
    (0..dates.len()).map(|event| std::array::from_fn(|lane| lanes[lane][event])).collect()
}

fn count_lanes(pairs: &[Pair], dates: &[[u16; LANES]], ends: &Ends) -> Vec<[u64; LANES]> {
    let mut sums = vec![[0_u64; LANES]; ends.all.len()];
    for chunk in pairs.chunks(FLUSH) {
        let mut counts = vec![[0_u16; LANES]; ends.all.len()];
        for pair in chunk {
            let (first, second) = (&dates[pair.first as usize], &dates[pair.second as usize]);
            let apart: [u16; LANES] = std::array::from_fn(|lane| first[lane].abs_diff(second[lane]));
            for (counts, &end) in counts.iter_mut().zip(&ends.all) {
                for (count, apart) in counts.iter_mut().zip(apart) {
                    *count += u16::from(apart <= end);
                }
            }
        }
        for (sums, counts) in sums.iter_mut().zip(counts) {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += u64::from(count));
        }
    }
    sums
}
