//! Looking at findings: what the caller's scopes hold, counted anew as they may see it now, and what was told to them.
//!
//! A finding is figures, no text of anybody: like cells and counts it leaves no entry of its own in the journal. What is
//! told to a partner does, as a disclosure.

use std::{collections::HashSet, sync::Arc};

use domain::{
    charter::Detection,
    disclosure::Disclosure,
    finding::{Basis, Change, Doubt, Evidence, Finding, Night, Scope, Told, Verdict},
    ids::*,
    place::Precision,
    time::{Day, Timestamp},
};
use h3o::CellIndex;
use uuid::Uuid;

use super::detect::apart;
use crate::{
    app::App,
    detect::{Measured, RunNotes, Tally, Week},
    error::ActError,
    who::Who,
};

/// Where a finding in the caller's list comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum FindingOrigin {
    /// A scope of the caller's own.
    Found(Box<Found>),
    /// A partner told it.
    Told(Box<ToldFinding>),
}

/// A finding of a scope of the caller's.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Over which reports.
    pub scope: Scope,
    /// The same place, kind and time, found over these reports, too.
    pub also: Vec<Scope>,
    /// Of which origin.
    pub basis: Basis,
    /// What became of it in its last night.
    pub change: Change,
    /// When it was found first.
    pub found_at: Timestamp,
    /// Its nights, oldest first, without those whose figures hold no more.
    pub nights: Vec<Night>,
    /// Its cells, the middle one first.
    pub cells: Vec<CellIndex>,
    /// How many of its reports are in each cell, those with none left out.
    pub by_cell: Vec<(CellIndex, u32)>,
    /// Reports to be expected.
    pub expected: f64,
    /// Different places.
    pub places: u32,
    /// Every how many days chance alone would bring one as strong.
    pub recurrence_days: f64,
    /// What other methods say.
    pub evidence: Evidence,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
    /// Finest precision at which the places of all of its reports may leave their owner, if limited.
    pub at_most: Option<Precision>,
    /// The series of its area, the last week last.
    pub weeks: Vec<Week>,
    /// To whom it was told.
    pub told: Vec<Disclosure>,
}

/// A finding that a partner told.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldFinding {
    /// By which disclosure.
    pub disclosure: Disclosure,
    /// What.
    pub told: Told,
}

/// A finding as the caller has it.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingView {
    /// The finding, or the disclosure that told it.
    pub id: Uuid,
    /// Where it comes from.
    pub origin: FindingOrigin,
    /// Its categories; the first gives the name.
    pub categories: Vec<CategoryId>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Reports; of what was told: rounded.
    pub observed: u32,
    /// What the caller's side made of it, oldest first.
    pub verdicts: Vec<Verdict>,
    /// Whether the caller may judge it.
    pub may_judge: bool,
    /// Whether the caller may tell it to a partner.
    pub may_tell: bool,
}

/// All that the caller has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FindingList {
    /// The findings, the surest first.
    pub findings: Vec<FindingView>,
    /// How many are not shown because some of their reports were withdrawn, moved or expired since: the next night
    /// searches anew.
    pub waiting: usize,
    /// For each scope of the caller's that was searched: the last night, when, and what the run did.
    pub runs: Vec<(Scope, Day, Timestamp, RunNotes)>,
}

impl App {
    /// The caller's findings.
    pub async fn findings(&self, who: &Who) -> Result<FindingList, ActError> {
        self.must_be_fresh()?;
        let charter = self.charter();
        let Some(rules) = charter.detection.clone().map(Arc::new) else { return Ok(FindingList::default()) };
        let (mut list, mut all, shown) = (FindingList::default(), Vec::new(), rules.shown_days as i32);
        for scope in Scope::all(&charter).into_iter().filter(|scope| scope.is_seen_by(&who.viewer, &charter))
        {
            let Some((day, at, notes)) =
                store::findings::last_run(&self.0.store.read(), &scope, self.now()).await?
            else {
                continue;
            };
            let found =
                store::findings::of_scope(&self.0.store.read(), &scope, Day(day.0 - shown), self.now())
                    .await?;
            all.extend(self.views(who, &scope, found, &rules, &mut list.waiting).await?);
            list.runs.push((scope, day, at, notes));
        }
        list.findings = once_each(all);
        list.findings.splice(0..0, self.told_to(who).await?);
        self.add_verdicts(who, &mut list.findings).await?;
        Ok(list)
    }

