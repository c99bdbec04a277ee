//! Reading a collection of points: feature by feature, properties as columns.

use std::{
    cell::Cell,
    collections::BTreeSet,
    fmt,
    io::{self, BufReader, Read},
    ops::ControlFlow,
    rc::Rc,
};

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::{
    profile::{Decimal, FileForm},
    table::{Broken, FileProblem, Header, Limits, Row, Sink},
};

/// What the coordinates of a point are called as columns.
pub const COORDINATES: [&str; 2] = ["geometry.lon", "geometry.lat"];
/// Features that are looked at for their properties before the columns are known.
const LOOKED_AT: usize = 1_000;
/// Bytes of one feature.
const FEATURE_MAX: u64 = 4 << 20;

/// Reads a feature collection into a sink. Properties that appear in later features only are no columns.
pub fn read(
    source: impl Read,
    form: &FileForm,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<(), FileProblem> {
    let left = Rc::new(Cell::new(FEATURE_MAX));
    let source = BufReader::with_capacity(64 << 10, Gauge { source, left: Rc::clone(&left) });
    let mut features = Features {
        decimal: form.decimal.unwrap_or(Decimal::Point),
        limits: *limits,
        left,
        waiting: Vec::new(),
        columns: None,
        number: 0,
        row: Row::default(),
        sink,
        ended: None,
    };
    let mut json = serde_json::Deserializer::from_reader(source);
    let read = features.deserialize_collection(&mut json).and_then(|()| json.end());
    match (features.ended.take(), read) {
        (Some(Ended::Enough), _) => Ok(()),
        (Some(Ended::Problem(problem)), _) => Err(problem),
        (None, Err(error)) if error.is_io() => Err(io::Error::from(error).into()),
        (None, Err(error)) => Err(FileProblem::NotGeoJson { after: features.number, why: error.to_string() }),
        (None, Ok(())) => {
            _ = features.flush();
            match features.ended.take() {
                Some(Ended::Problem(problem)) => Err(problem),
                _ if features.number == 0 => Err(FileProblem::NoRows),
                _ => Ok(()),
            }
        }
    }
}

/// Ends the reading when one feature is larger than a feature may be.
struct Gauge<R> {
    source: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Gauge<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(buffer)?;
        match self.left.get().checked_sub(n as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::other(FileProblem::Bomb)),
        }
        Ok(n)
    }
}

enum Ended {
    Enough,
    Problem(FileProblem),
}

struct Features<'s> {
    decimal: Decimal,
    limits: Limits,
    left: Rc<Cell<u64>>,
    /// The first features, until the columns are known.
    waiting: Vec<Value>,
    columns: Option<Vec<String>>,
    number: u64,
    row: Row,
    sink: &'s mut dyn Sink,
    ended: Option<Ended>,
}

impl Features<'_> {
    fn deserialize_collection<R: io::Read>(
        &mut self,
        json: &mut serde_json::Deserializer<serde_json::de::IoRead<R>>,
    ) -> serde_json::Result<()> {
        Collection(self).deserialize(json)
    }

    fn feature(&mut self, feature: Value) -> ControlFlow<()> {
        self.left.set(FEATURE_MAX);
        self.number += 1;
        if self.number > self.limits.rows {
            return self.end(Ended::Problem(FileProblem::TooManyRows(self.limits.rows)));
        }
        if self.columns.is_some() {
            return self.hand_on(&feature, self.number);
        }
        self.waiting.push(feature);
        if self.waiting.len() < LOOKED_AT { ControlFlow::Continue(()) } else { self.flush() }
    }

    /// Makes columns of what waits, and hands it on.
    fn flush(&mut self) -> ControlFlow<()> {
        if self.columns.is_some() || self.waiting.is_empty() {
            return ControlFlow::Continue(());
        }
        let properties = |feature: &Value| -> Vec<String> {
            let properties = feature.get("properties").and_then(Value::as_object);
            properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
        };
        let names: BTreeSet<String> = self.waiting.iter().flat_map(properties).collect();
        let names = names.into_iter().filter(|name| !COORDINATES.contains(&name.as_str()));
        let columns: Vec<String> = COORDINATES.iter().map(|name| (*name).to_owned()).chain(names).collect();
        if columns.len() > self.limits.columns {
            return self.end(Ended::Problem(FileProblem::TooManyColumns(self.limits.columns)));
        }
        if let Err(problem) = self.sink.header(&Header::new(columns.clone())) {
            return self.end(Ended::Problem(problem));
        }
        self.columns = Some(columns);
        let first = self.number - self.waiting.len() as u64;
        for (feature, number) in std::mem::take(&mut self.waiting).iter().zip(first + 1..) {
            self.hand_on(feature, number)?;
        }
        ControlFlow::Continue(())
    }

    fn hand_on(&mut self, feature: &Value, number: u64) -> ControlFlow<()> {
        let row = &mut self.row;
        row.clear();
        row.line = number;
        row.raw.extend_from_slice(feature.to_string().as_bytes());
        let point = match feature.get("geometry") {
            None | Some(Value::Null) => [String::new(), String::new()],
            Some(geometry) => match point(geometry) {
                Some(point) => point.map(|number| written(&number, self.decimal)),
                None => {
                    row.broken = Some(Broken::NoPoint);
                    [String::new(), String::new()]
                }
            },
        };
        point.iter().for_each(|value| row.push(value));
        let none = Map::new();
        let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&none);
        for column in self.columns.iter().flatten().skip(COORDINATES.len()) {
            row.push(&properties.get(column).map(|value| written(value, self.decimal)).unwrap_or_default());
        }
        match self.sink.row(&mut self.row) {
            ControlFlow::Break(()) => self.end(Ended::Enough),
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
        }
    }

    fn end(&mut self, ended: Ended) -> ControlFlow<()> {
        self.ended = Some(ended);
        ControlFlow::Break(())
    }
}

