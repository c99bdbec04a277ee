//! Tables, whatever file they come in: columns, raw rows with their line, and what is wrong with either.
//!
//! A reader hands one row after another to a [`Sink`] and keeps none. A row that cannot be read is a row with a reason;
//! only what is wrong with the whole file ends the reading.

use std::{
    io::{self, Read, Seek, SeekFrom},
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::people::Language;
use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};

use crate::{csv, geojson, profile::FileForm, xlsx};

/// How much a file may hold. What lies beyond is no table of an office, but a mistake or an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes after unpacking.
    pub unpacked: u64,
    /// How many times larger than before a file may become by unpacking, once it has unpacked [`Limits::harmless`].
    pub ratio: u64,
    /// Bytes that may unpack in whatever ratio.
    pub harmless: u64,
    /// Bytes of one record.
    pub record: usize,
    /// Columns.
    pub columns: usize,
    /// Rows; the table of identical rows takes about 25 bytes for each.
    pub rows: u64,
}

/// The limits in force. A million rows of a citizens' portal have some 300 MB and pack 5 to 20 times.
pub const LIMITS: Limits = Limits {
    unpacked: 2 << 30,
    ratio: 200,
    harmless: 64 << 20,
    record: 256 << 10,
    columns: 500,
    rows: 5_000_000,
};

/// Something to read a file from.
pub trait Input: Read + Seek + Send {}
impl<T: Read + Seek + Send> Input for T {}

/// Kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text with separators.
    Csv,
    /// A workbook.
    Xlsx,
    /// A feature collection.
    GeoJson,
}

impl Format {
    /// The format that a file's name tells; [`Format::Csv`] for names that tell none.
    pub fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit('.').next() {
            Some("xlsx" | "xlsm") => Self::Xlsx,
            Some("geojson" | "json") => Self::GeoJson,
            _ => Self::Csv,
        }
    }

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
        }
    }
}

/// A raw row. It is filled anew for every row of a file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line (of a workbook: row; of a feature collection: number of the feature), from 1.
    pub line: u64,
    /// The bytes of the row as they stand in the file, without the end of the line; empty where a format has none.
    pub raw: Vec<u8>,
    /// Why the row cannot be read, if so; its values mean nothing then.
    pub broken: Option<Broken>,
    /// Values that cannot be read, by column; the row is good where nothing needs them.
    pub faults: Vec<(usize, Broken)>,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// Forgets what it held, and gives back the room that only a huge row needs.
    pub fn clear(&mut self) {
        const KEPT: usize = 4 << 10;
        self.line = 0;
        self.raw.clear();
        self.raw.shrink_to(KEPT);
        self.broken = None;
        self.faults = Vec::new();
        self.text.clear();
        self.text.shrink_to(KEPT);
        self.ends.clear();
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        self.raw.len() + self.text.len()
    }

    /// Whether a value holds the character NUL.
    pub fn has_nul(&self) -> bool {
        self.text.as_bytes().contains(&0)
    }

    /// Adds a value.
    pub fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    /// The value of a column without white space around it; empty where there is none.
    pub fn get(&self, column: usize) -> &str {
        let Some(&end) = self.ends.get(column) else { return "" };
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let value = self.text.get(start..end).unwrap_or_default();
        match value.as_bytes() {
            // As nearly all are.
            [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => value,
            _ => value.trim(),
        }
    }

    /// How many values it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no value.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// What stands above the rows, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The separator of a text file.
    pub delimiter: u8,
    /// The encoding of a text file.
    pub encoding: &'static Encoding,
    /// Whether a mark of the encoding stands at the beginning.
    pub mark: bool,
}

impl Header {
    /// A header of a file that is no text file.
    pub fn new(columns: Vec<String>) -> Self {
        Self { columns, delimiter: b';', encoding: UTF_8, mark: false }
    }
}

/// Takes the rows of a file.
pub trait Sink {
    /// What stands above the rows, before any of them.
    fn header(&mut self, header: &Header) -> Result<(), FileProblem>;
    /// The next row, which may be kept by leaving another in its place; break to read no further.
    fn row(&mut self, row: &mut Row) -> ControlFlow<()>;
}

