//! Reports (Meldungen): what was typed, what is kept, what somebody else sees of it.

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    access::{Actor, Denied},
    attachment::FileProblem,
    charter::{Charter, SourceKind, Unit},
    disclosure::{Grant, TextPart, TimePart},
    geography::Geography,
    ids::*,
    place::{Place, Precision, ShownPlace},
    time::{Day, Timestamp, When},
};

macro_rules! named_values {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $value:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $value),+ }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The name used in files and addresses.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::ALL.iter().copied().find(|v| v.as_str() == text).ok_or_else(|| NotAnId(text.to_owned()))
            }
        }
    };
}

named_values! {
    /// How the report arose (Herkunft); apart from the channel.
    Origin {
        /// A citizen told it.
        Citizen = "citizen",
        /// An officer saw it on duty.
        OfficerObserved = "officer_observed",
        /// Not known.
        Unknown = "unknown",
    }
}

named_values! {
    /// How the report came in (Meldeweg).
    Channel {
        /// Entered in a form.
        Form = "form",
        /// By telephone.
        Telephone = "telephone",
        /// By an app or another program.
        App = "app",
        /// From a file.
        Import = "import",
    }
}

named_values! {
    /// How urgent it is for whoever receives it.
    Urgency {
        /// Nothing waits for it.
        Normal = "normal",
        /// Somebody must know at once (Sofortmeldung).
        Immediate = "immediate",
    }
}

/// Most characters of a title.
pub const TITLE_MAX: usize = 200;
/// Most characters of a summary.
pub const SUMMARY_MAX: usize = 1_000;
/// Most characters of a text.
pub const TEXT_MAX: usize = 20_000;
/// Most characters of the owner's reference.
pub const OWN_REF_MAX: usize = 100;

/// What a report says; a new version for every edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Source.
    pub source: SourceId,
    /// How it arose.
    pub origin: Origin,
    /// How it came in.
    pub channel: Channel,
    /// What it is about.
    pub category: CategoryId,
    /// Way of committing.
    pub modus: Option<ModusId>,
    /// Where; absent where unknown.
    pub place: Option<Place>,
    /// Whether the place identifies a household; then it leaves the owner at 200 m at most.
    pub household: bool,
    /// When it happened.
    pub when: When,
    /// A few words.
    pub title: String,
    /// A sentence written for others to read; empty if nobody wrote one.
    pub summary: String,
    /// The whole text.
    pub text: String,
    /// How urgent.
    pub urgency: Urgency,
}

/// How a report was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// What came of it, in words; for the owner.
    pub outcome: String,
}

/// A report as its owner has it: the head with one version of its content.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Identifier.
    pub id: ReportId,
    /// Owning partner, the controller.
    pub partner: PartnerId,
    /// Owning unit.
    pub unit: UnitId,
    /// The owner's reference (Aktenzeichen); leaves the owner never.
    pub own_ref: Option<String>,
    /// Since when the owner knew of it, where somebody said so; leaves the owner with the exact time only.
    pub known_since: Option<Timestamp>,
    /// When it was first entered.
    pub entered_at: Timestamp,
    /// Number of this version, from 1.
    pub version: u32,
    /// When this version was saved.
    pub changed_at: Timestamp,
    /// Who saved this version.
    pub changed_by: AccountId,
    /// What it says in this version.
    pub content: Content,
    /// How it was closed.
    pub closed: Option<Closing>,
}

/// A report that an actor may write: proof that the right was checked on this very row.
#[derive(Debug)]
pub struct Editable(Report);

impl Report {
    /// Checks the actor's right on this row.
    pub fn editable_by(self, actor: &Actor) -> Result<Editable, Denied> {
        actor.may_write(&self.unit)?;
        Ok(Editable(self))
    }
}

/// Why an edit cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Somebody else saved in the meantime.
    #[error("somebody else saved version {current} in the meantime")]
    Conflict {
        /// The version there is now.
        current: u32,
    },
    /// The report is closed.
    #[error("the report is closed")]
    Closed,
}

impl Editable {
    /// The report.
    pub fn report(&self) -> &Report {
        &self.0
    }

    /// The next version with new content; refused if it was not made from the current version.
    pub fn edit(
        self,
        content: Content,
        own_ref: Option<String>,
        seen: u32,
        by: AccountId,
        at: Timestamp,
    ) -> Result<Report, EditError> {
        if self.0.closed.is_some() {
            return Err(EditError::Closed);
        }
        if self.0.version != seen {
            return Err(EditError::Conflict { current: self.0.version });
        }
        Ok(Report { content, own_ref, version: seen + 1, changed_by: by, changed_at: at, ..self.0 })
    }

