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
        1.2,
        &[
            ("vermuellung", 1080.0),
            ("laerm", 330.0),
            ("beleuchtung", 400.0),
            ("falschparken", 400.0),
            ("verwahrlosung", 150.0),
            ("hunde", 110.0),
            ("angstraum", 90.0),
            ("sachbeschaedigung", 170.0),
            ("trinkgelage", 130.0),
            ("raser", 130.0),
        ],
    ),
    (
        "ordnungsamt",
        "telefon",
        Way::Call,
        0.95,
        &[
            ("laerm", 240.0),
            ("falschparken", 250.0),
            ("hunde", 80.0),
            ("vermuellung", 110.0),
            ("trinkgelage", 70.0),
        ],
    ),
    ("kod", "buergergespraech", Way::Patrol, 1.05, &[("angstraum", 50.0), ("laerm", 40.0), ("raser", 35.0)]),
    (
        "ordnungsamt",
        "ordnungsamt-feststellung",
        Way::Office,
        1.02,
        &[
            ("vermuellung", 380.0),
            ("falschparken", 260.0),
            ("verwahrlosung", 150.0),
            ("laerm", 60.0),
            ("jugendschutz", 60.0),
            ("schwarzarbeit", 45.0),
            ("trinkgelage", 60.0),
            ("sachbeschaedigung", 50.0),
            ("hunde", 60.0),
        ],
    ),
    (
        "kod",
        "kod-streife",
        Way::Patrol,
        1.04,
        &[
            ("trinkgelage", 460.0),
            ("laerm", 330.0),
            ("vermuellung", 330.0),
            ("falschparken", 430.0),
            ("hunde", 150.0),
            ("jugendschutz", 130.0),
            ("drogen-offen", 190.0),
            ("streit", 110.0),
            ("sachbeschaedigung", 130.0),
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
            ("beleuchtung", 340.0),
            ("vermuellung", 260.0),
            ("sachbeschaedigung", 110.0),
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
            ("laerm", 640.0),
            ("streit", 560.0),
            ("trinkgelage", 230.0),
            ("belaestigung", 220.0),
            ("sachbeschaedigung", 190.0),
            ("drogen-offen", 80.0),
            ("raser", 190.0),
        ],
    ),
    (
        "wachdienst",
        "polizei-einsatz",
        Way::Operation,
        1.0,
        &[("streit", 190.0), ("verkehrskontrolle", 320.0), ("drogen-kontrolle", 270.0)],
    ),
    (
        "wachdienst",
        "polizei-anzeige",
        Way::Complaint,
        0.99,
        &[("raub", 60.0), ("einbruch-gewerbe", 110.0), ("taschendiebstahl", 100.0)],
    ),
    (
        "bezirksdienst",
        "polizei-einsatz",
        Way::Operation,
        1.0,
        &[("trinkgelage", 70.0), ("drogen-kontrolle", 90.0), ("verkehrskontrolle", 90.0)],
    ),
    ("bezirksdienst", "buergergespraech", Way::Operation, 1.0, &[("angstraum", 45.0), ("raser", 30.0)]),
    (
        "kriminalpolizei",
        "polizei-anzeige",
        Way::Complaint,
        0.98,
        &[
            ("einbruch", 250.0),
            ("einbruch-gewerbe", 310.0),
            ("fahrraddiebstahl", 560.0),
            ("diebstahl-kfz", 300.0),
            ("sachbeschaedigung", 340.0),
            ("taschendiebstahl", 160.0),
            ("raub", 45.0),
        ],
    ),
    (
        "verkehrsdienst",
        "polizei-verkehr",
        Way::Operation,
        0.99,
        &[("verkehrsunfall", 760.0), ("raser", 60.0)],
    ),
    ("fks-hamm", "zoll-pruefung", Way::Office, 1.0, &[("schwarzarbeit", 120.0)]),
    (
        "bpol-revier",
        "bundespolizei-bahn",
        Way::Operation,
        1.0,
        &[
            ("streit", 90.0),
            ("taschendiebstahl", 100.0),
            ("trinkgelage", 160.0),
            ("sachbeschaedigung", 80.0),
            ("belaestigung", 70.0),
            ("drogen-kontrolle", 110.0),
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
            (_, SourceKind::Security) => Voice::Police,
            (_, SourceKind::Municipal) => Voice::City,
            (_, SourceKind::Public) => Voice::Citizen,
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
