//! The index itself: rows of reports, interned classes, and how a change of the database changes them.

use std::{
    collections::{BTreeSet, HashMap},
    hash::BuildHasher,
    sync::Arc,
};

use domain::{
    charter::Charter,
    disclosure::{Class, Disclosure},
    geography::Geography,
    ids::{BatchId, CategoryId, DisclosureId, DivisionId, PartnerId, ReportId, SourceId, UnitId},
    place::Place,
    report::Origin,
    time::{Day, Timestamp},
};
use h3o::{CellIndex, Resolution};
use hashbrown::{DefaultHashBuilder, HashTable};
use jiff::tz::TimeZone;
use store::picture::PictureSource;
use uuid::Uuid;

use super::{classes::classes_of, columns::*, duplicates::Verdicts, staged::Ahead};
use crate::live::{Row, TouchedReport};

/// Figures about the index itself, for operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Rows, free ones included.
    pub rows: usize,
    /// Visibility classes.
    pub classes: usize,
    /// Cells of resolution 11.
    pub cells: usize,
    /// Position of the change sequence that it reflects.
    pub position: u64,
}

/// Rows per stored block.
pub(super) const BLOCK: usize = 65_536;
/// Rows per zone: the smallest and largest time of each are known.
pub(super) const ZONE: usize = 4_096;

/// The class of rows that are no row any more: nobody owns it, nothing was passed.
pub(super) const FREE_CLASS: u32 = 0;

/// The picture index.
#[derive(Debug)]
pub(crate) struct Index {
    pub(super) columns: Columns,
    pub(super) cells: CellTable,
    pub(super) categories: Names<CategoryId>,
    pub(super) sources: Names<SourceId>,
    pub(super) classes: Vec<Arc<Class>>,
    class_numbers: HashMap<Arc<Class>, u32>,
    pub(super) disclosures: HashMap<DisclosureId, Arc<Disclosure>>,
    /// When which disclosure expires.
    expiries: BTreeSet<(Timestamp, DisclosureId)>,
    reports: HashTable<u32>,
    hasher: DefaultHashBuilder,
    free: Vec<u32>,
    /// Rows of batches that are not visible yet.
    pub(super) ahead: HashMap<BatchId, Ahead>,
    /// Start of each local day from `day0` on, milliseconds.
    pub(super) day0: i32,
    pub(super) day_starts: Vec<i64>,
    /// Smallest and largest time of each zone of rows.
    pub(super) zones: Vec<(i64, i64)>,
    pub(super) dirty: Vec<bool>,
    pub(super) charter: Arc<Charter>,
    pub(super) geography: Arc<Geography>,
    pub(super) zone: TimeZone,
    /// Numbers of the divisions that precision `quarter` and `city` mean.
    pub(super) quarter: Option<usize>,
    pub(super) city: Option<usize>,
    /// Partner of each unit.
    pub(super) partners: HashMap<UnitId, PartnerId>,
    /// What people said about pairs of reports.
    pub(super) verdicts: Verdicts,
    pub(crate) position: u64,
    /// Name of the numbering that was saved or loaded last.
    pub(super) layout: u64,
}

impl Index {
    /// An empty index.
    pub(crate) fn new(charter: Arc<Charter>, geography: Arc<Geography>, zone: TimeZone) -> Self {
        let divisions = geography.divisions().count();
        let number = |id: &DivisionId| geography.divisions().position(|division| division.id == *id);
        let (quarter, city) = (number(geography.quarter()), number(geography.city()));
        let partners = partners_of(&charter);
        let mut index = Self {
            columns: Columns::new(divisions),
            cells: CellTable::new(divisions),
            categories: Names::default(),
            sources: Names::default(),
            classes: Vec::new(),
            class_numbers: HashMap::new(),
            disclosures: HashMap::new(),
            expiries: BTreeSet::new(),
            reports: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            free: Vec::new(),
            ahead: HashMap::new(),
            day0: 0,
            day_starts: Vec::new(),
            zones: Vec::new(),
            dirty: Vec::new(),
            charter,
            geography,
            zone,
            quarter,
            city,
            partners,
            verdicts: Verdicts::default(),
            position: 0,
            layout: 0,
        };
        index.intern(free_class());
        index
    }

    /// Figures about it.
    pub(crate) fn shape(&self) -> Shape {
        Shape {
            rows: self.columns.len(),
            classes: self.classes.len(),
            cells: self.cells.eleven.len(),
            position: self.position,
        }
    }

