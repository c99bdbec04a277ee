//! Disclosures, and which version of which report they passed on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    disclosure::{Disclosure, Parts, Withdrawal},
    ids::{AccountId, DisclosureId, ReportId},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, EntityTrait, Insert, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::{
    dialect,
    error::{StoreError, one},
    rows::{self, disclosure, passed, report},
    source::{Source, Tx},
    value::{from_word, number, parse, parse_some, word},
};

/// Makes a disclosure. Which reports it passes on is said by [`pass`].
pub async fn insert(tx: &Tx, disclosure: &Disclosure) -> Result<(), StoreError> {
    rows::insert_all(tx, [to_row(disclosure)?]).await
}

/// Makes many disclosures at once; at most 5,000 belong into one act, so that others need not wait.
pub async fn insert_many(tx: &Tx, disclosures: &[Disclosure]) -> Result<(), StoreError> {
    let rows: Result<Vec<_>, _> = disclosures.iter().map(to_row).collect();
    rows::insert_all(tx, rows?).await
}

/// Passes versions of reports on by many new disclosures at once; each report once by each of them.
pub async fn pass_many(tx: &Tx, passed: &[(DisclosureId, ReportId, u32)]) -> Result<(), StoreError> {
    let row = |(disclosure, report, version): &(DisclosureId, ReportId, u32)| {
        let version = i32::try_from(*version).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(passed::Model { report_id: report.0, disclosure_id: disclosure.0, version })
    };
    let rows: Result<Vec<_>, StoreError> = passed.iter().map(row).collect();
    versions_exist(tx, passed.iter().map(|(_, report, version)| (*report, *version))).await?;
    rows::insert_all(tx, rows?).await
}

/// [`StoreError::Conflict`] unless each of these versions is there. No reference says so, because a first version may
/// stand in a piece.
async fn versions_exist(
    tx: &Tx,
    versions: impl Iterator<Item = (ReportId, u32)> + Clone,
) -> Result<(), StoreError> {
    let ids: BTreeSet<uuid::Uuid> = versions.clone().map(|(report, _)| report.0).collect();
    let ids: Vec<uuid::Uuid> = ids.into_iter().collect();
    let mut current = HashMap::with_capacity(ids.len());
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let found: Vec<(uuid::Uuid, i32)> = report::Entity::find()
            .select_only()
            .columns([report::Column::Id, report::Column::Version])
            .filter(report::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(tx.connection())
            .await?;
        current.extend(found);
    }
    // Versions are numbered without a gap, and never go.
    let is_there = |(report, version): (ReportId, u32)| {
        current.get(&report.0).is_some_and(|current| (1..=i64::from(*current)).contains(&i64::from(version)))
    };
    if versions.into_iter().all(is_there) {
        Ok(())
    } else {
        Err(StoreError::Conflict("a version that is not there cannot be passed on".to_owned()))
    }
}

