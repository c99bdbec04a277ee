//! The scan on SaTScan's sample data, against the results of SaTScan 10.3.2 (README of the reference data).
//!
//! The data are not part of this project. Without the folder that LAGENETZ_REFERENCE_DATA names, the tests say so.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use analysis::scan::{
    Cases, Findings, Model, Options, PValue, Places, Study, Windows,
    population::{Census, expected},
    scan,
};

/// Days of 1973 to 1992 since 1973, for the first day of a year.
fn day_of_year(year: u32) -> f64 {
    let years = year - 1973;
    // Leap years from 1976 on.
    f64::from(years * 365 + years / 4)
}

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("LAGENETZ_REFERENCE_DATA").map(|folder| PathBuf::from(folder).join("scan"));
    if folder.is_none() {
        eprintln!(
            "NOT CHECKED against SaTScan: LAGENETZ_REFERENCE_DATA names no folder with reference data."
        );
    }
    folder
}

fn rows(path: PathBuf) -> Vec<Vec<String>> {
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let fields = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    text.lines().map(fields).filter(|fields| !fields.is_empty()).collect()
}

/// Names with their numbers, and coordinates.
fn places(path: PathBuf) -> (BTreeMap<String, u32>, Vec<[f64; 2]>) {
    let rows = rows(path);
    let numbers = rows.iter().zip(0..).map(|(row, number)| (row[0].clone(), number)).collect();
    (numbers, rows.iter().map(|row| [row[1].parse().unwrap(), row[2].parse().unwrap()]).collect())
}

struct Expected {
    members: &'static [&'static str],
    first_to_last: (usize, usize),
    observed: u32,
    expected: f64,
    ratio: f64,
    p: f64,
}

/// Members and windows exactly, the ratio to 1e-6, p within four standard deviations of both simulations together.
fn compare(found: &Findings, numbers: &BTreeMap<String, u32>, table: &[Expected]) {
    assert_eq!(found.clusters.len(), table.len(), "{:#?}", found.clusters);
    for (cluster, expected) in found.clusters.iter().zip(table) {
        let members: Vec<usize> = expected.members.iter().map(|name| numbers[*name] as usize).collect();
        assert_eq!(cluster.members, members);
        assert_eq!((cluster.start, cluster.end), expected.first_to_last);
        assert_eq!(cluster.observed, expected.observed);
        assert!((cluster.expected - expected.expected).abs() < 0.005, "{}", cluster.expected);
        assert!((cluster.ratio - expected.ratio).abs() < 1e-6, "{}", cluster.ratio);
        let (p, runs) = (cluster.p.unwrap(), found.replications as f64);
        let deviation = (expected.p * (1.0 - expected.p) * (1.0 / runs + 1.0 / 9999.0)).sqrt();
        assert!((p - expected.p).abs() < 4.0 * deviation + 1.0 / runs, "{p} is not {}", expected.p);
    }
}

fn new_mexico(folder: PathBuf) -> (Study, BTreeMap<String, u32>) {
    let (numbers, coordinates) = places(folder.join("nm.geo"));
    // Age group and sex.
    let stratum = |row: &[String]| row[3].parse::<u32>().unwrap() * 2 + row[4].parse::<u32>().unwrap();
    let cases: Vec<Cases> = rows(folder.join("nm.cas"))
        .iter()
        .map(|row| Cases {
            place: numbers[&row[0]],
            interval: row[2].parse::<u32>().unwrap() - 1973,
            stratum: stratum(row),
            number: row[1].parse().unwrap(),
        })
        .collect();
    let census: Vec<Census> = rows(folder.join("nm.pop"))
        .iter()
        .map(|row| Census {
            place: numbers[&row[0]],
            stratum: stratum(row),
            // A count of a year is that of the first of July.
            time: day_of_year(1900 + row[1].parse::<u32>().unwrap())
                + if row[1].parse::<u32>().unwrap() % 4 == 0 { 182.0 } else { 181.0 },
            people: row[2].parse().unwrap(),
        })
        .collect();
    let bounds: Vec<f64> = (1973..=1992).map(day_of_year).collect();
    let expected = expected(coordinates.len(), &bounds, &census, &cases).unwrap();
    let model = Model::Poisson { expected };
    (Study { places: Places::Geographic(coordinates), intervals: 19, cases, model }, numbers)
}

