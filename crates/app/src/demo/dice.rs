//! Dice: every draw of the demo. The same seed and topic give the same sequence.

use analysis::random::Stream;

/// What is drawn for. Each topic has sequences of its own, so that a change in one leaves the others as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// Streets and places.
    Ground = 1,
    /// How busy a week is.
    Weeks,
    /// Which incidents happen on a day.
    Incidents,
    /// What becomes of a report.
    Fate,
    /// Who discloses what to whom.
    Sharing,
    /// Accounts, tokens, salts.
    Accounts,
    /// Who looks at what.
    Looking,
}

/// A sequence of draws.
#[derive(Debug, Clone)]
pub(super) struct Dice(Stream);

impl Dice {
    /// The sequence with a number, of a topic. There are 2^48 numbers.
    pub(super) fn new(seed: u64, topic: Topic, number: u64) -> Self {
        Self(Stream::new(seed, ((topic as u64) << 48) | number))
    }

    /// From 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        self.0.unit()
    }

    /// Whether something of this probability happens.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From 0 to below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0.below(u32::try_from(limit).unwrap_or(u32::MAX)) as usize
    }

    /// One of them, if there is any.
    pub(super) fn one_of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// The number of one of the weights whose running sums these are.
    pub(super) fn by_weight(&mut self, sums: &[f64]) -> usize {
        let at = self.unit() * sums.last().copied().unwrap_or(0.0);
        sums.partition_point(|sum| *sum <= at).min(sums.len().saturating_sub(1))
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Log-normal with this median; `spread` is the deviation of the logarithm.
    pub(super) fn around(&mut self, median: f64, spread: f64) -> f64 {
        median * (spread * self.normal()).exp()
    }

    /// Poisson. Means are a few dozen at most (Knuth's method needs as many draws).
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        let limit = (-mean).exp();
        let (mut count, mut product) = (0, self.unit());
        while product > limit && count < 1_000 {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// So many bytes.
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for four in bytes.chunks_mut(4) {
            let word = self.0.word().to_le_bytes();
            four.copy_from_slice(&word[..four.len()]);
        }
        bytes
    }
}

/// Running sums of weights, for [`Dice::by_weight`].
pub(super) fn running_sums(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sum = 0.0;
    weights
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_and_weights_have_the_mean_that_was_asked_for() {
        let mut dice = Dice::new(1, Topic::Weeks, 0);
        let sum: u32 = (0..20_000).map(|_| dice.poisson(3.5)).sum();
        // Four standard deviations of the mean of 20,000.
        assert!((f64::from(sum) / 20_000.0 - 3.5).abs() < 0.053, "{sum}");
        let sums = running_sums([1.0, 0.0, 3.0].into_iter());
        let mut counts = [0; 3];
        (0..20_000).for_each(|_| counts[dice.by_weight(&sums)] += 1);
        assert!(counts[1] == 0 && (counts[2] - 15_000_i32).abs() < 245, "{counts:?}");
    }

    #[test]
    fn topics_have_sequences_of_their_own() {
        let first = |topic| Dice::new(7, topic, 3).bytes::<16>();
        assert_eq!(first(Topic::Fate), first(Topic::Fate));
        assert_ne!(first(Topic::Fate), first(Topic::Sharing));
    }
}
