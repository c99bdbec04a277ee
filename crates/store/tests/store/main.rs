//! The store on real databases: every test runs on SQLite and on PostgreSQL.

mod charters;
mod disclosures;
mod example;
mod journal;
mod people;
mod picture;
mod reports;
mod writer;
