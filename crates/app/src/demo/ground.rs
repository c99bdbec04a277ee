//! The ground of the invented city: its areas, and the streets and places where something happens.

use domain::{
    geography::{Area, Division},
    ids::DivisionId,
};

use super::{
    dice::{Dice, Topic, running_sums},
    places::{self, Kind},
};
use crate::error::ActError;

/// A division of the city as it is stored.
pub(super) struct DemoDivision {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    geojson: &'static str,
}

/// The divisions. Their outlines are drawn by us and belong to nobody else.
pub(super) const DIVISIONS: [DemoDivision; 3] = [
    DemoDivision { id: "stadt", name: "Stadtgebiet", geojson: include_str!("areas/stadt.geojson") },
    DemoDivision {
        id: "stadtbezirke",
        name: "Stadtbezirke",
        geojson: include_str!("areas/stadtbezirke.geojson"),
    },
    DemoDivision {
        id: "sozialraeume",
        name: "Sozialräume",
        geojson: include_str!("areas/sozialraeume.geojson"),
    },
];

impl DemoDivision {
    /// Its areas.
    pub(super) fn areas(&self) -> Result<Vec<Area>, ActError> {
        let read = exchange::geojson::areas(self.geojson, "id", "name");
        read.map(|(areas, _)| areas).map_err(|problem| ActError::Unavailable(problem.to_string()))
    }
}

/// A street or place: a stretch of ground on which reports lie.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Where, as a sentence says it: "in der Lindenstraße".
    pub(super) at: String,
    /// Its district.
    pub(super) district: String,
    pub(super) kind: Kind,
    middle: (f64, f64),
    /// From the middle to either end, in degrees; none for a place.
    half: (f64, f64),
    /// Deviation around it, in metres.
    reach: f64,
    weight: f64,
}

/// Where what kind of thing happens: a weight for each kind of place.
pub(super) type Affinity = [f64; Kind::COUNT];

/// The ground.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) stretches: Vec<Stretch>,
    city: Division,
}

/// Metres of a degree of latitude.
const METRES: f64 = 111_195.0;
/// Metres of a degree of longitude here.
const METRES_EAST: f64 = 68_900.0;
/// Nobody lives so near to the river, in metres.
const AUE: f64 = 230.0;

impl Ground {
    /// Draws the streets.
    pub(super) fn draw(seed: u64) -> Result<Self, ActError> {
        let id: DivisionId = DIVISIONS[0].id.parse().map_err(unknown)?;
        let city = Division::new(id.clone(), String::new(), DIVISIONS[0].areas()?);
        let districts = Division::new(id, String::new(), DIVISIONS[1].areas()?);
        let district = |(lon, lat): (f64, f64)| {
            districts.index_at(lon, lat).map_or_else(String::new, |i| districts.areas()[i].name.clone())
        };
        let mut stretches: Vec<Stretch> = places::PLACES
            .iter()
            .map(|place| Stretch {
                at: place.at.to_owned(),
                district: district((place.lon, place.lat)),
                kind: place.kind,
                middle: (place.lon, place.lat),
                half: (0.0, 0.0),
                reach: place.reach / 2.0,
                weight: place.weight,
            })
            .collect();
        let mut dice = Dice::new(seed, Topic::Ground, 0);
        let mut names = Names::default();
        for settlement in places::SETTLEMENTS {
            // Streets of a settlement run along or across one direction.
            let turn = dice.unit() * std::f64::consts::FRAC_PI_2;
            for number in 0..settlement.streets {
                let kind = kind_of(number * 100 / settlement.streets, settlement.mix);
                let Some(street) = street(&mut dice, settlement, kind, turn, &city) else { continue };
                let district = district(street.0);
                let at = names.next(kind, &mut dice);
                let longer = if kind == Kind::Road { 1.6 } else { 1.0 };
                stretches.push(Stretch {
                    at,
                    district,
                    kind,
                    middle: street.0,
                    half: street.1,
                    reach: 9.0,
                    weight: settlement.weight * longer,
                });
            }
        }
        Ok(Self { stretches, city })
    }

    /// Running sums of the weights of all stretches for what happens at such places.
    pub(super) fn sums(&self, affinity: &Affinity) -> Vec<f64> {
        running_sums(self.stretches.iter().map(|s| s.weight * affinity[s.kind as usize]))
    }

    /// A point on a stretch; inside the city.
    pub(super) fn point(&self, stretch: usize, dice: &mut Dice) -> (f64, f64) {
        let s = &self.stretches[stretch];
        let along = dice.unit() * 2.0 - 1.0;
        let (east, north) = (dice.normal() * s.reach, dice.normal() * s.reach);
        let lon = s.middle.0 + along * s.half.0 + east / METRES_EAST;
        let lat = s.middle.1 + along * s.half.1 + north / METRES;
        if self.contains(lon, lat) { (lon, lat) } else { s.middle }
    }

    /// A point near another one, so many metres away on average.
    pub(super) fn near(&self, (lon, lat): (f64, f64), metres: f64, dice: &mut Dice) -> (f64, f64) {
        let other = (lon + dice.normal() * metres / METRES_EAST, lat + dice.normal() * metres / METRES);
        if self.contains(other.0, other.1) { other } else { (lon, lat) }
    }

    fn contains(&self, lon: f64, lat: f64) -> bool {
        self.city.index_at(lon, lat).is_some()
    }
}

/// The kind of the street that stands at `percent` of its settlement's streets.
fn kind_of(percent: usize, [roads, trade, fields]: [usize; 3]) -> Kind {
    match percent {
        p if p < roads => Kind::Road,
        p if p < roads + trade => Kind::Trade,
        p if p < roads + trade + fields => Kind::Fields,
        _ => Kind::Homes,
    }
}

