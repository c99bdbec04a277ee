//! A notice of an urgent report to one partner.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub report_id: Uuid,
    pub disclosure_id: Uuid,
    pub from_partner: String,
    pub from_unit: String,
    pub to_partner: String,
    pub stations: String,
    pub known_since: i64,
    pub entered_at: i64,
    pub sent_at: i64,
    pub open: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
