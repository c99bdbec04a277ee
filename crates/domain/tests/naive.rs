//! The rule of disclosure against a second, naive implementation that was written from its text.

#![allow(clippy::unwrap_used)]

#[path = "naive/rule.rs"]
mod rule;

use std::collections::BTreeSet;

use domain::{
    access::{MemberOf, Membership, Role, Viewer},
    charter::{Audience, Text},
    disclosure::{Class, Disclosure, Grant, Parts, Passed, TextPart, TimePart, Withdrawal, grant, reach},
    ids::*,
    place::Precision,
    time::Timestamp,
};
use proptest::{collection::vec, prelude::*, sample::select};
use rule::{Circle, Person, Record, Release, Seat, Sight, sight};

/// Small worlds, so that everything meets everything: three partners, two units each, two bodies, twenty moments.
const PARTNERS: [&str; 3] = ["stadt", "polizei", "bundespolizei"];
const UNITS: [&str; 6] =
    ["stadt-1", "stadt-2", "polizei-1", "polizei-2", "bundespolizei-1", "bundespolizei-2"];
const BODIES: [&str; 2] = ["lenkungsgruppe", "koordination"];
const LATEST: i64 = 20;

fn unit() -> impl Strategy<Value = UnitId> {
    select(&UNITS[..]).prop_map(|id| id.parse().unwrap())
}

fn body() -> impl Strategy<Value = BodyId> {
    select(&BODIES[..]).prop_map(|id| id.parse().unwrap())
}

fn partner() -> impl Strategy<Value = PartnerId> {
    select(&PARTNERS[..]).prop_map(|id| id.parse().unwrap())
}

fn moment() -> std::ops::RangeInclusive<i64> {
    0..=LATEST
}

fn seat() -> impl Strategy<Value = Seat> {
    let of = prop_oneof![
        6 => unit().prop_map(MemberOf::Unit),
        3 => body().prop_map(MemberOf::Body),
        1 => Just(MemberOf::Partner),
    ];
    // Most memberships are of people who read, and hold for most of the time.
    let role = prop_oneof![3 => Just(Role::Reader), 3 => Just(Role::Officer), 1 => select(&Role::ALL[..])];
    let from = prop_oneof![3 => Just(0), 1 => moment()];
    (of, role, from, proptest::option::weighted(0.3, moment())).prop_map(|(of, role, from, until)| Seat {
        of,
        role,
        from,
        until,
    })
}

fn person() -> impl Strategy<Value = Person> {
    (partner(), vec(seat(), 0..5)).prop_map(|(partner, memberships)| Person { partner, memberships })
}

fn circle() -> impl Strategy<Value = Circle> {
    prop_oneof![Just((Vec::new(), Vec::new())), (vec(unit(), 0..3), vec(body(), 0..3)),]
        .prop_map(|(units, bodies)| Circle { units, bodies })
}

