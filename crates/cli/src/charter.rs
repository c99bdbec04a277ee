//! `lagenetz charter`: what is wrong with an agreement, or what follows from it.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use app::Clock;
use clap::Subcommand;
use domain::{
    charter::{
        Agreement, Charter, Confidence, Duty, Problem, Severity, Text,
        derive::{Due, Occasion, Way, disclosure_matrix, next_dates, term},
        examine,
    },
    people::Language,
    time::Day,
};
use jiff::{civil::Date, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    output::{self, in_language},
    real::RealClock,
};

/// Vereinbarungen prüfen
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz charter check charters/hamm.toml")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(CheckArgs),
}

/// Sagt, was an einer Vereinbarung nicht stimmt und in welcher Zeile; sonst, was aus ihr folgt
#[derive(Debug, clap::Args)]
#[command(after_help = "Beispiel:\n  lagenetz charter check charters/hamm.toml\n\n\
                        Beispiel für einen anderen Tag:\n  lagenetz charter check charters/hamm.toml --today 2027-07-01")]
struct CheckArgs {
    /// Datei der Vereinbarung (TOML)
    #[arg(value_name = "DATEI")]
    file: PathBuf,
    /// Tag, für den geprüft wird; üblich: heute
    #[arg(long, value_name = "JJJJ-MM-TT")]
    today: Option<Date>,
    /// Das Ergebnis als JSON ausgeben
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: Args, language: Language) -> Result<(), Failure> {
    let Command::Check(args) = args.command;
    check(&args, language)
}

fn check(args: &CheckArgs, language: Language) -> Result<(), Failure> {
    let text = read(&args.file)?;
    let today = args.today.unwrap_or_else(|| today_in(&text));
    let examined = examine(&text, today);
    if args.json {
        output::json(&as_json(&examined.problems, examined.charter.as_ref(), today, language))?;
    } else {
        output::text(&said(&examined.problems, examined.charter.as_ref(), today, language))?;
    }
    let errors = examined.problems.iter().filter(|problem| problem.is_error()).count();
    if examined.charter.is_some() { Ok(()) } else { Err(unusable(&args.file, errors)) }
}

/// Today where the agreement counts its days; in UTC if it does not say where.
fn today_in(text: &str) -> Date {
    let zone = Charter::parse(text).ok().and_then(|charter| TimeZone::get(&charter.agreement.time_zone).ok());
    RealClock::default().now().day(&zone.unwrap_or(TimeZone::UTC)).date()
}

fn read(file: &Path) -> Result<String, Failure> {
    let bytes = fs::read(file).map_err(|error| Failure::file(file, &error))?;
    String::from_utf8(bytes).map_err(|_| {
        let file = file.display();
        Failure::new(
            format!("{file} ist keine Textdatei (UTF-8)."),
            format!("{file} is no text file (UTF-8)."),
        )
    })
}

fn unusable(file: &Path, errors: usize) -> Failure {
    let file = file.display();
    match errors {
        1 => Failure::new(
            format!("Die Vereinbarung {file} hat einen Fehler und lässt sich so nicht benutzen."),
            format!("The charter {file} has one error and cannot be used like this."),
        ),
        n => Failure::new(
            format!("Die Vereinbarung {file} hat {n} Fehler und lässt sich so nicht benutzen."),
            format!("The charter {file} has {n} errors and cannot be used like this."),
        ),
    }
}

// ---------------------------------------------------------------------------------------------------------------
// For people

fn said(problems: &[Problem], charter: Option<&Charter>, today: Date, language: Language) -> String {
    let mut text = String::new();
    for problem in problems {
        line(&mut text, &problem_line(problem, language));
    }
    if let Some(charter) = charter {
        if !problems.is_empty() {
            line(&mut text, "");
        }
        follows(&mut text, charter, today, language);
    }
    text
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    _ = writeln!(text, "{line}");
}

