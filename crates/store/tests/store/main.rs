//! The store on real databases: every test runs on SQLite and on PostgreSQL.

// Clippy does not see that these are tests, because their attributes come from a macro.
#![allow(clippy::unwrap_used, clippy::panic)]

mod attachments;
mod batches;
mod charters;
mod disclosures;
mod duplicates;
mod example;
mod findings;
mod hotspots;
mod journal;
mod notices;
mod people;
mod picture;
mod referrals;
mod reports;
mod writer;
