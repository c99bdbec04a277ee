//! Drafts that wait, in buckets by the beginning of their identifier, in a file without a name.
//!
//! Rows written in the order of random identifiers touch every page of an index in every transaction; bucket by bucket
//! they touch each page once.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
};

/// As many as a file of the largest size needs for about 5,000 rows each.
const BUCKETS: usize = 1_024;
/// Bytes of a bucket that wait in memory.
const WAITING: usize = 16 << 10;

/// The buckets.
pub(crate) struct Spool {
    file: File,
    length: u64,
    buckets: Vec<Bucket>,
}

#[derive(Default)]
struct Bucket {
    waiting: Vec<u8>,
    written: Vec<(u64, usize)>,
    records: usize,
}

impl Spool {
    /// Empty buckets.
    pub(crate) fn new() -> io::Result<Self> {
        let buckets = std::iter::repeat_with(Bucket::default).take(BUCKETS).collect();
        Ok(Self { file: tempfile::tempfile()?, length: 0, buckets })
    }

    /// Adds a record, which begins with its identifier.
    pub(crate) fn add(&mut self, record: &[u8]) -> io::Result<()> {
        let beginning = u16::from_be_bytes([record[0], record[1]]);
        let bucket = &mut self.buckets[usize::from(beginning >> 6)];
        bucket.records += 1;
        bucket.waiting.extend_from_slice(&(record.len() as u32).to_le_bytes());
        bucket.waiting.extend_from_slice(record);
        if bucket.waiting.len() >= WAITING {
            self.file.write_all(&bucket.waiting)?;
            bucket.written.push((self.length, bucket.waiting.len()));
            self.length += bucket.waiting.len() as u64;
            bucket.waiting.clear();
        }
        Ok(())
    }

    /// Neighbouring buckets that have at most `most` records together (one alone may have more), in order.
    pub(crate) fn groups(&self, most: usize) -> Vec<Range<usize>> {
        let (mut groups, mut first, mut records) = (Vec::new(), 0, 0);
        for (number, bucket) in self.buckets.iter().enumerate() {
            if records > 0 && records + bucket.records > most {
                groups.push(first..number);
                (first, records) = (number, 0);
            }
            records += bucket.records;
        }
        if records > 0 {
            groups.push(first..self.buckets.len());
        }
        groups
    }

    /// Takes the records of a group.
    pub(crate) fn take(&mut self, group: Range<usize>) -> io::Result<Records> {
        let mut bytes = Vec::new();
        for number in group {
            let bucket = std::mem::take(&mut self.buckets[number]);
            for (at, length) in bucket.written {
                let start = bytes.len();
                bytes.resize(start + length, 0);
                self.file.seek(SeekFrom::Start(at))?;
                self.file.read_exact(&mut bytes[start..])?;
            }
            bytes.extend_from_slice(&bucket.waiting);
        }
        Ok(Records::new(bytes))
    }
}

/// Records in the order of their identifiers, each identifier once.
pub(crate) struct Records {
    bytes: Vec<u8>,
    places: Vec<(u128, Range<usize>)>,
    /// Records that were left out because they named the same as another.
    pub(crate) doubled: usize,
}

impl Records {
    /// Sorts records, each of which stands behind its length.
    fn new(bytes: Vec<u8>) -> Self {
        let (mut places, mut rest) = (Vec::new(), bytes.as_slice());
        while let Some((length, behind)) = rest.split_first_chunk::<4>() {
            let (start, length) = (bytes.len() - behind.len(), u32::from_le_bytes(*length) as usize);
            let id = behind.first_chunk().map_or(0, |id| u128::from_be_bytes(*id));
            places.push((id, start..start + length));
            rest = &behind[length..];
        }
        // Of two with the same identifier it is always the same one that stays.
        places.sort_unstable_by(|(id, place), (other, beside)| {
            id.cmp(other).then_with(|| bytes[place.clone()].cmp(&bytes[beside.clone()]))
        });
        let all = places.len();
        places.dedup_by_key(|(id, _)| *id);
        Self { bytes, doubled: all - places.len(), places }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Those that stand there in order.
    pub(crate) fn among(&self, numbers: Range<usize>) -> impl Iterator<Item = &[u8]> {
        self.places[numbers].iter().map(|(_, place)| &self.bytes[place.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_comes_back_whole_sorted_and_once() {
        let mut spool = Spool::new().unwrap();
        let mut expected = Vec::new();
        for number in 0..20_000_u32 {
            let mut record = number.wrapping_mul(2_654_435_761).to_be_bytes().to_vec();
            record.extend_from_slice(&vec![7; 12 + (number % 200) as usize]);
            spool.add(&record).unwrap();
            if number % 1_000 == 0 {
                spool.add(&record).unwrap();
            }
            expected.push(record);
        }
        expected.sort();
        let groups = spool.groups(5_000);
        assert!(groups.len() >= 4 && groups.len() < 10, "{groups:?}");
        let (mut found, mut doubled) = (Vec::new(), 0);
        for group in groups {
            let records = spool.take(group).unwrap();
            assert!(records.len() <= 5_000);
            found.extend(records.among(0..records.len()).map(<[u8]>::to_vec));
            doubled += records.doubled;
        }
        assert!(found == expected);
        assert_eq!(doubled, 20);
    }
}
