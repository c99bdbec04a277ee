//! `lagenetz import`: files become reports of a source, also beside a running server.

use std::{
    fs::{self, File},
    io::{BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use app::{App, ImportError, ImportOrder, ImportPreview, Imported, Progress, Who};
use domain::{
    batch::{Batch, Counts},
    ids::{RuleId, SourceId, UnitId},
    people::Language,
};
use serde_json::{Value, json};

use crate::{
    config::{self, Config, Place, Serving},
    failure::Failure,
    output::{self, in_language},
    serve,
};

/// Liest Dateien als Meldungen einer Quelle ein: erst geprüft, dann auf einmal sichtbar
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz import --source portal --profile profiles/maengelmelder.toml \
                        --as buergerservice@stadt.example auszug.csv")]
pub(crate) struct Args {
    /// Kürzel der Quelle, wie es die Vereinbarung nennt
    #[arg(long, value_name = "KÜRZEL")]
    source: SourceId,
    /// Datei mit dem Profil (TOML): was die Spalten bedeuten
    #[arg(long, value_name = "DATEI")]
    profile: PathBuf,
    /// E-Mail-Adresse des Kontos, in dessen Namen eingelesen wird
    #[arg(long = "as", value_name = "E-MAIL")]
    account: String,
    /// Kürzel der Dienststelle, wenn es mehrere sein können
    #[arg(long, value_name = "KÜRZEL")]
    unit: Option<UnitId>,
    /// Nur zeigen, was daraus würde
    #[arg(long, conflicts_with = "confirm")]
    preview: bool,
    /// Gleich bestätigen: die automatischen Dauerregeln der Dienststelle geben frei
    #[arg(long)]
    confirm: bool,
    /// Dauerregel, die auf Vorschlag freigibt und hier auch gelten soll
    #[arg(long = "rule", value_name = "KÜRZEL", requires = "confirm")]
    rules: Vec<RuleId>,
    /// Ordner für abgewiesene Zeilen; üblich: abgewiesen im Ordner der Daten
    #[arg(long, value_name = "ORDNER")]
    rejects: Option<PathBuf>,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
    /// Dateien: CSV, XLSX oder GeoJSON, auch mit gzip gepackt
    #[arg(value_name = "DATEI", required = true)]
    files: Vec<PathBuf>,
}

/// What became of one file.
struct Done {
    batch: Batch,
    rejects: Option<PathBuf>,
    disclosures: usize,
}

/// Imports the files, one after another.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    serve::log();
    let profile = fs::read_to_string(&args.profile).map_err(|error| Failure::file(&args.profile, &error))?;
    let config = Config::resolve(args.place.clone(), Serving::default())?;
    serve::runtime()?.block_on(async {
        let app = serve::open_without_picture(&config).await?;
        let done = all(&app, &args, &profile, &config, language).await;
        let closed = app.close().await;
        done?;
        Ok(closed?)
    })
}

async fn all(
    app: &App,
    args: &Args,
    profile: &str,
    config: &Config,
    language: Language,
) -> Result<(), Failure> {
    let who = app.operator_as(&args.account).map_err(|_| {
        let email = &args.account;
        Failure::new(
            format!("Ein Konto {email} gibt es nicht, oder es ist gesperrt."),
            format!("There is no account {email}, or it is disabled."),
        )
    })?;
    let mut done = Vec::new();
    for path in &args.files {
        let order = ImportOrder {
            source: args.source.clone(),
            unit: args.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
            profile: profile.to_owned(),
            file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        };
        if args.preview {
            let input = Box::new(open(path)?);
            let preview = app.preview_import(&who, &order, input).await;
            show(path, &preview.map_err(|error| failure(path, error))?, args.json, language)?;
            continue;
        }
        done.push(one(app, &who, &order, path, args, config, language).await?);
    }
    match (args.preview, args.json) {
        (true, _) => Ok(()),
        (false, true) => output::json(&answer(&done)),
        (false, false) => output::text(&told(&args.files, &done, language)),
    }
}

async fn one(
    app: &App,
    who: &Who,
    order: &ImportOrder,
    path: &Path,
    args: &Args,
    config: &Config,
    language: Language,
) -> Result<Done, Failure> {
    let input = Box::new(open(path)?);
    let progress = Arc::new(Progress::default());
    let watching = watch(Arc::clone(&progress), &order.file);
    let imported = app.import(who, order, input, progress).await;
    watching.abort();
    let Imported { batch, rejects, ending } = imported.map_err(|error| failure(path, error))?;
    let rejects = match rejects {
        Some(file) => Some(keep(file, &batch, ending, args, config)?),
        None => None,
    };
    let mut disclosures = 0;
    if args.confirm {
        let confirmed = app.confirm_batch(who, batch.id, &args.rules).await;
        disclosures = confirmed.map_err(|error| failure(path, error))?.disclosures.len();
    }
    if language == Language::De && !args.json && batch.counts.left_out > 0 {
        let number = batch.counts.left_out;
        _ = output::error(&format!("In {number} Zeilen wurde weggelassen, was nach einer Person aussah."));
    }
    Ok(Done { batch, rejects, disclosures })
}

fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    Ok(BufReader::new(File::open(path).map_err(|error| Failure::file(path, &error))?))
}