    /// One finding, with its history. The same answer for unknown, hidden, and waiting for the next night.
    pub async fn finding(&self, who: &Who, id: Uuid) -> Result<FindingView, ActError> {
        self.must_be_fresh()?;
        let charter = self.charter();
        let rules = charter.detection.clone().map(Arc::new).ok_or(ActError::NotFound)?;
        let mut views = self.told_to(who).await?;
        views.retain(|view| view.id == id);
        if let Some(finding) = store::findings::by_id(&self.0.store.read(), FindingId(id)).await?
            && finding.scope.is_seen_by(&who.viewer, &charter)
        {
            let scope = finding.scope.clone();
            views.extend(self.views(who, &scope, vec![finding], &rules, &mut 0).await?);
        }
        self.add_verdicts(who, &mut views).await?;
        views.pop().ok_or(ActError::NotFound)
    }

    /// Findings of a scope that the caller sees, counted over what the scope holds now.
    async fn views(
        &self,
        who: &Who,
        scope: &Scope,
        found: Vec<Finding>,
        rules: &Arc<Detection>,
        waiting: &mut usize,
    ) -> Result<Vec<FindingView>, ActError> {
        let Some(last) = found.iter().filter_map(|finding| Some(finding.last()?.cluster.to)).max() else {
            return Ok(Vec::new());
        };
        let tallied = self.tally(scope, found, last, rules).await?;
        let told = store::findings::told(&self.0.store.read()).await?;
        let mut views = Vec::with_capacity(tallied.len());
        for (finding, measured) in tallied {
            let Some(night) = finding.last().cloned() else { continue };
            // Fewer reports, or more to be expected without it: what the night said of it holds no more.
            let weaker = measured.observed < night.cluster.observed
                || measured.expected > night.cluster.expected * 1.05 + 0.5;
            if weaker {
                *waiting += usize::from(night.change != Change::Gone);
                continue;
            }
            let holds = |(night, now): (Night, u32)| (now >= night.cluster.observed).then_some(night);
            let nights = finding.nights.into_iter().zip(measured.nights).filter_map(holds).collect();
            let told = told.iter().filter(|(_, of, _)| *of == finding.id);
            let told = told.filter_map(|(id, ..)| self.0.index.read().disclosure(*id).map(|d| (**d).clone()));
            views.push(FindingView {
                id: finding.id.0,
                categories: night.cluster.categories,
                from: night.cluster.from,
                to: night.cluster.to,
                observed: measured.observed,
                verdicts: Vec::new(),
                may_judge: scope.may_judge(&who.actor).is_ok(),
                may_tell: matches!(scope, Scope::Unit { unit, .. } if who.actor.may_write(unit).is_ok()),
                origin: FindingOrigin::Found(Box::new(Found {
                    scope: scope.clone(),
                    also: Vec::new(),
                    basis: finding.basis,
                    change: night.change,
                    found_at: finding.found_at,
                    nights,
                    cells: night.cluster.cells,
                    by_cell: measured.by_cell,
                    expected: measured.expected,
                    places: measured.places,
                    recurrence_days: night.cluster.recurrence_days,
                    evidence: night.cluster.evidence,
                    doubts: night.cluster.doubts,
                    at_most: measured.at_most,
                    weeks: measured.weeks,
                    told: told.collect(),
                })),
            });
        }
        Ok(views)
    }

