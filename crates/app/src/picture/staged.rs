//! Reports of a batch before it is visible: packed blocks that are put into the index ahead, in rows that nobody sees.
//!
//! When the batch becomes visible, its rows get their class, all at once. A block has the same layout everywhere, so
//! that a process reads what another one wrote: names, then columns, little-endian.

use std::collections::HashMap;

use domain::{
    disclosure::{Class, Disclosure, Passed},
    ids::{BatchId, CategoryId, ReportId, SourceId, UnitId},
    place::Precision,
    report::Origin,
    time::{Timestamp, When},
};
use h3o::{CellIndex, Resolution};
use store::batches::{Common, Staged};
use uuid::Uuid;

use super::{
    columns::*,
    index::{FREE_CLASS, Index},
};
use crate::live::TouchedReport;

const FORMAT: u8 = 1;

/// What the index knows of a batch that is not visible yet.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Blocks that were put in.
    blocks: u32,
    /// Its rows, each with the class that it gets.
    rows: Vec<(u32, u32)>,
}

impl Index {
    /// How many blocks of a batch are in.
    pub(crate) fn blocks_ahead(&self, batch: BatchId) -> u32 {
        self.ahead.get(&batch).map_or(0, |ahead| ahead.blocks)
    }

    /// Puts a block in, unseen. A report that is there already stays as it is: it is newer than the block.
    pub(crate) fn put_ahead(&mut self, batch: BatchId, block: &Block) {
        let origin = Origin::ALL.iter().position(|&o| o == block.origin).unwrap_or(0) as u8;
        let flags = origin | if block.urgent { URGENT } else { 0 };
        let source = self.sources.number(&block.source);
        let categories: Vec<u16> = block.categories.iter().map(|id| self.categories.number(id)).collect();
        let mut classes: HashMap<Option<Precision>, u32> = HashMap::new();
        for row in &block.rows {
            if self.first_row(row.id).is_some() {
                continue;
            }
            let class = *classes.entry(row.at_most).or_insert_with(|| {
                let unit = block.unit.clone();
                self.intern(Class { unit, at_most: row.at_most, current: 0, rank: 0, passed: Vec::new() })
            });
            let place = row.place.and_then(|(lon, lat, cell)| {
                Some((lon, lat, CellIndex::try_from(cell).ok()?.parent(Resolution::Eleven)?))
            });
            let (cell, areas) = self.locate(place);
            let values = RowValues {
                id: *row.id.0.as_bytes(),
                version: 1,
                time: row.from.0,
                day: self.day_of(row.from),
                cell,
                lon: place.map_or(0, |(lon, _, _)| (lon * 1e7).round() as i32),
                lat: place.map_or(0, |(_, lat, _)| (lat * 1e7).round() as i32),
                category: categories.get(usize::from(row.category)).copied().unwrap_or_default(),
                source,
                flags,
                class: FREE_CLASS,
                next: NONE,
                areas,
            };
            let number = self.place_row(values);
            self.remember(number);
            self.ahead.entry(batch).or_default().rows.push((number, class));
        }
        self.ahead.entry(batch).or_default().blocks += 1;
    }

    /// Makes the rows of a batch visible, and tells what that is for whom: one example of each class.
    pub(crate) fn show_ahead(&mut self, batch: BatchId) -> Vec<TouchedReport> {
        let ahead = self.ahead.remove(&batch).unwrap_or_default();
        let mut examples: HashMap<u32, TouchedReport> = HashMap::new();
        for (row, class) in ahead.rows {
            let n = row as usize;
            self.columns.class[n] = class;
            self.touch(n);
            examples.entry(class).or_insert_with(|| TouchedReport {
                id: super::index::report_id(self.columns.id[n]),
                before: Vec::new(),
                after: vec![self.live_row(class, 1, self.columns.flags[n])],
            });
        }
        examples.into_values().collect()
    }

    /// Passes reports on by a disclosure that is new. Answers examples of what that is for whom, and the reports that
    /// have several versions or another one, which must be put in anew.
    pub(crate) fn pass_on(
        &mut self,
        disclosure: Disclosure,
        passed: &[(ReportId, u32)],
    ) -> (Vec<TouchedReport>, Vec<ReportId>) {
        let id = disclosure.id;
        self.set_disclosure(disclosure);
        let (mut rest, mut classes) = (Vec::new(), HashMap::new());
        let mut examples: HashMap<u32, TouchedReport> = HashMap::new();
        for &(report, version) in passed {
            let row = self.first_row(report).map(|row| row as usize);
            let plain = |n: usize| {
                let class = &self.classes[self.columns.class[n] as usize];
                self.columns.next[n] == NONE
                    && self.columns.version[n] == version
                    && class.rank == class.current
                    && self.columns.class[n] != FREE_CLASS
            };
            let Some(n) = row.filter(|&n| plain(n)) else {
                rest.push(report);
                continue;
            };
            let before = self.columns.class[n];
            let after = *classes.entry(before).or_insert_with(|| {
                let mut class = self.classes[before as usize].as_ref().clone();
                class.passed.push(Passed { disclosure: id, rank: class.rank });
                class.passed.sort_unstable();
                self.intern(class)
            });
            let flags = self.columns.flags[n];
            self.columns.class[n] = after;
            self.touch(n);
            if let std::collections::hash_map::Entry::Vacant(free) = examples.entry(before) {
                let row = |class: u32| self.live_row(class, version, flags);
                free.insert(TouchedReport { id: report, before: vec![row(before)], after: vec![row(after)] });
            }
        }
        (examples.into_values().collect(), rest)
    }

