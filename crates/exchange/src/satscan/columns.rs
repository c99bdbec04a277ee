//! Which field of a line holds what: by a header's names, or by position.

use super::{Fault, Problem, What, records::Record};

/// Names that a header may use, in lower case.
const NAMES: &[(What, &[&str])] = &[
    (
        What::Location,
        &[
            "location",
            "location_id",
            "locationid",
            "loc_id",
            "id",
            "place",
            "area",
            "cell",
            "zip",
            "ort",
            "zelle",
            "gebiet",
            "standort",
        ],
    ),
    (What::Number, &["cases", "count", "number", "n", "controls", "anzahl", "fälle", "faelle", "kontrollen"]),
    (What::Date, &["date", "time", "day", "month", "year", "datum", "zeit", "tag", "monat", "jahr"]),
    (What::People, &["population", "people", "pop", "einwohner", "bevölkerung", "bevoelkerung"]),
    (What::Latitude, &["latitude", "lat", "breite", "breitengrad"]),
    (What::Longitude, &["longitude", "lon", "lng", "long", "länge", "laenge", "längengrad", "laengengrad"]),
    (What::X, &["x", "east", "easting", "rechtswert", "ost", "ostwert"]),
    (What::Y, &["y", "north", "northing", "hochwert", "nord", "nordwert"]),
];

fn meaning(name: &str) -> Option<What> {
    let name = name.to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(what, _)| *what)
}

/// Whether a line is a header: it begins with a name that one may use, and holds another.
pub(super) fn is_header(record: &Record<'_>) -> bool {
    let known = |field: &str| meaning(field).is_some();
    record.fields.iter().filter(|field| known(field)).count() >= 2
        && record.fields.iter().all(|field| field.parse::<f64>().is_err())
}

/// Where what stands, and where the covariates do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    known: Vec<(What, usize)>,
    /// Columns of covariates; without header all that follow the known ones.
    others: Option<Vec<usize>>,
}

impl Columns {
    /// By position, in this order; covariates follow.
    pub(super) fn in_order(wanted: &[What]) -> Self {
        Self { known: wanted.iter().copied().zip(0..).collect(), others: None }
    }

    /// By the names of a header. `needed` must be there.
    pub(super) fn of_header(header: &Record<'_>, needed: &[What], wanted: &[What]) -> Result<Self, Problem> {
        let mut known = Vec::new();
        let mut others = Vec::new();
        for (at, name) in header.fields.iter().enumerate() {
            match meaning(name).filter(|what| wanted.contains(what)) {
                Some(what) if !known.iter().any(|(other, _)| *other == what) => known.push((what, at)),
                _ => others.push(at),
            }
        }
        match needed.iter().find(|what| !known.iter().any(|(other, _)| other == *what)) {
            Some(missing) => Err(Problem::at(header.line, Fault::NoColumn(*missing))),
            None => Ok(Self { known, others: Some(others) }),
        }
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, what: What) -> bool {
        self.known.iter().any(|(known, _)| *known == what)
    }

    /// The field that holds this.
    pub(super) fn field<'a>(&self, record: &'a Record<'_>, what: What) -> Result<&'a str, Problem> {
        let at = self.known.iter().find(|(known, _)| *known == what).map(|(_, at)| *at);
        let field = at.and_then(|at| record.fields.get(at)).filter(|field| !field.is_empty());
        field.map(AsRef::as_ref).ok_or_else(|| Problem::at(record.line, Fault::TooShort { missing: what }))
    }

    /// The covariates as one text.
    pub(super) fn covariates(&self, record: &Record<'_>) -> String {
        let from = self.known.len();
        let fields: Vec<&str> = match &self.others {
            Some(others) => {
                others.iter().filter_map(|at| record.fields.get(*at)).map(AsRef::as_ref).collect()
            }
            None => record.fields.iter().skip(from).map(AsRef::as_ref).collect(),
        };
        fields.join(" ")
    }
}

/// A number, whole or not; a comma may stand for the point where it does not part fields.
pub(super) fn number(text: &str, what: What, line: usize) -> Result<f64, Problem> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let plain = text.replace(',', ".");
    let number = Some(&plain).filter(|text| digits(text)).and_then(|text| text.parse::<f64>().ok());
    number.filter(|number| number.is_finite()).ok_or_else(|| not_a_number(text, what, line))
}

/// A whole number that is not negative.
pub(super) fn whole(text: &str, what: What, line: usize) -> Result<u32, Problem> {
    text.parse().map_err(|_| not_a_number(text, what, line))
}

pub(super) fn not_a_number(text: &str, what: What, line: usize) -> Problem {
    // What is shown need not be longer than a line.
    Problem::at(line, Fault::NotANumber { what, text: text.chars().take(60).collect() })
}
