//! The columns: one value per row and column, no pointers, small enough to stay in the caches.

use std::{collections::HashMap, sync::OnceLock};

use h3o::{CellIndex, Resolution};

/// "No place", "no area", "no row".
pub(super) const NONE: u32 = u32::MAX;
/// "In no area of this division".
pub(super) const NO_AREA: u16 = u16::MAX;

pub(super) const ORIGIN_BITS: u8 = 0b0011;
pub(super) const URGENT: u8 = 0b0100;
pub(super) const CLOSED: u8 = 0b1000;

/// The rows, column by column. All columns have the same length.
#[derive(Debug, Default, Clone)]
pub(super) struct Columns {
    /// Report, as the 16 bytes of its identifier.
    pub(super) id: Vec<[u8; 16]>,
    /// Version of the report.
    pub(super) version: Vec<u32>,
    /// First moment, milliseconds since 1970.
    pub(super) time: Vec<i64>,
    /// Its local day.
    pub(super) day: Vec<i32>,
    /// Number of the cell of resolution 11, or [`NONE`].
    pub(super) cell: Vec<u32>,
    /// Longitude and latitude in units of 1e-7 degrees.
    pub(super) lon: Vec<i32>,
    pub(super) lat: Vec<i32>,
    pub(super) category: Vec<u16>,
    pub(super) source: Vec<u16>,
    /// Origin, urgent, closed.
    pub(super) flags: Vec<u8>,
    /// Visibility class.
    pub(super) class: Vec<u32>,
    /// Next row of the same report, or [`NONE`].
    pub(super) next: Vec<u32>,
    /// For each division: the area of the exact point, or [`NO_AREA`].
    pub(super) areas: Vec<Vec<u16>>,
}

/// One row, as it is put in.
#[derive(Debug, Clone)]
pub(super) struct RowValues {
    pub(super) id: [u8; 16],
    pub(super) version: u32,
    pub(super) time: i64,
    pub(super) day: i32,
    pub(super) cell: u32,
    pub(super) lon: i32,
    pub(super) lat: i32,
    pub(super) category: u16,
    pub(super) source: u16,
    pub(super) flags: u8,
    pub(super) class: u32,
    pub(super) next: u32,
    pub(super) areas: Vec<u16>,
}

impl Columns {
    pub(super) fn new(divisions: usize) -> Self {
        Self { areas: vec![Vec::new(); divisions], ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.id.len()
    }

    pub(super) fn push(&mut self, row: RowValues) -> u32 {
        let number = self.len() as u32;
        self.id.push(row.id);
        self.version.push(row.version);
        self.time.push(row.time);
        self.day.push(row.day);
        self.cell.push(row.cell);
        self.lon.push(row.lon);
        self.lat.push(row.lat);
        self.category.push(row.category);
        self.source.push(row.source);
        self.flags.push(row.flags);
        self.class.push(row.class);
        self.next.push(row.next);
        for (column, area) in self.areas.iter_mut().zip(row.areas) {
            column.push(area);
        }
        number
    }

    /// Brings the rows into an order: the first is the one whose number stands first.
    pub(super) fn reorder(&mut self, order: &[u32]) {
        let mut places = vec![NONE; order.len()];
        for (place, &row) in (0..).zip(order) {
            places[row as usize] = place;
        }
        for next in self.next.iter_mut().filter(|next| **next != NONE) {
            *next = places[*next as usize];
        }
        reorder(&mut self.id, order);
        reorder(&mut self.version, order);
        reorder(&mut self.time, order);
        reorder(&mut self.day, order);
        reorder(&mut self.cell, order);
        reorder(&mut self.lon, order);
        reorder(&mut self.lat, order);
        reorder(&mut self.category, order);
        reorder(&mut self.source, order);
        reorder(&mut self.flags, order);
        reorder(&mut self.class, order);
        reorder(&mut self.next, order);
        self.areas.iter_mut().for_each(|areas| reorder(areas, order));
    }

    pub(super) fn set(&mut self, number: u32, row: RowValues) {
        let n = number as usize;
        self.id[n] = row.id;
        self.version[n] = row.version;
        self.time[n] = row.time;
        self.day[n] = row.day;
        self.cell[n] = row.cell;
        self.lon[n] = row.lon;
        self.lat[n] = row.lat;
        self.category[n] = row.category;
        self.source[n] = row.source;
        self.flags[n] = row.flags;
        self.class[n] = row.class;
        self.next[n] = row.next;
        for (column, area) in self.areas.iter_mut().zip(row.areas) {
            column[n] = area;
        }
    }
}

fn reorder<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
    *column = order.iter().map(|&row| column[row as usize]).collect();
}