    /// Makes a disclosure known, or its new state.
    pub(crate) fn set_disclosure(&mut self, disclosure: Disclosure) {
        self.expiries.insert((disclosure.expires_at, disclosure.id));
        self.disclosures.insert(disclosure.id, Arc::new(disclosure));
    }

    /// Reports of which a disclosure expired after `since` and until `now`, with what is in the index of them.
    pub(crate) fn expired(&self, since: Timestamp, now: Timestamp) -> Vec<TouchedReport> {
        let after = |at: Timestamp| (Timestamp(at.0 + 1), DisclosureId(Uuid::nil()));
        let over: BTreeSet<DisclosureId> =
            self.expiries.range(after(since)..after(now)).map(|(_, id)| *id).collect();
        if over.is_empty() {
            return Vec::new();
        }
        let holds = |class: &Arc<Class>| class.passed.iter().any(|passed| over.contains(&passed.disclosure));
        let affected: Vec<bool> = self.classes.iter().map(holds).collect();
        let columns = &self.columns;
        let mut reports: HashMap<[u8; 16], Vec<Row>> = HashMap::new();
        for n in (0..columns.len()).filter(|&n| affected[columns.class[n] as usize]) {
            let row = self.live_row(columns.class[n], columns.version[n], columns.flags[n]);
            reports.entry(columns.id[n]).or_default().push(row);
        }
        let touched = |(id, rows): ([u8; 16], Vec<Row>)| TouchedReport {
            id: report_id(id),
            before: rows.clone(),
            after: rows,
        };
        reports.into_iter().map(touched).collect()
    }

    /// The disclosure, if known.
    pub(crate) fn disclosure(&self, id: DisclosureId) -> Option<&Arc<Disclosure>> {
        self.disclosures.get(&id)
    }

    /// All disclosures.
    pub(crate) fn disclosures(&self) -> impl Iterator<Item = &Disclosure> {
        self.disclosures.values().map(Arc::as_ref)
    }

    /// Disclosures that share a report with this one.
    pub(crate) fn beside(&self, id: DisclosureId) -> BTreeSet<DisclosureId> {
        let holds = |class: &&Arc<Class>| class.passed.iter().any(|passed| passed.disclosure == id);
        let all =
            self.classes.iter().filter(holds).flat_map(|class| class.passed.iter().map(|p| p.disclosure));
        all.filter(|other| *other != id).collect()
    }

    /// Puts a report in, in place of what was there of it. Disclosures must be known before.
    pub(crate) fn put(&mut self, source: &PictureSource) -> TouchedReport {
        let before = self.take(source.id);
        let rows = self.rows_of(source);
        let after = self.live_rows(&rows);
        let mut next = NONE;
        for mut row in rows {
            row.next = next;
            next = self.place_row(row);
        }
        if next != NONE {
            self.remember(next);
        }
        TouchedReport { id: source.id, before, after }
    }

    /// Remembers the first row of a report.
    pub(super) fn remember(&mut self, row: u32) {
        let (ids, hasher) = (&self.columns.id, &self.hasher);
        let hash = hasher.hash_one(ids[row as usize]);
        self.reports.insert_unique(hash, row, |&row| hasher.hash_one(ids[row as usize]));
    }

    /// The first row of a report.
    pub(super) fn first_row(&self, id: ReportId) -> Option<u32> {
        let bytes = *id.0.as_bytes();
        let same = |row: &u32| self.columns.id[*row as usize] == bytes;
        self.reports.find(self.hasher.hash_one(bytes), same).copied()
    }

    /// Marks the block of a row as changed.
    pub(super) fn touch(&mut self, n: usize) {
        self.dirty[n / BLOCK] = true;
    }

    /// Takes a report out, and tells what was there.
    pub(crate) fn take(&mut self, id: ReportId) -> Vec<Row> {
        let bytes = *id.0.as_bytes();
        let Self { reports, columns, hasher, .. } = self;
        let found = reports.find_entry(hasher.hash_one(bytes), |&row| columns.id[row as usize] == bytes);
        let Ok(entry) = found else { return Vec::new() };
        let mut row = *entry.get();
        entry.remove();
        let mut rows = Vec::new();
        while row != NONE {
            let n = row as usize;
            rows.push(self.live_row(self.columns.class[n], self.columns.version[n], self.columns.flags[n]));
            let next = std::mem::replace(&mut self.columns.next[n], NONE);
            self.columns.class[n] = FREE_CLASS;
            self.columns.id[n] = [0; 16];
            self.free.push(row);
            self.dirty[n / BLOCK] = true;
            row = next;
        }
        rows
    }

