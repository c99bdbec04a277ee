//! Cases: what happened, who told it, and what became of the report.

use domain::{
    ids::*,
    place::{Place, Precision},
    report::{Channel, Closing, Content, Origin, Report, Urgency, at_most},
    time::{Day, Timestamp, When},
};
use rayon::prelude::*;

use super::{
    accounts::officer_of,
    calendar::{self, Calendar},
    dice::{Dice, Topic, running_sums},
    habits::{self, Habit},
    phrases::{Slots, Words},
    places,
    streams::{Stream, Voice, Way},
    world::World,
};

/// A report with all that became of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Case {
    /// Its versions, oldest first; the last one says how it was closed.
    pub(super) versions: Vec<Report>,
    pub(super) at_most: Option<Precision>,
    pub(super) salt: [u8; 16],
    /// Whether it came with the stock that was taken over when the cooperation began.
    pub(super) imported: bool,
    /// Whether recipients were told of later versions.
    pub(super) told: bool,
    /// Draws of this case, for what others decide about it.
    pub(super) key: u64,
}

impl Case {
    /// The version there was at a moment.
    pub(super) fn at(&self, moment: Timestamp) -> &Report {
        let later = self.versions.iter().rev().find(|version| version.changed_at <= moment);
        later.unwrap_or(&self.versions[0])
    }

    /// The first version.
    pub(super) fn first(&self) -> &Report {
        &self.versions[0]
    }

    /// The last version.
    pub(super) fn last(&self) -> &Report {
        &self.versions[self.versions.len() - 1]
    }
}

/// Something that happened, as one stream tells it.
struct Incident {
    day: Day,
    minute: i64,
    stretch: usize,
    point: (f64, f64),
}

/// The days of the hotspot that emerges, and its nights' mean number of reports at the end.
const EMERGING: (i32, f64) = (21, 2.1);
/// In how many of a hundred cases somebody else tells the same, too.
const TOLD_TWICE: &[(&str, &str, f64)] = &[
    ("laerm", "laerm", 0.13),
    ("vermuellung", "vermuellung", 0.05),
    ("beleuchtung", "beleuchtung", 0.10),
    ("trinkgelage", "trinkgelage", 0.06),
    ("sachbeschaedigung", "vermuellung", 0.03),
    ("streit", "laerm", 0.05),
    ("raser", "raser", 0.10),
    ("drogen-offen", "angstraum", 0.03),
];

impl World {
    /// All cases, in the order in which they were entered.
    pub(super) fn cases(&self) -> Vec<Case> {
        let numbers: Vec<usize> = (0..self.streams.len()).collect();
        let by_stream: Vec<Vec<Case>> = numbers.par_iter().map(|&number| self.of_stream(number)).collect();
        let mut cases: Vec<Case> = by_stream.into_iter().flatten().collect();
        cases.sort_by_key(|case| (case.first().entered_at, case.first().id));
        cases
    }

    fn of_stream(&self, number: usize) -> Vec<Case> {
        let stream = &self.streams[number];
        let habit = self.habit(stream);
        let sums = self.ground.sums(&habit.places);
        let hours = running_sums(habit.hours.iter().map(|weight| f64::from(*weight)));
        let mut cases = Vec::new();
        for day in self.calendar.days() {
            let key = ((number as u64) << 32) | ((day.0.unsigned_abs() as u64) << 12);
            let mut dice = Dice::new(self.seed, Topic::Incidents, key);
            let usual = dice.poisson(self.mean(stream, &habit, day));
            for nth in 0..usual {
                let stretch = dice.by_weight(&sums);
                let incident = Incident {
                    day,
                    minute: minute(&hours, &mut dice),
                    stretch,
                    point: self.ground.point(stretch, &mut dice),
                };
                self.tell(number, key | u64::from(nth) << 2, &incident, &habit, &mut cases);
            }
            for nth in 0..dice.poisson(self.emerging(stream, day)) {
                let incident = self.at_the_nordring(day, &mut dice);
                self.tell(number, key | u64::from(usual + nth) << 2, &incident, &habit, &mut cases);
            }
        }
        cases
    }

