//! Imports the real parking fines of a large city with the built binary, beside `sqlite3 .import` and `ogr2ogr` of the
//! same rows, and asks a running server for pages meanwhile.
//!
//! `LAGENETZ_REFERENCE_DATA=… cargo bench -p cli --bench import`; needs a quiet machine, sqlite3 and gdal-bin.

// A measurement needs a clock, prints, and may stop at the first error.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::panic
)]

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

#[path = "../tests/import/city.rs"]
mod city;

use city::City;

const ROWS: u64 = 589_089;

fn main() {
    let Some(data) = std::env::var_os("LAGENETZ_REFERENCE_DATA").map(PathBuf::from) else {
        eprintln!("!! NICHT GEMESSEN: LAGENETZ_REFERENCE_DATA nennt keinen Ordner mit den Vergleichsdaten.");
        return;
    };
    let packed = data.join("cologne-fines/fines-2021.csv.gz");
    assert!(packed.exists(), "{} fehlt", packed.display());
    let dir = tempfile::tempdir().unwrap();
    let plain = dir.path().join("fines.csv");
    let file = fs::File::create(&plain).unwrap();
    let unpacked = Command::new("gzip").arg("-dc").arg(&packed).stdout(file).status().unwrap();
    assert!(unpacked.success());

    println!("{ROWS} Zeilen; Sekunden, davon gerechnet, Zeilen je Sekunde, Spitze des Speichers");
    let sqlite = peer("sqlite3", || {
        let file = dir.path().join("raw.db");
        _ = fs::remove_file(&file);
        let mut command = Command::new("sqlite3");
        command.arg(&file).args(["-cmd", ".mode csv", "-cmd", ".separator ;"]);
        command.arg(format!(".import {} fines", plain.display()));
        command
    });
    let ogr = peer("ogr2ogr", || {
        let file = dir.path().join("fines.gpkg");
        _ = fs::remove_file(&file);
        let mut command = Command::new("ogr2ogr");
        command.args(["-f", "GPKG"]).arg(&file).arg(&plain);
        command.args(["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat"]);
        command
    });
    let ours = best(3, || {
        let city = City::cologne(&data);
        measure(&mut city.import("koeln-bussgelder", "ordnungsamt-feststellung", &[&packed]))
    });
    tell("lagenetz import", &ours);
    if let Some(sqlite) = sqlite {
        println!(
            "  {:.1} mal so lange wie sqlite3 .import, gerechnet {:.1} mal",
            ours.seconds / sqlite.seconds,
            ours.cpu / sqlite.cpu
        );
    }
    if let Some(ogr) = ogr {
        println!(
            "  {:.1} mal so schnell wie ogr2ogr, gerechnet {:.1} mal",
            ogr.seconds / ours.seconds,
            ogr.cpu / ours.cpu
        );
    }
    with_the_picture(&data, &packed);
    beside_a_server(&data, &packed, &plain);
}

/// The same in a process that has the picture, as a server has when somebody uploads a file: until its own index shows the
/// rows.
fn with_the_picture(data: &Path, packed: &Path) {
    let itself = Path::new("/proc/self/stat");
    let profile = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/koeln-bussgelder.toml");
    let order = app::ImportOrder {
        source: "ordnungsamt-feststellung".parse().unwrap(),
        unit: String::new(),
        profile: fs::read_to_string(profile).unwrap(),
        file: "fines-2021.csv.gz".to_owned(),
    };
    let measured = best(3, || {
        let city = City::cologne(data);
        city::block_on(async {
            let app = city.open().await;
            let who = city.who(&app);
            let input = Box::new(BufReader::new(fs::File::open(packed).unwrap()));
            let (start, cpu) = (Instant::now(), cpu_of(itself));
            app.import(&who, &order, input, Arc::default()).await.unwrap();
            let measured =
                Measured { seconds: start.elapsed().as_secs_f64(), cpu: cpu_of(itself) - cpu, peak: 0 };
            assert_eq!(app.facets(&who, &app::Filter::default()).unwrap().total, ROWS);
            measured
        })
    });
    println!("  mit Lagebild im selben Prozess: {:.2} s, gerechnet {:.2} s", measured.seconds, measured.cpu);
}

/// What a command took.
#[derive(Clone, Copy)]
struct Measured {
    /// Seconds until it was over.
    seconds: f64,
    /// Seconds that processors worked for it.
    cpu: f64,
    /// Peak of its memory in MiB.
    peak: u64,
}

fn peer(name: &str, command: impl Fn() -> Command) -> Option<Measured> {
    if Command::new(name).arg("--version").output().is_err() {
        eprintln!("!! NICHT VERGLICHEN: {name} fehlt (Debian: sqlite3, gdal-bin).");
        return None;
    }
    let best = best(3, || measure(&mut command()));
    tell(name, &best);
    Some(best)
}

