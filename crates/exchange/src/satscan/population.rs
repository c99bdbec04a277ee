//! Populations: location, date, number of people, covariates.

use super::{
    Date, Fault, Names, Problem, What,
    columns::{Columns, not_a_number, number},
    date::Dates,
    records::{Record, each_row, text},
};

/// People of a location at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PopulationRow {
    /// Where it stands.
    pub line: u32,
    /// The number of the location's name.
    pub location: u32,
    /// When they were counted.
    pub date: Date,
    /// How many.
    pub people: f64,
    /// The number of the covariates' text.
    pub stratum: u32,
}

/// A file of populations.
#[derive(Debug, Clone, Default)]
pub struct PopulationFile {
    /// The lines that could be read.
    pub rows: Vec<PopulationRow>,
}

impl PopulationFile {
    /// Reads a file. Names of locations and texts of covariates get their numbers.
    pub fn read(bytes: &[u8], names: &mut Names, strata: &mut Names) -> (Self, Vec<Problem>) {
        let wanted = [What::Location, What::Date, What::People];
        let (mut file, mut dates) = (Self::default(), Dates::default());
        let problems = each_row(
            &text(bytes),
            |header| Columns::of_header(header, &wanted, &wanted),
            |_, _| Columns::in_order(&wanted),
            |record, columns| {
                file.rows.push(row(record, columns, &mut dates, names, strata)?);
                Ok(())
            },
        );
        (file, problems)
    }
}

fn row(
    record: &Record<'_>,
    columns: &Columns,
    dates: &mut Dates,
    names: &mut Names,
    strata: &mut Names,
) -> Result<PopulationRow, Problem> {
    let line = record.line;
    let location = columns.field(record, What::Location)?;
    let date =
        dates.read(columns.field(record, What::Date)?, line).map_err(|fault| Problem::at(line, fault))?;
    let field = columns.field(record, What::People)?;
    let people = number(field, What::People, line)?;
    if !(0.0..1e12).contains(&people) {
        return Err(not_a_number(field, What::People, line));
    }
    let too_many = || Problem::at(line, Fault::TooManyNames);
    Ok(PopulationRow {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        location: names.number(location).ok_or_else(too_many)?,
        date,
        people,
        stratum: strata.number(&columns.covariates(record)).ok_or_else(too_many)?,
    })
}
