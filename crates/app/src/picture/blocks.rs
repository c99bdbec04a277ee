//! Packed column blocks: how the index is kept in the database, so that a start reads columns and not rows.
//!
//! A block holds [`BLOCK`] rows, column by column, little-endian. Only blocks that changed are written again. What the
//! numbers in the columns mean (classes, cells, names, days) stands in the state beside them, together with the
//! position of the change sequence; changes after it are applied at start.

use std::sync::Arc;

use domain::{charter::Charter, disclosure::Class, geography::Geography, ids::*};
use h3o::CellIndex;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{
    columns::*,
    index::{BLOCK, Index},
};

/// Raised whenever the layout changes; older blocks are then built anew from the rows.
const FORMAT: u32 = 3;

#[derive(Serialize, Deserialize)]
struct State {
    format: u32,
    /// Which numbering of rows, classes and names the blocks have: each process has its own.
    layout: u64,
    rows: usize,
    classes: Vec<Class>,
    categories: Vec<CategoryId>,
    sources: Vec<SourceId>,
    cells: Vec<u64>,
    first_day: i32,
    last_day: i32,
    /// Fingerprint of the areas by which the area columns were computed.
    geography: u64,
}

/// What is to be written: the state, and the blocks that changed.
pub(crate) struct Packed {
    pub(crate) position: u64,
    pub(crate) state: Vec<u8>,
    pub(crate) blocks: Vec<(u32, Vec<u8>)>,
    /// The layout on which blocks that did not change must rest.
    pub(crate) rests_on: u64,
    /// How many blocks there are in all.
    pub(crate) all: u32,
}

impl Packed {
    /// Whether these blocks and those that are stored belong together: otherwise numbers of one process would be read
    /// as those of another.
    pub(crate) fn fits(&self, stored: Option<&[u8]>) -> bool {
        let layout = |state: &[u8]| serde_json::from_slice::<State>(state).ok().map(|state| state.layout);
        self.blocks.len() == self.all as usize || stored.and_then(layout) == Some(self.rests_on)
    }
}

impl Index {
    /// Packs the blocks that changed since the last time; `None` if none did.
    /// They get the name `layout`, which must be new.
    pub(crate) fn pack(&mut self, layout: u64) -> Option<Packed> {
        if !self.dirty.iter().any(|&dirty| dirty) {
            return None;
        }
        let state = State {
            format: FORMAT,
            layout,
            rows: self.columns.len(),
            classes: self.classes.iter().map(|class| class.as_ref().clone()).collect(),
            categories: self.categories.names.clone(),
            sources: self.sources.names.clone(),
            cells: self.cells.eleven.iter().map(|&cell| cell.into()).collect(),
            first_day: self.day0,
            last_day: self.day0 + self.day_starts.len() as i32 - 1,
            geography: fingerprint(&self.geography),
        };
        let state = serde_json::to_vec(&state).ok()?;
        let changed = (0..self.dirty.len()).filter(|&block| self.dirty[block]);
        let blocks = changed.map(|block| (block as u32, self.pack_block(block))).collect();
        self.dirty.fill(false);
        let rests_on = std::mem::replace(&mut self.layout, layout);
        Some(Packed { position: self.position, state, blocks, rests_on, all: self.dirty.len() as u32 })
    }

    /// Marks every block as changed, after packed ones could not be saved.
    pub(crate) fn mark_all(&mut self) {
        self.dirty.fill(true);
    }

