//! Streams: which unit enters how many reports a year from which source.

use domain::{
    charter::{Charter, SourceKind},
    ids::*,
    report::Origin,
};

/// Whose words a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Voice {
    /// A citizen.
    Citizen,
    /// What an officer wrote down of what citizens told.
    Note,
    /// A city office.
    City,
    /// The police.
    Police,
    /// The federal police.
    Rail,
    /// Customs.
    Customs,
}

/// How a unit learns of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By portal and app; the share of the app grows.
    Portal,
    /// By a call to the office.
    Call,
    /// In office hours, out on an inspection.
    Office,
    /// On patrol of the order service.
    Patrol,
    /// An operation of a security authority.
    Operation,
    /// A complaint, told afterwards.
    Complaint,
}

/// A stream of reports.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    pub(super) partner: PartnerId,
    pub(super) unit: UnitId,
    pub(super) source: SourceId,
    pub(super) category: CategoryId,
    /// Reports in the last year.
    pub(super) per_year: f64,
    /// What one year has of the next.
    pub(super) growth: f64,
    pub(super) voice: Voice,
    pub(super) way: Way,
    pub(super) origin: Origin,
}

type Row = (&'static str, &'static str, Way, f64, &'static [(&'static str, f64)]);

/// Unit, source, way, yearly growth, and reports in the last year by category.
const ROWS: &[Row] = &[
    (
        "buergerservice",
        "portal",
        Way::Portal,
        1.17,
        &[
            ("vermuellung", 885.0),
            ("laerm", 275.0),
            ("beleuchtung", 315.0),
            ("falschparken", 325.0),
            ("verwahrlosung", 125.0),
            ("hunde", 90.0),
            ("angstraum", 70.0),
            ("sachbeschaedigung", 140.0),
            ("trinkgelage", 115.0),
            ("raser", 105.0),
        ],
    ),
    (
        "ordnungsamt",
        "telefon",
        Way::Call,
        0.95,
        &[
            ("laerm", 170.0),
            ("falschparken", 170.0),
            ("hunde", 60.0),
            ("vermuellung", 80.0),
            ("trinkgelage", 50.0),
        ],
    ),
    ("kod", "buergergespraech", Way::Patrol, 1.05, &[("angstraum", 45.0), ("laerm", 40.0), ("raser", 35.0)]),
    (
        "ordnungsamt",
        "ordnungsamt-feststellung",
        Way::Office,
        1.02,
        &[
            ("vermuellung", 360.0),
            ("falschparken", 230.0),
            ("verwahrlosung", 140.0),
            ("jugendschutz", 60.0),
            ("schwarzarbeit", 45.0),
            ("sachbeschaedigung", 60.0),
            ("hunde", 50.0),
        ],
    ),
    (
        "kod",
        "kod-streife",
        Way::Patrol,
        1.04,
        &[
            ("trinkgelage", 395.0),
            ("laerm", 320.0),
            ("vermuellung", 265.0),
            ("falschparken", 340.0),
            ("hunde", 120.0),
            ("jugendschutz", 105.0),
            ("drogen-offen", 160.0),
            ("streit", 95.0),
            ("sachbeschaedigung", 105.0),
            ("belaestigung", 50.0),
            ("angstraum", 20.0),
        ],
    ),
    (
        "tiefbau",
        "tiefbau-kontrolle",
        Way::Office,
        1.0,
        &[
            ("beleuchtung", 300.0),
            ("vermuellung", 230.0),
            ("sachbeschaedigung", 100.0),
            ("verwahrlosung", 50.0),
        ],
    ),
    ("stadtplanung", "stadt-fachamt", Way::Office, 1.0, &[("angstraum", 24.0), ("verwahrlosung", 26.0)]),
    (
        "jugend-soziales",
        "stadt-fachamt",
        Way::Office,
        1.0,
        &[("angstraum", 22.0), ("trinkgelage", 26.0), ("drogen-offen", 18.0)],
    ),
    (
        "lagedienst",
        "polizei-einsatz",
        Way::Operation,
        1.0,
        &[
            ("laerm", 400.0),
            ("streit", 350.0),
            ("trinkgelage", 145.0),
            ("belaestigung", 135.0),
            ("sachbeschaedigung", 120.0),
            ("drogen-offen", 50.0),
            ("raser", 110.0),
            ("taschendiebstahl", 75.0),
            ("verkehrsunfall", 355.0),
        ],
    ),
    (
        "wachdienst",
        "polizei-einsatz",
        Way::Operation,
        1.0,
        &[
            ("streit", 430.0),
            ("belaestigung", 130.0),
            ("verkehrskontrolle", 460.0),
            ("drogen-kontrolle", 385.0),
        ],
    ),
    (
        "wachdienst",
        "polizei-anzeige",
        Way::Complaint,
        0.99,
        &[("raub", 60.0), ("einbruch-gewerbe", 130.0), ("taschendiebstahl", 120.0)],
    ),
    (
        "bezirksdienst",
        "polizei-einsatz",
        Way::Operation,
        1.0,
        &[("trinkgelage", 50.0), ("drogen-kontrolle", 110.0), ("verkehrskontrolle", 130.0)],
    ),
    ("bezirksdienst", "buergergespraech", Way::Operation, 1.0, &[("angstraum", 30.0), ("raser", 30.0)]),
    (
        "kriminalpolizei",
        "polizei-anzeige",
        Way::Complaint,
        0.98,
        &[
            ("einbruch", 320.0),
            ("einbruch-gewerbe", 395.0),
            ("fahrraddiebstahl", 750.0),
            ("diebstahl-kfz", 405.0),
            ("sachbeschaedigung", 475.0),
            ("taschendiebstahl", 210.0),
            ("raub", 45.0),
        ],
    ),
    (
        "verkehrsdienst",
        "polizei-verkehr",
        Way::Operation,
        0.99,
        &[("verkehrsunfall", 400.0), ("raser", 50.0)],
    ),
    ("fks-hamm", "zoll-pruefung", Way::Office, 1.0, &[("schwarzarbeit", 110.0)]),
    (
        "bpol-revier",
        "bundespolizei-bahn",
        Way::Operation,
        1.0,
        &[
            ("streit", 50.0),
            ("taschendiebstahl", 55.0),
            ("trinkgelage", 85.0),
            ("sachbeschaedigung", 40.0),
            ("belaestigung", 50.0),
            ("drogen-kontrolle", 65.0),
        ],
    ),
];

