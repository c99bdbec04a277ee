//! A million synthetic reports in thousands of visibility classes, written through the store; shared by the benches.

use std::{collections::BTreeMap, path::Path};

use analysis::random::Stream;
use domain::{
    access::{MemberOf, Membership, Role},
    charter::Charter,
    disclosure::{Disclosure, Parts, TextPart, TimePart, Withdrawal},
    ids::*,
    people::{Account, Language, Scope, Token},
    place::{Place, Precision},
    report::{Channel, Content, Origin, Report, Urgency, at_most},
    terms::partners_now,
    time::{DAY_MS, Timestamp, When},
};
use store::{Options, Store, StoreError, reports::History};

/// The moment of the bench.
pub(crate) const NOW: Timestamp = Timestamp(1_795_431_600_000);
/// The viewer's token.
pub(crate) const TOKEN: &str = "lgn_bench";
/// Years of reports.
const YEARS: i64 = 4;
/// Reports that were disclosed together.
const BATCH: usize = 250;
/// Disclosures by filter.
const DISCLOSURES: usize = 3_000;
/// Every so many reports, one was disclosed singly, too.
const SINGLE: usize = 200;

/// Units with the source, share and audiences that they disclose to.
const UNITS: &[(&str, &str, f64, &[&str])] = &[
    ("buergerservice", "portal", 0.17, &["alle-partner", "ordnung", "koordination"]),
    ("ordnungsamt", "ordnungsamt-feststellung", 0.13, &["polizei-lage", "streifen", "alle-partner"]),
    ("kod", "kod-streife", 0.16, &["streifen", "ordnung", "koordination"]),
    ("tiefbau", "tiefbau-kontrolle", 0.05, &["stadt", "verkehrssicherheit", "planung"]),
    ("lagedienst", "polizei-einsatz", 0.17, &["ordnung", "stadt-polizei", "koordination"]),
    ("wachdienst", "polizei-einsatz", 0.10, &["streifen", "ordnung", "polizei-lage"]),
    ("kriminalpolizei", "polizei-anzeige", 0.13, &["koordination", "polizei", "alle-partner"]),
    ("verkehrsdienst", "polizei-verkehr", 0.05, &["verkehrssicherheit", "stadt-polizei"]),
    ("bpol-revier", "bundespolizei-bahn", 0.04, &["bahnhof", "koordination"]),
];
/// Middles of the city, with share and spread in degrees of latitude.
const MIDDLES: &[(f64, f64, f64, f64)] = &[
    (7.8160, 51.6805, 0.34, 0.007),
    (7.7630, 51.6990, 0.14, 0.008),
    (7.8390, 51.7050, 0.13, 0.008),
    (7.7560, 51.6660, 0.11, 0.006),
    (7.7660, 51.6480, 0.10, 0.007),
    (7.8640, 51.6345, 0.09, 0.008),
    (7.9100, 51.6850, 0.09, 0.016),
];

/// A report as a bench needs it again.
pub(crate) struct Row {
    pub(crate) at: Timestamp,
    pub(crate) place: Option<Place>,
    pub(crate) unit: UnitId,
    pub(crate) source: SourceId,
    pub(crate) category: CategoryId,
    pub(crate) origin: Origin,
    pub(crate) urgent: bool,
    pub(crate) closed: bool,
    /// By which disclosures it was passed on, in their order.
    pub(crate) passed: Vec<u32>,
}

/// What was written.
pub(crate) struct Million {
    pub(crate) charter: Charter,
    pub(crate) rows: Vec<Row>,
    pub(crate) disclosures: Vec<Disclosure>,
}

