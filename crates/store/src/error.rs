//! What can go wrong with the database, as far as anybody can act on it.

use sea_orm::DbErr;

use crate::dialect;

/// Why something was not read or saved. Whatever it is: nothing was half-written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The disk of the database is full.
    #[error("the disk is full")]
    Full,
    /// The database cannot be reached or refuses to work.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Something else is there already, or was changed in the meantime.
    #[error("it conflicts with what is stored: {0}")]
    Conflict(String),
    /// A stored value is not one that this program writes.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// The store was closed.
    #[error("the store is closed")]
    Stopped,
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Type(_) | DbErr::Json(_) | DbErr::ConvertFromU64(_) | DbErr::TryIntoErr { .. } => {
                Self::Corrupt(error.to_string())
            }
            error => dialect::classify(&error),
        }
    }
}

/// Exactly one row must have been affected; otherwise somebody else was faster, or there is no such row.
pub(crate) fn one(affected: u64, what: &str) -> Result<(), StoreError> {
    if affected == 1 { Ok(()) } else { Err(StoreError::Conflict(what.to_owned())) }
}