/// Passes versions of reports on by a disclosure; a newer version takes the place of the one passed on before.
pub async fn pass(tx: &Tx, id: DisclosureId, versions: &[(ReportId, u32)]) -> Result<(), StoreError> {
    // One statement must not meet the same row twice.
    let versions: BTreeMap<ReportId, u32> = versions.iter().copied().collect();
    versions_exist(tx, versions.iter().map(|(report, version)| (*report, *version))).await?;
    let rows: Result<Vec<_>, StoreError> = versions
        .into_iter()
        .map(|(report, version)| {
            let version = i32::try_from(version).map_err(|error| StoreError::Corrupt(error.to_string()))?;
            Ok(passed::Model { report_id: report.0, disclosure_id: id.0, version })
        })
        .collect();
    for some in rows?.chunks(dialect::rows_per_statement(3)) {
        let newer = OnConflict::columns([passed::Column::ReportId, passed::Column::DisclosureId])
            .update_column(passed::Column::Version)
            .to_owned();
        Insert::<passed::ActiveModel>::many(some.to_vec())
            .on_conflict(newer)
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// Withdraws a disclosure. [`StoreError::Conflict`] if it was withdrawn before, or does not exist.
pub async fn withdraw(tx: &Tx, id: DisclosureId, withdrawal: &Withdrawal) -> Result<(), StoreError> {
    let withdrawn = disclosure::Entity::update_many()
        .col_expr(disclosure::Column::WithdrawnBy, Expr::value(withdrawal.by.0))
        .col_expr(disclosure::Column::WithdrawnAt, Expr::value(withdrawal.at.0))
        .col_expr(disclosure::Column::WithdrawnReason, Expr::value(withdrawal.reason.clone()))
        .filter(disclosure::Column::Id.eq(id.0))
        .filter(disclosure::Column::WithdrawnAt.is_null())
        .exec(tx.connection())
        .await?;
    one(withdrawn.rows_affected, "the disclosure was withdrawn before")
}

/// A disclosure.
pub async fn by_id(source: &impl Source, id: DisclosureId) -> Result<Option<Disclosure>, StoreError> {
    let row = disclosure::Entity::find_by_id(id.0).one(source.connection()).await?;
    row.map(from_row).transpose()
}

/// All disclosures, oldest first.
pub async fn all(source: &impl Source) -> Result<Vec<Disclosure>, StoreError> {
    let rows = disclosure::Entity::find()
        .order_by_asc(disclosure::Column::MadeAt)
        .order_by_asc(disclosure::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The disclosures of a report, oldest first, each with the version that it passed on.
pub async fn of_report(source: &impl Source, report: ReportId) -> Result<Vec<(Disclosure, u32)>, StoreError> {
    let versions: BTreeMap<_, _> = passed::Entity::find()
        .filter(passed::Column::ReportId.eq(report.0))
        .all(source.connection())
        .await?
        .into_iter()
        .map(|row| (row.disclosure_id, row.version))
        .collect();
    let ids: Vec<_> = versions.keys().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows = disclosure::Entity::find()
            .filter(disclosure::Column::Id.is_in(some.iter().copied()))
            .all(source.connection())
            .await?;
        for row in rows {
            let version = versions.get(&row.id).copied().unwrap_or_default();
            found.push((from_row(row)?, number(version.into())?));
        }
    }
    found.sort_by_key(|(disclosure, _)| (disclosure.made_at, disclosure.id));
    Ok(found)
}

/// What a disclosure passed on, by report.
pub async fn passed(source: &impl Source, id: DisclosureId) -> Result<Vec<(ReportId, u32)>, StoreError> {
    let rows = passed::Entity::find()
        .filter(passed::Column::DisclosureId.eq(id.0))
        .order_by_asc(passed::Column::ReportId)
        .all(source.connection())
        .await?;
    rows.into_iter().map(|row| Ok((ReportId(row.report_id), number(row.version.into())?))).collect()
}

/// The given disclosures, by identifier. What is not there is left out.
pub async fn by_ids(source: &impl Source, ids: &[DisclosureId]) -> Result<Vec<Disclosure>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows = disclosure::Entity::find()
            .filter(disclosure::Column::Id.is_in(some.iter().map(|id| id.0)))
            .order_by_asc(disclosure::Column::Id)
            .all(source.connection())
            .await?;
        for row in rows {
            found.push(from_row(row)?);
        }
    }
    Ok(found)
}

/// How many reports each of these disclosures passed on.
pub async fn counts_passed(
    source: &impl Source,
    ids: &[DisclosureId],
) -> Result<BTreeMap<DisclosureId, u64>, StoreError> {
    let mut counts = BTreeMap::new();
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows: Vec<(uuid::Uuid, i64)> = passed::Entity::find()
            .select_only()
            .column(passed::Column::DisclosureId)
            .column_as(passed::Column::ReportId.count(), "reports")
            .filter(passed::Column::DisclosureId.is_in(some.iter().map(|id| id.0)))
            .group_by(passed::Column::DisclosureId)
            .order_by_asc(passed::Column::DisclosureId)
            .into_tuple()
            .all(source.connection())
            .await?;
        for (id, count) in rows {
            counts.insert(DisclosureId(id), number(count)?);
        }
    }
    Ok(counts)
}

