//! Why a command failed: one clear sentence, in both languages.

use std::{fmt::Display, path::Path};

use app::ActError;
use domain::people::Language;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    de: String,
    en: String,
}

impl Failure {
    /// The same sentence in both languages.
    pub(crate) fn new(de: impl Into<String>, en: impl Into<String>) -> Self {
        Self { de: de.into(), en: en.into() }
    }

    /// A file or folder could not be read or written.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        let (de, en) = match error.kind() {
            std::io::ErrorKind::NotFound => {
                (format!("{path} gibt es nicht."), format!("{path} does not exist."))
            }
            std::io::ErrorKind::PermissionDenied => (
                format!("Auf {path} darf nicht zugegriffen werden."),
                format!("There is no permission to use {path}."),
            ),
            std::io::ErrorKind::StorageFull => (
                format!("Der Datenträger von {path} ist voll; es wurde nichts gespeichert."),
                format!("The disk of {path} is full; nothing was saved."),
            ),
            _ => (
                format!("{path} lässt sich nicht benutzen: {error}."),
                format!("{path} cannot be used: {error}."),
            ),
        };
        Self::new(de, en)
    }

    /// Something that is not expected to happen, with what the system says.
    pub(crate) fn system(error: impl Display) -> Self {
        Self::new(
            format!("Das System meldet einen Fehler: {error}."),
            format!("The system reports an error: {error}."),
        )
    }

    /// The sentence.
    pub(crate) fn say(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Self {
        let (de, en) = match error {
            ActError::NotFound => ("Das gibt es nicht.".to_owned(), "There is no such thing.".to_owned()),
            ActError::Denied => {
                ("Dazu fehlt das Recht.".to_owned(), "There is no right to do this.".to_owned())
            }
            ActError::Invalid(errors) => {
                let fields: Vec<String> = errors.iter().map(|error| error.field.to_string()).collect();
                let fields = fields.join(", ");
                (format!("Falsche Angabe: {fields}."), format!("Wrong input: {fields}."))
            }
            ActError::Conflict { .. } => (
                "Jemand anders hat inzwischen gespeichert.".to_owned(),
                "Somebody else saved in the meantime.".to_owned(),
            ),
            ActError::Ended => ("Das ist schon beendet.".to_owned(), "That has already ended.".to_owned()),
            ActError::Taken => (
                "Ein Konto mit dieser E-Mail-Adresse gibt es schon.".to_owned(),
                "There is already an account with this e-mail address.".to_owned(),
            ),
            ActError::Behind => (
                "Das Lagebild ist nicht auf dem neuesten Stand.".to_owned(),
                "The picture is not up to date.".to_owned(),
            ),
            ActError::Full => (
                "Der Datenträger ist voll; es wurde nichts gespeichert.".to_owned(),
                "The disk is full; nothing was saved.".to_owned(),
            ),
            ActError::Unavailable(why) => (
                format!("Die Daten lassen sich nicht öffnen oder speichern: {why}."),
                format!("The data cannot be opened or saved: {why}."),
            ),
        };
        Self::new(de, en)
    }
}
