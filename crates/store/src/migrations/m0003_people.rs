//! Why: people sign in, and their rights follow from memberships. Secrets are kept as hashes only.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{account, invitation, membership, session, token};

super::step!("m0003_people");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(account::Entity)
            .col(uuid(account::Column::Id).primary_key())
            .col(text(account::Column::Partner))
            .col(text(account::Column::Email).unique_key())
            .col(text(account::Column::Name))
            .col(text(account::Column::Language))
            .col(big_integer(account::Column::CreatedAt))
            .col(big_integer_null(account::Column::DisabledAt))
            .col(big_integer_null(account::Column::LastVisit))
            .col(text_null(account::Column::PasswordHash))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(membership::Entity)
            .col(uuid(membership::Column::Id).primary_key())
            .col(uuid(membership::Column::Account))
            .col(text(membership::Column::OfKind))
            .col(text_null(membership::Column::OfName))
            .col(text(membership::Column::Role))
            .col(big_integer(membership::Column::FromMs))
            .col(big_integer_null(membership::Column::UntilMs))
            .foreign_key(&mut account_of(membership::Entity, membership::Column::Account))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(session::Entity)
            .col(blob(session::Column::Hash).primary_key())
            .col(uuid(session::Column::Account))
            .col(big_integer(session::Column::CreatedAt))
            .col(big_integer(session::Column::SeenAt))
            .col(big_integer(session::Column::ExpiresAt))
            .col(text(session::Column::Csrf))
            .col(text_null(session::Column::Occasion))
            .col(text(session::Column::UserAgent))
            .foreign_key(&mut account_of(session::Entity, session::Column::Account))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(token::Entity)
            .col(uuid(token::Column::Id).primary_key())
            .col(uuid(token::Column::Account))
            .col(blob(token::Column::Hash).unique_key())
            .col(text(token::Column::Name))
            .col(text(token::Column::Scope))
            .col(big_integer(token::Column::CreatedAt))
            .col(big_integer(token::Column::ExpiresAt))
            .col(big_integer_null(token::Column::RevokedAt))
            .foreign_key(&mut account_of(token::Entity, token::Column::Account))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(invitation::Entity)
            .col(blob(invitation::Column::Hash).primary_key())
            .col(uuid(invitation::Column::Account))
            .col(text(invitation::Column::Purpose))
            .col(big_integer(invitation::Column::ExpiresAt))
            .col(big_integer_null(invitation::Column::UsedAt))
            .foreign_key(&mut account_of(invitation::Entity, invitation::Column::Account))
            .to_owned();
        manager.create_table(table).await?;
        for index in [
            Index::create()
                .name("membership_account")
                .table(membership::Entity)
                .col(membership::Column::Account)
                .to_owned(),
            Index::create()
                .name("session_account")
                .table(session::Entity)
                .col(session::Column::Account)
                .to_owned(),
            Index::create().name("token_account").table(token::Entity).col(token::Column::Account).to_owned(),
            Index::create()
                .name("account_partner")
                .table(account::Entity)
                .col(account::Column::Partner)
                .to_owned(),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn account_of(table: impl IntoTableRef, column: impl IntoIden) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(account::Entity, account::Column::Id).to_owned()
}
