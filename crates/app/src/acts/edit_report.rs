//! A report is edited: a new version, made from the one that the person saw.

use domain::{
    ids::ReportId,
    journal::Subject,
    report::{Draft, at_most, check_draft},
};
use store::{Change, StoreError};

use super::{ReportDetail, salt};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Saves a new version of a report; `seen` is the version that the person edited. Recipients keep the version that
    /// was passed on to them until the change is told. Answers the report as it was saved.
    pub async fn edit_report(
        &self,
        who: &Who,
        id: ReportId,
        seen: u32,
        draft: &Draft,
    ) -> Result<ReportDetail, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), draft.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let (_, report) = app.load_seen(tx, &who.viewer, id).await?;
                let editable = report.editable_by(&who.actor)?;
                let (charter, now) = (app.charter(), app.now());
                let (_, unit) = charter.unit(&editable.report().unit).ok_or(ActError::Denied)?;
                let (content, own_ref) =
                    check_draft(&draft, &charter, unit, &app.zone(), now).map_err(ActError::Invalid)?;
                let at_most = at_most(&content, &charter);
                let report = editable.edit(content, own_ref, seen, who.account.id, now)?;
                match store::reports::add_version(tx, &report, at_most).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Conflict { current: seen + 1 }),
                    other => other?,
                }
                let subject = Subject::report(&report, &salt(tx, id).await?);
                tx.journal(app.entry(&who, "report.edited").about(subject));
                tx.changed(Change::Report(id));
                let (detail, _) = app.detail(tx, &who, id).await?;
                Ok(detail)
            })
        })
        .await
    }
}