    /// Whether a report is closed.
    pub(crate) fn is_closed(&self, id: ReportId) -> bool {
        self.rows_of_report(id).any(|row| self.columns.flags[row] & CLOSED != 0)
    }

    /// The rows of a report.
    pub(super) fn rows_of_report(&self, id: ReportId) -> impl Iterator<Item = usize> {
        let bytes = *id.0.as_bytes();
        let found =
            self.reports.find(self.hasher.hash_one(bytes), |&row| self.columns.id[row as usize] == bytes);
        let next = |row: &u32| Some(self.columns.next[*row as usize]).filter(|next| *next != NONE);
        std::iter::successors(found.copied(), next).map(|row| row as usize)
    }

    fn live_rows(&self, rows: &[RowValues]) -> Vec<Row> {
        rows.iter().map(|row| self.live_row(row.class, row.version, row.flags)).collect()
    }

    pub(super) fn live_row(&self, class: u32, version: u32, flags: u8) -> Row {
        Row {
            class: Arc::clone(&self.classes[class as usize]),
            version,
            closed: flags & CLOSED != 0,
            urgent: flags & URGENT != 0,
        }
    }

    pub(super) fn place_row(&mut self, row: RowValues) -> u32 {
        let time = row.time;
        self.cover_day(row.day);
        let number = match self.free.pop() {
            Some(number) => {
                self.columns.set(number, row);
                number
            }
            None => self.columns.push(row),
        };
        self.note_row(number as usize, time);
        number
    }

    /// Keeps zones and dirty marks in step with a row that was written.
    pub(super) fn note_row(&mut self, n: usize, time: i64) {
        let zone = n / ZONE;
        if self.zones.len() <= zone {
            self.zones.resize(zone + 1, (i64::MAX, i64::MIN));
        }
        let (least, most) = &mut self.zones[zone];
        // A report told by the day counts from its day's first moment, at most 25 hours earlier.
        *least = (*least).min(time.saturating_sub(90_000_000));
        *most = (*most).max(time);
        if self.dirty.len() <= n / BLOCK {
            self.dirty.resize(n / BLOCK + 1, true);
        }
        self.dirty[n / BLOCK] = true;
    }

    /// Makes the start of a local day known.
    pub(super) fn cover_day(&mut self, day: i32) {
        if self.day_starts.is_empty() {
            self.day0 = day;
        }
        let start = |day: i32| Day(day).start(&self.zone).0;
        if day < self.day0 {
            let more: Vec<i64> = (day..self.day0).map(start).collect();
            self.day_starts.splice(0..0, more);
            self.day0 = day;
        }
        let known = self.day0 + self.day_starts.len() as i32;
        let more: Vec<i64> = (known..=day).map(start).collect();
        self.day_starts.extend(more);
    }

    /// The rows of a report: its current version for the owner, and each version that somebody else still has.
    fn rows_of(&mut self, source: &PictureSource) -> Vec<RowValues> {
        // A disclosure that is not known yet comes with a later change, which puts the report in once more.
        let disclosures = &self.disclosures;
        let gone = |id| disclosures.get(&id).is_none_or(|d: &Arc<Disclosure>| d.withdrawal.is_some());
        let classes = classes_of(source, gone);
        let mut rows = Vec::with_capacity(classes.len());
        for (version, class) in classes {
            let class = self.intern(class);
            let place = match (version.lon, version.lat) {
                (Some(lon), Some(lat)) => Place::new(lon, lat).ok(),
                _ => None,
            };
            let located = place.map(|place| (place.lon(), place.lat(), place.cell_at(Resolution::Eleven)));
            let (cell, areas) = self.locate(located);
            let origin = Origin::ALL.iter().position(|&o| o == version.origin).unwrap_or(0) as u8;
            let urgent = version.urgency == domain::report::Urgency::Immediate;
            rows.push(RowValues {
                id: *source.id.0.as_bytes(),
                version: version.version,
                time: version.from.0,
                day: version.from.day(&self.zone).0,
                cell,
                lon: place.map_or(0, |p| (p.lon() * 1e7).round() as i32),
                lat: place.map_or(0, |p| (p.lat() * 1e7).round() as i32),
                category: self.categories.number(&version.category),
                source: self.sources.number(&version.source),
                flags: origin | if urgent { URGENT } else { 0 } | if source.closed { CLOSED } else { 0 },
                class,
                next: NONE,
                areas,
            });
        }
        rows
    }

