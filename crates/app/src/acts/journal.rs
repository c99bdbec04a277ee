//! The journal as its partner's data-protection officer reads it; that reading stands in it, too.

use std::collections::BTreeSet;

use domain::{
    ids::{AccountId, PartnerId},
    journal::{Entry, Row},
    time::Timestamp,
};
use store::Read;

use crate::{app::App, error::ActError, who::Who};

/// Every act that stands in a journal, by group: what is read, reports, disclosures, accounts and rights, operation.
pub const JOURNAL_ACTS: [(&str, &[&str]); 9] = [
    (
        "reading",
        &[
            "report.read",
            "attachment.read",
            "reports.listed",
            "disclosures.listed",
            "received.listed",
            "duplicates.listed",
            "disclosure.previewed",
            "referrals.listed",
            "referral.read",
            "notices.listed",
            "notice.read",
            "notices.counted",
            "journal.read",
            "batch.previewed",
            "batch.rejects_read",
        ],
    ),
    (
        "reports",
        &[
            "report.entered",
            "reports.imported",
            "report.edited",
            "report.change_told",
            "report.closed",
            "attachment.added",
            "attachment.removed",
            "batch.uploaded",
            "batch.begun",
            "batch.staged",
            "batch.shown",
            "batch.confirmed",
            "batch.discarded",
            "duplicate.decided",
        ],
    ),
    (
        "disclosures",
        &["disclosure.made", "disclosure.received", "disclosure.withdrawn", "disclosure.withdrawn_by_owner"],
    ),
    ("findings", &["findings.searched", "finding.judged"]),
    (
        "hotspots",
        &["hotspots.listed", "hotspot.read", "hotspot.opened", "hotspot.continued", "hotspot.merged"],
    ),
    (
        "referrals",
        &[
            "referral.sent",
            "referral.accepted",
            "referral.returned",
            "referral.progressed",
            "referral.done",
            "referral.recalled",
        ],
    ),
    (
        "notices",
        &["notice.sent", "notice.received", "notice.acknowledged", "notice.told", "notice.passed_on"],
    ),
    (
        "access",
        &[
            "session.opened",
            "session.ended",
            "occasion.chosen",
            "password.changed",
            "session.awaited",
            "factor.begun",
            "factor.set_up",
            "factor.refused",
            "factor.codes",
            "factor.removed",
            "factor.reset",
            "invitation.accepted",
            "account.invited",
            "account.first",
            "account.disabled",
            "account.enabled",
            "membership.granted",
            "membership.ended",
            "token.made",
            "token.revoked",
        ],
    ),
    ("operation", &["areas.replaced"]),
];

/// What of the journal somebody looks for; what is empty means "all".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalFilter {
    /// Acts, such as `report.read`.
    pub acts: BTreeSet<String>,
    /// Who did it.
    pub actor: Option<AccountId>,
    /// What it was about: the identifier of a report, a disclosure or an account.
    pub about: Option<String>,
    /// First moment.
    pub from: Option<Timestamp>,
    /// First moment after.
    pub to: Option<Timestamp>,
    /// Only entries before this position.
    pub before: Option<u64>,
}

/// An entry with its position in the partner's own chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// Position, from 1.
    pub position: u64,
    /// The entry; `None` once it was deleted on schedule.
    pub entry: Option<Entry>,
}

/// A page of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalPage {
    /// The entries, newest first.
    pub lines: Vec<JournalLine>,
    /// For the next page: entries before this position were not looked at yet.
    pub next: Option<u64>,
    /// How many entries the journal has in all.
    pub total: u64,
    /// Hash of the last one, in hexadecimal.
    pub head: String,
    /// The accounts of the partner, by name.
    pub people: Vec<(AccountId, String)>,
}

/// Where a partner's journal stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalHead {
    /// Whose journal.
    pub partner: PartnerId,
    /// How many entries.
    pub entries: u64,
    /// Hash of the last one, in hexadecimal.
    pub hash: String,
}

/// Most entries of a page.
const LIMIT_MAX: usize = 200;
/// Entries read from the database at a time.
const BLOCK: u64 = 2_000;
/// Entries looked at for one page; a filter that finds little goes on at the next one.
const LOOKED_AT_MAX: u64 = 50_000;
/// Entries of several processes are a little out of order in time: so far beside the time that is asked for one looks.
const SLACK_MS: i64 = 60 * 1000;

