//! Windows that all end with the study period: each contains the shorter ones, so each is a row of its own.

use super::{
    Rates,
    kernel::{Group, Kernel, LANES, Lanes, State, Table, Tally, add, any},
    statistic::Thresholds,
};

/// Rows whose sums stay in the registers of a processor.
const WIDTH: usize = 8;

/// Eight data sets under one table of thresholds.
pub(super) struct Nested<'a, T> {
    pub(super) kernel: &'a Kernel<'a>,
    pub(super) table: &'a Table<T>,
    /// How many of the lanes hold a data set.
    pub(super) lanes: usize,
}

/// The windows in blocks, each its first window and how many rows it takes: 8, at the end 1, 2 or 4 if that is enough.
fn blocks(windows: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..windows).step_by(WIDTH).map(move |first| (first, (windows - first).min(WIDTH).next_power_of_two()))
}

/// The thresholds of each block, group and window: of the smallest zone for high rates, of the only one for low rates.
pub(super) fn thresholds<T: Tally>(kernel: &Kernel<'_>, thresholds: &Thresholds) -> (Vec<T>, Vec<T>) {
    let (prepared, windows) = (kernel.prepared, kernel.prepared.windows.span);
    let rows: usize = blocks(windows).map(|(_, width)| width).sum();
    let scans = |rates: Rates| prepared.rates == rates || prepared.rates == Rates::Both;
    let (high, low) = (scans(Rates::High), scans(Rates::Low));
    // A row that no window needs never speaks up.
    let mut above = vec![T::MOST; if high { rows * kernel.groups.len() } else { 0 }];
    let mut below = vec![T::threshold(-1); if low { rows * kernel.groups.len() } else { 0 }];
    let mut baseline = vec![0.0; windows];
    for centre in 0..prepared.zones.centres() {
        baseline.fill(0.0);
        for number in kernel.groups_of(centre) {
            let Group { from, first, to } = kernel.groups[number];
            let (middle, end) = (first as usize + 1, to as usize);
            for point in prepared.zones.some(from as usize..middle) {
                grow(&mut baseline, prepared.baseline_of(point));
            }
            let mut before = 0;
            for (begin, width) in blocks(windows) {
                let at = before * kernel.groups.len() + number * width;
                for (row, baseline) in baseline[begin..].iter().take(width).enumerate() {
                    if high {
                        above[at + row] = T::threshold(thresholds.high(*baseline));
                    }
                    if low {
                        below[at + row] = T::threshold(thresholds.low(*baseline));
                    }
                }
                before += width;
            }
            for point in prepared.zones.some(middle..end) {
                grow(&mut baseline, prepared.baseline_of(point));
            }
        }
    }
    (above, below)
}

/// Adds a point's baselines in the windows, the shortest window first.
fn grow(baseline: &mut [f64], sums: &[f64]) {
    let all = sums[sums.len() - 1];
    for (baseline, before) in baseline.iter_mut().zip(sums.iter().rev().skip(1)) {
        *baseline += all - before;
    }
}

