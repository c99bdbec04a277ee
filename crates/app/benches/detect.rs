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

// Other benches need more of what they share.
#[allow(dead_code)]
mod million;

use std::{
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use app::{App, Filter, SeededChance, SetClock, Setup};
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
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--engine") {
        let measured = engine(Path::new(&arguments[at + 1])).await;
        return println!("{}", serde_json::to_string(&measured).unwrap());
    }
    let dir = tempfile::tempdir().unwrap();
    let rows = million::write(dir.path(), million::rows()).await.rows.len();
    // The first start builds the picture; a server has it when the night comes.
    open(dir.path()).await.close().await.unwrap();
    let child =
        Command::new(std::env::current_exe().unwrap()).arg("--engine").arg(dir.path()).output().unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    let m: Measured = serde_json::from_slice(&child.stdout).unwrap();
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
}

async fn open(dir: &Path) -> App {
    let setup = Setup {
        url: million::url(dir),
        readers: 4,
        clock: Arc::new(SetClock::at(million::NOW)),
        chance: Arc::new(SeededChance::new([1; 32])),
        demo: true,
        charter: None,
    };
    App::open(setup).await.unwrap()
}

async fn engine(dir: &Path) -> Measured {
    let app = open(dir).await;
    let who = app.who_by_token(million::TOKEN).await.unwrap().unwrap();
    let before_mb = memory("VmRSS:");
    let (asking, asked) = (app.clone(), tokio::sync::watch::channel(false));
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
        highest_mb: memory("VmHWM:"),
        questions: times.len(),
        median_ms: times[times.len() / 2],
        slowest_ms: times[times.len() - 1],
    }
}

/// Processor time of this process, the kernel's part included.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // The name may hold spaces; what follows its bracket does not.
    let fields: Vec<&str> = stat[stat.rfind(')').unwrap() + 2..].split(' ').collect();
    fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / TICKS
}

/// A line of what Linux says about this process, in megabytes.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    let kilobytes = found.and_then(|text| text.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
