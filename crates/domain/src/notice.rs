//! Notice (Sofortmeldung): something urgent reaches whoever is on duty at each partner, and how fast that went.
//!
//! A notice goes to the duty contact of the charter, after a silence to the deputy, and again. Only units that the
//! audience reaches are told: a deputy who may not see the report must not learn that there is one.

use serde::Serialize;

use crate::{
    access::{Actor, Denied, Viewer},
    charter::{Audience, Charter, LimitKind, Partner},
    disclosure::Disclosure,
    ids::*,
    referral::{Party, Side, reaches},
    report::{FieldError, Problem, read_time},
    time::Timestamp,
};

/// What happened to a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It was shown to somebody of a unit that is on duty (receipt).
    Received,
    /// Somebody on duty took note of it.
    Acknowledged,
    /// It was told by telephone.
    Told {
        /// When.
        at: Timestamp,
    },
    /// After a silence it went on to the next unit.
    PassedOn,
}

impl What {
    /// The name used in files and addresses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::Told { .. } => "told",
            Self::PassedOn => "passed_on",
        }
    }
}

/// A step of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// By whom; absent for what went by itself.
    pub by: Option<AccountId>,
    /// What.
    pub what: What,
}

/// A notice to one partner, with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Identifier.
    pub id: NoticeId,
    /// The report.
    pub report: ReportId,
    /// The disclosure by which the partner sees it.
    pub disclosure: DisclosureId,
    /// Who sent it: the owning unit.
    pub from: Party,
    /// To which partner.
    pub to: PartnerId,
    /// The units on duty, in their order; empty where everybody addressed is (a body has no duty).
    pub stations: Vec<UnitId>,
    /// Since when the sender knew of it.
    pub known_since: Timestamp,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// What happened since, oldest first.
    pub steps: Vec<Step>,
}

/// Where a notice stands; derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has seen it yet.
    Sent,
    /// It was shown to somebody on duty.
    Received,
    /// It was told by telephone, which counts as receipt.
    Told,
    /// Somebody on duty took note of it.
    Acknowledged,
}

impl State {
    /// Whether somebody still has to take note.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Received)
    }

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Told => "told",
            Self::Acknowledged => "acknowledged",
        }
    }
}

impl Notice {
    /// Where it stands.
    pub fn state(&self) -> State {
        let has = |wanted: fn(&What) -> bool| self.steps.iter().any(|step| wanted(&step.what));
        if has(|what| *what == What::Acknowledged) {
            State::Acknowledged
        } else if has(|what| matches!(what, What::Told { .. })) {
            State::Told
        } else if has(|what| *what == What::Received) {
            State::Received
        } else {
            State::Sent
        }
    }

    /// When it was received: shown, or told by telephone, whichever came first.
    pub fn received_at(&self) -> Option<Timestamp> {
        let at = |step: &Step| match step.what {
            What::Received | What::Acknowledged => Some(step.at),
            What::Told { at } => Some(at),
            What::PassedOn => None,
        };
        self.steps.iter().filter_map(at).min()
    }

    /// When somebody took note of it.
    pub fn acknowledged_at(&self) -> Option<Timestamp> {
        self.steps.iter().find(|step| step.what == What::Acknowledged).map(|step| step.at)
    }

    /// How often it went on to another unit.
    pub fn passed_on(&self) -> usize {
        self.steps.iter().filter(|step| step.what == What::PassedOn).count()
    }

    /// The units that it has reached so far.
    pub fn reached(&self) -> &[UnitId] {
        &self.stations[..self.stations.len().min(self.passed_on() + 1)]
    }

    /// The unit whose turn it is; `None` where everybody addressed is on duty.
    pub fn on_turn(&self) -> Option<&UnitId> {
        self.stations.get(self.passed_on() % self.stations.len().max(1))
    }

    /// On which side `viewer` sits; `None` for everybody to whom this notice does not exist. `addressed` says whether
    /// its disclosure addresses the viewer.
    pub fn side(&self, viewer: &Viewer, addressed: bool) -> Option<Side> {
        if viewer.units().contains(&self.from.unit) {
            return Some(Side::Sender);
        }
        let on_duty =
            self.stations.is_empty() || self.reached().iter().any(|unit| viewer.units().contains(unit));
        (addressed && *viewer.partner() == self.to && on_duty).then_some(Side::Receiver)
    }

