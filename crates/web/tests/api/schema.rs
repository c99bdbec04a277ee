//! The part of JSON Schema that the API's description uses: enough to hold every answer against it.

use serde_json::Value;

/// A document of OpenAPI, for looking up what it refers to.
pub(crate) struct Schemas<'a>(pub(crate) &'a Value);

impl Schemas<'_> {
    /// What is wrong with a value; nothing if it is as described. What is not described must not be there.
    pub(crate) fn problems(&self, value: &Value, schema: &Value) -> Vec<String> {
        let mut problems = Vec::new();
        self.check(value, schema, "$", &mut problems);
        self.undescribed(value, schema, "$", &mut problems);
        problems
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        match schema["$ref"].as_str() {
            None => schema,
            Some(reference) => {
                let found = self.0.pointer(reference.trim_start_matches('#'));
                self.resolve(found.unwrap_or_else(|| panic!("{reference} leads nowhere")))
            }
        }
    }

    fn check(&self, value: &Value, schema: &Value, at: &str, problems: &mut Vec<String>) {
        let schema = self.resolve(schema);
        known_words(schema);
        if let Some(wanted) = schema.get("type")
            && !one_or_many(wanted).iter().any(|kind| is_a(value, kind))
        {
            return problems.push(format!("{at}: {value} is no {wanted}"));
        }
        if let Some(values) = schema["enum"].as_array()
            && !values.contains(value)
        {
            problems.push(format!("{at}: {value} is none of {values:?}"));
        }
        for (word, fits) in [("minimum", true), ("maximum", false)] {
            if let (Some(limit), Some(number)) = (schema[word].as_f64(), value.as_f64())
                && (number < limit) == fits
                && number != limit
            {
                problems.push(format!("{at}: {number} is beyond the {word} {limit}"));
            }
        }
        if let (Some(format), Some(text)) = (schema["format"].as_str(), value.as_str())
            && !has_format(text, format)
        {
            problems.push(format!("{at}: {text:?} is no {format}"));
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.check(value, part, at, problems);
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            let fitting = choices.iter().filter(|choice| self.problems(value, choice).is_empty()).count();
            if fitting != 1 {
                problems.push(format!("{at}: {value} fits {fitting} of the choices"));
            }
        }
        self.check_within(value, schema, at, problems);
    }

    fn check_within(&self, value: &Value, schema: &Value, at: &str, problems: &mut Vec<String>) {
        if let Some(object) = value.as_object() {
            for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !object.contains_key(key) {
                    problems.push(format!("{at}: {key} is missing"));
                }
            }
            for (key, value) in object {
                let known = schema["properties"].get(key).or_else(|| schema.get("additionalProperties"));
                if let Some(known) = known.filter(|known| known.is_object()) {
                    self.check(value, known, &format!("{at}.{key}"), problems);
                    self.undescribed(value, known, &format!("{at}.{key}"), problems);
                }
            }
        }
        if let (Some(list), Some(items)) = (value.as_array(), schema.get("items")) {
            for (i, value) in list.iter().enumerate() {
                self.check(value, items, &format!("{at}[{i}]"), problems);
                self.undescribed(value, items, &format!("{at}[{i}]"), problems);
            }
        }
    }

    /// Keys that the schema says nothing about, unless it says that there may be any.
    fn undescribed(&self, value: &Value, schema: &Value, at: &str, problems: &mut Vec<String>) {
        let Some(object) = value.as_object() else { return };
        let Some(known) = self.keys(schema) else { return };
        for key in object.keys().filter(|key| !known.contains(key)) {
            problems.push(format!("{at}: {key} is not described"));
        }
    }

    fn keys(&self, schema: &Value) -> Option<Vec<String>> {
        let schema = self.resolve(schema);
        let anything = schema.as_object().is_some_and(|words| words.is_empty());
        if anything || schema["additionalProperties"].is_object() || schema.get("oneOf").is_some() {
            return None;
        }
        let own = schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.clone());
        let mut keys: Vec<String> = own.collect();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            keys.extend(self.keys(part)?);
        }
        Some(keys)
    }
}

/// A word that is not checked here must not be used there.
fn known_words(schema: &Value) {
    let known = [
        "type",
        "enum",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "minimum",
        "maximum",
        "format",
        "oneOf",
        "allOf",
        "description",
        "default",
    ];
    for word in schema.as_object().into_iter().flatten().map(|(word, _)| word) {
        assert!(known.contains(&word.as_str()), "the tests do not know the word {word:?}");
    }
}

fn one_or_many(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the tests do not know the type {other:?}"),
    }
}

fn has_format(text: &str, format: &str) -> bool {
    match format {
        "uuid" => uuid::Uuid::try_parse(text).is_ok(),
        "date-time" => text.parse::<jiff::Timestamp>().is_ok(),
        "date" => text.parse::<jiff::civil::Date>().is_ok(),
        other => panic!("the tests do not know the format {other:?}"),
    }
}
