//! The journals: rows of each chain, their heads and the seals. Entries are added by [`crate::Tx::journal`] alone.

use std::collections::BTreeSet;

use domain::{
    ids::PartnerId,
    journal::{Break, Head, Row, Seal, Verifier, verify_seal},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    error::StoreError,
    head,
    rows::{self, head as head_row, journal, seal},
    source::{Source, Tx},
    value::{bytes, column, number, parse},
};

/// Rows of a page when a whole journal is read.
const PAGE: u64 = 5_000;

/// Rows of a journal after a position, in their order.
pub async fn entries(
    source: &impl Source,
    controller: &PartnerId,
    after: u64,
    limit: u64,
) -> Result<Vec<Row>, StoreError> {
    let rows = journal::Entity::find()
        .filter(journal::Column::Controller.eq(controller.as_str()))
        .filter(journal::Column::Position.gt(column(after)?))
        .order_by_asc(journal::Column::Position)
        .limit(limit)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Where a journal stands; its start if nothing was entered yet.
pub async fn head(source: &impl Source, controller: &PartnerId) -> Result<Head, StoreError> {
    let name = head::name_of_journal(controller);
    let row = head_row::Entity::find_by_id(name).one(source.connection()).await?;
    let stored = row.as_ref().map(head::from_row).transpose()?.flatten();
    Ok(stored.map_or(Head::START, |(_, head)| head))
}

/// All journals kept here, by controller, and where they stand.
pub async fn heads(source: &impl Source) -> Result<Vec<(PartnerId, Head)>, StoreError> {
    let rows = head_row::Entity::find().order_by_asc(head_row::Column::Name).all(source.connection()).await?;
    rows.iter().filter_map(|row| head::from_row(row).transpose()).collect()
}

/// All controllers of which there are entries or a head, by name.
pub async fn controllers(source: &impl Source) -> Result<BTreeSet<PartnerId>, StoreError> {
    let mut controllers: BTreeSet<_> =
        heads(source).await?.into_iter().map(|(controller, _)| controller).collect();
    let entered: Vec<String> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Controller)
        .distinct()
        .into_tuple()
        .all(source.connection())
        .await?;
    for controller in entered {
        controllers.insert(parse(&controller)?);
    }
    Ok(controllers)
}

/// Verifies a journal from its first row to its head, and that it passes through every seal of it that is kept here.
///
/// The outer error is one of the database, the inner one says where the journal is broken. Entries may be added
/// meanwhile: the chain must pass through the head that was read first, and end at one that is read last.
pub async fn verify(source: &impl Source, controller: &PartnerId) -> Result<Result<Head, Break>, StoreError> {
    let mut seals = seals(source).await?;
    seals.retain(|seal| seal.controller == *controller);
    if let Some(forged) = seals.iter().find(|seal| !verify_seal(seal)) {
        return Ok(Err(Break::Seal(forged.position)));
    }
    let mut milestones: Vec<Head> = seals.iter().map(Seal::head).collect();
    milestones.push(head(source, controller).await?);
    let found = match pass_through(source, controller, &milestones).await? {
        Ok(found) => found,
        broken => return Ok(broken),
    };
    let latest = head(source, controller).await?;
    let known = milestones.iter().map(|known| known.position).max().unwrap_or_default();
    Ok(if known > found.position {
        Err(Break::End { expected: known, found: found.position })
    } else if latest.position < found.position {
        Err(Break::End { expected: latest.position, found: found.position })
    } else {
        Ok(found)
    })
}

async fn pass_through(
    source: &impl Source,
    controller: &PartnerId,
    milestones: &[Head],
) -> Result<Result<Head, Break>, StoreError> {
    let mut verifier = Verifier::default();
    loop {
        let rows = entries(source, controller, verifier.head().position, PAGE).await?;
        if rows.is_empty() {
            return Ok(Ok(verifier.head()));
        }
        for row in &rows {
            if let Err(broken) = verifier.add(row) {
                return Ok(Err(broken));
            }
            if milestones.iter().any(|known| known.position == row.position && known.hash != row.hash) {
                return Ok(Err(Break::Seal(row.position)));
            }
        }
    }
}

/// Keeps a seal, our own or another partner's. The same one again is no error.
pub async fn insert_seal(tx: &Tx, seal: &Seal) -> Result<(), StoreError> {
    let row = seal::Model {
        controller: seal.controller.to_string(),
        position: column(seal.position)?,
        key: seal.key.to_vec(),
        hash: seal.hash.to_vec(),
        at: seal.at.0,
        signature: seal.signature.to_vec(),
    };
    let id = (row.controller.clone(), row.position, row.key.clone());
    match seal::Entity::find_by_id(id).one(tx.connection()).await? {
        None => rows::insert_all(tx, [row]).await,
        Some(kept) if kept.hash == row.hash => Ok(()),
        Some(_) => Err(StoreError::Conflict(format!("another seal of position {}", seal.position))),
    }
}

/// All seals, by controller and position.
pub async fn seals(source: &impl Source) -> Result<Vec<Seal>, StoreError> {
    let rows = seal::Entity::find()
        .order_by_asc(seal::Column::Controller)
        .order_by_asc(seal::Column::Position)
        .order_by_asc(seal::Column::Key)
        .all(source.connection())
        .await?;
    rows.iter().map(from_seal).collect()
}

/// Deletes the bodies of entries older than a moment: the longest run of them from the first on. Leaf and hash stay.
/// Returns how many were deleted.
pub async fn delete_bodies(tx: &Tx, controller: &PartnerId, before: Timestamp) -> Result<u64, StoreError> {
    let mine = || {
        journal::Entity::find()
            .filter(journal::Column::Controller.eq(controller.as_str()))
            .filter(journal::Column::Body.is_not_null())
    };
    // Entries of several processes are a little out of order in time; what is young protects what comes after it.
    let first_young = mine()
        .filter(journal::Column::At.gte(before.0))
        .order_by_asc(journal::Column::Position)
        .one(tx.connection())
        .await?;
    let end = first_young.map_or(i64::MAX, |row| row.position);
    let deleted = journal::Entity::update_many()
        .col_expr(journal::Column::At, sea_orm::sea_query::Expr::value(Option::<i64>::None))
        .col_expr(journal::Column::Body, sea_orm::sea_query::Expr::value(Option::<Vec<u8>>::None))
        .filter(journal::Column::Controller.eq(controller.as_str()))
        .filter(journal::Column::Body.is_not_null())
        .filter(journal::Column::Position.lt(end))
        .exec(tx.connection())
        .await?;
    Ok(deleted.rows_affected)
}

pub(crate) fn to_row(row: Row) -> Result<journal::Model, StoreError> {
    Ok(journal::Model {
        controller: row.controller.into(),
        position: column(row.position)?,
        at: row.at.map(|at| at.0),
        body: row.body,
        leaf: row.leaf.to_vec(),
        hash: row.hash.to_vec(),
    })
}

fn from_row(row: journal::Model) -> Result<Row, StoreError> {
    Ok(Row {
        controller: parse(&row.controller)?,
        position: number(row.position)?,
        at: row.at.map(Timestamp),
        body: row.body,
        leaf: bytes(&row.leaf)?,
        hash: bytes(&row.hash)?,
    })
}

fn from_seal(row: &seal::Model) -> Result<Seal, StoreError> {
    Ok(Seal {
        controller: parse(&row.controller)?,
        position: number(row.position)?,
        hash: bytes(&row.hash)?,
        at: Timestamp(row.at),
        key: bytes(&row.key)?,
        signature: bytes(&row.signature)?,
    })
}
