use proptest::prelude::*;

use super::{draw::Scratch, kernel::Kernel, observed, prepare::Prepared, *};
use crate::random::Stream;

/// A small study of any model, seeded: places with ties and duplicates among their coordinates, uneven numbers of cases.
fn any_study(seed: u64, model: u32) -> Study {
    let mut stream = Stream::new(seed, 1_000_000);
    let places = 3 + stream.below(12);
    let intervals = 2 + stream.below(14) as usize;
    let coordinates = (0..places).map(|_| [f64::from(stream.below(6)), f64::from(stream.below(6))]).collect();
    let mut entries = |number: u32| -> Vec<Cases> {
        let mut entry = |stratum| Cases {
            place: stream.below(places),
            interval: stream.below(intervals as u32),
            stratum,
            number: 1 + stream.below(3),
        };
        (0..number).map(|at| entry(at % 3)).collect()
    };
    let cases = entries(12 + (seed % 60) as u32);
    let controls = entries(40);
    let expected = (0..places as usize * intervals).map(|cell| 1.0 + ((cell * 7919) % 13) as f64).collect();
    let model = match model % 3 {
        0 => Model::SpaceTimePermutation,
        1 => Model::Poisson { expected },
        _ => Model::Bernoulli { controls },
    };
    Study { places: Places::Flat(coordinates), intervals, cases, model }
}

fn any_options(study: &Study, choice: u32) -> Options {
    let longest = (study.intervals * 9 / 10).max(1).min(1 + choice as usize % 12);
    let since =
        choice.is_multiple_of(5).then(|| study.intervals - 1 - (choice as usize / 5) % study.intervals);
    let windows = match choice % 4 {
        0 if study.model != Model::SpaceTimePermutation => Windows::Spatial,
        1 | 0 => Windows::Prospective { longest, since },
        _ => Windows::Retrospective { longest },
    };
    Options {
        windows,
        rates: [Rates::High, Rates::Low, Rates::Both][choice as usize / 4 % 3],
        max_radius: (choice % 7 < 3).then_some(2.5),
        max_share: if choice.is_multiple_of(2) { 0.5 } else { 0.3 },
        min_cases: 1 + choice % 3,
        replications: 19,
        seed: u64::from(choice),
        ..Options::default()
    }
}

