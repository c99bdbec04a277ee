//! Random worlds against a naive count: list what the viewer sees, follow what was said from report to report, count
//! each heap once. And whatever a viewer does not see may be gone without a trace.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    access::{MemberOf, Membership, Role, Viewer},
    charter::Charter,
    disclosure::{Disclosure, Parts, TextPart, TimePart},
    duplicate::{Alike, Decision, Limits, Pair, Verdict},
    geography::Geography,
    ids::*,
    place::Precision,
    report::{Origin, Urgency},
    time::{Day, Minutes, Timestamp},
};
use h3o::Resolution;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use store::picture::{PictureSource, PictureVersion};

use crate::{
    filter::Filter,
    picture::{Index, Trend},
};

/// Monday, 23 November 2026, 9:00 in Hamm.
const NOW: Timestamp = Timestamp(1_795_420_800_000);
const HOUR: i64 = 3_600_000;

const UNITS: [(&str, &str); 3] = [("stadt", "ordnungsamt"), ("stadt", "kod"), ("polizei", "lagedienst")];
const CATEGORIES: [&str; 4] = ["laerm", "streit", "trinkgelage", "raub"];
const SOURCES: [&str; 3] = ["ordnungsamt-feststellung", "kod-streife", "polizei-einsatz"];
/// Three places within a few cells of each other, and one far away.
const PLACES: [[f64; 2]; 4] = [[7.8150, 51.6800], [7.8170, 51.6805], [7.8200, 51.6812], [7.9000, 51.7000]];
/// To whom, and how much of it.
const SHARES: [(&str, Precision, TimePart); 3] = [
    ("polizei-lage", Precision::M200, TimePart::Exact),
    ("polizei-lage", Precision::Quarter, TimePart::Day),
    ("ordnungsamt", Precision::M200, TimePart::Day),
];

/// A report of a random world.
#[derive(Debug, Clone)]
struct Entry {
    unit: usize,
    category: usize,
    source: usize,
    place: Option<usize>,
    hours_ago: i64,
    share: Option<usize>,
}

#[derive(Debug, Clone)]
struct World {
    entries: Vec<Entry>,
    said: Vec<(usize, usize, bool)>,
    viewer: usize,
    filter: Filter,
}

fn worlds() -> impl Strategy<Value = World> {
    let entry = (0..3usize, 0..4usize, 0..3usize, proptest::option::of(0..4usize), 0..60i64).prop_flat_map(
        |(unit, category, source, place, hours_ago)| {
            proptest::option::weighted(0.6, 0..3usize).prop_map(move |share| Entry {
                unit,
                category,
                source,
                place,
                hours_ago,
                share,
            })
        },
    );
    let said = proptest::collection::vec((0..12usize, 0..12usize, proptest::bool::weighted(0.8)), 0..10);
    (proptest::collection::vec(entry, 1..12), said, 0..3usize, filters())
        .prop_map(|(entries, said, viewer, filter)| World { entries, said, viewer, filter })
}

fn filters() -> impl Strategy<Value = Filter> {
    let category = proptest::option::of(0..4usize);
    let partner = proptest::option::of(0..2usize);
    (category, partner, any::<bool>()).prop_map(|(category, partner, young)| Filter {
        categories: category.map(|c| CATEGORIES[c].parse().unwrap()).into_iter().collect(),
        partners: partner.map(|p| ["stadt", "polizei"][p].parse().unwrap()).into_iter().collect(),
        from: young.then_some(Timestamp(NOW.0 - 24 * HOUR)),
        to: young.then_some(NOW),
        ..Filter::default()
    })
}

fn report(number: usize) -> ReportId {
    ReportId::from_chance([number as u8 + 1; 16])
}

