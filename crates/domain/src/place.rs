//! Places, and how precisely they are told.

use h3o::{CellIndex, LatLng, Resolution};
use serde::{Deserialize, Serialize};

use crate::ids::{AreaId, DivisionId};

/// How precisely a place is told, coarsest first: `a > b` means `a` tells more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Precision {
    /// Only the city.
    #[serde(rename = "city")]
    City,
    /// The area of the charter's quarter division.
    #[serde(rename = "quarter")]
    Quarter,
    /// H3 cell of resolution 9, about 200 m from middle to edge.
    #[serde(rename = "200m")]
    M200,
    /// H3 cell of resolution 11, about 30 m from middle to edge.
    #[serde(rename = "50m")]
    M50,
    /// The point itself.
    #[serde(rename = "exact")]
    Exact,
}

impl Precision {
    /// All, coarsest first.
    pub const ALL: [Self; 5] = [Self::City, Self::Quarter, Self::M200, Self::M50, Self::Exact];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Quarter => "quarter",
            Self::M200 => "200m",
            Self::M50 => "50m",
            Self::Exact => "exact",
        }
    }

    /// The finest H3 resolution at which a place of this precision can be counted; `None` for areas.
    pub fn resolution(self) -> Option<Resolution> {
        match self {
            Self::City | Self::Quarter => None,
            Self::M200 => Some(Resolution::Nine),
            Self::M50 => Some(Resolution::Eleven),
            Self::Exact => Some(FINEST),
        }
    }
}

impl std::str::FromStr for Precision {
    type Err = crate::ids::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|p| p.as_str() == text).ok_or_else(|| crate::ids::NotAnId(text.to_owned()))
    }
}

/// Resolution of the stored finest cell (hexagons of about 40 m²).
///
/// Every coarser cell is a parent of this one: for 6 % of points the direct cell of a coarser resolution is another
/// one, and a report must not lie in different cells depending on how it was asked for.
pub const FINEST: Resolution = Resolution::Thirteen;

/// A point on the earth with its finest cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    lon: f64,
    lat: f64,
    cell: CellIndex,
}

/// The coordinates are not a place on the earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("longitude must be between -180 and 180 and latitude between -90 and 90 degrees")]
pub struct NotAPlace;

impl Place {
    /// A place from longitude and latitude in degrees (WGS 84).
    pub fn new(lon: f64, lat: f64) -> Result<Self, NotAPlace> {
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return Err(NotAPlace);
        }
        let cell = LatLng::new(lat, lon).map_err(|_| NotAPlace)?.to_cell(FINEST);
        Ok(Self { lon, lat, cell })
    }

    /// Longitude in degrees.
    pub fn lon(&self) -> f64 {
        self.lon
    }

    /// Latitude in degrees.
    pub fn lat(&self) -> f64 {
        self.lat
    }

    /// The finest cell.
    pub fn cell(&self) -> CellIndex {
        self.cell
    }

    /// The cell at `resolution`, a parent of the finest one; the finest one for anything finer.
    pub fn cell_at(&self, resolution: Resolution) -> CellIndex {
        self.cell.parent(resolution).unwrap_or(self.cell)
    }

    /// Distance in metres on the sphere to another point.
    pub fn distance_m(&self, lon: f64, lat: f64) -> f64 {
        match (LatLng::new(self.lat, self.lon), LatLng::new(lat, lon)) {
            (Ok(a), Ok(b)) => a.distance_m(b),
            _ => f64::INFINITY,
        }
    }
}

/// A place as somebody may see it. What is not in here, that person does not get.
#[derive(Debug, Clone, PartialEq)]
pub enum ShownPlace {
    /// The point.
    Exact {
        /// Longitude in degrees.
        lon: f64,
        /// Latitude in degrees.
        lat: f64,
    },
    /// A cell of resolution 9 or 11; its centre stands for it.
    Cell {
        /// The precision it was disclosed at.
        precision: Precision,
        /// The cell.
        cell: CellIndex,
    },
    /// An area of the quarter division; `None` if the place lies in none.
    Quarter(Option<(DivisionId, AreaId)>),
    /// Somewhere in the city.
    City,
    /// The report has no place.
    None,
}

impl ShownPlace {
    /// The precision; `None` where the report has no place.
    pub fn precision(&self) -> Option<Precision> {
        match self {
            Self::Exact { .. } => Some(Precision::Exact),
            Self::Cell { precision, .. } => Some(*precision),
            Self::Quarter(_) => Some(Precision::Quarter),
            Self::City => Some(Precision::City),
            Self::None => None,
        }
    }

    /// The point that stands for it on a map, longitude and latitude: the point itself or the centre of the cell.
    pub fn point(&self) -> Option<(f64, f64)> {
        match self {
            Self::Exact { lon, lat } => Some((*lon, *lat)),
            Self::Cell { cell, .. } => Some(centre(*cell)),
            _ => None,
        }
    }
}

/// Centre of a cell, longitude and latitude in degrees.
pub fn centre(cell: CellIndex) -> (f64, f64) {
    let at = LatLng::from(cell);
    (at.lng(), at.lat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coarser_tells_less() {
        assert!(Precision::City < Precision::Quarter);
        assert!(Precision::M200 < Precision::M50);
        assert!(Precision::M50 < Precision::Exact);
    }

    #[test]
    fn a_place_off_the_earth_is_refused() {
        for (lon, lat) in [(181.0, 0.0), (0.0, 91.0), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(Place::new(lon, lat), Err(NotAPlace));
        }
    }

    #[test]
    fn cells_are_parents_of_one_another() {
        let place = Place::new(7.82, 51.68).unwrap();
        let nine = place.cell_at(Resolution::Nine);
        assert_eq!(place.cell_at(Resolution::Eleven).parent(Resolution::Nine), Some(nine));
    }
}
