//! What a report says in one version.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    pub changed_at: i64,
    pub changed_by: Uuid,
    pub source: String,
    pub origin: String,
    pub channel: String,
    pub category: String,
    pub modus: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub cell: Option<i64>,
    pub household: bool,
    pub from_ms: i64,
    pub to_ms: Option<i64>,
    pub title: String,
    pub summary: String,
    pub text: String,
    pub urgency: String,
    pub at_most: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
