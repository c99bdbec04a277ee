//! A first, simple check of free text for persons: marks what looks like one, so that it can be left out before saving.
//!
//! It warns and never refuses: it misses names without a title and marks some that are none. All patterns run in
//! linear time (no look-around, no backtracking), because anybody may type anything.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;
use serde::Serialize;

/// What a mark looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
    /// A German licence plate.
    Plate,
    /// A bank account (IBAN with a right checksum).
    Iban,
    /// A date of birth.
    BirthDate,
    /// A name after a title: "Herr …", "Familie …".
    Name,
    /// The address of a home.
    Address,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Telephone, Self::Email, Self::Plate, Self::Iban, Self::BirthDate, Self::Name, Self::Address];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::Email => "email",
            Self::Plate => "plate",
            Self::Iban => "iban",
            Self::BirthDate => "birth_date",
            Self::Name => "name",
            Self::Address => "address",
        }
    }
}

/// A stretch of text that looks like a person: bytes from `start` to before `end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// What it looks like.
    pub kind: Kind,
}

/// Everything in `text` that looks like a person, in order and without overlap.
pub fn find(text: &str) -> Vec<Mark> {
    let mut marks = ibans(text);
    // Most texts have no person and few digits, and then few patterns look at them.
    let digits = text.bytes().filter(|byte| byte.is_ascii_digit() || !byte.is_ascii()).count();
    for (kind, accept, pattern) in RULES.iter() {
        if digits < least_digits(*kind) || !pattern.is_match(text) {
            continue;
        }
        let found = pattern.captures_iter(text).filter_map(|captures| captures.name("mark"));
        let ranges = found.map(|found| found.range()).filter(|range| accept(text, range));
        marks.extend(ranges.map(|range| Mark { start: range.start, end: range.end, kind: *kind }));
    }
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    let mut apart: Vec<Mark> = Vec::new();
    for mark in marks {
        match apart.last_mut().filter(|last| mark.start < last.end) {
            Some(last) => last.end = last.end.max(mark.end),
            None => apart.push(mark),
        }
    }
    apart
}

/// The text with `[…]` in place of every mark.
pub fn leave_out(text: &str, marks: &[Mark]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for mark in marks {
        // Marks of another text may lie anywhere; what does not fit is passed over.
        let Some(before) = text.get(from..mark.start) else { continue };
        if !text.is_char_boundary(mark.end) || mark.end < mark.start {
            continue;
        }
        kept.push_str(before);
        kept.push_str("[…]");
        from = mark.end;
    }
    kept.push_str(&text[from..]);
    kept
}

// ---------------------------------------------------------------------------------------------------------------
// Patterns. What is marked is the group `mark`; a second look (`accept`) says what a pattern cannot.

type Accept = fn(&str, &Range<usize>) -> bool;

const STREET: &str = r"(?:\p{Lu}[\p{L}\-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|hof|kamp)|(?:Am|An der|Im|In der|Auf dem|Auf der|Zum|Zur|Alte|Alter|Lange|Kleine|Große|Hohe|Neue)\s\p{Lu}[\p{L}\-]+(?:\s(?:Straße|Weg|Platz))?)";

