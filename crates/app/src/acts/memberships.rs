//! Memberships: a partner's administrator grants inside that partner, never to themselves.

use domain::{
    access::{MemberOf, Membership, Role},
    ids::*,
    people::Account,
    report::Problem,
    time::Timestamp,
};
use store::{Change, StoreError};

use super::{administered, invalid};
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

    /// The caller's own memberships that hold now, oldest first.
    pub fn memberships(&self, who: &Who) -> Vec<Membership> {
        let now = self.now();
        let people = self.0.people.read();
        let mut own: Vec<Membership> = people
            .get(&who.account.id)
            .map(|(_, all)| all.iter().filter(|m| m.holds(now)).cloned().collect())
            .unwrap_or_default();
        own.sort_by_key(|m| (m.from, m.id));
        own
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
        let entry = self
            .entry(who, "membership.granted")
            .fact("account", account)
            .fact("of", place_name(&membership.of))
            .fact("role", role.as_str());
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let account = administered(tx, &who, account).await?;
                let same = |m: &Membership| m.of == membership.of && m.role == role && m.holds(now);
                if store::people::memberships(tx, account.id).await?.iter().any(same) {
                    return invalid("of", Problem::Already);
                }
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
        let now = self.now();
        let entry = self.entry(who, "membership.ended");
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let all = store::people::memberships_of(tx, &who.account.partner).await?;
                let membership = all.into_iter().find(|m| m.id == id).ok_or(ActError::NotFound)?;
                let account = administered(tx, &who, membership.account).await?;
                match store::people::end_membership(tx, id, now).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Ended),
                    other => other?,
                }
                let entry = entry.fact("account", account.id).fact("of", place_name(&membership.of));
                tx.journal(entry.fact("role", membership.role.as_str()));
                tx.changed(Change::Account(account.id));
                Ok(())
            })
        })
        .await
    }

    /// Disables an account of the caller's partner: it cannot sign in, its sessions end, its links are worth nothing.
    pub async fn disable_account(&self, who: &Who, id: AccountId) -> Result<(), ActError> {
        let now = self.now();
        let entry = self.entry(who, "account.disabled").fact("account", id);
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let account = administered(tx, &who, id).await?;
                if account.disabled_at.is_some_and(|at| at <= now) {
                    return Err(ActError::Ended);
                }
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

    /// Lets a disabled account of the caller's partner sign in again, with the memberships that still hold.
    pub async fn enable_account(&self, who: &Who, id: AccountId) -> Result<(), ActError> {
        let entry = self.entry(who, "account.enabled").fact("account", id);
        let who = who.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let account = administered(tx, &who, id).await?;
                if account.disabled_at.is_none() {
                    return Err(ActError::Ended);
                }
                store::people::update_account(tx, &Account { disabled_at: None, ..account }).await?;
                tx.journal(entry);
                tx.changed(Change::Account(id));
                Ok(())
            })
        })
        .await
    }
}

/// The place of a membership, as a journal names it.
fn place_name(of: &MemberOf) -> String {
    match of {
        MemberOf::Unit(unit) => format!("unit:{unit}"),
        MemberOf::Body(body) => format!("body:{body}"),
        MemberOf::Partner => "partner".to_owned(),
    }
}