    fn pack_block(&self, block: usize) -> Vec<u8> {
        let (start, end) = (block * BLOCK, ((block + 1) * BLOCK).min(self.columns.len()));
        let c = &self.columns;
        let mut bytes = Vec::with_capacity((end - start) * (61 + 2 * c.areas.len()));
        c.id[start..end].iter().for_each(|v| bytes.extend_from_slice(v));
        c.version[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.time[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.day[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.cell[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.lon[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.lat[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.category[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.source[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        bytes.extend_from_slice(&c.flags[start..end]);
        c.class[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        c.next[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        for areas in &c.areas {
            areas[start..end].iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
        }
        bytes
    }

    /// The index from its packed form; `None` if it does not fit (older format, other areas) and must be built anew.
    pub(crate) fn unpack(
        charter: Arc<Charter>,
        geography: Arc<Geography>,
        zone: TimeZone,
        position: u64,
        state: &[u8],
        blocks: Vec<(u32, Vec<u8>)>,
    ) -> Option<Self> {
        let state: State = serde_json::from_slice(state).ok()?;
        if state.format != FORMAT || state.geography != fingerprint(&geography) {
            return None;
        }
        let mut index = Self::new(charter, geography, zone);
        index.categories = Names::from_names(state.categories);
        index.sources = Names::from_names(state.sources);
        for class in state.classes {
            index.intern(class);
        }
        for cell in state.cells {
            index.know_cell(CellIndex::try_from(cell).ok()?);
        }
        if state.rows > 0 {
            index.cover_day(state.first_day);
            index.cover_day(state.last_day);
        }
        for (expected, (number, bytes)) in (0..).zip(blocks) {
            if number != expected {
                return None;
            }
            let rows = (state.rows - index.columns.len()).min(BLOCK);
            index.unpack_block(&bytes, rows)?;
        }
        if index.columns.len() != state.rows || !index.numbers_fit() {
            return None;
        }
        for row in 0..state.rows {
            index.note_row(row, index.columns.time[row]);
        }
        index.dirty.fill(false);
        index.reindex();
        index.layout = state.layout;
        index.position = position;
        Some(index)
    }

    fn unpack_block(&mut self, bytes: &[u8], rows: usize) -> Option<()> {
        let mut reader = Reader(bytes);
        let c = &mut self.columns;
        reader.read(&mut c.id, rows, |v: [u8; 16]| v)?;
        reader.read(&mut c.version, rows, u32::from_le_bytes)?;
        reader.read(&mut c.time, rows, i64::from_le_bytes)?;
        reader.read(&mut c.day, rows, i32::from_le_bytes)?;
        reader.read(&mut c.cell, rows, u32::from_le_bytes)?;
        reader.read(&mut c.lon, rows, i32::from_le_bytes)?;
        reader.read(&mut c.lat, rows, i32::from_le_bytes)?;
        reader.read(&mut c.category, rows, u16::from_le_bytes)?;
        reader.read(&mut c.source, rows, u16::from_le_bytes)?;
        reader.read(&mut c.flags, rows, u8::from_le_bytes)?;
        reader.read(&mut c.class, rows, u32::from_le_bytes)?;
        reader.read(&mut c.next, rows, u32::from_le_bytes)?;
        for areas in &mut c.areas {
            reader.read(areas, rows, u16::from_le_bytes)?;
        }
        reader.0.is_empty().then_some(())
    }

    /// Whether every number in the columns means something.
    fn numbers_fit(&self) -> bool {
        let c = &self.columns;
        let rows = c.len() as u32;
        c.class.iter().all(|&v| (v as usize) < self.classes.len())
            && c.cell.iter().all(|&v| v == NONE || (v as usize) < self.cells.eleven.len())
            && c.category.iter().all(|&v| usize::from(v) < self.categories.names.len())
            && c.source.iter().all(|&v| usize::from(v) < self.sources.names.len())
            && c.next.iter().all(|&v| v == NONE || v < rows)
            && c.day.iter().all(|&v| v >= self.day0 && ((v - self.day0) as usize) < self.day_starts.len())
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn read<T, const N: usize>(
        &mut self,
        column: &mut Vec<T>,
        rows: usize,
        from: impl Fn([u8; N]) -> T,
    ) -> Option<()> {
        let (these, rest) = self.0.split_at_checked(rows * N)?;
        column.extend(these.as_chunks::<N>().0.iter().map(|&bytes| from(bytes)));
        self.0 = rest;
        Some(())
    }
}

/// A number that changes with the areas: FNV-1a over identifiers and coordinates.
fn fingerprint(geography: &Geography) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |bytes: &[u8]| {
        for &byte in bytes {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    take(geography.quarter().as_str().as_bytes());
    take(geography.city().as_str().as_bytes());
    for division in geography.divisions() {
        take(division.id.as_str().as_bytes());
        for area in division.areas() {
            take(area.id.as_str().as_bytes());
            for polygon in &area.shape {
                for point in polygon.exterior() {
                    take(&point.x.to_bits().to_le_bytes());
                    take(&point.y.to_bits().to_le_bytes());
                }
            }
        }
    }
    hash
}
