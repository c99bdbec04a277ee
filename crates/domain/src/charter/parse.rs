//! From text to charter: everything wrong with the form of the file, all at once.
//!
//! The file is read into a document with positions first. Each part is then turned into its type alone, so that one
//! mistake does not hide the others, and the positions stay for the checks that come after.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::{
    model::*,
    problem::{Problem, nearest},
    words::{explain, syntax_in_german},
};

/// The parts of a charter: key in the file, German and English name of one of them.
const SECTIONS: [(&str, &str, &str); 17] = [
    ("agreement", "Vereinbarung", "agreement"),
    ("partner", "Partner", "partner"),
    ("body", "Gremium", "body"),
    ("duty", "Pflicht", "duty"),
    ("source", "Quelle", "source"),
    ("category", "Kategorie", "category"),
    ("audience", "Empfängerkreis", "audience"),
    ("profile", "Profil", "profile"),
    ("standing_rule", "Dauerregel", "standing rule"),
    ("legal_basis", "Rechtsgrundlage", "legal basis"),
    ("sensitive_place", "Schutzort", "sensitive place"),
    ("retention", "Löschfrist", "retention class"),
    ("limit", "Grenzwert", "limit"),
    ("detection", "Auffälligkeiten", "findings"),
    ("second_factor", "Zweiter Faktor", "second factor"),
    ("contact", "Ansprechstelle", "contact"),
    ("letter_of_intent", "Absichtserklärung", "letter of intent"),
];

/// A charter read from text, whole or with holes where its form was wrong.
pub(super) struct Read<'t> {
    /// The charter; `None` if not even the agreement could be read.
    pub(super) charter: Option<Charter>,
    /// What was wrong with the form.
    pub(super) problems: Vec<Problem>,
    /// Where everything stands.
    pub(super) lines: Lines<'t>,
    /// Identifiers of parts that could not be read: references to them are not reported again.
    pub(super) lost: BTreeSet<String>,
}

/// Where everything stands in the file.
pub(super) struct Lines<'t> {
    starts: Vec<usize>,
    parts: BTreeMap<&'static str, Vec<Spanned<DeValue<'t>>>>,
}

impl<'t> Lines<'t> {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect(), parts: BTreeMap::new() }
    }

    /// Line of a byte offset, from 1.
    fn of_offset(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Line of part number `index` of a section, or of what stands in it under `path` (keys and numbers from 0, joined
    /// by dots); the line of the closest thing around it where the path does not exist.
    pub(super) fn at(&self, section: &str, index: usize, path: &str) -> Option<usize> {
        let mut here = self.parts.get(section)?.get(index)?;
        let mut offset = here.span().start;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let next = match here.get_ref() {
                DeValue::Table(table) => {
                    table.get_key_value(step).map(|(key, value)| (key.span().start, value))
                }
                DeValue::Array(array) => {
                    let element = step.parse().ok().and_then(|number: usize| array.get(number));
                    element.map(|value| (value.span().start, value))
                }
                _ => None,
            };
            let Some((start, value)) = next else { break };
            offset = start;
            here = value;
        }
        Some(self.of_offset(offset))
    }

    /// The parts that could be read: section, number, and what stands there.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&'static str, usize, &DeValue<'t>)> {
        self.parts.iter().flat_map(|(section, parts)| {
            parts.iter().enumerate().map(|(number, part)| (*section, number, part.get_ref()))
        })
    }
}

/// Reads a charter from TOML.
pub(super) fn read(text: &str) -> Read<'_> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        text,
        lines: Lines::of(text),
        problems: Vec::new(),
        lost: BTreeSet::new(),
        sections: BTreeMap::new(),
    };
    for error in &errors {
        reader.syntax(error);
    }
    // What a broken file seems to say is guesswork; its form comes first.
    let charter = if errors.is_empty() {
        for (key, value) in document.into_inner() {
            reader.section(&key, value);
        }
        reader.charter()
    } else {
        None
    };
    Read { charter, problems: reader.problems, lines: reader.lines, lost: reader.lost }
}

struct Reader<'t> {
    text: &'t str,
    sections: BTreeMap<&'static str, Spanned<DeValue<'t>>>,
    lines: Lines<'t>,
    problems: Vec<Problem>,
    lost: BTreeSet<String>,
}

