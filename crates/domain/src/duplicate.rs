//! Duplicates (Doppelungen): two reports of different sources about one happening. A person decides; nothing is merged.
//!
//! What is asked for is near in place (the same or a neighbouring cell of resolution 9, as both are shown), near in time
//! and of the same or a related category; the less alike place and category are, the nearer in time it has to be. What was confirmed counts once in figures, for whoever sees both.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    charter::{Charter, LimitKind},
    ids::{AccountId, CategoryId, PartnerId, ReportId},
    time::{Minutes, Timestamp},
};

/// Two different reports, in the order of their identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    first: ReportId,
    second: ReportId,
}

impl Pair {
    /// A pair of two reports; none of one with itself.
    pub fn new(one: ReportId, other: ReportId) -> Option<Self> {
        (one != other).then(|| Self { first: one.min(other), second: one.max(other) })
    }

    /// Its reports.
    pub fn reports(&self) -> [ReportId; 2] {
        [self.first, self.second]
    }
}

/// What a person said about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Both are about the same happening.
    Same,
    /// They are about different ones.
    Different,
}

impl Verdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Same, Self::Different];

    /// The name used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
        }
    }
}

/// A verdict with who gave it; a later one takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// About which reports.
    pub pair: Pair,
    /// What was said.
    pub verdict: Verdict,
    /// By whom.
    pub by: AccountId,
    /// Whose staff that was.
    pub partner: PartnerId,
    /// When.
    pub at: Timestamp,
}

/// The charter's limits for asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How far two reports of one happening lie apart at most.
    pub window: Minutes,
    /// The same where their cell is a neighbour or their category a related one; left out, such pairs are not asked for.
    pub loose: Option<Minutes>,
    /// How long after a happening people are asked.
    pub age: Minutes,
}

impl Limits {
    /// The limits of a charter; none where it leaves one out, and then nobody is asked.
    pub fn of(charter: &Charter) -> Option<Self> {
        let window = charter.period(LimitKind::DuplicateWindow)?;
        let age = charter.period(LimitKind::DuplicateAge)?;
        Some(Self { window, loose: charter.period(LimitKind::DuplicateLoose), age })
    }
}

impl Charter {
    /// Whether two categories may describe the same happening.
    pub fn related(&self, one: &CategoryId, other: &CategoryId) -> bool {
        let names = |from: &CategoryId, to: &CategoryId| {
            self.category(from).is_some_and(|category| category.related.contains(to))
        };
        one == other || names(one, other) || names(other, one)
    }
}

/// In what two reports are alike that may be of one happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// How far they lie apart in time, at least.
    pub apart: Minutes,
    /// Whether one of them is told by the day only.
    pub by_day: bool,
    /// Whether they lie in the same cell; otherwise in neighbouring ones.
    pub same_cell: bool,
    /// Whether their category is the same; otherwise it is a related one.
    pub same_category: bool,
}

/// Puts things that hang together into groups: each thing that hangs together with another one gets the smallest
/// thing of its group. Whoever counts by it counts each group once.
pub fn groups<T: Copy + Ord>(links: impl IntoIterator<Item = (T, T)>) -> BTreeMap<T, T> {
    let mut above: BTreeMap<T, T> = BTreeMap::new();
    for (one, other) in links {
        let (one, other) = (top(&above, one), top(&above, other));
        above.insert(one.max(other), one.min(other));
        above.insert(one.min(other), one.min(other));
    }
    let members: Vec<T> = above.keys().copied().collect();
    members.into_iter().map(|member| (member, top(&above, member))).collect()
}

fn top<T: Copy + Ord>(above: &BTreeMap<T, T>, mut of: T) -> T {
    while let Some(next) = above.get(&of).filter(|next| **next != of) {
        of = *next;
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_the_same_from_both_sides_and_never_of_one() {
        let (a, b) = (ReportId::from_chance([1; 16]), ReportId::from_chance([2; 16]));
        assert_eq!(Pair::new(a, b), Pair::new(b, a));
        assert_eq!(Pair::new(a, a), None);
    }

    #[test]
    fn what_hangs_together_over_others_is_one_group() {
        let groups = groups([(5, 4), (8, 9), (4, 1), (9, 8), (7, 5)]);
        assert_eq!(groups, [(1, 1), (4, 1), (5, 1), (7, 1), (8, 8), (9, 8)].into());
    }

    #[test]
    fn categories_are_related_from_both_sides() {
        let charter = Charter::parse(include_str!("../../../charters/hamm.toml")).unwrap();
        let id = |name: &str| -> CategoryId { name.parse().unwrap() };
        assert!(charter.related(&id("laerm"), &id("streit")) && charter.related(&id("streit"), &id("laerm")));
        assert!(charter.related(&id("raub"), &id("raub")) && !charter.related(&id("laerm"), &id("raub")));
        let limits = Limits { window: Minutes(720), loose: Some(Minutes(120)), age: Minutes(43_200) };
        assert_eq!(Limits::of(&charter), Some(limits));
    }
}
