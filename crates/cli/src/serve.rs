//! `lagenetz serve`: the server, until somebody ends it.

use std::{fs, io::IsTerminal, path::Path, sync::Arc, time::Duration};

use app::{ActError, App, Setup};
use domain::{charter, people::Language};
use store::Store;
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

use crate::{
    config::{self, Config, Place, Serving},
    failure::Failure,
    mail::Smtp,
    output::{self, in_language},
    real,
    redraw::ByItself,
};

/// Startet den Dienst
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Beispiel:\n  lagenetz serve --charter charters/hamm.toml --first-admin it@stadt.example\n\n\
                        Beispiel mit Konfiguration:\n  lagenetz serve --config /etc/lagenetz.toml"
)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    serving: Serving,
}

/// Answers that are under way when somebody ends the server get so long; live events never end by themselves.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// Runs the server.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    let config = Config::resolve(args.place, args.serving)?;
    log();
    runtime()?.block_on(serve(config, language))
}

async fn serve(config: Config, language: Language) -> Result<(), Failure> {
    config::make_private(&config.dir)?;
    let app = open(&config).await?;
    let listener = bind(config.listen).await?;
    let address = listener.local_addr().map_err(Failure::system)?;
    let url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let runs = in_language(language, "Lagenetz läuft:", "Lagenetz is running:");
    output::text(&format!("{runs} {url}"))?;
    if let Some(invitation) = app.invite_first_administrator(&config.first_admin).await? {
        let once = in_language(
            language,
            "Einmaliger Link für die erste Verwaltung, sieben Tage gültig:",
            "One-time link for the first administrator, valid for seven days:",
        );
        output::text(&format!("{once}\n  {url}/einladung/{}", invitation.secret))?;
    }
    if let Some(smtp) = Smtp::of(&config, &url)? {
        app.deliver_mail(Arc::new(smtp));
    }
    let options = web::Options { public_url: config.public_url, demo_people: Vec::new() };
    until_stopped(app, listener, options).await
}

/// Serves until SIGTERM or SIGINT, then saves what is kept in memory.
pub(crate) async fn until_stopped(
    app: App,
    listener: TcpListener,
    options: web::Options,
) -> Result<(), Failure> {
    app.redraw_pictures(Arc::new(ByItself::default()));
    let (stop, stopped) = watch::channel(false);
    let mut late = stopped.clone();
    let nights = tokio::spawn(crate::detect::every_night(app.clone()));
    tokio::spawn(async move {
        asked_to_stop().await;
        _ = stop.send(true);
    });
    let wait =
        |mut stopped: watch::Receiver<bool>| async move { _ = stopped.wait_for(|stopped| *stopped).await };
    let served = tokio::select! {
        served = web::serve(app.clone(), listener, options, wait(stopped)) => served,
        () = async { _ = late.wait_for(|stopped| *stopped).await; tokio::time::sleep(LAST_ANSWERS).await } => Ok(()),
    };
    nights.abort();
    app.close().await?;
    served.map_err(Failure::system)
}

/// Opens the application on the data that the configuration names, with its charter if there is none yet.
pub(crate) async fn open(config: &Config) -> Result<App, Failure> {
    Ok(App::open(setup(config).await?).await?)
}

/// The same for a command that brings something and asks nothing of the picture.
pub(crate) async fn open_without_picture(config: &Config) -> Result<App, Failure> {
    Ok(App::open_without_picture(setup(config).await?).await?)
}

async fn setup(config: &Config) -> Result<Setup, Failure> {
    let url = config.database_url()?;
    let charter = match (has_charter(&url).await?, &config.charter) {
        (false, Some(path)) => Some(read_charter(path)?),
        (false, None) => return Err(no_charter()),
        (true, Some(path)) => {
            tracing::info!(file = %path.display(), "a charter is in force already, the file was not loaded");
            None
        }
        (true, None) => None,
    };
    Ok(Setup {
        url,
        readers: config.readers,
        clock: Arc::new(real::RealClock::default()),
        chance: Arc::new(real::chance()?),
        demo: false,
        charter,
    })
}

async fn has_charter(url: &str) -> Result<bool, Failure> {
    let store =
        Store::open(&store::Options { url: url.to_owned(), readers: 1 }).await.map_err(ActError::from)?;
    let latest = store::charters::latest(&store.read()).await.map_err(ActError::from)?;
    store.close().await;
    Ok(latest.is_some())
}

fn no_charter() -> Failure {
    Failure::new(
        "Es ist noch keine Vereinbarung gespeichert: `lagenetz serve --charter DATEI` speichert sie als Fassung 1.",
        "There is no charter yet: `lagenetz serve --charter FILE` stores it as version 1.",
    )
}

/// Takes the address, or says who has it.
pub(crate) async fn bind(address: std::net::SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new(
            format!("{address} ist schon belegt; `--listen` wählt eine andere Adresse."),
            format!("{address} is taken already; `--listen` chooses another address."),
        ),
        _ => Failure::new(
            format!("An {address} kann nicht gelauscht werden: {error}."),
            format!("It is not possible to listen on {address}: {error}."),
        ),
    })
}

/// What runs the asynchronous part of a command.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::system)
}

/// Writes what happens to standard error: for people on a terminal, otherwise one JSON object a line.
/// `LAGENETZ_LOG` says how much, such as `warn` or `info,sqlx=debug`.
pub(crate) fn log() {
    let filter = EnvFilter::try_from_env("LAGENETZ_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call in one process finds the log already set up.
    _ = if std::io::stderr().is_terminal() { log.try_init() } else { log.json().try_init() };
}

/// Reads a charter that has no errors today.
fn read_charter(path: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let today =
        app::Clock::now(&real::RealClock::default()).to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date();
    let examined = charter::examine(&text, today);
    let errors = examined.problems.iter().filter(|problem| problem.is_error());
    match (examined.charter.is_some(), errors.clone().next()) {
        (true, _) => Ok(text),
        (false, first) => {
            let (path, number) = (path.display(), errors.count());
            let (de, en) = first.map_or(("", ""), |first| (&first.message_de, &first.message_en));
            Err(Failure::new(
                format!(
                    "Die Vereinbarung {path} hat {number} Fehler, der erste: {de} `lagenetz charter check` zeigt alle."
                ),
                format!(
                    "The charter {path} has {number} errors, the first: {en} `lagenetz charter check` shows all."
                ),
            ))
        }
    }
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
        return;
    }
    _ = interrupted.await;
}
