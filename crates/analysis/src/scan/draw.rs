//! Data sets as they would be if nothing but chance were at work, conditional on the number of cases.

use crate::random::Stream;

/// Stands for cells outside the span: what is drawn there need not be counted.
pub(super) const OUTSIDE: u32 = u32::MAX;

/// How cases fall under the null hypothesis. Only those within the span of the windows are handed out.
#[derive(Debug, Clone)]
pub(super) enum Null {
    /// Times are permuted among the cases of each stratum.
    Permutation(Vec<Stratum>),
    /// Each case falls outside the span (with a share of 2^32), or into a cell with the cell's share of the expected.
    Multinomial { cases: u32, outside: u32, cells: Alias, span: usize },
    /// Cases are a sample of all cases and controls; each individual's cell.
    Labels { cases: u32, cells: Vec<u32>, span: usize },
}

/// The cases of one stratum, or of all without strata.
#[derive(Debug, Clone, Default)]
pub(super) struct Stratum {
    /// The points that have cases, and how many.
    pub(super) points: Vec<(u32, u32)>,
    /// The time of each case within the span.
    pub(super) times: Vec<u16>,
}

/// Memory that one draw leaves to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    taken: Vec<u64>,
    times: Vec<u16>,
}

impl Null {
    /// One data set. `found` gets point and time (within the span) of each case.
    ///
    /// O(cases within the span) for permutations, O(cases) else.
    pub(super) fn draw(
        &self,
        stream: &mut Stream,
        scratch: &mut Scratch,
        mut found: impl FnMut(usize, usize),
    ) {
        match self {
            Self::Permutation(strata) => {
                for stratum in strata {
                    stratum.draw(stream, scratch, &mut found);
                }
            }
            Self::Multinomial { cases, outside, cells, span } => {
                for _ in 0..*cases {
                    if *outside == 0 || stream.word() >= *outside {
                        let cell = cells.draw(stream) as usize;
                        found(cell / span, cell % span);
                    }
                }
            }
            Self::Labels { cases, cells, span } => {
                let mut count = |individual: u32| {
                    let cell = cells[individual as usize];
                    if cell != OUTSIDE {
                        found(cell as usize / span, cell as usize % span);
                    }
                };
                let all = cells.len() as u32;
                if *cases <= all / 2 {
                    scratch.sample(stream, all, *cases, count);
                } else {
                    scratch.sample(stream, all, all - cases, |_| {});
                    (0..all).filter(|individual| !scratch.is_taken(*individual)).for_each(&mut count);
                }
            }
        }
    }
}

impl Stratum {
    /// How many cases there are, whenever.
    pub(super) fn cases(&self) -> u32 {
        self.points.iter().map(|(_, number)| number).sum()
    }

    /// First which cases fall into the span: all sets of so many are equally likely. Then at which of its times: all
    /// orders are equally likely. Both walk through memory in one direction, which is what makes them fast.
    fn draw(&self, stream: &mut Stream, scratch: &mut Scratch, found: &mut impl FnMut(usize, usize)) {
        let (all, within) = (self.cases(), self.times.len() as u32);
        let few = within <= all / 2;
        scratch.sample(stream, all, if few { within } else { all - within }, |_| {});
        scratch.times.clear();
        scratch.times.extend_from_slice(&self.times);
        let (mut next, mut at) = (0, 0);
        for (point, number) in &self.points {
            let taken = scratch.taken_in(next, next + number);
            next += number;
            for _ in 0..if few { taken } else { number - taken } {
                let other = at + stream.below(within - at as u32) as usize;
                scratch.times.swap(at, other);
                found(*point as usize, scratch.times[at].into());
                at += 1;
            }
        }
    }
}

impl Scratch {
    /// `wanted` different numbers below `all`, in random order; each is drawn again while it was drawn before.
    fn sample(&mut self, stream: &mut Stream, all: u32, wanted: u32, mut found: impl FnMut(u32)) {
        self.taken.clear();
        self.taken.resize(all as usize / 64 + 1, 0);
        let mut missing = wanted.min(all);
        while missing > 0 {
            let number = stream.below(all);
            let (word, bit) = (&mut self.taken[number as usize / 64], 1_u64 << (number % 64));
            if *word & bit == 0 {
                *word |= bit;
                missing -= 1;
                found(number);
            }
        }
    }

    /// How many of the numbers from one to below another were drawn.
    fn taken_in(&self, from: u32, to: u32) -> u32 {
        let (first, last) = (from as usize / 64, to as usize / 64);
        let (above, below) = (u64::MAX << (from % 64), !(u64::MAX << (to % 64)));
        if first == last {
            return (self.taken[first] & above & below).count_ones();
        }
        let between: u32 = self.taken[first + 1..last].iter().map(|word| word.count_ones()).sum();
        (self.taken[first] & above).count_ones() + between + (self.taken[last] & below).count_ones()
    }

    fn is_taken(&self, number: u32) -> bool {
        self.taken[number as usize / 64] & (1 << (number % 64)) != 0
    }
}

/// Draws a number with given weights in constant time: Walker 1977, <https://doi.org/10.1145/355744.355749>, with the
/// tables of Vose 1991, <https://doi.org/10.1109/32.92917>. Probabilities are exact to 2^-32 of a cell.
#[derive(Debug, Clone)]
pub(super) struct Alias {
    /// For each cell the chance to stay there, as a share of 2^32, and where to go else.
    cells: Vec<(u32, u32)>,
}