impl<'t> Reader<'t> {
    fn error(&mut self, offset: Option<usize>, code: &'static str, de: String, en: String) {
        let line = offset.map(|offset| self.lines.of_offset(offset));
        self.problems.push(Problem::error(line, code, de, en));
    }

    fn syntax(&mut self, error: &toml::de::Error) {
        let offset = error.span().map(|span| span.start);
        let line = offset.map(|offset| self.lines.of_offset(offset));
        let words = line.and_then(|line| self.text.lines().nth(line - 1)).unwrap_or_default().trim();
        let message = error.message();
        let de = format!("„{words}“ ist kein gültiges TOML ({}).", syntax_in_german(message));
        let en = format!("\"{words}\" is not valid TOML ({message}).");
        self.error(offset, "syntax", de, en);
    }

    /// Takes a section of the file under its key.
    fn section(&mut self, key: &Spanned<Cow<'t, str>>, mut value: Spanned<DeValue<'t>>) {
        dates_to_text(&mut value);
        let typed = key.get_ref().as_ref();
        if let Some((name, ..)) = SECTIONS.iter().find(|(name, ..)| *name == typed) {
            self.sections.insert(name, value);
            return;
        }
        let known = || SECTIONS.iter().map(|(name, ..)| *name);
        let (hint_de, hint_en) = hint(typed, known());
        let all = known().collect::<Vec<_>>().join(", ");
        let de = format!("Den Abschnitt „{typed}“ gibt es nicht{hint_de}; möglich sind: {all}.");
        let en = format!("There is no section \"{typed}\"{hint_en}; possible ones are: {all}.");
        self.error(Some(key.span().start), "unknown-key", de, en);
    }

    fn charter(&mut self) -> Option<Charter> {
        for needed in ["agreement", "partner", "source", "category", "audience", "legal_basis"] {
            if !self.sections.contains_key(needed) {
                let de = format!("Der Abschnitt „{needed}“ fehlt.");
                let en = format!("The section \"{needed}\" is missing.");
                self.error(None, "missing-key", de, en);
            }
        }
        let agreement = self.one("agreement");
        let mut charter = Charter {
            partners: self.many("partner"),
            bodies: self.many("body"),
            duties: self.many("duty"),
            sources: self.many("source"),
            categories: self.many("category"),
            audiences: self.many("audience"),
            profiles: self.many("profile"),
            standing_rules: self.many("standing_rule"),
            legal_bases: self.many("legal_basis"),
            sensitive_places: self.many("sensitive_place"),
            retention: self.many("retention"),
            limits: self.many("limit"),
            detection: self.one("detection"),
            second_factors: self.many("second_factor"),
            contacts: self.many("contact"),
            letters_of_intent: self.many("letter_of_intent"),
            agreement: agreement?,
        };
        relate_both_ways(&mut charter.categories);
        Some(charter)
    }

    /// A section that is one table.
    fn one<T: DeserializeOwned>(&mut self, section: &'static str) -> Option<T> {
        let value = self.sections.remove(section)?;
        if !value.get_ref().is_table() {
            let de = format!("„{section}“ ist ein Abschnitt für sich: [{section}].");
            let en = format!("\"{section}\" is a section of its own: [{section}].");
            self.error(Some(value.span().start), "wrong-type", de, en);
            return None;
        }
        self.part(section, 0, value)
    }

    /// A section that is a list of tables.
    fn many<T: DeserializeOwned>(&mut self, section: &'static str) -> Vec<T> {
        let Some(value) = self.sections.remove(section) else { return Vec::new() };
        let offset = value.span().start;
        let DeValue::Array(array) = value.into_inner() else {
            let de = format!("„{section}“ ist eine Liste: jeder Eintrag beginnt mit [[{section}]].");
            let en = format!("\"{section}\" is a list: each entry begins with [[{section}]].");
            self.error(Some(offset), "wrong-type", de, en);
            return Vec::new();
        };
        let parts = array.into_iter().enumerate();
        parts.filter_map(|(number, part)| self.part(section, number, part)).collect()
    }

