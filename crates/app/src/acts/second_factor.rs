//! The second factor: setting it up, proving it, and what helps when the device is lost.
//!
//! A wrong code is a refusal that stands in the journal: whoever typed it knew the password.

use domain::{
    ids::AccountId,
    journal::Entry,
    report::Problem,
    second_factor::{Proof, RECOVERY_CODES, Secret, read_recovery_code, recovery_code},
    time::Timestamp,
};
use futures_util::future::BoxFuture;
use store::{StoreError, Tx, second_factors::SecondFactor, sessions::Session};

use super::{SignedIn, administered, invalid, sign_in::LIFE_MS};
use crate::{
    app::App,
    error::ActError,
    secrets::{hash_secret, new_secret},
    who::{Holder, Stage, Who},
};

/// Under what name guessed codes are counted, beside guessed passwords.
const CODE: &str = "code";

/// How far somebody is with the second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactorState {
    /// There is none.
    None,
    /// The device is to read the secret and to show a code.
    Begun(Secret),
    /// A code is asked for at each sign-in.
    SetUp {
        /// Since when.
        since: Timestamp,
        /// Recovery codes that were not used yet.
        recovery_codes_left: u64,
    },
}

/// A second factor that was just set up.
#[derive(Debug, Clone)]
pub struct FactorSetUp {
    /// Recovery codes, to be shown once. They are kept nowhere else.
    pub recovery_codes: Vec<String>,
    /// The session from then on, under a new secret.
    pub signed_in: SignedIn,
}

impl App {
    /// How far the caller is.
    pub async fn second_factor(&self, holder: &Holder) -> Result<FactorState, ActError> {
        let read = self.0.store.read();
        let factor = store::second_factors::of_account(&read, holder.account.id).await?;
        Ok(match factor.map(|factor| (factor.set_up_at, factor.secret)) {
            None => FactorState::None,
            // Whoever has not proven it yet is told nothing about it.
            Some(_) if holder.stage == Stage::Code => FactorState::None,
            Some((None, secret)) => FactorState::Begun(secret),
            Some((Some(since), _)) => {
                let left = store::second_factors::recovery_codes_left(&read, holder.account.id).await?;
                FactorState::SetUp { since, recovery_codes_left: left }
            }
        })
    }

    /// Whether the charter demands a second factor of an account, by the roles that it has now. Whoever looks at
    /// invented data may do without.
    pub fn demands_second_factor(&self, account: AccountId) -> bool {
        let (now, people) = (self.now(), self.0.people.read());
        let Some((account, memberships)) = people.get(&account) else { return false };
        let roles: Vec<_> = memberships.iter().filter(|m| m.holds(now)).map(|m| m.role).collect();
        !self.is_demo() && self.charter().needs_second_factor(&account.partner, &roles)
    }

