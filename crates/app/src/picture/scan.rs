//! The scan: who sees which rows, and which of them a filter keeps.
//!
//! It goes from zone to zone. In each it first takes the rows whose class gives the viewer anything at all, and then
//! narrows them down, one dimension of the filter after the other. Taking and narrowing have no branch that depends on
//! a row, because at a million rows a wrongly guessed branch costs more than the work.

use std::sync::Arc;

use domain::{
    access::Viewer,
    disclosure::{Class, Grant, Parts, TextPart, TimePart, grant, reach},
    ids::*,
    place::Precision,
    report::Origin,
    time::Timestamp,
};
use h3o::{CellIndex, Resolution};
use hashbrown::HashMap;

use super::{
    columns::*,
    index::{Index, ZONE},
};
use crate::filter::Filter;

/// How much a class gives a viewer, as one byte. Never 0 for what the viewer sees.
pub(super) mod code {
    pub(in crate::picture) const PLACE: u8 = 0b0000_0111;
    pub(in crate::picture) const CITY: u8 = 1;
    pub(in crate::picture) const QUARTER: u8 = 2;
    pub(in crate::picture) const M200: u8 = 3;
    pub(in crate::picture) const M50: u8 = 4;
    pub(in crate::picture) const EXACT: u8 = 5;
    pub(in crate::picture) const DAY: u8 = 0b0000_1000;
    pub(in crate::picture) const OWN: u8 = 0b0001_0000;
    pub(in crate::picture) const SUMMARY: u8 = 0b0010_0000;
}

/// The dimensions of a filter, one bit each; a value that fails in one has its bit.
pub(super) mod dim {
    pub(in crate::picture) const CATEGORY: u16 = 1;
    pub(in crate::picture) const PREVENTION: u16 = 2;
    pub(in crate::picture) const KIND: u16 = 4;
    pub(in crate::picture) const SOURCE: u16 = 8;
    pub(in crate::picture) const ORIGIN: u16 = 16;
    pub(in crate::picture) const PARTNER: u16 = 32;
    /// What is shown from a summary on.
    pub(in crate::picture) const FROM: u16 = KIND | SOURCE | ORIGIN;
    /// Not a dimension of any filter: the viewer does not see it. Nobody may allow it.
    pub(super) const UNSEEN: u16 = 1 << 15;
}

/// A row that a viewer sees.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) row: usize,
    pub(super) code: u8,
    /// The dimensions in which it fails, all of them allowed.
    pub(super) fails: u16,
}

/// A viewer's filter in the numbers of the index.
struct Compiled {
    from: i64,
    to: i64,
    /// What each class gives the viewer, and in which dimensions it fails.
    codes: Vec<u8>,
    classes: Vec<u16>,
    /// The dimensions in which a row of a class can fail by its own values: by those that the viewer does not see it
    /// cannot.
    told: Vec<u16>,
    categories: Vec<u16>,
    sources: Vec<u16>,
    origins: [u16; 4],
    area: Option<AreaFilter>,
    cell: Option<CellFilter>,
    urgent: bool,
    own: bool,
    open: bool,
}

/// Areas asked for.
struct AreaFilter {
    /// For each cell of resolution 11, and once more for "no place": one bit for each precision at which a place shown by
    /// its cell, or as the city, lies in one of them.
    cells: Vec<u8>,
    /// For each division asked for, by number: at which precisions the row's own area is what is shown, and which of the
    /// areas; one more stands at the end for what lies in none.
    rows: Vec<(usize, u8, Vec<bool>)>,
}

struct CellFilter {
    least: u8,
    eleven: Vec<bool>,
}

/// Rows of a zone, as their numbers within it.
struct Selection {
    rows: Box<[u16; ZONE]>,
    len: usize,
}

impl Selection {
    /// Takes those of the first `rows` rows that are wanted.
    #[inline]
    fn take(&mut self, rows: usize, wanted: impl Fn(usize) -> bool) {
        self.len = 0;
        for row in 0..rows.min(ZONE) {
            self.rows[self.len] = row as u16;
            self.len += usize::from(wanted(row));
        }
    }

    /// Keeps those that are wanted.
    #[inline]
    fn keep(&mut self, wanted: impl Fn(usize) -> bool) {
        let mut kept = 0;
        for at in 0..self.len {
            let row = self.rows[at];
            self.rows[kept] = row;
            kept += usize::from(wanted(usize::from(row)));
        }
        self.len = kept;
    }
}