fn problem_line(problem: &Problem, language: Language) -> String {
    let weight = match problem.severity {
        Severity::Error => in_language(language, "Fehler", "Error"),
        Severity::Warning => in_language(language, "Hinweis", "Warning"),
    };
    let message = problem.message(language.as_str());
    match problem.line {
        Some(line) => format!("{weight}, {} {line}: {message}", in_language(language, "Zeile", "line")),
        None => format!("{weight}: {message}"),
    }
}

fn follows(text: &mut String, charter: &Charter, today: Date, language: Language) {
    let of = |text: &'_ Text| text.get(language.as_str()).to_owned();
    line(text, &of(&charter.agreement.title));
    line(text, &term_sentence(&charter.agreement, today, language));

    line(text, in_language(language, "\nNächste Termine", "\nNext dates"));
    for due in next_dates(charter, today) {
        let what = occasion(&due, language);
        line(text, &format!("  {:<11}  {:<4}  {what}", day(due.date, language), due.clause));
    }

    line(
        text,
        in_language(language, "\nPflichten, und woran man sie misst", "\nDuties, and how they are measured"),
    );
    for duty in &charter.duties {
        line(text, &duty_lines(duty, language));
    }

    line(text, in_language(language, "\nWer gibt wem was weiter", "\nWho gives whom what"));
    let ways = disclosure_matrix(charter, today);
    if ways.is_empty() {
        line(text, in_language(language, "  Niemand: Heute gilt kein Weg.", "  Nobody: no way holds today."));
    }
    for way in ways.chunk_by(|a, b| a.from.id == b.from.id) {
        line(text, &ways_of(way, language));
    }
}

fn day(date: Date, language: Language) -> String {
    let format = in_language(language, "%d.%m.%Y", "%-d %b %Y");
    Day::of(date).date().strftime(format).to_string()
}

fn term_sentence(agreement: &Agreement, today: Date, language: Language) -> String {
    let term = term(agreement, today);
    let of = |date| day(date, language);
    let (end, notice) = (of(term.current_end), of(term.notice_by));
    match (language, term.over(today), term.renews_until.map(of)) {
        (Language::De, true, _) => format!("Sie ist am {end} ausgelaufen."),
        (Language::En, true, _) => format!("It ended on {end}."),
        (Language::De, false, None) => format!("Sie läuft bis {end} und verlängert sich nicht."),
        (Language::En, false, None) => format!("It runs until {end} and does not renew itself."),
        (Language::De, false, Some(until)) if term.notice_open(today) => {
            format!("Sie läuft bis {end} und verlängert sich bis {until}, wenn niemand bis {notice} kündigt.")
        }
        (Language::En, false, Some(until)) if term.notice_open(today) => {
            format!(
                "It runs until {end} and renews itself until {until} unless somebody gives notice by {notice}."
            )
        }
        (Language::De, false, Some(until)) => format!(
            "Sie läuft bis {end}; wurde bis {notice} nicht gekündigt, verlängert sie sich bis {until}."
        ),
        (Language::En, false, Some(until)) => {
            format!("It runs until {end}; if nobody gave notice by {notice}, it renews itself until {until}.")
        }
    }
}

fn occasion(due: &Due<'_>, language: Language) -> String {
    let of = |text: &'_ Text| text.get(language.as_str()).to_owned();
    match due.occasion {
        Occasion::Notice => {
            in_language(language, "Letzter Tag für eine Kündigung", "Last day to give notice").to_owned()
        }
        Occasion::TermEnd => {
            in_language(language, "Die laufende Zeit endet", "The running term ends").to_owned()
        }
        Occasion::Meeting(body) => {
            format!("{}: {}", in_language(language, "Sitzung", "Meeting"), of(&body.name))
        }
        Occasion::Duty(duty) => of(&duty.text),
    }
}

