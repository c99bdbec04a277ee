//! Pieces: the first versions of reports of a batch, packed together.
//!
//! A file brings half a million reports of which few are ever looked at one by one. Each has a head of its own in the
//! tables; what it says stands in a piece with its neighbours, and is unpacked for whoever reads it, and once for the picture. A later version of
//! such a report is a row like any other. Decision 0012 says why.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::{
    ids::{BatchId, ReportId},
    time::{Timestamp, When},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    batches::{Block, BlockReport, Common, Staged},
    error::StoreError,
    rows::{batch_piece, report_version},
    source::{Source, Tx},
    value::{column, parse, parse_some},
};

/// Reports of a piece: to read one of them takes some hundredths of a millisecond, and together they pack well.
pub(crate) const REPORTS: usize = 128;
/// Room for the pieces of one block; a block has at most 5,000 reports.
const OF_A_BLOCK: i32 = 64;
/// Pieces that are read at once.
const AT_ONCE: usize = 256;
/// How many times its size LZ4 can unpack to at most.
const GROWTH_MAX: usize = 255;
/// The first byte of a piece.
const FORMAT: u8 = 1;

/// Where the first version of a report stands.
pub(crate) type PieceOf = (Uuid, i32);

/// A piece, unpacked: what its reports have in common, then each of them.
#[derive(Serialize, Deserialize)]
struct Piece<'p> {
    changed_at: i64,
    changed_by: Uuid,
    source: &'p str,
    origin: &'p str,
    channel: &'p str,
    urgency: &'p str,
    household: bool,
    #[serde(borrow)]
    versions: Vec<Version<'p>>,
}

#[derive(Serialize, Deserialize)]
struct Version<'p> {
    report: Uuid,
    category: &'p str,
    modus: Option<&'p str>,
    /// Longitude and latitude in degrees, and the finest cell.
    place: Option<(f64, f64, u64)>,
    from: i64,
    to: Option<i64>,
    title: &'p str,
    summary: &'p str,
    text: &'p str,
    at_most: Option<&'p str>,
}

/// The numbers that the pieces of a block may have.
fn numbers(block: u32) -> Result<std::ops::Range<i32>, StoreError> {
    let first = i32::try_from(block).ok().and_then(|block| block.checked_mul(OF_A_BLOCK));
    let end = first.and_then(|first| first.checked_add(OF_A_BLOCK));
    first.zip(end).map(|(first, end)| first..end).ok_or_else(|| StoreError::Corrupt(format!("block {block}")))
}

/// Packs the reports of a block into pieces, in their order; each with its number.
pub(crate) fn pack(
    common: &Common,
    block: u32,
    reports: &[Staged<'_>],
) -> Result<Vec<(i32, Vec<u8>)>, StoreError> {
    let numbers = numbers(block)?;
    if reports.len() > REPORTS * numbers.len() {
        return Err(StoreError::Corrupt(format!("{} reports are too many for a block", reports.len())));
    }
    let mut plain = Vec::new();
    let mut pack = |reports: &[Staged<'_>]| {
        plain.clear();
        plain = postcard::to_extend(&piece(common, reports), std::mem::take(&mut plain))?;
        let mut bytes = vec![FORMAT];
        bytes.extend(lz4_flex::block::compress_prepend_size(&plain));
        Ok(bytes)
    };
    let packed = reports.chunks(REPORTS).map(&mut pack);
    let packed: Result<Vec<Vec<u8>>, postcard::Error> = packed.collect();
    Ok(numbers.zip(packed.map_err(|error| StoreError::Corrupt(error.to_string()))?).collect())
}

fn piece<'p>(common: &'p Common, reports: &'p [Staged<'p>]) -> Piece<'p> {
    let version = |report: &'p Staged<'p>| {
        let (from, to) = match report.when {
            When::At(at) => (at, None),
            When::Within { from, to } => (from, Some(to.0)),
        };
        Version {
            report: report.id.0,
            category: report.category.as_str(),
            modus: report.modus.as_ref().map(|modus| modus.as_str()),
            place: report.place,
            from: from.0,
            to,
            title: report.title,
            summary: report.summary,
            text: report.text,
            at_most: report.at_most.map(|most| most.as_str()),
        }
    };
    Piece {
        changed_at: common.at.0,
        changed_by: common.by.0,
        source: common.batch.source.as_str(),
        origin: common.origin.as_str(),
        channel: common.channel.as_str(),
        urgency: common.urgency.as_str(),
        household: common.household,
        versions: reports.iter().map(version).collect(),
    }
}

