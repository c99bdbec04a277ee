//! First way through a file: every row is read, checked and put into its bucket. Nothing reaches the database.

use std::{
    fs::File,
    io::{BufWriter, Seek, SeekFrom},
    ops::ControlFlow,
    sync::{Arc, atomic::Ordering},
};

use domain::{
    batch::Counts,
    charter::Charter,
    geography::Geography,
    ids::{BatchId, CategoryId, ModusId, ReportId},
    people::Language,
    place::{Place, Precision},
    report::place_at_most,
    time::{Timestamp, When},
};
use exchange::{
    mapping::{Mapped, Mapping, PersonColumns, Surroundings},
    profile::Profile,
    rejects::Rejects,
    table::{FileProblem, Format, Header, Input, LIMITS, Row, Sink, read},
};
use hashbrown::HashMap;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use store::batches::Staged;
use uuid::Uuid;

use super::{
    ImportError, Preview, PreviewRow, Progress, REJECTED_SHOWN, RejectedRow, SHOWN, halves, numbered,
    row_hash, spool::Spool,
};

/// What sorting needs to know.
pub(crate) struct Sorting {
    pub(crate) profile: Profile,
    pub(crate) file: String,
    pub(crate) batch: BatchId,
    pub(crate) charter: Arc<Charter>,
    pub(crate) geography: Arc<Geography>,
    pub(crate) zone: TimeZone,
    pub(crate) now: Timestamp,
    pub(crate) language: Language,
    pub(crate) secret: [u8; 32],
    /// For identical rows, the ordinal from which on they count.
    pub(crate) ordinals: HashMap<u64, u32>,
    pub(crate) progress: Arc<Progress>,
}

/// A file, sorted.
pub(crate) struct Sorted {
    pub(crate) spool: Spool,
    pub(crate) rejects: Option<File>,
    pub(crate) counts: Counts,
    pub(crate) names: Names,
}

/// Names that records refer to by number.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    categories: Vec<CategoryId>,
    modi: Vec<ModusId>,
}

/// SHA-256 of a file, in hexadecimal, and its length.
pub(crate) fn digest(input: &mut dyn Input) -> Result<(String, u64), FileProblem> {
    let (mut hash, mut length) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 20];
    input.seek(SeekFrom::Start(0))?;
    loop {
        let n = input.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        hash.update(&buffer[..n]);
        length += n as u64;
    }
    input.seek(SeekFrom::Start(0))?;
    let hash: [u8; 32] = hash.finalize().into();
    Ok((hash.iter().map(|byte| format!("{byte:02x}")).collect(), length))
}

/// What would become of a file, without keeping anything.
pub(crate) fn look(sorting: Sorting, input: Box<dyn Input>) -> Result<Preview, ImportError> {
    let preview = Preview { rows: Vec::new(), rejected: Vec::new(), counts: Counts::default() };
    let mut pass = Pass { preview: Some(preview), spool: None, ..Pass::new(&sorting) };
    pass.run(input)?;
    let counts = pass.counts();
    let preview = pass.preview.take().unwrap_or(Preview {
        rows: Vec::new(),
        rejected: Vec::new(),
        counts: Counts::default(),
    });
    Ok(Preview { counts, ..preview })
}

impl Sorting {
    /// Sorts a file of `length` bytes.
    pub(crate) fn run(self, mut input: Box<dyn Input>, length: u64) -> Result<Sorted, ImportError> {
        self.progress.size.store(length, Ordering::Relaxed);
        let mut pass = Pass { spool: Some(Spool::new()?), ..Pass::new(&self) };
        pass.run(Box::new(&mut input))?;
        if input.seek(SeekFrom::End(0))? != length {
            return Err(FileProblem::Grew.into());
        }
        let counts = pass.counts();
        let names = std::mem::take(&mut pass.names);
        let rejects = pass.end_rejects()?;
        let spool = pass.spool.take().map_or_else(Spool::new, Ok)?;
        Ok(Sorted { spool, rejects, counts, names })
    }
}

/// Places of which is kept what was found out about them.
const KNOWN_PLACES_MAX: usize = 100_000;