    /// Whether `actor`, who sees it as receiver, may take note of it for its house.
    pub fn may_acknowledge(&self, actor: &Actor) -> Result<(), Denied> {
        let on_duty =
            self.stations.is_empty() || self.reached().iter().any(|unit| actor.may_write(unit).is_ok());
        if actor.partner == self.to && on_duty { Ok(()) } else { Err(Denied) }
    }

    /// The notice with a step more; `None` if that step changes nothing any more.
    pub fn step(mut self, step: Step) -> Option<Self> {
        let open = self.state().is_open();
        let again = match step.what {
            What::Received => self.steps.iter().any(|earlier| earlier.what == What::Received),
            What::Acknowledged => self.state() == State::Acknowledged,
            What::Told { .. } | What::PassedOn => !open,
        };
        if again {
            return None;
        }
        self.steps.push(step);
        Some(self)
    }

    /// When it goes on to the next unit unless somebody takes note before; `None` where it stays.
    pub fn goes_on_at(&self, charter: &Charter) -> Option<Timestamp> {
        let period = charter.period(LimitKind::NoticeFallback)?;
        let most = charter.threshold(LimitKind::NoticeReminders)?;
        if !self.state().is_open() || self.passed_on() >= usize::try_from(most).unwrap_or(usize::MAX) {
            return None;
        }
        let latest = self.steps.iter().rev().find(|step| step.what == What::PassedOn);
        Some(period.after(latest.map_or(self.sent_at, |step| step.at)))
    }
}

/// Who is on duty at `partner` for a disclosure by `from`, in their order; `None` where nobody there is to be told.
///
/// The duty contact of the charter comes first, then its deputy, as far as the audience reaches them; else the units
/// of the audience; else everybody addressed, where the audience is a body. Of the own house only other units are told.
pub fn stations(
    charter: &Charter,
    from: &Party,
    disclosure: &Disclosure,
    partner: &Partner,
) -> Option<Vec<UnitId>> {
    let audience = charter.audience(&disclosure.audience)?;
    let reached = |id: &UnitId| {
        *id != from.unit
            && partner.units.iter().any(|unit| unit.id == *id && reaches(audience, partner, unit))
    };
    let contact = charter.duty_contact(&partner.id);
    let on_duty = contact.into_iter().flat_map(|contact| [Some(&contact.unit), contact.deputy.as_ref()]);
    let on_duty: Vec<UnitId> = on_duty.flatten().filter(|unit| reached(unit)).cloned().collect();
    if !on_duty.is_empty() {
        return Some(on_duty);
    }
    let units: Vec<UnitId> = audience.units.iter().filter(|unit| reached(unit)).cloned().collect();
    if !units.is_empty() {
        return Some(units);
    }
    (partner.id != from.partner && addresses_all(audience)).then(Vec::new)
}

/// Whether an audience has readers that no unit names: those of bodies, or of whole partners.
fn addresses_all(audience: &Audience) -> bool {
    !audience.bodies.is_empty() || audience.units.is_empty()
}

/// Reads when something was told by telephone: not in the future, and not before the report was known.
pub fn check_told(
    text: &str,
    zone: &jiff::tz::TimeZone,
    notice: &Notice,
    now: Timestamp,
) -> Result<Timestamp, FieldError> {
    let wrong = |problem| Err(FieldError::new("told_at", problem));
    if text.trim().is_empty() {
        return Ok(now);
    }
    match read_time(text, zone) {
        None => wrong(Problem::NotATime { value: text.to_owned() }),
        Some((at, _)) if at > now.plus_seconds(600) => wrong(Problem::Future),
        Some((at, _)) if at < notice.known_since => wrong(Problem::EndBeforeStart),
        Some((at, _)) => Ok(at.min(now)),
    }
}

// ---------------------------------------------------------------------------------------------------------------
// Figures

/// Median and 95th percentile of some durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quantiles {
    /// How many durations.
    pub count: usize,
    /// Half of them are not longer, in milliseconds.
    pub median: i64,
    /// 95 of 100 are not longer, in milliseconds.
    pub p95: i64,
}

