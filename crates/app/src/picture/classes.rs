//! From what the database says of a report to the classes of its versions.

use domain::{
    disclosure::{Class, Passed},
    ids::DisclosureId,
};
use store::picture::{PictureSource, PictureVersion};

/// The versions of a report that anybody has, each with its class: the current one for the owner, and each one that a
/// disclosure passed on and that was not withdrawn since.
pub(crate) fn classes_of(
    source: &PictureSource,
    withdrawn: impl Fn(DisclosureId) -> bool,
) -> Vec<(&PictureVersion, Class)> {
    let held: Vec<(DisclosureId, u32)> =
        source.passed.iter().copied().filter(|(id, _)| !withdrawn(*id)).collect();
    let mut versions: Vec<u32> = held.iter().map(|(_, version)| *version).chain([source.current]).collect();
    versions.sort_unstable();
    versions.dedup();
    let rank = |version: u32| versions.iter().position(|&v| v == version).unwrap_or(0) as u16;
    let mut passed: Vec<Passed> =
        held.iter().map(|&(disclosure, version)| Passed { disclosure, rank: rank(version) }).collect();
    passed.sort_unstable();
    let class = |version: &PictureVersion| Class {
        unit: source.unit.clone(),
        at_most: version.at_most,
        current: rank(source.current),
        rank: rank(version.version),
        passed: passed.clone(),
    };
    source.versions.iter().filter(|v| versions.contains(&v.version)).map(|v| (v, class(v))).collect()
}
