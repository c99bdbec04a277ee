//! What becomes of rows, a chunk of them at a time: all that does not depend on the rows before.

use exchange::{
    mapping::{Mapped, Mapping, Reason, Surroundings, Unmapped},
    table::{FileProblem, Format, Row},
};

use super::{Names, Sorting, write};
use crate::import::{PreviewRow, row_hash};

/// Rows of a chunk.
const ROWS: usize = 512;
/// Bytes of its rows from which on it takes no more.
const BYTES: usize = 1 << 20;

/// Neighbouring rows of a file, and what becomes of them.
#[derive(Default)]
pub(super) struct Chunk {
    rows: Vec<Row>,
    filled: usize,
    bytes: usize,
    /// How many accepted rows are wanted as they would become.
    pub(super) wanted: usize,
    /// Those rows.
    pub(super) shown: Vec<PreviewRow>,
    /// For each row where its record ends, or why there is none.
    fates: Vec<Result<usize, Reason>>,
    records: Vec<u8>,
    pub(super) unmapped: Unmapped,
}

/// What became of a row.
pub(super) enum Fate<'c> {
    /// Its record, which begins with the hash instead of an identifier.
    Record(&'c mut [u8]),
    /// It is handed back.
    Rejected(&'c Row, Reason),
}

impl Chunk {
    /// Takes a row and leaves an old one in its place; says whether that was the last one.
    pub(super) fn push(&mut self, row: &mut Row) -> bool {
        if self.filled == self.rows.len() {
            self.rows.push(Row::default());
        }
        self.bytes += row.bytes();
        std::mem::swap(&mut self.rows[self.filled], row);
        self.filled += 1;
        self.filled == ROWS || self.bytes >= BYTES
    }

    /// What became of the rows, in order.
    pub(super) fn fates(&mut self) -> impl Iterator<Item = Fate<'_>> {
        let (mut records, mut start) = (self.records.as_mut_slice(), 0);
        self.rows.iter().zip(self.fates.drain(..)).map(move |(row, fate)| match fate {
            Ok(end) => {
                let (record, behind) = std::mem::take(&mut records).split_at_mut(end - start);
                (records, start) = (behind, end);
                Fate::Record(record)
            }
            Err(reason) => Fate::Rejected(row, reason),
        })
    }

    /// Forgets what it held.
    pub(super) fn clear(&mut self) {
        self.rows[..self.filled].iter_mut().for_each(Row::clear);
        (self.filled, self.bytes) = (0, 0);
        self.shown.clear();
        self.fates.clear();
        self.records.clear();
    }
}

/// Says what becomes of rows. Each thread has its own.
pub(super) struct Mapper<'s> {
    sorting: &'s Sorting,
    mapping: Mapping<'s>,
    names: Names,
    identity: Vec<u8>,
}

impl<'s> Mapper<'s> {
    /// For a file with these columns.
    pub(super) fn new(sorting: &'s Sorting, format: Format, columns: &[String]) -> Result<Self, FileProblem> {
        let Sorting { profile, charter, geography, zone, now, .. } = sorting;
        let around = Surroundings { charter, geography, zone, now: *now, format };
        Ok(Self {
            sorting,
            mapping: Mapping::new(profile, columns, around)?,
            names: Names::of(charter),
            identity: Vec::new(),
        })
    }

    /// Says what becomes of the rows of a chunk.
    pub(super) fn map(&mut self, chunk: &mut Chunk) {
        let Chunk { rows, filled, wanted, shown, fates, records, unmapped, .. } = chunk;
        for row in &rows[..*filled] {
            let mapped = match self.mapping.map(row) {
                Ok(mapped) => mapped,
                Err(reason) => {
                    fates.push(Err(reason));
                    continue;
                }
            };
            self.identity.clear();
            self.mapping.identity(row, &mut self.identity);
            let hash = row_hash(&self.sorting.secret, &self.identity);
            write(&hash, &mapped, &self.names, records);
            fates.push(Ok(records.len()));
            if shown.len() < *wanted {
                shown.push(as_shown(row, mapped));
            }
        }
        *unmapped = self.mapping.take_unmapped();
    }
}

fn as_shown(row: &Row, mapped: Mapped) -> PreviewRow {
    PreviewRow {
        line: row.line,
        category: mapped.category,
        when: mapped.when,
        place: mapped.place.map(|place| (place.lon(), place.lat())),
        outside: mapped.outside,
        title: mapped.title,
        text: mapped.text,
        own_ref: mapped.own_ref,
    }
}