    /// How an office or a patrol finds things does not depend on what they are.
    fn habit(&self, stream: &Stream) -> Habit {
        let habit = habits::habit(stream.category.as_str());
        match stream.way {
            Way::Office => Habit { week: habits::OFFICE_WEEK, hours: habits::OFFICE, ..habit },
            Way::Patrol => {
                Habit { week: habits::PATROL_WEEK, hours: habits::on_patrol(&habit.hours), ..habit }
            }
            _ if stream.voice == Voice::Rail => Habit { places: habits::STATIONS, ..habit },
            _ => habit,
        }
    }

    fn mean(&self, stream: &Stream, habit: &Habit, day: Day) -> f64 {
        let years = self.calendar.years(day) - 3.5;
        let busy = self.calendar.factor(day, habit.season, &habit.week);
        let closed = stream.way == Way::Office && !calendar::is_working(day);
        let feast = calendar::feast(day, stream.category.as_str());
        if closed { 0.0 } else { stream.per_year / 365.25 * stream.growth.powf(years) * busy * feast }
    }

    /// How many more reports of noise come from the Nordring on a night of the last weeks.
    fn emerging(&self, stream: &Stream, day: Day) -> f64 {
        let since = self.calendar.today.0 - day.0;
        let share = match stream.unit.as_str() {
            "buergerservice" => 0.45,
            "ordnungsamt" => 0.15,
            "kod" => 0.15,
            "lagedienst" => 0.25,
            _ => 0.0,
        };
        let noise = stream.category.as_str() == "laerm";
        let grown = 1.0 - f64::from(since) / f64::from(EMERGING.0) * 0.6;
        if noise && (0..EMERGING.0).contains(&since) { EMERGING.1 * share * grown } else { 0.0 }
    }

    fn at_the_nordring(&self, day: Day, dice: &mut Dice) -> Incident {
        let stretch = self.ground.stretches.iter().position(|s| s.at == "am Nordring").unwrap_or(0);
        let minute = 22 * 60 + dice.below(330) as i64;
        Incident { day, minute, stretch, point: self.ground.near(places::NORDRING, 110.0, dice) }
    }

    /// The case of an incident, and now and then that of somebody else who tells the same.
    fn tell(&self, number: usize, key: u64, incident: &Incident, habit: &Habit, cases: &mut Vec<Case>) {
        let mut dice = Dice::new(self.seed, Topic::Fate, key);
        cases.extend(self.case(number, key, incident, habit, &mut dice));
        let category = self.streams[number].category.as_str();
        let Some((_, other, share)) = TOLD_TWICE.iter().find(|(this, ..)| *this == category) else { return };
        if !dice.happens(*share) {
            return;
        }
        let others: Vec<usize> = (0..self.streams.len())
            .filter(|&i| self.streams[i].category.as_str() == *other)
            .filter(|&i| self.streams[i].source != self.streams[number].source)
            .filter(|&i| self.streams[i].way != Way::Office)
            .collect();
        let Some(&other) = dice.one_of(&others) else { return };
        let again = Incident {
            minute: incident.minute + dice.below(40) as i64 - 10,
            point: self.ground.near(incident.point, 35.0, &mut dice),
            ..*incident
        };
        let habit = self.habit(&self.streams[other]);
        cases.extend(self.case(other, key | 1, &again, &habit, &mut dice));
    }

