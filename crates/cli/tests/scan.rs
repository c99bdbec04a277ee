//! `lagenetz scan`, from outside: on SaTScan's sample data against SaTScan's results, and on files with something wrong.
//!
//! The sample data are not part of this project. Without the folder that LAGENETZ_REFERENCE_DATA names, the tests say so.

// Clippy takes what tests share for code that is not a test.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};

fn scan(folder: &Path, options: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lagenetz"));
    command.arg("scan").args(options.split_whitespace()).current_dir(folder);
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "de_DE.UTF-8").output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn parsed(output: &Output) -> Value {
    assert!(output.status.success(), "{}", error(output));
    assert_eq!(error(output), "", "nothing but the result is written where there is no terminal");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("LAGENETZ_REFERENCE_DATA").map(|folder| PathBuf::from(folder).join("scan"));
    if folder.is_none() {
        eprintln!(
            "NOT CHECKED against SaTScan: LAGENETZ_REFERENCE_DATA names no folder with reference data."
        );
    }
    folder
}

/// One line of the table in the README of the reference data: SaTScan 10.3.2, p from 9,999 replicates.
struct Expected {
    members: &'static str,
    days: (&'static str, &'static str),
    counts: (u64, f64),
    radius: f64,
    risk: Option<f64>,
    llr: f64,
    p: f64,
}

/// Members and days exactly, the ratio to 1e-6, p within four standard deviations of both simulations together.
fn compare(answer: &Value, table: &[Expected]) {
    let clusters = answer["clusters"].as_array().unwrap();
    assert_eq!(clusters.len(), table.len(), "{clusters:#?}");
    let runs = answer["replications"].as_f64().unwrap();
    for (cluster, expected) in clusters.iter().zip(table) {
        let members: Vec<&str> = expected.members.split(", ").collect();
        assert_eq!(cluster["members"], json!(members));
        assert_eq!((&cluster["start"], &cluster["end"]), (&json!(expected.days.0), &json!(expected.days.1)));
        assert_eq!(cluster["observed"].as_u64(), Some(expected.counts.0));
        let number = |key: &str| cluster[key].as_f64().unwrap();
        assert!((number("expected") - expected.counts.1).abs() < 0.005, "{cluster}");
        assert!((number("radius_km") - expected.radius).abs() < 0.005, "{cluster}");
        assert!((number("llr") - expected.llr).abs() < 1e-6, "{cluster}");
        let deviation = (expected.p * (1.0 - expected.p) * (1.0 / runs + 1.0 / 9999.0)).sqrt();
        assert!((number("p") - expected.p).abs() < 4.0 * deviation + 1.0 / runs, "{cluster}");
        match expected.risk {
            Some(risk) => assert!((number("relative_risk") - risk).abs() < 0.005, "{cluster}"),
            None => assert!(cluster["relative_risk"].is_null(), "{cluster}"),
        }
        assert_eq!(cluster["center"]["location"], members[0]);
    }
}

const NEW_MEXICO: &str = "--cases nm.cas --coordinates nm.geo --population nm.pop --model poisson --retrospective \
     --start 1973 --end 1991 --time-unit year --max-share 0.5 --max-duration-share 0.5";

const FEVER: &str = "--cases NYCfever.cas --coordinates NYCfever.geo --model space-time-permutation --prospective \
     --start 2001/11/1 --end 2001/11/24 --time-unit day --max-radius-km 3 --max-duration-days 7";

#[test]
fn new_mexico_brain_cancer_is_found_as_satscan_finds_it() {
    let Some(folder) = reference() else { return };
    let answer = parsed(&scan(&folder, &format!("{NEW_MEXICO} --replications 9999 --json")));
    let torrance =
        "Torrance, Bernalillo, Valencia, SantaFe, Guadelupe, Socorro, Sandoval, SanMiguel, LosAlamos";
    compare(
        &answer,
        &[
            Expected {
                members: torrance,
                days: ("1985-01-01", "1989-12-31"),
                counts: (236, 176.22),
                radius: 125.60,
                risk: Some(1.42),
                llr: 10.979758,
                p: 0.0118,
            },
            Expected {
                members: "Chaves",
                days: ("1988-01-01", "1989-12-31"),
                counts: (16, 6.03),
                radius: 0.0,
                risk: Some(2.68),
                llr: 5.684828,
                p: 0.7146,
            },
            Expected {
                members: "Curry, Roosevelt",
                days: ("1982-01-01", "1983-12-31"),
                counts: (13, 5.37),
                radius: 41.28,
                risk: Some(2.44),
                llr: 3.884186,
                p: 0.9965,
            },
        ],
    );
    assert_eq!((answer["cases"].as_u64(), answer["locations"].as_u64()), (Some(1175), Some(32)));
    assert!(answer["clusters"][0]["recurrence_days"].is_null(), "a retrospective scan is not repeated");
}

