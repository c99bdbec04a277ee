//! Batches: what one file brings in, piece by piece, and seen as a whole or not at all.
//!
//! Reports of a batch have their heads in the tables like all others, and name it; what they said at first stands in
//! pieces. Until the batch is visible, the queries of [`crate::picture`] leave them out, so nobody is granted them.

use std::collections::{HashMap, HashSet};

use domain::{
    batch::{Batch, Counts},
    ids::{AccountId, BatchId, CategoryId, ModusId, ReportId, SourceId, UnitId},
    place::Precision,
    report::{Channel, Origin, Urgency},
    time::{Timestamp, When},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Statement,
};
use uuid::Uuid;

use crate::{
    dialect::{self, Heads},
    error::{StoreError, one},
    pieces,
    rows::{self, batch, batch_file, report, report_version, source_secret},
    source::{Source, Tx},
    value::{json, number, parse},
};

/// Bytes of a piece of a file.
const PIECE: usize = 1 << 20;

/// Which file of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// As it was uploaded.
    Upload,
    /// The rejected rows.
    Rejects,
}

impl FileKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Rejects => "rejects",
        }
    }
}

/// Keeps a new batch.
pub async fn insert(tx: &Tx, batch: &Batch) -> Result<(), StoreError> {
    rows::insert_all(tx, [to_row(batch)?]).await
}

/// Saves what became of a batch. [`StoreError::Conflict`] if it is not there.
pub async fn update(tx: &Tx, batch: &Batch) -> Result<(), StoreError> {
    let saved =
        batch::Entity::update(to_row(batch)?.into_active_model().reset_all()).exec(tx.connection()).await;
    match saved {
        Ok(_) => Ok(()),
        Err(sea_orm::DbErr::RecordNotUpdated) => one(0, "the batch is not there"),
        Err(error) => Err(error.into()),
    }
}

/// Saves how far an open batch has come since `before`. [`StoreError::Conflict`] if somebody else brought it further,
/// showed it or threw it away meanwhile.
pub async fn advance(tx: &Tx, before: &Batch, now: &Batch) -> Result<(), StoreError> {
    let (before, now) = (to_row(before)?, to_row(now)?);
    let mut changes = now.into_active_model().reset_all();
    changes.not_set(batch::Column::Id);
    let saved = batch::Entity::update_many()
        .set(changes)
        .filter(batch::Column::Id.eq(before.id))
        .filter(batch::Column::Blocks.eq(before.blocks))
        .filter(batch::Column::VisibleAt.is_null())
        .filter(batch::Column::DiscardedAt.is_null())
        .exec(tx.connection())
        .await?;
    one(saved.rows_affected, "the batch went on elsewhere")
}

/// A batch.
pub async fn by_id(source: &impl Source, id: BatchId) -> Result<Option<Batch>, StoreError> {
    let row = batch::Entity::find_by_id(id.0).one(source.connection()).await?;
    row.map(from_row).transpose()
}

