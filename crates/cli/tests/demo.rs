//! The demo from outside: `lagenetz demo --json` as a program reads it.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// A demo that runs; it ends with this value.
struct Demo {
    process: Child,
    told: Value,
}

impl Demo {
    fn start(dir: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_lagenetz"))
            .args([
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--seed",
                "7",
                "--today",
                "2026-11-23",
                "--json",
                "--dir",
            ])
            .arg(dir)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        Self { process, told }
    }

    fn people(&self) -> &[Value] {
        self.told["people"].as_array().unwrap()
    }

    /// What each role sees in cells of the whole city: total and those without a cell.
    fn counts(&self) -> Vec<(String, u64, u64)> {
        let counts = self.people().iter().map(|person| {
            let url = format!("{}/api/v1/picture/cells?resolution=8", self.told["url"].as_str().unwrap());
            let token = format!("Bearer {}", person["token"].as_str().unwrap());
            let mut answer = ureq::get(&url).header("Authorization", &token).call().unwrap();
            let cells: Value = answer.body_mut().read_json().unwrap();
            let number = |key: &str| cells[key].as_u64().unwrap();
            (person["name"].as_str().unwrap().to_owned(), number("total"), number("unplaced"))
        });
        counts.collect()
    }

    /// Ends it as an operator does, and waits until it has ended.
    fn stop(mut self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

#[test]
fn two_demos_of_a_seed_and_day_are_the_same_and_a_restart_changes_nothing() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Demo::start(one.path());
    for field in ["name", "partner", "unit", "email", "password", "token"] {
        assert!(first.people().iter().all(|person| person[field].is_string()), "{field}");
    }
    let counts = first.counts();
    for (name, total, _) in &counts {
        let without_content = name.starts_with("Administration") || name.starts_with("Datenschutz");
        assert_eq!(*total > 0, !without_content, "{name} sees {total}");
    }
    let people = first.told["people"].clone();
    first.stop();

    let second = Demo::start(other.path());
    assert_eq!((second.counts(), &second.told["people"]), (counts.clone(), &people));
    second.stop();

    let again = Demo::start(one.path());
    assert_eq!((again.counts(), &again.told["people"]), (counts, &people));
    again.stop();
    let verified = Command::new(env!("CARGO_BIN_EXE_lagenetz"))
        .args(["journal", "verify", "--dir"])
        .arg(one.path())
        .output()
        .unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}
