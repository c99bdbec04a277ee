//! The largest ratio of simulated data sets: the inner loop of everything.
//!
//! Eight data sets run side by side, one in each lane of a vector. Counts are small integers, zones grow by adding rows,
//! and a cylinder is compared with an integer threshold ([`Thresholds`]); logarithms are taken only where a count reaches
//! it. Zones whose baselines hardly differ are tested together: the count of the largest against the threshold of the
//! smallest. That may only let too many through, never too few, and what comes through is tested one by one.

use std::ops::{Deref, DerefMut};

use rayon::prelude::*;

use super::{Prepared, Rates, draw::Scratch, nested::Nested, sliding::Sliding, statistic::Thresholds};
use crate::random::Stream;

/// Data sets side by side.
pub(super) const LANES: usize = 8;

/// One number of eight data sets, where the processor reads it at once.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(16))]
pub(super) struct Lanes<T>([T; LANES]);

impl<T> Deref for Lanes<T> {
    type Target = [T; LANES];
    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for Lanes<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// A count in the inner loop: 16 bits, or 32 where that is too little.
pub(super) trait Tally: Copy + Default + Ord + Send + Sync + std::fmt::Debug + 'static {
    /// The largest number. A count that reaches it may have been larger.
    const MOST: Self;
    /// One case.
    const ONE: Self;
    /// The sum, at most [`Self::MOST`].
    fn plus(self, other: Self) -> Self;
    /// The sum, beyond the largest number from the smallest on again, so that differences of sums stay right.
    fn around(self, other: Self) -> Self;
    /// The difference of such sums.
    fn minus(self, other: Self) -> Self;
    /// The threshold, at most [`Self::MOST`].
    fn threshold(threshold: i32) -> Self;
    /// The count.
    fn get(self) -> i32;
    /// All bits if this is at least the threshold, none else.
    fn reaches(self, threshold: Self) -> Self;
    /// All bits of both.
    fn or(self, other: Self) -> Self;
}

macro_rules! tally {
    ($number:ty) => {
        impl Tally for $number {
            const MOST: Self = <$number>::MAX;
            const ONE: Self = 1;
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.saturating_add(other)
            }
            #[inline(always)]
            fn around(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn threshold(threshold: i32) -> Self {
                Self::try_from(threshold).unwrap_or(Self::MOST)
            }
            #[inline(always)]
            fn get(self) -> i32 {
                i32::from(self)
            }
            #[inline(always)]
            fn reaches(self, threshold: Self) -> Self {
                -Self::from(self >= threshold)
            }
            #[inline(always)]
            fn or(self, other: Self) -> Self {
                self | other
            }
        }
    };
}
tally!(i16);
tally!(i32);

/// Adds one row to another, as one of the sums of [`Tally`].
#[inline(always)]
pub(super) fn add<T: Tally>(sum: &mut Lanes<T>, row: &Lanes<T>, plus: impl Fn(T, T) -> T) {
    for lane in 0..LANES {
        sum[lane] = plus(sum[lane], row[lane]);
    }
}

/// Whether any lane is not nothing.
#[inline(always)]
pub(super) fn any<T: Tally>(lanes: &Lanes<T>) -> bool {
    lanes.iter().fold(T::default(), |all, lane| all.or(*lane)) != T::default()
}

/// Consecutive zones of one centre that are tested together: from the list of all neighbours, `from..to`; the smallest
/// zone is complete with `first`, the largest with `to - 1`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) from: u32,
    pub(super) first: u32,
    pub(super) to: u32,
}

/// What does not change from one data set to the next.
#[derive(Debug)]
pub(super) struct Kernel<'a> {
    pub(super) prepared: &'a Prepared,
    seed: u64,
    pub(super) groups: Vec<Group>,
    /// Where the groups of each centre begin.
    starts: Vec<u32>,
    /// Whether 16 bits are too little for differences of sums over time.
    wide: bool,
}

/// The thresholds of a floor.
#[derive(Debug)]
pub(super) struct Table<T> {
    pub(super) thresholds: Thresholds,
    /// For nested windows: of each group and window, in the order of the inner loop.
    pub(super) high: Vec<T>,
    pub(super) low: Vec<T>,
}

/// Shares of the first floor that are tried one after the other, until each data set has a cylinder above it.
const LADDER: [f64; 5] = [1.0, 0.7, 0.4, 0.15, 0.0];

/// Memory of one thread.
#[derive(Debug, Default)]
pub(super) struct State<T> {
    scratch: Scratch,
    /// Counts of each point, in the order of the inner loop.
    pub(super) rows: Vec<Lanes<T>>,
    /// Sums over a zone, for sliding windows.
    pub(super) sums: Vec<Lanes<T>>,
    /// The baseline of a zone, for sliding windows.
    pub(super) baseline: Vec<f64>,
    /// The largest ratio so far of each data set.
    pub(super) best: Lanes<f64>,
}

