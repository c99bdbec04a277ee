//! The acts, one file each. Open one, know all: check, load, ask the domain, save and journal, answer.

mod add_attachment;
mod answer_notice;
mod answer_referral;
mod areas;
mod attachments;
mod batches;
mod close_report;
mod confirm_batch;
mod continue_hotspot;
pub(crate) mod detect;
mod disclose;
mod disclosures;
mod duplicates;
mod edit_report;
mod enter_report;
mod finding_record;
mod findings;
mod hotspots;
mod import;
mod invite;
mod journal;
mod judge_finding;
mod list_disclosures;
mod list_reports;
mod look;
mod memberships;
mod notices;
mod open_hotspot;
mod operate;
mod outcomes;
mod preview;
mod read_attachment;
mod read_disclosure;
mod read_report;
mod refer;
mod referrals;
mod remove_attachment;
mod seats;
mod second_factor;
mod send_notices;
mod sessions;
mod sign_in;
mod tell_change;
mod tell_finding;
mod tell_hotspot;
mod tokens;
mod withdraw;

pub use add_attachment::NewAttachment;
pub use answer_notice::NoticeDraft;
pub use areas::{AreasError, DivisionLine, DivisionRead};
pub use attachments::AttachmentView;
pub use batches::BatchView;
pub use confirm_batch::Confirmed;
pub use detect::Detected;
pub(crate) use disclose::disclosure_entries;
pub use disclose::{Disclosed, Target};
pub use disclosures::Tells;
pub use duplicates::{DuplicatePair, Duplicates};
pub use enter_report::{Entered, Proposal};
pub use finding_record::FindingRecord;
pub use findings::{FindingList, FindingOrigin, FindingView, Found, ToldFinding};
pub use hotspots::{HotspotList, HotspotView, ToldHotspot};
pub use invite::{Invitation, Invited, NewAccount};
pub use journal::{JOURNAL_ACTS, JournalFilter, JournalHead, JournalLine, JournalPage};
pub use list_disclosures::{Direction, DisclosureItem, DisclosureList, Reader};
pub use list_reports::ReportPage;
pub use memberships::Colleague;
pub use notices::{NoticeFigures, NoticeView, UnitTimes};
pub use outcomes::{OutcomeLine, table_file};
pub use preview::Preview;
pub use read_disclosure::DisclosureDetail;
pub use read_report::{ReportDetail, Why};
pub use refer::{Destination, ReferralDraft};
pub use referrals::{ReferralPage, ReferralState, ReferralView};
pub use seats::SeatLine;
pub use second_factor::{FactorSetUp, FactorState};
#[cfg(test)]
pub(crate) use sessions::PASSWORD_MIN;
pub use sessions::{NewPassword, SessionLine};
pub use sign_in::SignedIn;
pub use withdraw::Withdrawn;

use std::collections::{BTreeSet, HashMap};

use domain::{
    access::Viewer,
    disclosure::{Disclosure, Grant, grant, reach},
    ids::{AccountId, DisclosureId, ReportId},
    journal::Subject,
    people::Account,
    place::Precision,
    report::{FieldError, Report, Seen, see},
    time::Timestamp,
};
use store::{Tx, picture::PictureSource};

use crate::{app::App, error::ActError, picture::classes_of, who::Who};

/// One field error as the answer of an act.
fn invalid<T>(field: &'static str, problem: domain::report::Problem) -> Result<T, ActError> {
    Err(ActError::Invalid(vec![FieldError::new(field, problem)]))
}

/// An account that the caller administers, loaded in this transaction: of the own partner, and not the caller's own.
async fn administered(tx: &Tx, who: &Who, id: AccountId) -> Result<Account, ActError> {
    if !who.actor.administers() {
        return Err(ActError::Denied);
    }
    let account = store::people::account_by_id(tx, id).await?;
    let account = account.filter(|a| a.partner == who.account.partner).ok_or(ActError::NotFound)?;
    who.actor.may_grant(&account.partner, account.id)?;
    Ok(account)
}

/// A disclosure as the subject of a journal entry.
fn disclosure_subject(id: DisclosureId) -> Subject {
    Subject::new("disclosure", id)
}

/// The salt of a report that is there.
async fn salt(tx: &Tx, id: ReportId) -> Result<[u8; 16], ActError> {
    store::reports::salt(tx, id).await?.ok_or(ActError::NotFound)
}

/// Reports with all that decides who sees them.
pub(crate) struct Judged {
    sources: Vec<PictureSource>,
    disclosures: Vec<Disclosure>,
}

