//! The reports of a scope, as the search for findings takes them: kind, day and cell, as far as they were disclosed to it.

use std::collections::HashSet;

use domain::{
    disclosure::Parts,
    duplicate::groups,
    finding::Scope,
    ids::{CategoryId, DisclosureId, ReportId, SourceId},
    place::Precision,
    report::Origin,
    time::{Day, Timestamp},
};
use h3o::CellIndex;
use hashbrown::HashMap;

use super::{
    columns::{NONE, ORIGIN_BITS},
    index::{Index, ZONE, report_id},
    scan::code,
};

/// A report with a place that is fine enough, as a scope has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Case {
    pub(crate) id: ReportId,
    pub(crate) version: u32,
    /// Number of the category in [`Cases::categories`].
    pub(crate) category: u16,
    /// Number of the source in [`Cases::sources`]; `None` where the scope is not told.
    pub(crate) source: Option<u16>,
    /// How it arose; unknown where the scope is not told.
    pub(crate) origin: Origin,
    pub(crate) day: Day,
    /// Cell of resolution 9.
    pub(crate) cell: CellIndex,
    /// The finest cell that is shown, at most of resolution 11: what counts as one place.
    pub(crate) place: CellIndex,
    /// The point that stands for it: longitude, latitude.
    pub(crate) point: (f64, f64),
    /// When it was disclosed first; `None` for a unit's own reports.
    pub(crate) disclosed: Option<Timestamp>,
    /// Finest precision at which its place may leave its owner, if limited.
    pub(crate) at_most: Option<Precision>,
}

/// The reports of a scope.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cases {
    pub(crate) cases: Vec<Case>,
    /// How many are left out because their place is coarser than a cell of resolution 9, or not known.
    pub(crate) coarse: u64,
    /// How many are left out because another one of the same happening is there.
    pub(crate) twice: u64,
    pub(crate) categories: Vec<CategoryId>,
    pub(crate) sources: Vec<SourceId>,
}

/// What a scope holds of the index at a moment: how much each class of reports gives it.
struct Holds<'i> {
    index: &'i Index,
    /// For each class how precisely, and since when.
    eyes: Vec<Option<(u8, Option<Timestamp>)>>,
    first: Day,
    last: Day,
    unknown: &'i HashSet<ReportId>,
}

/// A report that a scope holds.
enum Held {
    Case(Case),
    /// Its place is coarser than a cell of resolution 9, or not known.
    Coarse,
}

impl Holds<'_> {
    fn row(&self, row: usize) -> Option<Held> {
        let (index, columns) = (self.index, &self.index.columns);
        let class = columns.class[row] as usize;
        let (code, disclosed) = self.eyes[class]?;
        let day = Day(columns.day[row]);
        let id = report_id(columns.id[row]);
        if day < self.first || day > self.last || self.unknown.contains(&id) {
            return None;
        }
        let Some(point) = index.point_shown(row, code) else { return Some(Held::Coarse) };
        let number = columns.cell[row];
        debug_assert_ne!(number, NONE);
        let eleven = index.cells.eleven[number as usize];
        let nine = index.cells.nine[index.cells.parent[number as usize] as usize];
        let fine = code & code::PLACE >= code::M50;
        let told = code & code::SUMMARY != 0;
        let origin = Origin::ALL[usize::from(columns.flags[row] & ORIGIN_BITS).min(Origin::ALL.len() - 1)];
        Some(Held::Case(Case {
            id,
            version: columns.version[row],
            category: columns.category[row],
            source: told.then_some(columns.source[row]),
            origin: if told { origin } else { Origin::Unknown },
            day,
            cell: nine,
            place: if fine { eleven } else { nine },
            point,
            disclosed,
            at_most: index.classes[class].at_most,
        }))
    }

    /// Of what hangs together by the word of people, all but the earliest.
    fn twice(&self) -> HashSet<ReportId> {
        let case = |id: ReportId| {
            self.index.rows_of_report(id).find_map(|row| match self.row(row) {
                Some(Held::Case(case)) => Some((case.day, case.id)),
                _ => None,
            })
        };
        let links = self.index.verdicts.same().filter_map(|[one, other]| Some((case(one)?, case(other)?)));
        groups(links).into_iter().filter(|(one, first)| one != first).map(|((_, id), _)| id).collect()
    }
}

impl Index {
    /// The reports of a scope that happened from `first` to `last` day, as it may have them at `now`, of these categories
    /// or of all. Those in `unknown` are taken to be unknown: a run for an earlier night does not know what came later.
    pub(crate) fn cases(
        &self,
        scope: &Scope,
        now: Timestamp,
        days: (Day, Day),
        categories: Option<&[CategoryId]>,
        unknown: &HashSet<ReportId>,
    ) -> Cases {
        let wanted: Vec<bool> =
            self.category_names().iter().map(|id| categories.is_none_or(|c| c.contains(id))).collect();
        let mut all = Vec::new();
        let (coarse, twice) = self.each_case(scope, now, days, unknown, |case| {
            if wanted[usize::from(case.category)] {
                all.push(case);
            }
        });
        // The order of rows depends on what others have; a scope's cases do not.
        all.sort_unstable_by_key(|case| (case.day, case.id));
        let (categories, sources) = (self.categories.names.clone(), self.sources.names.clone());
        Cases { cases: all, coarse, twice, categories, sources }
    }

    /// Shows each of these reports once, in no order, and keeps none of them. How many have a place that is too coarse,
    /// and how many tell once more what another one tells.
    pub(crate) fn each_case(
        &self,
        scope: &Scope,
        now: Timestamp,
        (first, last): (Day, Day),
        unknown: &HashSet<ReportId>,
        mut visit: impl FnMut(Case),
    ) -> (u64, u64) {
        let holds = Holds { index: self, eyes: self.scope_eyes(scope, now), first, last, unknown };
        let twice = holds.twice();
        let (start, end) = (first.start(&self.zone).0, Day(last.0 + 1).start(&self.zone).0);
        let is_in = |(_, (least, most)): &(usize, &(i64, i64))| *most >= start && *least < end;
        let mut coarse = 0;
        for (zone, _) in self.zones.iter().enumerate().filter(is_in) {
            for row in zone * ZONE..((zone + 1) * ZONE).min(self.columns.len()) {
                match holds.row(row) {
                    Some(Held::Case(case)) if !twice.contains(&case.id) => visit(case),
                    Some(Held::Coarse) => coarse += 1,
                    _ => {}
                }
            }
        }
        (coarse, twice.len() as u64)
    }

    /// What the numbers of categories in cases mean.
    pub(crate) fn category_names(&self) -> &[CategoryId] {
        &self.categories.names
    }

    /// What the numbers of sources in cases mean.
    pub(crate) fn source_names(&self) -> &[SourceId] {
        &self.sources.names
    }

    fn scope_eyes(&self, scope: &Scope, now: Timestamp) -> Vec<Option<(u8, Option<Timestamp>)>> {
        let reached: HashMap<DisclosureId, (Parts, Timestamp)> = self
            .disclosures()
            .filter_map(|disclosure| {
                Some((disclosure.id, (scope.reach(disclosure, now)?, disclosure.made_at)))
            })
            .collect();
        let eyes = self.classes.iter().map(|class| {
            let grant = scope.grant(class, |id| reached.get(&id).map(|(parts, _)| *parts))?;
            let since = grant.through.iter().filter_map(|id| reached.get(id)).map(|(_, at)| *at).min();
            Some((super::scan::code_of(&grant), since))
        });
        eyes.collect()
    }
}
