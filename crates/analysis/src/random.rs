//! Seeded chance for simulations, and what follows from ranks among simulated values.
//!
//! Each replication of a simulation draws from a [`Stream`] of its own: the same seed and number give the same values on
//! every machine, so that a result depends on no order and on no number of threads.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A sequence of random numbers, one of 2^64 that a seed has.
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The sequence with this number. Sequences of one seed do not overlap.
    pub fn new(seed: u64, number: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(number);
        Self(generator)
    }

    /// Uniform among all 32-bit numbers.
    #[inline]
    pub fn word(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// Uniform among the multiples of 2^-53 from 0 to below 1.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// Exactly uniform from 0 to below `limit`; 0 for a limit of 0.
    ///
    /// Lemire 2019, Fast random integer generation in an interval, <https://doi.org/10.1145/3230636>.
    #[inline]
    pub fn below(&mut self, limit: u32) -> u32 {
        let mut product = u64::from(self.word()) * u64::from(limit);
        if (product as u32) < limit {
            let biased = limit.wrapping_neg() % limit;
            while (product as u32) < biased {
                product = u64::from(self.word()) * u64::from(limit);
            }
        }
        (product >> 32) as u32
    }

    /// Brings the items into a random order, each order equally likely (Fisher and Yates). At most 2^32 - 1 items.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let limit = u32::try_from(last + 1).unwrap_or(u32::MAX);
            items.swap(last, self.below(limit) as usize);
        }
    }
}

/// Share of the observed value and its simulations that are at least as large as the observed: `(r + 1) / (n + 1)`.
///
/// Never 0, because what was observed is itself one of the ways in which chance may have gone.
pub fn rank_p(at_least_as_large: usize, replications: usize) -> f64 {
    (at_least_as_large as f64 + 1.0) / (replications as f64 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_number_give_the_same_sequence_and_others_another() {
        let values = |seed, number| {
            let mut stream = Stream::new(seed, number);
            [stream.word(), stream.word(), stream.below(1000)]
        };
        assert_eq!(values(1, 2), values(1, 2));
        assert_ne!(values(1, 2), values(1, 3));
        assert_ne!(values(1, 2), values(2, 2));
    }

    #[test]
    fn each_number_below_a_limit_is_equally_likely() {
        let mut stream = Stream::new(7, 0);
        let mut counts = [0_i32; 7];
        for _ in 0..70_000 {
            counts[stream.below(7) as usize] += 1;
        }
        // Four standard deviations of a count of 10,000.
        assert!(counts.iter().all(|count| (count - 10_000).abs() < 371), "{counts:?}");
        assert_eq!((stream.below(0), stream.below(1)), (0, 0));
    }

    #[test]
    fn each_order_is_equally_likely() {
        let mut stream = Stream::new(11, 0);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..60_000 {
            let mut items = [1, 2, 3];
            stream.shuffle(&mut items);
            *counts.entry(items).or_insert(0_i32) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (count - 10_000).abs() < 366), "{counts:?}");
    }

    #[test]
    fn a_p_value_is_never_zero() {
        assert_eq!((rank_p(0, 999), rank_p(999, 999)), (0.001, 1.0));
        assert!((0.0..1.0).contains(&Stream::new(0, 0).unit()));
    }
}
