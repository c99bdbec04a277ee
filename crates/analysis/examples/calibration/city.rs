//! Cities in which nothing but chance is at work, and how often a scan takes them for more.

use analysis::{
    random::Stream,
    scan::{Cases, Model, Options, PValue, Places, Study, Windows, scan},
};
use rayon::prelude::*;

/// Cities of each model and method.
pub(crate) const CITIES: u64 = 1000;

/// What is compared with what.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Permutation,
    Poisson,
    Bernoulli,
}

pub(crate) const KINDS: [Kind; 3] = [Kind::Permutation, Kind::Poisson, Kind::Bernoulli];

/// The ways of computing p, each with the data sets that it may simulate.
pub(crate) const METHODS: [(PValue, u32); 3] =
    [(PValue::MonteCarlo, 199), (PValue::Sequential { exceedances: 20 }, 399), (PValue::Gumbel, 199)];

/// 25 places, 20 weeks, 150 cases; some places and weeks are busy, others quiet.
pub(crate) fn quiet(kind: Kind, seed: u64) -> Study {
    let mut stream = Stream::new(seed, 77);
    let coordinates = (0..25).map(|_| [stream.unit(), stream.unit()]).collect();
    let mut entries = |number: u32| -> Vec<Cases> {
        let mut skewed = |limit: u32| {
            let (a, b) = (stream.below(limit), stream.below(limit));
            a.min(b)
        };
        (0..number).map(|_| Cases::new(skewed(25), skewed(20), 1)).collect()
    };
    let cases = entries(150);
    let model = match kind {
        Kind::Permutation => Model::SpaceTimePermutation,
        Kind::Poisson => {
            let place = |place: u32| f64::from(2 * (25 - place) - 1);
            let week = |week: u32| f64::from(2 * (20 - week) - 1);
            Model::Poisson { expected: (0..500).map(|cell| place(cell / 20) * week(cell % 20)).collect() }
        }
        Kind::Bernoulli => Model::Bernoulli { controls: entries(250) },
    };
    Study { places: Places::Flat(coordinates), intervals: 20, cases, model }
}

/// The p value of the most likely cluster of each city; 1 where there is none.
pub(crate) fn p_values(kind: Kind, (p_value, replications): (PValue, u32)) -> Vec<f64> {
    let windows = Windows::Prospective { longest: 5, since: None };
    let p = |seed: u64| {
        let options = Options { windows, replications, p_value, seed, ..Options::default() };
        let found = scan(&quiet(kind, seed), &options, &|_| {}).ok()?;
        found.clusters.first()?.p
    };
    (0..CITIES).into_par_iter().map(|seed| p(seed).unwrap_or(1.0)).collect()
}

/// In how many cities p is at most this.
pub(crate) fn alarms(p_values: &[f64], level: f64) -> usize {
    p_values.iter().filter(|p| **p <= level).count()
}
