//! What happened, kept as plainly as possible, and what each viewer may know of it by the naive rule.

use domain::{
    access::{MemberOf, Role},
    charter::{Charter, SourceKind},
    disclosure::{TextPart, TimePart},
    ids::*,
    place::Precision,
};
use h3o::{CellIndex, LatLng, Resolution};
use jiff::tz::TimeZone;

use crate::{
    rule::{Circle, Person, Record, Release, Seat, Sight, sight},
    world::{GRID, GRID_SIDE, MIDDLE, Member, NOW, QUARTERS, SHELTER},
};

/// Everything that happened.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) now: i64,
    pub(crate) people: Vec<ModelPerson>,
    pub(crate) reports: Vec<Report>,
    pub(crate) disclosures: Vec<Disclosure>,
}

#[derive(Debug, Clone)]
pub(crate) struct ModelPerson {
    pub(crate) person: Person,
    /// For each seat its identifier, if it can be ended.
    pub(crate) memberships: Vec<Option<MembershipId>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) partner: PartnerId,
    pub(crate) unit: UnitId,
    pub(crate) entered_at: i64,
    /// Since when its owner knew of it.
    pub(crate) known_since: Option<i64>,
    pub(crate) versions: Vec<Version>,
    /// Outcome, once closed.
    pub(crate) closed: Option<String>,
    /// Which disclosure passed on which version.
    pub(crate) passed: Vec<(usize, usize)>,
    /// Documents that were added, oldest first.
    pub(crate) attached: Vec<Attached>,
}

/// A document that was added to a report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attached {
    pub(crate) id: String,
    /// The version that it made.
    pub(crate) version: usize,
    pub(crate) name: String,
    pub(crate) content: String,
    pub(crate) added_at: i64,
    pub(crate) removed: Option<i64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) typed: Typed,
    pub(crate) changed_at: i64,
}

/// A report as typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Typed {
    pub(crate) category: &'static str,
    pub(crate) source: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) text: String,
    pub(crate) own_ref: String,
    pub(crate) place: Option<[f64; 2]>,
    pub(crate) household: bool,
    /// Beginning, and end if it is a period.
    pub(crate) when: (i64, Option<i64>),
    pub(crate) urgent: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Disclosure {
    pub(crate) id: String,
    pub(crate) from: PartnerId,
    pub(crate) unit: UnitId,
    pub(crate) audience: AudienceId,
    pub(crate) partners: Vec<PartnerId>,
    pub(crate) circle: Circle,
    pub(crate) place: Precision,
    pub(crate) time: TimePart,
    pub(crate) text: TextPart,
    pub(crate) attachments: bool,
    pub(crate) basis: String,
    pub(crate) purpose: String,
    pub(crate) profile: Option<String>,
    pub(crate) made_at: i64,
    pub(crate) expires_at: i64,
    /// When, and why.
    pub(crate) withdrawn: Option<(i64, String)>,
}

/// A report as somebody may see it.
#[derive(Debug, Clone)]
pub(crate) struct Seen<'a> {
    pub(crate) report: &'a Report,
    pub(crate) typed: &'a Typed,
    pub(crate) sight: Sight,
}

/// A place as somebody may see it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shown {
    Nowhere,
    Point([f64; 2]),
    Cell(Precision, CellIndex),
    Quarter(Option<&'static str>),
    City,
}

impl Model {
    pub(crate) fn new(cast: &[Member]) -> Self {
        let person = |member: &Member| ModelPerson {
            person: Person {
                partner: member.partner.clone(),
                memberships: member
                    .seats
                    .iter()
                    .map(|seat| Seat { of: seat.of.clone(), role: seat.role, from: NOW, until: None })
                    .collect(),
            },
            memberships: member.seats.iter().map(|seat| seat.id).collect(),
        };
        Self {
            now: NOW,
            people: cast.iter().map(person).collect(),
            reports: Vec::new(),
            disclosures: Vec::new(),
        }
    }