    /// Forgets the rows of a batch that was thrown away.
    pub(crate) fn drop_ahead(&mut self, batch: BatchId) {
        let ahead = self.ahead.remove(&batch).unwrap_or_default();
        for (row, _) in ahead.rows {
            self.take(super::index::report_id(self.columns.id[row as usize]));
        }
    }
}

/// A block, unpacked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) unit: UnitId,
    pub(crate) source: SourceId,
    pub(crate) origin: Origin,
    pub(crate) urgent: bool,
    pub(crate) categories: Vec<CategoryId>,
    pub(crate) rows: Vec<BlockRow>,
}

/// A report of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BlockRow {
    pub(crate) id: ReportId,
    pub(crate) from: Timestamp,
    pub(crate) place: Option<(f64, f64, u64)>,
    pub(crate) category: u16,
    pub(crate) at_most: Option<Precision>,
}

impl Block {
    /// Packs what the index needs of these reports.
    pub(crate) fn pack(common: &Common, reports: &[Staged<'_>]) -> Vec<u8> {
        let mut categories: Vec<&CategoryId> = Vec::new();
        let mut bytes = vec![FORMAT];
        let mut numbers = Vec::with_capacity(reports.len());
        for report in reports {
            let known = categories.iter().position(|known| **known == report.category);
            numbers.push(known.unwrap_or_else(|| {
                categories.push(&report.category);
                categories.len() - 1
            }) as u16);
        }
        text(&mut bytes, common.batch.unit.as_str());
        text(&mut bytes, common.batch.source.as_str());
        text(&mut bytes, common.origin.as_str());
        bytes.push(u8::from(common.urgency == domain::report::Urgency::Immediate));
        bytes.extend_from_slice(&(categories.len() as u16).to_le_bytes());
        categories.iter().for_each(|category| text(&mut bytes, category.as_str()));
        bytes.extend_from_slice(&(reports.len() as u32).to_le_bytes());
        for (report, number) in reports.iter().zip(numbers) {
            let from = match report.when {
                When::At(at) => at,
                When::Within { from, .. } => from,
            };
            // A cell is never zero.
            let (lon, lat, cell) = report.place.unwrap_or_default();
            let at_most = report.at_most.and_then(|p| Precision::ALL.iter().position(|&known| known == p));
            bytes.extend_from_slice(report.id.0.as_bytes());
            bytes.extend_from_slice(&from.0.to_le_bytes());
            bytes.extend_from_slice(&lon.to_le_bytes());
            bytes.extend_from_slice(&lat.to_le_bytes());
            bytes.extend_from_slice(&cell.to_le_bytes());
            bytes.extend_from_slice(&number.to_le_bytes());
            bytes.push(at_most.map_or(0, |number| number as u8 + 1));
        }
        bytes
    }

    /// Unpacks a block; `None` for what none of our processes wrote.
    pub(crate) fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.take::<1>()? != [FORMAT] {
            return None;
        }
        let unit = reader.text()?.parse().ok()?;
        let source = reader.text()?.parse().ok()?;
        let origin = reader.text()?.parse().ok()?;
        let urgent = reader.take::<1>()? != [0];
        let number = u16::from_le_bytes(reader.take()?);
        let categories = (0..number).map(|_| reader.text()?.parse().ok()).collect::<Option<Vec<_>>>()?;
        let number = u32::from_le_bytes(reader.take()?);
        let rows = (0..number).map(|_| reader.row()).collect::<Option<Vec<_>>>()?;
        reader.0.is_empty().then_some(Self { unit, source, origin, urgent, categories, rows })
    }
}

/// The reports of a block.
pub(crate) fn reports_of(bytes: &[u8]) -> Vec<ReportId> {
    Block::unpack(bytes).map(|block| block.rows.iter().map(|row| row.id).collect()).unwrap_or_default()
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    // A name has at most 64 letters.
    bytes.push(text.len() as u8);
    bytes.extend_from_slice(text.as_bytes());
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (these, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*these)
    }

    fn text(&mut self) -> Option<&'b str> {
        let [length] = self.take()?;
        let (text, rest) = self.0.split_at_checked(usize::from(length))?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn row(&mut self) -> Option<BlockRow> {
        let id = ReportId(Uuid::from_bytes(self.take()?));
        let from = Timestamp(i64::from_le_bytes(self.take()?));
        let (lon, lat) = (f64::from_le_bytes(self.take()?), f64::from_le_bytes(self.take()?));
        let cell = u64::from_le_bytes(self.take()?);
        let category = u16::from_le_bytes(self.take()?);
        let [at_most] = self.take()?;
        let at_most = at_most.checked_sub(1).and_then(|n| Precision::ALL.get(usize::from(n)).copied());
        Some(BlockRow { id, from, place: (cell != 0).then_some((lon, lat, cell)), category, at_most })
    }
}