#[test]
fn new_york_fever_is_found_as_satscan_finds_it() {
    let Some(folder) = reference() else { return };
    let answer = parsed(&scan(&folder, &format!("{FEVER} --replications 9999 --json")));
    let table = [
        (
            "11418, 11415, 11419, 11435, 11416, 11421, 11451, 11375, 11417",
            "22",
            (4, 0.67),
            2.90,
            3.845418,
            0.2112,
        ),
        ("11372", "24", (2, 0.16), 0.0, 3.164201, 0.4944),
        ("10472", "23", (2, 0.29), 0.0, 2.137259, 0.9590),
    ]
    .map(|(members, first, counts, radius, llr, p)| {
        let start = match first {
            "22" => "2001-11-22",
            "23" => "2001-11-23",
            _ => "2001-11-24",
        };
        Expected { members, days: (start, "2001-11-24"), counts, radius, risk: None, llr, p }
    });
    compare(&answer, &table);
    let first = &answer["clusters"][0];
    let days = 1.0 / first["p"].as_f64().unwrap();
    assert!((first["recurrence_days"].as_f64().unwrap() - days).abs() < 1e-9);
}

#[test]
fn a_report_in_plain_words_and_shapes_for_a_map_tell_the_same() {
    let Some(folder) = reference() else { return };
    let text = out(&scan(&folder, FEVER));
    for said in [
        "194 Fälle an 192 Orten, 01.11.2001 bis 24.11.2001",
        "  1. 9 Orte bis 2,90 km um 11418, 22.11.2001 bis 24.11.2001",
        "4 Fälle statt 0,67, die zu erwarten waren: das 5,97-Fache.",
        "Das kann Zufall sein: p = ",
        "Orte: 11372",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let english = out(&scan(&folder, &format!("--lang en {FEVER}")));
    assert!(english.contains("4 cases instead of 0.67 expected"), "{english}");
    let map = parsed(&scan(&folder, &format!("{FEVER} --geojson")));
    let shapes = map["features"].as_array().unwrap();
    assert_eq!(map["type"], "FeatureCollection");
    assert_eq!(
        (&shapes[0]["geometry"]["type"], &shapes[1]["geometry"]["type"]),
        (&json!("Polygon"), &json!("Point"))
    );
    assert_eq!(
        (&shapes[0]["properties"]["rank"], &shapes[0]["properties"]["observed"]),
        (&json!(1), &json!(4))
    );
}

#[test]
fn all_ways_of_computing_p_agree_and_the_same_seed_gives_the_same() {
    let Some(folder) = reference() else { return };
    let answer = |options: &str| out(&scan(&folder, &format!("{FEVER} --json --seed 5 {options}")));
    let value = |options: &str| serde_json::from_str::<Value>(&answer(options)).unwrap();
    let (sequential, gumbel) = (value("--p-value sequential"), value("--p-value gumbel --replications 999"));
    assert!(sequential["replications"].as_u64().unwrap() < 999);
    let p = |found: &Value| found["clusters"][0]["p"].as_f64().unwrap();
    assert!((p(&sequential) - 0.2112).abs() < 0.1 && (p(&gumbel) - 0.2112).abs() < 0.05);
    assert_eq!(answer(""), answer(""));
}

/// A folder with four places and what is given.
fn desk(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let places = ("a.geo", "A 51.68 7.82\nB 51.69 7.82\nC 51.75 7.90\nD 51.76 7.91\n");
    for (name, content) in [places].iter().chain(files) {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

#[test]
fn what_is_wrong_is_told_in_sentences_on_standard_error_with_exit_code_1() {
    let told = |cases: &str, options: &str| {
        let folder = desk(&[("a.cas", cases)]);
        let output = scan(folder.path(), &format!("--cases a.cas --coordinates a.geo {options}"));
        assert_eq!((output.status.code(), out(&output)), (Some(1), String::new()));
        error(&output)
    };
    let two_days = "A 3 2024/06/01\nB 2 2024/06/20\n";
    for (said, cases, options) in [
        ("a.cas, Zeile 2: Der Ort „X“ hat keine Koordinaten.\n", "A 3 2024/06/01\nX 2 2024/06/20\n", ""),
        (
            "a.cas, Zeile 2: Der Fall vom 2024-06-20 liegt außerhalb des Zeitraums 2024-06-01 bis 2024-06-10.\n",
            two_days,
            "--start 2024/6/1 --end 2024/6/10",
        ),
        (
            "a.cas, Zeile 2: Das Datum „20.06.2024“ ist anders geschrieben als „2024/06/01“ in Zeile 1; in einer Datei geht nur eine Schreibweise.\n",
            "A 3 2024/06/01\nB 2 20.06.2024\n",
            "",
        ),
        (
            "Alle Fälle liegen in einem Abschnitt der Zeit; es gibt nichts, womit er zu vergleichen wäre.\n",
            "A 3 2024/06/01\nB 2 2024/06/01\n",
            "--end 2024/06/09",
        ),
        (
            "--max-duration-days 60 ist zu lang: der Zeitraum hat 20 Tage, höchstens neun Zehntel davon gehen.\n",
            two_days,
            "--max-duration-days 60",
        ),
        ("Das Modell poisson braucht --population.\n", two_days, "--model poisson"),
        ("Es gibt keine Fälle.\n", "A 0 2024/06/01\nB 0 2024/06/20\n", ""),
        ("nicht-da.cas gibt es nicht.\n", two_days, "--relaxed --controls nicht-da.cas --model bernoulli"),
    ] {
        assert_eq!(told(cases, options), said);
    }
}

#[test]
fn places_and_populations_that_do_not_fit_are_told() {
    let cases = ("a.cas", "A 3 1999\nB 2 2000\n");
    let told = |files: &[(&str, &str)], options: &str| {
        let folder = desk(&[&[cases], files].concat());
        error(&scan(folder.path(), &format!("--cases a.cas --coordinates a.geo {options}")))
    };
    assert_eq!(
        told(&[("a.geo", "A 51 7\nB 52 7\nA 51 8\n")], ""),
        "a.geo, Zeile 3: Der Ort „A“ steht schon in Zeile 1, mit anderen Koordinaten.\n"
    );
    assert_eq!(
        told(&[("a.geo", "A 51 7\nB 51 7\n")], ""),
        "Alle Orte liegen an einem Punkt; gesucht wird unter mindestens zweien.\n"
    );
    assert_eq!(
        told(&[("a.pop", "A 2000 100\nB 2000 0\n")], "--model poisson --population a.pop"),
        "a.pop: Der Ort „B“ hat vom 2000-01-01 bis zum 2000-12-31 Fälle, aber keine Bevölkerung.\n"
    );
}

#[test]
fn a_table_with_a_header_and_points_on_a_plane_are_scanned_too() {
    let mut cases = "Datum;Ort;Anzahl\n".to_owned();
    for day in 1..=20 {
        cases += &format!("{day:02}.06.2024;Markt;1\n{day:02}.06.2024;Bahnhof;1\n{day:02}.06.2024;Park;1\n");
    }
    cases += "20.06.2024;Park;6\n";
    let folder = desk(&[("a.csv", &cases), ("o.csv", "Ort;x;y\nMarkt;0;0\nBahnhof;400;0\nPark;3000;4000\n")]);
    let options =
        "--cases a.csv --coordinates o.csv --cartesian --unit m --max-duration-days 3 --clusters 1 --json";
    let cluster = &parsed(&scan(folder.path(), options))["clusters"][0];
    assert_eq!((&cluster["members"], &cluster["start"]), (&json!(["Park"]), &json!("2024-06-20")));
    assert_eq!(cluster["center"], json!({ "location": "Park", "x": 3000.0, "y": 4000.0 }));
}