/// Middle and half of a street of a settlement, if one is found inside the city and away from the river.
fn street(
    dice: &mut Dice,
    settlement: &places::Settlement,
    kind: Kind,
    turn: f64,
    city: &Division,
) -> Option<((f64, f64), (f64, f64))> {
    for _ in 0..20 {
        let lon = settlement.lon + dice.normal() * settlement.reach / METRES_EAST;
        let lat = settlement.lat + dice.normal() * settlement.reach / METRES;
        let across = if dice.happens(0.5) { std::f64::consts::FRAC_PI_2 } else { 0.0 };
        let angle = turn + across + dice.normal() * 0.12;
        let metres = match kind {
            Kind::Road => dice.around(420.0, 0.3),
            Kind::Fields => dice.around(500.0, 0.4),
            _ => dice.around(130.0, 0.4),
        };
        let half = (angle.cos() * metres / METRES_EAST, angle.sin() * metres / METRES);
        let inside = [-1.0, 0.0, 1.0].iter().all(|end| {
            let (lon, lat) = (lon + end * half.0, lat + end * half.1);
            city.index_at(lon, lat).is_some() && from_river(lon, lat) > AUE
        });
        if inside {
            return Some(((lon, lat), half));
        }
    }
    None
}

/// Metres to the river.
fn from_river(lon: f64, lat: f64) -> f64 {
    let flat = |(x, y): (f64, f64)| ((x - lon) * METRES_EAST, (y - lat) * METRES);
    let pieces = places::RIVER.windows(2).map(|piece| {
        let ((ax, ay), (bx, by)) = (flat(piece[0]), flat(piece[1]));
        let (dx, dy) = (bx - ax, by - ay);
        let t = (-(ax * dx + ay * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
        (ax + t * dx).hypot(ay + t * dy)
    });
    pieces.fold(f64::INFINITY, f64::min)
}

/// Gives names to streets, each list from its beginning again when it is used up.
#[derive(Default)]
struct Names {
    used: [usize; Kind::COUNT],
}

impl Names {
    fn next(&mut self, kind: Kind, dice: &mut Dice) -> String {
        let names = match kind {
            Kind::Road => places::ROADS,
            Kind::Trade => places::TRADE,
            Kind::Fields => places::FIELDS,
            _ => places::STREETS,
        };
        let used = &mut self.used[kind as usize];
        if *used == 0 {
            // Where the list begins is chance; after that it goes round.
            *used = dice.below(names.len());
        }
        *used += 1;
        at_street(names[*used % names.len()])
    }
}

/// A street as a sentence says where something is.
fn at_street(name: &str) -> String {
    let lower = name.to_lowercase();
    // Such names say where they are themselves.
    if ["am ", "an ", "im ", "auf ", "zum ", "zur "].iter().any(|word| lower.starts_with(word)) {
        return format!("in der Straße {name}");
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if ends(&["weg", "kamp", "winkel"]) {
        format!("im {name}")
    } else if ends(&["ring", "wall", "platz"]) {
        format!("am {name}")
    } else if ["Alte ", "Neue ", "Kurze ", "Lange "].iter().any(|w| name.starts_with(w)) {
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        format!("in der {first}n {rest}")
    } else {
        format!("in der {name}")
    }
}

fn unknown(error: domain::ids::NotAnId) -> ActError {
    ActError::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Directed edges of all areas of a division, as they are written.
    fn edges(division: &DemoDivision) -> BTreeMap<[u64; 4], usize> {
        let mut edges = BTreeMap::new();
        for area in division.areas().unwrap() {
            for polygon in &area.shape {
                for line in polygon.exterior().lines() {
                    let ends = [line.start.x, line.start.y, line.end.x, line.end.y];
                    *edges.entry(ends.map(f64::to_bits)).or_default() += 1;
                }
            }
        }
        edges
    }

    #[test]
    fn the_areas_tile_the_city_without_gap_or_overlap() {
        let outline = edges(&DIVISIONS[0]);
        for division in &DIVISIONS[1..] {
            let edges = edges(division);
            assert!(edges.values().all(|count| *count == 1));
            // Every edge is shared by two areas, once in each direction, or belongs to the outline.
            let lone: Vec<_> =
                edges.keys().filter(|[a, b, c, d]| !edges.contains_key(&[*c, *d, *a, *b])).collect();
            assert_eq!(lone, outline.keys().collect::<Vec<_>>(), "{}", division.name);
        }
    }

    #[test]
    fn all_stretches_lie_in_the_city_and_in_a_district() {
        let ground = Ground::draw(1).unwrap();
        assert!(ground.stretches.len() > 800, "{}", ground.stretches.len());
        let mut dice = Dice::new(1, Topic::Incidents, 0);
        for (number, stretch) in ground.stretches.iter().enumerate() {
            assert!(!stretch.district.is_empty(), "{}", stretch.at);
            let (lon, lat) = ground.point(number, &mut dice);
            assert!(ground.contains(lon, lat), "{}", stretch.at);
        }
    }

    #[test]
    fn a_street_is_named_as_people_say_it() {
        for (name, at) in [
            ("Lindenstraße", "in der Lindenstraße"),
            ("Birkenweg", "im Birkenweg"),
            ("Roggenkamp", "im Roggenkamp"),
            ("Westfalenring", "am Westfalenring"),
            ("Am Frachthof", "in der Straße Am Frachthof"),
            ("Zur Aue", "in der Straße Zur Aue"),
            ("Lange Straße", "in der Langen Straße"),
        ] {
            assert_eq!(at_street(name), at);
        }
    }
}
