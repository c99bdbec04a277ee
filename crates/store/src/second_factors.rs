//! Second factors of accounts, and the hashes of their recovery codes.

use std::collections::BTreeSet;

use domain::{
    ids::{AccountId, PartnerId},
    second_factor::Secret,
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Query},
};

use crate::{
    error::{StoreError, one},
    rows::{self, account, recovery_code, second_factor},
    source::{Source, Tx},
    value::{bytes, column, number},
};

/// A second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose.
    pub account: AccountId,
    /// What server and device share.
    pub secret: Secret,
    /// Since when a code of it is asked for; `None` while the device has not shown that it knows the secret.
    pub set_up_at: Option<Timestamp>,
    /// Step of the last code that was used; 0 before the first one.
    pub last_step: u64,
}

/// The second factor of an account, if it has one or has begun with one.
pub async fn of_account(
    source: &impl Source,
    account: AccountId,
) -> Result<Option<SecondFactor>, StoreError> {
    let row = second_factor::Entity::find_by_id(account.0).one(source.connection()).await?;
    row.map(from_row).transpose()
}

/// The accounts of a partner whose second factor is set up.
pub async fn of_partner(
    source: &impl Source,
    partner: &PartnerId,
) -> Result<BTreeSet<AccountId>, StoreError> {
    let accounts = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::Partner.eq(partner.as_str()))
        .to_owned();
    let ids: Vec<uuid::Uuid> = second_factor::Entity::find()
        .select_only()
        .column(second_factor::Column::Account)
        .filter(second_factor::Column::Account.in_subquery(accounts))
        .filter(second_factor::Column::SetUpAt.is_not_null())
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(ids.into_iter().map(AccountId).collect())
}

/// Begins with a second factor: the secret is kept, but no code of it is asked for yet. One that was begun before is
/// replaced; [`StoreError::Conflict`] if there is one that is set up.
pub async fn begin(tx: &Tx, account: AccountId, secret: &Secret) -> Result<(), StoreError> {
    second_factor::Entity::delete_many()
        .filter(second_factor::Column::Account.eq(account.0))
        .filter(second_factor::Column::SetUpAt.is_null())
        .exec(tx.connection())
        .await?;
    let row = second_factor::Model {
        account: account.0,
        secret: secret.bytes().to_vec(),
        set_up_at: None,
        last_step: 0,
    };
    rows::insert_all(tx, [row]).await
}

/// Sets the second factor up that was begun; [`StoreError::Conflict`] if there is none of this kind any more.
pub async fn set_up(tx: &Tx, account: AccountId, at: Timestamp) -> Result<(), StoreError> {
    let set = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::SetUpAt, Expr::value(at.0))
        .filter(second_factor::Column::Account.eq(account.0))
        .filter(second_factor::Column::SetUpAt.is_null())
        .exec(tx.connection())
        .await?;
    one(set.rows_affected, "no second factor was begun")
}

/// Uses the code of a step; `false` if this code or a later one was used already.
pub async fn use_step(tx: &Tx, account: AccountId, step: u64) -> Result<bool, StoreError> {
    let step = column(step)?;
    let used = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::Account.eq(account.0))
        .filter(second_factor::Column::LastStep.lt(step))
        .exec(tx.connection())
        .await?;
    Ok(used.rows_affected == 1)
}

/// Takes a second factor away with its recovery codes; `false` if there was none.
pub async fn delete(tx: &Tx, account: AccountId) -> Result<bool, StoreError> {
    replace_recovery_codes(tx, account, &[]).await?;
    let gone = second_factor::Entity::delete_by_id(account.0).exec(tx.connection()).await?;
    Ok(gone.rows_affected == 1)
}

/// Makes these the only recovery codes of an account.
pub async fn replace_recovery_codes(
    tx: &Tx,
    account: AccountId,
    hashes: &[[u8; 32]],
) -> Result<(), StoreError> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::Account.eq(account.0))
        .exec(tx.connection())
        .await?;
    let row = |hash: &[u8; 32]| recovery_code::Model { hash: hash.to_vec(), account: account.0 };
    rows::insert_all(tx, hashes.iter().map(row)).await
}

/// Uses a recovery code: only one caller gets it, once.
pub async fn use_recovery_code(tx: &Tx, account: AccountId, hash: &[u8; 32]) -> Result<bool, StoreError> {
    let used = recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::Account.eq(account.0))
        .filter(recovery_code::Column::Hash.eq(hash.to_vec()))
        .exec(tx.connection())
        .await?;
    Ok(used.rows_affected == 1)
}

/// How many recovery codes of an account are left.
pub async fn recovery_codes_left(source: &impl Source, account: AccountId) -> Result<u64, StoreError> {
    let left = recovery_code::Entity::find().filter(recovery_code::Column::Account.eq(account.0));
    Ok(left.count(source.connection()).await?)
}

fn from_row(row: second_factor::Model) -> Result<SecondFactor, StoreError> {
    Ok(SecondFactor {
        account: AccountId(row.account),
        secret: Secret::new(bytes(&row.secret)?),
        set_up_at: row.set_up_at.map(Timestamp),
        last_step: number(row.last_step)?,
    })
}
