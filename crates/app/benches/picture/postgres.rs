//! The same questions in PostgreSQL.

use std::{collections::BTreeMap, fmt::Write as _, time::Instant};

use app::Filter;
use domain::{
    disclosure::{TextPart, TimePart},
    geography::Division,
    ids::*,
    place::{Precision, centre},
    report::Origin,
    time::Timestamp,
};
use h3o::Resolution;
use jiff::tz::TimeZone;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use crate::{
    Measured, filter,
    million::{self, Million},
    questions::QUESTIONS,
};

/// How often a question is asked here; each takes long enough.
const TIMES: usize = 7;

const TABLES: &str = "
CREATE SCHEMA measured;
CREATE TABLE flat (class int NOT NULL, at bigint NOT NULL, day_at bigint NOT NULL,
    c7 bigint, c8 bigint, c9 bigint, c11 bigint, category smallint NOT NULL, kind smallint NOT NULL,
    origin smallint NOT NULL, partner smallint NOT NULL, urgent boolean NOT NULL, open boolean NOT NULL,
    bezirk5 smallint, bezirk4 smallint, bezirk3 smallint, raum5 smallint, raum4 smallint, raum3 smallint);
CREATE TABLE class (class int PRIMARY KEY, unit text NOT NULL);
CREATE TABLE passed (class int NOT NULL, disclosure int NOT NULL, PRIMARY KEY (class, disclosure));
CREATE TABLE disclosure (disclosure int PRIMARY KEY, audience text NOT NULL, partners text[] NOT NULL,
    place smallint NOT NULL, day boolean NOT NULL, told boolean NOT NULL, expires_at bigint NOT NULL, withdrawn_at bigint);
CREATE TABLE audience (audience text PRIMARY KEY, everybody boolean NOT NULL);
CREATE TABLE seat (audience text NOT NULL, kind text NOT NULL, name text NOT NULL);
CREATE TABLE member (account text NOT NULL, kind text NOT NULL, name text NOT NULL);
";

const INDEX: &str = "
CREATE INDEX covering ON flat (at) INCLUDE (class, day_at, c7, c8, c9, c11, category, kind, origin, partner, urgent,
    open, bezirk5, bezirk4, bezirk3, raum5, raum4, raum3);
VACUUM (ANALYZE) flat;
ANALYZE class;
ANALYZE passed;
ANALYZE disclosure;
";

/// What the account may see of each class now: the most permissive of what reaches it, or all of its own units.
const SEEN: &str = "
WITH seen AS (
    SELECT p.class, max(d.place) AS place, bool_and(d.day) AS day, bool_or(d.told) AS told
    FROM passed p
    JOIN disclosure d USING (disclosure)
    JOIN class c USING (class)
    WHERE d.expires_at > {now} AND d.withdrawn_at IS NULL AND 'stadt' = ANY (d.partners)
      AND d.audience IN (
          SELECT audience FROM audience WHERE everybody
          UNION SELECT s.audience FROM seat s JOIN member m USING (kind, name) WHERE m.account = 'messung')
      AND c.unit NOT IN (SELECT name FROM member WHERE account = 'messung' AND kind = 'unit')
    GROUP BY p.class
    UNION ALL
    SELECT c.class, 5::smallint, false, true
    FROM class c JOIN member m ON m.kind = 'unit' AND m.name = c.unit AND m.account = 'messung')
";

/// Loads what was written and asks everything.
pub(crate) async fn measure(million: &Million) -> Vec<Measured> {
    let test = store::testing::postgres().await;
    let mut options = ConnectOptions::new(test.options.url.as_str());
    options.set_schema_search_path("measured").sqlx_logging(false);
    let connection = Database::connect(options).await.unwrap();
    let start = Instant::now();
    fill(&connection, million).await;
    println!("PostgreSQL loaded in {:.1} s", start.elapsed().as_secs_f64());
    let zone = TimeZone::get(app::demo::TIME_ZONE).unwrap();
    let mut measured = Vec::new();
    for (what, question, resolution) in QUESTIONS {
        let sql = sql(million, &filter(question, &zone), resolution);
        let mut times = Vec::new();
        let mut found = (0, 0);
        for _ in 0..TIMES {
            let start = Instant::now();
            found = ask(&connection, &sql).await;
            times.push(start.elapsed());
        }
        times.sort();
        let micros = times[TIMES / 2].as_micros() as u64;
        measured.push(Measured { what: what.to_owned(), micros, found: Some(found) });
    }
    measured
}

