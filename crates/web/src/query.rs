//! The state of the picture in an address: read from it, written to it, the same for pages and API.

use std::collections::BTreeSet;

use app::{App, Filter, Who};
use domain::{
    ids::*,
    report::read_time,
    report::{FieldError, Problem},
    time::{Day, Timestamp},
};
use jiff::tz::TimeZone;

/// What stands in an address behind the question mark, in its order.
pub(crate) type Pairs = Vec<(String, String)>;

/// Reads the pairs of an address. What cannot be read is not there.
pub(crate) fn pairs(query: Option<&str>) -> Pairs {
    serde_html_form::from_str(query.unwrap_or_default()).unwrap_or_default()
}

/// The first value of a key; empty values do not count.
pub(crate) fn first<'a>(pairs: &'a Pairs, key: &str) -> Option<&'a str> {
    pairs.iter().find(|(k, v)| k == key && !v.is_empty()).map(|(_, v)| v.as_str())
}

/// An address of this server from what stands behind `weiter=`; the start page for everything that leads elsewhere.
///
/// Browsers read `//host` and `/\host` as another host, drop tabs and line ends before they do, and take the address
/// of a page from before the first colon; so only what begins with one slash and is made of visible ASCII is local.
pub(crate) fn local(address: &str) -> &str {
    let mut letters = address.bytes();
    let rooted = letters.next() == Some(b'/') && !matches!(letters.next(), Some(b'/' | b'\\'));
    let visible = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if rooted && visible { address } else { "/" }
}

/// Presets of the period, the last one the default.
pub(crate) const PRESETS: [&str; 5] = ["shift", "24h", "13w", "visit", "all"];

/// Keys of the filter, the same for pages and API.
pub(crate) const FILTER: [&str; 14] = [
    "preset",
    "from",
    "to",
    "category",
    "prevention",
    "kind",
    "source",
    "origin",
    "partner",
    "area",
    "cell",
    "urgent",
    "own",
    "open",
];

/// Keys of where the map looks.
const VIEW: [&str; 2] = ["z", "c"];

/// Whether a key belongs to the state of the picture; others are kept out of its addresses.
fn is_state(key: &str) -> bool {
    FILTER.contains(&key) || VIEW.contains(&key)
}

/// An error of `field` for each key that is not known: a slip of the pen must not widen an answer.
pub(crate) fn unknown_keys(field: &'static str, pairs: &Pairs, known: &[&str]) -> Vec<FieldError> {
    let keys = pairs.iter().map(|(key, _)| key.as_str());
    let unknown: BTreeSet<&str> = keys.filter(|key| !known.contains(key)).collect();
    let error = |key: &str| FieldError::new(field, Problem::Unknown { value: key.to_owned() });
    unknown.into_iter().map(error).collect()
}

/// The filter that an address asks for, or all that is wrong with it.
///
/// Keys may repeat. `from` and `to` are days (the last one included) or moments; `preset` is one of [`PRESETS`];
/// `area` is `division:area`, or an area of the quarter division.
pub(crate) fn filter(pairs: &Pairs, who: &Who, app: &App) -> Result<Filter, Vec<FieldError>> {
    let (charter, geography, zone, now) = (&app.charter(), app.geography(), &app.zone(), app.now());
    let mut filter = Filter::default();
    let mut errors = Vec::new();
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        if let Err(error) = read(&mut filter, key, value, charter, zone) {
            errors.push(error);
        }
    }
    for (division, area) in filter.areas.iter().filter(|(division, area)| !geography.has(division, area)) {
        errors.push(FieldError::new("area", Problem::Unknown { value: format!("{division}:{area}") }));
    }
    if filter.from.is_none() && filter.to.is_none() {
        match first(pairs, "preset") {
            None | Some("all") => {}
            Some("24h") => filter.from = Some(Timestamp(now.0 - 86_400_000)),
            Some("13w") => filter.from = Some(Day(now.day(zone).0 - 90).start(zone)),
            Some("shift") => filter.from = Some(shift_start(charter, zone, now)),
            Some("visit") => {
                filter.from = Some(who.account.last_visit.unwrap_or(Timestamp(now.0 - 7 * 86_400_000)));
            }
            Some(other) => {
                errors.push(FieldError::new("preset", Problem::Unknown { value: other.to_owned() }))
            }
        }
        if first(pairs, "preset").is_some_and(|preset| preset != "all") {
            filter.to = Some(Day(now.day(zone).0 + 1).start(zone));
        }
    }
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && to <= from
    {
        errors.push(FieldError::new("to", Problem::EndBeforeStart));
    }
    if errors.is_empty() { Ok(filter) } else { Err(errors) }
}

