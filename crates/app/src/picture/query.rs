//! Questions to the picture. Each is one scan with the viewer's rights inside.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap},
    sync::Arc,
};

use domain::{
    access::Viewer,
    charter::{Prevention, SourceKind},
    disclosure::{Class, Disclosure, Grant, grant, reach},
    ids::*,
    place::{Precision, centre},
    report::Origin,
    time::{Day, Timestamp},
};
use h3o::{CellIndex, Resolution};

use super::{
    answers::*,
    columns::*,
    duplicates::Groups,
    index::{Index, report_id},
    scan::{Seen, code, dim},
};
use crate::filter::Filter;

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
        // One number more than there are cells, for what has none as far as it is shown.
        let none = self.cells.eleven.len();
        let mut counts = vec![0_u32; none + 1];
        self.scan_once(viewer, now, filter, |seen| {
            let cell = self.columns.cell[seen.row] as usize;
            counts[if seen.code & code::PLACE < least { none } else { cell.min(none) }] += 1;
        });
        let total = counts.iter().map(|count| u64::from(*count)).sum();
        let unplaced = u64::from(counts[none]);
        let cells =
            if by_nine { self.sums_by_nine(&counts, resolution) } else { self.sums(&counts, resolution) };
        Cells { total, unplaced, cells }
    }

    /// Sums by cell of a resolution up to 9, of counts by cell of resolution 11.
    fn sums_by_nine(&self, counts: &[u32], resolution: Resolution) -> Vec<CellCount> {
        let mut sums = vec![0_u64; self.cells.nine.len()];
        for (parent, count) in self.cells.parent.iter().zip(counts) {
            sums[*parent as usize] += u64::from(*count);
        }
        let numbers = self.cells.nine_sorted().iter().map(|&number| number as usize);
        merged(numbers.map(|number| (self.cells.nine[number], sums[number])), resolution)
    }

    /// Sums by cell of resolution 10 or 11.
    fn sums(&self, counts: &[u32], resolution: Resolution) -> Vec<CellCount> {
        let numbers = self.cells.eleven_sorted().iter().map(|&number| number as usize);
        merged(numbers.map(|number| (self.cells.eleven[number], u64::from(counts[number]))), resolution)
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
        // One number more than there are areas, for what lies in none as far as it is shown.
        let mut counts = vec![0_u64; areas + 1];
        self.scan_once(viewer, now, filter, |seen| {
            let area = usize::from(self.area_shown(seen.row, seen.code, division));
            counts[area.min(areas)] += 1;
        });
        let total = counts.iter().sum();
        let unplaced = counts.pop().unwrap_or_default();
        (counts, total, unplaced)
    }

    /// Reports by category, with the same period a year earlier; largest first.
    pub(crate) fn trends(&self, viewer: &Viewer, now: Timestamp, filter: &Filter) -> Vec<Trend> {
        let count = |filter: &Filter| {
            let mut counts = vec![0_u64; self.categories.names.len()];
            self.scan_once(viewer, now, filter, |seen| {
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
        // One number more than there are sources, for those whose source is not shown.
        let from_nowhere = self.sources.names.len();
        let mut sources = vec![0_u64; from_nowhere + 1];
        let mut by_source_of_kind = vec![0_u64; from_nowhere + 1];
        let mut origins = [0_u64; 5];
        let mut classes = vec![0_u64; self.classes.len()];
        let mut total = 0;
        let groups = self.groups(viewer, now);
        let mut together: Vec<Vec<Seen>> = vec![Vec::new(); groups.as_ref().map_or(0, Groups::count)];
        self.scan(viewer, now, filter, all, |seen| {
            if let Some(group) = groups.as_ref().and_then(|groups| groups.of(seen.row)) {
                together[group].push(seen);
                return;
            }
            // A report counts beside a value if it matches in every dimension but that value's own.
            let but = |dimension: u16| u64::from(seen.fails & !dimension == 0);
            let category = usize::from(self.columns.category[seen.row]);
            let told = seen.code & code::SUMMARY != 0;
            let source = if told { usize::from(self.columns.source[seen.row]) } else { from_nowhere };
            let origin = if told { usize::from(self.columns.flags[seen.row] & ORIGIN_BITS) } else { 4 };
            total += but(0);
            categories[category] += but(dim::CATEGORY);
            by_category_of_prevention[category] += but(dim::PREVENTION);
            sources[source] += but(dim::SOURCE);
            by_source_of_kind[source] += but(dim::KIND);
            origins[origin] += but(dim::ORIGIN);
            classes[self.columns.class[seen.row] as usize] += but(dim::PARTNER);
        });
        let previous = self.year_before(filter).map(|earlier| {
            let mut count = 0;
            self.scan_once(viewer, now, &earlier, |_| count += 1);
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
        together.iter().for_each(|group| self.count_together(group, &mut facets));
        facets
    }

    /// Counts what hangs together: once in all, and once beside each value that one of it has.
    fn count_together(&self, group: &[Seen], facets: &mut Facets) {
        facets.total += u64::from(group.iter().any(|seen| seen.fails == 0));
        let matching = |dimension: u16| group.iter().filter(move |seen| seen.fails & !dimension == 0);
        let category = |seen: &Seen| &self.categories.names[usize::from(self.columns.category[seen.row])];
        let told = |seen: &&Seen| seen.code & code::SUMMARY != 0;
        let source = |seen: &Seen| &self.sources.names[usize::from(self.columns.source[seen.row])];
        count_values(&mut facets.categories, matching(dim::CATEGORY).map(|seen| category(seen).clone()));
        let fields = matching(dim::PREVENTION).flat_map(|seen| self.preventions_of(category(seen)));
        count_values(&mut facets.preventions, fields);
        count_values(
            &mut facets.sources,
            matching(dim::SOURCE).filter(told).map(|seen| source(seen).clone()),
        );
        let kinds = matching(dim::KIND).filter(told).filter_map(|seen| self.kind_of(source(seen)));
        count_values(&mut facets.kinds, kinds);
        let origin =
            |seen: &Seen| Origin::ALL.get(usize::from(self.columns.flags[seen.row] & ORIGIN_BITS)).copied();
        count_values(&mut facets.origins, matching(dim::ORIGIN).filter(told).filter_map(origin));
        let partner =
            |seen: &Seen| self.partner_of(&self.classes[self.columns.class[seen.row] as usize].unit).cloned();
        count_values(&mut facets.partners, matching(dim::PARTNER).filter_map(partner));
    }

    /// How many reports match, each counted by itself: what a list has.
    pub(crate) fn count(&self, viewer: &Viewer, now: Timestamp, filter: &Filter) -> u64 {
        let mut count = 0;
        self.scan(viewer, now, filter, 0, |_| count += 1);
        count
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
        self.scan_once(viewer, now, &whole, |seen| {
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
            let cursor = Cursor { at: self.shown_at(seen.row, seen.code), id: self.columns.id[seen.row] };
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
            kind: (code & code::SUMMARY != 0).then(|| self.kind_of(source)).flatten(),
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
            let cursor = Cursor { at: self.shown_at(seen.row, seen.code), id: self.columns.id[seen.row] };
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

    /// The area of a division in which the row's *shown* place lies: of the point, of the centre of the disclosed
    /// cell, or of the disclosed quarter itself.
    pub(super) fn area_shown(&self, row: usize, code: u8, division: usize) -> u16 {
        let cell = self.columns.cell[row];
        let eleven = if cell == NONE { 0 } else { cell as usize };
        let (Some(&parent), placed) = (self.cells.parent.get(eleven), cell != NONE) else { return NO_AREA };
        // All that it could be, and no branch: which of them it is differs from row to row.
        let of_row = self.columns.areas[division][row];
        let of_city = if placed && self.city == Some(division) { 0 } else { NO_AREA };
        let choices = [
            NO_AREA,
            of_city,
            if self.quarter == Some(division) { of_row } else { of_city },
            if placed { self.cells.nine_areas[division][parent as usize] } else { NO_AREA },
            if placed { self.cells.eleven_areas[division][eleven] } else { NO_AREA },
            of_row,
            NO_AREA,
            NO_AREA,
        ];
        choices[usize::from(code & code::PLACE)]
    }

    pub(super) fn point_shown(&self, row: usize, code: u8) -> Option<(f64, f64)> {
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

    pub(super) fn preventions_of(&self, id: &CategoryId) -> Vec<Prevention> {
        let category = self.charter.categories.iter().find(|c| c.id == *id);
        category.map(|c| c.prevention.iter().copied().collect()).unwrap_or_default()
    }

    pub(super) fn kind_of(&self, id: &SourceId) -> Option<SourceKind> {
        self.charter.sources.iter().find(|s| s.id == *id).map(|s| s.kind)
    }

    pub(super) fn partner_of(&self, unit: &UnitId) -> Option<&PartnerId> {
        self.partners.get(unit)
    }
}

fn precision(code: u8) -> Option<Precision> {
    Precision::ALL.get(usize::from(code & code::PLACE).checked_sub(1)?).copied()
}

/// Counts by cell of a resolution, each cell once. The cells come in order, so that those of a parent are side by side.
fn merged(counts: impl Iterator<Item = (CellIndex, u64)>, resolution: Resolution) -> Vec<CellCount> {
    let mut cells: Vec<CellCount> = Vec::new();
    for (cell, count) in counts.filter(|(_, count)| *count > 0) {
        let cell = cell.parent(resolution).unwrap_or(cell);
        match cells.last_mut().filter(|last| last.cell == cell) {
            Some(last) => last.count += count,
            None => cells.push(CellCount { cell, count }),
        }
    }
    cells
}

/// Counts each value once.
fn count_values<T: Ord>(counts: &mut BTreeMap<T, u64>, values: impl Iterator<Item = T>) {
    let distinct: BTreeSet<T> = values.collect();
    distinct.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
}
