//! An attachment is removed: its content and its name are erased for everybody, that it was there stays.

use domain::{ids::AttachmentId, journal::Subject};
use store::StoreError;

use super::{ReportDetail, attachments::subject, salt};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Removes an attachment of a report of the caller's unit, closed or not. Answers the report as it is then.
    pub async fn remove_attachment(&self, who: &Who, id: AttachmentId) -> Result<ReportDetail, ActError> {
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let attachment = store::attachments::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                let (seen, report) = app.load_seen(tx, &who.viewer, attachment.report).await?;
                if !attachment.is_in(&seen.grant, report.version) {
                    return Err(ActError::NotFound);
                }
                who.actor.may_write(&report.unit)?;
                match store::attachments::remove(tx, id, app.now(), who.account.id).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Ended),
                    other => other?,
                }
                let salt = salt(tx, report.id).await?;
                let entry = app.entry(&who, "attachment.removed").about(subject(&attachment, &salt, None));
                tx.journal(entry.about(Subject::report(&report, &salt)));
                let (detail, _) = app.detail(tx, &who, report.id).await?;
                Ok(detail)
            })
        })
        .await
    }
}
