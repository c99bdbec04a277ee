//! Personal access tokens. Only the hash of a token's secret is kept.

use domain::{
    ids::{AccountId, TokenId},
    people::Token,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use crate::{
    error::{StoreError, one},
    rows::{self, token},
    source::{Source, Tx},
    value::{from_word, word},
};

/// Makes a token.
pub async fn insert(tx: &Tx, token: &Token, hash: &[u8; 32]) -> Result<(), StoreError> {
    let row = token::Model {
        id: token.id.0,
        account: token.account.0,
        hash: hash.to_vec(),
        name: token.name.clone(),
        scope: word(token.scope)?,
        created_at: token.created_at.0,
        expires_at: token.expires_at.0,
        revoked_at: token.revoked_at.map(|at| at.0),
    };
    rows::insert_all(tx, [row]).await
}

/// The token with a secret of this hash, valid or not.
pub async fn by_hash(source: &impl Source, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
    let row =
        token::Entity::find().filter(token::Column::Hash.eq(hash.to_vec())).one(source.connection()).await?;
    row.map(from_row).transpose()
}

/// The tokens of an account, newest first.
pub async fn of_account(source: &impl Source, account: AccountId) -> Result<Vec<Token>, StoreError> {
    let rows = token::Entity::find()
        .filter(token::Column::Account.eq(account.0))
        .order_by_desc(token::Column::CreatedAt)
        .order_by_asc(token::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Takes a token back. [`StoreError::Conflict`] if it was taken back before, or does not exist.
pub async fn revoke(tx: &Tx, id: TokenId, at: Timestamp) -> Result<(), StoreError> {
    let revoked = token::Entity::update_many()
        .col_expr(token::Column::RevokedAt, Expr::value(at.0))
        .filter(token::Column::Id.eq(id.0))
        .filter(token::Column::RevokedAt.is_null())
        .exec(tx.connection())
        .await?;
    one(revoked.rows_affected, "the token was taken back before")
}

fn from_row(row: token::Model) -> Result<Token, StoreError> {
    Ok(Token {
        id: TokenId(row.id),
        account: AccountId(row.account),
        name: row.name,
        scope: from_word(&row.scope)?,
        created_at: Timestamp(row.created_at),
        expires_at: Timestamp(row.expires_at),
        revoked_at: row.revoked_at.map(Timestamp),
    })
}
