//! Who looks, who acts. Reading rights and writing rights are different types.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    charter::{Audience, Partner},
    ids::{AccountId, BodyId, MembershipId, PartnerId, UnitId},
    time::Timestamp,
};

/// What a membership allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads what the unit (or body) may see.
    Reader,
    /// Reads, enters, edits and discloses for the unit.
    Officer,
    /// Grants memberships inside the partner; no right to content.
    Admin,
    /// Data protection: sees the partner's journal, no right to content.
    DataProtection,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Officer, Self::Admin, Self::DataProtection];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Officer => "officer",
            Self::Admin => "admin",
            Self::DataProtection => "data_protection",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = crate::ids::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| crate::ids::NotAnId(text.to_owned()))
    }
}

/// Where somebody is a member.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberOf {
    /// A unit of the own partner.
    Unit(UnitId),
    /// A seat of the own partner in a body.
    Body(BodyId),
    /// The partner itself: administration and data protection.
    Partner,
}

/// A membership; valid from a moment, until a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Identifier.
    pub id: MembershipId,
    /// Whose.
    pub account: AccountId,
    /// Where.
    pub of: MemberOf,
    /// What it allows.
    pub role: Role,
    /// First moment.
    pub from: Timestamp,
    /// First moment at which it no longer holds.
    pub until: Option<Timestamp>,
}

impl Membership {
    /// Whether it holds at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// Somebody who reads. Every query takes one; there is no other way to content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    account: AccountId,
    partner: PartnerId,
    units: BTreeSet<UnitId>,
    bodies: BTreeSet<BodyId>,
}

impl Viewer {
    /// The viewer that an account is at `now`, from its memberships. Administration and data protection give no
    /// right to content.
    pub fn of(account: AccountId, partner: PartnerId, memberships: &[Membership], now: Timestamp) -> Self {
        let mut viewer = Self { account, partner, units: BTreeSet::new(), bodies: BTreeSet::new() };
        for membership in memberships.iter().filter(|m| m.account == account && m.holds(now)) {
            if !matches!(membership.role, Role::Reader | Role::Officer) {
                continue;
            }
            match &membership.of {
                MemberOf::Unit(unit) => _ = viewer.units.insert(unit.clone()),
                MemberOf::Body(body) => _ = viewer.bodies.insert(body.clone()),
                MemberOf::Partner => {}
            }
        }
        viewer
    }

    /// Somebody of `partner` who sits wherever `audience` asks for: whoever a preview stands in for.
    pub fn stand_in(partner: &Partner, audience: &Audience) -> Self {
        let own = |unit: &&UnitId| partner.units.iter().any(|u| u.id == **unit);
        Self {
            account: AccountId::from_chance([0; 16]),
            partner: partner.id.clone(),
            units: audience.units.iter().filter(own).cloned().collect(),
            bodies: audience.bodies.iter().cloned().collect(),
        }
    }

    /// Somebody who reads in a unit and nowhere else: whether a unit has something is asked with these eyes.
    pub fn of_unit(partner: &PartnerId, unit: &UnitId) -> Self {
        Self {
            account: AccountId::from_chance([0; 16]),
            partner: partner.clone(),
            units: BTreeSet::from([unit.clone()]),
            bodies: BTreeSet::new(),
        }
    }

    /// Somebody who owns nothing: what was disclosed is looked at with these eyes, whoever it is disclosed to.
    pub(crate) fn owning_nothing(partner: &PartnerId) -> Self {
        Self {
            account: AccountId::from_chance([0; 16]),
            partner: partner.clone(),
            units: BTreeSet::new(),
            bodies: BTreeSet::new(),
        }
    }

    /// Whose eyes.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Whose staff.
    pub fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// Units in which the viewer reads.
    pub fn units(&self) -> &BTreeSet<UnitId> {
        &self.units
    }

    /// Bodies in which the viewer sits.
    pub fn bodies(&self) -> &BTreeSet<BodyId> {
        &self.bodies
    }

    /// Whether the viewer may see any content at all.
    pub fn reads_content(&self) -> bool {
        !self.units.is_empty() || !self.bodies.is_empty()
    }
}

/// Somebody who acts. A write is authorised on the very row that it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub account: AccountId,
    /// Whose staff.
    pub partner: PartnerId,
    writes_for: BTreeSet<UnitId>,
    administers: bool,
    protects: bool,
}

impl Actor {
    /// The actor that an account is at `now`, from its memberships.
    pub fn of(account: AccountId, partner: PartnerId, memberships: &[Membership], now: Timestamp) -> Self {
        let mut actor =
            Self { account, partner, writes_for: BTreeSet::new(), administers: false, protects: false };
        for membership in memberships.iter().filter(|m| m.account == account && m.holds(now)) {
            match (membership.role, &membership.of) {
                (Role::Officer, MemberOf::Unit(unit)) => _ = actor.writes_for.insert(unit.clone()),
                (Role::Admin, MemberOf::Partner) => actor.administers = true,
                (Role::DataProtection, MemberOf::Partner) => actor.protects = true,
                _ => {}
            }
        }
        actor
    }

    /// The same person with reading rights only, as behind a token without the right to write.
    pub fn without_writing(self) -> Self {
        Self { writes_for: BTreeSet::new(), administers: false, protects: false, ..self }
    }

    /// The actor's eyes for what it may write, and for nothing else.
    pub fn eyes(&self) -> Viewer {
        Viewer {
            account: self.account,
            partner: self.partner.clone(),
            units: self.writes_for.clone(),
            bodies: BTreeSet::new(),
        }
    }

    /// Units for which the actor enters, edits and discloses.
    pub fn writes_for(&self) -> &BTreeSet<UnitId> {
        &self.writes_for
    }

    /// Whether the actor may write rows of `unit`.
    pub fn may_write(&self, unit: &UnitId) -> Result<(), Denied> {
        if self.writes_for.contains(unit) { Ok(()) } else { Err(Denied) }
    }

    /// Whether the actor grants memberships of `partner`, to somebody else than themselves.
    pub fn may_grant(&self, partner: &PartnerId, to: AccountId) -> Result<(), Denied> {
        if self.administers && self.partner == *partner && self.account != to { Ok(()) } else { Err(Denied) }
    }

    /// Whether the actor administers the accounts of its partner.
    pub fn administers(&self) -> bool {
        self.administers
    }

    /// Whether the actor is a data-protection officer of its partner.
    pub fn protects(&self) -> bool {
        self.protects
    }
}

/// The actor may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("you have no right to do this")]
pub struct Denied;
