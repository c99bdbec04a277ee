//! Reading: cell by cell, the row being the only thing in memory beside the workbook's common texts.

use std::{
    collections::HashMap,
    io::{self, BufReader, Read, Seek},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader as _, Xlsx, XlsxCellFormulaMetadataRecord, XlsxError,
};

use crate::{
    profile::{Decimal, FileForm},
    table::{Broken, FileProblem, Header, Limits, Row, Sink},
};

/// Bytes to which a workbook may unpack: the common texts of all cells are in memory.
const UNPACKED_MAX: u64 = 256 << 20;

/// Reads a sheet into a sink: the one that the profile names, else the first.
pub fn read(
    mut input: impl Read + Seek,
    form: &FileForm,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<(), FileProblem> {
    check_size(&mut input, limits)?;
    input.rewind()?;
    // What the library cannot read it may answer with a panic; nobody's workbook ends the server.
    let read = catch_unwind(AssertUnwindSafe(|| sheet(BufReader::new(input), form, limits, sink)));
    read.unwrap_or_else(|_| Err(FileProblem::Damaged("XLSX".to_owned())))
}

/// Unpacks everything once without keeping it: what a workbook says of its own size proves nothing.
fn check_size(input: &mut (impl Read + Seek), limits: &Limits) -> Result<(), FileProblem> {
    let most = limits.unpacked.min(UNPACKED_MAX);
    let mut archive = zip::ZipArchive::new(input).map_err(damaged)?;
    let mut unpacked = 0;
    for number in 0..archive.len() {
        let file = archive.by_index(number).map_err(damaged)?;
        let mut announced = Announced::default();
        let bytes = io::copy(&mut file.take(most + 1 - unpacked), &mut announced)?;
        unpacked += bytes;
        if unpacked > most || announced.texts() > bytes / TEXT_LEAST {
            return Err(FileProblem::Bomb);
        }
    }
    Ok(())
}

/// Bytes of the shortest common text, `<si/>`.
const TEXT_LEAST: u64 = 5;
/// The attribute that says how many common texts follow.
const ANNOUNCES: &[u8] = b"uniqueCount";

/// How many common texts a part announces at most: the library makes room for all of them before it reads the first, and
/// a number that no memory can hold would end the process.
#[derive(Default)]
struct Announced {
    most: u64,
    at: Announcing,
}

/// Where in an announcement the bytes are.
enum Announcing {
    Name(usize),
    Before,
    Number(u64),
}

impl Default for Announcing {
    fn default() -> Self {
        Self::Name(0)
    }
}

impl Announced {
    fn texts(&self) -> u64 {
        if let Announcing::Number(number) = self.at { self.most.max(number) } else { self.most }
    }
}

impl io::Write for Announced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
            self.at = match (&self.at, digit) {
                (Announcing::Name(known), _) if byte == ANNOUNCES[*known] => match known + 1 {
                    whole if whole == ANNOUNCES.len() => Announcing::Before,
                    more => Announcing::Name(more),
                },
                (Announcing::Before, Some(digit)) => Announcing::Number(digit),
                (Announcing::Before, None) if b" \t\r\n=\"'+".contains(&byte) => Announcing::Before,
                (Announcing::Number(number), Some(digit)) => {
                    Announcing::Number(number.saturating_mul(10).saturating_add(digit))
                }
                _ => {
                    self.most = self.texts();
                    Announcing::Name(usize::from(byte == ANNOUNCES[0]))
                }
            };
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn damaged(error: impl std::fmt::Display) -> FileProblem {
    FileProblem::Damaged(error.to_string())
}

fn sheet(
    input: impl Read + Seek,
    form: &FileForm,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<(), FileProblem> {
    let mut book = Xlsx::new(input).map_err(damaged)?;
    let names = book.sheet_names();
    let name = match &form.sheet {
        Some(name) if names.contains(name) => name.clone(),
        Some(name) => return Err(FileProblem::NoSheet { missing: name.clone(), there: names }),
        None => names.into_iter().next().ok_or(FileProblem::Empty)?,
    };
    let merged = book.merge_cells_by_sheet_name(&name).map_err(damaged)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
    let mut sheet = Sheet {
        header_line: form.header_line.unwrap_or(1),
        decimal: form.decimal.unwrap_or(Decimal::Point),
        limits: *limits,
        columns: None,
        rows: 0,
        merged: merged.into_iter().map(|region| (region.start, region)).collect(),
        active: Vec::new(),
        row: Row::default(),
    };
    let mut line: Option<u32> = None;
    let mut values: Vec<(u32, Value)> = Vec::new();
    while let Some(cell) = next(&mut cells)? {
        if let Some(ended) = line.filter(|line| *line != cell.pos.0)
            && sheet.end_row(ended, &mut values, sink)? == ControlFlow::Break(())
        {
            return Ok(());
        }
        line = Some(cell.pos.0);
        if cell.pos.1 as usize >= limits.columns {
            return Err(FileProblem::TooManyColumns(limits.columns));
        }
        values.push((cell.pos.1, sheet.value(&cell)));
    }
    if let Some(line) = line
        && sheet.end_row(line, &mut values, sink)? == ControlFlow::Break(())
    {
        return Ok(());
    }
    match sheet {
        Sheet { columns: None, .. } => Err(FileProblem::Empty),
        Sheet { rows: 0, .. } => Err(FileProblem::NoRows),
        _ => Ok(()),
    }
}

fn next<'a, R: Read + Seek>(
    cells: &mut calamine::XlsxCellReader<'a, R>,
) -> Result<Option<XlsxCellFormulaMetadataRecord<'a>>, FileProblem> {
    cells.next_cell_with_formula_metadata().map_err(|error: XlsxError| damaged(error))
}