/// Unpacks a piece for `read`.
fn unpack<T>(bytes: &[u8], read: impl FnOnce(&Piece<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
    let unreadable = |why: &dyn std::fmt::Display| StoreError::Corrupt(format!("a piece of a batch: {why}"));
    let Some((&FORMAT, packed)) = bytes.split_first() else {
        return Err(unreadable(&"another format"));
    };
    let (size, packed) = lz4_flex::block::uncompressed_size(packed).map_err(|error| unreadable(&error))?;
    if size > packed.len().saturating_mul(GROWTH_MAX) {
        return Err(unreadable(&"a size that cannot be"));
    }
    let plain = lz4_flex::block::decompress(packed, size).map_err(|error| unreadable(&error))?;
    read(&postcard::from_bytes(&plain).map_err(|error| unreadable(&error))?)
}

fn row(piece: &Piece<'_>, version: &Version<'_>) -> Result<report_version::Model, StoreError> {
    let (lon, lat, cell) =
        version.place.map_or((None, None, None), |(lon, lat, cell)| (Some(lon), Some(lat), Some(cell)));
    Ok(report_version::Model {
        report_id: version.report,
        version: 1,
        changed_at: piece.changed_at,
        changed_by: piece.changed_by,
        source: piece.source.to_owned(),
        origin: piece.origin.to_owned(),
        channel: piece.channel.to_owned(),
        category: version.category.to_owned(),
        modus: version.modus.map(str::to_owned),
        lon,
        lat,
        cell: cell.map(column).transpose()?,
        household: piece.household,
        from_ms: version.from,
        to_ms: version.to,
        title: version.title.to_owned(),
        summary: version.summary.to_owned(),
        text: version.text.to_owned(),
        urgency: piece.urgency.to_owned(),
        at_most: version.at_most.map(str::to_owned),
    })
}

/// Keeps the pieces of a block.
pub(crate) async fn insert(
    tx: &Tx,
    of: BatchId,
    pieces: impl IntoIterator<Item = (i32, Vec<u8>)>,
) -> Result<(), StoreError> {
    let rows = pieces.into_iter().map(|(number, bytes)| batch_piece::Model { batch: of.0, number, bytes });
    crate::rows::insert_all(tx, rows).await
}

/// Forgets the pieces of a block.
pub(crate) async fn delete(tx: &Tx, of: BatchId, block: u32) -> Result<(), StoreError> {
    let numbers = numbers(block)?;
    batch_piece::Entity::delete_many()
        .filter(batch_piece::Column::Batch.eq(of.0))
        .filter(batch_piece::Column::Number.gte(numbers.start))
        .filter(batch_piece::Column::Number.lt(numbers.end))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The first versions of reports that stand in pieces, in no particular order.
pub(crate) async fn first_versions(
    source: &impl Source,
    reports: impl IntoIterator<Item = (ReportId, PieceOf)>,
) -> Result<Vec<report_version::Model>, StoreError> {
    let mut wanted = HashSet::new();
    let mut batches: BTreeMap<Uuid, BTreeSet<i32>> = BTreeMap::new();
    for (report, (batch, number)) in reports {
        wanted.insert(report.0);
        batches.entry(batch).or_default().insert(number);
    }
    let mut versions = Vec::with_capacity(wanted.len());
    for (batch, numbers) in batches {
        let numbers: Vec<i32> = numbers.into_iter().collect();
        for some in numbers.chunks(AT_ONCE) {
            let pieces = batch_piece::Entity::find()
                .filter(batch_piece::Column::Batch.eq(batch))
                .filter(batch_piece::Column::Number.is_in(some.iter().copied()))
                .order_by_asc(batch_piece::Column::Number)
                .all(source.connection())
                .await?;
            for piece in pieces {
                let these = unpack(&piece.bytes, |piece| {
                    let these = piece.versions.iter().filter(|version| wanted.contains(&version.report));
                    these.map(|version| row(piece, version)).collect::<Result<Vec<_>, _>>()
                });
                versions.extend(these?);
            }
        }
    }
    Ok(versions)
}

/// The pieces of a block as one, for the picture.
pub(crate) async fn block(
    source: &impl Source,
    of: BatchId,
    number: u32,
) -> Result<Option<Block>, StoreError> {
    let numbers = numbers(number)?;
    let pieces = batch_piece::Entity::find()
        .filter(batch_piece::Column::Batch.eq(of.0))
        .filter(batch_piece::Column::Number.gte(numbers.start))
        .filter(batch_piece::Column::Number.lt(numbers.end))
        .order_by_asc(batch_piece::Column::Number)
        .all(source.connection())
        .await?;
    let mut block: Option<Block> = None;
    for piece in pieces {
        unpack(&piece.bytes, |piece| {
            if block.is_none() {
                let (origin, urgency) = (parse(piece.origin)?, parse(piece.urgency)?);
                block = Some(Block { origin, urgency, categories: Vec::new(), reports: Vec::new() });
            }
            block.as_mut().map_or(Ok(()), |block| add(block, piece))
        })?;
    }
    Ok(block)
}

fn add(block: &mut Block, piece: &Piece<'_>) -> Result<(), StoreError> {
    for version in &piece.versions {
        let known = block.categories.iter().position(|known| known.as_str() == version.category);
        let category = match known {
            Some(known) => known,
            None => {
                block.categories.push(parse(version.category)?);
                block.categories.len() - 1
            }
        };
        block.reports.push(BlockReport {
            id: ReportId(version.report),
            from: Timestamp(version.from),
            place: version.place,
            category,
            at_most: parse_some(version.at_most)?,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_piece_is_refused_and_nothing_else_happens() {
        let packed = |plain: &[u8]| [&[FORMAT], &*lz4_flex::block::compress_prepend_size(plain)].concat();
        let cut = packed(&[7; 40]);
        for bytes in [
            &[][..],
            &[FORMAT + 1, 0, 0],
            &[FORMAT],
            &[FORMAT, 255, 255],
            &[FORMAT, 255, 255, 255, 255, 0],
            &packed(&[200; 9]),
            &cut[..7],
        ] {
            assert!(matches!(unpack(bytes, |_| Ok(())), Err(StoreError::Corrupt(_))), "{bytes:?}");
        }
    }

    #[test]
    fn pieces_of_neighbouring_blocks_do_not_meet() {
        assert_eq!((numbers(0).unwrap(), numbers(1).unwrap()), (0..64, 64..128));
        assert!(numbers(u32::MAX).is_err());
        assert!(numbers(i32::MAX as u32 / 64).is_err());
    }
}
