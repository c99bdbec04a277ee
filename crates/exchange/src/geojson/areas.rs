//! Areas of divisions.

use domain::{geography::Area, people::Language};
use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon, Validation};
use geojson::{Feature, GeoJson, Geometry, GeometryValue, PolygonType, Position};
use serde_json::{Map, Value};

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
    /// Two areas have the same identifier and different names.
    #[error("the areas \"{0}\" and \"{1}\" have the same identifier")]
    Twice(String, String),
}

impl Problem {
    /// Half a sentence: what is wrong with the file.
    pub fn say(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::NotGeoJson(why) => format!("das ist kein GeoJSON ({why})"),
            Self::NotAPolygon => "ein Gebiet ist keine Fläche".to_owned(),
            Self::TooLarge => format!("ein Gebiet hat mehr als {POINTS_MAX} Punkte"),
            Self::NotDegrees => "die Koordinaten müssen Grad sein, zuerst die Länge".to_owned(),
            Self::Crossing => "ein Umriss kreuzt sich selbst und ließ sich nicht berichtigen".to_owned(),
            Self::Nameless(number) => format!("Gebiet Nr. {number} hat weder Kürzel noch Namen"),
            Self::Empty => "es ist kein Gebiet darin".to_owned(),
            Self::Twice(one, other) => format!("die Gebiete „{one}“ und „{other}“ haben dasselbe Kürzel"),
        }
    }
}

/// The areas of a feature collection like [`areas`], with properties found by what they are usually called where none are
/// named.
pub fn usual_areas(
    text: &str,
    id_property: Option<&str>,
    name_property: Option<&str>,
) -> Result<(Vec<Area>, Vec<usize>), Problem> {
    let properties = first_properties(text);
    let usual = |named: Option<&str>, names: &[&str]| {
        named.map(str::to_owned).or_else(|| guess(&properties, names)).unwrap_or_default()
    };
    let id = usual(id_property, &["id", "ags", "nr", "nummer", "schluessel"]);
    let name = usual(name_property, &["name", "gen", "bezeichnung"]);
    areas(text, &id, &name)
}

/// The properties of the first feature; none if there is no such thing.
fn first_properties(text: &str) -> Map<String, Value> {
    let read: Value = serde_json::from_str(text).unwrap_or_default();
    let feature = read.get("features").and_then(|features| features.get(0)).unwrap_or(&read);
    feature.get("properties").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// The property that is called so, or ends so after an underscore (`STB_NAME`), whatever its case.
fn guess(properties: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let fits = |key: &str, name: &str| {
        let key = key.to_lowercase();
        key == name || key.strip_suffix(name).is_some_and(|before| before.ends_with('_'))
    };
    names.iter().find_map(|name| properties.keys().find(|key| fits(key, name)).cloned())
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
    let (mut areas, mut repaired): (Vec<Area>, Vec<usize>) = (Vec::new(), Vec::new());
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
        // An area in several pieces may come as several features.
        match areas.iter_mut().find(|known| known.id == id) {
            Some(known) if known.name == name => known.shape.0.extend(shape.0),
            Some(known) => return Err(Problem::Twice(known.name.clone(), name)),
            None => areas.push(Area { id, name, shape }),
        }
    }
    if areas.is_empty() { Err(Problem::Empty) } else { Ok((areas, repaired)) }
}

fn polygons(geometry: &Geometry) -> Result<MultiPolygon<f64>, Problem> {
    let shape = match &geometry.value {
        GeometryValue::Polygon { coordinates } => std::slice::from_ref(coordinates),
        GeometryValue::MultiPolygon { coordinates } => coordinates.as_slice(),
        _ => return Err(Problem::NotAPolygon),
    };
    if shape.iter().flatten().map(Vec::len).sum::<usize>() > POINTS_MAX {
        return Err(Problem::TooLarge);
    }
    // The library's own conversion takes it for granted that a position has two numbers.
    let point = |position: &Position| match *position.as_slice() {
        [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Ok(Coord { x: lon, y: lat }),
        _ => Err(Problem::NotDegrees),
    };
    let ring = |positions: &Vec<Position>| match positions.is_empty() {
        true => Err(Problem::Empty),
        false => positions.iter().map(point).collect::<Result<LineString, _>>(),
    };
    let polygon = |rings: &PolygonType| {
        let mut rings = rings.iter().map(ring);
        let outer = rings.next().ok_or(Problem::Empty)??;
        Ok(Polygon::new(outer, rings.collect::<Result<_, _>>()?))
    };
    if shape.is_empty() { Err(Problem::Empty) } else { shape.iter().map(polygon).collect() }
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
    fn properties_are_found_in_the_ways_in_which_offices_name_them() {
        let properties = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap();
        let district = properties(r#"{"STB_NR":"7","STB_NAME":"Porz","SHAPE_LEN":1.0}"#);
        assert_eq!(guess(&district, &["id", "nr"]), Some("STB_NR".to_owned()));
        assert_eq!(guess(&district, &["name"]), Some("STB_NAME".to_owned()));
        let (areas, _) = usual_areas(SQUARE, None, None).unwrap();
        assert_eq!(areas[0].name, "Bockum-Hövel");
    }

    #[test]
    fn an_area_in_pieces_is_one_area_and_two_of_one_name_are_none() {
        let piece = |west: u32, name: &str| {
            let east = west + 1;
            format!(
                r#"{{"type":"Feature","properties":{{"id":"1","name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},51],[{east},51],[{east},52],[{west},52],[{west},51]]]}}}}"#
            )
        };
        let collection =
            |a: String, b: String| format!(r#"{{"type":"FeatureCollection","features":[{a},{b}]}}"#);
        let (one, _) = areas(&collection(piece(7, "Nord"), piece(9, "Nord")), "id", "name").unwrap();
        assert_eq!((one.len(), one[0].shape.0.len()), (1, 2));
        let two = areas(&collection(piece(7, "Nord"), piece(9, "Süd")), "id", "name");
        assert_eq!(two, Err(Problem::Twice("Nord".to_owned(), "Süd".to_owned())));
        assert!(two.unwrap_err().say(Language::De).contains("dasselbe Kürzel"));
    }

    #[test]
    fn what_is_no_area_is_refused_with_a_reason() {
        assert!(matches!(areas("{", "id", "name"), Err(Problem::NotGeoJson(_))));
        assert_eq!(multi_polygon(r#"{"type":"Point","coordinates":[7,51]}"#), Err(Problem::NotAPolygon));
        let metres = r#"{"type":"Polygon","coordinates":[[[400000,5700000],[400001,5700000],[400001,5700001],[400000,5700000]]]}"#;
        assert_eq!(multi_polygon(metres), Err(Problem::NotDegrees));
        let hole = r#"{"type":"MultiPolygon","coordinates":[[[[1,0],[1,0],[],[0,0]]]]}"#;
        assert_eq!(multi_polygon(hole), Err(Problem::NotDegrees));
        for nothing in [
            "Polygon\",\"coordinates\":[]",
            "MultiPolygon\",\"coordinates\":[]",
            "Polygon\",\"coordinates\":[[]]",
        ] {
            assert_eq!(multi_polygon(&format!("{{\"type\":\"{nothing}}}")), Err(Problem::Empty), "{nothing}");
        }
    }
}
