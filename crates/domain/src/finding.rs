//! Findings (Auffälligkeiten): what a night's run found, how it is followed from night to night, who may see it, what
//! people make of it, and what of it is told to a partner.
//!
//! A finding is computed for a [`Scope`]: over a unit's own reports, or over what was disclosed to an audience with a
//! given partner in it. Whoever sees all that a scope holds may see its findings, and nobody else: nothing is filtered
//! afterwards.

use std::collections::BTreeSet;

use h3o::CellIndex;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Actor, Denied, Viewer},
    charter::{Audience, Charter, Detection, Unit},
    disclosure::{Class, Disclosure, Grant, Parts, Standing, grant},
    ids::*,
    report::{Channel, FieldError, Origin, Problem},
    terms::partners_now,
    time::{Day, Timestamp},
};

/// Longest reason of a verdict, in characters.
pub const REASON_MAX: usize = 500;

/// Over which reports a finding was computed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A unit's own reports.
    Unit {
        /// Its partner.
        partner: PartnerId,
        /// The unit.
        unit: UnitId,
    },
    /// What was disclosed to an audience while this partner was in it.
    Audience {
        /// The audience.
        audience: AudienceId,
        /// The partner whose people of the audience see it.
        partner: PartnerId,
    },
}

impl Scope {
    /// All scopes of a charter: its units, and each audience for each partner that belongs to it now.
    pub fn all(charter: &Charter) -> Vec<Self> {
        let units = charter.partners.iter().flat_map(|partner| {
            let of = |unit: &Unit| Self::Unit { partner: partner.id.clone(), unit: unit.id.clone() };
            partner.units.iter().map(of).collect::<Vec<_>>()
        });
        let audiences = charter.audiences.iter().flat_map(|audience| {
            let of = |partner| Self::Audience { audience: audience.id.clone(), partner };
            partners_now(charter, audience).into_iter().map(of)
        });
        units.chain(audiences).collect()
    }

    /// The partner whose people see its findings.
    pub fn partner(&self) -> &PartnerId {
        match self {
            Self::Unit { partner, .. } | Self::Audience { partner, .. } => partner,
        }
    }

    /// Whether `viewer` sees all that this scope holds.
    pub fn is_seen_by(&self, viewer: &Viewer, charter: &Charter) -> bool {
        match self {
            Self::Unit { unit, .. } => viewer.units().contains(unit),
            Self::Audience { audience, partner } => {
                viewer.partner() == partner
                    && charter.audience(audience).is_some_and(|audience| sits_in(viewer, audience))
            }
        }
    }

    /// What a disclosure gives this scope at `now`; `None` for nothing. A unit's scope holds its own reports only.
    pub fn reach(&self, disclosure: &Disclosure, now: Timestamp) -> Option<Parts> {
        let Self::Audience { audience, partner } = self else { return None };
        let reaches = disclosure.audience == *audience
            && disclosure.partners.contains(partner)
            && disclosure.made_at <= now
            && disclosure.standing(now) == Standing::Valid;
        reaches.then_some(disclosure.parts)
    }

    /// What this scope gets of the version that `class` is about, by the rule that everybody's eyes follow; `reached`
    /// says what each disclosure gives it ([`Self::reach`]).
    pub fn grant(&self, class: &Class, reached: impl Fn(DisclosureId) -> Option<Parts>) -> Option<Grant> {
        let viewer = match self {
            Self::Unit { partner, unit } => Viewer::of_unit(partner, unit),
            Self::Audience { partner, .. } => Viewer::owning_nothing(partner),
        };
        grant(&viewer, class, reached)
    }

    /// Whether `actor`, who sees it, may judge its findings: an officer of the unit, or of any unit for an audience.
    pub fn may_judge(&self, actor: &Actor) -> Result<(), Denied> {
        match self {
            Self::Unit { unit, .. } => actor.may_write(unit),
            Self::Audience { .. } if actor.writes_for().is_empty() => Err(Denied),
            Self::Audience { .. } => Ok(()),
        }
    }
}