    /// Makes a secret for the caller's device. Nothing is asked for until a code of it was confirmed.
    pub async fn begin_second_factor(&self, holder: &Holder) -> Result<(), ActError> {
        if holder.stage == Stage::Code {
            return Err(ActError::Denied);
        }
        let (id, secret) = (holder.account.id, Secret::new(self.0.chance.bytes()));
        let entry = self.holder_entry(holder, "factor.begun");
        self.act(move |tx| {
            Box::pin(async move {
                match store::second_factors::begin(tx, id, &secret).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Ended),
                    other => other?,
                }
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }

    /// Sets the second factor up, after the caller's device has shown a right code. All other sessions end.
    pub async fn confirm_second_factor(&self, holder: &Holder, typed: &str) -> Result<FactorSetUp, ActError> {
        if holder.stage == Stage::Code {
            return Err(ActError::Denied);
        }
        let (id, now) = (holder.account.id, self.now());
        let (recovery_codes, hashes) = self.new_recovery_codes(id);
        let (secret, renewed) = self.renewed(holder, Proof::Both);
        let (old, new) = (holder.session, renewed.clone());
        self.by_code(holder, Factor::Begun, typed, "factor.set_up", move |tx| {
            Box::pin(async move {
                store::second_factors::set_up(tx, id, now).await?;
                store::second_factors::replace_recovery_codes(tx, id, &hashes).await?;
                go_on_alone(tx, old, new).await
            })
        })
        .await?;
        Ok(FactorSetUp { recovery_codes, signed_in: self.signed_in(secret, &renewed)? })
    }

    /// Finishes signing in with a code of the device, or with a recovery code, which counts once.
    pub async fn prove_second_factor(&self, holder: &Holder, typed: &str) -> Result<SignedIn, ActError> {
        if holder.stage != Stage::Code {
            return Err(ActError::Ended);
        }
        let id = holder.account.id;
        let (secret, renewed) = self.renewed(holder, Proof::Both);
        let (old, new) = (holder.session, renewed.clone());
        self.by_code(holder, Factor::SetUp, typed, "session.opened", move |tx| {
            Box::pin(async move {
                super::sign_in::note_visit(tx, id).await?;
                Ok(store::sessions::rotate(tx, &old, &new).await?)
            })
        })
        .await?;
        self.signed_in(secret, &renewed)
    }

    /// New recovery codes instead of those of before, for whoever has the device in hand.
    pub async fn renew_recovery_codes(&self, holder: &Holder, typed: &str) -> Result<Vec<String>, ActError> {
        let id = self.must_be_whole(holder)?;
        let (codes, hashes) = self.new_recovery_codes(id);
        self.by_code(holder, Factor::SetUp, typed, "factor.codes", move |tx| {
            Box::pin(async move { Ok(store::second_factors::replace_recovery_codes(tx, id, &hashes).await?) })
        })
        .await?;
        Ok(codes)
    }

    /// Takes the second factor away, to set it up on another device: all other sessions end. Where the charter demands
    /// one, nothing else can be done then before there is one again.
    pub async fn remove_second_factor(&self, holder: &Holder, typed: &str) -> Result<SignedIn, ActError> {
        let id = self.must_be_whole(holder)?;
        let (secret, renewed) = self.renewed(holder, Proof::Password);
        let (old, new) = (holder.session, renewed.clone());
        self.by_code(holder, Factor::SetUp, typed, "factor.removed", move |tx| {
            Box::pin(async move {
                store::second_factors::delete(tx, id).await?;
                go_on_alone(tx, old, new).await
            })
        })
        .await?;
        self.signed_in(secret, &renewed)
    }

    /// Takes the second factor of an account of the caller's partner away, for who lost the device and the recovery
    /// codes; never the caller's own. Its sessions end.
    pub async fn reset_second_factor(&self, who: &Who, account: AccountId) -> Result<(), ActError> {
        let entry = self.entry(who, "factor.reset").fact("account", account);
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let account = administered(tx, &who, account).await?;
                take_away(tx, account.id, entry).await
            })
        })
        .await
    }

    /// The same by whoever operates the server, when a partner's only administrator cannot get in.
    pub async fn operator_reset_second_factor(&self, email: &str) -> Result<(), ActError> {
        let account = self.account_of(email).ok_or(ActError::NotFound)?;
        let entry = Entry::new(account.partner.clone(), self.now(), None, "factor.reset");
        let entry = entry.fact("account", account.id);
        self.act(move |tx| Box::pin(async move { take_away(tx, account.id, entry).await })).await
    }

    /// Whether an account of the caller's partner has a second factor; for its administrators.
    pub async fn has_second_factor(&self, who: &Who, account: AccountId) -> Result<bool, ActError> {
        if !who.actor.administers() {
            return Err(ActError::Denied);
        }
        let set_up = store::second_factors::of_partner(&self.0.store.read(), &who.account.partner).await?;
        Ok(set_up.contains(&account))
    }

    /// Runs an act that needs a right code, of a factor that has come as far as that. Each attempt counts before it is
    /// made, so that many at once are no more than one after the other; a right one is forgotten.
    async fn by_code(
        &self,
        holder: &Holder,
        factor: Factor,
        typed: &str,
        act: &'static str,
        then: impl for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Result<(), ActError>> + Send + 'static,
    ) -> Result<(), ActError> {
        let (id, now, typed) = (holder.account.id, self.now(), typed.to_owned());
        let guesser = format!("account {id}");
        if let Some(seconds) = self.0.throttle.lock().attempt(&guesser, CODE, now) {
            return invalid("code", Problem::Wait { minutes: (seconds + 59) / 60 });
        }
        let (entry, refused) = (self.holder_entry(holder, act), self.holder_entry(holder, "factor.refused"));
        let right = self.act(move |tx| {
            Box::pin(async move {
                let known = store::second_factors::of_account(tx, id).await?;
                let known = known.filter(|known| known.set_up_at.is_some() == (factor == Factor::SetUp));
                let Some(by) = spend(tx, id, known.ok_or(ActError::Ended)?, &typed, now).await? else {
                    tx.journal(refused);
                    return Ok(false);
                };
                then(tx).await?;
                tx.journal(entry.fact("factor", by));
                Ok(true)
            })
        });
        if !right.await? {
            return invalid("code", Problem::WrongCode);
        }
        self.0.throttle.lock().forget(&guesser, CODE);
        Ok(())
    }

    fn must_be_whole(&self, holder: &Holder) -> Result<AccountId, ActError> {
        if holder.stage == Stage::Whole { Ok(holder.account.id) } else { Err(ActError::Denied) }
    }

    fn new_recovery_codes(&self, id: AccountId) -> (Vec<String>, Vec<[u8; 32]>) {
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(self.0.chance.bytes())).collect();
        let hashes = codes.iter().map(|code| hash_of(id, code)).collect();
        (codes, hashes)
    }

    /// The caller's session under a new secret.
    fn renewed(&self, holder: &Holder, proof: Proof) -> (String, Session) {
        let secret = new_secret(self.0.chance.as_ref(), "");
        let now = self.now();
        let session = Session {
            hash: hash_secret(&secret),
            account: holder.account.id,
            created_at: now,
            seen_at: now,
            expires_at: Timestamp(now.0 + LIFE_MS),
            csrf: new_secret(self.0.chance.as_ref(), ""),
            occasion: holder.occasion.clone(),
            user_agent: String::new(),
            proof,
        };
        (secret, session)
    }

    fn holder_entry(&self, holder: &Holder, act: &'static str) -> Entry {
        Entry::new(holder.account.partner.clone(), self.now(), Some(holder.account.id), act)
            .on_occasion(holder.occasion.clone())
    }
}

