//! The writer: one task per process, one durable commit for all acts that wait.

use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt, future::BoxFuture};
use parking_lot::Mutex;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement, TransactionTrait,
};
use sea_orm_migration::async_trait::async_trait;
use tokio::{
    sync::{mpsc, oneshot},
    time::{Duration, sleep, timeout},
};

use crate::{
    dialect,
    error::StoreError,
    head,
    open::Written,
    source::{Told, Tx},
    turn::Turns,
};

/// Acts that wait before further ones have to.
const QUEUE: usize = 1_024;
/// Most acts in one commit, so that none waits long for its answer.
const GROUP: usize = 256;
/// Longest time in which acts join a commit.
const JOINING: Duration = Duration::from_millis(20);
/// Longest time to wait for a transaction to begin; others may hold the head for ten seconds.
const BEGINNING: Duration = Duration::from_secs(15);
/// Longest time to wait for a broken connection to let itself be closed.
const CLOSING: Duration = Duration::from_secs(2);

/// The end of the writer that others hold.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Act(Box<dyn Act>),
    Stop(oneshot::Sender<()>),
}

impl Writer {
    pub(crate) fn start(url: String, connection: DatabaseConnection) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let turns = dialect::turns(&url);
        tokio::spawn(Task { url, turns, connection: Some(connection), waiting }.run());
        Self { queue }
    }

    pub(crate) async fn write<T, E>(
        &self,
        act: impl for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    ) -> Result<Written<T>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting { act: Some(act), done: None, answer };
        let sent = self.queue.send(Message::Act(Box::new(waiting))).await;
        sent.map_err(|_| StoreError::Stopped)?;
        answered.await.unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    pub(crate) async fn stop(&self) {
        let (stopped, done) = oneshot::channel();
        if self.queue.send(Message::Stop(stopped)).await.is_ok() {
            _ = done.await;
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------
// An act that waits

/// An act that waits, whatever its types are.
trait Act: Send {
    /// Runs it; says whether it succeeded.
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool>;
    /// Makes it fail although it believes that it succeeded.
    fn fail(&mut self, error: StoreError);
    /// Answers it: with its own error if it failed, otherwise with the outcome of the commit.
    fn answer(self: Box<Self>, outcome: Result<u64, StoreError>);
}

struct Waiting<F, T, E> {
    act: Option<F>,
    done: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<Written<T>, E>>,
}

impl<F, T, E> Act for Waiting<F, T, E>
where
    F: for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool> {
        async move {
            let Some(act) = self.act.take() else { return false };
            // The call itself stands inside, too: an act may panic before it has a future.
            let done = AssertUnwindSafe(async { act(tx).await }).catch_unwind().await;
            let done = done.unwrap_or_else(|_| {
                tracing::error!("an act panicked; nothing of it was saved");
                Err(StoreError::Unavailable("the act broke off".to_owned()).into())
            });
            let succeeded = done.is_ok();
            self.done = Some(done);
            succeeded
        }
        .boxed()
    }

    fn fail(&mut self, error: StoreError) {
        if !matches!(self.done, Some(Err(_))) {
            self.done = Some(Err(error.into()));
        }
    }

    fn answer(self: Box<Self>, outcome: Result<u64, StoreError>) {
        let answer = match (self.done, outcome) {
            (Some(Ok(value)), Ok(position)) => Ok(Written { value, position }),
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            (None, Ok(_)) => Err(StoreError::Stopped.into()),
        };
        // Nobody may be waiting any more; the act is saved all the same.
        _ = self.answer.send(answer);
    }
}

// ---------------------------------------------------------------------------------------------------------------
// A savepoint

/// A savepoint that remembers what the database refused, and takes nothing more then.
#[derive(Debug)]
pub struct Savepoint {
    transaction: DatabaseTransaction,
    refused: Mutex<Option<StoreError>>,
}

impl Savepoint {
    async fn within(transaction: &DatabaseTransaction) -> Result<Self, StoreError> {
        Ok(Self { transaction: transaction.begin().await?, refused: Mutex::new(None) })
    }

    fn sound(&self) -> Result<(), DbErr> {
        match &*self.refused.lock() {
            None => Ok(()),
            Some(error) => {
                Err(DbErr::Custom(format!("an earlier statement of this act was refused: {error}")))
            }
        }
    }

    fn watch<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result {
            self.refused.lock().get_or_insert_with(|| dialect::classify(error));
        }
        result
    }
}

