//! Divisions of the city into areas, and which area a point lies in.

use std::collections::BTreeMap;

use geo::{InteriorPoint, LineString, MultiPolygon};
use rstar::{AABB, RTree, RTreeObject};

use crate::ids::{AreaId, DivisionId};

/// An area of a division.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Identifier within the division.
    pub id: AreaId,
    /// Name.
    pub name: String,
    /// Shape, longitude and latitude in degrees.
    pub shape: MultiPolygon<f64>,
}

impl Area {
    /// A point in its middle, longitude and latitude; none of an area without a shape.
    pub fn middle(&self) -> Option<(f64, f64)> {
        self.shape.interior_point().map(|point| (point.x(), point.y()))
    }
}

/// The outline of an area: its edges in horizontal bands, so that a point is compared with a few of them only.
#[derive(Debug, Clone)]
struct Outline {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    /// Bands for each degree of latitude.
    scale: f64,
    bands: Vec<Vec<Edge>>,
}

/// An edge from its lower to its upper end, whatever direction its ring has: neighbours that share it then agree on
/// which side a point lies.
#[derive(Debug, Clone, Copy)]
struct Edge {
    x1: f64,
    y1: f64,
    x2: f64,
    y2: f64,
}

impl Outline {
    /// More bands gain nothing.
    const BANDS_MAX: usize = 4_096;

    fn new(shape: &MultiPolygon<f64>) -> Option<Self> {
        let rings = shape.iter().flat_map(|polygon| polygon.interiors().iter().chain([polygon.exterior()]));
        let edges: Vec<Edge> = rings.flat_map(edges).collect();
        if edges.is_empty() {
            return None;
        }
        let least = |value: fn(&Edge) -> f64| edges.iter().map(value).fold(f64::INFINITY, f64::min);
        let most = |value: fn(&Edge) -> f64| edges.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
        let (west, east) = (least(|e| e.x1.min(e.x2)), most(|e| e.x1.max(e.x2)));
        let (south, north) = (least(|e| e.y1), most(|e| e.y2));
        let number = (edges.len() / 2).clamp(1, Self::BANDS_MAX);
        let scale = number as f64 / (north - south);
        let mut outline = Self { west, south, east, north, scale, bands: vec![Vec::new(); number] };
        for edge in edges {
            let (first, last) = (outline.band(edge.y1), outline.band(edge.y2));
            outline.bands[first..=last].iter_mut().for_each(|band| band.push(edge));
        }
        Some(outline)
    }

    fn band(&self, y: f64) -> usize {
        (((y - self.south) * self.scale) as usize).min(self.bands.len() - 1)
    }

    /// Whether a point lies inside: an odd number of edges lies to its east. A point on the border that two areas share
    /// lies in exactly one of them.
    fn contains(&self, x: f64, y: f64) -> bool {
        if x < self.west || x > self.east || y < self.south || y > self.north {
            return false;
        }
        let crossed = |edge: &&Edge| {
            edge.y1 <= y && y < edge.y2 && {
                let at = edge.x1 + (y - edge.y1) * (edge.x2 - edge.x1) / (edge.y2 - edge.y1);
                x < at
            }
        };
        self.bands[self.band(y)].iter().filter(crossed).count() % 2 == 1
    }
}

/// The edges of a ring; level ones are never crossed.
fn edges(ring: &LineString<f64>) -> impl Iterator<Item = Edge> + '_ {
    ring.lines().filter(|line| line.start.y != line.end.y).map(|line| {
        let (low, high) =
            if line.start.y < line.end.y { (line.start, line.end) } else { (line.end, line.start) };
        Edge { x1: low.x, y1: low.y, x2: high.x, y2: high.y }
    })
}

/// A division: areas that together cover the city, or part of it.
#[derive(Debug, Clone)]
pub struct Division {
    /// Identifier.
    pub id: DivisionId,
    /// Name.
    pub name: String,
    areas: Vec<Area>,
    outlines: Vec<Outline>,
    /// For each outline the index of its area.
    indexes: Vec<usize>,
    /// Absent where there are so few outlines that each is asked faster than the tree is walked.
    tree: Option<RTree<Boxed>>,
}

/// Most outlines that are asked one after another.
const FEW: usize = 32;

#[derive(Debug, Clone)]
struct Boxed {
    envelope: AABB<[f64; 2]>,
    outline: usize,
}

impl RTreeObject for Boxed {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

impl Division {
    /// A division from its areas.
    pub fn new(id: DivisionId, name: String, areas: Vec<Area>) -> Self {
        let (mut boxes, mut outlines, mut indexes) = (Vec::new(), Vec::new(), Vec::new());
        for (index, area) in areas.iter().enumerate() {
            if let Some(outline) = Outline::new(&area.shape) {
                let corners = ([outline.west, outline.south], [outline.east, outline.north]);
                boxes.push(Boxed {
                    envelope: AABB::from_corners(corners.0, corners.1),
                    outline: outlines.len(),
                });
                outlines.push(outline);
                indexes.push(index);
            }
        }
        let tree = (outlines.len() > FEW).then(|| RTree::bulk_load(boxes));
        Self { id, name, areas, outlines, indexes, tree }
    }

