//! Reading a charter.

use super::model::Charter;

/// What is wrong with a charter, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1.
    pub line: Option<usize>,
    /// Short name.
    pub code: &'static str,
    /// Sentence in German.
    pub message_de: String,
    /// Sentence in English.
    pub message_en: String,
}

impl Charter {
    /// Reads a charter.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        toml::from_str(text).map_err(|error| {
            let message = error.message().to_owned();
            vec![Problem { line: None, code: "syntax", message_de: message.clone(), message_en: message }]
        })
    }
}