    fn case(
        &self,
        number: usize,
        key: u64,
        incident: &Incident,
        habit: &Habit,
        dice: &mut Dice,
    ) -> Option<Case> {
        let stream = &self.streams[number];
        let calendar = &self.calendar;
        let happened = calendar.at(incident.day, incident.minute);
        let when = unknown(happened, habit.unknown_hours, dice);
        let told = when_told(stream.way, happened, calendar, dice);
        // Nobody tells of a period before it is over.
        let told = if let When::Within { to, .. } = when { told.max(to.plus_seconds(900)) } else { told };
        if told > calendar.now || happened > calendar.now || happened < calendar.at(calendar.first, 0) {
            return None;
        }
        let imported = told < calendar.beginning();
        let stock = calendar.beginning().plus_seconds(600 + 420 * (number % 16) as i64);
        let entered_at = if imported { stock } else { told };
        let officer = officer_of(&self.holders, &stream.unit)?;

        let place = &self.ground.stretches[incident.stretch];
        let recent = told.0 > calendar.now.0 - domain::time::DAY_MS;
        let urgent = dice.happens(if recent { 0.5 } else { 0.012 });
        let slots = Slots {
            at: &place.at,
            district: &place.district,
            kind: place.kind,
            minute: calendar.minute(happened),
        };
        let (words, urgent) = self.phrases.words(&stream.category, stream.voice, urgent, &slots, dice)?;
        let placed = !dice.happens(0.018);
        let content = Content {
            source: stream.source.clone(),
            origin: if dice.happens(0.03) { Origin::Unknown } else { stream.origin },
            channel: channel(stream.way, calendar.years(incident.day), imported, dice),
            category: stream.category.clone(),
            modus: words.modus.clone(),
            place: Place::new(rounded(incident.point.0), rounded(incident.point.1)).ok().filter(|_| placed),
            household: habit.household && placed,
            when,
            summary: if has_summary(stream.way, imported, dice) {
                words.summary.clone()
            } else {
                String::new()
            },
            title: words.title.clone(),
            text: words.text.clone(),
            urgency: if urgent { Urgency::Immediate } else { Urgency::Normal },
        };
        let id = ReportId::from_chance(dice.bytes());
        let first = Report {
            id,
            partner: stream.partner.clone(),
            unit: stream.unit.clone(),
            own_ref: own_ref(stream, calendar.day(told), dice),
            known_since: known_since(stream.way, happened, told, dice).filter(|_| !imported),
            entered_at,
            version: 1,
            changed_at: entered_at,
            changed_by: officer.account.id,
            content,
            closed: None,
        };
        let mut case = Case {
            at_most: at_most(&first.content, &self.charter),
            versions: vec![first],
            salt: dice.bytes(),
            imported,
            told: dice.happens(0.65),
            key,
        };
        self.edit(&mut case, stream, &words, dice);
        self.close(&mut case, stream, told, dice);
        Some(case)
    }

    /// Some reports are amended within the next days.
    fn edit(&self, case: &mut Case, stream: &Stream, words: &Words, dice: &mut Dice) {
        let times = match dice.unit() {
            u if u < 0.012 => 2,
            u if u < 0.075 => 1,
            _ => 0,
        };
        for _ in 0..times {
            let last = case.last();
            let at = last.changed_at.plus_seconds((dice.around(9.0, 1.0) * 3_600.0) as i64 + 300);
            if case.imported || at > self.calendar.now {
                return;
            }
            let mut next = last.clone();
            let amendment = self.phrases.amendment(stream.voice, dice);
            next.content.text = format!("{} {amendment}", next.content.text);
            if next.content.summary.is_empty() {
                next.content.summary.clone_from(&words.summary);
            }
            (next.version, next.changed_at) = (last.version + 1, at);
            case.versions.push(next);
        }
    }

    /// Most reports are closed within weeks; those of the stock were closed before.
    fn close(&self, case: &mut Case, stream: &Stream, told: Timestamp, dice: &mut Dice) {
        let days = match stream.way {
            Way::Operation | Way::Patrol => dice.around(2.0, 1.1),
            Way::Complaint => dice.around(34.0, 0.8),
            Way::Portal | Way::Call | Way::Office => dice.around(8.0, 1.0),
        };
        let never = dice.happens(0.04);
        let outcome = self.phrases.outcome(&stream.category, dice);
        let since = case.last().changed_at.max(told);
        let natural = Timestamp(since.0 + (days * domain::time::DAY_MS as f64) as i64);
        if natural > self.calendar.now || never && !case.imported {
            return;
        }
        let (at, outcome) = if case.imported && natural < case.first().entered_at {
            (case.first().entered_at, "Bei der Übernahme des Bestands abgeschlossen.".to_owned())
        } else {
            (self.in_hours(natural, stream.way, dice), outcome)
        };
        if at > self.calendar.now {
            return;
        }
        if let Some(last) = case.versions.last_mut() {
            last.closed = Some(Closing { at, by: last.changed_by, outcome });
        }
    }

    /// The next moment at which somebody is there for it.
    fn in_hours(&self, at: Timestamp, way: Way, dice: &mut Dice) -> Timestamp {
        if matches!(way, Way::Operation | Way::Patrol) {
            return at;
        }
        let mut day = self.calendar.day(at);
        if self.calendar.minute(at) > 16 * 60 {
            day = Day(day.0 + 1);
        }
        while !calendar::is_working(day) {
            day = Day(day.0 + 1);
        }
        self.calendar.at(day, 7 * 60 + 30 + dice.below(500) as i64).max(at)
    }
}