    /// Its areas, in the order given.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The index of the area in which a point lies: the first in order where areas overlap.
    pub fn index_at(&self, lon: f64, lat: f64) -> Option<usize> {
        let Some(tree) = &self.tree else {
            let outline = self.outlines.iter().position(|outline| outline.contains(lon, lat))?;
            return Some(self.indexes[outline]);
        };
        tree.locate_in_envelope_intersecting(AABB::from_point([lon, lat]))
            .filter(|boxed| self.outlines[boxed.outline].contains(lon, lat))
            .map(|boxed| self.indexes[boxed.outline])
            .min()
    }
}

/// All divisions of the city.
#[derive(Debug, Clone)]
pub struct Geography {
    divisions: BTreeMap<DivisionId, Division>,
    quarter: DivisionId,
    city: DivisionId,
}

impl Geography {
    /// A geography with the divisions that the charter means by `quarter` and `city`.
    pub fn new(divisions: impl IntoIterator<Item = Division>, quarter: DivisionId, city: DivisionId) -> Self {
        let divisions = divisions.into_iter().map(|division| (division.id.clone(), division)).collect();
        Self { divisions, quarter, city }
    }

    /// The division of precision `quarter`.
    pub fn quarter(&self) -> &DivisionId {
        &self.quarter
    }

    /// The division of precision `city`.
    pub fn city(&self) -> &DivisionId {
        &self.city
    }

    /// All divisions, by identifier.
    pub fn divisions(&self) -> impl Iterator<Item = &Division> {
        self.divisions.values()
    }

    /// A division.
    pub fn division(&self, id: &DivisionId) -> Option<&Division> {
        self.divisions.get(id)
    }

    /// Whether there is such an area.
    pub fn has(&self, division: &DivisionId, area: &AreaId) -> bool {
        self.division(division).is_some_and(|division| division.areas.iter().any(|known| known.id == *area))
    }

    /// The area of a division in which a point lies.
    pub fn area_at(&self, division: &DivisionId, lon: f64, lat: f64) -> Option<&AreaId> {
        let division = self.divisions.get(division)?;
        division.index_at(lon, lat).map(|index| &division.areas[index].id)
    }
}

#[cfg(test)]
mod tests {
    use geo::{Contains, Point, polygon};

    use super::*;

    fn division(shapes: Vec<MultiPolygon<f64>>) -> Division {
        let area = |(number, shape): (usize, MultiPolygon<f64>)| Area {
            id: format!("a{number}").parse().unwrap(),
            name: format!("A{number}"),
            shape,
        };
        let areas = shapes.into_iter().enumerate().map(area).collect();
        Division::new("d".parse().unwrap(), "D".to_owned(), areas)
    }

    /// A star with a hole, with many edges and none of them level.
    fn star(points: usize) -> MultiPolygon<f64> {
        let ring = |radius: f64| {
            let corner = |i: usize| {
                let angle = i as f64 / points as f64 * std::f64::consts::TAU + 0.01;
                let r = if i.is_multiple_of(2) { radius } else { radius / 2.0 };
                (7.0 + r * angle.cos(), 51.0 + r * angle.sin())
            };
            LineString::from((0..points).map(corner).collect::<Vec<_>>())
        };
        let mut polygon = geo::Polygon::new(ring(1.0), vec![ring(0.3)]);
        polygon.interiors_mut(|rings| rings.iter_mut().for_each(LineString::close));
        MultiPolygon::new(vec![polygon])
    }

    #[test]
    fn a_point_is_found_among_many_areas_as_among_few() {
        let square = |number: usize| {
            let (x, y) = ((number % 7) as f64, (number / 7) as f64);
            let corners = [(x, y), (x + 1.5, y), (x + 1.5, y + 1.5), (x, y + 1.5), (x, y)];
            MultiPolygon::new(vec![geo::Polygon::new(LineString::from(corners.to_vec()), Vec::new())])
        };
        for number in [FEW - 4, FEW + 4] {
            let division = division((0..number).map(square).collect());
            assert_eq!(division.tree.is_some(), number > FEW);
            for found in 0..number {
                let (x, y) = ((found % 7) as f64, (found / 7) as f64);
                assert_eq!(division.index_at(x + 0.75, y + 0.75), Some(found));
                // Where two overlap, the first in order has it.
                let left = if found % 7 == 0 { found } else { found - 1 };
                assert_eq!(division.index_at(x + 0.25, y + 0.75), Some(left));
            }
            assert_eq!(division.index_at(-0.5, 0.5), None);
        }
    }

    #[test]
    fn bands_find_the_same_points_as_the_whole_outline() {
        for points in [4, 10, 200, 20_000] {
            let shape = star(points);
            let division = division(vec![shape.clone()]);
            for i in 0..5_000_u32 {
                let (x, y) = (f64::from(i % 71) / 33.1 + 5.9, f64::from(i / 71) / 33.7 + 49.9);
                let inside = shape.contains(&Point::new(x, y));
                assert_eq!(division.index_at(x, y).is_some(), inside, "{points} points, {x} {y}");
            }
        }
    }

    #[test]
    fn a_point_on_a_shared_border_lies_in_exactly_one_area() {
        let west = polygon![(x: 7.0, y: 51.0), (x: 7.3, y: 51.0), (x: 7.5, y: 51.7), (x: 7.0, y: 51.7)];
        let east = polygon![(x: 7.5, y: 51.7), (x: 7.3, y: 51.0), (x: 8.0, y: 51.0), (x: 8.0, y: 51.7)];
        let (west, east) = (MultiPolygon::new(vec![west]), MultiPolygon::new(vec![east]));
        for (x, y) in [(7.3, 51.0), (7.4, 51.35), (7.35, 51.175)] {
            let found = [&west, &east].map(|shape| division(vec![shape.clone()]).index_at(x, y).is_some());
            assert_eq!(found.iter().filter(|inside| **inside).count(), 1, "{x} {y}");
        }
    }

    #[test]
    fn an_area_without_extent_holds_nothing() {
        let line = polygon![(x: 7.0, y: 51.0), (x: 8.0, y: 51.0), (x: 7.0, y: 51.0)];
        let division = division(vec![MultiPolygon::new(vec![line]), MultiPolygon::new(Vec::new())]);
        assert_eq!(division.index_at(7.5, 51.0), None);
    }
}
