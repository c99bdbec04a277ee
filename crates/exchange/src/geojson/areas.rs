//! Areas of divisions.

use domain::geography::Area;
use geo::{BooleanOps, MultiPolygon, Polygon, Validation};
use geojson::{Feature, GeoJson, Geometry};

/// Largest number of points of one shape; more is no area of a city.
pub const POINTS_MAX: usize = 500_000;

/// Why a shape cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not GeoJSON.
    #[error("this is not GeoJSON: {0}")]
    NotGeoJson(String),
    /// Not a polygon.
    #[error("this is neither a polygon nor several")]
    NotAPolygon,
    /// Too many points.
    #[error("more than {POINTS_MAX} points")]
    TooLarge,
    /// Coordinates that are not degrees.
    #[error("coordinates must be degrees, longitude first")]
    NotDegrees,
    /// Self-crossing, and it could not be repaired.
    #[error("the outline crosses itself")]
    Crossing,
    /// The feature has no identifier or name.
    #[error("feature {0} has neither an identifier nor a name")]
    Nameless(usize),
    /// There is no area in it.
    #[error("there is no area in it")]
    Empty,
}

/// The polygons of a GeoJSON geometry.
pub fn multi_polygon(text: &str) -> Result<MultiPolygon<f64>, Problem> {
    let geometry: Geometry =
        text.parse().map_err(|error: geojson::Error| Problem::NotGeoJson(error.to_string()))?;
    polygons(&geometry)
}

/// A geometry as text.
pub fn write(shape: &MultiPolygon<f64>) -> String {
    Geometry::from(shape).to_string()
}

/// The areas of a feature collection. The identifier is `id_property`'s value (or the feature's own), made plain; the
/// name is `name_property`'s. Outlines that cross themselves are repaired; the numbers of those features are returned.
pub fn areas(text: &str, id_property: &str, name_property: &str) -> Result<(Vec<Area>, Vec<usize>), Problem> {
    let features = match text.parse::<GeoJson>().map_err(|error| Problem::NotGeoJson(error.to_string()))? {
        GeoJson::FeatureCollection(collection) => collection.features,
        GeoJson::Feature(feature) => vec![feature],
        GeoJson::Geometry(_) => return Err(Problem::Nameless(1)),
    };
    let (mut areas, mut repaired) = (Vec::new(), Vec::new());
    for (number, feature) in (1..).zip(&features) {
        let name = property(feature, name_property).or_else(|| property(feature, id_property));
        let name = name.ok_or(Problem::Nameless(number))?;
        let id = property(feature, id_property).unwrap_or_else(|| name.clone());
        let id = plain(&id).parse().map_err(|_| Problem::Nameless(number))?;
        let mut shape = polygons(feature.geometry.as_ref().ok_or(Problem::NotAPolygon)?)?;
        if !shape.is_valid() {
            // Uniting a shape with nothing takes its outline apart at the crossings.
            shape = shape.union(&MultiPolygon::new(Vec::new()));
            if shape.0.is_empty() || !shape.is_valid() {
                return Err(Problem::Crossing);
            }
            repaired.push(number);
        }
        areas.push(Area { id, name, shape });
    }
    if areas.is_empty() { Err(Problem::Empty) } else { Ok((areas, repaired)) }
}

fn polygons(geometry: &Geometry) -> Result<MultiPolygon<f64>, Problem> {
    let shape: geo::Geometry<f64> = geometry.clone().try_into().map_err(|_| Problem::NotAPolygon)?;
    let shape = match shape {
        geo::Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon]),
        geo::Geometry::MultiPolygon(polygons) => polygons,
        _ => return Err(Problem::NotAPolygon),
    };
    let points = |polygon: &Polygon<f64>| {
        polygon.exterior().0.len() + polygon.interiors().iter().map(|ring| ring.0.len()).sum::<usize>()
    };
    if shape.iter().map(points).sum::<usize>() > POINTS_MAX {
        return Err(Problem::TooLarge);
    }
    let degrees =
        |ring: &geo::LineString<f64>| ring.0.iter().all(|c| c.x.abs() <= 180.0 && c.y.abs() <= 90.0);
    let fits = shape.iter().all(|p| degrees(p.exterior()) && p.interiors().iter().all(degrees));
    if fits { Ok(shape) } else { Err(Problem::NotDegrees) }
}

fn property(feature: &Feature, name: &str) -> Option<String> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    feature.properties.as_ref()?.get(name).and_then(text)
}

/// A name as an identifier: lower case, umlauts written out, everything else a hyphen.
fn plain(name: &str) -> String {
    let mut id = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => id.push_str("ae"),
            'ö' => id.push_str("oe"),
            'ü' => id.push_str("ue"),
            'ß' => id.push_str("ss"),
            c if c.is_ascii_alphanumeric() => id.push(c),
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    id.truncate(64);
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Bockum-Hövel"},
        "geometry":{"type":"Polygon","coordinates":[[[7,51],[8,51],[8,52],[7,52],[7,51]]]}}]}"#;
    const BOW: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Schleife"},
        "geometry":{"type":"Polygon","coordinates":[[[7,51],[8,52],[8,51],[7,52],[7,51]]]}}]}"#;

    #[test]
    fn an_area_has_a_plain_identifier_and_its_name() {
        let (areas, repaired) = areas(SQUARE, "id", "name").unwrap();
        assert_eq!((areas[0].id.as_str(), areas[0].name.as_str()), ("bockum-hoevel", "Bockum-Hövel"));
        assert!(repaired.is_empty());
        assert_eq!(multi_polygon(&write(&areas[0].shape)).unwrap(), areas[0].shape);
    }

    #[test]
    fn an_outline_that_crosses_itself_is_repaired_and_named() {
        let (areas, repaired) = areas(BOW, "id", "name").unwrap();
        assert_eq!(repaired, [1]);
        assert!(areas[0].shape.is_valid());
    }

    #[test]
    fn what_is_no_area_is_refused_with_a_reason() {
        assert!(matches!(areas("{", "id", "name"), Err(Problem::NotGeoJson(_))));
        assert_eq!(multi_polygon(r#"{"type":"Point","coordinates":[7,51]}"#), Err(Problem::NotAPolygon));
        let metres = r#"{"type":"Polygon","coordinates":[[[400000,5700000],[400001,5700000],[400001,5700001],[400000,5700000]]]}"#;
        assert_eq!(multi_polygon(metres), Err(Problem::NotDegrees));
    }
}
