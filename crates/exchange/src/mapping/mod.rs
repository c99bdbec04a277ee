//! From a raw row to the draft of a report, or to the reason why not. Pure: the moment and the city come as arguments.

mod number;
mod persons;
mod place;
mod reason;
mod time;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    charter::Charter,
    geography::Geography,
    ids::{CategoryId, ModusId},
    persons::{find, leave_out},
    place::{Place, Precision},
    report::{Channel, OWN_REF_MAX, Origin, SUMMARY_MAX, TEXT_MAX, TITLE_MAX, Urgency},
    time::{Timestamp, When},
};
use hashbrown::HashMap;
use jiff::tz::TimeZone;

pub use persons::PersonColumns;
pub use reason::Reason;
pub(crate) use time::is_format as is_time_format;

use crate::{
    geojson,
    profile::{Part, PlaceForm, Profile, Template},
    table::{FileProblem, Format, Row},
};
use place::Places;
use time::Times;

/// What a row becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    /// What it is about.
    pub category: CategoryId,
    /// Way of committing.
    pub modus: Option<ModusId>,
    /// How it arose.
    pub origin: Origin,
    /// How it came in.
    pub channel: Channel,
    /// How urgent.
    pub urgency: Urgency,
    /// Whether the place identifies a household.
    pub household: bool,
    /// When.
    pub when: When,
    /// Where.
    pub place: Option<Place>,
    /// Whether that lies outside the city.
    pub outside: bool,
    /// How exact others may see it at most.
    pub at_most: Option<Precision>,
    /// A few words.
    pub title: String,
    /// A sentence for others.
    pub summary: String,
    /// Whole text.
    pub text: String,
    /// The source's reference.
    pub own_ref: Option<String>,
    /// Whether something that looked like a person was left out of a text.
    pub left_out: bool,
}

/// Texts that were looked at for persons; there are far fewer than rows.
const KNOWN_TEXTS_MAX: usize = 100_000;

/// Maps the rows of one file.
pub struct Mapping<'p> {
    profile: &'p Profile,
    category: Compiled,
    modus: Compiled,
    title: Compiled,
    summary: Compiled,
    text: Compiled,
    own_ref: Compiled,
    times: Times,
    places: Option<Places<'p>>,
    categories: Categories,
    modi: BTreeSet<(CategoryId, String)>,
    /// Columns of the identity: the key, or all that are mapped.
    identity: Vec<usize>,
    used: Vec<usize>,
    unmapped: Unmapped,
    texts: HashMap<String, Option<String>>,
}

/// Values of the category that are not mapped, with their rows.
#[derive(Debug, Default)]
pub struct Unmapped(BTreeMap<String, u64>);

/// Whoever maps thousands of values one by one has mapped the wrong column.
const UNMAPPED_MAX: usize = 10_000;

impl Unmapped {
    fn add_rows(&mut self, value: &str, rows: u64) {
        if let Some(known) = self.0.get_mut(value) {
            *known += rows;
        } else if self.0.len() < UNMAPPED_MAX {
            self.0.insert(value.to_owned(), rows);
        }
    }

    /// Adds those of further rows.
    pub fn add(&mut self, more: Self) {
        more.0.iter().for_each(|(value, rows)| self.add_rows(value, *rows));
    }

    /// The values, the most frequent first.
    pub fn list(&self) -> Vec<(String, u64)> {
        let mut list: Vec<(String, u64)> = self.0.iter().map(|(v, n)| (v.clone(), *n)).collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        list
    }
}

/// What of the surroundings the mapping depends on.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'s> {
    /// The charter: its categories, the box of places that can be meant, and the sensitive ones.
    pub charter: &'s Charter,
    /// Where the city ends.
    pub geography: &'s Geography,
    /// The zone of local times.
    pub zone: &'s TimeZone,
    /// The present moment.
    pub now: Timestamp,
    /// Kind of file.
    pub format: Format,
}

