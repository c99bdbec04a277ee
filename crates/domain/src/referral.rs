//! Referral (Abgabe): a report goes to the unit that can act, and what came of it comes back.
//!
//! What happened is kept as steps; the state follows from them. The receiver answers on the referral and never changes
//! the report. How long is too long stands in the charter.

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    access::{Actor, Denied, Viewer},
    charter::{Audience, Charter, Confidence, LimitKind, Partner, PartnerStatus, Profile, Unit},
    ids::*,
    report::{FieldError, Problem, read_time},
    time::{Day, Timestamp},
};

/// Most characters of a request, a reason, a progress or an outcome.
pub const WORDS_MAX: usize = 2_000;

/// A unit with its partner.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The partner.
    pub partner: PartnerId,
    /// The unit.
    pub unit: UnitId,
}

/// What came of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was put right.
    Resolved,
    /// There was nothing to be found.
    NothingFound,
    /// Nothing could be done.
    NotPossible,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Resolved, Self::NothingFound, Self::NotPossible];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::NothingFound => "nothing_found",
            Self::NotPossible => "not_possible",
        }
    }
}

impl std::str::FromStr for Outcome {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::ALL.into_iter().find(|o| o.as_str() == text).ok_or_else(|| NotAnId(text.to_owned()))
    }
}

/// What somebody did with a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The receiver takes it on.
    Accepted,
    /// The receiver gives it back.
    Returned {
        /// Why; the sender reads it.
        reason: String,
    },
    /// The receiver tells how it stands (Sachstand).
    Progress {
        /// In words.
        text: String,
    },
    /// The receiver is finished.
    Done {
        /// What came of it.
        outcome: Outcome,
        /// In words.
        text: String,
        /// On which day.
        on: Day,
    },
    /// The sender takes it back.
    Recalled {
        /// Why; the receiver reads it.
        reason: String,
    },
}

impl What {
    /// The name used in files and addresses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Returned { .. } => "returned",
            Self::Progress { .. } => "progress",
            Self::Done { .. } => "done",
            Self::Recalled { .. } => "recalled",
        }
    }

    /// The words that somebody wrote with it; empty for none.
    pub fn words(&self) -> &str {
        match self {
            Self::Accepted => "",
            Self::Returned { reason } | Self::Recalled { reason } => reason,
            Self::Progress { text } | Self::Done { text, .. } => text,
        }
    }

    /// Whether it is the receiver's to do.
    pub fn by_receiver(&self) -> bool {
        !matches!(self, Self::Recalled { .. })
    }
}

/// A step of a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// What.
    pub what: What,
}

/// A referral with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Identifier.
    pub id: ReferralId,
    /// The report.
    pub report: ReportId,
    /// The disclosure that was made with it.
    pub disclosure: DisclosureId,
    /// Who sent it: the owning unit.
    pub from: Party,
    /// Who is to act.
    pub to: Party,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// By whom.
    pub sent_by: AccountId,
    /// What is asked for; empty where the report says enough.
    pub request: String,
    /// What happened since, oldest first.
    pub steps: Vec<Step>,
}

/// Where a referral stands; derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has answered yet.
    Sent,
    /// The receiver works on it.
    Accepted {
        /// When the receiver was last heard of: its acceptance or its latest progress.
        heard: Timestamp,
    },
    /// The receiver gave it back.
    Returned,
    /// The receiver is finished.
    Done,
    /// The sender took it back.
    Recalled,
}

impl State {
    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Accepted { .. })
    }

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Accepted { .. } => "accepted",
            Self::Returned => "returned",
            Self::Done => "done",
            Self::Recalled => "recalled",
        }
    }
}

/// On which side of a referral somebody sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Of the unit that sent it.
    Sender,
    /// Of the unit that is to act.
    Receiver,
}

/// Why a step cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not the actor's to make.
    #[error("you have no right to do this")]
    Denied,
    /// The referral is at its end, or not yet or no longer where this step leads on from.
    #[error("the referral does not stand where this step leads on from")]
    Ended,
}