impl Alias {
    /// Weights must not be negative, and not all zero.
    pub(super) fn new(weights: &[f64]) -> Self {
        let number = weights.len();
        let scale = number as f64 / weights.iter().sum::<f64>();
        let mut rest: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
        let (mut small, mut large): (Vec<u32>, Vec<u32>) =
            (0..number as u32).partition(|cell| rest[*cell as usize] < 1.0);
        let mut cells: Vec<(u32, u32)> = (0..number as u32).map(|cell| (u32::MAX, cell)).collect();
        while let (Some(poor), Some(rich)) = (small.pop(), large.pop()) {
            cells[poor as usize] = ((rest[poor as usize] * 4_294_967_296.0) as u32, rich);
            rest[rich as usize] -= 1.0 - rest[poor as usize];
            if rest[rich as usize] < 1.0 { small.push(rich) } else { large.push(rich) }
        }
        // What rounding left over stays where it is, but never where nothing can be.
        let heaviest =
            (0..number as u32).max_by(|a, b| weights[*a as usize].total_cmp(&weights[*b as usize]));
        for poor in small.into_iter().filter(|cell| weights[*cell as usize] <= 0.0) {
            cells[poor as usize] = (0, heaviest.unwrap_or(poor));
        }
        Self { cells }
    }

    fn draw(&self, stream: &mut Stream) -> u32 {
        let cell = stream.below(self.cells.len() as u32);
        let (stay, other) = self.cells[cell as usize];
        if stream.word() < stay { cell } else { other }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// How often each data set is drawn, written as its counts per point and time.
    fn frequencies(null: &Null, cells: usize, span: usize, draws: u64) -> BTreeMap<Vec<u8>, i64> {
        let (mut scratch, mut frequencies) = (Scratch::default(), BTreeMap::new());
        for number in 0..draws {
            let mut counts = vec![0; cells];
            null.draw(&mut Stream::new(5, number), &mut scratch, |point, time| {
                counts[point * span + time] += 1
            });
            *frequencies.entry(counts).or_insert(0) += 1;
        }
        frequencies
    }

    fn close(found: i64, expected: f64) -> bool {
        (found as f64 - expected).abs() <= 4.5 * expected.sqrt()
    }

    #[test]
    fn permuted_times_come_as_often_as_they_should() {
        // Points with 2, 1 and 1 cases; two of the four cases fall into a span of two times, one each.
        for (times, outside) in [(vec![0, 1], 2), (vec![0, 0, 1], 1)] {
            let points = vec![(0, 2), (1, 1), (2, 1)];
            let (span, number) = (2, times.len());
            let null = Null::Permutation(vec![Stratum { points, times: times.clone() }]);
            let found = frequencies(&null, 6, span, 60_000);
            assert_eq!(number + outside, 4);
            // All ways to give the four cases their times (2 stands for outside).
            let mut expected = BTreeMap::new();
            let mut slots: Vec<u16> = times.into_iter().chain((0..outside).map(|_| 2)).collect();
            permute(&mut slots, 0, &mut |slots| {
                let mut counts = vec![0_u8; 6];
                for (case, point) in [0, 0, 1, 2].into_iter().enumerate() {
                    if slots[case] < 2 {
                        counts[point * span + usize::from(slots[case])] += 1;
                    }
                }
                *expected.entry(counts).or_insert(0.0) += 60_000.0 / 24.0;
            });
            assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            assert!(
                found.iter().all(|(counts, number)| close(*number, expected[counts])),
                "{found:?} {expected:?}"
            );
        }
    }

    fn permute(slots: &mut [u16], from: usize, seen: &mut impl FnMut(&[u16])) {
        if from == slots.len() {
            return seen(slots);
        }
        for other in from..slots.len() {
            slots.swap(from, other);
            permute(slots, from + 1, seen);
            slots.swap(from, other);
        }
    }

    #[test]
    fn cases_fall_into_cells_as_often_as_expected() {
        // Half of what is expected lies outside the span.
        let cells = Alias::new(&[1.0, 0.0, 3.0, 4.0]);
        let null = Null::Multinomial { cases: 8, outside: 1 << 31, cells, span: 2 };
        let mut sums = [0_i64; 4];
        for (counts, number) in frequencies(&null, 4, 2, 40_000) {
            counts.iter().zip(&mut sums).for_each(|(count, sum)| *sum += i64::from(*count) * number);
        }
        assert_eq!(sums[1], 0);
        let expected = [20_000.0, 0.0, 60_000.0, 80_000.0];
        assert!(sums.iter().zip(expected).all(|(sum, expected)| close(*sum, expected)), "{sums:?}");
    }

    #[test]
    fn labels_are_a_sample_of_all_individuals() {
        // Five individuals, one of them outside the span; with 2 and with 3 cases, which are drawn in opposite ways.
        for cases in [2, 3] {
            let null = Null::Labels { cases, cells: vec![0, 0, 1, 2, OUTSIDE], span: 1 };
            let mut expected = BTreeMap::new();
            for chosen in 0_u8..32 {
                if chosen.count_ones() == cases {
                    let bit = |number: u8| chosen >> number & 1;
                    *expected.entry(vec![bit(0) + bit(1), bit(2), bit(3)]).or_insert(0.0) += 5_000.0;
                }
            }
            let found = frequencies(&null, 3, 1, 50_000);
            assert!(
                found.iter().all(|(counts, number)| close(*number, expected[counts])),
                "{found:?} {expected:?}"
            );
            assert_eq!(found.len(), expected.len());
        }
    }
}
