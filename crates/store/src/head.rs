//! The heads: the change sequence and the chain of each journal.
//!
//! Whoever holds the row of the change sequence is the only one who commits; so positions have no gap and journals
//! no fork, in however many processes.

use std::collections::BTreeMap;

use domain::{ids::PartnerId, journal};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, Insert, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};

use crate::{
    changes,
    error::StoreError,
    rows::{self, head},
    source::Told,
    value::{bytes, column, number},
};

/// Name of the change sequence.
pub(crate) const CHANGE: &str = "change";
/// What the name of a journal's head begins with. A partner's name has no colon.
const JOURNAL: &str = "journal:";

pub(crate) fn name_of_journal(controller: &PartnerId) -> String {
    format!("{JOURNAL}{controller}")
}

/// The controller whose journal a head is, if it is one.
pub(crate) fn controller_of(name: &str) -> Option<&str> {
    name.strip_prefix(JOURNAL)
}

/// Locks the change sequence until the end of the transaction, and says where it stands.
pub(crate) async fn lock(transaction: &DatabaseTransaction) -> Result<u64, StoreError> {
    let row = head::Entity::find_by_id(CHANGE).lock_exclusive().one(transaction).await?;
    let row =
        row.ok_or_else(|| StoreError::Corrupt("the head of the change sequence is missing".to_owned()))?;
    number(row.position)
}

/// Writes what the acts told under the next position, and returns that; the present one if they told nothing.
pub(crate) async fn advance(
    transaction: &DatabaseTransaction,
    position: u64,
    told: Told,
) -> Result<u64, StoreError> {
    if told.entries.is_empty() && told.changes.is_empty() {
        return Ok(position);
    }
    let position = position + 1;
    let mut heads = chain(transaction, &told.entries).await?;
    heads.push(head::Model { name: CHANGE.to_owned(), position: column(position)?, hash: vec![0; 32] });
    let changes = told.changes.iter().enumerate();
    let changes: Result<Vec<_>, _> =
        changes.map(|(ordinal, change)| changes::row(position, ordinal, *change)).collect();
    rows::insert_all_on(transaction, changes?).await?;
    save(transaction, heads).await?;
    Ok(position)
}

/// Chains the entries, each in the journal of its controller, and returns the new heads.
async fn chain(
    transaction: &DatabaseTransaction,
    entries: &[journal::Entry],
) -> Result<Vec<head::Model>, StoreError> {
    let mut heads = current(transaction, entries).await?;
    let mut chained = Vec::with_capacity(entries.len());
    for entry in entries {
        let head = heads.entry(entry.controller.clone()).or_insert(journal::Head::START);
        let row = journal::Row::after(head, entry);
        *head = row.head();
        chained.push(crate::journal::to_row(row)?);
    }
    rows::insert_all_on(transaction, chained).await?;
    heads.iter().map(|(controller, head)| to_row(controller, head)).collect()
}

async fn current(
    transaction: &DatabaseTransaction,
    entries: &[journal::Entry],
) -> Result<BTreeMap<PartnerId, journal::Head>, StoreError> {
    let mut heads: BTreeMap<_, _> =
        entries.iter().map(|entry| (entry.controller.clone(), journal::Head::START)).collect();
    if heads.is_empty() {
        return Ok(heads);
    }
    let names = heads.keys().map(name_of_journal);
    let stored = head::Entity::find().filter(head::Column::Name.is_in(names)).all(transaction).await?;
    for row in stored {
        if let Some((controller, head)) = from_row(&row)? {
            heads.insert(controller, head);
        }
    }
    Ok(heads)
}

async fn save(connection: &impl ConnectionTrait, heads: Vec<head::Model>) -> Result<(), StoreError> {
    let newer = OnConflict::column(head::Column::Name)
        .update_columns([head::Column::Position, head::Column::Hash])
        .to_owned();
    Insert::<head::ActiveModel>::many(heads).on_conflict(newer).exec_without_returning(connection).await?;
    Ok(())
}

fn to_row(controller: &PartnerId, head: &journal::Head) -> Result<head::Model, StoreError> {
    let position = column(head.position)?;
    Ok(head::Model { name: name_of_journal(controller), position, hash: head.hash.to_vec() })
}

/// The head of a journal; `None` for the change sequence.
pub(crate) fn from_row(row: &head::Model) -> Result<Option<(PartnerId, journal::Head)>, StoreError> {
    let Some(controller) = controller_of(&row.name) else { return Ok(None) };
    let head = journal::Head { position: number(row.position)?, hash: bytes(&row.hash)? };
    Ok(Some((crate::value::parse(controller)?, head)))
}
