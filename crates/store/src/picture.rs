//! What the picture index is built from, and its packed blocks.

use std::collections::{BTreeMap, HashSet};

use domain::{
    ids::{CategoryId, DisclosureId, ReportId, SourceId, UnitId},
    place::Precision,
    report::{Origin, Urgency},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Insert, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use crate::{
    batches, dialect,
    error::StoreError,
    pieces,
    rows::{passed, picture_block, picture_state, report, report_version},
    source::{Source, Tx},
    value::{column, number, parse, parse_some},
};

/// The only row of the state.
const STATE: i32 = 1;

/// A report as far as the index needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureSource {
    /// Identifier.
    pub id: ReportId,
    /// Owning unit.
    pub unit: UnitId,
    /// Number of the current version.
    pub current: u32,
    /// The current version and those that were passed on, oldest first; no others.
    pub versions: Vec<PictureVersion>,
    /// Which disclosures passed which version on, by disclosure.
    pub passed: Vec<(DisclosureId, u32)>,
    /// Whether it is closed.
    pub closed: bool,
}

/// A version of a report as far as the index needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureVersion {
    /// Number.
    pub version: u32,
    /// Source.
    pub source: SourceId,
    /// How it arose.
    pub origin: Origin,
    /// What it is about.
    pub category: CategoryId,
    /// Finest H3 cell.
    pub cell: Option<u64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// The moment that stands for when it happened.
    pub from: Timestamp,
    /// How urgent.
    pub urgency: Urgency,
    /// Finest precision outside the owner, if limited.
    pub at_most: Option<Precision>,
}

/// The given reports, by identifier. What is not there is left out.
pub async fn sources(source: &impl Source, ids: &[ReportId]) -> Result<Vec<PictureSource>, StoreError> {
    let mut ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let within = |column: Column| match column {
            Column::Report => report::Column::Id.is_in(some.iter().copied()),
            Column::Version => report_version::Column::ReportId.is_in(some.iter().copied()),
            Column::Passed => passed::Column::ReportId.is_in(some.iter().copied()),
        };
        found.extend(assemble(source, |column| Condition::all().add(within(column)), None).await?);
    }
    Ok(found)
}

/// All reports, page by page, by identifier: the first `limit` after the given one.
pub async fn all_sources(
    source: &impl Source,
    after: Option<ReportId>,
    limit: u64,
) -> Result<Vec<PictureSource>, StoreError> {
    let limit = limit.max(1);
    let after = after.map(|id| id.0);
    let last = last_of_page(source, after, limit).await?;
    let within = |column: Column| {
        let (from, to) = match column {
            Column::Report => {
                (after.map(|id| report::Column::Id.gt(id)), last.map(|id| report::Column::Id.lte(id)))
            }
            Column::Version => (
                after.map(|id| report_version::Column::ReportId.gt(id)),
                last.map(|id| report_version::Column::ReportId.lte(id)),
            ),
            Column::Passed => (
                after.map(|id| passed::Column::ReportId.gt(id)),
                last.map(|id| passed::Column::ReportId.lte(id)),
            ),
        };
        Condition::all().add_option(from).add_option(to)
    };
    assemble(source, within, Some(limit)).await
}

/// The packed blocks: position up to which they are complete, state, blocks by number. `None` if there are none.
#[allow(clippy::type_complexity)]
pub async fn load_blocks(
    source: &impl Source,
) -> Result<Option<(u64, Vec<u8>, Vec<(u32, Vec<u8>)>)>, StoreError> {
    let Some(state) = picture_state::Entity::find_by_id(STATE).one(source.connection()).await? else {
        return Ok(None);
    };
    let blocks = picture_block::Entity::find()
        .order_by_asc(picture_block::Column::Number)
        .all(source.connection())
        .await?;
    let blocks = blocks.into_iter().map(|row| Ok((number(row.number.into())?, row.bytes)));
    Ok(Some((number(state.position)?, state.bytes, blocks.collect::<Result<_, StoreError>>()?)))
}

/// The state alone.
pub async fn load_state(source: &impl Source) -> Result<Option<Vec<u8>>, StoreError> {
    let state = picture_state::Entity::find_by_id(STATE).one(source.connection()).await?;
    Ok(state.map(|state| state.bytes))
}

