//! The picture over a million reports: twenty filters in the engine and the same in PostgreSQL, start and memory.
//!
//! `cargo bench -p app --bench picture`; `LAGENETZ_BENCH_ROWS=50000` for a short one. The engine is measured in a process
//! of its own that only opens the database, so that its memory is that of a server. PostgreSQL has the reports in one
//! flat table with a covering index, numbers instead of names, cells and areas worked out before; it works out what the
//! viewer may see once for each visibility class and joins that. Its answers must be the same as the engine's.

// A measurement needs a clock, prints, and may stop at the first error.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

#[path = "million/engine.rs"]
mod engine;
mod million;
#[path = "picture/postgres.rs"]
mod postgres;
#[path = "million/questions.rs"]
mod questions;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use app::{App, Filter, Who};
use domain::{
    charter::{Prevention, SourceKind},
    report::read_time,
    time::Day,
};
use h3o::Resolution;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use questions::QUESTIONS;

/// How often a question is asked; the median counts.
const TIMES: usize = 41;

/// What was measured.
#[derive(Debug, Serialize, Deserialize)]
struct Measured {
    what: String,
    micros: u64,
    /// Reports that match, and how many of them have no cell.
    found: Option<(u64, u64)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Engine {
    ready_ms: u64,
    shape: String,
    resident_mb: u64,
    highest_mb: u64,
    filters: Vec<Measured>,
    others: Vec<Measured>,
}

#[tokio::main]
async fn main() {
    if let Some(folder) = engine::folder() {
        let engine = measure(&folder).await;
        return println!("{}", serde_json::to_string(&engine).unwrap());
    }
    let dir = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let million = million::write(dir.path(), million::rows()).await;
    println!("{} reports written in {:.1} s", million.rows.len(), start.elapsed().as_secs_f64());
    let start = Instant::now();
    let app = engine::open(dir.path()).await;
    println!("first start, from rows: {:.1} s", start.elapsed().as_secs_f64());
    app.close().await.unwrap();

    let engine: Engine = engine::measured(dir.path());
    println!("later start, from blocks: {} ms; {}", engine.ready_ms, engine.shape);
    println!("memory: {} MB, at most {} MB", engine.resident_mb, engine.highest_mb);
    for other in &engine.others {
        println!("  {}: {} µs", other.what, other.micros);
    }
    let rival = postgres::measure(&million).await;
    table(&engine, &rival);
}

async fn measure(dir: &Path) -> Engine {
    let start = Instant::now();
    let app = engine::open(dir).await;
    let ready = start.elapsed();
    let who = app.who_by_token(million::TOKEN).await.unwrap().unwrap();
    let filters = QUESTIONS.iter().map(|&(what, question, resolution)| {
        let (filter, resolution) = (filter(question, &app.zone()), Resolution::try_from(resolution).unwrap());
        let cells = app.cells(&who, &filter, resolution).unwrap();
        let micros = median(|| app.cells(&who, &filter, resolution).unwrap());
        Measured { what: what.to_owned(), micros, found: Some((cells.total, cells.unplaced)) }
    });
    let filters = filters.collect();
    let others = others(&app, &who);
    let shape = app.shape();
    Engine {
        ready_ms: ready.as_millis() as u64,
        shape: format!("{} rows, {} classes, {} cells", shape.rows, shape.classes, shape.cells),
        resident_mb: engine::memory("VmRSS:"),
        highest_mb: engine::memory("VmHWM:"),
        filters,
        others,
    }
}

/// What a page asks besides cells.
fn others(app: &App, who: &Who) -> Vec<Measured> {
    let weeks = filter("from=2026-08-24", &app.zone());
    let all = Filter::default();
    let division = "stadtbezirke".parse().unwrap();
    let measured = |what: &str, micros| Measured { what: what.to_owned(), micros, found: None };
    vec![
        measured("areas, all", median(|| app.areas(who, &all, &division).unwrap())),
        measured(
            "areas, 13 weeks and the year before",
            median(|| app.areas(who, &weeks, &division).unwrap()),
        ),
        measured("facets, all", median(|| app.facets(who, &all).unwrap())),
        measured("facets, 13 weeks and the year before", median(|| app.facets(who, &weeks).unwrap())),
        measured("trends, 13 weeks and the year before", median(|| app.trends(who, &weeks).unwrap())),
        measured("histogram, all", median(|| app.histogram(who, &all).unwrap())),
        measured("points, 13 weeks", median(|| app.points(who, &weeks, [7.7, 51.6, 7.9, 51.75]).unwrap())),
    ]
}

fn median<T>(ask: impl Fn() -> T) -> u64 {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(ask());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[TIMES / 2].as_micros() as u64
}

/// The filter of an address.
fn filter(question: &str, zone: &TimeZone) -> Filter {
    let mut filter = Filter::default();
    for (key, value) in question.split('&').filter_map(|pair| pair.split_once('=')) {
        match key {
            "from" => filter.from = Some(read_time(value, zone).unwrap().0),
            "to" => filter.to = Some(Day(read_time(value, zone).unwrap().0.day(zone).0 + 1).start(zone)),
            "category" => _ = filter.categories.insert(value.parse().unwrap()),
            "prevention" => {
                let field = Prevention::ALL.into_iter().find(|field| field.as_str() == value);
                filter.preventions.insert(field.unwrap());
            }
            "kind" => {
                let kind = SourceKind::ALL.into_iter().find(|kind| kind.as_str() == value);
                filter.kinds.insert(kind.unwrap());
            }
            "origin" => _ = filter.origins.insert(value.parse().unwrap()),
            "partner" => _ = filter.partners.insert(value.parse().unwrap()),
            "area" => {
                let (division, area) = value.split_once(':').unwrap();
                filter.areas.insert((division.parse().unwrap(), area.parse().unwrap()));
            }
            "urgent" => filter.urgent = true,
            "open" => filter.open = true,
            other => panic!("{other} is no key of a question"),
        }
    }
    filter
}

fn table(engine: &Engine, rival: &[Measured]) {
    println!(
        "\n| Filter | Meldungen | Maschine (ms) | PostgreSQL (ms) | Verhältnis |\n|---|---:|---:|---:|---:|"
    );
    for (ours, theirs) in engine.filters.iter().zip(rival) {
        assert_eq!(ours.found, theirs.found, "PostgreSQL must find the same: {}", ours.what);
        let (found, _) = ours.found.unwrap_or_default();
        let milliseconds = |micros: u64| micros as f64 / 1e3;
        let ratio = theirs.micros as f64 / ours.micros as f64;
        println!(
            "| {} | {found} | {:.2} | {:.1} | {ratio:.0} |",
            ours.what,
            milliseconds(ours.micros),
            milliseconds(theirs.micros)
        );
    }
}
