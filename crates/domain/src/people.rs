//! Accounts: who may sign in. What they may do follows from memberships alone ([`crate::access`]).

use serde::{Deserialize, Serialize};

use crate::{
    ids::{AccountId, PartnerId, TokenId},
    time::Timestamp,
};

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// German.
    #[default]
    De,
    /// English.
    En,
}

impl Language {
    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// A person's account. The name is a role ("Sachbearbeitung Ordnungsamt") or the person's own, as the partner decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// Whose staff.
    pub partner: PartnerId,
    /// E-mail address in lower case; what one signs in with.
    pub email: String,
    /// Name.
    pub name: String,
    /// Language.
    pub language: Language,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it may not sign in.
    pub disabled_at: Option<Timestamp>,
    /// The visit before the present one ("since my last visit").
    pub last_visit: Option<Timestamp>,
}

/// What a personal access token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Reads as its owner.
    Read,
    /// Reads and acts as its owner.
    Write,
}

/// A personal access token; its secret is kept as a hash only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Identifier.
    pub id: TokenId,
    /// Whose.
    pub account: AccountId,
    /// What for, in words.
    pub name: String,
    /// What it allows.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// First moment at which it no longer works.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}