    /// The report, closed.
    pub fn close(self, outcome: String, by: AccountId, at: Timestamp) -> Result<Report, EditError> {
        if self.0.closed.is_some() {
            return Err(EditError::Closed);
        }
        Ok(Report { closed: Some(Closing { at, by, outcome }), ..self.0 })
    }
}

// ---------------------------------------------------------------------------------------------------------------
// What was typed

/// What somebody typed; nothing is checked yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// A few words.
    pub title: String,
    /// Whole text.
    pub text: String,
    /// A sentence for others.
    pub summary: String,
    /// Category.
    pub category: String,
    /// Way of committing; empty for none.
    pub modus: String,
    /// Source; empty for the first that the unit may use.
    pub source: String,
    /// Origin; empty for what the source suggests.
    pub origin: String,
    /// Channel; empty for the form.
    pub channel: String,
    /// A moment: RFC 3339, `2026-11-22T23:10` or `22.11.2026 23:10`; empty for now.
    pub occurred_at: String,
    /// First day (or moment) of a period; empty for none.
    pub period_from: String,
    /// Last day (or end) of a period.
    pub period_to: String,
    /// Longitude; empty for no place.
    pub lon: String,
    /// Latitude.
    pub lat: String,
    /// Whether the place identifies a household.
    pub household: bool,
    /// Urgency; empty for normal.
    pub urgency: String,
    /// Since when the owner knows of it; empty for since it was entered.
    pub known_since: String,
    /// The owner's reference.
    pub own_ref: String,
}

/// What is wrong with one field. The interface has a sentence for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was entered.
    Missing,
    /// Fewer characters than asked for.
    TooShort {
        /// Fewest characters.
        least: usize,
    },
    /// More characters than allowed.
    TooLong {
        /// Most characters.
        most: usize,
    },
    /// Too few to be told.
    TooFew {
        /// Fewest.
        least: u32,
    },
    /// Not one of the values there are.
    Unknown {
        /// What was entered.
        value: String,
    },
    /// Not a date or time.
    NotATime {
        /// What was entered.
        value: String,
    },
    /// In the future.
    Future,
    /// The end is not after the beginning.
    EndBeforeStart,
    /// Not a coordinate.
    NotACoordinate {
        /// What was entered.
        value: String,
    },
    /// Only one of longitude and latitude, or of beginning and end.
    Half,
    /// Outside the city and its surroundings.
    OutsideCity,
    /// A moment and a period were both entered.
    MomentAndPeriod,
    /// The unit may not enter reports from this source.
    SourceOfOthers,
    /// No basis of that name holds toward every partner of the audience today; those that do are listed.
    UnsuitableBasis {
        /// The suitable ones.
        suitable: Vec<BasisId>,
    },
    /// The charter has no pair of this profile from the owner to every partner of the audience.
    UnsuitableProfile,
    /// The date is not in the future.
    NotInFuture,
    /// More than one act can take.
    TooMany {
        /// Most of them.
        most: usize,
    },
    /// There is no summary to disclose; a person must write one first.
    NoSummary,
    /// Not an e-mail address.
    NotAnEmail {
        /// What was entered.
        value: String,
    },
    /// Not the password that holds now.
    WrongPassword,
    /// Not a code that counts now, or one that was used already.
    WrongCode,
    /// Typed a second time, but differently.
    NotTheSame,
    /// It is so already.
    Already,
    /// Too many attempts; try again in so many minutes.
    Wait {
        /// Minutes, rounded up.
        minutes: i64,
    },
    /// The audience does not reach the unit that is to act.
    AudienceMisses,
    /// There is an open referral of the same report to the same unit.
    ReferredAlready,
    /// It was told to this audience in another way, and that still holds.
    ToldAlready,
    /// A file does not become an attachment.
    File(FileProblem),
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, as in the API.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

impl FieldError {
    /// An error at a field.
    pub fn new(field: &'static str, problem: Problem) -> Self {
        Self { field, problem }
    }
}