impl<'p> Mapping<'p> {
    /// A mapping for a file with these columns.
    pub fn new(
        profile: &'p Profile,
        columns: &[String],
        around: Surroundings<'p>,
    ) -> Result<Self, FileProblem> {
        let charter = around.charter;
        let known = |id: &&CategoryId| charter.category(id).is_none();
        let named = profile.categories.values().chain(&profile.report.otherwise);
        let foreign: BTreeSet<String> = named.filter(known).map(ToString::to_string).collect();
        if !foreign.is_empty() {
            return Err(FileProblem::UnknownCategories(foreign.into_iter().collect()));
        }
        let place = profile.place.clone().or_else(|| (around.format == Format::GeoJson).then(geojson_place));
        let mut wanted = profile.columns();
        if let Some(place) = &place {
            wanted.extend([&place.x, &place.y].into_iter().flat_map(Template::columns));
            wanted.sort_unstable();
            wanted.dedup();
        }
        let used = positions(&wanted, columns)?;
        let identity = if profile.key.is_empty() {
            used.clone()
        } else {
            positions(&profile.key.iter().map(String::as_str).collect::<Vec<_>>(), columns)?
        };
        let report = &profile.report;
        let compile = |template: &Template| Compiled::new(template, columns);
        let modi = charter
            .categories
            .iter()
            .flat_map(|category| category.modi.iter().map(|m| (category.id.clone(), m.id.to_string())));
        Ok(Self {
            profile,
            category: compile(&report.category),
            modus: compile(&report.modus),
            title: compile(&report.title),
            summary: compile(&report.summary),
            text: compile(&report.text),
            own_ref: compile(&report.own_ref),
            times: Times::new(&profile.when, columns, around),
            places: place.map(|place| Places::new(&place, profile, columns, around)),
            categories: Categories::new(profile, charter),
            modi: modi.collect(),
            identity,
            used,
            unmapped: Unmapped::default(),
            texts: HashMap::new(),
        })
    }

    /// What a row becomes.
    pub fn map(&mut self, row: &Row) -> Result<Mapped, Reason> {
        if let Some(broken) = &row.broken {
            return Err(Reason::Broken(broken.clone()));
        }
        if let Some((_, fault)) = row.faults.iter().find(|(column, _)| self.used.contains(column)) {
            return Err(Reason::Broken(fault.clone()));
        }
        if row.has_nul() {
            return Err(Reason::NotText);
        }
        if !self.profile.key.is_empty() && self.identity.iter().all(|&column| row.get(column).is_empty()) {
            return Err(Reason::NoKey);
        }
        let category = self.category(row)?;
        let modus = self.modus(row, &category)?;
        let when = self.times.read(row)?;
        let placed = self.places.as_mut().map_or(Ok(None), |places| places.read(row))?;
        let (mut left_out, report) = (false, &self.profile.report);
        let title = self.free_text(row, |m| &m.title, ("title", TITLE_MAX), &mut left_out)?;
        if title.is_empty() {
            return Err(Reason::NoTitle);
        }
        let summary = self.free_text(row, |m| &m.summary, ("summary", SUMMARY_MAX), &mut left_out)?;
        let text = self.free_text(row, |m| &m.text, ("text", TEXT_MAX), &mut left_out)?;
        let own_ref = self.free_text(row, |m| &m.own_ref, ("own_ref", OWN_REF_MAX), &mut left_out)?;
        Ok(Mapped {
            category,
            modus,
            origin: report.origin,
            channel: report.channel,
            urgency: report.urgency,
            household: report.household,
            when,
            place: placed.map(|placed| placed.place),
            outside: placed.is_some_and(|placed| placed.outside),
            at_most: placed.and_then(|placed| placed.at_most),
            title,
            summary,
            text,
            own_ref: Some(own_ref).filter(|text| !text.is_empty()),
            left_out,
        })
    }

    /// What names a row: the values of the key, or of all that is mapped, each with its length.
    pub fn identity(&self, row: &Row, bytes: &mut Vec<u8>) {
        for &column in &self.identity {
            let value = row.get(column);
            bytes.extend_from_slice(&(value.len() as u32).to_le_bytes());
            bytes.extend_from_slice(value.as_bytes());
        }
    }

    /// Whether rows are named by a key of the source; then identical rows are the same case.
    pub fn has_key(&self) -> bool {
        !self.profile.key.is_empty()
    }

    /// Takes the values of the category that were not mapped since this was asked last.
    pub fn take_unmapped(&mut self) -> Unmapped {
        std::mem::take(&mut self.unmapped)
    }

    fn category(&mut self, row: &Row) -> Result<CategoryId, Reason> {
        let value = self.category.fill(row);
        if let Some(category) = self.categories.find(&value) {
            return Ok(category.clone());
        }
        self.unmapped.add_rows(&value, 1);
        let otherwise = self.profile.report.otherwise.clone();
        otherwise.ok_or_else(|| Reason::Unmapped { value: value.into_owned() })
    }

    fn modus(&self, row: &Row, category: &CategoryId) -> Result<Option<ModusId>, Reason> {
        let value = self.modus.fill(row);
        if value.is_empty() {
            return Ok(None);
        }
        let unknown = || Reason::UnknownModus { value: value.to_string() };
        if !self.modi.contains(&(category.clone(), value.to_string())) {
            return Err(unknown());
        }
        value.parse().map(Some).map_err(|_| unknown())
    }