fn patterns() -> Vec<(Kind, Accept, String)> {
    let month = r"(?:\d{1,2}\s?\.|Jan\p{L}*\.?|Feb\p{L}*\.?|März|Mrz\.?|Apr\p{L}*\.?|Mai|Jun\p{L}*\.?|Jul\p{L}*\.?|Aug\p{L}*\.?|Sep\p{L}*\.?|Okt\p{L}*\.?|Nov\p{L}*\.?|Dez\p{L}*\.?)";
    let date = format!(
        r"(?:\d{{1,2}}\s?\.\s?{month}\s?\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})"
    );
    let name = r"\p{Lu}(?:\.|[\p{Ll}]+(?:-\p{Lu}\p{Ll}+)*)";
    let number = r"\d{1,4}\s?[a-z]?\b";
    vec![
        (
            Kind::Email,
            is_private_mailbox,
            r"(?i)\b(?P<mark>[\p{L}0-9][\p{L}0-9._%+\-]*(?:@|\s?[\(\[]at[\)\]]\s?)[\p{L}0-9](?:[\p{L}0-9.\-]*[\p{L}0-9])?\.\p{L}{2,})\b".into(),
        ),
        // Area code, then the number; the digits are counted afterwards.
        (
            Kind::Telephone,
            is_private_number,
            r"(?P<mark>(?:\+\d{1,3}[ /\-]?(?:\(0\))?[ /\-]?\d{2,5}|\(0[1-9]\d{1,4}\)|\b00\d{2}[ /\-]?\d{2,5}|\b0[1-9]\d{1,4})(?:[ /\-–]{0,3}\d+)*)".into(),
        ),
        (
            Kind::Telephone,
            is_labelled_number,
            r"(?i)\b(?:tel|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|mobilfunk|rufnummer|rückruf|fon|fax)\b[.:]?(?:[\s\-]*(?:nr\.?|nummer|unter))?[:\s]*(?P<mark>\d(?:[ /\-–]{0,2}\d){3,14})".into(),
        ),
        (
            Kind::Plate,
            is_plate,
            r"(?P<mark>\b\p{L}{1,3}\s?[\-–·:]\s?[A-Za-z]{1,2}[ \-]?[1-9]\d{0,3}[EHeh]?\b)".into(),
        ),
        (Kind::Plate, is_plate, r"(?P<mark>\b[A-ZÄÖÜ]{1,3} [A-Z]{1,2} ?[1-9]\d{0,3}[EH]?\b)".into()),
        (
            Kind::Plate,
            anything,
            r"(?i)\b(?:kennzeichen|kennz\.)\s*:?\s*(?P<mark>[A-ZÄÖÜ]{2,5}\s?[1-9]\d{0,3}[EH]?)\b".into(),
        ),
        (
            Kind::BirthDate,
            anything,
            format!(r"(?i)\b(?P<mark>(?:geboren|geb\.?|geburtsdatum|geburtstag|geb\.?-?dat(?:um|\.)?)(?:\s*(?:am|ist|war))?\s*:?\s*{date})"),
        ),
        (Kind::BirthDate, is_no_bullet, format!(r"(?i)(?P<mark>\*\s?{date})")),
        (
            Kind::Name,
            is_no_role,
            format!(r"\b(?P<mark>(?:Herrn?|Hr\.|Hrn\.|Frau|Fr\.|Familie|Fam\.|Eheleute|Ehepaar)[ \t]+(?:(?:Dr|Prof|Dipl)\.[ \t\-]?(?:Ing\.)?[ \t]*)*(?:(?:von der|von dem|van der|von|van|de|zu)[ \t])?{name}(?:[ \t]\p{{Lu}}\p{{Ll}}+(?:-\p{{Lu}}\p{{Ll}}+)*)?)"),
        ),
        (
            Kind::Name,
            anything,
            format!(r"\b(?P<mark>(?:Name|Vorname|Nachname|Beschuldigter?|Geschädigter?|Anrufer(?:in)?|Melder(?:in)?|Zeuge|Zeugin)\s?:\s*{name}(?:[ \t,]+\p{{Lu}}\p{{Ll}}+)?)"),
        ),
        (
            Kind::Address,
            anything,
            format!(r"\b(?P<mark>{STREET}\s{number}\s?,?\s*(?:\(?\d\.\s?(?:OG|Obergeschoss|Etage|Stock)|EG\b|DG\b|(?:Wohnung|Whg|WE)\b|bei\s(?:Familie|Fam\.|Herrn|Frau|\p{{Lu}})))"),
        ),
        (
            Kind::Address,
            anything,
            format!(r"(?i:\b(?:wohnhaft|wohnt|wohnen|wohnend|wohne|privatanschrift|anschrift))\b[^.\n]{{0,30}}?\b(?P<mark>{STREET}\s{number})"),
        ),
    ]
}

static RULES: LazyLock<Vec<(Kind, Accept, Regex)>> = LazyLock::new(|| {
    // A test holds that every pattern compiles.
    let compiled =
        patterns().into_iter().map(|(kind, accept, text)| Some((kind, accept, Regex::new(&text).ok()?)));
    compiled.flatten().collect()
});

/// Digits without which nothing in a text looks like this.
fn least_digits(kind: Kind) -> usize {
    match kind {
        Kind::Telephone => 5,
        Kind::BirthDate => 3,
        Kind::Plate | Kind::Address => 1,
        Kind::Email | Kind::Iban | Kind::Name => 0,
    }
}

fn anything(_: &str, _: &Range<usize>) -> bool {
    true
}