    /// One part as its type. Keys that do not belong there are reported and left out; anything else loses the part.
    fn part<T: DeserializeOwned>(
        &mut self,
        section: &'static str,
        number: usize,
        mut part: Spanned<DeValue<'t>>,
    ) -> Option<T> {
        let (name_de, name_en) = title(section, number, part.get_ref());
        loop {
            let error = match T::deserialize(ValueDeserializer::from(part.clone())) {
                Ok(value) => {
                    self.lines.parts.entry(section).or_default().push(part);
                    return Some(value);
                }
                Err(error) => error,
            };
            let span = error.span().unwrap_or_else(|| part.span());
            let raw = self.text.get(span.clone()).unwrap_or_default();
            let said = explain(error.message(), raw);
            let (de, en) = (format!("{name_de}: {}.", said.de), format!("{name_en}: {}.", said.en));
            self.error(Some(span.start), said.code, de, en);
            if said.code == "unknown-key" && remove_key_at(&mut part, span.start) {
                continue;
            }
            self.lost.extend(ids_in(part.get_ref()));
            return None;
        }
    }
}

/// Native dates become text, so that `signed = 2022-09-26` and `signed = "2022-09-26"` say the same.
fn dates_to_text(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::Table(table) => table.iter_mut().for_each(|(_, inner)| dates_to_text(inner)),
        DeValue::Array(array) => array.iter_mut().for_each(dates_to_text),
        DeValue::Datetime(moment) => {
            let text = moment.to_string();
            *value.get_mut() = DeValue::String(text.into());
        }
        _ => {}
    }
}

/// `related` holds both ways, whichever of the two categories says it.
fn relate_both_ways(categories: &mut [Category]) {
    let pairs: Vec<_> =
        categories.iter().flat_map(|c| c.related.iter().map(|other| (other.clone(), c.id.clone()))).collect();
    for (one, other) in pairs {
        let Some(category) = categories.iter_mut().find(|c| c.id == one) else { continue };
        if one != other && !category.related.contains(&other) {
            category.related.push(other);
        }
    }
}

/// What a part is called in a sentence, German and English: by its identifier where it has one.
pub(super) fn title(section: &str, number: usize, part: &DeValue<'_>) -> (String, String) {
    let known = SECTIONS.iter().find(|(name, ..)| *name == section);
    let (_, de, en) = known.copied().unwrap_or(("", "Abschnitt", "section"));
    if section == "agreement" || section == "detection" {
        return (de.to_owned(), en.to_owned());
    }
    match ["id", "partner", "kind"].iter().find_map(|key| part.get(*key)?.get_ref().as_str()) {
        Some(id) => (format!("{de} „{id}“"), format!("{en} \"{id}\"")),
        None => (format!("{de} Nr. {}", number + 1), format!("{en} no. {}", number + 1)),
    }
}

/// " (gemeint ist vielleicht …)" where something close is known, German and English.
pub(super) fn hint<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> (String, String) {
    match nearest(typed, known) {
        Some(name) => {
            (format!(" (gemeint ist vielleicht „{name}“)"), format!(" (perhaps \"{name}\" is meant)"))
        }
        None => (String::new(), String::new()),
    }
}

/// All identifiers in a part, its units and ways of committing included.
fn ids_in(part: &DeValue<'_>) -> Vec<String> {
    match part {
        DeValue::Table(table) => {
            let own = table.get("id").and_then(|id| id.get_ref().as_str()).map(str::to_owned);
            own.into_iter().chain(table.values().flat_map(|value| ids_in(value.get_ref()))).collect()
        }
        DeValue::Array(array) => array.iter().flat_map(|value| ids_in(value.get_ref())).collect(),
        _ => Vec::new(),
    }
}

/// Removes the key that begins at a byte of the file; whether there was one.
fn remove_key_at(value: &mut Spanned<DeValue<'_>>, start: usize) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => {
            let here =
                table.keys().find(|key| key.span().start == start).map(|key| key.get_ref().to_string());
            match here {
                Some(key) => table.remove(key.as_str()).is_some(),
                None => table.iter_mut().any(|(_, inner)| remove_key_at(inner, start)),
            }
        }
        DeValue::Array(array) => array.iter_mut().any(|inner| remove_key_at(inner, start)),
        _ => false,
    }
}
