//! Reports are disclosed to an audience: one of them, or those of a filter, frozen then.

use std::collections::BTreeMap;

use domain::{
    disclosure::{Disclosure, TextPart},
    ids::*,
    journal::{Entry, Subject},
    report::{Content, FieldError, Problem, Report},
    terms::{Terms, TermsDraft, check_terms},
};
use store::{Change, Tx};

use super::{disclosure_subject, salt};
use crate::{app::App, error::ActError, filter::Filter, who::Who};

/// What is disclosed.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// One report.
    Report(ReportId),
    /// The caller's own reports of a filter, as they are now.
    Filter(Box<Filter>),
}

/// What was disclosed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosed {
    /// The disclosures made: one for each owning unit.
    pub disclosures: Vec<Disclosure>,
    /// How many reports they hold.
    pub reports: usize,
}

/// Most reports that one act discloses by filter.
pub(crate) const FILTER_MAX: usize = 20_000;
/// Reports of a bulk that are passed on in one statement.
const CHUNK: usize = 5_000;

impl App {
    /// Checks what was typed for a disclosure.
    pub(crate) fn terms(&self, who: &Who, draft: &TermsDraft) -> Result<Terms, ActError> {
        check_terms(draft, &self.charter(), &who.account.partner, &self.zone(), self.now(), self.is_demo())
            .map_err(ActError::Invalid)
    }

    /// Discloses to an audience. Only the owning unit may; what others own is not found.
    pub async fn disclose(
        &self,
        who: &Who,
        target: &Target,
        draft: &TermsDraft,
    ) -> Result<Disclosed, ActError> {
        match target {
            Target::Report(id) => self.disclose_report(who, *id, draft).await,
            Target::Filter(filter) => self.disclose_filter(who, filter, draft).await,
        }
    }

    async fn disclose_report(
        &self,
        who: &Who,
        id: ReportId,
        draft: &TermsDraft,
    ) -> Result<Disclosed, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), draft.clone());
        self.act(move |tx| {
            Box::pin(async move {
                // First whether it is there for the caller, then whether it is theirs, then what was typed.
                let (_, report) = app.load_seen(tx, &who.viewer, id).await?;
                let editable = report.editable_by(&who.actor)?;
                let terms = app.terms(&who, &draft)?;
                let report = editable.report();
                check_summary(&terms, &report.content).map_err(|error| ActError::Invalid(vec![error]))?;
                let disclosure = disclosure(&app, &who, &report.unit, terms, None);
                store::disclosures::insert(tx, &disclosure).await?;
                store::disclosures::pass(tx, disclosure.id, &[(id, report.version)]).await?;
                let subject = Subject::report(report, &salt(tx, id).await?);
                app.journal_disclosure(tx, &who, &disclosure, &[subject], 1);
                tx.changed(Change::Disclosure(disclosure.id));
                app.send_notices(tx, &who, report, std::slice::from_ref(&disclosure)).await?;
                Ok(Disclosed { disclosures: vec![disclosure], reports: 1 })
            })
        })
        .await
    }

    /// How many reports a disclosure of this filter would take: those of the units for which the caller discloses.
    pub fn count_to_disclose(&self, who: &Who, filter: &Filter) -> Result<u64, ActError> {
        self.must_be_fresh()?;
        let own = Filter { own: true, ..filter.clone() };
        Ok(self.0.index.read().facets(&who.actor.eyes(), self.now(), &own).total)
    }

    async fn disclose_filter(
        &self,
        who: &Who,
        filter: &Filter,
        draft: &TermsDraft,
    ) -> Result<Disclosed, ActError> {
        self.must_be_fresh()?;
        if who.actor.writes_for().is_empty() {
            return Err(ActError::Denied);
        }
        let terms = self.terms(who, draft)?;
        let hits = self.0.index.read().own_hits(&who.actor.eyes(), self.now(), filter, FILTER_MAX + 1);
        if hits.is_empty() {
            return super::invalid("filter", Problem::Missing);
        }
        if hits.len() > FILTER_MAX {
            return super::invalid("filter", Problem::TooMany { most: FILTER_MAX });
        }
        let described = filter.describe();
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let versions: Vec<(ReportId, u32)> = hits.iter().map(|hit| (hit.id, hit.version)).collect();
                let mut by_unit: BTreeMap<UnitId, Vec<(ReportId, u32)>> = BTreeMap::new();
                for some in versions.chunks(1_000) {
                    for report in store::reports::load(tx, some).await? {
                        // Each row is authorised itself.
                        let report = report.editable_by(&who.actor)?;
                        let report = report.report();
                        check_summary(&terms, &report.content)
                            .map_err(|error| ActError::Invalid(vec![error]))?;
                        by_unit.entry(report.unit.clone()).or_default().push((report.id, report.version));
                    }
                }
                let mut disclosed = Disclosed { disclosures: Vec::new(), reports: 0 };
                for (unit, reports) in by_unit {
                    let disclosure = disclosure(&app, &who, &unit, terms.clone(), None);
                    store::disclosures::insert(tx, &disclosure).await?;
                    for some in reports.chunks(CHUNK) {
                        store::disclosures::pass(tx, disclosure.id, some).await?;
                    }
                    app.journal_bulk(tx, &who, &disclosure, &described, reports.len());
                    tx.changed(Change::Disclosure(disclosure.id));
                    disclosed.reports += reports.len();
                    disclosed.disclosures.push(disclosure);
                }
                Ok(disclosed)
            })
        })
        .await
    }

    /// Writes a disclosure into the journal of its owner, and into that of every partner that receives it.
    pub(crate) fn journal_disclosure(
        &self,
        tx: &Tx,
        who: &Who,
        disclosure: &Disclosure,
        subjects: &[Subject],
        reports: usize,
    ) {
        let entry = self.entry(who, "disclosure.made");
        disclosure_entries(entry, disclosure, subjects, reports)
            .into_iter()
            .for_each(|entry| tx.journal(entry));
    }

    fn journal_bulk(&self, tx: &Tx, who: &Who, disclosure: &Disclosure, filter: &str, reports: usize) {
        let subject = Subject::new("filter", filter);
        self.journal_disclosure(tx, who, disclosure, &[subject], reports);
    }
}

