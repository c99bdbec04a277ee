//! From the data of a study to sums that the search can use.

use std::{cmp::Ordering, ops::Range};

use super::{
    Cases, Cluster, Model, Options, Rates, ScanError, Study, Windows,
    draw::{Alias, Null, OUTSIDE, Stratum},
    observed::Cylinder,
    statistic::Statistic,
    zones::{Points, Zones},
};

/// More cases than a city has in a century; each takes memory in every simulation.
const CASES_MAX: u32 = 50_000_000;

/// Places times intervals that fit into the memory of an ordinary machine.
const CELLS_MAX: usize = 100_000_000;

/// More days than there are in 179 years.
const INTERVALS_MAX: usize = u16::MAX as usize;

/// More simulated data sets than any p value needs.
const REPLICATIONS_MAX: u32 = 9_999_999;

/// The periods that are looked at, within the part of the study period that they reach: the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The first interval of the span.
    first: usize,
    /// How many intervals it has.
    pub(super) span: usize,
    /// The longest window.
    pub(super) longest: usize,
    /// The earliest end (exclusive) of a window in the observed data.
    pub(super) alive_from: usize,
    /// The earliest end (exclusive) of a window in simulated data.
    pub(super) ever_from: usize,
    /// How many analyses there were, for prospective scans.
    pub(super) analyses: Option<usize>,
}

impl Span {
    fn new(windows: Windows, intervals: usize) -> Result<Self, ScanError> {
        let most = (intervals * 9 / 10).max(1);
        let checked = |longest: usize| match longest {
            _ if intervals < 2 => Err(ScanError::TooFewIntervals { intervals }),
            longest if longest < 1 || longest > most => Err(ScanError::Longest { longest, most }),
            longest => Ok(longest),
        };
        match windows {
            Windows::Spatial if intervals == 0 => Err(ScanError::TooFewIntervals { intervals }),
            Windows::Spatial => {
                Ok(Self { first: 0, span: 1, longest: 1, alive_from: 1, ever_from: 1, analyses: None })
            }
            Windows::Retrospective { longest } => {
                let longest = checked(longest)?;
                Ok(Self { first: 0, span: intervals, longest, alive_from: 1, ever_from: 1, analyses: None })
            }
            Windows::Prospective { longest, since } => {
                let longest = checked(longest)?;
                let since = since.unwrap_or(intervals - 1);
                if since >= intervals {
                    return Err(ScanError::Since);
                }
                let first = (since + 1).saturating_sub(longest);
                let span = intervals - first;
                let analyses = Some(intervals - since);
                Ok(Self { first, span, longest, alive_from: span, ever_from: since + 1 - first, analyses })
            }
        }
    }

    /// Whether all windows end with the span.
    pub(super) fn nested(&self) -> bool {
        self.ever_from == self.span
    }

    /// How many windows there are in the observed data.
    pub(super) fn number(&self) -> usize {
        (self.alive_from..=self.span).map(|end| end.min(self.longest)).sum()
    }
}

/// A study, ready to be searched.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub(super) statistic: Statistic,
    pub(super) rates: Rates,
    pub(super) fewest: u32,
    pub(super) points: Points,
    pub(super) zones: Zones,
    pub(super) windows: Span,
    pub(super) null: Null,
    /// For each point the cases before each time of the span, and at its end.
    pub(super) counts: Vec<u32>,
    /// For each point the baseline before each time of the span, and at its end.
    baseline: Vec<f64>,
    intervals: usize,
    permutes: bool,
}

/// Sums while a study is read: per point and time of the span, and over all time.
struct Cells<'a> {
    points: &'a Points,
    windows: Span,
    spatial: bool,
}

impl Cells<'_> {
    /// The time of the span in which an interval lies.
    fn time(&self, interval: usize) -> Option<usize> {
        if self.spatial { Some(0) } else { interval.checked_sub(self.windows.first) }
    }

    /// The point and the time of an entry.
    fn cell(&self, entry: &Cases) -> (usize, Option<usize>) {
        (self.points.of_place[entry.place as usize] as usize, self.time(entry.interval as usize))
    }

    /// Values per point and time as sums from the beginning of the span.
    fn sums<N: Copy + Default + std::ops::Add<Output = N>>(
        &self,
        values: impl IntoIterator<Item = (usize, usize, N)>,
    ) -> Vec<N> {
        let times = self.windows.span + 1;
        let mut sums = vec![N::default(); self.points.len() * times];
        for (point, time, value) in values {
            let sum = &mut sums[point * times + time + 1];
            *sum = *sum + value;
        }
        for point in sums.chunks_exact_mut(times) {
            for time in 1..times {
                point[time] = point[time] + point[time - 1];
            }
        }
        sums
    }
}