fn disclosure(number: usize, entry: &Entry) -> Option<Disclosure> {
    let (audience, place, time) = SHARES[entry.share?];
    let (from, unit) = UNITS[entry.unit];
    // One of them tells no source.
    let text = if entry.share == Some(1) { TextPart::None } else { TextPart::Summary };
    let to = if audience == "ordnungsamt" { "stadt" } else { "polizei" };
    Some(Disclosure {
        id: DisclosureId::from_chance([number as u8 + 1; 16]),
        from: from.parse().unwrap(),
        unit: unit.parse().unwrap(),
        audience: audience.parse().unwrap(),
        partners: [to.parse().unwrap()].into(),
        parts: Parts { place, time, text, attachments: false },
        legal_basis: "ordnung".parse().unwrap(),
        purpose: "Lagebild".to_owned(),
        profile: None,
        rule: None,
        made_by: AccountId::from_chance([1; 16]),
        made_at: NOW,
        expires_at: NOW.plus_days(30),
        withdrawal: None,
    })
}

fn source(number: usize, entry: &Entry) -> PictureSource {
    let place = entry.place.map(|place| PLACES[place]);
    PictureSource {
        id: report(number),
        unit: UNITS[entry.unit].1.parse().unwrap(),
        current: 1,
        versions: vec![PictureVersion {
            version: 1,
            source: SOURCES[entry.source].parse().unwrap(),
            origin: Origin::OfficerObserved,
            category: CATEGORIES[entry.category].parse().unwrap(),
            cell: None,
            lon: place.map(|[lon, _]| lon),
            lat: place.map(|[_, lat]| lat),
            from: Timestamp(NOW.0 - entry.hours_ago * HOUR),
            urgency: Urgency::Normal,
            at_most: None,
        }],
        passed: entry
            .share
            .map(|_| (DisclosureId::from_chance([number as u8 + 1; 16]), 1))
            .into_iter()
            .collect(),
        closed: false,
    }
}

impl World {
    fn pairs(&self, verdict: bool) -> impl Iterator<Item = Pair> {
        let count = self.entries.len();
        // What was said last counts, as in the database.
        let mut last = std::collections::BTreeMap::new();
        for &(one, other, same) in self.said.iter().filter(|(one, other, _)| *one < count && *other < count) {
            if let Some(pair) = Pair::new(report(one), report(other)) {
                last.insert(pair, same);
            }
        }
        last.into_iter().filter(move |(_, same)| *same == verdict).map(|(pair, _)| pair)
    }

    /// The index of this world, or of those of its reports that are `kept`; with what was said or without.
    fn index(&self, kept: impl Fn(ReportId) -> bool, with_verdicts: bool) -> Index {
        let charter = Arc::new(Charter::parse(include_str!("../../../../../charters/hamm.toml")).unwrap());
        let names = ["stadtbezirke".parse().unwrap(), "stadt".parse().unwrap()];
        let [quarter, city]: [DivisionId; 2] = names;
        let geography = Arc::new(Geography::new(Vec::new(), quarter, city));
        let mut index = Index::new(charter, geography, TimeZone::get("Europe/Berlin").unwrap());
        let kept_entries = self.entries.iter().enumerate().filter(|(number, _)| kept(report(*number)));
        for (number, entry) in kept_entries.clone() {
            disclosure(number, entry).into_iter().for_each(|d| index.set_disclosure(d));
        }
        for (number, entry) in kept_entries {
            index.put(&source(number, entry));
        }
        if with_verdicts {
            for verdict in Verdict::ALL {
                for pair in self.pairs(verdict == Verdict::Same) {
                    if pair.reports().iter().all(|id| kept(*id)) {
                        let (by, partner) = (AccountId::from_chance([1; 16]), "stadt".parse().unwrap());
                        index.set_verdict(&Decision { pair, verdict, by, partner, at: NOW });
                    }
                }
            }
        }
        index
    }

    /// The viewer's unit, for which it decides.
    fn decides(&self) -> BTreeSet<UnitId> {
        [UNITS[self.viewer].1.parse().unwrap()].into()
    }

    fn viewer(&self) -> Viewer {
        let (partner, unit) = UNITS[self.viewer];
        let account = AccountId::from_chance([9; 16]);
        let membership = Membership {
            id: MembershipId::from_chance([9; 16]),
            account,
            of: MemberOf::Unit(unit.parse().unwrap()),
            role: Role::Officer,
            from: Timestamp(0),
            until: None,
        };
        Viewer::of(account, partner.parse().unwrap(), &[membership], NOW)
    }

