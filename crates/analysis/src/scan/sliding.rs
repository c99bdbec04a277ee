//! Windows that begin and end anywhere: counts of windows are differences of sums from the beginning.

use std::ops::Range;

use super::{
    Rates,
    kernel::{Group, Kernel, LANES, Lanes, State, Table, Tally, add, any},
};

/// Eight data sets under one table of thresholds.
pub(super) struct Sliding<'a, T> {
    pub(super) kernel: &'a Kernel<'a>,
    pub(super) table: &'a Table<T>,
    /// How many of the lanes hold a data set.
    pub(super) lanes: usize,
}

/// Expectations from 1 to a million, doubling.
const PLANS: usize = 20;

/// Lengths of windows that are tested together: the count in the longest against the threshold of the shortest.
#[derive(Debug, Clone, Copy)]
struct Lengths {
    shortest: usize,
    longest: usize,
}

/// All lengths up to the longest, in classes that may be the wider the fewer cases are expected in them, because chance
/// alone then strays farther than the lengths of a class do. `expected` is that of the longest window.
fn classes(longest: usize, expected: f64) -> Vec<Lengths> {
    let (mut classes, mut shortest) = (Vec::new(), 1);
    while shortest <= longest {
        let deviation = (expected * shortest as f64 / longest as f64).sqrt();
        let last = (shortest as f64 * (1.0 + (0.7 / deviation).min(0.5))) as usize;
        let last = last.clamp(shortest, longest);
        classes.push(Lengths { shortest, longest: last });
        shortest = last + 1;
    }
    classes
}

impl<T: Tally> Sliding<'_, T> {
    /// Draws the data sets and finds the largest ratio of each.
    pub(super) fn run(&self, state: &mut State<T>, numbers: impl Iterator<Item = u64>) {
        let prepared = self.kernel.prepared;
        let (points, times) = (prepared.zones.centres(), prepared.windows.span + 1);
        state.draw(self.kernel, numbers, points * times, |point, time| point * times + time + 1);
        for point in 0..points {
            for time in 1..times {
                let before = state.rows[point * times + time - 1];
                add(&mut state.rows[point * times + time], &before, T::around);
            }
        }
        let plans = self.plans();
        for centre in 0..points {
            state.sums.clear();
            state.sums.resize(times, Lanes::default());
            state.baseline.clear();
            state.baseline.resize(times, 0.0);
            let mut expected = 0.0;
            for number in self.kernel.groups_of(centre) {
                let group = self.kernel.groups[number];
                let (from, middle, to) = (group.from as usize, group.first as usize + 1, group.to as usize);
                for point in prepared.zones.some(from..to) {
                    for (sum, row) in state.sums.iter_mut().zip(&state.rows[point * times..]) {
                        add(sum, row, T::around);
                    }
                }
                expected += self.grow(&mut state.baseline, from..middle);
                let plan = &plans[(expected.max(1.0).log2().ceil() as usize).min(PLANS - 1)];
                match prepared.rates {
                    Rates::High => self.windows::<true, false>(state, plan, centre, group),
                    Rates::Low => self.windows::<false, true>(state, plan, centre, group),
                    Rates::Both => self.windows::<true, true>(state, plan, centre, group),
                }
                expected += self.grow(&mut state.baseline, middle..to);
            }
        }
    }

    /// Classes of lengths, for expectations that double. One length each where low rates are looked for.
    fn plans(&self) -> Vec<Vec<Lengths>> {
        let prepared = self.kernel.prepared;
        let expected = |plan: usize| match prepared.rates {
            Rates::High => 2.0_f64.powi(plan as i32),
            Rates::Low | Rates::Both => f64::INFINITY,
        };
        (0..PLANS).map(|plan| classes(prepared.windows.longest, expected(plan))).collect()
    }

    /// Adds the baselines of some neighbours; answers what is expected of them in the longest window.
    fn grow(&self, baseline: &mut [f64], neighbours: Range<usize>) -> f64 {
        let prepared = self.kernel.prepared;
        let mut expected = 0.0;
        for point in prepared.zones.some(neighbours) {
            expected += prepared.size(point);
            for (sum, more) in baseline.iter_mut().zip(prepared.baseline_of(point)) {
                *sum += more;
            }
        }
        expected
    }

    /// All windows of one group of zones.
    fn windows<const HIGH: bool, const LOW: bool>(
        &self,
        state: &mut State<T>,
        plan: &[Lengths],
        centre: usize,
        group: Group,
    ) {
        let windows = &self.kernel.prepared.windows;
        for lengths in plan {
            let first = windows.ever_from.saturating_sub(lengths.longest);
            for start in first..(windows.span + 1).saturating_sub(lengths.shortest) {
                let baseline = state.baseline[start + lengths.shortest] - state.baseline[start];
                let (before, after) =
                    (&state.sums[start], &state.sums[(start + lengths.longest).min(windows.span)]);
                let mut hit = Lanes::<T>::default();
                if HIGH {
                    let high = T::threshold(self.table.thresholds.high(baseline));
                    for lane in 0..LANES {
                        hit[lane] = hit[lane].or(after[lane].minus(before[lane]).reaches(high));
                    }
                }
                if LOW {
                    let low = T::threshold(self.table.thresholds.low(baseline));
                    for lane in 0..LANES {
                        hit[lane] = hit[lane].or(low.reaches(after[lane].minus(before[lane])));
                    }
                }
                if any(&hit) {
                    for lane in (0..self.lanes).filter(|lane| hit[*lane] != T::default()) {
                        self.look(state, centre, group, *lengths, start, lane);
                    }
                }
            }
        }
    }

    /// Tests zones and lengths of a group one by one, from the largest zone to the smallest.
    #[cold]
    #[inline(never)]
    fn look(
        &self,
        state: &mut State<T>,
        centre: usize,
        group: Group,
        lengths: Lengths,
        start: usize,
        lane: usize,
    ) {
        let prepared = self.kernel.prepared;
        let (zones, times) = (&prepared.zones, prepared.windows.span + 1);
        let begin = zones.range(centre).start;
        let ends = (start + lengths.shortest).max(prepared.windows.ever_from)
            ..=(start + lengths.longest).min(prepared.windows.span);
        for end in ends {
            let mut count = state.sums[end][lane].minus(state.sums[start][lane]);
            let mut baseline: f64 = zones
                .some(begin..group.to as usize)
                .map(|point| prepared.baseline_in(point, &(start..end)))
                .sum();
            for at in (group.first as usize..group.to as usize).rev() {
                let (point, complete) = zones.at(at);
                if complete {
                    prepared.improve(&mut state.best[lane], count.get(), baseline);
                }
                let row = |time: usize| state.rows[point * times + time][lane];
                count = count.minus(row(end).minus(row(start)));
                baseline -= prepared.baseline_in(point, &(start..end));
            }
        }
    }
}