/// The streams of a charter; what it does not know is left out.
pub(super) fn streams(charter: &Charter) -> Vec<Stream> {
    ROWS.iter().flat_map(|row| of_row(row, charter)).collect()
}

fn of_row<'a>(
    &(unit, source, way, growth, categories): &'a Row,
    charter: &'a Charter,
) -> impl Iterator<Item = Stream> + 'a {
    categories.iter().filter_map(move |&(category, per_year)| {
        let (partner, unit) = charter.unit(&unit.parse().ok()?)?;
        let source = charter.source(&source.parse().ok()?)?;
        let category = charter.category(&category.parse().ok()?)?;
        let origin = match (source.kind, way) {
            (SourceKind::Public, _) => Origin::Citizen,
            (_, Way::Office | Way::Patrol) => Origin::OfficerObserved,
            _ if category.measures_checking => Origin::OfficerObserved,
            (_, Way::Complaint) => Origin::Citizen,
            _ => Origin::Unknown,
        };
        let voice = match (unit.id.as_str(), source.kind) {
            ("fks-hamm", _) => Voice::Customs,
            ("bpol-revier", _) => Voice::Rail,
            ("buergerservice", _) => Voice::Citizen,
            (_, SourceKind::Security) => Voice::Police,
            (_, SourceKind::Municipal) => Voice::City,
            (_, SourceKind::Public) => Voice::Note,
        };
        Some(Stream {
            partner: partner.id.clone(),
            unit: unit.id.clone(),
            source: source.id.clone(),
            category: category.id.clone(),
            per_year,
            growth,
            voice,
            way,
            origin,
        })
    })
}
