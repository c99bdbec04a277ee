//! Disclosure (Freigabe): who may see which parts of a report, and the one rule that decides it.
//!
//! A record is visible to its owning unit and to nobody else except by a disclosure. [`grant`] is the only place in
//! the program that decides what a viewer gets; lists, counts, cells, the drawer and the live feed all call it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{access::Viewer, charter::Audience, ids::*, place::Precision, time::Timestamp};

/// How much of the text, least first: `a > b` means `a` tells more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextPart {
    /// Category, time and place only.
    None,
    /// The summary, a field of its own that a person wrote for others to read.
    Summary,
    /// Title, summary, text and modus.
    Full,
}

impl TextPart {
    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Summary => "summary",
            Self::Full => "full",
        }
    }
}

/// How precisely the time is told, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimePart {
    /// The local day.
    Day,
    /// As recorded.
    #[default]
    Exact,
}

impl TimePart {
    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Exact => "exact",
        }
    }
}

/// Which parts of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Parts {
    /// Precision of the place.
    pub place: Precision,
    /// Precision of the time.
    pub time: TimePart,
    /// How much of the text.
    pub text: TextPart,
    /// Whether attachments belong to it.
    pub attachments: bool,
}

impl Parts {
    /// Everything, as the owner sees it.
    pub const ALL: Self =
        Self { place: Precision::Exact, time: TimePart::Exact, text: TextPart::Full, attachments: true };

    /// The most permissive of both, part by part.
    pub fn or(self, other: Self) -> Self {
        Self {
            place: self.place.max(other.place),
            time: self.time.max(other.time),
            text: self.text.max(other.text),
            attachments: self.attachments || other.attachments,
        }
    }
}

/// A disclosure, as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Identifier.
    pub id: DisclosureId,
    /// The disclosing partner, controller of the data.
    pub from: PartnerId,
    /// The owning unit.
    pub unit: UnitId,
    /// To which audience.
    pub audience: AudienceId,
    /// The partners of the audience, fixed at that moment.
    pub partners: BTreeSet<PartnerId>,
    /// Which parts.
    pub parts: Parts,
    /// On which legal basis.
    pub legal_basis: BasisId,
    /// For which purpose.
    pub purpose: String,
    /// By which profile, if by one.
    pub profile: Option<ProfileId>,
    /// By which standing rule, if by one.
    pub rule: Option<RuleId>,
    /// By whom.
    pub made_by: AccountId,
    /// When.
    pub made_at: Timestamp,
    /// First moment at which it no longer holds.
    pub expires_at: Timestamp,
    /// How it was withdrawn, if it was.
    pub withdrawal: Option<Withdrawal>,
}

/// How a disclosure was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Why; recipients read it.
    pub reason: String,
}

/// Where a disclosure stands; derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Holds.
    Valid,
    /// Its time is over.
    Expired,
    /// The owner took it back.
    Withdrawn,
}

impl Disclosure {
    /// Where it stands at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match &self.withdrawal {
            Some(withdrawal) if withdrawal.at <= now => Standing::Withdrawn,
            _ if self.expires_at <= now => Standing::Expired,
            _ => Standing::Valid,
        }
    }

    /// Whether `viewer` is one of its recipients: staff of a partner fixed in it, and today in the audience.
    pub fn addresses(&self, viewer: &Viewer, audience: &Audience) -> bool {
        self.partners.contains(viewer.partner())
            && viewer.reads_content()
            && (audience.units.is_empty() && audience.bodies.is_empty()
                || audience.units.iter().any(|unit| viewer.units().contains(unit))
                || audience.bodies.iter().any(|body| viewer.bodies().contains(body)))
    }
}

/// That one version of a report was passed on by a disclosure.
///
/// `rank` orders the versions of one report that anybody still has; equal ranks are the same version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passed {
    /// By which disclosure.
    pub disclosure: DisclosureId,
    /// Which version, as its rank among the versions of this report.
    pub rank: u16,
}

/// A visibility class: all that decides who gets one version of a report.
///
/// Reports share classes by the thousand, so that a query asks [`grant`] once for each class and not for each report.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Class {
    /// The owning unit.
    pub unit: UnitId,
    /// Finest precision that may leave the owner (household, sensitive place), if limited.
    pub at_most: Option<Precision>,
    /// Rank of the current version, which the owner sees.
    pub current: u16,
    /// Rank of the version that this class is about.
    pub rank: u16,
    /// Disclosures of the report, sorted.
    pub passed: Vec<Passed>,
}

/// What a viewer gets of one version of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which parts.
    pub parts: Parts,
    /// Whether as owner.
    pub own: bool,
    /// By which disclosures (empty for the owner).
    pub through: Vec<DisclosureId>,
}

/// What a disclosure gives `viewer` at `now`; `None` for nothing.
pub fn reach(viewer: &Viewer, disclosure: &Disclosure, audience: &Audience, now: Timestamp) -> Option<Parts> {
    (disclosure.standing(now) == Standing::Valid && disclosure.addresses(viewer, audience))
        .then_some(disclosure.parts)
}

/// What `viewer` gets of the version that `class` is about; `None` for nothing.
///
/// The owner's unit sees the current version whole. Anybody else sees the newest version that a valid disclosure
/// passed on to them, with the most permissive of the disclosures *that passed this version on* for each part: what
/// one disclosure allowed of an older version says nothing about a newer one, which may tell of another place. It is
/// never a finer place than the report allows outside its owner. `reach` says what a disclosure gives this viewer now
/// ([`reach`]).
pub fn grant(viewer: &Viewer, class: &Class, reach: impl Fn(DisclosureId) -> Option<Parts>) -> Option<Grant> {
    if viewer.units().contains(&class.unit) {
        return (class.rank == class.current).then(|| Grant {
            parts: Parts::ALL,
            own: true,
            through: Vec::new(),
        });
    }
    let mut parts: Option<Parts> = None;
    let mut through = Vec::new();
    for passed in class.passed.iter().filter(|passed| passed.rank >= class.rank) {
        let Some(reached) = reach(passed.disclosure) else { continue };
        if passed.rank > class.rank {
            return None;
        }
        parts = Some(parts.map_or(reached, |sum| sum.or(reached)));
        through.push(passed.disclosure);
    }
    let mut parts = parts?;
    if let Some(at_most) = class.at_most {
        parts.place = parts.place.min(at_most);
    }
    Some(Grant { parts, own: false, through })
}