#[derive(Debug, Clone)]
enum Value {
    Text(String),
    Fault(Broken),
}

struct Sheet {
    header_line: u32,
    decimal: Decimal,
    limits: Limits,
    columns: Option<usize>,
    rows: u64,
    /// Merged regions by their first cell, which alone has the value.
    merged: HashMap<(u32, u32), Dimensions>,
    /// Regions that reach into the rows to come.
    active: Vec<(Dimensions, Value)>,
    row: Row,
}

impl Sheet {
    fn value(&mut self, cell: &XlsxCellFormulaMetadataRecord<'_>) -> Value {
        let name = || cell_name(cell.pos);
        let value = match &cell.value {
            DataRef::Empty if cell.formula.is_some() => Value::Fault(Broken::Formula { cell: name() }),
            DataRef::Empty => Value::Text(String::new()),
            DataRef::Error(error) => Value::Fault(Broken::Cell { cell: name(), shows: error.to_string() }),
            DataRef::Int(number) => Value::Text(number.to_string()),
            DataRef::Float(number) => Value::Text(self.number(*number)),
            DataRef::String(text) => Value::Text(text.clone()),
            DataRef::SharedString(text) => Value::Text((*text).to_owned()),
            DataRef::Bool(value) => Value::Text(value.to_string()),
            DataRef::DateTime(at) => Value::Text(moment(at)),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        };
        if let Some(region) = self.merged.get(&cell.pos) {
            self.active.push((*region, value.clone()));
        }
        value
    }

    /// A number as somebody would have typed it under this profile.
    fn number(&self, number: f64) -> String {
        let text = number.to_string();
        if self.decimal == Decimal::Comma { text.replace('.', ",") } else { text }
    }

    /// Hands a row on, with the values of merged cells in each cell of their region.
    fn end_row(
        &mut self,
        number: u32,
        values: &mut Vec<(u32, Value)>,
        sink: &mut dyn Sink,
    ) -> Result<ControlFlow<()>, FileProblem> {
        let widest = self.limits.columns as u32;
        for (region, value) in &self.active {
            if number < region.start.0 || number > region.end.0 {
                continue;
            }
            for column in region.start.1..=region.end.1.min(widest.saturating_sub(1)) {
                if (number, column) != region.start {
                    values.retain(|(known, _)| *known != column);
                    values.push((column, value.clone()));
                }
            }
        }
        self.active.retain(|(region, _)| region.end.0 > number);
        values.sort_by_key(|(column, _)| *column);
        let row = &mut self.row;
        row.clear();
        row.line = u64::from(number) + 1;
        for (column, value) in values.drain(..) {
            while row.len() < column as usize {
                row.push("");
            }
            match value {
                Value::Text(text) => row.push(&text),
                Value::Fault(fault) => {
                    row.faults.push((column as usize, fault));
                    row.push("");
                }
            }
        }
        let empty = row.faults.is_empty() && (0..row.len()).all(|column| row.get(column).is_empty());
        if row.line < u64::from(self.header_line) || empty {
            return Ok(ControlFlow::Continue(()));
        }
        let Some(_) = self.columns else {
            let columns: Vec<String> = (0..row.len()).map(|column| row.get(column).to_owned()).collect();
            self.columns = Some(columns.len());
            sink.header(&Header::new(columns))?;
            return Ok(ControlFlow::Continue(()));
        };
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(FileProblem::TooManyRows(self.limits.rows));
        }
        Ok(sink.row(row))
    }
}

