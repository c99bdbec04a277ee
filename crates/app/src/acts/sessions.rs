//! A person's own sessions and settings.

use domain::{
    people::{Account, Language},
    report::Problem,
    time::Timestamp,
};
use store::Change;

use super::invalid;
use crate::{
    app::App,
    error::ActError,
    secrets::hash_password,
    who::{Credential, Who},
};

/// A session in the list of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// First eight letters of its hash, to name it by.
    pub name: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Last used.
    pub seen_at: Timestamp,
    /// Browser, as it named itself.
    pub user_agent: String,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// Fewest characters of a password.
pub(crate) const PASSWORD_MIN: usize = 12;
/// Most characters of a password; more is no password but an attack on the hash.
pub(crate) const PASSWORD_MAX: usize = 200;
/// Most characters of an occasion.
const OCCASION_MAX: usize = 120;

impl App {
    /// The caller's sessions, the latest first.
    pub async fn sessions(&self, who: &Who) -> Result<Vec<SessionLine>, ActError> {
        let mut sessions = store::sessions::of_account(&self.0.store.read(), who.account.id).await?;
        sessions.sort_by_key(|s| std::cmp::Reverse(s.seen_at));
        let own = match &who.credential {
            Credential::Session { hash, .. } => Some(*hash),
            Credential::Token(_) => None,
        };
        let line = |s: store::sessions::Session| SessionLine {
            name: name_of(&s.hash),
            created_at: s.created_at,
            seen_at: s.seen_at,
            user_agent: s.user_agent,
            this: Some(s.hash) == own,
        };
        Ok(sessions.into_iter().map(line).collect())
    }

    /// Ends one of the caller's own sessions by its name.
    pub async fn end_session(&self, who: &Who, name: &str) -> Result<(), ActError> {
        let sessions = store::sessions::of_account(&self.0.store.read(), who.account.id).await?;
        let session = sessions.into_iter().find(|s| name_of(&s.hash) == name).ok_or(ActError::NotFound)?;
        let entry = self.entry(who, "session.ended");
        self.act(move |tx| {
            Box::pin(async move {
                store::sessions::delete(tx, &session.hash).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }

    /// Sets why the caller looks, for this session: "Frühdienst", "Vorbereitung Koordinationsrunde".
    pub async fn set_occasion(&self, who: &Who, occasion: &str) -> Result<(), ActError> {
        let Credential::Session { hash, .. } = who.credential else { return Err(ActError::Denied) };
        let occasion = occasion.trim().to_owned();
        if occasion.chars().count() > OCCASION_MAX {
            return invalid("occasion", Problem::TooLong { most: OCCASION_MAX });
        }
        let occasion = Some(occasion).filter(|text| !text.is_empty());
        let mut entry = self.entry(who, "occasion.chosen");
        entry.occasion.clone_from(&occasion);
        self.act(move |tx| {
            Box::pin(async move {
                store::sessions::set_occasion(tx, &hash, occasion.as_deref()).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }

    /// Sets the language of the caller's pages.
    pub async fn set_language(&self, who: &Who, language: Language) -> Result<(), ActError> {
        let id = who.account.id;
        self.act(move |tx| {
            Box::pin(async move {
                let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                store::people::update_account(tx, &Account { language, ..account }).await?;
                tx.changed(Change::Account(id));
                Ok(())
            })
        })
        .await
    }

    /// Changes the caller's password, and ends all other sessions.
    pub async fn change_password(&self, who: &Who, old: &str, new: &str) -> Result<(), ActError> {
        let hash = store::people::password_hash(&self.0.store.read(), who.account.id).await?;
        if !self.verify(old.to_owned(), hash).await? {
            return invalid("old_password", Problem::Unknown { value: String::new() });
        }
        let hash = self.hash(new).await?;
        let id = who.account.id;
        let own = match &who.credential {
            Credential::Session { hash, .. } => Some(*hash),
            Credential::Token(_) => None,
        };
        let entry = self.entry(who, "password.changed");
        self.act(move |tx| {
            Box::pin(async move {
                store::people::set_password_hash(tx, id, Some(&hash)).await?;
                for session in store::sessions::of_account(tx, id).await? {
                    if Some(session.hash) != own {
                        store::sessions::delete(tx, &session.hash).await?;
                    }
                }
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }

    /// Checks a new password and hashes it.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, ActError> {
        match password.chars().count() {
            0 => return invalid("password", Problem::Missing),
            n if n < PASSWORD_MIN => return invalid("password", Problem::TooShort { least: PASSWORD_MIN }),
            n if n > PASSWORD_MAX => return invalid("password", Problem::TooLong { most: PASSWORD_MAX }),
            _ => {}
        }
        let (password, salt) = (password.to_owned(), self.0.chance.bytes());
        let failed = || ActError::Unavailable("the password could not be hashed".to_owned());
        let hash = tokio::task::spawn_blocking(move || hash_password(&password, salt)).await;
        hash.ok().flatten().ok_or_else(failed)
    }
}

fn name_of(hash: &[u8; 32]) -> String {
    hash[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}