/// Shows how far it is, on a terminal, and passes on that somebody wants to stop.
fn watch(progress: Arc<Progress>, file: &str) -> tokio::task::JoinHandle<()> {
    let bar = output::bar(file, 1_000);
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_millis(100));
        loop {
            tokio::select! {
                _ = tick.tick() => bar.set(progress.thousandths()),
                _ = tokio::signal::ctrl_c() => progress.stop(),
            }
        }
    })
}

/// Writes the rejected rows into a file that only its owner reads.
fn keep(
    mut file: File,
    batch: &Batch,
    ending: &str,
    args: &Args,
    config: &Config,
) -> Result<PathBuf, Failure> {
    let folder = args.rejects.clone().unwrap_or_else(|| config.dir.join("abgewiesen"));
    config::make_private(&folder)?;
    let name = batch.file.strip_suffix(".gz").unwrap_or(&batch.file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let id = batch.id.to_string();
    let path = folder.join(format!("{stem}-{}.{ending}", id.get(..8).unwrap_or(&id)));
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(Failure::system)?;
    config::write_private(&path, &bytes)?;
    Ok(path)
}

fn failure(path: &Path, error: ImportError) -> Failure {
    let path = path.display();
    match (error.say(Language::De), error.say(Language::En), error) {
        (Some(de), Some(en), _) => Failure::new(format!("{path}: {de}"), format!("{path}: {en}")),
        (_, _, ImportError::Act(error)) => error.into(),
        (_, _, error) => Failure::system(error),
    }
}

fn sum(done: &[Done]) -> Counts {
    let mut sum = Counts::default();
    for counts in done.iter().map(|done| &done.batch.counts) {
        sum.read += counts.read;
        sum.accepted += counts.accepted;
        sum.duplicate += counts.duplicate;
        sum.rejected += counts.rejected;
        sum.without_place += counts.without_place;
        sum.outside += counts.outside;
        sum.left_out += counts.left_out;
        for (value, number) in &counts.unmapped {
            match sum.unmapped.iter_mut().find(|(known, _)| known == value) {
                Some((_, known)) => *known += number,
                None => sum.unmapped.push((value.clone(), *number)),
            }
        }
    }
    sum
}

fn answer(done: &[Done]) -> Value {
    let fields = |counts: &Counts| {
        let unmapped: Vec<Value> =
            counts.unmapped.iter().map(|(value, rows)| json!({ "value": value, "rows": rows })).collect();
        json!({
            "read": counts.read, "accepted": counts.accepted, "duplicate": counts.duplicate,
            "rejected": counts.rejected, "without_place": counts.without_place, "outside": counts.outside,
            "left_out": counts.left_out, "unmapped": unmapped,
        })
    };
    let file = |done: &Done| {
        let mut value = fields(&done.batch.counts);
        value["file"] = json!(done.batch.file);
        value["batch"] = json!(done.batch.id);
        value["rejects_file"] = json!(done.rejects);
        value["disclosures"] = json!(done.disclosures);
        value
    };
    let mut value = fields(&sum(done));
    // Of one file it is a name, of several the names stand with the files.
    value["rejects_file"] = json!(done.iter().find_map(|done| done.rejects.as_ref()));
    value["files"] = done.iter().map(file).collect();
    value
}

fn told(files: &[PathBuf], done: &[Done], language: Language) -> String {
    let headings: [&str; 7] = match language {
        Language::De => ["Datei", "gelesen", "neu", "schon da", "abgewiesen", "ohne Ort", "außerhalb"],
        Language::En => ["File", "read", "new", "known", "rejected", "no place", "outside"],
    };
    let row = |(path, done): (&PathBuf, &Done)| {
        let counts = &done.batch.counts;
        let numbers = [
            counts.read,
            counts.accepted,
            counts.duplicate,
            counts.rejected,
            counts.without_place,
            counts.outside,
        ];
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        [name].into_iter().chain(numbers.iter().map(ToString::to_string)).collect()
    };
    let rows: Vec<Vec<String>> = files.iter().zip(done).map(row).collect();
    let mut text = output::table(&headings, &rows);
    for path in done.iter().filter_map(|done| done.rejects.as_ref()) {
        let said = in_language(
            language,
            "Abgewiesene Zeilen mit Gründen, zum Berichtigen:",
            "Rejected rows with reasons, to correct:",
        );
        text.push_str(&format!("\n{said} {}", path.display()));
    }
    let unmapped = sum(done).unmapped;
    if !unmapped.is_empty() {
        let said = in_language(
            language,
            "Werte, die das Profil keiner Kategorie zuordnet:",
            "Values that the profile maps to no category:",
        );
        let list: Vec<String> =
            unmapped.iter().take(20).map(|(value, rows)| format!("{value} ({rows})")).collect();
        text.push_str(&format!("\n{said} {}", list.join(", ")));
    }
    text
}

fn show(path: &Path, preview: &ImportPreview, as_json: bool, language: Language) -> Result<(), Failure> {
    if as_json {
        let row = |row: &app::PreviewRow| {
            json!({ "line": row.line, "category": row.category, "when": row.when, "place": row.place,
                    "outside": row.outside, "title": row.title, "text": row.text, "own_ref": row.own_ref })
        };
        let rejected = |row: &app::RejectedRow| json!({ "line": row.line, "reason": row.say(language) });
        return output::json(&json!({
            "file": path, "read": preview.counts.read, "accepted": preview.counts.accepted,
            "rejected": preview.counts.rejected, "without_place": preview.counts.without_place,
            "outside": preview.counts.outside,
            "rows": preview.rows.iter().map(row).collect::<Vec<_>>(),
            "rejected_rows": preview.rejected.iter().map(rejected).collect::<Vec<_>>(),
        }));
    }
    let headings: [&str; 4] = match language {
        Language::De => ["Zeile", "Kategorie", "Titel", "Text"],
        Language::En => ["Line", "Category", "Title", "Text"],
    };
    let row = |row: &app::PreviewRow| {
        vec![row.line.to_string(), row.category.to_string(), row.title.clone(), row.text.clone()]
    };
    let rows: Vec<Vec<String>> = preview.rows.iter().map(row).collect();
    let mut text = format!("{}\n{}", path.display(), output::table(&headings, &rows));
    let counts = &preview.counts;
    let said = match language {
        Language::De => format!(
            "\n{} Zeilen: {} würden aufgenommen ({} ohne Ort, {} außerhalb der Stadt), {} abgewiesen.",
            counts.read, counts.accepted, counts.without_place, counts.outside, counts.rejected
        ),
        Language::En => format!(
            "\n{} rows: {} would be accepted ({} without a place, {} outside the city), {} rejected.",
            counts.read, counts.accepted, counts.without_place, counts.outside, counts.rejected
        ),
    };
    text.push_str(&said);
    for row in &preview.rejected {
        text.push_str(&format!("\n  {}: {}", row.line, row.say(language)));
    }
    output::text(&text)
}
