//! Why: rights and deadlines follow from the agreement, and places are told as areas of its divisions.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{area, charter};

super::step!("m0002_charter");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(charter::Entity)
            .col(integer(charter::Column::Version).primary_key())
            .col(text(charter::Column::Text))
            .col(big_integer(charter::Column::LoadedAt))
            // No reference to the account: the first version is loaded before there is any.
            .col(uuid_null(charter::Column::LoadedBy))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(area::Entity)
            .col(text(area::Column::Division))
            .col(text(area::Column::Area))
            .col(big_integer(area::Column::ValidFrom))
            .col(text(area::Column::DivisionName))
            .col(text(area::Column::Name))
            .col(integer(area::Column::Ordinal))
            .col(text(area::Column::Geojson))
            .col(big_integer_null(area::Column::ValidUntil))
            .primary_key(
                Index::create()
                    .col(area::Column::Division)
                    .col(area::Column::Area)
                    .col(area::Column::ValidFrom),
            )
            .to_owned();
        manager.create_table(table).await
    }
}
