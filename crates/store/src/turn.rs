//! Turns of those who write to one SQLite file from several processes.
//!
//! SQLite has no queue: whoever waits asks again after a while, and a process that writes one transaction after another
//! is always there first. So each takes its turn by a lock on a file beside the database, holds it until its transaction
//! has begun, and gives it to the next. PostgreSQL queues by itself.

use std::{
    fs::{File, TryLockError},
    path::Path,
    sync::Arc,
};

/// The queue of a database; none where it needs none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns(Option<Arc<File>>);

/// A turn; given on when dropped.
#[derive(Debug)]
pub(crate) struct Turn(Option<Arc<File>>);

impl Turns {
    /// The queue beside a database file. Without it (a folder that cannot be written) writers still exclude each other.
    pub(crate) fn beside(file: Option<&Path>) -> Self {
        let mut name = match file {
            Some(file) => file.as_os_str().to_owned(),
            None => return Self::default(),
        };
        name.push("-turn");
        Self(File::create(name).ok().map(Arc::new))
    }

    /// Waits for a turn.
    pub(crate) async fn wait(&self) -> Turn {
        let Some(file) = &self.0 else { return Turn(None) };
        match file.try_lock() {
            Ok(()) => Turn(Some(Arc::clone(file))),
            Err(TryLockError::Error(_)) => Turn(None),
            Err(TryLockError::WouldBlock) => {
                let waiting = Arc::clone(file);
                let locked = tokio::task::spawn_blocking(move || waiting.lock().is_ok()).await;
                Turn(matches!(locked, Ok(true)).then(|| Arc::clone(file)))
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            // The end of the process would do the same.
            _ = file.unlock();
        }
    }
}