/// The largest ratio of a simulated data set, found by the plain search that finds what was observed.
fn by_plain_search(prepared: &Prepared, seed: u64, number: u64) -> f64 {
    let times = prepared.windows.span + 1;
    let mut counts = vec![0; prepared.points.len() * times];
    prepared.null.draw(&mut Stream::new(seed, number), &mut Scratch::default(), |point, time| {
        for sum in &mut counts[point * times + time + 1..(point + 1) * times] {
            *sum += 1;
        }
    });
    let mut drawn = prepared.clone();
    drawn.windows.alive_from = drawn.windows.ever_from;
    drawn.counts = counts;
    observed::candidates(&drawn).first().map_or(0.0, |best| best.ratio)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_fast_search_finds_what_the_plain_search_finds(seed in 0..u64::MAX, model in 0..3_u32, choice in 0..1000_u32) {
        let study = any_study(seed, model);
        if let Ok(prepared) = Prepared::new(&study, &any_options(&study, choice)) {
            let kernel = Kernel::new(&prepared, seed);
            let numbers: Vec<u64> = (0..11).collect();
            for floor in [0.0, 2.0, 6.0] {
                let fast = kernel.maxima(&numbers, floor, &|_| {});
                for (number, ratio) in numbers.iter().zip(fast) {
                    let plain = by_plain_search(&prepared, seed, *number);
                    prop_assert!((ratio - plain).abs() < 1e-8, "{ratio} is not {plain}");
                }
            }
        }
    }

    #[test]
    fn everything_that_comes_out_is_a_number(seed in 0..u64::MAX, model in 0..3_u32, choice in 0..1000_u32) {
        let study = any_study(seed, model);
        let methods = [PValue::MonteCarlo, PValue::Sequential { exceedances: 5 }, PValue::Gumbel];
        let options = Options { p_value: methods[choice as usize % 3], ..any_options(&study, choice) };
        if let Ok(found) = scan(&study, &options, &|_| {}) {
            let mut taken = vec![false; study.places.len()];
            for cluster in &found.clusters {
                let numbers = [Some(cluster.expected), Some(cluster.ratio), Some(cluster.radius), cluster.p];
                prop_assert!(numbers.iter().chain(&[cluster.relative_risk, cluster.recurrence]).flatten().all(|n| n.is_finite()));
                prop_assert!(cluster.p.is_some_and(|p| p > 0.0 && p <= 1.0));
                prop_assert!(cluster.start <= cluster.end && cluster.end < study.intervals);
                for member in &cluster.members {
                    prop_assert!(!std::mem::replace(&mut taken[*member], true), "clusters share a place");
                }
            }
        }
    }

    #[test]
    fn the_order_of_places_and_cases_does_not_matter(seed in 0..u64::MAX, model in 0..3_u32, choice in 0..1000_u32) {
        let study = any_study(seed, model);
        let options = any_options(&study, choice);
        let mut order: Vec<usize> = (0..study.places.len()).collect();
        Stream::new(seed, 1).shuffle(&mut order);
        let other = reordered(&study, &order);
        match (scan(&study, &options, &|_| {}), scan(&other, &options, &|_| {})) {
            (Ok(one), Ok(two)) => {
                prop_assert_eq!(one.maxima.len(), two.maxima.len());
                let same = one.maxima.iter().zip(&two.maxima).all(|(a, b)| (a - b).abs() < 1e-9);
                prop_assert!(same, "{:?} {:?}", one.maxima, two.maxima);
                let ratios = |found: &Findings| found.clusters.iter().map(|c| (c.ratio * 1e6).round()).collect::<Vec<_>>();
                // Of equal centres the first of the input is taken, and with it what no longer finds room beside it.
                if equal_centres(&study, &options) {
                    prop_assert_eq!(ratios(&one).first().copied(), ratios(&two).first().copied());
                } else {
                    prop_assert_eq!(ratios(&one), ratios(&two));
                }
                // Of centres with equal ratio and circle, the first of the input is taken.
                let sets = |found: &Findings, to: &dyn Fn(usize) -> usize| {
                    let sorted = |members: &[usize]| {
                        let mut members: Vec<usize> = members.iter().map(|member| to(*member)).collect();
                        members.sort_unstable();
                        members
                    };
                    found.clusters.first().map(|cluster| sorted(&cluster.members))
                };
                let unique = one.clusters.windows(2).all(|pair| pair[0].ratio - pair[1].ratio > 1e-6);
                if unique && one.clusters.first().is_some_and(|c| c.members.len() == 1) {
                    prop_assert_eq!(sets(&one, &|member| member), sets(&two, &|member| order[member]));
                }
            }
            (one, two) => prop_assert_eq!(one.is_err(), two.is_err()),
        }
    }
}

/// Whether two centres have equal cylinders, so that the order of the input decides between them.
fn equal_centres(study: &Study, options: &Options) -> bool {
    let prepared = Prepared::new(study, options).unwrap();
    let equal = |a: f64, b: f64| (a - b).abs() < 1e-6;
    observed::candidates(&prepared).windows(2).any(|pair| {
        equal(pair[0].ratio, pair[1].ratio)
            && equal(prepared.radius(&pair[0]), prepared.radius(&pair[1]))
            && pair[0].members == pair[1].members
    })
}

/// The same study with its places in another order, and its cases backwards.
fn reordered(study: &Study, order: &[usize]) -> Study {
    let Places::Flat(coordinates) = &study.places else { panic!("flat") };
    let new = |place: u32| order.iter().position(|old| *old == place as usize).unwrap() as u32;
    let moved = |cases: &[Cases]| -> Vec<Cases> {
        cases.iter().rev().map(|entry| Cases { place: new(entry.place), ..*entry }).collect()
    };
    let model = match &study.model {
        Model::SpaceTimePermutation => Model::SpaceTimePermutation,
        Model::Poisson { expected } => Model::Poisson {
            expected: order
                .iter()
                .flat_map(|old| expected[old * study.intervals..][..study.intervals].iter().copied())
                .collect(),
        },
        Model::Bernoulli { controls } => Model::Bernoulli { controls: moved(controls) },
    };
    Study {
        places: Places::Flat(order.iter().map(|old| coordinates[*old]).collect()),
        cases: moved(&study.cases),
        model,
        ..*study
    }
}

