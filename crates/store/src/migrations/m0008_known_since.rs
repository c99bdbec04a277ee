//! Why: how fast partners learn of something urgent is counted from when the first of them knew.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::report;

super::step!("m0008_known_since");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let known = Table::alter()
            .table(report::Entity)
            .add_column(big_integer_null(report::Column::KnownSince))
            .to_owned();
        manager.alter_table(known).await
    }
}
