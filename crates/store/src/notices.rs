//! Notices and what happened to them.

use std::collections::BTreeMap;

use domain::{
    ids::{AccountId, DisclosureId, NoticeId, PartnerId, ReportId, UnitId},
    notice::{Notice, Step, What},
    referral::Party,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    dialect,
    error::{StoreError, one},
    rows::{self, notice, notice_step},
    source::{Source, Tx},
    value::parse,
};

/// Sends a notice.
pub async fn insert(tx: &Tx, notice: &Notice) -> Result<(), StoreError> {
    rows::insert_all(tx, [to_row(notice)?]).await
}

/// Saves the last step of a notice. [`StoreError::Conflict`] if there is another one in its place.
pub async fn add_step(tx: &Tx, notice: &Notice) -> Result<(), StoreError> {
    let Some(step) = notice.steps.last() else { return Ok(()) };
    let moved = notice::Entity::update_many()
        .col_expr(notice::Column::Open, Expr::value(notice.state().is_open()))
        .filter(notice::Column::Id.eq(notice.id.0))
        .exec(tx.connection())
        .await?;
    one(moved.rows_affected, "there is no such notice")?;
    rows::insert_all(tx, [step_row(notice.id, notice.steps.len(), step)?]).await
}

/// A notice.
pub async fn by_id(source: &impl Source, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    let found = select(source, Condition::all().add(notice::Column::Id.eq(id.0)), None).await?;
    Ok(found.into_iter().next())
}

/// The notices of a report, newest first.
pub async fn of_report(source: &impl Source, report: ReportId) -> Result<Vec<Notice>, StoreError> {
    select(source, Condition::all().add(notice::Column::ReportId.eq(report.0)), None).await
}

/// All notices of which nobody has taken note, newest first.
pub async fn open(source: &impl Source) -> Result<Vec<Notice>, StoreError> {
    select(source, Condition::all().add(notice::Column::Open.eq(true)), None).await
}

/// Notices since a moment that one of these units sent or that this partner received, newest first, at most `limit`.
pub async fn since(
    source: &impl Source,
    since: Timestamp,
    from: &[UnitId],
    to: &PartnerId,
    limit: u64,
) -> Result<Vec<Notice>, StoreError> {
    let units = from.iter().map(|unit| unit.as_str().to_owned());
    let either = Condition::any()
        .add(notice::Column::FromUnit.is_in(units))
        .add(notice::Column::ToPartner.eq(to.as_str()));
    let which = Condition::all().add(either).add(notice::Column::SentAt.gte(since.0));
    select(source, which, Some(limit)).await
}

/// All notices since a moment, newest first, for figures.
pub async fn all_since(source: &impl Source, since: Timestamp) -> Result<Vec<Notice>, StoreError> {
    select(source, Condition::all().add(notice::Column::SentAt.gte(since.0)), None).await
}

async fn select(
    source: &impl Source,
    which: Condition,
    limit: Option<u64>,
) -> Result<Vec<Notice>, StoreError> {
    let heads = notice::Entity::find()
        .filter(which)
        .order_by_desc(notice::Column::SentAt)
        .order_by_asc(notice::Column::Id)
        .limit(limit)
        .all(source.connection())
        .await?;
    let ids: Vec<_> = heads.iter().map(|head| head.id).collect();
    let mut steps: BTreeMap<_, Vec<Step>> = BTreeMap::new();
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows = notice_step::Entity::find()
            .filter(notice_step::Column::NoticeId.is_in(some.iter().copied()))
            .order_by_asc(notice_step::Column::NoticeId)
            .order_by_asc(notice_step::Column::Number)
            .all(source.connection())
            .await?;
        for row in rows {
            steps.entry(row.notice_id).or_default().push(from_step(&row)?);
        }
    }
    heads.into_iter().map(|head| from_row(&head, steps.remove(&head.id).unwrap_or_default())).collect()
}

fn to_row(notice: &Notice) -> Result<notice::Model, StoreError> {
    let stations = serde_json::to_string(&notice.stations);
    Ok(notice::Model {
        id: notice.id.0,
        report_id: notice.report.0,
        disclosure_id: notice.disclosure.0,
        from_partner: notice.from.partner.to_string(),
        from_unit: notice.from.unit.to_string(),
        to_partner: notice.to.to_string(),
        stations: stations.map_err(|error| StoreError::Corrupt(error.to_string()))?,
        known_since: notice.known_since.0,
        entered_at: notice.entered_at.0,
        sent_at: notice.sent_at.0,
        open: notice.state().is_open(),
    })
}

fn from_row(row: &notice::Model, steps: Vec<Step>) -> Result<Notice, StoreError> {
    let stations = serde_json::from_str(&row.stations);
    Ok(Notice {
        id: NoticeId(row.id),
        report: ReportId(row.report_id),
        disclosure: DisclosureId(row.disclosure_id),
        from: Party { partner: parse(&row.from_partner)?, unit: parse(&row.from_unit)? },
        to: parse(&row.to_partner)?,
        stations: stations.map_err(|error| StoreError::Corrupt(error.to_string()))?,
        known_since: Timestamp(row.known_since),
        entered_at: Timestamp(row.entered_at),
        sent_at: Timestamp(row.sent_at),
        steps,
    })
}

fn step_row(id: NoticeId, number: usize, step: &Step) -> Result<notice_step::Model, StoreError> {
    let told_at = match step.what {
        What::Told { at } => Some(at.0),
        _ => None,
    };
    Ok(notice_step::Model {
        notice_id: id.0,
        number: i32::try_from(number).map_err(|error| StoreError::Corrupt(error.to_string()))?,
        at: step.at.0,
        by: step.by.map(|by| by.0),
        what: step.what.as_str().to_owned(),
        told_at,
    })
}

fn from_step(row: &notice_step::Model) -> Result<Step, StoreError> {
    let what = match (row.what.as_str(), row.told_at) {
        ("received", _) => What::Received,
        ("acknowledged", _) => What::Acknowledged,
        ("passed_on", _) => What::PassedOn,
        ("told", Some(at)) => What::Told { at: Timestamp(at) },
        (what, _) => return Err(StoreError::Corrupt(format!("\"{what}\" is no step of a notice"))),
    };
    Ok(Step { at: Timestamp(row.at), by: row.by.map(AccountId), what })
}