/// Whether somebody of a partner of an audience sits in it.
fn sits_in(viewer: &Viewer, audience: &Audience) -> bool {
    viewer.reads_content()
        && (audience.units.is_empty() && audience.bodies.is_empty()
            || audience.units.iter().any(|unit| viewer.units().contains(unit))
            || audience.bodies.iter().any(|body| viewer.bodies().contains(body)))
}

/// Which reports count, by how they arose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// What came from outside: citizens' reports, and others that the charter counts with them.
    Reported,
    /// What officers observed: it follows where they were sent, and stands apart.
    Observed,
}

impl Basis {
    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Observed => "observed",
        }
    }

    /// Whether a report of this origin belongs to it.
    pub fn holds(self, origin: Origin, rules: &Detection) -> bool {
        match self {
            Self::Reported => rules.origins.contains(&origin),
            Self::Observed => origin == Origin::OfficerObserved && !rules.origins.contains(&origin),
        }
    }
}

/// What speaks against a finding, beside what always does (nobody knows whether one person reports often).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Doubt {
    /// More of all reports come through the app (or another channel) than before: more reporting, perhaps not more
    /// happening.
    GrowingChannel {
        /// Which.
        channel: Channel,
        /// Share of the channel before, in percent.
        before: u32,
        /// Share of the channel now, in percent.
        now: u32,
    },
    /// Fewer reports than the charter calls many.
    FewReports,
    /// All from one place.
    OnePlace,
    /// So many percent came late.
    LateReports {
        /// Share, in percent.
        share: u32,
    },
    /// It rests on what officers observed.
    OfficerObserved,
    /// For so many percent it is not known who noticed.
    UnknownOrigin {
        /// Share, in percent.
        share: u32,
    },
    /// The weekly figures of the area alone do not stand out.
    SeriesQuiet,
    /// There is less past to compare with than the charter asks for.
    ShortPast {
        /// Days there are.
        days: u32,
    },
}

impl Doubt {
    /// The name used in files, addresses and words.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::GrowingChannel { .. } => "growing_channel",
            Self::FewReports => "few_reports",
            Self::OnePlace => "one_place",
            Self::LateReports { .. } => "late_reports",
            Self::OfficerObserved => "officer_observed",
            Self::UnknownOrigin { .. } => "unknown_origin",
            Self::SeriesQuiet => "series_quiet",
            Self::ShortPast { .. } => "short_past",
        }
    }
}

/// What other methods say about the same place and time. `None`: too little for them to say anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// The weekly series of the area is above its band.
    pub series: Option<bool>,
    /// A cell of it is hot by Gi*.
    pub hot: Option<bool>,
    /// Reports of this kind follow each other closely (Knox).
    pub near_repeats: Option<bool>,
}

/// Where and when there is more than chance explains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// Of which categories; the first gives the name, more are related ones counted with it.
    pub categories: Vec<CategoryId>,
    /// Sources that do not count, because they have too little past to compare with.
    pub without: Vec<SourceId>,
    /// Cells of resolution 9, the middle one first.
    #[serde(with = "cells")]
    pub cells: Vec<CellIndex>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Reports.
    pub observed: u32,
    /// Reports to be expected if place and time had nothing to do with each other.
    pub expected: f64,
    /// Different places, as far as they are shown.
    pub places: u32,
    /// Every how many days chance alone would bring one as strong, all analyses of a night counted.
    pub recurrence_days: f64,
    /// What other methods say.
    pub evidence: Evidence,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
}

impl Cluster {
    /// Whether both share a cell.
    pub fn touches(&self, other: &Self) -> bool {
        self.shared(other) > 0
    }

    /// Whether both share a category.
    fn is_related(&self, other: &Self) -> bool {
        self.categories.iter().any(|category| other.categories.contains(category))
    }

    fn shared(&self, other: &Self) -> usize {
        self.cells.iter().filter(|cell| other.cells.contains(cell)).count()
    }
}

mod cells {
    use h3o::CellIndex;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(cells: &[CellIndex], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(cells.iter().map(ToString::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<CellIndex>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        texts.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
    }
}

/// What became of a finding in a night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Found for the first time.
    New,
    /// Clearly more reports than the night before.
    Grown,
    /// About as before.
    Steady,
    /// Weaker than before.
    Faded,
    /// Not found any more.
    Gone,
}

impl Change {
    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Grown => "grown",
            Self::Steady => "steady",
            Self::Faded => "faded",
            Self::Gone => "gone",
        }
    }
}

