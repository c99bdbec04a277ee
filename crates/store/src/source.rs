//! Where queries run: outside a transaction ([`Read`]) or inside an act ([`Tx`]).

use parking_lot::Mutex;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use domain::journal::Entry;

use crate::{changes::Change, writer::Savepoint};

/// Something that the query functions can read from: a [`Read`] or a [`Tx`].
pub trait Source: sealed::Connect {}

pub(crate) mod sealed {
    use sea_orm::ConnectionTrait;

    /// Gives the connection; nobody outside can implement it or call it usefully.
    pub trait Connect: Send + Sync {
        #[doc(hidden)]
        type Connection: ConnectionTrait + Send + Sync;
        #[doc(hidden)]
        fn connection(&self) -> &Self::Connection;
    }
}

/// Reads what is committed. It cannot write: its connections are read-only.
#[derive(Debug, Clone)]
pub struct Read(pub(crate) DatabaseConnection);

impl Source for Read {}

impl sealed::Connect for Read {
    type Connection = DatabaseConnection;
    fn connection(&self) -> &DatabaseConnection {
        &self.0
    }
}

/// One act's part of the transaction. All of it is saved, or nothing.
///
/// After a statement that the database refused it takes no more statements, and the act cannot succeed: PostgreSQL
/// demands that, and so SQLite behaves alike.
#[derive(Debug)]
pub struct Tx {
    pub(crate) savepoint: Savepoint,
    pub(crate) told: Mutex<Told>,
}

/// What an act told about itself, written when the group commits.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) entries: Vec<Entry>,
    pub(crate) changes: Vec<Change>,
}

impl Tx {
    /// Enters the act into the journal of its controller.
    pub fn journal(&self, entry: Entry) {
        self.told.lock().entries.push(entry);
    }

    /// Says what the act changed, so that every process follows.
    pub fn changed(&self, change: Change) {
        self.told.lock().changes.push(change);
    }

    pub(crate) fn connection(&self) -> &impl ConnectionTrait {
        &self.savepoint
    }
}

impl Source for Tx {}

impl sealed::Connect for Tx {
    type Connection = Savepoint;
    fn connection(&self) -> &Savepoint {
        &self.savepoint
    }
}
