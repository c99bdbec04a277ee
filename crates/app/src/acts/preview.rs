//! Before a disclosure: exactly what its audience would see.

use domain::{
    access::Viewer,
    disclosure::Disclosure,
    ids::*,
    journal::Subject,
    report::{Seen, see},
    terms::TermsDraft,
};

use super::{disclose::check_summary, disclose::disclosure, salt};
use crate::{app::App, error::ActError, who::Who};

/// What somebody of one partner in the audience would see.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The partner.
    pub partner: PartnerId,
    /// What its people see now; `None` for nothing.
    pub before: Option<Seen>,
    /// What they would see.
    pub after: Option<Seen>,
}

impl App {
    /// What the audience would see of a report, for each of its partners, together with what was disclosed before.
    pub async fn preview(
        &self,
        who: &Who,
        id: ReportId,
        draft: &TermsDraft,
    ) -> Result<Vec<Preview>, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), draft.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let (_, report) = app.load_seen(tx, &who.viewer, id).await?;
                let editable = report.editable_by(&who.actor)?;
                let terms = app.terms(&who, &draft)?;
                let report = editable.report();
                check_summary(&terms, &report.content).map_err(|error| ActError::Invalid(vec![error]))?;

                let mut source = store::picture::sources(tx, &[id]).await?.pop().ok_or(ActError::NotFound)?;
                let of_report = store::disclosures::of_report(tx, id).await?;
                let mut disclosures: Vec<Disclosure> = of_report.into_iter().map(|(d, _)| d).collect();
                let planned = disclosure(&app, &who, &report.unit, terms, None);
                let charter = app.charter();
                let audience = charter.audience(&planned.audience).ok_or(ActError::NotFound)?;
                let viewers: Vec<Viewer> = planned
                    .partners
                    .iter()
                    .filter_map(|partner| Some(Viewer::stand_in(charter.partner(partner)?, audience)))
                    .collect();

                let mut versions: Vec<(ReportId, u32)> =
                    source.versions.iter().map(|v| (id, v.version)).collect();
                versions.dedup();
                let reports = store::reports::load(tx, &versions).await?;
                let (geography, zone) = (app.geography(), app.zone());
                let shown = |source: &_, disclosures: &[Disclosure], viewer: &Viewer| {
                    let (version, grant) = app.grant_among(viewer, app.now(), source, disclosures)?;
                    let report = reports.iter().find(|r| r.version == version)?;
                    Some(see(report, grant, &geography, &zone))
                };
                let subject = Subject::report(report, &salt(tx, id).await?);
                tx.journal(app.entry(&who, "disclosure.previewed").about(subject));
                let before: Vec<_> = viewers.iter().map(|v| shown(&source, &disclosures, v)).collect();
                source.passed.push((planned.id, report.version));
                disclosures.push(planned);
                let line = |(viewer, before): (&Viewer, Option<Seen>)| Preview {
                    partner: viewer.partner().clone(),
                    before,
                    after: shown(&source, &disclosures, viewer),
                };
                Ok(viewers.iter().zip(before).map(line).collect())
            })
        })
        .await
    }
}
