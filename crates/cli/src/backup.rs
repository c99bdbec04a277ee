//! `lagenetz backup` and `restore`: one file that holds everything, taken beside the running server.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use app::ActError;
use domain::people::Language;
use serde_json::json;
use store::Store;

use crate::{
    config::{self, Config, Place, Serving},
    failure::Failure,
    output::{self, in_language},
    serve,
};

/// Sichert alle Daten in eine Datei, auch neben dem laufenden Dienst (nur SQLite)
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz backup --dir lagenetz-data /sicherung/lagenetz.db")]
pub(crate) struct BackupArgs {
    /// Datei, die entsteht; es darf sie noch nicht geben
    #[arg(value_name = "DATEI")]
    file: PathBuf,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Stellt eine Sicherung in einem leeren Ordner wieder her und prüft dabei das Protokoll (nur SQLite)
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz restore --dir lagenetz-neu /sicherung/lagenetz.db")]
pub(crate) struct RestoreArgs {
    /// Datei einer Sicherung
    #[arg(value_name = "DATEI")]
    file: PathBuf,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Writes a copy that is complete on disk before it gets its name.
pub(crate) fn backup(args: BackupArgs, language: Language) -> Result<(), Failure> {
    let config = Config::resolve(args.place, Serving::default())?;
    let source = database(&config)?;
    if !source.exists() {
        return Err(Failure::file(&source, &std::io::ErrorKind::NotFound.into()));
    }
    refuse_existing(&args.file)?;
    let part = beside(&args.file);
    config::remove_if_there(&part)?;
    let busy = output::busy(in_language(language, "Daten werden gesichert", "Backing up"));
    let copied = serve::runtime()?.block_on(copy(&config.database_url()?, &part));
    let finished = copied.and_then(|()| keep(&part, &args.file));
    drop(busy);
    if finished.is_err() {
        _ = fs::remove_file(&part);
    }
    finished?;
    let bytes = fs::metadata(&args.file).map_err(|error| Failure::file(&args.file, &error))?.len();
    if args.json {
        return output::json(&json!({ "file": args.file, "bytes": bytes }));
    }
    let megabytes = bytes.div_ceil(1_000_000);
    output::text(&match language {
        Language::De => format!("Gesichert in {} ({megabytes} MB).", args.file.display()),
        Language::En => format!("Backed up to {} ({megabytes} MB).", args.file.display()),
    })
}

async fn copy(url: &str, to: &Path) -> Result<(), Failure> {
    let store = open(url).await?;
    let copied = store.copy_to(to).await.map_err(ActError::from);
    store.close().await;
    Ok(copied?)
}

/// Puts a backup where there is none, after every journal in it was verified.
pub(crate) fn restore(args: RestoreArgs, language: Language) -> Result<(), Failure> {
    let config = Config::resolve(args.place, Serving::default())?;
    let target = database(&config)?;
    refuse_existing(&target)?;
    config::make_private(&config.dir)?;
    let part = beside(&target);
    config::remove_if_there(&part)?;
    let busy = output::busy(in_language(language, "Sicherung wird geprüft", "Verifying the backup"));
    let entries = fs::copy(&args.file, &part)
        .map_err(|error| Failure::file(&args.file, &error))
        .and_then(|_| serve::runtime()?.block_on(verify(&part, &args.file)))
        .and_then(|entries| keep(&part, &target).map(|()| entries));
    drop(busy);
    if entries.is_err() {
        _ = fs::remove_file(&part);
    }
    let entries = entries?;
    if args.json {
        return output::json(&json!({ "file": target, "journal_entries": entries }));
    }
    output::text(&match language {
        Language::De => format!("Wiederhergestellt; {entries} Einträge der Protokolle geprüft."),
        Language::En => format!("Restored; {entries} journal entries verified."),
    })
}

/// Verifies every journal, and returns how many entries there are.
async fn verify(part: &Path, file: &Path) -> Result<u64, Failure> {
    let text = part.to_str().unwrap_or_default();
    let absolute = std::path::absolute(text).map_err(|error| Failure::file(part, &error))?;
    let store = open(&format!("sqlite://{}", absolute.display())).await.map_err(|_| not_a_backup(file))?;
    let verified = journals(&store).await;
    store.close().await;
    verified.map_err(|_| not_a_backup(file))?.ok_or_else(|| {
        let file = file.display();
        Failure::new(
            format!(
                "Ein Protokoll in {file} ist beschädigt oder verändert; es wurde nichts wiederhergestellt."
            ),
            format!("A journal in {file} is damaged or was changed; nothing was restored."),
        )
    })
}

async fn journals(store: &Store) -> Result<Option<u64>, store::StoreError> {
    let read = store.read();
    let mut entries = 0;
    for controller in store::journal::controllers(&read).await? {
        match store::journal::verify(&read, &controller).await? {
            Ok(head) => entries += head.position,
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(entries))
}

async fn open(url: &str) -> Result<Store, ActError> {
    Ok(Store::open(&store::Options { url: url.to_owned(), readers: 1 }).await?)
}

fn database(config: &Config) -> Result<PathBuf, Failure> {
    config.database_file().ok_or_else(|| {
        Failure::new(
            "Für PostgreSQL sind dessen eigene Werkzeuge da: pg_dump und pg_restore, oder die Sicherung des Clusters.",
            "PostgreSQL has its own tools for this: pg_dump and pg_restore, or the backup of the cluster.",
        )
    })
}

fn not_a_backup(file: &Path) -> Failure {
    let file = file.display();
    Failure::new(
        format!("{file} ist keine Sicherung von Lagenetz."),
        format!("{file} is no backup of Lagenetz."),
    )
}

fn refuse_existing(file: &Path) -> Result<(), Failure> {
    if !file.exists() {
        return Ok(());
    }
    let file = file.display();
    Err(Failure::new(
        format!("{file} gibt es schon und wird nicht überschrieben."),
        format!("{file} exists already and is not overwritten."),
    ))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Gives a finished file its name, durably.
fn keep(part: &Path, file: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::file(file, &error);
    File::open(part).and_then(|part| part.sync_all()).map_err(failed)?;
    fs::rename(part, file).map_err(failed)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}
