//! The language of the command line. Help is written in German beside each command; its English stands here.

use std::ffi::OsString;

use clap::{
    Command,
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorKind},
};
use domain::people::Language;

/// The language asked for by `--lang`, else by the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`), else German.
pub(crate) fn language(args: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Language {
    let texts: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let apart =
        || texts.iter().zip(texts.iter().skip(1)).find(|(option, _)| **option == "--lang").map(|(_, v)| *v);
    if let Some(chosen) = joined.or_else(apart) {
        return if chosen == "en" { Language::En } else { Language::De };
    }
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    if locale.is_some_and(|locale| locale.starts_with("en")) { Language::En } else { Language::De }
}

/// The command with its help in `language`.
pub(crate) fn localise(command: Command, language: Language) -> Command {
    match language {
        Language::De => command,
        Language::En => translate(command),
    }
}

/// What clap itself says in a help text, in `language`.
pub(crate) fn help(text: &str, language: Language) -> String {
    match language {
        Language::De => CLAP.iter().fold(text.to_owned(), |text, (en, de)| text.replace(en, de)),
        Language::En => text.to_owned(),
    }
}

/// What is wrong with the call, as a sentence.
pub(crate) fn usage(error: &clap::Error, language: Language) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let sentence = match (error.kind(), language) {
        (_, Language::En) => {
            let text = error.to_string();
            let first =
                text.lines().next().unwrap_or_default().trim_start_matches("error: ").trim_end_matches(':');
            return format!("The call is not possible: {first}. `--help` shows what is.");
        }
        (ErrorKind::UnknownArgument, _) => format!("die Angabe {arg} gibt es nicht"),
        (ErrorKind::InvalidSubcommand, _) => {
            format!("den Befehl {} gibt es nicht", context(ContextKind::InvalidSubcommand))
        }
        (ErrorKind::MissingSubcommand, _) => "es fehlt ein Befehl".to_owned(),
        (ErrorKind::MissingRequiredArgument, _) => format!("es fehlt {arg}"),
        (ErrorKind::InvalidValue, _) if value.is_empty() => format!("zu {arg} fehlt der Wert"),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, _) => {
            format!("„{value}“ passt nicht zu {arg}")
        }
        (ErrorKind::ArgumentConflict, _) => format!("{arg} geht hier nicht oder nur einmal"),
        _ => "die Angaben passen nicht zusammen".to_owned(),
    };
    format!("Der Aufruf geht so nicht: {sentence}. `--help` zeigt, was geht.")
}

fn translate(command: Command) -> Command {
    let about = command.get_about().map(english);
    let after = command.get_after_help().map(english);
    let mut command = command.mut_args(|arg| {
        let (help, long) = (arg.get_help().map(english), arg.get_long_help().map(english));
        let value = arg.get_value_names().and_then(|names| VALUES.iter().find(|(de, _)| names == [*de]));
        let arg = match value {
            Some((_, en)) => arg.value_name(en),
            None => arg,
        };
        match (help, long) {
            (Some(help), Some(long)) => arg.help(help).long_help(long),
            (Some(help), None) => arg.help(help),
            _ => arg,
        }
    });
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command.mut_subcommands(translate)
}

fn english(german: &StyledStr) -> String {
    let german = german.to_string();
    ENGLISH.iter().find(|(de, _)| *de == german).map_or_else(|| examples(&german), |(_, en)| (*en).to_owned())
}

/// The headings of examples; the calls themselves are the same in both languages.
fn examples(german: &str) -> String {
    EXAMPLES.iter().fold(german.to_owned(), |text, (de, en)| text.replace(de, en))
}

/// The longest first.
const EXAMPLES: &[(&str, &str)] = &[
    ("Beispiel mit Konfiguration:", "Example with a configuration:"),
    ("Beispiel für einen anderen Tag:", "Example for another day:"),
    ("Beispiel:", "Example:"),
];

