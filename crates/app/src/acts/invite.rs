//! New accounts: a partner's administrator invites, the person chooses a password by a one-time link.

use domain::{
    access::{MemberOf, Membership, Role},
    charter::PartnerStatus,
    ids::*,
    journal::Entry,
    people::{Account, Language},
    report::Problem,
    time::Timestamp,
};
use store::{Change, StoreError};

use super::{SignedIn, invalid};
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

    /// Takes an invitation: sets the password and signs in. The link works once.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        password: &str,
        user_agent: &str,
    ) -> Result<SignedIn, ActError> {
        let hash = self.hash(password).await?;
        let (link, now) = (hash_secret(secret), self.now());
        let app = self.clone();
        let id = self
            .act(move |tx| {
                Box::pin(async move {
                    let id =
                        store::invitations::take(tx, &link, now).await?.ok_or(ActError::NotFound)?.account;
                    store::people::set_password_hash(tx, id, Some(&hash)).await?;
                    let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                    tx.journal(Entry::new(account.partner, app.now(), Some(id), "invitation.accepted"));
                    Ok(id)
                })
            })
            .await?;
        self.open_session(id, user_agent).await
    }

    pub(super) fn new_account(&self, partner: &PartnerId, new: &NewAccount) -> Result<Account, ActError> {
        let email = new.email.trim().to_lowercase();
        let (user, host) = email.split_once('@').unwrap_or_default();
        if user.is_empty() || host.is_empty() || email.chars().any(char::is_whitespace) || email.len() > 200 {
            return invalid("email", Problem::Unknown { value: new.email.clone() });
        }
        let name = new.name.trim();
        if name.is_empty() {
            return invalid("name", Problem::Missing);
        }
        if name.chars().count() > 100 {
            return invalid("name", Problem::TooLong { most: 100 });
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
        let secret = new_secret(self.0.chance.as_ref(), "");
        let (id, expires_at) = (account.id, self.now().plus_days(DAYS));
        let invitation = store::invitations::Invitation {
            hash: hash_secret(&secret),
            account: id,
            purpose: "password".to_owned(),
            expires_at,
            used_at: None,
        };
        self.act(move |tx| {
            Box::pin(async move {
                match store::people::insert_account(tx, &account).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Taken),
                    other => other?,
                }
                for membership in &memberships {
                    store::people::insert_membership(tx, membership).await?;
                }
                store::invitations::insert(tx, &invitation).await?;
                tx.journal(entry);
                tx.changed(Change::Account(id));
                Ok(())
            })
        })
        .await?;
        Ok(Invitation { account: id, secret, expires_at })
    }
}