/// The mailbox of an office is nobody's.
fn is_private_mailbox(text: &str, range: &Range<usize>) -> bool {
    const OFFICES: [&str; 10] = [
        "info",
        "kontakt",
        "post",
        "poststelle",
        "presse",
        "pressestelle",
        "service",
        "buergerservice",
        "ordnungsamt",
        "noreply",
    ];
    let local = text[range.clone()].split(['@', '(', '[']).next().unwrap_or_default().trim();
    !OFFICES.contains(&local.to_lowercase().as_str())
}

/// A telephone number of somebody: not free of charge, not a switchboard, not part of another number.
fn is_private_number(text: &str, range: &Range<usize>) -> bool {
    let number = &text[range.clone()];
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && !number.replace(['(', ')', ' '], "").starts_with("0800")
        && !number.ends_with("-0")
        && !touches_a_number(text, range)
        && !follows(
            text,
            range.start,
            &["az", "aktenzeichen", "vorgang", "vorgangsnummer", "kassenzeichen", "rechnung"],
        )
        && !text[range.end..].trim_start().starts_with("Uhr")
}

/// A number behind "Tel.": long enough to be one, and none of the public short ones.
fn is_labelled_number(text: &str, range: &Range<usize>) -> bool {
    const PUBLIC: [&str; 6] = ["116117", "116116", "116111", "116123", "116006", "19222"];
    let number = &text[range.clone()];
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.len() >= 5
        && !PUBLIC.contains(&digits.as_str())
        && !digits.starts_with("0800")
        && !number.ends_with("-0")
        && !touches_a_number(text, range)
}

/// A plate: letters of one case, and no road, standard or car model that is written alike.
fn is_plate(text: &str, range: &Range<usize>) -> bool {
    const OTHERS: [&str; 24] = [
        "BAB", "VW", "BMW", "ISO", "NRW", "VDE", "AMG", "OG", "EG", "UG", "DG", "PKW", "LKW", "KFZ", "KOD",
        "TOR", "BUS", "WEG", "NR", "ICE", "IC", "RE", "RB", "EN",
    ];
    let plate = &text[range.clone()];
    let letters = || plate.chars().filter(|c| c.is_alphabetic());
    let district: String = plate.chars().take_while(|c| c.is_alphabetic()).collect();
    let upper = letters().all(char::is_uppercase);
    let one_case = upper || letters().all(char::is_lowercase);
    let hyphen = plate.contains(['-', '–', '·', ':']);
    let paper = district == "DIN" && !hyphen;
    one_case
        && !paper
        && !OTHERS.contains(&district.to_uppercase().as_str())
        // With spaces alone, "A B 1" is a list and no plate; with a colon, "um: ab 8" is a sentence.
        && (hyphen || letters().count() >= 3)
        && (upper || plate.contains(['-', '–']))
        && !touches_a_number(text, range)
        && !text[..range.start].ends_with(['-', '/', '_'])
        && !text[range.end..].starts_with(['-', '%', '€'])
}

/// A star before a date: not the bullet of a list of recent days.
fn is_no_bullet(text: &str, range: &Range<usize>) -> bool {
    let line_starts =
        text[..range.start].trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| c == '\n');
    let year: String = text[range.clone()].chars().rev().take_while(char::is_ascii_digit).collect();
    let year: u32 = year.chars().rev().collect::<String>().parse().unwrap_or_default();
    let recent = matches!(year, 2015.. | 15..=50);
    !(line_starts && recent)
}

/// Behind "Frau" stands a name, not an age or an office.
fn is_no_role(text: &str, range: &Range<usize>) -> bool {
    const AFTER: [&str; 15] = [
        "Mitte",
        "Anfang",
        "Ende",
        "Oberbürgermeister",
        "Bürgermeister",
        "Polizeipräsident",
        "Präsident",
        "Minister",
        "Landrat",
        "Dezernent",
        "Staatsanwalt",
        "Richter",
        "Kollege",
        "Kollegin",
        "Nachbar",
    ];
    let words = text[range.clone()].split([' ', '\t']).filter(|word| !word.is_empty()).skip(1);
    let first = words.into_iter().next().unwrap_or_default();
    let female = first.strip_suffix("in").unwrap_or(first);
    !AFTER.contains(&first) && !AFTER.contains(&female)
}

