//! Lines and their fields.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::{
    Fault, Problem,
    columns::{Columns, is_header},
};

/// The fields of a line, and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub(super) line: usize,
    pub(super) fields: Vec<Cow<'a, str>>,
}

/// The text of a file: UTF-8, else Windows-1252; a byte order mark is left out.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// What stands between fields: semicolons or commas if all of the first lines have them, tabs if the first line is a
/// header with tabs; else any number of blanks, which is what SaTScan reads.
pub(super) fn separator(text: &str) -> Option<char> {
    let mut head = text.lines().filter(|line| !line.trim().is_empty()).take(20);
    let everywhere = |separator: char| {
        let mut head = head.clone().peekable();
        head.peek().is_some() && head.all(|line| unquoted(line, separator))
    };
    let marked = [';', ','].into_iter().find(|separator| everywhere(*separator));
    marked.or_else(|| {
        let first = head.next().and_then(|line| record(line, 1, Some('\t')).ok().flatten());
        first.is_some_and(|first| is_header(&first)).then_some('\t')
    })
}

fn unquoted(line: &str, separator: char) -> bool {
    let mut quoted = false;
    line.chars().any(|letter| {
        quoted ^= letter == '"';
        !quoted && letter == separator
    })
}

/// Reads line by line. The first one may be a header; `by_position` says what stands where if it is none. Answers what is
/// wrong, whether with the lines or with what `row` makes of them.
pub(super) fn each_row(
    text: &str,
    of_header: impl Fn(&Record<'_>) -> Result<Columns, Problem>,
    by_position: impl Fn(&str, Option<char>) -> Columns,
    mut row: impl FnMut(&Record<'_>, &Columns) -> Result<(), Problem>,
) -> Vec<Problem> {
    let separator = separator(text);
    let (mut problems, mut rows) = (Vec::new(), 0_usize);
    let mut columns: Option<Columns> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let record = match record(line, number, separator) {
            Ok(Some(record)) => record,
            Ok(None) => continue,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let columns = match &columns {
            Some(columns) => columns,
            None if is_header(&record) => match of_header(&record) {
                Ok(found) => {
                    columns = Some(found);
                    continue;
                }
                Err(problem) => return vec![problem],
            },
            None => columns.insert(by_position(text, separator)),
        };
        rows += 1;
        problems.extend(row(&record, columns).err());
    }
    if rows == 0 && problems.is_empty() {
        problems.push(Problem::whole(Fault::Empty));
    }
    problems
}

/// Takes one line apart. Empty lines give nothing; without separator, any number of blanks is one.
pub(super) fn record(
    line: &str,
    number: usize,
    separator: Option<char>,
) -> Result<Option<Record<'_>>, Problem> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        if separator.is_none() {
            rest = rest.trim_start();
            if rest.is_empty() {
                break;
            }
        }
        let (field, after) = field(rest, separator).ok_or_else(|| Problem::at(number, Fault::OpenQuote))?;
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => break,
        }
    }
    Ok(Some(Record { line: number, fields }))
}

/// The first field, and what comes after its separator.
fn field(text: &str, separator: Option<char>) -> Option<(Cow<'_, str>, Option<&str>)> {
    let ends = |letter: char| separator.map_or(letter.is_whitespace(), |separator| letter == separator);
    let start = text.trim_start_matches(|letter: char| letter.is_whitespace() && Some(letter) != separator);
    let Some(quoted) = start.strip_prefix('"') else {
        let end = start.find(ends);
        let field = start[..end.unwrap_or(start.len())].trim();
        return Some((Cow::Borrowed(field), end.map(|end| after(start, end))));
    };
    // Two quotation marks within quotes are one.
    let mut content = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find('"')?;
        content.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(more) => {
                content.push('"');
                rest = more;
            }
            None => break,
        }
    }
    Some((Cow::Owned(content.trim().to_owned()), rest.find(ends).map(|end| after(rest, end))))
}

fn after(text: &str, end: usize) -> &str {
    let width = text[end..].chars().next().map_or(0, char::len_utf8);
    &text[end + width..]
}