/// A finding in one night.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Night {
    /// Last day that the run looked at.
    pub day: Day,
    /// What became of it.
    pub change: Change,
    /// Where and when; of a finding that is gone, as it was last.
    pub cluster: Cluster,
}

/// A finding with its history.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Identifier.
    pub id: FindingId,
    /// Over which reports.
    pub scope: Scope,
    /// Of which origin.
    pub basis: Basis,
    /// Of which categories it was found first.
    pub categories: Vec<CategoryId>,
    /// When the run found it first.
    pub found_at: Timestamp,
    /// Its nights, oldest first; never empty.
    pub nights: Vec<Night>,
}

impl Finding {
    /// Its last night.
    pub fn last(&self) -> Option<&Night> {
        self.nights.last()
    }

    fn is_followed(&self, night: Day, rules: &Detection) -> bool {
        let seen = self.nights.iter().rev().find(|night| night.change != Change::Gone);
        seen.is_some_and(|seen| night.0 - seen.day.0 <= rules.gap_days as i32)
    }
}

/// What a night's scan found, before it is known whether it is new.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Of which origin.
    pub basis: Basis,
    /// What, where and when.
    pub cluster: Cluster,
    /// It rests mostly on reports that came late and at once: not announced before another night has seen it.
    pub held: bool,
}

impl Candidate {
    fn is_same_as(&self, other: &Self) -> bool {
        self.basis == other.basis
            && self.cluster.is_related(&other.cluster)
            && self.cluster.touches(&other.cluster)
    }

    /// How well it continues a finding: by the same categories rather than by related ones, then by shared cells. `None`
    /// if it does not.
    fn continues(&self, finding: &Finding, rules: &Detection) -> Option<(bool, usize)> {
        let last = &finding.last()?.cluster;
        let near = last.to.0 + rules.gap_days as i32 >= self.cluster.from.0;
        let shared = self.cluster.shared(last);
        let goes_on = finding.basis == self.basis && self.cluster.is_related(last) && near && shared > 0;
        goes_on.then_some((self.cluster.categories == last.categories, shared))
    }
}

/// What became of the findings of a scope in a night.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Followed {
    /// The night of each finding that is still followed.
    pub continued: Vec<(FindingId, Night)>,
    /// What is found for the first time.
    pub new: Vec<Candidate>,
    /// How many were not announced because they rest on reports that came late and at once.
    pub held: usize,
    /// How many were not announced because there were more than the charter allows in a night.
    pub beyond: usize,
}

/// Follows the findings of a scope into a night. The same place, kind and time is the same finding, however its circle
/// moves; what is too weak to be announced still continues one that was. What continues one finding continues no other:
/// where two have grown into one, the older goes on.
pub fn follow(open: &[Finding], mut found: Vec<Candidate>, night: Day, rules: &Detection) -> Followed {
    found.sort_by(|a, b| b.cluster.recurrence_days.total_cmp(&a.cluster.recurrence_days));
    found.retain(|candidate| candidate.cluster.observed >= rules.least_reports);
    let mut followed = Followed::default();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for finding in open.iter().filter(|finding| finding.is_followed(night, rules)) {
        let Some(last) = finding.last() else { continue };
        let strong = |c: &Candidate| c.cluster.recurrence_days >= f64::from(rules.keep_days);
        let matches = found.iter().enumerate().filter(|(number, c)| !taken.contains(number) && strong(c));
        let best = matches
            .filter_map(|(number, c)| Some((c.continues(finding, rules)?, number)))
            .max_by_key(|(how_well, number)| (*how_well, usize::MAX - number));
        let (change, cluster) = match best {
            Some((_, number)) => {
                taken.insert(number);
                let cluster = found[number].cluster.clone();
                (change(last, &cluster, rules), cluster)
            }
            None => (Change::Gone, last.cluster.clone()),
        };
        if !(change == Change::Gone && last.change == Change::Gone) {
            followed.continued.push((finding.id, Night { day: night, change, cluster }));
        }
    }
    // Whatever touches a finding that goes on, as it was or as it is, is part of it.
    let goes_on = |candidate: &Candidate| {
        open.iter().any(|f| f.is_followed(night, rules) && candidate.continues(f, rules).is_some())
            || taken.iter().any(|&number| found[number].is_same_as(candidate))
    };
    let mut new: Vec<&Candidate> = Vec::new();
    for (number, candidate) in found.iter().enumerate() {
        let strong = candidate.cluster.recurrence_days >= f64::from(rules.announce_days);
        if taken.contains(&number)
            || !strong
            || goes_on(candidate)
            || new.iter().any(|stronger| stronger.is_same_as(candidate))
        {
            continue;
        }
        new.push(candidate);
    }
    for candidate in new {
        if candidate.held {
            followed.held += 1;
        } else if followed.new.len() >= rules.most_new as usize {
            followed.beyond += 1;
        } else {
            followed.new.push(candidate.clone());
        }
    }
    followed
}

