//! Probabilities and quantiles that several methods share: normal, Student's t, Poisson, negative binomial.
//!
//! Every function is total: what lies outside its domain gives the nearest probability, never NaN.

use std::f64::consts::{PI, SQRT_2};

/// Iterations after which a continued fraction or series is taken as it is. It converges in about the square root of
/// its largest parameter, so this is enough for counts far beyond a city's.
const ITERATIONS: u32 = 100_000;
const EPSILON: f64 = 1e-16;
const TINY: f64 = 1e-300;

/// Probability that a standard normal value is above `z`.
pub(crate) fn normal_upper(z: f64) -> f64 {
    libm::erfc(z / SQRT_2) / 2.0
}

/// The z below which a standard normal value lies with probability `p`, from -37 to 37.
///
/// Start from Abramowitz and Stegun 26.2.23, then three of Halley's steps on the complementary error function, each
/// of which triples the number of right digits.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let tail = p.min(1.0 - p);
    if tail.is_nan() || tail <= 1e-300 {
        return if p > 0.5 { 37.0 } else { -37.0 };
    }
    let t = (-2.0 * tail.ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = t - above / below;
    for _ in 0..3 {
        let density = (-z * z / 2.0).exp() / (2.0 * PI).sqrt();
        let step = (normal_upper(z) - tail) / density;
        z += step / (1.0 - z * step / 2.0);
    }
    if p > 0.5 { z } else { -z }
}

/// Probability that Student's t with `freedom` degrees of freedom is further from 0 than `t`.
pub(crate) fn student_two_sided(t: f64, freedom: f64) -> f64 {
    if freedom.is_nan() || freedom <= 0.0 || !t.is_finite() {
        return 1.0;
    }
    // So many that it is normal.
    if freedom > 1e9 {
        return 2.0 * normal_upper(t.abs());
    }
    beta_lower(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// How counts scatter around their mean.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counts {
    /// With a variance equal to the mean.
    Poisson { mean: f64 },
    /// Negative binomial, with a variance of `dispersion` times the mean, more than 1.
    Negative { mean: f64, dispersion: f64 },
}

impl Counts {
    /// With a variance of `dispersion` times the mean; up to 1 they are Poisson.
    pub(crate) fn new(mean: f64, dispersion: f64) -> Self {
        // Below this excess the two cannot be told apart, and the size parameter would lose all its digits.
        if dispersion > 1.0 + 1e-9 { Self::Negative { mean, dispersion } } else { Self::Poisson { mean } }
    }

    /// Probability of `count` or fewer.
    pub(crate) fn at_most(self, count: i64) -> f64 {
        if count < 0 {
            return 0.0;
        }
        let next = count as f64 + 1.0;
        match self {
            Self::Poisson { mean } => 1.0 - gamma_lower(next, mean),
            Self::Negative { mean, dispersion } => {
                beta_lower(mean / (dispersion - 1.0), next, 1.0 / dispersion)
            }
        }
    }

    /// Probability of `count` or more.
    pub(crate) fn at_least(self, count: i64) -> f64 {
        (1.0 - self.at_most(count - 1)).clamp(0.0, 1.0)
    }

    /// The smallest count up to which lies at least the probability `p`.
    pub(crate) fn quantile(self, p: f64) -> i64 {
        let (mean, variance) = match self {
            Self::Poisson { mean } => (mean, mean),
            Self::Negative { mean, dispersion } => (mean, mean * dispersion),
        };
        if mean.is_nan() || mean <= 0.0 {
            return 0;
        }
        // A small allowance, so that a probability met exactly counts as met.
        let enough = |count: i64| self.at_most(count) >= p * (1.0 - 1e-14);
        // From a normal guess in growing steps until the quantile lies between, then by halving.
        let mut reached = (mean + normal_quantile(p) * variance.sqrt()).clamp(0.0, 1e15) as i64;
        let mut below = reached;
        let mut step = 1_i64;
        if enough(reached) {
            while below >= 0 && enough(below) {
                reached = below;
                below = (below - step).max(-1);
                step *= 2;
            }
        } else {
            while !enough(reached) && step < 1 << 50 {
                below = reached;
                reached += step;
                step *= 2;
            }
        }
        while reached - below > 1 {
            let middle = below + (reached - below) / 2;
            if enough(middle) { reached = middle } else { below = middle }
        }
        reached
    }
}

/// Regularised lower incomplete gamma function; DLMF 8.11.4 below `a + 1`, 8.9.2 above.
fn gamma_lower(a: f64, x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return 0.0;
    }
    let front = (a * x.ln() - x - libm::lgamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..ITERATIONS {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * EPSILON {
                break;
            }
        }
        return (front * sum).clamp(0.0, 1.0);
    }
    let mut b = x + 1.0 - a;
    let mut fraction = Fraction::new(b);
    for i in 1..ITERATIONS {
        let i = f64::from(i);
        b += 2.0;
        if fraction.next(-i * (i - a), b) {
            break;
        }
    }
    (1.0 - front / fraction.value).clamp(0.0, 1.0)
}

/// Regularised incomplete beta function; DLMF 8.17.22.
fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x.is_nan() || a <= 0.0 || x <= 0.0 {
        return if a <= 0.0 && x > 0.0 { 1.0 } else { 0.0 };
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast on this side only.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_lower(b, a, 1.0 - x);
    }
    let front =
        (a * x.ln() + b * (-x).ln_1p() + libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)).exp();
    let mut fraction = Fraction::new(1.0);
    for m in 0..ITERATIONS {
        let m = f64::from(m);
        let even = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let m = m + 1.0;
        let odd = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        fraction.next(even, 1.0);
        if fraction.next(odd, 1.0) {
            break;
        }
    }
    (front / a / fraction.value).clamp(0.0, 1.0)
}

