//! The files of SaTScan, as its user guide describes them: cases (`.cas`), controls (`.ctl`), coordinates (`.geo`) and
//! populations (`.pop`), between blanks, tabs, commas or semicolons. Tables with a header are read, too.
//!
//! A reader gives what it could read and everything that is wrong with the rest, each with its line.

mod columns;
mod coordinates;
mod counts;
mod date;
mod names;
mod population;
mod problem;
mod records;

pub use coordinates::{CoordinateFile, System};
pub use counts::{CountFile, CountRow, Dated};
pub use date::{Date, Precision};
pub use names::Names;
pub use population::{PopulationFile, PopulationRow};
pub use problem::{Fault, Problem, What};

#[cfg(test)]
mod tests;