/// What the models differ in.
struct Comparison {
    statistic: Statistic,
    baseline: Vec<f64>,
    sizes: Vec<f64>,
    null: Null,
}

impl Prepared {
    pub(super) fn new(study: &Study, options: &Options) -> Result<Self, ScanError> {
        check_options(options)?;
        let windows = Span::new(options.windows, study.intervals)?;
        let points = Points::new(&study.places)?;
        if points.len() < 2 {
            return Err(ScanError::OnePoint);
        }
        if (windows.span + 1).saturating_mul(points.len()) > CELLS_MAX
            || study.intervals.saturating_mul(study.places.len()) > CELLS_MAX
            || study.intervals > INTERVALS_MAX
        {
            return Err(ScanError::TooLarge);
        }
        let cases = total(study, &study.cases)?;
        if cases == 0 {
            return Err(ScanError::NoCases);
        }
        let cells = Cells { points: &points, windows, spatial: options.windows == Windows::Spatial };
        let comparison = match &study.model {
            Model::SpaceTimePermutation => permutation(study, &cells, cases)?,
            Model::Poisson { expected } => poisson(study, &cells, cases, expected)?,
            Model::Bernoulli { controls } => bernoulli(study, &cells, cases, controls)?,
        };
        let counts = cells.sums(study.cases.iter().filter_map(|entry| {
            let (point, time) = cells.cell(entry);
            Some((point, time?, entry.number))
        }));
        let zones = Zones::new(&points, options.max_radius, &comparison.sizes, options.max_share)?;
        Ok(Self {
            statistic: comparison.statistic,
            rates: options.rates,
            fewest: options.min_cases,
            points,
            zones,
            windows,
            null: comparison.null,
            counts,
            baseline: comparison.baseline,
            intervals: study.intervals,
            permutes: study.model == Model::SpaceTimePermutation,
        })
    }

    /// The baseline of a point before each time of the span, and at its end.
    #[inline]
    pub(super) fn baseline_of(&self, point: usize) -> &[f64] {
        let times = self.windows.span + 1;
        &self.baseline[point * times..(point + 1) * times]
    }

    /// The baseline of a point in a period of the span.
    #[inline]
    pub(super) fn baseline_in(&self, point: usize, times: &Range<usize>) -> f64 {
        let sums = self.baseline_of(point);
        sums[times.end] - sums[times.start]
    }

    /// What is expected of a point in the longest window, on average.
    pub(super) fn size(&self, point: usize) -> f64 {
        let share = self.windows.longest as f64 / self.windows.span as f64;
        self.statistic.expected(self.baseline_in(point, &(0..self.windows.span))) * share
    }

    /// Whether such a count is looked for.
    #[inline]
    pub(super) fn scans(&self, count: f64, baseline: f64) -> bool {
        let expected = self.statistic.expected(baseline);
        let high = count > expected && count >= f64::from(self.fewest);
        match self.rates {
            Rates::High => high,
            Rates::Low => count < expected,
            Rates::Both => high || count < expected,
        }
    }

    /// Takes the ratio of a count if it is looked for and larger.
    #[inline]
    pub(super) fn improve(&self, best: &mut f64, count: i32, baseline: f64) {
        let count = f64::from(count);
        if self.scans(count, baseline) && self.statistic.may_reach(count, baseline, *best) {
            *best = best.max(self.statistic.ratio(count, baseline));
        }
    }

    /// No window of a simulated data set holds more cases.
    pub(super) fn most_in_window(&self) -> u64 {
        match &self.null {
            Null::Permutation(strata) => {
                let mut times = vec![0_u64; self.windows.span];
                strata
                    .iter()
                    .flat_map(|stratum| &stratum.times)
                    .for_each(|time| times[usize::from(*time)] += 1);
                times
                    .windows(self.windows.longest)
                    .map(|window| window.iter().sum())
                    .max()
                    .unwrap_or_default()
            }
            Null::Multinomial { .. } | Null::Labels { .. } => self.statistic.cases() as u64,
        }
    }

