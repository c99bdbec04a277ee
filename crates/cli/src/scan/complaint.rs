//! What is wrong with files and options, as sentences in both languages; all of them at once.

use std::path::Path;

use analysis::scan::{ScanError, population::PopulationError};
use exchange::satscan::{Fault, Problem, What};

use super::{Setting, read::Input};
use crate::failure::Failure;

/// More sentences than anybody reads.
const SHOWN: usize = 20;

/// Sentences that were collected.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    shown: Vec<(String, String)>,
    more: usize,
}

impl Complaints {
    /// One more sentence.
    pub(super) fn say(&mut self, de: impl Into<String>, en: impl Into<String>) {
        if self.shown.len() < SHOWN {
            self.shown.push((de.into(), en.into()));
        } else {
            self.more += 1;
        }
    }

    /// Problems of a file.
    pub(super) fn of_file(&mut self, path: &Path, problems: Vec<Problem>) {
        for problem in problems {
            let (de, en) = of_fault(&problem.fault);
            self.on_line(path, problem.line, &de, &en);
        }
    }

    /// A sentence about a line of a file.
    pub(super) fn on_line(&mut self, path: &Path, line: Option<usize>, de: &str, en: &str) {
        let path = path.display();
        match line {
            Some(line) => {
                self.say(format!("{path}, Zeile {line}: {de}"), format!("{path}, line {line}: {en}"))
            }
            None => self.say(format!("{path}: {de}"), format!("{path}: {en}")),
        }
    }

    /// Fails if there was anything to say.
    pub(super) fn settle(self) -> Result<(), Failure> {
        if self.shown.is_empty() {
            return Ok(());
        }
        let (mut de, mut en): (Vec<String>, Vec<String>) = self.shown.into_iter().unzip();
        if self.more > 0 {
            de.push(format!("… und {} weitere.", self.more));
            en.push(format!("… and {} more.", self.more));
        }
        Err(Failure::new(de.join("\n"), en.join("\n")))
    }
}

fn what(what: What) -> (&'static str, &'static str) {
    match what {
        What::Location => ("der Ort", "the location"),
        What::Number => ("die Anzahl", "the number"),
        What::Date => ("das Datum", "the date"),
        What::People => ("die Zahl der Menschen", "the number of people"),
        What::Latitude => ("die Breite", "the latitude"),
        What::Longitude => ("die Länge", "the longitude"),
        What::X => ("die Koordinate x", "the coordinate x"),
        What::Y => ("die Koordinate y", "the coordinate y"),
    }
}

/// What a field should have held.
fn should_be(what: What) -> (&'static str, &'static str) {
    match what {
        What::Number => ("eine ganze Zahl ab 0 (Anzahl)", "a whole number from 0 on (count)"),
        What::People => ("eine Zahl ab 0 (Menschen)", "a number from 0 on (people)"),
        What::Latitude => ("eine Breite von -90 bis 90 Grad", "a latitude from -90 to 90 degrees"),
        What::Longitude => ("eine Länge von -180 bis 180 Grad", "a longitude from -180 to 180 degrees"),
        What::Location | What::Date | What::X | What::Y => ("eine Zahl", "a number"),
    }
}

fn of_fault(fault: &Fault) -> (String, String) {
    match fault {
        Fault::Empty => ("Die Datei ist leer.".to_owned(), "The file is empty.".to_owned()),
        Fault::NoColumn(missing) => {
            let (de, en) = what(*missing);
            (format!("In der Kopfzeile fehlt {de}."), format!("The header lacks {en}."))
        }
        Fault::TooShort { missing } => {
            let (de, en) = what(*missing);
            (format!("Hier fehlt {de}."), format!("Here {en} is missing."))
        }
        Fault::NotANumber { what, text } => {
            let (de, en) = should_be(*what);
            (format!("„{text}“ ist nicht {de}."), format!("\"{text}\" is not {en}."))
        }
        Fault::NotADate { text } => {
            (format!("„{text}“ ist kein Datum."), format!("\"{text}\" is not a date."))
        }
        Fault::NoSuchDate { text } => {
            (format!("Das Datum „{text}“ gibt es nicht."), format!("The date \"{text}\" does not exist."))
        }
        Fault::OtherDateFormat { text, first, line } => (
            format!(
                "Das Datum „{text}“ ist anders geschrieben als „{first}“ in Zeile {line}; in einer Datei geht nur eine Schreibweise."
            ),
            format!(
                "The date \"{text}\" is written in another way than \"{first}\" on line {line}; one file has one way only."
            ),
        ),
        Fault::OpenQuote => (
            "Ein Anführungszeichen hat kein zweites.".to_owned(),
            "A quotation mark has no second one.".to_owned(),
        ),
        Fault::TwoPlaces { location, line } => (
            format!("Der Ort „{location}“ steht schon in Zeile {line}, mit anderen Koordinaten."),
            format!("The location \"{location}\" stands on line {line} already, with other coordinates."),
        ),
        Fault::TooManyNames => (
            "Es sind zu viele verschiedene Orte oder Merkmale.".to_owned(),
            "There are too many different locations or covariates.".to_owned(),
        ),
    }
}