/// Whether a range is part of a longer number, time, date or reference.
fn touches_a_number(text: &str, range: &Range<usize>) -> bool {
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    let joins = |c: char| matches!(c, '.' | ',' | ':' | '/');
    let touches = |near: Option<char>, far: Option<char>| match near {
        Some(c) if c.is_ascii_digit() => true,
        Some(c) if joins(c) => far.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    touches(before.next(), before.next()) || touches(after.next(), after.next())
}

/// Whether one of `words` stands right before a byte, with no more than punctuation between.
fn follows(text: &str, at: usize, words: &[&str]) -> bool {
    let before =
        text[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '#'));
    let word: Vec<char> = before.chars().rev().take_while(|c| c.is_alphabetic()).take(20).collect();
    let word: String = word.into_iter().rev().collect::<String>().to_lowercase();
    words.contains(&word.as_str())
}

// ---------------------------------------------------------------------------------------------------------------
// Bank accounts

/// Length of an IBAN by country; countries that are not here are not looked for.
const IBAN_LENGTHS: [(&str, usize); 16] = [
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("ES", 24),
    ("FR", 27),
    ("GB", 22),
    ("IT", 27),
    ("LT", 20),
    ("LU", 20),
    ("NL", 18),
    ("PL", 28),
    ("RO", 24),
];

fn ibans(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let mut from = 0;
    while from + 4 <= bytes.len() {
        let starts = from == 0 || !bytes[from - 1].is_ascii_alphanumeric();
        match iban_at(bytes, from).filter(|_| starts) {
            Some(end) => {
                marks.push(Mark { start: from, end, kind: Kind::Iban });
                from = end;
            }
            None => from += 1,
        }
    }
    marks
}

/// End of the IBAN that begins at a byte, if one does. All its bytes are ASCII, so both ends are character boundaries.
fn iban_at(bytes: &[u8], start: usize) -> Option<usize> {
    let head = bytes.get(start..start + 4)?;
    // Check digits: without them, one sentence in a hundred that begins like a country would be an account.
    if !head[2..].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let country = std::str::from_utf8(&head[..2]).ok()?.to_ascii_uppercase();
    let (_, length) = IBAN_LENGTHS.iter().find(|(name, _)| *name == country)?;
    let mut code = Vec::with_capacity(*length);
    let mut at = start;
    while code.len() < *length {
        match bytes.get(at)? {
            byte if byte.is_ascii_alphanumeric() => code.push(byte.to_ascii_uppercase()),
            b' ' if !code.is_empty() => {}
            _ => return None,
        }
        at += 1;
    }
    let ends = bytes.get(at).is_none_or(|next| !next.is_ascii_alphanumeric());
    (ends && checksum_is_right(&code)).then_some(at)
}

