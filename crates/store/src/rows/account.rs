//! A person's account; the password hash never becomes part of the domain's account.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner: String,
    pub email: String,
    pub name: String,
    pub language: String,
    pub created_at: i64,
    pub disabled_at: Option<i64>,
    pub last_visit: Option<i64>,
    pub password_hash: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