    /// Makes a cell of resolution 11 known under the next number.
    pub(super) fn know_cell(&mut self, cell: CellIndex) {
        let geography = Arc::clone(&self.geography);
        self.cells.number(cell, |lon, lat| areas_at(&geography, lon, lat));
    }

    /// The number of the cell and the areas of a place: longitude, latitude, cell of resolution 11.
    pub(super) fn locate(&mut self, place: Option<(f64, f64, CellIndex)>) -> (u32, Vec<u16>) {
        let geography = Arc::clone(&self.geography);
        match place {
            None => (NONE, vec![NO_AREA; self.columns.areas.len()]),
            Some((lon, lat, eleven)) => {
                let cell = self.cells.number(eleven, |lon, lat| areas_at(&geography, lon, lat));
                (cell, areas_at(&geography, lon, lat))
            }
        }
    }

    /// The local day of a moment, from the days that are known if it is one of them.
    pub(super) fn day_of(&self, at: Timestamp) -> i32 {
        match self.day_starts.partition_point(|&start| start <= at.0) {
            0 => at.day(&self.zone).0,
            // The last known day may have ended.
            n if n == self.day_starts.len() => at.day(&self.zone).0,
            n => self.day0 + n as i32 - 1,
        }
    }

    pub(super) fn intern(&mut self, class: Class) -> u32 {
        if let Some(&number) = self.class_numbers.get(&class) {
            return number;
        }
        let (number, class) = (self.classes.len() as u32, Arc::new(class));
        self.classes.push(Arc::clone(&class));
        self.class_numbers.insert(class, number);
        number
    }

    /// Brings the rows into the order of time, after many were put in: a period is then in few zones, and a scan passes
    /// the others over.
    pub(crate) fn order_by_time(&mut self) {
        let mut order: Vec<u32> = (0..self.columns.len() as u32).collect();
        order.sort_unstable_by_key(|&row| (self.columns.time[row as usize], row));
        self.columns.reorder(&order);
        self.zones.clear();
        for row in 0..self.columns.len() {
            self.note_row(row, self.columns.time[row]);
        }
        self.reindex();
    }

    /// Rebuilds what follows from the rows: the table of reports and the list of free rows.
    pub(super) fn reindex(&mut self) {
        let Self { columns, reports, hasher, free, .. } = self;
        let ids = &columns.id;
        reports.clear();
        free.clear();
        reports.reserve(ids.len(), |&row| hasher.hash_one(ids[row as usize]));
        let mut is_next = vec![false; ids.len()];
        for &next in columns.next.iter().filter(|&&next| next != NONE) {
            is_next[next as usize] = true;
        }
        for (row, id) in ids.iter().enumerate() {
            if columns.class[row] == FREE_CLASS {
                free.push(row as u32);
            } else if !is_next[row] {
                reports.insert_unique(hasher.hash_one(id), row as u32, |&row| {
                    hasher.hash_one(ids[row as usize])
                });
            }
        }
    }
}

/// What of a row is worth knowing without asking the database again.
pub(super) fn report_id(bytes: [u8; 16]) -> ReportId {
    ReportId(Uuid::from_bytes(bytes))
}

/// For each division the number of the area in which a point lies.
fn areas_at(geography: &Geography, lon: f64, lat: f64) -> Vec<u16> {
    geography.divisions().map(|d| d.index_at(lon, lat).map_or(NO_AREA, |i| i as u16)).collect()
}

fn partners_of(charter: &Charter) -> HashMap<UnitId, PartnerId> {
    let units = charter.partners.iter().flat_map(|p| p.units.iter().map(|u| (u.id.clone(), p.id.clone())));
    units.collect()
}

fn free_class() -> Class {
    // No charter can name a unit "-", so that nobody's viewer ever contains it.
    #[allow(clippy::expect_used, reason = "a constant that the identifier's own test covers")]
    let unit = "-".parse().expect("a valid name");
    Class { unit, at_most: None, current: 1, rank: 0, passed: Vec::new() }
}
