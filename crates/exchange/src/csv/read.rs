//! Reading: one record in memory at a time, each with its line and its bytes.

use std::{
    io::{self, Read},
    ops::ControlFlow,
};

use csv_core::{ReadRecordResult, ReaderBuilder};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter, memchr2};

use crate::{
    profile::FileForm,
    table::{Broken, FileProblem, Header, Limits, Row, Sink},
};

/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;
/// Bytes of a line; what has longer ones is no table.
const LINE_MAX: usize = 16 << 20;

/// Reads a table into a sink.
pub fn read(
    mut source: impl Read,
    form: &FileForm,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<(), FileProblem> {
    let mut head = Vec::new();
    (&mut source).take(CHUNK as u64).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(FileProblem::Empty);
    }
    let (encoding, mark) = encoding(&head, form)?;
    head.drain(..mark);
    let source = io::Cursor::new(head).chain(source);
    if encoding == UTF_16LE || encoding == UTF_16BE {
        // Here a separator has two bytes: the whole text is decoded before it is taken apart.
        return Records::new(Decoded::new(source, encoding), UTF_8, form, limits).run(form, true, sink);
    }
    Records::new(source, encoding, form, limits).run(form, mark > 0, sink)
}

/// The encoding, and how many bytes its mark at the beginning has. A mark is stronger than the profile.
fn encoding(head: &[u8], form: &FileForm) -> Result<(&'static Encoding, usize), FileProblem> {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Ok((encoding, mark));
    }
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The chunk may end within a character.
        Err(error) => error.error_len().is_none() && error.valid_up_to() + 4 > head.len(),
    };
    let said = match form.encoding.as_deref() {
        None | Some("auto") => None,
        Some(label) => {
            let unknown = || FileProblem::UnknownEncoding(label.to_owned());
            Some(Encoding::for_label(label.as_bytes()).ok_or_else(unknown)?)
        }
    };
    if !matches!(said, Some(said) if said == UTF_16LE || said == UTF_16BE) && head.contains(&0) {
        return Err(FileProblem::NotText);
    }
    match said {
        Some(said) if said.is_single_byte() && utf8 && !head.is_ascii() => {
            Err(FileProblem::OtherEncoding { said: said.name(), found: UTF_8.name() })
        }
        Some(said) => Ok((said, 0)),
        None => Ok((if utf8 { UTF_8 } else { WINDOWS_1252 }, 0)),
    }
}

// ---------------------------------------------------------------------------------------------------------------
// Records

struct Records<R> {
    source: R,
    core: csv_core::Reader,
    encoding: &'static Encoding,
    delimiter: u8,
    limits: Limits,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    /// Line at which the next record starts.
    line: u64,
    values: Vec<u8>,
    ends: Vec<usize>,
}

/// A record: where its bytes are in the buffer, and how many values it has.
struct Record {
    line: u64,
    from: usize,
    to: usize,
    values: usize,
    /// Its values stand in the buffer as they are, a separator between them.
    plain: bool,
    broken: Option<Broken>,
}

