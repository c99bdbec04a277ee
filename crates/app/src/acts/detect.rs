//! The night's run: each scope of the charter is searched, and its findings are followed.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use domain::{
    charter::{Charter, Detection},
    finding::{Candidate, Change, Finding, Followed, Night, Scope, follow},
    ids::*,
    journal::Entry,
    report::Problem,
    time::{Day, Timestamp},
};

use super::invalid;
use crate::{
    app::App,
    detect::{
        Known, Loaded, RunNotes,
        hits::{Hits, Past},
        search,
    },
    error::ActError,
    picture::Cases,
};

/// What a run did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Detected {
    /// For each scope that was searched, what was done.
    pub scopes: Vec<(Scope, RunNotes)>,
    /// Scopes that had a run for this night or a later one, and were left alone.
    pub before: usize,
    /// Findings that are new, with the scope over which they were found.
    pub new: Vec<Finding>,
}

/// What a scope's search came to.
struct Outcome {
    scope: Scope,
    new: Vec<Finding>,
    continued: Vec<(FindingId, Night)>,
    notes: RunNotes,
}

/// A search over the same reports as before gives the same; the partners of an audience mostly hold the same.
type Same = Option<(Cases, Vec<Candidate>, RunNotes)>;

/// Most reports that are loaded at once.
const CHUNK: usize = 1_000;

impl App {
    /// Searches every scope for the night after `day`, with what was known at its end. A night is searched once for each
    /// scope, and never after a later one: if the clock jumps back, nothing happens.
    pub async fn detect(&self, day: Day) -> Result<Detected, ActError> {
        self.must_be_fresh()?;
        let (charter, zone) = (self.charter(), self.zone());
        let Some(rules) = charter.detection.clone() else { return invalid("detection", Problem::Missing) };
        let ran_at = Day(day.0 + 1).start(&zone).min(self.now());
        if day > self.now().day(&zone) {
            return invalid("as_of", Problem::Future);
        }
        let rules = Arc::new(rules);
        let unknown: HashSet<ReportId> =
            store::reports::come_since(&self.0.store.read(), ran_at).await?.into_iter().collect();
        let unknown = Arc::new(unknown);
        let (mut detected, mut outcomes, mut same) = (Detected::default(), Vec::new(), None);
        for scope in Scope::all(&charter) {
            let last: Option<(Day, Timestamp, RunNotes)> =
                store::findings::last_run(&self.0.store.read(), &scope, self.now()).await?;
            if last.is_some_and(|(last, ..)| last >= day) {
                detected.before += 1;
                continue;
            }
            let cases = self.cases_of(&scope, ran_at, day, &rules, &unknown).await?;
            let since = Day(day.0 - rules.gap_days as i32 - rules.longest_days as i32);
            let open = store::findings::of_scope(&self.0.store.read(), &scope, since, self.now()).await?;
            if cases.cases.is_empty() && cases.coarse == 0 && open.is_empty() {
                continue;
            }
            let (candidates, mut notes) =
                self.candidates(&scope, cases, &charter, &rules, (day, ran_at), &mut same).await?;
            notes.hits = self.hits_of(&scope, &charter, &rules, (day, ran_at), &unknown).await?;
            outcomes.push(self.outcome(scope, follow(&open, candidates, day, &rules), notes, day));
        }
        self.save_outcomes(&outcomes, day).await?;
        for outcome in outcomes {
            detected.scopes.push((outcome.scope, outcome.notes));
            detected.new.extend(outcome.new);
        }
        Ok(detected)
    }

    /// The reports of a scope for a run: as long before `day` as the charter compares.
    pub(crate) async fn cases_of(
        &self,
        scope: &Scope,
        now: Timestamp,
        day: Day,
        rules: &Arc<Detection>,
        unknown: &Arc<HashSet<ReportId>>,
    ) -> Result<Cases, ActError> {
        let (app, scope, unknown) = (self.clone(), scope.clone(), Arc::clone(unknown));
        let first = Day(day.0 - rules.past_days as i32 + 1);
        apart(move || app.0.index.read().cases(&scope, now, (first, day), None, &unknown)).await
    }

    /// How well the findings that a scope had would have foretold what it holds.
    async fn hits_of(
        &self,
        scope: &Scope,
        charter: &Arc<Charter>,
        rules: &Arc<Detection>,
        (day, ran_at): (Day, Timestamp),
        unknown: &Arc<HashSet<ReportId>>,
    ) -> Result<Option<Hits>, ActError> {
        // The last days are not all there yet.
        let last = Day(day.0 - rules.lag_days as i32);
        let first = Past::first(rules, last);
        let found = store::findings::of_scope(&self.0.store.read(), scope, first, self.now()).await?;
        let (app, scope, unknown) = (self.clone(), scope.clone(), Arc::clone(unknown));
        let (charter, rules) = (Arc::clone(charter), Arc::clone(rules));
        apart(move || {
            let index = app.0.index.read();
            let mut past = Past::new(&charter, &rules, last, index.category_names(), &found);
            index.each_case(&scope, ran_at, (first, last), &unknown, |case| past.add(&case));
            drop(index);
            past.hits()
        })
        .await
    }

