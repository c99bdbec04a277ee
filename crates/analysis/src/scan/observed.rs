//! What is there: the best cylinder of each centre, and of these the ones that share no place.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::{Prepared, statistic::tolerance};

/// A zone and a window, with what was counted and expected there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cylinder {
    pub(super) centre: u32,
    /// How many of the centre's neighbours it holds, itself included.
    pub(super) members: u32,
    /// Times within the span.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) count: u32,
    pub(super) baseline: f64,
    pub(super) ratio: f64,
}

impl Cylinder {
    /// Whether this is to be preferred in the same centre: the larger ratio, else fewer members, else the shorter window,
    /// else the earlier one.
    fn better(&self, other: &Self) -> bool {
        if (self.ratio - other.ratio).abs() > tolerance(self.ratio) {
            return self.ratio > other.ratio;
        }
        let key = |c: &Self| (c.members, c.end - c.start, c.start);
        key(self) < key(other)
    }
}

/// The best cylinder of each centre, the largest ratio first; of equal ones the smaller circle, then the one whose centre
/// comes first in the input.
pub(super) fn candidates(prepared: &Prepared) -> Vec<Cylinder> {
    let mut best: Vec<Cylinder> = (0..prepared.zones.centres())
        .into_par_iter()
        .filter_map(|centre| best_around(prepared, centre))
        .collect();
    best.sort_by(|a, b| b.ratio.total_cmp(&a.ratio).then(a.centre.cmp(&b.centre)));
    // Runs of equal ratios, in which the last digits must not decide.
    let mut from = 0;
    while from < best.len() {
        let head = best[from].ratio;
        let equal = best[from..].iter().take_while(|c| head - c.ratio <= tolerance(head)).count();
        best[from..from + equal].sort_by(|a, b| preference(prepared, a, b));
        from += equal;
    }
    best
}

fn preference(prepared: &Prepared, a: &Cylinder, b: &Cylinder) -> Ordering {
    let radius = |c: &Cylinder| prepared.radius(c);
    let (x, y) = (radius(a), radius(b));
    let by_radius = if (x - y).abs() <= tolerance(x) { Ordering::Equal } else { x.total_cmp(&y) };
    let first = |c: &Cylinder| prepared.points.places[c.centre as usize].first();
    by_radius.then(a.members.cmp(&b.members)).then_with(|| first(a).cmp(&first(b)))
}

/// Candidates that share no point with a better one.
pub(super) fn apart(prepared: &Prepared, candidates: Vec<Cylinder>) -> Vec<Cylinder> {
    let mut taken = vec![false; prepared.points.len()];
    let mut apart = Vec::new();
    for candidate in candidates {
        let members: Vec<usize> = prepared.members(&candidate).collect();
        if members.iter().any(|point| taken[*point]) {
            continue;
        }
        members.iter().for_each(|point| taken[*point] = true);
        apart.push(candidate);
    }
    apart
}

fn best_around(prepared: &Prepared, centre: usize) -> Option<Cylinder> {
    let (windows, times) = (&prepared.windows, prepared.windows.span + 1);
    // Sums from the beginning of the span; counts as floating point numbers, which hold them exactly.
    let (mut counts, mut baselines) = (vec![0.0; times], vec![0.0; times]);
    // What the next best has to reach at least.
    let (mut best, mut least): (Option<Cylinder>, f64) = (None, 0.0);
    for ((point, complete), members) in prepared.zones.around(centre).zip(1..) {
        for (sum, count) in counts.iter_mut().zip(&prepared.counts[point * times..]) {
            *sum += f64::from(*count);
        }
        for (sum, more) in baselines.iter_mut().zip(prepared.baseline_of(point)) {
            *sum += more;
        }
        if !complete {
            continue;
        }
        for end in windows.alive_from..=windows.span {
            let first = end.saturating_sub(windows.longest);
            let before = counts[first..end].iter().zip(&baselines[first..end]);
            for (start, (count, baseline)) in (first..).zip(before) {
                let (count, baseline) = (counts[end] - count, baselines[end] - baseline);
                if !prepared.scans(count, baseline) || !prepared.statistic.may_reach(count, baseline, least) {
                    continue;
                }
                let ratio = prepared.statistic.ratio(count, baseline);
                let found = Cylinder {
                    centre: centre as u32,
                    members,
                    start: start as u32,
                    end: end as u32,
                    count: count as u32,
                    baseline,
                    ratio,
                };
                if ratio > 0.0 && best.as_ref().is_none_or(|best| found.better(best)) {
                    least = ratio - tolerance(ratio);
                    best = Some(found);
                }
            }
        }
    }
    best
}
