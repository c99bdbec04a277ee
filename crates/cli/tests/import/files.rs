//! Files as offices have them: in other encodings, by two hands, from a spreadsheet, half written.

use std::{fs, path::PathBuf};

use encoding_rs::WINDOWS_1252;
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::Value;

use crate::{answer, city::City, counts, said};

const PROFILE: &str = r#"
    name = { de = "Auszug", en = "Export" }
    [report]
    category = "{Art}"
    title = "{Art}, {Straße}"
    [when]
    at = "{Tag}"
    formats = ["%d.%m.%Y", "%Y-%m-%d"]
    [place]
    x = "{Länge}"
    y = "{Breite}"
    [categories]
    "Lärm" = "laerm"
"#;

const HEAD: &str = "Tag;Art;Straße;Länge;Breite\n";
const GOOD: &str = "01.10.2025;Lärm;Markt;7,82;51,68\n";

/// A city, a profile and a folder.
struct Office {
    city: City,
    profile: PathBuf,
}

impl Office {
    fn open() -> Self {
        let city = City::invented();
        let profile = city.path().join("profil.toml");
        fs::write(&profile, PROFILE).unwrap();
        Self { city, profile }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let file = self.city.path().join(name);
        fs::write(&file, bytes).unwrap();
        file
    }

    fn import(&self, name: &str, bytes: impl AsRef<[u8]>) -> Value {
        let file = self.file(name, bytes);
        answer(self.city.import_by(&self.profile, "portal", &[&file]).args(["--unit", "buergerservice"]))
    }

    fn refusal(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let file = self.file(name, bytes);
        said(self.city.import_by(&self.profile, "portal", &[&file]).args(["--unit", "buergerservice"]))
    }
}

/// The rejected rows as text.
fn rejects(answer: &Value) -> String {
    fs::read_to_string(answer["rejects_file"].as_str().unwrap()).unwrap()
}

#[test]
fn two_forms_of_a_day_in_one_column_are_read_and_a_third_comes_back_with_its_reason() {
    let office = Office::open();
    let text = format!("{HEAD}{GOOD}2025-10-02;Lärm;Markt;7,82;51,68\n10/03/2025;Lärm;Markt;7,82;51,68\n");
    let first = office.import("zwei-formen.csv", text);
    assert_eq!(counts(&first), [3, 2, 0, 1]);
    assert!(rejects(&first).contains("10/03/2025"), "{}", rejects(&first));
}

#[test]
fn swapped_coordinates_come_back_and_the_other_way_round_they_come_in() {
    let office = Office::open();
    let first = office.import("vertauscht.csv", format!("{HEAD}01.10.2025;Lärm;Markt;51,68;7,82\n"));
    assert_eq!(counts(&first), [1, 0, 0, 1]);
    let text = rejects(&first);
    assert!(text.contains("Länge und Breite sind vertauscht"), "{text}");
    let second = office.import("berichtigt.csv", text.replace("51,68;7,82", "7,82;51,68"));
    assert_eq!(counts(&second), [1, 1, 0, 0]);
}

#[test]
fn the_encoding_of_old_office_software_is_read_and_a_wrong_one_in_the_profile_is_said() {
    let office = Office::open();
    let (latin, _, _) = WINDOWS_1252.encode("Tag;Art;Straße;Länge;Breite\n01.10.2025;Lärm;Grünstraße;;\n");
    assert_eq!(counts(&office.import("latin.csv", latin)), [1, 1, 0, 0]);
    fs::write(&office.profile, format!("{PROFILE}\n[file]\nencoding = \"windows-1252\"\n")).unwrap();
    let sentence = office.refusal("utf-8.csv", format!("{HEAD}{GOOD}"));
    assert!(sentence.contains("Die Datei ist in UTF-8 kodiert, das Profil sagt windows-1252."), "{sentence}");
}

#[test]
fn a_broken_quote_in_a_big_file_costs_its_own_row_only() {
    let office = Office::open();
    let rows: String = (0..100_000).map(|n| format!("01.10.2025;Lärm;Straße {n};7,82;51,68\n")).collect();
    let text = format!("{HEAD}{rows}").replace("Straße 40000;", "\"Straße 40000;");
    let first = office.import("groß.csv", text);
    assert_eq!(counts(&first), [100_000, 99_999, 0, 1]);
    let text = rejects(&first);
    assert!(text.contains("Hier öffnet ein Anführungszeichen und wird nicht geschlossen."), "{text}");
    assert!(text.contains("Straße 40000"), "{text}");
}

#[test]
fn a_workbook_with_formulas_and_merged_cells_comes_in_as_it_looks() {
    let office = Office::open();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["Tag", "Art", "Straße", "Länge", "Breite"]) {
        sheet.write(0, column, heading).unwrap();
    }
    sheet.merge_range(1, 0, 3, 0, "01.10.2025", &Format::new()).unwrap();
    for row in 1..4 {
        sheet.write(row, 1, "Lärm").unwrap();
        sheet
            .write_formula(row, 2, Formula::new("=\"Markt \"&ROW()").set_result(format!("Markt {row}")))
            .unwrap();
        sheet.write(row, 3, 7.82).unwrap();
        sheet.write(row, 4, "51,68").unwrap();
    }
    sheet.write_formula(3, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let first = office.import("mappe.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(counts(&first), [3, 2, 0, 1]);
    assert!(first["rejects_file"].as_str().unwrap().ends_with(".xlsx"));
}

#[test]
fn what_is_no_table_is_refused_in_a_sentence() {
    let office = Office::open();
    let refused = |name: &str, bytes: &[u8], expected: &str| {
        let sentence = office.refusal(name, bytes);
        assert!(sentence.contains(expected), "{name}: {sentence}");
        assert!(!sentence.contains("panicked"), "{sentence}");
    };
    refused("leer.csv", b"", "Die Datei ist leer.");
    refused("leer.xlsx", b"", "Die Datei ist leer.");
    refused("kopf.csv", HEAD.as_bytes(), "Die Datei hat Überschriften, aber keine Zeile darunter.");
    refused("bild.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "Das ist keine Textdatei.");
    refused("abgebrochen.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b", "beschädigt");
    refused("andere.csv", b"a;b\n1;2\n", "Das Profil nennt");
}
