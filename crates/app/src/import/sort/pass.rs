//! The thread that reads: it hands rows on in chunks, and takes in order what became of them.

use std::{
    fs::File,
    io::{BufWriter, Seek, SeekFrom},
    ops::ControlFlow,
    sync::atomic::Ordering,
    thread::{self, Scope},
};

use domain::batch::Counts;
use exchange::{
    mapping::{PersonColumns, Reason, Unmapped},
    rejects::Rejects,
    table::{FileProblem, Format, Header, Input, LIMITS, Row, Sink, read},
};
use hashbrown::HashMap;

use super::{
    LEFT_OUT, OUTSIDE, PLACE, Sorting, flags, identify,
    mapper::{Chunk, Fate, Mapper},
    short,
    team::Team,
};
use crate::{
    error::ActError,
    import::{ImportError, Preview, REJECTED_SHOWN, RejectedRow, SHOWN, numbered, spool::Spool},
};

/// Where rows go.
pub(super) enum Goal<'p> {
    /// The first of them are shown.
    Preview(&'p mut Preview),
    /// Their records are kept, and the rejected ones written down.
    Buckets(&'p mut Spool),
}

/// What a pass found.
pub(super) struct Passed {
    pub(super) counts: Counts,
    pub(super) rejects: Option<File>,
}

impl Sorting {
    /// Reads a file from its beginning and sends its rows where they go.
    pub(super) fn pass(
        &self,
        input: Box<dyn Input + '_>,
        into: Goal<'_>,
        threads: usize,
    ) -> Result<Passed, ImportError> {
        thread::scope(|scope| {
            let mut pass = Pass {
                sorting: self,
                format: self.profile.file.format.unwrap_or_else(|| Format::of_name(&self.file)),
                scope,
                threads,
                into,
                header: None,
                persons: None,
                mapper: None,
                team: None,
                chunk: Chunk::default(),
                ordinals: self.ordinals.clone(),
                rejects: None,
                counts: Counts::default(),
                unmapped: Unmapped::default(),
                failed: None,
            };
            read(input, &self.file, &self.profile.file, &LIMITS, &self.progress.bytes, &mut pass)?;
            pass.end()
        })
    }
}

struct Pass<'scope, 's, 'p> {
    sorting: &'s Sorting,
    format: Format,
    scope: &'scope Scope<'scope, 's>,
    threads: usize,
    into: Goal<'p>,
    header: Option<Header>,
    persons: Option<PersonColumns>,
    /// Maps the rows of a short file.
    mapper: Option<Mapper<'s>>,
    /// Map the rows of a long one.
    team: Option<Team<Chunk>>,
    chunk: Chunk,
    ordinals: HashMap<u64, u32>,
    rejects: Option<(Rejects<BufWriter<File>>, File)>,
    counts: Counts,
    unmapped: Unmapped,
    failed: Option<ImportError>,
}

