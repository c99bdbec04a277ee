//! The tables, step by step. A step that was released is never changed; what it got wrong, a later one corrects.

use sea_orm::DynIden;
use sea_orm_migration::{MigrationTrait, MigratorTrait, sea_query::IntoIden};

mod m0001_sequence;
mod m0002_charter;
mod m0003_people;
mod m0004_reports;
mod m0005_disclosures;
mod m0006_picture;
mod m0008_known_since;
mod m0009_batches;
mod m0010_referrals;
mod m0011_notices;
mod m0012_second_factor;
mod m0013_duplicates;
mod m0014_attachments;
mod m0015_findings;
mod m0016_hotspots;
mod m0017_pieces;

/// A table that is no longer there.
const BATCH_BLOCK: &str = "batch_block";

/// All steps, in order.
pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_sequence::Step),
            Box::new(m0002_charter::Step),
            Box::new(m0003_people::Step),
            Box::new(m0004_reports::Step),
            Box::new(m0005_disclosures::Step),
            Box::new(m0006_picture::Step),
            Box::new(m0008_known_since::Step),
            Box::new(m0009_batches::Step),
            Box::new(m0010_referrals::Step),
            Box::new(m0011_notices::Step),
            Box::new(m0012_second_factor::Step),
            Box::new(m0013_duplicates::Step),
            Box::new(m0014_attachments::Step),
            Box::new(m0015_findings::Step),
            Box::new(m0016_hotspots::Step),
            Box::new(m0017_pieces::Step),
        ]
    }

    fn migration_table_name() -> DynIden {
        "migration".into_iden()
    }
}

