//! Why: complaint hotspots and fear spaces are kept in a register, from the site visit to what a measure did.

use sea_orm_migration::{prelude::*, schema::*};

use crate::rows::{disclosure, hotspot, hotspot_finding, hotspot_step, hotspot_told};

super::step!("m0016_hotspots");

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(hotspot::Entity)
            .col(uuid(hotspot::Column::Id).primary_key())
            .col(text(hotspot::Column::Partner))
            .col(text(hotspot::Column::Unit))
            .col(text(hotspot::Column::Kind))
            .col(text(hotspot::Column::Title))
            .col(text(hotspot::Column::Note))
            .col(text(hotspot::Column::Categories))
            .col(text(hotspot::Column::Middle))
            .col(integer(hotspot::Column::Rings))
            .col(big_integer(hotspot::Column::OpenedAt))
            .col(uuid(hotspot::Column::OpenedBy))
            .to_owned();
        manager.create_table(table).await?;
        let by_unit =
            Index::create().name("hotspot_unit").table(hotspot::Entity).col(hotspot::Column::Unit).to_owned();
        manager.create_index(by_unit).await?;
        // The key says that no two make the same step at once.
        let table = Table::create()
            .table(hotspot_step::Entity)
            .col(uuid(hotspot_step::Column::HotspotId))
            .col(integer(hotspot_step::Column::Number))
            .col(big_integer(hotspot_step::Column::At))
            .col(uuid(hotspot_step::Column::By))
            .col(text(hotspot_step::Column::What))
            .primary_key(
                Index::create().col(hotspot_step::Column::HotspotId).col(hotspot_step::Column::Number),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(hotspot_step::Entity, hotspot_step::Column::HotspotId)
                    .to(hotspot::Entity, hotspot::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(hotspot_finding::Entity)
            .col(uuid(hotspot_finding::Column::HotspotId))
            .col(uuid(hotspot_finding::Column::Subject))
            .col(big_integer(hotspot_finding::Column::At))
            .primary_key(
                Index::create().col(hotspot_finding::Column::HotspotId).col(hotspot_finding::Column::Subject),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(hotspot_finding::Entity, hotspot_finding::Column::HotspotId)
                    .to(hotspot::Entity, hotspot::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table(hotspot_told::Entity)
            .col(uuid(hotspot_told::Column::DisclosureId).primary_key())
            .col(uuid(hotspot_told::Column::HotspotId))
            .col(text(hotspot_told::Column::Content))
            .foreign_key(
                ForeignKey::create()
                    .from(hotspot_told::Entity, hotspot_told::Column::DisclosureId)
                    .to(disclosure::Entity, disclosure::Column::Id),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(hotspot_told::Entity, hotspot_told::Column::HotspotId)
                    .to(hotspot::Entity, hotspot::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await
    }
}