impl Pass<'_, '_, '_> {
    fn end(mut self) -> Result<Passed, ImportError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        // A short file ends before enough rows were looked at.
        self.refuse_persons()?;
        self.hand_on()?;
        while let Some(chunk) = self.team.as_mut().map_or(Ok(None), Team::take)? {
            self.take_back(chunk)?;
        }
        let counts = Counts { unmapped: self.unmapped.list(), ..self.counts };
        let Some((rejects, mut file)) = self.rejects else { return Ok(Passed { counts, rejects: None }) };
        rejects.finish()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Passed { counts, rejects: Some(file) })
    }

    fn refuse_persons(&self) -> Result<(), ImportError> {
        let found = self.persons.as_ref().map(PersonColumns::found).unwrap_or_default();
        if found.is_empty() { Ok(()) } else { Err(FileProblem::Persons(found).into()) }
    }

    fn take_row(&mut self, row: &mut Row) -> Result<(), ImportError> {
        if self.sorting.progress.asked_to_stop() {
            return Err(ImportError::Stopped);
        }
        self.counts.read += 1;
        self.sorting.progress.rows.store(self.counts.read, Ordering::Relaxed);
        if let Some(persons) = &mut self.persons
            && persons.look(row)
        {
            self.refuse_persons()?;
            self.persons = None;
        }
        if self.chunk.push(row) {
            self.start_team()?;
            self.hand_on()?;
        }
        Ok(())
    }

    /// Starts the threads, at the first full chunk: a short file is over before they are.
    fn start_team(&mut self) -> Result<(), ImportError> {
        let (Some(header), None, true) = (&self.header, &self.team, self.threads > 1) else { return Ok(()) };
        let more = (1..self.threads).map(|_| Mapper::new(self.sorting, self.format, &header.columns));
        let mappers = self.mapper.take().map(Ok).into_iter().chain(more).collect::<Result<Vec<_>, _>>()?;
        let workers = mappers.into_iter().map(|mut mapper| move |chunk: &mut Chunk| mapper.map(chunk));
        let team = Team::start(self.scope, workers);
        self.team = Some(team.map_err(|error| ActError::Unavailable(error.to_string()))?);
        Ok(())
    }

    /// Hands the chunk on, and takes back one of before, or this one.
    fn hand_on(&mut self) -> Result<(), ImportError> {
        let mut chunk = std::mem::take(&mut self.chunk);
        chunk.wanted = match &self.into {
            Goal::Preview(preview) => SHOWN - preview.rows.len(),
            Goal::Buckets(_) => 0,
        };
        let done = match (&mut self.team, &mut self.mapper) {
            (Some(team), _) => team.give(chunk)?,
            (None, Some(mapper)) => {
                mapper.map(&mut chunk);
                Some(chunk)
            }
            (None, None) => None,
        };
        done.map_or(Ok(()), |chunk| self.take_back(chunk))
    }

    fn take_back(&mut self, mut chunk: Chunk) -> Result<(), ImportError> {
        if let Goal::Preview(preview) = &mut self.into {
            let room = SHOWN - preview.rows.len();
            preview.rows.extend(chunk.shown.drain(..).take(room));
        }
        self.unmapped.add(std::mem::take(&mut chunk.unmapped));
        for fate in chunk.fates() {
            match fate {
                Fate::Record(record) => self.accept(record)?,
                Fate::Rejected(row, reason) => self.reject(row, reason)?,
            }
        }
        chunk.clear();
        self.chunk = chunk;
        Ok(())
    }

    fn accept(&mut self, record: &mut [u8]) -> Result<(), ImportError> {
        let has = |flag: u8| u64::from(flags(record) & flag != 0);
        self.counts.accepted += 1;
        self.counts.outside += has(OUTSIDE);
        self.counts.without_place += 1 - has(PLACE);
        self.counts.left_out += has(LEFT_OUT);
        let Goal::Buckets(spool) = &mut self.into else { return Ok(()) };
        if let Some(hash) = record.first_chunk().copied() {
            let mut ordinal = 0;
            if self.sorting.profile.key.is_empty() {
                let next = self.ordinals.entry(short(&hash)).or_default();
                (ordinal, *next) = (*next, *next + 1);
            }
            identify(record, &numbered(&hash, ordinal));
        }
        Ok(spool.add(record)?)
    }

    fn reject(&mut self, row: &Row, reason: Reason) -> Result<(), ImportError> {
        self.counts.rejected += 1;
        if let Goal::Preview(preview) = &mut self.into {
            if preview.rejected.len() < REJECTED_SHOWN {
                preview.rejected.push(RejectedRow { line: row.line, reason });
            }
            return Ok(());
        }
        if self.rejects.is_none() {
            let Some(header) = &self.header else { return Ok(()) };
            let file = tempfile::tempfile()?;
            let (profile, batch) = (&self.sorting.profile, self.sorting.batch.to_string());
            let out = BufWriter::new(file.try_clone()?);
            self.rejects = Some((Rejects::new(out, self.format, profile, header, &batch)?, file));
        }
        match &mut self.rejects {
            Some((rejects, _)) => Ok(rejects.add(row, &reason.say(self.sorting.language))?),
            None => Ok(()),
        }
    }
}

impl Sink for Pass<'_, '_, '_> {
    fn header(&mut self, header: &Header) -> Result<(), FileProblem> {
        let persons = PersonColumns::new(&self.sorting.profile, &header.columns);
        // Headings alone may say it: then nobody waits for a mapping that misses a column.
        if !persons.found().is_empty() {
            return Err(FileProblem::Persons(persons.found()));
        }
        self.persons = Some(persons);
        self.mapper = Some(Mapper::new(self.sorting, self.format, &header.columns)?);
        self.header = Some(header.clone());
        Ok(())
    }

    fn row(&mut self, row: &mut Row) -> ControlFlow<()> {
        match self.take_row(row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}
