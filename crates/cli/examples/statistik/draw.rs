//! One picture for each method, from its real output.

#![allow(clippy::expect_used, reason = "a drawing that cannot be made fails loudly")]

use analysis::{
    density::{DensityOptions, Edge, Grid, density},
    effect::{self, Choice, Measure},
    hitrate::{BackTestPlan, back_test},
    knox::{Event, KnoxOptions, knox},
    local::{self, Heat, gi_star},
    scan::{Cases, Model, Options, Places, Study, Windows, scan},
    series::{EarsMethod, EarsOptions, FarringtonOptions, Threshold, ears, farrington},
    trend::{Class, TrendOptions, trends},
};
use charts::{
    Axis, Curve, HeatCell, HeatRow, Interval, LEVELS, Look, Names, Place, Shape, Step, Tick, curves,
    expected_band, heat_table, intervals, places, standalone,
};

use crate::city::{DAYS, Hexagons, MONTH, NEW_SPOT, SIZE, burglaries, reports};

/// File names with their drawings.
pub(crate) fn pictures() -> Vec<(&'static str, String)> {
    let reports = reports();
    let pictures = [
        ("scan.svg", cluster(&reports)),
        ("hotspots.svg", hot_cells(&reports)),
        ("trend.svg", classes(&reports)),
        ("dichte.svg", surface(&reports)),
        ("reihe-tage.svg", days(&reports)),
        ("reihe-wochen.svg", weeks()),
        ("nahe-wiederholungen.svg", near_repeats()),
        ("wirkung.svg", measure()),
        ("treffer.svg", hits(&reports)),
    ];
    pictures.map(|(name, svg)| (name, standalone(&svg))).to_vec()
}

/// A number as it is written in German.
fn german(number: f64, digits: usize) -> String {
    // A minus of typographic width, and none before 0.
    let text = format!("{number:.digits$}").replace('.', ",");
    if text.trim_matches(['-', '0', ',']).is_empty() {
        text.replace('-', "")
    } else {
        text.replace('-', "−")
    }
}

/// The shade of a value among others, the largest of which has the darkest.
fn shade(value: f64, most: f64) -> u8 {
    (value / most * f64::from(LEVELS)).ceil().clamp(0.0, f64::from(LEVELS)) as u8
}

/// Counts of each hexagon in each month.
fn months(reports: &[Event], hexagons: &Hexagons) -> Vec<Vec<u32>> {
    let mut months = vec![vec![0; hexagons.count()]; (DAYS / MONTH) as usize];
    for report in reports {
        months[(report.time / MONTH) as usize][hexagons.of(report.place)] += 1;
    }
    months
}

fn map(shapes: &[Place], label: &str) -> String {
    places(shapes, [-150.0, -150.0], [SIZE[0] + 150.0, SIZE[1] + 150.0], label)
}

/// Nine days after something new began: half a year of cases in hexagons, scanned to the last of them.
fn cluster(reports: &[Event]) -> String {
    let hexagons = Hexagons::new();
    let (first, end) = (22 * MONTH - 171, 22 * MONTH + 9);
    let seen = || reports.iter().filter(|report| (first..end).contains(&report.time));
    let case = |report: &Event| Cases::new(hexagons.of(report.place) as u32, (report.time - first) as u32, 1);
    let middles: Vec<[f64; 2]> = (0..hexagons.count()).map(|cell| hexagons.middle(cell)).collect();
    let study = Study {
        places: Places::Flat(middles.clone()),
        intervals: (end - first) as usize,
        cases: seen().map(case).collect(),
        model: Model::SpaceTimePermutation,
    };
    let options = Options {
        windows: Windows::Prospective { longest: 21, since: None },
        max_radius: Some(1_000.0),
        seed: 1,
        ..Options::default()
    };
    let found = scan(&study, &options, &|_| {}).expect("the city can be scanned");
    let strongest = &found.clusters[0];
    let ground = (0..hexagons.count()).map(|cell| Place {
        shape: Shape::Area(hexagons.corners(cell)),
        look: Look::Level(0),
        label: None,
    });
    let lately = seen().filter(|report| report.time - first >= strongest.start as i32);
    let dots =
        lately.map(|report| Place { shape: Shape::Dot(report.place), look: Look::Level(6), label: None });
    let days = strongest.end - strongest.start + 1;
    let label = format!(
        "{} Meldungen in {days} Tagen, erwartet {}, p {}",
        strongest.observed,
        german(strongest.expected, 1),
        german(strongest.p.unwrap_or(1.0), 3)
    );
    let circle = Shape::Circle(middles[strongest.center], strongest.radius + 150.0);
    let circle = Place { shape: circle, look: Look::Marked, label: Some(label) };
    map(
        &ground.chain(dots).chain([circle]).collect::<Vec<_>>(),
        "Meldungen der letzten Tage; ein Kreis um die Stelle, an der etwas neu ist.",
    )
}

