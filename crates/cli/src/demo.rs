//! `lagenetz demo`: an invented city, served at once. The same folder is served again with the same people.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use app::{App, Clock, Setup, demo::Person};
use domain::{people::Language, time::Timestamp};
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    config,
    failure::Failure,
    output::{self, in_language},
    real::{self, RealClock},
    serve,
};

/// Startet eine Vorführung mit erfundenen Daten
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz demo --listen 127.0.0.1:8080 --dir lagenetz-demo")]
pub(crate) struct Args {
    /// Adresse und Port; Port 0 nimmt einen freien
    #[arg(long, value_name = "ADRESSE", env = "LAGENETZ_LISTEN", default_value_t = config::LISTEN)]
    listen: SocketAddr,
    /// Ordner der Daten; was dort schon liegt, wird weiter benutzt
    #[arg(long, value_name = "ORDNER", default_value = "lagenetz-demo")]
    dir: PathBuf,
    /// Zahl, aus der die Daten entstehen; dieselbe Zahl gibt dieselben Daten
    #[arg(long, value_name = "ZAHL")]
    seed: Option<u64>,
    /// Tag, an dem die Vorführung beginnt; üblich: heute
    #[arg(long, value_name = "JJJJ-MM-TT")]
    today: Option<Date>,
    /// Adresse und Zugänge als eine Zeile JSON ausgeben
    #[arg(long)]
    json: bool,
}

/// What is kept beside the data, so that they can be served again.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    seed: u64,
    today: Date,
    /// How far the demo's clock goes ahead of the machine's, in milliseconds.
    clock_ahead_ms: i64,
    people: Vec<Person>,
}

/// Where the demo's people, seed and day stand.
const KEPT: &str = "people.json";
/// There from the first write to the last: what lies beside it is not complete.
const UNFINISHED: &str = "unfinished";
/// The hour at which a demo of another day begins: late enough that the day has something to show.
const HOUR: i8 = 12;

/// Creates the demo if it is not there, and serves it.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    serve::log();
    serve::runtime()?.block_on(demo(args, language))
}

async fn demo(args: Args, language: Language) -> Result<(), Failure> {
    // First the address: whoever cannot have it need not wait for the data.
    let listener = serve::bind(args.listen).await?;
    let address = listener.local_addr().map_err(Failure::system)?;
    let (app, kept) = match read_kept(&args.dir)? {
        Some(kept) => (again(&args, &kept).await?, kept),
        None => create(&args, language).await?,
    };
    let url = format!("http://{address}");
    if args.json {
        output::json(&serde_json::json!({ "url": url, "people": kept.people }))?;
    } else {
        output::text(&welcome(&url, &kept.people, language))?;
    }
    let people = kept.people.into_iter().map(|person| web::DemoPerson {
        name: person.name,
        partner: person.partner,
        email: person.email,
        password: person.password,
    });
    let options = web::Options { public_url: None, demo_people: people.collect() };
    serve::until_stopped(app, listener, options).await
}

async fn create(args: &Args, language: Language) -> Result<(App, Kept), Failure> {
    prepare(&args.dir)?;
    let busy = output::busy(in_language(language, "Erfundene Daten entstehen", "Inventing data"));
    let seed = args.seed.unwrap_or(1);
    let (today, clock_ahead_ms) = beginning(args.today)?;
    let app = open(&args.dir, clock_ahead_ms, Some(app::demo::CHARTER.to_owned())).await?;
    let people = app::demo::create(&app, seed, today).await?;
    drop(busy);
    let kept = Kept { seed, today, clock_ahead_ms, people };
    let text = serde_json::to_string_pretty(&kept).map_err(Failure::system)?;
    config::write_private(&args.dir.join(KEPT), text.as_bytes())?;
    let marker = args.dir.join(UNFINISHED);
    fs::remove_file(&marker).map_err(|error| Failure::file(&marker, &error))?;
    Ok((app, kept))
}

