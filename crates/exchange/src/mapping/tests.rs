use domain::{people::Language, time::Day};

use super::*;
use crate::table::{Sink, testing::read_bytes};

const CHARTER: &str = include_str!("../../../../charters/hamm.toml");

fn charter() -> Charter {
    Charter::parse(CHARTER).unwrap()
}

fn geography() -> Geography {
    let agreement = charter().agreement;
    Geography::new([], agreement.quarter_division, agreement.city_division)
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

const NOW: Timestamp = Timestamp(1_795_000_000_000); // 18 November 2026

/// What becomes of each row of a file under a profile.
fn mapped_as(profile: &str, text: &str, name: &str) -> Vec<Result<Mapped, Reason>> {
    struct Rows<'p> {
        profile: &'p Profile,
        around: Surroundings<'p>,
        mapping: Option<Mapping<'p>>,
        mapped: Vec<Result<Mapped, Reason>>,
    }
    impl Sink for Rows<'_> {
        fn header(&mut self, header: &crate::table::Header) -> Result<(), FileProblem> {
            self.mapping = Some(Mapping::new(self.profile, &header.columns, self.around)?);
            Ok(())
        }
        fn row(&mut self, row: &mut Row) -> std::ops::ControlFlow<()> {
            self.mapped.push(self.mapping.as_mut().unwrap().map(row));
            std::ops::ControlFlow::Continue(())
        }
    }
    let profile = Profile::parse(profile).unwrap();
    let (charter, geography, zone) = (charter(), geography(), zone());
    let format = Format::of_name(name);
    let around = Surroundings { charter: &charter, geography: &geography, zone: &zone, now: NOW, format };
    let mut rows = Rows { profile: &profile, around, mapping: None, mapped: Vec::new() };
    let read = std::sync::Arc::default();
    let input = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    crate::table::read(input, name, &profile.file, &crate::table::LIMITS, &read, &mut rows).unwrap();
    rows.mapped
}

fn mapped(profile: &str, text: &str) -> Vec<Result<Mapped, Reason>> {
    mapped_as(profile, text, "x.csv")
}

const PROFILE: &str = r#"
    name = { de = "Test", en = "Test" }
    [report]
    category = "{art}"
    title = "{art} {ort}"
    text = "{text}"
    origin = "citizen"
    [when]
    at = "{tag}"
    formats = ["%d.%m.%Y %H:%M", "%d.%m.%Y"]
    [place]
    x = "{x}"
    y = "{y}"
    [categories]
    "Lärm" = "laerm"
    "Müll*" = "vermuellung"
"#;

fn one(line: &str) -> Result<Mapped, Reason> {
    mapped(PROFILE, &format!("tag;art;ort;text;x;y\n{line}\n")).remove(0)
}

#[test]
fn a_row_becomes_what_the_profile_says() {
    let mapped = one("22.11.2025 23:10;Müll, wild;Markt;Säcke;7,82;51,68").unwrap();
    assert_eq!((mapped.category.as_str(), mapped.title.as_str()), ("vermuellung", "Müll, wild Markt"));
    assert_eq!((mapped.origin, mapped.channel), (Origin::Citizen, Channel::Import));
    assert_eq!(mapped.when, When::At(Timestamp(1_763_849_400_000)));
    assert_eq!(mapped.place.map(|place| (place.lon(), place.lat())), Some((7.82, 51.68)));
}

#[test]
fn a_day_is_a_period_of_one_day_and_not_its_first_moment() {
    let When::Within { from, to } = one("30.03.2025;Lärm;;;;").unwrap().when else { panic!("a period") };
    let day = Day::of("2025-03-30".parse().unwrap());
    assert_eq!((from, to), (day.start(&zone()), Day(day.0 + 1).start(&zone())));
    assert_eq!(to.0 - from.0, 23 * 3_600_000, "the clock jumps on that day");
}

#[test]
fn every_reason_says_what_stands_in_the_row() {
    let reasons = [
        ("22.11.2025;Krach;;;;", Reason::Unmapped { value: "Krach".to_owned() }),
        (
            "2025-11-22;Lärm;;;;",
            Reason::NotATime {
                value: "2025-11-22".to_owned(),
                formats: "%d.%m.%Y %H:%M, %d.%m.%Y".to_owned(),
            },
        ),
        (";Lärm;;;;", Reason::NoTime),
        ("01.01.2027;Lärm;;;;", Reason::Future { value: "01.01.2027".to_owned() }),
        (
            "01.01.0027;Lärm;;;;",
            Reason::NotATime {
                value: "01.01.0027".to_owned(),
                formats: "%d.%m.%Y %H:%M, %d.%m.%Y".to_owned(),
            },
        ),
        ("22.11.2025;Lärm;;;7,8;", Reason::HalfAPlace),
        ("22.11.2025;Lärm;;;a;51", Reason::NotANumber { value: "a".to_owned() }),
        ("22.11.2025;Lärm;;;51,68;7,82", Reason::Swapped),
        ("22.11.2025;Lärm;;;400;51", Reason::NotAPlace { x: "400".to_owned(), y: "51".to_owned() }),
    ];
    for (line, reason) in reasons {
        assert_eq!(one(line), Err(reason.clone()), "{line}");
        let (de, en) = (reason.say(Language::De), reason.say(Language::En));
        assert!(de.ends_with('.') && en.ends_with('.') && de != en, "{de} {en}");
    }
}

