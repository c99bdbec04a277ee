//! Imports that end in the middle, and begin again.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use app::{App, Filter, Who};

use crate::{
    answer,
    city::{City, block_on, current},
    counts,
};

const ROWS: u64 = 60_000;

const PROFILE: &str = r#"
    name = { de = "Auszug", en = "Export" }
    [report]
    category = "laerm"
    title = "Lärm, {Straße}"
    [when]
    at = "{Tag}"
    [place]
    x = "{Länge}"
    y = "{Breite}"
"#;

fn import(city: &City, file: &Path) -> Command {
    let profile = city.path().join("profil.toml");
    fs::write(&profile, PROFILE).unwrap();
    let mut command = city.import_by(&profile, "portal", &[file]);
    command.args(["--unit", "buergerservice"]);
    command
}

fn file(city: &City, name: &str) -> std::path::PathBuf {
    let row = |n: u64| format!("01.10.2025;Straße {n};7,{};51,{}\n", 70 + n % 20, 60 + n % 15);
    let text = "Tag;Straße;Länge;Breite\n".to_owned() + &(0..ROWS).map(row).collect::<String>();
    let path = city.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// Starts an import and waits until some of it is written.
async fn half_way(city: &City, app: &App, who: &Who, file: &Path) -> Child {
    let mut command = import(city, file);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    loop {
        let batches = app.batches(who).await.unwrap();
        if batches.iter().any(|batch| batch.visible_at.is_none() && batch.blocks > 1) {
            return child;
        }
        assert!(child.try_wait().unwrap().is_none(), "it was over before it was half way");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn total(app: &App, who: &Who) -> u64 {
    // Other processes are followed four times a second.
    tokio::time::sleep(Duration::from_millis(1_000)).await;
    current(app).await;
    app.facets(who, &Filter::default()).unwrap().total
}

#[test]
fn a_killed_import_shows_nothing_and_the_same_call_goes_on() {
    let city = City::invented();
    let file = file(&city, "auszug.csv");
    block_on(async {
        let app = city.open().await;
        let who = city.who(&app);
        let mut child = half_way(&city, &app, &who, &file).await;
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(total(&app, &who).await, 0);
        let written = app.batches(&who).await.unwrap()[0].blocks;
        assert!(written < (ROWS / 5_000) as u32, "it was killed too late to show anything: {written}");
        assert_eq!(counts(&answer(&mut import(&city, &file))), [ROWS, ROWS, 0, 0]);
        assert_eq!(total(&app, &who).await, ROWS);
        let batches = app.batches(&who).await.unwrap();
        assert_eq!(batches.len(), 1, "it went on with the batch that was open");
        app.close().await.unwrap();
    });
}

#[test]
fn an_import_that_somebody_interrupts_says_so_and_goes_on_later() {
    let city = City::invented();
    let file = file(&city, "auszug.csv");
    block_on(async {
        let app = city.open().await;
        let who = city.who(&app);
        let child = half_way(&city, &app, &who, &file).await;
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let ended = child.wait_with_output().unwrap();
        let sentence = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success() && sentence.contains("Angehalten."), "{sentence}");
        assert_eq!(total(&app, &who).await, 0);
        assert_eq!(counts(&answer(&mut import(&city, &file))), [ROWS, ROWS, 0, 0]);
        assert_eq!(counts(&answer(&mut import(&city, &file))), [ROWS, 0, ROWS, 0]);
        assert_eq!(total(&app, &who).await, ROWS);
        app.close().await.unwrap();
    });
}

#[test]
fn a_file_that_still_grows_is_refused_until_it_is_complete() {
    use std::io::Write;
    let city = City::invented();
    let path = file(&city, "auszug.csv");
    let mut growing = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let child = import(&city, &path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut child = child;
    while child.try_wait().unwrap().is_none() {
        growing.write_all("01.10.2025;Straße;7,82;51,68\n".as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(1));
    }
    let ended = child.wait_with_output().unwrap();
    let sentence = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && sentence.contains("Die Datei hat sich geändert"), "{sentence}");
    let whole = answer(&mut import(&city, &path));
    assert_eq!(whole["read"], whole["accepted"], "once it is complete it comes in");
}
