//! What is wrong with a charter: whole sentences, German and English.

use serde::Serialize;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The charter cannot be used like this.
    Error,
    /// The charter can be used; somebody should look at it.
    Warning,
}

/// Something wrong in a charter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Line of the file, from 1; absent where no line is to blame.
    pub line: Option<usize>,
    /// How much it weighs.
    pub severity: Severity,
    /// Short name of the kind of problem, stable for programs.
    pub code: &'static str,
    /// A whole sentence, German.
    pub message_de: String,
    /// A whole sentence, English.
    pub message_en: String,
}

impl Problem {
    /// An error.
    pub fn error(line: Option<usize>, code: &'static str, de: String, en: String) -> Self {
        Self { line, severity: Severity::Error, code, message_de: de, message_en: en }
    }

    /// A warning.
    pub fn warning(line: Option<usize>, code: &'static str, de: String, en: String) -> Self {
        Self { line, severity: Severity::Warning, code, message_de: de, message_en: en }
    }

    /// Whether the charter cannot be used because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The sentence in `language` (`"de"` or `"en"`); German for anything else.
    pub fn message(&self, language: &str) -> &str {
        if language == "en" { &self.message_en } else { &self.message_de }
    }
}

/// The one of `known` that somebody may have meant by `typed`, if any is close: at most a third of it differs.
pub(super) fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (typed.chars().count() / 3).clamp(1, 4);
    known
        .into_iter()
        .map(|name| (distance(typed, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Fewest insertions, deletions and replacements of characters that turn `a` into `b` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_what_was_meant() {
        let known = ["ordnungsamt", "kod", "polizei"];
        assert_eq!(nearest("ordnungsant", known), Some("ordnungsamt"));
        assert_eq!(nearest("polzei", known), Some("polizei"));
        assert_eq!(nearest("feuerwehr", known), None);
    }
}
