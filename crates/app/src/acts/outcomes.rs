//! What came of a source's reports, as a file that the source takes back: its own reference, the state, the outcome.

use domain::{
    ids::SourceId,
    referral::{Outcome, Side, State, What},
    time::Day,
};

use super::ReferralState;
use crate::{app::App, error::ActError, who::Who};

/// What came of a report that was referred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeLine {
    /// The source's own reference.
    pub own_ref: String,
    /// Where its latest referral stands.
    pub state: State,
    /// What came of it, and on which day, if it was finished.
    pub done: Option<(Outcome, Day)>,
    /// The last words of the receiver.
    pub words: String,
}

/// Most lines of a file.
const MOST: usize = 10_000;

impl App {
    /// What came of the referred reports of a source of the caller's units that have a reference of their own. One line for
    /// each report, with its latest referral; the oldest first.
    pub async fn outcomes(&self, who: &Who, source: &SourceId) -> Result<Vec<OutcomeLine>, ActError> {
        let charter = self.charter();
        let ours = charter
            .source(source)
            .is_some_and(|source| source.units.iter().any(|unit| who.viewer.units().contains(unit)));
        if !ours {
            return Err(ActError::NotFound);
        }
        let mut views = Vec::new();
        for state in [ReferralState::Open, ReferralState::Ended] {
            let mut cursor: Option<String> = None;
            loop {
                let page = self.referrals(who, Some(Side::Sender), state, cursor.as_deref()).await?;
                views.extend(page.items);
                match page.next {
                    Some(next) if views.len() < MOST => cursor = Some(next),
                    _ => break,
                }
            }
        }
        views.sort_by_key(|view| (view.referral.sent_at, view.referral.id));
        let mut lines: Vec<OutcomeLine> = Vec::new();
        for view in views.iter().filter(|view| view.side == Side::Sender) {
            let Some(seen) = view.seen.as_ref().filter(|seen| seen.source.as_ref() == Some(source)) else {
                continue;
            };
            let Some(own_ref) = seen.own.as_ref().and_then(|own| own.own_ref.clone()) else { continue };
            let steps = &view.referral.steps;
            let done = steps.iter().find_map(|step| match &step.what {
                What::Done { outcome, on, .. } => Some((*outcome, *on)),
                _ => None,
            });
            let words =
                steps.iter().rev().find(|step| step.what.by_receiver() && !step.what.words().is_empty());
            let words = words.map(|step| step.what.words().to_owned()).unwrap_or_default();
            lines.retain(|line| line.own_ref != own_ref);
            lines.push(OutcomeLine { own_ref, state: view.referral.state(), done, words });
        }
        Ok(lines)
    }
}

/// Rows as a file that spreadsheets and portals of German offices read: semicolons, UTF-8 with its mark.
pub fn table_file(rows: &[Vec<String>]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut writer = exchange::csv::Writer::for_offices(&mut bytes)?;
    for row in rows {
        writer.write(row.iter().map(String::as_str))?;
    }
    Ok(bytes)
}
