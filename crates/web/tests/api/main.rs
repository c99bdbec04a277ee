//! The JSON API: it does what it says, says what is wrong, and writes down who read what.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asked;
#[path = "../web/house.rs"]
#[allow(dead_code, reason = "the pages' tests need more of it")]
mod house;
mod input;
mod interface;
mod journal;
mod openapi;
mod schema;
