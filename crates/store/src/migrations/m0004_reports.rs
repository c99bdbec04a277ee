//! Why: reports with all their versions, because recipients keep the version that was passed on to them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{report, report_version};

super::step!("m0004_reports");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No reference to accounts: who entered a report stays known after the account is gone.
        let table = Table::create()
            .table(report::Entity)
            .col(uuid(report::Column::Id).primary_key())
            .col(text(report::Column::Partner))
            .col(text(report::Column::Unit))
            .col(text_null(report::Column::OwnRef))
            .col(integer(report::Column::Version))
            .col(big_integer(report::Column::EnteredAt))
            .col(uuid(report::Column::EnteredBy))
            .col(big_integer_null(report::Column::ClosedAt))
            .col(uuid_null(report::Column::ClosedBy))
            .col(text_null(report::Column::Outcome))
            .col(blob(report::Column::Salt))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(report_version::Entity)
            .col(uuid(report_version::Column::ReportId))
            .col(integer(report_version::Column::Version))
            .col(big_integer(report_version::Column::ChangedAt))
            .col(uuid(report_version::Column::ChangedBy))
            .col(text(report_version::Column::Source))
            .col(text(report_version::Column::Origin))
            .col(text(report_version::Column::Channel))
            .col(text(report_version::Column::Category))
            .col(text_null(report_version::Column::Modus))
            .col(double_null(report_version::Column::Lon))
            .col(double_null(report_version::Column::Lat))
            .col(big_integer_null(report_version::Column::Cell))
            .col(boolean(report_version::Column::Household))
            .col(big_integer(report_version::Column::FromMs))
            .col(big_integer_null(report_version::Column::ToMs))
            .col(text(report_version::Column::Title))
            .col(text(report_version::Column::Summary))
            .col(text(report_version::Column::Text))
            .col(text(report_version::Column::Urgency))
            .col(text_null(report_version::Column::AtMost))
            .primary_key(
                Index::create().col(report_version::Column::ReportId).col(report_version::Column::Version),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(report_version::Entity, report_version::Column::ReportId)
                    .to(report::Entity, report::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await
    }
}
