//! A disclosure is opened: by whoever gave it, and by whoever received it.

use domain::{
    disclosure::{Disclosure, Standing},
    ids::DisclosureId,
    report::Seen,
};

use super::{disclosure_subject, disclosures::Tells, list_reports::PAGE_MAX};
use crate::{app::App, error::ActError, who::Who};

/// A disclosure with its reports.
#[derive(Debug, Clone, PartialEq)]
pub struct DisclosureDetail {
    /// The disclosure. Recipients learn its parts, basis and purpose while it holds.
    pub disclosure: Disclosure,
    /// Where it stands.
    pub standing: Standing,
    /// Whether the caller's unit gave it.
    pub own: bool,
    /// Whether the caller may withdraw it.
    pub may_withdraw: bool,
    /// Reports that the caller sees by it, or gave; the first of them.
    pub reports: Vec<Seen>,
    /// What it tells instead of reports.
    pub tells: Option<Tells>,
    /// How many it holds; for recipients none once it does not hold any more.
    pub total: u64,
}

impl App {
    /// Opens a disclosure that the caller's unit gave or that addresses the caller; [`ActError::NotFound`] for all
    /// others.
    pub async fn read_disclosure(&self, who: &Who, id: DisclosureId) -> Result<DisclosureDetail, ActError> {
        self.must_be_fresh()?;
        let tells = self.telling().await?.remove(&id);
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let disclosure = app.disclosure_for(tx, &who, id).await?;
                let standing = disclosure.standing(app.now());
                let own = who.viewer.units().contains(&disclosure.unit);
                let (mut reports, mut total) = (Vec::new(), 0);
                if own || standing == Standing::Valid {
                    let passed = store::disclosures::passed(tx, id).await?;
                    total = passed.len() as u64;
                    let ids: Vec<_> = passed.into_iter().take(PAGE_MAX).map(|(report, _)| report).collect();
                    reports = app.load_listed(tx, &who, &ids).await?;
                    reports.retain(|seen| seen.grant.own || seen.grant.through.contains(&id));
                }
                let entry = app.entry(&who, "reports.listed").about(disclosure_subject(id));
                tx.journal(entry.fact("count", reports.len()));
                let may_withdraw =
                    standing == Standing::Valid && who.actor.may_write(&disclosure.unit).is_ok();
                Ok(DisclosureDetail { disclosure, standing, own, may_withdraw, reports, tells, total })
            })
        })
        .await
    }
}