impl Index {
    /// Calls `hit` for every row that the viewer sees and that fails in no other dimension than `allowed`.
    pub(super) fn scan(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        allowed: u16,
        mut hit: impl FnMut(Seen),
    ) {
        let wanted = self.compile(viewer, now, filter);
        let fits = |fails: u16| fails & !allowed == 0;
        let narrows = |fails: &[u16]| fails.iter().any(|fails| !fits(*fails));
        let (by_category, by_source) = (narrows(&wanted.categories), narrows(&wanted.sources));
        let by_origin = narrows(&wanted.origins);
        let mut some = Selection { rows: Box::new([0; ZONE]), len: 0 };
        for (zone, &(least, most)) in self.zones.iter().enumerate() {
            if most < wanted.from || least >= wanted.to {
                continue;
            }
            let (start, end) = (zone * ZONE, ((zone + 1) * ZONE).min(self.columns.len()));
            let class = &self.columns.class[start..end];
            some.take(class.len(), |row| fits(wanted.classes[class[row] as usize]));
            if least < wanted.from || most >= wanted.to {
                some.keep(|row| {
                    let at = self.shown_at(start + row, wanted.codes[class[row] as usize]);
                    at >= wanted.from && at < wanted.to
                });
            }
            if by_category {
                let category = &self.columns.category[start..end];
                some.keep(|row| fits(wanted.categories[usize::from(category[row])]));
            }
            if by_source {
                let source = &self.columns.source[start..end];
                some.keep(|row| fits(wanted.sources[usize::from(source[row])]));
            }
            if by_origin {
                let flags = &self.columns.flags[start..end];
                some.keep(|row| fits(wanted.origins[usize::from(flags[row] & ORIGIN_BITS)]));
            }
            self.keep_others(&wanted, &mut some, start, class);
            for &row in &some.rows[..some.len] {
                let (row, class) = (start + usize::from(row), class[usize::from(row)] as usize);
                let fails = if allowed == 0 { 0 } else { self.fails(&wanted, row, class) };
                hit(Seen { row, code: wanted.codes[class], fails });
            }
        }
    }

    /// Narrows by what few filters ask for.
    fn keep_others(&self, wanted: &Compiled, some: &mut Selection, start: usize, class: &[u32]) {
        let code = |row: usize| wanted.codes[class[row] as usize];
        let flags = &self.columns.flags[start..start + class.len()];
        if wanted.urgent {
            some.keep(|row| flags[row] & URGENT != 0);
        }
        if wanted.open {
            some.keep(|row| flags[row] & CLOSED == 0);
        }
        if wanted.own {
            some.keep(|row| code(row) & code::OWN != 0);
        }
        if let Some(areas) = &wanted.area {
            some.keep(|row| self.in_areas(areas, start + row, code(row)));
        }
        if let Some(cell) = &wanted.cell {
            some.keep(|row| {
                let number = self.columns.cell[start + row];
                number != NONE && code(row) & code::PLACE >= cell.least && cell.eleven[number as usize]
            });
        }
    }

    fn fails(&self, wanted: &Compiled, row: usize, class: usize) -> u16 {
        let values = wanted.categories[usize::from(self.columns.category[row])]
            | wanted.sources[usize::from(self.columns.source[row])]
            | wanted.origins[usize::from(self.columns.flags[row] & ORIGIN_BITS)];
        wanted.classes[class] | values & wanted.told[class]
    }

    /// The moment of a row as it is shown: for who gets the day only, the day's first.
    #[inline]
    pub(super) fn shown_at(&self, row: usize, code: u8) -> i64 {
        if code & code::DAY == 0 {
            self.columns.time[row]
        } else {
            self.day_starts[(self.columns.day[row] - self.day0) as usize]
        }
    }

    #[inline]
    fn in_areas(&self, areas: &AreaFilter, row: usize, code: u8) -> bool {
        let place = code & code::PLACE;
        let none = areas.cells.len() - 1;
        let by_cell = areas.cells[(self.columns.cell[row] as usize).min(none)] >> place & 1 == 1;
        areas.rows.iter().fold(by_cell, |within, (division, precisions, wanted)| {
            let area = usize::from(self.columns.areas[*division][row]).min(wanted.len() - 1);
            within | (precisions >> place & 1 == 1) & wanted[area]
        })
    }

    /// What each class gives the viewer at this moment; 0 for nothing.
    pub(super) fn eyes(&self, viewer: &Viewer, now: Timestamp) -> Vec<u8> {
        let reached: HashMap<DisclosureId, Parts> = self
            .disclosures
            .values()
            .filter_map(|disclosure| {
                let audience = self.charter.audience(&disclosure.audience)?;
                Some((disclosure.id, reach(viewer, disclosure, audience, now)?))
            })
            .collect();
        let code = |class: &Arc<Class>| {
            grant(viewer, class, |id| reached.get(&id).copied()).map_or(0, |g| code_of(&g))
        };
        self.classes.iter().map(code).collect()
    }

