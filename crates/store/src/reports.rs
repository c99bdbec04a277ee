//! Reports and their versions.

use std::collections::{BTreeSet, HashMap};

use domain::{
    ids::{AccountId, ReportId},
    place::{Place, Precision},
    report::{Closing, Content, Report},
    time::{Timestamp, When},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    dialect,
    error::{StoreError, one},
    pieces::{self, PieceOf},
    rows::{self, batch, report, report_version},
    source::{Source, Tx},
    value::{bytes, column, number, parse, parse_some},
};

/// Enters a report. `salt` is for the digests of its content in the journal, `at_most` the finest precision at which
/// its place may leave the owner.
pub async fn insert(
    tx: &Tx,
    report: &Report,
    salt: [u8; 16],
    at_most: Option<Precision>,
) -> Result<(), StoreError> {
    rows::insert_all(tx, [head_row(report, salt)?]).await?;
    rows::insert_all(tx, [version_row(report, at_most)?]).await
}

/// Enters many reports at once; at most 5,000 belong into one act, so that others need not wait.
pub async fn insert_many(
    tx: &Tx,
    reports: &[(Report, [u8; 16], Option<Precision>)],
) -> Result<(), StoreError> {
    let heads: Result<Vec<_>, _> = reports.iter().map(|(report, salt, _)| head_row(report, *salt)).collect();
    rows::insert_all(tx, heads?).await?;
    let versions: Result<Vec<_>, _> =
        reports.iter().map(|(report, _, at_most)| version_row(report, *at_most)).collect();
    rows::insert_all(tx, versions?).await
}

/// A report with all that happened to it, as a bulk brings it along.
#[derive(Debug, Clone)]
pub struct History {
    /// Its versions, oldest first; the last one is current and says how it was closed.
    pub versions: Vec<Report>,
    /// For the digests of its content in the journal.
    pub salt: [u8; 16],
    /// The finest precision at which its place may leave the owner, in every version.
    pub at_most: Option<Precision>,
}

/// Enters many reports at once with their histories; at most 5,000 rows belong into one act.
pub async fn insert_histories(tx: &Tx, histories: &[History]) -> Result<(), StoreError> {
    let mut heads = Vec::with_capacity(histories.len());
    let mut versions = Vec::with_capacity(histories.len());
    for History { versions: these, salt, at_most } in histories {
        let (Some(first), Some(last)) = (these.first(), these.last()) else { continue };
        heads.push(report::Model { entered_by: first.changed_by.0, ..head_row(last, *salt)? });
        for version in these {
            versions.push(version_row(version, *at_most)?);
        }
    }
    rows::insert_all(tx, heads).await?;
    rows::insert_all(tx, versions).await
}

/// Saves the next version. [`StoreError::Conflict`] if it does not follow the current one, or the report is closed.
pub async fn add_version(tx: &Tx, report: &Report, at_most: Option<Precision>) -> Result<(), StoreError> {
    let moved = report::Entity::update_many()
        .col_expr(report::Column::Version, Expr::value(version_column(report.version)?))
        .col_expr(report::Column::OwnRef, Expr::value(report.own_ref.clone()))
        .filter(report::Column::Id.eq(report.id.0))
        .filter(report::Column::Version.eq(version_column(report.version)? - 1))
        .filter(report::Column::ClosedAt.is_null())
        .exec(tx.connection())
        .await?;
    one(moved.rows_affected, "the report has another version now, or is closed")?;
    rows::insert_all(tx, [version_row(report, at_most)?]).await
}

/// Closes a report. [`StoreError::Conflict`] if it is closed, or has another version now.
pub async fn close(tx: &Tx, report: &Report) -> Result<(), StoreError> {
    let Some(closing) = &report.closed else {
        return Err(StoreError::Conflict("the report is not closed".to_owned()));
    };
    let closed = report::Entity::update_many()
        .col_expr(report::Column::ClosedAt, Expr::value(closing.at.0))
        .col_expr(report::Column::ClosedBy, Expr::value(closing.by.0))
        .col_expr(report::Column::Outcome, Expr::value(closing.outcome.clone()))
        .filter(report::Column::Id.eq(report.id.0))
        .filter(report::Column::Version.eq(version_column(report.version)?))
        .filter(report::Column::ClosedAt.is_null())
        .exec(tx.connection())
        .await?;
    one(closed.rows_affected, "the report has another version now, or is closed")
}