/// The newest batches of some units.
pub async fn of_units<'u>(
    source: &impl Source,
    units: impl IntoIterator<Item = &'u UnitId>,
    limit: u64,
) -> Result<Vec<Batch>, StoreError> {
    let units: Vec<&str> = units.into_iter().map(UnitId::as_str).collect();
    let rows = batch::Entity::find()
        .filter(batch::Column::Unit.is_in(units))
        .order_by_desc(batch::Column::EnteredAt)
        .order_by_asc(batch::Column::Id)
        .limit(limit)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The batches of a source that were begun, the oldest first.
pub async fn begun(source: &impl Source, of: &SourceId) -> Result<Vec<Batch>, StoreError> {
    let rows = batch::Entity::find()
        .filter(batch::Column::Source.eq(of.as_str()))
        .filter(batch::Column::BegunAt.is_not_null())
        .order_by_asc(batch::Column::BegunAt)
        .order_by_asc(batch::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The secret of a source; `fresh` becomes it if there is none yet.
pub async fn secret(tx: &Tx, of: &SourceId, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
    let found = source_secret::Entity::find_by_id(of.as_str()).one(tx.connection()).await?;
    match found {
        Some(row) => crate::value::bytes(&row.secret),
        None => {
            let row = source_secret::Model { source: of.to_string(), secret: fresh.to_vec() };
            rows::insert_all(tx, [row]).await?;
            Ok(fresh)
        }
    }
}

/// Which of these reports are there, each with the batch that brought it.
pub async fn known(
    source: &impl Source,
    ids: &[ReportId],
) -> Result<HashMap<ReportId, Option<BatchId>>, StoreError> {
    let mut found = HashMap::new();
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows: Vec<(Uuid, Option<Uuid>)> = report::Entity::find()
            .select_only()
            .columns([report::Column::Id, report::Column::Batch])
            .filter(report::Column::Id.is_in(some.iter().map(|id| id.0)))
            .into_tuple()
            .all(source.connection())
            .await?;
        found.extend(rows.into_iter().map(|(id, batch)| (ReportId(id), batch.map(BatchId))));
    }
    Ok(found)
}

/// For those of these reports that a batch brought: since when it is seen.
pub async fn seen_since(
    source: &impl Source,
    ids: &[ReportId],
) -> Result<HashMap<ReportId, Timestamp>, StoreError> {
    let brought = known(source, ids).await?;
    let batches: HashSet<Uuid> = brought.values().flatten().map(|batch| batch.0).collect();
    let batches: Vec<Uuid> = batches.into_iter().collect();
    let mut seen: HashMap<BatchId, Timestamp> = HashMap::new();
    for some in batches.chunks(dialect::rows_per_statement(1)) {
        let rows: Vec<(Uuid, Option<i64>)> = batch::Entity::find()
            .select_only()
            .columns([batch::Column::Id, batch::Column::VisibleAt])
            .filter(batch::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(source.connection())
            .await?;
        seen.extend(rows.into_iter().filter_map(|(id, at)| Some((BatchId(id), Timestamp(at?)))));
    }
    Ok(brought.into_iter().filter_map(|(id, batch)| Some((id, *seen.get(&batch?)?))).collect())
}

/// What one transaction of a batch brought, as far as the picture needs it. Beside these, its reports have the unit and
/// the source of the batch in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// How they arose.
    pub origin: Origin,
    /// How urgent they are.
    pub urgency: Urgency,
    /// What they are about.
    pub categories: Vec<CategoryId>,
    /// The reports, by identifier.
    pub reports: Vec<BlockReport>,
}

/// A report of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockReport {
    /// Identifier.
    pub id: ReportId,
    /// The moment that stands for when it happened.
    pub from: Timestamp,
    /// Longitude and latitude in degrees, and the finest H3 cell.
    pub place: Option<(f64, f64, u64)>,
    /// Which of the block's categories.
    pub category: usize,
    /// Finest precision outside the owner, if limited.
    pub at_most: Option<Precision>,
}

/// A block of a batch; `None` if it has no block of that number.
pub async fn block(source: &impl Source, of: BatchId, number: u32) -> Result<Option<Block>, StoreError> {
    pieces::block(source, of, number).await
}

/// What the reports of a batch from before pieces are about.
pub async fn categories_in_rows(
    source: &impl Source,
    of: BatchId,
) -> Result<Vec<(ReportId, CategoryId)>, StoreError> {
    let mine = report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .filter(report::Column::Batch.eq(of.0))
        .filter(report::Column::Piece.is_null())
        .into_query();
    let rows: Vec<(Uuid, String)> = report_version::Entity::find()
        .select_only()
        .columns([report_version::Column::ReportId, report_version::Column::Category])
        .filter(report_version::Column::ReportId.in_subquery(mine))
        .filter(report_version::Column::Version.eq(1))
        .order_by_asc(report_version::Column::ReportId)
        .into_tuple()
        .all(source.connection())
        .await?;
    rows.into_iter().map(|(id, category)| Ok((ReportId(id), parse(&category)?))).collect()
}

/// Keeps a file of a batch in place of what was there.
pub async fn put_file(tx: &Tx, of: BatchId, kind: FileKind, bytes: &[u8]) -> Result<(), StoreError> {
    delete_file(tx, of, kind).await?;
    for (piece, number) in bytes.chunks(PIECE).zip(0..) {
        let row =
            batch_file::Model { batch: of.0, kind: kind.as_str().to_owned(), number, bytes: piece.to_vec() };
        rows::insert_all(tx, [row]).await?;
    }
    Ok(())
}

/// A file of a batch; `None` if there is none.
pub async fn file(source: &impl Source, of: BatchId, kind: FileKind) -> Result<Option<Vec<u8>>, StoreError> {
    let rows = batch_file::Entity::find()
        .filter(batch_file::Column::Batch.eq(of.0))
        .filter(batch_file::Column::Kind.eq(kind.as_str()))
        .order_by_asc(batch_file::Column::Number)
        .all(source.connection())
        .await?;
    let there = !rows.is_empty();
    Ok(there.then(|| rows.into_iter().flat_map(|row| row.bytes).collect()))
}

/// Forgets a file of a batch.
pub async fn delete_file(tx: &Tx, of: BatchId, kind: FileKind) -> Result<(), StoreError> {
    batch_file::Entity::delete_many()
        .filter(batch_file::Column::Batch.eq(of.0))
        .filter(batch_file::Column::Kind.eq(kind.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Deletes the reports of a block that nobody has seen, and the block.
pub async fn delete_block(tx: &Tx, of: BatchId, number: u32, reports: &[ReportId]) -> Result<(), StoreError> {
    for some in reports.chunks(dialect::rows_per_statement(1)) {
        report::Entity::delete_many()
            .filter(report::Column::Id.is_in(some.iter().map(|id| id.0)))
            .filter(report::Column::Batch.eq(of.0))
            .exec(tx.connection())
            .await?;
    }
    pieces::delete(tx, of, number).await
}

/// That a report is not of a batch that is still to become visible.
pub(crate) fn is_visible() -> Condition {
    let visible = batch::Entity::find()
        .select_only()
        .column(batch::Column::Id)
        .filter(batch::Column::VisibleAt.is_not_null())
        .into_query();
    Condition::any().add(report::Column::Batch.is_null()).add(report::Column::Batch.in_subquery(visible))
}

// ---------------------------------------------------------------------------------------------------------------
// Staging

/// A report of a batch, as far as it differs from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Staged<'r> {
    /// Identifier.
    pub id: ReportId,
    /// For the digests of its content in the journal.
    pub salt: [u8; 16],
    /// What it is about.
    pub category: CategoryId,
    /// Way of committing.
    pub modus: Option<ModusId>,
    /// Longitude and latitude in degrees, and the finest H3 cell.
    pub place: Option<(f64, f64, u64)>,
    /// When it happened.
    pub when: When,
    /// A few words.
    pub title: &'r str,
    /// A sentence for others.
    pub summary: &'r str,
    /// Whole text.
    pub text: &'r str,
    /// The owner's reference.
    pub own_ref: Option<&'r str>,
    /// Finest precision outside the owner, if limited.
    pub at_most: Option<Precision>,
}

/// What all reports of a batch have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// The batch.
    pub batch: Batch,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// How they arose.
    pub origin: Origin,
    /// How they came in.
    pub channel: Channel,
    /// How urgent they are.
    pub urgency: Urgency,
    /// Whether their places identify households.
    pub household: bool,
}

/// Reports that are ready for the database: all that can be done before the transaction, in which others wait.
#[derive(Debug)]
pub struct Ready {
    batch: BatchId,
    heads: Statement,
    pieces: Vec<(i32, Vec<u8>)>,
}

/// Makes reports ready, as block `block` of their batch, for the database that `source` reads from.
///
/// Sorted by identifier they touch few pages of the index. At most 5,000 belong into one act.
pub fn make_ready(
    source: &impl Source,
    common: &Common,
    block: u32,
    reports: &[Staged<'_>],
) -> Result<Ready, StoreError> {
    let pieces = pieces::pack(common, block, reports)?;
    let own_refs: Vec<Option<&str>> = reports.iter().map(|report| report.own_ref).collect();
    let Common { batch, by, at, .. } = common;
    let heads = Heads {
        ids: reports.iter().flat_map(|report| *report.id.0.as_bytes()).collect(),
        salts: reports.iter().flat_map(|report| report.salt).collect(),
        own_refs: json(&own_refs)?,
        pieces: (pieces.first().map_or(0, |(number, _)| *number), pieces::REPORTS as i32),
        same: [
            batch.partner.as_str().into(),
            batch.unit.as_str().into(),
            at.0.into(),
            by.0.into(),
            batch.id.0.into(),
        ],
    };
    let heads = dialect::insert_heads(source.connection(), heads);
    Ok(Ready { batch: batch.id, heads, pieces })
}

/// Writes reports; nobody sees them yet.
pub async fn stage(tx: &Tx, reports: Ready) -> Result<(), StoreError> {
    tx.connection().execute_raw(reports.heads).await?;
    pieces::insert(tx, reports.batch, reports.pieces).await
}

fn to_row(batch: &Batch) -> Result<batch::Model, StoreError> {
    let counts = serde_json::to_string(&batch.counts);
    Ok(batch::Model {
        id: batch.id.0,
        partner: batch.partner.to_string(),
        unit: batch.unit.to_string(),
        source: batch.source.to_string(),
        entered_by: batch.by.0,
        entered_at: batch.at.0,
        file: batch.file.clone(),
        digest: batch.digest.clone(),
        profile: batch.profile.clone(),
        counts: counts.map_err(|error| StoreError::Corrupt(error.to_string()))?,
        blocks: i32::try_from(batch.blocks).map_err(|error| StoreError::Corrupt(error.to_string()))?,
        begun_at: batch.begun_at.map(|at| at.0),
        visible_at: batch.visible_at.map(|at| at.0),
        confirmed_at: batch.confirmed.map(|(at, _)| at.0),
        confirmed_by: batch.confirmed.map(|(_, by)| by.0),
        discarded_at: batch.discarded_at.map(|at| at.0),
    })
}

fn from_row(row: batch::Model) -> Result<Batch, StoreError> {
    let counts: Counts =
        serde_json::from_str(&row.counts).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(Batch {
        id: BatchId(row.id),
        partner: parse(&row.partner)?,
        unit: parse(&row.unit)?,
        source: parse(&row.source)?,
        by: AccountId(row.entered_by),
        at: Timestamp(row.entered_at),
        file: row.file,
        digest: row.digest,
        profile: row.profile,
        counts,
        blocks: number(row.blocks.into())?,
        begun_at: row.begun_at.map(Timestamp),
        visible_at: row.visible_at.map(Timestamp),
        confirmed: row.confirmed_at.zip(row.confirmed_by).map(|(at, by)| (Timestamp(at), AccountId(by))),
        discarded_at: row.discarded_at.map(Timestamp),
    })
}