/// Why nothing can be expected of the population.
pub(super) fn of_population(error: &PopulationError, input: &Input) -> Failure {
    match error {
        PopulationError::Nobody { stratum } => {
            let name = input.strata.name(*stratum).filter(|name| !name.is_empty());
            match name {
                Some(name) => Failure::new(
                    format!("Mit den Merkmalen „{name}“ gibt es Fälle, aber keine Bevölkerung."),
                    format!("There are cases with the covariates \"{name}\", but no population."),
                ),
                None => Failure::new("Die Bevölkerung ist null.", "The population is zero."),
            }
        }
        PopulationError::Bounds | PopulationError::Entry { .. } | PopulationError::Cases { .. } => {
            Failure::system(error.to_string().trim_end_matches('.'))
        }
    }
}

/// Why nothing can be scanned.
pub(super) fn of_scan(error: &ScanError, input: &Input, setting: &Setting) -> Failure {
    let en = error.to_string();
    let de = match error {
        ScanError::NoCases => "Es gibt keine Fälle.".to_owned(),
        ScanError::NoControls => "Es gibt keine Vergleichsfälle.".to_owned(),
        ScanError::TooManyCases { most } => {
            format!("Es sind mehr als {most} Fälle (oder Fälle und Vergleichsfälle).")
        }
        ScanError::OnePoint => {
            "Alle Orte liegen an einem Punkt; gesucht wird unter mindestens zweien.".to_owned()
        }
        ScanError::OnePlace => {
            "Alle Fälle liegen an einem Ort; es gibt nichts, womit er zu vergleichen wäre.".to_owned()
        }
        ScanError::OneInterval => {
            "Alle Fälle liegen in einem Abschnitt der Zeit; es gibt nichts, womit er zu vergleichen wäre."
                .to_owned()
        }
        ScanError::TooFewIntervals { intervals } => {
            format!(
                "Der Zeitraum hat {intervals} Abschnitte; eine Suche in der Zeit braucht mindestens zwei."
            )
        }
        ScanError::TooLarge => "Es sind zu viele Orte und Abschnitte, um in allen zu zählen.".to_owned(),
        ScanError::TooManyZones => {
            "Es sind zu viele Kreise; ein kleinerer größter Radius oder Anteil gibt weniger.".to_owned()
        }
        ScanError::Unexpected { place, interval } => {
            let (from, to) = setting.period.days(*interval, *interval);
            let name = input.name_of_place(*place);
            return Failure::new(
                format!("Der Ort „{name}“ hat vom {from} bis zum {to} Fälle, aber keine Bevölkerung."),
                format!("The location \"{name}\" has cases from {from} to {to}, but no population."),
            );
        }
        ScanError::Share => "Der größte Anteil eines Kreises muss über 0 und höchstens 0.5 sein.".to_owned(),
        ScanError::Radius => "Der größte Radius muss eine Zahl ab 0 sein.".to_owned(),
        ScanError::Longest { longest, most } => format!(
            "Der längste Zeitraum hat {longest} Abschnitte; es müssen mindestens 1 und höchstens {most} sein, neun Zehntel des ganzen."
        ),
        ScanError::Since => "Die erste der wiederholten Suchen muss im Zeitraum enden.".to_owned(),
        ScanError::NoTime => {
            "Das Modell space-time-permutation sieht auf die Zeit; --spatial braucht ein anderes.".to_owned()
        }
        ScanError::Replications { most } => format!("Es gehen höchstens {most} Wiederholungen."),
        ScanError::Position { .. } | ScanError::Entry { .. } | ScanError::Expectation => {
            return Failure::system(en.trim_end_matches('.'));
        }
    };
    Failure::new(de, en)
}
