//! Messages that wait to be sent: to whom, and of which kind. Their words and addresses are looked up when they go.

use domain::{
    ids::{AccountId, MessageId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    error::{StoreError, one},
    rows::{self, outbox},
    source::{Source, Tx},
    value::number,
};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Identifier.
    pub id: MessageId,
    /// To whom.
    pub account: AccountId,
    /// Of which kind; a word of the caller's.
    pub kind: String,
    /// When it was asked for.
    pub made_at: Timestamp,
    /// How often sending it was tried.
    pub tries: u32,
}

/// Asks for messages to be sent.
pub async fn insert(tx: &Tx, messages: &[Message]) -> Result<(), StoreError> {
    let row = |message: &Message| outbox::Model {
        id: message.id.0,
        account: message.account.0,
        kind: message.kind.clone(),
        made_at: message.made_at.0,
        tries: 0,
        next_at: Some(message.made_at.0),
        sent_at: None,
    };
    let rows: Vec<_> = messages.iter().map(row).collect();
    rows::insert_all(tx, rows).await
}

/// Messages whose turn it is, oldest first, at most `limit`.
pub async fn due(source: &impl Source, now: Timestamp, limit: u64) -> Result<Vec<Message>, StoreError> {
    let rows = outbox::Entity::find()
        .filter(outbox::Column::NextAt.lte(now.0))
        .order_by_asc(outbox::Column::NextAt)
        .order_by_asc(outbox::Column::Id)
        .limit(limit)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Takes a message for one try: only one caller gets it. It is due again at `again` unless [`sent`] says otherwise.
pub async fn take(tx: &Tx, message: &Message, again: Option<Timestamp>) -> Result<bool, StoreError> {
    let tries = i32::try_from(message.tries).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let taken = outbox::Entity::update_many()
        .col_expr(outbox::Column::Tries, Expr::value(tries + 1))
        .col_expr(outbox::Column::NextAt, Expr::value(again.map(|at| at.0)))
        .filter(outbox::Column::Id.eq(message.id.0))
        .filter(outbox::Column::Tries.eq(tries))
        .filter(outbox::Column::SentAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Notes that a message was sent.
pub async fn sent(tx: &Tx, id: MessageId, at: Timestamp) -> Result<(), StoreError> {
    let noted = outbox::Entity::update_many()
        .col_expr(outbox::Column::SentAt, Expr::value(at.0))
        .col_expr(outbox::Column::NextAt, Expr::value(Option::<i64>::None))
        .filter(outbox::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    one(noted.rows_affected, "there is no such message")
}

/// Forgets what was sent or given up before a moment, and says how many.
pub async fn delete_finished(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let finished = outbox::Entity::delete_many()
        .filter(outbox::Column::NextAt.is_null())
        .filter(outbox::Column::MadeAt.lt(before.0));
    Ok(finished.exec(tx.connection()).await?.rows_affected)
}

fn from_row(row: outbox::Model) -> Result<Message, StoreError> {
    Ok(Message {
        id: MessageId(row.id),
        account: AccountId(row.account),
        kind: row.kind,
        made_at: Timestamp(row.made_at),
        tries: number(row.tries.into())?,
    })
}
