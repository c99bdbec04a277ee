//! Live events: what changed *for this viewer*.
//!
//! A listener hears of a change only if what it may see changed. Two worlds that differ only in what a viewer may not
//! see send it the same events.

use std::{collections::HashMap, sync::Arc};

use domain::{
    disclosure::{Class, Disclosure, Grant},
    ids::{AccountId, DisclosureId, ReportId, UnitId},
    notice::Notice,
    time::Timestamp,
};

/// What changed for the viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveKind {
    /// A report became visible.
    Appeared,
    /// A visible report changed, or more or less of it is visible.
    Changed,
    /// A report is no longer visible.
    Gone,
    /// Something that waits for the viewer, or for which it waits, changed.
    Waiting,
    /// The charter, the areas or the viewer's own rights changed: load everything anew.
    Everything,
}

/// An event for one viewer. It has no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveEvent {
    /// What happened.
    pub kind: LiveKind,
    /// The report, if it is one and the viewer sees it (or saw it until now).
    pub report: Option<ReportId>,
    /// Whether it is an urgent one.
    pub urgent: bool,
}

/// What a commit touched, as every listener gets it before its own eyes decide.
#[derive(Debug, Clone)]
pub(crate) struct Touched {
    pub(crate) reports: Vec<TouchedReport>,
    /// Examples of very many: whoever sees one of them loads everything anew.
    pub(crate) examples: Vec<TouchedReport>,
    /// Disclosures that changed, as they were before.
    pub(crate) earlier: HashMap<DisclosureId, Arc<Disclosure>>,
    pub(crate) accounts: Vec<AccountId>,
    /// Disclosures that tell a finding or an entry of a register, as they are now.
    pub(crate) told: Vec<Disclosure>,
    /// Units whose referrals moved.
    pub(crate) units: Vec<UnitId>,
    /// Notices that were sent or moved.
    pub(crate) notices: Vec<Arc<Notice>>,
    pub(crate) everything: bool,
    /// Since when time alone changed something; nothing else did then.
    pub(crate) since: Option<Timestamp>,
}

impl Touched {
    /// Accounts only.
    pub(crate) fn accounts(accounts: Vec<AccountId>) -> Self {
        Self {
            reports: Vec::new(),
            examples: Vec::new(),
            earlier: HashMap::new(),
            accounts,
            told: Vec::new(),
            units: Vec::new(),
            notices: Vec::new(),
            everything: false,
            since: None,
        }
    }
}

/// Events that a caller has not fetched yet.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    events: Vec<LiveEvent>,
    ended: bool,
}

/// Most events that wait for one caller; more become [`LiveKind::Everything`]. Only events that this caller may have
/// count, so that nothing shows how much happens out of its sight.
const MOST: usize = 1_000;

impl Pending {
    /// Adds what happened for this caller.
    pub(crate) fn add(&mut self, events: Vec<LiveEvent>) {
        if self.events.first() == Some(&EVERYTHING) {
            return;
        }
        self.events.extend(events);
        if self.events.len() > MOST || self.events.contains(&EVERYTHING) {
            self.events = vec![EVERYTHING];
        }
    }

    /// Nothing will follow: the caller may not listen any more.
    pub(crate) fn end(&mut self) {
        self.ended = true;
    }

    /// What waits; `None` after the end, once all of it was fetched.
    pub(crate) fn take(&mut self) -> Option<Vec<LiveEvent>> {
        if self.events.is_empty() && self.ended { None } else { Some(std::mem::take(&mut self.events)) }
    }
}

/// Load everything anew.
pub(crate) const EVERYTHING: LiveEvent =
    LiveEvent { kind: LiveKind::Everything, report: None, urgent: false };

/// The classes of a report's rows before and after, with what tells contents apart.
#[derive(Debug, Clone)]
pub(crate) struct TouchedReport {
    pub(crate) id: ReportId,
    pub(crate) before: Vec<Row>,
    pub(crate) after: Vec<Row>,
}

#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) class: Arc<Class>,
    pub(crate) version: u32,
    pub(crate) closed: bool,
    pub(crate) urgent: bool,
}

impl TouchedReport {
    /// The event for a viewer whose eyes before and after are given as functions; `None` if nothing changed for it.
    pub(crate) fn event(
        &self,
        before: impl Fn(&Class) -> Option<Grant>,
        after: impl Fn(&Class) -> Option<Grant>,
    ) -> Option<LiveEvent> {
        let seen = |rows: &[Row], eyes: &dyn Fn(&Class) -> Option<Grant>| {
            rows.iter().find_map(|row| {
                let grant = eyes(&row.class)?;
                // The owner sees every version; a recipient only the one that was passed on.
                Some((grant.parts, grant.own, row.version, row.closed, row.urgent))
            })
        };
        let (was, is) = (seen(&self.before, &before), seen(&self.after, &after));
        let (kind, urgent) = match (was, is) {
            (None, Some(is)) => (LiveKind::Appeared, is.4),
            (Some(_), None) => (LiveKind::Gone, false),
            (Some(was), Some(is)) if was != is => (LiveKind::Changed, is.4),
            _ => return None,
        };
        Some(LiveEvent { kind, report: Some(self.id), urgent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(n: u128) -> LiveEvent {
        let report = Some(ReportId(uuid::Uuid::from_u128(n)));
        LiveEvent { kind: LiveKind::Appeared, report, urgent: false }
    }

    #[test]
    fn a_caller_that_fetches_nothing_is_told_to_load_everything_once_too_much_waits() {
        let mut pending = Pending::default();
        (0..MOST as u128).for_each(|n| pending.add(vec![event(n)]));
        assert_eq!(pending.events.len(), MOST);
        pending.add(vec![event(MOST as u128)]);
        pending.add(vec![event(1)]);
        assert_eq!(pending.take(), Some(vec![EVERYTHING]));
        pending.add(vec![event(1)]);
        pending.end();
        assert_eq!(pending.take(), Some(vec![event(1)]));
        assert_eq!(pending.take(), None);
    }
}
