//! Divisions of the city into areas, and which area a point lies in.

use std::collections::BTreeMap;

use geo::{BoundingRect, Contains, MultiPolygon, Point};
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

/// A division: areas that together cover the city, or part of it.
#[derive(Debug, Clone)]
pub struct Division {
    /// Identifier.
    pub id: DivisionId,
    /// Name.
    pub name: String,
    areas: Vec<Area>,
    tree: RTree<Boxed>,
}

#[derive(Debug, Clone)]
struct Boxed {
    envelope: AABB<[f64; 2]>,
    index: usize,
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
        let boxes = areas.iter().enumerate().filter_map(|(index, area)| {
            let bounds = area.shape.bounding_rect()?;
            let corners = ([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
            Some(Boxed { envelope: AABB::from_corners(corners.0, corners.1), index })
        });
        let tree = RTree::bulk_load(boxes.collect());
        Self { id, name, areas, tree }
    }

    /// Its areas, in the order given.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The index of the area in which a point lies: the first in order where areas overlap.
    pub fn index_at(&self, lon: f64, lat: f64) -> Option<usize> {
        let point = Point::new(lon, lat);
        self.tree
            .locate_in_envelope_intersecting(AABB::from_point([lon, lat]))
            .map(|boxed| boxed.index)
            .filter(|&index| self.areas[index].shape.contains(&point))
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

    /// The area of a division in which a point lies.
    pub fn area_at(&self, division: &DivisionId, lon: f64, lat: f64) -> Option<&AreaId> {
        let division = self.divisions.get(division)?;
        division.index_at(lon, lat).map(|index| &division.areas[index].id)
    }
}