    /// What the viewer sees with a filter, from an index that knows nothing of duplicates.
    fn listed(&self, plain: &Index, filter: &Filter) -> BTreeSet<ReportId> {
        plain.page(&self.viewer(), NOW, filter, None, 1_000).into_iter().map(|hit| hit.id).collect()
    }

    /// Counts each heap of what hangs together once.
    fn naive(&self, plain: &Index, filter: &Filter) -> u64 {
        let visible = self.listed(plain, &Filter::default());
        let mut left = self.listed(plain, filter);
        let same: Vec<Pair> = self.pairs(true).collect();
        let mut count = 0;
        while let Some(first) = left.first().copied() {
            count += 1;
            let mut heap = BTreeSet::from([first]);
            loop {
                let more: BTreeSet<ReportId> = same
                    .iter()
                    .filter(|pair| pair.reports().iter().all(|id| visible.contains(id)))
                    .filter(|pair| pair.reports().iter().any(|id| heap.contains(id)))
                    .flat_map(Pair::reports)
                    .filter(|id| !heap.contains(id))
                    .collect();
                if more.is_empty() {
                    break;
                }
                heap.extend(more);
            }
            left.retain(|id| !heap.contains(id));
        }
        count
    }
}

/// Everything that a viewer is told in figures.
fn figures(index: &Index, viewer: &Viewer, filter: &Filter) -> impl PartialEq + std::fmt::Debug {
    let days = (NOW.day(&TimeZone::UTC).0 - 5, NOW.day(&TimeZone::UTC).0 + 1);
    let facets = index.facets(viewer, NOW, filter);
    let facets = (
        (facets.total, facets.previous, facets.categories, facets.kinds),
        (facets.sources, facets.origins, facets.preventions, facets.partners),
    );
    let cells = [Resolution::Seven, Resolution::Nine, Resolution::Eleven]
        .map(|resolution| index.cells(viewer, NOW, filter, resolution));
    let histogram = index.histogram(viewer, NOW, filter, (Day(days.0), Day(days.1)), 1);
    let limits = Limits::of(&index.charter).unwrap();
    let asked = index.lookalikes(viewer, viewer.units(), NOW, limits, 100);
    (facets, cells, index.trends(viewer, NOW, filter), histogram, asked)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_counts_what_hangs_together_once(world in worlds()) {
        let (index, plain) = (world.index(|_| true, true), world.index(|_| true, false));
        let (viewer, filter) = (world.viewer(), &world.filter);
        let expected = world.naive(&plain, filter);
        let facets = index.facets(&viewer, NOW, filter);
        prop_assert_eq!(facets.total, expected);
        let cells = index.cells(&viewer, NOW, filter, Resolution::Nine);
        prop_assert_eq!(cells.total, expected);
        prop_assert_eq!(cells.unplaced + cells.cells.iter().map(|cell| cell.count).sum::<u64>(), expected);
        let trends: Vec<Trend> = index.trends(&viewer, NOW, filter);
        prop_assert_eq!(trends.iter().map(|trend| trend.count).sum::<u64>(), expected);
        prop_assert_eq!(index.count(&viewer, NOW, filter), world.listed(&plain, filter).len() as u64);
        // Beside each value stands what choosing it alone would give.
        for category in CATEGORIES {
            let category: CategoryId = category.parse().unwrap();
            let chosen = Filter { categories: [category.clone()].into(), ..filter.clone() };
            let beside = facets.categories.get(&category).copied().unwrap_or(0);
            prop_assert_eq!(beside, world.naive(&plain, &chosen), "beside {}", category);
        }
        for source in SOURCES {
            let source: SourceId = source.parse().unwrap();
            let chosen = Filter { sources: [source.clone()].into(), ..filter.clone() };
            let beside = facets.sources.get(&source).copied().unwrap_or(0);
            prop_assert_eq!(beside, world.naive(&plain, &chosen), "beside {}", source);
        }
        for (kind, beside) in &facets.kinds {
            let chosen = Filter { kinds: [*kind].into(), ..filter.clone() };
            prop_assert_eq!(*beside, world.naive(&plain, &chosen), "beside {:?}", kind);
        }
        for (field, beside) in &facets.preventions {
            let chosen = Filter { preventions: [*field].into(), ..filter.clone() };
            prop_assert_eq!(*beside, world.naive(&plain, &chosen), "beside {:?}", field);
        }
        for partner in ["stadt", "polizei"] {
            let partner: PartnerId = partner.parse().unwrap();
            let chosen = Filter { partners: [partner.clone()].into(), ..filter.clone() };
            let beside = facets.partners.get(&partner).copied().unwrap_or(0);
            prop_assert_eq!(beside, world.naive(&plain, &chosen), "beside {}", partner);
        }
    }

    #[test]
    fn what_a_viewer_does_not_see_joins_nothing_and_takes_nothing_away(world in worlds()) {
        let index = world.index(|_| true, true);
        let visible = world.listed(&index, &Filter::default());
        let without = world.index(|id| visible.contains(&id), true);
        let viewer = world.viewer();
        prop_assert_eq!(
            figures(&index, &viewer, &world.filter),
            figures(&without, &viewer, &world.filter)
        );
    }

    #[test]
    fn people_are_asked_about_near_pairs_of_different_sources_only(world in worlds()) {
        let index = world.index(|_| true, true);
        let viewer = world.viewer();
        let limits = Limits::of(&index.charter).unwrap();
        let visible = world.listed(&index, &Filter::default());
        let said: BTreeSet<Pair> = world.pairs(true).chain(world.pairs(false)).collect();
        for (pair, alike) in index.lookalikes(&viewer, &world.decides(), NOW, limits, 100).0 {
            let [one, other] = pair.reports().map(|id| {
                (0..world.entries.len()).find(|number| report(*number) == id).map(|n| &world.entries[n]).unwrap()
            });
            prop_assert!(pair.reports().iter().all(|id| visible.contains(id)) && !said.contains(&pair));
            prop_assert!(one.source != other.source && (one.hours_ago - other.hours_ago).abs() <= 24 + 2 * 25);
            let far = |entry: &Entry| entry.place == Some(3);
            prop_assert!(one.place.is_some() && other.place.is_some() && far(one) == far(other));
            let category = |entry: &Entry| -> CategoryId { CATEGORIES[entry.category].parse().unwrap() };
            prop_assert!(index.charter.related(&category(one), &category(other)));
            prop_assert_eq!(alike.same_category, one.category == other.category);
            prop_assert!([one, other].iter().any(|entry| entry.unit == world.viewer), "one of them is theirs to decide");
            if !(alike.same_cell && alike.same_category) {
                prop_assert!(!alike.by_day && (one.hours_ago - other.hours_ago).abs() <= 2, "related ones are near");
            }
        }
    }
}

