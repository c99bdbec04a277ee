//! The register of complaint hotspots and fear spaces (Beschwerdehotspots, Angsträume): from findings, hints and people,
//! through site visit and measures, to what came of them.
//!
//! An entry belongs to a unit and is seen by it alone; it is never public. What a partner is told of one is a
//! disclosure like any other. What happened is kept as steps; the state follows from them.

use std::collections::BTreeSet;

use h3o::CellIndex;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{Actor, Denied, Viewer},
    charter::Charter,
    finding::ToldArea,
    ids::*,
    report::{FieldError, Problem, read_place, read_time},
    time::{Day, Timestamp},
};

/// Most characters of a title.
pub const TITLE_MAX: usize = 120;
/// Most characters of a note or of the words of a step.
pub const WORDS_MAX: usize = 2_000;
/// Most rings of cells around the middle of an entry: about 1.5 km.
pub const RINGS_MAX: u32 = 4;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// All, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name used in files and addresses.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one of this name.
            pub fn read(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text)
            }
        }
    )+};
}

words! {
    /// What an entry is about.
    Kind {
        /// Many complain.
        ComplaintHotspot = "complaint_hotspot",
        /// People are afraid there, whatever happens.
        FearSpace = "fear_space",
    }

    /// Where an entry stands; derived, never stored.
    State {
        /// Somebody noticed it.
        Noticed = "noticed",
        /// There was a site visit.
        Inspected = "inspected",
        /// Something is being done.
        Measure = "measure",
        /// It is watched whether that helps.
        Observed = "observed",
        /// It is over.
        Resolved = "resolved",
    }

    /// The checklist of a site visit: what may be behind it.
    Cause {
        /// Too dark.
        Lighting = "lighting",
        /// Corners that nobody can see into.
        Sightlines = "sightlines",
        /// Overgrown.
        Vegetation = "vegetation",
        /// Dirt, waste.
        Litter = "litter",
        /// Damage, graffiti.
        Damage = "damage",
        /// Empty buildings or shops.
        Vacancy = "vacancy",
        /// Few people about, nobody to ask.
        Deserted = "deserted",
        /// Conflicts between those who use it.
        Conflicts = "conflicts",
        /// Drinking in public.
        Alcohol = "alcohol",
        /// Dealing or use of drugs.
        Drugs = "drugs",
        /// Bars, events, noise of a business.
        Venues = "venues",
        /// Traffic and parking.
        Traffic = "traffic",
        /// A construction site or diversion.
        Construction = "construction",
        /// Something else; the note says what.
        Other = "other",
    }
}

/// What somebody did about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum What {
    /// A site visit (Begehung).
    Inspected {
        /// On which day.
        on: Day,
        /// What may be behind it.
        causes: BTreeSet<Cause>,
        /// In words.
        text: String,
    },
    /// A measure begins.
    Measure {
        /// First day.
        from: Day,
        /// What is done.
        text: String,
    },
    /// The measure goes on; it is watched whether it helps.
    Observed {
        /// In words.
        text: String,
    },
    /// It is over.
    Resolved {
        /// Why.
        text: String,
    },
    /// It is there again.
    Reopened {
        /// Why.
        text: String,
    },
}

impl What {
    /// The name used in files and addresses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Inspected { .. } => "inspected",
            Self::Measure { .. } => "measure",
            Self::Observed { .. } => "observed",
            Self::Resolved { .. } => "resolved",
            Self::Reopened { .. } => "reopened",
        }
    }

    /// What somebody wrote.
    pub fn text(&self) -> &str {
        match self {
            Self::Inspected { text, .. }
            | Self::Measure { text, .. }
            | Self::Observed { text }
            | Self::Resolved { text }
            | Self::Reopened { text } => text,
        }
    }
}

/// A step of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// What.
    pub what: What,
}

/// What an entry is about, as it was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What it is about.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// Why it is in the register.
    pub note: String,
    /// By the reports of which categories it is measured; the first gives the name.
    pub categories: Vec<CategoryId>,
    /// The cell in its middle, of resolution 9.
    pub middle: CellIndex,
    /// How many rings of cells around it belong to it.
    pub rings: u32,
}

impl Content {
    /// Its cells, the middle one first.
    pub fn cells(&self) -> Vec<CellIndex> {
        disk(self.middle, self.rings)
    }
}