/// What is written into the journal of the owner, who says in `entry` who did it, and into that of every partner that
/// receives it.
pub(crate) fn disclosure_entries(
    mut entry: Entry,
    disclosure: &Disclosure,
    subjects: &[Subject],
    reports: usize,
) -> Vec<Entry> {
    entry.subjects.push(disclosure_subject(disclosure.id));
    entry.subjects.extend_from_slice(subjects);
    let entry = describe(entry, disclosure, reports);
    let receive = |partner: &PartnerId| {
        let mut received = entry.clone();
        received.act = "disclosure.received".into();
        received.controller = partner.clone();
        // Who of the other house did it is that house's own matter, and so is its occasion.
        (received.actor, received.occasion) = (None, None);
        received
    };
    let others = disclosure.partners.iter().filter(|partner| **partner != disclosure.from);
    let mut entries: Vec<Entry> = others.map(receive).collect();
    entries.push(entry);
    entries
}

fn describe(entry: Entry, disclosure: &Disclosure, reports: usize) -> Entry {
    let partners: Vec<&str> = disclosure.partners.iter().map(PartnerId::as_str).collect();
    entry
        .fact("from", &disclosure.from)
        .fact("audience", &disclosure.audience)
        .fact("partners", partners.join(" "))
        .fact("place", disclosure.parts.place.as_str())
        .fact("text", disclosure.parts.text.as_str())
        .fact("legal_basis", &disclosure.legal_basis)
        .fact("expires_at", disclosure.expires_at.0)
        .fact("reports", reports)
}

/// A disclosure by these terms, made by the caller now.
pub(super) fn disclosure(
    app: &App,
    who: &Who,
    unit: &UnitId,
    terms: Terms,
    rule: Option<RuleId>,
) -> Disclosure {
    Disclosure {
        id: DisclosureId::from_chance(app.0.chance.bytes()),
        from: who.account.partner.clone(),
        unit: unit.clone(),
        audience: terms.audience,
        partners: terms.partners,
        parts: terms.parts,
        legal_basis: terms.legal_basis,
        purpose: terms.purpose,
        profile: terms.profile,
        rule,
        made_by: who.account.id,
        made_at: app.now(),
        expires_at: terms.expires_at,
        withdrawal: None,
    }
}

/// Where the summary is what recipients read, a person must have written one.
pub(super) fn check_summary(terms: &Terms, content: &Content) -> Result<(), FieldError> {
    if terms.parts.text == TextPart::Summary && content.summary.is_empty() {
        return Err(FieldError::new("summary", Problem::NoSummary));
    }
    Ok(())
}

/// The version of a report that a disclosure passes on: the current one.
pub(super) fn current(report: &Report) -> (ReportId, u32) {
    (report.id, report.version)
}