/// What a step has in common with all others: its name is that of its file, and there is no way back, because a
/// way back would throw data away.
macro_rules! step {
    ($name:literal) => {
        pub(super) struct Step;

        impl sea_orm_migration::MigrationName for Step {
            fn name(&self) -> &str {
                $name
            }
        }
    };
}
use step;

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Database, EntityTrait, IntoActiveModel, sea_query::Query};
    use uuid::Uuid;

    use super::*;
    use crate::{
        Options, Store, StoreError, batches, disclosures, reports,
        rows::{batch, disclosure, passed, report, report_version},
    };

    fn uuid(number: u8) -> Uuid {
        uuid::Builder::from_random_bytes([number; 16]).into_uuid()
    }

    fn a_batch(number: u8, visible_at: Option<i64>) -> batch::Model {
        batch::Model {
            id: uuid(number),
            partner: "stadt".to_owned(),
            unit: "ordnungsamt".to_owned(),
            source: "portal".to_owned(),
            entered_by: uuid(9),
            entered_at: 0,
            file: "auszug.csv".to_owned(),
            digest: String::new(),
            profile: String::new(),
            counts: "{}".to_owned(),
            blocks: 3,
            begun_at: Some(0),
            visible_at,
            confirmed_at: None,
            confirmed_by: None,
            discarded_at: None,
        }
    }

    fn a_disclosure() -> disclosure::Model {
        disclosure::Model {
            id: uuid(50),
            from_partner: "stadt".to_owned(),
            unit: "ordnungsamt".to_owned(),
            audience: "lage".to_owned(),
            partners: "[]".to_owned(),
            place: "200m".to_owned(),
            time: "day".to_owned(),
            text: "none".to_owned(),
            attachments: false,
            legal_basis: "polg-27".to_owned(),
            purpose: String::new(),
            profile: None,
            rule: None,
            made_by: uuid(9),
            made_at: 0,
            expires_at: 1,
            withdrawn_by: None,
            withdrawn_at: None,
            withdrawn_reason: None,
        }
    }

    fn a_version(report_id: Uuid) -> report_version::Model {
        report_version::Model {
            report_id,
            version: 1,
            changed_at: 0,
            changed_by: uuid(9),
            source: "portal".to_owned(),
            origin: "citizen".to_owned(),
            channel: "import".to_owned(),
            category: "laerm".to_owned(),
            modus: None,
            lon: None,
            lat: None,
            cell: None,
            household: false,
            from_ms: 0,
            to_ms: None,
            title: "Laute Musik".to_owned(),
            summary: String::new(),
            text: String::new(),
            urgency: "normal".to_owned(),
            at_most: None,
        }
    }

    /// As it was before pieces: with versions in rows, and what was passed on referring to them.
    async fn fill(connection: &impl ConnectionTrait) {
        let batches = [a_batch(1, Some(5)), a_batch(2, None)].map(IntoActiveModel::into_active_model);
        batch::Entity::insert_many(batches).exec_without_returning(connection).await.unwrap();
        for (number, batch) in [(10, None), (11, Some(1)), (12, Some(2))] {
            use report::Column::{Batch, EnteredAt, EnteredBy, Id, Partner, Salt, Unit, Version};
            let mut head = Query::insert();
            head.into_table(report::Entity)
                .columns([Id, Partner, Unit, Version, EnteredAt, EnteredBy, Salt, Batch])
                .values_panic([
                    uuid(number).into(),
                    "stadt".into(),
                    "ordnungsamt".into(),
                    1.into(),
                    0_i64.into(),
                    uuid(9).into(),
                    vec![7_u8; 16].into(),
                    batch.map(uuid).into(),
                ]);
            connection.execute(&head).await.unwrap();
            let version = a_version(uuid(number)).into_active_model();
            report_version::Entity::insert(version).exec_without_returning(connection).await.unwrap();
        }
        let made = a_disclosure().into_active_model();
        disclosure::Entity::insert(made).exec_without_returning(connection).await.unwrap();
        let passed = [10, 11].map(|number| {
            let row = passed::Model { report_id: uuid(number), disclosure_id: uuid(50), version: 1 };
            row.into_active_model()
        });
        passed::Entity::insert_many(passed).exec_without_returning(connection).await.unwrap();
    }

    async fn what_stood_there_before_pieces_is_there_after(url: String) {
        let steps = Migrations::migrations();
        let before = steps.iter().position(|step| step.name() == "m0017_pieces").unwrap();
        let connection = Database::connect(&url).await.unwrap();
        Migrations::up(&connection, Some(before as u32)).await.unwrap();
        fill(&connection).await;
        connection.close().await.unwrap();

        let store = Store::open(&Options { url, readers: 1 }).await.unwrap();
        let read = store.read();
        let id = |number| domain::ids::ReportId(uuid(number));
        let disclosure = domain::ids::DisclosureId(uuid(50));
        let mut passed = disclosures::passed(&read, disclosure).await.unwrap();
        passed.sort_unstable();
        let mut expected = [(id(10), 1), (id(11), 1)];
        expected.sort_unstable();
        assert_eq!(passed, expected);
        let title = |number| {
            let read = read.clone();
            async move { reports::by_id(&read, id(number)).await.unwrap().map(|report| report.content.title) }
        };
        assert_eq!(title(11).await.as_deref(), Some("Laute Musik"), "what was seen stays");
        assert_eq!(title(12).await, None, "what nobody had seen comes again with its file");
        let batch = |number| {
            let read = read.clone();
            async move {
                let batch = batches::by_id(&read, domain::ids::BatchId(uuid(number))).await.unwrap();
                batch.map(|batch| batch.blocks)
            }
        };
        assert_eq!((batch(1).await, batch(2).await), (Some(3), Some(0)));
        // The one that was seen can still be confirmed: what its reports are about is known.
        let seen = domain::ids::BatchId(uuid(1));
        assert_eq!(batches::block(&read, seen, 0).await.unwrap(), None);
        let about = batches::categories_in_rows(&read, seen).await.unwrap();
        assert_eq!(about, [(id(11), "laerm".parse().unwrap())]);
        let of_none = store.write(move |tx| {
            Box::pin(async move { disclosures::pass(tx, disclosure, &[(id(12), 1)]).await })
        });
        assert!(matches!(of_none.await, Err(StoreError::Conflict(_))));
        store.close().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_database_from_before_pieces_reads_on_sqlite() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", dir.path().join("before.db").display());
        what_stood_there_before_pieces_is_there_after(url).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_database_from_before_pieces_reads_on_postgresql() {
        what_stood_there_before_pieces_is_there_after(crate::testing::empty_on_postgres().await).await;
    }
}