impl From<Denied> for Refused {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl Referral {
    /// Where it stands.
    pub fn state(&self) -> State {
        let mut state = State::Sent;
        for step in &self.steps {
            state = match step.what {
                What::Accepted | What::Progress { .. } => State::Accepted { heard: step.at },
                What::Returned { .. } => State::Returned,
                What::Done { .. } => State::Done,
                What::Recalled { .. } => State::Recalled,
            };
        }
        state
    }

    /// When it ended, if it did.
    pub fn ended_at(&self) -> Option<Timestamp> {
        if self.state().is_open() { None } else { self.steps.last().map(|step| step.at) }
    }

    /// On which side `viewer` sits; `None` for everybody to whom this referral does not exist. Who is of both units
    /// sits with the sender.
    pub fn side(&self, viewer: &Viewer) -> Option<Side> {
        if viewer.units().contains(&self.from.unit) {
            Some(Side::Sender)
        } else if viewer.units().contains(&self.to.unit) {
            Some(Side::Receiver)
        } else {
            None
        }
    }

    /// The referral with a step more, made by `actor` at `at`.
    pub fn step(mut self, actor: &Actor, what: What, at: Timestamp) -> Result<Self, Refused> {
        actor.may_write(if what.by_receiver() { &self.to.unit } else { &self.from.unit })?;
        let leads_on = match (&what, self.state()) {
            (What::Accepted | What::Returned { .. }, State::Sent) => true,
            (What::Progress { .. } | What::Done { .. }, State::Accepted { .. }) => true,
            (What::Recalled { .. }, state) => state.is_open(),
            _ => false,
        };
        if !leads_on {
            return Err(Refused::Ended);
        }
        self.steps.push(Step { at, by: actor.account, what });
        Ok(self)
    }

    /// What is waited for, if it is open.
    pub fn waiting(&self, charter: &Charter) -> Option<Waiting> {
        let (kind, since) = match self.state() {
            State::Sent => (LimitKind::ReferralAcceptance, self.sent_at),
            State::Accepted { heard } => (LimitKind::ReferralProgress, heard),
            _ => return None,
        };
        Some(Waiting { kind, since, until: charter.period(kind).map(|period| period.after(since)) })
    }
}

/// What one side waits for from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// For acceptance or for progress.
    pub kind: LimitKind,
    /// Since when.
    pub since: Timestamp,
    /// Until when it should come; `None` where the charter sets no period.
    pub until: Option<Timestamp>,
}

impl Waiting {
    /// Whether it waits too long.
    pub fn overdue(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

// ---------------------------------------------------------------------------------------------------------------
// Where a report can go

/// A unit to which a report can be referred, and how it would be disclosed to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Destination<'a> {
    /// The partner.
    pub partner: &'a Partner,
    /// The unit.
    pub unit: &'a Unit,
    /// The narrowest audience that reaches it.
    pub audience: &'a Audience,
}

/// The profile that referrals use unless something else is chosen.
pub fn usual_profile(charter: &Charter) -> Option<&Profile> {
    charter.profiles.iter().find(|profile| profile.referrals)
}

/// Units to which `from` can refer a report today, in the order of the charter; `demo` also allows legal bases that
/// could not be verified.
pub fn destinations<'a>(charter: &'a Charter, from: &Party, today: Date, demo: bool) -> Vec<Destination<'a>> {
    let joined = charter.partners.iter().filter(|partner| partner.status != PartnerStatus::Foreseen);
    let units = joined.flat_map(|partner| partner.units.iter().map(move |unit| (partner, unit)));
    let destination = |(partner, unit): (&'a Partner, &'a Unit)| {
        let audience = narrowest(charter, &from.partner, partner, unit, today, demo)?;
        Some(Destination { partner, unit, audience })
    };
    units.filter(|(_, unit)| unit.id != from.unit).filter_map(destination).collect()
}