async fn ask(connection: &DatabaseConnection, sql: &str) -> (u64, u64) {
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    let mut found = (0, 0);
    for row in rows {
        let cell: Option<i64> = row.try_get_by_index(0).unwrap();
        let count = row.try_get_by_index::<i64>(1).unwrap().unsigned_abs();
        found.0 += count;
        found.1 += if cell.is_none() { count } else { 0 };
    }
    found
}

/// The question in SQL: reports by cell, those without one under NULL.
fn sql(million: &Million, filter: &Filter, resolution: u8) -> String {
    let charter = &million.charter;
    let least = if resolution <= 9 { 3 } else { 4 };
    let mut sql = SEEN.replace("{now}", &million::NOW.0.to_string());
    _ = write!(
        sql,
        "SELECT CASE WHEN seen.place >= {least} THEN c{resolution} END AS cell, count(*)
         FROM flat JOIN seen USING (class) WHERE true"
    );
    let at = "CASE WHEN seen.day THEN day_at ELSE at END";
    if let Some(from) = filter.from {
        // A report told by the day counts from its day's first moment: the index can still leave out what is older.
        _ = write!(sql, " AND at >= {} AND {at} >= {}", from.0, from.0);
    }
    if let Some(to) = filter.to {
        _ = write!(sql, " AND at < {} AND {at} < {}", to.0 + 90_000_000, to.0);
    }
    let mut among = |column: &str, numbers: Vec<usize>| {
        if !numbers.is_empty() {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            _ = write!(sql, " AND {column} IN ({})", numbers.join(", "));
        }
    };
    let categories = charter.categories.iter().enumerate();
    let wanted = categories.filter(|(_, category)| {
        filter.categories.contains(&category.id)
            || category.prevention.iter().any(|field| filter.preventions.contains(field))
    });
    among("category", wanted.map(|(number, _)| number).collect());
    among("kind", filter.kinds.iter().map(|kind| *kind as usize).collect());
    among("origin", filter.origins.iter().map(|origin| *origin as usize).collect());
    let partners = charter.partners.iter().enumerate().filter(|(_, p)| filter.partners.contains(&p.id));
    among("partner", partners.map(|(number, _)| number).collect());
    // Where a report came from is shown from a summary on.
    if !filter.kinds.is_empty() || !filter.origins.is_empty() {
        sql.push_str(" AND seen.told");
    }
    if filter.urgent {
        sql.push_str(" AND urgent");
    }
    if filter.open {
        sql.push_str(" AND open");
    }
    let areas: Vec<String> = filter.areas.iter().map(|(division, area)| in_area(division, area)).collect();
    if !areas.is_empty() {
        _ = write!(sql, " AND ({})", areas.join(" OR "));
    }
    sql.push_str(" GROUP BY 1");
    sql
}

/// Whether the *shown* place lies in an area.
fn in_area(division: &DivisionId, area: &AreaId) -> String {
    let [districts, quarters] = divisions();
    let is_quarter = *division == districts.id;
    let (column, division) = if is_quarter { ("bezirk", districts) } else { ("raum", quarters) };
    let number = division.areas().iter().position(|known| known.id == *area).unwrap();
    let told_as_quarter = if is_quarter { "WHEN 2 THEN bezirk5" } else { "" };
    format!(
        "CASE seen.place WHEN 5 THEN {column}5 WHEN 4 THEN {column}4 WHEN 3 THEN {column}3 {told_as_quarter} END
         = {number}"
    )
}

/// Stadtbezirke and Sozialräume.
fn divisions() -> [Division; 2] {
    let files = [
        ("stadtbezirke", include_str!("../../src/demo/areas/stadtbezirke.geojson")),
        ("sozialraeume", include_str!("../../src/demo/areas/sozialraeume.geojson")),
    ];
    files.map(|(id, text)| {
        let (areas, _) = exchange::geojson::areas(text, "id", "name").unwrap();
        Division::new(id.parse().unwrap(), id.to_owned(), areas)
    })
}

async fn fill(connection: &DatabaseConnection, million: &Million) {
    connection.execute_unprepared(TABLES).await.unwrap();
    rights(connection, million).await;
    let divisions = divisions();
    let zone = TimeZone::get(app::demo::TIME_ZONE).unwrap();
    let mut classes: BTreeMap<(UnitId, Vec<u32>), usize> = BTreeMap::new();
    for some in million.rows.chunks(2_000) {
        let mut values = Vec::with_capacity(some.len());
        for row in some {
            let next = classes.len();
            let class = *classes.entry((row.unit.clone(), row.passed.clone())).or_insert(next);
            values.push(flat(million, row, class, &divisions, &zone));
        }
        insert(connection, "flat", &values).await;
    }
    let units = classes.iter().map(|((unit, _), class)| format!("({class}, '{unit}')")).collect::<Vec<_>>();
    insert(connection, "class", &units).await;
    let passed = classes.iter().flat_map(|((_, passed), class)| {
        passed.iter().map(move |disclosure| format!("({class}, {disclosure})"))
    });
    insert(connection, "passed", &passed.collect::<Vec<_>>()).await;
    for statement in INDEX.split_inclusive(';').filter(|statement| statement.trim().ends_with(';')) {
        connection.execute_unprepared(statement).await.unwrap();
    }
}