fn release() -> impl Strategy<Value = Release> {
    let parts = (
        select(&Precision::ALL[..]),
        select(&[TimePart::Day, TimePart::Exact][..]),
        select(&[TextPart::None, TextPart::Summary, TextPart::Full][..]),
        any::<bool>(),
    );
    let partners = proptest::collection::btree_set(partner(), 1..=4);
    // Most disclosures hold for most of the time; otherwise nothing would be left to combine.
    let expires = prop_oneof![moment(), Just(LATEST + 1), Just(LATEST + 1)];
    let withdrawn = proptest::option::weighted(0.2, moment());
    (circle(), partners, parts, expires, withdrawn, 0_usize..4).prop_map(
        |(circle, partners, (place, time, text, attachments), expires, withdrawn, version)| Release {
            circle,
            partners,
            place,
            time,
            text,
            attachments,
            expires,
            withdrawn,
            version,
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    let limit = proptest::option::weighted(0.3, select(&Precision::ALL[..4]));
    (unit(), vec(limit, 1..=4), vec(release(), 0..=4)).prop_map(|(unit, versions, mut releases)| {
        releases.iter_mut().for_each(|release| release.version %= versions.len());
        Record { unit, versions, releases }
    })
}

// ---------------------------------------------------------------------------------------------------------------
// The same world in the words of the real rule

fn viewer(person: &Person, now: i64) -> Viewer {
    let account = AccountId::from_chance([1; 16]);
    let memberships: Vec<Membership> = person
        .memberships
        .iter()
        .map(|seat| Membership {
            id: MembershipId::from_chance([2; 16]),
            account,
            of: seat.of.clone(),
            role: seat.role,
            from: Timestamp(seat.from),
            until: seat.until.map(Timestamp),
        })
        .collect();
    Viewer::of(account, person.partner.clone(), &memberships, Timestamp(now))
}

fn disclosure_id(position: usize) -> DisclosureId {
    DisclosureId::from_chance([position as u8; 16])
}

fn disclosure(position: usize, release: &Release, unit: &UnitId) -> (Disclosure, Audience) {
    let name: AudienceId = format!("a{position}").parse().unwrap();
    let audience = Audience {
        id: name.clone(),
        name: Text { de: String::new(), en: String::new() },
        partners: Vec::new(),
        units: release.circle.units.clone(),
        bodies: release.circle.bodies.clone(),
    };
    let by = AccountId::from_chance([3; 16]);
    let disclosure = Disclosure {
        id: disclosure_id(position),
        from: "stadt".parse().unwrap(),
        unit: unit.clone(),
        audience: name,
        partners: release.partners.clone(),
        parts: Parts {
            place: release.place,
            time: release.time,
            text: release.text,
            attachments: release.attachments,
        },
        legal_basis: "basis".parse().unwrap(),
        purpose: "Zweck".to_owned(),
        profile: None,
        rule: None,
        made_by: by,
        made_at: Timestamp(0),
        expires_at: Timestamp(release.expires),
        withdrawal: release.withdrawn.map(|at| Withdrawal {
            by,
            at: Timestamp(at),
            reason: "Grund".to_owned(),
        }),
    };
    (disclosure, audience)
}

/// What the real rule says of every version, as the naive one would say it.
fn real(person: &Person, record: &Record, now: i64) -> Vec<Sight> {
    let viewer = viewer(person, now);
    let known: Vec<(Disclosure, Audience)> =
        record.releases.iter().enumerate().map(|(i, release)| disclosure(i, release, &record.unit)).collect();
    let reached = |id: DisclosureId| {
        let (disclosure, audience) = known.iter().find(|(disclosure, _)| disclosure.id == id)?;
        reach(&viewer, disclosure, audience, Timestamp(now))
    };
    let passed = record.releases.iter().enumerate();
    let passed: Vec<Passed> = passed
        .map(|(i, release)| Passed { disclosure: disclosure_id(i), rank: release.version as u16 })
        .collect();
    let sight_of = |(version, at_most): (usize, &Option<Precision>)| {
        let class = Class {
            unit: record.unit.clone(),
            at_most: *at_most,
            current: record.versions.len() as u16 - 1,
            rank: version as u16,
            passed: passed.clone(),
        };
        let Grant { parts, own, through } = grant(&viewer, &class, reached)?;
        let position = |id: &DisclosureId| (0..known.len()).find(|&i| disclosure_id(i) == *id).unwrap();
        let through: BTreeSet<usize> = through.iter().map(position).collect();
        Some(Sight {
            own,
            version,
            place: parts.place,
            time: parts.time,
            text: parts.text,
            attachments: parts.attachments,
            through: through.into_iter().collect(),
        })
    };
    record.versions.iter().enumerate().filter_map(sight_of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn the_rule_agrees_with_a_second_one_written_from_its_text(
        person in person(), record in record(), now in moment(),
    ) {
        let expected: Vec<Sight> = sight(&person, &record, now).into_iter().collect();
        prop_assert_eq!(real(&person, &record, now), expected);
    }
}

/// A way to break the rule: what it would be told if it never looked at something.
type Breakage = fn(&mut Person, &mut Record);

const BREAKAGES: &[(&str, Breakage)] = &[
    ("expiry", |_, record| each(record, |release| release.expires = LATEST + 1)),
    ("withdrawal", |_, record| each(record, |release| release.withdrawn = None)),
    ("partners of the audience", |person, record| {
        each(record, |release| _ = release.partners.insert(person.partner.clone()));
    }),
    ("units and bodies of the audience", |_, record| {
        each(record, |release| release.circle = Circle { units: Vec::new(), bodies: Vec::new() });
    }),
    ("version that was passed on", |_, record| {
        let current = record.versions.len() - 1;
        each(record, |release| release.version = current);
    }),
    ("place", |_, record| each(record, |release| release.place = Precision::Exact)),
    ("time", |_, record| each(record, |release| release.time = TimePart::Exact)),
    ("text", |_, record| each(record, |release| release.text = TextPart::Full)),
    ("attachments", |_, record| each(record, |release| release.attachments = true)),
    ("households and sensitive places", |_, record| record.versions.fill(None)),
    ("begin of a membership", |person, _| person.memberships.iter_mut().for_each(|seat| seat.from = 0)),
    ("end of a membership", |person, _| person.memberships.iter_mut().for_each(|seat| seat.until = None)),
    ("roles without content", |person, _| {
        person.memberships.iter_mut().for_each(|seat| seat.role = Role::Reader);
    }),
    ("owning unit", |_, record| record.unit = "stadt-1".parse().unwrap()),
];

fn each(record: &mut Record, change: impl FnMut(&mut Release)) {
    record.releases.iter_mut().for_each(change);
}

#[test]
fn a_rule_that_is_broken_on_purpose_is_noticed() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    for (forgotten, breakage) in BREAKAGES {
        let mut runner = TestRunner::deterministic();
        let noticed = (0..5_000).any(|_| {
            let (person, record, now) =
                (person(), record(), moment()).new_tree(&mut runner).unwrap().current();
            let expected: Vec<Sight> = sight(&person, &record, now).into_iter().collect();
            let (mut told_person, mut told_record) = (person, record);
            breakage(&mut told_person, &mut told_record);
            real(&told_person, &told_record, now) != expected
        });
        assert!(noticed, "a rule that forgets this passes the test: {forgotten}");
    }
}

/// The random worlds are worth something only if all that the rule tells apart happens in them.
#[test]
fn the_random_worlds_hold_owners_recipients_and_strangers() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut own, mut several, mut limited, mut nothing) = (0, 0, 0, 0);
    for _ in 0..2_000 {
        let (person, record, now) = (person(), record(), moment()).new_tree(&mut runner).unwrap().current();
        match sight(&person, &record, now) {
            None => nothing += 1,
            Some(sight) => {
                own += usize::from(sight.own);
                several += usize::from(sight.through.len() > 1);
                limited +=
                    usize::from(record.versions[sight.version].is_some_and(|limit| limit == sight.place));
            }
        }
    }
    assert!(
        own > 200 && several > 60 && limited > 60 && nothing > 500,
        "{own} {several} {limited} {nothing}"
    );
}
