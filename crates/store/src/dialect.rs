//! The only place that knows which database it is.

use std::{path::Path, str::FromStr, time::Duration};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    RuntimeErr, SqlErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
    sqlx::{
        self,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};

use crate::{error::StoreError, turn::Turns};

/// How long to wait for a connection, or for another process to finish its commit.
const PATIENCE: Duration = Duration::from_secs(10);

/// Most values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
const BINDS_MAX: usize = 32_766;

/// How many rows of so many columns fit into one statement. More than a thousand gain nothing.
pub(crate) fn rows_per_statement(columns: usize) -> usize {
    (BINDS_MAX / columns.max(1)).clamp(1, 1_000)
}

/// The one connection that writes.
pub(crate) async fn connect_writer(url: &str) -> Result<DatabaseConnection, StoreError> {
    connect(url, 1, false).await
}

/// The connections that read and cannot write.
pub(crate) async fn connect_readers(url: &str, number: u32) -> Result<DatabaseConnection, StoreError> {
    connect(url, number.max(1), true).await
}

async fn connect(url: &str, connections: u32, read_only: bool) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        // A ping before every query doubles the time of a short one; the writer tries a dead connection anew.
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    if sqlx::sqlite::SqliteConnectOptions::from_str(url).is_ok() {
        options.map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(!read_only)
                .read_only(read_only)
                .journal_mode(SqliteJournalMode::Wal)
                // FULL, not NORMAL: what was answered must survive the loss of power.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(PATIENCE)
                .pragma("cache_size", "-32000")
                .pragma("temp_store", "memory")
                .pragma("trusted_schema", "off")
        });
    } else {
        options.map_sqlx_postgres_opts(move |postgres| {
            postgres.application_name("lagenetz").options([
                ("default_transaction_read_only", if read_only { "on" } else { "off" }),
                // Only as durable as SQLite above, whatever the server's default is.
                ("synchronous_commit", "on"),
                // A process that hangs within its commit must not stop all others.
                ("lock_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "30s"),
                ("statement_timeout", "60s"),
            ])
        });
    }
    Ok(Database::connect(options).await?)
}

/// The turns in which processes write to this database.
pub(crate) fn turns(url: &str) -> Turns {
    let options = sqlx::sqlite::SqliteConnectOptions::from_str(url).ok();
    Turns::beside(options.as_ref().map(|options| options.get_filename()))
}

/// Begins a transaction that will write. SQLite takes its lock here; PostgreSQL with the head row.
pub(crate) async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
    Ok(connection.begin_with_options(options).await?)
}

/// Lets only one process at a time change the tables.
pub(crate) async fn lock_schema(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        // Any number, as long as nobody else in this database means something else by it.
        transaction.execute_unprepared("SELECT pg_advisory_xact_lock(4919210711)").await?;
    }
    Ok(())
}

/// Writes a consistent copy of an SQLite database into a new file.
pub(crate) async fn copy_database(connection: &DatabaseConnection, file: &Path) -> Result<(), StoreError> {
    let backend = connection.get_database_backend();
    let unfit = |why: &str| StoreError::Unavailable(why.to_owned());
    if backend != DbBackend::Sqlite {
        return Err(unfit("only SQLite copies itself into a file"));
    }
    let path = file.to_str().ok_or_else(|| unfit("the name of the file is not text"))?;
    let copy = Statement::from_sql_and_values(backend, "VACUUM INTO ?", [path.into()]);
    connection.execute_raw(copy).await?;
    Ok(())
}

/// Heads of reports of a batch that are inserted together.
#[derive(Debug)]
pub(crate) struct Heads {
    /// Identifiers, one behind the other.
    pub(crate) ids: Vec<u8>,
    /// Salts, in the same order.
    pub(crate) salts: Vec<u8>,
    /// The owner's references, a JSON array of texts and nulls.
    pub(crate) own_refs: String,
    /// The piece of the first ones, and how many stand in each.
    pub(crate) pieces: (i32, i32),
    /// What is the same in all of them: partner, unit, when, by whom, batch.
    pub(crate) same: [Value; 5],
}

/// An insert of heads. A value for each of their columns would cost more than the rows themselves: identifiers and salts
/// come as one value each, and the database takes them apart.
pub(crate) fn insert_heads(connection: &impl ConnectionTrait, heads: Heads) -> Statement {
    let backend = connection.get_database_backend();
    let each = match backend {
        DbBackend::Sqlite => {
            r#"substr(?1, key * 16 + 1, 16), substr(?2, key * 16 + 1, 16), ?4 + key / ?5, value,
               ?6, ?7, 1, ?8, ?9, ?10 FROM json_each(?3)"#
        }
        _ => {
            r#"encode(substring($1 from (n * 16 - 15)::int for 16), 'hex')::uuid,
               substring($2 from (n * 16 - 15)::int for 16), ($4 + (n - 1) / $5)::int, own_ref,
               $6, $7, 1, $8, $9, $10
               FROM json_array_elements_text($3::json) WITH ORDINALITY AS each (own_ref, n)"#
        }
    };
    let sql = format!(
        r#"INSERT INTO "report" ("id", "salt", "piece", "own_ref", "partner", "unit", "version", "entered_at",
           "entered_by", "batch") SELECT {each}"#
    );
    let Heads { ids, salts, own_refs, pieces: (first, reports), same } = heads;
    let mut values: Vec<Value> =
        vec![ids.into(), salts.into(), own_refs.into(), first.into(), reports.into()];
    values.extend(same);
    Statement::from_sql_and_values(backend, sql, values)
}

/// What an error of the driver means.
pub(crate) fn classify(error: &DbErr) -> StoreError {
    use SqlErr::{ForeignKeyConstraintViolation, UniqueConstraintViolation};
    if let Some(UniqueConstraintViolation(what) | ForeignKeyConstraintViolation(what)) = error.sql_err() {
        return StoreError::Conflict(what);
    }
    match code(error).as_deref() {
        Some(code) if is_full(code) => StoreError::Full,
        _ => StoreError::Unavailable(error.to_string()),
    }
}

fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    Some(error.as_database_error()?.code()?.into_owned())
}

/// SQLite's FULL, the failure to enlarge its shared memory, and the failed write by which a quota or a limit on the size
/// of files shows; PostgreSQL's `disk_full`. The codes of the one are numbers of up to four digits, those of the other
/// have five characters.
fn is_full(code: &str) -> bool {
    matches!(code, "13" | "778" | "4874" | "53100")
}
