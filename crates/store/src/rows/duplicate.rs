//! What a person said about two reports: whether they are about the same happening.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "duplicate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub first: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub second: Uuid,
    pub verdict: String,
    pub by: Uuid,
    pub partner: String,
    pub at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
