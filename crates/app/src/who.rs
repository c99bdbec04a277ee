//! Who calls: an account with its rights of this moment, and how it proved itself.

use domain::{
    access::{Actor, Viewer},
    ids::TokenId,
    people::Account,
};

/// How far somebody with a session is with signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; a code is asked for.
    Code,
    /// The charter demands a second factor, which must be set up first.
    SetUp,
    /// Signed in.
    Whole,
}

/// Somebody with a session, which alone allows nothing but to finish signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The account.
    pub account: Account,
    /// How far it is.
    pub stage: Stage,
    /// Hash of the session's secret.
    pub session: [u8; 32],
    /// Secret against cross-site requests.
    pub csrf: String,
    /// Why it looks, chosen once a shift.
    pub occasion: Option<String>,
}

/// How the caller proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// A signed-in session, by the hash of its secret.
    Session {
        /// Hash of the session's secret.
        hash: [u8; 32],
        /// Secret against cross-site requests.
        csrf: String,
    },
    /// A personal access token.
    Token(TokenId),
    /// Whoever operates the server acts for the account, from the command line.
    Operator,
}

/// The caller, with the rights of this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: Account,
    /// With whose eyes it reads.
    pub viewer: Viewer,
    /// With whose hand it writes.
    pub actor: Actor,
    /// How it proved itself.
    pub credential: Credential,
    /// Why it looks, chosen once a shift; stands in every journal entry of a reading.
    pub occasion: Option<String>,
}