#[async_trait]
impl ConnectionTrait for Savepoint {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.sound()?;
        self.watch(self.transaction.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.sound()?;
        self.watch(self.transaction.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.sound()?;
        self.watch(self.transaction.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.sound()?;
        self.watch(self.transaction.query_all_raw(statement).await)
    }
}

// ---------------------------------------------------------------------------------------------------------------
// The task

struct Task {
    url: String,
    turns: Turns,
    /// Absent after a failure: a connection whose transaction went wrong is not trusted again.
    connection: Option<DatabaseConnection>,
    waiting: mpsc::Receiver<Message>,
}

/// Acts of one commit.
#[derive(Default)]
struct Group {
    succeeded: Vec<Box<dyn Act>>,
    told: Told,
    stop: Option<oneshot::Sender<()>>,
}

impl Task {
    async fn run(mut self) {
        let mut stopped = None;
        while let Some(message) = self.waiting.recv().await {
            stopped = match message {
                Message::Act(act) => self.commit_with(act).await,
                Message::Stop(stopped) => Some(stopped),
            };
            if stopped.is_some() {
                break;
            }
        }
        // Acts that came after the stop are answered by the drop of their channel.
        self.waiting.close();
        self.disconnect().await;
        if let Some(stopped) = stopped {
            _ = stopped.send(());
        }
    }

    /// Commits an act together with all that wait meanwhile, and answers them.
    async fn commit_with(&mut self, first: Box<dyn Act>) -> Option<oneshot::Sender<()>> {
        let mut group = Group::default();
        let outcome = self.try_commit(first, &mut group).await;
        if let Err(error) = &outcome {
            tracing::warn!(%error, acts = group.succeeded.len(), "a commit failed; nothing of it was saved");
            self.disconnect().await;
        }
        for act in group.succeeded {
            act.answer(outcome.clone());
        }
        group.stop
    }

    async fn try_commit(&mut self, first: Box<dyn Act>, group: &mut Group) -> Result<u64, StoreError> {
        let begun = self.begin().await;
        let (transaction, head) = match begun {
            Ok(begun) => begun,
            Err(error) => {
                first.answer(Err(error.clone()));
                return Err(error);
            }
        };
        self.gather(&transaction, first, group).await?;
        if group.succeeded.is_empty() {
            transaction.rollback().await?;
            return Ok(head);
        }
        let told = std::mem::take(&mut group.told);
        let position = head::advance(&transaction, head, told).await?;
        transaction.commit().await?;
        Ok(position)
    }

    /// Runs the first act and those that wait until then, up to a number and a time.
    async fn gather(
        &mut self,
        transaction: &DatabaseTransaction,
        first: Box<dyn Act>,
        group: &mut Group,
    ) -> Result<(), StoreError> {
        let mut enough = std::pin::pin!(sleep(JOINING));
        run_act(transaction, first, group).await?;
        for _ in 1..GROUP {
            if enough.as_mut().now_or_never().is_some() {
                break;
            }
            match self.waiting.try_recv() {
                Ok(Message::Act(act)) => run_act(transaction, act, group).await?,
                Ok(Message::Stop(stop)) => {
                    group.stop = Some(stop);
                    break;
                }
                Err(_) => break,
            }
        }
        Ok(())
    }

    /// Begins a transaction and locks the head. A connection that died meanwhile, or on which nothing comes back, is
    /// tried anew once: nothing has been done on it yet.
    async fn begin(&mut self) -> Result<(DatabaseTransaction, u64), StoreError> {
        if self.connection.is_some() {
            match timeout(BEGINNING, self.begin_once()).await {
                Ok(Ok(begun)) => return Ok(begun),
                Ok(Err(_)) | Err(_) => self.disconnect().await,
            }
        }
        self.connection = Some(dialect::connect_writer(&self.url).await?);
        self.begin_once().await
    }

    async fn begin_once(&self) -> Result<(DatabaseTransaction, u64), StoreError> {
        let Some(connection) = &self.connection else { return Err(StoreError::Stopped) };
        let turn = self.turns.wait().await;
        let transaction = dialect::begin(connection).await?;
        drop(turn);
        let head = head::lock(&transaction).await?;
        Ok((transaction, head))
    }

    async fn disconnect(&mut self) {
        if let Some(connection) = self.connection.take() {
            _ = timeout(CLOSING, connection.close()).await;
        }
    }
}

/// Runs an act in its savepoint. Its error is its own; an error here is that of the whole group.
async fn run_act(
    transaction: &DatabaseTransaction,
    mut act: Box<dyn Act>,
    group: &mut Group,
) -> Result<(), StoreError> {
    let savepoint = match Savepoint::within(transaction).await {
        Ok(savepoint) => savepoint,
        Err(error) => {
            act.answer(Err(error.clone()));
            return Err(error);
        }
    };
    let tx = Tx { savepoint, told: Mutex::default() };
    let succeeded = act.run(&tx).await;
    let Tx { savepoint: Savepoint { transaction, refused }, told } = tx;
    let refused = refused.into_inner();
    if succeeded && refused.is_none() {
        let released = transaction.commit().await;
        group.succeeded.push(act);
        released?;
        let told = told.into_inner();
        group.told.entries.extend(told.entries);
        group.told.changes.extend(told.changes);
        return Ok(());
    }
    if let Some(error) = &refused {
        act.fail(error.clone());
    }
    let undone = transaction.rollback().await;
    act.answer(Err(StoreError::Stopped));
    // SQLite may have given up the whole transaction; the reason is what was refused, not that it is gone.
    undone.map_err(|error| refused.unwrap_or_else(|| error.into()))
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;
    use sea_orm::ConnectionTrait;

    use crate::{
        Store, StoreError, charters,
        testing::{TestStore, sqlite},
    };

    async fn load(store: &Store, text: String) -> Result<u32, StoreError> {
        let loaded = store
            .write(move |tx| Box::pin(async move { charters::insert(tx, &text, Timestamp(0), None).await }))
            .await?;
        Ok(loaded.value)
    }

    /// Leaves so many pages of 4,096 bytes free, on this connection.
    async fn fill_the_disk(test: &TestStore, free: u32) {
        let filled = test.store.write::<_, StoreError>(move |tx| {
            Box::pin(async move {
                let backend = tx.connection().get_database_backend();
                let count = sea_orm::Statement::from_string(backend, "PRAGMA page_count");
                let pages = tx.connection().query_one_raw(count);
                let pages: i32 =
                    pages.await?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
                let limit = format!("PRAGMA max_page_count = {}", pages.unsigned_abs() + free);
                tx.connection().execute_unprepared(&limit).await?;
                Ok(())
            })
        });
        filled.await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_full_disk_is_said_and_the_writer_goes_on_when_there_is_room() {
        let test = sqlite().await;
        assert_eq!(load(&test.store, "vorher".to_owned()).await, Ok(1));
        fill_the_disk(&test, 3).await;
        let long = "x".repeat(40_000);
        let text = "klein".to_owned();
        let (large, small) = tokio::join!(load(&test.store, long.clone()), load(&test.store, text.clone()));
        assert_eq!(large, Err(StoreError::Full));
        assert!(matches!(small, Ok(2) | Err(StoreError::Full)), "{small:?}");
        let latest = charters::latest(&test.store.read()).await.unwrap();
        let expected = if small.is_ok() { (2, text) } else { (1, "vorher".to_owned()) };
        assert_eq!(latest, Some(expected.clone()), "nothing was half-written");
        // A new connection has no limit: there is room again.
        assert_eq!(load(&test.store, long).await, Ok(expected.0 + 1));
    }
}