impl App {
    /// Entries of the caller's own controller, newest first; for its data-protection officers.
    pub async fn journal_page(
        &self,
        who: &Who,
        filter: &JournalFilter,
        limit: usize,
    ) -> Result<JournalPage, ActError> {
        if !who.actor.protects() {
            return Err(ActError::Denied);
        }
        let controller = who.account.partner.clone();
        let read = self.0.store.read();
        let head = store::journal::head(&read, &controller).await?;
        let end = match filter.to {
            Some(to) => first_at(&read, &controller, head.position, Timestamp(to.0 + SLACK_MS)).await?,
            None => head.position + 1,
        };
        let end = filter.before.map_or(end, |before| before.clamp(1, end));
        let (lines, next) = search(&read, &controller, filter, end, limit.clamp(1, LIMIT_MAX)).await?;
        let entry =
            self.entry(who, "journal.read").fact("count", lines.len()).fact("filter", filter.describe());
        self.act(move |tx| {
            Box::pin(async move {
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        let hash = domain::journal::hex(&head.hash);
        Ok(JournalPage { lines, next, total: head.position, head: hash, people: self.people_of(&controller) })
    }

    /// Where the journals of all partners stand, the caller's own first; for data-protection officers. Whoever keeps
    /// these figures can prove later that nothing was cut off.
    pub async fn journal_heads(&self, who: &Who) -> Result<Vec<JournalHead>, ActError> {
        if !who.actor.protects() {
            return Err(ActError::Denied);
        }
        let heads = store::journal::heads(&self.0.store.read()).await?;
        let mut heads: Vec<JournalHead> = heads
            .into_iter()
            .map(|(partner, head)| JournalHead {
                partner,
                entries: head.position,
                hash: domain::journal::hex(&head.hash),
            })
            .collect();
        heads.sort_by_key(|head| (head.partner != who.account.partner, head.partner.clone()));
        Ok(heads)
    }

    fn people_of(&self, partner: &PartnerId) -> Vec<(AccountId, String)> {
        let people = self.0.people.read();
        let own = people.values().map(|(account, _)| account).filter(|account| account.partner == *partner);
        let mut own: Vec<_> = own.map(|account| (account.id, account.name.clone())).collect();
        own.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        own
    }
}

impl JournalFilter {
    fn fits(&self, entry: &Entry) -> bool {
        let about = |id: &String| {
            entry.subjects.iter().any(|subject| subject.id == *id)
                || entry.facts.values().any(|fact| fact == id)
        };
        (self.acts.is_empty() || self.acts.contains(entry.act.as_ref()))
            && self.actor.is_none_or(|actor| entry.actor == Some(actor))
            && self.about.as_ref().is_none_or(about)
            && self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at < to)
    }

    /// Whether an entry deleted on schedule belongs into the answer: only where nothing is asked for.
    fn shows_deleted(&self) -> bool {
        *self == Self { before: self.before, ..Self::default() }
    }

    /// The filter in words of the journal: names and values, nothing for "all".
    fn describe(&self) -> String {
        let acts: Vec<&str> = self.acts.iter().map(String::as_str).collect();
        let parts = [
            (!acts.is_empty()).then(|| format!("act={}", acts.join(","))),
            self.actor.map(|actor| format!("actor={actor}")),
            self.about.as_ref().map(|about| format!("about={about}")),
            self.from.map(|from| format!("from={}", from.0)),
            self.to.map(|to| format!("to={}", to.0)),
            self.before.map(|before| format!("before={before}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Entries before `end` that fit, newest first; and where to go on.
async fn search(
    read: &Read,
    controller: &PartnerId,
    filter: &JournalFilter,
    end: u64,
    limit: usize,
) -> Result<(Vec<JournalLine>, Option<u64>), ActError> {
    let mut lines = Vec::new();
    let mut before = end;
    let last = end.saturating_sub(LOOKED_AT_MAX).max(1);
    while before > last {
        let after = before.saturating_sub(BLOCK + 1).max(last - 1);
        let rows = store::journal::entries(read, controller, after, before - 1 - after).await?;
        for row in rows.into_iter().rev() {
            if filter.from.is_some_and(|from| row.at.is_none_or(|at| at.0 + SLACK_MS < from.0)) {
                return Ok((lines, None));
            }
            let position = row.position;
            let entry = row.body.as_deref().and_then(|body| Entry::read(body).ok());
            if entry.as_ref().map_or(filter.shows_deleted(), |entry| filter.fits(entry)) {
                lines.push(JournalLine { position, entry });
                if lines.len() == limit {
                    return Ok((lines, Some(position).filter(|position| *position > 1)));
                }
            }
        }
        before = after + 1;
    }
    Ok((lines, Some(before).filter(|before| *before > 1)))
}

/// The first position at or after a moment, found by halving; one past the end if there is none.
async fn first_at(read: &Read, controller: &PartnerId, end: u64, moment: Timestamp) -> Result<u64, ActError> {
    let (mut low, mut high) = (1, end + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let row: Option<Row> = store::journal::entries(read, controller, middle - 1, 1).await?.pop();
        // What was deleted on schedule is old.
        if row.and_then(|row| row.at).is_some_and(|at| at >= moment) {
            high = middle
        } else {
            low = middle + 1
        }
    }
    Ok(low)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// Texts in quotation marks that look like an act, in all files of this crate.
    fn entered(folder: &Path, found: &mut BTreeSet<String>) {
        for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if file.is_dir() {
                entered(&file, found);
            } else if file.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(file).unwrap();
                // The list itself proves nothing.
                let text = text.split_once("pub const JOURNAL_ACTS").map_or(text.as_str(), |_| OWN_ENTRIES);
                found.extend(
                    text.split('"').skip(1).step_by(2).filter(|word| is_act(word)).map(ToOwned::to_owned),
                );
            }
        }
    }

    /// What this very file enters.
    const OWN_ENTRIES: &str = r#" "journal.read" "#;

    fn is_act(word: &str) -> bool {
        let plain =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        word.split_once('.').is_some_and(|(thing, done)| {
            plain(thing) && plain(done) && !["toml", "geojson", "rs", "db"].contains(&done)
        })
    }

    #[test]
    fn every_act_that_is_entered_can_be_looked_for() {
        let listed: BTreeSet<String> =
            JOURNAL_ACTS.iter().flat_map(|(_, acts)| acts.iter().map(|act| (*act).to_owned())).collect();
        let mut found = BTreeSet::new();
        entered(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert_eq!(found, listed);
    }
}
