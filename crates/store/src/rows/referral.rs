//! A referral: which report went from which unit to which.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "referral")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub report_id: Uuid,
    pub disclosure_id: Uuid,
    pub from_partner: String,
    pub from_unit: String,
    pub to_partner: String,
    pub to_unit: String,
    pub sent_at: i64,
    pub sent_by: Uuid,
    pub request: String,
    pub ended_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
