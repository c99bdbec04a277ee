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

    /// Takes the records of a group, sorted.
    pub(crate) fn take(&mut self, group: Range<usize>) -> io::Result<Vec<Vec<u8>>> {
        let mut records = Vec::new();
        for number in group {
            let bucket = std::mem::take(&mut self.buckets[number]);
            let mut bytes = Vec::with_capacity(bucket.written.len() * WAITING + bucket.waiting.len());
            for (at, length) in bucket.written {
                let start = bytes.len();
                bytes.resize(start + length, 0);
                self.file.seek(SeekFrom::Start(at))?;
                self.file.read_exact(&mut bytes[start..])?;
            }
            bytes.extend_from_slice(&bucket.waiting);
            let mut rest: &[u8] = &bytes;
            while let Some((length, behind)) = rest.split_first_chunk::<4>() {
                let length = u32::from_le_bytes(*length) as usize;
                records.push(behind[..length].to_vec());
                rest = &behind[length..];
            }
        }
        records.sort_unstable();
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_comes_back_whole_and_sorted() {
        let mut spool = Spool::new().unwrap();
        let mut expected = Vec::new();
        for number in 0..20_000_u32 {
            let mut record = number.wrapping_mul(2_654_435_761).to_be_bytes().to_vec();
            record.extend_from_slice(&vec![7; (number % 200) as usize]);
            spool.add(&record).unwrap();
            expected.push(record);
        }
        expected.sort();
        let groups = spool.groups(5_000);
        assert!(groups.len() >= 4 && groups.len() < 10, "{groups:?}");
        let mut found = Vec::new();
        for group in groups {
            let records = spool.take(group).unwrap();
            assert!(records.len() <= 5_000);
            found.extend(records);
        }
        assert!(found == expected);
    }
}