impl<T: Tally> State<T> {
    /// Draws data sets into the lanes; `row` says where point and time are counted.
    pub(super) fn draw(
        &mut self,
        kernel: &Kernel<'_>,
        numbers: impl Iterator<Item = u64>,
        rows: usize,
        row: impl Fn(usize, usize) -> usize,
    ) {
        self.rows.clear();
        self.rows.resize(rows, Lanes::default());
        for (lane, number) in numbers.take(LANES).enumerate() {
            let mut stream = Stream::new(kernel.seed, number);
            let rows = &mut self.rows;
            kernel.prepared.null.draw(&mut stream, &mut self.scratch, |point, time| {
                let count = &mut rows[row(point, time)][lane];
                *count = count.plus(T::ONE);
            });
        }
    }
}

impl<'a> Kernel<'a> {
    pub(super) fn new(prepared: &'a Prepared, seed: u64) -> Self {
        let zones = &prepared.zones;
        let (mut groups, mut starts) = (Vec::new(), vec![0]);
        for centre in 0..zones.centres() {
            let range = zones.range(centre);
            // The group being made: where it begins, its smallest zone and what is expected there. Its largest zone may
            // expect about a standard deviation more; that this is fastest was measured.
            let (mut from, mut open): (usize, Option<(usize, f64)>) = (range.start, None);
            let (mut expected, mut before) = (0.0, range.start);
            for at in range.filter(|at| zones.at(*at).1) {
                let grown =
                    expected + zones.some(before..at + 1).map(|point| prepared.size(point)).sum::<f64>();
                if let Some((first, smallest)) = open
                    && (prepared.rates != Rates::High || grown > smallest + 0.3 + 0.8 * smallest.sqrt())
                {
                    groups.push(Group { from: from as u32, first: first as u32, to: before as u32 });
                    (from, open) = (before, None);
                }
                open.get_or_insert((at, grown));
                (expected, before) = (grown, at + 1);
            }
            if let Some((first, _)) = open {
                groups.push(Group { from: from as u32, first: first as u32, to: before as u32 });
            }
            starts.push(groups.len() as u32);
        }
        let wide = !prepared.windows.nested() && prepared.most_in_window() >= i16::MAX as u64;
        Self { prepared, seed, groups, starts, wide }
    }

    /// The numbers of a centre's groups.
    #[inline]
    pub(super) fn groups_of(&self, centre: usize) -> std::ops::Range<usize> {
        self.starts[centre] as usize..self.starts[centre + 1] as usize
    }

    /// The largest ratio of each of the data sets with these numbers.
    ///
    /// Neither the floor, which should lie below most of them, nor the number of threads change a result, only the time
    /// it takes.
    pub(super) fn maxima(&self, numbers: &[u64], floor: f64, done: &(dyn Fn(usize) + Sync)) -> Vec<f64> {
        let mut found = vec![0.0; numbers.len()];
        let mut open: Vec<usize> = (0..numbers.len()).collect();
        for share in LADDER {
            let floor = floor.max(0.0) * share;
            let below = |at: &usize, found: &[f64]| found[*at] < floor;
            // What does not fit into 16 bits is counted again in 32.
            let missed = self.round::<i16>(numbers, &open, floor, &mut found, done);
            self.round::<i32>(numbers, &missed, floor, &mut found, done);
            open.retain(|at| below(at, &found));
            if open.is_empty() {
                break;
            }
        }
        found
    }

    /// Looks for ratios above the floor in some of the data sets; answers which held counts that do not fit.
    fn round<T: Tally>(
        &self,
        numbers: &[u64],
        open: &[usize],
        floor: f64,
        found: &mut [f64],
        done: &(dyn Fn(usize) + Sync),
    ) -> Vec<usize> {
        if open.is_empty() || (self.wide && T::MOST.get() < i32::MAX) {
            return open.to_vec();
        }
        let table = self.table::<T>(floor);
        let batches: Vec<Option<Lanes<f64>>> = open
            .par_chunks(LANES)
            .map_init(State::default, |state, batch| {
                let largest = self.batch(state, batch.iter().map(|at| numbers[*at]), batch.len(), &table)?;
                done(largest.iter().take(batch.len()).filter(|ratio| **ratio >= floor).count());
                Some(largest)
            })
            .collect();
        let mut missed = Vec::new();
        for (batch, largest) in open.chunks(LANES).zip(batches) {
            match largest {
                Some(largest) => batch.iter().zip(*largest).for_each(|(at, ratio)| found[*at] = ratio),
                None => missed.extend(batch),
            }
        }
        missed
    }

    fn batch<T: Tally>(
        &self,
        state: &mut State<T>,
        numbers: impl Iterator<Item = u64>,
        lanes: usize,
        table: &Table<T>,
    ) -> Option<Lanes<f64>> {
        state.best = Lanes::default();
        let fits = if self.prepared.windows.nested() {
            Nested { kernel: self, table, lanes }.run(state, numbers)
        } else {
            Sliding { kernel: self, table, lanes }.run(state, numbers);
            true
        };
        fits.then_some(state.best)
    }

    fn table<T: Tally>(&self, floor: f64) -> Table<T> {
        let prepared = self.prepared;
        let thresholds =
            Thresholds::new(prepared.statistic, floor, prepared.statistic.total(), prepared.fewest);
        let (high, low) = if prepared.windows.nested() {
            super::nested::thresholds(self, &thresholds)
        } else {
            (Vec::new(), Vec::new())
        };
        Table { thresholds, high, low }
    }
}