/// Names and their numbers.
#[derive(Debug, Clone)]
pub(super) struct Names<T> {
    pub(super) names: Vec<T>,
    numbers: HashMap<T, u16>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { names: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Names<T> {
    pub(super) fn from_names(names: Vec<T>) -> Self {
        let numbers = names.iter().cloned().zip(0..).collect();
        Self { names, numbers }
    }

    /// The number of a name, given anew if it has none. A charter has far fewer than 65,536 of them.
    pub(super) fn number(&mut self, name: &T) -> u16 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len().min(usize::from(u16::MAX)) as u16;
        self.names.push(name.clone());
        self.numbers.insert(name.clone(), number);
        number
    }
}

/// The cells of resolution 11 that occur, each with its parent of resolution 9 and, for each division, the areas in
/// which the two centres lie.
#[derive(Debug, Default, Clone)]
pub(super) struct CellTable {
    pub(super) eleven: Vec<CellIndex>,
    pub(super) nine: Vec<CellIndex>,
    /// For each cell of resolution 11 the number of its parent.
    pub(super) parent: Vec<u32>,
    /// For each division, for each cell of resolution 11: area of the centre.
    pub(super) eleven_areas: Vec<Vec<u16>>,
    /// For each division, for each cell of resolution 9: area of the centre.
    pub(super) nine_areas: Vec<Vec<u16>>,
    eleven_numbers: HashMap<CellIndex, u32>,
    nine_numbers: HashMap<CellIndex, u32>,
    eleven_sorted: OnceLock<Vec<u32>>,
    nine_sorted: OnceLock<Vec<u32>>,
}

impl CellTable {
    pub(super) fn new(divisions: usize) -> Self {
        Self {
            eleven_areas: vec![Vec::new(); divisions],
            nine_areas: vec![Vec::new(); divisions],
            ..Self::default()
        }
    }

    /// The number of a cell of resolution 11; `areas_at` tells for a point the area in each division.
    pub(super) fn number(&mut self, eleven: CellIndex, areas_at: impl Fn(f64, f64) -> Vec<u16>) -> u32 {
        if let Some(&number) = self.eleven_numbers.get(&eleven) {
            return number;
        }
        self.eleven_sorted = OnceLock::new();
        self.nine_sorted = OnceLock::new();
        let nine = eleven.parent(Resolution::Nine).unwrap_or(eleven);
        let parent = match self.nine_numbers.get(&nine) {
            Some(&parent) => parent,
            None => {
                let parent = self.nine.len() as u32;
                self.nine.push(nine);
                self.nine_numbers.insert(nine, parent);
                push_areas(&mut self.nine_areas, nine, &areas_at);
                parent
            }
        };
        let number = self.eleven.len() as u32;
        self.eleven.push(eleven);
        self.parent.push(parent);
        self.eleven_numbers.insert(eleven, number);
        push_areas(&mut self.eleven_areas, eleven, &areas_at);
        number
    }

    /// The numbers of the cells of resolution 11, by cell. Then their parents are in order too.
    pub(super) fn eleven_sorted(&self) -> &[u32] {
        self.eleven_sorted.get_or_init(|| sorted(&self.eleven))
    }

    /// The numbers of the cells of resolution 9, by cell. Then their parents are in order too.
    pub(super) fn nine_sorted(&self) -> &[u32] {
        self.nine_sorted.get_or_init(|| sorted(&self.nine))
    }
}

fn sorted(cells: &[CellIndex]) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..cells.len() as u32).collect();
    numbers.sort_unstable_by_key(|&number| cells[number as usize]);
    numbers
}

fn push_areas(columns: &mut [Vec<u16>], cell: CellIndex, areas_at: &impl Fn(f64, f64) -> Vec<u16>) {
    let (lon, lat) = domain::place::centre(cell);
    for (column, area) in columns.iter_mut().zip(areas_at(lon, lat)) {
        column.push(area);
    }
}
