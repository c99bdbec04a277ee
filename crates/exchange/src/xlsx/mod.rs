//! Workbooks as spreadsheet programs save them: dates as days, formulas with their saved result, merged cells.

mod read;
mod write;

pub use read::read;
pub use write::Writer;
