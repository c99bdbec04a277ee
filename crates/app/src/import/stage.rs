//! Second way: bucket by bucket into the database, a transaction each, until all of it is there.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, atomic::Ordering},
};

use domain::{
    batch::{Batch, Counts},
    ids::{BatchId, ReportId},
    journal::{Subject, digest},
};
use parking_lot::Mutex;
use store::{
    Change,
    batches::{Common, Ready, Staged},
};

use super::{
    ImportError, Progress, Sorted, blocking,
    sort::{LEFT_OUT, Names, OUTSIDE, id, staged},
    spool::Spool,
};
use crate::{app::App, error::ActError, who::Who};

/// Rows of one transaction, so that others need not wait long for the writer: a page that is asked for meanwhile is
/// answered once the reading of it stands in the journal.
const ROWS: usize = 4_000;

/// What staging needs to know.
pub(crate) struct Staging {
    pub(crate) app: App,
    pub(crate) who: Who,
    pub(crate) common: Common,
    /// Whether rows of this source may be there already.
    pub(crate) may_be_known: bool,
    pub(crate) progress: Arc<Progress>,
}

/// What was sorted, and what makes it ready.
struct Source {
    spool: Mutex<Spool>,
    names: Names,
    common: Common,
    may_be_known: bool,
    app: App,
}

/// Reports that are there already, each with the batch that brought it.
type Known = HashMap<ReportId, Option<BatchId>>;

/// Rows of one transaction, ready to be written: nothing is left that could be done before the transaction.
struct Portion {
    /// What it adds to the counts.
    counts: Counts,
    /// Rows in the file, those that are there already included.
    rows: u64,
    /// Reports that are new; none where all are there already.
    reports: usize,
    ready: Ready,
    /// Of the records. They hold the salts, so it tells nothing once they are deleted.
    digest: [u8; 32],
}

impl Staging {
    /// Writes everything that was sorted; the answer is the batch with its counts, still unseen.
    pub(crate) async fn run(self, sorted: Sorted) -> Result<Batch, ImportError> {
        let Sorted { spool, counts, names, .. } = sorted;
        self.progress.rows.store(counts.accepted, Ordering::Relaxed);
        self.progress.writing.store(true, Ordering::Relaxed);
        let groups = spool.groups(ROWS);
        let source = Arc::new(Source {
            spool: Mutex::new(spool),
            names,
            common: self.common.clone(),
            may_be_known: self.may_be_known,
            app: self.app.clone(),
        });
        let ready = |group, block| tokio::spawn(Arc::clone(&source).portions(group, block));
        let (read, rejected, unmapped) = (counts.read, counts.rejected, counts.unmapped);
        let mut batch = self.common.batch.clone();
        batch.counts = Counts { read, rejected, unmapped, ..Counts::default() };
        let mut groups = groups.into_iter();
        // While one group is written the next is made ready.
        let mut block = batch.blocks;
        let mut next = groups.next().map(|group| ready(group, block));
        while let Some(this) = next {
            let (portions, doubled) =
                this.await.map_err(|error| ActError::Unavailable(error.to_string()))??;
            block += portions.iter().filter(|portion| portion.reports > 0).count() as u32;
            next = groups.next().map(|group| ready(group, block));
            batch.counts.duplicate += doubled;
            for portion in portions {
                if self.progress.asked_to_stop() {
                    return Err(ImportError::Stopped);
                }
                let number = portion.rows;
                batch = self.write(batch, portion).await?;
                self.progress.written.fetch_add(number, Ordering::Relaxed);
            }
        }
        Ok(batch)
    }

    /// One transaction, if there is something new. This process' picture follows beside it, so the next need not wait for
    /// that. Whoever else had written to the batch meanwhile would make it fail: what was looked up before still holds.
    async fn write(&self, mut batch: Batch, portion: Portion) -> Result<Batch, ImportError> {
        let Portion { counts, reports, ready, digest, .. } = portion;
        add(&mut batch.counts, &counts);
        if reports == 0 {
            return Ok(batch);
        }
        let subject = Subject { digest: Some(digest), ..Subject::new("batch", batch.id) };
        let entry = self.app.entry(&self.who, "batch.staged").about(subject);
        let entry = entry.fact("block", batch.blocks).fact("reports", reports);
        let written = self.app.0.store.write(move |tx| {
            Box::pin(async move {
                let before = batch.clone();
                batch.blocks += 1;
                store::batches::advance(tx, &before, &batch).await?;
                store::batches::stage(tx, ready).await?;
                tx.journal(entry);
                tx.changed(Change::Staged(batch.id));
                Ok::<_, ImportError>(batch)
            })
        });
        Ok(written.await?.value)
    }
}

impl Source {
    /// A group, made ready in portions of a transaction, and how many rows named the same report twice.
    ///
    /// What is known now is what will be known then: a source has one open batch, and [`store::batches::advance`] refuses a
    /// second one who writes to it.
    async fn portions(
        self: Arc<Self>,
        group: Range<usize>,
        first_block: u32,
    ) -> Result<(Vec<Portion>, u64), ImportError> {
        let this = Arc::clone(&self);
        let records = blocking(move || Ok(this.spool.lock().take(group)?)).await?;
        let known = if self.may_be_known {
            let ids: Vec<ReportId> = records.among(0..records.len()).filter_map(id).collect();
            store::batches::known(&self.app.0.store.read(), &ids).await?
        } else {
            Known::new()
        };
        blocking(move || {
            let (mut portions, mut number) = (Vec::new(), first_block);
            for first in (0..records.len()).step_by(ROWS) {
                let rows = first..(first + ROWS).min(records.len());
                let portion = self.portion(records.among(rows.clone()), rows.len() as u64, &known, number)?;
                number += u32::from(portion.reports > 0);
                portions.push(portion);
            }
            Ok((portions, records.doubled as u64))
        })
        .await
    }

    fn portion<'r>(
        &self,
        records: impl Iterator<Item = &'r [u8]>,
        rows: u64,
        known: &Known,
        number: u32,
    ) -> Result<Portion, ImportError> {
        let batch = self.common.batch.id;
        let (mut counts, mut content, mut reports) = (Counts::default(), Vec::new(), Vec::new());
        for record in records {
            let read = staged(record, &self.names);
            let (report, flags) =
                read.ok_or_else(|| ActError::Unavailable("what was sorted cannot be read".to_owned()))?;
            match known.get(&report.id) {
                None => {
                    count(&mut counts, &report, flags);
                    content.extend_from_slice(record);
                    reports.push(report);
                }
                // A first attempt at this very batch wrote it.
                Some(of) if *of == Some(batch) => count(&mut counts, &report, flags),
                Some(_) => counts.duplicate += 1,
            }
        }
        let ready = store::batches::make_ready(&self.app.0.store.read(), &self.common, number, &reports)?;
        Ok(Portion {
            counts,
            rows,
            reports: reports.len(),
            ready,
            digest: digest(batch.0.as_bytes(), &content),
        })
    }
}

fn add(counts: &mut Counts, more: &Counts) {
    counts.accepted += more.accepted;
    counts.duplicate += more.duplicate;
    counts.without_place += more.without_place;
    counts.outside += more.outside;
    counts.left_out += more.left_out;
}

fn count(counts: &mut Counts, report: &Staged, flags: u8) {
    counts.accepted += 1;
    counts.without_place += u64::from(report.place.is_none());
    counts.outside += u64::from(flags & OUTSIDE != 0);
    counts.left_out += u64::from(flags & LEFT_OUT != 0);
}
