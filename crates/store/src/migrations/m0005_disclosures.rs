//! Why: who may see which version of a report, on which basis and until when.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{disclosure, passed, report_version};

super::step!("m0005_disclosures");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(disclosure::Entity)
            .col(uuid(disclosure::Column::Id).primary_key())
            .col(text(disclosure::Column::FromPartner))
            .col(text(disclosure::Column::Unit))
            .col(text(disclosure::Column::Audience))
            .col(text(disclosure::Column::Partners))
            .col(text(disclosure::Column::Place))
            .col(text(disclosure::Column::Time))
            .col(text(disclosure::Column::Text))
            .col(boolean(disclosure::Column::Attachments))
            .col(text(disclosure::Column::LegalBasis))
            .col(text(disclosure::Column::Purpose))
            .col(text_null(disclosure::Column::Profile))
            .col(text_null(disclosure::Column::Rule))
            .col(uuid(disclosure::Column::MadeBy))
            .col(big_integer(disclosure::Column::MadeAt))
            .col(big_integer(disclosure::Column::ExpiresAt))
            .col(uuid_null(disclosure::Column::WithdrawnBy))
            .col(big_integer_null(disclosure::Column::WithdrawnAt))
            .col(text_null(disclosure::Column::WithdrawnReason))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(passed::Entity)
            .col(uuid(passed::Column::ReportId))
            .col(uuid(passed::Column::DisclosureId))
            .col(integer(passed::Column::Version))
            .primary_key(Index::create().col(passed::Column::ReportId).col(passed::Column::DisclosureId))
            .foreign_key(
                ForeignKey::create()
                    .from(passed::Entity, passed::Column::DisclosureId)
                    .to(disclosure::Entity, disclosure::Column::Id),
            )
            // Only a version that exists can be passed on.
            .foreign_key(
                ForeignKey::create()
                    .from(passed::Entity, (passed::Column::ReportId, passed::Column::Version))
                    .to(
                        report_version::Entity,
                        (report_version::Column::ReportId, report_version::Column::Version),
                    ),
            )
            .to_owned();
        manager.create_table(table).await?;
        let by_disclosure = Index::create()
            .name("passed_disclosure")
            .table(passed::Entity)
            .col(passed::Column::DisclosureId)
            .col(passed::Column::ReportId)
            .to_owned();
        manager.create_index(by_disclosure).await
    }
}
