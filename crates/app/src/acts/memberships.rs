//! Memberships: a partner's administrator grants inside that partner, never to themselves.

use domain::{
    access::{MemberOf, Membership, Role},
    ids::*,
    people::Account,
    report::Problem,
    time::Timestamp,
};
use store::Change;

use super::invalid;
use crate::{app::App, error::ActError, who::Who};

/// An account of the caller's partner with its memberships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The account.
    pub account: Account,
    /// Its memberships that hold now.
    pub memberships: Vec<Membership>,
}

impl App {
    /// Accounts of the caller's partner, by name; for its administrators.
    pub fn colleagues(&self, who: &Who) -> Result<Vec<Colleague>, ActError> {
        if !who.actor.administers() {
            return Err(ActError::Denied);
        }
        let now = self.now();
        let people = self.0.people.read();
        let mut colleagues: Vec<Colleague> = people
            .values()
            .filter(|(account, _)| account.partner == who.account.partner)
            .map(|(account, memberships)| Colleague {
                account: account.clone(),
                memberships: memberships.iter().filter(|m| m.holds(now)).cloned().collect(),
            })
            .collect();
        colleagues.sort_by(|a, b| a.account.name.cmp(&b.account.name).then(a.account.id.cmp(&b.account.id)));
        Ok(colleagues)
    }

    /// Grants a membership from now on, until a moment if given.
    pub async fn grant_membership(
        &self,
        who: &Who,
        account: AccountId,
        of: MemberOf,
        role: Role,
        until: Option<Timestamp>,
    ) -> Result<MembershipId, ActError> {
        let now = self.now();
        if until.is_some_and(|until| until <= now) {
            return invalid("until", Problem::NotInFuture);
        }
        if !self.fits(&who.account.partner, &of, role) {
            return invalid("of", Problem::Unknown { value: role.as_str().to_owned() });
        }
        let id = MembershipId::from_chance(self.0.chance.bytes());
        let membership = Membership { id, account, of, role, from: now, until };
        let entry =
            self.entry(who, "membership.granted").fact("account", account).fact("role", role.as_str());
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let account = store::people::account_by_id(tx, account).await?.ok_or(ActError::NotFound)?;
                if account.partner != who.account.partner {
                    return Err(ActError::NotFound);
                }
                who.actor.may_grant(&account.partner, account.id)?;
                store::people::insert_membership(tx, &membership).await?;
                tx.journal(entry);
                tx.changed(Change::Account(account.id));
                Ok(())
            })
        })
        .await?;
        Ok(id)
    }

    /// Whether a role fits to a place of membership: units of the own partner, bodies in which it has a seat, and the
    /// partner itself for administration and data protection.
    fn fits(&self, partner: &PartnerId, of: &MemberOf, role: Role) -> bool {
        let charter = self.charter();
        let content = matches!(role, Role::Reader | Role::Officer);
        match of {
            MemberOf::Unit(unit) => content && charter.unit(unit).is_some_and(|(p, _)| p.id == *partner),
            MemberOf::Body(body) => {
                let body = charter.bodies.iter().find(|b| b.id == *body);
                role == Role::Reader
                    && body.is_some_and(|b| b.seats.iter().any(|seat| seat.partner == *partner))
            }
            MemberOf::Partner => !content,
        }
    }

    /// Ends a membership now.
    pub async fn end_membership(&self, who: &Who, id: MembershipId) -> Result<(), ActError> {
        let found = {
            let people = self.0.people.read();
            people.values().find_map(|(account, memberships)| {
                memberships.iter().any(|m| m.id == id).then(|| (account.id, account.partner.clone()))
            })
        };
        let (account, partner) =
            found.filter(|(_, p)| *p == who.account.partner).ok_or(ActError::NotFound)?;
        who.actor.may_grant(&partner, account)?;
        let now = self.now();
        let entry = self.entry(who, "membership.ended").fact("account", account);
        self.act(move |tx| {
            Box::pin(async move {
                store::people::end_membership(tx, id, now).await?;
                tx.journal(entry);
                tx.changed(Change::Account(account));
                Ok(())
            })
        })
        .await
    }

    /// Disables an account of the caller's partner: it cannot sign in, and its sessions end.
    pub async fn disable_account(&self, who: &Who, id: AccountId) -> Result<(), ActError> {
        let now = self.now();
        let entry = self.entry(who, "account.disabled").fact("account", id);
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let account = store::people::account_by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                if account.partner != who.account.partner {
                    return Err(ActError::NotFound);
                }
                who.actor.may_grant(&account.partner, id)?;
                store::people::update_account(tx, &Account { disabled_at: Some(now), ..account }).await?;
                for session in store::sessions::of_account(tx, id).await? {
                    store::sessions::delete(tx, &session.hash).await?;
                }
                tx.journal(entry);
                tx.changed(Change::Account(id));
                Ok(())
            })
        })
        .await
    }
}