fn hot_cells(reports: &[Event]) -> String {
    let hexagons = Hexagons::new();
    let counts: Vec<f64> = months(reports, &hexagons)[25].iter().map(|&count| f64::from(count)).collect();
    let found =
        gi_star(&counts, &hexagons.neighbours(), &local::Options::default()).expect("the city has hexagons");
    let most = counts.iter().copied().fold(0.0, f64::max);
    let hot = |cell: usize| found.cells[cell].heat == Heat::Hot;
    let place = |cell: usize, look| Place {
        shape: Shape::Area(hexagons.corners(cell)),
        look,
        label: Some(format!("{} Meldungen, q {}", counts[cell], german(found.cells[cell].q, 3))),
    };
    let all = (0..hexagons.count()).map(|cell| place(cell, Look::Level(shade(counts[cell], most))));
    let marked = (0..hexagons.count()).filter(|&cell| hot(cell)).map(|cell| place(cell, Look::Marked));
    map(
        &all.chain(marked).collect::<Vec<_>>(),
        "Meldungen eines Monats je Zelle; umrandet sind die Zellen, die auffallen.",
    )
}

fn name(class: Class) -> &'static str {
    match class {
        Class::Quiet => "unauffällig",
        Class::New => "neu",
        Class::Recent => "seit kurzem",
        Class::Growing => "wachsend",
        Class::Persistent => "dauerhaft",
        Class::Fading => "abklingend",
        Class::Sporadic => "wiederkehrend",
        Class::Former => "früher",
        Class::Passing => "vorübergehend",
    }
}

/// The busiest cell of each class over the months.
fn classes(reports: &[Event]) -> String {
    let hexagons = Hexagons::new();
    let months = months(reports, &hexagons);
    let found =
        trends(&months, &hexagons.neighbours(), &TrendOptions::default()).expect("the city has months");
    let most = months.iter().flatten().copied().max().unwrap_or(1);
    let busiest = |class: Class| {
        let of = (0..hexagons.count()).filter(|&cell| found.cells[cell].class == class);
        of.max_by_key(|&cell| (months.iter().map(|month| month[cell]).sum::<u32>(), cell))
    };
    let order = [
        Class::New,
        Class::Recent,
        Class::Growing,
        Class::Persistent,
        Class::Fading,
        Class::Sporadic,
        Class::Former,
        Class::Passing,
        Class::Quiet,
    ];
    let row = |class: Class| {
        let cell = busiest(class)?;
        let month = |(number, month): (usize, &Vec<u32>)| HeatCell {
            level: shade(f64::from(month[cell]), f64::from(most)),
            text: if found.cells[cell].hot[number] { "•".into() } else { String::new() },
            label: format!("Monat {}: {} Meldungen", number + 1, month[cell]),
        };
        Some(HeatRow { name: name(class).into(), cells: months.iter().enumerate().map(month).collect() })
    };
    let rows: Vec<HeatRow> = order.into_iter().filter_map(row).collect();
    let columns: Vec<String> = (1..=months.len()).map(|month| month.to_string()).collect();
    heat_table(
        &columns,
        &rows,
        "Zellen über 26 Monate mit ihrer Klasse; ein Punkt heißt: in diesem Monat auffällig.",
    )
}

fn surface(reports: &[Event]) -> String {
    let points: Vec<[f64; 2]> =
        reports.iter().filter(|report| report.time >= DAYS - MONTH).map(|report| report.place).collect();
    let grid = Grid { origin: [0.0, 0.0], cell: 75.0, columns: 80, rows: 60 };
    let found = density(&points, &grid, None, &DensityOptions { bandwidth: 250.0, edge: Edge::Even })
        .expect("the grid is right");
    let most = found.values.iter().copied().fold(0.0_f32, f32::max);
    let mut shapes = Vec::new();
    for (row, values) in found.values.chunks(grid.columns).enumerate() {
        let levels: Vec<u8> = values.iter().map(|&value| shade(f64::from(value), f64::from(most))).collect();
        // Cells of the same shade side by side are one box.
        let mut from = 0;
        for run in levels.chunk_by(|a, b| a == b) {
            // A little too wide and high: what comes next covers it, and no gap shines through.
            let corner =
                |column: usize, row: usize, more: f64| [column, row].map(|i| i as f64 * grid.cell + more);
            let shape = Shape::Box(corner(from, row, 0.0), corner(from + run.len(), row + 1, 5.0));
            shapes.push(Place { shape, look: Look::Level(run[0]), label: None });
            from += run.len();
        }
    }
    map(&shapes, "Dichte der Meldungen eines Monats als Fläche, die dunkelste Stelle in der Mitte.")
}

