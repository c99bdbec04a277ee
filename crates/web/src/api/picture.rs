//! The picture: cells, areas, points, histogram, facets, trends. Counts only, computed from what the caller may see.

use app::{ActError, App, Filter, Who};
use axum::{
    Json,
    extract::RawQuery,
    response::{IntoResponse, Response},
};
use domain::{
    ids::DivisionId,
    report::{FieldError, Problem},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    answer::Failure,
    context::{Caller, Plain},
    query::{self, Pairs},
};

/// There can be a hundred thousand cells: they are written as they are, not as a tree of values first.
#[derive(Serialize)]
struct Cells {
    total: u64,
    unplaced: u64,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    cell: String,
    count: u64,
}

/// Reads the filter and what else is asked for, asks, answers.
fn ask<T, Body: Serialize>(
    caller: &Caller,
    raw: Option<String>,
    others: &[&str],
    more: impl FnOnce(&Pairs) -> Result<T, FieldError>,
    question: impl FnOnce(&App, &Who, &Filter, T) -> Result<Body, ActError>,
) -> Response {
    let Caller { app, who, words } = caller;
    let asked = with_filter(app, who, &query::pairs(raw.as_deref()), others, more);
    match asked.and_then(|(filter, more)| question(app, who, &filter, more)) {
        Ok(body) => Json(body).into_response(),
        Err(error) => Failure::from(error).json(words),
    }
}

/// The filter of an address with something else that stands there (under the keys `others`), or all that is wrong with
/// both.
pub(super) fn with_filter<T>(
    app: &App,
    who: &Who,
    pairs: &Pairs,
    others: &[&str],
    more: impl FnOnce(&Pairs) -> Result<T, FieldError>,
) -> Result<(Filter, T), ActError> {
    let filter = query::filter(pairs, who, app);
    let known = [&query::FILTER[..], others].concat();
    let mut errors = query::unknown_keys("filter", pairs, &known);
    match (filter, more(pairs)) {
        (Ok(filter), Ok(more)) if errors.is_empty() => Ok((filter, more)),
        (filter, more) => {
            errors.extend(filter.err().unwrap_or_default());
            errors.extend(more.err());
            Err(ActError::Invalid(errors))
        }
    }
}

fn nothing(_: &Pairs) -> Result<(), FieldError> {
    Ok(())
}

fn wrong(field: &'static str, value: &str) -> FieldError {
    let problem = match value {
        "" => Problem::Missing,
        value => Problem::Unknown { value: value.to_owned() },
    };
    FieldError::new(field, problem)
}

/// `GET /picture/cells?resolution=…`.
pub(crate) async fn cells(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    let resolution = |pairs: &Pairs| {
        let text = query::first(pairs, "resolution").unwrap_or("9");
        let known =
            text.parse::<u8>().ok().filter(|r| *r <= 11).and_then(|r| h3o::Resolution::try_from(r).ok());
        known.ok_or_else(|| wrong("resolution", text))
    };
    ask(&caller, raw, &["resolution"], resolution, |app, who, filter, resolution| {
        let cells = app.cells(who, filter, resolution)?;
        let list = cells.cells.iter().map(|c| Cell { cell: c.cell.to_string(), count: c.count });
        Ok(Cells { total: cells.total, unplaced: cells.unplaced, cells: list.collect() })
    })
}

/// `GET /picture/areas?division=…`.
pub(crate) async fn areas(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    let geography = caller.app.geography();
    let division = |pairs: &Pairs| match query::first(pairs, "division") {
        None => Ok(geography.quarter().clone()),
        Some(text) => {
            let known = text.parse::<DivisionId>().ok().filter(|id| geography.division(id).is_some());
            known.ok_or_else(|| wrong("division", text))
        }
    };
    ask(&caller, raw, &["division"], division, |app, who, filter, division| {
        let counts = app.areas(who, filter, &division)?;
        let list: Vec<Value> = counts
            .areas
            .iter()
            .map(|a| json!({ "area": a.area, "name": a.name, "count": a.count, "previous": a.previous }))
            .collect();
        Ok(json!({
            "division": division, "total": counts.total, "previous": counts.previous, "unplaced": counts.unplaced, "areas": list,
        }))
    })
}

