//! Why: every commit needs a position that all processes agree on, and every entry a place in its chain.

use sea_orm_migration::{prelude::*, schema::*};

use crate::{head, rows};

super::step!("m0001_sequence");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use rows::{change, head as heads, journal, seal};
        let table = Table::create()
            .table(heads::Entity)
            .col(text(heads::Column::Name).primary_key())
            .col(big_integer(heads::Column::Position))
            .col(blob(heads::Column::Hash))
            .to_owned();
        manager.create_table(table).await?;
        // There from the start, because the writer locks this row.
        let start = Query::insert()
            .into_table(heads::Entity)
            .columns([heads::Column::Name, heads::Column::Position, heads::Column::Hash])
            .values_panic([head::CHANGE.into(), 0_i64.into(), vec![0_u8; 32].into()])
            .to_owned();
        manager.execute(start).await?;
        let table = Table::create()
            .table(change::Entity)
            .col(big_integer(change::Column::Position))
            .col(integer(change::Column::Ordinal))
            .col(text(change::Column::Kind))
            .col(uuid_null(change::Column::Subject))
            .primary_key(Index::create().col(change::Column::Position).col(change::Column::Ordinal))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(journal::Entity)
            .col(text(journal::Column::Controller))
            .col(big_integer(journal::Column::Position))
            .col(big_integer_null(journal::Column::At))
            .col(blob_null(journal::Column::Body))
            .col(blob(journal::Column::Leaf))
            .col(blob(journal::Column::Hash))
            .primary_key(Index::create().col(journal::Column::Controller).col(journal::Column::Position))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(seal::Entity)
            .col(text(seal::Column::Controller))
            .col(big_integer(seal::Column::Position))
            .col(blob(seal::Column::Key))
            .col(blob(seal::Column::Hash))
            .col(big_integer(seal::Column::At))
            .col(blob(seal::Column::Signature))
            .primary_key(
                Index::create()
                    .col(seal::Column::Controller)
                    .col(seal::Column::Position)
                    .col(seal::Column::Key),
            )
            .to_owned();
        manager.create_table(table).await
    }
}
