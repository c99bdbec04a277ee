//! Places from coordinates of three systems.

use domain::{
    charter::Charter,
    geography::Geography,
    place::{Place, Precision},
    report::place_at_most,
};
use hashbrown::HashMap;
use proj4rs::{Proj, transform::transform};

use super::{Compiled, Reason, Surroundings, number};
use crate::{
    profile::{Crs, PlaceForm, Profile},
    table::Row,
};

/// Reads the place of a row.
pub(super) struct Places<'p> {
    x: Compiled,
    y: Compiled,
    profile: &'p Profile,
    charter: &'p Charter,
    geography: &'p Geography,
    system: System,
    /// Places by the bits of their coordinates: files have many rows at the same house, and finding its cell takes
    /// longer than all else.
    known: HashMap<[u64; 2], Placed>,
}

/// A place and what follows from it alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) place: Place,
    /// Whether it lies outside the city's division.
    pub(super) outside: bool,
    /// How exact others may see it at most.
    pub(super) at_most: Option<Precision>,
}

/// The system of the file and that of degrees; absent where they are the same.
struct System(Option<(Proj, Proj)>);

/// Places that are kept; a large city has some 40,000 houses at which something happens.
const KNOWN_MAX: usize = 100_000;

const DEGREES: &str = "+proj=longlat +datum=WGS84 +no_defs";
const UTM_32: &str = "+proj=utm +zone=32 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs";
/// With the parameters for all of Germany (EPSG transformation 1777).
const GAUSS_KRUEGER_3: &str = "+proj=tmerc +lat_0=0 +lon_0=9 +k=1 +x_0=3500000 +y_0=0 +ellps=bessel \
    +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs";

impl<'p> Places<'p> {
    pub(super) fn new(
        form: &PlaceForm,
        profile: &'p Profile,
        columns: &[String],
        around: Surroundings<'p>,
    ) -> Self {
        let Surroundings { charter, geography, .. } = around;
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
        Self { x, y, profile, charter, geography, system: System(projection), known: HashMap::new() }
    }

    /// The place; none where both coordinates are empty or zero, which programs write for "unknown".
    pub(super) fn read(&mut self, row: &Row) -> Result<Option<Placed>, Reason> {
        let (x_text, y_text) = (self.x.fill(row), self.y.fill(row));
        match (x_text.is_empty(), y_text.is_empty()) {
            (true, true) => return Ok(None),
            (false, false) => {}
            _ => return Err(Reason::HalfAPlace),
        }
        let read = |text: &str| {
            let number = number::read(text, self.profile.file.decimal);
            number.ok_or_else(|| Reason::NotANumber { value: text.to_owned() })
        };
        let (x, y) = (read(&x_text)?, read(&y_text)?);
        if x == 0.0 && y == 0.0 {
            return Ok(None);
        }
        let key = [x.to_bits(), y.to_bits()];
        if let Some(known) = self.known.get(&key) {
            return Ok(Some(*known));
        }
        let place = match self.system.place(x, y) {
            Some(place) if self.in_bounds(&place) => place,
            _ if self.system.place(y, x).is_some_and(|place| self.in_bounds(&place)) => {
                return Err(Reason::Swapped);
            }
            Some(place) => place,
            None => return Err(Reason::NotAPlace { x: x_text.into_owned(), y: y_text.into_owned() }),
        };
        let placed = self.about(place);
        if self.known.len() < KNOWN_MAX {
            self.known.insert(key, placed);
        }
        Ok(Some(placed))
    }

    fn about(&self, place: Place) -> Placed {
        let city = self.geography.city();
        let outside = match self.geography.division(city) {
            Some(_) => self.geography.area_at(city, place.lon(), place.lat()).is_none(),
            None => !self.in_bounds(&place),
        };
        let at_most = place_at_most(Some(&place), self.profile.report.household, self.charter);
        Placed { place, outside, at_most }
    }

    /// Whether a place can be meant.
    fn in_bounds(&self, place: &Place) -> bool {
        let [west, south, east, north] = self.charter.agreement.bounds;
        (west..=east).contains(&place.lon()) && (south..=north).contains(&place.lat())
    }
}

impl System {
    fn place(&self, x: f64, y: f64) -> Option<Place> {
        let Some((from, to)) = &self.0 else { return Place::new(x, y).ok() };
        // Far from its zone the series of the projection gives something that is no place.
        if !(-1e7..1e7).contains(&x) || !(0.0..1e7).contains(&y) {
            return None;
        }
        let mut point = (x, y, 0.0);
        transform(from, to, &mut point).ok()?;
        Place::new(point.0.to_degrees(), point.1.to_degrees()).ok()
    }
}
