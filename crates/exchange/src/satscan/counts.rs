//! Cases and controls: location, number, date, covariates.

use super::{
    Date, Fault, Names, Precision, Problem, What,
    columns::{Columns, whole},
    date::Dates,
    records::{Record, each_row, record, text},
};

/// Whether the lines of a file without header have dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// They have.
    Yes,
    /// They have if the third field of the first lines is a date with a four-digit year.
    Perhaps,
}

/// Cases or controls of a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountRow {
    /// Where it stands.
    pub line: u32,
    /// The number of the location's name.
    pub location: u32,
    /// How many.
    pub number: u32,
    /// When; none in files without dates.
    pub date: Option<Date>,
    /// The number of the covariates' text.
    pub stratum: u32,
}

/// A file of cases or controls.
#[derive(Debug, Clone, Default)]
pub struct CountFile {
    /// The lines that could be read.
    pub rows: Vec<CountRow>,
    /// How exactly dates are known; none without dates.
    pub precision: Option<Precision>,
}

impl CountFile {
    /// Reads a file. Names of locations and texts of covariates get their numbers.
    pub fn read(bytes: &[u8], dated: Dated, names: &mut Names, strata: &mut Names) -> (Self, Vec<Problem>) {
        let (mut file, mut dates) = (Self::default(), Dates::default());
        let problems = each_row(
            &text(bytes),
            |header| of_header(header, dated),
            |text, separator| by_position(text, separator, dated),
            |record, columns| {
                let row = row(record, columns, &mut dates, names, strata)?;
                file.precision = row.date.map(|date| date.precision);
                file.rows.push(row);
                Ok(())
            },
        );
        (file, problems)
    }
}

fn of_header(record: &Record<'_>, dated: Dated) -> Result<Columns, Problem> {
    let needed: &[What] = match dated {
        Dated::Yes => &[What::Location, What::Date],
        Dated::Perhaps => &[What::Location],
    };
    Columns::of_header(record, needed, &[What::Location, What::Number, What::Date])
}

/// Without header: whether there are dates is seen from the first lines.
fn by_position(text: &str, separator: Option<char>, dated: Dated) -> Columns {
    let is_date = |line: &str| {
        let field =
            record(line, 0, separator).ok().flatten().and_then(|record| record.fields.get(2).cloned());
        field.is_some_and(|field| field.len() >= 4 && Date::read(&field).is_ok())
    };
    let mut head = text.lines().filter(|line| !line.trim().is_empty()).take(20);
    if dated == Dated::Yes || head.all(is_date) {
        Columns::in_order(&[What::Location, What::Number, What::Date])
    } else {
        Columns::in_order(&[What::Location, What::Number])
    }
}

fn row(
    record: &Record<'_>,
    columns: &Columns,
    dates: &mut Dates,
    names: &mut Names,
    strata: &mut Names,
) -> Result<CountRow, Problem> {
    let line = record.line;
    let location = columns.field(record, What::Location)?;
    // A table with one line for each case needs no number.
    let number = match columns.has(What::Number) {
        true => whole(columns.field(record, What::Number)?, What::Number, line)?,
        false => 1,
    };
    let date = match columns.has(What::Date) {
        true => {
            let field = columns.field(record, What::Date)?;
            Some(dates.read(field, line).map_err(|fault| Problem::at(line, fault))?)
        }
        false => None,
    };
    let too_many = || Problem::at(line, Fault::TooManyNames);
    Ok(CountRow {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        location: names.number(location).ok_or_else(too_many)?,
        number,
        date,
        stratum: strata.number(&columns.covariates(record)).ok_or_else(too_many)?,
    })
}
