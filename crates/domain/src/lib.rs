//! The rules of the cooperation: pure values, no I/O, no clock, no chance.
//!
//! Everything that decides anything lives here, as functions from values (and `now`) to values or a named error.

pub mod access;
pub mod attachment;
pub mod batch;
pub mod charter;
pub mod disclosure;
pub mod duplicate;
pub mod finding;
pub mod geography;
pub mod hotspot;
pub mod ids;
pub mod journal;
pub mod notice;
pub mod people;
pub mod persons;
pub mod place;
pub mod referral;
pub mod regime;
pub mod report;
pub mod second_factor;
pub mod terms;
pub mod time;
