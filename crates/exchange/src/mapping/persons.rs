//! Columns that look like persons. The picture has none, so such a file does not come in before its profile says what to
//! do with them.

use std::collections::BTreeMap;

use domain::persons::{Kind, find};

use crate::{profile::Profile, table::Row};

/// Rows that are looked at; a column of persons is one from its first rows on.
const ROWS: u64 = 1_000;
/// So many values must look like a person before a column does.
const VALUES: u64 = 3;
/// So large a part of a column's values, in hundredths.
const PART: u64 = 5;

/// Watches the columns of a file.
#[derive(Debug)]
pub struct PersonColumns {
    columns: Vec<Watched>,
    rows: u64,
}

#[derive(Debug)]
struct Watched {
    position: usize,
    name: String,
    by_name: Option<Kind>,
    filled: u64,
    kinds: BTreeMap<Kind, u64>,
}

impl PersonColumns {
    /// Watches the columns that the profile neither drops nor answers for.
    pub fn new(profile: &Profile, columns: &[String]) -> Self {
        let watched = |(position, name): (usize, &String)| {
            let settled = profile.drop.contains(name)
                || profile.no_persons.contains(name)
                || crate::table::OWN_COLUMNS.contains(&name.as_str());
            (!settled).then(|| Watched {
                position,
                name: name.clone(),
                by_name: kind_of_heading(name),
                filled: 0,
                kinds: BTreeMap::new(),
            })
        };
        Self { columns: columns.iter().enumerate().filter_map(watched).collect(), rows: 0 }
    }

    /// Looks at a row; says whether enough have been looked at.
    pub fn look(&mut self, row: &Row) -> bool {
        if self.rows >= ROWS {
            return true;
        }
        if row.broken.is_none() {
            self.rows += 1;
            self.columns.iter_mut().for_each(|column| column.look(row.get(column.position)));
        }
        self.rows >= ROWS
    }

    /// The columns that look like persons, each with what it looks like.
    pub fn found(&self) -> Vec<(String, &'static str)> {
        let kind = |column: &Watched| {
            let (kind, number) = column.kinds.iter().max_by_key(|(_, number)| **number)?;
            (*number >= VALUES && *number * 100 >= column.filled * PART).then_some(*kind)
        };
        let found = |column: &Watched| {
            let kind = column.by_name.or_else(|| kind(column))?;
            Some((column.name.clone(), kind.as_str()))
        };
        self.columns.iter().filter_map(found).collect()
    }
}

impl Watched {
    /// A value counts where what looks like a person is at least half of it: a text that mentions one is a text, and is
    /// cleaned row by row.
    fn look(&mut self, value: &str) {
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        for mark in find(value) {
            if (mark.end - mark.start) * 2 >= value.len() && mark.kind != Kind::Address {
                *self.kinds.entry(mark.kind).or_default() += 1;
            }
        }
    }
}

