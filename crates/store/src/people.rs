//! Accounts and memberships. The hash of a password never becomes part of an account.

use domain::{
    access::{MemberOf, Membership},
    ids::{AccountId, MembershipId, PartnerId},
    people::Account,
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use crate::{
    error::{StoreError, one},
    rows::{self, account, membership},
    source::{Source, Tx},
    value::{from_word, parse},
};

/// Makes an account without a password. [`StoreError::Conflict`] if its e-mail address is taken.
pub async fn insert_account(tx: &Tx, account: &Account) -> Result<(), StoreError> {
    rows::insert_all(tx, [to_row(account)]).await
}

/// Saves name, language, last visit and since when the account may not sign in; nothing else of it changes.
pub async fn update_account(tx: &Tx, account: &Account) -> Result<(), StoreError> {
    let updated = account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(account.name.clone()))
        .col_expr(account::Column::Language, Expr::value(account.language.as_str()))
        .col_expr(account::Column::DisabledAt, Expr::value(account.disabled_at.map(|at| at.0)))
        .col_expr(account::Column::LastVisit, Expr::value(account.last_visit.map(|at| at.0)))
        .filter(account::Column::Id.eq(account.id.0))
        .exec(tx.connection())
        .await?;
    one(updated.rows_affected, "there is no such account")
}

/// The account with an e-mail address, written in lower case.
pub async fn account_by_email(source: &impl Source, email: &str) -> Result<Option<Account>, StoreError> {
    let row =
        account::Entity::find().filter(account::Column::Email.eq(email)).one(source.connection()).await?;
    row.map(from_row).transpose()
}

/// An account.
pub async fn account_by_id(source: &impl Source, id: AccountId) -> Result<Option<Account>, StoreError> {
    account::Entity::find_by_id(id.0).one(source.connection()).await?.map(from_row).transpose()
}

/// The accounts of a partner, by name.
pub async fn accounts(source: &impl Source, partner: &PartnerId) -> Result<Vec<Account>, StoreError> {
    let rows = account::Entity::find()
        .filter(account::Column::Partner.eq(partner.as_str()))
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// All accounts, by identifier.
pub async fn all_accounts(source: &impl Source) -> Result<Vec<Account>, StoreError> {
    let rows = account::Entity::find().order_by_asc(account::Column::Id).all(source.connection()).await?;
    rows.into_iter().map(from_row).collect()
}

/// How many accounts there are.
pub async fn count_accounts(source: &impl Source) -> Result<u64, StoreError> {
    Ok(account::Entity::find().count(source.connection()).await?)
}

/// The hash of an account's password; `None` if there is no account or it has no password.
pub async fn password_hash(source: &impl Source, id: AccountId) -> Result<Option<String>, StoreError> {
    let hash: Option<Option<String>> = account::Entity::find_by_id(id.0)
        .select_only()
        .column(account::Column::PasswordHash)
        .into_tuple()
        .one(source.connection())
        .await?;
    Ok(hash.flatten())
}

/// Sets the hash of an account's password, or takes the password away.
pub async fn set_password_hash(tx: &Tx, id: AccountId, hash: Option<&str>) -> Result<(), StoreError> {
    let updated = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash.map(ToOwned::to_owned)))
        .filter(account::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    one(updated.rows_affected, "there is no such account")
}

/// The memberships of an account, past and future ones included, oldest first.
pub async fn memberships(source: &impl Source, account: AccountId) -> Result<Vec<Membership>, StoreError> {
    select(source, Condition::all().add(membership::Column::Account.eq(account.0))).await
}

/// The memberships of a partner's accounts, oldest first.
pub async fn memberships_of(
    source: &impl Source,
    partner: &PartnerId,
) -> Result<Vec<Membership>, StoreError> {
    let accounts = sea_orm::sea_query::Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::Partner.eq(partner.as_str()))
        .to_owned();
    select(source, Condition::all().add(membership::Column::Account.in_subquery(accounts))).await
}

/// All memberships, oldest first.
pub async fn all_memberships(source: &impl Source) -> Result<Vec<Membership>, StoreError> {
    select(source, Condition::all()).await
}

/// Grants a membership.
pub async fn insert_membership(tx: &Tx, membership: &Membership) -> Result<(), StoreError> {
    rows::insert_all(tx, [membership_row(membership)]).await
}

/// Ends a membership at a moment. [`StoreError::Conflict`] if it ends before that anyhow, or does not exist.
pub async fn end_membership(tx: &Tx, id: MembershipId, until: Timestamp) -> Result<(), StoreError> {
    let open = Condition::any()
        .add(membership::Column::UntilMs.is_null())
        .add(membership::Column::UntilMs.gt(until.0));
    let ended = membership::Entity::update_many()
        .col_expr(membership::Column::UntilMs, Expr::value(until.0))
        .filter(membership::Column::Id.eq(id.0))
        .filter(open)
        .exec(tx.connection())
        .await?;
    one(ended.rows_affected, "the membership has ended before")
}

async fn select(source: &impl Source, which: Condition) -> Result<Vec<Membership>, StoreError> {
    let rows = membership::Entity::find()
        .filter(which)
        .order_by_asc(membership::Column::FromMs)
        .order_by_asc(membership::Column::Id)
        .all(source.connection())
        .await?;
    rows.iter().map(from_membership).collect()
}

fn to_row(account: &Account) -> account::Model {
    account::Model {
        id: account.id.0,
        partner: account.partner.to_string(),
        email: account.email.clone(),
        name: account.name.clone(),
        language: account.language.as_str().to_owned(),
        created_at: account.created_at.0,
        disabled_at: account.disabled_at.map(|at| at.0),
        last_visit: account.last_visit.map(|at| at.0),
        password_hash: None,
    }
}

fn from_row(row: account::Model) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId(row.id),
        partner: parse(&row.partner)?,
        email: row.email,
        name: row.name,
        language: from_word(&row.language)?,
        created_at: Timestamp(row.created_at),
        disabled_at: row.disabled_at.map(Timestamp),
        last_visit: row.last_visit.map(Timestamp),
    })
}

fn membership_row(membership: &Membership) -> membership::Model {
    let (kind, name) = match &membership.of {
        MemberOf::Unit(unit) => ("unit", Some(unit.to_string())),
        MemberOf::Body(body) => ("body", Some(body.to_string())),
        MemberOf::Partner => ("partner", None),
    };
    membership::Model {
        id: membership.id.0,
        account: membership.account.0,
        of_kind: kind.to_owned(),
        of_name: name,
        role: membership.role.as_str().to_owned(),
        from_ms: membership.from.0,
        until_ms: membership.until.map(|until| until.0),
    }
}

fn from_membership(row: &membership::Model) -> Result<Membership, StoreError> {
    let of = match (row.of_kind.as_str(), row.of_name.as_deref()) {
        ("unit", Some(unit)) => MemberOf::Unit(parse(unit)?),
        ("body", Some(body)) => MemberOf::Body(parse(body)?),
        ("partner", None) => MemberOf::Partner,
        (kind, name) => return Err(StoreError::Corrupt(format!("a membership in {kind} {name:?}"))),
    };
    Ok(Membership {
        id: MembershipId(row.id),
        account: AccountId(row.account),
        of,
        role: parse(&row.role)?,
        from: Timestamp(row.from_ms),
        until: row.until_ms.map(Timestamp),
    })
}
