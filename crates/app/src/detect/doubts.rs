//! What speaks against a finding.

use std::collections::BTreeMap;

use domain::{
    charter::Detection,
    finding::{Basis, Cluster, Doubt},
    report::{Channel, Origin},
    time::{DAY_MS, Day, Timestamp},
};

use super::{Loaded, study::Plan};
use crate::picture::Cases;

/// Reports looked into on either side, to see whether the channels changed.
const SAMPLE: usize = 1_000;
/// Standard errors by which the share of a channel must have grown (one-sided, 5 %).
const CLEARLY: f64 = 1.64;

/// What is known about a finding's reports.
pub(super) struct Told<'a> {
    pub(super) cases: &'a Cases,
    pub(super) plan: &'a Plan,
    pub(super) members: &'a [usize],
    pub(super) loaded: &'a Loaded,
    pub(super) rules: &'a Detection,
    pub(super) past: u32,
    /// Of all reports of this origin, see [`growing_channel`].
    pub(super) growing: Option<Doubt>,
}

/// Some reports of the first third of the past, and some of the last weeks, evenly spread: of all kinds, because a channel
/// that grows does so for all of them, and one kind alone has few.
pub(super) fn samples(
    cases: &Cases,
    basis: Basis,
    (first, last): (Day, Day),
    rules: &Detection,
) -> [Vec<usize>; 2] {
    let third = first.0 + (last.0 - first.0) / 3;
    let day = |row: &usize| cases.cases[*row].day.0;
    let rows = || (0..cases.cases.len()).filter(|&row| basis.holds(cases.cases[row].origin, rules));
    let before: Vec<usize> = rows().filter(|row| day(row) <= third).collect();
    let now: Vec<usize> = rows().filter(|row| day(row) > last.0 - rules.channel_days as i32).collect();
    [before, now].map(|rows| {
        let step = rows.len().div_ceil(SAMPLE).max(1);
        rows.into_iter().step_by(step).collect()
    })
}

/// Whether a channel brings clearly more of all reports than before, by samples of before and now. Only an owner knows
/// the channels.
pub(super) fn growing_channel(
    cases: &Cases,
    samples: &[Vec<usize>; 2],
    loaded: &Loaded,
    rules: &Detection,
) -> Option<Doubt> {
    let shares = samples.each_ref().map(|rows| {
        let mut shares: BTreeMap<Channel, usize> = BTreeMap::new();
        let known = rows.iter().filter_map(|&row| loaded.get(&cases.cases[row].id));
        for known in known {
            *shares.entry(known.channel).or_default() += 1;
        }
        let all = shares.values().sum::<usize>();
        (shares, all)
    });
    let [(before, all_before), (now, all_now)] = shares;
    if all_before < 20 || all_now < 20 {
        return None;
    }
    let percent = |number: Option<&usize>, all: usize| (number.copied().unwrap_or(0) * 100 / all) as u32;
    let grown = now.iter().map(|(channel, number)| {
        (*channel, percent(before.get(channel), all_before), percent(Some(number), all_now))
    });
    let (channel, before, now) = grown.max_by_key(|(_, before, now)| now.saturating_sub(*before))?;
    // Samples differ by chance, too.
    let (p, q) = (f64::from(before) / 100.0, f64::from(now) / 100.0);
    let (n, m) = (all_before as f64, all_now as f64);
    let both = (p * n + q * m) / (n + m);
    let error = (both * (1.0 - both) * (1.0 / n + 1.0 / m)).sqrt();
    let is_clear = now >= before + rules.channel_points && q - p > CLEARLY * error;
    is_clear.then_some(Doubt::GrowingChannel { channel, before, now })
}

impl Told<'_> {
    pub(super) fn doubts(&self, cluster: &Cluster) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        doubts.extend(self.growing);
        if cluster.observed < self.rules.few_reports {
            doubts.push(Doubt::FewReports);
        }
        if cluster.places == 1 {
            doubts.push(Doubt::OnePlace);
        }
        if let Some(share) = self.worth_saying(|row| self.came_late(row)) {
            doubts.push(Doubt::LateReports { share });
        }
        if self.plan.basis == Basis::Observed {
            doubts.push(Doubt::OfficerObserved);
        }
        if let Some(share) = self.worth_saying(|row| self.cases.cases[row].origin == Origin::Unknown) {
            doubts.push(Doubt::UnknownOrigin { share });
        }
        if cluster.evidence.series == Some(false) {
            doubts.push(Doubt::SeriesQuiet);
        }
        if self.past < self.rules.past_days {
            doubts.push(Doubt::ShortPast { days: self.past });
        }
        doubts
    }

    /// How many came just before the run although they happened well before: a late delivery, or an import.
    pub(super) fn came_at_once(&self, ran_at: Timestamp) -> usize {
        let just_now = |row: &&usize| {
            let arrived = self.arrived(**row);
            self.came_late(**row)
                && arrived.is_some_and(|at| at.0 > ran_at.0 - i64::from(self.rules.at_once_hours) * 3_600_000)
        };
        self.members.iter().filter(just_now).count()
    }

    fn arrived(&self, row: usize) -> Option<Timestamp> {
        let case = &self.cases.cases[row];
        case.disclosed.or_else(|| self.loaded.get(&case.id).map(|known| known.arrived))
    }

    /// Whether it was not there yet when its day came up for the first time, and a day more.
    fn came_late(&self, row: usize) -> bool {
        let case = &self.cases.cases[row];
        let lag = self.rules.lag_of(&self.cases.categories[usize::from(case.category)]);
        let there = (i64::from(case.day.0) + i64::from(lag) + 2) * DAY_MS;
        self.arrived(row).is_some_and(|at| at.0 >= there)
    }

    fn worth_saying(&self, is: impl Fn(usize) -> bool) -> Option<u32> {
        let number = self.members.iter().filter(|&&row| is(row)).count();
        let share = number * 100 / self.members.len().max(1);
        (share >= self.rules.share_percent as usize).then_some(share as u32)
    }
}