    fn compile(&self, viewer: &Viewer, now: Timestamp, filter: &Filter) -> Compiled {
        let fails = |wanted: bool, dimension: u16| if wanted { 0 } else { dimension };
        let category = |id: &CategoryId| {
            let fields = self.preventions_of(id);
            fails(filter.categories.is_empty() || filter.categories.contains(id), dim::CATEGORY)
                | fails(
                    filter.preventions.is_empty() || fields.iter().any(|f| filter.preventions.contains(f)),
                    dim::PREVENTION,
                )
        };
        let source = |id: &SourceId| {
            let kind = self.kind_of(id);
            fails(filter.sources.is_empty() || filter.sources.contains(id), dim::SOURCE)
                | fails(filter.kinds.is_empty() || kind.is_some_and(|k| filter.kinds.contains(&k)), dim::KIND)
        };
        let codes = self.eyes(viewer, now);
        // Whose source is not shown has none that anybody could ask for.
        let from_nowhere = fails(filter.sources.is_empty(), dim::SOURCE)
            | fails(filter.kinds.is_empty(), dim::KIND)
            | fails(filter.origins.is_empty(), dim::ORIGIN);
        let class = |(class, code): (&Arc<Class>, &u8)| {
            let wanted = filter.partners.is_empty()
                || self.partner_of(&class.unit).is_some_and(|p| filter.partners.contains(p));
            let origin = if code & code::SUMMARY == 0 { from_nowhere } else { 0 };
            fails(wanted, dim::PARTNER) | fails(*code != 0, dim::UNSEEN) | origin
        };
        let told = |code: &u8| if code & code::SUMMARY == 0 { !dim::FROM } else { u16::MAX };
        let mut origins = [0; 4];
        for (i, value) in Origin::ALL.iter().enumerate() {
            origins[i] = fails(filter.origins.is_empty() || filter.origins.contains(value), dim::ORIGIN);
        }
        Compiled {
            from: filter.from.map_or(i64::MIN, |at| at.0),
            to: filter.to.map_or(i64::MAX, |at| at.0),
            classes: self.classes.iter().zip(&codes).map(class).collect(),
            told: codes.iter().map(told).collect(),
            codes,
            categories: self.categories.names.iter().map(category).collect(),
            sources: self.sources.names.iter().map(source).collect(),
            origins,
            area: (!filter.areas.is_empty()).then(|| self.area_filter(filter)),
            cell: filter.cell.map(|cell| self.cell_filter(cell)),
            urgent: filter.urgent,
            own: filter.own,
            open: filter.open,
        }
    }

    fn area_filter(&self, filter: &Filter) -> AreaFilter {
        let mut cells = vec![0_u8; self.cells.eleven.len() + 1];
        let mut rows = Vec::new();
        for (number, division) in self.geography.divisions().enumerate() {
            if !filter.areas.iter().any(|(id, _)| *id == division.id) {
                continue;
            }
            let is_wanted = |area: &AreaId| filter.areas.contains(&(division.id.clone(), area.clone()));
            let wanted: Vec<bool> =
                division.areas().iter().map(|area| is_wanted(&area.id)).chain([false]).collect();
            let none = wanted.len() - 1;
            let bit = |area: u16, place: u8| u8::from(wanted[usize::from(area).min(none)]) << place;
            let is_quarter = self.quarter == Some(number);
            let of_city = if self.city == Some(number) { 0 } else { NO_AREA };
            let coarse = bit(of_city, code::CITY) | if is_quarter { 0 } else { bit(of_city, code::QUARTER) };
            for (eleven, cell) in cells.iter_mut().take(self.cells.eleven.len()).enumerate() {
                let nine = self.cells.parent[eleven] as usize;
                *cell |= coarse
                    | bit(self.cells.nine_areas[number][nine], code::M200)
                    | bit(self.cells.eleven_areas[number][eleven], code::M50);
            }
            let precisions = 1 << code::EXACT | u8::from(is_quarter) << code::QUARTER;
            rows.push((number, precisions, wanted));
        }
        AreaFilter { cells, rows }
    }

    fn cell_filter(&self, cell: CellIndex) -> CellFilter {
        let resolution = cell.resolution();
        let least = match resolution {
            r if r <= Resolution::Nine => code::M200,
            r if r <= Resolution::Eleven => code::M50,
            _ => code::EXACT + 1,
        };
        let eleven = self.cells.eleven.iter().map(|c| c.parent(resolution) == Some(cell)).collect();
        CellFilter { least, eleven }
    }
}

pub(super) fn code_of(grant: &Grant) -> u8 {
    let place = match grant.parts.place {
        Precision::City => code::CITY,
        Precision::Quarter => code::QUARTER,
        Precision::M200 => code::M200,
        Precision::M50 => code::M50,
        Precision::Exact => code::EXACT,
    };
    let day = if grant.parts.time == TimePart::Day { code::DAY } else { 0 };
    let own = if grant.own { code::OWN } else { 0 };
    let summary = if grant.parts.text >= TextPart::Summary { code::SUMMARY } else { 0 };
    place | day | own | summary
}
