//! An invented city of 6 by 4.5 kilometres with two years of reports: the same on every machine.

#![allow(clippy::expect_used, reason = "a drawing that cannot be made fails loudly")]

use analysis::{knox::Event, local::Neighbours, random::Stream};

/// Corners of the map, in metres.
pub(crate) const SIZE: [f64; 2] = [6_000.0, 4_500.0];
/// Days of reports.
pub(crate) const DAYS: i32 = 728;
/// A month of four weeks, so that all are equally long.
pub(crate) const MONTH: i32 = 28;
/// Distance between the middles of neighbouring hexagons.
const APART: f64 = 300.0;

/// A place where more happens than elsewhere.
struct Spot {
    middle: [f64; 2],
    /// Reports of a month, by its number.
    rate: fn(f64) -> f64,
}

/// How far the reports of a spot lie from its middle, in metres.
const DEVIATION: f64 = 250.0;

const SPOTS: [Spot; 4] = [
    Spot { middle: [3_000.0, 2_300.0], rate: |_| 100.0 },
    Spot { middle: [1_400.0, 3_100.0], rate: |month| 72.0 + 2.2 * month },
    Spot { middle: [4_700.0, 1_200.0], rate: |month| 128.0 - 2.2 * month },
    Spot { middle: NEW_SPOT, rate: |month| if month >= 22.0 { 100.0 } else { 2.0 } },
];

/// Where something is new in the last four months.
pub(crate) const NEW_SPOT: [f64; 2] = [4_500.0, 3_500.0];

/// Reports with place and day: some anywhere, some at the spots.
pub(crate) fn reports() -> Vec<Event> {
    let mut stream = Stream::new(2_026, 0);
    let mut reports = Vec::new();
    for month in 0..DAYS / MONTH {
        let anywhere = 150 + stream.below(30);
        for _ in 0..anywhere {
            reports.push(anywhere_in(&mut stream, month));
        }
        for Spot { middle, rate } in SPOTS {
            // A whole number with the wanted mean and some scatter.
            let rate = rate(f64::from(month)) * (0.85 + 0.3 * stream.unit());
            for _ in 0..rate.round() as u32 {
                let place = middle.map(|c| c + DEVIATION * bell(&mut stream));
                reports.push(Event { place, time: day(&mut stream, month) });
            }
        }
    }
    reports.retain(|report| (0..2).all(|axis| (0.0..SIZE[axis]).contains(&report.place[axis])));
    reports
}

/// Burglaries anywhere, and after one in six another one near it within days.
pub(crate) fn burglaries() -> Vec<Event> {
    let mut stream = Stream::new(2_026, 2);
    let mut burglaries: Vec<Event> = (0..DAYS / MONTH)
        .flat_map(|month| (0..55).map(move |_| month))
        .map(|month| anywhere_in(&mut stream, month))
        .collect();
    for first in burglaries.clone() {
        if stream.below(6) == 0 && first.time + 10 < DAYS {
            let place = first.place.map(|c| c + 60.0 * bell(&mut stream));
            burglaries.push(Event { place, time: first.time + 1 + stream.below(9) as i32 });
        }
    }
    burglaries
}

fn anywhere_in(stream: &mut Stream, month: i32) -> Event {
    let place = [stream.unit() * SIZE[0], stream.unit() * SIZE[1]];
    Event { place, time: day(stream, month) }
}

fn day(stream: &mut Stream, month: i32) -> i32 {
    month * MONTH + stream.below(MONTH as u32) as i32
}

/// Nearly normal: the sum of twelve even numbers less six. No function whose last digit depends on the machine.
fn bell(stream: &mut Stream) -> f64 {
    (0..12).map(|_| stream.unit()).sum::<f64>() - 6.0
}

/// The hexagons that cover the city.
pub(crate) struct Hexagons {
    columns: usize,
    rows: usize,
}

impl Hexagons {
    pub(crate) fn new() -> Self {
        Self { columns: (SIZE[0] / APART) as usize + 1, rows: (SIZE[1] / Self::height()) as usize + 1 }
    }

    fn height() -> f64 {
        APART * 0.866_025_4
    }

    pub(crate) fn count(&self) -> usize {
        self.columns * self.rows
    }

    pub(crate) fn middle(&self, cell: usize) -> [f64; 2] {
        let (column, row) = (cell % self.columns, cell / self.columns);
        let shift = if row % 2 == 0 { 0.0 } else { 0.5 };
        [(column as f64 + shift) * APART, row as f64 * Self::height()]
    }

    pub(crate) fn corners(&self, cell: usize) -> Vec<[f64; 2]> {
        let [x, y] = self.middle(cell);
        let (half, low, high) = (APART / 2.0, Self::height() / 3.0, Self::height() * 2.0 / 3.0);
        [[0.0, high], [half, low], [half, -low], [0.0, -high], [-half, -low], [-half, low]]
            .map(|[dx, dy]| [x + dx, y + dy])
            .to_vec()
    }

    /// The hexagon in which a place lies: the one whose middle is nearest.
    pub(crate) fn of(&self, place: [f64; 2]) -> usize {
        let square = |cell: usize| {
            let [x, y] = self.middle(cell);
            (x - place[0]).powi(2) + (y - place[1]).powi(2)
        };
        (0..self.count()).min_by(|&a, &b| square(a).total_cmp(&square(b))).unwrap_or(0)
    }

    pub(crate) fn neighbours(&self) -> Neighbours {
        let near = APART * 1.01;
        let middles: Vec<[f64; 2]> = (0..self.count()).map(|cell| self.middle(cell)).collect();
        Neighbours::within(&middles, near).expect("the hexagons lie on a plane")
    }
}
