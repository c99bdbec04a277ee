//! Why: findings are followed from night to night, judged by people, and told to partners.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{detection_run, disclosure, finding, finding_night, finding_told, finding_verdict};

super::step!("m0015_findings");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(finding::Entity)
            .col(uuid(finding::Column::Id).primary_key())
            .col(text(finding::Column::Scope))
            .col(text(finding::Column::Basis))
            .col(text(finding::Column::Categories))
            .col(big_integer(finding::Column::FoundAt))
            .col(integer(finding::Column::LastDay))
            .to_owned();
        manager.create_table(table).await?;
        let by_scope = Index::create()
            .name("finding_scope")
            .table(finding::Entity)
            .col(finding::Column::Scope)
            .col(finding::Column::LastDay)
            .to_owned();
        manager.create_index(by_scope).await?;
        let table = Table::create()
            .table(finding_night::Entity)
            .col(uuid(finding_night::Column::FindingId))
            .col(integer(finding_night::Column::Day))
            .col(text(finding_night::Column::Change))
            .col(text(finding_night::Column::Cluster))
            .primary_key(
                Index::create().col(finding_night::Column::FindingId).col(finding_night::Column::Day),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(finding_night::Entity, finding_night::Column::FindingId)
                    .to(finding::Entity, finding::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(finding_verdict::Entity)
            .col(uuid(finding_verdict::Column::Id).primary_key())
            .col(uuid(finding_verdict::Column::Subject))
            .col(text(finding_verdict::Column::Partner))
            .col(uuid(finding_verdict::Column::GivenBy))
            .col(big_integer(finding_verdict::Column::At))
            .col(text(finding_verdict::Column::Judgement))
            .col(text(finding_verdict::Column::Reason))
            .to_owned();
        manager.create_table(table).await?;
        let by_subject = Index::create()
            .name("finding_verdict_subject")
            .table(finding_verdict::Entity)
            .col(finding_verdict::Column::Subject)
            .to_owned();
        manager.create_index(by_subject).await?;
        let table = Table::create()
            .table(finding_told::Entity)
            .col(uuid(finding_told::Column::DisclosureId).primary_key())
            .col(uuid(finding_told::Column::FindingId))
            .col(text(finding_told::Column::Content))
            .foreign_key(
                ForeignKey::create()
                    .from(finding_told::Entity, finding_told::Column::DisclosureId)
                    .to(disclosure::Entity, disclosure::Column::Id),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(finding_told::Entity, finding_told::Column::FindingId)
                    .to(finding::Entity, finding::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        // A night of a scope is run once: the key says so.
        let table = Table::create()
            .table(detection_run::Entity)
            .col(text(detection_run::Column::Scope))
            .col(integer(detection_run::Column::Day))
            .col(big_integer(detection_run::Column::At))
            .col(text(detection_run::Column::Notes))
            .primary_key(Index::create().col(detection_run::Column::Scope).col(detection_run::Column::Day))
            .to_owned();
        manager.create_table(table).await
    }
}
