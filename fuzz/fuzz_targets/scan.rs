#![no_main]

use analysis::scan::{Cases, Model, Options, PValue, Places, Rates, Study, Windows, scan};

/// Numbers taken from bytes, zeros when they end.
struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl Bytes<'_> {
    fn byte(&mut self) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte))
    }

    /// Mostly a small number, sometimes any at all.
    fn number(&mut self) -> f64 {
        match self.byte() {
            255 => f64::from_bits(u64::from_le_bytes(std::array::from_fn(|_| self.byte() as u8))),
            small => small as f64 / 4.0 - 10.0,
        }
    }

    fn cases(&mut self) -> Vec<Cases> {
        let entries = self.byte() % 64;
        let mut number = || self.byte() as u32;
        (0..entries)
            .map(|_| Cases {
                place: number() % 20,
                interval: number() % 20,
                stratum: number() % 3,
                number: number() % 9,
            })
            .collect()
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Bytes(bytes.iter());
    let intervals = bytes.byte() % 24;
    let places: Vec<[f64; 2]> = (0..bytes.byte() % 24).map(|_| [bytes.number(), bytes.number()]).collect();
    let model = match bytes.byte() % 3 {
        0 => Model::SpaceTimePermutation,
        1 => Model::Poisson { expected: (0..places.len() * intervals).map(|_| bytes.number()).collect() },
        _ => Model::Bernoulli { controls: bytes.cases() },
    };
    let longest = bytes.byte() % 24;
    let since = bytes.byte();
    let windows = match bytes.byte() % 3 {
        0 => Windows::Spatial,
        1 => Windows::Retrospective { longest },
        _ => Windows::Prospective { longest, since: (since < 24).then_some(since) },
    };
    let options = Options {
        windows,
        rates: [Rates::High, Rates::Low, Rates::Both][bytes.byte() % 3],
        max_radius: (bytes.byte() % 2 == 0).then(|| bytes.number()),
        max_share: if bytes.byte() % 4 == 0 { bytes.number() } else { 0.5 },
        min_cases: bytes.byte() as u32 % 4,
        replications: 9,
        seed: 1,
        p_value: [PValue::MonteCarlo, PValue::Sequential { exceedances: 2 }, PValue::Gumbel]
            [bytes.byte() % 3],
        ..Options::default()
    };
    let places = if bytes.byte() % 2 == 0 { Places::Geographic(places) } else { Places::Flat(places) };
    let study = Study { places, intervals, cases: bytes.cases(), model };
    if let Ok(found) = scan(&study, &options, &|_| {}) {
        for cluster in &found.clusters {
            assert!(cluster.ratio.is_finite() && cluster.expected.is_finite() && cluster.radius.is_finite());
            assert!(cluster.p.is_some_and(|p| p > 0.0 && p <= 1.0));
        }
    }
});
