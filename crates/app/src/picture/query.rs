//! Questions to the picture. Each is one scan with the viewer's rights inside.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, HashMap},
    sync::Arc,
};

use domain::{
    access::Viewer,
    charter::{Prevention, SourceKind},
    disclosure::{Class, Disclosure, Grant, Parts, TimePart, grant, reach},
    ids::*,
    place::{Precision, centre},
    report::Origin,
    time::{Day, Timestamp},
};
use h3o::{CellIndex, Resolution};

use super::{
    columns::*,
    index::{Index, ZONE, report_id},
};
use crate::filter::Filter;

/// Reports in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellCount {
    /// The cell.
    pub cell: CellIndex,
    /// Reports shown in it.
    pub count: u64,
}

/// Reports by cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    /// All that match, placed or not.
    pub total: u64,
    /// Those without a place, or with one too coarse for the resolution.
    pub unplaced: u64,
    /// Cells with at least one, by cell.
    pub cells: Vec<CellCount>,
}

/// Reports in one area, now and in the same period of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaCount {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Reports shown in it.
    pub count: u64,
    /// Reports shown in it in the same period a year earlier, if a period was asked for.
    pub previous: Option<u64>,
}

/// Reports by area.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AreaCounts {
    /// All that match.
    pub total: u64,
    /// All that match in the same period a year earlier.
    pub previous: Option<u64>,
    /// Those in no area of the division as far as they are shown.
    pub unplaced: u64,
    /// Every area of the division, in its order.
    pub areas: Vec<AreaCount>,
}

/// Reports in a category, now and in the same period of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The category.
    pub category: CategoryId,
    /// Reports.
    pub count: u64,
    /// Reports in the same period a year earlier, if a period was asked for.
    pub previous: Option<u64>,
}

/// A bar of the histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// First moment.
    pub from: Timestamp,
    /// First moment after.
    pub to: Timestamp,
    /// Reports.
    pub count: u64,
}

/// Reports over time, whatever period is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// Days in a bar.
    pub days: i32,
    /// The bars, without gaps.
    pub bars: Vec<Bar>,
}

/// A report as a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The report.
    pub id: ReportId,
    /// Longitude of the point, or of the centre of the disclosed cell.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
    /// Kind of source.
    pub kind: SourceKind,
    /// Category.
    pub category: CategoryId,
    /// How precisely the viewer may know it.
    pub precision: Precision,
    /// Whether it is the viewer's own unit's.
    pub own: bool,
}

/// Points in a box.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Points {
    /// The points.
    pub points: Vec<Point>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// For each value of each filter: how many reports there would be if it alone were chosen of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// All that match.
    pub total: u64,
    /// All that match in the same period a year earlier, if a period was asked for.
    pub previous: Option<u64>,
    /// By category.
    pub categories: BTreeMap<CategoryId, u64>,
    /// By kind of source.
    pub kinds: BTreeMap<SourceKind, u64>,
    /// By source.
    pub sources: BTreeMap<SourceId, u64>,
    /// By origin.
    pub origins: BTreeMap<Origin, u64>,
    /// By field of prevention; a report may count in several.
    pub preventions: BTreeMap<Prevention, u64>,
    /// By owning partner.
    pub partners: BTreeMap<PartnerId, u64>,
}

/// Where a page of a list ends: the shown moment and the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cursor {
    pub(crate) at: i64,
    pub(crate) id: [u8; 16],
}

/// A report of a list: what to load, and where it stands in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) id: ReportId,
    pub(crate) version: u32,
    pub(crate) cursor: Cursor,
}

/// How much a class gives this viewer, as one byte: the scan reads it for every row.
mod code {
    pub(super) const PLACE: u8 = 0b0000_0111;
    pub(super) const CITY: u8 = 1;
    pub(super) const QUARTER: u8 = 2;
    pub(super) const M200: u8 = 3;
    pub(super) const M50: u8 = 4;
    pub(super) const EXACT: u8 = 5;
    pub(super) const DAY: u8 = 0b0000_1000;
    pub(super) const OWN: u8 = 0b0001_0000;
    pub(super) const SUMMARY: u8 = 0b0010_0000;
}

