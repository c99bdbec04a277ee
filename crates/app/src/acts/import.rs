//! A file comes in, or is looked at first.

use std::{
    io::{Cursor, Read},
    sync::{Arc, atomic::Ordering},
};

use domain::{
    batch::{Batch, Counts, Stage},
    ids::*,
    journal::Subject,
};
use exchange::{
    profile::Profile,
    table::{FileProblem, Format, Input},
};
use store::{
    Change,
    batches::{Common, FileKind},
};

use crate::{
    app::App,
    error::ActError,
    import::{
        ImportError, ImportOrder, Imported, Preview, Progress, Sorted, Sorting, Staging, blocking, digest,
        hashes, look, offsets,
    },
    who::Who,
};

/// Largest file that is uploaded, in bytes; larger ones come in from the command line.
pub(crate) const UPLOAD_MAX: usize = 64 << 20;

impl App {
    /// What would become of a file: its first rows, what would be rejected and why.
    pub async fn preview_import(
        &self,
        who: &Who,
        order: &ImportOrder,
        input: Box<dyn Input>,
    ) -> Result<Preview, ImportError> {
        self.unit_for(who, order)?;
        let sorting = self.sorting(who, order, BatchId::from_chance([0; 16]), Arc::default())?;
        blocking(move || look(sorting, input)).await
    }

    /// Imports a file: all of it becomes visible for the unit at once, or nothing does. The same file and profile go on
    /// where they were stopped.
    pub async fn import(
        &self,
        who: &Who,
        order: &ImportOrder,
        mut input: Box<dyn Input>,
        progress: Arc<Progress>,
    ) -> Result<Imported, ImportError> {
        let unit = self.unit_for(who, order)?;
        let (input, (digest, length)) = blocking(move || {
            let found = digest(input.as_mut())?;
            Ok((input, found))
        })
        .await?;
        let fresh = Batch { digest, ..self.new_batch(who, order, unit) };
        self.run_import(who, order, fresh, input, length, progress).await
    }