    /// The points of a cylinder, the nearest first.
    pub(super) fn members(&self, cylinder: &Cylinder) -> impl Iterator<Item = usize> + '_ {
        self.zones.around(cylinder.centre as usize).take(cylinder.members as usize).map(|(point, _)| point)
    }

    /// The distance of the farthest member.
    pub(super) fn radius(&self, cylinder: &Cylinder) -> f64 {
        let last = self.members(cylinder).last().unwrap_or(cylinder.centre as usize);
        self.points.distance(cylinder.centre, last as u32)
    }

    /// A cylinder in the terms of the study, without p value.
    pub(super) fn cluster(&self, cylinder: &Cylinder) -> Cluster {
        let places = |point: usize| self.points.places[point].iter().map(|place| *place as usize);
        let (count, expected) = (f64::from(cylinder.count), self.statistic.expected(cylinder.baseline));
        let (all, spatial) = (self.statistic.cases(), self.windows.span == 1 && self.intervals > 1);
        let spatial = spatial && self.windows.analyses.is_none();
        let risk = (count / expected) / ((all - count) / (all - expected));
        Cluster {
            center: places(cylinder.centre as usize).next().unwrap_or_default(),
            members: self.members(cylinder).flat_map(places).collect(),
            radius: self.radius(cylinder),
            start: if spatial { 0 } else { self.windows.first + cylinder.start as usize },
            end: if spatial { self.intervals - 1 } else { self.windows.first + cylinder.end as usize - 1 },
            observed: cylinder.count,
            expected,
            relative_risk: (risk.is_finite() && !self.permutes).then_some(risk),
            ratio: cylinder.ratio,
            p: None,
            recurrence: None,
        }
    }
}

fn check_options(options: &Options) -> Result<(), ScanError> {
    if !(options.max_share > 0.0 && options.max_share <= 0.5) {
        return Err(ScanError::Share);
    }
    if options.max_radius.is_some_and(|radius| !(radius >= 0.0 && radius.is_finite())) {
        return Err(ScanError::Radius);
    }
    if options.replications > REPLICATIONS_MAX {
        return Err(ScanError::Replications { most: REPLICATIONS_MAX });
    }
    Ok(())
}

/// The number of cases of all entries, if each names a place and an interval.
fn total(study: &Study, entries: &[Cases]) -> Result<u32, ScanError> {
    let exists = |entry: &Cases| {
        (entry.place as usize) < study.places.len() && (entry.interval as usize) < study.intervals
    };
    if let Some(entry) = entries.iter().position(|entry| !exists(entry)) {
        return Err(ScanError::Entry { entry });
    }
    let sum: u64 = entries.iter().map(|entry| u64::from(entry.number)).sum();
    u32::try_from(sum).ok().filter(|sum| *sum <= CASES_MAX).ok_or(ScanError::TooManyCases { most: CASES_MAX })
}

/// In each stratum the cases of a point are expected to spread over time as all cases of the stratum do.
fn permutation(study: &Study, cells: &Cells<'_>, cases: u32) -> Result<Comparison, ScanError> {
    if cells.spatial {
        return Err(ScanError::NoTime);
    }
    let mut entries: Vec<&Cases> = study.cases.iter().filter(|entry| entry.number > 0).collect();
    // All orders of the input give the same order here, and so the same simulations.
    entries.sort_by_key(|entry| (entry.stratum, cells.points.of_place[entry.place as usize], entry.interval));
    let point = |entry: &Cases| cells.points.of_place[entry.place as usize];
    if entries.iter().all(|entry| point(entry) == point(entries[0])) {
        return Err(ScanError::OnePlace);
    }
    if entries.iter().all(|entry| entry.interval == entries[0].interval) {
        return Err(ScanError::OneInterval);
    }
    let times = cells.windows.span;
    let mut expected = vec![0.0; cells.points.len() * times];
    let mut strata = Vec::new();
    for entries in entries.chunk_by(|a, b| a.stratum == b.stratum) {
        let mut stratum = Stratum::default();
        let mut numbers = vec![0_u32; times];
        for here in entries.chunk_by(|a, b| point(a) == point(b)) {
            stratum.points.push((point(here[0]), here.iter().map(|entry| entry.number).sum()));
        }
        for entry in entries {
            if let Some(time) = cells.time(entry.interval as usize) {
                numbers[time] += entry.number;
            }
        }
        stratum.times = (0..).zip(&numbers).flat_map(|(time, n)| (0..*n).map(move |_| time)).collect();
        let all = f64::from(stratum.cases());
        for (point, cases) in &stratum.points {
            let row = &mut expected[*point as usize * times..][..times];
            for (expected, number) in row.iter_mut().zip(&numbers) {
                *expected += f64::from(*cases) * f64::from(*number) / all;
            }
        }
        strata.push(stratum);
    }
    let mut sizes = vec![0.0; cells.points.len()];
    study.cases.iter().for_each(|entry| sizes[point(entry) as usize] += f64::from(entry.number));
    Ok(Comparison {
        statistic: Statistic::Poisson { cases: f64::from(cases) },
        baseline: cells
            .sums(expected.iter().enumerate().map(|(cell, value)| (cell / times, cell % times, *value))),
        sizes,
        null: Null::Permutation(strata),
    })
}

