//! Signed-in sessions. Only the hash of a session's secret is kept.

use domain::{ids::AccountId, second_factor::Proof, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use crate::{
    error::{StoreError, one},
    rows::{self, session},
    source::{Source, Tx},
    value::{bytes, from_word, word},
};

/// A signed-in session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of its secret.
    pub hash: [u8; 32],
    /// Whose.
    pub account: AccountId,
    /// When somebody signed in.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// First moment at which it no longer holds.
    pub expires_at: Timestamp,
    /// Secret against cross-site requests.
    pub csrf: String,
    /// Why the person looks, chosen once a shift.
    pub occasion: Option<String>,
    /// What the browser calls itself.
    pub user_agent: String,
    /// What the person proved itself with so far.
    pub proof: Proof,
}

/// Begins a session.
pub async fn insert(tx: &Tx, session: &Session) -> Result<(), StoreError> {
    rows::insert_all(tx, [to_row(session)?]).await
}

/// The session with a secret of this hash, expired or not.
pub async fn by_hash(source: &impl Source, hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    session::Entity::find_by_id(hash.to_vec()).one(source.connection()).await?.map(from_row).transpose()
}

/// The sessions of an account, last used first.
pub async fn of_account(source: &impl Source, account: AccountId) -> Result<Vec<Session>, StoreError> {
    let rows = session::Entity::find()
        .filter(session::Column::Account.eq(account.0))
        .order_by_desc(session::Column::SeenAt)
        .order_by_asc(session::Column::Hash)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Notes that a session was used, and until when it holds now.
pub async fn touch(
    tx: &Tx,
    hash: &[u8; 32],
    seen_at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let touched = session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(seen_at.0))
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at.0))
        .filter(session::Column::Hash.eq(hash.to_vec()))
        .exec(tx.connection())
        .await?;
    one(touched.rows_affected, "the session has ended")
}

/// Gives a session a new secret, because its person proved more or less than before; the old secret is worth nothing
/// from then on. Occasion, browser and beginning stay.
pub async fn rotate(tx: &Tx, old: &[u8; 32], new: &Session) -> Result<(), StoreError> {
    let rotated = session::Entity::update_many()
        .col_expr(session::Column::Hash, Expr::value(new.hash.to_vec()))
        .col_expr(session::Column::Csrf, Expr::value(new.csrf.clone()))
        .col_expr(session::Column::SeenAt, Expr::value(new.seen_at.0))
        .col_expr(session::Column::ExpiresAt, Expr::value(new.expires_at.0))
        .col_expr(session::Column::Proof, Expr::value(word(new.proof)?))
        .filter(session::Column::Account.eq(new.account.0))
        .filter(session::Column::Hash.eq(old.to_vec()))
        .exec(tx.connection())
        .await?;
    one(rotated.rows_affected, "the session has ended")
}

/// Notes why the person looks.
pub async fn set_occasion(tx: &Tx, hash: &[u8; 32], occasion: Option<&str>) -> Result<(), StoreError> {
    let set = session::Entity::update_many()
        .col_expr(session::Column::Occasion, Expr::value(occasion.map(ToOwned::to_owned)))
        .filter(session::Column::Hash.eq(hash.to_vec()))
        .exec(tx.connection())
        .await?;
    one(set.rows_affected, "the session has ended")
}

/// Ends a session; whether there was one is said by the answer.
pub async fn delete(tx: &Tx, hash: &[u8; 32]) -> Result<bool, StoreError> {
    let gone = session::Entity::delete_by_id(hash.to_vec()).exec(tx.connection()).await?;
    Ok(gone.rows_affected == 1)
}

/// Ends all sessions of an account but one, and says how many.
pub async fn delete_of_account(
    tx: &Tx,
    account: AccountId,
    but: Option<&[u8; 32]>,
) -> Result<u64, StoreError> {
    let mut these = session::Entity::delete_many().filter(session::Column::Account.eq(account.0));
    if let Some(hash) = but {
        these = these.filter(session::Column::Hash.ne(hash.to_vec()));
    }
    Ok(these.exec(tx.connection()).await?.rows_affected)
}

/// Deletes what has expired, and says how many.
pub async fn delete_expired(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let expired = session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now.0));
    Ok(expired.exec(tx.connection()).await?.rows_affected)
}

fn to_row(session: &Session) -> Result<session::Model, StoreError> {
    Ok(session::Model {
        hash: session.hash.to_vec(),
        account: session.account.0,
        created_at: session.created_at.0,
        seen_at: session.seen_at.0,
        expires_at: session.expires_at.0,
        csrf: session.csrf.clone(),
        occasion: session.occasion.clone(),
        user_agent: session.user_agent.clone(),
        proof: word(session.proof)?,
    })
}

fn from_row(row: session::Model) -> Result<Session, StoreError> {
    Ok(Session {
        hash: bytes(&row.hash)?,
        account: AccountId(row.account),
        created_at: Timestamp(row.created_at),
        seen_at: Timestamp(row.seen_at),
        expires_at: Timestamp(row.expires_at),
        csrf: row.csrf,
        occasion: row.occasion,
        user_agent: row.user_agent,
        proof: from_word(&row.proof)?,
    })
}
