//! The picture: a columnar index in memory beside the database, with the rights inside the scan.
//!
//! Every live version of a report is a row of small columns. What decides who may see a row is interned as a
//! *visibility class* (owner unit, disclosures, versions); a query first asks `domain::disclosure::grant` once for each
//! of the few thousand classes what this viewer gets *now*, and then scans. Expiry and membership need no rebuild.
//!
//! Invariant: nothing here counts, lists or places a row before its class was granted, and a place or time enters
//! filters, areas, cells, sorting and trends only as it was disclosed.

mod answers;
mod blocks;
mod cases;
mod classes;
mod columns;
mod duplicates;
mod index;
mod query;
mod scan;
mod staged;

pub(crate) use answers::Cursor;
pub use answers::{AreaCount, AreaCounts, Bar, CellCount, Cells, Facets, Histogram, Point, Points, Trend};
pub(crate) use cases::{Case, Cases};
pub(crate) use classes::classes_of;
pub(crate) use index::Index;
pub use index::Shape;
