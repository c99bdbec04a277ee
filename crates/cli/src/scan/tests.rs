use std::fs;

use clap::Parser;
use serde_json::Value;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// A folder with files, and a call of the command on them.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        Self(folder)
    }

    fn args(&self, options: &str) -> Args {
        let file = |name: &str| self.0.path().join(name).display().to_string();
        let (cases, coordinates) = (file("a.cas"), file("a.geo"));
        let words = ["scan", "--cases", &cases, "--coordinates", &coordinates];
        let more = options.split_whitespace().map(|word| match word.strip_prefix('@') {
            Some(name) => file(name),
            None => word.to_owned(),
        });
        Line::try_parse_from(words.iter().map(|word| (*word).to_owned()).chain(more)).unwrap().args
    }

    /// What the command answers, before it is written.
    fn scan(&self, options: &str) -> Result<(Value, String), String> {
        let args = self.args(options);
        let english = |failure: Failure| {
            failure.say(Language::En).replace(&format!("{}/", self.0.path().display()), "")
        };
        let mut complaints = Complaints::default();
        args.check(&mut complaints);
        let mut input = Input::read(&args, &mut complaints).map_err(english)?;
        complaints.settle().map_err(english)?;
        let setting = args.setting(&input).map_err(english)?;
        let study = input.study(&args, &setting).map_err(english)?;
        let options = args.scan_options(&setting).map_err(english)?;
        let found =
            scan(&study, &options, &|_| {}).map_err(|error| english(of_scan(&error, &input, &setting)))?;
        let report =
            Report { args: &args, input: &input, setting: &setting, options: &options, found: &found };
        Ok((report.json(), report.text(Language::De)))
    }

    fn fails(&self, options: &str) -> Vec<String> {
        self.scan(options).unwrap_err().lines().map(str::to_owned).collect()
    }
}

const PLACES: &str = "A 51.68 7.82\nB 51.69 7.82\nC 51.75 7.90\nD 51.76 7.91\n";

/// Two cases a week at each place, and five at B in the last week.
fn weeks() -> String {
    let mut cases = String::new();
    for day in ["03", "10", "17", "24"] {
        for place in ["A", "B", "C", "D"] {
            cases += &format!("{place} 2 2024/06/{day}\n");
        }
    }
    cases + "B 5 2024/06/25\n"
}

#[test]
fn a_new_problem_is_found_and_told_in_plain_words() {
    let desk = Desk::new(&[("a.geo", PLACES), ("a.cas", &weeks())]);
    let (json, text) = desk.scan("--max-duration-days 3 --max-radius-km 1 --clusters 1").unwrap();
    let cluster = &json["clusters"][0];
    assert_eq!(cluster["members"], serde_json::json!(["B"]));
    assert_eq!(
        (cluster["start"].as_str(), cluster["end"].as_str()),
        (Some("2024-06-25"), Some("2024-06-25"))
    );
    assert_eq!((cluster["observed"].as_u64(), cluster["radius_km"].as_f64()), (Some(5), Some(0.0)));
    assert_eq!(cluster["center"]["location"], "B");
    assert!(cluster["llr"].is_f64() && cluster["p"].is_f64() && cluster["recurrence_days"].is_f64());
    assert!(cluster["relative_risk"].is_null());
    assert!(text.contains("Ort B, am 25.06.2024"), "{text}");
    assert!(text.contains("5 Fälle statt 1,76"), "{text}");
}

#[test]
fn the_same_seed_gives_the_same_result_and_another_another() {
    let desk = Desk::new(&[("a.geo", PLACES), ("a.cas", &weeks())]);
    let p = |seed: u32| {
        desk.scan(&format!("--seed {seed} --max-duration-days 3")).unwrap().0["clusters"][0]["p"].clone()
    };
    assert_eq!(p(7), p(7));
    assert!((1..5).any(|seed| p(seed) != p(7)));
}

#[test]
fn everything_wrong_in_all_files_is_told_at_once_with_file_and_line() {
    let desk = Desk::new(&[
        ("a.geo", "A 51.68 7.82\nB 99 7.82\nA 51 7\n"),
        ("a.cas", "A 1 2024/06/01\nX 1 2024/06/02\nA 1 03.06.2024\nA viele 2024/06/04\n"),
    ]);
    let told = desk.fails("");
    assert_eq!(
        told,
        [
            "a.geo, line 2: \"99\" is not a latitude from -90 to 90 degrees.",
            "a.geo, line 3: The location \"A\" stands on line 1 already, with other coordinates.",
            "a.cas, line 3: The date \"03.06.2024\" is written in another way than \"2024/06/01\" on line 1; one file has one way only.",
            "a.cas, line 4: \"viele\" is not a whole number from 0 on (count).",
            "a.cas, line 2: The location \"X\" has no coordinates.",
        ]
    );
}

