//! Attachments as somebody sees them beside a report.

use domain::{
    attachment::Attachment,
    disclosure::Grant,
    ids::ReportId,
    journal::{Subject, digest},
};
use store::Tx;

use crate::{app::App, error::ActError};

/// An attachment beside its report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentView {
    /// The attachment.
    pub attachment: Attachment,
    /// A small JPEG of it, if it is a picture and still there.
    pub small: Option<Vec<u8>>,
}

impl App {
    /// The attachments that belong to what somebody gets of a report by this grant, removed ones without content.
    pub(super) async fn attachments_of(
        &self,
        tx: &Tx,
        report: ReportId,
        grant: &Grant,
        version: u32,
    ) -> Result<Vec<AttachmentView>, ActError> {
        if !grant.parts.attachments {
            return Ok(Vec::new());
        }
        let all = store::attachments::of_report(tx, report).await?;
        let among = all.into_iter().filter(|(attachment, _)| attachment.is_in(grant, version));
        Ok(among.map(|(attachment, small)| AttachmentView { attachment, small }).collect())
    }
}

/// An attachment as the subject of a journal entry; its digest while there is content.
pub(super) fn subject(attachment: &Attachment, salt: &[u8; 16], content: Option<&[u8]>) -> Subject {
    let digest = content.map(|content| digest(salt, content));
    Subject { digest, ..Subject::new("attachment", attachment.id) }
}
