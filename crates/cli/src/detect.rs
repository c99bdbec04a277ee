//! `lagenetz detect`: searches for findings now, and does so every night while the server runs.

use std::{sync::Arc, time::Duration};

use app::{App, Detected, Setup};
use domain::{people::Language, time::Day};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{
    config::{Config, Place, Serving},
    failure::Failure,
    output::{self, in_language},
    real, serve,
};

/// Sucht nach Befunden
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz detect --dir lagenetz-data --as-of 2026-11-25 --json")]
pub(crate) struct Args {
    /// Letzter Tag, der zählt; üblich: gestern
    #[arg(long, value_name = "JJJJ-MM-TT")]
    as_of: Option<Date>,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// The first look comes when the server has settled.
const FIRST_LOOK: Duration = Duration::from_secs(5);
/// How often the server looks whether a night is due.
const LOOK: Duration = Duration::from_secs(60);

/// Runs the command.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    let config = Config::resolve(args.place, Serving::default())?;
    // Opening would make an empty database.
    if let Some(file) = config.database_file().filter(|file| !file.exists()) {
        return Err(Failure::file(&file, &std::io::ErrorKind::NotFound.into()));
    }
    let busy = output::busy(in_language(language, "Es wird gesucht", "Searching"));
    let (day, detected, new) = serve::runtime()?.block_on(detect(&config, args.as_of, language))?;
    drop(busy);
    if args.json {
        let scopes: Vec<Value> =
            detected.scopes.iter().map(|(scope, notes)| json!({ "scope": scope, "notes": notes })).collect();
        let day = day.date().to_string();
        return output::json(
            &json!({ "as_of": day, "new": new, "scopes": scopes, "before": detected.before }),
        );
    }
    output::text(&said(&detected, &new, day, language))
}

async fn detect(
    config: &Config,
    as_of: Option<Date>,
    language: Language,
) -> Result<(Day, Detected, Vec<Value>), Failure> {
    let setup = Setup {
        url: config.database_url()?,
        readers: config.readers,
        clock: Arc::new(real::RealClock::default()),
        chance: Arc::new(real::chance()?),
        demo: false,
        charter: None,
    };
    let app = App::open(setup).await?;
    let yesterday = Day(app.now().day(&app.zone()).0 - 1);
    let day = as_of.map_or(yesterday, Day::of);
    let detected = app.detect(day).await;
    let detected = match detected {
        Err(app::ActError::Invalid(_)) if app.charter().detection.is_none() => {
            return Err(Failure::new(
                "Die Vereinbarung sagt nicht, wie gesucht wird: es fehlt der Abschnitt [detection].",
                "The charter does not say how to search: the section [detection] is missing.",
            ));
        }
        Err(app::ActError::Invalid(_)) => {
            return Err(Failure::new(
                format!("{} liegt in der Zukunft.", day.date()),
                format!("{} is in the future.", day.date()),
            ));
        }
        other => other?,
    };
    let new = detected.new.iter().map(|finding| web::finding_as_json(&app, language, finding)).collect();
    app.close().await?;
    Ok((day, detected, new))
}

fn said(detected: &Detected, new: &[Value], day: Day, language: Language) -> String {
    let date = day.date();
    if detected.scopes.is_empty() {
        return match language {
            Language::De => {
                format!("Für {date} gab es nichts zu tun: gesucht wurde schon, oder es gibt keine Meldungen.")
            }
            Language::En => format!(
                "There was nothing to do for {date}: it was searched before, or there are no reports."
            ),
        };
    }
    let (scopes, count) = (detected.scopes.len(), new.len());
    let mut lines = vec![match language {
        Language::De => format!("Gesucht bis {date} in {scopes} Sammlungen: {count} neue Befunde."),
        Language::En => format!("Searched up to {date} in {scopes} collections: {count} new findings."),
    }];
    lines.extend(new.iter().filter_map(|finding| Some(format!("- {}", finding["sentence"].as_str()?))));
    lines.join("\n")
}

/// Searches when a night is due, for as long as the server runs. What fails is tried again a minute later.
pub(crate) async fn every_night(app: App) {
    tokio::time::sleep(FIRST_LOOK).await;
    loop {
        match app.detection_due().await {
            Ok(Some(day)) => match app.detect(day).await {
                Ok(done) => tracing::info!(day = %day.date(), new = done.new.len(), "searched for findings"),
                Err(error) => tracing::error!(%error, "the search for findings failed"),
            },
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "whether a search is due is not known"),
        }
        tokio::time::sleep(LOOK).await;
    }
}
