//! Signing in, constant work whatever the answer; signing out; and who a secret belongs to.

use domain::{ids::AccountId, journal::Entry, people::Account, second_factor::Proof, time::Timestamp};
use store::{Change, Tx, sessions::Session};

use crate::{
    app::App,
    error::{ActError, SignInError},
    secrets::{hash_secret, new_secret, verify_password},
    who::{Credential, Holder, Stage, Who},
};

/// A new session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's secret, for the cookie. It is kept nowhere else.
    pub secret: String,
    /// Whose session, and how far they are with signing in.
    pub holder: Holder,
    /// The caller, where nothing else is asked for.
    pub who: Option<Who>,
}

/// A session ends after so many milliseconds without use.
pub(crate) const IDLE_MS: i64 = 30 * 60 * 1000;
/// A session ends after so many milliseconds, used or not.
pub(crate) const LIFE_MS: i64 = 12 * 60 * 60 * 1000;
/// A session that waits for a code ends after so many milliseconds.
const WAIT_MS: i64 = 10 * 60 * 1000;
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

    /// A new session for an account; the visit before becomes "my last visit". If the account has a second factor, the
    /// session waits for it and allows nothing.
    pub(crate) async fn open_session(&self, id: AccountId, user_agent: &str) -> Result<SignedIn, ActError> {
        let factor = store::second_factors::of_account(&self.0.store.read(), id).await?;
        let awaits = factor.is_some_and(|factor| factor.set_up_at.is_some());
        let (proof, life, act) = match awaits {
            true => (Proof::CodeAwaited, WAIT_MS, "session.awaited"),
            false => (Proof::Password, LIFE_MS, "session.opened"),
        };
        let secret = new_secret(self.0.chance.as_ref(), "");
        let now = self.now();
        let session = Session {
            hash: hash_secret(&secret),
            account: id,
            created_at: now,
            seen_at: now,
            expires_at: Timestamp(now.0 + life),
            csrf: new_secret(self.0.chance.as_ref(), ""),
            occasion: None,
            user_agent: user_agent.chars().take(200).collect(),
            proof,
        };
        let signed_in = self.signed_in(secret, &session)?;
        let entry = Entry::new(signed_in.holder.account.partner.clone(), now, Some(id), act);
        self.act(move |tx| {
            Box::pin(async move {
                if !awaits {
                    note_visit(tx, id).await?;
                }
                store::sessions::delete_expired(tx, now).await?;
                store::sessions::insert(tx, &session).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok(signed_in)
    }

    /// What a session is answered with when it was opened or got a new secret.
    pub(super) fn signed_in(&self, secret: String, session: &Session) -> Result<SignedIn, ActError> {
        let holder = self.holder_of(session.clone()).ok_or(ActError::NotFound)?;
        Ok(SignedIn { secret, who: self.who_of(&holder), holder })
    }

    /// Whoever holds a session's secret; `None` if it ended, was never one, or the account may not sign in.
    pub async fn holder(&self, secret: &str) -> Result<Option<Holder>, ActError> {
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
        Ok(self.holder_of(session))
    }

    /// The caller that somebody with a session is, once signed in.
    pub fn who_of(&self, holder: &Holder) -> Option<Who> {
        if holder.stage != Stage::Whole {
            return None;
        }
        let credential = Credential::Session { hash: holder.session, csrf: holder.csrf.clone() };
        self.who(holder.account.id, credential, holder.occasion.clone())
    }

    /// The caller behind a session's secret; `None` if it ended, was never one, or does not allow anything yet.
    pub async fn who_by_session(&self, secret: &str) -> Result<Option<Who>, ActError> {
        Ok(self.holder(secret).await?.and_then(|holder| self.who_of(&holder)))
    }

    fn holder_of(&self, session: Session) -> Option<Holder> {
        let account = self.account(session.account)?;
        let stage = self.stage(session.account, session.proof);
        let Session { hash, csrf, occasion, .. } = session;
        Some(Holder { account, stage, session: hash, csrf, occasion })
    }

    /// How far a session is, by the roles that its account has now: whoever becomes an administrator meanwhile sets a
    /// second factor up before the next page.
    pub(super) fn stage(&self, id: AccountId, proof: Proof) -> Stage {
        match proof {
            Proof::Both => Stage::Whole,
            Proof::CodeAwaited => Stage::Code,
            Proof::Password if self.demands_second_factor(id) => Stage::SetUp,
            Proof::Password => Stage::Whole,
        }
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

/// Makes the visit before "my last visit".
pub(super) async fn note_visit(tx: &Tx, id: AccountId) -> Result<(), ActError> {
    let visits = store::sessions::of_account(tx, id).await?;
    let whole = visits.iter().filter(|session| session.proof != Proof::CodeAwaited);
    if let Some(last) = whole.map(|session| session.seen_at).max() {
        let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
        store::people::update_account(tx, &Account { last_visit: Some(last), ..account }).await?;
        tx.changed(Change::Account(id));
    }
    Ok(())
}

/// Whether a session can still be used.
pub(super) fn holds(session: &Session, now: Timestamp) -> bool {
    session.expires_at > now && session.seen_at.0 + IDLE_MS > now.0
}

pub(super) fn stopped() -> ActError {
    ActError::Unavailable("the server is stopping".to_owned())
}