/// How far a factor must have come for an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Factor {
    Begun,
    SetUp,
}

/// Uses a code or a recovery code, if it counts; by which of the two is said by the answer.
async fn spend(
    tx: &Tx,
    id: AccountId,
    factor: SecondFactor,
    typed: &str,
    now: Timestamp,
) -> Result<Option<&'static str>, ActError> {
    if let Some(step) = factor.secret.step_of(typed, now, Some(factor.last_step)) {
        return Ok(store::second_factors::use_step(tx, id, step).await?.then_some("code"));
    }
    let Some(code) = read_recovery_code(typed) else { return Ok(None) };
    let used = store::second_factors::use_recovery_code(tx, id, &hash_of(id, &code)).await?;
    Ok(used.then_some("recovery"))
}

/// Ends all sessions of an account but one, which goes on under a new secret.
async fn go_on_alone(tx: &Tx, old: [u8; 32], new: Session) -> Result<(), ActError> {
    store::sessions::delete_of_account(tx, new.account, Some(&old)).await?;
    Ok(store::sessions::rotate(tx, &old, &new).await?)
}

async fn take_away(tx: &Tx, id: AccountId, entry: Entry) -> Result<(), ActError> {
    if !store::second_factors::delete(tx, id).await? {
        return Err(ActError::Ended);
    }
    store::sessions::delete_of_account(tx, id, None).await?;
    tx.journal(entry);
    Ok(())
}

/// The hash under which a recovery code is kept: of its account, too, so that equal codes have different ones.
fn hash_of(id: AccountId, code: &str) -> [u8; 32] {
    hash_secret(&format!("{id} {code}"))
}
