//! The rule of disclosure once more, written from its text and from nothing else.
//!
//! It is slow and plain on purpose: every disclosure is gone through for every question, nothing is interned, no order of
//! an enum is relied on. The words it follows:
//!
//! - A record is visible to its owning unit, and to nobody else except by a disclosure.
//! - The partners of an audience are fixed when it is disclosed; people follow their current memberships.
//! - Administration and data protection give no right to content.
//! - Several valid disclosures: the most permissive for each part.
//! - Recipients see the current version as it was passed on; an edit reaches them by an act of its own.
//! - A place that identifies a household or is sensitive leaves its owner only at a coarser place.

use std::collections::BTreeSet;

use domain::{
    access::{MemberOf, Role},
    disclosure::{TextPart, TimePart},
    ids::{BodyId, PartnerId, UnitId},
    place::Precision,
};

/// Somebody, with all memberships there ever were.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) partner: PartnerId,
    pub(crate) memberships: Vec<Seat>,
}

/// One membership.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    pub(crate) of: MemberOf,
    pub(crate) role: Role,
    pub(crate) from: i64,
    pub(crate) until: Option<i64>,
}

/// Who in the partners is meant: everybody, or people of these units and bodies.
#[derive(Debug, Clone)]
pub(crate) struct Circle {
    pub(crate) units: Vec<UnitId>,
    pub(crate) bodies: Vec<BodyId>,
}

/// A disclosure of one report, with everything that happened to it.
#[derive(Debug, Clone)]
pub(crate) struct Release {
    pub(crate) circle: Circle,
    pub(crate) partners: BTreeSet<PartnerId>,
    pub(crate) place: Precision,
    pub(crate) time: TimePart,
    pub(crate) text: TextPart,
    pub(crate) attachments: bool,
    pub(crate) expires: i64,
    pub(crate) withdrawn: Option<i64>,
    /// The version that it passed on last.
    pub(crate) version: usize,
}

/// A report: its unit, for each version how fine its place may be told outside, and its disclosures.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) unit: UnitId,
    pub(crate) versions: Vec<Option<Precision>>,
    pub(crate) releases: Vec<Release>,
}

/// What somebody sees of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sight {
    pub(crate) own: bool,
    pub(crate) version: usize,
    pub(crate) place: Precision,
    pub(crate) time: TimePart,
    pub(crate) text: TextPart,
    pub(crate) attachments: bool,
    /// Positions of the disclosures that this is due to.
    pub(crate) through: Vec<usize>,
}

impl Person {
    fn reads_in(&self, wanted: &MemberOf, now: i64) -> bool {
        for seat in &self.memberships {
            let begun = seat.from <= now;
            let over = match seat.until {
                Some(until) => now >= until,
                None => false,
            };
            let content = seat.role == Role::Reader || seat.role == Role::Officer;
            if seat.of == *wanted && begun && !over && content {
                return true;
            }
        }
        false
    }

    fn reads_anywhere(&self, now: i64) -> bool {
        self.memberships
            .iter()
            .any(|seat| !matches!(seat.of, MemberOf::Partner) && self.reads_in(&seat.of.clone(), now))
    }
}

/// Whether a disclosure gives anything to this person at this moment.
pub(crate) fn reaches(person: &Person, release: &Release, now: i64) -> bool {
    let withdrawn = match release.withdrawn {
        Some(withdrawn) => now >= withdrawn,
        None => false,
    };
    if withdrawn || now >= release.expires || !release.partners.contains(&person.partner) {
        return false;
    }
    if release.circle.units.is_empty() && release.circle.bodies.is_empty() {
        return person.reads_anywhere(now);
    }
    let mut meant = false;
    for unit in &release.circle.units {
        meant = meant || person.reads_in(&MemberOf::Unit(unit.clone()), now);
    }
    for body in &release.circle.bodies {
        meant = meant || person.reads_in(&MemberOf::Body(body.clone()), now);
    }
    meant
}

/// What this person sees of this report at this moment; nothing for most people and most reports.
pub(crate) fn sight(person: &Person, record: &Record, now: i64) -> Option<Sight> {
    if person.reads_in(&MemberOf::Unit(record.unit.clone()), now) {
        return Some(Sight {
            own: true,
            version: record.versions.len() - 1,
            place: Precision::Exact,
            time: TimePart::Exact,
            text: TextPart::Full,
            attachments: true,
            through: Vec::new(),
        });
    }

    let mut newest = None;
    for release in &record.releases {
        if reaches(person, release, now) && newest.is_none_or(|version| release.version > version) {
            newest = Some(release.version);
        }
    }
    let version = newest?;

    let mut sight = Sight {
        own: false,
        version,
        place: Precision::City,
        time: TimePart::Day,
        text: TextPart::None,
        attachments: false,
        through: Vec::new(),
    };
    for (position, release) in record.releases.iter().enumerate() {
        if !reaches(person, release, now) || release.version != version {
            continue;
        }
        sight.through.push(position);
        if fineness(release.place) > fineness(sight.place) {
            sight.place = release.place;
        }
        if release.time == TimePart::Exact {
            sight.time = TimePart::Exact;
        }
        if release.text == TextPart::Full
            || (release.text == TextPart::Summary && sight.text == TextPart::None)
        {
            sight.text = release.text;
        }
        if release.attachments {
            sight.attachments = true;
        }
    }
    match record.versions[version] {
        Some(limit) if fineness(sight.place) > fineness(limit) => sight.place = limit,
        _ => {}
    }
    Some(sight)
}

/// Higher is finer.
pub(crate) fn fineness(place: Precision) -> u8 {
    match place {
        Precision::City => 1,
        Precision::Quarter => 2,
        Precision::M200 => 3,
        Precision::M50 => 4,
        Precision::Exact => 5,
    }
}