/// Disclosures, audiences, and where the account sits.
async fn rights(connection: &DatabaseConnection, million: &Million) {
    let disclosures = million.disclosures.iter().enumerate().map(|(number, d)| {
        let partners: Vec<String> = d.partners.iter().map(|partner| format!("'{partner}'")).collect();
        let place = Precision::ALL.iter().position(|place| *place == d.parts.place).unwrap() + 1;
        let withdrawn = d.withdrawal.as_ref().map_or("NULL".to_owned(), |w| w.at.0.to_string());
        let (day, told) = (d.parts.time == TimePart::Day, d.parts.text != TextPart::None);
        let (audience, partners, expires) = (&d.audience, partners.join(", "), d.expires_at.0);
        format!("({number}, '{audience}', ARRAY[{partners}], {place}, {day}, {told}, {expires}, {withdrawn})")
    });
    insert(connection, "disclosure", &disclosures.collect::<Vec<_>>()).await;
    let (mut audiences, mut seats) = (Vec::new(), Vec::new());
    for audience in &million.charter.audiences {
        let id = &audience.id;
        audiences.push(format!("('{id}', {})", audience.units.is_empty() && audience.bodies.is_empty()));
        seats.extend(audience.units.iter().map(|unit| format!("('{id}', 'unit', '{unit}')")));
        seats.extend(audience.bodies.iter().map(|body| format!("('{id}', 'body', '{body}')")));
    }
    insert(connection, "audience", &audiences).await;
    insert(connection, "seat", &seats).await;
    let member = |(kind, name): (&str, &str)| format!("('messung', '{kind}', '{name}')");
    let member = [("unit", "ordnungsamt"), ("unit", "kod"), ("body", "koordination")].map(member);
    insert(connection, "member", &member).await;
}

async fn insert(connection: &DatabaseConnection, table: &str, values: &[String]) {
    for some in values.chunks(2_000) {
        let sql = format!("INSERT INTO {table} VALUES {}", some.join(","));
        connection.execute_unprepared(&sql).await.unwrap();
    }
}

/// A row with everything worked out that does not depend on who looks.
fn flat(
    million: &Million,
    row: &million::Row,
    class: usize,
    divisions: &[Division; 2],
    zone: &TimeZone,
) -> String {
    let charter = &million.charter;
    let category = charter.categories.iter().position(|category| category.id == row.category).unwrap();
    let kind = charter.source(&row.source).unwrap().kind as usize;
    let partner = charter.partners.iter().position(|p| p.units.iter().any(|u| u.id == row.unit)).unwrap();
    let origin = Origin::ALL.iter().position(|origin| *origin == row.origin).unwrap();
    let number = |value: Option<u64>| value.map_or("NULL".to_owned(), |value| value.to_string());
    let cell = |resolution| number(row.place.map(|place| place.cell_at(resolution).into()));
    let points = row.place.map(|place| {
        let at = |resolution| centre(place.cell_at(resolution));
        [(place.lon(), place.lat()), at(Resolution::Eleven), at(Resolution::Nine)]
    });
    let areas: Vec<String> = divisions
        .iter()
        .flat_map(|division| {
            (0..3).map(move |which| {
                let area = points.and_then(|points| {
                    let (lon, lat): (f64, f64) = points[which];
                    division.index_at(lon, lat)
                });
                area.map_or("NULL".to_owned(), |area| area.to_string())
            })
        })
        .collect();
    let (at, day_at): (Timestamp, Timestamp) = (row.at, row.at.day(zone).start(zone));
    format!(
        "({class}, {}, {}, {}, {}, {}, {}, {category}, {kind}, {origin}, {partner}, {}, {}, {})",
        at.0,
        day_at.0,
        cell(Resolution::Seven),
        cell(Resolution::Eight),
        cell(Resolution::Nine),
        cell(Resolution::Eleven),
        row.urgent,
        !row.closed,
        areas.join(", ")
    )
}