fn best(times: u32, measure: impl Fn() -> Measured) -> Measured {
    let all: Vec<Measured> = (0..times).map(|_| measure()).collect();
    let least = |of: fn(&Measured) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
    Measured {
        seconds: least(|m| m.seconds),
        cpu: least(|m| m.cpu),
        peak: all.iter().map(|m| m.peak).max().unwrap_or_default(),
    }
}

fn tell(name: &str, Measured { seconds, cpu, peak }: &Measured) {
    println!("{name:>16}: {seconds:6.2} s  {cpu:6.2} s  {:>9.0}/s  {peak:>4} MiB", ROWS as f64 / seconds);
}

fn measure(command: &mut Command) -> Measured {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap();
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut peak, mut cpu) = (0, 0.0_f64);
    loop {
        peak = peak.max(peak_of(&process.join("status")));
        cpu = cpu.max(cpu_of(&process.join("stat")));
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success(), "{command:?}");
            return Measured { seconds: start.elapsed().as_secs_f64(), cpu, peak: peak / 1_024 };
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Seconds that processors worked for a process so far: Linux counts them in hundredths.
fn cpu_of(stat: &Path) -> f64 {
    let text = fs::read_to_string(stat).unwrap_or_default();
    let behind = text.rsplit(')').next().unwrap_or_default();
    let ticks = behind.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The largest resident size of a process so far, in KiB.
fn peak_of(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// Pages that are asked for meanwhile, in turn: what somebody at work looks at.
const PAGES: [(&str, &str); 5] = [
    ("Startseite", "/?preset=all"),
    ("Tabelle", "/?ansicht=tabelle&preset=all"),
    ("Zellen der Karte", "/api/v1/picture/cells?resolution=9&preset=all"),
    ("Meldungen", "/meldungen?preset=all"),
    ("eine Meldung", ""),
];
/// Rows that were imported before, so that there is something to look at.
const BEFORE: usize = 20_000;

/// Asks a server for pages while the import runs beside it.
fn beside_a_server(data: &Path, packed: &Path, plain: &Path) {
    let city = City::cologne(data);
    let first = city.path().join("first.csv");
    let text = fs::read_to_string(plain).unwrap();
    fs::write(&first, text.lines().take(BEFORE + 1).collect::<Vec<_>>().join("\n")).unwrap();
    drop(text);
    measure(&mut city.import("koeln-bussgelder", "ordnungsamt-feststellung", &[&first]));
    let mut server = city.serve();
    let mut out = BufReader::new(server.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let url = line.trim().rsplit(' ').next().unwrap().to_owned();
    let cookie = format!("lagenetz_session={}", city.session);
    let report = one_report(&url, &cookie);
    let pages =
        PAGES.map(|(name, page)| (name, if page.is_empty() { report.clone() } else { page.to_owned() }));
    let runs = Arc::new(AtomicBool::new(true));
    let flag = Arc::clone(&runs);
    let asking = thread::spawn(move || {
        let agent = ureq::Agent::new_with_defaults();
        let mut took: Vec<(&str, Duration)> = Vec::new();
        while flag.load(Ordering::Relaxed) {
            for (name, page) in &pages {
                let start = Instant::now();
                let answer = agent.get(format!("{url}{page}")).header("cookie", &cookie).call();
                answer.unwrap().body_mut().read_to_string().unwrap();
                took.push((name, start.elapsed()));
                thread::sleep(Duration::from_millis(10));
            }
        }
        took
    });
    thread::sleep(Duration::from_millis(500));
    let measured = measure(&mut city.import("koeln-bussgelder", "ordnungsamt-feststellung", &[packed]));
    runs.store(false, Ordering::Relaxed);
    let took = asking.join().unwrap();
    stop(&mut server);
    tell("neben dem Dienst", &measured);
    println!("  Seiten währenddessen: Zahl, Median, 95 von 100, längste");
    let said = |name: &str, of: &dyn Fn(&str) -> bool| {
        let mut times: Vec<Duration> =
            took.iter().filter(|(page, _)| of(page)).map(|(_, time)| *time).collect();
        times.sort();
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1_000.0;
        println!(
            "  {name:>16}: {:>5} {:6.0} ms {:6.0} ms {:6.0} ms",
            times.len(),
            at(0.5),
            at(0.95),
            at(1.0)
        );
    };
    PAGES.iter().for_each(|(name, _)| said(name, &|page| page == *name));
    said("alle", &|_| true);
}

/// The path of a report that the account may see.
fn one_report(url: &str, cookie: &str) -> String {
    let list = ureq::get(format!("{url}/meldungen?preset=all")).header("cookie", cookie).call();
    let list = list.unwrap().body_mut().read_to_string().unwrap();
    let links = list.split("href=\"").filter_map(|link| link.split('"').next());
    // An identifier has 36 letters.
    let report = links.filter(|link| link.starts_with("/meldungen/")).find(|link| link.len() == 11 + 36);
    report.unwrap().to_owned()
}

fn stop(server: &mut Child) {
    _ = server.kill();
    _ = server.wait();
}
