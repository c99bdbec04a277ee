use proptest::prelude::*;

use super::*;

fn counts(text: &str) -> (CountFile, Vec<Problem>, Names, Names) {
    let (mut names, mut strata) = (Names::default(), Names::default());
    let (file, problems) = CountFile::read(text.as_bytes(), Dated::Yes, &mut names, &mut strata);
    (file, problems, names, strata)
}

fn coordinates(text: &str, system: System) -> (CoordinateFile, Vec<Problem>, Names) {
    let mut names = Names::default();
    let (file, problems) = CoordinateFile::read(text.as_bytes(), system, &mut names);
    (file, problems, names)
}

fn population(text: &str) -> (PopulationFile, Vec<Problem>) {
    PopulationFile::read(text.as_bytes(), &mut Names::default(), &mut Names::default())
}

fn first_day(text: &str) -> String {
    Date::read(text).unwrap().first.to_string()
}

#[test]
fn cases_stand_between_blanks_tabs_commas_or_semicolons() {
    for text in [
        "Grant      1 1977  2 2\nSanJuan\t3\t1974\t8 2\n",
        "Grant,1,1977,2,2\r\nSanJuan, 3, 1974, 8, 2\r\n",
        "\u{feff}Grant;1;1977;2;2\n\n\"SanJuan\";3;1974;8;2",
    ] {
        let (file, problems, names, strata) = counts(text);
        assert_eq!(problems, []);
        let rows: Vec<(&str, u32, &str)> = file
            .rows
            .iter()
            .map(|row| (names.name(row.location).unwrap(), row.number, strata.name(row.stratum).unwrap()))
            .collect();
        assert_eq!(rows, [("Grant", 1, "2 2"), ("SanJuan", 3, "8 2")]);
        assert_eq!(file.precision, Some(Precision::Year));
    }
}

#[test]
fn a_table_with_a_header_is_read_by_its_names() {
    let text = "Datum;Geschlecht;Ort;Anzahl\n31.12.2024;w;\"Bad \"\"Neu\"\"\";2\n01.01.2025;m;Heessen;1\n";
    let (file, problems, names, strata) = counts(text);
    assert_eq!(problems, []);
    assert_eq!((names.name(0), strata.name(1)), (Some("Bad \"Neu\""), Some("m")));
    assert_eq!(file.rows[0].date.unwrap().first.to_string(), "2024-12-31");
    assert_eq!(file.rows[1].line, 3);
    // Without numbers each line is one case; in a table with tabs names may have blanks.
    let (file, problems, names, _) = counts("id\tdate\nBad Neu\t2024-05-01T12:30\n");
    assert_eq!((file.rows[0].number, names.name(0), problems), (1, Some("Bad Neu"), vec![]));
    let (_, problems, ..) = counts("ort,anzahl\nHeessen,1\n");
    assert_eq!(problems, [Problem::at(1, Fault::NoColumn(What::Date))]);
}

#[test]
fn dates_are_read_in_any_one_way() {
    for (text, day) in [
        ("1977", "1977-01-01"),
        ("73", "1973-01-01"),
        ("5", "2005-01-01"),
        ("2006/1", "2006-01-01"),
        ("01-2006", "2006-01-01"),
        ("2006/1/31", "2006-01-31"),
        ("1/31/2006", "2006-01-31"),
        ("31.1.2006", "2006-01-31"),
        ("2006-02-28", "2006-02-28"),
    ] {
        assert_eq!(first_day(text), day, "{text}");
    }
    assert_eq!(Date::read("2006/2").unwrap().last().to_string(), "2006-02-28");
    assert_eq!(Date::read("2006").unwrap().last().to_string(), "2006-12-31");
    assert_eq!(Date::read("1982").unwrap().census_day().to_string(), "1982-07-01");
    assert_eq!(Date::read("1982/3").unwrap().census_day().to_string(), "1982-03-15");
    for text in [
        "",
        "x",
        "2006/13/01",
        "31/1/2006",
        "2006/2/29",
        "0000",
        "20060131",
        "2006/1/31/1",
        "-5",
        "1-1-1",
        "９９",
    ] {
        assert!(Date::read(text).is_err(), "{text}");
    }
}

#[test]
fn two_ways_of_writing_dates_in_one_file_are_told_with_both() {
    let (file, problems, ..) = counts("a 1 2024/01/31\nb 1 2024/02/01\nc 1 31.01.2024\nd 1 2024\n");
    assert_eq!(file.rows.len(), 2);
    let other = |line, text: &str| {
        let fault = Fault::OtherDateFormat { text: text.into(), first: "2024/01/31".into(), line: 1 };
        Problem::at(line, fault)
    };
    assert_eq!(problems, [other(3, "31.01.2024"), other(4, "2024")]);
}

#[test]
fn everything_wrong_with_a_file_is_told_at_once() {
    let text = "a 1 2024/1/1\nb x 2024/1/1\nc -1 2024/1/1\nd 99999999999 2024/1/1\ne 1\nf 1 2024/2/30\ng 1 gestern\n\"h 1 2024/1/1\n";
    let (file, problems, ..) = counts(text);
    assert_eq!(file.rows.len(), 1);
    let number = |text: &str| Fault::NotANumber { what: What::Number, text: text.into() };
    let expected = [
        (2, number("x")),
        (3, number("-1")),
        (4, number("99999999999")),
        (5, Fault::TooShort { missing: What::Date }),
        (6, Fault::NoSuchDate { text: "2024/2/30".into() }),
        (7, Fault::NotADate { text: "gestern".into() }),
        (8, Fault::OpenQuote),
    ];
    assert_eq!(problems, expected.map(|(line, fault)| Problem::at(line, fault)));
    assert_eq!(counts(" \n").1, [Problem::whole(Fault::Empty)]);
}

