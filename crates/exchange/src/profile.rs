//! A profile (Einleseprofil): what the columns of a file mean. One TOML file for each kind of file.
//!
//! Texts may name columns in braces: `"{Straße} {Hausnummer}"`. What is not named does not come in.

use std::collections::BTreeMap;

use domain::{
    charter::Text,
    ids::CategoryId,
    people::Language,
    report::{Channel, Origin, Urgency},
};
use serde::{Deserialize, Deserializer};

use crate::table::Format;

/// A profile.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What it is for.
    pub name: Text,
    /// Columns whose values together name a row for ever, such as a number of the source; empty where there are none:
    /// then all mapped values do, with the ordinal among identical rows.
    #[serde(default)]
    pub key: Vec<String>,
    /// Columns that are left out because they are or may be about persons.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Columns that look like persons and are not, as whoever wrote the profile answers for.
    #[serde(default)]
    pub no_persons: Vec<String>,
    /// What kind of file.
    #[serde(default)]
    pub file: FileForm,
    /// What becomes the report.
    pub report: ReportForm,
    /// When it happened.
    pub when: WhenForm,
    /// Where it happened; without it no report has a place, save of GeoJSON.
    #[serde(default)]
    pub place: Option<PlaceForm>,
    /// What the values of [`ReportForm::category`] mean; a name that ends in `*` is the beginning of many.
    #[serde(default)]
    pub categories: BTreeMap<String, CategoryId>,
}

/// What kind of file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileForm {
    /// Format; otherwise the file's name tells it.
    pub format: Option<Format>,
    /// Encoding, such as `utf-8` or `windows-1252`; otherwise it is found out.
    pub encoding: Option<String>,
    /// Separator; otherwise it is found out.
    pub delimiter: Option<char>,
    /// Line of the headings, from 1.
    pub header_line: Option<u32>,
    /// Sheet of a workbook; otherwise the first.
    pub sheet: Option<String>,
    /// What stands before the fraction of a number.
    pub decimal: Option<Decimal>,
}

/// What stands before the fraction of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Decimal {
    /// `7.82`
    #[serde(rename = ".")]
    Point,
    /// `7,82`
    #[serde(rename = ",")]
    Comma,
}

/// What becomes the report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportForm {
    /// Category, or the value that [`Profile::categories`] maps to one.
    pub category: Template,
    /// Category of values that are not mapped; without it such rows are rejected.
    #[serde(default)]
    pub otherwise: Option<CategoryId>,
    /// Way of committing.
    #[serde(default)]
    pub modus: Template,
    /// A few words.
    pub title: Template,
    /// A sentence for others.
    #[serde(default)]
    pub summary: Template,
    /// The whole text.
    #[serde(default)]
    pub text: Template,
    /// The source's own reference.
    #[serde(default)]
    pub own_ref: Template,
    /// How it arose.
    #[serde(default = "unknown")]
    pub origin: Origin,
    /// How it came in.
    #[serde(default = "import")]
    pub channel: Channel,
    /// How urgent it is.
    #[serde(default = "normal")]
    pub urgency: Urgency,
    /// Whether the places identify households.
    #[serde(default)]
    pub household: bool,
}

fn unknown() -> Origin {
    Origin::Unknown
}

fn import() -> Channel {
    Channel::Import
}

fn normal() -> Urgency {
    Urgency::Normal
}

/// When it happened: a moment or period in one text, a period from two, or one from the parts of a date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WhenForm {
    /// A moment, a day, a month or a year.
    pub at: Template,
    /// First moment or day of a period.
    pub from: Template,
    /// Last moment or day of it.
    pub to: Template,
    /// Year of a date in parts.
    pub year: Template,
    /// Its month, as number or name.
    pub month: Template,
    /// Its day.
    pub day: Template,
    /// Forms of moments, such as `%d.%m.%Y %H:%M`, `%B %Y` or `rfc3339`; otherwise the usual ones.
    pub formats: Vec<String>,
}

/// Where it happened.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceForm {
    /// Longitude or easting.
    pub x: Template,
    /// Latitude or northing.
    pub y: Template,
    /// Coordinate system.
    #[serde(default)]
    pub crs: Crs,
}

/// Coordinate systems of German offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
pub enum Crs {
    /// Longitude and latitude in degrees (WGS 84).
    #[default]
    #[serde(rename = "EPSG:4326")]
    Degrees,
    /// ETRS89 / UTM zone 32N, metres.
    #[serde(rename = "EPSG:25832")]
    Utm32,
    /// DHDN / Gauß-Krüger zone 3, metres; about a metre off, as is its transformation.
    #[serde(rename = "EPSG:31467")]
    GaussKrueger3,
}

/// A text with columns in braces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    pub(crate) parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    Column(String),
}

impl Template {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The columns that it names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Column(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) =
                after.split_once('}').ok_or_else(|| format!("the brace in \"{text}\" is not closed"))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Column(name.to_owned()));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { parts })
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct ProfileProblem {
    /// Line, from 1.
    pub line: usize,
    /// What the parser says, English.
    pub why: String,
}