/// What stands for a value, where it differs.
const VALUES: &[(&str, &str)] = &[
    ("ADRESSE", "ADDRESS"),
    ("ANTEIL", "SHARE"),
    ("ANZAHL", "COUNT"),
    ("ART", "KIND"),
    ("DATEI", "FILE"),
    ("DATUM", "DATE"),
    ("EIGENSCHAFT", "PROPERTY"),
    ("EINHEIT", "UNIT"),
    ("JJJJ-MM-TT", "YYYY-MM-DD"),
    ("KÜRZEL", "ID"),
    ("MODELL", "MODEL"),
    ("ORDNER", "FOLDER"),
    ("SPRACHE", "LANGUAGE"),
    ("TAGE", "DAYS"),
    ("ZAHL", "NUMBER"),
];

/// What clap writes by itself.
const CLAP: &[(&str, &str)] = &[
    ("Usage:", "Aufruf:"),
    ("Commands:", "Befehle:"),
    ("Arguments:", "Angaben:"),
    ("Options:", "Optionen:"),
    ("<COMMAND>", "<BEFEHL>"),
    ("[OPTIONS]", "[OPTIONEN]"),
    ("[default: ", "[üblich: "),
    ("[env: ", "[Umgebung: "),
    ("[possible values: ", "[möglich: "),
    ("Print this message or the help of the given subcommand(s)", "Zeigt diese Hilfe oder die eines Befehls"),
    ("Print help", "Zeigt diese Hilfe"),
    ("Print version", "Zeigt die Version"),
];

