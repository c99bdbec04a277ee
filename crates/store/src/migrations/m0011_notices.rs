//! Why: whoever is on duty is told of what is urgent, and how fast that goes is a figure. E-mails go out after the
//! commit that asked for them, so they wait in a table.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{disclosure, notice, notice_step, outbox, report};

super::step!("m0011_notices");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(notice::Entity)
            .col(uuid(notice::Column::Id).primary_key())
            .col(uuid(notice::Column::ReportId))
            .col(uuid(notice::Column::DisclosureId))
            .col(text(notice::Column::FromPartner))
            .col(text(notice::Column::FromUnit))
            .col(text(notice::Column::ToPartner))
            .col(text(notice::Column::Stations))
            .col(big_integer(notice::Column::KnownSince))
            .col(big_integer(notice::Column::EnteredAt))
            .col(big_integer(notice::Column::SentAt))
            .col(boolean(notice::Column::Open))
            .foreign_key(
                ForeignKey::create()
                    .from(notice::Entity, notice::Column::ReportId)
                    .to(report::Entity, report::Column::Id),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(notice::Entity, notice::Column::DisclosureId)
                    .to(disclosure::Entity, disclosure::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(notice_step::Entity)
            .col(uuid(notice_step::Column::NoticeId))
            .col(integer(notice_step::Column::Number))
            .col(big_integer(notice_step::Column::At))
            .col(uuid_null(notice_step::Column::By))
            .col(text(notice_step::Column::What))
            .col(big_integer_null(notice_step::Column::ToldAt))
            .primary_key(Index::create().col(notice_step::Column::NoticeId).col(notice_step::Column::Number))
            .foreign_key(
                ForeignKey::create()
                    .from(notice_step::Entity, notice_step::Column::NoticeId)
                    .to(notice::Entity, notice::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        // Neither address nor content stands here: both are looked up when it is sent.
        let table = Table::create()
            .table(outbox::Entity)
            .col(uuid(outbox::Column::Id).primary_key())
            .col(uuid(outbox::Column::Account))
            .col(text(outbox::Column::Kind))
            .col(big_integer(outbox::Column::MadeAt))
            .col(integer(outbox::Column::Tries))
            .col(big_integer_null(outbox::Column::NextAt))
            .col(big_integer_null(outbox::Column::SentAt))
            .to_owned();
        manager.create_table(table).await?;
        for index in [
            Index::create()
                .name("notice_report")
                .table(notice::Entity)
                .col(notice::Column::ReportId)
                .to_owned(),
            Index::create()
                .name("notice_to")
                .table(notice::Entity)
                .col(notice::Column::ToPartner)
                .col(notice::Column::SentAt)
                .to_owned(),
            Index::create()
                .name("notice_from")
                .table(notice::Entity)
                .col(notice::Column::FromUnit)
                .col(notice::Column::SentAt)
                .to_owned(),
            Index::create().name("outbox_next").table(outbox::Entity).col(outbox::Column::NextAt).to_owned(),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
