//! Bytes to domain values and back, one folder per format, all alike: `read` gives values and what is wrong with the
//! rest, `write` gives bytes.
//!
//! A table ([`csv`], [`xlsx`], [`geojson`]) becomes raw rows ([`table`]); a [`profile`] says what they mean, and
//! [`mapping`] makes drafts of reports of them.

pub mod attachment;
pub mod csv;
pub mod geojson;
pub mod mapping;
pub mod profile;
pub mod rejects;
pub mod satscan;
pub mod table;
pub mod xlsx;