/// The dimensions of a filter, one bit each.
mod dim {
    pub(super) const CATEGORY: u16 = 1;
    pub(super) const PREVENTION: u16 = 2;
    pub(super) const KIND: u16 = 4;
    pub(super) const SOURCE: u16 = 8;
    pub(super) const ORIGIN: u16 = 16;
    pub(super) const PARTNER: u16 = 32;
    pub(super) const OTHER: u16 = 64;
}

/// A viewer's eyes at one moment: what every class gives it.
struct Eyes {
    codes: Vec<u8>,
}

/// A filter in the numbers of the index: for each value the dimensions in which it fails.
struct Compiled {
    from: i64,
    to: i64,
    category: Vec<u16>,
    source: Vec<u16>,
    origin: [u16; 4],
    class: Vec<u16>,
    area: Option<AreaFilter>,
    cell: Option<CellFilter>,
    urgent: bool,
    own: bool,
    open: bool,
}

/// For each division (by number) the areas asked for.
struct AreaFilter(Vec<Option<Vec<bool>>>);

struct CellFilter {
    least: u8,
    eleven: Vec<bool>,
}

/// A row that a viewer sees.
#[derive(Clone, Copy)]
struct Seen {
    row: usize,
    code: u8,
    at: i64,
    fails: u16,
}

impl Index {
    /// What `viewer` gets of a class at `now`, with `earlier` states of disclosures if given (for the live feed).
    pub(crate) fn grant_of(
        &self,
        viewer: &Viewer,
        class: &Class,
        now: Timestamp,
        earlier: &HashMap<DisclosureId, Arc<Disclosure>>,
    ) -> Option<Grant> {
        grant(viewer, class, |id| {
            let disclosure = earlier.get(&id).or_else(|| self.disclosures.get(&id))?;
            let audience = self.charter.audiences.iter().find(|a| a.id == disclosure.audience)?;
            reach(viewer, disclosure, audience, now)
        })
    }

    /// Reports by cell of `resolution` (at most 11).
    pub(crate) fn cells(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        resolution: Resolution,
    ) -> Cells {
        let by_nine = resolution <= Resolution::Nine;
        let least = if by_nine { code::M200 } else { code::M50 };
        let mut counts = vec![0_u64; if by_nine { self.cells.nine.len() } else { self.cells.eleven.len() }];
        let (mut total, mut unplaced) = (0, 0);
        self.scan(viewer, now, filter, 0, |seen| {
            total += 1;
            let cell = self.columns.cell[seen.row];
            if seen.code & code::PLACE < least || cell == NONE {
                unplaced += 1;
            } else if by_nine {
                counts[self.cells.parent[cell as usize] as usize] += 1;
            } else {
                counts[cell as usize] += 1;
            }
        });
        let base = if by_nine { &self.cells.nine } else { &self.cells.eleven };
        let mut sums: BTreeMap<CellIndex, u64> = BTreeMap::new();
        for (cell, count) in base.iter().zip(counts).filter(|(_, count)| *count > 0) {
            *sums.entry(cell.parent(resolution).unwrap_or(*cell)).or_default() += count;
        }
        Cells {
            total,
            unplaced,
            cells: sums.into_iter().map(|(cell, count)| CellCount { cell, count }).collect(),
        }
    }

    /// Reports by area of a division, with the same period a year earlier. `None` if there is no such division.
    pub(crate) fn areas(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        division: &DivisionId,
    ) -> Option<AreaCounts> {
        let number = self.division_number(division)?;
        let areas = self.geography.division(division)?.areas();
        let (counts, total, unplaced) = self.count_areas(viewer, now, filter, number, areas.len());
        let previous = self
            .year_before(filter)
            .map(|earlier| self.count_areas(viewer, now, &earlier, number, areas.len()));
        Some(AreaCounts {
            total,
            previous: previous.as_ref().map(|p| p.1),
            unplaced,
            areas: areas
                .iter()
                .enumerate()
                .map(|(i, area)| AreaCount {
                    area: area.id.clone(),
                    name: area.name.clone(),
                    count: counts[i],
                    previous: previous.as_ref().map(|p| p.0[i]),
                })
                .collect(),
        })
    }