impl ProfileProblem {
    /// A whole sentence.
    pub fn say(&self, language: Language) -> String {
        let Self { line, why } = self;
        match language {
            Language::De => match unknown_key(why) {
                Some(key) => format!("Zeile {line} des Profils: den Schlüssel „{key}“ gibt es nicht."),
                None => match missing_key(why) {
                    Some(key) => format!("Im Profil fehlt „{key}“ (ab Zeile {line})."),
                    None => format!("Zeile {line} des Profils ist so nicht lesbar ({why})."),
                },
            },
            Language::En => format!("Line {line} of the profile: {why}."),
        }
    }
}

fn unknown_key(why: &str) -> Option<&str> {
    Some(why.strip_prefix("unknown field `")?.split_once('`')?.0)
}

fn missing_key(why: &str) -> Option<&str> {
    Some(why.strip_prefix("missing field `")?.split_once('`')?.0)
}

impl Profile {
    /// Reads a profile.
    pub fn parse(text: &str) -> Result<Self, ProfileProblem> {
        let profile: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            ProfileProblem { line, why: error.message().trim_end_matches('.').to_owned() }
        })?;
        profile.check()?;
        Ok(profile)
    }

    fn check(&self) -> Result<(), ProfileProblem> {
        let wrong = |why: String| Err(ProfileProblem { line: 1, why });
        let when = &self.when;
        let ways = [!when.at.is_empty(), !when.from.is_empty(), !when.year.is_empty()];
        if ways.iter().filter(|way| **way).count() != 1 {
            return wrong("[when] needs exactly one of `at`, `from` and `year`".to_owned());
        }
        if when.from.is_empty() != when.to.is_empty() {
            return wrong("[when] needs `from` and `to` together".to_owned());
        }
        if self.report.title.is_empty() || self.report.category.is_empty() {
            return wrong("[report] needs a title and a category".to_owned());
        }
        if let Some(format) = when.formats.iter().find(|format| !crate::mapping::is_time_format(format)) {
            return wrong(format!("\"{format}\" is no form of a date"));
        }
        if self.file.delimiter.is_some_and(|c| !c.is_ascii() || matches!(c, '"' | '\n' | '\r')) {
            return wrong("the delimiter must be one plain character".to_owned());
        }
        let named = self.columns();
        match self.drop.iter().find(|name| named.contains(&name.as_str())) {
            Some(name) => wrong(format!("the column \"{name}\" is dropped and used")),
            None => Ok(()),
        }
    }

    /// The columns that the report and its identity are made of, in alphabetical order.
    pub fn columns(&self) -> Vec<&str> {
        let report = &self.report;
        let texts =
            [&report.category, &report.modus, &report.title, &report.summary, &report.text, &report.own_ref];
        let when = &self.when;
        let whens = [&when.at, &when.from, &when.to, &when.year, &when.month, &when.day];
        let places = self.place.iter().flat_map(|place| [&place.x, &place.y]);
        let templates = texts.into_iter().chain(whens).chain(places);
        let mut columns: Vec<&str> = templates.flat_map(Template::columns).collect();
        columns.extend(self.key.iter().map(String::as_str));
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const LEAST: &str = r#"
        name = { de = "Test", en = "Test" }
        [report]
        category = "{art}"
        title = "{art} {ort}"
        [when]
        at = "{tag}"
    "#;

    #[test]
    fn a_text_names_columns_in_braces() {
        let template = Template::parse("{Straße} {Nr}, Hamm").unwrap();
        assert_eq!(template.columns().collect::<Vec<_>>(), ["Straße", "Nr"]);
        assert_eq!(template.parts.last(), Some(&Part::Text(", Hamm".to_owned())));
        assert!(Template::parse("{Straße").is_err());
    }

    #[test]
    fn a_profile_says_where_it_is_wrong() {
        let wrong = LEAST.replace("title", "titel");
        let problem = Profile::parse(&wrong).unwrap_err();
        assert_eq!(problem.line, 5);
        assert_eq!(problem.say(Language::De), "Zeile 5 des Profils: den Schlüssel „titel“ gibt es nicht.");
        let problem = Profile::parse(&LEAST.replace("at = \"{tag}\"", "")).unwrap_err();
        assert!(problem.why.contains("exactly one"), "{problem}");
        let problem = Profile::parse(&format!("drop = [\"ort\"]\n{LEAST}")).unwrap_err();
        assert!(problem.why.contains("dropped and used"), "{problem}");
        let problem = Profile::parse(&format!("{LEAST}\nformats = [\"TT.MM.JJJJ\"]")).unwrap_err();
        assert!(problem.why.contains("no form of a date"), "{problem}");
    }

    #[test]
    fn the_examples_are_profiles() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles");
        let mut found = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            Profile::parse(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
            found += 1;
        }
        assert_eq!(found, 4);
    }
}