impl Judged {
    /// Finest precision at which the place of a version may leave its owner, if limited.
    fn at_most(&self, id: ReportId, version: u32) -> Option<Precision> {
        let source = self.sources.iter().find(|source| source.id == id)?;
        source.versions.iter().find(|v| v.version == version)?.at_most
    }
}

impl App {
    /// The version of a report that `viewer` gets, judged by what the database says in this very transaction.
    pub(crate) async fn granted(
        &self,
        tx: &Tx,
        viewer: &Viewer,
        now: Timestamp,
        source: &PictureSource,
    ) -> Result<Option<(u32, Grant)>, ActError> {
        let ids: Vec<DisclosureId> = source.passed.iter().map(|(id, _)| *id).collect();
        let disclosures = store::disclosures::by_ids(tx, &ids).await?;
        Ok(self.grant_among(viewer, now, source, &disclosures))
    }

    /// The version of a report that `viewer` gets by these disclosures.
    pub(crate) fn grant_among(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        source: &PictureSource,
        disclosures: &[Disclosure],
    ) -> Option<(u32, Grant)> {
        let charter = self.charter();
        let known = |id: DisclosureId| disclosures.iter().find(|d| d.id == id);
        let classes = classes_of(source, |id| known(id).is_none_or(|d| d.withdrawal.is_some()));
        classes.into_iter().find_map(|(version, class)| {
            let reached = |id| {
                let disclosure = known(id)?;
                let audience = charter.audiences.iter().find(|a| a.id == disclosure.audience)?;
                reach(viewer, disclosure, audience, now)
            };
            grant(viewer, &class, reached).map(|grant| (version.version, grant))
        })
    }

    /// What it takes to judge who sees these reports, as the database says in this transaction.
    pub(crate) async fn judge(&self, tx: &Tx, ids: &[ReportId]) -> Result<Judged, ActError> {
        let sources = store::picture::sources(tx, ids).await?;
        let through: BTreeSet<DisclosureId> =
            sources.iter().flat_map(|source| source.passed.iter().map(|(id, _)| *id)).collect();
        let through: Vec<DisclosureId> = through.into_iter().collect();
        let disclosures = store::disclosures::by_ids(tx, &through).await?;
        Ok(Judged { sources, disclosures })
    }

    /// The version of one of the judged reports that `viewer` gets now.
    pub(crate) fn grant_judged(
        &self,
        viewer: &Viewer,
        id: ReportId,
        judged: &Judged,
    ) -> Option<(u32, Grant)> {
        let source = judged.sources.iter().find(|source| source.id == id)?;
        self.grant_among(viewer, self.now(), source, &judged.disclosures)
    }

    /// The judged reports as `viewer` sees them; what it does not see is not there.
    pub(crate) async fn see_all(
        &self,
        tx: &Tx,
        viewer: &Viewer,
        judged: &Judged,
    ) -> Result<HashMap<ReportId, Seen>, ActError> {
        let now = self.now();
        let mut grants = HashMap::with_capacity(judged.sources.len());
        for source in &judged.sources {
            if let Some(granted) = self.grant_among(viewer, now, source, &judged.disclosures) {
                grants.insert(source.id, granted);
            }
        }
        let versions: Vec<_> = grants.iter().map(|(id, (version, _))| (*id, *version)).collect();
        let (geography, zone) = (self.geography(), self.zone());
        let seen = |report: Report| {
            let (_, grant) = grants.remove(&report.id)?;
            Some((report.id, see(&report, grant, &geography, &zone)))
        };
        Ok(store::reports::load(tx, &versions).await?.into_iter().filter_map(seen).collect())
    }

    /// A report as `viewer` sees it, loaded and judged in this transaction; the same answer for unknown and forbidden.
    pub(crate) async fn load_seen(
        &self,
        tx: &Tx,
        viewer: &Viewer,
        id: ReportId,
    ) -> Result<(Seen, Report), ActError> {
        let sources = store::picture::sources(tx, &[id]).await?;
        let source = sources.first().ok_or(ActError::NotFound)?;
        let (version, grant) =
            self.granted(tx, viewer, self.now(), source).await?.ok_or(ActError::NotFound)?;
        let report = store::reports::load(tx, &[(id, version)]).await?.pop().ok_or(ActError::NotFound)?;
        let seen = see(&report, grant, &self.geography(), &self.zone());
        Ok((seen, report))
    }
}