/// Checks what was typed for `unit`, and returns the content or all errors at once.
pub fn check_draft(
    draft: &Draft,
    charter: &Charter,
    unit: &Unit,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<(Content, Option<String>), Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut fail = |field, problem| errors.push(FieldError { field, problem });

    let limited = [
        ("title", &draft.title, TITLE_MAX),
        ("summary", &draft.summary, SUMMARY_MAX),
        ("text", &draft.text, TEXT_MAX),
        ("own_ref", &draft.own_ref, OWN_REF_MAX),
    ];
    for (field, value, most) in limited {
        if value.chars().count() > most {
            fail(field, Problem::TooLong { most });
        }
    }
    if draft.title.trim().is_empty() {
        fail("title", Problem::Missing);
    }

    let category = charter.categories.iter().find(|c| c.id.as_str() == draft.category);
    match category {
        None if draft.category.is_empty() => fail("category", Problem::Missing),
        None => fail("category", Problem::Unknown { value: draft.category.clone() }),
        Some(_) => {}
    }
    let modus = category.and_then(|c| c.modi.iter().find(|m| m.id.as_str() == draft.modus));
    if !draft.modus.is_empty() && category.is_some() && modus.is_none() {
        fail("modus", Problem::Unknown { value: draft.modus.clone() });
    }

    let may_use = |s: &&crate::charter::Source| s.units.contains(&unit.id);
    let source = if draft.source.is_empty() {
        charter.sources.iter().find(may_use)
    } else {
        charter.sources.iter().find(|s| s.id.as_str() == draft.source)
    };
    match source {
        None if draft.source.is_empty() => fail("source", Problem::Missing),
        None => fail("source", Problem::Unknown { value: draft.source.clone() }),
        Some(source) if !may_use(&source) => fail("source", Problem::SourceOfOthers),
        Some(_) => {}
    }

    let origin = or_default(&draft.origin, || match source.map(|s| s.kind) {
        Some(SourceKind::Public) => Origin::Citizen,
        _ => Origin::Unknown,
    });
    let channel = or_default(&draft.channel, || Channel::Form);
    let urgency = or_default(&draft.urgency, || Urgency::Normal);
    if origin.is_none() {
        fail("origin", Problem::Unknown { value: draft.origin.clone() });
    }
    if channel.is_none() {
        fail("channel", Problem::Unknown { value: draft.channel.clone() });
    }
    if urgency.is_none() {
        fail("urgency", Problem::Unknown { value: draft.urgency.clone() });
    }

    let when = read_when(draft, zone, now).map_err(|(field, problem)| fail(field, problem)).ok();
    let place =
        read_place(&draft.lon, &draft.lat, charter).map_err(|(field, problem)| fail(field, problem)).ok();

    match (category, source, origin, channel, urgency, when, place) {
        (
            Some(category),
            Some(source),
            Some(origin),
            Some(channel),
            Some(urgency),
            Some(when),
            Some(place),
        ) if errors.is_empty() => {
            let content = Content {
                source: source.id.clone(),
                origin,
                channel,
                category: category.id.clone(),
                modus: modus.map(|m| m.id.clone()),
                place,
                household: draft.household,
                when,
                title: draft.title.trim().to_owned(),
                summary: draft.summary.trim().to_owned(),
                text: draft.text.trim().to_owned(),
                urgency,
            };
            let own_ref = Some(draft.own_ref.trim().to_owned()).filter(|text| !text.is_empty());
            Ok((content, own_ref))
        }
        _ => Err(errors),
    }
}

/// Reads since when the owner knows of a report; `None` where nobody said.
pub fn check_known_since(
    text: &str,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Option<Timestamp>, FieldError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match read_time(text, zone) {
        None => Err(FieldError::new("known_since", Problem::NotATime { value: text.to_owned() })),
        Some((at, _)) if at > now.plus_seconds(600) => Err(FieldError::new("known_since", Problem::Future)),
        Some((at, _)) => Ok(Some(at)),
    }
}

fn or_default<T: std::str::FromStr>(text: &str, default: impl FnOnce() -> T) -> Option<T> {
    if text.is_empty() { Some(default()) } else { text.parse().ok() }
}