/// Every German help text with its English.
const ENGLISH: &[(&str, &str)] = &[
    ("Gemeinsames Lagebild einer Sicherheitspartnerschaft", "Shared picture of a security partnership"),
    ("Sprache der Ausgaben: de oder en", "Language of what is written: de or en"),
    // Which data
    ("Datei mit der Konfiguration (TOML)", "File with the configuration (TOML)"),
    ("Ordner der Daten; üblich: lagenetz-data", "Folder of the data; default: lagenetz-data"),
    (
        "Datenbank, wenn nicht SQLite im Ordner: postgres://…",
        "Database, if not SQLite in the folder: postgres://…",
    ),
    (
        "Adresse, unter der Menschen den Dienst aufrufen, etwa https://lage.example.de",
        "Address at which people call the server, such as https://lage.example.de",
    ),
    ("Das Ergebnis als JSON ausgeben", "Print the result as JSON"),
    // import
    (
        "Liest Dateien als Meldungen einer Quelle ein: erst geprüft, dann auf einmal sichtbar",
        "Imports files as reports of a source: checked first, then visible at once",
    ),
    ("Kürzel der Quelle, wie es die Vereinbarung nennt", "Short name of the source, as the charter has it"),
    (
        "Datei mit dem Profil (TOML): was die Spalten bedeuten",
        "File with the profile (TOML): what the columns mean",
    ),
    (
        "E-Mail-Adresse des Kontos, in dessen Namen eingelesen wird",
        "E-mail address of the account in whose name the files come in",
    ),
    (
        "Kürzel der Dienststelle, wenn es mehrere sein können",
        "Short name of the unit, where it can be several",
    ),
    ("Nur zeigen, was daraus würde", "Only show what would become of it"),
    (
        "Gleich bestätigen: die automatischen Dauerregeln der Dienststelle geben frei",
        "Confirm at once: the unit's automatic standing rules disclose",
    ),
    (
        "Dauerregel, die auf Vorschlag freigibt und hier auch gelten soll",
        "Standing rule that discloses on proposal and shall apply here, too",
    ),
    (
        "Ordner für abgewiesene Zeilen; üblich: abgewiesen im Ordner der Daten",
        "Folder for rejected rows; default: abgewiesen in the folder of the data",
    ),
    (
        "Dateien: CSV, XLSX oder GeoJSON, auch mit gzip gepackt",
        "Files: CSV, XLSX or GeoJSON, also packed with gzip",
    ),
    // serve
    ("Startet den Dienst", "Starts the server"),
    ("Adresse und Port; üblich: 127.0.0.1:8080", "Address and port; default: 127.0.0.1:8080"),
    (
        "Vereinbarung, die beim ersten Start als Fassung 1 gespeichert wird",
        "Charter that is stored as version 1 at the first start",
    ),
    (
        "E-Mail-Adresse für die erste Verwaltung; üblich: administration@localhost",
        "E-mail address of the first administrator; default: administration@localhost",
    ),
    ("Verbindungen, die lesen; üblich: 4", "Connections that read; default: 4"),
    (
        "Mailserver für Hinweise auf Sofortmeldungen, etwa smtps://nutzer:passwort@mail.example.de; ohne ihn keine E-Mail",
        "Mail server for hints at notices, such as smtps://user:password@mail.example.de; no e-mail without it",
    ),
    ("Absender der E-Mails", "Sender of the e-mails"),
    // demo
    ("Startet eine Vorführung mit erfundenen Daten", "Starts a demo with invented data"),
    ("Adresse und Port; Port 0 nimmt einen freien", "Address and port; port 0 takes a free one"),
    (
        "Ordner der Daten; was dort schon liegt, wird weiter benutzt",
        "Folder of the data; what is there already is used again",
    ),
    (
        "Zahl, aus der die Daten entstehen; dieselbe Zahl gibt dieselben Daten",
        "Number from which the data arise; the same number gives the same data",
    ),
    ("Tag, an dem die Vorführung beginnt; üblich: heute", "Day on which the demo begins; default: today"),
    ("Adresse und Zugänge als eine Zeile JSON ausgeben", "Print address and accounts as one line of JSON"),
    // charter
    ("Vereinbarungen prüfen", "Check agreements"),
    (
        "Sagt, was an einer Vereinbarung nicht stimmt und in welcher Zeile; sonst, was aus ihr folgt",
        "Says what is wrong with a charter and in which line; otherwise, what follows from it",
    ),
    ("Datei der Vereinbarung (TOML)", "File of the charter (TOML)"),
    ("Tag, für den geprüft wird; üblich: heute", "Day for which it is checked; default: today"),
    // areas
    (
        "Lädt eine Gliederung der Stadt (Stadtbezirke, Sozialräume …) aus GeoJSON; die alte bleibt als Geschichte",
        "Loads a division of the city (districts, social areas …) from GeoJSON; the old one stays as history",
    ),
    (
        "Kürzel der Gliederung, wie es die Vereinbarung nennt",
        "Short name of the division, as the charter has it",
    ),
    (
        "Name der Gliederung; üblich: der bisherige, sonst das Kürzel",
        "Name of the division; default: the one it has, else the short name",
    ),
    (
        "Eigenschaft mit dem Kürzel eines Gebiets; üblich: was danach aussieht",
        "Property with the short name of an area; default: what looks like it",
    ),
    (
        "Eigenschaft mit dem Namen eines Gebiets; üblich: was danach aussieht",
        "Property with the name of an area; default: what looks like it",
    ),
    (
        "Datei mit den Gebieten (GeoJSON, Länge und Breite in Grad)",
        "File with the areas (GeoJSON, longitude and latitude in degrees)",
    ),
    // scan
    (
        "Sucht Häufungen in Raum und Zeit; liest Dateien von SaTScan (.cas, .geo, .pop, .ctl) und Tabellen mit Kopfzeile",
        "Finds clusters in space and time; reads files of SaTScan (.cas, .geo, .pop, .ctl) and tables with a header",
    ),
    ("Fälle: Ort, Anzahl, Datum, weitere Merkmale", "Cases: location, number, date, covariates"),
    (
        "Koordinaten: Ort, Breite, Länge (mit --cartesian: Ort, x, y)",
        "Coordinates: location, latitude, longitude (with --cartesian: location, x, y)",
    ),
    (
        "Bevölkerung, für poisson: Ort, Datum, Anzahl, weitere Merkmale",
        "Population, for poisson: location, date, number, covariates",
    ),
    ("Vergleichsfälle, für bernoulli: Ort, Anzahl, Datum", "Controls, for bernoulli: location, number, date"),
    ("Womit verglichen wird", "What the cases are compared with"),
    (
        "Zeiträume, die mit dem Ende enden: was jetzt vorgeht (üblich)",
        "Periods that end with the study period: what is going on now (default)",
    ),
    ("Alle Zeiträume", "All periods"),
    ("Nur der ganze Zeitraum", "The whole study period only"),
    ("Erster Tag; üblich: der des ersten Falls", "First day; default: that of the first case"),
    ("Letzter Tag; üblich: der des letzten Falls", "Last day; default: that of the last case"),
    (
        "Einheit der Zeit; üblich: so genau wie die Daten der Fälle",
        "Unit of time; default: as exact as the dates of the cases",
    ),
    ("So viele Einheiten sind ein Abschnitt", "So many units are an interval"),
    (
        "Größter Kreis: sein Radius in Kilometern; üblich: ohne Grenze",
        "Largest circle: its radius in kilometres; default: no limit",
    ),
    (
        "Größter Kreis: sein Anteil an allen Fällen (poisson: an der Bevölkerung unter Risiko), höchstens 0.5",
        "Largest circle: its share of all cases (poisson: of the population at risk), at most 0.5",
    ),
    ("Längster Zeitraum in Tagen", "Longest period in days"),
    (
        "Längster Zeitraum als Anteil am ganzen; üblich: 0.5",
        "Longest period as a share of the whole; default: 0.5",
    ),
    ("Mehr Fälle als erwartet (üblich)", "More cases than expected (default)"),
    ("Weniger Fälle als erwartet", "Fewer cases than expected"),
    ("Mehr oder weniger Fälle als erwartet", "More or fewer cases than expected"),
    ("So viele Fälle hat eine Häufung mindestens", "A cluster has at least so many cases"),
    (
        "Wiederholungen mit zufälligen Daten; üblich: 999, mit gumbel 199",
        "Replications with random data; default: 999, with gumbel 199",
    ),
    (
        "Zahl, aus der der Zufall entsteht; dieselbe Zahl gibt dasselbe Ergebnis",
        "Number from which chance arises; the same number gives the same result",
    ),
    (
        "Wie p bestimmt wird; sequential hört auf, sobald feststeht, dass nichts auffällt",
        "How p is found; sequential stops as soon as it is certain that nothing stands out",
    ),
    (
        "Letzter Tag der ersten von mehreren Suchen: p gilt dann für alle zusammen",
        "Last day of the first of the repeated scans: p then holds for all of them together",
    ),
    ("Höchstens so viele Häufungen ausgeben", "Print at most so many clusters"),
    ("Koordinaten sind x und y in einer Ebene", "Coordinates are x and y on a plane"),
    ("Einheit von x und y", "Unit of x and y"),
    (
        "Fälle außerhalb des Zeitraums und Orte ohne Koordinaten weglassen und zählen",
        "Leave out and count cases outside the study period and locations without coordinates",
    ),
    (
        "Die Häufungen als GeoJSON ausgeben, oder in eine Datei schreiben",
        "Print the clusters as GeoJSON, or write them to a file",
    ),
    // user
    (
        "Konten für den Betrieb: auflisten, einladen, sperren",
        "Accounts, for operations: list, invite, disable",
    ),
    ("Zeigt alle Konten", "Shows all accounts"),
    (
        "Legt ein Konto an, oder erneuert den Zugang zu einem, und zeigt einen einmaligen Link",
        "Makes an account, or renews the access to one, and shows a one-time link",
    ),
    ("E-Mail-Adresse", "E-mail address"),
    ("Kürzel des Partners; nötig für ein neues Konto", "Short name of the partner; needed for a new account"),
    (
        "Name: eine Rolle oder der eigene; üblich: die E-Mail-Adresse",
        "Name: a role or one's own; default: the e-mail address",
    ),
    (
        "Ein neues Konto verwaltet die Konten seines Partners",
        "A new account administers the accounts of its partner",
    ),
    (
        "Sperrt ein Konto: seine Sitzungen enden, anmelden geht nicht mehr",
        "Disables an account: its sessions end, and it can no longer sign in",
    ),
    (
        "Nimmt einem Konto den zweiten Faktor, wenn Gerät und Notfallcodes verloren sind",
        "Takes the second factor from an account whose device and recovery codes are lost",
    ),
    // backup and restore
    (
        "Sichert alle Daten in eine Datei, auch neben dem laufenden Dienst (nur SQLite)",
        "Backs up all data to a file, also beside the running server (SQLite only)",
    ),
    ("Datei, die entsteht; es darf sie noch nicht geben", "File to be made; it must not exist"),
    (
        "Stellt eine Sicherung in einem leeren Ordner wieder her und prüft dabei das Protokoll (nur SQLite)",
        "Restores a backup into an empty folder and verifies the journals (SQLite only)",
    ),
    ("Datei einer Sicherung", "File of a backup"),
    // detect
    ("Sucht nach Befunden", "Searches for findings"),
    ("Letzter Tag, der zählt; üblich: gestern", "Last day that counts; default: yesterday"),
    // journal
    ("Protokolle prüfen", "Verify the journals"),
    (
        "Prüft jedes Protokoll vom ersten bis zum letzten Eintrag, auch neben dem laufenden Dienst",
        "Verifies every journal from the first to the last entry, also beside the running server",
    ),
    ("Nur das Protokoll dieses Partners", "Only the journal of this partner"),
    // openapi
    (
        "Gibt die Beschreibung der Programmierschnittstelle (OpenAPI) aus",
        "Prints the description of the API (OpenAPI)",
    ),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::Cli;

    fn all(command: &Command) -> Vec<Command> {
        let below = command.get_subcommands().flat_map(all);
        std::iter::once(command.clone()).chain(below).collect()
    }

    #[test]
    fn every_help_text_has_its_english() {
        let mut missing = Vec::new();
        for command in all(&Cli::command()) {
            let args = command.get_arguments().flat_map(|arg| [arg.get_help(), arg.get_long_help()]);
            for text in args.chain([command.get_about()]).flatten().map(ToString::to_string) {
                if !ENGLISH.iter().any(|(de, _)| *de == text) {
                    missing.push(text);
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn every_command_has_an_example() {
        for command in all(&Cli::command()).iter().filter(|c| !c.has_subcommands()) {
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = format!(
                "lagenetz {}",
                if command.get_name() == "lagenetz" { "" } else { command.get_name() }
            );
            assert!(after.contains("Beispiel") && after.contains("lagenetz "), "{example}: {after}");
        }
    }

    #[test]
    fn german_unless_somebody_asks_for_english() {
        let args = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let none = |_: &str| None;
        let lang = |value: &'static str| move |name: &str| (name == "LANG").then(|| value.to_owned());
        assert_eq!(language(&args("lagenetz serve"), none), Language::De);
        assert_eq!(language(&args("lagenetz serve"), lang("C.UTF-8")), Language::De);
        assert_eq!(language(&args("lagenetz serve"), lang("en_GB.UTF-8")), Language::En);
        assert_eq!(language(&args("lagenetz serve --lang en"), none), Language::En);
        assert_eq!(language(&args("lagenetz --lang=de serve"), lang("en_GB.UTF-8")), Language::De);
    }

    #[test]
    fn a_wrong_call_is_told_in_a_sentence() {
        let error = Cli::command().try_get_matches_from(["lagenetz", "serve", "--lissten", "x"]).unwrap_err();
        let said = usage(&error, Language::De);
        assert_eq!(
            said,
            "Der Aufruf geht so nicht: die Angabe --lissten gibt es nicht. `--help` zeigt, was geht."
        );
        assert!(usage(&error, Language::En).contains("--lissten"));
    }
}
