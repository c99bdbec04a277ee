//! The prospective space-time permutation scan on a synthetic city, as SaTScan 10.3.2 was measured on it: the last 365
//! days by day, circles up to 2 km, windows up to 28 days, 999 replications, ten clusters.
//!
//! `LAGENETZ_BENCH_CITY` names a folder with `100000.cas`, `100000.geo`, `1000000.cas` and `1000000.geo`; `city.py` makes
//! them with seed 20240601. Without it a city of the same size is made here, and nothing can be compared.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a measurement reads the clock and prints"
)]

use std::{collections::HashMap, fs, path::PathBuf, time::Instant};

use analysis::{
    random::Stream,
    scan::{Cases, Model, Options, PValue, Places, Study, Windows, scan},
};

/// What SaTScan needed for the cities of 100,000 and 1,000,000 reports: CPU seconds and MiB.
const SATSCAN: [(usize, f64, f64); 2] = [(100_000, 50.1, 48.0), (1_000_000, 88.3, 82.0)];

/// One measurement: reports, whether the times are shuffled, the method of p.
const ONE: &str = "LAGENETZ_BENCH_ONE";

fn main() {
    // Each measurement is a process of its own, so that its memory is nobody else's.
    if let Ok(one) = std::env::var(ONE) {
        let words: Vec<&str> = one.split(' ').collect();
        return measure(words[0].parse().unwrap(), words[1] == "quiet", words[2]);
    }
    divan::main();
    if std::env::var_os("LAGENETZ_BENCH_CITY").is_none() {
        eprintln!(
            "\nNOT COMPARABLE: LAGENETZ_BENCH_CITY names no folder with city.py's files; a city is made up."
        );
    }
    println!("\nSpace-time permutation scan: CPU seconds and peak memory of reading and scanning");
    println!(
        "  reports  city      p            replications  CPU s  wall s  MiB  SaTScan: CPU s  MiB  times less"
    );
    for (reports, ..) in SATSCAN {
        for method in ["monte-carlo", "sequential", "gumbel"] {
            for city in ["full", "quiet"] {
                let mut itself = std::process::Command::new(std::env::current_exe().unwrap());
                assert!(itself.env(ONE, format!("{reports} {city} {method}")).status().unwrap().success());
            }
        }
    }
}

fn measure(reports: usize, quiet: bool, method: &str) {
    let (p_value, replications) = match method {
        "sequential" => (PValue::Sequential { exceedances: 50 }, 999),
        "gumbel" => (PValue::Gumbel, 199),
        _ => (PValue::MonteCarlo, 999),
    };
    let start = Instant::now();
    let study = city(reports, quiet);
    let found = scan(&study, &Options { p_value, replications, ..night() }, &|_| {}).unwrap();
    let (cpu, wall) = (cpu_seconds(), start.elapsed().as_secs_f64());
    let (_, seconds, mebibytes) = SATSCAN.into_iter().find(|(size, ..)| *size == reports).unwrap();
    println!(
        "{reports:>9}  {:<8}  {method:<11}  {:>12}  {cpu:>5.2}  {wall:>6.2}  {:>3.0}  {seconds:>14.1}  {mebibytes:>3.0}  {:>10.0}",
        if quiet { "quiet" } else { "as it is" },
        found.replications,
        peak_mebibytes(),
        seconds / cpu,
    );
}

/// The scan of every night.
fn night() -> Options {
    Options {
        windows: Windows::Prospective { longest: 28, since: None },
        max_radius: Some(2.0),
        max_clusters: 10,
        seed: 1,
        ..Options::default()
    }
}