#[test]
fn two_forms_in_one_column_are_both_read_and_a_third_is_said() {
    let profile = PROFILE.replace("\"%d.%m.%Y\"]", "\"%Y-%m-%d\"]");
    let rows = mapped(
        &profile,
        "tag;art;ort;text;x;y\n1.2.2025 10:00;Lärm;;;;\n2025-02-01;Lärm;;;;\n2/1/2025;Lärm;;;;\n",
    );
    assert!(rows[0].is_ok() && rows[1].is_ok());
    assert!(matches!(rows[2], Err(Reason::NotATime { .. })));
}

#[test]
fn without_coordinates_a_row_has_no_place_and_zero_is_none() {
    assert_eq!(one("22.11.2025;Lärm;;;;").unwrap().place, None);
    assert_eq!(one("22.11.2025;Lärm;;;0;0,0").unwrap().place, None);
    assert!(one("22.11.2025;Lärm;;;13,4;52,5").unwrap().place.is_some(), "far away is a place, too");
}

#[test]
fn what_looks_like_a_person_is_left_out_of_texts() {
    let mapped = one("22.11.2025;Lärm;Markt;Frau Meier, Tel. 02381 123456, ruft an.;;").unwrap();
    assert!(mapped.left_out);
    assert!(!mapped.text.contains("Meier") && !mapped.text.contains("123456"), "{}", mapped.text);
    assert!(!one("22.11.2025;Lärm;Markt;Laute Musik.;;").unwrap().left_out);
}

#[test]
fn values_that_are_not_mapped_are_listed_the_most_frequent_first() {
    let profile =
        Profile::parse(&PROFILE.replace("[when]", "otherwise = \"verwahrlosung\"\n[when]")).unwrap();
    let columns: Vec<String> = ["tag", "art", "ort", "text", "x", "y"].map(str::to_owned).to_vec();
    let (charter, geography, zone) = (charter(), geography(), zone());
    let around =
        Surroundings { charter: &charter, geography: &geography, zone: &zone, now: NOW, format: Format::Csv };
    let mut mapping = Mapping::new(&profile, &columns, around).unwrap();
    for art in ["Hund", "Katze", "Katze", "Lärm"] {
        let mut row = Row::default();
        ["22.11.2025", art, "", "", "", ""].iter().for_each(|value| row.push(value));
        assert!(mapping.map(&row).is_ok(), "they become the category for all others");
    }
    assert_eq!(mapping.take_unmapped().list(), [("Katze".to_owned(), 2), ("Hund".to_owned(), 1)]);
}

#[test]
fn the_identity_is_the_key_or_all_that_is_mapped() {
    let columns: Vec<String> =
        ["nr", "tag", "art", "ort", "text", "x", "y", "status"].map(str::to_owned).to_vec();
    let (charter, geography, zone) = (charter(), geography(), zone());
    let around =
        Surroundings { charter: &charter, geography: &geography, zone: &zone, now: NOW, format: Format::Csv };
    let identity = |profile: &str, values: [&str; 8]| {
        let profile = Profile::parse(profile).unwrap();
        let mapping = Mapping::new(&profile, &columns, around).unwrap();
        let mut row = Row::default();
        values.iter().for_each(|value| row.push(value));
        let mut bytes = Vec::new();
        mapping.identity(&row, &mut bytes);
        bytes
    };
    let a = ["1", "22.11.2025", "Lärm", "A", "B", "", "", "offen"];
    let b = ["2", "22.11.2025", "Lärm", "A", "B", "", "", "zu"];
    let c = ["1", "22.11.2025", "Lärm", "AB", "", "", "", "offen"];
    assert_eq!(identity(PROFILE, a), identity(PROFILE, b), "what is not mapped names nothing");
    assert_ne!(identity(PROFILE, a), identity(PROFILE, c), "values do not run together");
    let keyed = format!("key = [\"nr\"]\n{PROFILE}");
    assert_ne!(identity(&keyed, a), identity(&keyed, b));
    assert_eq!(identity(&keyed, a), identity(&keyed, c));
}