struct Pass<'s> {
    sorting: &'s Sorting,
    format: Format,
    mapping: Option<Mapping<'s>>,
    persons: Option<PersonColumns>,
    header: Option<Header>,
    ordinals: HashMap<u64, u32>,
    places: HashMap<[u64; 2], (bool, Option<Precision>)>,
    names: Names,
    spool: Option<Spool>,
    rejects: Option<(Rejects<BufWriter<File>>, File)>,
    preview: Option<Preview>,
    counts: Counts,
    identity: Vec<u8>,
    record: Vec<u8>,
    failed: Option<ImportError>,
}

impl<'s> Pass<'s> {
    fn new(sorting: &'s Sorting) -> Self {
        Self {
            sorting,
            format: sorting.profile.file.format.unwrap_or_else(|| Format::of_name(&sorting.file)),
            mapping: None,
            persons: None,
            header: None,
            ordinals: sorting.ordinals.clone(),
            places: HashMap::new(),
            names: Names::default(),
            spool: None,
            rejects: None,
            preview: None,
            counts: Counts::default(),
            identity: Vec::new(),
            record: Vec::new(),
            failed: None,
        }
    }

    fn run(&mut self, input: Box<dyn Input + '_>) -> Result<(), ImportError> {
        let Sorting { file, profile, progress, .. } = self.sorting;
        read(input, file, &profile.file, &LIMITS, &progress.bytes, self)?;
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        // A short file ends before enough rows were looked at.
        self.refuse_persons()
    }

    fn refuse_persons(&self) -> Result<(), ImportError> {
        let found = self.persons.as_ref().map(PersonColumns::found).unwrap_or_default();
        if found.is_empty() { Ok(()) } else { Err(FileProblem::Persons(found).into()) }
    }

    fn counts(&self) -> Counts {
        let unmapped = self.mapping.as_ref().map(Mapping::unmapped).unwrap_or_default();
        Counts { unmapped, ..self.counts.clone() }
    }

    fn take_row(&mut self, row: &Row) -> Result<(), ImportError> {
        self.counts.read += 1;
        self.sorting.progress.rows.store(self.counts.read, Ordering::Relaxed);
        if let Some(persons) = &mut self.persons
            && persons.look(row)
        {
            self.refuse_persons()?;
            self.persons = None;
        }
        let Some(mapping) = &mut self.mapping else { return Ok(()) };
        match mapping.map(row) {
            Ok(mapped) => self.accept(row, &mapped)?,
            Err(reason) => {
                self.counts.rejected += 1;
                if let Some(preview) = self.preview.as_mut().filter(|p| p.rejected.len() < REJECTED_SHOWN) {
                    preview.rejected.push(RejectedRow { line: row.line, reason: reason.clone() });
                }
                if self.spool.is_some() {
                    self.reject(row, &reason.say(self.sorting.language))?;
                }
            }
        }
        Ok(())
    }

    /// Whether a place lies outside the city's division, and how exact others may see it. Many rows have the same place.
    fn about(&mut self, place: &Place) -> (bool, Option<Precision>) {
        let Sorting { geography, charter, profile, .. } = self.sorting;
        let key = [place.lon().to_bits(), place.lat().to_bits()];
        if let Some(known) = self.places.get(&key) {
            return *known;
        }
        let city = geography.city();
        let outside = match geography.division(city) {
            Some(_) => geography.area_at(city, place.lon(), place.lat()).is_none(),
            None => {
                let [west, south, east, north] = charter.agreement.bounds;
                !((west..=east).contains(&place.lon()) && (south..=north).contains(&place.lat()))
            }
        };
        let found = (outside, place_at_most(Some(place), profile.report.household, charter));
        if self.places.len() < KNOWN_PLACES_MAX {
            self.places.insert(key, found);
        }
        found
    }

