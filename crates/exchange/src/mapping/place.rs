//! Places from coordinates of three systems.

use domain::place::Place;
use proj4rs::{Proj, transform::transform};

use super::{Compiled, Reason, number};
use crate::{
    profile::{Crs, Decimal, PlaceForm},
    table::Row,
};

/// Reads the place of a row.
pub(super) struct Places {
    x: Compiled,
    y: Compiled,
    decimal: Option<Decimal>,
    /// The system of the file and that of degrees; absent where they are the same.
    projection: Option<(Proj, Proj)>,
    bounds: [f64; 4],
}

const DEGREES: &str = "+proj=longlat +datum=WGS84 +no_defs";
const UTM_32: &str = "+proj=utm +zone=32 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs";
/// With the parameters for all of Germany (EPSG transformation 1777).
const GAUSS_KRUEGER_3: &str = "+proj=tmerc +lat_0=0 +lon_0=9 +k=1 +x_0=3500000 +y_0=0 +ellps=bessel \
    +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs";

impl Places {
    pub(super) fn new(
        form: &PlaceForm,
        decimal: Option<Decimal>,
        columns: &[String],
        bounds: [f64; 4],
    ) -> Self {
        let system = match form.crs {
            Crs::Degrees => None,
            Crs::Utm32 => Some(UTM_32),
            Crs::GaussKrueger3 => Some(GAUSS_KRUEGER_3),
        };
        // A test holds that both can be made.
        let projection = system.and_then(|system| {
            Some((Proj::from_proj_string(system).ok()?, Proj::from_proj_string(DEGREES).ok()?))
        });
        let (x, y) = (Compiled::new(&form.x, columns), Compiled::new(&form.y, columns));
        Self { x, y, decimal, projection, bounds }
    }

    /// The place; none where both coordinates are empty or zero, which programs write for "unknown".
    pub(super) fn read(&self, row: &Row) -> Result<Option<Place>, Reason> {
        let (x_text, y_text) = (self.x.fill(row), self.y.fill(row));
        match (x_text.is_empty(), y_text.is_empty()) {
            (true, true) => return Ok(None),
            (false, false) => {}
            _ => return Err(Reason::HalfAPlace),
        }
        let read = |text: &str| {
            number::read(text, self.decimal).ok_or_else(|| Reason::NotANumber { value: text.to_owned() })
        };
        let (x, y) = (read(&x_text)?, read(&y_text)?);
        if x == 0.0 && y == 0.0 {
            return Ok(None);
        }
        let place = self.place(x, y);
        if place.is_some_and(|place| self.in_city(&place)) {
            return Ok(place);
        }
        if self.place(y, x).is_some_and(|swapped| self.in_city(&swapped)) {
            return Err(Reason::Swapped);
        }
        let (x, y) = (x_text.into_owned(), y_text.into_owned());
        place.map(Some).ok_or(Reason::NotAPlace { x, y })
    }

    fn place(&self, x: f64, y: f64) -> Option<Place> {
        let Some((from, to)) = &self.projection else { return Place::new(x, y).ok() };
        // Far from its zone the series of the projection gives something that is no place.
        if !(-1e7..1e7).contains(&x) || !(0.0..1e7).contains(&y) {
            return None;
        }
        let mut point = (x, y, 0.0);
        transform(from, to, &mut point).ok()?;
        Place::new(point.0.to_degrees(), point.1.to_degrees()).ok()
    }

    fn in_city(&self, place: &Place) -> bool {
        let [west, south, east, north] = self.bounds;
        (west..=east).contains(&place.lon()) && (south..=north).contains(&place.lat())
    }
}