    /// A text, without what looks like a person in it.
    fn free_text(
        &mut self,
        row: &Row,
        which: impl Fn(&Self) -> &Compiled,
        (field, most): (&'static str, usize),
        left_out: &mut bool,
    ) -> Result<String, Reason> {
        let text = which(self).fill(row);
        if text.is_empty() || !which(self).has_columns {
            return Ok(text.into_owned());
        }
        let text = text.into_owned();
        // Most texts are shorter in bytes than they may be in letters.
        if text.len() > most && text.chars().count() > most {
            return Err(Reason::TooLong { field, most });
        }
        let cleaned = match self.texts.get(&text) {
            Some(known) => known.clone(),
            None => {
                let marks = find(&text);
                let cleaned = (!marks.is_empty()).then(|| leave_out(&text, &marks));
                if self.texts.len() < KNOWN_TEXTS_MAX && text.len() < 200 {
                    self.texts.insert(text.clone(), cleaned.clone());
                }
                cleaned
            }
        };
        *left_out |= cleaned.is_some();
        Ok(cleaned.unwrap_or(text))
    }
}

/// The place of a feature, where the profile says nothing else.
fn geojson_place() -> PlaceForm {
    let [x, y] = geojson::COORDINATES.map(|name| Template { parts: vec![Part::Column(name.to_owned())] });
    PlaceForm { x, y, crs: crate::profile::Crs::Degrees }
}

/// Where columns stand; each must be there once.
fn positions(names: &[&str], columns: &[String]) -> Result<Vec<usize>, FileProblem> {
    let find = |name: &&str| columns.iter().position(|column| column == name);
    let missing: Vec<String> =
        names.iter().filter(|name| find(name).is_none()).map(|name| (*name).to_owned()).collect();
    if !missing.is_empty() {
        return Err(FileProblem::MissingColumns { missing, there: columns.to_vec() });
    }
    if let Some(twice) = names.iter().find(|name| columns.iter().filter(|column| column == *name).count() > 1)
    {
        return Err(FileProblem::ColumnTwice((*twice).to_owned()));
    }
    Ok(names.iter().filter_map(find).collect())
}

// ---------------------------------------------------------------------------------------------------------------
// Templates and categories

/// A template whose columns are numbers.
#[derive(Debug, Clone, Default)]
struct Compiled {
    parts: Vec<Piece>,
    has_columns: bool,
}

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Column(usize),
}

impl Compiled {
    /// Columns that are not there have been refused before.
    fn new(template: &Template, columns: &[String]) -> Self {
        let piece = |part: &Part| match part {
            Part::Text(text) => Some(Piece::Text(text.clone())),
            Part::Column(name) => columns.iter().position(|column| column == name).map(Piece::Column),
        };
        let parts: Vec<Piece> = template.parts.iter().filter_map(piece).collect();
        let has_columns = parts.iter().any(|part| matches!(part, Piece::Column(_)));
        Self { parts, has_columns }
    }

    /// The text for a row, without white space around it.
    fn fill<'r>(&'r self, row: &'r Row) -> std::borrow::Cow<'r, str> {
        match self.parts.as_slice() {
            [] => "".into(),
            [Piece::Text(text)] => text.trim().into(),
            [Piece::Column(column)] => row.get(*column).into(),
            parts => {
                let pieces = parts.iter().map(|part| match part {
                    Piece::Text(text) => text,
                    Piece::Column(column) => row.get(*column),
                });
                let mut text = String::with_capacity(pieces.clone().map(str::len).sum());
                text.extend(pieces);
                text.truncate(text.trim_end().len());
                text.drain(..text.len() - text.trim_start().len());
                text.into()
            }
        }
    }
}

/// What values of the category mean.
struct Categories {
    exact: HashMap<String, CategoryId>,
    /// Beginnings, the longest first.
    beginnings: Vec<(String, CategoryId)>,
}

impl Categories {
    /// The profile's mapping; without one, values are the charter's own categories.
    fn new(profile: &Profile, charter: &Charter) -> Self {
        let (mut exact, mut beginnings) = (HashMap::new(), Vec::new());
        if profile.categories.is_empty() {
            exact.extend(charter.categories.iter().map(|c| (c.id.to_string(), c.id.clone())));
        }
        for (value, category) in &profile.categories {
            match value.strip_suffix('*') {
                Some(beginning) => beginnings.push((beginning.to_owned(), category.clone())),
                None => _ = exact.insert(value.clone(), category.clone()),
            }
        }
        // A constant category is one of the charter.
        if !profile.report.category.columns().any(|_| true) {
            exact.extend(charter.categories.iter().map(|c| (c.id.to_string(), c.id.clone())));
        }
        beginnings.sort_by_key(|(beginning, _)| std::cmp::Reverse(beginning.len()));
        Self { exact, beginnings }
    }

    fn find(&self, value: &str) -> Option<&CategoryId> {
        let begins = || self.beginnings.iter().find(|(beginning, _)| value.starts_with(beginning.as_str()));
        self.exact.get(value).or_else(|| begins().map(|(_, category)| category))
    }
}

#[cfg(test)]
mod tests;
