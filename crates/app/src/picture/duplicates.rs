//! Counting what several sources report once, and finding what may be such.
//!
//! What hangs together is worked out for each viewer from what it sees, so that a report it does not see joins nothing
//! and takes nothing away.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    access::Viewer,
    duplicate::{Alike, Decision, Limits, Pair, Verdict, groups},
    ids::{ReportId, UnitId},
    time::{Minutes, Timestamp},
};
use h3o::CellIndex;
use hashbrown::HashMap;

use super::{
    answers::Cursor,
    columns::*,
    index::{Index, report_id},
    scan::{Seen, code},
};
use crate::filter::Filter;

/// Milliseconds of a day, the longest that a report told by the day may lie behind its first moment; 25 hours where the
/// clock goes back.
const DAY_MS: i64 = 25 * 60 * 60 * 1000;

/// What people said about pairs, as far as figures and questions need it.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdicts(BTreeMap<Pair, Verdict>);

impl Verdicts {
    /// The pairs that are about the same happening.
    pub(super) fn same(&self) -> impl Iterator<Item = [ReportId; 2]> {
        self.0.iter().filter(|(_, verdict)| **verdict == Verdict::Same).map(|(pair, _)| pair.reports())
    }
}

/// For each row that hangs together with others that the viewer sees: the number of its group.
pub(super) struct Groups {
    rows: HashMap<usize, usize>,
    /// One bit for each row, so that most rows need no look into the table.
    bits: Vec<u64>,
    count: usize,
}

impl Groups {
    #[inline]
    pub(super) fn of(&self, row: usize) -> Option<usize> {
        let in_one = self.bits[row / 64] >> (row % 64) & 1 == 1;
        if in_one { self.rows.get(&row).copied() } else { None }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }
}

/// A report that may be one of a pair.
struct Candidate {
    id: ReportId,
    nine: CellIndex,
    category: u16,
    source: u16,
    class: u32,
    /// Whether it belongs to the viewer.
    own: bool,
    /// First moment and last one that it may be about.
    from: i64,
    to: i64,
}

impl Index {
    /// Makes known what was said about a pair.
    pub(crate) fn set_verdict(&mut self, decision: &Decision) {
        self.verdicts.0.insert(decision.pair, decision.verdict);
    }

    /// Calls `hit` once for what hangs together: for the earliest row, as it is shown, of those that match.
    pub(super) fn scan_once(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        mut hit: impl FnMut(Seen),
    ) {
        let Some(groups) = self.groups(viewer, now) else { return self.scan(viewer, now, filter, 0, hit) };
        let mut first: Vec<Option<(Cursor, Seen)>> = vec![None; groups.count()];
        self.scan(viewer, now, filter, 0, |seen| match groups.of(seen.row) {
            None => hit(seen),
            Some(group) => {
                let cursor = Cursor { at: self.shown_at(seen.row, seen.code), id: self.columns.id[seen.row] };
                if first[group].is_none_or(|(earliest, _)| cursor < earliest) {
                    first[group] = Some((cursor, seen));
                }
            }
        });
        first.into_iter().flatten().for_each(|(_, seen)| hit(seen));
    }

    /// What hangs together for a viewer; none if nothing does.
    pub(super) fn groups(&self, viewer: &Viewer, now: Timestamp) -> Option<Groups> {
        let mut same = self.verdicts.same().peekable();
        same.peek()?;
        let codes = self.eyes(viewer, now);
        let row =
            |id: ReportId| self.rows_of_report(id).find(|&row| codes[self.columns.class[row] as usize] != 0);
        let links = same.filter_map(|[one, other]| Some((row(one)?, row(other)?)));
        let members = groups(links);
        if members.is_empty() {
            return None;
        }
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        let mut bits = vec![0_u64; self.columns.len().div_ceil(64)];
        let mut rows = HashMap::with_capacity(members.len());
        for (row, top) in members {
            let next = numbers.len();
            rows.insert(row, *numbers.entry(top).or_insert(next));
            bits[row / 64] |= 1 << (row % 64);
        }
        Some(Groups { rows, bits, count: numbers.len() })
    }