/// Quantiles by nearest rank: always one of the durations. `None` for fewer than `least` of them.
pub fn quantiles(mut durations: Vec<i64>, least: usize) -> Option<Quantiles> {
    let count = durations.len();
    if count < least.max(1) {
        return None;
    }
    durations.sort_unstable();
    let rank = |percent: usize| durations[(count * percent).div_ceil(100).max(1) - 1];
    Some(Quantiles { count, median: rank(50), p95: rank(95) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        access::{MemberOf, Membership, Role},
        disclosure::Parts,
        time::DAY_MS,
    };

    const NOW: Timestamp = Timestamp(1_795_420_800_000);
    const QUARTER: i64 = 15 * 60_000;

    fn hamm() -> Charter {
        Charter::parse(include_str!("../../../charters/hamm.toml")).unwrap()
    }

    fn party(partner: &str, unit: &str) -> Party {
        Party { partner: partner.parse().unwrap(), unit: unit.parse().unwrap() }
    }

    fn disclosed_to(charter: &Charter, audience: &str) -> Disclosure {
        let audience = charter.audience(&audience.parse().unwrap()).unwrap();
        Disclosure {
            id: DisclosureId::from_chance([3; 16]),
            from: "stadt".parse().unwrap(),
            unit: "ordnungsamt".parse().unwrap(),
            audience: audience.id.clone(),
            partners: audience.partners.iter().cloned().collect::<BTreeSet<_>>(),
            parts: Parts::ALL,
            legal_basis: "dsgnrw-8".parse().unwrap(),
            purpose: "Lage".to_owned(),
            profile: None,
            rule: None,
            made_by: AccountId::from_chance([4; 16]),
            made_at: NOW,
            expires_at: NOW.plus_days(30),
            withdrawal: None,
        }
    }

    fn on_duty(from: &Party, audience: &str, partner: &str) -> Option<Vec<String>> {
        let charter = hamm();
        let disclosure = disclosed_to(&charter, audience);
        let partner = charter.partner(&partner.parse().unwrap()).unwrap();
        let units = stations(&charter, from, &disclosure, partner)?;
        Some(units.iter().map(ToString::to_string).collect())
    }

    fn notice() -> Notice {
        Notice {
            id: NoticeId::from_chance([1; 16]),
            report: ReportId::from_chance([2; 16]),
            disclosure: DisclosureId::from_chance([3; 16]),
            from: party("stadt", "ordnungsamt"),
            to: "polizei".parse().unwrap(),
            stations: vec!["lagedienst".parse().unwrap(), "fuehrungsstab".parse().unwrap()],
            known_since: Timestamp(NOW.0 - 600_000),
            entered_at: Timestamp(NOW.0 - 60_000),
            sent_at: NOW,
            steps: Vec::new(),
        }
    }

    fn step(minutes: i64, what: What) -> Step {
        Step { at: Timestamp(NOW.0 + minutes * 60_000), by: None, what }
    }

    fn memberships(unit: &str, role: Role) -> Vec<Membership> {
        let (id, account) = (MembershipId::from_chance([1; 16]), AccountId::from_chance([2; 16]));
        vec![Membership {
            id,
            account,
            of: MemberOf::Unit(unit.parse().unwrap()),
            role,
            from: NOW,
            until: None,
        }]
    }

    fn viewer(partner: &str, unit: &str) -> Viewer {
        let memberships = memberships(unit, Role::Reader);
        Viewer::of(AccountId::from_chance([2; 16]), partner.parse().unwrap(), &memberships, NOW)
    }

    fn officer(partner: &str, unit: &str) -> Actor {
        let memberships = memberships(unit, Role::Officer);
        Actor::of(AccountId::from_chance([2; 16]), partner.parse().unwrap(), &memberships, NOW)
    }

    #[test]
    fn a_notice_goes_to_the_duty_contact_and_its_deputy_as_far_as_the_audience_reaches() {
        let from = party("stadt", "ordnungsamt");
        let units = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(on_duty(&from, "polizei-lage", "polizei"), units(&["lagedienst", "fuehrungsstab"]));
        assert_eq!(
            on_duty(&from, "streifen", "polizei"),
            units(&["lagedienst"]),
            "the deputy may not see it"
        );
        assert_eq!(on_duty(&from, "polizei-wache", "polizei"), units(&["wachdienst", "bezirksdienst"]));
        assert_eq!(on_duty(&from, "koordination", "polizei"), Some(Vec::new()), "a body has no duty");
        assert_eq!(on_duty(&from, "alle-partner", "jva"), units(&["jva-sicherheit"]));
    }

    #[test]
    fn of_the_own_house_only_other_units_are_told() {
        let from = party("stadt", "ordnungsamt");
        assert_eq!(on_duty(&from, "ordnung", "stadt"), Some(vec!["kod".to_owned()]));
        assert_eq!(on_duty(&from, "ordnungsamt", "stadt"), None);
        assert_eq!(on_duty(&from, "koordination", "stadt"), None);
    }

    #[test]
    fn after_a_silence_it_goes_on_to_the_deputy_and_again_until_somebody_takes_note() {
        let charter = hamm();
        let mut notice = notice();
        for round in 0..4_usize {
            let at = notice.goes_on_at(&charter).unwrap();
            assert_eq!(at, Timestamp(NOW.0 + QUARTER * (round as i64 + 1)));
            let turn = ["lagedienst", "fuehrungsstab"][round % 2];
            assert_eq!(notice.on_turn().unwrap().as_str(), turn);
            notice = notice.step(Step { at, by: None, what: What::PassedOn }).unwrap();
        }
        assert_eq!(notice.goes_on_at(&charter), None, "four times, as the charter says");
        assert_eq!(notice.reached().len(), 2);
    }

    #[test]
    fn whoever_took_note_or_was_told_is_not_asked_again() {
        let charter = hamm();
        let shown = notice().step(step(1, What::Received)).unwrap();
        assert!(shown.goes_on_at(&charter).is_some(), "shown is not yet taken note of");
        for what in [What::Acknowledged, What::Told { at: NOW }] {
            let ended = notice().step(step(2, what)).unwrap();
            assert_eq!(ended.goes_on_at(&charter), None);
            assert_eq!(ended.step(step(3, What::PassedOn)), None);
        }
        let told = notice().step(step(2, What::Told { at: NOW })).unwrap();
        assert!(told.step(step(5, What::Acknowledged)).is_some(), "taking note is still possible");
    }

    #[test]
    fn told_by_telephone_counts_as_receipt() {
        let told = notice().step(step(9, What::Told { at: Timestamp(NOW.0 + 120_000) })).unwrap();
        assert_eq!((told.state(), told.received_at()), (State::Told, Some(Timestamp(NOW.0 + 120_000))));
        let shown = told.step(step(10, What::Received)).unwrap();
        assert_eq!(shown.received_at(), Some(Timestamp(NOW.0 + 120_000)));
        assert_eq!(shown.step(step(11, What::Received)), None, "a receipt is noted once");
    }

    #[test]
    fn a_notice_exists_for_its_sender_and_for_who_is_on_duty_now() {
        let fresh = notice();
        let passed = notice().step(step(15, What::PassedOn)).unwrap();
        assert_eq!(fresh.side(&viewer("stadt", "ordnungsamt"), false), Some(Side::Sender));
        assert_eq!(fresh.side(&viewer("polizei", "lagedienst"), true), Some(Side::Receiver));
        assert_eq!(fresh.side(&viewer("polizei", "lagedienst"), false), None, "not addressed any more");
        assert_eq!(fresh.side(&viewer("polizei", "fuehrungsstab"), true), None, "not yet");
        assert_eq!(passed.side(&viewer("polizei", "fuehrungsstab"), true), Some(Side::Receiver));
        assert_eq!(passed.side(&viewer("stadt", "kod"), true), None);

        assert_eq!(fresh.may_acknowledge(&officer("polizei", "lagedienst")), Ok(()));
        assert_eq!(fresh.may_acknowledge(&officer("polizei", "fuehrungsstab")), Err(Denied));
        assert_eq!(fresh.may_acknowledge(&officer("stadt", "ordnungsamt")), Err(Denied));
    }

    #[test]
    fn it_was_told_after_it_was_known_and_not_in_the_future() {
        let zone = jiff::tz::TimeZone::UTC;
        let told = |text: &str| check_told(text, &zone, &notice(), NOW);
        assert_eq!(told(""), Ok(NOW));
        let early = Timestamp(NOW.0 - DAY_MS).to_jiff().to_string();
        assert_eq!(told(&early).unwrap_err().problem, Problem::EndBeforeStart);
        let late = Timestamp(NOW.0 + DAY_MS).to_jiff().to_string();
        assert_eq!(told(&late).unwrap_err().problem, Problem::Future);
        assert!(told("vorhin").is_err());
    }

    #[test]
    fn quantiles_are_durations_that_there_were() {
        let hundred: Vec<i64> = (1..=100).rev().collect();
        assert_eq!(quantiles(hundred, 5), Some(Quantiles { count: 100, median: 50, p95: 95 }));
        assert_eq!(quantiles(vec![7, 1, 3, 5, 9], 5), Some(Quantiles { count: 5, median: 5, p95: 9 }));
        assert_eq!(quantiles(vec![1, 2, 3, 4], 5), None, "too few to say anything about");
        assert_eq!(quantiles(Vec::new(), 0), None);
    }
}
