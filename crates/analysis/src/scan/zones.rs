//! Circular zones: around each point, the points within a growing radius.

use super::{Places, ScanError};

/// Radius of the sphere on which great-circle distances are measured, in kilometres; SaTScan's.
const EARTH_KM: f64 = 6367.0;

/// Points closer than this to the same distance, in kilometres, enter a circle together.
const SAME_KM: f64 = 1e-9;

/// More neighbours than this would not fit into the memory of an ordinary machine.
const NEIGHBOURS_MAX: usize = 400_000_000;

/// Marks a neighbour after which the circle is not complete: the next one is equally far away.
const OPEN: u32 = 1 << 31;

/// The distinct points of a study, in an order that depends on their coordinates alone.
#[derive(Debug, Clone)]
pub(super) struct Points {
    /// Where each point is, in kilometres.
    positions: Vec<[f64; 3]>,
    /// Whether distances run over the sphere.
    round: bool,
    /// The places at each point, in the order of the input.
    pub(super) places: Vec<Vec<u32>>,
    /// The point of each place.
    pub(super) of_place: Vec<u32>,
}

impl Points {
    /// Places with the same coordinates are one point.
    pub(super) fn new(places: &Places) -> Result<Self, ScanError> {
        let (coordinates, round) = match places {
            Places::Geographic(places) => (places, true),
            Places::Flat(places) => (places, false),
        };
        for (place, [first, second]) in coordinates.iter().enumerate() {
            let fits = if round {
                first.abs() <= 90.0 && second.abs() <= 180.0
            } else {
                // The square of a distance must be a number, too.
                first.abs() <= 1e150 && second.abs() <= 1e150
            };
            if !fits {
                return Err(ScanError::Position { place, geographic: round });
            }
        }
        let mut order: Vec<u32> = (0..coordinates.len() as u32).collect();
        let key = |place: u32| coordinates[place as usize].map(|number| number + 0.0);
        order.sort_by(|a, b| {
            let ([a0, a1], [b0, b1]) = (key(*a), key(*b));
            a0.total_cmp(&b0).then(a1.total_cmp(&b1)).then(a.cmp(b))
        });
        let (mut positions, mut members) = (Vec::new(), Vec::<Vec<u32>>::new());
        let mut of_place = vec![0; coordinates.len()];
        let mut last = None;
        for place in order {
            let here = key(place);
            if last != Some(here) {
                positions.push(position(here, round));
                members.push(Vec::new());
                last = Some(here);
            }
            of_place[place as usize] = members.len() as u32 - 1;
            if let Some(there) = members.last_mut() {
                there.push(place);
            }
        }
        Ok(Self { positions, round, places: members, of_place })
    }

    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// The distance of two points in kilometres (or in the unit of flat coordinates).
    pub(super) fn distance(&self, a: u32, b: u32) -> f64 {
        let chord = chord(&self.positions[a as usize], &self.positions[b as usize]);
        if self.round { 2.0 * EARTH_KM * (chord / (2.0 * EARTH_KM)).min(1.0).asin() } else { chord }
    }
}

/// On the sphere, straight distances order points like those along great circles, and are cheaper.
fn position([first, second]: [f64; 2], round: bool) -> [f64; 3] {
    if !round {
        return [first, second, 0.0];
    }
    let ((sin_lat, cos_lat), (sin_lon, cos_lon)) =
        (first.to_radians().sin_cos(), second.to_radians().sin_cos());
    [EARTH_KM * cos_lat * cos_lon, EARTH_KM * cos_lat * sin_lon, EARTH_KM * sin_lat]
}

fn chord(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    (x * x + y * y + z * z).sqrt()
}

/// For each point the order in which the others enter its circle.
#[derive(Debug, Clone)]
pub(super) struct Zones {
    neighbours: Vec<u32>,
    starts: Vec<usize>,
    /// Number of circles.
    pub(super) number: usize,
}

impl Zones {
    /// Circles up to a radius, and up to a share of the size of all points. A point that is too large by itself has none.
    ///
    /// O(n²) distances and O(n m log m) comparisons for n points with m neighbours each.
    pub(super) fn new(
        points: &Points,
        radius: Option<f64>,
        sizes: &[f64],
        share: f64,
    ) -> Result<Self, ScanError> {
        let largest = sizes.iter().sum::<f64>() * share * (1.0 + 1e-12);
        // Straight through the sphere, and a little more than the radius: points at it belong to the circle.
        let reach = radius.map_or(f64::INFINITY, |radius| {
            let arc = radius + SAME_KM * (1.0 + radius);
            let half_turn = std::f64::consts::PI * EARTH_KM;
            if !points.round {
                arc
            } else if arc >= half_turn {
                f64::INFINITY
            } else {
                2.0 * EARTH_KM * (arc / (2.0 * EARTH_KM)).sin()
            }
        });
        let mut zones = Self { neighbours: Vec::new(), starts: vec![0], number: 0 };
        let mut near: Vec<(f64, u32)> = Vec::new();
        for centre in &points.positions {
            near.clear();
            near.extend(
                points
                    .positions
                    .iter()
                    .zip(0..)
                    .map(|(other, number)| (chord(centre, other), number))
                    .filter(|(distance, _)| *distance <= reach),
            );
            near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            zones.add(&near, sizes, largest);
            if zones.neighbours.len() > NEIGHBOURS_MAX {
                return Err(ScanError::TooManyZones);
            }
        }
        zones.neighbours.shrink_to_fit();
        Ok(zones)
    }

