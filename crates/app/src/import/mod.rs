//! How a file comes in: sorted without a trace first, then staged, then shown. Decision 0010 says why.

mod corrections;
mod examples;
mod sort;
mod spool;
mod stage;
#[cfg(test)]
mod tests;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use domain::{
    batch::{Batch, Counts, Stage, WrongStage},
    ids::{CategoryId, SourceId},
    people::Language,
    time::When,
};
use exchange::{mapping::Reason, profile::ProfileProblem, table::FileProblem};
use sha2::{Digest, Sha256};

use crate::error::ActError;

pub use examples::example_profiles;

pub(crate) use corrections::{hashes, offsets};
pub(crate) use sort::{Sorted, Sorting, digest, look};
pub(crate) use stage::Staging;

/// Rows that a preview shows as they would become.
pub(crate) const SHOWN: usize = 10;
/// Rejected rows that a preview shows.
pub(crate) const REJECTED_SHOWN: usize = 20;

/// What is to be imported, beside the bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOrder {
    /// Source of the reports.
    pub source: SourceId,
    /// Unit for which they come in; empty for the caller's only one that has the source.
    pub unit: String,
    /// The profile (TOML).
    pub profile: String,
    /// Name of the file.
    pub file: String,
}

/// How far an import is; it can be asked to stop.
#[derive(Debug, Default)]
pub struct Progress {
    pub(crate) bytes: Arc<AtomicU64>,
    pub(crate) size: AtomicU64,
    pub(crate) rows: AtomicU64,
    pub(crate) written: AtomicU64,
    pub(crate) writing: AtomicBool,
    stop: AtomicBool,
}

impl Progress {
    /// Asks the import to stop; it does so between two transactions.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// How much is done, in thousandths: the first half is reading, the second writing.
    pub fn thousandths(&self) -> u64 {
        let part = |done: u64, all: u64| (done * 500).checked_div(all).unwrap_or(0).min(500);
        let load = |number: &AtomicU64| number.load(Ordering::Relaxed);
        if self.writing.load(Ordering::Relaxed) {
            500 + part(load(&self.written), load(&self.rows))
        } else {
            part(load(&self.bytes), load(&self.size))
        }
    }

    /// Rows that were read so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    pub(crate) fn asked_to_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// What an import did.
#[derive(Debug)]
pub struct Imported {
    /// The batch, visible.
    pub batch: Batch,
    /// The rejected rows as a file of the same form, from its beginning; `None` if there are none.
    pub rejects: Option<std::fs::File>,
    /// The ending of that file's name.
    pub ending: &'static str,
}

/// What would become of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The first rows as they would become.
    pub rows: Vec<PreviewRow>,
    /// The first rows that would be rejected.
    pub rejected: Vec<RejectedRow>,
    /// What would become of all; duplicates are not known before.
    pub counts: Counts,
}

/// A row as it would become.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewRow {
    /// Line in the file.
    pub line: u64,
    /// What it is about.
    pub category: CategoryId,
    /// When.
    pub when: When,
    /// Longitude and latitude.
    pub place: Option<(f64, f64)>,
    /// Whether it lies outside the city's division.
    pub outside: bool,
    /// A few words.
    pub title: String,
    /// Whole text.
    pub text: String,
    /// The source's reference.
    pub own_ref: Option<String>,
}

/// A row that would be rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// Line in the file.
    pub line: u64,
    reason: Reason,
}

impl RejectedRow {
    /// Why, as a whole sentence.
    pub fn say(&self, language: Language) -> String {
        self.reason.say(language)
    }
}

/// Why a file does not come in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something that can happen to every act.
    #[error(transparent)]
    Act(#[from] ActError),
    /// Something is wrong with the file as a whole.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// Something is wrong with the profile.
    #[error(transparent)]
    Profile(#[from] ProfileProblem),
    /// Another batch of this source is open: it goes on, or is thrown away, first.
    #[error("the batch \"{}\" of this source is still open", .0.file)]
    OpenBatch(Box<Batch>),
    /// Somebody else imports, or threw away, the same batch meanwhile.
    #[error("the batch went on elsewhere")]
    Elsewhere,
    /// The caller's units may not use the source, or several may and none was named.
    #[error("no unit of the caller brings reports of this source, or name one of: {0}")]
    Unit(String),
    /// The batch is at another stage.
    #[error(transparent)]
    Stage(#[from] WrongStage),
    /// Somebody asked it to stop.
    #[error("stopped")]
    Stopped,
}

impl From<store::StoreError> for ImportError {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::Conflict(_) => Self::Elsewhere,
            other => Self::Act(other.into()),
        }
    }
}