#[test]
fn two_sources_of_one_brawl_are_asked_about_and_count_once_when_confirmed() {
    let entry = |unit, source, hours_ago, share| Entry {
        unit,
        category: 1,
        source,
        place: Some(0),
        hours_ago,
        share,
    };
    let mut world = World {
        entries: vec![entry(0, 0, 3, Some(0)), entry(2, 2, 4, None), entry(2, 2, 50, None)],
        said: Vec::new(),
        viewer: 2,
        filter: Filter::default(),
    };
    let (viewer, pair) = (world.viewer(), Pair::new(report(0), report(1)).unwrap());
    let index = world.index(|_| true, true);
    let limits = Limits::of(&index.charter).unwrap();
    let alike = Alike { apart: Minutes(60), by_day: false, same_cell: true, same_category: true };
    assert_eq!(index.lookalikes(&viewer, &world.decides(), NOW, limits, 10), (vec![(pair, alike)], false));
    assert_eq!(index.lookalikes(&viewer, &BTreeSet::new(), NOW, limits, 10), (Vec::new(), false));
    assert_eq!(index.facets(&viewer, NOW, &world.filter).total, 3);
    world.said.push((1, 0, true));
    let index = world.index(|_| true, true);
    assert_eq!(index.lookalikes(&viewer, &world.decides(), NOW, limits, 10), (Vec::new(), false));
    assert_eq!(index.facets(&viewer, NOW, &world.filter).total, 2);
    world.viewer = 0;
    assert_eq!(index.facets(&world.viewer(), NOW, &world.filter).total, 1, "who sees one sees no change");
}