fn duty_lines(duty: &Duty, language: Language) -> String {
    let of = |text: &'_ Text| text.get(language.as_str()).to_owned();
    let measured = in_language(language, "Maßstab", "Measure");
    format!("  {:<4}  {}\n        {measured}: {}", duty.clause, of(&duty.text), of(&duty.measure))
}

/// What one partner passes on: a line for each audience, its profiles by legal basis.
fn ways_of(ways: &[Way<'_>], language: Language) -> String {
    let of = |text: &'_ Text| text.get(language.as_str()).to_owned();
    let mut text = ways.first().map(|way| format!("  {}", of(&way.from.name))).unwrap_or_default();
    for audience in ways.chunk_by(|a, b| a.audience.id == b.audience.id) {
        let mut bases: Vec<(&Way<'_>, Vec<String>)> = Vec::new();
        for way in audience {
            let name = of(&way.profile.name);
            match bases.iter_mut().find(|(known, _)| known.basis.id == way.basis.id) {
                Some((_, profiles)) => profiles.push(name),
                None => bases.push((way, vec![name])),
            }
        }
        let said: Vec<String> = bases
            .iter()
            .map(|(way, profiles)| format!("{} ({})", profiles.join(", "), cited(way, language)))
            .collect();
        let to = audience.first().map(|way| of(&way.audience.name)).unwrap_or_default();
        text.push_str(&format!("\n    → {to}: {}", said.join("; ")));
    }
    text
}

fn cited(way: &Way<'_>, language: Language) -> String {
    let citation = &way.basis.citation;
    match way.basis.confidence {
        Confidence::Unverified => {
            format!("{citation}, {}", in_language(language, "NICHT GEPRÜFT", "NOT VERIFIED"))
        }
        _ => citation.clone(),
    }
}

// ---------------------------------------------------------------------------------------------------------------
// For programs

fn as_json(problems: &[Problem], charter: Option<&Charter>, today: Date, language: Language) -> Value {
    let problem = |problem: &Problem| {
        json!({
            "line": problem.line,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message(language.as_str()),
        })
    };
    json!({
        "usable": charter.is_some(),
        "today": today,
        "problems": problems.iter().map(problem).collect::<Vec<_>>(),
        "follows": charter.map(|charter| follows_json(charter, today, language)),
    })
}

fn follows_json(charter: &Charter, today: Date, language: Language) -> Value {
    let of = |text: &'_ Text| text.get(language.as_str()).to_owned();
    let term = term(&charter.agreement, today);
    let date = |due: &Due<'_>| {
        let (kind, id) = match due.occasion {
            Occasion::Notice => ("notice", None),
            Occasion::TermEnd => ("term_end", None),
            Occasion::Meeting(body) => ("meeting", Some(body.id.as_str())),
            Occasion::Duty(duty) => ("duty", Some(duty.id.as_str())),
        };
        json!({ "date": due.date, "kind": kind, "id": id, "clause": due.clause, "what": occasion(due, language) })
    };
    let duty = |duty: &Duty| {
        json!({
            "id": duty.id, "clause": duty.clause, "text": of(&duty.text), "measure": of(&duty.measure),
            "bodies": duty.bodies, "per_year": duty.per_year,
        })
    };
    let way = |way: &Way<'_>| {
        json!({
            "from": way.from.id, "audience": way.audience.id, "profile": way.profile.id,
            "legal_basis": way.basis.id, "confidence": way.basis.confidence,
            "purpose": of(&way.pair.purpose), "days": way.pair.days,
        })
    };
    json!({
        "title": of(&charter.agreement.title),
        "term": { "current_end": term.current_end, "notice_by": term.notice_by, "renews_until": term.renews_until },
        "dates": next_dates(charter, today).iter().map(date).collect::<Vec<_>>(),
        "duties": charter.duties.iter().map(duty).collect::<Vec<_>>(),
        "disclosures": disclosure_matrix(charter, today).iter().map(way).collect::<Vec<_>>(),
    })
}