    /// Counts findings of a scope over what it holds now, in one pass over its reports.
    async fn tally(
        &self,
        scope: &Scope,
        found: Vec<Finding>,
        last: Day,
        rules: &Arc<Detection>,
    ) -> Result<Vec<(Finding, Measured)>, ActError> {
        let (app, scope, rules, now) = (self.clone(), scope.clone(), Arc::clone(rules), self.now());
        apart(move || {
            let index = app.0.index.read();
            let names = (index.category_names(), index.source_names());
            let (mut tallies, mut first) = (Vec::with_capacity(found.len()), last);
            for finding in found {
                let Some(night) = finding.last() else { continue };
                // Enough past for each of them, and for each of its nights.
                let nights = finding.nights.iter().map(|night| night.cluster.from.0);
                first.0 = nights.fold(first.0.min(night.cluster.to.0 - rules.past_days as i32 + 1), i32::min);
                let tally = Tally::new(&finding, &night.cluster, &rules, names);
                tallies.push((finding, tally));
            }
            index.each_case(&scope, now, (first, last), &HashSet::new(), |case| {
                tallies.iter_mut().for_each(|(_, tally)| tally.add(&case));
            });
            tallies.into_iter().map(|(finding, tally)| (finding, tally.finish())).collect()
        })
        .await
    }

    /// What partners told the caller, by disclosures that hold now; newest first.
    async fn told_to(&self, who: &Who) -> Result<Vec<FindingView>, ActError> {
        let mut views = Vec::new();
        for (id, _, told) in store::findings::told(&self.0.store.read()).await? {
            let Some(disclosure) = self.told_by(who, id) else { continue };
            views.push(FindingView {
                id: id.0,
                categories: told.categories.clone(),
                from: told.from,
                to: told.to,
                observed: told.count,
                verdicts: Vec::new(),
                may_judge: !who.actor.writes_for().is_empty(),
                may_tell: false,
                origin: FindingOrigin::Told(Box::new(ToldFinding { disclosure, told })),
            });
        }
        let made_at = |view: &FindingView| match &view.origin {
            FindingOrigin::Told(told) => told.disclosure.made_at,
            FindingOrigin::Found(found) => found.found_at,
        };
        views.sort_by_key(|view| (std::cmp::Reverse(made_at(view)), view.id));
        Ok(views)
    }

    /// Adds the verdicts of the caller's own house.
    async fn add_verdicts(&self, who: &Who, views: &mut [FindingView]) -> Result<(), ActError> {
        let ids: Vec<Uuid> = views.iter().map(|view| view.id).collect();
        let mut verdicts = store::findings::verdicts(&self.0.store.read(), &ids).await?;
        for view in views {
            let mut given = verdicts.remove(&view.id).unwrap_or_default();
            given.retain(|verdict| verdict.partner == who.account.partner);
            view.verdicts = given;
        }
        Ok(())
    }
}

/// The same place, kind and time stands once: first as found in the caller's own reports, then as the surest.
fn once_each(mut all: Vec<FindingView>) -> Vec<FindingView> {
    let rank = |view: &FindingView| match &view.origin {
        FindingOrigin::Found(found) => {
            (found.change == Change::Gone, !matches!(found.scope, Scope::Unit { .. }), found.recurrence_days)
        }
        FindingOrigin::Told(_) => (false, false, f64::INFINITY),
    };
    all.sort_by(|a, b| {
        let (a_rank, b_rank) = (rank(a), rank(b));
        (a_rank.0, a_rank.1)
            .cmp(&(b_rank.0, b_rank.1))
            .then(b_rank.2.total_cmp(&a_rank.2))
            .then(a.observed.cmp(&b.observed).reverse())
            .then(a.id.cmp(&b.id))
    });
    let mut kept: Vec<FindingView> = Vec::with_capacity(all.len());
    for view in all {
        let FindingOrigin::Found(found) = &view.origin else { continue };
        let same = kept.iter_mut().find_map(|other| {
            let kind = other.categories.iter().any(|category| view.categories.contains(category));
            let FindingOrigin::Found(before) = &mut other.origin else { return None };
            let gone = (before.change == Change::Gone) == (found.change == Change::Gone);
            let place = before.cells.iter().any(|cell| found.cells.contains(cell));
            (kind && gone && place && before.basis == found.basis && before.scope != found.scope)
                .then_some(before)
        });
        match same {
            Some(before) => before.also.push(found.scope.clone()),
            None => kept.push(view),
        }
    }
    kept
}
