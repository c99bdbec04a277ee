//! A person's own sessions and settings.

use domain::{
    journal::Entry,
    people::{Account, Language},
    report::{FieldError, Problem},
    second_factor::Proof,
    time::Timestamp,
};
use store::{Change, sessions::Session};

use super::{invalid, sign_in::holds};
use crate::{
    app::App,
    error::ActError,
    secrets::hash_password,
    who::{Credential, Holder, Stage, Who},
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
    /// What was proven in it.
    pub proof: Proof,
}

/// A new password, typed twice.
#[derive(Clone, Copy)]
pub struct NewPassword<'a> {
    /// The first time.
    pub password: &'a str,
    /// The second time.
    pub repeat: &'a str,
}

/// Fewest characters of a password.
pub(crate) const PASSWORD_MIN: usize = 12;
/// Most characters of a password; more is no password but an attack on the hash.
pub(crate) const PASSWORD_MAX: usize = 200;
/// Most characters of an occasion.
const OCCASION_MAX: usize = 120;

impl App {
    /// Whether what the caller proved itself with still holds; a line that stays open asks before it tells anything.
    pub(crate) async fn still_holds(&self, who: &Who) -> Result<bool, ActError> {
        let (read, now) = (self.0.store.read(), self.now());
        Ok(match &who.credential {
            Credential::Session { hash, .. } => {
                let session = store::sessions::by_hash(&read, hash).await?;
                let whole = |s: &Session| self.stage(s.account, s.proof) == Stage::Whole;
                session.is_some_and(|session| holds(&session, now) && whole(&session))
            }
            Credential::Token(id) => store::tokens::of_account(&read, who.account.id)
                .await?
                .iter()
                .any(|t| t.id == *id && t.expires_at > now && t.revoked_at.is_none_or(|at| at > now)),
            Credential::Operator => true,
        })
    }

    /// The caller's sessions, the latest first.
    pub async fn sessions(&self, who: &Who) -> Result<Vec<SessionLine>, ActError> {
        let (sessions, now) =
            (store::sessions::of_account(&self.0.store.read(), who.account.id).await?, self.now());
        let own = match &who.credential {
            Credential::Session { hash, .. } => Some(*hash),
            Credential::Token(_) | Credential::Operator => None,
        };
        let line = |s: Session| SessionLine {
            name: name_of(&s.hash),
            created_at: s.created_at,
            seen_at: s.seen_at,
            user_agent: s.user_agent,
            this: Some(s.hash) == own,
            proof: s.proof,
        };
        Ok(sessions.into_iter().filter(|s| holds(s, now)).map(line).collect())
    }

    /// Ends one of the caller's own sessions by its name.
    pub async fn end_session(&self, who: &Who, name: &str) -> Result<(), ActError> {
        let (id, name) = (who.account.id, name.to_owned());
        let entry = self.entry(who, "session.ended");
        self.act(move |tx| {
            Box::pin(async move {
                let sessions = store::sessions::of_account(tx, id).await?;
                let session = sessions.into_iter().find(|s| name_of(&s.hash) == name);
                store::sessions::delete(tx, &session.ok_or(ActError::NotFound)?.hash).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }

    /// Ends all of the caller's own sessions but the one that asks, and says how many.
    pub async fn end_other_sessions(&self, who: &Who) -> Result<u64, ActError> {
        let Credential::Session { hash, .. } = who.credential else { return Err(ActError::Denied) };
        let id = who.account.id;
        let entry = self.entry(who, "session.ended");
        self.act(move |tx| {
            Box::pin(async move {
                let ended = store::sessions::delete_of_account(tx, id, Some(&hash)).await?;
                tx.journal(entry.fact("count", ended));
                Ok(ended)
            })
        })
        .await
    }

    /// Sets why the caller looks, for this session: "Frühdienst", "Vorbereitung Koordinationsrunde".
    pub async fn set_occasion(&self, holder: &Holder, occasion: &str) -> Result<(), ActError> {
        let (hash, account) = (holder.session, &holder.account);
        let occasion = occasion.trim().to_owned();
        if occasion.chars().count() > OCCASION_MAX {
            return invalid("occasion", Problem::TooLong { most: OCCASION_MAX });
        }
        let occasion = Some(occasion).filter(|text| !text.is_empty());
        let entry = Entry::new(account.partner.clone(), self.now(), Some(account.id), "occasion.chosen");
        let entry = entry.on_occasion(occasion.clone());
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

    /// Changes the caller's password, and ends all other sessions. Guessing the old one becomes slow as it does at
    /// signing in, so that an unattended browser does not give it away.
    pub async fn change_password(&self, who: &Who, old: &str, new: NewPassword<'_>) -> Result<(), ActError> {
        let (id, now) = (who.account.id, self.now());
        let guesser = format!("account {id}");
        if let Some(seconds) = self.0.throttle.lock().wait(&guesser, &who.account.email, now) {
            return invalid("old_password", Problem::Wait { minutes: (seconds + 59) / 60 });
        }
        let hash = store::people::password_hash(&self.0.store.read(), id).await?;
        let mut errors = Vec::new();
        if !self.verify(old.to_owned(), hash).await? {
            self.0.throttle.lock().failed(&guesser, &who.account.email, now);
            errors.push(FieldError::new("old_password", Problem::WrongPassword));
        }
        errors.extend(new.problems("new_password"));
        if !errors.is_empty() {
            return Err(ActError::Invalid(errors));
        }
        let hash = self.hash(new.password).await?;
        let own = match &who.credential {
            Credential::Session { hash, .. } => Some(*hash),
            Credential::Token(_) | Credential::Operator => None,
        };
        let entry = self.entry(who, "password.changed");
        self.act(move |tx| {
            Box::pin(async move {
                store::people::set_password_hash(tx, id, Some(&hash)).await?;
                store::sessions::delete_of_account(tx, id, own.as_ref()).await?;
                store::invitations::void_of_account(tx, id, now).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }

    /// The work of one hash, a few of them at a time.
    pub(super) async fn hash(&self, password: &str) -> Result<String, ActError> {
        let _permit = self.0.hashing.acquire().await.map_err(|_| super::sign_in::stopped())?;
        let (password, salt) = (password.to_owned(), self.0.chance.bytes());
        let failed = || ActError::Unavailable("the password could not be hashed".to_owned());
        let hash = tokio::task::spawn_blocking(move || hash_password(&password, salt)).await;
        hash.ok().flatten().ok_or_else(failed)
    }
}

impl NewPassword<'_> {
    /// What is wrong with it; the first one is called `field`, the second one `repeat`.
    pub(super) fn problems(&self, field: &'static str) -> Vec<FieldError> {
        let first = match self.password.chars().count() {
            0 => Some(Problem::Missing),
            n if n < PASSWORD_MIN => Some(Problem::TooShort { least: PASSWORD_MIN }),
            n if n > PASSWORD_MAX => Some(Problem::TooLong { most: PASSWORD_MAX }),
            _ => None,
        };
        let second = (self.password != self.repeat).then_some(Problem::NotTheSame);
        let problems = [(field, first), ("repeat", second)];
        problems.into_iter().filter_map(|(field, problem)| Some(FieldError::new(field, problem?))).collect()
    }
}

fn name_of(hash: &[u8; 32]) -> String {
    hash[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}