#[test]
fn files_of_purely_spatial_scans_may_have_no_dates() {
    let read = |text: &str| {
        let (mut names, mut strata) = (Names::default(), Names::default());
        let (file, problems) = CountFile::read(text.as_bytes(), Dated::Perhaps, &mut names, &mut strata);
        assert_eq!(problems, []);
        (file.precision, strata.name(0).map(str::to_owned))
    };
    assert_eq!(read("a 1\nb 2\n"), (None, Some(String::new())));
    assert_eq!(read("a 1 13 2\nb 2 14 1\n"), (None, Some("13 2".to_owned())));
    assert_eq!(read("a 1 1977 2\nb 2 1978 1\n"), (Some(Precision::Year), Some("2".to_owned())));
}

#[test]
fn coordinates_are_degrees_or_numbers() {
    let (file, problems, names) = coordinates("A 51.68 7.82\nB\t\t-33.5\t151,2\n", System::Geographic);
    assert_eq!(problems, []);
    assert_eq!((file.rows[1].1, names.name(1)), ([-33.5, 151.2], Some("B")));
    let (file, ..) = coordinates("ort;lon;lat\nA;7,82;51,68\n", System::Geographic);
    assert_eq!(file.rows[0].1, [51.68, 7.82]);
    let (_, problems, _) = coordinates("A 91 7\nB 51 NaN\nC inf 7\nD 51\n", System::Geographic);
    let wrong = |what, text: &str| Fault::NotANumber { what, text: text.into() };
    let expected = [
        (1, wrong(What::Latitude, "91")),
        (2, wrong(What::Longitude, "NaN")),
        (3, wrong(What::Latitude, "inf")),
        (4, Fault::TooShort { missing: What::Longitude }),
    ];
    assert_eq!(problems, expected.map(|(line, fault)| Problem::at(line, fault)));
    let (file, problems, _) = coordinates("x,y,id\n413000.5,5724000,A\n", System::Flat);
    assert_eq!((file.rows[0].1, problems), ([413000.5, 5724000.0], vec![]));
    let (_, problems, _) = coordinates("A 1e300 0\n", System::Flat);
    assert_eq!(problems.len(), 1);
}

#[test]
fn a_location_that_stands_twice_is_told() {
    let (file, problems, _) = coordinates("A 51 7\nB 52 7\nA 51.0 7.0\nA 53 7\n", System::Geographic);
    assert_eq!((file.rows.len(), file.repeated), (2, vec![3]));
    let fault = Fault::TwoPlaces { location: "A".into(), line: 1 };
    assert_eq!(problems, [Problem::at(4, fault)]);
}

#[test]
fn populations_have_a_date_and_covariates() {
    let (file, problems) = population("Bernalillo 73 15537 1 1\nBernalillo 73 14931.5 1 2\n");
    assert_eq!((problems, file.rows[1].people, file.rows[1].stratum), (vec![], 14931.5, 1));
    assert_eq!(file.rows[0].date.census_day().to_string(), "1973-07-01");
    let (_, problems) = population("A 1990 -5\nB 1990 1e99\nC 1990 viele\n");
    assert_eq!(problems.len(), 3);
}

#[test]
fn files_that_are_not_utf8_are_read_as_windows_writes_them() {
    let mut names = Names::default();
    let (file, problems) = CoordinateFile::read(b"K\xf6ln 50.9 6.9\n", System::Geographic, &mut names);
    assert_eq!((file.rows.len(), problems, names.name(0)), (1, vec![], Some("Köln")));
}

/// Bytes that look a little like such files.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"Ort A".to_vec()),
        Just(b"\"".to_vec()),
        Just(b" ".to_vec()),
        Just(b"\t".to_vec()),
        Just(b",".to_vec()),
        Just(b";".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"2024/01/31".to_vec()),
        Just(b"1.5e3".to_vec()),
        Just(b"73".to_vec()),
        Just(b"-".to_vec()),
        Just(b"id,date,cases,lat,lon,population\n".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in bytes()) {
        for dated in [Dated::Yes, Dated::Perhaps] {
            let (file, problems) = CountFile::read(&bytes, dated, &mut Names::default(), &mut Names::default());
            prop_assert!(!file.rows.is_empty() || !problems.is_empty());
        }
        let (file, problems) = PopulationFile::read(&bytes, &mut Names::default(), &mut Names::default());
        prop_assert!(!file.rows.is_empty() || !problems.is_empty());
        prop_assert!(file.rows.iter().all(|row| row.people.is_finite() && row.people >= 0.0));
        for system in [System::Geographic, System::Flat] {
            let (file, problems) = CoordinateFile::read(&bytes, system, &mut Names::default());
            prop_assert!(!file.rows.is_empty() || !problems.is_empty());
            prop_assert!(file.rows.iter().all(|(_, place)| place.iter().all(|number| number.is_finite())));
        }
    }

    #[test]
    fn any_text_is_a_date_or_none(text in "\\PC{0,12}|[0-9/.-]{0,12}") {
        if let Ok(date) = Date::read(&text) {
            prop_assert!(date.first <= date.census_day() && date.census_day() <= date.last());
        }
    }
}
