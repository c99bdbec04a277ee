//! Writing: a sheet of texts.

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::table::FileProblem;

/// Writes one sheet, row by row. Values stay texts: a program that reads the file must not turn them into days.
#[derive(Default)]
pub struct Writer {
    rows: Vec<Vec<String>>,
}

impl Writer {
    /// Adds a row.
    pub fn write<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        self.rows.push(values.into_iter().map(str::to_owned).collect());
    }

    /// The file, with the sheet named so.
    pub fn finish(self, sheet_name: Option<&str>) -> Result<Vec<u8>, FileProblem> {
        let written = || -> Result<Vec<u8>, XlsxError> {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            if let Some(name) = sheet_name {
                sheet.set_name(name)?;
            }
            for (line, row) in (0..).zip(&self.rows) {
                for (column, value) in (0..).zip(row) {
                    // A cell takes no more.
                    let value: String = value.chars().take(32_767).collect();
                    sheet.write_string(line, column, value)?;
                }
            }
            book.save_to_buffer()
        };
        written().map_err(|error| FileProblem::Unreadable(error.to_string()))
    }
}