/// The cells up to so many steps away, the nearest first.
pub fn disk(middle: CellIndex, rings: u32) -> Vec<CellIndex> {
    let mut cells = middle.grid_disk_distances::<Vec<(CellIndex, u32)>>(rings);
    cells.sort_by_key(|(cell, steps)| (*steps, *cell));
    cells.into_iter().map(|(cell, _)| cell).collect()
}

/// The disk that covers the cells of a finding: its middle, and so many rings.
pub fn disk_of(cells: &[CellIndex]) -> Option<(CellIndex, u32)> {
    let middle = *cells.first()?;
    let steps = cells.iter().filter_map(|cell| middle.grid_distance(*cell).ok());
    let most = steps.max().and_then(|most| u32::try_from(most).ok()).unwrap_or(0);
    Some((middle, most.min(RINGS_MAX)))
}

/// An entry of the register with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotspot {
    /// Identifier.
    pub id: HotspotId,
    /// The partner whose unit keeps it.
    pub partner: PartnerId,
    /// The unit that keeps it.
    pub unit: UnitId,
    /// What it is about.
    pub content: Content,
    /// When it was entered.
    pub opened_at: Timestamp,
    /// By whom.
    pub opened_by: AccountId,
    /// Findings that belong to it: own ones, and what partners told.
    pub findings: Vec<Uuid>,
    /// What happened, oldest first.
    pub steps: Vec<Step>,
}

/// Why a step cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not the actor's to make.
    #[error("you have no right to do this")]
    Denied,
    /// The entry does not stand where this step leads on from.
    #[error("the entry does not stand where this step leads on from")]
    Ended,
}

impl From<Denied> for Refused {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl Hotspot {
    /// Where it stands.
    pub fn state(&self) -> State {
        let mut state = State::Noticed;
        for step in &self.steps {
            state = match step.what {
                // Looking again while something is being done does not undo it.
                What::Inspected { .. } if state == State::Noticed => State::Inspected,
                What::Inspected { .. } => state,
                What::Measure { .. } => State::Measure,
                What::Observed { .. } => State::Observed,
                What::Resolved { .. } => State::Resolved,
                What::Reopened { .. } => State::Noticed,
            };
        }
        state
    }

    /// Whether `viewer` sees it: people of its unit.
    pub fn is_seen_by(&self, viewer: &Viewer) -> bool {
        viewer.units().contains(&self.unit)
    }

    /// The first day of its latest measure.
    pub fn measured_since(&self) -> Option<Day> {
        self.steps.iter().rev().find_map(|step| match step.what {
            What::Measure { from, .. } => Some(from),
            _ => None,
        })
    }

    /// The entry with a step more.
    pub fn step(mut self, actor: &Actor, what: What, at: Timestamp) -> Result<Self, Refused> {
        actor.may_write(&self.unit)?;
        let leads_on = match (&what, self.state()) {
            (What::Reopened { .. }, state) => state == State::Resolved,
            (_, State::Resolved) => false,
            (What::Observed { .. }, state) => matches!(state, State::Measure | State::Observed),
            _ => true,
        };
        if !leads_on {
            return Err(Refused::Ended);
        }
        self.steps.push(Step { at, by: actor.account, what });
        Ok(self)
    }

    /// The steps that can be made now, by their names.
    pub fn next_steps(&self) -> &'static [&'static str] {
        match self.state() {
            State::Noticed | State::Inspected => &["inspected", "measure", "resolved"],
            State::Measure | State::Observed => &["observed", "inspected", "measure", "resolved"],
            State::Resolved => &["reopened"],
        }
    }
}

/// What a partner is told of an entry: kind, category, area and where it stands. No words of anybody, no report, no count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What it is about.
    pub kind: Kind,
    /// Of which categories.
    pub categories: Vec<CategoryId>,
    /// Where, as precisely as it is told.
    pub area: ToldArea,
    /// Since when it is in the register.
    pub since: Day,
    /// Where it stood when it was told.
    pub state: State,
}

/// An entry as somebody typed it; nothing is checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Unit that keeps it.
    pub unit: String,
    /// What it is about.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Why it is in the register.
    pub note: String,
    /// By which category it is measured.
    pub category: String,
    /// Longitude.
    pub lon: String,
    /// Latitude.
    pub lat: String,
    /// Rings of cells around the middle.
    pub rings: String,
}