type Wrong = (&'static str, Problem);

fn read_when(draft: &Draft, zone: &TimeZone, now: Timestamp) -> Result<When, Wrong> {
    let period = !draft.period_from.is_empty() || !draft.period_to.is_empty();
    if period && !draft.occurred_at.is_empty() {
        return Err(("period", Problem::MomentAndPeriod));
    }
    // Clocks differ a little between machines; more than that is a mistake.
    let latest = now.plus_seconds(600);
    if !period {
        if draft.occurred_at.trim().is_empty() {
            return Ok(When::At(now));
        }
        let (at, _) = read_time(&draft.occurred_at, zone)
            .ok_or_else(|| ("occurred_at", Problem::NotATime { value: draft.occurred_at.clone() }))?;
        return if at > latest { Err(("occurred_at", Problem::Future)) } else { Ok(When::At(at)) };
    }
    if draft.period_from.is_empty() || draft.period_to.is_empty() {
        return Err(("period", Problem::Half));
    }
    let read = |value: &String| {
        read_time(value, zone).ok_or_else(|| ("period", Problem::NotATime { value: value.clone() }))
    };
    let (from, _) = read(&draft.period_from)?;
    let (to, whole_day) = read(&draft.period_to)?;
    // "1.11. to 30.11." includes the 30th.
    let to = if whole_day { Day(to.day(zone).0 + 1).start(zone) } else { to };
    if from > latest {
        return Err(("period", Problem::Future));
    }
    if to <= from {
        return Err(("period", Problem::EndBeforeStart));
    }
    Ok(When::Within { from, to })
}

/// Reads a moment as people and programs write it; the flag says that only a day was given (its beginning is meant).
///
/// RFC 3339 with offset, `2026-11-22T23:10[:30]`, `2026-11-22`, `22.11.2026 23:10` and `22.11.2026`; local times in `zone`.
pub fn read_time(text: &str, zone: &TimeZone) -> Option<(Timestamp, bool)> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return in_range(Timestamp::from_jiff(moment)).map(|at| (at, false));
    }
    let local =
        |at: civil::DateTime| at.to_zoned(zone.clone()).ok().map(|z| Timestamp::from_jiff(z.timestamp()));
    for format in
        ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M"]
    {
        if let Ok(at) = civil::DateTime::strptime(format, text) {
            return local(at).and_then(in_range).map(|at| (at, false));
        }
    }
    for format in ["%Y-%m-%d", "%d.%m.%Y"] {
        if let Ok(date) = civil::Date::strptime(format, text) {
            return in_range(Day::of(date).start(zone)).map(|at| (at, true));
        }
    }
    None
}

/// From 1900 to 2200: what lies outside is a slip of the finger.
fn in_range(at: Timestamp) -> Option<Timestamp> {
    (-2_208_988_800_000..7_258_118_400_000).contains(&at.0).then_some(at)
}

/// Reads a place within the bounds of the city; `None` where nothing was typed.
pub(crate) fn read_place(lon: &str, lat: &str, charter: &Charter) -> Result<Option<Place>, Wrong> {
    let (lon, lat) = (lon.trim(), lat.trim());
    if lon.is_empty() && lat.is_empty() {
        return Ok(None);
    }
    if lon.is_empty() || lat.is_empty() {
        return Err(("place", Problem::Half));
    }
    let number = |text: &str| {
        text.replace(',', ".")
            .parse::<f64>()
            .map_err(|_| ("place", Problem::NotACoordinate { value: text.to_owned() }))
    };
    let place = Place::new(number(lon)?, number(lat)?)
        .map_err(|_| ("place", Problem::NotACoordinate { value: format!("{lon}, {lat}") }))?;
    let [west, south, east, north] = charter.agreement.bounds;
    let inside = (west..=east).contains(&place.lon()) && (south..=north).contains(&place.lat());
    if inside { Ok(Some(place)) } else { Err(("place", Problem::OutsideCity)) }
}

// ---------------------------------------------------------------------------------------------------------------
// What somebody sees of it

/// A time as somebody may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownWhen {
    /// As recorded.
    Exact(When),
    /// Only the local day on which it happened or began.
    Day(Day),
}

impl ShownWhen {
    /// The moment that stands for it in lists and filters: for a day its first.
    pub fn anchor(&self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Exact(when) => when.anchor(),
            Self::Day(day) => day.start(zone),
        }
    }
}

