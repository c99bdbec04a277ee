//! The acts, one file each. Open one, know all: check, load, ask the domain, save and journal, answer.

mod close_report;
mod disclose;
mod disclosures;
mod edit_report;
mod enter_report;
mod invite;
mod journal;
mod list_reports;
mod look;
mod memberships;
mod preview;
mod read_report;
mod sessions;
mod sign_in;
mod tell_change;
mod tokens;
mod withdraw;

pub use disclose::{Disclosed, Target};
pub use disclosures::{DisclosureLine, Received};
pub use enter_report::{Entered, Proposal};
pub use invite::{Invitation, NewAccount};
pub use journal::{JournalLine, JournalPage};
pub use list_reports::ReportPage;
pub use memberships::Colleague;
pub use preview::Preview;
pub use read_report::{ReportDetail, Why};
pub use sessions::SessionLine;
pub use sign_in::SignedIn;
pub use withdraw::Withdrawn;

use domain::{
    access::Viewer,
    disclosure::{Disclosure, Grant, grant, reach},
    ids::{DisclosureId, ReportId},
    journal::{Entry, Subject},
    report::{FieldError, Report, Seen, see},
    time::Timestamp,
};
use store::{Tx, picture::PictureSource};

use crate::{app::App, error::ActError, picture::classes_of};

/// One field error as the answer of an act.
fn invalid<T>(field: &'static str, problem: domain::report::Problem) -> Result<T, ActError> {
    Err(ActError::Invalid(vec![FieldError::new(field, problem)]))
}

/// A report as the subject of a journal entry: identifier, version and a salted hash, never content.
fn subject(report: &Report, salt: [u8; 16]) -> Subject {
    Subject {
        kind: "report".to_owned(),
        id: report.id.to_string(),
        version: Some(report.version),
        digest: Some(domain::journal::digest(&salt, &report.canonical())),
    }
}

/// A disclosure as the subject of a journal entry.
fn disclosure_subject(id: DisclosureId) -> Subject {
    Subject { kind: "disclosure".to_owned(), id: id.to_string(), version: None, digest: None }
}

fn fact(entry: &mut Entry, name: &str, value: impl ToString) {
    entry.facts.insert(name.to_owned(), value.to_string());
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
        let disclosures: Vec<Disclosure> =
            store::disclosures::of_report(tx, source.id).await?.into_iter().map(|(d, _)| d).collect();
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

    /// A report as `viewer` sees it, loaded and judged in this transaction; the same answer for unknown and forbidden.
    pub(crate) async fn load_seen(&self, tx: &Tx, viewer: &Viewer, id: ReportId) -> Result<(Seen, Report), ActError> {
        let sources = store::picture::sources(tx, &[id]).await?;
        let source = sources.first().ok_or(ActError::NotFound)?;
        let (version, grant) =
            self.granted(tx, viewer, self.now(), source).await?.ok_or(ActError::NotFound)?;
        let report = store::reports::load(tx, &[(id, version)]).await?.pop().ok_or(ActError::NotFound)?;
        let seen = see(&report, grant, &self.geography(), &self.zone());
        Ok((seen, report))
    }
}
