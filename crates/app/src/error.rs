//! Why an act did not happen. One rule: an act answers `Err` exactly when nothing was changed.

use domain::report::FieldError;
use store::StoreError;

/// Why an act did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such thing, or the viewer may not see it: the same answer for both.
    #[error("not found")]
    NotFound,
    /// The actor sees it, but has no right to do this.
    #[error("no right to do this")]
    Denied,
    /// What was entered is wrong; all errors at once.
    #[error("wrong input")]
    Invalid(Vec<FieldError>),
    /// Somebody else saved in the meantime.
    #[error("somebody else saved version {current} in the meantime")]
    Conflict {
        /// The version there is now.
        current: u32,
    },
    /// The thing is closed, withdrawn or otherwise at its end.
    #[error("already closed or withdrawn")]
    Ended,
    /// The account's e-mail address is taken.
    #[error("there is an account with this e-mail address")]
    Taken,
    /// This process has not heard from the database for more than two seconds and tells nothing until it has.
    #[error("the picture is not up to date")]
    Behind,
    /// The disk is full; nothing was saved.
    #[error("the disk is full, nothing was saved")]
    Full,
    /// The database cannot be reached or refuses; nothing was saved.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
}

impl From<StoreError> for ActError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<domain::access::Denied> for ActError {
    fn from(_: domain::access::Denied) -> Self {
        Self::Denied
    }
}

impl From<domain::report::EditError> for ActError {
    fn from(error: domain::report::EditError) -> Self {
        match error {
            domain::report::EditError::Conflict { current } => Self::Conflict { current },
            domain::report::EditError::Closed => Self::Ended,
        }
    }
}

/// Why somebody was not signed in. It never tells whether the account exists.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// E-mail address or password is wrong, or the account may not sign in.
    #[error("e-mail address or password is wrong")]
    Wrong,
    /// Too many attempts from there; try again in so many seconds.
    #[error("too many attempts; try again in {0} seconds")]
    Throttled(i64),
    /// Something else.
    #[error(transparent)]
    Act(#[from] ActError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Act(error.into())
    }
}
