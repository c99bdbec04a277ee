//! New accounts: a partner's administrator invites, the person chooses a password by a one-time link.

use domain::{
    access::{MemberOf, Membership, Role},
    charter::PartnerStatus,
    ids::*,
    journal::Entry,
    people::{Account, Language},
    report::{FieldError, Problem},
    time::Timestamp,
};
use store::{Change, StoreError};

use super::{NewPassword, SignedIn};
use crate::{
    app::App,
    error::ActError,
    secrets::{hash_secret, new_secret},
    who::Who,
};

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// E-mail address.
    pub email: String,
    /// Name: a role, or the person's own.
    pub name: String,
    /// Language.
    pub language: Language,
}

/// An account with the one-time link by which its person chooses a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The account.
    pub account: AccountId,
    /// The link's secret. It is kept nowhere else.
    pub secret: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// What somebody who holds an invitation may know before choosing a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Name of the account.
    pub name: String,
    /// E-mail address with which the person will sign in.
    pub email: String,
    /// Partner.
    pub partner: PartnerId,
    /// Until when the link works.
    pub expires_at: Timestamp,
}

/// Days for which an invitation works.
pub(super) const DAYS: i64 = 7;

impl App {
    /// Makes an account of the caller's partner without any right, and an invitation to it.
    pub async fn invite(&self, who: &Who, new: &NewAccount) -> Result<Invitation, ActError> {
        if !who.actor.administers() {
            return Err(ActError::Denied);
        }
        let account = self.new_account(&who.account.partner, new)?;
        let entry = self.entry(who, "account.invited").fact("account", account.id);
        self.insert_invited(account, Vec::new(), entry).await
    }

    /// The invitation of the first administrator, if nobody has an account yet. It belongs to the first voting partner.
    pub async fn invite_first_administrator(&self, email: &str) -> Result<Option<Invitation>, ActError> {
        if !self.0.people.read().is_empty() {
            return Ok(None);
        }
        let charter = self.charter();
        let first = charter.partners.iter().find(|p| p.status == PartnerStatus::Voting);
        let partner = first.ok_or(ActError::NotFound)?.id.clone();
        let new =
            NewAccount { email: email.to_owned(), name: "Administration".to_owned(), language: Language::De };
        let account = self.new_account(&partner, &new)?;
        let membership = Membership {
            id: MembershipId::from_chance(self.0.chance.bytes()),
            account: account.id,
            of: MemberOf::Partner,
            role: Role::Admin,
            from: self.now(),
            until: None,
        };
        let entry = Entry::new(partner, self.now(), None, "account.first").fact("account", account.id);
        self.insert_invited(account, vec![membership], entry).await.map(Some)
    }

    /// A new link to an account of the caller's partner: for who never used the first one, and for who forgot the
    /// password. Older links are worth nothing from then on.
    pub async fn renew_invitation(&self, who: &Who, account: AccountId) -> Result<Invitation, ActError> {
        let (secret, link) = self.new_link(account);
        let (expires_at, now) = (link.expires_at, self.now());
        let entry = self.entry(who, "account.invited").fact("account", account);
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let account = super::administered(tx, &who, account).await?;
                if account.disabled_at.is_some_and(|at| at <= now) {
                    return Err(ActError::Ended);
                }
                store::invitations::void_of_account(tx, account.id, now).await?;
                store::invitations::insert(tx, &link).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok(Invitation { account, secret, expires_at })
    }

    /// Whom a link invites, without using it; not found if it was used, is too old, or never was one.
    pub async fn invited(&self, secret: &str) -> Result<Invited, ActError> {
        let read = self.0.store.read();
        let now = self.now();
        let link = store::invitations::by_hash(&read, &hash_secret(secret)).await?;
        let link = link.filter(|l| l.used_at.is_none() && l.expires_at > now).ok_or(ActError::NotFound)?;
        let account = store::people::account_by_id(&read, link.account).await?;
        let account =
            account.filter(|a| a.disabled_at.is_none_or(|at| at > now)).ok_or(ActError::NotFound)?;
        let Account { name, email, partner, .. } = account;
        Ok(Invited { name, email, partner, expires_at: link.expires_at })
    }

