//! Reports of a batch before it is visible: blocks that are put into the index ahead, in rows that nobody sees.
//!
//! When the batch becomes visible, its rows get their class, all at once.

use std::collections::HashMap;

use domain::{
    batch::Batch,
    disclosure::{Class, Disclosure, Passed},
    ids::{BatchId, ReportId},
    place::Precision,
    report::{Origin, Urgency},
};
use h3o::{CellIndex, Resolution};
use store::batches::Block;

use super::{
    columns::*,
    index::{FREE_CLASS, Index},
};
use crate::live::TouchedReport;

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
    pub(crate) fn put_ahead(&mut self, batch: &Batch, block: &Block) {
        let origin = Origin::ALL.iter().position(|&o| o == block.origin).unwrap_or(0) as u8;
        let flags = origin | if block.urgency == Urgency::Immediate { URGENT } else { 0 };
        let source = self.sources.number(&batch.source);
        let categories: Vec<u16> = block.categories.iter().map(|id| self.categories.number(id)).collect();
        let mut classes: HashMap<Option<Precision>, u32> = HashMap::new();
        for row in &block.reports {
            if self.first_row(row.id).is_some() {
                continue;
            }
            let class = *classes.entry(row.at_most).or_insert_with(|| {
                let unit = batch.unit.clone();
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
                category: categories.get(row.category).copied().unwrap_or_default(),
                source,
                flags,
                class: FREE_CLASS,
                next: NONE,
                areas,
            };
            let number = self.place_row(values);
            self.remember(number);
            self.ahead.entry(batch.id).or_default().rows.push((number, class));
        }
        self.ahead.entry(batch.id).or_default().blocks += 1;
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