    async fn candidates(
        &self,
        scope: &Scope,
        cases: Cases,
        charter: &Arc<Charter>,
        rules: &Arc<Detection>,
        (day, ran_at): (Day, Timestamp),
        same: &mut Same,
    ) -> Result<(Vec<Candidate>, RunNotes), ActError> {
        if let Some((before, candidates, notes)) = same.as_ref().filter(|(before, ..)| *before == cases) {
            debug_assert!(
                matches!(scope, Scope::Audience { .. }),
                "no two units own {} reports",
                before.cases.len()
            );
            return Ok((candidates.clone(), notes.clone()));
        }
        let (charter, rules) = (Arc::clone(charter), Arc::clone(rules));
        let own = matches!(scope, Scope::Unit { .. });
        let its_rules = Arc::clone(&rules);
        let (cases, search) = apart(move || {
            let search = search(&cases, &charter, &its_rules, day);
            (cases, search)
        })
        .await?;
        // Who entered a report how and when is the owner's knowledge; what was disclosed has the moment of disclosure.
        let loaded = if own { self.load_all(&search.wanted(&cases)).await? } else { Loaded::new() };
        let (cases, candidates, notes) = apart(move || {
            let candidates = search.candidates(&cases, &rules, &loaded, ran_at);
            (cases, candidates, search.notes)
        })
        .await?;
        *same = Some((cases, candidates.clone(), notes.clone()));
        Ok((candidates, notes))
    }

    async fn load_all(&self, wanted: &[(ReportId, u32)]) -> Result<Loaded, ActError> {
        let mut loaded = Loaded::with_capacity(wanted.len());
        for some in wanted.chunks(CHUNK) {
            let ids: Vec<ReportId> = some.iter().map(|(id, _)| *id).collect();
            let seen = store::batches::seen_since(&self.0.store.read(), &ids).await?;
            for report in store::reports::load(&self.0.store.read(), some).await? {
                // A batch lies there unseen until it is let in.
                let seen = seen.get(&report.id).copied().unwrap_or(report.entered_at);
                let arrived = report.entered_at.max(seen);
                loaded.insert(report.id, Known { channel: report.content.channel, arrived });
            }
        }
        Ok(loaded)
    }

    fn outcome(&self, scope: Scope, followed: Followed, mut notes: RunNotes, day: Day) -> Outcome {
        let going_on = followed.continued.iter().filter(|(_, night)| night.change != Change::Gone).count();
        notes.new = followed.new.len() as u32;
        notes.followed = going_on as u32;
        notes.held = followed.held as u32;
        notes.beyond = followed.beyond as u32;
        let finding = |candidate: Candidate| Finding {
            id: FindingId::from_chance(self.0.chance.bytes()),
            scope: scope.clone(),
            basis: candidate.basis,
            categories: candidate.cluster.categories.clone(),
            found_at: self.now(),
            nights: vec![Night { day, change: Change::New, cluster: candidate.cluster }],
        };
        let new = followed.new.into_iter().map(finding).collect();
        Outcome { scope, new, continued: followed.continued, notes }
    }

    /// Saves a night: all of it, or nothing. Each partner's journal has one entry for all of its scopes.
    async fn save_outcomes(&self, outcomes: &[Outcome], day: Day) -> Result<(), ActError> {
        if outcomes.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let mut sums: BTreeMap<PartnerId, (usize, u32, u32)> = BTreeMap::new();
        for outcome in outcomes {
            let (scopes, new, followed) = sums.entry(outcome.scope.partner().clone()).or_default();
            *scopes += 1;
            *new += outcome.notes.new;
            *followed += outcome.notes.followed;
        }
        let entry = |(partner, (scopes, new, followed)): (PartnerId, (usize, u32, u32))| {
            Entry::new(partner, now, None, "findings.searched")
                .fact("day", day.date())
                .fact("scopes", scopes)
                .fact("new", new)
                .fact("followed", followed)
        };
        let entries: Vec<Entry> = sums.into_iter().map(entry).collect();
        let new: Vec<Finding> = outcomes.iter().flat_map(|outcome| outcome.new.clone()).collect();
        let nights: Vec<(FindingId, Night)> = outcomes.iter().flat_map(|o| o.continued.clone()).collect();
        let runs: Vec<(Scope, RunNotes)> =
            outcomes.iter().map(|o| (o.scope.clone(), o.notes.clone())).collect();
        self.act(move |tx| {
            Box::pin(async move {
                for (scope, notes) in &runs {
                    store::findings::add_run(tx, scope, day, now, notes).await?;
                }
                for finding in &new {
                    store::findings::insert(tx, finding).await?;
                }
                for (id, night) in &nights {
                    store::findings::add_night(tx, *id, night).await?;
                }
                entries.into_iter().for_each(|entry| tx.journal(entry));
                Ok(())
            })
        })
        .await
    }

    /// The last day whose night was searched, whatever the scope; `None` before the first run.
    pub async fn last_detection(&self) -> Result<Option<Day>, ActError> {
        Ok(store::findings::last_day(&self.0.store.read(), self.now()).await?)
    }

    /// The night that is due now, by the charter's hour; `None` if it was searched, or if the charter wants no search.
    pub async fn detection_due(&self) -> Result<Option<Day>, ActError> {
        let charter = self.charter();
        let Some(rules) = &charter.detection else { return Ok(None) };
        let zone = self.zone();
        // Before that hour, it is still the night before.
        let shifted = Timestamp(self.now().0 - i64::from(rules.hour) * 3_600_000);
        let night = Day(shifted.day(&zone).0 - 1);
        let last = self.last_detection().await?;
        Ok(Some(night).filter(|night| last.is_none_or(|last| last < *night)))
    }
}

/// Runs what takes long where it holds nobody up.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ActError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ActError::Unavailable(error.to_string()))
}