impl<R: Read> Records<R> {
    fn new(source: R, encoding: &'static Encoding, form: &FileForm, limits: &Limits) -> Self {
        let delimiter = form.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b';');
        Self {
            source,
            core: core(delimiter),
            encoding,
            delimiter,
            limits: *limits,
            buffer: vec![0; 2 * CHUNK],
            start: 0,
            end: 0,
            ended: false,
            line: 1,
            values: vec![0; 4 << 10],
            ends: vec![0; 64],
        }
    }

    fn run(mut self, form: &FileForm, mark: bool, sink: &mut dyn Sink) -> Result<(), FileProblem> {
        self.fill()?;
        self.skip_lines(form.header_line.unwrap_or(1).saturating_sub(1))?;
        if form.delimiter.is_none() {
            self.delimiter = likely_delimiter(&self.buffer[self.start..self.end]);
            self.core = core(self.delimiter);
        }
        let mut row = Row::default();
        let header = self.record(None)?.ok_or(FileProblem::Empty)?;
        self.fill_row(&header, &mut row);
        let columns: Vec<String> = (0..row.len()).map(|column| row.get(column).to_owned()).collect();
        let width = columns.len();
        let (delimiter, encoding) = (self.delimiter, self.encoding);
        sink.header(&Header { columns, delimiter, encoding, mark })?;
        let mut rows = 0;
        while let Some(record) = self.record(Some(width))? {
            rows += 1;
            if rows > self.limits.rows {
                return Err(FileProblem::TooManyRows(self.limits.rows));
            }
            self.fill_row(&record, &mut row);
            if sink.row(&mut row) == ControlFlow::Break(()) {
                return Ok(());
            }
        }
        if rows == 0 { Err(FileProblem::NoRows) } else { Ok(()) }
    }

    /// The next record. With `columns`, one that spans lines must have that many values and be written by the rules:
    /// otherwise a quotation mark was left open, and only the first line is given up.
    fn record(&mut self, columns: Option<usize>) -> Result<Option<Record>, FileProblem> {
        self.skip_line_ends()?;
        if let Some(plain) = self.plain_record(columns) {
            return Ok(Some(plain));
        }
        let line = self.line;
        let (mut at, mut length, mut values) = (self.start, 0, 0);
        loop {
            let input = &self.buffer[at..self.end];
            let (result, read, written, ended) =
                self.core.read_record(input, &mut self.values[length..], &mut self.ends[values..]);
            (at, length, values) = (at + read, length + written, values + ended);
            match result {
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => break,
                ReadRecordResult::OutputFull => self.values.resize(self.values.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if values >= self.limits.columns => {
                    return Err(FileProblem::TooManyColumns(self.limits.columns));
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty if at - self.start > self.limits.record => {
                    return self.first_line_broken().map(Some);
                }
                ReadRecordResult::InputEmpty => {
                    let offset = at - self.start;
                    self.fill()?;
                    at = self.start + offset;
                }
            }
        }
        let bytes = &self.buffer[self.start..at];
        let spans = bytes.iter().take(bytes.len().saturating_sub(1)).any(|&byte| byte == b'\n');
        let wrong = columns.is_some_and(|columns| columns != values);
        let open = spans && columns.is_some() && (wrong || !by_the_rules(bytes, self.delimiter));
        let open_at_end = !spans && self.ended && at == self.end && ends_open(bytes, self.delimiter);
        if open {
            return self.first_line_broken().map(Some);
        }
        let broken = match columns {
            _ if open_at_end => Some(Broken::Quote),
            Some(expected) if wrong => Some(Broken::Values { expected, found: values }),
            _ if bytes.len() > self.limits.record => Some(Broken::TooLong),
            _ => None,
        };
        let from = self.start;
        self.start = at;
        self.line = line + count_lines(&self.buffer[from..at]);
        Ok(Some(Record { line, from, to: at, values, plain: false, broken }))
    }

    /// The next record where it is one whole line without quotation marks, as nearly all are: then its values are what
    /// stands between the separators.
    fn plain_record(&mut self, columns: Option<usize>) -> Option<Record> {
        let rest = &self.buffer[self.start..self.end];
        let end = memchr(b'\n', rest).filter(|&end| end < self.limits.record)?;
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        // Where an old program ends lines with `\r` alone, this line is several.
        if memchr2(b'"', b'\r', line).is_some() {
            return None;
        }
        let mut values = 0;
        for at in memchr_iter(self.delimiter, line).chain([line.len()]) {
            *self.ends.get_mut(values)? = at;
            values += 1;
        }
        let wrong = columns.filter(|&columns| columns != values);
        let broken = wrong.map(|expected| Broken::Values { expected, found: values });
        let record = Record {
            line: self.line,
            from: self.start,
            to: self.start + end + 1,
            values,
            plain: true,
            broken,
        };
        self.start = record.to;
        self.line += 1;
        Some(record)
    }

    /// Gives up the first line of what should have been a record, and goes on behind it.
    fn first_line_broken(&mut self) -> Result<Record, FileProblem> {
        self.core = core(self.delimiter);
        let length = loop {
            let bytes = &self.buffer[self.start..self.end];
            match bytes.iter().position(|&byte| byte == b'\n') {
                Some(end) => break end + 1,
                None if self.ended => break bytes.len(),
                None if bytes.len() > LINE_MAX => return Err(FileProblem::NotText),
                None => self.fill()?,
            }
        };
        let broken = if length > self.limits.record { Broken::TooLong } else { Broken::Quote };
        let (from, line) = (self.start, self.line);
        self.start += length;
        self.line += 1;
        Ok(Record { line, from, to: from + length, values: 0, plain: false, broken: Some(broken) })
    }

    fn fill_row(&self, record: &Record, row: &mut Row) {
        row.clear();
        let line = self.buffer[record.from..record.to].trim_suffix_line();
        row.line = record.line;
        row.raw.extend_from_slice(line);
        row.broken.clone_from(&record.broken);
        let ends = &self.ends[..record.values];
        let (bytes, between) = if record.plain { (line, 1) } else { (self.values.as_slice(), 0) };
        let bytes = &bytes[..ends.last().copied().unwrap_or(0)];
        // Most records need no decoding, and are looked at as a whole.
        let as_it_is = self.encoding == UTF_8 || (bytes.is_ascii() && self.encoding.is_ascii_compatible());
        let whole = if as_it_is { std::str::from_utf8(bytes).ok() } else { None };
        let mut from = 0;
        for &to in ends {
            let value = from..to;
            from = to + between;
            if let Some(text) = whole.and_then(|whole| whole.get(value.clone())) {
                row.push(text);
                continue;
            }
            let (text, wrong) = self.encoding.decode_without_bom_handling(&bytes[value]);
            row.push(&text);
            if wrong && row.broken.is_none() {
                row.broken = Some(Broken::Encoding { encoding: self.encoding.name() });
            }
        }
    }

    /// Reads more, behind what is there from the start of the record on.
    fn fill(&mut self) -> Result<(), FileProblem> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.buffer.len() - self.end < CHUNK {
            self.buffer.resize(self.buffer.len() + CHUNK, 0);
        }
        let n = self.source.read(&mut self.buffer[self.end..])?;
        self.ended = n == 0;
        self.end += n;
        Ok(())
    }

    /// Passes over ends of lines before a record, so that its line and its bytes are its own.
    fn skip_line_ends(&mut self) -> Result<(), FileProblem> {
        loop {
            while let Some(byte @ (b'\n' | b'\r')) = self.buffer[..self.end].get(self.start) {
                self.line += u64::from(*byte == b'\n');
                self.start += 1;
            }
            if self.start < self.end || self.ended {
                return Ok(());
            }
            self.fill()?;
        }
    }

    fn skip_lines(&mut self, lines: u32) -> Result<(), FileProblem> {
        for _ in 0..lines {
            loop {
                if let Some(end) = self.buffer[self.start..self.end].iter().position(|&byte| byte == b'\n') {
                    self.start += end + 1;
                    self.line += 1;
                    break;
                }
                if self.ended || self.end - self.start > self.limits.record {
                    return Err(FileProblem::NoRows);
                }
                self.fill()?;
            }
        }
        Ok(())
    }
}