/// ISO 13616: the first four moved to the end, letters as 10 to 35, the number leaves 1 when divided by 97.
fn checksum_is_right(code: &[u8]) -> bool {
    let moved = code[4..].iter().chain(&code[..4]);
    let rest = moved.fold(0u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        letter => (rest * 100 + u32::from(letter - b'A') + 10) % 97,
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).iter().map(|mark| mark.kind).collect()
    }

    #[test]
    fn a_sentence_is_no_bank_account_even_if_its_checksum_fits() {
        assert_eq!(find("Aggressives Betteln am Bahnhof Heessen"), Vec::new());
    }

    #[test]
    fn the_fewest_digits_with_which_something_looks_like_a_person_are_enough() {
        for (text, kind) in [
            ("Handy: 47110", Kind::Telephone),
            ("geboren am 1. Mai 99", Kind::BirthDate),
            ("HAM-AB 1", Kind::Plate),
            ("Marktweg 1 EG", Kind::Address),
            ("Frau Meier", Kind::Name),
            ("meier@beispiel.de", Kind::Email),
        ] {
            let kinds: Vec<Kind> = find(text).iter().map(|mark| mark.kind).collect();
            assert_eq!(kinds, [kind], "{text}");
        }
    }

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(RULES.len(), patterns().len());
        for (kind, _, pattern) in RULES.iter() {
            assert!(pattern.capture_names().any(|name| name == Some("mark")), "{kind:?} marks nothing");
        }
    }

    #[test]
    fn persons_are_marked() {
        use Kind::*;
        let cases: &[(&str, Kind, &str)] = &[
            ("Rückruf unter 0176 12345678 erbeten.", Telephone, "0176 12345678"),
            ("Erreichbar: 02381/175555", Telephone, "02381/175555"),
            ("Anruferin, 02381 - 17 55 55, meldet Lärm", Telephone, "02381 - 17 55 55"),
            ("+49 151 23456789 ist die Nummer", Telephone, "+49 151 23456789"),
            ("0049 2381 987654", Telephone, "0049 2381 987654"),
            ("Büro (02381) 987654", Telephone, "(02381) 987654"),
            ("+49 (0) 2381 987654", Telephone, "+49 (0) 2381 987654"),
            ("Tel. 987654, abends", Telephone, "987654"),
            ("Tel.-Nr.: 98 76 54", Telephone, "98 76 54"),
            ("Handy: 0151-2345678", Telephone, "0151-2345678"),
            ("Mail an anna.beispiel@example.org geschickt", Email, "anna.beispiel@example.org"),
            ("anna (at) example.org", Email, "anna (at) example.org"),
            ("Jörg.Müller@exämple.de.", Email, "Jörg.Müller@exämple.de"),
            ("Der Wagen HAM-XY 123 parkt quer.", Plate, "HAM-XY 123"),
            ("Pkw HAM XY 123 flüchtig", Plate, "HAM XY 123"),
            ("roter Pkw, UN-A 7", Plate, "UN-A 7"),
            ("kennzeichen ham-xy123 gesehen", Plate, "ham-xy123"),
            ("HAM - XY 123E", Plate, "HAM - XY 123E"),
            ("Kennzeichen: HAMXY123", Plate, "HAMXY123"),
            ("B-MW 1234H", Plate, "B-MW 1234H"),
            ("IBAN DE89 3704 0044 0532 0130 00 angegeben", Iban, "DE89 3704 0044 0532 0130 00"),
            ("de89370400440532013000", Iban, "de89370400440532013000"),
            ("Konto NL91ABNA0417164300.", Iban, "NL91ABNA0417164300"),
            ("geb. 01.02.1990 in Hamm", BirthDate, "geb. 01.02.1990"),
            ("Person, * 1.2.90, angetroffen", BirthDate, "* 1.2.90"),
            ("* 1.2.90", BirthDate, "* 1.2.90"),
            ("geboren am 3. März 1985", BirthDate, "geboren am 3. März 1985"),
            ("Geburtsdatum: 1985-03-03", BirthDate, "Geburtsdatum: 1985-03-03"),
            ("Herr Müller rief an.", Name, "Herr Müller"),
            ("Gespräch mit Herrn Dr. Yılmaz", Name, "Herrn Dr. Yılmaz"),
            ("Frau Schmidt-Lüdenscheid klagt", Name, "Frau Schmidt-Lüdenscheid"),
            ("laut Frau von Berg", Name, "Frau von Berg"),
            ("Familie Öztürk beschwert sich", Name, "Familie Öztürk"),
            ("Fr. Meier und der Hund", Name, "Fr. Meier"),
            ("Herr M. ist bekannt", Name, "Herr M."),
            ("Zeuge: Max Beispiel", Name, "Zeuge: Max Beispiel"),
            ("Lange Straße 12, 3. OG, laute Musik", Address, "Lange Straße 12, 3. OG"),
            ("Bahnhofstraße 5 a, Wohnung links", Address, "Bahnhofstraße 5 a, Wohnung"),
            ("Feidikstr. 7 bei Familie", Address, "Feidikstr. 7 bei Familie"),
            ("Der Melder wohnt in der Ostenallee 12.", Address, "Ostenallee 12"),
        ];
        for (text, kind, marked) in cases {
            let marks = find(text);
            let found: Vec<_> = marks.iter().map(|mark| (mark.kind, &text[mark.start..mark.end])).collect();
            assert_eq!(found, [(*kind, *marked)], "in {text:?}");
        }
    }

    #[test]
    fn what_is_no_person_is_not_marked() {
        let cases = [
            "In Gefahr 110 oder 112 rufen.",
            "Telefon 110",
            "Tel. 112 gewählt",
            "Behördenruf 115, ärztlicher Dienst Tel. 116117",
            "Hilfetelefon 0800 116 016",
            "Hilfetelefon 08000 116 016",
            "Zentrale der Stadt: 02381 17-0",
            "Am 01.02.2026 um 14:30 Uhr",
            "vom 01.02.2026 bis 03.02.2026",
            "01.02.1990 eröffnet",
            "Schaden 1.234,50 Euro",
            "etwa 02381 Euro",
            "Schaden: 12 000 000 €",
            "Kosten 0,75 €, später 1 250 000",
            "von 0800 - 1600 Uhr geöffnet",
            "59065 Hamm",
            "04109 Leipzig",
            "Vor dem Frauenhaus stehen Fahrräder.",
            "Frauenparkplätze fehlen",
            "Eine Frau und ein Mann stritten.",
            "Frau Mitte 30, Mann Anfang 40",
            "Die Frau. Mann flüchtet Richtung Bahnhof.",
            "Herr der Lage",
            "Herr Oberbürgermeister hat eingeladen",
            "Grußwort von Frau Ministerin",
            "Familienfest im Kurpark",
            "Herrenrad gestohlen",
            "Fahrrad an der B 63 gefunden",
            "Stau auf der BAB A 2",
            "Stau auf der A 1 und A 44",
            "Papier DIN A 4",
            "VW T 5 und BMW X 5 beschädigt",
            "nach DIN EN 124",
            "Ergebnis SV-TV 3:1",
            "Linie R-A 12/13",
            "RE 1 und RB 69",
            "Bahnhofstraße 12, Ecke Ostring",
            "Müll vor Lange Straße 12",
            "Wohnungseinbruch Bahnhofstraße 12",
            "Beleg DE89370400440532013001",
            "Artikel DE12345",
            "* 01.02.2026 Streife am Bahnhof\n* 02.02.2026 keine Feststellung",
            "geben 3 Hinweise",
            "geb. am Bahnhof",
            "Az. 02381-123456",
            "Aktenzeichen: 0567/2024-12",
            "Punkt 51.6800, 7.8200123456",
            "Kontakt: poststelle@example.org",
            "3 x Graffiti, 2 m²",
            "Schicht 06-14, 14-22",
            "Lichtmast 0234 defekt",
            "U-Bahn, S-Bahn, E-Bike 45",
            "Hunde: 2 an der Leine, 1 ohne",
            "",
        ];
        let wrong: Vec<_> =
            cases.iter().map(|text| (text, find(text))).filter(|(_, marks)| !marks.is_empty()).collect();
        assert_eq!(wrong, []);
    }

    #[test]
    fn several_are_marked_in_order() {
        let text = "Frau Müller (geb. 1.2.1990), Tel. 0176 1234567, fährt HAM-XY 123.";
        assert_eq!(kinds(text), [Kind::Name, Kind::BirthDate, Kind::Telephone, Kind::Plate]);
        assert_eq!(leave_out(text, &find(text)), "[…] ([…]), Tel. […], fährt […].");
    }

    #[test]
    fn what_was_left_out_is_not_marked_again() {
        let text = "Herr Müller, 0176 12345678, wohnhaft Lange Straße 12, DE89 3704 0044 0532 0130 00";
        assert_eq!(find(&leave_out(text, &find(text))), []);
    }

    #[test]
    fn marks_of_another_text_do_no_harm() {
        let odd = |start, end| Mark { start, end, kind: Kind::Name };
        assert_eq!(leave_out("äöü", &[odd(1, 2), odd(0, 99), odd(2, 4), odd(1, 0)]), "ä[…]ü");
    }

    #[test]
    fn a_long_text_is_read_quickly() {
        for piece in ["0176 ", "Herr ", "DE89 ", "* 1.2.", "wohnt in ", "HAM-", "a@a", "Lange Straße 1 "] {
            let text = piece.repeat(20_000 / piece.len());
            assert!(find(&text).len() <= text.len());
        }
    }

    proptest! {
        #[test]
        fn marks_lie_on_characters_in_order_and_apart(text in "\\PC{0,80}|[0-9 +()/.*\\-A-Zäöüßé@a-z:\n]{0,80}") {
            let marks = find(&text);
            let mut from = 0;
            for mark in &marks {
                prop_assert!(from <= mark.start && mark.start < mark.end && mark.end <= text.len());
                prop_assert!(text.is_char_boundary(mark.start) && text.is_char_boundary(mark.end));
                from = mark.end;
            }
            prop_assert_eq!(leave_out(&text, &marks).matches("[…]").count(), marks.len() + text.matches("[…]").count());
        }

        #[test]
        fn a_mark_of_any_other_text_never_panics(text in "\\PC{0,20}", start in 0usize..40, end in 0usize..40) {
            leave_out(&text, &[Mark { start, end, kind: Kind::Name }]);
        }
    }
}
