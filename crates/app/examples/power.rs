//! How soon the search finds what was planted, how often it finds what is not there, and how its findings compare with the
//! two simplest maps; printed as the tables of `docs/statistik.md`.
//!
//! `cargo run -p app --example power [planted|honest|hits]`: the invented city's noise; with `LAGENETZ_REFERENCE_DATA` also
//! the parking offences of one kind in Cologne 2021. `LAGENETZ_POWER_DAYS=60` for a short one.

// A trial prints, and may stop at the first error.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use analysis::{
    hitrate::{BackTest, BackTestPlan},
    random::Stream,
};
use app::{App, Event, SeededChance, SetClock, Setup, Trial, back_tests};
use domain::{
    charter::Charter,
    finding::{Cluster, Scope},
    time::{Day, Timestamp},
};
use h3o::{CellIndex, Resolution};

/// 25 November 2026, noon.
const NOW: Timestamp = Timestamp(1_795_604_400_000);
/// Reports planted over two weeks within about 250 metres.
const PLANTED: [u32; 4] = [6, 10, 15, 25];
/// Days over which they are planted.
const PLANTED_DAYS: u32 = 14;
/// Days after the first planted one in which a finding counts.
const WITHIN: i32 = 21;
/// How often each is planted, at places and days drawn by lot.
const TIMES: u32 = 12;
/// Shares of the area.
const SHARES: [f64; 3] = [0.01, 0.02, 0.05];

struct Data {
    name: &'static str,
    events: Vec<Event>,
    /// Nights of the trial.
    first: i32,
    last: i32,
}

/// Prints one of the tables.
type Table = fn(&Charter, &[Data]);

#[tokio::main]
async fn main() {
    let charter = Charter::parse(app::demo::CHARTER).unwrap();
    let days: i32 = std::env::var("LAGENETZ_POWER_DAYS").ok().and_then(|d| d.parse().ok()).unwrap_or(180);
    let mut all = vec![demo(days).await];
    match std::env::var_os("LAGENETZ_REFERENCE_DATA") {
        Some(folder) => all.push(cologne(&PathBuf::from(folder), days)),
        None => println!("LAGENETZ_REFERENCE_DATA nennt keinen Ordner: ohne Köln.\n"),
    }
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let tables: [(&str, Table); 3] = [("planted", planted), ("honest", honest), ("hits", hits)];
    for (name, table) in
        tables.into_iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|a| a == name))
    {
        println!("<!-- {name}, {days} Nächte -->\n");
        table(&charter, &all);
    }
}

fn scope() -> Scope {
    Scope::Unit { partner: "stadt".parse().unwrap(), unit: "ordnungsamt".parse().unwrap() }
}

async fn demo(days: i32) -> Data {
    let dir = tempfile::tempdir().unwrap();
    let setup = Setup {
        url: format!("sqlite://{}", dir.path().join("demo.db").display()),
        readers: 2,
        clock: Arc::new(SetClock::at(NOW)),
        chance: Arc::new(SeededChance::new([3; 32])),
        demo: true,
        charter: Some(app::demo::CHARTER.to_owned()),
    };
    let app = App::open(setup).await.unwrap();
    let today = NOW.day(&app.zone());
    app::demo::create(&app, 1, today.date()).await.unwrap();
    let mut events = app.trial_events(&scope(), &"laerm".parse().unwrap()).await.unwrap();
    // The invented city's own hotspot is no chance; the trial ends before it begins.
    let last = today.0 - 25;
    events.retain(|(day, _)| day.0 <= last);
    app.close().await.unwrap();
    Data { name: "Demo, Lärm", events, first: last - days + 1, last }
}

/// Offences of one kind, of which there are about as many as of a frequent kind of report.
fn cologne(folder: &Path, days: i32) -> Data {
    let file = folder.join("cologne-fines/fines-2021.csv.gz");
    let mut unpacked = Command::new("gzip").arg("-dc").arg(file).stdout(Stdio::piped()).spawn().unwrap();
    let mut text = String::new();
    unpacked.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    unpacked.wait().unwrap();
    let mut events = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(';').collect();
        let [at, _, _, "141245", lat, lon] = fields[..] else { continue };
        let (Ok(lat), Ok(lon)) = (lat.parse::<f64>(), lon.parse::<f64>()) else { continue };
        // About one geocode of a hundred lies outside the city.
        if !(50.82..51.09).contains(&lat) || !(6.77..7.17).contains(&lon) {
            continue;
        }
        let day = Day::of(at[..10].parse().unwrap());
        events.extend(App::trial_cell(lon, lat).map(|cell| (day, cell)));
    }
    let last = events.iter().map(|(day, _)| day.0).max().unwrap();
    Data { name: "Köln, Parkverstöße einer Art", events, first: last - days + 1, last }
}

