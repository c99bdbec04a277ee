//! Attachments of reports, and their content.

use domain::{
    attachment::Attachment,
    ids::{AccountId, AttachmentId, ReportId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use crate::{
    error::{StoreError, one},
    rows::{self, attachment, attachment_piece},
    source::{Source, Tx},
    value::{number, parse},
};

/// Bytes of a piece.
const PIECE: usize = 1 << 20;

/// Keeps an attachment with its content, and a small picture of it, if it is one.
pub async fn insert(
    tx: &Tx,
    attachment: &Attachment,
    content: &[u8],
    small: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    rows::insert_all(tx, [to_row(attachment, small)?]).await?;
    for (piece, number) in content.chunks(PIECE).zip(0..) {
        let row = attachment_piece::Model { attachment: attachment.id.0, number, bytes: piece.to_vec() };
        rows::insert_all(tx, [row]).await?;
    }
    Ok(())
}

/// An attachment, removed or not.
pub async fn by_id(source: &impl Source, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let found = attachment::Entity::find_by_id(id.0).one(source.connection()).await?;
    Ok(found.map(from_row).transpose()?.map(|(attachment, _)| attachment))
}

/// The attachments of a report with their small pictures, removed ones as well, oldest first.
pub async fn of_report(
    source: &impl Source,
    report: ReportId,
) -> Result<Vec<(Attachment, Option<Vec<u8>>)>, StoreError> {
    let found = attachment::Entity::find()
        .filter(attachment::Column::ReportId.eq(report.0))
        .order_by_asc(attachment::Column::Version)
        .order_by_asc(attachment::Column::Id)
        .all(source.connection())
        .await?;
    found.into_iter().map(from_row).collect()
}

/// The content of an attachment; empty once it was removed.
pub async fn content(source: &impl Source, id: AttachmentId) -> Result<Vec<u8>, StoreError> {
    let pieces = attachment_piece::Entity::find()
        .filter(attachment_piece::Column::Attachment.eq(id.0))
        .order_by_asc(attachment_piece::Column::Number)
        .all(source.connection())
        .await?;
    Ok(pieces.into_iter().flat_map(|piece| piece.bytes).collect())
}

/// Erases name and content of an attachment. [`StoreError::Conflict`] if that was done already.
pub async fn remove(tx: &Tx, id: AttachmentId, at: Timestamp, by: AccountId) -> Result<(), StoreError> {
    attachment_piece::Entity::delete_many()
        .filter(attachment_piece::Column::Attachment.eq(id.0))
        .exec(tx.connection())
        .await?;
    let removed = attachment::Entity::update_many()
        .col_expr(attachment::Column::Name, Expr::value(String::new()))
        .col_expr(attachment::Column::Small, Expr::value(None::<Vec<u8>>))
        .col_expr(attachment::Column::RemovedAt, Expr::value(at.0))
        .col_expr(attachment::Column::RemovedBy, Expr::value(by.0))
        .filter(attachment::Column::Id.eq(id.0))
        .filter(attachment::Column::RemovedAt.is_null())
        .exec(tx.connection())
        .await?;
    one(removed.rows_affected, "the attachment was removed already")
}

fn to_row(attachment: &Attachment, small: Option<Vec<u8>>) -> Result<attachment::Model, StoreError> {
    let whole = |value: u32| i32::try_from(value).map_err(|error| StoreError::Corrupt(error.to_string()));
    let (width, height) = attachment.pixels.unzip();
    Ok(attachment::Model {
        id: attachment.id.0,
        report_id: attachment.report.0,
        version: whole(attachment.version)?,
        kind: attachment.kind.ending().to_owned(),
        name: attachment.name.clone(),
        length: attachment.bytes.into(),
        width: width.map(whole).transpose()?,
        height: height.map(whole).transpose()?,
        added_at: attachment.added_at.0,
        added_by: attachment.added_by.0,
        removed_at: attachment.removed.map(|(at, _)| at.0),
        removed_by: attachment.removed.map(|(_, by)| by.0),
        small,
    })
}

fn from_row(row: attachment::Model) -> Result<(Attachment, Option<Vec<u8>>), StoreError> {
    let pixels = match (row.width, row.height) {
        (Some(width), Some(height)) => Some((number(width.into())?, number(height.into())?)),
        _ => None,
    };
    let attachment = Attachment {
        id: AttachmentId(row.id),
        report: ReportId(row.report_id),
        version: number(row.version.into())?,
        kind: parse(&row.kind)?,
        name: row.name,
        bytes: number(row.length)?,
        pixels,
        added_at: Timestamp(row.added_at),
        added_by: AccountId(row.added_by),
        removed: row.removed_at.map(Timestamp).zip(row.removed_by.map(AccountId)),
    };
    Ok((attachment, row.small))
}
