//! What became of the findings of the last twelve months: by people's verdicts, and tried on the past.

use app::{FindingRecord, Hits, Ranking, RunNotes};
use domain::{
    finding::Scope,
    time::{Day, Timestamp},
};
use maud::{Markup, html};

use crate::{context::Signed, finding, words::Words};

/// The share of the area of which the sentence speaks: the middle one of the charter's.
fn middle(hits: &Hits) -> usize {
    hits.percent.len() / 2
}

pub(super) fn record(
    signed: &Signed,
    runs: &[(Scope, Day, Timestamp, RunNotes)],
    record: FindingRecord,
) -> Markup {
    let hits = runs.iter().filter_map(|(scope, _, _, notes)| Some((scope, notes.hits.as_ref()?)));
    let mut hits: Vec<(&Scope, &Hits)> = hits.collect();
    // First what is the caller's own, then where there is most.
    hits.sort_by_key(|(scope, hits)| (!matches!(scope, Scope::Unit { .. }), std::cmp::Reverse(hits.reports)));
    html! {
        section.ln-stack aria-labelledby="record" {
            h2 id="record" { (signed.t("findings-record")) }
            (verdicts(signed, record))
            h3 { (signed.t("findings-hits")) }
            @match hits.split_first() {
                None => p { (signed.t("findings-hits-none")) },
                Some(((scope, first), others)) => {
                    (hit_rates(signed, scope, first))
                    p.ln-basis { (signed.t("findings-hits-basis")) }
                    @if !others.is_empty() {
                        details.ln-unfold {
                            summary { (signed.words.with("findings-hits-others", &[("count", others.len().into())])) }
                            @for (scope, hits) in others { (hit_rates(signed, scope, hits)) }
                        }
                    }
                }
            }
        }
    }
}

fn verdicts(signed: &Signed, record: FindingRecord) -> Markup {
    let words = &signed.words;
    let values = [
        ("found", i64::from(record.found).into()),
        ("taken", i64::from(record.taken).into()),
        ("confirmed", i64::from(record.confirmed).into()),
        ("set_aside", i64::from(record.set_aside).into()),
        ("open", i64::from(record.open).into()),
        ("judged", i64::from(record.taken + record.set_aside).into()),
    ];
    html! {
        @if record.found > 0 {
            p { (words.with("findings-record-line", &values)) }
            @if record.taken + record.set_aside > 0 { p { (words.with("findings-record-false", &values)) } }
            p.ln-basis { (signed.t("findings-record-basis")) }
        } @else {
            p { (signed.t("findings-record-none")) }
        }
    }
}

/// The sentence and the table of one collection. On the phone each order of the cells is a card, its figures named.
fn hit_rates(signed: &Signed, scope: &Scope, hits: &Hits) -> Markup {
    let words = &signed.words;
    let name = finding::scope(words, &signed.charter, scope);
    let share = |percent: u32| words.with("hits-percent", &[("percent", i64::from(percent).into())]);
    html! {
        p { strong { (name) } ": " (sentence(words, hits)) " " (went_on(words, hits)) }
        div.ln-scroll tabindex="0" role="group" aria-label=(name) {
            table.kern-table.ln-table.ln-table--stack {
                caption.ln-hidden { (signed.t("findings-hits")) }
                thead {
                    tr {
                        th scope="col" rowspan="2" { (signed.t("hits-order")) }
                        @for measure in ["hits-pai", "hits-pei"] {
                            th.ln-num scope="colgroup" colspan=(hits.percent.len()) { (signed.t(measure)) }
                        }
                    }
                    tr {
                        @for _ in 0..2 {
                            @for percent in &hits.percent { th.ln-num scope="col" { (share(*percent)) } }
                        }
                    }
                }
                tbody {
                    @for ranking in &hits.rankings {
                        tr {
                            th scope="row" { (signed.t(&format!("hits-by-{}", ranking.by.as_str()))) }
                            @for (measure, figures, digits) in [("hits-pai", &ranking.pai, 1), ("hits-pei", &ranking.pei, 2)] {
                                @for (percent, figure) in hits.percent.iter().zip(figures) {
                                    td.ln-num data-label={ (signed.t(measure)) ", " (share(*percent)) } { (words.decimal(*figure, digits)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sentence(words: &Words, hits: &Hits) -> String {
    let at = middle(hits);
    let percent = hits.percent.get(at).copied().unwrap_or_default();
    // PAI is share of the reports over share of the area.
    let share = |ranking: &Ranking| {
        let pai = ranking.pai.get(at).copied().unwrap_or_default();
        ((pai * f64::from(percent)).round() as i64).clamp(0, 100)
    };
    let mut values = vec![
        ("weeks", i64::from(hits.weeks).into()),
        ("percent", i64::from(percent).into()),
        ("reports", words.number(hits.reports).into()),
    ];
    values.extend(hits.rankings.iter().map(|ranking| (ranking.by.as_str(), share(ranking).into())));
    words.with("hits-sentence", &values)
}

/// Whether it went on where something was found.
fn went_on(words: &Words, hits: &Hits) -> String {
    let values = [
        ("announced", i64::from(hits.announced).into()),
        ("judged", i64::from(hits.judged).into()),
        ("went_on", i64::from(hits.went_on).into()),
    ];
    let key = match (hits.announced, hits.judged) {
        (0, _) => "hits-no-findings",
        (_, 0) => "hits-too-young",
        _ => "hits-went-on",
    };
    words.with(key, &values)
}
