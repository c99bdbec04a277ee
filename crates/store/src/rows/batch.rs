//! A batch: what one file brings in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner: String,
    pub unit: String,
    pub source: String,
    pub entered_by: Uuid,
    pub entered_at: i64,
    pub file: String,
    pub digest: String,
    pub profile: String,
    pub counts: String,
    pub blocks: i32,
    pub begun_at: Option<i64>,
    pub visible_at: Option<i64>,
    pub confirmed_at: Option<i64>,
    pub confirmed_by: Option<Uuid>,
    pub discarded_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
