//! Why a row does not come in.

use domain::people::Language;

use crate::table::Broken;

/// Why a row is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It cannot be read.
    Broken(Broken),
    /// The columns of the key are empty.
    NoKey,
    /// There is nothing for a title.
    NoTitle,
    /// More letters than a field takes.
    TooLong {
        /// Which field of a report.
        field: &'static str,
        /// Most letters.
        most: usize,
    },
    /// The profile does not map this value to a category.
    Unmapped {
        /// The value.
        value: String,
    },
    /// The category has no such modus.
    UnknownModus {
        /// The value.
        value: String,
    },
    /// No moment, no day, no month and no year by the forms of the profile.
    NotATime {
        /// The value.
        value: String,
        /// The forms.
        formats: String,
    },
    /// A value holds the character NUL, which no database and no person can read.
    NotText,
    /// The value for the time is empty.
    NoTime,
    /// In the future.
    Future {
        /// The value.
        value: String,
    },
    /// The end is before the beginning.
    EndBeforeStart,
    /// Not a number.
    NotANumber {
        /// The value.
        value: String,
    },
    /// Only one coordinate.
    HalfAPlace,
    /// Longitude and latitude are swapped: the other way round the place lies in the city.
    Swapped,
    /// No place on the earth in this coordinate system.
    NotAPlace {
        /// First coordinate.
        x: String,
        /// Second coordinate.
        y: String,
    },
}

impl Reason {
    /// A whole sentence.
    pub fn say(&self, language: Language) -> String {
        match (self, language) {
            (Self::Broken(broken), language) => broken.say(language),
            (reason, Language::De) => reason.german(),
            (reason, Language::En) => reason.english(),
        }
    }

    fn german(&self) -> String {
        match self {
            Self::Broken(broken) => broken.say(Language::De),
            Self::NoKey => "Die Spalten, die eine Zeile kennzeichnen, sind leer.".to_owned(),
            Self::NoTitle => "Es steht nichts da, woraus ein Titel werden könnte.".to_owned(),
            Self::TooLong { field, most } => {
                let field = match *field {
                    "title" => "Der Titel",
                    "summary" => "Die Zusammenfassung",
                    "own_ref" => "Das Aktenzeichen",
                    _ => "Der Text",
                };
                format!("{field} hat mehr als {most} Zeichen.")
            }
            Self::Unmapped { value } if value.is_empty() => "Die Kategorie ist leer.".to_owned(),
            Self::Unmapped { value } => format!("„{value}“ ist im Profil keiner Kategorie zugeordnet."),
            Self::UnknownModus { value } => {
                format!("Die Begehungsweise „{value}“ gibt es in dieser Kategorie nicht.")
            }
            Self::NotATime { value, formats } => {
                let wanted = in_letters(formats, ["TT", "MM", "JJJJ", "JJ", "hh", "mm", "ss"]);
                format!("„{value}“ ist keine gültige Zeit (erwartet: {wanted}).")
            }
            Self::NotText => "Die Zeile enthält ein Zeichen, das kein Text ist (NUL).".to_owned(),
            Self::NoTime => "Die Zeit ist leer.".to_owned(),
            Self::Future { value } => format!("„{value}“ liegt in der Zukunft."),
            Self::EndBeforeStart => "Das Ende liegt vor dem Anfang.".to_owned(),
            Self::NotANumber { value } => format!("„{value}“ ist keine Zahl."),
            Self::HalfAPlace => "Es ist nur eine der beiden Koordinaten da.".to_owned(),
            Self::Swapped => {
                "Länge und Breite sind vertauscht: andersherum läge der Ort in der Stadt.".to_owned()
            }
            Self::NotAPlace { x, y } => format!("{x} / {y} ist in diesem Koordinatensystem kein Ort."),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Broken(broken) => broken.say(Language::En),
            Self::NoKey => "The columns that name a row are empty.".to_owned(),
            Self::NoTitle => "There is nothing for a title.".to_owned(),
            Self::TooLong { field, most } => {
                format!("The {field} has more than {most} characters.").replace('_', " ")
            }
            Self::Unmapped { value } if value.is_empty() => "The category is empty.".to_owned(),
            Self::Unmapped { value } => format!("The profile maps \"{value}\" to no category."),
            Self::UnknownModus { value } => format!("The category has no modus \"{value}\"."),
            Self::NotATime { value, formats } => {
                let wanted = in_letters(formats, ["DD", "MM", "YYYY", "YY", "hh", "mm", "ss"]);
                format!("\"{value}\" is not a valid time (expected: {wanted}).")
            }
            Self::NotText => "The row holds a character that is no text (NUL).".to_owned(),
            Self::NoTime => "The time is empty.".to_owned(),
            Self::Future { value } => format!("\"{value}\" is in the future."),
            Self::EndBeforeStart => "The end is before the beginning.".to_owned(),
            Self::NotANumber { value } => format!("\"{value}\" is not a number."),
            Self::HalfAPlace => "There is only one of the two coordinates.".to_owned(),
            Self::Swapped => {
                "Longitude and latitude are swapped: the other way round the place would lie in the city."
                    .to_owned()
            }
            Self::NotAPlace { x, y } => format!("{x} / {y} is no place in this coordinate system."),
        }
    }
}

/// Forms of times as people write them down, instead of as programs do.
fn in_letters(formats: &str, letters: [&str; 7]) -> String {
    let parts = ["%d", "%m", "%Y", "%y", "%H", "%M", "%S"];
    parts.iter().zip(letters).fold(formats.to_owned(), |text, (part, letter)| text.replace(part, letter))
}
