//! Files come in through the browser, without JavaScript.

use axum::http::StatusCode;
use domain::{access::Role, people::Language};

use crate::house::{Answer, Browser, House, unit};

pub(crate) const PROFILE: &str = r#"name = { de = "Test", en = "Test" }
drop = ["Melder"]
[report]
category = "{art}"
title = "{art} am Markt"
[when]
at = "{tag}"
formats = ["%d.%m.%Y"]
[place]
x = "{x}"
y = "{y}"
[categories]
"Lärm" = "laerm"
"#;

pub(crate) const FILE: &str =
    "tag;art;x;y;Melder\n01.10.2026;Lärm;7,82;51,68;Meier\n02.10.2026;Krach;;;Meier\n";

/// Sends a form with files, as browsers do.
async fn upload(browser: &mut Browser, page: &str, parts: &[(&str, Option<&str>, &str)]) -> Answer {
    let csrf = browser.get(page).await.csrf();
    send(browser, page, &csrf, parts).await
}

async fn send(browser: &mut Browser, page: &str, csrf: &str, parts: &[(&str, Option<&str>, &str)]) -> Answer {
    let mut body = String::new();
    for (name, file, value) in [("csrf", None, csrf)].iter().chain(parts) {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.push_str(&format!(
            "--grenze\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--grenze--\r\n");
    browser.ask("POST", page, Some("multipart/form-data; boundary=grenze"), body).await
}

async fn service(house: &House) -> Browser {
    let person = house.person("stadt", "buergerservice", &[(unit("buergerservice"), Role::Officer)]).await;
    house.signed_in(&person).await
}

const PAGE: &str = "/meldungen/einlesen";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_looked_at_brought_in_and_confirmed() {
    let house = House::open().await;
    let mut browser = service(&house).await;
    let parts = [
        ("source", None, "portal"),
        ("import-profile", None, ""),
        ("profile_file", Some("profil.toml"), PROFILE),
        ("file", Some("auszug.csv"), FILE),
    ];
    let sent = upload(&mut browser, PAGE, &parts).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let batch = sent.location().to_owned();
    let preview = browser.get(&batch).await;
    assert!(preview.body.contains("Lärm am Markt") && preview.body.contains("Zeile 3"), "{}", preview.body);
    assert!(preview.body.contains("„Krach“ ist im Profil keiner Kategorie zugeordnet."));
    assert!(!browser.get("/meldungen").await.body.contains("Lärm am Markt"), "nothing is in yet");

    let started = browser.submit(&batch, &format!("{batch}/beginnen"), &[]).await;
    assert_eq!(started.location(), batch);
    let mut page = browser.get(&batch).await;
    while page.headers.contains_key("refresh") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        page = browser.get(&batch).await;
    }
    assert!(page.body.contains("Mit Ihrer Bestätigung gelten die Dauerregeln"), "{}", page.body);
    assert!(browser.get("/meldungen").await.body.contains("Lärm am Markt"));
    let rejects = browser.get(&format!("{batch}/abgewiesen")).await;
    assert!(rejects.body.contains("Krach") && !rejects.body.contains("Meier"), "{}", rejects.body);
    let disposition = rejects.headers["content-disposition"].to_str().unwrap();
    assert_eq!(disposition, "attachment; filename=\"auszug-abgewiesen.csv\"");

    let confirmed = browser.submit(&batch, &format!("{batch}/bestaetigen"), &[]).await;
    assert_eq!(confirmed.location(), format!("{batch}?freigegeben=1"));
    let mut police = house.signed_in(&house.lagedienst().await).await;
    assert!(police.get("/meldungen").await.body.contains("Lärm"), "the standing rule has disclosed it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_said_on_the_page_in_the_language_of_the_reader() {
    let house = House::open().await;
    let mut browser = service(&house).await.in_language(Language::En);
    let profile = PROFILE.replace("drop = [\"Melder\"]\n", "");
    let parts = |profile: &'static str, file: &'static str| {
        [("source", None, "portal"), ("profile_file", Some("p.toml"), profile), ("file", Some("a.csv"), file)]
    };
    let wrong = upload(&mut browser, PAGE, &parts("unsinn = 1", FILE)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("of the profile"), "{}", wrong.body);
    let empty = upload(&mut browser, PAGE, &parts(PROFILE, "")).await;
    assert!(empty.body.contains("The file is empty."), "{}", empty.body);
    let sent = upload(&mut browser, PAGE, &parts(Box::leak(profile.into_boxed_str()), FILE)).await;
    let page = browser.get(sent.location()).await;
    assert!(page.body.contains("These columns look like persons: Melder"), "{}", page.body);
    let discarded = browser.submit(sent.location(), &format!("{}/verwerfen", sent.location()), &[]).await;
    assert!(browser.get(discarded.location()).await.body.contains("Discarded"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_is_its_units_own_and_a_form_of_another_site_does_nothing() {
    let house = House::open().await;
    let mut browser = service(&house).await;
    let parts = [
        ("source", None, "portal"),
        ("profile_file", Some("p.toml"), PROFILE),
        ("file", Some("a.csv"), FILE),
    ];
    let stale = send(&mut browser, PAGE, "erraten", &parts).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    let sent = upload(&mut browser, PAGE, &parts).await;
    let mut police = house.signed_in(&house.lagedienst().await).await;
    assert_eq!(police.get(sent.location()).await.status, StatusCode::NOT_FOUND);
    let guessed = police.submit(PAGE, &format!("{}/beginnen", sent.location()), &[]).await;
    assert_eq!(guessed.status, StatusCode::NOT_FOUND);
    let mut administrator = house.signed_in(&house.administrator_of("stadt")).await;
    assert_eq!(administrator.get(PAGE).await.status, StatusCode::FORBIDDEN);
}

const SQUARES: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"NR":"1","NAME":"Heessen"},"geometry":{"type":"Polygon","coordinates":[[[7.8,51.6],[7.9,51.6],[7.9,51.7],[7.8,51.7],[7.8,51.6]]]}},
    {"type":"Feature","properties":{"NR":"2","NAME":"Schleife"},"geometry":{"type":"Polygon","coordinates":[[[7.6,51.6],[7.7,51.7],[7.7,51.6],[7.6,51.7],[7.6,51.6]]]}}]}"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn divisions_are_replaced_and_stay_as_history() {
    let house = House::open().await;
    house.clock.set(domain::time::Timestamp(crate::house::NOW.0 + 60_000));
    let page = "/verwaltung/gliederungen";
    let mut admin = house.signed_in(&house.administrator_of("stadt")).await;
    let parts = |file: &'static str| {
        [
            ("division", None, "sozialraeume"),
            ("division-name", None, "Sozialräume"),
            ("areas", Some("x.geojson"), file),
        ]
    };
    let sent = upload(&mut admin, page, &parts(SQUARES)).await;
    assert_eq!(sent.location(), format!("{page}?gebiete=2&berichtigt=1"), "{}", sent.body);
    let shown = admin.get(sent.location()).await.body;
    assert!(shown.contains("Sozialräume") && shown.contains("Ein Umriss kreuzte sich selbst"), "{shown}");
    house.clock.set(domain::time::Timestamp(crate::house::NOW.0 + 120_000));
    upload(&mut admin, page, &parts(SQUARES)).await;
    let shown = admin.get(page).await.body;
    assert_eq!(shown.matches("Sozialräume").count(), 3, "once in the lead, twice in the table: {shown}");
    let wrong = upload(&mut admin, page, &parts("{}")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("So geht es nicht: das ist kein GeoJSON"), "{}", wrong.body);
    let mut other = house.signed_in(&house.administrator_of("polizei")).await;
    assert_eq!(other.get(page).await.status, StatusCode::FORBIDDEN);
}