fn read(
    filter: &mut Filter,
    key: &str,
    value: &str,
    charter: &domain::charter::Charter,
    zone: &TimeZone,
) -> Result<(), FieldError> {
    let unknown = |field: &'static str| FieldError::new(field, Problem::Unknown { value: value.to_owned() });
    let time = |field: &'static str| {
        read_time(value, zone)
            .ok_or_else(|| FieldError::new(field, Problem::NotATime { value: value.to_owned() }))
    };
    match key {
        "from" => filter.from = Some(time("from")?.0),
        "to" => {
            let (at, whole_day) = time("to")?;
            filter.to = Some(if whole_day { Day(at.day(zone).0 + 1).start(zone) } else { at });
        }
        "category" => {
            let id: CategoryId = value.parse().map_err(|_| unknown("category"))?;
            charter.category(&id).ok_or_else(|| unknown("category"))?;
            filter.categories.insert(id);
        }
        "prevention" => {
            let field = domain::charter::Prevention::ALL.into_iter().find(|p| p.as_str() == value);
            filter.preventions.insert(field.ok_or_else(|| unknown("prevention"))?);
        }
        "kind" => {
            let kind = domain::charter::SourceKind::ALL.into_iter().find(|k| k.as_str() == value);
            filter.kinds.insert(kind.ok_or_else(|| unknown("kind"))?);
        }
        "source" => {
            let id: SourceId = value.parse().map_err(|_| unknown("source"))?;
            charter.source(&id).ok_or_else(|| unknown("source"))?;
            filter.sources.insert(id);
        }
        "origin" => _ = filter.origins.insert(value.parse().map_err(|_| unknown("origin"))?),
        "partner" => {
            let id: PartnerId = value.parse().map_err(|_| unknown("partner"))?;
            charter.partner(&id).ok_or_else(|| unknown("partner"))?;
            filter.partners.insert(id);
        }
        "area" => {
            let area = area(value, &charter.agreement.quarter_division);
            filter.areas.insert(area.ok_or_else(|| unknown("area"))?);
        }
        "cell" => filter.cell = Some(value.parse().map_err(|_| unknown("cell"))?),
        "urgent" => filter.urgent = true,
        "own" => filter.own = true,
        "open" => filter.open = true,
        _ => {}
    }
    Ok(())
}

/// An area as an address names it: `division:area`, or an area of the quarter division.
pub(crate) fn area(text: &str, quarter: &DivisionId) -> Option<(DivisionId, AreaId)> {
    match text.split_once(':') {
        Some((division, area)) => Some((division.parse().ok()?, area.parse().ok()?)),
        None => Some((quarter.clone(), text.parse().ok()?)),
    }
}

/// The beginning of the shift that runs now.
fn shift_start(charter: &domain::charter::Charter, zone: &TimeZone, now: Timestamp) -> Timestamp {
    let today = now.day(zone);
    let starts = [Day(today.0 - 1), today].into_iter().flat_map(|day| {
        charter.agreement.shifts.iter().filter_map(move |time| {
            let time = jiff::civil::Time::strptime("%H:%M", time).ok()?;
            let at = day.date().to_datetime(time).to_zoned(zone.clone()).ok()?;
            Some(Timestamp::from_jiff(at.timestamp()))
        })
    });
    starts.filter(|start| *start <= now).max().unwrap_or_else(|| today.start(zone))
}

/// The state as an address: the pairs without `without`, with `with` added.
pub(crate) fn address(path: &str, pairs: &Pairs, without: &[&str], with: &[(&str, &str)]) -> String {
    let kept = pairs.iter().filter(|(k, v)| is_state(k) && !without.contains(&k.as_str()) && !v.is_empty());
    let mut all: Vec<(&str, &str)> = kept.map(|(k, v)| (k.as_str(), v.as_str())).collect();
    all.extend_from_slice(with);
    match serde_html_form::to_string(&all) {
        Ok(text) if !text.is_empty() => format!("{path}?{text}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_server_are_local() {
        for address in
            ["/", "/meldungen?preset=24h&x=%2F%2Fevil", "/konto#passwort", "/a//b", "/@evil.example"]
        {
            assert_eq!(local(address), address);
        }
        let elsewhere = [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            "/a\\..\\evil",
            " //evil.example",
            "/ä",
            "/\r\nSet-Cookie: x=y",
        ];
        for address in elsewhere {
            assert_eq!(local(address), "/", "{address:?}");
        }
    }
}
