//! Duplicates: pairs are shown side by side to whoever sees both, and a person says whether they are one happening.

use std::collections::BTreeSet;

use domain::{
    duplicate::{Alike, Decision, Limits, Pair, Verdict},
    ids::{PartnerId, ReportId},
    journal::Subject,
    report::Seen,
    time::Timestamp,
};

use super::salt;
use crate::{app::App, error::ActError, who::Who};

/// Two reports side by side, as the caller sees them.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicatePair {
    /// The reports, the earlier one first.
    pub reports: [Seen; 2],
    /// In what they are alike, for what is asked.
    pub alike: Option<Alike>,
    /// What was said about them, by whose staff and when; nothing yet for what is asked.
    pub said: Option<(Verdict, PartnerId, Timestamp)>,
    /// Whether the caller may say something about them: it writes for the unit of one of them.
    pub may_decide: bool,
}

/// What may be a duplicate, and what was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicates {
    /// Pairs about which nobody said anything yet and the caller may, the likeliest first.
    pub open: Vec<DuplicatePair>,
    /// Whether there are more of these.
    pub more: bool,
    /// Pairs about which somebody said something, the latest first.
    pub decided: Vec<DuplicatePair>,
}

/// Decisions, the latest of all houses, among which those are that are shown.
const LOOKED_AT: u64 = 500;
/// Most pairs of each kind in one answer.
const MOST: usize = 20;

impl App {
    /// Pairs of reports that the caller sees: those that may be about the same happening and about which the caller may
    /// decide, and those about which somebody did.
    pub async fn duplicates(&self, who: &Who) -> Result<Duplicates, ActError> {
        self.must_be_fresh()?;
        let limits = Limits::of(&self.charter());
        let (open, more) = match limits {
            Some(limits) => {
                let (index, decides) = (self.0.index.read(), who.actor.writes_for());
                index.lookalikes(&who.viewer, decides, self.now(), limits, MOST)
            }
            None => (Vec::new(), false),
        };
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let decisions = store::duplicates::latest(tx, LOOKED_AT).await?;
                let said = decisions.iter().map(|decision| decision.pair);
                let ids: BTreeSet<ReportId> =
                    said.chain(open.iter().map(|(pair, _)| *pair)).flat_map(|pair| pair.reports()).collect();
                let judged = app.judge(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
                let (seen, zone) = (app.see_all(tx, &who.viewer, &judged).await?, app.zone());
                let pair = |pair: Pair, alike: Option<Alike>, said: Option<&Decision>| {
                    let [one, other] = pair.reports();
                    let mut reports = [seen.get(&one)?.clone(), seen.get(&other)?.clone()];
                    reports.sort_by_key(|seen| (seen.when.anchor(&zone), seen.id));
                    let may_decide = reports.iter().any(|seen| may_decide(&who, seen));
                    let said = said.map(|d| (d.verdict, d.partner.clone(), d.at));
                    Some(DuplicatePair { reports, alike, said, may_decide })
                };
                let open = open.into_iter().filter_map(|(open, alike)| pair(open, Some(alike), None));
                let open: Vec<_> = open.filter(|pair| pair.may_decide).collect();
                let decided = decisions.iter().filter_map(|d| pair(d.pair, None, Some(d)));
                let decided: Vec<_> = decided.take(MOST).collect();
                let count = open.len() + decided.len();
                tx.journal(app.entry(&who, "duplicates.listed").fact("count", count));
                Ok(Duplicates { open, more, decided })
            })
        })
        .await
    }

    /// Says whether two reports that the caller sees are about the same happening. It takes the place of what was said
    /// before, and nothing is merged.
    pub async fn decide_duplicate(
        &self,
        who: &Who,
        one: ReportId,
        other: ReportId,
        verdict: Verdict,
    ) -> Result<(), ActError> {
        let pair = Pair::new(one, other).ok_or(ActError::NotFound)?;
        let (app, who, at) = (self.clone(), who.clone(), self.now());
        let limits = Limits::of(&self.charter()).ok_or(ActError::NotFound)?;
        if !self.0.index.read().may_be_judged(&who.viewer, at, limits, pair) {
            return Err(ActError::NotFound);
        }
        self.act(move |tx| {
            Box::pin(async move {
                let mut entry = app.entry(&who, "duplicate.decided").fact("verdict", verdict.as_str());
                let mut may = false;
                for id in pair.reports() {
                    let (seen, report) = app.load_seen(tx, &who.viewer, id).await?;
                    may |= may_decide(&who, &seen);
                    entry = entry.about(Subject::report(&report, &salt(tx, id).await?));
                    tx.changed(store::Change::Report(id));
                }
                if !may {
                    return Err(ActError::Denied);
                }
                let (by, partner) = (who.account.id, who.account.partner.clone());
                store::duplicates::decide(tx, &Decision { pair, verdict, by, partner, at }).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }
}

/// Whoever writes for the unit of one of two reports says something about both.
fn may_decide(who: &Who, seen: &Seen) -> bool {
    seen.grant.own && who.actor.may_write(&seen.unit).is_ok()
}
