//! Why: pictures and documents belong to a report. Their content is large and seldom read, so it stands apart, in pieces
//! that no statement is too small for; removing it leaves the row that says that it was there.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{attachment, attachment_piece, report};

super::step!("m0014_attachments");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(attachment::Entity)
            .col(uuid(attachment::Column::Id).primary_key())
            .col(uuid(attachment::Column::ReportId))
            .col(integer(attachment::Column::Version))
            .col(text(attachment::Column::Kind))
            .col(text(attachment::Column::Name))
            .col(big_integer(attachment::Column::Length))
            .col(integer_null(attachment::Column::Width))
            .col(integer_null(attachment::Column::Height))
            .col(big_integer(attachment::Column::AddedAt))
            .col(uuid(attachment::Column::AddedBy))
            .col(big_integer_null(attachment::Column::RemovedAt))
            .col(uuid_null(attachment::Column::RemovedBy))
            .col(blob_null(attachment::Column::Small))
            .foreign_key(
                ForeignKey::create()
                    .from(attachment::Entity, attachment::Column::ReportId)
                    .to(report::Entity, report::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(attachment_piece::Entity)
            .col(uuid(attachment_piece::Column::Attachment))
            .col(integer(attachment_piece::Column::Number))
            .col(blob(attachment_piece::Column::Bytes))
            .primary_key(
                Index::create()
                    .col(attachment_piece::Column::Attachment)
                    .col(attachment_piece::Column::Number),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(attachment_piece::Entity, attachment_piece::Column::Attachment)
                    .to(attachment::Entity, attachment::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let index = Index::create()
            .name("attachment_report")
            .table(attachment::Entity)
            .col(attachment::Column::ReportId)
            .to_owned();
        manager.create_index(index).await
    }
}
