//! Nobody sees more than was disclosed: random sequences of acts, every route of the API, and a naive model beside it.
//!
//! `LAGENETZ_CASES` sets how many random sequences each test runs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod findings;
mod interference;
mod model;
#[path = "../../../domain/tests/naive/rule.rs"]
mod rule;
mod sequences;
mod steps;
mod world;

/// Random sequences per test: few by default, so that all tests together stay quick.
fn cases(few: u32) -> proptest::test_runner::Config {
    let cases = std::env::var("LAGENETZ_CASES").ok().map(|cases| cases.parse().expect("a number"));
    proptest::test_runner::Config {
        cases: cases.unwrap_or(few),
        max_shrink_time: 60_000,
        // What fails is printed; sequences are too slow to be run again each time.
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    }
}
