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
    system: System,
    bounds: [f64; 4],
}

/// Makes places, and keeps some: files have many rows at the same house, and finding its cell takes longer than all else.
struct System {
    /// The system of the file and that of degrees; absent where they are the same.
    projection: Option<(Proj, Proj)>,
    /// The bits of two coordinates and their place, where [`System::place`] looks for them.
    known: Vec<Option<([u64; 2], Option<Place>)>>,
}

/// Binary digits of the number of places that are kept; a large city has some 40,000 houses at which something happens.
const KNOWN: u32 = 16;

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
        let system = System { projection, known: vec![None; 1 << KNOWN] };
        Self { x, y, decimal, system, bounds }
    }

    /// The place; none where both coordinates are empty or zero, which programs write for "unknown".
    pub(super) fn read(&mut self, row: &Row) -> Result<Option<Place>, Reason> {
        let Self { x, y, decimal, system, bounds } = self;
        let (x_text, y_text) = (x.fill(row), y.fill(row));
        match (x_text.is_empty(), y_text.is_empty()) {
            (true, true) => return Ok(None),
            (false, false) => {}
            _ => return Err(Reason::HalfAPlace),
        }
        let read = |text: &str| {
            number::read(text, *decimal).ok_or_else(|| Reason::NotANumber { value: text.to_owned() })
        };
        let (x, y) = (read(&x_text)?, read(&y_text)?);
        if x == 0.0 && y == 0.0 {
            return Ok(None);
        }
        let [west, south, east, north] = *bounds;
        let in_city =
            |place: Place| (west..=east).contains(&place.lon()) && (south..=north).contains(&place.lat());
        let place = system.place(x, y);
        if place.is_some_and(in_city) {
            return Ok(place);
        }
        if system.place(y, x).is_some_and(in_city) {
            return Err(Reason::Swapped);
        }
        let (x, y) = (x_text.into_owned(), y_text.into_owned());
        place.map(Some).ok_or(Reason::NotAPlace { x, y })
    }
}

impl System {
    fn place(&mut self, x: f64, y: f64) -> Option<Place> {
        let bits = [x.to_bits(), y.to_bits()];
        // Odd numbers without a pattern bring all bits into the first ones.
        let mixed =
            (bits[0].wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ bits[1]).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let slot = (mixed >> (u64::BITS - KNOWN)) as usize;
        match self.known[slot] {
            Some((of, place)) if of == bits => place,
            _ => {
                let place = self.new_place(x, y);
                self.known[slot] = Some((bits, place));
                place
            }
        }
    }

    fn new_place(&self, x: f64, y: f64) -> Option<Place> {
        let Some((from, to)) = &self.projection else { return Place::new(x, y).ok() };
        // Far from its zone the series of the projection gives something that is no place.
        if !(-1e7..1e7).contains(&x) || !(0.0..1e7).contains(&y) {
            return None;
        }
        let mut point = (x, y, 0.0);
        transform(from, to, &mut point).ok()?;
        Place::new(point.0.to_degrees(), point.1.to_degrees()).ok()
    }
}