/// A minute of the day by the weights of its hours.
fn minute(hours: &[f64], dice: &mut Dice) -> i64 {
    dice.by_weight(hours) as i64 * 60 + dice.below(60) as i64
}

/// A moment, or the period within which it happened.
fn unknown(happened: Timestamp, most_hours: f64, dice: &mut Dice) -> When {
    if most_hours == 0.0 || dice.happens(0.2) {
        return When::At(happened);
    }
    let quarter = 15 * 60_000;
    let before = (dice.unit() * most_hours * 3_600_000.0) as i64;
    let after = (dice.unit() * most_hours * 3_600_000.0) as i64;
    let from = (happened.0 - before) / quarter * quarter;
    let to = (happened.0 + after) / quarter * quarter + quarter;
    When::Within { from: Timestamp(from), to: Timestamp(to) }
}

/// When the unit got to know of it and entered it.
fn when_told(way: Way, happened: Timestamp, calendar: &Calendar, dice: &mut Dice) -> Timestamp {
    let minutes = match way {
        Way::Portal if dice.happens(0.25) => dice.around(600.0, 0.9),
        Way::Portal => dice.around(12.0, 0.9),
        Way::Call => dice.around(25.0, 0.8),
        Way::Office => dice.around(180.0, 0.5),
        Way::Patrol => dice.around(50.0, 0.8),
        Way::Operation => dice.around(35.0, 0.7),
        Way::Complaint => dice.around(17.0 * 60.0, 0.7),
    };
    let told = happened.plus_seconds((minutes * 60.0) as i64 + dice.below(60) as i64);
    // The telephone of the office is answered in the morning at the latest.
    if way == Way::Call && !(7 * 60..23 * 60).contains(&calendar.minute(told)) {
        let after_midnight = calendar.minute(told) < 7 * 60;
        let day = calendar.day(told);
        let day = if after_midnight { day } else { Day(day.0 + 1) };
        return calendar.at(day, 7 * 60 + 15 + dice.below(120) as i64);
    }
    told
}

/// Since when the unit knew, where somebody says so.
fn known_since(way: Way, happened: Timestamp, told: Timestamp, dice: &mut Dice) -> Option<Timestamp> {
    let (share, since) = match way {
        Way::Operation => (0.85, happened.plus_seconds(60 + dice.below(480) as i64)),
        Way::Patrol => (0.5, happened),
        Way::Complaint => (0.3, told.plus_seconds(-600 - dice.below(3_600) as i64)),
        Way::Portal | Way::Call | Way::Office => (0.0, told),
    };
    dice.happens(share).then_some(since.min(told))
}

fn channel(way: Way, years: f64, imported: bool, dice: &mut Dice) -> Channel {
    match way {
        // The app came in the second year and took over within two.
        Way::Portal => {
            let share = 0.72 / (1.0 + (-(years - 2.2) * 1.9).exp());
            if dice.happens(share) { Channel::App } else { Channel::Form }
        }
        Way::Call => Channel::Telephone,
        _ if imported => Channel::Import,
        Way::Patrol if dice.happens(0.7) => Channel::App,
        _ => Channel::Form,
    }
}

/// Offices write a summary for others when they enter; citizens do not, and the stock has none.
fn has_summary(way: Way, imported: bool, dice: &mut Dice) -> bool {
    !imported && (way != Way::Portal || dice.happens(0.35))
}

/// Reference of the owning unit, for those that keep files.
fn own_ref(stream: &Stream, day: Day, dice: &mut Dice) -> Option<String> {
    let year = day.date().year();
    let number = 1_000 + dice.below(89_000);
    let (share, text) = match stream.unit.as_str() {
        "ordnungsamt" => (0.55, format!("32-{year}-{number:05}")),
        "buergerservice" => (1.0, format!("MM-{year}-{number:05}")),
        "kriminalpolizei" | "wachdienst" => (0.95, format!("VG {number:05}/{:02}", year % 100)),
        "lagedienst" => (1.0, format!("E {number:05}/{:02}", year % 100)),
        "verkehrsdienst" => (1.0, format!("VU {number:05}/{:02}", year % 100)),
        "fks-hamm" => (0.8, format!("P {number:05}-{:02}", year % 100)),
        "bpol-revier" => (0.9, format!("BP {number:05}/{year}")),
        _ => (0.0, String::new()),
    };
    dice.happens(share).then_some(text)
}

/// To a tenth of a metre, as devices tell it.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}
