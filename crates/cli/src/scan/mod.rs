//! `lagenetz scan`: clusters in space and time, from the files that SaTScan reads.

mod complaint;
mod options;
mod period;
mod read;
mod report;
mod shape;

use std::{fs, path::PathBuf};

use analysis::scan::scan;
use domain::people::Language;
use indicatif::ProgressBar;
use jiff::civil::Date;

use crate::{
    failure::Failure,
    output::{self, in_language},
};
use complaint::{Complaints, of_scan};
use options::{Method, Model, Share, Unit};
use read::Input;
use report::Report;

/// Sucht Häufungen in Raum und Zeit; liest Dateien von SaTScan (.cas, .geo, .pop, .ctl) und Tabellen mit Kopfzeile
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:
  lagenetz scan --cases faelle.cas --coordinates orte.geo --prospective --max-radius-km 2 --max-duration-days 28")]
#[command(group = clap::ArgGroup::new("windows").args(["prospective", "retrospective", "spatial"]))]
#[command(group = clap::ArgGroup::new("rates").args(["high", "low", "both"]))]
#[command(group = clap::ArgGroup::new("duration").args(["max_duration_days", "max_duration_share"]))]
pub(crate) struct Args {
    /// Fälle: Ort, Anzahl, Datum, weitere Merkmale
    #[arg(long, value_name = "DATEI")]
    cases: PathBuf,
    /// Koordinaten: Ort, Breite, Länge (mit --cartesian: Ort, x, y)
    #[arg(long, value_name = "DATEI")]
    coordinates: PathBuf,
    /// Bevölkerung, für poisson: Ort, Datum, Anzahl, weitere Merkmale
    #[arg(long, value_name = "DATEI")]
    population: Option<PathBuf>,
    /// Vergleichsfälle, für bernoulli: Ort, Anzahl, Datum
    #[arg(long, value_name = "DATEI")]
    controls: Option<PathBuf>,
    /// Womit verglichen wird
    #[arg(long, value_name = "MODELL", default_value = "space-time-permutation")]
    model: Model,
    /// Zeiträume, die mit dem Ende enden: was jetzt vorgeht (üblich)
    #[arg(long)]
    prospective: bool,
    /// Alle Zeiträume
    #[arg(long)]
    retrospective: bool,
    /// Nur der ganze Zeitraum
    #[arg(long)]
    spatial: bool,
    /// Erster Tag; üblich: der des ersten Falls
    #[arg(long, value_name = "DATUM")]
    start: Option<String>,
    /// Letzter Tag; üblich: der des letzten Falls
    #[arg(long, value_name = "DATUM")]
    end: Option<String>,
    /// Einheit der Zeit; üblich: so genau wie die Daten der Fälle
    #[arg(long, value_name = "EINHEIT")]
    time_unit: Option<Unit>,
    /// So viele Einheiten sind ein Abschnitt
    #[arg(long, value_name = "ANZAHL", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    time_length: u32,
    /// Größter Kreis: sein Radius in Kilometern; üblich: ohne Grenze
    #[arg(long, value_name = "KM")]
    max_radius_km: Option<f64>,
    /// Größter Kreis: sein Anteil an allen Fällen (poisson: an der Bevölkerung unter Risiko), höchstens 0.5
    #[arg(long, value_name = "ANTEIL", default_value = "0.5")]
    max_share: Share,
    /// Längster Zeitraum in Tagen
    #[arg(long, value_name = "TAGE")]
    max_duration_days: Option<u32>,
    /// Längster Zeitraum als Anteil am ganzen; üblich: 0.5
    #[arg(long, value_name = "ANTEIL")]
    max_duration_share: Option<Share>,
    /// Mehr Fälle als erwartet (üblich)
    #[arg(long)]
    high: bool,
    /// Weniger Fälle als erwartet
    #[arg(long)]
    low: bool,
    /// Mehr oder weniger Fälle als erwartet
    #[arg(long)]
    both: bool,
    /// So viele Fälle hat eine Häufung mindestens
    #[arg(long, value_name = "ANZAHL", default_value_t = 2)]
    min_cases: u32,
    /// Wiederholungen mit zufälligen Daten; üblich: 999, mit gumbel 199
    #[arg(long, value_name = "ANZAHL")]
    replications: Option<u32>,
    /// Zahl, aus der der Zufall entsteht; dieselbe Zahl gibt dasselbe Ergebnis
    #[arg(long, value_name = "ZAHL", default_value_t = 1)]
    seed: u64,
    /// Wie p bestimmt wird; sequential hört auf, sobald feststeht, dass nichts auffällt
    #[arg(long, value_name = "ART", default_value = "monte-carlo")]
    p_value: Method,
    /// Letzter Tag der ersten von mehreren Suchen: p gilt dann für alle zusammen
    #[arg(long, value_name = "DATUM")]
    analyses_since: Option<String>,
    /// Höchstens so viele Häufungen ausgeben
    #[arg(long, value_name = "ANZAHL")]
    clusters: Option<usize>,
    /// Koordinaten sind x und y in einer Ebene
    #[arg(long)]
    cartesian: bool,
    /// Einheit von x und y
    #[arg(long, value_name = "EINHEIT", default_value = "km", requires = "cartesian")]
    unit: options::Length,
    /// Fälle außerhalb des Zeitraums und Orte ohne Koordinaten weglassen und zählen
    #[arg(long)]
    relaxed: bool,
    /// Die Häufungen als GeoJSON ausgeben, oder in eine Datei schreiben
    #[arg(long, value_name = "DATEI", num_args = 0..=1, default_missing_value = "-")]
    geojson: Option<PathBuf>,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
}

/// Reads, scans, reports.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    let mut complaints = Complaints::default();
    args.check(&mut complaints);
    let mut input = Input::read(&args, &mut complaints)?;
    complaints.settle()?;
    let setting = args.setting(&input)?;
    let study = input.study(&args, &setting)?;
    for note in &input.notes {
        _ = output::error(in_language(language, &note.0, &note.1));
    }
    let options = args.scan_options(&setting)?;
    let bar = progress(in_language(language, "Zufällige Daten", "Random data"), options.replications);
    let found = scan(&study, &options, &|done| bar.inc(done as u64));
    bar.finish_and_clear();
    let found = found.map_err(|error| of_scan(&error, &input, &setting))?;
    let report = Report { args: &args, input: &input, setting: &setting, options: &options, found: &found };
    if args.prints_geojson() {
        return output::json(&report.geojson());
    }
    if let Some(path) = &args.geojson {
        fs::write(path, report.geojson().to_string()).map_err(|error| Failure::file(path, &error))?;
    }
    if args.json { output::json(&report.json()) } else { output::text(&report.text(language)) }
}

/// A bar on a terminal, nothing elsewhere.
fn progress(what: &str, replications: u32) -> ProgressBar {
    let style = indicatif::ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} ({eta})");
    let bar = ProgressBar::new(replications.into()).with_message(what.to_owned());
    bar.set_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()));
    bar
}

/// What the study period is.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) period: period::Period,
    pub(crate) unit: Unit,
    pub(crate) start: Date,
    pub(crate) end: Date,
    /// Whether anybody said when: files of purely spatial scans need no dates.
    pub(crate) dated: bool,
}

#[cfg(test)]
mod tests;
