//! Domain values to SQL and back, on SQLite and PostgreSQL from one query code.
//!
//! [`Store::write`] hands an act a [`Tx`]; [`Store::read`] gives a [`Read`]. Both are a [`Source`] for the query
//! functions, which stand in one module per noun. Rows are private and become domain values. No right is decided here.
//!
//! *Invariant:* only `dialect` branches on the database. Times are integers (milliseconds), every `ORDER BY` has a
//! tie-breaker, and every write checks the rows that it affected.

mod backup;
mod dialect;
mod error;
mod head;
mod migrations;
mod open;
mod pieces;
mod rows;
mod source;
mod turn;
mod value;
mod writer;

pub mod areas;
pub mod attachments;
pub mod batches;
pub mod changes;
pub mod charters;
pub mod disclosures;
pub mod duplicates;
pub mod findings;
pub mod hotspots;
pub mod invitations;
pub mod journal;
pub mod notices;
pub mod outbox;
pub mod people;
pub mod picture;
pub mod referrals;
pub mod reports;
pub mod second_factors;
pub mod sessions;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tokens;

pub use changes::Change;
pub use error::StoreError;
pub use futures_util::future::BoxFuture;
pub use open::{Options, Store, Written};
pub use source::{Read, Source, Tx};