fn change(last: &Night, now: &Cluster, rules: &Detection) -> Change {
    let (before, observed) = (f64::from(last.cluster.observed), f64::from(now.observed));
    let step = f64::from(rules.change_percent) / 100.0;
    // More kinds or fewer are no growth.
    let step = if last.cluster.categories == now.categories { step } else { f64::INFINITY };
    if last.change == Change::Gone || observed > before * (1.0 + step) {
        Change::Grown
    } else if observed < before * (1.0 - step) || now.recurrence_days < f64::from(rules.announce_days) {
        Change::Faded
    } else {
        Change::Steady
    }
}

/// What people make of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is taken on.
    Accepted,
    /// It is nothing, for a reason.
    SetAside,
    /// It is watched.
    Watched,
    /// It proved true.
    Confirmed,
    /// It belongs to an entry of the register that there was before.
    Merged,
}

impl Judgement {
    /// Those that are typed; a merge is said by naming the entry.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Watched, Self::SetAside, Self::Confirmed];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::SetAside => "set_aside",
            Self::Watched => "watched",
            Self::Confirmed => "confirmed",
            Self::Merged => "merged",
        }
    }
}

/// A verdict, as it was given; the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// By whom.
    pub by: AccountId,
    /// For which partner.
    pub partner: PartnerId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub judgement: Judgement,
    /// Why.
    pub reason: String,
}

/// Reads a verdict as it was typed: all errors at once. Setting aside needs a reason.
pub fn check_verdict(judgement: &str, reason: &str) -> Result<(Judgement, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let known = Judgement::ALL.into_iter().find(|known| known.as_str() == judgement);
    match known {
        None if judgement.is_empty() => errors.push(FieldError::new("verdict", Problem::Missing)),
        None => errors.push(FieldError::new("verdict", Problem::Unknown { value: judgement.to_owned() })),
        Some(_) => {}
    }
    let reason = reason.trim();
    if reason.chars().count() > REASON_MAX {
        errors.push(FieldError::new("reason", Problem::TooLong { most: REASON_MAX }));
    }
    if reason.is_empty() && known == Some(Judgement::SetAside) {
        errors.push(FieldError::new("reason", Problem::Missing));
    }
    match known {
        Some(judgement) if errors.is_empty() => Ok((judgement, reason.to_owned())),
        _ => Err(errors),
    }
}

/// The place of a finding as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldArea {
    /// Cells of resolution 9, as text.
    Cells(Vec<String>),
    /// Areas of the charter's quarter division.
    Quarters(Vec<(DivisionId, AreaId)>),
    /// The city.
    City,
}

/// What a partner is told of a finding: area, period, category, a rounded count. No report, no place finer than a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Categories.
    pub categories: Vec<CategoryId>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Where.
    pub area: ToldArea,
    /// Reports, rounded.
    pub count: u32,
    /// When the finding was found; with the moment of its disclosure: how long the partner waited.
    pub found_at: Timestamp,
}

/// A count as it may be told: rounded to `step`; `None` below it.
pub fn rounded(count: u32, step: u32) -> Option<u32> {
    let step = step.max(5);
    (count >= step).then(|| (count + step / 2) / step * step)
}

#[cfg(test)]
mod tests;