/// Reads a file from its beginning into a sink. `read` counts the bytes of the file that have been read, for progress.
pub fn read(
    mut input: Box<dyn Input + '_>,
    name: &str,
    form: &FileForm,
    limits: &Limits,
    read: &Arc<AtomicU64>,
    sink: &mut dyn Sink,
) -> Result<(), FileProblem> {
    let mut magic = [0; 4];
    let length = input.seek(SeekFrom::End(0))?;
    input.rewind()?;
    let mut first = (&mut input).take(4);
    let mut known = 0;
    while known < 4 {
        match first.read(&mut magic[known..])? {
            0 => break,
            n => known += n,
        }
    }
    input.rewind()?;
    if length == 0 {
        return Err(FileProblem::Empty);
    }
    // A file that grows meanwhile is read up to where it ended; whoever called compares the lengths afterwards.
    let counted = Counted { inner: Box::new(input).take(length), read: Arc::clone(read) };
    match (form.format.unwrap_or_else(|| Format::of_name(name)), &magic) {
        (Format::Xlsx, [0x1f, 0x8b, ..]) => {
            let mut bytes = Vec::new();
            Unpacked::new(counted, *limits).read_to_end(&mut bytes)?;
            xlsx::read(io::Cursor::new(bytes), form, limits, sink)
        }
        (Format::Xlsx, _) => xlsx::read(counted.inner.into_inner(), form, limits, sink),
        (_, b"PK\x03\x04") => Err(FileProblem::Workbook),
        (Format::Csv, [0x1f, 0x8b, ..]) => csv::read(Unpacked::new(counted, *limits), form, limits, sink),
        (Format::Csv, _) => csv::read(counted, form, limits, sink),
        (Format::GeoJson, [0x1f, 0x8b, ..]) => {
            geojson::read(Unpacked::new(counted, *limits), form, limits, sink)
        }
        (Format::GeoJson, _) => geojson::read(counted, form, limits, sink),
    }
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Unpacks gzip, up to the limits.
struct Unpacked<R> {
    decoder: MultiGzDecoder<Counted<R>>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    limits: Limits,
}

impl<R: Read> Unpacked<R> {
    fn new(source: Counted<R>, limits: Limits) -> Self {
        let packed = Arc::clone(&source.read);
        Self { decoder: MultiGzDecoder::new(source), packed, unpacked: 0, limits }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.decoder.read(buffer)?;
        self.unpacked += n as u64;
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        let bomb = self.unpacked > self.limits.harmless && self.unpacked / packed > self.limits.ratio;
        if bomb || self.unpacked > self.limits.unpacked {
            return Err(io::Error::other(FileProblem::Bomb));
        }
        Ok(n)
    }
}

/// What is wrong with one row before anybody asks what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// It has another number of values than there are columns.
    Values {
        /// Columns.
        expected: usize,
        /// Values.
        found: usize,
    },
    /// A quotation mark opens and is not closed.
    Quote,
    /// Longer than a record may be.
    TooLong,
    /// Not in the encoding of the file.
    Encoding {
        /// Its name.
        encoding: &'static str,
    },
    /// A cell shows an error.
    Cell {
        /// Which cell, such as `C5`.
        cell: String,
        /// What it shows, such as `#REF!`.
        shows: String,
    },
    /// A cell has a formula whose result was not saved.
    Formula {
        /// Which cell.
        cell: String,
    },
    /// The feature is no point.
    NoPoint,
}

impl Broken {
    /// A whole sentence.
    pub fn say(&self, language: Language) -> String {
        let en = language == Language::En;
        match self {
            Self::Values { expected, found } if en => {
                format!("The row has {found} values instead of {expected}.")
            }
            Self::Values { expected, found } => format!("Die Zeile hat {found} statt {expected} Werte."),
            Self::Quote if en => "A quotation mark opens here and is not closed.".to_owned(),
            Self::Quote => "Hier öffnet ein Anführungszeichen und wird nicht geschlossen.".to_owned(),
            Self::TooLong if en => "The row is longer than a row may be.".to_owned(),
            Self::TooLong => "Die Zeile ist länger, als eine Zeile sein darf.".to_owned(),
            Self::Encoding { encoding } if en => format!("The row is not encoded in {encoding}."),
            Self::Encoding { encoding } => format!("Die Zeile ist nicht in {encoding} kodiert."),
            Self::Cell { cell, shows } if en => format!("Cell {cell} shows the error {shows}."),
            Self::Cell { cell, shows } => format!("Die Zelle {cell} zeigt den Fehler {shows}."),
            Self::Formula { cell } if en => {
                format!("Cell {cell} has a formula without a saved result; open and save the file once.")
            }
            Self::Formula { cell } => {
                format!(
                    "Die Zelle {cell} hat eine Formel ohne gespeichertes Ergebnis; die Datei einmal öffnen und speichern."
                )
            }
            Self::NoPoint if en => "The feature is no point.".to_owned(),
            Self::NoPoint => "Das Objekt ist kein Punkt.".to_owned(),
        }
    }
}