#[test]
fn new_mexico_brain_cancer_is_found_as_satscan_finds_it() {
    let Some(folder) = folder() else { return };
    let (study, numbers) = new_mexico(folder);
    let options = Options {
        windows: Windows::Retrospective { longest: 9 },
        replications: 9999,
        seed: 1,
        ..Options::default()
    };
    let found = scan(&study, &options, &|_| {}).unwrap();
    compare(
        &found,
        &numbers,
        &[
            Expected {
                members: &[
                    "Torrance",
                    "Bernalillo",
                    "Valencia",
                    "SantaFe",
                    "Guadelupe",
                    "Socorro",
                    "Sandoval",
                    "SanMiguel",
                    "LosAlamos",
                ],
                first_to_last: (12, 16),
                observed: 236,
                expected: 176.22,
                ratio: 10.979758,
                p: 0.0118,
            },
            Expected {
                members: &["Chaves"],
                first_to_last: (15, 16),
                observed: 16,
                expected: 6.03,
                ratio: 5.684828,
                p: 0.7146,
            },
            Expected {
                members: &["Curry", "Roosevelt"],
                first_to_last: (9, 10),
                observed: 13,
                expected: 5.37,
                ratio: 3.884186,
                p: 0.9965,
            },
        ],
    );
    assert!((found.clusters[0].radius - 125.60).abs() < 0.005);
    assert!((found.clusters[2].radius - 41.28).abs() < 0.005);
    assert!((found.clusters[0].relative_risk.unwrap() - 1.42).abs() < 0.005);
}

fn new_york_fever(folder: PathBuf) -> (Study, BTreeMap<String, u32>) {
    let (numbers, coordinates) = places(folder.join("NYCfever.geo"));
    let cases = rows(folder.join("NYCfever.cas"))
        .iter()
        .map(|row| {
            let day: u32 = row[2].rsplit('/').next().unwrap().parse().unwrap();
            Cases::new(numbers[&row[0]], day - 1, row[1].parse().unwrap())
        })
        .collect();
    let places = Places::Geographic(coordinates);
    (Study { places, intervals: 24, cases, model: Model::SpaceTimePermutation }, numbers)
}

fn fever_options() -> Options {
    Options {
        windows: Windows::Prospective { longest: 7, since: None },
        max_radius: Some(3.0),
        replications: 9999,
        seed: 1,
        ..Options::default()
    }
}

#[test]
fn new_york_fever_is_found_as_satscan_finds_it() {
    let Some(folder) = folder() else { return };
    let (study, numbers) = new_york_fever(folder);
    let found = scan(&study, &fever_options(), &|_| {}).unwrap();
    compare(
        &found,
        &numbers,
        &[
            Expected {
                members: &["11418", "11415", "11419", "11435", "11416", "11421", "11451", "11375", "11417"],
                first_to_last: (21, 23),
                observed: 4,
                expected: 0.67,
                ratio: 3.845418,
                p: 0.2112,
            },
            Expected {
                members: &["11372"],
                first_to_last: (23, 23),
                observed: 2,
                expected: 0.16,
                ratio: 3.164201,
                p: 0.4944,
            },
            Expected {
                members: &["10472"],
                first_to_last: (22, 23),
                observed: 2,
                expected: 0.29,
                ratio: 2.137259,
                p: 0.9590,
            },
        ],
    );
    assert!((found.clusters[0].radius - 2.90).abs() < 0.005);
    assert!((found.clusters[0].recurrence.unwrap() - 1.0 / 0.2112).abs() < 0.5);
}

#[test]
fn sequential_and_gumbel_p_values_agree_with_those_of_all_replications() {
    let Some(folder) = folder() else { return };
    let (study, _) = new_york_fever(folder);
    let sequential =
        Options { p_value: PValue::Sequential { exceedances: 50 }, replications: 999, ..fever_options() };
    let found = scan(&study, &sequential, &|_| {}).unwrap();
    assert!(found.replications < 999);
    // 50 exceedances determine p to about 14 %.
    assert!((found.clusters[0].p.unwrap() / 0.2112 - 1.0).abs() < 0.5);
    let gumbel = Options { p_value: PValue::Gumbel, replications: 999, ..fever_options() };
    let p = scan(&study, &gumbel, &|_| {}).unwrap().clusters[0].p.unwrap();
    assert!((p - 0.2112).abs() < 0.05, "{p}");
}
