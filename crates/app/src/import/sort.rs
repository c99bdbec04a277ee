//! First way through a file: every row is read, checked and put into its bucket. Nothing reaches the database.

mod mapper;
mod pass;
mod team;
#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::SeekFrom,
    sync::{Arc, atomic::Ordering},
    thread,
};

use domain::{
    batch::Counts,
    charter::Charter,
    geography::Geography,
    ids::{BatchId, CategoryId, ModusId, ReportId},
    people::Language,
    place::Precision,
    time::{Timestamp, When},
};
use exchange::{
    mapping::Mapped,
    profile::Profile,
    table::{FileProblem, Input},
};
use hashbrown::HashMap;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use store::batches::Staged;
use uuid::Uuid;

use super::{ImportError, Preview, Progress, halves, spool::Spool};
use pass::Goal;

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

/// Names that records refer to by number: the charter's, so that all threads count alike.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    categories: Vec<CategoryId>,
    modi: Vec<ModusId>,
}

impl Names {
    fn of(charter: &Charter) -> Self {
        let modi = charter.categories.iter().flat_map(|category| &category.modi);
        Self {
            categories: charter.categories.iter().map(|category| category.id.clone()).collect(),
            modi: modi.map(|modus| modus.id.clone()).collect(),
        }
    }
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
    let mut preview = Preview { rows: Vec::new(), rejected: Vec::new(), counts: Counts::default() };
    let passed = sorting.pass(input, Goal::Preview(&mut preview), threads())?;
    Ok(Preview { counts: passed.counts, ..preview })
}

impl Sorting {
    /// Sorts a file of `length` bytes.
    pub(crate) fn run(self, input: Box<dyn Input>, length: u64) -> Result<Sorted, ImportError> {
        self.run_by(threads(), input, length)
    }

    fn run_by(self, threads: usize, mut input: Box<dyn Input>, length: u64) -> Result<Sorted, ImportError> {
        self.progress.size.store(length, Ordering::Relaxed);
        let mut spool = Spool::new()?;
        let passed = self.pass(Box::new(&mut input), Goal::Buckets(&mut spool), threads)?;
        if input.seek(SeekFrom::End(0))? != length {
            return Err(FileProblem::Grew.into());
        }
        let names = Names::of(&self.charter);
        Ok(Sorted { spool, rejects: passed.rejects, counts: passed.counts, names })
    }
}

/// Threads that map rows, beside the one that reads: more than a few would wait for it.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(4)
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

/// Adds a record, which begins with a hash until [`identify`] gives it its identifier.
fn write(hash: &[u8; 32], mapped: &Mapped, names: &Names, record: &mut Vec<u8>) {
    let mut flags = if mapped.outside { OUTSIDE } else { 0 };
    flags |= if mapped.left_out { LEFT_OUT } else { 0 };
    flags |= if mapped.place.is_some() { PLACE } else { 0 };
    flags |= if matches!(mapped.when, When::Within { .. }) { PERIOD } else { 0 };
    flags |= if mapped.modus.is_some() { MODUS } else { 0 };
    flags |= if mapped.own_ref.is_some() { OWN_REF } else { 0 };
    let at_most = mapped.at_most.and_then(|p| Precision::ALL.iter().position(|&known| known == p));
    record.extend_from_slice(hash);
    record.push(flags);
    record.push(at_most.map_or(0, |number| number as u8 + 1));
    record.extend_from_slice(&number(&names.categories, &mapped.category).to_le_bytes());
    if let Some(modus) = &mapped.modus {
        record.extend_from_slice(&number(&names.modi, modus).to_le_bytes());
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

/// The number of a name of the charter, which the mapping has looked at.
fn number<T: PartialEq>(names: &[T], name: &T) -> u16 {
    names.iter().position(|known| known == name).and_then(|number| number.try_into().ok()).unwrap_or(u16::MAX)
}

/// Gives a record the identifier and the salt that follow from a hash.
fn identify(record: &mut [u8], hash: &[u8; 32]) {
    let (id, salt) = halves(hash);
    record[..16].copy_from_slice(ReportId::from_chance(id).0.as_bytes());
    record[16..32].copy_from_slice(&salt);
}

/// What stands in a record about it.
fn flags(record: &[u8]) -> u8 {
    record.get(32).copied().unwrap_or_default()
}

/// The report that a record is of.
pub(crate) fn id(mut record: &[u8]) -> Option<ReportId> {
    take(&mut record).map(|id| ReportId(Uuid::from_bytes(id)))
}

/// The report of a record, and its flags; `None` for what [`write`] did not write.
pub(crate) fn staged<'r>(record: &'r [u8], names: &Names) -> Option<(Staged<'r>, u8)> {
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

fn text<'r>(rest: &mut &'r [u8]) -> Option<&'r str> {
    let length = u32::from_le_bytes(take(rest)?) as usize;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    std::str::from_utf8(text).ok()
}