#[test]
fn a_file_without_the_columns_of_the_profile_says_which_there_are() {
    let profile = Profile::parse(PROFILE).unwrap();
    let (charter, geography, zone) = (charter(), geography(), zone());
    let around =
        Surroundings { charter: &charter, geography: &geography, zone: &zone, now: NOW, format: Format::Csv };
    let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let missing = Mapping::new(&profile, &columns(&["tag", "art", "ort", "text", "x"]), around).err();
    assert!(matches!(missing, Some(FileProblem::MissingColumns { missing, .. }) if missing == ["y"]));
    let twice = Mapping::new(&profile, &columns(&["tag", "art", "ort", "text", "x", "y", "x"]), around).err();
    assert_eq!(twice, Some(FileProblem::ColumnTwice("x".to_owned())));
    let foreign = Profile::parse(&PROFILE.replace("\"laerm\"", "\"gibtesnicht\"")).unwrap();
    let foreign = Mapping::new(&foreign, &columns(&["tag", "art", "ort", "text", "x", "y"]), around).err();
    assert_eq!(foreign, Some(FileProblem::UnknownCategories(vec!["gibtesnicht".to_owned()])));
}

#[test]
fn coordinates_of_three_systems_are_the_same_place() {
    // A point in the city of Hamm; metres as PROJ computes them (`gdaltransform` 3.6.2).
    let systems = [
        ("EPSG:4326", "7.82", "51.68"),
        ("EPSG:25832", "418417,3522", "5.726.107,0194"),
        ("EPSG:31467", "3418458,67", "5727957,03"),
    ];
    for (system, x, y) in systems {
        let profile = PROFILE.replace("y = \"{y}\"", &format!("y = \"{{y}}\"\ncrs = \"{system}\""));
        let row = mapped(&profile, &format!("tag;art;ort;text;x;y\n22.11.2025;Lärm;;;{x};{y}\n"))
            .remove(0)
            .unwrap();
        let metres = row.place.unwrap().distance_m(7.82, 51.68);
        let most = if system == "EPSG:31467" { 3.0 } else { 0.001 };
        assert!(metres < most, "{system}: {metres} m off");
    }
}

#[test]
fn swapped_metres_are_recognised_too() {
    let profile = PROFILE.replace("y = \"{y}\"", "y = \"{y}\"\ncrs = \"EPSG:25832\"");
    let row = mapped(&profile, "tag;art;ort;text;x;y\n22.11.2025;Lärm;;;5726000;418400\n").remove(0);
    assert_eq!(row, Err(Reason::Swapped));
}

#[test]
fn years_and_months_in_columns_of_their_own_are_periods() {
    let profile = r#"
        name = { de = "Test", en = "Test" }
        [report]
        category = "laerm"
        title = "Zahl"
        [when]
        year = "{jahr}"
        month = "{monat}"
    "#;
    let rows = mapped(profile, "jahr;monat\n2014;Februar\n2014;2\n2014;\n;2\n2014;Brumaire\n");
    let month = |row: &Result<Mapped, Reason>| row.as_ref().map(|mapped| mapped.when).ok();
    assert_eq!(month(&rows[0]), month(&rows[1]));
    let days = |when: Option<When>| match when {
        Some(When::Within { from, to }) => (to.0 - from.0) / domain::time::DAY_MS,
        _ => 0,
    };
    assert_eq!((days(month(&rows[0])), days(month(&rows[2]))), (28, 365));
    assert!(rows[3].is_err() && rows[4].is_err());
}

#[test]
fn a_feature_has_its_place_without_the_profile_saying_so() {
    let profile = r#"
        name = { de = "Test", en = "Test" }
        [report]
        category = "{art}"
        title = "{art}"
        [when]
        at = "{tag}"
        formats = ["%d.%m.%Y"]
    "#;
    let text = r#"{"type":"FeatureCollection","features":[
        {"geometry":{"type":"Point","coordinates":[7.82,51.68]},"properties":{"art":"laerm","tag":"2025-11-22"}},
        {"geometry":null,"properties":{"art":"laerm","tag":"22.11.2025"}}]}"#;
    let rows = mapped_as(profile, text, "x.geojson");
    assert_eq!(rows[0].as_ref().unwrap().place.map(|place| place.lon()), Some(7.82));
    assert_eq!(rows[1].as_ref().unwrap().place, None);
    assert_eq!(
        rows[0].as_ref().unwrap().when,
        rows[1].as_ref().unwrap().when,
        "both forms of the day are read"
    );
}

#[test]
fn what_is_no_text_is_handed_back_for_no_database_keeps_it() {
    let row = |text: &str| {
        let values = format!(
            r#""tag":"22.11.2025","art":"Lärm","ort":"Markt","text":"{text}","x":"7,82","y":"51,68""#
        );
        format!(r#"{{"type":"Feature","properties":{{{values}}},"geometry":null}}"#)
    };
    let features = [row("laut"), row("la\\u0000ut")].join(",");
    let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    let rows = mapped_as(PROFILE, &text, "x.geojson");
    assert_eq!(rows[0].as_ref().unwrap().text, "laut");
    assert_eq!(rows[1], Err(Reason::NotText));
}

#[test]
fn the_reference_of_tests_reads_what_it_reads() {
    assert_eq!(
        read_bytes(b"a\n1\n", "x.csv", &crate::profile::FileForm::default()).unwrap().values(),
        [["1"]]
    );
}