/// A continued fraction evaluated from the front (Lentz's method as modified by Thompson and Barnett).
struct Fraction {
    value: f64,
    c: f64,
    d: f64,
}

impl Fraction {
    fn new(first: f64) -> Self {
        let first = if first.abs() < TINY { TINY } else { first };
        Self { value: first, c: first, d: 0.0 }
    }

    /// Adds the next partial quotient `numerator / (denominator + …)`; true once it no longer changes the value.
    fn next(&mut self, numerator: f64, denominator: f64) -> bool {
        let keep = |x: f64| if x.abs() < TINY { TINY } else { x };
        self.d = 1.0 / keep(denominator + numerator * self.d);
        self.c = keep(denominator + numerator / self.c);
        let change = self.c * self.d;
        self.value *= change;
        (change - 1.0).abs() <= EPSILON * 4.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(ours: f64, reference: f64) {
        assert!((ours - reference).abs() <= 1e-11 * reference.abs().max(1e-3), "{ours} {reference}");
    }

    /// R 4.2.2: `qnorm`, `pnorm`, `pt`.
    #[test]
    fn normal_and_student_agree_with_r() {
        near(normal_quantile(0.975), 1.959_963_984_540_053_6);
        near(normal_quantile(0.995), 2.575_829_303_548_899_4);
        near(normal_quantile(0.2), -0.841_621_233_572_914_2);
        near(normal_quantile(1e-10), -6.361_340_902_404_056);
        near(normal_quantile(0.5), 0.0);
        near(normal_upper(1.5), 0.066_807_201_268_858_09);
        near(student_two_sided(2.1, 7.0), 0.073_871_196_212_922_6);
        near(student_two_sided(-0.3, 145.0), 0.764_606_802_976_491);
    }

    /// R 4.2.2: `ppois`, `pnbinom` with `size = mean / (dispersion - 1)`.
    #[test]
    fn probabilities_of_counts_agree_with_r() {
        near(Counts::new(2.5, 1.0).at_most(3), 0.757_576_133_133_065_9);
        near(Counts::new(0.2, 1.0).at_most(0), 0.818_730_753_077_981_9);
        near(Counts::new(1234.5, 1.0).at_most(1200), 0.166_669_258_658_205_5);
        near(Counts::new(10.143816, 1.0).at_least(13), 0.222_266_660_852_790_7);
        near(Counts::new(5.0, 1.5).at_most(10), 0.962_363_428_905_336_5);
        near(Counts::new(4.2, 1.37).at_most(3), 0.429_961_485_455_732_5);
        near(Counts::new(900.0, 4.0).at_most(1000), 0.949_773_910_599_868_6);
    }

    /// R 4.2.2: `qpois`, `qnbinom`.
    #[test]
    fn quantiles_of_counts_agree_with_r() {
        assert_eq!(Counts::new(15.63, 1.0).quantile(0.95), 22);
        assert_eq!(Counts::new(0.01, 1.0).quantile(0.995), 1);
        assert_eq!(Counts::new(1e6, 1.0).quantile(0.05), 998_355);
        assert_eq!(Counts::new(15.63, 1.5).quantile(0.95), 24);
        assert_eq!(Counts::new(15.63, 1.5).quantile(0.05), 8);
        assert_eq!(Counts::new(1e5, 8.0).quantile(0.999), 102_785);
        assert_eq!(Counts::new(0.3, 5.0).quantile(0.99), 6);
        assert_eq!(Counts::new(3.0, 1.0).quantile(1.0 - 1e-9), 18);
    }

    #[test]
    fn the_quantile_is_the_smallest_count_with_enough_below() {
        for mean in [0.001, 0.7, 3.0, 40.0, 5e3] {
            for dispersion in [1.0, 1.2, 6.0] {
                for p in [1e-6, 0.3, 0.5, 0.95, 0.999_999] {
                    let counts = Counts::new(mean, dispersion);
                    let count = counts.quantile(p);
                    assert!(counts.at_most(count) >= p * (1.0 - 1e-13), "{mean} {dispersion} {p}");
                    assert!(count == 0 || counts.at_most(count - 1) < p, "{mean} {dispersion} {p}");
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_in_probabilities_come_out(
            mean in proptest::num::f64::ANY, dispersion in proptest::num::f64::ANY,
            p in proptest::num::f64::ANY, count in -10_i64..100_000,
        ) {
            // Means up to a billion: each iteration counts, and no city has more reports.
            let counts = Counts::new(mean.min(1e9), dispersion.min(1e9));
            proptest::prop_assert!((0.0..=1.0).contains(&counts.at_most(count)));
            proptest::prop_assert!((0.0..=1.0).contains(&counts.at_least(count)));
            proptest::prop_assert!(counts.quantile(p) >= 0);
            proptest::prop_assert!(normal_quantile(p).abs() <= 38.0);
            let upper = if p.is_nan() { 1.0 } else { normal_upper(p) };
            proptest::prop_assert!((0.0..=1.0).contains(&upper));
            proptest::prop_assert!((0.0..=1.0).contains(&student_two_sided(mean, dispersion)));
        }
    }
}