/// The audience that reaches a unit and the fewest others, among those toward which the usual profile can be used.
fn narrowest<'a>(
    charter: &'a Charter,
    from: &PartnerId,
    partner: &Partner,
    unit: &Unit,
    today: Date,
    demo: bool,
) -> Option<&'a Audience> {
    let profile = usual_profile(charter)?;
    let usable = |audience: &&Audience| {
        let pair = charter.profile_pair(profile, from, audience);
        let basis = pair.and_then(|pair| charter.basis(&pair.legal_basis));
        basis.is_some_and(|basis| {
            basis.holds(from, &audience.partners, today)
                && (demo || basis.confidence < Confidence::Unverified)
        })
    };
    let others = |audience: &&Audience| {
        let strangers = audience.partners.iter().filter(|id| **id != partner.id && *id != from).count();
        let units =
            charter.partners.iter().filter(|p| audience.partners.contains(&p.id)).flat_map(|p| &p.units);
        let reached =
            units.filter(|unit| audience.units.is_empty() || audience.units.contains(&unit.id)).count();
        (strangers, reached, audience.partners.len())
    };
    charter
        .audiences
        .iter()
        .filter(|audience| reaches(audience, partner, unit))
        .filter(usable)
        .min_by_key(others)
}

/// Whether everybody who reads in this unit belongs to an audience.
pub fn reaches(audience: &Audience, partner: &Partner, unit: &Unit) -> bool {
    audience.partners.contains(&partner.id)
        && (audience.units.is_empty() && audience.bodies.is_empty() || audience.units.contains(&unit.id))
}

// ---------------------------------------------------------------------------------------------------------------
// What was typed

/// A step as somebody typed it; nothing is checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepDraft {
    /// What: `accepted`, `returned`, `progress`, `done` or `recalled`.
    pub what: String,
    /// In words.
    pub text: String,
    /// What came of it.
    pub outcome: String,
    /// On which day; empty for today.
    pub on: String,
}

/// Checks a step as it was typed, and returns it or all errors at once.
pub fn check_step(draft: &StepDraft, zone: &TimeZone, now: Timestamp) -> Result<What, Vec<FieldError>> {
    let mut errors = Vec::new();
    let text = words("text", &draft.text, draft.what != "accepted").map_err(|error| errors.push(error));
    let what = match (draft.what.as_str(), text) {
        ("accepted", Ok(_)) => Some(What::Accepted),
        ("returned", Ok(reason)) => Some(What::Returned { reason }),
        ("progress", Ok(text)) => Some(What::Progress { text }),
        ("recalled", Ok(reason)) => Some(What::Recalled { reason }),
        ("done", text) => {
            let outcome = match draft.outcome.as_str() {
                "" => Err(Problem::Missing),
                text => text.parse::<Outcome>().map_err(|_| Problem::Unknown { value: text.to_owned() }),
            };
            let outcome = outcome.map_err(|problem| errors.push(FieldError::new("result", problem)));
            let on = day(&draft.on, zone, now).map_err(|error| errors.push(error));
            match (text, outcome, on) {
                (Ok(text), Ok(outcome), Ok(on)) => Some(What::Done { outcome, text, on }),
                _ => None,
            }
        }
        ("accepted" | "returned" | "progress" | "recalled", Err(())) => None,
        (other, _) => {
            errors.push(FieldError::new("what", Problem::Unknown { value: other.to_owned() }));
            None
        }
    };
    what.filter(|_| errors.is_empty()).ok_or(errors)
}

/// Checks what is asked for with a referral.
pub fn check_request(text: &str) -> Result<String, FieldError> {
    words("request", text, false)
}

fn words(field: &'static str, text: &str, needed: bool) -> Result<String, FieldError> {
    let text = text.trim();
    if text.chars().count() > WORDS_MAX {
        return Err(FieldError::new(field, Problem::TooLong { most: WORDS_MAX }));
    }
    if needed && text.is_empty() {
        return Err(FieldError::new(field, Problem::Missing));
    }
    Ok(text.to_owned())
}

