//! Throw-away databases for tests: SQLite in a temporary directory, PostgreSQL in a cluster of its own.
//!
//! One cluster serves all tests of a process; each gets a fresh database in it. A shell that reads from this process
//! holds the cluster: when the process ends, however it ends, the shell stops the cluster and removes it.

// Tests are to fail loudly.
#![allow(clippy::expect_used, clippy::panic)]

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

use crate::{Options, Read, Store, StoreError};

/// A store that is thrown away after the test.
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// With what it was opened, to open it a second time.
    pub options: Options,
    /// Where the SQLite file is; deleted with this value.
    _dir: Option<TempDir>,
}

/// A fresh store on SQLite.
pub async fn sqlite() -> TestStore {
    let dir = TempDir::new().expect("a temporary directory");
    let url = format!("sqlite://{}", dir.path().join("test.db").display());
    open(url, Some(dir)).await
}

/// A fresh store on PostgreSQL.
pub async fn postgres() -> TestStore {
    open(empty_on_postgres().await, None).await
}

/// The address of a database without tables.
pub(crate) async fn empty_on_postgres() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let cluster = cluster();
    let admin = Database::connect(cluster.url("postgres")).await.expect("the test cluster answers");
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        .await
        .expect("a database");
    admin.close().await.expect("the connection closes");
    cluster.url(&name)
}

/// Leaves so many pages of 4,096 bytes free on the writer's connection to SQLite; `None` for as many as there are.
pub async fn leave_room(store: &Store, free: Option<u32>) -> Result<(), StoreError> {
    let limited = store.write(move |tx| {
        Box::pin(async move {
            let connection = tx.connection();
            let pages = "PRAGMA page_count";
            let backend = connection.get_database_backend();
            let row = connection.query_one_raw(sea_orm::Statement::from_string(backend, pages)).await?;
            let pages: i32 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
            let most = free.map_or(u32::MAX - 1, |free| pages.unsigned_abs() + free);
            connection.execute_unprepared(&format!("PRAGMA max_page_count = {most}")).await?;
            Ok::<_, StoreError>(())
        })
    });
    limited.await?;
    Ok(())
}

/// Tries to write past the writer, which must not be possible.
pub async fn write_with_a_reader(store: &Store) -> Result<(), StoreError> {
    let Read(readers) = store.read();
    readers.execute_unprepared("DELETE FROM journal").await?;
    Ok(())
}

async fn open(url: String, dir: Option<TempDir>) -> TestStore {
    let options = Options { url, readers: 2 };
    let store = Store::open(&options).await.expect("the store opens");
    TestStore { store, options, _dir: dir }
}

/// Turns `async fn name(test: TestStore) { … }` into two tests, `name::on_sqlite` and `name::on_postgres`.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($test:ident: TestStore) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($test: $crate::testing::TestStore) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run($crate::testing::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                run($crate::testing::postgres().await).await;
            }
        }
    )+};
}

// ---------------------------------------------------------------------------------------------------------------
// The cluster

struct Cluster {
    dir: PathBuf,
    /// Its standard input is what keeps the cluster alive.
    _shell: Child,
}

impl Cluster {
    fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?user=postgres&host={}", self.dir.display())
    }
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(start)
}

/// Runs until its standard input ends. It ignores the signals of a terminal, because it must outlive the tests.
/// Without `fsync`: these databases need not survive anything.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
dir=$(mktemp -d /tmp/lagenetz-test-XXXXXX) && cd "$dir" || exit 1
trap 'rm -rf "$dir"' EXIT
"$1/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 || { cat log >&2; exit 1; }
"$1/pg_ctl" -D data -l log -w -o "-k '$dir' -c listen_addresses= -c fsync=off -c max_connections=200" \
    start >/dev/null 2>&1 </dev/null || { cat log >&2; exit 1; }
echo "$dir"
cat >/dev/null
"$1/pg_ctl" -D data -m immediate -w stop >/dev/null 2>&1 </dev/null
"#;

fn start() -> Cluster {
    let programs = programs();
    let mut shell = as_somebody_without_rights("sh");
    shell.args(["-c", SCRIPT, "sh"]).arg(&programs).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut shell = shell.spawn().expect("the shell of the test cluster starts");
    let mut dir = String::new();
    let output = shell.stdout.take().expect("its output is a pipe");
    BufReader::new(output).read_line(&mut dir).expect("its output is text");
    assert!(!dir.is_empty(), "the test cluster of PostgreSQL did not start; the reason stands above");
    Cluster { dir: PathBuf::from(dir.trim()), _shell: shell }
}

/// PostgreSQL refuses to run as root, which is who runs tests in a container.
fn as_somebody_without_rights(program: &str) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]).arg(program);
    command
}

/// The newest PostgreSQL that Debian installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| Path::new(bin).join("initdb").exists())
        .max();
    let missing =
        "PostgreSQL is not installed, and the store is tested on it, too: apt-get install postgresql";
    newest.map(|(_, bin)| bin).unwrap_or_else(|| panic!("{missing}"))
}
