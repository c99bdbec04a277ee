//! A night's search for findings over a million reports: processor time and memory, while a page asks for the picture.
//!
//! `cargo bench -p app --bench detect`; `LAGENETZ_BENCH_ROWS=50000` for a short one. The search runs in a process of its own
//! that only opens the database, as a server does. Nothing is planted in these reports: whatever is found is chance.

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
// Other benches need more of what they share.
#[allow(dead_code)]
mod million;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use app::Filter;
use domain::time::Day;
use h3o::Resolution;
use serde::{Deserialize, Serialize};

/// How long a page waits between two questions.
const PAUSE: Duration = Duration::from_millis(20);
/// The kernel counts processor time in hundredths of a second.
const TICKS: f64 = 100.0;

/// What was measured.
#[derive(Debug, Serialize, Deserialize)]
struct Measured {
    scopes: usize,
    reports: u64,
    analyses: u32,
    found: usize,
    seconds: f64,
    cpu_seconds: f64,
    before_mb: u64,
    highest_mb: u64,
    questions: usize,
    median_ms: f64,
    slowest_ms: f64,
    look_ms: f64,
}

#[tokio::main]
async fn main() {
    if let Some(folder) = engine::folder() {
        let measured = measure(&folder).await;
        return println!("{}", serde_json::to_string(&measured).unwrap());
    }
    let dir = tempfile::tempdir().unwrap();
    let rows = million::write(dir.path(), million::rows()).await.rows.len();
    // The first start builds the picture; a server has it when the night comes.
    engine::open(dir.path()).await.close().await.unwrap();
    let m: Measured = engine::measured(dir.path());
    println!(
        "{rows} reports; {} scopes hold {} of the year before; {} scans",
        m.scopes, m.reports, m.analyses
    );
    println!(
        "the night: {:.1} s of processor time in {:.1} s; {} found by chance",
        m.cpu_seconds, m.seconds, m.found
    );
    println!("memory: {} MB before, at most {} MB", m.before_mb, m.highest_mb);
    println!(
        "meanwhile the picture was asked {} times: {:.1} ms in the middle, {:.1} ms at most",
        m.questions, m.median_ms, m.slowest_ms
    );
    println!("a look at what was found: {:.1} ms", m.look_ms);
}

async fn measure(dir: &Path) -> Measured {
    let app = engine::open(dir).await;
    let who = app.who_by_token(million::TOKEN).await.unwrap().unwrap();
    let before_mb = engine::memory("VmRSS:");
    let (asking, looking) = (app.clone(), who.clone());
    let asked = tokio::sync::watch::channel(false);
    let (end, ended) = asked;
    let page = tokio::spawn(async move {
        let mut times = Vec::new();
        while !*ended.borrow() {
            let start = Instant::now();
            std::hint::black_box(asking.cells(&who, &Filter::default(), Resolution::Nine).unwrap());
            times.push(start.elapsed().as_secs_f64() * 1e3);
            tokio::time::sleep(PAUSE).await;
        }
        times
    });
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let yesterday = Day(million::NOW.day(&app.zone()).0 - 1);
    let detected = app.detect(yesterday).await.unwrap();
    let (seconds, cpu_seconds) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    end.send(true).unwrap();
    let mut times = page.await.unwrap();
    let start = Instant::now();
    std::hint::black_box(app.findings(&looking).await.unwrap());
    let look_ms = start.elapsed().as_secs_f64() * 1e3;
    times.sort_by(f64::total_cmp);
    let notes = || detected.scopes.iter().map(|(_, notes)| notes);
    Measured {
        scopes: detected.scopes.len(),
        reports: notes().map(|notes| notes.reports).sum(),
        analyses: notes().map(|notes| notes.analyses).sum(),
        found: detected.new.len(),
        seconds,
        cpu_seconds,
        before_mb,
        highest_mb: engine::memory("VmHWM:"),
        questions: times.len(),
        median_ms: times[times.len() / 2],
        slowest_ms: times[times.len() - 1],
        look_ms,
    }
}

/// Processor time of this process, the kernel's part included.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // The name may hold spaces; what follows its bracket does not.
    let fields: Vec<&str> = stat[stat.rfind(')').unwrap() + 2..].split(' ').collect();
    fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / TICKS
}