    fn add(&mut self, near: &[(f64, u32)], sizes: &[f64], largest: f64) {
        let mut size = 0.0;
        let mut rest = near;
        while let Some((first, _)) = rest.first() {
            let equal =
                rest.iter().take_while(|(distance, _)| *distance - first <= SAME_KM * (1.0 + first)).count();
            let (together, others) = rest.split_at(equal);
            size += together.iter().map(|(_, number)| sizes[*number as usize]).sum::<f64>();
            if size > largest {
                break;
            }
            self.neighbours.extend(together.iter().map(|(_, number)| number | OPEN));
            if let Some(last) = self.neighbours.last_mut() {
                *last &= !OPEN;
            }
            self.number += 1;
            rest = others;
        }
        self.starts.push(self.neighbours.len());
    }

    /// The neighbours of a centre in their order, itself first, each with whether a circle is complete with it.
    pub(super) fn around(
        &self,
        centre: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, bool)> + Clone + '_ {
        self.range(centre).map(|at| self.at(at))
    }

    /// The numbers of a centre's neighbours in the list of all.
    pub(super) fn range(&self, centre: usize) -> std::ops::Range<usize> {
        self.starts[centre]..self.starts[centre + 1]
    }

    /// A neighbour of the list of all, and whether a circle is complete with it.
    #[inline]
    pub(super) fn at(&self, number: usize) -> (usize, bool) {
        let entry = self.neighbours[number];
        ((entry & !OPEN) as usize, entry & OPEN == 0)
    }

    /// The neighbours with these numbers.
    #[inline]
    pub(super) fn some(
        &self,
        numbers: std::ops::Range<usize>,
    ) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.neighbours[numbers].iter().map(|entry| (entry & !OPEN) as usize)
    }

    /// How many centres there are.
    pub(super) fn centres(&self) -> usize {
        self.starts.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(points: &[[f64; 2]]) -> Points {
        Points::new(&Places::Flat(points.to_vec())).unwrap()
    }

    fn circles(zones: &Zones, centre: usize) -> Vec<Vec<usize>> {
        let (mut members, mut circles) = (Vec::new(), Vec::new());
        for (number, complete) in zones.around(centre) {
            members.push(number);
            if complete {
                circles.push(members.clone());
            }
        }
        circles
    }

    #[test]
    fn circles_grow_by_distance_and_what_is_equally_far_enters_together() {
        let points = flat(&[[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [3.0, 0.0]]);
        // In order of coordinates: -1, 0, 1, 3.
        let zones = Zones::new(&points, None, &[1.0; 4], 1.0).unwrap();
        assert_eq!(circles(&zones, 1), [vec![1], vec![1, 0, 2], vec![1, 0, 2, 3]]);
        assert_eq!(zones.number, 4 + 3 + 3 + 4);
    }

    #[test]
    fn a_circle_ends_at_its_radius_and_at_its_share() {
        let points = flat(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]);
        let by_radius = Zones::new(&points, Some(1.0), &[1.0; 4], 1.0).unwrap();
        assert_eq!(circles(&by_radius, 0), [vec![0], vec![0, 1]]);
        let by_share = Zones::new(&points, None, &[3.0, 1.0, 1.0, 1.0], 0.5).unwrap();
        assert_eq!(circles(&by_share, 0), [vec![0]]);
        assert_eq!(circles(&by_share, 3), [vec![3], vec![3, 2], vec![3, 2, 1]]);
        let too_large = Zones::new(&points, None, &[4.0, 1.0, 1.0, 1.0], 0.5).unwrap();
        assert!(circles(&too_large, 0).is_empty());
    }

    #[test]
    fn places_at_one_point_are_one() {
        let points = flat(&[[5.0, 0.0], [1.0, 1.0], [5.0, -0.0]]);
        assert_eq!(points.places, [vec![1], vec![0, 2]]);
        assert_eq!(points.of_place, [1, 0, 1]);
    }

    #[test]
    fn distances_are_those_of_great_circles() {
        // A quarter of the equator, and from pole to pole.
        let places = vec![[0.0, 0.0], [0.0, 90.0], [90.0, 0.0], [-90.0, 0.0]];
        let points = Points::new(&Places::Geographic(places)).unwrap();
        let at = |place: usize| points.of_place[place];
        let quarter = std::f64::consts::FRAC_PI_2 * EARTH_KM;
        assert!((points.distance(at(0), at(1)) - quarter).abs() < 1e-6);
        assert!((points.distance(at(2), at(3)) - 2.0 * quarter).abs() < 1e-4);
    }

    #[test]
    fn what_is_no_coordinate_is_refused() {
        let place =
            |place| Points::new(&Places::Geographic(vec![[48.0, 11.0], place])).map(|points| points.len());
        assert_eq!(place([91.0, 0.0]), Err(ScanError::Position { place: 1, geographic: true }));
        assert_eq!(place([f64::NAN, 0.0]), Err(ScanError::Position { place: 1, geographic: true }));
        let flat = Points::new(&Places::Flat(vec![[f64::INFINITY, 0.0]])).map(|points| points.len());
        assert_eq!(flat, Err(ScanError::Position { place: 0, geographic: false }));
    }
}
