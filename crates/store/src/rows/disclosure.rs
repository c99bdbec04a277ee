//! A disclosure; `partners` is a JSON array, fixed when it was made.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "disclosure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub from_partner: String,
    pub unit: String,
    pub audience: String,
    pub partners: String,
    pub place: String,
    pub time: String,
    pub text: String,
    pub attachments: bool,
    pub legal_basis: String,
    pub purpose: String,
    pub profile: Option<String>,
    pub rule: Option<String>,
    pub made_by: Uuid,
    pub made_at: i64,
    pub expires_at: i64,
    pub withdrawn_by: Option<Uuid>,
    pub withdrawn_at: Option<i64>,
    pub withdrawn_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
