//! What the parser says, as sentences that a clerk understands.

use super::parse::hint;

/// Half a sentence about what is wrong.
pub(super) struct Said {
    /// Short name of the kind of problem.
    pub(super) code: &'static str,
    /// German.
    pub(super) de: String,
    /// English.
    pub(super) en: String,
}

/// Turns a message of serde into half a sentence; `raw` is what stands in the file.
pub(super) fn explain(message: &str, raw: &str) -> Said {
    let said = |code, de: String, en: String| Said { code, de, en };
    let field = |rest: &str| rest.trim_matches('`').to_owned();
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let (de, en) =
            not_one_of(rest, "den Schlüssel „{}“ gibt es hier nicht", "there is no key \"{}\" here");
        return said("unknown-key", de, en);
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (de, en) = not_one_of(rest, "„{}“ ist hier kein Wert", "\"{}\" is no value here");
        return said("wrong-value", de, en);
    }
    if let Some(field) = message.strip_prefix("missing field ").map(field) {
        return said("missing-key", format!("es fehlt „{field}“"), format!("\"{field}\" is missing"));
    }
    if message.ends_with("is not a valid identifier") {
        let raw = raw.trim_matches('"');
        let de = format!("„{raw}“ ist keine Kennung; eine hat 1 bis 64 Zeichen aus a–z, 0–9, - und _");
        let en = format!("\"{raw}\" is no identifier; one has 1 to 64 characters of a-z, 0-9, - and _");
        return said("wrong-value", de, en);
    }
    let raw = shorten(raw);
    if let Some((_, expected)) = message.split_once(", expected ") {
        let (de, en) = expected_words(expected);
        let de = format!("hier steht {raw}, erwartet wird {de}");
        return said("wrong-type", de, format!("{raw} stands here, {en} is expected"));
    }
    // What is left is a date that the calendar does not have.
    let de =
        format!("{raw} ist kein Datum; ein Datum steht da als Jahr, Monat und Tag, zum Beispiel 2026-11-22");
    let en = format!("{raw} is no date; a date is year, month and day, such as 2026-11-22");
    said("wrong-value", de, en)
}

/// What the TOML parser says about a line it cannot read.
pub(super) fn syntax_in_german(message: &str) -> String {
    const KNOWN: [(&str, &str); 9] = [
        ("duplicate key", "diesen Schlüssel gibt es schon"),
        ("key with no value", "der Schlüssel hat keinen Wert"),
        ("string values must be quoted", "Text steht in Anführungszeichen"),
        ("missing closing quote", "das schließende Anführungszeichen fehlt"),
        ("invalid basic string", "das schließende Anführungszeichen fehlt"),
        ("unclosed array", "die schließende eckige Klammer fehlt"),
        ("unclosed inline table", "die schließende geschweifte Klammer fehlt"),
        ("unclosed table", "die schließende eckige Klammer fehlt"),
        ("missing value", "der Wert fehlt"),
    ];
    let known = KNOWN.iter().find(|(start, _)| message.starts_with(start));
    known.map_or_else(|| format!("gemeldet wird: {message}"), |(_, german)| (*german).to_owned())
}

/// From "`x`, expected one of `a`, `b`": that `x` is none of them, and perhaps which was meant.
fn not_one_of(rest: &str, de: &str, en: &str) -> (String, String) {
    let mut names = rest.split('`').skip(1).step_by(2);
    let typed = names.next().unwrap_or_default();
    let expected: Vec<&str> = names.collect();
    let (hint_de, hint_en) = hint(typed, expected.iter().copied());
    let all = expected.join(", ");
    let de = format!("{}{hint_de}; möglich sind: {all}", de.replace("{}", typed));
    (de, format!("{}{hint_en}; possible ones are: {all}", en.replace("{}", typed)))
}

/// The first line of what stands in the file, not longer than a sentence bears.
fn shorten(raw: &str) -> String {
    let line = raw.lines().next().unwrap_or_default();
    line.char_indices().nth(60).map_or_else(|| line.to_owned(), |(end, _)| format!("{} …", &line[..end]))
}

fn expected_words(expected: &str) -> (String, String) {
    if let Some(count) = expected.strip_prefix("an array of length ") {
        return (format!("eine Liste von {count} Werten"), format!("a list of {count} values"));
    }
    let (de, en) = match expected {
        "a string" => ("ein Text in Anführungszeichen", "a text in quotation marks"),
        "a boolean" => ("true oder false", "true or false"),
        "u32" => ("eine ganze Zahl ab 0", "a whole number from 0"),
        "f64" => ("eine Zahl", "a number"),
        "a sequence" => ("eine Liste in eckigen Klammern", "a list in square brackets"),
        "struct Text" => (
            "ein Text auf Deutsch und Englisch: { de = …, en = … }",
            "a text in German and English: { de = …, en = … }",
        ),
        other if other.contains("date") => ("ein Datum wie 2026-11-22", "a date such as 2026-11-22"),
        other if other.starts_with("struct") => ("eine Tabelle", "a table"),
        other => (other, other),
    };
    (de.to_owned(), en.to_owned())
}
