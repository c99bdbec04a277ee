//! The scan takes chance for more exactly as often as its p values say.

#![allow(clippy::unwrap_used)]

#[path = "../examples/calibration/city.rs"]
mod city;

use analysis::scan::{Options, PValue, Windows, scan};
use city::{KINDS, Kind, METHODS, alarms, p_values};

/// Within 2.6 standard deviations of 50: what chance keeps in 99 of 100 seeds, and these seeds are fixed.
fn is_five_percent(alarms: usize) -> bool {
    (alarms as f64 - 50.0).abs() <= 2.6 * (1000.0_f64 * 0.05 * 0.95).sqrt()
}

fn check(wanted: fn(PValue) -> bool) {
    let method = METHODS.into_iter().find(|(method, _)| wanted(*method)).unwrap();
    for kind in KINDS {
        let alarms = alarms(&p_values(kind, method), 0.05);
        assert!(is_five_percent(alarms), "{kind:?}: {alarms} of 1000");
    }
}

#[test]
fn one_in_twenty_quiet_cities_has_a_p_value_of_five_percent_by_monte_carlo() {
    check(|method| method == PValue::MonteCarlo);
}

#[test]
fn one_in_twenty_quiet_cities_has_a_p_value_of_five_percent_by_sequential_monte_carlo() {
    check(|method| matches!(method, PValue::Sequential { .. }));
}

#[test]
fn one_in_twenty_quiet_cities_has_a_p_value_of_five_percent_by_gumbel() {
    check(|method| method == PValue::Gumbel);
}

#[test]
fn p_holds_for_all_analyses_since_the_first() {
    let study = city::quiet(Kind::Permutation, 4);
    let with = |since| {
        let windows = Windows::Prospective { longest: 5, since };
        scan(&study, &Options { windows, seed: 2, ..Options::default() }, &|_| {}).unwrap()
    };
    let (once, all) = (with(None), with(Some(9)));
    let (one, ten) = (&once.clusters[0], &all.clusters[0]);
    assert!((one.ratio - ten.ratio).abs() < 1e-9);
    assert_eq!(one.members, ten.members);
    assert!(ten.p > one.p);
    let adjusted = 1.0 / (1.0 - (1.0 - ten.p.unwrap()).powf(1.0 / 11.0));
    assert!((ten.recurrence.unwrap() - adjusted).abs() < 1e-6);
}