/// Reports that came at or after a moment: they were entered then, or their batch became visible.
pub async fn come_since(source: &impl Source, moment: Timestamp) -> Result<Vec<ReportId>, StoreError> {
    let shown = batch::Entity::find()
        .select_only()
        .column(batch::Column::Id)
        .filter(batch::Column::VisibleAt.gte(moment.0))
        .into_query();
    let came = Condition::any()
        .add(report::Column::EnteredAt.gte(moment.0))
        .add(report::Column::Batch.in_subquery(shown));
    let ids: Vec<Uuid> = report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .filter(came)
        .order_by_asc(report::Column::Id)
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(ids.into_iter().map(ReportId).collect())
}

/// A report in its current version.
pub async fn by_id(source: &impl Source, id: ReportId) -> Result<Option<Report>, StoreError> {
    let Some(head) = head(source, id).await? else { return Ok(None) };
    one_version(source, head.version, head).await
}

/// A report in one of its versions.
pub async fn version(source: &impl Source, id: ReportId, version: u32) -> Result<Option<Report>, StoreError> {
    let Some(head) = head(source, id).await? else { return Ok(None) };
    one_version(source, version_column(version)?, head).await
}

/// A report in all its versions, oldest first.
pub async fn history(source: &impl Source, id: ReportId) -> Result<Vec<Report>, StoreError> {
    let Some(head) = head(source, id).await? else { return Ok(Vec::new()) };
    let mut versions = pieces::first_versions(source, packed(&head)).await?;
    let rows = report_version::Entity::find()
        .filter(report_version::Column::ReportId.eq(id.0))
        .order_by_asc(report_version::Column::Version)
        .all(source.connection())
        .await?;
    versions.extend(rows);
    versions.into_iter().map(|version| from_rows(&head, version)).collect()
}

/// Reports in the given versions, in no particular order. What is not there is left out.
pub async fn load(source: &impl Source, wanted: &[(ReportId, u32)]) -> Result<Vec<Report>, StoreError> {
    let wanted: BTreeSet<(Uuid, u32)> = wanted.iter().map(|(id, version)| (id.0, *version)).collect();
    let ids: Vec<Uuid> = wanted.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>().into_iter().collect();
    let mut reports = Vec::with_capacity(wanted.len());
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let heads = heads(source, some).await?;
        // All versions of these reports: databases disagree on how to ask for pairs, and histories are short.
        let mut versions = report_version::Entity::find()
            .filter(report_version::Column::ReportId.is_in(some.iter().copied()))
            .all(source.connection())
            .await?;
        let firsts = heads.values().filter(|head| wanted.contains(&(head.id, 1))).filter_map(packed);
        versions.extend(pieces::first_versions(source, firsts).await?);
        for version in versions {
            let is_wanted = wanted.contains(&(version.report_id, number(version.version.into())?));
            if let (true, Some(head)) = (is_wanted, heads.get(&version.report_id)) {
                reports.push(from_rows(head, version)?);
            }
        }
    }
    Ok(reports)
}

/// The salt of a report's digests.
pub async fn salt(source: &impl Source, id: ReportId) -> Result<Option<[u8; 16]>, StoreError> {
    let salt: Option<Vec<u8>> = report::Entity::find_by_id(id.0)
        .select_only()
        .column(report::Column::Salt)
        .into_tuple()
        .one(source.connection())
        .await?;
    salt.map(|salt| bytes(&salt)).transpose()
}

/// Salts of many reports; what is not there is left out.
pub async fn salts(
    source: &impl Source,
    ids: &[ReportId],
) -> Result<HashMap<ReportId, [u8; 16]>, StoreError> {
    let mut salts = HashMap::with_capacity(ids.len());
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let found: Vec<(Uuid, Vec<u8>)> = report::Entity::find()
            .select_only()
            .columns([report::Column::Id, report::Column::Salt])
            .filter(report::Column::Id.is_in(some.iter().map(|id| id.0)))
            .into_tuple()
            .all(source.connection())
            .await?;
        for (id, salt) in found {
            salts.insert(ReportId(id), bytes(&salt)?);
        }
    }
    Ok(salts)
}

async fn head(source: &impl Source, id: ReportId) -> Result<Option<report::Model>, StoreError> {
    Ok(report::Entity::find_by_id(id.0).one(source.connection()).await?)
}

async fn heads(source: &impl Source, ids: &[Uuid]) -> Result<HashMap<Uuid, report::Model>, StoreError> {
    let heads = report::Entity::find()
        .filter(report::Column::Id.is_in(ids.iter().copied()))
        .all(source.connection())
        .await?;
    Ok(heads.into_iter().map(|head| (head.id, head)).collect())
}