/// A day, a moment or a time of day as text: a day has no time of day, a time of day is less than a day.
fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{:02}", second + u8::from(milli >= 500 && second < 59));
    match at.as_f64() {
        days if (0.0..1.0).contains(&days) => time,
        days if days.fract() == 0.0 => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

/// A cell as people name it: `C5`.
fn cell_name((row, column): (u32, u32)) -> String {
    let (mut letters, mut rest) = (String::new(), column + 1);
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

    use super::*;
    use crate::table::{LIMITS, testing::*};

    fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(book.add_worksheet());
        book.save_to_buffer().unwrap()
    }

    fn headings(sheet: &mut Worksheet, names: &[&str]) {
        for (column, name) in names.iter().enumerate() {
            sheet.write(0, column as u16, *name).unwrap();
        }
    }

    fn read_book(bytes: &[u8]) -> Kept {
        read_bytes(bytes, "x.xlsx", &FileForm::default()).unwrap()
    }

    #[test]
    fn numbers_and_days_become_what_somebody_would_have_typed() {
        let day = Format::new().set_num_format("dd.mm.yyyy hh:mm");
        let bytes = book(|sheet| {
            headings(sheet, &["Tag", "Moment", "Uhr", "Zahl", "Text"]);
            let at = ExcelDateTime::from_ymd(2026, 11, 22).unwrap();
            sheet.write_with_format(1, 0, &at, &day).unwrap();
            sheet.write_with_format(1, 1, at.clone().and_hms(22, 5, 0).unwrap(), &day).unwrap();
            let time = ExcelDateTime::from_hms(22, 5, 30).unwrap();
            sheet.write_with_format(1, 2, &time, &Format::new().set_num_format("hh:mm:ss")).unwrap();
            sheet.write(1, 3, 7.82).unwrap();
            sheet.write(1, 4, "7,82").unwrap();
        });
        assert_eq!(
            read_book(&bytes).values(),
            [["2026-11-22", "2026-11-22 22:05:00", "22:05:30", "7.82", "7,82"]]
        );
        let comma = FileForm { decimal: Some(Decimal::Comma), ..FileForm::default() };
        assert_eq!(read_bytes(&bytes, "x.xlsx", &comma).unwrap().values()[0][3], "7,82");
    }

    #[test]
    fn a_formula_gives_its_saved_result_and_none_is_said_so() {
        let bytes = book(|sheet| {
            headings(sheet, &["a", "b"]);
            sheet.write(1, 0, 1).unwrap();
            sheet.write_formula(1, 1, Formula::new("=A2*2").set_result("2")).unwrap();
            sheet.write(2, 0, 2).unwrap();
            sheet.write_formula(2, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        });
        let read = read_book(&bytes);
        assert_eq!(read.values()[0], ["1", "2"]);
        assert!(
            matches!(&read.rows[1].faults[..], [(1, Broken::Cell { cell, shows })] if cell == "B3" && shows == "#DIV/0!"),
            "{:?}",
            read.rows[1]
        );
    }

    #[test]
    fn a_merged_cell_holds_for_all_rows_that_it_spans() {
        let bytes = book(|sheet| {
            headings(sheet, &["Bezirk", "Straße"]);
            sheet.merge_range(1, 0, 3, 0, "Mitte", &Format::new()).unwrap();
            for row in 1..5 {
                sheet.write(row, 1, format!("Straße {row}")).unwrap();
            }
        });
        let read = read_book(&bytes);
        let first: Vec<&str> = read.rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(first, ["Mitte", "Mitte", "Mitte", ""]);
    }

    #[test]
    fn titles_above_and_empty_rows_between_are_passed_over() {
        let bytes = book(|sheet| {
            sheet.write(0, 0, "Auszug").unwrap();
            sheet.write(2, 0, "a").unwrap();
            sheet.write(2, 1, "b").unwrap();
            sheet.write(3, 0, "1").unwrap();
            sheet.write(6, 1, "2").unwrap();
        });
        let form = FileForm { header_line: Some(3), ..FileForm::default() };
        let read = read_bytes(&bytes, "x.xlsx", &form).unwrap();
        assert_eq!(read.columns, ["a", "b"]);
        assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 7]);
    }

    #[test]
    fn the_sheet_is_the_one_that_the_profile_names() {
        let mut two = Workbook::new();
        for (name, value) in [("Erstes", "1"), ("Zweites", "2")] {
            let sheet = two.add_worksheet().set_name(name).unwrap();
            sheet.write(0, 0, "a").unwrap();
            sheet.write(1, 0, value).unwrap();
        }
        let bytes = two.save_to_buffer().unwrap();
        let form = |name: &str| FileForm { sheet: Some(name.to_owned()), ..FileForm::default() };
        assert_eq!(read_bytes(&bytes, "x.xlsx", &form("Zweites")).unwrap().values(), [["2"]]);
        assert_eq!(read_book(&bytes).values(), [["1"]]);
        let missing = read_bytes(&bytes, "x.xlsx", &form("Drittes")).map(|_| ());
        let there = vec!["Erstes".to_owned(), "Zweites".to_owned()];
        assert_eq!(missing, Err(FileProblem::NoSheet { missing: "Drittes".to_owned(), there }));
    }

    #[test]
    fn a_workbook_that_unpacks_too_far_is_refused() {
        let bytes = book(|sheet| {
            headings(sheet, &["a"]);
            for row in 1..2_000 {
                sheet.write(row, 0, "x".repeat(1_000)).unwrap();
            }
        });
        let limits = Limits { unpacked: 50_000, ..LIMITS };
        let read = read_limited(&bytes, "x.xlsx", &FileForm::default(), &limits);
        assert_eq!(read.map(|_| ()), Err(FileProblem::Bomb));
    }

    #[test]
    fn the_most_texts_that_a_part_announces_are_found_wherever_it_is_cut() {
        let part = br#"<sst count="9" uniqueCount = '12'><si/><x uniqueCount="333333333333333330"/><y uniqueCount="3"/>"#;
        for cut in 0..part.len() {
            let mut announced = Announced::default();
            announced.write_all(&part[..cut]).unwrap();
            announced.write_all(&part[cut..]).unwrap();
            assert_eq!(announced.texts(), 333_333_333_333_333_330);
        }
        let mut none = Announced::default();
        none.write_all(b"<si>uniqueCount: viele</si> uniqueCoun 7").unwrap();
        assert_eq!(none.texts(), 0);
    }

    #[test]
    fn a_workbook_that_announces_more_texts_than_it_has_room_for_is_refused() {
        let texts = |count: &str| {
            let mut archive = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
            let plain =
                zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            archive.start_file("xl/sharedStrings.xml", plain).unwrap();
            archive.write_all(format!("<sst uniqueCount=\"{count}\"><si/></sst>").as_bytes()).unwrap();
            check_size(&mut archive.finish().unwrap(), &LIMITS)
        };
        assert_eq!(texts("1"), Ok(()));
        assert_eq!(texts("333333333333333330"), Err(FileProblem::Bomb));
        assert_eq!(texts("99999999999999999999999"), Err(FileProblem::Bomb));
    }

    #[test]
    fn what_is_no_workbook_is_said() {
        for bytes in [b"a;b\n1;2\n".as_slice(), b"PK\x03\x04 and nothing else"] {
            let read = read_bytes(bytes, "x.xlsx", &FileForm::default()).map(|_| ());
            assert!(matches!(read, Err(FileProblem::Damaged(_))), "{read:?}");
        }
        let bytes = book(|sheet| headings(sheet, &["a"]));
        assert_eq!(read_bytes(&bytes, "x.csv", &FileForm::default()).map(|_| ()), Err(FileProblem::Workbook));
        assert_eq!(read_bytes(&bytes, "x.xlsx", &FileForm::default()).map(|_| ()), Err(FileProblem::NoRows));
    }

    #[test]
    fn cells_are_named_as_people_name_them() {
        assert_eq!(
            [(4, 2), (0, 25), (0, 26), (9, 701), (0, 702)].map(cell_name),
            ["C5", "Z1", "AA1", "ZZ10", "AAA1"]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_damaged_workbook_is_rows_or_a_sentence(at in 0.0..1.0_f64, byte: u8, cut in 0.5..1.0_f64) {
            let mut bytes = book(|sheet| {
                headings(sheet, &["a", "b"]);
                sheet.write(1, 0, 1.5).unwrap();
                sheet.write(1, 1, "x").unwrap();
            });
            let place = (at * bytes.len() as f64) as usize;
            bytes[place] = byte;
            bytes.truncate((cut * bytes.len() as f64) as usize + 1);
            _ = read_bytes(&bytes, "x.xlsx", &FileForm::default());
        }
    }
}