#[test]
fn any_number_of_threads_gives_the_same_result() {
    for model in 0..3 {
        let study = any_study(17, model);
        let windows = Windows::Retrospective { longest: 4 };
        let options = Options { windows, replications: 199, seed: 3, ..Options::default() };
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| scan(&study, &options, &|_| {})).unwrap()
        };
        let one = with(1);
        assert!(!one.maxima.is_empty());
        assert_eq!(one, with(2));
        assert_eq!(one, with(5));
    }
}

#[test]
fn counts_that_need_more_than_16_bits_are_right_too() {
    let coordinates = (0..6).map(|place| [f64::from(place), 0.0]).collect();
    let cases = (0..36).map(|cell| Cases::new(cell % 6, cell / 6, 9_000 + 37 * (cell % 5))).collect();
    let study =
        Study { places: Places::Flat(coordinates), intervals: 6, cases, model: Model::SpaceTimePermutation };
    for windows in [Windows::Prospective { longest: 3, since: None }, Windows::Retrospective { longest: 3 }] {
        let prepared = Prepared::new(&study, &Options { windows, ..Options::default() }).unwrap();
        let fast = Kernel::new(&prepared, 5).maxima(&[0, 1, 2], 1.0, &|_| {});
        for (number, ratio) in (0..).zip(fast) {
            assert!((ratio - by_plain_search(&prepared, 5, number)).abs() < 1e-8);
        }
    }
}

#[test]
fn strata_are_permuted_each_for_itself() {
    // Children come to one place in the first week, old people to another in the second: within each stratum place and
    // time have nothing to do with each other, over both they have.
    let coordinates = vec![[0.0, 0.0], [1.0, 0.0], [5.0, 0.0], [6.0, 0.0]];
    let cell = |place, interval, stratum| Cases { place, interval, stratum, number: 5 };
    let cases: Vec<Cases> = [(0, 0), (0, 1), (2, 0), (2, 1)]
        .into_iter()
        .flat_map(|(place, interval)| {
            let (stratum, shift) = (place / 2, 2 * (place / 2));
            [cell(place, interval + shift, stratum), cell(place + 1, interval + shift, stratum)]
        })
        .collect();
    let study = |cases| Study {
        places: Places::Flat(coordinates.clone()),
        intervals: 4,
        cases,
        model: Model::SpaceTimePermutation,
    };
    let windows = Windows::Retrospective { longest: 2 };
    let options = Options { windows, ..Options::default() };
    let together: Vec<Cases> = cases.iter().map(|entry| Cases { stratum: 0, ..*entry }).collect();
    assert!(scan(&study(together), &options, &|_| {}).unwrap().clusters[0].ratio > 5.0);
    assert!(scan(&study(cases), &options, &|_| {}).unwrap().clusters.is_empty());
}

#[test]
fn a_low_rate_is_found_where_nothing_happens() {
    let coordinates = (0..6).map(|place| [f64::from(place), 0.0]).collect();
    // Place 4 has none of the ten cases of each other place.
    let cases = (0..6).filter(|place| *place != 4).map(|place| Cases::new(place, 0, 10)).collect();
    let study = Study {
        places: Places::Flat(coordinates),
        intervals: 1,
        cases,
        model: Model::Poisson { expected: vec![1.0; 6] },
    };
    let low = Options { rates: Rates::Low, ..Options::default() };
    let found = scan(&study, &low, &|_| {}).unwrap();
    assert_eq!((&found.clusters[0].members[..], found.clusters[0].observed), (&[4][..], 0));
    assert!((found.clusters[0].ratio - 50.0 * (50.0_f64 / (50.0 - 50.0 / 6.0)).ln()).abs() < 1e-9);
    assert_eq!(found.clusters[0].relative_risk, Some(0.0));
    let both = Options { rates: Rates::Both, ..Options::default() };
    assert_eq!(scan(&study, &both, &|_| {}).unwrap().clusters[0].members, [4]);
}

