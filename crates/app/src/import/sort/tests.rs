//! However many threads map the rows of a file, what becomes of it is the same.

use std::io::{Cursor, Read, Seek};

use super::*;

const PROFILE: &str = r#"
    name = { de = "Test", en = "Test" }
    [report]
    category = "{art}"
    otherwise = "verwahrlosung"
    title = "{art} {ort}"
    [when]
    at = "{tag}"
    formats = ["%d.%m.%Y"]
    [place]
    x = "{x}"
    y = "{y}"
    [categories]
    "Lärm" = "laerm"
    "Müll" = "vermuellung"
"#;

const HEAD: &str = "tag;art;ort;x;y\n";

fn sorting(file: &str) -> Sorting {
    let charter = Charter::parse(include_str!("../../../../../charters/hamm.toml")).unwrap();
    let geography = Geography::new(
        [],
        charter.agreement.quarter_division.clone(),
        charter.agreement.city_division.clone(),
    );
    Sorting {
        profile: Profile::parse(PROFILE).unwrap(),
        file: file.to_owned(),
        batch: BatchId::from_chance([3; 16]),
        charter: Arc::new(charter),
        geography: Arc::new(geography),
        zone: TimeZone::get("Europe/Berlin").unwrap(),
        now: Timestamp(1_795_420_800_000),
        language: Language::De,
        secret: [7; 32],
        ordinals: HashMap::new(),
        progress: Arc::default(),
    }
}

/// Good rows, rows that stand there several times, values that nobody mapped, and all kinds of mistakes.
fn mixed(rows: usize) -> String {
    let row = |n: usize| match n % 11 {
        3 => "gestern;Lärm;Markt;7,8;51,7\n".to_owned(),
        5 => "01.10.2026;Lärm;Markt;7,8;51,7\n".to_owned(),
        7 => format!("02.10.2026;Krach {};Markt;;\n", n % 13),
        9 => format!("03.10.2026;\"Lärm;Straße {n};7,8;51,7\n"),
        10 => format!("03.10.2026;Müll;{n}\n"),
        _ => format!("{:02}.10.2026;Müll;Straße {n};13,4;52,5\n", n % 28 + 1),
    };
    HEAD.to_owned() + &(0..rows).map(row).collect::<String>()
}

/// What became of a file: its records in order, its counts and the rejected rows.
fn sorted(threads: usize, text: &str) -> (Vec<Vec<u8>>, Counts, String) {
    let input = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let mut sorted = sorting("Auszug.csv").run_by(threads, input, text.len() as u64).unwrap();
    let mut records = Vec::new();
    for group in sorted.spool.groups(1_000) {
        let taken = sorted.spool.take(group).unwrap();
        assert_eq!(taken.doubled, 0);
        records.extend(taken.among(0..taken.len()).map(<[u8]>::to_vec));
    }
    assert!(records.iter().all(|record| staged(record, &sorted.names).is_some()));
    let mut rejects = String::new();
    sorted.rejects.iter_mut().for_each(|file| _ = file.read_to_string(&mut rejects).unwrap());
    (records, sorted.counts, rejects)
}

/// Lines of the original file that stand in a file of rejected rows, as they stand there.
fn lines(rejects: &str) -> Vec<usize> {
    let after = |line: &str| {
        let (_, behind) = line.split_once(&BatchId::from_chance([3; 16]).to_string())?;
        behind.trim_start_matches(';').split(';').next()?.parse().ok()
    };
    rejects.lines().filter_map(after).collect()
}

#[test]
fn one_thread_and_several_make_the_same_of_a_file() {
    let text = mixed(7_000);
    let one = sorted(1, &text);
    let (records, counts, rejects) = &one;
    assert_eq!((counts.read, counts.accepted, records.len()), (7_000, 5_091, 5_091));
    assert_eq!(counts.unmapped.len(), 13);
    let rejected = lines(rejects);
    assert_eq!(rejected.len() as u64, counts.rejected);
    assert!(rejected.is_sorted(), "the rejected rows stand in the order of the file");
    for threads in [2, 3, 4] {
        assert!(sorted(threads, &text) == one, "{threads} threads");
    }
}

#[test]
fn three_rows_are_three_records() {
    let text = format!("{HEAD}{}", "01.10.2026;Lärm;Markt;7,8;51,7\n".repeat(3));
    for threads in [1, 2] {
        let (records, counts, rejects) = sorted(threads, &text);
        assert_eq!((records.len(), counts.accepted, rejects.as_str()), (3, 3, ""));
    }
}

#[test]
fn of_a_file_without_a_good_row_every_row_comes_back() {
    let huge = "x".repeat(200_000);
    let row = |n: usize| match n % 3 {
        0 => format!("\"{n};{huge};;;\n"),
        1 => format!("gestern;Lärm;{huge};;\n"),
        _ => ";;;;\n".to_owned(),
    };
    let text = HEAD.to_owned() + &(0..300).map(row).collect::<String>();
    for threads in [1, 2] {
        let (records, counts, rejects) = sorted(threads, &text);
        assert_eq!((records.len(), counts.accepted, counts.rejected), (0, 0, 300));
        assert_eq!(lines(&rejects), (2..302).collect::<Vec<_>>());
    }
}

#[test]
fn a_preview_shows_the_first_rows_of_the_file() {
    let text = format!(
        "{HEAD}{}{}",
        "gestern;Lärm;Markt;;\n".repeat(3_000),
        "01.10.2026;Lärm;Markt;;\n".repeat(3_000)
    );
    let preview = look(sorting("Auszug.csv"), Box::new(Cursor::new(text.into_bytes()))).unwrap();
    assert_eq!(
        preview.rows.iter().map(|row| row.line).collect::<Vec<_>>(),
        (3_002..3_012).collect::<Vec<_>>()
    );
    assert_eq!(preview.rejected.iter().map(|row| row.line).collect::<Vec<_>>(), (2..22).collect::<Vec<_>>());
    assert_eq!((preview.counts.accepted, preview.counts.rejected), (3_000, 3_000));
}

/// A file during which somebody asks to stop.
struct Stopping {
    file: Cursor<Vec<u8>>,
    at: u64,
    progress: Arc<Progress>,
}

impl Read for Stopping {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.file.position() > self.at {
            self.progress.stop();
        }
        self.file.read(buffer)
    }
}

impl Seek for Stopping {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

#[test]
fn somebody_stops_it_in_the_middle() {
    let text = mixed(40_000).into_bytes();
    for threads in [1, 2, 4] {
        let sorting = sorting("Auszug.csv");
        let progress = Arc::clone(&sorting.progress);
        let (length, at) = (text.len() as u64, text.len() as u64 / 2);
        let input = Stopping { file: Cursor::new(text.clone()), at, progress: Arc::clone(&progress) };
        let stopped = sorting.run_by(threads, Box::new(input), length);
        assert!(matches!(stopped, Err(ImportError::Stopped)), "{:?}", stopped.map(|sorted| sorted.counts));
        assert!((1..40_000).contains(&progress.rows()), "{}", progress.rows());
    }
}