/// Which reports these disclosures passed on.
pub async fn passed_by(
    source: &impl Source,
    ids: &[DisclosureId],
) -> Result<Vec<(DisclosureId, ReportId)>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows = passed::Entity::find()
            .filter(passed::Column::DisclosureId.is_in(some.iter().map(|id| id.0)))
            .order_by_asc(passed::Column::DisclosureId)
            .order_by_asc(passed::Column::ReportId)
            .all(source.connection())
            .await?;
        found.extend(rows.into_iter().map(|row| (DisclosureId(row.disclosure_id), ReportId(row.report_id))));
    }
    Ok(found)
}

/// How many reports a disclosure passed on.
pub async fn count_passed(source: &impl Source, id: DisclosureId) -> Result<u64, StoreError> {
    let passed = passed::Entity::find().filter(passed::Column::DisclosureId.eq(id.0));
    Ok(passed.count(source.connection()).await?)
}

fn to_row(disclosure: &Disclosure) -> Result<disclosure::Model, StoreError> {
    let withdrawal = disclosure.withdrawal.as_ref();
    let partners = serde_json::to_string(&disclosure.partners);
    Ok(disclosure::Model {
        id: disclosure.id.0,
        from_partner: disclosure.from.to_string(),
        unit: disclosure.unit.to_string(),
        audience: disclosure.audience.to_string(),
        partners: partners.map_err(|error| StoreError::Corrupt(error.to_string()))?,
        place: disclosure.parts.place.as_str().to_owned(),
        time: word(disclosure.parts.time)?,
        text: word(disclosure.parts.text)?,
        attachments: disclosure.parts.attachments,
        legal_basis: disclosure.legal_basis.to_string(),
        purpose: disclosure.purpose.clone(),
        profile: disclosure.profile.as_ref().map(ToString::to_string),
        rule: disclosure.rule.as_ref().map(ToString::to_string),
        made_by: disclosure.made_by.0,
        made_at: disclosure.made_at.0,
        expires_at: disclosure.expires_at.0,
        withdrawn_by: withdrawal.map(|withdrawal| withdrawal.by.0),
        withdrawn_at: withdrawal.map(|withdrawal| withdrawal.at.0),
        withdrawn_reason: withdrawal.map(|withdrawal| withdrawal.reason.clone()),
    })
}

fn from_row(row: disclosure::Model) -> Result<Disclosure, StoreError> {
    let partners = serde_json::from_str(&row.partners);
    Ok(Disclosure {
        id: DisclosureId(row.id),
        from: parse(&row.from_partner)?,
        unit: parse(&row.unit)?,
        audience: parse(&row.audience)?,
        partners: partners.map_err(|error| StoreError::Corrupt(error.to_string()))?,
        parts: Parts {
            place: parse(&row.place)?,
            time: from_word(&row.time)?,
            text: from_word(&row.text)?,
            attachments: row.attachments,
        },
        legal_basis: parse(&row.legal_basis)?,
        purpose: row.purpose,
        profile: parse_some(row.profile.as_deref())?,
        rule: parse_some(row.rule.as_deref())?,
        made_by: AccountId(row.made_by),
        made_at: Timestamp(row.made_at),
        expires_at: Timestamp(row.expires_at),
        withdrawal: withdrawal(row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason),
    })
}

fn withdrawal(by: Option<uuid::Uuid>, at: Option<i64>, reason: Option<String>) -> Option<Withdrawal> {
    Some(Withdrawal { by: AccountId(by?), at: Timestamp(at?), reason: reason.unwrap_or_default() })
}
