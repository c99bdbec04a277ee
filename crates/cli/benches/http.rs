//! The picture over HTTP: the built binary serves a million reports and is asked twenty filters.
//!
//! `cargo bench -p cli --bench http`; `LAGENETZ_BENCH_ROWS=50000` for a short one.

// A measurement needs a clock, prints, and may stop at the first error.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

#[path = "../../app/benches/million/mod.rs"]
mod million;
#[path = "../../app/benches/million/questions.rs"]
mod questions;

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use questions::QUESTIONS;

/// How often a question is asked; the median counts.
const TIMES: usize = 41;

/// A server that runs; it ends with this value.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(dir: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_lagenetz"))
            .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
            .arg(dir)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.split_whitespace().find(|word| word.starts_with("http")).unwrap().to_owned();
        Self { process, url }
    }

    /// Ends it as an operator does, so that it saves the packed picture.
    fn stop(mut self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.process.wait().unwrap();
    }

    /// Megabytes of memory that it holds, and most that it held.
    fn memory(&self) -> (u64, u64) {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = |name: &str| {
            let text = status.lines().find_map(|line| line.strip_prefix(name));
            text.and_then(|text| text.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).unwrap_or(0)
                / 1024
        };
        (line("VmRSS:"), line("VmHWM:"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let million = runtime.block_on(million::write(dir.path(), million::rows()));
    let (reports, disclosures) = (million.rows.len(), million.disclosures.len());
    println!("{reports} reports, {disclosures} disclosures, {} categories", million.charter.categories.len());
    drop((runtime, million));
    Server::start(dir.path()).stop();

    let start = Instant::now();
    let server = Server::start(dir.path());
    println!("start to the first line: {} ms", start.elapsed().as_millis());
    println!("\n| Filter | über HTTP (ms) | Antwort (KB) |\n|---|---:|---:|");
    let agent = ureq::Agent::new_with_defaults();
    for (what, question, resolution) in QUESTIONS {
        let url = format!("{}/api/v1/picture/cells?resolution={resolution}&{question}", server.url);
        let mut times: Vec<Duration> = Vec::with_capacity(TIMES);
        let mut size = 0;
        for _ in 0..TIMES {
            let start = Instant::now();
            let asked = agent.get(&url).header("Authorization", format!("Bearer {}", million::TOKEN)).call();
            size = asked.unwrap().body_mut().read_to_string().unwrap().len();
            times.push(start.elapsed());
        }
        times.sort();
        println!("| {what} | {:.2} | {} |", times[TIMES / 2].as_micros() as f64 / 1e3, size / 1024);
    }
    let (resident, highest) = server.memory();
    println!("\nmemory: {resident} MB, at most {highest} MB");
    server.stop();
}