    /// Takes an invitation: sets the password, ends the account's sessions and signs in. The link works once.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        new: NewPassword<'_>,
        user_agent: &str,
    ) -> Result<SignedIn, ActError> {
        self.invited(secret).await?;
        let errors = new.problems("password");
        if !errors.is_empty() {
            return Err(ActError::Invalid(errors));
        }
        let hash = self.hash(new.password).await?;
        let (link, now) = (hash_secret(secret), self.now());
        let app = self.clone();
        let id = self
            .act(move |tx| {
                Box::pin(async move {
                    let id =
                        store::invitations::take(tx, &link, now).await?.ok_or(ActError::NotFound)?.account;
                    let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                    if account.disabled_at.is_some_and(|at| at <= now) {
                        return Err(ActError::NotFound);
                    }
                    store::people::set_password_hash(tx, id, Some(&hash)).await?;
                    store::sessions::delete_of_account(tx, id, None).await?;
                    store::invitations::void_of_account(tx, id, now).await?;
                    tx.journal(Entry::new(account.partner, app.now(), Some(id), "invitation.accepted"));
                    Ok(id)
                })
            })
            .await?;
        self.open_session(id, user_agent).await
    }

    pub(super) fn new_account(&self, partner: &PartnerId, new: &NewAccount) -> Result<Account, ActError> {
        let email = new.email.trim().to_lowercase();
        let name = new.name.trim();
        let errors = [("email", email_problem(&email)), ("name", name_problem(name))];
        let errors: Vec<_> = errors
            .into_iter()
            .filter_map(|(field, problem)| Some(FieldError::new(field, problem?)))
            .collect();
        if !errors.is_empty() {
            return Err(ActError::Invalid(errors));
        }
        Ok(Account {
            id: AccountId::from_chance(self.0.chance.bytes()),
            partner: partner.clone(),
            email,
            name: name.to_owned(),
            language: new.language,
            created_at: self.now(),
            disabled_at: None,
            last_visit: None,
        })
    }

    pub(super) async fn insert_invited(
        &self,
        account: Account,
        memberships: Vec<Membership>,
        entry: Entry,
    ) -> Result<Invitation, ActError> {
        let id = account.id;
        let (secret, link) = self.new_link(id);
        let expires_at = link.expires_at;
        self.act(move |tx| {
            Box::pin(async move {
                match store::people::insert_account(tx, &account).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Taken),
                    other => other?,
                }
                for membership in &memberships {
                    store::people::insert_membership(tx, membership).await?;
                }
                store::invitations::insert(tx, &link).await?;
                tx.journal(entry);
                tx.changed(Change::Account(id));
                Ok(())
            })
        })
        .await?;
        Ok(Invitation { account: id, secret, expires_at })
    }

    /// A link's secret, and what is kept of it.
    pub(super) fn new_link(&self, account: AccountId) -> (String, store::invitations::Invitation) {
        let secret = new_secret(self.0.chance.as_ref(), "");
        let link = store::invitations::Invitation {
            hash: hash_secret(&secret),
            account,
            purpose: "password".to_owned(),
            expires_at: self.now().plus_days(DAYS),
            used_at: None,
        };
        (secret, link)
    }
}

/// Most characters of a name.
const NAME_MAX: usize = 100;
/// Most bytes of an e-mail address.
const EMAIL_MAX: usize = 200;

fn email_problem(email: &str) -> Option<Problem> {
    let (user, host) = email.split_once('@').unwrap_or_default();
    let wrong = user.is_empty() || host.is_empty() || host.contains('@');
    match email.len() {
        0 => Some(Problem::Missing),
        n if n > EMAIL_MAX => Some(Problem::TooLong { most: EMAIL_MAX }),
        _ if wrong || email.chars().any(char::is_whitespace) => {
            Some(Problem::NotAnEmail { value: email.to_owned() })
        }
        _ => None,
    }
}

fn name_problem(name: &str) -> Option<Problem> {
    match name.chars().count() {
        0 => Some(Problem::Missing),
        n if n > NAME_MAX => Some(Problem::TooLong { most: NAME_MAX }),
        _ => None,
    }
}
