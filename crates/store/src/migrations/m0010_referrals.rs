//! Why: a report goes to the unit that can act, and what came of it comes back. Steps are added and never changed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{disclosure, referral, referral_step, report};

super::step!("m0010_referrals");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(referral::Entity)
            .col(uuid(referral::Column::Id).primary_key())
            .col(uuid(referral::Column::ReportId))
            .col(uuid(referral::Column::DisclosureId))
            .col(text(referral::Column::FromPartner))
            .col(text(referral::Column::FromUnit))
            .col(text(referral::Column::ToPartner))
            .col(text(referral::Column::ToUnit))
            .col(big_integer(referral::Column::SentAt))
            .col(uuid(referral::Column::SentBy))
            .col(text(referral::Column::Request))
            .col(big_integer_null(referral::Column::EndedAt))
            .foreign_key(
                ForeignKey::create()
                    .from(referral::Entity, referral::Column::ReportId)
                    .to(report::Entity, report::Column::Id),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(referral::Entity, referral::Column::DisclosureId)
                    .to(disclosure::Entity, disclosure::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(referral_step::Entity)
            .col(uuid(referral_step::Column::ReferralId))
            .col(integer(referral_step::Column::Number))
            .col(big_integer(referral_step::Column::At))
            .col(uuid(referral_step::Column::By))
            .col(text(referral_step::Column::What))
            .col(text(referral_step::Column::Text))
            .col(text_null(referral_step::Column::Outcome))
            .col(integer_null(referral_step::Column::Day))
            .primary_key(
                Index::create().col(referral_step::Column::ReferralId).col(referral_step::Column::Number),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(referral_step::Entity, referral_step::Column::ReferralId)
                    .to(referral::Entity, referral::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        for (name, column) in [
            ("referral_report", referral::Column::ReportId),
            ("referral_from", referral::Column::FromUnit),
            ("referral_to", referral::Column::ToUnit),
        ] {
            let index = Index::create()
                .name(name)
                .table(referral::Entity)
                .col(column)
                .col(referral::Column::SentAt)
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
