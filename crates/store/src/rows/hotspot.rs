//! An entry of the register; `categories` is JSON.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "hotspot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner: String,
    pub unit: String,
    pub kind: String,
    pub title: String,
    pub note: String,
    pub categories: String,
    pub middle: String,
    pub rings: i32,
    pub opened_at: i64,
    pub opened_by: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
