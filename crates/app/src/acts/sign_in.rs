//! Signing in, constant work whatever the answer; signing out; and who a secret belongs to.

use domain::{ids::AccountId, people::Account, time::Timestamp};

use crate::{
    app::App,
    error::{ActError, SignInError},
    secrets::{hash_secret, new_secret, verify_password},
    who::{Credential, Who},
};

/// A new session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's secret, for the cookie. It is kept nowhere else.
    pub secret: String,
    /// The caller.
    pub who: Who,
}

/// A session ends after so many milliseconds without use.
pub(crate) const IDLE_MS: i64 = 30 * 60 * 1000;
/// A session ends after so many milliseconds, used or not.
pub(crate) const LIFE_MS: i64 = 12 * 60 * 60 * 1000;
/// Use is noted at most this often.
const TOUCH_MS: i64 = 60 * 1000;

impl App {
    /// Signs in with e-mail address and password, from a network address. Wrong address, wrong password and disabled
    /// account get the same answer after the same work.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        network: &str,
        user_agent: &str,
    ) -> Result<SignedIn, SignInError> {
        let now = self.now();
        let email = email.trim().to_lowercase();
        if let Some(seconds) = self.0.throttle.lock().wait(network, &email, now) {
            return Err(SignInError::Throttled(seconds));
        }
        let read = self.0.store.read();
        let account = store::people::account_by_email(&read, &email).await?;
        let usable = account.as_ref().filter(|a| a.disabled_at.is_none_or(|at| at > now)).map(|a| a.id);
        let hash = match usable {
            Some(id) => store::people::password_hash(&read, id).await?,
            None => None,
        };
        if !self.verify(password.to_owned(), hash).await? {
            self.0.throttle.lock().failed(network, &email, now);
            return Err(SignInError::Wrong);
        }
        let id = usable.ok_or(SignInError::Wrong)?;
        Ok(self.open_session(id, user_agent).await?)
    }

    /// The work of one password check, a few of them at a time.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, ActError> {
        let _permit = self.0.hashing.acquire().await.map_err(|_| stopped())?;
        tokio::task::spawn_blocking(move || verify_password(&password, hash.as_deref()))
            .await
            .map_err(|_| stopped())
    }

    /// A new session for an account; the visit before becomes "my last visit".
    pub(crate) async fn open_session(&self, id: AccountId, user_agent: &str) -> Result<SignedIn, ActError> {
        let secret = new_secret(self.0.chance.as_ref(), "");
        let csrf = new_secret(self.0.chance.as_ref(), "");
        let (hash, now) = (hash_secret(&secret), self.now());
        let session = store::sessions::Session {
            hash,
            account: id,
            created_at: now,
            seen_at: now,
            expires_at: Timestamp(now.0 + LIFE_MS),
            csrf: csrf.clone(),
            occasion: None,
            user_agent: user_agent.chars().take(200).collect(),
        };
        let who = self.who(id, Credential::Session { hash, csrf }, None).ok_or(ActError::NotFound)?;
        let entry = self.entry(&who, "session.opened");
        self.act(move |tx| {
            Box::pin(async move {
                let last = store::sessions::of_account(tx, id).await?.iter().map(|s| s.seen_at).max();
                if let Some(last) = last {
                    let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                    store::people::update_account(tx, &Account { last_visit: Some(last), ..account }).await?;
                    tx.changed(store::Change::Account(id));
                }
                store::sessions::delete_expired(tx, now).await?;
                store::sessions::insert(tx, &session).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok(SignedIn { secret, who })
    }

    /// The caller behind a session's secret; `None` if it ended, was never one, or the account may not sign in.
    pub async fn who_by_session(&self, secret: &str) -> Result<Option<Who>, ActError> {
        let hash = hash_secret(secret);
        let Some(session) = store::sessions::by_hash(&self.0.store.read(), &hash).await? else {
            return Ok(None);
        };
        let now = self.now();
        if !holds(&session, now) {
            return Ok(None);
        }
        let expires_at = session.expires_at;
        if now.0 - session.seen_at.0 > TOUCH_MS {
            self.act(move |tx| {
                Box::pin(async move {
                    store::sessions::touch(tx, &hash, now, expires_at).await?;
                    Ok(())
                })
            })
            .await?;
        }
        Ok(self.who(session.account, Credential::Session { hash, csrf: session.csrf }, session.occasion))
    }

    /// Ends the caller's session.
    pub async fn sign_out(&self, who: &Who) -> Result<(), ActError> {
        let Credential::Session { hash, .. } = who.credential else { return Ok(()) };
        let entry = self.entry(who, "session.ended");
        self.act(move |tx| {
            Box::pin(async move {
                store::sessions::delete(tx, &hash).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }
}

/// Whether a session can still be used.
pub(super) fn holds(session: &store::sessions::Session, now: Timestamp) -> bool {
    session.expires_at > now && session.seen_at.0 + IDLE_MS > now.0
}

pub(super) fn stopped() -> ActError {
    ActError::Unavailable("the server is stopping".to_owned())
}
