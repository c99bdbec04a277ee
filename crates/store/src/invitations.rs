//! One-time links: the first sign-in, a new password. Only the hash of a link's secret is kept.

use domain::{ids::AccountId, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    error::StoreError,
    rows::{self, invitation},
    source::{Source, Tx},
    value::bytes,
};

/// A one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Hash of its secret.
    pub hash: [u8; 32],
    /// For whom.
    pub account: AccountId,
    /// What for; a word of the caller's.
    pub purpose: String,
    /// First moment at which it no longer works.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Makes a link.
pub async fn insert(tx: &Tx, invitation: &Invitation) -> Result<(), StoreError> {
    let row = invitation::Model {
        hash: invitation.hash.to_vec(),
        account: invitation.account.0,
        purpose: invitation.purpose.clone(),
        expires_at: invitation.expires_at.0,
        used_at: invitation.used_at.map(|at| at.0),
    };
    rows::insert_all(tx, [row]).await
}

/// The link with a secret of this hash, used, expired or not: to show its page without using it.
pub async fn by_hash(source: &impl Source, hash: &[u8; 32]) -> Result<Option<Invitation>, StoreError> {
    invitation::Entity::find_by_id(hash.to_vec()).one(source.connection()).await?.map(from_row).transpose()
}

/// Uses a link: only one caller gets it, once, in time. `None` for all others.
pub async fn take(tx: &Tx, hash: &[u8; 32], now: Timestamp) -> Result<Option<Invitation>, StoreError> {
    let taken = invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(now.0))
        .filter(invitation::Column::Hash.eq(hash.to_vec()))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(now.0))
        .exec(tx.connection())
        .await?;
    if taken.rows_affected == 1 { by_hash(tx, hash).await } else { Ok(None) }
}

/// Makes the open links of an account worthless, and says how many there were.
pub async fn void_of_account(tx: &Tx, account: AccountId, now: Timestamp) -> Result<u64, StoreError> {
    let voided = invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(now.0))
        .filter(invitation::Column::Account.eq(account.0))
        .filter(invitation::Column::UsedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(voided.rows_affected)
}

fn from_row(row: invitation::Model) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        hash: bytes(&row.hash)?,
        account: AccountId(row.account),
        purpose: row.purpose,
        expires_at: Timestamp(row.expires_at),
        used_at: row.used_at.map(Timestamp),
    })
}
