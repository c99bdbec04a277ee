//! An attachment is read: content, so it stands in the journal before the answer leaves.

use domain::{attachment::Attachment, ids::AttachmentId, journal::Subject};

use super::{attachments::subject, salt};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Reads an attachment; [`ActError::NotFound`] for what the caller may not see, what was removed and what never was.
    pub async fn read_attachment(
        &self,
        who: &Who,
        id: AttachmentId,
    ) -> Result<(Attachment, Vec<u8>), ActError> {
        self.must_be_fresh()?;
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let attachment = store::attachments::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                let (seen, report) = app.load_seen(tx, &who.viewer, attachment.report).await?;
                if attachment.removed.is_some() || !attachment.is_in(&seen.grant, report.version) {
                    return Err(ActError::NotFound);
                }
                let content = store::attachments::content(tx, id).await?;
                let salt = salt(tx, report.id).await?;
                let entry = app.entry(&who, "attachment.read").fact("own", seen.grant.own);
                let entry = entry.about(subject(&attachment, &salt, Some(&content)));
                tx.journal(entry.about(Subject::report(&report, &salt)));
                Ok((attachment, content))
            })
        })
        .await
    }
}
