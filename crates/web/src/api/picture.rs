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
use serde_json::{Value, json};

use crate::{
    answer::Failure,
    context::Caller,
    query::{self, Pairs},
};

/// Reads the filter, asks, answers.
fn ask(
    caller: &Caller,
    raw: Option<String>,
    question: impl FnOnce(&App, &Who, &Filter, &Pairs) -> Result<Value, ActError>,
) -> Response {
    let Caller { app, who, words } = caller;
    let pairs = query::pairs(raw.as_deref());
    let filter =
        query::filter(&pairs, who, &app.charter(), &app.zone(), app.now()).map_err(ActError::Invalid);
    match filter.and_then(|filter| question(app, who, &filter, &pairs)) {
        Ok(body) => Json(body).into_response(),
        Err(error) => Failure::from(error).json(words),
    }
}

fn wrong(field: &'static str, value: &str) -> ActError {
    let problem = match value {
        "" => Problem::Missing,
        value => Problem::Unknown { value: value.to_owned() },
    };
    ActError::Invalid(vec![FieldError::new(field, problem)])
}

/// `GET /picture/cells?resolution=…`.
pub(crate) async fn cells(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    ask(&caller, raw, |app, who, filter, pairs| {
        let text = query::first(pairs, "resolution").unwrap_or("9");
        let resolution =
            text.parse::<u8>().ok().filter(|r| *r <= 11).and_then(|r| h3o::Resolution::try_from(r).ok());
        let cells = app.cells(who, filter, resolution.ok_or_else(|| wrong("resolution", text))?)?;
        let list: Vec<Value> =
            cells.cells.iter().map(|c| json!({ "cell": c.cell.to_string(), "count": c.count })).collect();
        Ok(json!({ "total": cells.total, "unplaced": cells.unplaced, "cells": list }))
    })
}

/// `GET /picture/areas?division=…`.
pub(crate) async fn areas(caller: Caller, RawQuery(raw): RawQuery) -> Response {
    ask(&caller, raw, |app, who, filter, pairs| {
        let division: DivisionId = match query::first(pairs, "division") {
            None => app.charter().agreement.quarter_division.clone(),
            Some(text) => text.parse().map_err(|_| wrong("division", text))?,
        };
        let counts = app.areas(who, filter, &division).map_err(|error| match error {
            ActError::NotFound => wrong("division", division.as_str()),
            other => other,
        })?;
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
    ask(&caller, raw, |app, who, filter, pairs| {
        let text = query::first(pairs, "bbox").unwrap_or_default();
        let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
        let bounds: [f64; 4] = numbers.try_into().map_err(|_| wrong("bbox", text))?;
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
    ask(&caller, raw, |app, who, filter, _| {
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
    ask(&caller, raw, |app, who, filter, _| {
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
    ask(&caller, raw, |app, who, filter, _| {
        let trends = app.trends(who, filter)?;
        let list: Vec<Value> = trends
            .iter()
            .map(|t| json!({ "category": t.category, "count": t.count, "previous": t.previous }))
            .collect();
        Ok(json!({ "categories": list }))
    })
}

/// `GET /picture/map-config`: what the map needs before it asks for anything: bounds and areas.
pub(crate) async fn map_config(caller: Caller) -> Response {
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
