//! `lagenetz detect`: a night is searched once, as of a day that is over, with an answer that a program may read.

use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::server::Data;

fn detect(data: &Data, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lagenetz"));
    command.args(["detect", "--database", &data.url, "--dir"]).arg(data.dir.path()).args(arguments);
    command.output().unwrap()
}

#[test]
fn a_night_is_searched_once_and_no_day_to_come() {
    let data = Data::on_sqlite();
    let server = data.serve(&data.url, None);
    let report = json!({
        "title": "Laute Musik", "category": "laerm", "occurred_at": "2026-01-05T22:10",
        "place": { "lon": 7.8123, "lat": 51.6789 },
    });
    assert_eq!(server.post(&data.office, "/reports", &report).unwrap().status, 201);
    drop(server);
    let day = ["--as-of", "2026-01-06", "--json"];
    let (first, second) = (detect(&data, &day), detect(&data, &day));
    assert!(first.status.success() && second.status.success(), "{first:?} {second:?}");
    let read = |output: &Output| serde_json::from_slice::<Value>(&output.stdout).unwrap();
    let (first, second) = (read(&first), read(&second));
    assert_eq!(
        (&first["as_of"], &first["new"], &first["before"]),
        (&"2026-01-06".into(), &json!([]), &json!(0))
    );
    assert_eq!(second["scopes"], json!([]), "the same night is not searched again");
    let late = detect(&data, &["--as-of", "2199-01-01"]);
    assert!(!late.status.success());
    assert!(String::from_utf8_lossy(&late.stderr).contains("Zukunft"), "{late:?}");
}