fn poisson(study: &Study, cells: &Cells<'_>, cases: u32, expected: &[f64]) -> Result<Comparison, ScanError> {
    let intervals = study.intervals;
    // All orders of the input give the same sums to the last digit, and so the same simulations.
    let mut sorted = expected.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let sum: f64 = sorted.iter().sum();
    let fits = expected.iter().all(|value| *value >= 0.0) && sum.is_finite() && sum > 0.0;
    if !fits || expected.len() != study.places.len() * intervals {
        return Err(ScanError::Expectation);
    }
    for entry in study.cases.iter().filter(|entry| entry.number > 0) {
        let here = &cells.points.places[cells.points.of_place[entry.place as usize] as usize];
        if here.iter().all(|place| expected[*place as usize * intervals + entry.interval as usize] <= 0.0) {
            let (place, interval) = (entry.place as usize, entry.interval as usize);
            return Err(ScanError::Unexpected { place, interval });
        }
    }
    let (span, scale) = (cells.windows.span, f64::from(cases) / sum);
    let mut within = vec![0.0; cells.points.len() * span];
    let mut sizes = vec![0.0; cells.points.len()];
    let row = |place: u32| &expected[place as usize * intervals..][..intervals];
    for (number, places) in cells.points.places.iter().enumerate() {
        let mut places = places.clone();
        places.sort_unstable_by(|a, b| {
            let differences = row(*a).iter().zip(row(*b)).map(|(a, b)| a.total_cmp(b));
            differences.fold(Ordering::Equal, Ordering::then)
        });
        for place in places {
            for (interval, value) in row(place).iter().enumerate() {
                sizes[number] += value * scale;
                if let Some(time) = cells.time(interval) {
                    within[number * span + time] += value * scale;
                }
            }
        }
    }
    let outside = (1.0 - within.iter().sum::<f64>() / f64::from(cases)).max(0.0);
    let null = Null::Multinomial {
        cases,
        outside: if outside < 1e-9 { 0 } else { (outside * 4_294_967_296.0) as u32 },
        cells: Alias::new(&within),
        span,
    };
    Ok(Comparison {
        statistic: Statistic::Poisson { cases: f64::from(cases) },
        baseline: cells
            .sums(within.iter().enumerate().map(|(cell, value)| (cell / span, cell % span, *value))),
        sizes,
        null,
    })
}

fn bernoulli(
    study: &Study,
    cells: &Cells<'_>,
    cases: u32,
    controls: &[Cases],
) -> Result<Comparison, ScanError> {
    let others = total(study, controls)?;
    if others == 0 {
        return Err(ScanError::NoControls);
    }
    if cases.saturating_add(others) > CASES_MAX {
        return Err(ScanError::TooManyCases { most: CASES_MAX });
    }
    let span = cells.windows.span;
    let mut individuals = Vec::with_capacity((cases + others) as usize);
    let mut sizes = vec![0.0; cells.points.len()];
    let mut within = vec![0.0; cells.points.len() * span];
    for entry in study.cases.iter().chain(controls) {
        let (point, time) = cells.cell(entry);
        let cell = time.map_or(OUTSIDE, |time| (point * span + time) as u32);
        individuals.extend((0..entry.number).map(|_| cell));
        sizes[point] += f64::from(entry.number);
        if let Some(time) = time {
            within[point * span + time] += f64::from(entry.number);
        }
    }
    individuals.sort_unstable();
    Ok(Comparison {
        statistic: Statistic::Bernoulli { cases: f64::from(cases), individuals: f64::from(cases + others) },
        baseline: cells
            .sums(within.iter().enumerate().map(|(cell, value)| (cell / span, cell % span, *value))),
        sizes,
        null: Null::Labels { cases, cells: individuals, span },
    })
}