    /// Pairs that a person may be asked about who decides for these units, the likeliest first: of what the viewer sees,
    /// as it sees it, one of them belonging to such a unit, and about which nobody said anything yet. At most `most`, and
    /// whether there are more.
    pub(crate) fn lookalikes(
        &self,
        viewer: &Viewer,
        decides: &BTreeSet<UnitId>,
        now: Timestamp,
        limits: Limits,
        most: usize,
    ) -> (Vec<(Pair, Alike)>, bool) {
        let candidates = self.candidates(viewer, now, limits);
        let mut by_cell: HashMap<CellIndex, Vec<usize>> = HashMap::new();
        for (number, candidate) in candidates.iter().enumerate() {
            by_cell.entry(candidate.nine).or_default().push(number);
        }
        let decided = |of: &Candidate| of.own && decides.contains(&self.classes[of.class as usize].unit);
        let mut found = BTreeMap::new();
        for one in &candidates {
            for cell in one.nine.grid_disk_safe(1) {
                let there = by_cell.get(&cell).map(Vec::as_slice).unwrap_or_default();
                for other in there.iter().map(|&number| &candidates[number]) {
                    let Some(alike) = self.alike(one, other, limits) else { continue };
                    let Some(pair) = Pair::new(one.id, other.id) else { continue };
                    if !self.verdicts.0.contains_key(&pair) && (decided(one) || decided(other)) {
                        let loose = !(alike.same_cell && alike.same_category);
                        let latest = Reverse(one.from.max(other.from));
                        found.insert((loose, alike.by_day, alike.apart.0, latest, pair), alike);
                        // One more than is shown says that there are more.
                        if found.len() > most + 1 {
                            found.pop_last();
                        }
                    }
                }
            }
        }
        let more = found.len() > most;
        (found.into_iter().take(most).map(|((.., pair), alike)| (pair, alike)).collect(), more)
    }

    /// In what two candidates are alike, if they may be about the same happening.
    fn alike(&self, one: &Candidate, other: &Candidate, limits: Limits) -> Option<Alike> {
        // Each pair once, and only across sources.
        if one.id >= other.id || one.source == other.source {
            return None;
        }
        let name = |number: u16| &self.categories.names[usize::from(number)];
        let (same_cell, same_category) = (one.nine == other.nine, one.category == other.category);
        let nearest = (one.from.max(other.from) - one.to.min(other.to)).max(0);
        let near = if same_cell && same_category {
            nearest <= limits.window.millis()
        } else {
            // Nothing is known to be near that is told by the day.
            let farthest = one.to.max(other.to) - one.from.min(other.from);
            limits.loose.is_some_and(|loose| farthest <= loose.millis())
        };
        let alike = || Alike {
            apart: Minutes(u32::try_from(nearest / 60_000).unwrap_or(u32::MAX)),
            by_day: one.from != one.to || other.from != other.to,
            same_cell,
            same_category,
        };
        (near && self.charter.related(name(one.category), name(other.category))).then(alike)
    }

    /// Reports that are young enough and placed precisely enough, and whose source is shown.
    fn candidates(&self, viewer: &Viewer, now: Timestamp, limits: Limits) -> Vec<Candidate> {
        let young = Filter { from: Some(Timestamp(now.0 - limits.age.millis())), ..Filter::default() };
        let mut candidates = Vec::new();
        self.scan(viewer, now, &young, 0, |seen| candidates.extend(self.candidate(seen.row, seen.code)));
        candidates
    }

    fn candidate(&self, row: usize, seen: u8) -> Option<Candidate> {
        let cell = self.columns.cell[row];
        if seen & code::PLACE < code::M200 || seen & code::SUMMARY == 0 || cell == NONE {
            return None;
        }
        let from = self.shown_at(row, seen);
        Some(Candidate {
            id: report_id(self.columns.id[row]),
            nine: self.cells.nine[self.cells.parent[cell as usize] as usize],
            category: self.columns.category[row],
            source: self.columns.source[row],
            class: self.columns.class[row],
            own: seen & code::OWN != 0,
            from,
            to: if seen & code::DAY == 0 { from } else { from + DAY_MS },
        })
    }

    /// Whether somebody may say something about a pair: it could be asked about, however old it is, or was judged before.
    pub(crate) fn may_be_judged(&self, viewer: &Viewer, now: Timestamp, limits: Limits, pair: Pair) -> bool {
        let codes = self.eyes(viewer, now);
        let seen = |row: &usize| codes[self.columns.class[*row] as usize];
        let candidate = |id: ReportId| {
            let row = self.rows_of_report(id).find(|row| seen(row) != 0)?;
            self.candidate(row, seen(&row))
        };
        let [one, other] = pair.reports().map(candidate);
        let near = one.zip(other).is_some_and(|(one, other)| {
            one.nine.grid_disk_safe(1).any(|cell| cell == other.nine)
                && self.alike(&one, &other, limits).is_some()
        });
        near || self.verdicts.0.contains_key(&pair)
    }
}

#[cfg(test)]
mod tests;
