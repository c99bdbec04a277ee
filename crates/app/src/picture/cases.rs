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

impl Index {
    /// The reports of a scope that happened from `first` to `last` day, as it may have them at `now`. Those in `unknown`
    /// are taken to be unknown: a run for an earlier night does not know what was entered later.
    pub(crate) fn cases(
        &self,
        scope: &Scope,
        now: Timestamp,
        (first, last): (Day, Day),
        unknown: &HashSet<ReportId>,
    ) -> Cases {
        let reached: HashMap<DisclosureId, (Parts, Timestamp)> = self
            .disclosures()
            .filter_map(|disclosure| {
                Some((disclosure.id, (scope.reach(disclosure, now)?, disclosure.made_at)))
            })
            .collect();
        // For each class how precisely, and since when.
        let eyes: Vec<Option<(u8, Option<Timestamp>)>> = self
            .classes
            .iter()
            .map(|class| {
                let grant = scope.grant(class, |id| reached.get(&id).map(|(parts, _)| *parts))?;
                let since = grant.through.iter().filter_map(|id| reached.get(id)).map(|(_, at)| *at).min();
                Some((super::scan::code_of(&grant), since))
            })
            .collect();
        let (start, end) = (first.start(&self.zone).0, Day(last.0 + 1).start(&self.zone).0);
        let mut cases = Cases {
            categories: self.categories.names.clone(),
            sources: self.sources.names.clone(),
            ..Cases::default()
        };
        for (zone, _) in
            self.zones.iter().enumerate().filter(|(_, (least, most))| *most >= start && *least < end)
        {
            for row in zone * ZONE..((zone + 1) * ZONE).min(self.columns.len()) {
                let Some((code, disclosed)) = eyes[self.columns.class[row] as usize] else { continue };
                let day = Day(self.columns.day[row]);
                if day < first || day > last {
                    continue;
                }
                let id = report_id(self.columns.id[row]);
                if unknown.contains(&id) {
                    continue;
                }
                let Some(point) = self.point_shown(row, code) else {
                    cases.coarse += 1;
                    continue;
                };
                let number = self.columns.cell[row];
                debug_assert_ne!(number, NONE);
                let eleven = self.cells.eleven[number as usize];
                let nine = self.cells.nine[self.cells.parent[number as usize] as usize];
                let fine = code & code::PLACE >= code::M50;
                let told = code & code::SUMMARY != 0;
                let origin = Origin::ALL
                    [usize::from(self.columns.flags[row] & ORIGIN_BITS).min(Origin::ALL.len() - 1)];
                cases.cases.push(Case {
                    id,
                    version: self.columns.version[row],
                    category: self.columns.category[row],
                    source: told.then_some(self.columns.source[row]),
                    origin: if told { origin } else { Origin::Unknown },
                    day,
                    cell: nine,
                    place: if fine { eleven } else { nine },
                    point,
                    disclosed,
                    at_most: self.classes[self.columns.class[row] as usize].at_most,
                });
            }
        }
        // The order of rows depends on what others have; a scope's cases do not.
        cases.cases.sort_unstable_by_key(|case| (case.day, case.id));
        self.count_once(&mut cases);
        cases
    }

    /// Of what hangs together by the word of people, only the earliest is left.
    fn count_once(&self, cases: &mut Cases) {
        let same: Vec<[ReportId; 2]> = self.verdicts.same().collect();
        if same.is_empty() {
            return;
        }
        let numbers: HashMap<ReportId, usize> =
            cases.cases.iter().enumerate().map(|(number, case)| (case.id, number)).collect();
        let number = |id: &ReportId| numbers.get(id).copied();
        let links = same.iter().filter_map(|[one, other]| Some((number(one)?, number(other)?)));
        let first = groups(links);
        let mut number = 0;
        cases.cases.retain(|_| {
            let once = first.get(&number).is_none_or(|first| *first == number);
            number += 1;
            once
        });
        cases.twice = (number - cases.cases.len()) as u64;
    }
}