fn days(reports: &[Event]) -> String {
    let near = |report: &&Event| {
        let [x, y] = [0, 1].map(|axis| report.place[axis] - NEW_SPOT[axis]);
        x.hypot(y) < 600.0
    };
    let mut counts = vec![0_u32; DAYS as usize];
    reports.iter().filter(near).for_each(|report| counts[report.time as usize] += 1);
    let options = EarsOptions { baseline: 14, ..EarsOptions::new(EarsMethod::C2) };
    let found = ears(&counts, &options).expect("the series is long enough");
    let from = 574;
    let steps: Vec<Step> = found
        .steps
        .iter()
        .filter(|step| step.at >= from)
        .map(|step| Step {
            at: step.at as f64,
            observed: f64::from(step.observed),
            expected: Some(step.expected),
            upper: Some(step.upper),
            alarm: step.alarm,
            label: format!("Tag {}: {}, üblich bis {}", step.at + 1, step.observed, german(step.upper, 1)),
        })
        .collect();
    band(
        &steps,
        "Tag",
        28,
        "Tägliche Meldungen eines Quartiers mit dem Bereich des Üblichen; Alarme sind markiert.",
    )
}

fn band(steps: &[Step], unit: &str, every: usize, label: &str) -> String {
    let number = |at: f64| german(at, 0);
    let most = steps.iter().map(|step| step.observed.max(step.upper.unwrap_or(0.0))).fold(1.0, f64::max);
    let (from, to) = (steps.first().map_or(0.0, |step| step.at), steps.last().map_or(1.0, |step| step.at));
    let tick = |step: &Step| Tick { at: step.at, label: number(step.at + 1.0) };
    let ticks = steps.iter().step_by(every).map(tick).collect();
    let names = Names { observed: "gezählt", expected: "erwartet", usual: "üblich bis hier" };
    expected_band(
        steps,
        names,
        &Axis { title: unit.into(), from, to, ticks },
        &Axis::from_zero("Meldungen", most, number),
        label,
    )
}

/// Six years of weekly counts with season and trend, an outbreak that is over and one that begins.
fn weeks() -> String {
    let mut stream = analysis::random::Stream::new(2_026, 1);
    let season = [0, 0, 1, 2, 4, 6, 7, 7, 6, 4, 2, 1, 0];
    let count = |week: usize, stream: &mut analysis::random::Stream| {
        let usual = 6 + season[week % 52 / 4] + week as u32 / 80;
        let burst = if (150..154).contains(&week) || week >= 308 { 16 } else { 0 };
        // As many of twice the number as fall on one side: mean the number, variance half of it.
        (0..2 * (usual + burst)).filter(|_| stream.below(2) == 0).count() as u32
    };
    let counts: Vec<u32> = (0..312).map(|week| count(week, &mut stream)).collect();
    let options =
        FarringtonOptions { years: 3, threshold: Threshold::UpperMean, ..FarringtonOptions::default() };
    let step = |at: usize| {
        let judged = farrington(&counts, at, &options).expect("the series has enough years");
        Step {
            at: at as f64,
            observed: f64::from(judged.observed),
            expected: Some(judged.expected),
            upper: Some(judged.upper),
            alarm: judged.alarm,
            label: format!("Woche {}: {}, erwartet {}", at + 1, judged.observed, german(judged.expected, 1)),
        }
    };
    let steps: Vec<Step> = (208..312).map(step).collect();
    band(
        &steps,
        "Woche",
        26,
        "Wöchentliche Meldungen mit dem, was nach drei Jahren zu erwarten war; Alarme sind markiert.",
    )
}

fn near_repeats() -> String {
    let options = KnoxOptions {
        same_within: 5.0,
        distances: vec![100.0, 200.0, 400.0, 800.0],
        times: vec![7, 14, 28, 56],
        permutations: 999,
        seed: 1,
    };
    let found = knox(&burglaries(), &options).expect("the city has events");
    let columns: Vec<String> = ["0–7 Tage", "8–14 Tage", "15–28 Tage", "29–56 Tage"].map(Into::into).to_vec();
    let names = ["derselbe Ort", "bis 100 m", "bis 200 m", "bis 400 m", "bis 800 m"];
    let cell = |band: &analysis::knox::Band| HeatCell {
        // Three times as many are the darkest shade; bands that may be chance stay light.
        level: if band.q <= 0.05 { ((band.ratio - 1.0) * 4.0).ceil().clamp(2.0, 8.0) as u8 } else { 1 },
        text: format!("{}-mal{}", german(band.ratio, 2), if band.q <= 0.05 { " •" } else { "" }),
        label: format!("{} Paare, erwartet {}", band.observed, german(band.expected, 1)),
    };
    let rows = found.bands.chunks(4).zip(names).skip(1);
    let rows: Vec<HeatRow> = rows
        .map(|(bands, name)| HeatRow { name: name.into(), cells: bands.iter().map(cell).collect() })
        .collect();
    heat_table(&columns, &rows, "Paare von Ereignissen im Verhältnis zum Erwarteten, nach Abstand und Zeit.")
}

