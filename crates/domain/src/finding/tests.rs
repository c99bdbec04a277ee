use super::*;
use crate::charter::Charter;

fn rules() -> Detection {
    Charter::parse(include_str!("../../../../charters/hamm.toml")).unwrap().detection.unwrap()
}

fn cell(n: u64) -> CellIndex {
    let middle = h3o::LatLng::new(51.68 + n as f64 / 100.0, 7.81).unwrap();
    middle.to_cell(h3o::Resolution::Nine)
}

fn cluster(cells: &[u64], to: i32, observed: u32, recurrence_days: f64) -> Cluster {
    Cluster {
        categories: vec!["laerm".parse().unwrap()],
        without: Vec::new(),
        cells: cells.iter().map(|&n| cell(n)).collect(),
        from: Day(to - 10),
        to: Day(to),
        observed,
        expected: 4.0,
        places: 6,
        recurrence_days,
        evidence: Evidence::default(),
        doubts: Vec::new(),
    }
}

fn candidate(cluster: Cluster) -> Candidate {
    Candidate { basis: Basis::Reported, cluster, held: false }
}

fn finding(n: u8, nights: Vec<Night>) -> Finding {
    Finding {
        id: FindingId::from_chance([n; 16]),
        scope: Scope::Unit { partner: "stadt".parse().unwrap(), unit: "ordnungsamt".parse().unwrap() },
        basis: Basis::Reported,
        categories: vec!["laerm".parse().unwrap()],
        found_at: Timestamp(0),
        nights,
    }
}

#[test]
fn the_same_place_is_followed_and_not_announced_twice() {
    let rules = rules();
    let (mut known, mut changes): (Vec<Finding>, Vec<Change>) = (Vec::new(), Vec::new());
    let nights = [(12, 900.0), (20, 4_000.0), (21, 4_000.0), (15, 500.0), (9, 40.0), (9, 3.0), (9, 3.0)];
    for (day, (observed, recurrence)) in (100..).zip(nights) {
        let cells: &[u64] = if day % 2 == 0 { &[1, 2] } else { &[2, 3] };
        let found = vec![candidate(cluster(cells, day, observed, recurrence))];
        let followed = follow(&known, found, Day(day), &rules);
        for new in followed.new {
            changes.push(Change::New);
            known.push(finding(1, vec![Night { day: Day(day), change: Change::New, cluster: new.cluster }]));
        }
        for (_, night) in followed.continued {
            changes.push(night.change);
            known[0].nights.push(night);
        }
    }
    use Change::*;
    assert_eq!(changes, [New, Grown, Steady, Faded, Faded, Gone]);
    let back = follow(&known, vec![candidate(cluster(&[2], 108, 14, 900.0))], Day(108), &rules);
    assert_eq!((back.new.len(), back.continued[0].1.change), (0, Grown), "it is the same one again");
    let late = rules.gap_days as i32 + 120;
    let again = follow(&known, vec![candidate(cluster(&[2], late, 14, 900.0))], Day(late), &rules);
    assert_eq!((again.new.len(), again.continued.len()), (1, 0), "after a long pause it is another one");
}

#[test]
fn weak_few_late_and_too_many_ones_are_not_announced() {
    let rules = rules();
    let weak = candidate(cluster(&[1], 100, 12, f64::from(rules.announce_days) - 1.0));
    let few = candidate(cluster(&[2], 100, rules.least_reports - 1, 9_000.0));
    let late = Candidate { held: true, ..candidate(cluster(&[3], 100, 12, 9_000.0)) };
    let followed = follow(&[], vec![weak, few, late.clone()], Day(100), &rules);
    assert_eq!((followed.new.len(), followed.held), (0, 1));
    let confirmed = follow(&[], vec![Candidate { held: false, ..late }], Day(101), &rules);
    assert_eq!(confirmed.new.len(), 1, "the next night announces what still stands");
    let storm = (0..40).map(|n| candidate(cluster(&[n], 100, 12, 9_000.0))).collect();
    let followed = follow(&[], storm, Day(100), &rules);
    assert_eq!(
        (followed.new.len(), followed.beyond),
        (rules.most_new as usize, 40 - rules.most_new as usize)
    );
}

#[test]
fn one_place_is_one_finding_however_many_related_kinds_show_it() {
    let wide = |day, observed, recurrence| {
        let categories = vec!["laerm".parse().unwrap(), "streit".parse().unwrap()];
        candidate(Cluster { categories, ..cluster(&[1, 2], day, observed, recurrence) })
    };
    let narrow = candidate(cluster(&[2], 100, 12, 3_000.0));
    let followed = follow(&[], vec![wide(100, 20, 2_000.0), narrow.clone()], Day(100), &rules());
    assert_eq!(followed.new, std::slice::from_ref(&narrow));

    let open = [finding(1, vec![Night { day: Day(100), change: Change::New, cluster: narrow.cluster }])];
    let same = candidate(cluster(&[2], 101, 13, 2_000.0));
    let next = follow(&open, vec![wide(101, 22, 5_000.0), same.clone()], Day(101), &rules());
    assert_eq!(
        (next.new.len(), &next.continued[0].1.cluster),
        (0, &same.cluster),
        "its own kinds go on first"
    );
    let only_wide = follow(&open, vec![wide(101, 22, 5_000.0)], Day(101), &rules());
    let night = &only_wide.continued[0].1;
    assert_eq!((only_wide.new.len(), night.change, night.cluster.categories.len()), (0, Change::Steady, 2));
}

#[test]
fn where_two_findings_have_grown_into_one_the_older_goes_on() {
    let night = |cells: &[u64]| Night {
        day: Day(100),
        change: Change::New,
        cluster: cluster(cells, 100, 12, 3_000.0),
    };
    let open = [finding(1, vec![night(&[1])]), finding(2, vec![night(&[2])])];
    let followed = follow(&open, vec![candidate(cluster(&[1, 2], 101, 26, 9_000.0))], Day(101), &rules());
    let changes: Vec<Change> = followed.continued.iter().map(|(_, night)| night.change).collect();
    assert_eq!((followed.new.len(), changes), (0, vec![Change::Grown, Change::Gone]));
}

#[test]
fn a_told_count_is_rounded_and_never_below_five() {
    assert_eq!((0..5).filter_map(|n| rounded(n, 5)).count(), 0);
    assert_eq!([5, 7, 8, 41, 43].map(|n| rounded(n, 5).unwrap()), [5, 5, 10, 40, 45]);
    assert_eq!(rounded(4, 1), None, "no charter goes below five");
}

#[test]
fn a_verdict_that_sets_aside_says_why() {
    assert!(check_verdict("accepted", "").is_ok());
    let fields = |judgement: &str, reason: &str| -> Vec<&'static str> {
        check_verdict(judgement, reason).unwrap_err().iter().map(|error| error.field).collect()
    };
    assert_eq!(fields("set_aside", "  "), ["reason"]);
    assert_eq!(fields("maybe", &"x".repeat(REASON_MAX + 1)), ["verdict", "reason"]);
    assert_eq!(fields("", ""), ["verdict"]);
}
