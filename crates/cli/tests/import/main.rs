//! Imports with the built binary, small ones always, real ones where `LAGENETZ_REFERENCE_DATA` names a folder of them.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod city;
mod ends;
mod files;

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use app::Filter;
use city::{City, block_on, current};
use serde_json::Value;

/// The folder of real data; without it the test says loudly that it has not looked.
fn reference_data() -> Option<PathBuf> {
    let data = std::env::var_os("LAGENETZ_REFERENCE_DATA").map(PathBuf::from);
    if data.is_none() {
        eprintln!("!! NICHT GEPRÜFT: LAGENETZ_REFERENCE_DATA nennt keinen Ordner mit echten Daten.");
    }
    data
}

fn answer(command: &mut Command) -> Value {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

fn counts(answer: &Value) -> [u64; 4] {
    ["read", "accepted", "duplicate", "rejected"].map(|key| answer[key].as_u64().unwrap())
}

#[test]
fn a_small_export_of_a_portal_comes_in_with_its_rejects_handed_back() {
    let city = City::britain();
    let (profile, file) = (city.path().join("profil.toml"), city.path().join("auszug.csv"));
    fs::write(
        &profile,
        r#"
        name = { de = "Auszug", en = "Export" }
        drop = ["Melder"]
        [report]
        category = "laerm"
        title = "{Was}"
        [when]
        at = "{Wann}"
        formats = ["%d.%m.%Y"]
        "#,
    )
    .unwrap();
    fs::write(&file, "Was;Wann;Melder\nMusik;01.10.2025;Meier\nMusik;gestern;Meier\n").unwrap();
    let first = answer(&mut city.import_by(&profile, "polizei-einsatz", &[&file]));
    assert_eq!(counts(&first), [2, 1, 0, 1]);
    assert_eq!((first["without_place"].as_u64(), first["outside"].as_u64()), (Some(1), Some(0)));
    let rejects = PathBuf::from(first["rejects_file"].as_str().unwrap());
    let text = fs::read_to_string(&rejects).unwrap();
    assert!(text.contains("gestern") && !text.contains("Meier"), "{text}");
    fs::write(&rejects, text.replace("gestern", "02.10.2025")).unwrap();
    assert_eq!(counts(&answer(&mut city.import_by(&profile, "polizei-einsatz", &[&rejects]))), [1, 1, 0, 0]);
    let again = answer(&mut city.import_by(&profile, "polizei-einsatz", &[&file]));
    assert_eq!((counts(&again), again["rejects_file"].is_string()), ([2, 0, 1, 1], true));
}

#[test]
fn what_cannot_be_is_said_in_a_sentence() {
    let city = City::britain();
    let file = city.path().join("leer.csv");
    fs::write(&file, "").unwrap();
    let sentence = said(&mut city.import("police-uk", "polizei-einsatz", &[&file]));
    assert!(sentence.contains("Die Datei ist leer."), "{sentence}");
    let missing = city.path().join("fehlt.csv");
    let sentence = said(&mut city.import("police-uk", "polizei-einsatz", &[&missing]));
    assert!(sentence.contains("gibt es nicht"), "{sentence}");
    let mut stranger = city.import("police-uk", "polizei-einsatz", &[&file]);
    let sentence = said(stranger.args(["--unit", "wachdienst"]));
    assert!(sentence.contains("lagedienst"), "{sentence}");
}

#[test]
fn the_accidents_of_a_state_and_the_198_in_hamm() {
    let Some(data) = reference_data() else { return };
    let city = City::hamm(&data);
    let file = data.join("accidents-nrw/bicycle-accidents-2019.csv");
    let first = answer(city.import("unfallatlas", "unfallatlas", &[&file]).args(["--unit", "tiefbau"]));
    assert_eq!(counts(&first), [16_740, 16_740, 0, 0]);
    assert_eq!(first["outside"], 16_740 - 198);
    let again = answer(city.import("unfallatlas", "unfallatlas", &[&file]).args(["--unit", "tiefbau"]));
    assert_eq!(counts(&again), [16_740, 0, 16_740, 0]);
}

#[test]
fn the_fines_of_cologne_by_district_as_somebody_else_counts_them() {
    let Some(data) = reference_data() else { return };
    let city = City::cologne(&data);
    let file = data.join("cologne-fines/fines-2021.csv.gz");
    let source = "ordnungsamt-feststellung";
    let first = answer(&mut city.import("koeln-bussgelder", source, &[&file]));
    assert_eq!(counts(&first), [589_089, 589_089, 0, 0]);
    let again = answer(&mut city.import("koeln-bussgelder", source, &[&file]));
    assert_eq!(counts(&again), [589_089, 0, 589_089, 0]);

    let (total, districts) = block_on(async {
        let app = city.open().await;
        let who = city.who(&app);
        current(&app).await;
        let division = "stadtbezirke".parse().unwrap();
        let counts = app.areas(&who, &Filter::default(), &division).unwrap();
        let districts = counts.areas.into_iter().map(|area| (area.name, area.count));
        (counts.total, districts.collect::<BTreeMap<String, u64>>())
    });
    assert_eq!(total, 589_089);
    assert_eq!(districts, counted_by_hand(&data, &file));
}

/// Points in districts by another way: every edge of every ring, nothing of ours.
fn counted_by_hand(data: &std::path::Path, packed: &std::path::Path) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(data.join("geo/koeln_stadtbezirke.geojson")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let mut districts: Vec<(String, Vec<Vec<[f64; 2]>>)> = Vec::new();
    for feature in json["features"].as_array().unwrap() {
        let name = feature["properties"]["STB_NAME"].as_str().unwrap().to_owned();
        let polygons: Vec<Vec<Vec<[f64; 2]>>> = match feature["geometry"]["type"].as_str().unwrap() {
            "Polygon" => vec![serde_json::from_value(feature["geometry"]["coordinates"].clone()).unwrap()],
            _ => serde_json::from_value(feature["geometry"]["coordinates"].clone()).unwrap(),
        };
        districts.push((name, polygons.into_iter().flatten().collect()));
    }
    let unpacked = Command::new("gzip").arg("-dc").arg(packed).output().unwrap();
    let text = String::from_utf8(unpacked.stdout).unwrap();
    let mut points: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let values: Vec<&str> = line.split(';').collect();
        *points.entry((values[5], values[4])).or_default() += 1;
    }
    let mut found: BTreeMap<String, u64> = districts.iter().map(|(name, _)| (name.clone(), 0)).collect();
    for ((lon, lat), number) in points {
        let (Ok(lon), Ok(lat)) = (lon.parse::<f64>(), lat.parse::<f64>()) else { continue };
        let inside = districts.iter().find(|(_, rings)| {
            let crossings = rings.iter().flat_map(|ring| ring.windows(2)).filter(|edge| {
                let ([x1, y1], [x2, y2]) = (edge[0], edge[1]);
                (y1 > lat) != (y2 > lat) && lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1
            });
            crossings.count() % 2 == 1
        });
        if let Some((name, _)) = inside {
            *found.entry(name.clone()).or_default() += number;
        }
    }
    found
}

#[test]
fn two_months_of_british_police_data_with_and_without_coordinates() {
    let Some(data) = reference_data() else { return };
    let city = City::britain();
    let files: Vec<PathBuf> = ["2018-10", "2018-11"]
        .iter()
        .map(|month| data.join(format!("police-uk/{month}-street-compact.csv.gz")))
        .collect();
    let files: Vec<&std::path::Path> = files.iter().map(PathBuf::as_path).collect();
    let first = answer(&mut city.import("police-uk", "polizei-einsatz", &files));
    assert_eq!(counts(&first), [727_269, 727_269, 0, 0]);
    assert!(first["without_place"].as_u64().unwrap() > 0);
    assert_eq!(first["files"].as_array().unwrap().len(), 2);
    let again = answer(&mut city.import("police-uk", "polizei-einsatz", &files));
    assert_eq!(counts(&again), [727_269, 0, 727_269, 0]);
}
