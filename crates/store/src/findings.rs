//! Findings with their nights and verdicts, what was told of them, and what each night's run did.

use std::collections::BTreeMap;

use domain::{
    finding::{Cluster, Finding, Night, Scope, Told, Verdict},
    ids::{AccountId, DisclosureId, FindingId},
    time::{Day, Timestamp},
};
use sea_orm::{
    ColumnTrait, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    dialect,
    error::{StoreError, one},
    rows::{self, detection_run, finding, finding_night, finding_told, finding_verdict},
    source::{Source, Tx},
    value::{from_json, from_word, json, parse, word},
};

/// Saves a finding that is new, with its first nights.
pub async fn insert(tx: &Tx, found: &Finding) -> Result<(), StoreError> {
    let last = found.last().map_or(0, |night| night.day.0);
    let row = finding::Model {
        id: found.id.0,
        scope: json(&found.scope)?,
        basis: word(found.basis)?,
        categories: json(&found.categories)?,
        found_at: found.found_at.0,
        last_day: last,
    };
    rows::insert_all(tx, [row]).await?;
    let nights: Result<Vec<_>, _> = found.nights.iter().map(|night| night_row(found.id, night)).collect();
    rows::insert_all(tx, nights?).await
}

/// Saves the next night of a finding. [`StoreError::Conflict`] if there is no such finding, or a later night.
pub async fn add_night(tx: &Tx, id: FindingId, night: &Night) -> Result<(), StoreError> {
    let moved = finding::Entity::update_many()
        .col_expr(finding::Column::LastDay, Expr::value(night.day.0))
        .filter(finding::Column::Id.eq(id.0))
        .filter(finding::Column::LastDay.lt(night.day.0))
        .exec(tx.connection())
        .await?;
    one(moved.rows_affected, "the finding has this night, or a later one")?;
    rows::insert_all(tx, [night_row(id, night)?]).await
}

/// Findings of a scope that had a night since `day`, oldest first, each with all its nights; without those of a clock
/// that was ahead of `now`.
pub async fn of_scope(
    source: &impl Source,
    scope: &Scope,
    since: Day,
    now: Timestamp,
) -> Result<Vec<Finding>, StoreError> {
    let found = finding::Entity::find()
        .filter(finding::Column::Scope.eq(json(scope)?))
        .filter(finding::Column::FoundAt.lte(now.0))
        .filter(finding::Column::LastDay.gte(since.0))
        .order_by_asc(finding::Column::FoundAt)
        .order_by_asc(finding::Column::Id)
        .all(source.connection())
        .await?;
    with_nights(source, found).await
}

/// A finding.
pub async fn by_id(source: &impl Source, id: FindingId) -> Result<Option<Finding>, StoreError> {
    let found = finding::Entity::find_by_id(id.0).one(source.connection()).await?;
    Ok(with_nights(source, found.into_iter().collect()).await?.pop())
}

async fn with_nights(source: &impl Source, found: Vec<finding::Model>) -> Result<Vec<Finding>, StoreError> {
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    let find = finding_night::Entity::find().order_by_asc(finding_night::Column::Day);
    let mut nights = by_subject(source, find, finding_night::Column::FindingId, &ids, |row| {
        let night = Night {
            day: Day(row.day),
            change: from_word(&row.change)?,
            cluster: from_json::<Cluster>(&row.cluster)?,
        };
        Ok((row.finding_id, night))
    })
    .await?;
    let finding = |row: finding::Model| {
        Ok(Finding {
            id: FindingId(row.id),
            scope: from_json(&row.scope)?,
            basis: from_word(&row.basis)?,
            categories: from_json(&row.categories)?,
            found_at: Timestamp(row.found_at),
            nights: nights.remove(&row.id).unwrap_or_default(),
        })
    };
    found.into_iter().map(finding).collect()
}

/// Saves a verdict on a finding, or on one that was told.
pub async fn judge(tx: &Tx, id: Uuid, subject: Uuid, verdict: &Verdict) -> Result<(), StoreError> {
    let row = finding_verdict::Model {
        id,
        subject,
        partner: verdict.partner.to_string(),
        given_by: verdict.by.0,
        at: verdict.at.0,
        judgement: word(verdict.judgement)?,
        reason: verdict.reason.clone(),
    };
    rows::insert_all(tx, [row]).await
}

