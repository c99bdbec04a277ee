//! The rows, a file per table. They never leave this crate.

// The macros of the entities make everything `pub`; the module itself is private.
#![allow(unreachable_pub, missing_docs)]

use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, InsertMany, IntoActiveModel, Iterable};

use crate::{dialect, error::StoreError, source::Tx};

pub mod account;
pub mod area;
pub mod attachment;
pub mod attachment_piece;
pub mod batch;
pub mod batch_file;
pub mod batch_piece;
pub mod change;
pub mod charter;
pub mod detection_run;
pub mod disclosure;
pub mod duplicate;
pub mod finding;
pub mod finding_night;
pub mod finding_told;
pub mod finding_verdict;
pub mod head;
pub mod hotspot;
pub mod hotspot_finding;
pub mod hotspot_step;
pub mod hotspot_told;
pub mod invitation;
pub mod journal;
pub mod membership;
pub mod notice;
pub mod notice_step;
pub mod outbox;
pub mod passed;
pub mod picture_block;
pub mod picture_state;
pub mod recovery_code;
pub mod referral;
pub mod referral_step;
pub mod report;
pub mod report_version;
pub mod seal;
pub mod second_factor;
pub mod session;
pub mod source_secret;
pub mod token;

/// Inserts rows, as many in one statement as the database takes.
pub(crate) async fn insert_all<E, M, A>(tx: &Tx, rows: impl IntoIterator<Item = M>) -> Result<(), StoreError>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
    M: IntoActiveModel<A> + Send,
{
    insert_all_on(tx.connection(), rows).await
}

/// The same on any connection.
pub(crate) async fn insert_all_on<E, M, A>(
    connection: &impl sea_orm::ConnectionTrait,
    rows: impl IntoIterator<Item = M>,
) -> Result<(), StoreError>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
    M: IntoActiveModel<A> + Send,
{
    let most = dialect::rows_per_statement(E::Column::iter().count());
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<M> = rows.by_ref().take(most).collect();
        InsertMany::<A>::many(some).exec_without_returning(connection).await?;
    }
    Ok(())
}
