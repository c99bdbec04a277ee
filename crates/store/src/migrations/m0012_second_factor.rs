//! Why: who administers or reads the journal proves more than a password. The secret of a device must be known to
//! compute its codes, so it stands here as it is; recovery codes are kept as hashes, and used ones are gone.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{account, recovery_code, second_factor, session};

super::step!("m0012_second_factor");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(second_factor::Entity)
            .col(uuid(second_factor::Column::Account).primary_key())
            .col(blob(second_factor::Column::Secret))
            .col(big_integer_null(second_factor::Column::SetUpAt))
            .col(big_integer(second_factor::Column::LastStep))
            .foreign_key(
                ForeignKey::create()
                    .from(second_factor::Entity, second_factor::Column::Account)
                    .to(account::Entity, account::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(recovery_code::Entity)
            .col(blob(recovery_code::Column::Hash).primary_key())
            .col(uuid(recovery_code::Column::Account))
            .foreign_key(
                ForeignKey::create()
                    .from(recovery_code::Entity, recovery_code::Column::Account)
                    .to(account::Entity, account::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let by_account = Index::create()
            .name("recovery_code_account")
            .table(recovery_code::Entity)
            .col(recovery_code::Column::Account)
            .to_owned();
        manager.create_index(by_account).await?;
        let proof = Table::alter()
            .table(session::Entity)
            .add_column(text(session::Column::Proof).default("password"))
            .to_owned();
        manager.alter_table(proof).await
    }
}