impl From<std::io::Error> for ImportError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error.into())
    }
}

impl ImportError {
    /// A whole sentence, for what is special to imports; `None` for what can happen to every act.
    pub fn say(&self, language: Language) -> Option<String> {
        let de = language == Language::De;
        Some(match self {
            Self::Act(_) => return None,
            Self::File(problem) => problem.say(language),
            Self::Profile(problem) => problem.say(language),
            Self::OpenBatch(batch) if de => format!(
                "Von dieser Quelle ist noch der Stapel „{}“ offen: setzen Sie ihn fort, mit derselben Datei und demselben Profil, oder verwerfen Sie ihn.",
                batch.file
            ),
            Self::OpenBatch(batch) => format!(
                "The batch \"{}\" of this source is still open: continue it, with the same file and profile, or discard it.",
                batch.file
            ),
            Self::Elsewhere if de => {
                "Dieser Stapel wird gerade an anderer Stelle eingelesen oder wurde verworfen; hier endet das Einlesen."
                    .to_owned()
            }
            Self::Elsewhere => {
                "This batch is being imported elsewhere, or was discarded; importing it here ends.".to_owned()
            }
            Self::Unit(units) if units.is_empty() && de => {
                "Für diese Quelle darf keine Ihrer Dienststellen Meldungen erfassen.".to_owned()
            }
            Self::Unit(units) if units.is_empty() => {
                "None of your units may enter reports of this source.".to_owned()
            }
            Self::Unit(units) if de => {
                format!("Nennen Sie die Dienststelle, für die eingelesen wird: {units}.")
            }
            Self::Unit(units) => format!("Name the unit for which the file comes in: {units}."),
            Self::Stage(WrongStage(stage)) => {
                let (de_stage, en_stage) = match stage {
                    Stage::Uploaded => ("noch nicht begonnen", "not begun yet"),
                    Stage::Open => ("noch nicht fertig", "not complete yet"),
                    Stage::Visible => ("schon sichtbar", "visible already"),
                    Stage::Confirmed => ("schon bestätigt", "confirmed already"),
                    Stage::Discarded => ("verworfen", "discarded"),
                };
                if de { format!("Der Stapel ist {de_stage}.") } else { format!("The batch is {en_stage}.") }
            }
            Self::Stopped if de => {
                "Angehalten. Sichtbar ist noch nichts; dieselbe Datei noch einmal einzulesen setzt fort."
                    .to_owned()
            }
            Self::Stopped => {
                "Stopped. Nothing is visible yet; importing the same file again continues.".to_owned()
            }
        })
    }
}

/// Work that takes a processor for a while.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ImportError> + Send + 'static,
) -> Result<T, ImportError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(ActError::Unavailable(error.to_string()).into()))
}

/// What follows from a row for ever: the first half is its identifier, the second its salt.
pub(crate) fn row_hash(secret: &[u8; 32], identity: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(secret).chain_update(identity).finalize().into()
}

/// The same for the next ones of identical rows.
pub(crate) fn numbered(hash: &[u8; 32], ordinal: u32) -> [u8; 32] {
    if ordinal == 0 {
        return *hash;
    }
    Sha256::new().chain_update(hash).chain_update(ordinal.to_be_bytes()).finalize().into()
}

/// Identifier and salt.
pub(crate) fn halves(hash: &[u8; 32]) -> ([u8; 16], [u8; 16]) {
    let (mut id, mut salt) = ([0; 16], [0; 16]);
    id.copy_from_slice(&hash[..16]);
    salt.copy_from_slice(&hash[16..]);
    (id, salt)
}