#[divan::bench(args = [10_000, 100_000], sample_count = 3, sample_size = 1)]
fn made_city(bencher: divan::Bencher<'_, '_>, reports: usize) {
    let study = made(reports);
    bencher.bench(|| scan(&study, &Options { replications: 99, ..night() }, &|_| {}));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn made_city_in_retrospect(bencher: divan::Bencher<'_, '_>) {
    let study = made(10_000);
    let windows = Windows::Retrospective { longest: 28 };
    bencher.bench(|| scan(&study, &Options { windows, replications: 19, ..night() }, &|_| {}));
}

/// The city of the folder, or a made one; if quiet, with the times of its cases shuffled.
fn city(reports: usize, quiet: bool) -> Study {
    let folder = std::env::var_os("LAGENETZ_BENCH_CITY").map(PathBuf::from);
    let mut study = match folder {
        Some(folder) => read(&folder.join(reports.to_string())),
        None => made(reports),
    };
    if quiet {
        let each = |entry: &Cases| (0..entry.number).map(|_| *entry).collect::<Vec<_>>();
        let mut cases: Vec<Cases> = study.cases.iter().flat_map(each).collect();
        let mut intervals: Vec<u32> = cases.iter().map(|entry| entry.interval).collect();
        Stream::new(99, 0).shuffle(&mut intervals);
        for (entry, interval) in cases.iter_mut().zip(intervals) {
            *entry = Cases::new(entry.place, interval, 1);
        }
        study.cases = cases;
    }
    study
}

/// The generator's files: `name latitude longitude` and `name count year/month/day`.
fn read(prefix: &std::path::Path) -> Study {
    let text = |ending: &str| {
        let path = prefix.with_extension(ending);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let (coordinates, entries) = (text("geo"), text("cas"));
    let (mut numbers, mut places) = (HashMap::new(), Vec::new());
    for line in coordinates.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        numbers.insert(fields[0], places.len() as u32);
        places.push([fields[1].parse().unwrap(), fields[2].parse().unwrap()]);
    }
    let rows: Vec<(u32, u32, u32)> = entries
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            (numbers[fields[0]], day(fields[2]), fields[1].parse().unwrap())
        })
        .collect();
    let last = rows.iter().map(|row| row.1).max().unwrap();
    let cases =
        rows.into_iter().map(|(place, day, number)| Cases::new(place, day + 364 - last, number)).collect();
    Study { places: Places::Geographic(places), intervals: 365, cases, model: Model::SpaceTimePermutation }
}

/// Days since a day long ago.
fn day(date: &str) -> u32 {
    let parts: Vec<u32> = date.split('/').map(|part| part.parse().unwrap()).collect();
    // March is the first month of a year, so that the leap day is its last.
    let (year, month) = if parts[1] > 2 { (parts[0], parts[1] - 3) } else { (parts[0] - 1, parts[1] + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + parts[2]
}

/// A city on hexagons of about 350 m: a third of the reports in 60 spots, some more in five that arose in three weeks.
fn made(reports: usize) -> Study {
    let mut stream = Stream::new(20_240_601, reports as u64);
    let (columns, rows) = (44_u32, 52_u32);
    let places = (0..columns * rows)
        .map(|cell| {
            let (column, row) = (f64::from(cell % columns), f64::from(cell / columns));
            [0.35 * (column + 0.5 * (row % 2.0)), 0.303 * row]
        })
        .collect();
    let mut spot =
        |number: usize| -> Vec<u32> { (0..number).map(|_| stream.below(columns * rows)).collect() };
    let (spots, emerging) = (spot(60), spot(5));
    let cases = (0..reports / 3)
        .map(|_| match stream.below(100) {
            0..5 => Cases::new(emerging[stream.below(5) as usize], 364 - stream.below(21), 1),
            5..35 => Cases::new(spots[stream.below(60) as usize], stream.below(365), 1),
            _ => Cases::new(stream.below(columns * rows), stream.below(365), 1),
        })
        .collect();
    Study { places: Places::Flat(places), intervals: 365, cases, model: Model::SpaceTimePermutation }
}

/// User and system time of this process and its threads, in seconds.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in brackets, the 12th and 13th field, in hundredths.
    let after = stat.rsplit(") ").next().unwrap_or_default();
    after.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The largest resident memory so far.
fn peak_mebibytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kibibytes.unwrap_or_default() / 1024.0
}
