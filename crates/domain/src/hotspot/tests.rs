use super::*;
use crate::access::{MemberOf, Membership, Role};

fn actor(unit: &str) -> Actor {
    let account = AccountId::from_chance([1; 16]);
    let membership = Membership {
        id: MembershipId::from_chance([2; 16]),
        account,
        of: MemberOf::Unit(unit.parse().unwrap()),
        role: Role::Officer,
        from: Timestamp(0),
        until: None,
    };
    Actor::of(account, "stadt".parse().unwrap(), &[membership], Timestamp(1))
}

fn entry() -> Hotspot {
    Hotspot {
        id: HotspotId::from_chance([3; 16]),
        partner: "stadt".parse().unwrap(),
        unit: "ordnungsamt".parse().unwrap(),
        content: Content {
            kind: Kind::FearSpace,
            title: "Unterführung".to_owned(),
            note: String::new(),
            categories: vec!["laerm".parse().unwrap()],
            middle: h3o::LatLng::new(51.68, 7.81).unwrap().to_cell(h3o::Resolution::Nine),
            rings: 1,
        },
        opened_at: Timestamp(0),
        opened_by: AccountId::from_chance([1; 16]),
        findings: Vec::new(),
        steps: Vec::new(),
    }
}

fn steps(whats: Vec<What>) -> Result<Hotspot, Refused> {
    let make = |entry: Result<Hotspot, Refused>, what| entry?.step(&actor("ordnungsamt"), what, Timestamp(5));
    whats.into_iter().fold(Ok(entry()), make)
}

fn inspected() -> What {
    What::Inspected { on: Day(3), causes: BTreeSet::from([Cause::Lighting]), text: String::new() }
}

fn measure(from: i32) -> What {
    What::Measure { from: Day(from), text: "Leuchten erneuert".to_owned() }
}

fn said() -> String {
    "seit vier Wochen ruhig".to_owned()
}

#[test]
fn the_state_follows_from_what_happened() {
    use State::*;
    assert_eq!(entry().state(), Noticed);
    let all: Vec<What> = vec![
        inspected(),
        measure(10),
        What::Observed { text: said() },
        inspected(),
        measure(20),
        What::Resolved { text: said() },
        What::Reopened { text: said() },
    ];
    let states = [Inspected, Measure, Observed, Observed, Measure, Resolved, Noticed];
    for (number, state) in states.into_iter().enumerate() {
        assert_eq!(steps(all[..=number].to_vec()).unwrap().state(), state, "after {}", number + 1);
    }
    assert_eq!(steps(all).unwrap().measured_since(), Some(Day(20)), "the latest one is compared");
}

#[test]
fn no_step_is_made_that_leads_nowhere_and_each_that_is_offered_can_be_made() {
    assert_eq!(steps(vec![What::Observed { text: said() }]), Err(Refused::Ended), "nothing to watch yet");
    let over = || What::Resolved { text: said() };
    assert_eq!(steps(vec![over(), measure(1)]), Err(Refused::Ended));
    assert_eq!(steps(vec![What::Reopened { text: said() }]), Err(Refused::Ended));
    for before in [vec![], vec![inspected()], vec![measure(1)], vec![over()]] {
        for next in steps(before.clone()).unwrap().next_steps() {
            let draft = StepDraft { what: (*next).to_owned(), text: said(), ..StepDraft::default() };
            let what = check_step(&draft, &TimeZone::UTC, Timestamp(9)).unwrap();
            assert!(steps([before.clone(), vec![what]].concat()).is_ok(), "{next}");
        }
    }
}

#[test]
fn only_its_unit_sees_an_entry_and_writes_in_it() {
    let of = |unit: &str| Viewer::of_unit(&"stadt".parse().unwrap(), &unit.parse().unwrap());
    assert!(entry().is_seen_by(&of("ordnungsamt")));
    assert!(!entry().is_seen_by(&of("kod")));
    assert_eq!(entry().step(&actor("kod"), inspected(), Timestamp(1)), Err(Refused::Denied));
}

#[test]
fn what_was_typed_wrongly_is_told_all_at_once() {
    let charter = Charter::parse(include_str!("../../../../charters/hamm.toml")).unwrap();
    let fields = |draft: &Draft| {
        let errors = check(draft, &charter).unwrap_err();
        errors.iter().map(|error| error.field).collect::<Vec<_>>()
    };
    assert_eq!(fields(&Draft::default()), ["hotspot_kind", "title", "category", "place", "rings"]);
    let right = Draft {
        unit: String::new(),
        kind: "fear_space".to_owned(),
        title: " Unterführung ".to_owned(),
        note: String::new(),
        category: charter.categories[0].id.to_string(),
        lon: "7,81".to_owned(),
        lat: "51.68".to_owned(),
        rings: "1".to_owned(),
    };
    let content = check(&right, &charter).unwrap();
    assert_eq!((content.title.as_str(), content.cells().len()), ("Unterführung", 7));
    assert_eq!(
        fields(&Draft { lon: "2.35".to_owned(), lat: "48.85".to_owned(), ..right.clone() }),
        ["place"]
    );
    assert_eq!(fields(&Draft { rings: "40".to_owned(), ..right }), ["rings"]);

    let step = |what: &str, text: &str, on: &str, causes: &[&str]| {
        let causes = causes.iter().map(|cause| (*cause).to_owned()).collect();
        let draft = StepDraft { what: what.to_owned(), text: text.to_owned(), on: on.to_owned(), causes };
        check_step(&draft, &TimeZone::UTC, Timestamp(20 * 86_400_000))
            .map_err(|errors| errors.iter().map(|error| error.field).collect::<Vec<_>>())
    };
    assert_eq!(step("inspected", "", "1970-01-30", &["mood"]), Err(vec!["on", "causes", "text"]));
    assert_eq!(step("jumped", "x", "", &[]), Err(vec!["what"]));
    let ticked = step("inspected", "", "1970-01-20", &["lighting", "vacancy"]).unwrap();
    let causes = BTreeSet::from([Cause::Lighting, Cause::Vacancy]);
    assert_eq!(ticked, What::Inspected { on: Day(19), causes, text: String::new() });
    assert!(step("measure", "Leuchten", "1970-01-30", &[]).is_ok(), "it may begin later");
}

#[test]
fn the_disk_of_a_finding_covers_it() {
    let middle = entry().content.middle;
    let cells = disk(middle, 2);
    assert_eq!((cells.len(), disk_of(&cells)), (19, Some((middle, 2))));
    assert_eq!(disk_of(&cells[..1]), Some((middle, 0)));
    assert_eq!(disk_of(&[]), None);
}