#[test]
fn only_proportions_of_what_is_expected_matter() {
    let study = any_study(8, 1);
    let Model::Poisson { expected } = &study.model else { panic!("Poisson") };
    let scaled = Model::Poisson { expected: expected.iter().map(|value| value * 1e4).collect() };
    let options = Options { windows: Windows::Retrospective { longest: 3 }, ..Options::default() };
    let one = scan(&study, &options, &|_| {}).unwrap();
    let two = scan(&Study { model: scaled, ..study.clone() }, &options, &|_| {}).unwrap();
    assert!((one.clusters[0].ratio - two.clusters[0].ratio).abs() < 1e-9);
}

#[test]
fn what_cannot_be_scanned_is_told_in_a_sentence() {
    let study = any_study(3, 0);
    let retrospective =
        |longest| Options { windows: Windows::Retrospective { longest }, ..Options::default() };
    let error = |study: &Study, options: &Options| scan(study, options, &|_| {}).unwrap_err();
    let with = |change: &dyn Fn(&mut Study)| {
        let mut changed = study.clone();
        change(&mut changed);
        error(&changed, &retrospective(1))
    };
    assert_eq!(with(&|study| study.cases.clear()), ScanError::NoCases);
    assert_eq!(with(&|study| study.cases[0].number = u32::MAX), ScanError::TooManyCases { most: 50_000_000 });
    assert_eq!(with(&|study| study.places = Places::Flat(vec![[1.0, 1.0]; 20])), ScanError::OnePoint);
    assert_eq!(with(&|study| study.places = Places::Flat(Vec::new())), ScanError::OnePoint);
    assert_eq!(with(&|study| study.intervals = 0), ScanError::TooFewIntervals { intervals: 0 });
    assert_eq!(with(&|study| study.cases[2].place = 99), ScanError::Entry { entry: 2 });
    assert_eq!(with(&|study| study.cases.iter_mut().for_each(|c| c.interval = 1)), ScanError::OneInterval);
    assert_eq!(with(&|study| study.cases.iter_mut().for_each(|c| c.place = 1)), ScanError::OnePlace);
    assert_eq!(with(&|study| study.intervals = 100_000), ScanError::TooLarge);
    let poisson = |expected| Model::Poisson { expected };
    assert_eq!(with(&|study| study.model = poisson(vec![1.0])), ScanError::Expectation);
    let cells = study.places.len() * study.intervals;
    assert_eq!(with(&|study| study.model = poisson(vec![f64::NAN; cells])), ScanError::Expectation);
    assert_eq!(with(&|study| study.model = poisson(vec![0.0; cells])), ScanError::Expectation);
    let entry = study.cases[0];
    let nobody_there = with(&|study| {
        let mut expected = vec![1.0; cells];
        let point = |place: usize| match &study.places {
            Places::Flat(places) | Places::Geographic(places) => places[place],
        };
        for place in (0..study.places.len()).filter(|place| point(*place) == point(entry.place as usize)) {
            expected[place * study.intervals + entry.interval as usize] = 0.0;
        }
        study.model = poisson(expected);
    });
    let (place, interval) = (entry.place as usize, entry.interval as usize);
    assert_eq!(nobody_there, ScanError::Unexpected { place, interval });
    assert_eq!(with(&|study| study.model = Model::Bernoulli { controls: Vec::new() }), ScanError::NoControls);
    let most = study.intervals * 9 / 10;
    assert_eq!(error(&study, &retrospective(500)), ScanError::Longest { longest: 500, most });
    assert_eq!(error(&study, &retrospective(0)), ScanError::Longest { longest: 0, most });
    let windows = Windows::Prospective { longest: 1, since: Some(99) };
    assert_eq!(error(&study, &Options { windows, ..Options::default() }), ScanError::Since);
    assert_eq!(error(&study, &Options::default()), ScanError::NoTime);
    for max_share in [0.0, 0.6, f64::NAN] {
        assert_eq!(error(&study, &Options { max_share, ..retrospective(1) }), ScanError::Share);
    }
    let max_radius = Some(f64::NAN);
    assert_eq!(error(&study, &Options { max_radius, ..retrospective(1) }), ScanError::Radius);
    let replications = u32::MAX;
    let most = 9_999_999;
    assert_eq!(
        error(&study, &Options { replications, ..retrospective(1) }),
        ScanError::Replications { most }
    );
    assert!(ScanError::Longest { longest: 500, most: 9 }.to_string().ends_with("of the study period."));
}
