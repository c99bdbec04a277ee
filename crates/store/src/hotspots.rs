//! The register of complaint hotspots and fear spaces, with what happened, and what was told of it.

use std::collections::BTreeMap;

use domain::{
    hotspot::{Content, Hotspot, Step, Told, What},
    ids::{AccountId, DisclosureId, HotspotId, UnitId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{
    dialect,
    error::StoreError,
    rows::{self, hotspot, hotspot_finding, hotspot_step, hotspot_told},
    source::{Source, Tx},
    value::{from_json, from_word, json, number, parse, word},
};

/// Saves an entry with its findings and steps.
pub async fn insert(tx: &Tx, entry: &Hotspot) -> Result<(), StoreError> {
    let content = &entry.content;
    let row = hotspot::Model {
        id: entry.id.0,
        partner: entry.partner.to_string(),
        unit: entry.unit.to_string(),
        kind: word(content.kind)?,
        title: content.title.clone(),
        note: content.note.clone(),
        categories: json(&content.categories)?,
        middle: content.middle.to_string(),
        rings: i32::try_from(content.rings).map_err(|error| StoreError::Corrupt(error.to_string()))?,
        opened_at: entry.opened_at.0,
        opened_by: entry.opened_by.0,
    };
    rows::insert_all(tx, [row]).await?;
    for finding in &entry.findings {
        add_finding(tx, entry.id, *finding, entry.opened_at).await?;
    }
    let steps: Result<Vec<_>, _> =
        entry.steps.iter().enumerate().map(|(number, step)| step_row(entry.id, number, step)).collect();
    rows::insert_all(tx, steps?).await
}

/// Saves the last step of an entry. [`StoreError::Conflict`] if somebody else made one in its place.
pub async fn add_step(tx: &Tx, entry: &Hotspot) -> Result<(), StoreError> {
    let Some(step) = entry.steps.last() else { return Ok(()) };
    let row = step_row(entry.id, entry.steps.len() - 1, step)?;
    let there = hotspot_step::Entity::find_by_id((row.hotspot_id, row.number)).one(tx.connection()).await?;
    if there.is_some() {
        return Err(StoreError::Conflict("the entry has a step more".to_owned()));
    }
    rows::insert_all(tx, [row]).await
}

/// Adds a finding, or what told one, to an entry.
pub async fn add_finding(tx: &Tx, id: HotspotId, subject: Uuid, at: Timestamp) -> Result<(), StoreError> {
    let there = hotspot_finding::Entity::find_by_id((id.0, subject)).one(tx.connection()).await?;
    if there.is_some() {
        return Ok(());
    }
    rows::insert_all(tx, [hotspot_finding::Model { hotspot_id: id.0, subject, at: at.0 }]).await
}

/// An entry.
pub async fn by_id(source: &impl Source, id: HotspotId) -> Result<Option<Hotspot>, StoreError> {
    Ok(select(source, Condition::all().add(hotspot::Column::Id.eq(id.0))).await?.pop())
}

/// The entries of these units, newest first.
pub async fn of_units(source: &impl Source, units: &[UnitId]) -> Result<Vec<Hotspot>, StoreError> {
    let names = units.iter().map(|unit| unit.as_str().to_owned());
    select(source, Condition::all().add(hotspot::Column::Unit.is_in(names))).await
}

async fn select(source: &impl Source, which: Condition) -> Result<Vec<Hotspot>, StoreError> {
    let found = hotspot::Entity::find()
        .filter(which)
        .order_by_desc(hotspot::Column::OpenedAt)
        .order_by_asc(hotspot::Column::Id)
        .all(source.connection())
        .await?;
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    let mut steps: BTreeMap<Uuid, Vec<Step>> = BTreeMap::new();
    let mut findings: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows = hotspot_step::Entity::find()
            .filter(hotspot_step::Column::HotspotId.is_in(some.iter().copied()))
            .order_by_asc(hotspot_step::Column::HotspotId)
            .order_by_asc(hotspot_step::Column::Number)
            .all(source.connection())
            .await?;
        for row in rows {
            let what: What = from_json(&row.what)?;
            let step = Step { at: Timestamp(row.at), by: AccountId(row.by), what };
            steps.entry(row.hotspot_id).or_default().push(step);
        }
        let rows = hotspot_finding::Entity::find()
            .filter(hotspot_finding::Column::HotspotId.is_in(some.iter().copied()))
            .order_by_asc(hotspot_finding::Column::At)
            .order_by_asc(hotspot_finding::Column::Subject)
            .all(source.connection())
            .await?;
        for row in rows {
            findings.entry(row.hotspot_id).or_default().push(row.subject);
        }
    }
    let entry = |row: hotspot::Model| {
        Ok(Hotspot {
            id: HotspotId(row.id),
            partner: parse(&row.partner)?,
            unit: parse(&row.unit)?,
            content: Content {
                kind: from_word(&row.kind)?,
                title: row.title,
                note: row.note,
                categories: from_json(&row.categories)?,
                middle: parse(&row.middle)?,
                rings: number(row.rings.into())?,
            },
            opened_at: Timestamp(row.opened_at),
            opened_by: AccountId(row.opened_by),
            findings: findings.remove(&row.id).unwrap_or_default(),
            steps: steps.remove(&row.id).unwrap_or_default(),
        })
    };
    found.into_iter().map(entry).collect()
}

/// Saves what a disclosure tells of an entry.
pub async fn tell(tx: &Tx, disclosure: DisclosureId, id: HotspotId, told: &Told) -> Result<(), StoreError> {
    let row = hotspot_told::Model { disclosure_id: disclosure.0, hotspot_id: id.0, content: json(told)? };
    rows::insert_all(tx, [row]).await
}

/// What was told of entries, by disclosure.
pub async fn told(source: &impl Source) -> Result<Vec<(DisclosureId, HotspotId, Told)>, StoreError> {
    let rows = hotspot_told::Entity::find()
        .order_by_asc(hotspot_told::Column::DisclosureId)
        .all(source.connection())
        .await?;
    let told = |row: hotspot_told::Model| {
        Ok((DisclosureId(row.disclosure_id), HotspotId(row.hotspot_id), from_json(&row.content)?))
    };
    rows.into_iter().map(told).collect()
}

/// The disclosures that told exactly this of an entry.
pub async fn told_of(
    source: &impl Source,
    id: HotspotId,
    told: &Told,
) -> Result<Vec<DisclosureId>, StoreError> {
    let rows = hotspot_told::Entity::find()
        .filter(hotspot_told::Column::HotspotId.eq(id.0))
        .filter(hotspot_told::Column::Content.eq(json(told)?))
        .order_by_asc(hotspot_told::Column::DisclosureId)
        .all(source.connection())
        .await?;
    Ok(rows.into_iter().map(|row| DisclosureId(row.disclosure_id)).collect())
}

fn step_row(id: HotspotId, number: usize, step: &Step) -> Result<hotspot_step::Model, StoreError> {
    Ok(hotspot_step::Model {
        hotspot_id: id.0,
        number: i32::try_from(number).map_err(|error| StoreError::Corrupt(error.to_string()))?,
        at: step.at.0,
        by: step.by.0,
        what: json(&step.what)?,
    })
}