    fn accept(&mut self, row: &Row, mapped: &Mapped) -> Result<(), ImportError> {
        let (outside, at_most) = mapped.place.as_ref().map_or((false, None), |place| self.about(place));
        self.counts.accepted += 1;
        self.counts.outside += u64::from(outside);
        self.counts.without_place += u64::from(mapped.place.is_none());
        self.counts.left_out += u64::from(mapped.left_out);
        if let Some(preview) = self.preview.as_mut().filter(|preview| preview.rows.len() < SHOWN) {
            preview.rows.push(PreviewRow {
                line: row.line,
                category: mapped.category.clone(),
                when: mapped.when,
                place: mapped.place.map(|place| (place.lon(), place.lat())),
                outside,
                title: mapped.title.clone(),
                text: mapped.text.clone(),
                own_ref: mapped.own_ref.clone(),
            });
        }
        let (Some(spool), Some(mapping)) = (&mut self.spool, &self.mapping) else { return Ok(()) };
        self.identity.clear();
        mapping.identity(row, &mut self.identity);
        let hash = row_hash(&self.sorting.secret, &self.identity);
        let ordinal = if mapping.has_key() {
            0
        } else {
            let next = self.ordinals.entry(short(&hash)).or_default();
            *next += 1;
            *next - 1
        };
        write(&numbered(&hash, ordinal), mapped, outside, at_most, &mut self.names, &mut self.record);
        Ok(spool.add(&self.record)?)
    }

    fn reject(&mut self, row: &Row, reason: &str) -> Result<(), ImportError> {
        if self.rejects.is_none() {
            let Some(header) = &self.header else { return Ok(()) };
            let file = tempfile::tempfile()?;
            let (profile, batch) = (&self.sorting.profile, self.sorting.batch.to_string());
            let rejects =
                Rejects::new(BufWriter::new(file.try_clone()?), self.format, profile, header, &batch)?;
            self.rejects = Some((rejects, file));
        }
        match &mut self.rejects {
            Some((rejects, _)) => Ok(rejects.add(row, reason)?),
            None => Ok(()),
        }
    }

    fn end_rejects(&mut self) -> Result<Option<File>, ImportError> {
        let Some((rejects, mut file)) = self.rejects.take() else { return Ok(None) };
        rejects.finish()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Some(file))
    }
}

impl Sink for Pass<'_> {
    fn header(&mut self, header: &Header) -> Result<(), FileProblem> {
        let Sorting { profile, charter, zone, now, .. } = self.sorting;
        let around = Surroundings { charter, zone, now: *now, format: self.format };
        let persons = PersonColumns::new(profile, &header.columns);
        // Headings alone may say it: then nobody waits for a mapping that misses a column.
        if !persons.found().is_empty() {
            return Err(FileProblem::Persons(persons.found()));
        }
        self.persons = Some(persons);
        self.mapping = Some(Mapping::new(profile, &header.columns, around)?);
        self.header = Some(header.clone());
        Ok(())
    }

    fn row(&mut self, row: &Row) -> ControlFlow<()> {
        let taken = if self.sorting.progress.asked_to_stop() {
            Err(ImportError::Stopped)
        } else {
            self.take_row(row)
        };
        match taken {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}

/// The beginning of a hash, by which identical rows are counted. Two that are not identical meet in it once in a
/// thousand billion files, and then only one of them gets another, equally good identifier.
pub(crate) fn short(hash: &[u8; 32]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[..8]);
    u64::from_le_bytes(bytes)
}

// ---------------------------------------------------------------------------------------------------------------
// Records: identifier, salt, then what differs from report to report

/// Outside the city's division.
pub(crate) const OUTSIDE: u8 = 1;
/// Something was left out of a text.
pub(crate) const LEFT_OUT: u8 = 2;
const PLACE: u8 = 4;
const PERIOD: u8 = 8;
const MODUS: u8 = 16;
const OWN_REF: u8 = 32;