/// Versions never change, so reading one after its head needs no transaction.
async fn one_version(
    source: &impl Source,
    version: i32,
    head: report::Model,
) -> Result<Option<Report>, StoreError> {
    if let (1, Some(packed)) = (version, packed(&head)) {
        let found = pieces::first_versions(source, [packed]).await?.pop();
        return found.map(|version| from_rows(&head, version)).transpose();
    }
    let found = report_version::Entity::find_by_id((head.id, version)).one(source.connection()).await?;
    found.map(|version| from_rows(&head, version)).transpose()
}

/// Where a report's first version stands, if it has no row of its own.
fn packed(head: &report::Model) -> Option<(ReportId, PieceOf)> {
    Some((ReportId(head.id), head.batch.zip(head.piece)?))
}

fn version_column(version: u32) -> Result<i32, StoreError> {
    i32::try_from(version).map_err(|_| StoreError::Corrupt(format!("version {version} is out of range")))
}

fn head_row(report: &Report, salt: [u8; 16]) -> Result<report::Model, StoreError> {
    let closed = report.closed.as_ref();
    Ok(report::Model {
        id: report.id.0,
        partner: report.partner.to_string(),
        unit: report.unit.to_string(),
        own_ref: report.own_ref.clone(),
        known_since: report.known_since.map(|at| at.0),
        batch: None,
        piece: None,
        version: version_column(report.version)?,
        entered_at: report.entered_at.0,
        entered_by: report.changed_by.0,
        closed_at: closed.map(|closing| closing.at.0),
        closed_by: closed.map(|closing| closing.by.0),
        outcome: closed.map(|closing| closing.outcome.clone()),
        salt: salt.to_vec(),
    })
}

fn version_row(report: &Report, at_most: Option<Precision>) -> Result<report_version::Model, StoreError> {
    let content = &report.content;
    let place = content.place.as_ref();
    let (from, to) = match content.when {
        When::At(at) => (at, None),
        When::Within { from, to } => (from, Some(to)),
    };
    Ok(report_version::Model {
        report_id: report.id.0,
        version: version_column(report.version)?,
        changed_at: report.changed_at.0,
        changed_by: report.changed_by.0,
        source: content.source.to_string(),
        origin: content.origin.as_str().to_owned(),
        channel: content.channel.as_str().to_owned(),
        category: content.category.to_string(),
        modus: content.modus.as_ref().map(ToString::to_string),
        lon: place.map(Place::lon),
        lat: place.map(Place::lat),
        cell: place.map(|place| column(u64::from(place.cell()))).transpose()?,
        household: content.household,
        from_ms: from.0,
        to_ms: to.map(|to| to.0),
        title: content.title.clone(),
        summary: content.summary.clone(),
        text: content.text.clone(),
        urgency: content.urgency.as_str().to_owned(),
        at_most: at_most.map(|precision| precision.as_str().to_owned()),
    })
}

fn from_rows(head: &report::Model, row: report_version::Model) -> Result<Report, StoreError> {
    Ok(Report {
        id: ReportId(head.id),
        partner: parse(&head.partner)?,
        unit: parse(&head.unit)?,
        own_ref: head.own_ref.clone(),
        known_since: head.known_since.map(Timestamp),
        entered_at: Timestamp(head.entered_at),
        version: number(row.version.into())?,
        changed_at: Timestamp(row.changed_at),
        changed_by: AccountId(row.changed_by),
        closed: closing(head),
        content: content(row)?,
    })
}

fn closing(head: &report::Model) -> Option<Closing> {
    let (at, by) = (Timestamp(head.closed_at?), AccountId(head.closed_by?));
    Some(Closing { at, by, outcome: head.outcome.clone().unwrap_or_default() })
}

fn content(row: report_version::Model) -> Result<Content, StoreError> {
    let from = Timestamp(row.from_ms);
    Ok(Content {
        source: parse(&row.source)?,
        origin: parse(&row.origin)?,
        channel: parse(&row.channel)?,
        category: parse(&row.category)?,
        modus: parse_some(row.modus.as_deref())?,
        place: place(row.lon, row.lat)?,
        household: row.household,
        when: row.to_ms.map_or(When::At(from), |to| When::Within { from, to: Timestamp(to) }),
        title: row.title,
        summary: row.summary,
        text: row.text,
        urgency: parse(&row.urgency)?,
    })
}

fn place(lon: Option<f64>, lat: Option<f64>) -> Result<Option<Place>, StoreError> {
    let (Some(lon), Some(lat)) = (lon, lat) else { return Ok(None) };
    Place::new(lon, lat).map(Some).map_err(|error| StoreError::Corrupt(error.to_string()))
}