/// A report as somebody may see it. What is not in here, that person does not get.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Identifier.
    pub id: ReportId,
    /// Whose.
    pub partner: PartnerId,
    /// Of which unit.
    pub unit: UnitId,
    /// Source, from `TextPart::Summary` on: without text there are category, place and time.
    pub source: Option<SourceId>,
    /// Origin, from `TextPart::Summary` on.
    pub origin: Option<Origin>,
    /// What it is about.
    pub category: CategoryId,
    /// Where.
    pub place: ShownPlace,
    /// When.
    pub when: ShownWhen,
    /// How urgent.
    pub urgency: Urgency,
    /// Whether it is closed.
    pub closed: bool,
    /// Summary, from `TextPart::Summary` on.
    pub summary: Option<String>,
    /// Title, modus, text, channel: with the full text only.
    pub full: Option<Full>,
    /// What only the owner sees.
    pub own: Option<Own>,
    /// What of it this viewer gets, and why.
    pub grant: Grant,
}

/// What goes with the full text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Full {
    /// A few words.
    pub title: String,
    /// Whole text.
    pub text: String,
    /// Way of committing.
    pub modus: Option<ModusId>,
    /// How it came in.
    pub channel: Channel,
}

/// What only the owner sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The owner's reference.
    pub own_ref: Option<String>,
    /// Number of the version.
    pub version: u32,
    /// Since when the owner knew of it.
    pub known_since: Option<Timestamp>,
    /// When first entered.
    pub entered_at: Timestamp,
    /// When last saved.
    pub changed_at: Timestamp,
    /// By whom.
    pub changed_by: AccountId,
    /// How it was closed.
    pub closed: Option<Closing>,
    /// Whether the place identifies a household.
    pub household: bool,
}

/// What a viewer with this `grant` sees of this version of a report.
pub fn see(report: &Report, grant: Grant, geography: &Geography, zone: &TimeZone) -> Seen {
    let content = &report.content;
    let (summary, full) = (grant.parts.text >= TextPart::Summary, grant.parts.text >= TextPart::Full);
    Seen {
        id: report.id,
        partner: report.partner.clone(),
        unit: report.unit.clone(),
        source: summary.then(|| content.source.clone()),
        origin: summary.then_some(content.origin),
        category: content.category.clone(),
        place: show_place(content.place.as_ref(), grant.parts.place, geography),
        when: show_when(content.when, grant.parts.time, zone),
        urgency: content.urgency,
        closed: report.closed.is_some(),
        summary: summary.then(|| content.summary.clone()),
        full: full.then(|| Full {
            title: content.title.clone(),
            text: content.text.clone(),
            modus: content.modus.clone(),
            channel: content.channel,
        }),
        own: grant.own.then(|| Own {
            own_ref: report.own_ref.clone(),
            version: report.version,
            known_since: report.known_since,
            entered_at: report.entered_at,
            changed_at: report.changed_at,
            changed_by: report.changed_by,
            closed: report.closed.clone(),
            household: content.household,
        }),
        grant,
    }
}

/// A place at a precision.
pub fn show_place(place: Option<&Place>, precision: Precision, geography: &Geography) -> ShownPlace {
    let Some(place) = place else { return ShownPlace::None };
    match precision {
        Precision::Exact => ShownPlace::Exact { lon: place.lon(), lat: place.lat() },
        Precision::M50 | Precision::M200 => match precision.resolution() {
            Some(resolution) => ShownPlace::Cell { precision, cell: place.cell_at(resolution) },
            None => ShownPlace::City,
        },
        Precision::Quarter => {
            let area = geography.area_at(geography.quarter(), place.lon(), place.lat());
            ShownPlace::Quarter(area.map(|area| (geography.quarter().clone(), area.clone())))
        }
        Precision::City => ShownPlace::City,
    }
}

/// A time at a precision.
pub fn show_when(when: When, part: TimePart, zone: &TimeZone) -> ShownWhen {
    match part {
        TimePart::Exact => ShownWhen::Exact(when),
        TimePart::Day => ShownWhen::Day(when.anchor().day(zone)),
    }
}

/// Finest precision at which a place may leave its owner, if limited: households and the charter's sensitive places.
pub fn at_most(content: &Content, charter: &Charter) -> Option<Precision> {
    place_at_most(content.place.as_ref(), content.household, charter)
}

/// The same of a place alone.
pub fn place_at_most(place: Option<&Place>, household: bool, charter: &Charter) -> Option<Precision> {
    let place = place?;
    let household = household.then_some(Precision::M200);
    let sensitive = charter
        .sensitive_places
        .iter()
        .filter(|kind| kind.points.iter().any(|[lon, lat]| place.distance_m(*lon, *lat) <= kind.radius_m))
        .map(|kind| kind.at_most);
    household.into_iter().chain(sensitive).min()
}