/// Forgets the packed blocks from a number on.
pub async fn delete_blocks_from(tx: &Tx, number: u32) -> Result<(), StoreError> {
    picture_block::Entity::delete_many()
        .filter(picture_block::Column::Number.gte(number))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Saves the state and the given blocks. Blocks of other numbers stay as they are.
pub async fn save_blocks(
    tx: &Tx,
    position: u64,
    state: Vec<u8>,
    blocks: &[(u32, Vec<u8>)],
) -> Result<(), StoreError> {
    let state = picture_state::Model { id: STATE, position: column(position)?, bytes: state };
    let newer = OnConflict::column(picture_state::Column::Id)
        .update_columns([picture_state::Column::Position, picture_state::Column::Bytes])
        .to_owned();
    Insert::<picture_state::ActiveModel>::one(state)
        .on_conflict(newer)
        .exec_without_returning(tx.connection())
        .await?;
    for (number, bytes) in blocks {
        let number = i32::try_from(*number).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let newer = OnConflict::column(picture_block::Column::Number)
            .update_column(picture_block::Column::Bytes)
            .to_owned();
        Insert::<picture_block::ActiveModel>::one(picture_block::Model { number, bytes: bytes.clone() })
            .on_conflict(newer)
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// Forgets the packed blocks, so that the index is built from the reports at the next start.
pub async fn delete_blocks(tx: &Tx) -> Result<(), StoreError> {
    picture_state::Entity::delete_many().exec(tx.connection()).await?;
    picture_block::Entity::delete_many().exec(tx.connection()).await?;
    Ok(())
}

// ---------------------------------------------------------------------------------------------------------------
// Assembling

/// Whose identifier of the report a condition is about.
#[derive(Clone, Copy)]
enum Column {
    Report,
    Version,
    Passed,
}

#[derive(FromQueryResult)]
struct Head {
    id: Uuid,
    unit: String,
    version: i32,
    closed_at: Option<i64>,
    batch: Option<Uuid>,
    piece: Option<i32>,
}

#[derive(FromQueryResult)]
struct Version {
    report_id: Uuid,
    version: i32,
    source: String,
    origin: String,
    category: String,
    cell: Option<i64>,
    lon: Option<f64>,
    lat: Option<f64>,
    from_ms: i64,
    urgency: String,
    at_most: Option<String>,
}

async fn last_of_page(
    source: &impl Source,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Option<Uuid>, StoreError> {
    let last = report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .filter(Condition::all().add_option(after.map(|id| report::Column::Id.gt(id))))
        .filter(batches::is_visible())
        .order_by_asc(report::Column::Id)
        .offset(limit - 1)
        .limit(1)
        .into_tuple()
        .one(source.connection())
        .await?;
    Ok(last)
}

async fn assemble(
    source: &impl Source,
    within: impl Fn(Column) -> Condition,
    limit: Option<u64>,
) -> Result<Vec<PictureSource>, StoreError> {
    // Disclosures before heads, heads before versions: what is read later knows all that was read before.
    let passed = passed::Entity::find()
        .filter(within(Column::Passed))
        .order_by_asc(passed::Column::ReportId)
        .order_by_asc(passed::Column::DisclosureId)
        .all(source.connection())
        .await?;
    let heads = report::Entity::find()
        .select_only()
        .columns([
            report::Column::Id,
            report::Column::Unit,
            report::Column::Version,
            report::Column::ClosedAt,
            report::Column::Batch,
            report::Column::Piece,
        ])
        .filter(within(Column::Report))
        .filter(batches::is_visible())
        .order_by_asc(report::Column::Id)
        .limit(limit)
        .into_model::<Head>()
        .all(source.connection())
        .await?;
    let mut versions = versions(source, within(Column::Version)).await?;
    let first_passed: HashSet<Uuid> =
        passed.iter().filter(|row| row.version == 1).map(|row| row.report_id).collect();
    let firsts = heads.iter().filter(|head| head.version == 1 || first_passed.contains(&head.id));
    let packed = firsts.filter_map(|head| Some((ReportId(head.id), head.batch.zip(head.piece)?)));
    versions.splice(0..0, pieces::first_versions(source, packed).await?.into_iter().map(Version::from));
    let mut by_report: BTreeMap<Uuid, PictureSource> = BTreeMap::new();
    for head in heads {
        by_report.insert(head.id, head.into_source()?);
    }
    for row in passed {
        if let Some(report) = by_report.get_mut(&row.report_id) {
            report.passed.push((DisclosureId(row.disclosure_id), number(row.version.into())?));
        }
    }
    for version in versions {
        if let Some(report) = by_report.get_mut(&version.report_id) {
            let number: u32 = number(version.version.into())?;
            if report.current == number || report.passed.iter().any(|(_, passed)| *passed == number) {
                report.versions.push(version.into_version(number)?);
            }
        }
    }
    Ok(by_report.into_values().collect())
}

async fn versions(source: &impl Source, within: Condition) -> Result<Vec<Version>, StoreError> {
    let versions = report_version::Entity::find()
        .select_only()
        .columns([
            report_version::Column::ReportId,
            report_version::Column::Version,
            report_version::Column::Source,
            report_version::Column::Origin,
            report_version::Column::Category,
            report_version::Column::Cell,
            report_version::Column::Lon,
            report_version::Column::Lat,
            report_version::Column::FromMs,
            report_version::Column::Urgency,
            report_version::Column::AtMost,
        ])
        .filter(within)
        .order_by_asc(report_version::Column::ReportId)
        .order_by_asc(report_version::Column::Version)
        .into_model::<Version>()
        .all(source.connection())
        .await?;
    Ok(versions)
}

impl Head {
    fn into_source(self) -> Result<PictureSource, StoreError> {
        Ok(PictureSource {
            id: ReportId(self.id),
            unit: parse(&self.unit)?,
            current: number(self.version.into())?,
            versions: Vec::with_capacity(1),
            passed: Vec::new(),
            closed: self.closed_at.is_some(),
        })
    }
}

impl From<report_version::Model> for Version {
    fn from(row: report_version::Model) -> Self {
        Self {
            report_id: row.report_id,
            version: row.version,
            source: row.source,
            origin: row.origin,
            category: row.category,
            cell: row.cell,
            lon: row.lon,
            lat: row.lat,
            from_ms: row.from_ms,
            urgency: row.urgency,
            at_most: row.at_most,
        }
    }
}

impl Version {
    fn into_version(self, version: u32) -> Result<PictureVersion, StoreError> {
        Ok(PictureVersion {
            version,
            source: parse(&self.source)?,
            origin: parse(&self.origin)?,
            category: parse(&self.category)?,
            cell: self.cell.map(number).transpose()?,
            lon: self.lon,
            lat: self.lat,
            from: Timestamp(self.from_ms),
            urgency: parse(&self.urgency)?,
            at_most: parse_some(self.at_most.as_deref())?,
        })
    }
}
