//! "Änderung mitteilen": an edit reaches those who have the report already.

use domain::{disclosure::Standing, ids::ReportId, journal::Subject};
use store::Change;

use super::{disclose::current, disclosure_subject, salt};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Passes the current version on by every disclosure that holds. Answers how many disclosures now hold it; the
    /// parts, the purpose and the expiry of each stay as they are.
    pub async fn tell_change(&self, who: &Who, id: ReportId) -> Result<usize, ActError> {
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let (_, report) = app.load_seen(tx, &who.viewer, id).await?;
                let editable = report.editable_by(&who.actor)?;
                let report = editable.report();
                let now = app.now();
                let subject = Subject::report(report, &salt(tx, id).await?);
                let mut entry = app.entry(&who, "report.change_told").about(subject);
                let mut told = 0;
                for (disclosure, version) in store::disclosures::of_report(tx, id).await? {
                    if disclosure.standing(now) != Standing::Valid || version == report.version {
                        continue;
                    }
                    store::disclosures::pass(tx, disclosure.id, &[current(report)]).await?;
                    entry.subjects.push(disclosure_subject(disclosure.id));
                    told += 1;
                }
                if told > 0 {
                    tx.changed(Change::Report(id));
                    tx.journal(entry);
                }
                Ok(told)
            })
        })
        .await
    }
}