fn day(text: &str, zone: &TimeZone, now: Timestamp) -> Result<Day, FieldError> {
    let today = now.day(zone);
    if text.trim().is_empty() {
        return Ok(today);
    }
    match read_time(text, zone).map(|(at, _)| at.day(zone)) {
        None => Err(FieldError::new("on", Problem::NotATime { value: text.to_owned() })),
        Some(day) if day > today => Err(FieldError::new("on", Problem::Future)),
        Some(day) => Ok(day),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::access::{MemberOf, Membership, Role};

    const NOW: Timestamp = Timestamp(1_795_420_800_000);

    fn hamm() -> Charter {
        Charter::parse(include_str!("../../../charters/hamm.toml")).unwrap()
    }

    fn party(partner: &str, unit: &str) -> Party {
        Party { partner: partner.parse().unwrap(), unit: unit.parse().unwrap() }
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

    fn officer(of: &Party) -> Actor {
        let account = AccountId::from_chance([2; 16]);
        Actor::of(account, of.partner.clone(), &memberships(of.unit.as_str(), Role::Officer), NOW)
    }

    fn sent() -> Referral {
        Referral {
            id: ReferralId::from_chance([1; 16]),
            report: ReportId::from_chance([2; 16]),
            disclosure: DisclosureId::from_chance([3; 16]),
            from: party("stadt", "buergerservice"),
            to: party("polizei", "bezirksdienst"),
            sent_at: NOW,
            sent_by: AccountId::from_chance([4; 16]),
            request: String::new(),
            steps: Vec::new(),
        }
    }

    fn progress() -> What {
        What::Progress { text: "Streife informiert".to_owned() }
    }

    fn done() -> What {
        What::Done { outcome: Outcome::Resolved, text: "Behoben".to_owned(), on: Day(20_780) }
    }

    fn reason() -> What {
        What::Returned { reason: "Nicht zuständig".to_owned() }
    }

    fn recall() -> What {
        What::Recalled { reason: "Erledigt".to_owned() }
    }

    #[test]
    fn a_referral_goes_from_sent_over_accepted_to_done_and_no_other_way() {
        let (sender, receiver) = (officer(&sent().from), officer(&sent().to));
        let accepted = || sent().step(&receiver, What::Accepted, NOW).unwrap();
        let ends = || {
            vec![
                sent().step(&receiver, reason(), NOW).unwrap(),
                sent().step(&sender, recall(), NOW).unwrap(),
                accepted().step(&receiver, done(), NOW).unwrap(),
                accepted().step(&sender, recall(), NOW).unwrap(),
            ]
        };
        for from_sent in [progress(), done()] {
            assert_eq!(sent().step(&receiver, from_sent, NOW), Err(Refused::Ended));
        }
        for from_accepted in [What::Accepted, reason()] {
            assert_eq!(accepted().step(&receiver, from_accepted, NOW), Err(Refused::Ended));
        }
        for end in ends() {
            assert!(!end.state().is_open() && end.ended_at() == Some(NOW));
            for what in [What::Accepted, progress(), done(), reason()] {
                assert_eq!(end.clone().step(&receiver, what, NOW), Err(Refused::Ended));
            }
            assert_eq!(end.step(&sender, recall(), NOW), Err(Refused::Ended));
        }
        let heard = Timestamp(NOW.0 + 5);
        let told = accepted().step(&receiver, progress(), heard).unwrap();
        assert_eq!((told.state(), told.ended_at()), (State::Accepted { heard }, None));
    }

    #[test]
    fn only_the_receiving_unit_answers_and_only_the_sending_one_recalls() {
        let referral = sent();
        let sender = officer(&referral.from);
        let receiver = officer(&referral.to);
        let colleague = officer(&party("polizei", "lagedienst"));
        let reader = {
            let account = AccountId::from_chance([2; 16]);
            Actor::of(account, referral.to.partner.clone(), &memberships("bezirksdienst", Role::Reader), NOW)
        };
        for stranger in [&sender, &colleague, &reader] {
            for what in [What::Accepted, reason()] {
                assert_eq!(sent().step(stranger, what, NOW), Err(Refused::Denied));
            }
        }
        for stranger in [&receiver, &colleague, &reader] {
            assert_eq!(sent().step(stranger, recall(), NOW), Err(Refused::Denied));
        }
    }

    #[test]
    fn a_referral_exists_for_its_two_units_only() {
        let viewer = |partner: &str, unit: &str| {
            let account = AccountId::from_chance([2; 16]);
            Viewer::of(account, partner.parse().unwrap(), &memberships(unit, Role::Reader), NOW)
        };
        assert_eq!(sent().side(&viewer("stadt", "buergerservice")), Some(Side::Sender));
        assert_eq!(sent().side(&viewer("polizei", "bezirksdienst")), Some(Side::Receiver));
        assert_eq!(sent().side(&viewer("polizei", "lagedienst")), None);
    }

    #[test]
    fn what_waits_too_long_follows_from_the_charter() {
        let charter = hamm();
        let waiting = sent().waiting(&charter).unwrap();
        let until = waiting.until.unwrap();
        assert_eq!(until, Timestamp(NOW.0 + 3 * crate::time::DAY_MS));
        assert!(!waiting.overdue(Timestamp(until.0 - 1)) && waiting.overdue(until));

        let accepted = sent().step(&officer(&sent().to), What::Accepted, until).unwrap();
        let waiting = accepted.waiting(&charter).unwrap();
        assert_eq!((waiting.kind, waiting.since), (LimitKind::ReferralProgress, until));
        let done = accepted.step(&officer(&sent().to), done(), until).unwrap();
        assert_eq!(done.waiting(&charter), None);

        let silent = Charter { limits: Vec::new(), ..charter };
        assert!(!sent().waiting(&silent).unwrap().overdue(Timestamp(i64::MAX)));
    }

    #[test]
    fn a_unit_is_reached_by_the_narrowest_audience() {
        let charter = hamm();
        let from = party("stadt", "buergerservice");
        let destinations = destinations(&charter, &from, date(2026, 11, 23), false);
        let audience = |unit: &str| {
            let found = destinations.iter().find(|destination| destination.unit.id.as_str() == unit);
            found.map(|destination| destination.audience.id.as_str())
        };
        assert_eq!(audience("kod"), Some("kod"));
        assert_eq!(audience("tiefbau"), Some("tiefbau"));
        assert_eq!(audience("bezirksdienst"), Some("polizei-wache"));
        assert_eq!(audience("buergerservice"), None, "nobody refers to themselves");
        for destination in &destinations {
            assert!(reaches(destination.audience, destination.partner, destination.unit));
        }
    }

    #[test]
    fn a_step_names_all_that_is_wrong_with_it() {
        let zone = TimeZone::UTC;
        let draft = |what: &str, text: &str| StepDraft {
            what: what.to_owned(),
            text: text.to_owned(),
            ..StepDraft::default()
        };
        let fields = |draft: &StepDraft| -> Vec<&str> {
            check_step(draft, &zone, NOW).unwrap_err().iter().map(|error| error.field).collect()
        };
        assert_eq!(check_step(&draft("accepted", ""), &zone, NOW), Ok(What::Accepted));
        for what in ["returned", "progress", "recalled"] {
            assert_eq!(fields(&draft(what, " ")), ["text"]);
        }
        let tomorrow = StepDraft { on: "25.11.2026".to_owned(), ..draft("done", "") };
        assert_eq!(fields(&tomorrow), ["text", "result", "on"]);
        assert_eq!(fields(&draft("finished", "x")), ["what"]);
        assert_eq!(fields(&draft("progress", &"x".repeat(WORDS_MAX + 1))), ["text"]);
        let today = StepDraft { outcome: "resolved".to_owned(), ..draft("done", "Lampe getauscht") };
        let on = NOW.day(&zone);
        let text = "Lampe getauscht".to_owned();
        assert_eq!(check_step(&today, &zone, NOW), Ok(What::Done { outcome: Outcome::Resolved, text, on }));
    }
}
