//! Batches: list, look at, stop, throw away, fetch what was rejected.

use std::sync::Arc;

use domain::{
    batch::{Batch, Stage},
    ids::{BatchId, ReportId},
    journal::Subject,
};
use store::{Change, batches::FileKind};

use crate::{
    app::App,
    error::ActError,
    import::{ImportError, Progress},
    who::Who,
};

/// Batches that a list shows.
const LISTED: u64 = 50;

/// A batch as its unit sees it.
#[derive(Debug, Clone)]
pub struct BatchView {
    /// The batch.
    pub batch: Batch,
    /// How far it is, if it runs in this process.
    pub running: Option<Arc<Progress>>,
    /// Why it ended the last time, if it failed.
    pub failed: Option<Arc<ImportError>>,
    /// Whether there are rejected rows to fetch.
    pub has_rejects: bool,
}

impl App {
    /// The newest batches of the units for which the caller writes.
    pub async fn batches(&self, who: &Who) -> Result<Vec<Batch>, ActError> {
        Ok(store::batches::of_units(&self.0.store.read(), who.actor.writes_for(), LISTED).await?)
    }

    /// A batch of a unit for which the caller writes; not found otherwise.
    pub async fn batch(&self, who: &Who, id: BatchId) -> Result<BatchView, ActError> {
        let batch = self.own_batch(who, id).await?;
        let running = self.0.imports.lock().get(&id).cloned();
        let failed = self.0.import_failures.lock().get(&id).cloned();
        let rejects = batch.counts.rejected > 0 && batch.visible_at.is_some();
        Ok(BatchView { has_rejects: rejects && batch.confirmed.is_none(), batch, running, failed })
    }

    /// Asks a batch that runs in this process to stop.
    pub async fn stop_batch(&self, who: &Who, id: BatchId) -> Result<(), ActError> {
        self.own_batch(who, id).await?;
        if let Some(progress) = self.0.imports.lock().get(&id) {
            progress.stop();
        }
        Ok(())
    }

    /// Throws a batch away that nobody has seen yet, with all that was written of it.
    pub async fn discard_batch(&self, who: &Who, id: BatchId) -> Result<(), ImportError> {
        let batch = self.own_batch(who, id).await?;
        if self.0.imports.lock().contains_key(&id) {
            return Err(domain::batch::WrongStage(Stage::Open).into());
        }
        let discarded = batch.clone().discard(self.now())?;
        for number in (0..batch.blocks).rev() {
            let block = store::batches::block(&self.0.store.read(), id, number).await?;
            let reports: Vec<ReportId> =
                block.iter().flat_map(|b| &b.reports).map(|report| report.id).collect();
            let of = |blocks| Batch { blocks, ..batch.clone() };
            let (before, rest) = (of(number + 1), of(number));
            let written = self.0.store.write(move |tx| {
                Box::pin(async move {
                    store::batches::advance(tx, &before, &rest).await?;
                    store::batches::delete_block(tx, id, number, &reports).await?;
                    Ok::<_, ImportError>(())
                })
            });
            written.await?;
        }
        let entry = self.entry(who, "batch.discarded").about(Subject::new("batch", id));
        let (emptied, discarded) = (Batch { blocks: 0, ..batch }, Batch { blocks: 0, ..discarded });
        self.act_or(move |tx| {
            Box::pin(async move {
                store::batches::advance(tx, &emptied, &discarded).await?;
                store::batches::delete_file(tx, id, FileKind::Upload).await?;
                tx.journal(entry);
                tx.changed(Change::Batch(id));
                Ok::<_, ImportError>(())
            })
        })
        .await?;
        self.0.import_failures.lock().remove(&id);
        Ok(())
    }

    /// The rejected rows of a batch as a file: its name and bytes. It stands in the journal, because it is content.
    pub async fn batch_rejects(&self, who: &Who, id: BatchId) -> Result<(String, Vec<u8>), ActError> {
        let batch = self.own_batch(who, id).await?;
        let bytes = store::batches::file(&self.0.store.read(), id, FileKind::Rejects).await?;
        let bytes = bytes.ok_or(ActError::NotFound)?;
        let entry = self.entry(who, "batch.rejects_read").about(Subject::new("batch", id));
        let entry = entry.fact("rejected", batch.counts.rejected);
        self.act(move |tx| {
            Box::pin(async move {
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok((rejects_name(&batch.file), bytes))
    }

    /// A batch of a unit for which the caller writes; the same answer for unknown and forbidden.
    pub(crate) async fn own_batch(&self, who: &Who, id: BatchId) -> Result<Batch, ActError> {
        let batch = store::batches::by_id(&self.0.store.read(), id).await?.ok_or(ActError::NotFound)?;
        batch.editable_by(&who.actor).map_err(|_| ActError::NotFound)
    }
}

/// What the file of rejected rows is called: like the file itself, unpacked.
fn rejects_name(file: &str) -> String {
    let file = file.strip_suffix(".gz").unwrap_or(file);
    match file.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-abgewiesen.{ending}"),
        None => format!("{file}-abgewiesen"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejected_rows_are_called_like_their_file() {
        assert_eq!(rejects_name("fines-2021.csv.gz"), "fines-2021-abgewiesen.csv");
        assert_eq!(rejects_name("Auszug.xlsx"), "Auszug-abgewiesen.xlsx");
        assert_eq!(rejects_name("auszug"), "auszug-abgewiesen");
    }
}
