//! What must be true across the parts of a charter.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{model::*, parse::Lines, problem::Problem};

/// Checks a charter; what depends on the day only where `today` is given.
pub(super) fn check(
    _charter: &Charter,
    _lines: &Lines<'_>,
    _lost: &BTreeSet<String>,
    _today: Option<Date>,
) -> Vec<Problem> {
    Vec::new()
}