fn core(delimiter: u8) -> csv_core::Reader {
    ReaderBuilder::new().delimiter(delimiter).build()
}

/// Lines that a record takes, its own end included.
fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

trait TrimLine {
    fn trim_suffix_line(&self) -> &[u8];
}

impl TrimLine for [u8] {
    fn trim_suffix_line(&self) -> &[u8] {
        let end = self.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
        &self[..end]
    }
}

/// The separator that stands most often in the first line.
fn likely_delimiter(text: &[u8]) -> u8 {
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|&&byte| byte == wanted).count();
    // The first of equals wins, so the usual one stands last for `max_by_key`.
    [b'|', b'\t', b',', b';'].into_iter().max_by_key(|&wanted| count(wanted)).unwrap_or(b';')
}

/// Where a strict reader of a record stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    Closed,
}

/// Whether every quoted value ends where a value may end. The lenient reading takes up a value again behind its closing
/// mark, and so passes over the marks of the next line.
fn by_the_rules(bytes: &[u8], delimiter: u8) -> bool {
    let mut at = At::Start;
    for &byte in bytes {
        let next = step(at, byte, delimiter);
        if at == At::Closed && next == At::Plain {
            return false;
        }
        at = next;
    }
    at != At::Quoted
}

/// Whether the last value is quoted and not closed.
fn ends_open(bytes: &[u8], delimiter: u8) -> bool {
    bytes.iter().fold(At::Start, |at, &byte| step(at, byte, delimiter)) == At::Quoted
}

