//! A copy of a whole SQLite database while it is in use.

use std::path::Path;

use crate::{dialect, error::StoreError, open::Store};

impl Store {
    /// Writes everything that is committed now into a new file, while readers and the writer go on.
    ///
    /// [`StoreError::Unavailable`] on PostgreSQL, which has its own tools, and if the file exists. What was written may
    /// still be in the memory of the operating system: the caller syncs the file before relying on it.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        dialect::copy_database(&self.read().0, file).await
    }
}