fn measure() -> String {
    let mut stream = analysis::random::Stream::new(2_026, 3);
    let mut series = |before: u32, after: u32| -> Vec<u32> {
        let count = |step: u32| if step < 52 { before } else { after };
        (0..78).map(|step| (0..2 * count(step)).filter(|_| stream.below(2) == 0).count() as u32).collect()
    };
    let (treated, control, around, beside) = (series(20, 13), series(20, 20), series(12, 12), series(12, 12));
    let measure = Measure {
        treated: &treated,
        control: &control,
        around: Some([&around, &beside]),
        start: 52,
        before: 26,
        after: 26,
        choice: Choice::LongRecord,
        control_chosen_before: true,
        alpha: 0.05,
    };
    let effect = effect::evaluate(&measure).expect("the series are long enough").effect;
    let row = |name: &str, part: effect::Part| {
        let margin = 1.96 * part.error;
        let range = [part.estimate - margin, part.estimate + margin];
        let [low, high] = range.map(|end| german(end, 0));
        Interval {
            name: name.into(),
            range,
            estimate: part.estimate,
            label: format!("{} ({low} bis {high})", german(part.estimate, 0)),
        }
    };
    let rows = [
        row("in der Fläche", effect.local),
        row("im Umfeld", effect.displaced),
        row("zusammen", effect.total),
    ];
    let ticks =
        (-6..=3).map(|i| Tick { at: f64::from(i) * 50.0, label: german(f64::from(i) * 50.0, 0) }).collect();
    let x = Axis {
        title: "Meldungen in 26 Wochen, weniger ← → mehr als ohne Maßnahme".into(),
        from: -300.0,
        to: 150.0,
        ticks,
    };
    intervals(&rows, &x, "Geschätzte Wirkung einer Maßnahme mit dem Bereich, in dem die wahre liegt.")
}

fn hits(reports: &[Event]) -> String {
    let hexagons = Hexagons::new();
    let weeks = (DAYS / 7) as usize;
    let mut history = vec![vec![0_u32; hexagons.count()]; weeks];
    reports.iter().for_each(|report| history[(report.time / 7) as usize][hexagons.of(report.place)] += 1);
    let shares: Vec<f64> = (1..=20).map(|i| f64::from(i) / 100.0).collect();
    let plan = BackTestPlan { learn: 52, ahead: 2, every: 2, shares: shares.clone() };
    // What happened lately counts more: each week half as much as eight weeks later.
    let lately = |past: &[Vec<u32>]| {
        let mut scores = vec![0.0; hexagons.count()];
        for week in past {
            scores
                .iter_mut()
                .zip(week)
                .for_each(|(score, &count)| *score = *score * 0.917 + f64::from(count));
        }
        scores
    };
    let found =
        back_test(&history, &vec![1.0; hexagons.count()], &plan, lately).expect("the history is long enough");
    let curve = |name: &str, hit: &dyn Fn(usize) -> f64| {
        let points = shares.iter().enumerate().map(|(i, &share)| (share * 100.0, hit(i) * 100.0));
        Curve { name: name.into(), points: [(0.0, 0.0)].into_iter().chain(points).collect() }
    };
    let lines = [
        curve("Rangfolge", &|i| found.shares[i].tried.hits),
        curve("Bestmögliches", &|i| found.shares[i].tried.hits / found.shares[i].tried.pei),
        curve("langer Bestand", &|i| found.shares[i].record.hits),
        curve("Zufall", &|i| shares[i]),
    ];
    let percent = |at: f64| format!("{} %", german(at, 0));
    let most = lines.iter().flat_map(|line| line.points.iter().map(|point| point.1)).fold(0.0, f64::max);
    let (x, y) = (
        Axis::from_zero("Anteil der Fläche", 20.0, percent),
        Axis::from_zero("getroffene Meldungen", most, percent),
    );
    curves(
        &lines,
        &x,
        &y,
        "Anteil der getroffenen Meldungen nach dem Anteil der Fläche, für vier Rangfolgen.",
    )
}
