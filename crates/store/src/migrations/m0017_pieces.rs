//! Why: half a million reports of a file, each with a row for its only version, cost three times what they cost in packed
//! pieces, from which the picture reads, too. Decision 0012.

use sea_orm_migration::{prelude::*, schema::*, sea_query::Query};

use sea_orm::ColumnTrait;

use crate::rows::{batch, batch_piece, disclosure, passed, report, report_version};

super::step!("m0017_pieces");

/// The table of what was passed on, while it is made anew.
const ANEW: &str = "passed_anew";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(batch_piece::Entity)
            .col(uuid(batch_piece::Column::Batch))
            .col(integer(batch_piece::Column::Number))
            .col(blob(batch_piece::Column::Bytes))
            .primary_key(Index::create().col(batch_piece::Column::Batch).col(batch_piece::Column::Number))
            .foreign_key(
                ForeignKey::create()
                    .from(batch_piece::Entity, batch_piece::Column::Batch)
                    .to(batch::Entity, batch::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        // What of a batch nobody has seen yet comes again with its file.
        manager.drop_table(Table::drop().table(super::BATCH_BLOCK).to_owned()).await?;
        let unseen = Query::select()
            .column(batch::Column::Id)
            .from(batch::Entity)
            .and_where(batch::Column::VisibleAt.is_null())
            .to_owned();
        let heads = Query::select()
            .column(report::Column::Id)
            .from(report::Entity)
            .and_where(report::Column::Batch.in_subquery(unseen.clone()))
            .to_owned();
        let mut versions = Query::delete();
        versions
            .from_table(report_version::Entity)
            .and_where(report_version::Column::ReportId.in_subquery(heads));
        manager.execute(versions).await?;
        let mut heads = Query::delete();
        heads.from_table(report::Entity).and_where(report::Column::Batch.in_subquery(unseen));
        manager.execute(heads).await?;
        let mut batches = Query::update();
        batches
            .table(batch::Entity)
            .value(batch::Column::Blocks, 0)
            .and_where(batch::Column::VisibleAt.is_null());
        manager.execute(batches).await?;

        let piece =
            Table::alter().table(report::Entity).add_column(integer_null(report::Column::Piece)).to_owned();
        manager.alter_table(piece).await?;

        // A first version may stand in a piece now: what is passed on refers to the report, and `disclosures::pass` sees
        // to it that the version is there. No database changes a reference in all the ways the other one knows.
        let table = Table::create()
            .table(ANEW)
            .col(uuid(passed::Column::ReportId))
            .col(uuid(passed::Column::DisclosureId))
            .col(integer(passed::Column::Version))
            .primary_key(Index::create().col(passed::Column::ReportId).col(passed::Column::DisclosureId))
            .foreign_key(
                ForeignKey::create()
                    .from(ANEW, passed::Column::DisclosureId)
                    .to(disclosure::Entity, disclosure::Column::Id),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(ANEW, passed::Column::ReportId)
                    .to(report::Entity, report::Column::Id),
            )
            .to_owned();
        manager.create_table(table).await?;
        let columns = [passed::Column::ReportId, passed::Column::DisclosureId, passed::Column::Version];
        let all = Query::select().columns(columns).from(passed::Entity).to_owned();
        let mut copy = Query::insert();
        copy.into_table(ANEW).columns(columns);
        copy.select_from(all).map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.execute(copy).await?;
        manager.drop_table(Table::drop().table(passed::Entity).to_owned()).await?;
        manager.rename_table(Table::rename().table(ANEW, passed::Entity).to_owned()).await?;
        let by_disclosure = Index::create()
            .name("passed_disclosure")
            .table(passed::Entity)
            .col(passed::Column::DisclosureId)
            .col(passed::Column::ReportId)
            .to_owned();
        manager.create_index(by_disclosure).await
    }
}