/// What is wrong with a file as a whole: nothing of it comes in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Language::En))]
pub enum FileProblem {
    /// Nothing in it.
    Empty,
    /// Columns, but no row.
    NoRows,
    /// No text.
    NotText,
    /// A workbook where text was expected.
    Workbook,
    /// Unpacks to more than it may.
    Bomb,
    /// A packed file or workbook that is damaged.
    Damaged(String),
    /// More rows than may be.
    TooManyRows(u64),
    /// More columns than may be.
    TooManyColumns(usize),
    /// The encoding that the profile names does not exist.
    UnknownEncoding(String),
    /// The file has another encoding than the profile says.
    OtherEncoding {
        /// What the profile says.
        said: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// Columns that the profile names are not there.
    MissingColumns {
        /// Named.
        missing: Vec<String>,
        /// There.
        there: Vec<String>,
    },
    /// A column that the profile names is there twice.
    ColumnTwice(String),
    /// Columns look like persons; each with what it looks like.
    Persons(Vec<(String, &'static str)>),
    /// The workbook has no such sheet.
    NoSheet {
        /// Named.
        missing: String,
        /// There.
        there: Vec<String>,
    },
    /// Not GeoJSON from a feature on.
    NotGeoJson {
        /// Features that were read before.
        after: u64,
        /// What the parser says.
        why: String,
    },
    /// The profile uses categories that the charter does not have.
    UnknownCategories(Vec<String>),
    /// The file changed while it was read.
    Grew,
    /// There is no room for what the reading keeps for a while.
    Full,
    /// The file cannot be read.
    Unreadable(String),
}

impl From<io::Error> for FileProblem {
    fn from(error: io::Error) -> Self {
        if let Some(problem) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return problem.clone();
        }
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

impl FileProblem {
    /// A whole sentence, or two.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::De => self.german(),
            Language::En => self.english(),
        }
    }

    fn german(&self) -> String {
        match self {
            Self::Empty => "Die Datei ist leer.".to_owned(),
            Self::NoRows => "Die Datei hat Überschriften, aber keine Zeile darunter.".to_owned(),
            Self::NotText => "Das ist keine Textdatei.".to_owned(),
            Self::Workbook => "Das ist eine Arbeitsmappe (XLSX), keine Textdatei; das Profil oder die Endung sagt etwas anderes.".to_owned(),
            Self::Bomb => "Die Datei wird beim Entpacken größer, als eine Tabelle sein kann.".to_owned(),
            Self::Damaged(why) => format!("Die Datei ist beschädigt oder unvollständig ({why})."),
            Self::TooManyRows(most) => format!("Die Datei hat mehr als {most} Zeilen; teilen Sie sie."),
            Self::TooManyColumns(most) => format!("Die Datei hat mehr als {most} Spalten."),
            Self::UnknownEncoding(name) => format!("Die Kodierung „{name}“ aus dem Profil gibt es nicht."),
            Self::OtherEncoding { said, found } => format!("Die Datei ist in {found} kodiert, das Profil sagt {said}."),
            Self::MissingColumns { missing, there } => format!(
                "Das Profil nennt {}, in der Datei steht: {}.",
                quoted(missing, "„", "“"), listed(there)
            ),
            Self::ColumnTwice(name) => format!("Die Spalte „{name}“ steht zweimal in der Datei."),
            Self::Persons(columns) => format!(
                "Diese Spalten sehen nach Personen aus: {}. Personen kommen nicht in das Lagebild; das Profil muss die Spalten unter „drop“ weglassen.",
                persons(columns, Language::De)
            ),
            Self::NoSheet { missing, there } => format!("Das Blatt „{missing}“ gibt es nicht; es gibt: {}.", listed(there)),
            Self::NotGeoJson { after, why } => format!("Hinter dem {after}. Objekt ist die Datei kein GeoJSON mehr ({why})."),
            Self::UnknownCategories(names) => format!(
                "Die Vereinbarung hat keine Kategorie {}; das Profil ordnet Werte dahin zu.", quoted(names, "„", "“")
            ),
            Self::Grew => "Die Datei hat sich geändert, während sie gelesen wurde; lesen Sie sie ein, wenn sie fertig ist.".to_owned(),
            Self::Full => "Der Datenträger ist voll; es wurde nichts eingelesen.".to_owned(),
            Self::Unreadable(why) => format!("Die Datei lässt sich nicht lesen ({why})."),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Empty => "The file is empty.".to_owned(),
            Self::NoRows => "The file has headings, but no row below them.".to_owned(),
            Self::NotText => "This is no text file.".to_owned(),
            Self::Workbook => {
                "This is a workbook (XLSX) and no text file; the profile or the ending says otherwise."
                    .to_owned()
            }
            Self::Bomb => "The file unpacks to more than a table can be.".to_owned(),
            Self::Damaged(why) => format!("The file is damaged or incomplete ({why})."),
            Self::TooManyRows(most) => format!("The file has more than {most} rows; divide it."),
            Self::TooManyColumns(most) => format!("The file has more than {most} columns."),
            Self::UnknownEncoding(name) => {
                format!("There is no encoding \"{name}\", which the profile names.")
            }
            Self::OtherEncoding { said, found } => {
                format!("The file is encoded in {found}, the profile says {said}.")
            }
            Self::MissingColumns { missing, there } => {
                format!("The profile names {}, the file has: {}.", quoted(missing, "\"", "\""), listed(there))
            }
            Self::ColumnTwice(name) => format!("The column \"{name}\" is in the file twice."),
            Self::Persons(columns) => format!(
                "These columns look like persons: {}. Persons do not come into the picture; the profile must leave the columns out under \"drop\".",
                persons(columns, Language::En)
            ),
            Self::NoSheet { missing, there } => {
                format!("There is no sheet \"{missing}\"; there is: {}.", listed(there))
            }
            Self::NotGeoJson { after, why } => {
                format!("Behind feature {after} the file is no GeoJSON any more ({why}).")
            }
            Self::UnknownCategories(names) => {
                format!(
                    "The charter has no category {}; the profile maps values to it.",
                    quoted(names, "\"", "\"")
                )
            }
            Self::Grew => "The file changed while it was read; import it when it is complete.".to_owned(),
            Self::Full => "The disk is full; nothing was imported.".to_owned(),
            Self::Unreadable(why) => format!("The file cannot be read ({why})."),
        }
    }
}

fn quoted(names: &[String], open: &str, close: &str) -> String {
    names.iter().map(|name| format!("{open}{name}{close}")).collect::<Vec<_>>().join(", ")
}

fn listed(names: &[String]) -> String {
    names.join(", ")
}

fn persons(columns: &[(String, &'static str)], language: Language) -> String {
    let named = |kind: &str| match (kind, language) {
        ("name", Language::De) => "Name",
        ("telephone", Language::De) => "Telefon",
        ("email", Language::De) => "E-Mail",
        ("plate", Language::De) => "Kennzeichen",
        ("iban", Language::De) => "Konto",
        ("birth_date", Language::De) => "Geburtsdatum",
        (_, Language::De) => "Anschrift",
        ("name", _) => "name",
        ("telephone", _) => "telephone",
        ("email", _) => "e-mail",
        ("plate", _) => "plate",
        ("iban", _) => "account",
        ("birth_date", _) => "date of birth",
        _ => "address",
    };
    columns.iter().map(|(column, kind)| format!("{column} ({})", named(kind))).collect::<Vec<_>>().join(", ")
}

/// What the columns are called that stand beside the original ones in a file of rejected rows.
pub const OWN_COLUMNS: [&str; 3] = ["lagenetz_stapel", "lagenetz_zeile", "lagenetz_grund"];

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// Keeps everything, for tests.
    #[derive(Debug, Default)]
    pub(crate) struct Kept {
        pub(crate) columns: Vec<String>,
        pub(crate) rows: Vec<Row>,
    }

    impl Sink for Kept {
        fn header(&mut self, header: &Header) -> Result<(), FileProblem> {
            self.columns.clone_from(&header.columns);
            Ok(())
        }

        fn row(&mut self, row: &mut Row) -> ControlFlow<()> {
            self.rows.push(std::mem::take(row));
            ControlFlow::Continue(())
        }
    }

    impl Kept {
        pub(crate) fn values(&self) -> Vec<Vec<&str>> {
            self.rows.iter().map(|row| (0..row.len()).map(|column| row.get(column)).collect()).collect()
        }

        pub(crate) fn broken(&self) -> Vec<(u64, Broken)> {
            self.rows.iter().filter_map(|row| Some((row.line, row.broken.clone()?))).collect()
        }
    }

    /// Reads bytes as a file of that name.
    pub(crate) fn read_bytes(bytes: &[u8], name: &str, form: &FileForm) -> Result<Kept, FileProblem> {
        read_limited(bytes, name, form, &LIMITS)
    }

    pub(crate) fn read_limited(
        bytes: &[u8],
        name: &str,
        form: &FileForm,
        limits: &Limits,
    ) -> Result<Kept, FileProblem> {
        let mut kept = Kept::default();
        let counter = Arc::new(AtomicU64::new(0));
        read(Box::new(io::Cursor::new(bytes)), name, form, limits, &counter, &mut kept)?;
        Ok(kept)
    }

    pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::{testing::*, *};

    #[test]
    fn a_packed_file_reads_like_the_file_in_it() {
        let text = b"a;b\n1;2\n3;4\n";
        let form = FileForm::default();
        let plain = read_bytes(text, "x.csv", &form).unwrap();
        let packed = read_bytes(&gzip(text), "x.csv.gz", &form).unwrap();
        assert_eq!((plain.columns, plain.rows), (packed.columns, packed.rows));
    }

    #[test]
    fn two_packed_files_one_after_another_are_one_file() {
        let packed = [gzip(b"a;b\n1;2\n"), gzip(b"3;4\n")].concat();
        let read = read_bytes(&packed, "x.csv.gz", &FileForm::default()).unwrap();
        assert_eq!(read.values(), [["1", "2"], ["3", "4"]]);
    }

    #[test]
    fn a_bomb_is_refused_before_it_fills_the_memory() {
        let line = format!("{};x\n", "0".repeat(1_000));
        let mut text = b"a;b\n".to_vec();
        for _ in 0..4_000 {
            text.extend_from_slice(line.as_bytes());
        }
        let limits = Limits { harmless: 1 << 20, ..LIMITS };
        let packed = gzip(&text);
        assert_eq!(
            read_limited(&packed, "x.csv.gz", &FileForm::default(), &limits).map(|_| ()),
            Err(FileProblem::Bomb)
        );
        let limits = Limits { unpacked: 1 << 20, ratio: u64::MAX, ..LIMITS };
        assert_eq!(
            read_limited(&packed, "x.csv.gz", &FileForm::default(), &limits).map(|_| ()),
            Err(FileProblem::Bomb)
        );
    }

    #[test]
    fn a_packed_file_that_breaks_off_is_damaged_and_not_half_a_file() {
        let text: Vec<u8> = (0..20_000u32)
            .flat_map(|n| format!("{n};{}\n", n.wrapping_mul(2_654_435_761)).into_bytes())
            .collect();
        let packed = gzip(&text);
        let read = read_bytes(&packed[..packed.len() / 2], "x.csv.gz", &FileForm::default());
        assert!(matches!(read, Err(FileProblem::Damaged(_))), "{:?}", read.map(|_| ()));
    }

    #[test]
    fn an_empty_file_is_empty_in_every_format() {
        for name in ["x.csv", "x.xlsx", "x.geojson", "x.csv.gz"] {
            assert_eq!(
                read_bytes(b"", name, &FileForm::default()).map(|_| ()),
                Err(FileProblem::Empty),
                "{name}"
            );
        }
        assert_eq!(
            read_bytes(&gzip(b""), "x.csv.gz", &FileForm::default()).map(|_| ()),
            Err(FileProblem::Empty)
        );
    }

    #[test]
    fn every_problem_is_a_sentence_in_both_languages() {
        let name = || "x".to_owned();
        let names = || vec![name()];
        let problems = [
            FileProblem::Empty,
            FileProblem::NoRows,
            FileProblem::NotText,
            FileProblem::Workbook,
            FileProblem::Bomb,
            FileProblem::Damaged(name()),
            FileProblem::TooManyRows(1),
            FileProblem::TooManyColumns(1),
            FileProblem::UnknownEncoding(name()),
            FileProblem::OtherEncoding { said: "a", found: "b" },
            FileProblem::MissingColumns { missing: names(), there: names() },
            FileProblem::ColumnTwice(name()),
            FileProblem::Persons(vec![(name(), "plate")]),
            FileProblem::NoSheet { missing: name(), there: names() },
            FileProblem::NotGeoJson { after: 1, why: name() },
            FileProblem::UnknownCategories(names()),
            FileProblem::Grew,
            FileProblem::Full,
            FileProblem::Unreadable(name()),
        ];
        for problem in problems {
            let (de, en) = (problem.say(Language::De), problem.say(Language::En));
            assert!(de.ends_with('.') && en.ends_with('.') && de != en, "{de} {en}");
        }
    }
}
