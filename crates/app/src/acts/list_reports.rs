//! Reports are listed, newest first: one answer, one journal entry.

use domain::{
    ids::ReportId,
    report::{Problem, Seen},
};

use super::invalid;
use crate::{app::App, error::ActError, filter::Filter, picture::Cursor, who::Who};

/// A page of reports.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPage {
    /// The reports, newest first by the time as it is shown.
    pub items: Vec<Seen>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
    /// How many match in all.
    pub total: u64,
}

/// Most reports of a page.
pub(crate) const PAGE_MAX: usize = 200;

impl App {
    /// Lists what the caller sees with this filter, from the opaque `cursor` of the page before on.
    pub async fn list_reports(
        &self,
        who: &Who,
        filter: &Filter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<ReportPage, ActError> {
        self.must_be_fresh()?;
        let limit = limit.clamp(1, PAGE_MAX);
        let after = match cursor {
            None => None,
            Some(text) => match Cursor::read(text) {
                Some(cursor) => Some(cursor),
                None => return invalid("cursor", Problem::Unknown { value: text.to_owned() }),
            },
        };
        let now = self.now();
        let (mut hits, total) = {
            let index = self.0.index.read();
            let total = index.count(&who.viewer, now, filter);
            (index.page(&who.viewer, now, filter, after, limit + 1), total)
        };
        let next = (hits.len() > limit).then(|| hits[limit - 1].cursor.write());
        hits.truncate(limit);

        let (app, who, filter) = (self.clone(), who.clone(), filter.clone());
        let items = self
            .act(move |tx| {
                Box::pin(async move {
                    let ids: Vec<ReportId> = hits.iter().map(|hit| hit.id).collect();
                    let items = app.load_listed(tx, &who, &ids).await?;
                    let entry = app.entry(&who, "reports.listed");
                    tx.journal(entry.fact("filter", filter.describe()).fact("count", items.len()));
                    Ok(items)
                })
            })
            .await?;
        Ok(ReportPage { items, next, total })
    }

    /// Loads the rows of a list and judges each once more by what the database says now.
    pub(super) async fn load_listed(
        &self,
        tx: &store::Tx,
        who: &Who,
        ids: &[ReportId],
    ) -> Result<Vec<Seen>, ActError> {
        let judged = self.judge(tx, ids).await?;
        let mut seen = self.see_all(tx, &who.viewer, &judged).await?;
        Ok(ids.iter().filter_map(|id| seen.remove(id)).collect())
    }
}

impl Cursor {
    /// As text that means nothing to its reader.
    pub(crate) fn write(&self) -> String {
        let bytes = self.at.to_be_bytes().into_iter().chain(self.id);
        bytes.map(|byte| format!("{byte:02x}")).collect()
    }

    /// From the text of [`Cursor::write`].
    pub(crate) fn read(text: &str) -> Option<Self> {
        if text.len() != 48 || !text.is_ascii() {
            return None;
        }
        let byte = |i: usize| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok();
        let bytes: Vec<u8> = (0..24).map(byte).collect::<Option<_>>()?;
        let (at, id) = bytes.split_at_checked(8)?;
        Some(Self { at: i64::from_be_bytes(at.try_into().ok()?), id: id.try_into().ok()? })
    }
}
