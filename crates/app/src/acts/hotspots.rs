//! The register of complaint hotspots and fear spaces, as its unit sees it, and what partners told of theirs.

use std::{collections::HashSet, sync::Arc};

use domain::{
    disclosure::{Disclosure, Standing},
    finding::Scope,
    hotspot::{Hotspot, Told},
    ids::*,
    journal::Subject,
    time::Day,
};
use uuid::Uuid;

use super::findings::FindingView;
use crate::{
    app::App,
    detect::{
        Week,
        effect::{Effect, effect, series},
    },
    error::ActError,
    who::Who,
};

/// An entry of a register that a partner told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldHotspot {
    /// By which disclosure.
    pub disclosure: Disclosure,
    /// What.
    pub told: Told,
}

/// The register of the caller's units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HotspotList {
    /// The entries, newest first.
    pub entries: Vec<Hotspot>,
    /// What partners told, newest first.
    pub told: Vec<ToldHotspot>,
}

/// An entry with all that stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct HotspotView {
    /// The entry.
    pub entry: Hotspot,
    /// Whether the caller may write in it.
    pub may_write: bool,
    /// Its findings, as far as there is still something to be seen of them.
    pub findings: Vec<FindingView>,
    /// Entries of partners with which it began.
    pub told_by: Vec<ToldHotspot>,
    /// To whom it was told.
    pub told: Vec<Disclosure>,
    /// Reports of its area by week, those of its own unit.
    pub weeks: Vec<Week>,
    /// What changed with its latest measure; `None` without one, or before its first full week.
    pub effect: Option<Effect>,
}

impl App {
    /// The register of the caller's units, and what partners told the caller of theirs. Titles are content: the journal
    /// says that they were listed.
    pub async fn hotspots(&self, who: &Who) -> Result<HotspotList, ActError> {
        self.must_be_fresh()?;
        let units: Vec<UnitId> = who.viewer.units().iter().cloned().collect();
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let entries = store::hotspots::of_units(tx, &units).await?;
                let told = app.hotspots_told_to(tx, &who).await?;
                let count = entries.len() + told.len();
                tx.journal(app.entry(&who, "hotspots.listed").fact("count", count));
                Ok(HotspotList { entries, told })
            })
        })
        .await
    }

    /// What partners told the caller of their registers; no words of anybody are in it.
    pub async fn hotspots_told(&self, who: &Who) -> Result<Vec<ToldHotspot>, ActError> {
        self.must_be_fresh()?;
        self.hotspots_told_to(&self.0.store.read(), who).await
    }

    /// Entries of the caller's units that are not resolved, for a finding to be merged with; no content but titles that
    /// the caller's unit wrote.
    pub async fn open_hotspots(&self, who: &Who) -> Result<Vec<Hotspot>, ActError> {
        let units: Vec<UnitId> = who.actor.writes_for().iter().cloned().collect();
        let mut entries = store::hotspots::of_units(&self.0.store.read(), &units).await?;
        entries.retain(|entry| entry.state() != domain::hotspot::State::Resolved);
        Ok(entries)
    }

    /// An entry; the same answer for unknown and for that of others.
    pub async fn hotspot(&self, who: &Who, id: HotspotId) -> Result<HotspotView, ActError> {
        self.must_be_fresh()?;
        let (app, reader) = (self.clone(), who.clone());
        let entry = self
            .act(move |tx| {
                Box::pin(async move {
                    let entry = store::hotspots::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                    if !entry.is_seen_by(&reader.viewer) {
                        return Err(ActError::NotFound);
                    }
                    tx.journal(app.entry(&reader, "hotspot.read").about(subject(id)));
                    Ok(entry)
                })
            })
            .await?;
        let mut findings = Vec::new();
        for &id in &entry.findings {
            match self.finding(who, id).await {
                Ok(view) => findings.push(view),
                Err(ActError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        let mut told_by = self.hotspots_told_to(&self.0.store.read(), who).await?;
        told_by.retain(|told| entry.findings.contains(&told.disclosure.id.0));
        let all = store::hotspots::told(&self.0.store.read()).await?;
        let told = all.iter().filter(|(_, of, _)| *of == entry.id);
        let told = told.filter_map(|(id, ..)| self.0.index.read().disclosure(*id).map(|d| (**d).clone()));
        let told = told.collect();
        let (weeks, effect) = self.course(&entry).await?;
        let may_write = who.actor.may_write(&entry.unit).is_ok();
        Ok(HotspotView { entry, may_write, findings, told_by, told, weeks, effect })
    }

    /// The series of an entry's area and what changed with its measure, over the reports of its own unit.
    async fn course(&self, entry: &Hotspot) -> Result<(Vec<Week>, Option<Effect>), ActError> {
        let Some(rules) = self.charter().detection.clone().map(Arc::new) else {
            return Ok((Vec::new(), None));
        };
        let scope = Scope::Unit { partner: entry.partner.clone(), unit: entry.unit.clone() };
        let lag = entry.content.categories.iter().map(|category| rules.lag_of(category)).max().unwrap_or(0);
        let last = Day(self.now().day(&self.zone()).0 - 1 - lag as i32);
        let (app, entry, since, now) = (self.clone(), entry.clone(), entry.measured_since(), self.now());
        super::detect::apart(move || {
            let content = &entry.content;
            let days = (Day(last.0 - rules.past_days as i32 + 1), last);
            let kinds = Some(content.categories.as_slice());
            let cases = app.0.index.read().cases(&scope, now, days, kinds, &HashSet::new());
            let weeks = series(&cases, content, &rules, last);
            let after_peak = !entry.findings.is_empty();
            let effect = since.and_then(|from| effect(&cases, content, from, after_peak, &rules, last));
            (weeks, effect)
        })
        .await
    }

    /// What partners told the caller of their registers, by disclosures that hold now; newest first.
    pub(super) async fn hotspots_told_to(
        &self,
        source: &impl store::Source,
        who: &Who,
    ) -> Result<Vec<ToldHotspot>, ActError> {
        let mut told = Vec::new();
        for (id, _, content) in store::hotspots::told(source).await? {
            told.extend(self.told_by(who, id).map(|disclosure| ToldHotspot { disclosure, told: content }));
        }
        told.sort_by_key(|told| (std::cmp::Reverse(told.disclosure.made_at), told.disclosure.id));
        Ok(told)
    }

    /// A disclosure of others that addresses the caller and holds now.
    pub(super) fn told_by(&self, who: &Who, id: DisclosureId) -> Option<Disclosure> {
        let disclosure = self.0.index.read().disclosure(id).map(|d| (**d).clone())?;
        let charter = self.charter();
        let audience = charter.audience(&disclosure.audience)?;
        let theirs =
            disclosure.addresses(&who.viewer, audience) && !who.viewer.units().contains(&disclosure.unit);
        (theirs && disclosure.standing(self.now()) == Standing::Valid).then_some(disclosure)
    }
}

/// An entry of the register as the subject of a journal entry.
pub(super) fn subject(id: HotspotId) -> Subject {
    Subject::new("hotspot", id)
}

/// A finding, or what told one, as the subject of a journal entry.
pub(super) fn of_finding(id: Uuid) -> Subject {
    Subject::new("finding", id)
}