fn point(geometry: &Value) -> Option<[Value; 2]> {
    if geometry.get("type")?.as_str()? != "Point" {
        return None;
    }
    let coordinates = geometry.get("coordinates")?.as_array()?;
    match coordinates.as_slice() {
        [lon, lat, ..] if lon.is_number() && lat.is_number() => Some([lon.clone(), lat.clone()]),
        _ => None,
    }
}

/// A value as somebody would have typed it under this profile.
fn written(value: &Value, decimal: Decimal) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if decimal == Decimal::Comma => number.to_string().replace('.', ","),
        other => other.to_string(),
    }
}

// ---------------------------------------------------------------------------------------------------------------
// The collection, without keeping it

struct Collection<'f, 's>(&'f mut Features<'s>);

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                found = true;
                map.next_value_seed(List(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(A::Error::missing_field("features")) }
    }
}

struct List<'f, 's>(&'f mut Features<'s>);

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(feature) = list.next_element::<Value>()? {
            if !feature.is_object() {
                return Err(A::Error::custom("a feature is an object"));
            }
            if self.0.feature(feature) == ControlFlow::Break(()) {
                return Err(A::Error::custom("ended"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::{LIMITS, testing::*};

    fn form() -> FileForm {
        FileForm::default()
    }

    fn collection(features: &str) -> String {
        format!(r#"{{"type":"FeatureCollection","bbox":[7,51,8,52],"features":[{features}],"more":1}}"#)
    }

    #[test]
    fn properties_are_columns_and_the_point_is_two_more() {
        let text = collection(
            r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[7.82,51.68]},"properties":{"art":"Lärm","n":3}},
               {"type":"Feature","geometry":null,"properties":{"art":null,"ort":"Markt"}}"#,
        );
        let read = read_bytes(text.as_bytes(), "x.geojson", &form()).unwrap();
        assert_eq!(read.columns, ["geometry.lon", "geometry.lat", "art", "n", "ort"]);
        assert_eq!(read.values(), [["7.82", "51.68", "Lärm", "3", ""], ["", "", "", "", "Markt"]]);
        let packed = read_bytes(&gzip(text.as_bytes()), "x.geojson.gz", &form()).unwrap();
        assert_eq!(packed.rows, read.rows);
    }

    #[test]
    fn what_is_no_point_is_a_row_with_a_reason() {
        let text = collection(
            r#"{"geometry":{"type":"LineString","coordinates":[[7,51],[8,52]]},"properties":{"a":1}},
               {"geometry":{"type":"Point","coordinates":["7",51]},"properties":{"a":1}}"#,
        );
        let read = read_bytes(text.as_bytes(), "x.geojson", &form()).unwrap();
        assert_eq!(read.broken(), [(1, Broken::NoPoint), (2, Broken::NoPoint)]);
    }

    #[test]
    fn a_collection_that_breaks_off_says_behind_which_feature() {
        let feature = r#"{"geometry":null,"properties":{"a":1}}"#;
        let text = collection(&[feature; 5].join(","));
        let read = read_bytes(&text.as_bytes()[..text.len() - 60], "x.geojson", &form()).map(|_| ());
        assert!(matches!(read, Err(FileProblem::NotGeoJson { after: 3 | 4, .. })), "{read:?}");
        for text in ["{", "[]", "{}", r#"{"features":[1]}"#, "a;b\n1;2"] {
            let read = read_bytes(text.as_bytes(), "x.geojson", &form()).map(|_| ());
            assert!(matches!(read, Err(FileProblem::NotGeoJson { .. })), "{text}: {read:?}");
        }
        let none = read_bytes(collection("").as_bytes(), "x.geojson", &form()).map(|_| ());
        assert_eq!(none, Err(FileProblem::NoRows));
    }

    #[test]
    fn a_feature_of_any_size_does_not_fill_the_memory() {
        let text = collection(&format!(r#"{{"properties":{{"a":"{}"}}}}"#, "x".repeat(6 << 20)));
        assert_eq!(read_bytes(text.as_bytes(), "x.geojson", &form()).map(|_| ()), Err(FileProblem::Bomb));
        let many = collection(&vec![r#"{"properties":{"a":1}}"#; 3_000].join(","));
        assert_eq!(read_bytes(many.as_bytes(), "x.geojson", &form()).unwrap().rows.len(), 3_000);
        let limits = Limits { rows: 2_000, ..LIMITS };
        let read = read_limited(many.as_bytes(), "x.geojson", &form(), &limits).map(|_| ());
        assert_eq!(read, Err(FileProblem::TooManyRows(2_000)));
    }

    proptest! {
        #[test]
        fn any_text_is_rows_or_a_sentence(text in r#"[\[\]{}":,a1 ]{0,200}"#) {
            _ = read_bytes(text.as_bytes(), "x.geojson", &form());
            _ = read_bytes(collection(&text).as_bytes(), "x.geojson", &form());
        }
    }
}
