//! The charter: the agreement as data.
//!
//! One TOML file states what the partners signed. [`Charter::parse`] reads it and returns either the whole charter or
//! every problem at once, each a sentence with its line; [`examine`] also says what is wrong on a given day, and what
//! deserves a look; [`derive`] tells what follows: duties, next dates, who discloses what to whom.

mod check;
pub mod derive;
mod lookup;
mod model;
mod parse;
mod problem;
mod words;

use jiff::civil::Date;

pub use model::*;
pub use problem::{Problem, Severity};

/// A charter, examined.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The charter, if it has no errors.
    pub charter: Option<Charter>,
    /// All errors and warnings, by line.
    pub problems: Vec<Problem>,
}

impl Charter {
    /// Reads a charter from TOML: the charter, or all errors at once.
    ///
    /// What depends on the day, such as an expired legal basis, is not looked at here: a charter that was signed stays
    /// readable. [`examine`] looks at it.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut examined = examined(text, None);
        examined.problems.retain(Problem::is_error);
        examined.charter.ok_or(examined.problems)
    }
}

/// Reads a charter and says everything that is wrong or odd about it on the day `today`.
pub fn examine(text: &str, today: Date) -> Examined {
    examined(text, Some(today))
}

fn examined(text: &str, today: Option<Date>) -> Examined {
    let mut read = parse::read(text);
    let mut problems = std::mem::take(&mut read.problems);
    if let Some(charter) = &read.charter {
        problems.extend(check::check(charter, &read.lines, &read.lost, today));
    }
    problems.sort_by_key(|problem| (problem.line.is_none(), problem.line, problem.severity));
    let charter = read.charter.filter(|_| !problems.iter().any(Problem::is_error));
    Examined { charter, problems }
}

#[cfg(test)]
mod tests;