fn write(
    hash: &[u8; 32],
    mapped: &Mapped,
    outside: bool,
    at_most: Option<Precision>,
    names: &mut Names,
    record: &mut Vec<u8>,
) {
    let (id, salt) = halves(hash);
    let mut flags = if outside { OUTSIDE } else { 0 };
    flags |= if mapped.left_out { LEFT_OUT } else { 0 };
    flags |= if mapped.place.is_some() { PLACE } else { 0 };
    flags |= if matches!(mapped.when, When::Within { .. }) { PERIOD } else { 0 };
    flags |= if mapped.modus.is_some() { MODUS } else { 0 };
    flags |= if mapped.own_ref.is_some() { OWN_REF } else { 0 };
    let at_most = at_most.and_then(|p| Precision::ALL.iter().position(|&known| known == p));
    record.clear();
    record.extend_from_slice(ReportId::from_chance(id).0.as_bytes());
    record.extend_from_slice(&salt);
    record.push(flags);
    record.push(at_most.map_or(0, |number| number as u8 + 1));
    record.extend_from_slice(&number(&mut names.categories, &mapped.category).to_le_bytes());
    if let Some(modus) = &mapped.modus {
        record.extend_from_slice(&number(&mut names.modi, modus).to_le_bytes());
    }
    match mapped.when {
        When::At(at) => record.extend_from_slice(&at.0.to_le_bytes()),
        When::Within { from, to } => {
            record.extend_from_slice(&from.0.to_le_bytes());
            record.extend_from_slice(&to.0.to_le_bytes());
        }
    }
    if let Some(place) = &mapped.place {
        record.extend_from_slice(&place.lon().to_le_bytes());
        record.extend_from_slice(&place.lat().to_le_bytes());
        record.extend_from_slice(&u64::from(place.cell()).to_le_bytes());
    }
    for text in [Some(&mapped.title), Some(&mapped.summary), Some(&mapped.text), mapped.own_ref.as_ref()]
        .into_iter()
        .flatten()
    {
        record.extend_from_slice(&(text.len() as u32).to_le_bytes());
        record.extend_from_slice(text.as_bytes());
    }
}

fn number<T: Clone + PartialEq>(names: &mut Vec<T>, name: &T) -> u16 {
    let known = names.iter().position(|known| known == name);
    let number = known.unwrap_or_else(|| {
        names.push(name.clone());
        names.len() - 1
    });
    number as u16
}

/// The report that a record is of.
pub(crate) fn id(mut record: &[u8]) -> Option<ReportId> {
    take(&mut record).map(|id| ReportId(Uuid::from_bytes(id)))
}

/// The report of a record, and its flags; `None` for what [`write`] did not write.
pub(crate) fn staged(record: &[u8], names: &Names) -> Option<(Staged, u8)> {
    let mut rest = record;
    let id = ReportId(Uuid::from_bytes(take(&mut rest)?));
    let salt = take(&mut rest)?;
    let [flags, at_most] = take(&mut rest)?;
    let category = names.categories.get(usize::from(u16::from_le_bytes(take(&mut rest)?)))?.clone();
    let has = |flag: u8| flags & flag != 0;
    let modus = if has(MODUS) {
        Some(names.modi.get(usize::from(u16::from_le_bytes(take(&mut rest)?)))?.clone())
    } else {
        None
    };
    let from = Timestamp(i64::from_le_bytes(take(&mut rest)?));
    let when = if has(PERIOD) {
        When::Within { from, to: Timestamp(i64::from_le_bytes(take(&mut rest)?)) }
    } else {
        When::At(from)
    };
    let place = if has(PLACE) {
        let (lon, lat) = (f64::from_le_bytes(take(&mut rest)?), f64::from_le_bytes(take(&mut rest)?));
        Some((lon, lat, u64::from_le_bytes(take(&mut rest)?)))
    } else {
        None
    };
    let title = text(&mut rest)?;
    let summary = text(&mut rest)?;
    let whole = text(&mut rest)?;
    let own_ref = if has(OWN_REF) { Some(text(&mut rest)?) } else { None };
    let at_most = at_most.checked_sub(1).and_then(|n| Precision::ALL.get(usize::from(n)).copied());
    let staged =
        Staged { id, salt, category, modus, place, when, title, summary, text: whole, own_ref, at_most };
    Some((staged, flags))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (these, behind) = rest.split_first_chunk::<N>()?;
    *rest = behind;
    Some(*these)
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = u32::from_le_bytes(take(rest)?) as usize;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    std::str::from_utf8(text).ok().map(str::to_owned)
}
