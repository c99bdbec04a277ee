//! What is known of an attachment, with its small picture.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub report_id: Uuid,
    pub version: i32,
    pub kind: String,
    pub name: String,
    pub length: i64,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub added_at: i64,
    pub added_by: Uuid,
    pub removed_at: Option<i64>,
    pub removed_by: Option<Uuid>,
    pub small: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
