//! Writing: features as they were, with further properties.

use std::io::{self, Write};

use serde_json::{Value, json};

/// Writes a feature collection, feature by feature.
pub struct Writer<W> {
    out: W,
    any: bool,
}

impl<W: Write> Writer<W> {
    /// Begins a collection.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(br#"{"type":"FeatureCollection","features":["#)?;
        Ok(Self { out, any: false })
    }

    /// Writes a feature from its bytes without the properties of `drop`, and with further ones. What is no feature is
    /// kept as the property `text` of one without a place.
    pub fn write(&mut self, raw: &[u8], drop: &[String], more: &[(&str, &str)]) -> io::Result<()> {
        let text = String::from_utf8_lossy(raw);
        let mut feature = match serde_json::from_slice(raw) {
            Ok(feature @ Value::Object(_)) => feature,
            _ => json!({ "type": "Feature", "geometry": null, "properties": { "text": text } }),
        };
        if !feature["properties"].is_object() {
            feature["properties"] = json!({});
        }
        if let Some(properties) = feature["properties"].as_object_mut() {
            properties.retain(|name, _| !drop.contains(name));
        }
        for (name, value) in more {
            feature["properties"][*name] = json!(value);
        }
        let comma = if self.any { ",\n" } else { "\n" };
        self.any = true;
        self.out.write_all(format!("{comma}{feature}").as_bytes())
    }

    /// Ends the collection.
    pub fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}