impl<T: Tally> Nested<'_, T> {
    /// Draws the data sets and finds the largest ratio of each. Answers whether all counts fitted.
    pub(super) fn run(&self, state: &mut State<T>, numbers: impl Iterator<Item = u64>) -> bool {
        let (points, windows) = (self.kernel.prepared.zones.centres(), self.kernel.prepared.windows.span);
        let rows: usize = blocks(windows).map(|(_, width)| width).sum();
        // Where the row of each window begins, and how far those of neighbouring points are apart.
        let places: Vec<(usize, usize)> = blocks(windows)
            .flat_map(|(first, width)| (0..width).map(move |at| (first * points + at, width)))
            .collect();
        let row = |point: usize, window: usize| places[window].0 + point * places[window].1;
        // A case counts in the shortest window that reaches back to it, then in all longer ones.
        state.draw(self.kernel, numbers, rows * points, |point, time| row(point, windows - 1 - time));
        for point in 0..points {
            for window in 1..windows {
                let shorter = state.rows[row(point, window - 1)];
                add(&mut state.rows[row(point, window)], &shorter, T::plus);
            }
        }
        blocks(windows).all(|(first, width)| match width {
            1 => self.rates::<1>(state, first),
            2 => self.rates::<2>(state, first),
            4 => self.rates::<4>(state, first),
            _ => self.rates::<8>(state, first),
        })
    }

    fn rates<const W: usize>(&self, state: &mut State<T>, first: usize) -> bool {
        match self.kernel.prepared.rates {
            Rates::High => self.block::<W, true, false>(state, first),
            Rates::Low => self.block::<W, false, true>(state, first),
            Rates::Both => self.block::<W, true, true>(state, first),
        }
    }

    /// All zones under the windows of one block. Answers whether all counts fitted.
    fn block<const W: usize, const HIGH: bool, const LOW: bool>(
        &self,
        state: &mut State<T>,
        first: usize,
    ) -> bool {
        let (kernel, zones) = (self.kernel, &self.kernel.prepared.zones);
        let State { rows, best, .. } = state;
        let rows = rows[first * zones.centres()..].as_chunks::<W>().0;
        let high = self.table.high.get(first * kernel.groups.len()..).unwrap_or_default().as_chunks::<W>().0;
        let low = self.table.low.get(first * kernel.groups.len()..).unwrap_or_default().as_chunks::<W>().0;
        for centre in 0..zones.centres() {
            let mut sum = [Lanes::default(); W];
            for number in kernel.groups_of(centre) {
                let group = kernel.groups[number];
                for point in zones.some(group.from as usize..group.to as usize) {
                    let row = &rows[point];
                    for window in 0..W {
                        add(&mut sum[window], &row[window], T::plus);
                    }
                }
                let mut hit = Lanes::<T>::default();
                for window in 0..W {
                    for lane in 0..LANES {
                        if HIGH {
                            hit[lane] = hit[lane].or(sum[window][lane].reaches(high[number][window]));
                        }
                        if LOW {
                            hit[lane] = hit[lane].or(low[number][window].reaches(sum[window][lane]));
                        }
                    }
                }
                if any(&hit) {
                    let limits = (high.get(number), low.get(number));
                    self.look(best, rows, (centre, group), first, &sum, limits);
                }
            }
            // Counts only grow with zone and window: the last sums tell of all.
            if sum.iter().flat_map(|lanes| lanes.iter()).any(|count| *count == T::MOST) {
                return false;
            }
        }
        true
    }

    /// Tests the zones of a group one by one, from the largest to the smallest.
    #[cold]
    #[inline(never)]
    fn look<const W: usize>(
        &self,
        best: &mut Lanes<f64>,
        rows: &[[Lanes<T>; W]],
        (centre, group): (usize, Group),
        first: usize,
        sum: &[Lanes<T>; W],
        (high, low): (Option<&[T; W]>, Option<&[T; W]>),
    ) {
        let prepared = self.kernel.prepared;
        let begin = prepared.zones.range(centre).start;
        let mut sum = *sum;
        for at in (group.first as usize..group.to as usize).rev() {
            let (point, complete) = prepared.zones.at(at);
            for window in 0..W.min(prepared.windows.span - first) {
                if !complete {
                    break;
                }
                let reached = |count: T| {
                    high.is_some_and(|high| count >= high[window])
                        || low.is_some_and(|low| count <= low[window])
                };
                if !sum[window].iter().take(self.lanes).any(|count| reached(*count)) {
                    continue;
                }
                let time = prepared.windows.span - 1 - (first + window)..prepared.windows.span;
                let baseline: f64 =
                    prepared.zones.some(begin..at + 1).map(|point| prepared.baseline_in(point, &time)).sum();
                for (count, best) in sum[window].iter().zip(best.iter_mut()).take(self.lanes) {
                    if reached(*count) {
                        prepared.improve(best, count.get(), baseline);
                    }
                }
            }
            for window in 0..W {
                for lane in 0..LANES {
                    sum[window][lane] = sum[window][lane].minus(rows[point][window][lane]);
                }
            }
        }
    }
}
