//! Second way: bucket by bucket into the database, a transaction each, until all of it is there.

use std::sync::{Arc, atomic::Ordering};

use domain::{
    batch::{Batch, Counts},
    ids::BatchId,
    journal::{Subject, digest},
};
use parking_lot::Mutex;
use store::{
    Change, Tx,
    batches::{Common, Staged, Stager},
};

use super::{
    ImportError, Progress, Sorted,
    sort::{LEFT_OUT, Names, OUTSIDE, staged},
    spool::Spool,
};
use crate::{app::App, error::ActError, picture::Block, who::Who};

/// Rows of one transaction, so that others need not wait long for the writer: a page that is asked for meanwhile is
/// answered once the reading of it stands in the journal.
const ROWS: usize = 2_000;

/// What staging needs to know.
pub(crate) struct Staging {
    pub(crate) app: App,
    pub(crate) who: Who,
    pub(crate) common: Common,
    /// Whether rows of this source may be there already.
    pub(crate) may_be_known: bool,
    pub(crate) progress: Arc<Progress>,
}

/// Rows that are ready to be written: each report with its flags and its record.
type Ready = Vec<(Staged, u8, Vec<u8>)>;

impl Staging {
    /// Writes everything that was sorted; the answer is the batch with its counts, still unseen.
    pub(crate) async fn run(self, sorted: Sorted) -> Result<Batch, ImportError> {
        let Sorted { spool, counts, names, .. } = sorted;
        self.progress.rows.store(counts.accepted, Ordering::Relaxed);
        self.progress.writing.store(true, Ordering::Relaxed);
        let groups = spool.groups(ROWS);
        let (spool, names) = (Arc::new(Mutex::new(spool)), Arc::new(names));
        let ready = |group| {
            let (spool, names) = (Arc::clone(&spool), Arc::clone(&names));
            tokio::task::spawn_blocking(move || prepare(&spool, &names, group))
        };
        let (read, rejected, unmapped) = (counts.read, counts.rejected, counts.unmapped);
        let mut batch = self.common.batch.clone();
        batch.counts = Counts { read, rejected, unmapped, ..Counts::default() };
        let stager = Stager::new(self.common.clone());
        let mut groups = groups.into_iter();
        // While one group is written the next is made ready.
        let mut next = groups.next().map(&ready);
        while let Some(this) = next {
            let (rows, doubled) = this.await.map_err(|error| ActError::Unavailable(error.to_string()))??;
            next = groups.next().map(&ready);
            batch.counts.duplicate += doubled;
            let mut rest = rows;
            while !rest.is_empty() {
                if self.progress.asked_to_stop() {
                    return Err(ImportError::Stopped);
                }
                let later = rest.split_off(rest.len().min(ROWS));
                let number = rest.len() as u64;
                batch = self.write(Arc::clone(&stager), batch, rest).await?;
                self.progress.written.fetch_add(number, Ordering::Relaxed);
                rest = later;
            }
        }
        Ok(batch)
    }

    /// One transaction. This process' picture follows beside it, so the next need not wait for that.
    async fn write(&self, stager: Arc<Stager>, batch: Batch, rows: Ready) -> Result<Batch, ImportError> {
        let (app, who, may_be_known) = (self.app.clone(), self.who.clone(), self.may_be_known);
        let common = self.common.clone();
        let written = self.app.0.store.write(move |tx| {
            Box::pin(async move {
                let (mut batch, mut rows) = (batch, rows);
                if may_be_known {
                    leave_out_known(tx, batch.id, &mut batch.counts, &mut rows).await?;
                }
                let (mut reports, mut content) = (Vec::with_capacity(rows.len()), Vec::new());
                for (report, flags, record) in rows {
                    count(&mut batch.counts, &report, flags);
                    content.extend_from_slice(&record);
                    reports.push(report);
                }
                if reports.is_empty() {
                    store::batches::update(tx, &batch).await?;
                    return Ok::<_, ActError>(batch);
                }
                let block = Block::pack(&common, &reports);
                stager.stage(tx, batch.blocks, &reports, block).await?;
                // The records hold the salts, so the digest tells nothing once they are deleted.
                let digest = digest(batch.id.0.as_bytes(), &content);
                let subject = Subject { digest: Some(digest), ..Subject::new("batch", batch.id) };
                let entry = app.entry(&who, "batch.staged").about(subject);
                tx.journal(entry.fact("block", batch.blocks).fact("reports", reports.len()));
                batch.blocks += 1;
                store::batches::update(tx, &batch).await?;
                tx.changed(Change::Staged(batch.id));
                Ok(batch)
            })
        });
        Ok(written.await?.value)
    }
}

/// Takes out what is there already: rows of this very batch that a first attempt wrote, and duplicates.
async fn leave_out_known(
    tx: &Tx,
    batch: BatchId,
    counts: &mut Counts,
    rows: &mut Ready,
) -> Result<(), ActError> {
    let ids: Vec<_> = rows.iter().map(|(report, ..)| report.id).collect();
    let known = store::batches::known(tx, &ids).await?;
    rows.retain(|(report, flags, _)| match known.get(&report.id) {
        None => true,
        Some(of) => {
            match *of == Some(batch) {
                true => count(counts, report, *flags),
                false => counts.duplicate += 1,
            }
            false
        }
    });
    Ok(())
}

fn count(counts: &mut Counts, report: &Staged, flags: u8) {
    counts.accepted += 1;
    counts.without_place += u64::from(report.place.is_none());
    counts.outside += u64::from(flags & OUTSIDE != 0);
    counts.left_out += u64::from(flags & LEFT_OUT != 0);
}

/// The reports of a group in the order of their identifiers, and how many rows named the same one twice.
fn prepare(
    spool: &Mutex<Spool>,
    names: &Names,
    group: std::ops::Range<usize>,
) -> Result<(Ready, u64), ImportError> {
    let mut records = spool.lock().take(group)?;
    let all = records.len();
    records.dedup_by(|a, b| a[..16] == b[..16]);
    let doubled = (all - records.len()) as u64;
    let ready = |record: Vec<u8>| {
        let (report, flags) = staged(&record, names)?;
        Some((report, flags, record))
    };
    let rows: Option<Ready> = records.into_iter().map(ready).collect();
    let rows = rows.ok_or_else(|| ActError::Unavailable("what was sorted cannot be read".to_owned()))?;
    Ok((rows, doubled))
}
