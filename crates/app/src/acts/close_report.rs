//! A report is closed, with what came of it.

use domain::{
    ids::ReportId,
    journal::Subject,
    report::{Problem, SUMMARY_MAX},
};
use store::Change;

use super::{ReportDetail, invalid, salt};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Closes a report. The outcome is for the owner; partners learn that it is closed. Answers the report as it is then.
    pub async fn close_report(
        &self,
        who: &Who,
        id: ReportId,
        outcome: &str,
    ) -> Result<ReportDetail, ActError> {
        let outcome = outcome.trim().to_owned();
        if outcome.chars().count() > SUMMARY_MAX {
            return invalid("outcome", Problem::TooLong { most: SUMMARY_MAX });
        }
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let (_, report) = app.load_seen(tx, &who.viewer, id).await?;
                let report = report.editable_by(&who.actor)?.close(outcome, who.account.id, app.now())?;
                store::reports::close(tx, &report).await?;
                let subject = Subject::report(&report, &salt(tx, id).await?);
                tx.journal(app.entry(&who, "report.closed").about(subject));
                tx.changed(Change::Report(id));
                let (detail, _) = app.detail(tx, &who, id).await?;
                Ok(detail)
            })
        })
        .await
    }
}
