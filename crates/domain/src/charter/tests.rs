//! What a charter must be, as sentences.

use jiff::civil::date;

use super::*;

const HAMM: &str = include_str!("../../../../charters/hamm.toml");

#[test]
fn the_charter_of_hamm_is_without_a_problem() {
    let examined = examine(HAMM, date(2026, 11, 22));
    assert_eq!(examined.problems, []);
    assert!(examined.charter.is_some());
}
