//! Opening a store, and the handle to it.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use sea_orm::DatabaseConnection;
use sea_orm_migration::MigratorTrait;

use crate::{
    dialect,
    error::StoreError,
    migrations::Migrations,
    source::{Read, Tx},
    writer::Writer,
};

/// Where the data are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// `sqlite:///absolute/path.db` or `postgres://user:password@host/database`.
    pub url: String,
    /// How many connections read; at least one.
    pub readers: u32,
}

/// A handle to the database; cheap to clone. When the last one is dropped, what waits is written and then it closes.
#[derive(Debug, Clone)]
pub struct Store {
    readers: DatabaseConnection,
    writer: Arc<Writer>,
}

/// What an act returned, and the commit that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// What the act returned.
    pub value: T,
    /// Position of the commit in the change sequence; the last one there was, if the act told no change and no entry.
    pub position: u64,
}

impl Store {
    /// Opens the database, creates it if it is not there, and brings its tables up to date.
    pub async fn open(options: &Options) -> Result<Self, StoreError> {
        let connection = dialect::connect_writer(&options.url).await?;
        migrate(&connection).await?;
        let readers = dialect::connect_readers(&options.url, options.readers).await?;
        let writer = Arc::new(Writer::start(options.url.clone(), connection));
        Ok(Self { readers, writer })
    }

    /// Does an act: all of it is saved durably before this returns, or nothing is.
    ///
    /// Acts that wait at the same time are saved by one commit, each in a savepoint of its own. An act runs to its end
    /// even if the caller no longer waits for it. If the connection breaks during the commit itself, nobody can know
    /// whether it was saved; the answer is [`StoreError::Unavailable`] then.
    pub async fn write<T, E>(
        &self,
        act: impl for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    ) -> Result<Written<T>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(act).await
    }

    /// Reads what is committed.
    pub fn read(&self) -> Read {
        Read(self.readers.clone())
    }

    /// Finishes what waits, then closes. Other handles answer [`StoreError::Stopped`] from then on.
    pub async fn close(self) {
        self.writer.stop().await;
        if let Err(error) = self.readers.close().await {
            tracing::warn!(%error, "the database did not close cleanly");
        }
    }
}

async fn migrate(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let transaction = dialect::begin(connection).await?;
    dialect::lock_schema(&transaction).await?;
    Migrations::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(())
}