    /// Keeps a file that was uploaded, to be looked at and started later.
    pub async fn upload_batch(
        &self,
        who: &Who,
        order: &ImportOrder,
        bytes: Vec<u8>,
    ) -> Result<BatchId, ImportError> {
        let unit = self.unit_for(who, order)?;
        Profile::parse(&order.profile)?;
        if bytes.is_empty() {
            return Err(FileProblem::Empty.into());
        }
        if bytes.len() > UPLOAD_MAX {
            return Err(ActError::Invalid(vec![domain::report::FieldError::new(
                "file",
                domain::report::Problem::TooMany { most: UPLOAD_MAX >> 20 },
            )])
            .into());
        }
        let mut cursor = Cursor::new(bytes);
        let (digest, _) = digest(&mut cursor)?;
        let batch = Batch { digest, ..self.new_batch(who, order, unit) };
        let id = batch.id;
        let entry = self.entry(who, "batch.uploaded").about(Subject::new("batch", id));
        let entry = entry.fact("source", &batch.source).fact("unit", &batch.unit);
        self.act(move |tx| {
            Box::pin(async move {
                store::batches::insert(tx, &batch).await?;
                store::batches::put_file(tx, id, FileKind::Upload, cursor.get_ref()).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok(id)
    }

    /// What would become of a file that was uploaded. It stands in the journal, because it is content.
    pub async fn preview_batch(&self, who: &Who, id: BatchId) -> Result<Preview, ImportError> {
        let (batch, bytes) = self.uploaded(who, id).await?;
        let preview = self.preview_import(who, &order_of(&batch), Box::new(Cursor::new(bytes))).await?;
        let entry = self.entry(who, "batch.previewed").about(Subject::new("batch", id));
        let entry = entry.fact("rows", preview.rows.len() + preview.rejected.len());
        self.act(move |tx| {
            Box::pin(async move {
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok(preview)
    }

    /// Starts (or goes on with) a batch that was uploaded; it runs beside what this process does otherwise.
    pub async fn start_batch(&self, who: &Who, id: BatchId) -> Result<(), ImportError> {
        let (batch, bytes) = self.uploaded(who, id).await?;
        batch.clone().begin(self.now())?;
        let progress = Arc::new(Progress::default());
        {
            let mut running = self.0.imports.lock();
            if running.contains_key(&id) {
                return Ok(());
            }
            running.insert(id, Arc::clone(&progress));
        }
        let (app, who) = (self.clone(), who.clone());
        tokio::spawn(async move {
            let length = bytes.len() as u64;
            let order = order_of(&batch);
            let input = Box::new(Cursor::new(bytes));
            let imported = app.run_import(&who, &order, batch, input, length, progress).await;
            let kept = match imported {
                Ok(Imported { rejects, .. }) => app.keep_rejects(id, rejects).await,
                Err(error) => Err(error),
            };
            app.0.imports.lock().remove(&id);
            match kept {
                Ok(()) => app.0.import_failures.lock().remove(&id),
                Err(error) => app.0.import_failures.lock().insert(id, Arc::new(error)),
            };
        });
        Ok(())
    }

    /// The unit for which the caller brings reports of a source.
    fn unit_for(&self, who: &Who, order: &ImportOrder) -> Result<UnitId, ImportError> {
        let charter = self.charter();
        let source = charter.source(&order.source).ok_or(ActError::NotFound)?;
        let mine: Vec<&UnitId> =
            who.actor.writes_for().iter().filter(|unit| source.units.contains(unit)).collect();
        match (mine.as_slice(), order.unit.as_str()) {
            ([only], "") => Ok((*only).clone()),
            (units, name) => {
                let named = units.iter().find(|unit| unit.as_str() == name);
                let list = || units.iter().map(|unit| unit.as_str()).collect::<Vec<_>>().join(", ");
                named.map(|unit| (*unit).clone()).ok_or_else(|| ImportError::Unit(list()))
            }
        }
    }

    fn new_batch(&self, who: &Who, order: &ImportOrder, unit: UnitId) -> Batch {
        Batch {
            id: BatchId::from_chance(self.0.chance.bytes()),
            partner: who.account.partner.clone(),
            unit,
            source: order.source.clone(),
            by: who.account.id,
            at: self.now(),
            file: order.file.clone(),
            digest: String::new(),
            profile: order.profile.clone(),
            counts: Counts::default(),
            blocks: 0,
            begun_at: None,
            visible_at: None,
            confirmed: None,
            discarded_at: None,
        }
    }

    fn sorting(
        &self,
        who: &Who,
        order: &ImportOrder,
        batch: BatchId,
        progress: Arc<Progress>,
    ) -> Result<Sorting, ImportError> {
        Ok(Sorting {
            profile: Profile::parse(&order.profile)?,
            file: order.file.clone(),
            batch,
            charter: self.charter(),
            geography: self.geography(),
            zone: self.zone(),
            now: self.now(),
            language: who.account.language,
            secret: [0; 32],
            ordinals: Default::default(),
            progress,
        })
    }

    async fn run_import(
        &self,
        who: &Who,
        order: &ImportOrder,
        fresh: Batch,
        input: Box<dyn Input>,
        length: u64,
        progress: Arc<Progress>,
    ) -> Result<Imported, ImportError> {
        let earlier = store::batches::begun(&self.0.store.read(), &order.source).await?;
        let batch = match open_batch(&earlier) {
            Some(open) if open.id == fresh.id => open.clone(),
            Some(open) if open.digest == fresh.digest && open.profile == fresh.profile => {
                open.clone().editable_by(&who.actor).map_err(ActError::from)?
            }
            Some(open) => return Err(ImportError::OpenBatch(Box::new(open.clone()))),
            None => fresh,
        };
        let mut sorting = self.sorting(who, order, batch.id, Arc::clone(&progress))?;
        sorting.secret = self.source_secret(&order.source).await?;
        let (input, hashes, mut sorting) = blocking(move || {
            let mut input = input;
            let hashes = hashes(&sorting, Box::new(&mut input))?;
            Ok((input, hashes, sorting))
        })
        .await?;
        sorting.ordinals = offsets(&self.0.store.read(), hashes).await?;
        let profile = sorting.profile.report.clone();
        let ending = sorting.profile.file.format.unwrap_or_else(|| Format::of_name(&order.file)).ending();
        let mut sorted = blocking(move || sorting.run(input, length)).await?;
        let rejects = sorted.rejects.take();
        let (batch, may_be_known) = self.begin_batch(who, batch, &sorted).await?;
        let staging = Staging {
            app: self.clone(),
            who: who.clone(),
            common: Common {
                by: who.account.id,
                at: self.now(),
                origin: profile.origin,
                channel: profile.channel,
                urgency: profile.urgency,
                household: profile.household,
                batch,
            },
            may_be_known,
            progress: Arc::clone(&progress),
        };
        let batch = staging.run(sorted).await?;
        let batch = self.show_batch(who, batch).await?;
        progress.written.store(progress.rows(), Ordering::Relaxed);
        Ok(Imported { batch, rejects, ending })
    }

    async fn source_secret(&self, source: &SourceId) -> Result<[u8; 32], ImportError> {
        let (source, fresh) = (source.clone(), self.0.chance.bytes());
        let written = self.0.store.write(move |tx| {
            Box::pin(async move { Ok::<_, ActError>(store::batches::secret(tx, &source, fresh).await?) })
        });
        Ok(written.await?.value)
    }

    /// Begins a batch, or goes on with it as it stands now; and whether rows of its source may be there already. A source
    /// has one open batch at most, however many imports begin at the same time.
    async fn begin_batch(
        &self,
        who: &Who,
        batch: Batch,
        sorted: &Sorted,
    ) -> Result<(Batch, bool), ImportError> {
        let now = self.now();
        let entry = self.entry(who, "batch.begun").about(Subject::new("batch", batch.id));
        let entry = entry
            .fact("source", &batch.source)
            .fact("unit", &batch.unit)
            .fact("rows", sorted.counts.read)
            .fact("rejected", sorted.counts.rejected);
        self.act_or(move |tx| {
            Box::pin(async move {
                let earlier = store::batches::begun(tx, &batch.source).await?;
                if let Some(open) = open_batch(&earlier).filter(|open| open.id != batch.id) {
                    return Err(ImportError::OpenBatch(Box::new(open.clone())));
                }
                let begun = match store::batches::by_id(tx, batch.id).await? {
                    Some(as_it_stands) => {
                        let begun = as_it_stands.begin(now)?;
                        store::batches::update(tx, &begun).await?;
                        begun
                    }
                    None => {
                        let begun = batch.begin(now)?;
                        store::batches::insert(tx, &begun).await?;
                        begun
                    }
                };
                tx.journal(entry);
                Ok((begun, earlier.iter().any(|batch| batch.blocks > 0)))
            })
        })
        .await
    }

    async fn show_batch(&self, who: &Who, batch: Batch) -> Result<Batch, ImportError> {
        let shown = batch.clone().show(self.now())?;
        let counts = &shown.counts;
        let entry = self.entry(who, "batch.shown").about(Subject::new("batch", batch.id));
        let entry = entry
            .fact("accepted", counts.accepted)
            .fact("duplicate", counts.duplicate)
            .fact("rejected", counts.rejected);
        self.act_or(move |tx| {
            Box::pin(async move {
                store::batches::advance(tx, &batch, &shown).await?;
                store::batches::delete_file(tx, shown.id, FileKind::Upload).await?;
                tx.journal(entry);
                tx.changed(Change::Batch(shown.id));
                Ok(shown)
            })
        })
        .await
    }

    /// Keeps the rejected rows of a batch, for whoever fetches them.
    async fn keep_rejects(&self, id: BatchId, rejects: Option<std::fs::File>) -> Result<(), ImportError> {
        let Some(mut rejects) = rejects else { return Ok(()) };
        let bytes = blocking(move || {
            let mut bytes = Vec::new();
            rejects.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
        .await?;
        self.act(move |tx| {
            Box::pin(async move { Ok(store::batches::put_file(tx, id, FileKind::Rejects, &bytes).await?) })
        })
        .await?;
        Ok(())
    }

    /// A batch of the caller's units with the file that was uploaded.
    async fn uploaded(&self, who: &Who, id: BatchId) -> Result<(Batch, Vec<u8>), ImportError> {
        let batch = self.own_batch(who, id).await?;
        let bytes = store::batches::file(&self.0.store.read(), id, FileKind::Upload).await?;
        match bytes {
            Some(bytes) => Ok((batch, bytes)),
            None => Err(domain::batch::WrongStage(batch.stage()).into()),
        }
    }
}

/// The batch of a source that is neither visible nor thrown away.
fn open_batch(begun: &[Batch]) -> Option<&Batch> {
    begun.iter().find(|batch| batch.stage() == Stage::Open)
}

fn order_of(batch: &Batch) -> ImportOrder {
    ImportOrder {
        source: batch.source.clone(),
        unit: batch.unit.to_string(),
        profile: batch.profile.clone(),
        file: batch.file.clone(),
    }
}
