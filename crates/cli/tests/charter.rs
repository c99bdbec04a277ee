//! `lagenetz charter check`, from outside; and that every command helps in both languages.

// Clippy takes what tests share for code that is not a test.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

fn charters() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters")
}

fn check(file: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lagenetz"));
    command.args(["charter", "check"]).arg(file).args(more).env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.env("LANG", "de_DE.UTF-8").output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Hamm's charter with one thing changed, in a folder that goes with the value.
fn changed(from: &str, to: &str) -> (tempfile::TempDir, PathBuf, usize) {
    let text = fs::read_to_string(charters().join("hamm.toml")).unwrap();
    assert!(text.contains(from), "{from:?} does not stand in the charter");
    let line = text[..text.find(from).unwrap()].lines().count() + usize::from(!from.starts_with('\n'));
    let dir = tempfile::TempDir::new().unwrap();
    let file = dir.path().join("vereinbarung.toml");
    fs::write(&file, text.replacen(from, to, 1)).unwrap();
    (dir, file, line.max(1))
}

#[test]
fn a_good_charter_says_what_follows_from_it() {
    let output = check(&charters().join("hamm.toml"), &["--today", "2027-03-01"]);
    let text = out(&output);
    assert!(output.status.success(), "{text}{}", error(&output));
    for said in [
        "Kooperationsvereinbarung",
        "Sie läuft bis 31.12.2027 und verlängert sich bis 31.12.2028, wenn niemand bis 30.06.2027 kündigt.",
        "Letzter Tag für eine Kündigung",
        "30.06.2027   5.1   Sitzung: Lenkungsgruppe",
        "Maßstab: ",
        "Stadt Hamm",
        "    → ",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_way_on_an_unverified_basis_says_so() {
    let verified = "confidence = \"verified\"\nvalid_from = 2022-09-26\ntoward";
    let (_dir, file, _) = changed(verified, &verified.replace("verified", "unverified"));
    let text = out(&check(&file, &["--today", "2027-03-01"]));
    assert!(text.contains("Kooperationsvereinbarung, NICHT GEPRÜFT)"), "{text}");
}

#[test]
fn after_the_notice_it_does_not_promise_what_it_cannot_know() {
    let text = out(&check(&charters().join("hamm.toml"), &["--today", "2026-11-22"]));
    assert!(
        text.contains("wurde bis 30.06.2026 nicht gekündigt, verlängert sie sich bis 31.12.2027"),
        "{text}"
    );
    assert!(!text.contains("Letzter Tag für eine Kündigung"), "{text}");
}

#[test]
fn it_speaks_english_when_asked_to() {
    let text = out(&check(&charters().join("lindenfurt.toml"), &["--lang", "en"]));
    assert!(
        text.contains("Who gives whom what") && text.contains("Duties, and how they are measured"),
        "{text}"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_the_exit_code() {
    let (_dir, file, line) = changed("confidence = \"verified\"", "confidence = \"sicher\"");
    let output = check(&file, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains(&format!("Fehler, Zeile {line}: ")), "{}", out(&output));
    assert!(out(&output).contains("sicher"), "{}", out(&output));
    assert!(error(&output).contains("hat einen Fehler"), "{}", error(&output));
    assert!(!out(&output).contains("Wer gibt wem was weiter"), "nothing follows from what cannot be read");
}

#[test]
fn a_body_nobody_sits_on_is_told() {
    let text = fs::read_to_string(charters().join("lindenfurt.toml")).unwrap();
    let start = text.find("[[body]]\nid = \"runde\"").unwrap();
    let seats = start + text[start..].find("seat = [").unwrap();
    let end = seats + text[seats..].find("]\n").unwrap() + 2;
    let dir = tempfile::TempDir::new().unwrap();
    let file = dir.path().join("leer.toml");
    fs::write(&file, format!("{}{}", &text[..seats], &text[end..])).unwrap();
    let output = check(&file, &[]);
    assert!(out(&output).contains("Arbeitsrunde") || out(&output).contains("runde"), "{}", out(&output));
    assert!(out(&output).contains("Zeile "), "{}", out(&output));
}

#[test]
fn programs_read_the_same_as_json() {
    let output = check(&charters().join("hamm.toml"), &["--json", "--today", "2027-03-01"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&value["usable"], &value["today"]), (&Value::from(true), &Value::from("2027-03-01")));
    assert_eq!(value["follows"]["term"]["notice_by"], "2027-06-30");
    assert_eq!(value["follows"]["duties"].as_array().unwrap().len(), 29);
    assert_eq!(value["follows"]["dates"][0]["kind"], "duty");
    let way = &value["follows"]["disclosures"][0];
    assert!(
        ["from", "audience", "profile", "legal_basis", "confidence", "purpose"]
            .iter()
            .all(|key| way[key].is_string())
    );

    let (_dir, file, line) = changed("signed = 2022-09-26", "signed = 2022-02-31");
    let output = check(&file, &["--json"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!((&value["usable"], &value["follows"]), (&Value::from(false), &Value::Null));
    assert_eq!(value["problems"][0]["line"], line);
    assert_eq!(value["problems"][0]["severity"], "error");
}

#[test]
fn a_file_that_is_not_there_or_no_text_is_told_in_a_sentence() {
    let dir = tempfile::TempDir::new().unwrap();
    let missing = check(&dir.path().join("fehlt.toml"), &[]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(error(&missing).contains("gibt es nicht."), "{}", error(&missing));
    let file = dir.path().join("bild.toml");
    fs::write(&file, [0xff, 0xfe, 0x00]).unwrap();
    let binary = check(&file, &[]);
    assert_eq!(binary.status.code(), Some(1));
    assert!(error(&binary).contains("ist keine Textdatei"), "{}", error(&binary));
}

#[test]
fn every_command_shows_an_example_in_both_languages() {
    let help = |words: &[&str], language: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lagenetz"));
        let output = command.args(words).args(["--help", "--lang", language]).output().unwrap();
        assert!(output.status.success(), "{words:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let below = |text: &str, heading: &str| -> Vec<String> {
        let list =
            text.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.is_empty());
        let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        names
            .filter_map(|line| line.split_whitespace().next().map(ToOwned::to_owned))
            .filter(|n| n != "help")
            .collect()
    };
    let mut waiting: Vec<Vec<String>> = vec![Vec::new()];
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        let (de, en) = (help(&words, "de"), help(&words, "en"));
        let call = format!("lagenetz {}", path.join(" "));
        let call = call.trim_end();
        assert!(de.contains("Beispiel:") && de.contains(call), "{call}: {de}");
        assert!(en.contains("Example:") && en.contains(call) && !en.contains("Beispiel"), "{call}: {en}");
        assert!(de.contains("Aufruf:") && !de.contains("Print ") && en.contains("Usage:"), "{call}: {de}");
        for german in ["<DATEI>", "<ORDNER>", "<ZAHL>", " für ", " mit ", " der ", "ä", "ü"] {
            assert!(!en.contains(german), "{call}: {en}");
        }
        let names = below(&de, "Befehle:");
        assert_eq!(names, below(&en, "Commands:"));
        waiting.extend(names.into_iter().map(|name| [path.clone(), vec![name]].concat()));
        seen += 1;
    }
    assert!(seen >= 12, "only {seen} commands");
}
