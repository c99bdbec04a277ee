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
