//! A report is read: content, so it stands in the journal before the answer leaves.

use domain::{
    disclosure::{Disclosure, Standing},
    ids::*,
    journal::Subject,
    report::{Report, Seen},
    time::Timestamp,
};

use store::Tx;

use super::{AttachmentView, NoticeView, ReferralView, salt};
use crate::{app::App, error::ActError, who::Who};

/// Why the viewer may see it: a disclosure by which it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The disclosure.
    pub disclosure: DisclosureId,
    /// By which partner.
    pub from: PartnerId,
    /// To which audience.
    pub audience: AudienceId,
    /// By which profile.
    pub profile: Option<ProfileId>,
    /// On which legal basis.
    pub legal_basis: BasisId,
    /// For which purpose.
    pub purpose: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// A report with why the viewer may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportDetail {
    /// What the viewer sees.
    pub seen: Seen,
    /// Why; empty for the owner.
    pub why: Vec<Why>,
    /// For the owner: every disclosure of it, with the version that was passed on and where it stands.
    pub disclosures: Vec<(Disclosure, u32, Standing)>,
    /// For the owner: all versions, oldest first.
    pub history: Vec<Report>,
    /// Its attachments, as far as they belong to what the viewer sees, oldest first.
    pub attachments: Vec<AttachmentView>,
    /// Its referrals in which the caller has a side, newest first.
    pub referrals: Vec<ReferralView>,
    /// Its notices in which the caller has a side, newest first.
    pub notices: Vec<NoticeView>,
    /// Whether the caller may edit and disclose it.
    pub may_write: bool,
}

impl App {
    /// Reads a report as the caller sees it; [`ActError::NotFound`] for what it may not see.
    pub async fn read_report(&self, who: &Who, id: ReportId) -> Result<ReportDetail, ActError> {
        self.must_be_fresh()?;
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let (detail, report) = app.detail(tx, &who, id).await?;
                let subject = Subject::report(&report, &salt(tx, id).await?);
                let entry = app.entry(&who, "report.read").about(subject).fact("own", detail.seen.grant.own);
                // Small pictures are content, and shown with the report.
                let pictures = detail.attachments.iter().filter(|view| view.small.is_some()).count();
                tx.journal(if pictures > 0 { entry.fact("pictures", pictures) } else { entry });
                Ok(detail)
            })
        })
        .await
    }

    /// A report with why the caller sees it, as it is in this transaction; for acts that answer with what they did,
    /// and stand in the journal themselves.
    pub(super) async fn detail(
        &self,
        tx: &Tx,
        who: &Who,
        id: ReportId,
    ) -> Result<(ReportDetail, Report), ActError> {
        let (seen, report) = self.load_seen(tx, &who.viewer, id).await?;
        let all = store::disclosures::of_report(tx, id).await?;
        let through = |(d, _): &&(Disclosure, u32)| seen.grant.through.contains(&d.id);
        let why = all.iter().filter(through).map(|(d, _)| why(d)).collect();
        let (disclosures, history) = if seen.grant.own {
            let now = self.now();
            let standing = |(d, version): (Disclosure, u32)| {
                let standing = d.standing(now);
                (d, version, standing)
            };
            (all.into_iter().map(standing).collect(), store::reports::history(tx, id).await?)
        } else {
            (Vec::new(), Vec::new())
        };
        let attachments = self.attachments_of(tx, id, &seen.grant, report.version).await?;
        let referrals = store::referrals::of_report(tx, id).await?;
        let referrals = self.view_referrals(tx, who, referrals).await?;
        let notices = store::notices::of_report(tx, id).await?;
        let notices = self.view_notices(tx, who, notices).await?;
        let may_write = seen.grant.own && who.actor.may_write(&report.unit).is_ok();
        let detail =
            ReportDetail { seen, why, disclosures, history, attachments, referrals, notices, may_write };
        Ok((detail, report))
    }
}

fn why(disclosure: &Disclosure) -> Why {
    Why {
        disclosure: disclosure.id,
        from: disclosure.from.clone(),
        audience: disclosure.audience.clone(),
        profile: disclosure.profile.clone(),
        legal_basis: disclosure.legal_basis.clone(),
        purpose: disclosure.purpose.clone(),
        since: disclosure.made_at,
        until: disclosure.expires_at,
    }
}