#[test]
fn what_cannot_be_scanned_is_told_in_a_sentence() {
    let desk = |cases: &str| Desk::new(&[("a.geo", PLACES), ("a.cas", cases)]);
    let weeks = weeks();
    let normal = desk(&weeks);
    assert_eq!(
        normal.fails("--start 2024-06-05"),
        (1..=4).map(|line| format!("a.cas, line {line}: The case of 2024-06-03 lies outside the study period 2024-06-05 to 2024-06-25.")).collect::<Vec<_>>()
    );
    assert!(normal.scan("--start 2024-06-05 --relaxed").is_ok());
    assert_eq!(
        normal.fails("--max-duration-days 400"),
        [
            "--max-duration-days 400 is too long: the study period has 23 days, and at most nine tenths of it are possible."
        ]
    );
    assert_eq!(
        normal.fails("--start 2025 --end 2024"),
        ["The study period ends (2024-12-31) before it begins (2025-01-01)."]
    );
    assert_eq!(normal.fails("--start soon"), ["\"soon\" at --start is no date like 2024-01-31."]);
    assert_eq!(
        normal.fails("--model poisson --max-share 0.7"),
        ["The model poisson needs --population.", "--max-share must be above 0 and at most 0.5."]
    );
    assert_eq!(
        desk("A 5 2024/06/01\nB 6 2024/06/01\n").fails("--start 2024-05-01 --max-duration-days 3"),
        ["All cases are in one interval; there is nothing to compare them with."]
    );
    assert_eq!(
        desk("A 5 2024/06/01\nA 6 2024/06/02\n").fails("--max-duration-days 1"),
        ["All cases are at one place; there is nothing to compare them with."]
    );
    assert_eq!(
        desk("A 5 2024/06\nB 6 2024/07\n").fails("--time-unit day"),
        ["The cases name the month only; --time-unit month fits."]
    );
    assert_eq!(desk("A 0 2024/06/01\nB 0 2024/06/05\n").fails(""), ["There are no cases."]);
    assert_eq!(
        desk("A 4000000000 2024/06/01\nB 6 2024/06/05\n").fails(""),
        ["There are more than 50000000 cases (or cases and controls)."]
    );
    let one = Desk::new(&[("a.geo", "A 51 7\nB 51 7\n"), ("a.cas", "A 5 2024/06/01\nB 6 2024/06/02\n")]);
    assert_eq!(one.fails(""), ["All places are at one point; a scan compares at least two."]);
}

#[test]
fn a_population_that_is_missing_or_zero_is_told() {
    let cases = "A 3 1999\nB 2 2000\nC 1 2001\n";
    let files = |population: &str| Desk::new(&[("a.geo", PLACES), ("a.cas", cases), ("a.pop", population)]);
    let options = "--model poisson --population @a.pop --retrospective";
    assert_eq!(
        files("A 2000 100\nB 2000 0\nD 2000 50\n").fails(options),
        [
            "a.pop: The location \"B\" has cases from 2000-01-01 to 2000-12-31, but no population.",
            "a.pop: The location \"C\" has cases from 2001-01-01 to 2001-12-31, but no population.",
        ]
    );
    assert_eq!(files("A 2000 0\nB 2000 0\n").fails(options), ["The population is zero."]);
    assert_eq!(
        files("A 2000 100 f\nB 2000 100 f\nC 2000 100 f\n").fails(options),
        ["The population is zero."]
    );
    assert!(files("A 2000 100\nB 1990 50\nB 2010 70\nC 2000 50\n").scan(options).is_ok());
}

#[test]
fn a_purely_spatial_scan_needs_no_dates_in_its_files() {
    let desk =
        Desk::new(&[("a.geo", PLACES), ("a.cas", "A 9\nB 1\nC 1\nD 1\n"), ("a.ctl", "A 1\nB 9\nC 9\nD 9\n")]);
    let options = "--spatial --model bernoulli --controls @a.ctl --start 2024 --end 2024";
    let (json, text) = desk.scan(options).unwrap();
    let cluster = &json["clusters"][0];
    assert_eq!(cluster["members"], serde_json::json!(["A"]));
    assert_eq!(
        (cluster["start"].as_str(), cluster["end"].as_str()),
        (Some("2024-01-01"), Some("2024-12-31"))
    );
    assert_eq!(cluster["expected"].as_f64(), Some(3.0));
    assert!((cluster["relative_risk"].as_f64().unwrap() - 9.0).abs() < 1e-9);
    assert!(cluster["recurrence_days"].is_null());
    assert!(text.contains("selten"), "{text}");
    // Nobody said when: then nothing is said, and the same is found.
    let (undated, text) = desk.scan("--spatial --model bernoulli --controls @a.ctl").unwrap();
    assert!(undated["start"].is_null() && undated["clusters"][0]["end"].is_null());
    assert_eq!(undated["clusters"][0]["llr"], cluster["llr"]);
    assert!(text.starts_with("12 Fälle an 4 Orten, ohne Zeit\n"), "{text}");
    assert!(text.contains("Ort A\n"), "{text}");
}

#[test]
fn coordinates_on_a_plane_have_their_unit() {
    let cases =
        weeks().replace("B 5 2024/06/25", "A 4 2024/06/25\nB 4 2024/06/25\nC 6 2024/06/05\nD 6 2024/06/06");
    let desk = Desk::new(&[("a.geo", "A 0 0\nB 100 0\nC 9000 0\nD 9100 0\n"), ("a.cas", &cases)]);
    let (json, _) = desk.scan("--cartesian --unit m --max-radius-km 0.1 --max-duration-days 2").unwrap();
    let cluster = &json["clusters"][0];
    assert_eq!(cluster["members"].as_array().map(Vec::len), Some(2));
    assert_eq!(cluster["radius_km"].as_f64(), Some(0.1));
    assert!(cluster["center"]["x"].is_f64());
}
