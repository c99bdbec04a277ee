//! What a command writes: results to standard output, progress and sentences about failures to standard error.

use std::io::Write;

use domain::people::Language;
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// Writes a text and a line end; flushed, because a program may wait for this very line.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{}", text.trim_end_matches('\n')).and_then(|()| out.flush());
    written.map_err(Failure::system)
}

/// Writes a value as one line of JSON.
pub(crate) fn json(value: &serde_json::Value) -> Result<(), Failure> {
    text(&value.to_string())
}

/// Writes one sentence to standard error.
pub(crate) fn error(sentence: &str) -> std::io::Result<()> {
    writeln!(std::io::stderr().lock(), "{sentence}")
}

/// The German or the English text.
pub(crate) fn in_language<'a>(language: Language, de: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// Something that turns while work of unknown length is done; on a terminal only. It goes when dropped.
pub(crate) struct Busy(ProgressBar);

/// Shows that something is being done.
pub(crate) fn busy(what: &str) -> Busy {
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} {msg} ({elapsed})")
            .unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(std::time::Duration::from_millis(100));
    Busy(bar)
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A bar for work of known length; on a terminal only. It goes when dropped.
pub(crate) struct Bar(ProgressBar);

/// Shows how far something is.
pub(crate) fn bar(what: &str, length: u64) -> Bar {
    let bar = ProgressBar::new(length);
    bar.set_style(
        ProgressStyle::with_template("{msg} {wide_bar} {percent} % ({elapsed}, {eta})")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar.set_message(what.to_owned());
    Bar(bar)
}

impl Bar {
    /// Says how much is done.
    pub(crate) fn set(&self, done: u64) {
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Rows under their headings, as wide as the widest of each column.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(headings.get(column).map(|heading| heading.chars().count())).max().unwrap_or(0)
    };
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(column, cell)| format!("{cell:<width$}", width = width(column)))
            .collect();
        format!("  {}", padded.join("  ").trim_end())
    };
    let head: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
    let rule: Vec<String> = (0..headings.len()).map(|column| "─".repeat(width(column))).collect();
    let lines: Vec<String> = [head, rule].iter().chain(rows).map(|row| line(row)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_wide_as_its_widest_cells() {
        let rows =
            [vec!["Ordnungsamt".to_owned(), "a".to_owned()], vec!["Wache".to_owned(), "bü".to_owned()]];
        let expected = "  Amt          Ort\n  ───────────  ───\n  Ordnungsamt  a\n  Wache        bü";
        assert_eq!(table(&["Amt", "Ort"], &rows), expected);
    }
}
