//! Corrected rows of an earlier batch. They are counted after the rows of that batch, so that the third of three equal
//! cases, which alone was rejected, is not taken for one of the other two; and a second import finds it again.

use std::{collections::BTreeMap, ops::ControlFlow};

use domain::ids::{BatchId, ReportId};
use exchange::{
    mapping::{Mapping, Surroundings},
    table::{FileProblem, Format, Header, Input, LIMITS, OWN_COLUMNS, Row, Sink, read},
};
use hashbrown::HashMap;
use store::Source;

use super::{ImportError, Sorting, halves, numbered, row_hash, sort::short};

/// The ordinals from which the rows of a file of corrections count; none for any other file.
pub(crate) async fn offsets(
    source: &impl Source,
    hashes: BTreeMap<[u8; 32], BatchId>,
) -> Result<HashMap<u64, u32>, ImportError> {
    let (mut offsets, mut open, mut ordinal) = (HashMap::new(), hashes, 0_u32);
    while !open.is_empty() {
        let id = |hash: &[u8; 32]| ReportId::from_chance(halves(&numbered(hash, ordinal)).0);
        let ids: Vec<ReportId> = open.keys().map(id).collect();
        let known = store::batches::known(source, &ids).await?;
        open.retain(|hash, batch| known.get(&id(hash)) == Some(&Some(*batch)));
        ordinal += 1;
        offsets.extend(open.keys().map(|hash| (short(hash), ordinal)));
    }
    Ok(offsets)
}

/// The hashes of the rows of a file of corrections, each with the batch that rejected it.
pub(crate) fn hashes(
    sorting: &Sorting,
    input: Box<dyn Input + '_>,
) -> Result<BTreeMap<[u8; 32], BatchId>, FileProblem> {
    let Sorting { file, profile, .. } = sorting;
    let mut marked = Marked { sorting, mapping: None, column: None, hashes: BTreeMap::new() };
    match read(input, file, &profile.file, &LIMITS, &Default::default(), &mut marked) {
        Ok(()) => Ok(marked.hashes),
        // What is wrong with the file is said by the way through it that counts.
        Err(FileProblem::Full) => Err(FileProblem::Full),
        Err(_) => Ok(BTreeMap::new()),
    }
}

struct Marked<'s> {
    sorting: &'s Sorting,
    mapping: Option<Mapping<'s>>,
    column: Option<usize>,
    hashes: BTreeMap<[u8; 32], BatchId>,
}

impl Sink for Marked<'_> {
    fn header(&mut self, header: &Header) -> Result<(), FileProblem> {
        let Sorting { profile, charter, geography, zone, now, file, .. } = self.sorting;
        self.column = header.columns.iter().position(|name| name == OWN_COLUMNS[0]);
        let format = profile.file.format.unwrap_or_else(|| Format::of_name(file));
        let around = Surroundings { charter, geography, zone, now: *now, format };
        self.mapping = Some(Mapping::new(profile, &header.columns, around)?);
        Ok(())
    }

    fn row(&mut self, row: &mut Row) -> ControlFlow<()> {
        let (Some(column), Some(mapping)) = (self.column, &mut self.mapping) else {
            return ControlFlow::Break(());
        };
        if mapping.has_key() {
            return ControlFlow::Break(());
        }
        if let Ok(batch) = row.get(column).parse()
            && mapping.map(row).is_ok()
        {
            let mut identity = Vec::new();
            mapping.identity(row, &mut identity);
            self.hashes.insert(row_hash(&self.sorting.secret, &identity), batch);
        }
        ControlFlow::Continue(())
    }
}
