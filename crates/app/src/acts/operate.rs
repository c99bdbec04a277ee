//! What whoever operates the server does from its command line: the first accounts, help when nobody gets in.
//!
//! These acts have no caller and no right to content. They stand in the journal without an actor.

use domain::{
    access::{MemberOf, Membership, Role},
    ids::*,
    journal::Entry,
    people::{Account, Language},
    report::Problem,
};
use store::Change;

use super::{
    invalid,
    invite::{Invitation, NewAccount},
};
use crate::{
    app::App,
    error::ActError,
    who::{Credential, Who},
};

impl App {
    /// All accounts with the roles that they have now, by partner and name.
    pub fn operator_accounts(&self) -> Vec<(Account, Vec<Role>)> {
        let now = self.now();
        let people = self.0.people.read();
        let mut accounts: Vec<(Account, Vec<Role>)> = people
            .values()
            .map(|(account, memberships)| {
                let mut roles: Vec<Role> =
                    memberships.iter().filter(|m| m.holds(now)).map(|m| m.role).collect();
                roles.sort_unstable();
                roles.dedup();
                (account.clone(), roles)
            })
            .collect();
        let key = |account: &Account| (account.partner.clone(), account.name.clone(), account.email.clone());
        accounts.sort_by_key(|(account, _)| key(account));
        accounts
    }

    /// A one-time link: to a new account of `partner`, or to the one that has this e-mail address already, which may
    /// sign in again from then on. Only a new account becomes its partner's administrator.
    pub async fn operator_invite(
        &self,
        email: &str,
        name: &str,
        partner: Option<&PartnerId>,
        admin: bool,
    ) -> Result<Invitation, ActError> {
        match (self.account_of(email), partner) {
            (Some(account), None) => self.renew(account).await,
            (Some(account), Some(partner)) if account.partner == *partner => self.renew(account).await,
            (Some(_), Some(_)) => Err(ActError::Taken),
            (None, None) => invalid("partner", Problem::Missing),
            (None, Some(partner)) => self.invite_new(email, name, partner, admin).await,
        }
    }

    async fn invite_new(
        &self,
        email: &str,
        name: &str,
        partner: &PartnerId,
        admin: bool,
    ) -> Result<Invitation, ActError> {
        if self.charter().partner(partner).is_none() {
            return invalid("partner", Problem::Unknown { value: partner.to_string() });
        }
        let new = NewAccount { email: email.to_owned(), name: name.to_owned(), language: Language::De };
        let account = self.new_account(partner, &new)?;
        let membership = Membership {
            id: MembershipId::from_chance(self.0.chance.bytes()),
            account: account.id,
            of: MemberOf::Partner,
            role: Role::Admin,
            from: self.now(),
            until: None,
        };
        let memberships = if admin { vec![membership] } else { Vec::new() };
        let entry = self.operator_entry(partner.clone(), "account.invited").fact("account", account.id);
        self.insert_invited(account, memberships, entry).await
    }

    async fn renew(&self, account: Account) -> Result<Invitation, ActError> {
        let (id, now) = (account.id, self.now());
        let (secret, link) = self.new_link(id);
        let expires_at = link.expires_at;
        let entry = self.operator_entry(account.partner.clone(), "account.invited").fact("account", id);
        self.act(move |tx| {
            Box::pin(async move {
                let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                store::people::update_account(tx, &Account { disabled_at: None, ..account }).await?;
                store::invitations::void_of_account(tx, id, now).await?;
                store::invitations::insert(tx, &link).await?;
                tx.journal(entry);
                tx.changed(Change::Account(id));
                Ok(())
            })
        })
        .await?;
        Ok(Invitation { account: id, secret, expires_at })
    }

    /// Disables the account with this e-mail address: it cannot sign in, and its sessions end.
    pub async fn operator_disable(&self, email: &str) -> Result<(), ActError> {
        let account = self.account_of(email).ok_or(ActError::NotFound)?;
        let (id, now) = (account.id, self.now());
        let entry = self.operator_entry(account.partner.clone(), "account.disabled").fact("account", id);
        self.act(move |tx| {
            Box::pin(async move {
                let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                store::people::update_account(tx, &Account { disabled_at: Some(now), ..account }).await?;
                store::sessions::delete_of_account(tx, id, None).await?;
                store::invitations::void_of_account(tx, id, now).await?;
                tx.journal(entry);
                tx.changed(Change::Account(id));
                Ok(())
            })
        })
        .await
    }

    /// The caller that an account is, for whoever operates the server; what is done so stands in the journal under that
    /// account, on the occasion "command line".
    pub fn operator_as(&self, email: &str) -> Result<Who, ActError> {
        let account = self.account_of(email).ok_or(ActError::NotFound)?;
        let occasion = Some("Befehlszeile".to_owned());
        self.who(account.id, Credential::Operator, occasion).ok_or(ActError::NotFound)
    }

    pub(super) fn account_of(&self, email: &str) -> Option<Account> {
        let email = email.trim().to_lowercase();
        let people = self.0.people.read();
        people.values().map(|(account, _)| account).find(|account| account.email == email).cloned()
    }

    pub(crate) fn operator_entry(&self, controller: PartnerId, act: &'static str) -> Entry {
        Entry::new(controller, self.now(), None, act)
    }
}