/// How many reports: a million, or what `LAGENETZ_BENCH_ROWS` says.
pub(crate) fn rows() -> usize {
    std::env::var("LAGENETZ_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000)
}

/// Address of the database in a folder.
pub(crate) fn url(dir: &Path) -> String {
    format!("sqlite://{}", dir.join("lagenetz.db").display())
}

/// Writes reports, disclosures and one account into a fresh database.
pub(crate) async fn write(dir: &Path, rows: usize) -> Million {
    let charter = Charter::parse(app::demo::CHARTER).unwrap();
    let store = Store::open(&Options { url: url(dir), readers: 1 }).await.unwrap();
    let mut stream = Stream::new(1, 1);
    let units: Vec<&(&str, &str, f64, &[&str])> = UNITS.iter().collect();
    let mut disclosures = Vec::new();
    let mut of_unit: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for number in 0..DISCLOSURES as u32 {
        let unit = units[number as usize % units.len()];
        of_unit.entry(unit.0).or_default().push(number);
        disclosures.push(disclosure(&charter, unit, &mut stream));
    }
    begin(&store, charter.clone()).await;

    let mut made = Vec::with_capacity(rows);
    let mut batches: BTreeMap<&str, (usize, Vec<u32>)> = BTreeMap::new();
    for number in 0..rows {
        let unit = pick(&units, |unit| unit.2, &mut stream);
        let (left, passed) = batches.entry(unit.0).or_default();
        if *left == 0 {
            *left = BATCH;
            *passed = (0..stream.below(4)).map(|_| one_of(&of_unit[unit.0], &mut stream)).collect();
            passed.sort_unstable();
            passed.dedup();
        }
        *left -= 1;
        let mut passed = passed.clone();
        if number % SINGLE == 0 {
            passed.push(disclosures.len() as u32);
            disclosures.push(disclosure(&charter, unit, &mut stream));
        }
        made.push(row(&charter, unit, passed, &mut stream));
    }
    save(&store, &charter, &made, &disclosures).await;
    store.close().await;
    Million { charter, rows: made, disclosures }
}

fn row(charter: &Charter, unit: &(&str, &str, f64, &[&str]), passed: Vec<u32>, stream: &mut Stream) -> Row {
    let (lon, lat, _, spread) = *pick(&MIDDLES.iter().collect::<Vec<_>>(), |middle| middle.2, stream);
    let lat = lat + normal(stream) * spread;
    let lon = lon + normal(stream) * spread * 1.6;
    let urgent = stream.below(100) == 0;
    Row {
        at: Timestamp(NOW.0 - (stream.unit() * (YEARS * 365 * DAY_MS) as f64) as i64),
        place: (stream.below(50) > 0).then(|| Place::new(lon, lat).ok()).flatten(),
        unit: unit.0.parse().unwrap(),
        source: unit.1.parse().unwrap(),
        category: charter.categories[stream.below(charter.categories.len() as u32) as usize].id.clone(),
        origin: Origin::ALL[stream.below(3) as usize],
        urgent,
        closed: stream.below(10) > 0,
        passed,
    }
}

fn disclosure(charter: &Charter, unit: &(&str, &str, f64, &[&str]), stream: &mut Stream) -> Disclosure {
    let (partner, owner) = charter.unit(&unit.0.parse().unwrap()).unwrap();
    let audience = charter.audience(&one_of(unit.3, stream).parse().unwrap()).unwrap();
    let (place, time, text) = match stream.below(10) {
        0..4 => (Precision::Quarter, TimePart::Day, TextPart::None),
        4..8 => (Precision::M200, TimePart::Exact, TextPart::Summary),
        8 => (Precision::M50, TimePart::Exact, TextPart::Summary),
        _ => (Precision::Exact, TimePart::Exact, TextPart::Full),
    };
    let by = AccountId::from_chance([1; 16]);
    let withdrawn = stream.below(100) < 4;
    let expired = stream.below(100) < 12;
    Disclosure {
        id: DisclosureId::from_chance(bytes(stream)),
        from: partner.id.clone(),
        unit: owner.id.clone(),
        audience: audience.id.clone(),
        partners: partners_now(charter, audience),
        parts: Parts { place, time, text, attachments: false },
        legal_basis: "kv-austausch".parse().unwrap(),
        purpose: "Messung".to_owned(),
        profile: None,
        rule: None,
        made_by: by,
        made_at: NOW.plus_days(-100),
        expires_at: NOW.plus_days(if expired { -5 } else { 200 }),
        withdrawal: withdrawn.then(|| Withdrawal { by, at: NOW.plus_days(-3), reason: "Messung".to_owned() }),
    }
}

/// Charter, areas and the account that looks: in two units and one body of the city.
async fn begin(store: &Store, charter: Charter) {
    let divisions = [
        ("stadt", include_str!("../../src/demo/areas/stadt.geojson")),
        ("stadtbezirke", include_str!("../../src/demo/areas/stadtbezirke.geojson")),
        ("sozialraeume", include_str!("../../src/demo/areas/sozialraeume.geojson")),
    ];
    let id = AccountId::from_chance([1; 16]);
    let account = Account {
        id,
        partner: charter.partners[0].id.clone(),
        email: "messung@stadt.example".to_owned(),
        name: "Messung".to_owned(),
        language: Language::De,
        created_at: NOW,
        disabled_at: None,
        last_visit: None,
    };
    let seats = [
        (MemberOf::Unit("ordnungsamt".parse().unwrap()), Role::Officer),
        (MemberOf::Unit("kod".parse().unwrap()), Role::Reader),
        (MemberOf::Body("koordination".parse().unwrap()), Role::Reader),
    ];
    let memberships: Vec<Membership> = (0..)
        .zip(seats)
        .map(|(number, (of, role))| Membership {
            id: MembershipId::from_chance([number; 16]),
            account: id,
            of,
            role,
            from: Timestamp(0),
            until: None,
        })
        .collect();
    let token = Token {
        id: TokenId::from_chance([1; 16]),
        account: id,
        name: "Messung".to_owned(),
        scope: Scope::Read,
        created_at: Timestamp(0),
        expires_at: Timestamp(i64::MAX),
        revoked_at: None,
    };
    let write = store.write::<_, StoreError>(move |tx| {
        Box::pin(async move {
            store::charters::insert(tx, app::demo::CHARTER, Timestamp(0), None).await?;
            for (id, text) in divisions {
                let (areas, _) = exchange::geojson::areas(text, "id", "name").unwrap();
                let areas: Vec<_> =
                    areas.into_iter().map(|a| (a.id, a.name, exchange::geojson::write(&a.shape))).collect();
                store::areas::replace(tx, &id.parse().unwrap(), id, &areas, Timestamp(0)).await?;
            }
            store::people::insert_account(tx, &account).await?;
            for membership in &memberships {
                store::people::insert_membership(tx, membership).await?;
            }
            store::tokens::insert(tx, &token, &app::hash_secret(TOKEN)).await
        })
    });
    write.await.unwrap();
}

async fn save(store: &Store, charter: &Charter, rows: &[Row], disclosures: &[Disclosure]) {
    for some in disclosures.chunks(5_000) {
        let some = some.to_vec();
        let write = store.write::<_, StoreError>(move |tx| {
            Box::pin(async move { store::disclosures::insert_many(tx, &some).await })
        });
        write.await.unwrap();
    }
    for (chunk, some) in rows.chunks(2_500).enumerate() {
        let numbered = some.iter().enumerate().map(|(i, row)| (chunk * 2_500 + i, row));
        let reports: Vec<Report> = numbered.map(|(number, row)| report(charter, number, row)).collect();
        let passed: Vec<_> = reports
            .iter()
            .zip(some)
            .flat_map(|(report, row)| {
                row.passed.iter().map(|&number| (disclosures[number as usize].id, report.id, 1))
            })
            .collect();
        let history = |report: Report| History {
            at_most: at_most(&report.content, charter),
            versions: vec![report],
            salt: [1; 16],
        };
        let histories: Vec<History> = reports.into_iter().map(history).collect();
        let write = store.write::<_, StoreError>(move |tx| {
            Box::pin(async move {
                store::reports::insert_histories(tx, &histories).await?;
                store::disclosures::pass_many(tx, &passed).await
            })
        });
        write.await.unwrap();
    }
}

fn report(charter: &Charter, number: usize, row: &Row) -> Report {
    let mut stream = Stream::new(2, number as u64);
    let (partner, _) = charter.unit(&row.unit).unwrap();
    let by = AccountId::from_chance([1; 16]);
    let closed = row.closed.then(|| domain::report::Closing { at: NOW, by, outcome: String::new() });
    Report {
        id: ReportId::from_chance(bytes(&mut stream)),
        partner: partner.id.clone(),
        unit: row.unit.clone(),
        own_ref: None,
        known_since: None,
        entered_at: row.at,
        version: 1,
        changed_at: row.at,
        changed_by: by,
        content: Content {
            source: row.source.clone(),
            origin: row.origin,
            channel: Channel::Form,
            category: row.category.clone(),
            modus: None,
            place: row.place,
            household: false,
            when: When::At(row.at),
            title: "Messung".to_owned(),
            summary: "Messung".to_owned(),
            text: String::new(),
            urgency: if row.urgent { Urgency::Immediate } else { Urgency::Normal },
        },
        closed,
    }
}

fn pick<'a, T>(items: &[&'a T], weight: impl Fn(&T) -> f64, stream: &mut Stream) -> &'a T {
    let mut at = stream.unit() * items.iter().map(|item| weight(item)).sum::<f64>();
    for item in items {
        at -= weight(item);
        if at < 0.0 {
            return item;
        }
    }
    items[items.len() - 1]
}

fn one_of<T: Copy>(items: &[T], stream: &mut Stream) -> T {
    items[stream.below(items.len() as u32) as usize]
}

fn normal(stream: &mut Stream) -> f64 {
    let radius = (-2.0 * (1.0 - stream.unit()).ln()).sqrt();
    radius * (std::f64::consts::TAU * stream.unit()).cos()
}

fn bytes(stream: &mut Stream) -> [u8; 16] {
    let words = [stream.word(), stream.word(), stream.word(), stream.word()];
    let mut bytes = [0; 16];
    bytes.chunks_mut(4).zip(words).for_each(|(four, word)| four.copy_from_slice(&word.to_le_bytes()));
    bytes
}