/// Checks an entry as it was typed: all errors at once.
pub fn check(draft: &Draft, charter: &Charter) -> Result<Content, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut fail = |field, problem| errors.push(FieldError::new(field, problem));
    let kind = Kind::read(&draft.kind);
    if kind.is_none() {
        fail("hotspot_kind", unknown(&draft.kind));
    }
    let title = draft.title.trim();
    if title.is_empty() {
        fail("title", Problem::Missing);
    } else if title.chars().count() > TITLE_MAX {
        fail("title", Problem::TooLong { most: TITLE_MAX });
    }
    let note = draft.note.trim();
    if note.chars().count() > WORDS_MAX {
        fail("note", Problem::TooLong { most: WORDS_MAX });
    }
    let category = charter.categories.iter().find(|category| category.id.as_str() == draft.category);
    if category.is_none() {
        fail("category", unknown(&draft.category));
    }
    let place = read_place(&draft.lon, &draft.lat, charter);
    match &place {
        Ok(None) => fail("place", Problem::Missing),
        Ok(Some(_)) => {}
        Err((field, problem)) => fail(field, problem.clone()),
    }
    let middle = place.ok().flatten().map(|place| place.cell_at(h3o::Resolution::Nine));
    let rings = draft.rings.trim().parse::<u32>().ok().filter(|rings| *rings <= RINGS_MAX);
    if rings.is_none() {
        fail("rings", unknown(&draft.rings));
    }
    match (kind, category, middle, rings) {
        (Some(kind), Some(category), Some(middle), Some(rings)) if errors.is_empty() => Ok(Content {
            kind,
            title: title.to_owned(),
            note: note.to_owned(),
            categories: vec![category.id.clone()],
            middle,
            rings,
        }),
        _ => Err(errors),
    }
}

fn unknown(value: &str) -> Problem {
    if value.is_empty() { Problem::Missing } else { Problem::Unknown { value: value.to_owned() } }
}

/// A step as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepDraft {
    /// Which.
    pub what: String,
    /// In words.
    pub text: String,
    /// The day of the site visit, or the first of the measure; empty for today.
    pub on: String,
    /// What was ticked of the checklist.
    pub causes: Vec<String>,
}

/// Checks a step as it was typed: all errors at once. A measure may begin later than today, a visit was made.
pub fn check_step(draft: &StepDraft, zone: &TimeZone, now: Timestamp) -> Result<What, Vec<FieldError>> {
    let mut errors = Vec::new();
    let today = now.day(zone);
    let on = match draft.on.trim() {
        "" => Some(today),
        text => read_time(text, zone).map(|(at, _)| at.day(zone)),
    };
    let dated = matches!(draft.what.as_str(), "inspected" | "measure");
    match on {
        None if dated => errors.push(FieldError::new("on", Problem::NotATime { value: draft.on.clone() })),
        Some(on) if draft.what == "inspected" && on > today => {
            errors.push(FieldError::new("on", Problem::Future));
        }
        _ => {}
    }
    let causes: Option<BTreeSet<Cause>> = draft.causes.iter().map(|cause| Cause::read(cause)).collect();
    if causes.is_none() {
        errors.push(FieldError::new("causes", Problem::Unknown { value: draft.causes.join(" ") }));
    }
    let text = draft.text.trim().to_owned();
    let ticked = causes.as_ref().is_some_and(|causes| !causes.is_empty());
    if text.is_empty() && !(draft.what == "inspected" && ticked) {
        errors.push(FieldError::new("text", Problem::Missing));
    } else if text.chars().count() > WORDS_MAX {
        errors.push(FieldError::new("text", Problem::TooLong { most: WORDS_MAX }));
    }
    let on = on.unwrap_or(today);
    let what = match draft.what.as_str() {
        "inspected" => Some(What::Inspected { on, causes: causes.unwrap_or_default(), text }),
        "measure" => Some(What::Measure { from: on, text }),
        "observed" => Some(What::Observed { text }),
        "resolved" => Some(What::Resolved { text }),
        "reopened" => Some(What::Reopened { text }),
        other => {
            errors.push(FieldError::new("what", unknown(other)));
            None
        }
    };
    match what {
        Some(what) if errors.is_empty() => Ok(what),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests;