    fn count_areas(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        division: usize,
        areas: usize,
    ) -> (Vec<u64>, u64, u64) {
        let mut counts = vec![0; areas];
        let (mut total, mut unplaced) = (0, 0);
        self.scan(viewer, now, filter, 0, |seen| {
            total += 1;
            match counts.get_mut(usize::from(self.area_shown(seen.row, seen.code, division))) {
                Some(count) => *count += 1,
                None => unplaced += 1,
            }
        });
        (counts, total, unplaced)
    }

    /// Reports by category, with the same period a year earlier; largest first.
    pub(crate) fn trends(&self, viewer: &Viewer, now: Timestamp, filter: &Filter) -> Vec<Trend> {
        let count = |filter: &Filter| {
            let mut counts = vec![0_u64; self.categories.names.len()];
            self.scan(viewer, now, filter, 0, |seen| {
                counts[usize::from(self.columns.category[seen.row])] += 1
            });
            counts
        };
        let counts = count(filter);
        let previous = self.year_before(filter).map(|earlier| count(&earlier));
        let mut trends: Vec<Trend> = self
            .categories
            .names
            .iter()
            .enumerate()
            .map(|(i, category)| Trend {
                category: category.clone(),
                count: counts[i],
                previous: previous.as_ref().map(|p| p[i]),
            })
            .filter(|trend| trend.count > 0 || trend.previous.is_some_and(|p| p > 0))
            .collect();
        trends.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.category.cmp(&b.category)));
        trends
    }

    /// Counts beside every value of every filter.
    pub(crate) fn facets(&self, viewer: &Viewer, now: Timestamp, filter: &Filter) -> Facets {
        let all = dim::CATEGORY | dim::PREVENTION | dim::KIND | dim::SOURCE | dim::ORIGIN | dim::PARTNER;
        let mut categories = vec![0_u64; self.categories.names.len()];
        let mut by_category_of_prevention = vec![0_u64; self.categories.names.len()];
        let mut sources = vec![0_u64; self.sources.names.len()];
        let mut by_source_of_kind = vec![0_u64; self.sources.names.len()];
        let mut origins = [0_u64; 4];
        let mut classes = vec![0_u64; self.classes.len()];
        let mut total = 0;
        self.scan(viewer, now, filter, all, |seen| {
            // A report counts beside a value if it matches in every dimension but that value's own.
            let but = |dimension: u16| u64::from(seen.fails & !dimension == 0);
            let category = usize::from(self.columns.category[seen.row]);
            let source = usize::from(self.columns.source[seen.row]);
            total += but(0);
            categories[category] += but(dim::CATEGORY);
            by_category_of_prevention[category] += but(dim::PREVENTION);
            sources[source] += but(dim::SOURCE);
            by_source_of_kind[source] += but(dim::KIND);
            origins[usize::from(self.columns.flags[seen.row] & ORIGIN_BITS)] += but(dim::ORIGIN);
            classes[self.columns.class[seen.row] as usize] += but(dim::PARTNER);
        });
        let previous = self.year_before(filter).map(|earlier| {
            let mut count = 0;
            self.scan(viewer, now, &earlier, 0, |_| count += 1);
            count
        });
        // Every kind and field stands there, with none if it has none: which of them occur at all is not for everybody.
        let mut facets = Facets {
            total,
            previous,
            kinds: SourceKind::ALL.into_iter().map(|kind| (kind, 0)).collect(),
            preventions: Prevention::ALL.into_iter().map(|field| (field, 0)).collect(),
            ..Facets::default()
        };
        for (category, count) in
            self.categories.names.iter().zip(&categories).filter(|(_, count)| **count > 0)
        {
            facets.categories.insert(category.clone(), *count);
        }
        for (category, count) in self.categories.names.iter().zip(&by_category_of_prevention) {
            for field in self.preventions_of(category) {
                *facets.preventions.entry(field).or_default() += count;
            }
        }
        for (i, source) in self.sources.names.iter().enumerate() {
            if sources[i] > 0 {
                facets.sources.insert(source.clone(), sources[i]);
            }
            if let Some(kind) = self.kind_of(source) {
                *facets.kinds.entry(kind).or_default() += by_source_of_kind[i];
            }
        }
        for (i, &origin) in Origin::ALL.iter().enumerate() {
            facets.origins.insert(origin, origins[i]);
        }
        for (class, count) in self.classes.iter().zip(classes).filter(|(_, count)| *count > 0) {
            if let Some(partner) = self.partner_of(&class.unit) {
                *facets.partners.entry(partner.clone()).or_default() += count;
            }
        }
        facets
    }

    /// Reports over time from `first` to `last` day, in bars of `days` days; the filter's period does not count.
    pub(crate) fn histogram(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        (first, last): (Day, Day),
        days: i32,
    ) -> Histogram {
        let days = days.max(1);
        let bars = (last.0 - first.0) / days + 1;
        let mut counts = vec![0_u64; usize::try_from(bars).unwrap_or(0)];
        let whole = Filter {
            from: Some(first.start(&self.zone)),
            to: Some(Day(first.0 + bars * days).start(&self.zone)),
            ..filter.clone()
        };
        self.scan(viewer, now, &whole, 0, |seen| {
            let bar = (self.columns.day[seen.row] - first.0) / days;
            if let Some(count) = usize::try_from(bar).ok().and_then(|bar| counts.get_mut(bar)) {
                *count += 1;
            }
        });
        let start = |bar: i32| Day(first.0 + bar * days).start(&self.zone);
        let bars = (0..)
            .zip(counts)
            .map(|(bar, count)| Bar { from: start(bar), to: start(bar + 1), count })
            .collect();
        Histogram { days, bars }
    }

    /// Reports shown as a point or a cell in a box (west, south, east, north), the newest first.
    pub(crate) fn points(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        [west, south, east, north]: [f64; 4],
        most: usize,
    ) -> Points {
        // Among equals the identifier decides: numbers of rows depend on what the viewer does not see.
        let mut newest: BinaryHeap<Reverse<(Cursor, usize, u8)>> = BinaryHeap::new();
        let mut more = false;
        self.scan(viewer, now, filter, 0, |seen| {
            let Some((lon, lat)) = self.point_shown(seen.row, seen.code) else { return };
            if lon < west || lon > east || lat < south || lat > north {
                return;
            }
            let cursor = Cursor { at: seen.at, id: self.columns.id[seen.row] };
            newest.push(Reverse((cursor, seen.row, seen.code)));
            if newest.len() > most {
                newest.pop();
                more = true;
            }
        });
        let mut rows: Vec<_> = newest.into_iter().map(|Reverse(row)| row).collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        let points = rows.into_iter().filter_map(|(_, row, code)| self.point(row, code)).collect();
        Points { points, more }
    }

    fn point(&self, row: usize, code: u8) -> Option<Point> {
        let (lon, lat) = self.point_shown(row, code)?;
        let source = &self.sources.names[usize::from(self.columns.source[row])];
        Some(Point {
            id: report_id(self.columns.id[row]),
            lon,
            lat,
            kind: self.kind_of(source)?,
            category: self.categories.names[usize::from(self.columns.category[row])].clone(),
            precision: precision(code)?,
            own: code & code::OWN != 0,
        })
    }

    /// A page of reports, newest first, from after `after` on.
    pub(crate) fn page(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        after: Option<Cursor>,
        most: usize,
    ) -> Vec<Hit> {
        let mut newest: BinaryHeap<Reverse<(Cursor, usize)>> = BinaryHeap::new();
        self.scan(viewer, now, filter, 0, |seen| {
            let cursor = Cursor { at: seen.at, id: self.columns.id[seen.row] };
            if after.is_some_and(|after| cursor >= after) {
                return;
            }
            if newest.len() < most {
                newest.push(Reverse((cursor, seen.row)));
            } else if newest.peek().is_some_and(|Reverse((least, _))| cursor > *least) {
                newest.pop();
                newest.push(Reverse((cursor, seen.row)));
            }
        });
        let mut rows: Vec<_> = newest.into_iter().map(|Reverse(row)| row).collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        let hit = |(cursor, row): (Cursor, usize)| Hit {
            id: report_id(cursor.id),
            version: self.columns.version[row],
            cursor,
        };
        rows.into_iter().map(hit).collect()
    }

    /// The reports of the viewer's own units that match, newest first: what a disclosure by filter would take. At most
    /// `most`.
    pub(crate) fn own_hits(&self, viewer: &Viewer, now: Timestamp, filter: &Filter, most: usize) -> Vec<Hit> {
        let own = Filter { own: true, ..filter.clone() };
        self.page(viewer, now, &own, None, most)
    }

    // -----------------------------------------------------------------------------------------------------------
    // The scan

    /// Calls `hit` for every row that the viewer sees and that fails in no other dimension than `allowed`.
    fn scan(
        &self,
        viewer: &Viewer,
        now: Timestamp,
        filter: &Filter,
        allowed: u16,
        mut hit: impl FnMut(Seen),
    ) {
        let eyes = self.eyes(viewer, now);
        let wanted = self.compile(filter);
        let rows = self.columns.len();
        let plain =
            wanted.area.is_none() && wanted.cell.is_none() && !wanted.urgent && !wanted.own && !wanted.open;
        for (zone, &(least, most)) in self.zones.iter().enumerate() {
            if most < wanted.from || least >= wanted.to {
                continue;
            }
            let (start, end) = (zone * ZONE, ((zone + 1) * ZONE).min(rows));
            let columns = &self.columns;
            let (class, time) = (&columns.class[start..end], &columns.time[start..end]);
            let (category, source) = (&columns.category[start..end], &columns.source[start..end]);
            let (flags, day) = (&columns.flags[start..end], &columns.day[start..end]);
            for i in 0..class.len() {
                let code = eyes.codes[class[i] as usize];
                if code == 0 {
                    continue;
                }
                let at = if code & code::DAY == 0 {
                    time[i]
                } else {
                    self.day_starts[(day[i] - self.day0) as usize]
                };
                if at < wanted.from || at >= wanted.to {
                    continue;
                }
                let mut fails = wanted.category[usize::from(category[i])]
                    | wanted.source[usize::from(source[i])]
                    | wanted.origin[usize::from(flags[i] & ORIGIN_BITS)]
                    | wanted.class[class[i] as usize];
                if !plain && fails & !allowed == 0 {
                    fails |= self.other_fails(&wanted, start + i, code);
                }
                if fails & !allowed == 0 {
                    hit(Seen { row: start + i, code, at, fails });
                }
            }
        }
    }

    fn other_fails(&self, wanted: &Compiled, row: usize, code: u8) -> u16 {
        let flags = self.columns.flags[row];
        let fits = (!wanted.urgent || flags & URGENT != 0)
            && (!wanted.open || flags & CLOSED == 0)
            && (!wanted.own || code & code::OWN != 0)
            && wanted.area.as_ref().is_none_or(|areas| self.in_areas(areas, row, code))
            && wanted.cell.as_ref().is_none_or(|cell| {
                let number = self.columns.cell[row];
                number != NONE && code & code::PLACE >= cell.least && cell.eleven[number as usize]
            });
        if fits { 0 } else { dim::OTHER }
    }

    fn in_areas(&self, areas: &AreaFilter, row: usize, code: u8) -> bool {
        areas.0.iter().enumerate().any(|(division, wanted)| {
            wanted.as_ref().is_some_and(|wanted| {
                let area = usize::from(self.area_shown(row, code, division));
                wanted.get(area).copied().unwrap_or(false)
            })
        })
    }

    /// The area of a division in which the row's *shown* place lies: of the point, of the centre of the disclosed
    /// cell, or of the disclosed quarter itself.
    fn area_shown(&self, row: usize, code: u8, division: usize) -> u16 {
        let cell = self.columns.cell[row];
        if cell == NONE {
            return NO_AREA;
        }
        let eleven = cell as usize;
        match code & code::PLACE {
            code::EXACT => self.columns.areas[division][row],
            code::M50 => self.cells.eleven_areas[division][eleven],
            code::M200 => self.cells.nine_areas[division][self.cells.parent[eleven] as usize],
            code::QUARTER if self.quarter == Some(division) => self.columns.areas[division][row],
            code::CITY | code::QUARTER if self.city == Some(division) => 0,
            _ => NO_AREA,
        }
    }

    fn point_shown(&self, row: usize, code: u8) -> Option<(f64, f64)> {
        let cell = self.columns.cell[row];
        if cell == NONE {
            return None;
        }
        match code & code::PLACE {
            code::EXACT => {
                Some((f64::from(self.columns.lon[row]) / 1e7, f64::from(self.columns.lat[row]) / 1e7))
            }
            code::M50 => Some(centre(self.cells.eleven[cell as usize])),
            code::M200 => Some(centre(self.cells.nine[self.cells.parent[cell as usize] as usize])),
            _ => None,
        }
    }

    fn eyes(&self, viewer: &Viewer, now: Timestamp) -> Eyes {
        let reached: HashMap<DisclosureId, Parts> = self
            .disclosures
            .values()
            .filter_map(|disclosure| {
                let audience = self.charter.audiences.iter().find(|a| a.id == disclosure.audience)?;
                Some((disclosure.id, reach(viewer, disclosure, audience, now)?))
            })
            .collect();
        let code = |class: &Arc<Class>| {
            grant(viewer, class, |id| reached.get(&id).copied()).map_or(0, |g| code_of(&g))
        };
        Eyes { codes: self.classes.iter().map(code).collect() }
    }

    fn compile(&self, filter: &Filter) -> Compiled {
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
        let class = |class: &Arc<Class>| {
            let partner = self.partner_of(&class.unit);
            let wanted = filter.partners.is_empty() || partner.is_some_and(|p| filter.partners.contains(p));
            fails(wanted, dim::PARTNER)
        };
        let mut origin = [0; 4];
        for (i, value) in Origin::ALL.iter().enumerate() {
            origin[i] = fails(filter.origins.is_empty() || filter.origins.contains(value), dim::ORIGIN);
        }
        Compiled {
            from: filter.from.map_or(i64::MIN, |at| at.0),
            to: filter.to.map_or(i64::MAX, |at| at.0),
            category: self.categories.names.iter().map(category).collect(),
            source: self.sources.names.iter().map(source).collect(),
            origin,
            class: self.classes.iter().map(class).collect(),
            area: (!filter.areas.is_empty()).then(|| self.area_filter(filter)),
            cell: filter.cell.map(|cell| self.cell_filter(cell)),
            urgent: filter.urgent,
            own: filter.own,
            open: filter.open,
        }
    }

    fn area_filter(&self, filter: &Filter) -> AreaFilter {
        let wanted = self.geography.divisions().map(|division| {
            let in_it = filter.areas.iter().any(|(id, _)| *id == division.id);
            let is_wanted = |area: &AreaId| filter.areas.contains(&(division.id.clone(), area.clone()));
            in_it.then(|| division.areas().iter().map(|area| is_wanted(&area.id)).collect())
        });
        AreaFilter(wanted.collect())
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

    /// The same filter for the same period of the year before; `None` without a period.
    fn year_before(&self, filter: &Filter) -> Option<Filter> {
        let earlier = |at: Timestamp| {
            let local = at.to_jiff().to_zoned(self.zone.clone());
            let moved = local.checked_sub(jiff::Span::new().years(1)).ok()?;
            Some(Timestamp::from_jiff(moved.timestamp()))
        };
        Some(Filter { from: Some(earlier(filter.from?)?), to: Some(earlier(filter.to?)?), ..filter.clone() })
    }

    fn division_number(&self, id: &DivisionId) -> Option<usize> {
        self.geography.divisions().position(|division| division.id == *id)
    }

    fn preventions_of(&self, id: &CategoryId) -> Vec<Prevention> {
        let category = self.charter.categories.iter().find(|c| c.id == *id);
        category.map(|c| c.prevention.iter().copied().collect()).unwrap_or_default()
    }

    fn kind_of(&self, id: &SourceId) -> Option<SourceKind> {
        self.charter.sources.iter().find(|s| s.id == *id).map(|s| s.kind)
    }

    fn partner_of(&self, unit: &UnitId) -> Option<&PartnerId> {
        self.partners.get(unit)
    }
}

fn code_of(grant: &Grant) -> u8 {
    let place = match grant.parts.place {
        Precision::City => code::CITY,
        Precision::Quarter => code::QUARTER,
        Precision::M200 => code::M200,
        Precision::M50 => code::M50,
        Precision::Exact => code::EXACT,
    };
    let day = if grant.parts.time == TimePart::Day { code::DAY } else { 0 };
    let own = if grant.own { code::OWN } else { 0 };
    let summary = if grant.parts.text >= domain::disclosure::TextPart::Summary { code::SUMMARY } else { 0 };
    place | day | own | summary
}

fn precision(code: u8) -> Option<Precision> {
    Precision::ALL.get(usize::from(code & code::PLACE).checked_sub(1)?).copied()
}
