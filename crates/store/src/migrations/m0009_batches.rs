//! Why: a file comes in piece by piece and must be seen as a whole or not at all; the same row must be found again.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{batch, batch_file, batch_piece, report, source_secret};

super::step!("m0009_batches");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(batch::Entity)
            .col(uuid(batch::Column::Id).primary_key())
            .col(text(batch::Column::Partner))
            .col(text(batch::Column::Unit))
            .col(text(batch::Column::Source))
            .col(uuid(batch::Column::EnteredBy))
            .col(big_integer(batch::Column::EnteredAt))
            .col(text(batch::Column::File))
            .col(text(batch::Column::Digest))
            .col(text(batch::Column::Profile))
            .col(text(batch::Column::Counts))
            .col(integer(batch::Column::Blocks))
            .col(big_integer_null(batch::Column::BegunAt))
            .col(big_integer_null(batch::Column::VisibleAt))
            .col(big_integer_null(batch::Column::ConfirmedAt))
            .col(uuid_null(batch::Column::ConfirmedBy))
            .col(big_integer_null(batch::Column::DiscardedAt))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(super::BATCH_BLOCK)
            .col(uuid(batch_piece::Column::Batch))
            .col(integer(batch_piece::Column::Number))
            .col(blob(batch_piece::Column::Bytes))
            .primary_key(Index::create().col(batch_piece::Column::Batch).col(batch_piece::Column::Number))
            .foreign_key(
                ForeignKey::create()
                    .from(super::BATCH_BLOCK, batch_piece::Column::Batch)
                    .to(batch::Entity, batch::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(batch_file::Entity)
            .col(uuid(batch_file::Column::Batch))
            .col(text(batch_file::Column::Kind))
            .col(integer(batch_file::Column::Number))
            .col(blob(batch_file::Column::Bytes))
            .primary_key(
                Index::create()
                    .col(batch_file::Column::Batch)
                    .col(batch_file::Column::Kind)
                    .col(batch_file::Column::Number),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(batch_file::Entity, batch_file::Column::Batch)
                    .to(batch::Entity, batch::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(source_secret::Entity)
            .col(text(source_secret::Column::Source).primary_key())
            .col(blob(source_secret::Column::Secret))
            .to_owned();
        manager.create_table(table).await?;
        // Without a foreign key and an index: it is asked only of rows that are there anyway.
        let batch =
            Table::alter().table(report::Entity).add_column(uuid_null(report::Column::Batch)).to_owned();
        manager.alter_table(batch).await
    }
}
