//! Why: a million reports are read faster as packed columns than row by row, so that a restart takes seconds.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{picture_block, picture_state};

super::step!("m0006_picture");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(picture_block::Entity)
            .col(integer(picture_block::Column::Number).primary_key())
            .col(blob(picture_block::Column::Bytes))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(picture_state::Entity)
            .col(integer(picture_state::Column::Id).primary_key())
            .col(big_integer(picture_state::Column::Position))
            .col(blob(picture_state::Column::Bytes))
            .to_owned();
        manager.create_table(table).await
    }
}