/// Planted clusters: how many are found, and after how many days.
fn planted(charter: &Charter, all: &[Data]) {
    println!("| Daten | gepflanzt in 14 Tagen | gefunden | Tage bis zum Befund (Mitte) | am Ort erwartet |");
    println!("|---|---:|---:|---:|---:|");
    for data in all {
        for number in PLANTED {
            let mut stream = Stream::new(7, number.into());
            let (mut after, mut expected) = (Vec::new(), Vec::new());
            for _ in 0..TIMES {
                let start = data.first + stream.below((data.last - data.first - WITHIN) as u32) as i32;
                let (_, at) = data.events[stream.below(data.events.len() as u32) as usize];
                let middle = at.parent(Resolution::Nine).unwrap();
                let around: Vec<CellIndex> = middle
                    .grid_disk::<Vec<_>>(1)
                    .into_iter()
                    .flat_map(|nine| nine.children(Resolution::Eleven))
                    .collect();
                let near: Vec<CellIndex> = around
                    .into_iter()
                    .filter(|cell| cell.grid_distance(at).is_ok_and(|steps| steps <= 5))
                    .collect();
                let usual: BTreeSet<CellIndex> = middle.grid_disk::<Vec<_>>(1).into_iter().collect();
                let nine = |cell: CellIndex| cell.parent(Resolution::Nine).unwrap();
                let here = data.events.iter().filter(|(day, cell)| {
                    day.0 < start && day.0 > start - 365 && usual.contains(&nine(*cell))
                });
                let past = (start - data.events.iter().map(|(day, _)| day.0).min().unwrap()).clamp(1, 365);
                expected.push(here.count() as f64 * f64::from(PLANTED_DAYS) / f64::from(past));
                let mut events = data.events.clone();
                for _ in 0..number {
                    let day = Day(start + stream.below(PLANTED_DAYS) as i32);
                    events.push((day, near[stream.below(near.len() as u32) as usize]));
                }
                // Two weeks before, so that what goes on there already is no news.
                let trial = Trial::new(charter, scope(), events);
                let found = trial.nights(start - 1..=start + WITHIN);
                let is_it = |(night, cluster): &&(Day, Cluster)| {
                    night.0 >= start && cluster.cells.iter().any(|cell| usual.contains(cell))
                };
                after.extend(found.iter().find(is_it).map(|(night, _)| night.0 - start + 1));
            }
            after.sort_unstable();
            let middle = after.get(after.len() / 2).map_or("–".to_owned(), ToString::to_string);
            let usual = expected.iter().sum::<f64>() / expected.len() as f64;
            println!("| {} | {number} | {} von {TIMES} | {middle} | {usual:.1} |", data.name, after.len());
        }
    }
    println!();
}

/// Findings in the same reports with their days dealt anew: none of them is one.
fn honest(charter: &Charter, all: &[Data]) {
    println!(
        "| Daten | Nächte | Meldungen im Jahr | Befunde in ausgewürfelten Daten | im Jahr | Befunde in den Daten |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    for data in all {
        let nights = data.last - data.first + 1;
        let mut shuffled = data.events.clone();
        let mut stream = Stream::new(11, 1);
        for number in (1..shuffled.len()).rev() {
            let other = stream.below(number as u32 + 1) as usize;
            let day = shuffled[number].0;
            shuffled[number].0 = shuffled[other].0;
            shuffled[other].0 = day;
        }
        let announced =
            |events: Vec<Event>| Trial::new(charter, scope(), events).nights(data.first..=data.last).len();
        let (false_ones, real) = (announced(shuffled), announced(data.events.clone()));
        let in_a_year = data.events.iter().filter(|(day, _)| day.0 > data.last - 365).count();
        let a_year = false_ones as f64 * 365.0 / f64::from(nights);
        println!("| {} | {nights} | {in_a_year} | {false_ones} | {a_year:.1} | {real} |", data.name);
    }
    println!();
}

/// Hit rates of three rankings of the cells, for the four weeks after.
fn hits(charter: &Charter, all: &[Data]) {
    println!("| Daten | Reihenfolge | PAI 1 % | PAI 2 % | PAI 5 % | PEI 1 % | PEI 2 % | PEI 5 % |");
    println!("|---|---|---:|---:|---:|---:|---:|---:|");
    for data in all {
        let first = data.events.iter().map(|(day, _)| day.0).min().unwrap().max(data.last - 3 * 365);
        let steps = ((data.last - first + 1) / 7) as usize;
        let from = data.last + 1 - steps as i32 * 7;
        let nine = |cell: CellIndex| cell.parent(Resolution::Nine).unwrap();
        let seen: BTreeSet<CellIndex> = data.events.iter().map(|(_, cell)| nine(*cell)).collect();
        // The area is every cell with a report in all the years, and those around it.
        let cells: BTreeSet<CellIndex> =
            seen.iter().flat_map(|cell| cell.grid_disk::<Vec<CellIndex>>(1)).collect();
        let number: BTreeMap<CellIndex, usize> = cells.iter().copied().zip(0..).collect();
        let mut history = vec![vec![0_u32; cells.len()]; steps];
        for (day, cell) in &data.events {
            if let Some(step) = usize::try_from((day.0 - from).div_euclid(7)).ok().filter(|s| *s < steps) {
                history[step][number[&nine(*cell)]] += 1;
            }
        }
        let learn = steps - (data.last - data.first + 1) as usize / 7;
        let plan = BackTestPlan { learn, ahead: 4, every: 4, shares: SHARES.to_vec() };
        let announced = Trial::new(charter, scope(), data.events.clone()).nights(data.first..=data.last);
        let announced: Vec<(i32, Vec<CellIndex>)> =
            announced.into_iter().map(|(night, cluster)| (night.0 - from, cluster.cells)).collect();
        let [by_findings, by_density] = back_tests(&cells, &history, &announced, &plan, 8).unwrap();
        let line =
            |name: &str, rate: fn(&analysis::hitrate::Share) -> analysis::hitrate::HitRate, of: &BackTest| {
                let rates: Vec<_> = of.shares.iter().map(rate).collect();
                let pai: Vec<String> = rates.iter().map(|rate| format!("{:.1}", rate.pai)).collect();
                let pei: Vec<String> = rates.iter().map(|rate| format!("{:.2}", rate.pei)).collect();
                println!("| {} | {name} | {} | {} |", data.name, pai.join(" | "), pei.join(" | "));
            };
        line("Befunde, dann Dichte", |share| share.tried, &by_findings);
        line("Dichte der letzten acht Wochen", |share| share.tried, &by_density);
        line("wie im letzten Monat", |share| share.recent, &by_density);
        line("wie in der ganzen Zeit davor", |share| share.record, &by_density);
    }
}