fn step(at: At, byte: u8, delimiter: u8) -> At {
    match (at, byte) {
        (At::Quoted, b'"') => At::Closed,
        (At::Quoted, _) => At::Quoted,
        (At::Start | At::Closed, b'"') => At::Quoted,
        (_, byte) if byte == delimiter => At::Start,
        (At::Closed, b'\r' | b'\n') => At::Closed,
        _ => At::Plain,
    }
}

// ---------------------------------------------------------------------------------------------------------------
// UTF-16

/// Decodes while it is read.
struct Decoded<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    from: usize,
    to: usize,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    fn new(source: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self {
            source,
            decoder,
            raw: vec![0; CHUNK],
            from: 0,
            to: 0,
            text: Vec::new(),
            given: 0,
            ended: false,
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            if self.from == self.to {
                (self.from, self.to) = (0, self.source.read(&mut self.raw)?);
            }
            let last = self.to == 0;
            self.text.resize(4 * CHUNK, 0);
            let (_, read, written, _) =
                self.decoder.decode_to_utf8(&self.raw[self.from..self.to], &mut self.text, last);
            self.text.truncate(written);
            (self.from, self.given, self.ended) = (self.from + read, 0, last);
        }
        let n = buffer.len().min(self.text.len() - self.given);
        buffer[..n].copy_from_slice(&self.text[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::{LIMITS, testing::*};

    fn form() -> FileForm {
        FileForm::default()
    }

    fn with_encoding(name: &str) -> FileForm {
        FileForm { encoding: Some(name.to_owned()), ..FileForm::default() }
    }

    #[test]
    fn lines_and_values_are_those_of_the_file() {
        let text = "Straße;Nr\r\nWeststraße;2\r\n\r\n\"Alter; Markt\";\"3 \"\"a\"\"\"\r\n";
        let read = read_bytes(text.as_bytes(), "x.csv", &form()).unwrap();
        assert_eq!(read.columns, ["Straße", "Nr"]);
        assert_eq!(read.values(), [["Weststraße", "2"], ["Alter; Markt", "3 \"a\""]]);
        assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(read.rows[1].raw, "\"Alter; Markt\";\"3 \"\"a\"\"\"".as_bytes());
    }

    #[test]
    fn the_separator_is_the_one_that_the_headings_use() {
        for (separator, line) in [(';', "a;b,c"), (',', "a,b;c,d"), ('\t', "a\tb"), ('|', "a|b|c")] {
            let columns = line.split(separator).count();
            let text = format!("{line}\n{}\n", vec!["1"; columns].join(&separator.to_string()));
            let read = read_bytes(text.as_bytes(), "x.csv", &form()).unwrap();
            assert_eq!(read.columns.len(), columns, "{line:?}");
            assert!(read.broken().is_empty());
        }
    }

    #[test]
    fn a_value_may_span_lines() {
        let text = "a;b\n1;\"erste\nzweite\"\n2;x\n";
        let read = read_bytes(text.as_bytes(), "x.csv", &form()).unwrap();
        assert_eq!(read.values(), [["1", "erste\nzweite"], ["2", "x"]]);
        assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn an_open_quote_costs_its_own_line_only() {
        // Open in the middle, in the last column, and in the last line; with quoted and with plain neighbours.
        for (before, after) in [("\"1\";\"2\"", "\"5\";\"6\""), ("1;2", "5;6")] {
            for bad in ["\"3;4", "3;\"4", "\"3;\"4\""] {
                let text = format!("a;b\n{before}\n{bad}\n{after}\n{after}\n");
                let read = read_bytes(text.as_bytes(), "x.csv", &form()).unwrap();
                let good: Vec<_> = read.rows.iter().filter(|row| row.broken.is_none()).collect();
                assert_eq!(good.len(), 3, "{text:?}: {:?}", read.broken());
                assert_eq!(read.broken().len(), 1, "{text:?}");
                assert_eq!(read.broken()[0].0, 3);
                let raw = &read.rows.iter().find(|row| row.broken.is_some()).unwrap().raw;
                assert_eq!(raw, bad.as_bytes(), "nothing of it is lost");
            }
        }
    }

    #[test]
    fn an_open_quote_in_the_last_line_is_said() {
        let read = read_bytes(b"a;b\n1;2\n3;\"4", "x.csv", &form()).unwrap();
        assert_eq!(read.broken(), [(3, Broken::Quote)]);
    }

    #[test]
    fn an_open_quote_early_in_a_large_file_holds_no_more_than_a_record_in_memory() {
        let mut text = b"a;b\n1;\"2\n".to_vec();
        for n in 0..200_000 {
            text.extend_from_slice(format!("{n};x\n").as_bytes());
        }
        let read = read_bytes(&text, "x.csv", &form()).unwrap();
        assert_eq!(read.broken(), [(2, Broken::Quote)]);
        assert_eq!(read.rows.len(), 200_001);
    }

    #[test]
    fn a_row_with_other_values_than_columns_is_told_apart() {
        let read = read_bytes(b"a;b\n1\n1;2\n1;2;3\n", "x.csv", &form()).unwrap();
        let values = |found| Broken::Values { expected: 2, found };
        assert_eq!(read.broken(), [(2, values(1)), (4, values(3))]);
    }

    #[test]
    fn encodings_of_offices_are_read_as_they_were_meant() {
        let text = "Straße;Ort\nGrünstraße;Köln\n";
        let (latin, _, _) = WINDOWS_1252.encode(text);
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        let files = [
            (text.as_bytes(), form()),
            (&latin, form()),
            (&latin, with_encoding("iso-8859-1")),
            (&latin, with_encoding("iso-8859-15")),
            (&utf16, form()),
            (&utf16[2..], with_encoding("utf-16le")),
            (&marked, form()),
            (&marked, with_encoding("windows-1252")),
        ];
        for (number, (bytes, form)) in files.iter().enumerate() {
            let read = read_bytes(bytes, "x.csv", form).unwrap();
            assert_eq!(read.columns, ["Straße", "Ort"], "{number}");
            assert_eq!(read.values(), [["Grünstraße", "Köln"]], "{number}");
        }
    }

    #[test]
    fn a_wrong_encoding_is_said_and_not_guessed_over() {
        let text = "Straße;Ort\nGrünstraße;Köln\nx;y\n";
        let wrong = read_bytes(text.as_bytes(), "x.csv", &with_encoding("windows-1252"));
        assert!(matches!(wrong, Err(FileProblem::OtherEncoding { found: "UTF-8", .. })));
        let (latin, _, _) = WINDOWS_1252.encode(text);
        let read = read_bytes(&latin, "x.csv", &with_encoding("utf-8")).unwrap();
        assert_eq!(read.broken(), [(2, Broken::Encoding { encoding: "UTF-8" })]);
        assert!(matches!(
            read_bytes(text.as_bytes(), "x.csv", &with_encoding("klingonisch")),
            Err(FileProblem::UnknownEncoding(_))
        ));
        assert!(matches!(read_bytes(b"a;b\n\0\x01;2\n", "x.csv", &form()), Err(FileProblem::NotText)));
    }

    #[test]
    fn headings_may_stand_below_a_title() {
        let form = FileForm { header_line: Some(3), ..form() };
        let read = read_bytes("Auszug\n\na;b\n1;2\n".as_bytes(), "x.csv", &form).unwrap();
        assert_eq!((read.columns, read.rows[0].line), (vec!["a".to_owned(), "b".to_owned()], 4));
    }

    #[test]
    fn headings_without_rows_are_no_table() {
        assert_eq!(read_bytes(b"a;b\n", "x.csv", &form()).map(|_| ()), Err(FileProblem::NoRows));
        assert_eq!(read_bytes(b"\n\n", "x.csv", &form()).map(|_| ()), Err(FileProblem::Empty));
    }

    #[test]
    fn what_is_no_table_ends_at_its_limits() {
        let wide = format!("{}\n1\n", vec!["a"; 600].join(";"));
        let read = read_bytes(wide.as_bytes(), "x.csv", &form());
        assert_eq!(read.map(|_| ()), Err(FileProblem::TooManyColumns(500)));
        let long = format!("a;b\n{};2\n3;4\n", "x".repeat(LIMITS.record + CHUNK));
        let read = read_bytes(long.as_bytes(), "x.csv", &form()).unwrap();
        assert_eq!(read.broken(), [(2, Broken::TooLong)]);
        assert_eq!(read.rows.len(), 2);
        let limits = Limits { rows: 2, ..LIMITS };
        let read = read_limited(b"a\n1\n2\n3\n", "x.csv", &form(), &limits);
        assert_eq!(read.map(|_| ()), Err(FileProblem::TooManyRows(2)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_rows_or_a_sentence(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            _ = read_bytes(&bytes, "x.csv", &form());
            _ = read_bytes(&bytes, "x.csv", &with_encoding("utf-8"));
        }

        #[test]
        fn text_of_the_letters_of_a_table_loses_nothing(
            bytes in proptest::collection::vec(proptest::sample::select(b"a1;\"\n\r".to_vec()), 1..300)
        ) {
            let text = [b"a;b\n".as_slice(), &bytes].concat();
            if let Ok(read) = read_bytes(&text, "x.csv", &form()) {
                let plain = |bytes: &[u8]| bytes.iter().filter(|b| !matches!(b, b'\n' | b'\r')).count();
                let rows: usize = read.rows.iter().map(|row| plain(&row.raw)).sum();
                prop_assert_eq!(rows, plain(&bytes), "every byte stands in some row");
            }
        }

        #[test]
        fn quotation_marks_that_nothing_needs_change_nothing(
            rows in proptest::collection::vec(proptest::collection::vec("[a-zä ]{0,6}", 2..5), 1..20),
            end in proptest::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]))
        {
            let table = |mark: &str| {
                let lines = rows.iter().map(|row| row.iter().map(|v| format!("{mark}{v}{mark}")).collect::<Vec<_>>());
                let lines: Vec<String> = lines.map(|values| values.join(";") + end).collect();
                read_bytes(format!("a;b;c{end}{}", lines.concat()).as_bytes(), "x.csv", &form()).unwrap()
            };
            let (plain, quoted) = (table(""), table("\""));
            prop_assert_eq!(plain.values(), quoted.values());
            prop_assert_eq!(plain.broken(), quoted.broken());
        }

        #[test]
        fn what_is_written_reads_back(rows in proptest::collection::vec(
            proptest::collection::vec("[a-zäöü;\" \r\n]{0,12}", 3), 1..20))
        {
            let mut bytes = Vec::new();
            let columns = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
            let mut writer = crate::csv::Writer::new(&mut bytes, b';', UTF_8);
            writer.write(columns.iter().map(String::as_str)).unwrap();
            for row in &rows {
                writer.write(row.iter().map(String::as_str)).unwrap();
            }
            let read = read_bytes(&bytes, "x.csv", &with_encoding("utf-8")).unwrap();
            prop_assert_eq!(read.broken(), []);
            let expected: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|v| v.trim()).collect()).collect();
            prop_assert_eq!(read.values(), expected);
        }
    }
}
