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
                let mut told = Vec::new();
                for (disclosure, version) in store::disclosures::of_report(tx, id).await? {
                    if disclosure.standing(now) != Standing::Valid || version == report.version {
                        continue;
                    }
                    store::disclosures::pass(tx, disclosure.id, &[current(report)]).await?;
                    entry.subjects.push(disclosure_subject(disclosure.id));
                    told.push(disclosure);
                }
                if !told.is_empty() {
                    tx.changed(Change::Report(id));
                    tx.journal(entry);
                }
                // What became urgent is told; to those who have it among others by a filter it is no news of its own.
                let mut single = Vec::new();
                for disclosure in &told {
                    if store::disclosures::count_passed(tx, disclosure.id).await? == 1 {
                        single.push(disclosure.clone());
                    }
                }
                app.send_notices(tx, &who, report, &single).await?;
                Ok(told.len())
            })
        })
        .await
    }
}