async fn again(args: &Args, kept: &Kept) -> Result<App, Failure> {
    let dir = args.dir.display();
    let other =
        args.seed.is_some_and(|seed| seed != kept.seed) || args.today.is_some_and(|day| day != kept.today);
    if other {
        let (seed, today) = (kept.seed, kept.today);
        return Err(Failure::new(
            format!(
                "In {dir} liegt schon eine Vorführung (--seed {seed} --today {today}); `--dir` wählt einen anderen Ordner."
            ),
            format!(
                "There is a demo in {dir} already (--seed {seed} --today {today}); `--dir` chooses another folder."
            ),
        ));
    }
    open(&args.dir, kept.clock_ahead_ms, None).await
}

async fn open(dir: &Path, clock_ahead_ms: i64, charter: Option<String>) -> Result<App, Failure> {
    let setup = Setup {
        url: config::sqlite_url(dir)?,
        readers: 4,
        clock: Arc::new(RealClock::moved_by(clock_ahead_ms)),
        chance: Arc::new(real::chance()?),
        demo: true,
        charter,
    };
    Ok(App::open(setup).await?)
}

/// The day on which the demo begins, and how far its clock goes ahead.
fn beginning(wanted: Option<Date>) -> Result<(Date, i64), Failure> {
    let zone = TimeZone::get(app::demo::TIME_ZONE).map_err(Failure::system)?;
    let now = RealClock::default().now();
    let real = now.to_jiff().to_zoned(zone.clone()).date();
    match wanted.filter(|day| *day != real) {
        None => Ok((real, 0)),
        Some(day) => {
            let start = day.at(HOUR, 0, 0, 0).to_zoned(zone).map_err(Failure::system)?;
            Ok((day, Timestamp::from_jiff(start.timestamp()).0 - now.0))
        }
    }
}

/// Makes the folder ready: nothing of anybody's real data in it, and nothing of a demo that was not finished.
fn prepare(dir: &Path) -> Result<(), Failure> {
    config::make_private(dir)?;
    let (marker, database) = (dir.join(UNFINISHED), config::database_file(dir));
    if database.exists() && !marker.exists() {
        let dir = dir.display();
        return Err(Failure::new(
            format!("In {dir} liegen Daten, die keine Vorführung sind; `--dir` wählt einen anderen Ordner."),
            format!("There are data in {dir} that are no demo; `--dir` chooses another folder."),
        ));
    }
    for end in ["", "-wal", "-shm"] {
        let mut file = database.clone().into_os_string();
        file.push(end);
        config::remove_if_there(Path::new(&file))?;
    }
    fs::write(&marker, "").map_err(|error| Failure::file(&marker, &error))
}

fn read_kept(dir: &Path) -> Result<Option<Kept>, Failure> {
    let file = dir.join(KEPT);
    if dir.join(UNFINISHED).exists() || !file.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&file).map_err(|error| Failure::file(&file, &error))?;
    let unreadable = |_| {
        let file = file.display();
        Failure::new(format!("{file} ist nicht lesbar."), format!("{file} cannot be read."))
    };
    serde_json::from_str(&text).map(Some).map_err(unreadable)
}

fn welcome(url: &str, people: &[Person], language: Language) -> String {
    let row = |person: &Person| {
        vec![person.name.clone(), person.partner.clone(), person.email.clone(), person.password.clone()]
    };
    let rows: Vec<Vec<String>> = people.iter().map(row).collect();
    match language {
        Language::De => format!(
            "\nLagenetz läuft: {url}\n\nAlle Daten sind erfunden. Anmelden kann man sich als:\n\n{}\n\nBeenden mit Strg+C.\n",
            output::table(&["Rolle", "Partner", "E-Mail", "Passwort"], &rows)
        ),
        Language::En => format!(
            "\nLagenetz is running: {url}\n\nAll data are invented. You can sign in as:\n\n{}\n\nStop with Ctrl+C.\n",
            output::table(&["Role", "Partner", "E-mail", "Password"], &rows)
        ),
    }
}