/// The verdicts on findings, or on told ones, oldest first.
pub async fn verdicts(
    source: &impl Source,
    subjects: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Verdict>>, StoreError> {
    let find = finding_verdict::Entity::find().order_by_asc(finding_verdict::Column::At);
    by_subject(source, find, finding_verdict::Column::Subject, subjects, |row| {
        let verdict = Verdict {
            by: AccountId(row.given_by),
            partner: parse(&row.partner)?,
            at: Timestamp(row.at),
            judgement: from_word(&row.judgement)?,
            reason: row.reason,
        };
        Ok((row.subject, verdict))
    })
    .await
}

/// The rows of `find` for these subjects, by subject, in the order of `find` and then of their keys.
async fn by_subject<E: EntityTrait, T>(
    source: &impl Source,
    find: Select<E>,
    subject: E::Column,
    subjects: &[Uuid],
    read: impl Fn(E::Model) -> Result<(Uuid, T), StoreError>,
) -> Result<BTreeMap<Uuid, Vec<T>>, StoreError> {
    let mut all: BTreeMap<Uuid, Vec<T>> = BTreeMap::new();
    for some in subjects.chunks(dialect::rows_per_statement(1)) {
        let mut rows = find.clone().filter(subject.is_in(some.iter().copied()));
        for key in E::PrimaryKey::iter() {
            rows = rows.order_by_asc(key.into_column());
        }
        for row in rows.all(source.connection()).await? {
            let (of, value) = read(row)?;
            all.entry(of).or_default().push(value);
        }
    }
    Ok(all)
}

/// Saves what a disclosure tells of a finding.
pub async fn tell(
    tx: &Tx,
    disclosure: DisclosureId,
    finding: FindingId,
    told: &Told,
) -> Result<(), StoreError> {
    let row =
        finding_told::Model { disclosure_id: disclosure.0, finding_id: finding.0, content: json(told)? };
    rows::insert_all(tx, [row]).await
}

/// What was told, by disclosure.
pub async fn told(source: &impl Source) -> Result<Vec<(DisclosureId, FindingId, Told)>, StoreError> {
    let rows = finding_told::Entity::find()
        .order_by_asc(finding_told::Column::DisclosureId)
        .all(source.connection())
        .await?;
    let told = |row: finding_told::Model| {
        Ok((DisclosureId(row.disclosure_id), FindingId(row.finding_id), from_json(&row.content)?))
    };
    rows.into_iter().map(told).collect()
}

/// The disclosures that told a finding.
pub async fn told_of(source: &impl Source, finding: FindingId) -> Result<Vec<DisclosureId>, StoreError> {
    let rows = finding_told::Entity::find()
        .filter(finding_told::Column::FindingId.eq(finding.0))
        .order_by_asc(finding_told::Column::DisclosureId)
        .all(source.connection())
        .await?;
    Ok(rows.into_iter().map(|row| DisclosureId(row.disclosure_id)).collect())
}

/// Saves what a night's run did for a scope; the database refuses a second run of the same night.
pub async fn add_run<N: Serialize>(
    tx: &Tx,
    scope: &Scope,
    day: Day,
    at: Timestamp,
    notes: &N,
) -> Result<(), StoreError> {
    let row = detection_run::Model { scope: json(scope)?, day: day.0, at: at.0, notes: json(notes)? };
    rows::insert_all(tx, [row]).await
}

/// The last run of a scope, its day and what it did; without those of a clock that was ahead of `now`.
pub async fn last_run<N: DeserializeOwned>(
    source: &impl Source,
    scope: &Scope,
    now: Timestamp,
) -> Result<Option<(Day, Timestamp, N)>, StoreError> {
    let row = detection_run::Entity::find()
        .filter(detection_run::Column::Scope.eq(json(scope)?))
        .filter(detection_run::Column::At.lte(now.0))
        .order_by_desc(detection_run::Column::Day)
        .order_by_asc(detection_run::Column::Scope)
        .limit(1)
        .one(source.connection())
        .await?;
    row.map(|row| Ok((Day(row.day), Timestamp(row.at), from_json(&row.notes)?))).transpose()
}

/// The last day whose night was searched, whatever the scope; without those of a clock that was ahead of `now`.
pub async fn last_day(source: &impl Source, now: Timestamp) -> Result<Option<Day>, StoreError> {
    let row = detection_run::Entity::find()
        .filter(detection_run::Column::At.lte(now.0))
        .order_by_desc(detection_run::Column::Day)
        .order_by_asc(detection_run::Column::Scope)
        .limit(1)
        .one(source.connection())
        .await?;
    Ok(row.map(|row| Day(row.day)))
}

fn night_row(id: FindingId, night: &Night) -> Result<finding_night::Model, StoreError> {
    Ok(finding_night::Model {
        finding_id: id.0,
        day: night.day.0,
        change: word(night.change)?,
        cluster: json(&night.cluster)?,
    })
}
