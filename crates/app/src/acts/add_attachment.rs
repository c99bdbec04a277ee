//! An attachment is added to a report: a new version of it, which its recipients get once the change is told.

use domain::{
    attachment::{Attachment, BYTES_MAX, FileProblem, HIDDEN_MAX, Kind, Region, clean_name},
    charter::LimitKind,
    ids::{AttachmentId, ReportId},
    journal::Subject,
    report::{Editable, Problem, at_most},
};
use exchange::attachment::{Format, format, pdf};
use store::{Change, StoreError, Tx};

use super::{ReportDetail, attachments::subject, invalid, salt};
use crate::{app::App, error::ActError, redraw::RedrawError, who::Who};

/// A file as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAttachment {
    /// Its name, as the sender's machine calls it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Parts of a picture to be made unrecognisable.
    pub hidden: Vec<Region>,
}

/// What is kept of it.
struct Kept {
    kind: Kind,
    bytes: Vec<u8>,
    small: Option<Vec<u8>>,
    pixels: Option<(u32, u32)>,
}

impl App {
    /// Adds a picture or a PDF to a report. A picture is drawn anew with its hidden parts covered, and nothing of the file
    /// that came is kept; a PDF is kept as it is, if nothing in it acts by itself. Answers the report as it is then.
    pub async fn add_attachment(
        &self,
        who: &Who,
        id: ReportId,
        new: NewAttachment,
    ) -> Result<ReportDetail, ActError> {
        let (app, first) = (self.clone(), who.clone());
        // Whoever may not, or has no room, learns it before anything is drawn.
        self.act(move |tx| {
            Box::pin(async move { app.room_for_attachment(tx, &first, id).await.map(|_| ()) })
        })
        .await?;
        let name = new.name.clone();
        let kept = self.take_in(new).await?;
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let report = app.room_for_attachment(tx, &who, id).await?;
                let (current, now) = (report.report().clone(), app.now());
                let (content, own_ref) = (current.content.clone(), current.own_ref.clone());
                let report = report.edit(content, own_ref, current.version, who.account.id, now)?;
                let at_most = at_most(&report.content, &app.charter());
                match store::reports::add_version(tx, &report, at_most).await {
                    Err(StoreError::Conflict(_)) => {
                        return Err(ActError::Conflict { current: current.version + 1 });
                    }
                    other => other?,
                }
                let attachment = Attachment {
                    id: AttachmentId::from_chance(app.0.chance.bytes()),
                    report: id,
                    version: report.version,
                    kind: kept.kind,
                    name: clean_name(&name, kept.kind),
                    bytes: u32::try_from(kept.bytes.len()).map_err(|_| ActError::Full)?,
                    pixels: kept.pixels,
                    added_at: now,
                    added_by: who.account.id,
                    removed: None,
                };
                store::attachments::insert(tx, &attachment, &kept.bytes, kept.small).await?;
                let salt = salt(tx, id).await?;
                let entry = app.entry(&who, "attachment.added").fact("kind", attachment.kind.ending());
                let entry = entry.about(subject(&attachment, &salt, Some(&kept.bytes)));
                tx.journal(entry.about(Subject::report(&report, &salt)));
                tx.changed(Change::Report(id));
                let (detail, _) = app.detail(tx, &who, id).await?;
                Ok(detail)
            })
        })
        .await
    }

    /// The report, if the caller may edit it and it has room for one more.
    async fn room_for_attachment(&self, tx: &Tx, who: &Who, id: ReportId) -> Result<Editable, ActError> {
        let (_, report) = self.load_seen(tx, &who.viewer, id).await?;
        let editable = report.editable_by(&who.actor)?;
        if editable.report().closed.is_some() {
            return Err(ActError::Ended);
        }
        let most = self.charter().threshold(LimitKind::AttachmentCount).unwrap_or(0);
        let there = store::attachments::of_report(tx, id).await?;
        let there = there.iter().filter(|(attachment, _)| attachment.removed.is_none()).count();
        if there >= most as usize { refuse(FileProblem::TooMany { most }) } else { Ok(editable) }
    }

    /// Makes of a file what is kept of it.
    async fn take_in(&self, new: NewAttachment) -> Result<Kept, ActError> {
        let megabytes = self.charter().threshold(LimitKind::AttachmentSize).unwrap_or(0);
        if new.bytes.is_empty() {
            return refuse(FileProblem::Empty);
        }
        if new.bytes.len() > ((megabytes as usize) << 20).min(BYTES_MAX) {
            return refuse(FileProblem::TooLarge { megabytes });
        }
        if new.hidden.len() > HIDDEN_MAX {
            return refuse(FileProblem::TooManyRegions { most: HIDDEN_MAX as u32 });
        }
        match format(&new.bytes) {
            None => refuse(FileProblem::UnknownKind),
            Some(Format::Pdf) if !new.hidden.is_empty() => refuse(FileProblem::RegionsInPdf),
            Some(Format::Pdf) => {
                let look = move || pdf::check(&new.bytes).map(|()| new.bytes);
                let looked = tokio::task::spawn_blocking(look).await;
                match looked.map_err(|error| ActError::Unavailable(error.to_string()))? {
                    Ok(bytes) => Ok(Kept { kind: Kind::Pdf, bytes, small: None, pixels: None }),
                    Err(problem) => refuse(problem),
                }
            }
            Some(Format::Jpeg | Format::Png | Format::WebP) => self.redraw(new).await,
        }
    }

    async fn redraw(&self, new: NewAttachment) -> Result<Kept, ActError> {
        let none = || ActError::Unavailable("there is nothing that draws pictures anew".into());
        let redrawer = self.0.redrawer.get().ok_or_else(none)?;
        match redrawer.redraw(new.bytes, new.hidden).await {
            Ok(drawn) => Ok(Kept {
                kind: drawn.kind,
                bytes: drawn.bytes,
                small: Some(drawn.small),
                pixels: Some((drawn.width, drawn.height)),
            }),
            Err(RedrawError::Picture(problem)) => refuse(problem),
            Err(RedrawError::Failed(why)) => Err(ActError::Unavailable(why)),
        }
    }
}

fn refuse<T>(problem: FileProblem) -> Result<T, ActError> {
    let field = match problem {
        FileProblem::NotARegion | FileProblem::TooManyRegions { .. } | FileProblem::RegionsInPdf => "hidden",
        _ => "file",
    };
    invalid(field, Problem::File(problem))
}
