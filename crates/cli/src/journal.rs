//! `lagenetz journal verify`: whether somebody changed the journals.

use app::ActError;
use clap::Subcommand;
use domain::{
    ids::PartnerId,
    journal::{Break, Head, hex},
    people::Language,
};
use serde_json::{Value, json};
use store::{Store, StoreError};

use crate::{
    config::{Config, Place, Serving},
    failure::Failure,
    output::{self, in_language},
    serve,
};

/// Protokolle prüfen
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz journal verify --dir lagenetz-data")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(VerifyArgs),
}

/// Prüft jedes Protokoll vom ersten bis zum letzten Eintrag, auch neben dem laufenden Dienst
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz journal verify --partner stadt --json")]
struct VerifyArgs {
    /// Nur das Protokoll dieses Partners
    #[arg(long, value_name = "KÜRZEL")]
    partner: Option<PartnerId>,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// A journal and what came of its verification.
type Verified = (PartnerId, Result<Head, Break>);

/// Runs the command.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    let Command::Verify(args) = args.command;
    verify(args, language)
}

/// Says of each journal how many entries it has or where it is broken; fails if one is broken.
fn verify(args: VerifyArgs, language: Language) -> Result<(), Failure> {
    let config = Config::resolve(args.place, Serving::default())?;
    // Opening would make an empty database, and verify that.
    if let Some(file) = config.database_file().filter(|file| !file.exists()) {
        return Err(Failure::file(&file, &std::io::ErrorKind::NotFound.into()));
    }
    let url = config.database_url()?;
    let busy = output::busy(in_language(language, "Protokolle werden geprüft", "Verifying the journals"));
    let verified = serve::runtime()?.block_on(open_and_verify(url, args.partner)).map_err(ActError::from);
    drop(busy);
    let verified = verified?;
    let broken = verified.iter().filter(|(_, result)| result.is_err()).count();
    if args.json {
        let journals: Vec<Value> = verified.iter().map(|journal| as_json(journal, language)).collect();
        output::json(&json!({ "intact": broken == 0, "journals": journals }))?;
    } else {
        output::text(&said(&verified, language))?;
    }
    if broken == 0 { Ok(()) } else { Err(failed(broken)) }
}

async fn open_and_verify(url: String, only: Option<PartnerId>) -> Result<Vec<Verified>, StoreError> {
    let store = Store::open(&store::Options { url, readers: 1 }).await?;
    let verified = verify_all(&store, only).await;
    store.close().await;
    verified
}

async fn verify_all(store: &Store, only: Option<PartnerId>) -> Result<Vec<Verified>, StoreError> {
    let read = store.read();
    let controllers = match only {
        Some(partner) => [partner].into(),
        None => store::journal::controllers(&read).await?,
    };
    let mut verified = Vec::with_capacity(controllers.len());
    for controller in controllers {
        let result = store::journal::verify(&read, &controller).await?;
        verified.push((controller, result));
    }
    Ok(verified)
}

fn as_json((controller, result): &Verified, language: Language) -> Value {
    match result {
        Ok(head) => {
            json!({ "partner": controller, "intact": true, "entries": head.position, "head": hex(&head.hash) })
        }
        Err(broken) => {
            json!({ "partner": controller, "intact": false, "problem": sentence(broken, language) })
        }
    }
}

fn said(verified: &[Verified], language: Language) -> String {
    if verified.is_empty() {
        return in_language(language, "Es gibt noch keine Einträge.", "There are no entries yet.").to_owned();
    }
    let line = |(controller, result): &Verified| match (result, language) {
        (Ok(head), Language::De) => {
            format!("{controller}: unversehrt, {} Einträge, Stand {}", head.position, hex(&head.hash))
        }
        (Ok(head), Language::En) => {
            format!("{controller}: intact, {} entries, head {}", head.position, hex(&head.hash))
        }
        (Err(broken), Language::De) => format!("{controller}: VERÄNDERT: {}", sentence(broken, language)),
        (Err(broken), Language::En) => format!("{controller}: CHANGED: {}", sentence(broken, language)),
    };
    verified.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn sentence(broken: &Break, language: Language) -> String {
    let german = match broken {
        Break::Gap { expected, found } => {
            format!("Eintrag {expected} fehlt; an seiner Stelle steht Eintrag {found}")
        }
        Break::Foreign(position) => {
            format!("Eintrag {position} gehört in das Protokoll eines anderen Partners")
        }
        Break::Chain(position) => {
            format!("Die Prüfsumme von Eintrag {position} folgt nicht aus dem Eintrag davor")
        }
        Break::Body(position) => {
            format!("Der Text von Eintrag {position} ist nicht der, der eingetragen wurde")
        }
        Break::Hole(position) => format!("Der Text von Eintrag {position} fehlt, obwohl es ältere noch gibt"),
        Break::Seal(position) => format!("Das Siegel von Eintrag {position} passt nicht zum Protokoll"),
        Break::End { expected, found } => {
            format!("Das Protokoll endet mit Eintrag {found} statt mit Eintrag {expected}")
        }
    };
    match language {
        Language::De => format!("{german}."),
        Language::En => {
            let english = broken.to_string();
            let mut letters = english.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            format!("{}{}.", first.map(String::from).unwrap_or_default(), letters.as_str())
        }
    }
}

fn failed(broken: usize) -> Failure {
    match broken {
        1 => Failure::new(
            "Ein Protokoll wurde verändert oder ist beschädigt.",
            "A journal was changed or is damaged.",
        ),
        n => Failure::new(
            format!("{n} Protokolle wurden verändert oder sind beschädigt."),
            format!("{n} journals were changed or are damaged."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_break_is_a_sentence_in_both_languages() {
        let breaks = [
            Break::Gap { expected: 3, found: 4 },
            Break::Foreign(3),
            Break::Chain(3),
            Break::Body(3),
            Break::Hole(3),
            Break::Seal(3),
            Break::End { expected: 3, found: 2 },
        ];
        for broken in &breaks {
            for language in [Language::De, Language::En] {
                let said = sentence(broken, language);
                assert!(said.contains('3') && said.ends_with('.'), "{said}");
                assert!(said.starts_with(|letter: char| letter.is_uppercase()), "{said}");
            }
        }
    }

    #[test]
    fn the_answer_names_every_journal() {
        let head = Head { position: 5, hash: [0xab; 32] };
        let verified =
            [("polizei".parse().unwrap(), Ok(head)), ("stadt".parse().unwrap(), Err(Break::Body(2)))];
        let text = said(&verified, Language::De);
        assert!(text.contains("polizei: unversehrt, 5 Einträge, Stand abab"), "{text}");
        assert!(
            text.contains("stadt: VERÄNDERT: Der Text von Eintrag 2 ist nicht der, der eingetragen wurde.")
        );
        let value = as_json(&verified[1], Language::En);
        assert_eq!(value["intact"], false);
        assert_eq!(value["problem"], "The text of entry 2 is not the one that was entered.");
    }
}
