//! Coordinates: location, latitude and longitude, or location, x and y.

use super::{
    Fault, Names, Problem, What,
    columns::{Columns, not_a_number, number},
    records::{Record, each_row, text},
};

/// What the numbers of a file mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Degrees; latitude first in files without header.
    Geographic,
    /// A plane; x first in files without header.
    Flat,
}

/// A file of coordinates.
#[derive(Debug, Clone, Default)]
pub struct CoordinateFile {
    /// The locations in their order: the number of the name, and both coordinates.
    pub rows: Vec<(u32, [f64; 2])>,
    /// Lines that say again what another one says.
    pub repeated: Vec<usize>,
}

impl CoordinateFile {
    /// Reads a file. A location may stand once.
    pub fn read(bytes: &[u8], system: System, names: &mut Names) -> (Self, Vec<Problem>) {
        let wanted = match system {
            System::Geographic => [What::Location, What::Latitude, What::Longitude],
            System::Flat => [What::Location, What::X, What::Y],
        };
        let mut file = Self::default();
        // Where each name stands first, and in which row.
        let mut seen: Vec<Option<(usize, usize)>> = Vec::new();
        let problems = each_row(
            &text(bytes),
            |header| Columns::of_header(header, &wanted, &wanted),
            |_, _| Columns::in_order(&wanted),
            |record, columns| {
                let (location, coordinates) = row(record, columns, wanted)?;
                let at = |fault| Problem::at(record.line, fault);
                let name = names.number(location).ok_or_else(|| at(Fault::TooManyNames))?;
                seen.resize(seen.len().max(name as usize + 1), None);
                match seen[name as usize] {
                    None => {
                        seen[name as usize] = Some((record.line, file.rows.len()));
                        file.rows.push((name, coordinates));
                    }
                    Some((_, row)) if file.rows[row].1 == coordinates => file.repeated.push(record.line),
                    Some((line, _)) => {
                        return Err(at(Fault::TwoPlaces { location: location.to_owned(), line }));
                    }
                }
                Ok(())
            },
        );
        (file, problems)
    }
}

fn row<'a>(
    record: &'a Record<'_>,
    columns: &Columns,
    [location, first, second]: [What; 3],
) -> Result<(&'a str, [f64; 2]), Problem> {
    let coordinate = |what: What| {
        let field = columns.field(record, what)?;
        let most = match what {
            What::Latitude => 90.0,
            What::Longitude => 180.0,
            _ => 1e9,
        };
        let number = number(field, what, record.line)?;
        if number.abs() <= most { Ok(number) } else { Err(not_a_number(field, what, record.line)) }
    };
    Ok((columns.field(record, location)?, [coordinate(first)?, coordinate(second)?]))
}
