//! The head of a report: whose it is, and which version is current.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner: String,
    pub unit: String,
    pub own_ref: Option<String>,
    pub known_since: Option<i64>,
    pub batch: Option<Uuid>,
    /// The piece of the batch in which the first version stands; without one it has a row of its own.
    pub piece: Option<i32>,
    pub version: i32,
    pub entered_at: i64,
    pub entered_by: Uuid,
    pub closed_at: Option<i64>,
    pub closed_by: Option<Uuid>,
    pub outcome: Option<String>,
    pub salt: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
