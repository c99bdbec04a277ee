//! A seeded city to measure on: reports over three years on 226 km² with busy places, near repeats and emerging spots.

use analysis::{knox::Event, local::Neighbours, random::Stream};

/// Side of the square, in metres.
pub(crate) const SIDE: f64 = 15_033.0;
/// Days of the history.
pub(crate) const DAYS: u32 = 1_096;

/// Reports: 55 % anywhere, 30 % in sixty busy places, 10 % near repeats (100 m and 7 days on average), 5 % in five spots of
/// 400 m in the last three weeks.
pub(crate) fn reports(count: usize) -> Vec<Event> {
    let mut stream = Stream::new(20_240_601, count as u64);
    let places: Vec<[f64; 3]> = (0..60)
        .map(|_| [stream.unit() * SIDE, stream.unit() * SIDE, 150.0 + 250.0 * stream.unit()])
        .collect();
    let spots: Vec<[f64; 2]> = (0..5).map(|_| [stream.unit() * SIDE, stream.unit() * SIDE]).collect();
    let mut reports: Vec<Event> = Vec::with_capacity(count);
    for number in 0..count {
        let day = stream.below(DAYS) as i32;
        let kind = number % 20;
        let event = match kind {
            0..11 => Event { place: [stream.unit() * SIDE, stream.unit() * SIDE], time: day },
            11..17 => {
                // The busier a place, the smaller its number.
                let chosen = (stream.unit() * stream.unit() * places.len() as f64) as usize;
                let [x, y, deviation] = places[chosen];
                let [dx, dy] = normal(&mut stream);
                Event { place: [x + dx * deviation, y + dy * deviation], time: day }
            }
            17..19 => {
                let first = reports[stream.below(number as u32) as usize];
                let [dx, dy] = direction(&mut stream);
                let (far, later) = (100.0 * exponential(&mut stream), 7.0 * exponential(&mut stream));
                let time = (first.time + later as i32).min(DAYS as i32 - 1);
                Event { place: [first.place[0] + dx * far, first.place[1] + dy * far], time }
            }
            _ => {
                let [x, y] = spots[stream.below(5) as usize];
                let [dx, dy] = direction(&mut stream);
                let far = 400.0 * stream.unit().sqrt();
                Event { place: [x + dx * far, y + dy * far], time: DAYS as i32 - 1 - stream.below(21) as i32 }
            }
        };
        reports.push(Event { place: event.place.map(reflect), ..event });
    }
    reports
}

/// Counts in hexagons with these distances between their middles, and which are neighbours.
#[expect(clippy::expect_used, reason = "a measurement may fail loudly")]
pub(crate) fn hexagons(reports: &[Event], distance: f64) -> (Vec<f64>, Neighbours) {
    // Rows are offset by half a hexagon; the middle nearest to a place is its hexagon.
    let height = distance * 3.0_f64.sqrt() / 2.0;
    let (columns, rows) = ((SIDE / distance) as i64 + 1, (SIDE / height) as i64 + 1);
    let middle = |column: i64, row: i64| {
        [(column as f64 + if row % 2 == 0 { 0.0 } else { 0.5 }) * distance, row as f64 * height]
    };
    let mut counts = vec![0.0; (columns * rows) as usize];
    for report in reports {
        let [x, y] = report.place;
        let row = (y / height).round() as i64;
        let column = (x / distance).round() as i64;
        let near = (-1..=1).flat_map(|up| (-1..=1).map(move |across| (column + across, row + up)));
        let inside = near.filter(|&(column, row)| (0..columns).contains(&column) && (0..rows).contains(&row));
        let far = |&(column, row): &(i64, i64)| {
            let [mx, my] = middle(column, row);
            (mx - x).hypot(my - y)
        };
        if let Some((column, row)) = inside.min_by(|a, b| far(a).total_cmp(&far(b))) {
            counts[(row * columns + column) as usize] += 1.0;
        }
    }
    let around = |cell: i64| {
        let (column, row) = (cell % columns, cell / columns);
        let left = if row % 2 == 0 { column - 1 } else { column };
        let places = [
            (column - 1, row),
            (column + 1, row),
            (left, row - 1),
            (left + 1, row - 1),
            (left, row + 1),
            (left + 1, row + 1),
        ];
        let inside =
            move |&(column, row): &(i64, i64)| (0..columns).contains(&column) && (0..rows).contains(&row);
        places
            .into_iter()
            .filter(inside)
            .map(move |(column, row)| (row * columns + column) as usize)
            .collect::<Vec<_>>()
    };
    let neighbours =
        Neighbours::new((0..columns * rows).map(around)).expect("hexagons have right neighbours");
    (counts, neighbours)
}

/// Weekly counts with season, trend and a few outbreaks.
pub(crate) fn series(count: usize, weeks: usize) -> Vec<Vec<u32>> {
    (0..count)
        .map(|number| {
            let mut stream = Stream::new(7, number as u64);
            let (level, trend) = (0.5 + 12.0 * stream.unit().powi(2), 0.004 * (stream.unit() - 0.4));
            let outbreak = stream.below(weeks as u32) as usize;
            (0..weeks)
                .map(|week| {
                    let season = 1.0 + 0.4 * (week as f64 * std::f64::consts::TAU / 52.0).sin();
                    let burst = if week.abs_diff(outbreak) < 3 { 3.0 } else { 1.0 };
                    // Variance over mean of about 1.5: a Poisson count whose mean is itself uneven.
                    let uneven = 0.5 + stream.unit();
                    poisson(&mut stream, level * season * burst * uneven * (trend * week as f64).exp())
                })
                .collect()
        })
        .collect()
}

fn poisson(stream: &mut Stream, mean: f64) -> u32 {
    let mut product = stream.unit();
    let limit = (-mean).exp();
    let mut count = 0;
    while product > limit {
        product *= stream.unit();
        count += 1;
    }
    count
}

fn normal(stream: &mut Stream) -> [f64; 2] {
    let radius = (2.0 * exponential(stream)).sqrt();
    direction(stream).map(|side| side * radius)
}

fn exponential(stream: &mut Stream) -> f64 {
    -(1.0 - stream.unit()).ln()
}

fn direction(stream: &mut Stream) -> [f64; 2] {
    let angle = stream.unit() * std::f64::consts::TAU;
    [angle.cos(), angle.sin()]
}

/// What would lie outside lies as far inside.
fn reflect(coordinate: f64) -> f64 {
    let positive = coordinate.abs();
    (SIDE - (SIDE - positive).abs()).clamp(0.0, SIDE - 1e-6)
}