/// `GET /picture/points?bbox=west,south,east,north`.
pub(crate) async fn points(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    let bounds = |pairs: &Pairs| -> Result<[f64; 4], FieldError> {
        let text = query::first(pairs, "bbox").unwrap_or_default();
        let number = |text: &str| text.trim().parse().ok().filter(|number: &f64| number.is_finite());
        let numbers: Option<Vec<f64>> = text.split(',').map(number).collect();
        numbers.and_then(|numbers| numbers.try_into().ok()).ok_or_else(|| wrong("bbox", text))
    };
    ask(&caller, raw, &["bbox"], bounds, |app, who, filter, bounds| {
        let points = app.points(who, filter, bounds)?;
        let list: Vec<Value> = points
            .points
            .iter()
            .map(|p| {
                json!({
                    "id": p.id, "lon": p.lon, "lat": p.lat, "kind": p.kind, "category": p.category,
                    "precision": p.precision.as_str(), "own": p.own,
                })
            })
            .collect();
        Ok(json!({ "points": list, "more": points.more }))
    })
}

/// `GET /picture/histogram`.
pub(crate) async fn histogram(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    let words = caller.words.clone();
    ask(&caller, raw, &[], nothing, |app, who, filter, ()| {
        let histogram = app.histogram(who, filter)?;
        let bars: Vec<Value> = histogram
            .bars
            .iter()
            .map(|bar| {
                json!({ "from": words.machine(bar.from), "to": words.machine(bar.to), "count": bar.count })
            })
            .collect();
        let selected = [filter.from, filter.to].map(|at| at.map(|at| words.machine(at)));
        Ok(json!({ "days": histogram.days, "bars": bars, "selected": selected }))
    })
}

/// `GET /picture/facets`: counts beside every value of every filter.
pub(crate) async fn facets(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    ask(&caller, raw, &[], nothing, |app, who, filter, ()| {
        let f = app.facets(who, filter)?;
        let preventions: serde_json::Map<String, Value> =
            f.preventions.iter().map(|(field, count)| (field.as_str().to_owned(), json!(count))).collect();
        Ok(json!({
            "total": f.total, "previous": f.previous, "categories": f.categories, "kinds": f.kinds,
            "sources": f.sources, "origins": f.origins, "preventions": preventions, "partners": f.partners,
        }))
    })
}

/// `GET /picture/trends`: by category, with the same period a year earlier.
pub(crate) async fn trends(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    ask(&caller, raw, &[], nothing, |app, who, filter, ()| {
        let trends = app.trends(who, filter)?;
        let list: Vec<Value> = trends
            .iter()
            .map(|t| json!({ "category": t.category, "count": t.count, "previous": t.previous }))
            .collect();
        Ok(json!({ "categories": list }))
    })
}

/// `GET /picture/map-config`: what the map needs before it asks for anything: bounds and areas.
pub(crate) async fn map_config(Plain(caller): Plain) -> Response {
    let app = caller.app;
    let (charter, geography) = (app.charter(), app.geography());
    let divisions: Vec<Value> = geography
        .divisions()
        .map(|division| {
            let areas: Vec<Value> = division
                .areas()
                .iter()
                .map(|area| json!({ "id": area.id, "name": area.name, "geometry": geometry(&area.shape) }))
                .collect();
            json!({ "id": division.id, "name": division.name, "areas": areas })
        })
        .collect();
    let agreement = &charter.agreement;
    Json(json!({
        "centre": agreement.centre,
        "bounds": agreement.bounds,
        "divisions": divisions,
        "quarter_division": agreement.quarter_division,
        "city_division": agreement.city_division,
    }))
    .into_response()
}

fn geometry(shape: &geo::MultiPolygon<f64>) -> Value {
    let ring = |line: &geo::LineString<f64>| line.0.iter().map(|c| json!([c.x, c.y])).collect::<Value>();
    let polygon = |p: &geo::Polygon<f64>| {
        std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect::<Value>()
    };
    json!({ "type": "MultiPolygon", "coordinates": shape.0.iter().map(polygon).collect::<Value>() })
}
