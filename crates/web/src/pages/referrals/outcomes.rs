//! `GET /abgaben/ergebnisse`: what came of a source's reports, as a file that the source takes back.

use app::{ActError, OutcomeLine, table_file};
use axum::{
    extract::RawQuery,
    http::header,
    response::{IntoResponse, Response},
};
use domain::ids::SourceId;

use crate::{answer::Failure, context::Signed, query};

/// The columns, by the keys of their names.
const COLUMNS: [&str; 5] =
    ["outcomes-own_ref", "field-state", "field-result", "outcomes-on", "outcomes-words"];

pub(super) async fn file(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let lines = match query::first(&pairs, "source").and_then(|source| source.parse::<SourceId>().ok()) {
        Some(source) => signed.app.outcomes(&signed.who, &source).await.map(|lines| (source, lines)),
        None => Err(ActError::NotFound),
    };
    let (source, lines) = match lines {
        Ok(found) => found,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let head = COLUMNS.iter().map(|key| signed.t(key)).collect();
    let rows: Vec<Vec<String>> =
        std::iter::once(head).chain(lines.iter().map(|line| row(&signed, line))).collect();
    match table_file(&rows) {
        Ok(bytes) => {
            let name = format!("attachment; filename=\"ergebnisse-{source}.csv\"");
            let kind = "text/csv; charset=utf-8".to_owned();
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
        }
        Err(error) => signed.fail(Failure::Act(ActError::Unavailable(error.to_string()))),
    }
}

fn row(signed: &Signed, line: &OutcomeLine) -> Vec<String> {
    let (outcome, on) = match line.done {
        Some((outcome, on)) => (signed.t(&format!("outcome-{}", outcome.as_str())), signed.words.day(on)),
        None => (String::new(), String::new()),
    };
    let state = signed.t(&format!("referral-{}", line.state.as_str()));
    vec![line.own_ref.clone(), state, outcome, on, words(&line.words)]
}

/// Words of another house, which must not begin as a formula does: spreadsheets would compute it.
fn words(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_of_others_are_no_formula() {
        assert_eq!(words("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(words("Weggeräumt = ja"), "Weggeräumt = ja");
    }
}