/// What a heading says that its column holds, if it is about persons.
fn kind_of_heading(heading: &str) -> Option<Kind> {
    const NAMES: [&str; 30] = [
        "name",
        "namen",
        "vorname",
        "nachname",
        "familienname",
        "zuname",
        "rufname",
        "geburtsname",
        "anrede",
        "person",
        "personen",
        "melder",
        "meldername",
        "anrufer",
        "halter",
        "fahrer",
        "beschuldigter",
        "geschädigter",
        "zeuge",
        "eigentümer",
        "antragsteller",
        "bürger",
        "kunde",
        "firstname",
        "lastname",
        "surname",
        "fullname",
        "reporter",
        "driver",
        "owner",
    ];
    const TELEPHONES: [&str; 10] = [
        "telefon",
        "telefonnummer",
        "tel",
        "handy",
        "handynummer",
        "mobil",
        "mobilnummer",
        "rufnummer",
        "phone",
        "fax",
    ];
    const EMAILS: [&str; 4] = ["email", "mail", "emailadresse", "mailadresse"];
    const PLATES: [&str; 7] =
        ["kennzeichen", "kfzkennzeichen", "kfz", "nummernschild", "plate", "numberplate", "licenseplate"];
    const IBANS: [&str; 3] = ["iban", "konto", "kontonummer"];
    const BIRTHS: [&str; 8] =
        ["geburtsdatum", "geburtstag", "geboren", "geb", "gebdatum", "birthdate", "dateofbirth", "dob"];
    const ADDRESSES: [&str; 5] = ["anschrift", "wohnanschrift", "privatanschrift", "wohnort", "homeaddress"];
    let heading = heading.to_lowercase();
    let plain: String = heading.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let words: Vec<&str> =
        heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // "Name des Melders" is about a person; "Name der Straße" and "GEN_NAME" need not be.
    let first_only = |list: &[&str]| list.contains(&plain.as_str());
    let any_word = |list: &[&str]| first_only(list) || words.iter().any(|word| list.contains(word));
    [
        (Kind::Name, any_word(&NAMES[1..]) || first_only(&NAMES[..1])),
        (Kind::Telephone, any_word(&TELEPHONES)),
        (Kind::Email, any_word(&EMAILS)),
        (Kind::Plate, any_word(&PLATES)),
        (Kind::Iban, any_word(&IBANS)),
        (Kind::BirthDate, any_word(&BIRTHS)),
        (Kind::Address, any_word(&ADDRESSES)),
    ]
    .into_iter()
    .find_map(|(kind, found)| found.then_some(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::LEAST;

    fn found(profile: &str, columns: &[&str], rows: &[&[&str]]) -> Vec<(String, &'static str)> {
        let profile = Profile::parse(profile).unwrap();
        let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let mut watch = PersonColumns::new(&profile, &columns);
        for values in rows {
            let mut row = Row::default();
            values.iter().for_each(|value| row.push(value));
            watch.look(&row);
        }
        watch.found()
    }

    #[test]
    fn headings_of_persons_are_found_and_headings_of_things_are_not() {
        let persons = [
            "Name",
            "Vorname",
            "nachname",
            "KFZ-Kennzeichen",
            "Geb.-Datum",
            "Telefon (privat)",
            "E-Mail",
            "Melder",
            "Anrede",
            "first_name",
            "IBAN",
        ];
        for name in persons {
            assert_eq!(found(LEAST, &[name], &[]).len(), 1, "{name}");
        }
        let things = [
            "Straßenname",
            "GEN_NAME",
            "Name der Straße",
            "strasse",
            "hausnummer",
            "tatbestand1",
            "location",
            "force",
            "GEN_K",
            "Gebiet",
            "Status",
            "Kategorie",
            "datum_von",
            "crime_type",
        ];
        for name in things {
            assert_eq!(found(LEAST, &[name], &[]), [], "{name}");
        }
    }

    #[test]
    fn a_column_of_plates_is_found_by_what_stands_in_it() {
        let rows: Vec<Vec<&str>> = vec![vec!["HAM-AB 123"], vec!["UN-X 1"], vec![""], vec!["K-CD 4567"]];
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(found(LEAST, &["feld7"], &rows), [("feld7".to_owned(), "plate")]);
        let texts: Vec<Vec<&str>> =
            vec![vec!["Vor dem Haus parkt seit Wochen HAM-AB 123, niemand kümmert sich."]; 9];
        let texts: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
        assert_eq!(found(LEAST, &["feld7"], &texts), [], "a text that mentions one is cleaned row by row");
    }

    #[test]
    fn the_profile_settles_a_column_by_dropping_it_or_answering_for_it() {
        assert_eq!(found(&format!("drop = [\"Name\"]\n{LEAST}"), &["Name"], &[]), []);
        assert_eq!(found(&format!("no_persons = [\"Name\"]\n{LEAST}"), &["Name"], &[]), []);
    }
}
