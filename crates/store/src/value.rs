//! Values of the domain that a column holds as text, bytes or number.

use serde::{Serialize, de::DeserializeOwned, de::IntoDeserializer};

use crate::error::StoreError;

/// The word that the domain uses for a value of an enumeration.
pub(crate) fn word(value: impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        other => Err(StoreError::Corrupt(format!("{other:?} is not a word"))),
    }
}

/// The value of an enumeration from its word.
pub(crate) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, StoreError> {
    let deserializer = IntoDeserializer::<serde::de::value::Error>::into_deserializer(word);
    T::deserialize(deserializer)
        .map_err(|_| StoreError::Corrupt(format!("\"{word}\" is not one of the words")))
}

/// A value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// A value from JSON.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// A value from its text.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(format!("\"{text}\" is not an identifier")))
}

/// A value from its text, if there is one.
pub(crate) fn parse_some<T: std::str::FromStr>(text: Option<&str>) -> Result<Option<T>, StoreError> {
    text.map(parse).transpose()
}

/// So many bytes.
pub(crate) fn bytes<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Corrupt(format!("{} bytes instead of {N}", bytes.len())))
}

/// A count or number that is never negative.
pub(crate) fn number<T: TryFrom<i64>>(value: i64) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::Corrupt(format!("the number {value} is out of range")))
}

/// A number as a column holds it.
pub(crate) fn column<T>(value: T) -> Result<i64, StoreError>
where
    i64: TryFrom<T>,
{
    i64::try_from(value).map_err(|_| StoreError::Corrupt("a number is too large for its column".to_owned()))
}
