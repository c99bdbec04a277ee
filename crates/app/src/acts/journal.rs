//! The journal as its partner's data-protection officer reads it; that reading stands in it, too.

use domain::journal::Entry;

use crate::{app::App, error::ActError, who::Who};

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
    /// How many there are in all.
    pub total: u64,
    /// Hash of the last one, in hexadecimal.
    pub head: String,
}

impl App {
    /// Entries of the caller's own controller before a position (from the newest if 0); for data-protection officers.
    pub async fn journal_page(&self, who: &Who, before: u64, limit: u64) -> Result<JournalPage, ActError> {
        if !who.actor.protects() {
            return Err(ActError::Denied);
        }
        let controller = who.account.partner.clone();
        let entry = self.entry(who, "journal.read").fact("before", before);
        let limit = limit.clamp(1, 200);
        self.act(move |tx| {
            Box::pin(async move {
                let head = store::journal::head(tx, &controller).await?;
                let total = head.position;
                let end = if before == 0 { total + 1 } else { before.min(total + 1) };
                let after = end.saturating_sub(limit + 1);
                let rows = store::journal::entries(tx, &controller, after, limit).await?;
                let line = |row: domain::journal::Row| JournalLine {
                    position: row.position,
                    entry: row.body.as_deref().and_then(|body| Entry::read(body).ok()),
                };
                let mut lines: Vec<JournalLine> =
                    rows.into_iter().filter(|row| row.position < end).map(line).collect();
                lines.reverse();
                tx.journal(entry);
                Ok(JournalPage { lines, total, head: domain::journal::hex(&head.hash) })
            })
        })
        .await
    }
}