    /// Units for which somebody enters and discloses now.
    pub(crate) fn writes_for(&self, who: usize) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self
            .held(who)
            .filter(|seat| seat.role == Role::Officer)
            .filter_map(|seat| match &seat.of {
                MemberOf::Unit(unit) => Some(unit.clone()),
                _ => None,
            })
            .collect();
        units.sort();
        units.dedup();
        units
    }

    /// Units in which somebody reads now.
    pub(crate) fn reads_for(&self, who: usize) -> Vec<UnitId> {
        let content = self.held(who).filter(|seat| matches!(seat.role, Role::Reader | Role::Officer));
        content
            .filter_map(|seat| match &seat.of {
                MemberOf::Unit(unit) => Some(unit.clone()),
                _ => None,
            })
            .collect()
    }

    /// Memberships that somebody holds now.
    pub(crate) fn held(&self, who: usize) -> impl Iterator<Item = &Seat> {
        let now = self.now;
        let holds = move |seat: &&Seat| seat.from <= now && seat.until.is_none_or(|until| now < until);
        self.people[who].person.memberships.iter().filter(holds)
    }

    fn release(&self, disclosure: usize, version: usize) -> Release {
        let d = &self.disclosures[disclosure];
        Release {
            circle: d.circle.clone(),
            partners: d.partners.iter().cloned().collect(),
            place: d.place,
            time: d.time,
            text: d.text,
            attachments: d.attachments,
            expires: d.expires_at,
            withdrawn: d.withdrawn.as_ref().map(|(at, _)| *at),
            version,
        }
    }

    /// What somebody may see of a report now.
    pub(crate) fn sight(&self, who: usize, report: &Report) -> Option<Sight> {
        let record = Record {
            unit: report.unit.clone(),
            versions: report.versions.iter().map(|version| limit(&version.typed)).collect(),
            releases: report.passed.iter().map(|&(d, version)| self.release(d, version)).collect(),
        };
        let mut sight = sight(&self.people[who].person, &record, self.now)?;
        sight.through.iter_mut().for_each(|position| *position = report.passed[*position].0);
        Some(sight)
    }

    /// All that somebody may see now.
    pub(crate) fn seen(&self, who: usize) -> Vec<Seen<'_>> {
        let seen = |report| {
            let sight = self.sight(who, report)?;
            Some(Seen { report, typed: &report.versions[sight.version].typed, sight })
        };
        self.reports.iter().filter_map(seen).collect()
    }

    /// Whether a disclosure addresses somebody now, whether or not it still holds.
    pub(crate) fn addresses(&self, who: usize, disclosure: usize) -> bool {
        let always = Release { expires: i64::MAX, withdrawn: None, ..self.release(disclosure, 0) };
        crate::rule::reaches(&self.people[who].person, &always, self.now)
    }

    /// Where a disclosure stands now.
    pub(crate) fn standing(&self, disclosure: usize) -> &'static str {
        let d = &self.disclosures[disclosure];
        match &d.withdrawn {
            Some(_) => "withdrawn",
            None if d.expires_at <= self.now => "expired",
            None => "valid",
        }
    }
}

/// How fine a place may be told outside its owner.
pub(crate) fn limit(typed: &Typed) -> Option<Precision> {
    let [lon, lat] = typed.place?;
    let metres = {
        let (x, y) =
            ((lon - SHELTER[0]).to_radians() * lat.to_radians().cos(), (lat - SHELTER[1]).to_radians());
        x.hypot(y) * 6_371_007.18
    };
    match (metres <= 150.0, typed.household) {
        (true, _) => Some(Precision::Quarter),
        (false, true) => Some(Precision::M200),
        (false, false) => None,
    }
}

pub(crate) fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// The first moment of the local day in which `at` lies.
pub(crate) fn day_start(at: i64) -> i64 {
    let at = jiff::Timestamp::from_millisecond(at).unwrap().to_zoned(zone());
    at.start_of_day().unwrap().timestamp().as_millisecond()
}

/// The same local time a year before.
pub(crate) fn year_before(at: i64) -> i64 {
    let at = jiff::Timestamp::from_millisecond(at).unwrap().to_zoned(zone());
    at.checked_sub(jiff::Span::new().years(1)).unwrap().timestamp().as_millisecond()
}

