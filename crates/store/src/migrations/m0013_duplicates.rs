//! Why: one happening that several sources report counts once, where a person said so.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{duplicate, report};

super::step!("m0013_duplicates");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_report = |column: duplicate::Column| {
            ForeignKey::create()
                .from(duplicate::Entity, column)
                .to(report::Entity, report::Column::Id)
                .to_owned()
        };
        let table = Table::create()
            .table(duplicate::Entity)
            .col(uuid(duplicate::Column::First))
            .col(uuid(duplicate::Column::Second))
            .col(text(duplicate::Column::Verdict))
            .col(uuid(duplicate::Column::By))
            .col(text(duplicate::Column::Partner))
            .col(big_integer(duplicate::Column::At))
            .primary_key(Index::create().col(duplicate::Column::First).col(duplicate::Column::Second))
            .foreign_key(&mut of_report(duplicate::Column::First))
            .foreign_key(&mut of_report(duplicate::Column::Second))
            .to_owned();
        manager.create_table(table).await?;
        let by_second = Index::create()
            .name("duplicate_second")
            .table(duplicate::Entity)
            .col(duplicate::Column::Second)
            .to_owned();
        manager.create_index(by_second).await
    }
}