/// A moment as the API writes it.
pub(crate) fn machine(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap().to_zoned(zone());
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The cell of a resolution, a parent of the finest one.
pub(crate) fn cell([lon, lat]: [f64; 2], resolution: Resolution) -> CellIndex {
    LatLng::new(lat, lon).unwrap().to_cell(Resolution::Thirteen).parent(resolution).unwrap()
}

pub(crate) fn centre(cell: CellIndex) -> [f64; 2] {
    let at = LatLng::from(cell);
    [at.lng(), at.lat()]
}

/// The area of a division in which a point lies.
pub(crate) fn area_of([lon, lat]: [f64; 2], division: &str) -> Option<String> {
    let [west, south, east, north] = QUARTERS;
    match division {
        "stadtbezirke" if lon < west || lon > east || lat < south || lat > north => None,
        "stadtbezirke" => Some(quarter([lon, lat]).to_owned()),
        "stadt" => Some("hamm".to_owned()),
        _ => {
            let step = |value: f64, middle: f64| {
                let step = ((value - middle) / GRID).floor() as i32 + GRID_SIDE / 2;
                (0..GRID_SIDE).contains(&step).then_some(step)
            };
            Some(format!("q{}", step(lon, MIDDLE[0])? + step(lat, MIDDLE[1])? * GRID_SIDE))
        }
    }
}

fn quarter([lon, lat]: [f64; 2]) -> &'static str {
    match (lat > MIDDLE[1], lon > MIDDLE[0]) {
        (true, false) => "nw",
        (true, true) => "no",
        (false, false) => "sw",
        (false, true) => "so",
    }
}

impl<'a> Seen<'a> {
    /// The documents that belong to it, removed ones as well.
    pub(crate) fn attached(&self) -> Vec<&'a Attached> {
        let among = |attached: &&Attached| self.sight.attachments && attached.version <= self.sight.version;
        self.report.attached.iter().filter(among).collect()
    }

    /// The moment that stands for it.
    pub(crate) fn at(&self) -> i64 {
        match self.sight.time {
            TimePart::Exact => self.typed.when.0,
            TimePart::Day => day_start(self.typed.when.0),
        }
    }

    pub(crate) fn place(&self) -> Shown {
        let Some(point) = self.typed.place else { return Shown::Nowhere };
        match self.sight.place {
            Precision::Exact => Shown::Point(point),
            Precision::M50 => Shown::Cell(Precision::M50, cell(point, Resolution::Eleven)),
            Precision::M200 => Shown::Cell(Precision::M200, cell(point, Resolution::Nine)),
            Precision::Quarter => Shown::Quarter(area_of(point, "stadtbezirke").map(|_| quarter(point))),
            Precision::City => Shown::City,
        }
    }

    /// The point that stands for it.
    pub(crate) fn point(&self) -> Option<[f64; 2]> {
        match self.place() {
            Shown::Point(point) => Some(point),
            Shown::Cell(_, cell) => Some(centre(cell)),
            _ => None,
        }
    }

    /// The cell in which it counts, if it is told finely enough.
    pub(crate) fn cell(&self, resolution: Resolution) -> Option<CellIndex> {
        match self.place() {
            Shown::Point(point) if resolution <= Resolution::Eleven => Some(cell(point, resolution)),
            Shown::Cell(_, cell) => cell.parent(resolution),
            _ => None,
        }
    }

    /// The area of a division in which it counts.
    pub(crate) fn area(&self, division: &str) -> Option<String> {
        match self.place() {
            Shown::Nowhere => None,
            Shown::Quarter(area) if division == "stadtbezirke" => area.map(str::to_owned),
            Shown::Quarter(_) | Shown::City => (division == "stadt").then(|| "hamm".to_owned()),
            Shown::Point(_) | Shown::Cell(..) => area_of(self.point()?, division),
        }
    }

    pub(crate) fn kind(&self, charter: &Charter) -> SourceKind {
        charter.source(&self.typed.source.parse().unwrap()).unwrap().kind
    }
}
