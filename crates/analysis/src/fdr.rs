//! False discoveries among many p-values.
//!
//! Of 2,000 quiet cells, 100 have p ≤ 0.05 by chance alone. The adjusted value (often called q) answers instead: if
//! everything with a q up to this one is called unusual, which share of it is expected to be chance?
//!
//! Benjamini and Hochberg 1995, Controlling the false discovery rate, JRSS B 57:289-300,
//! <https://doi.org/10.1111/j.2517-6161.1995.tb02031.x>. For statistics of neighbouring cells: Caldas de Castro and Singer
//! 2006, Geographical Analysis 38:180-208, <https://doi.org/10.1111/j.0016-7363.2006.00682.x>.
//!
//! **Trap:** valid for independent p-values and for those that rise and fall together, as neighbours' do. It says nothing
//! about the next day, the next category or the next source: each of them is a family of its own.

/// The adjusted value of each p-value, in the same order. What is no probability counts as 1.
///
/// Sorts by p, takes p · n / rank, and from the largest down the smallest so far: O(n log n).
///
/// ```
/// let q = analysis::fdr::adjust(&[0.01, 0.02, 0.03, 0.5]);
/// assert_eq!(q, [0.04, 0.04, 0.04, 0.5]);
/// ```
pub fn adjust(p: &[f64]) -> Vec<f64> {
    let clean = |i: usize| if p[i].is_nan() { 1.0 } else { p[i].clamp(0.0, 1.0) };
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by(|&a, &b| clean(a).total_cmp(&clean(b)).then(a.cmp(&b)));
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, &i) in order.iter().enumerate().rev() {
        // Of the largest, p · n / n can be rounded to less than p.
        let spread = clean(i) * p.len() as f64 / (rank as f64 + 1.0);
        least = least.min(spread.max(clean(i)));
        adjusted[i] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: `p.adjust(p, "BH")` on the fifteen p-values of table 1 of Benjamini and Hochberg 1995.
    #[test]
    fn the_example_of_the_paper_agrees_with_r() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0000,
        ];
        let r = [
            0.0015,
            0.003,
            0.0095,
            0.035625,
            0.0603,
            0.06385714285714286,
            0.06385714285714286,
            0.0645,
            0.0765,
            0.486,
            0.5811818181818182,
            0.714875,
            0.7532307692307693,
            0.8132142857142857,
            1.0,
        ];
        for (ours, reference) in adjust(&p).iter().zip(r) {
            assert!((ours - reference).abs() < 1e-12, "{ours} {reference}");
        }
    }

    #[test]
    fn order_does_not_matter_and_nothing_stays_nothing() {
        assert_eq!(adjust(&[0.5, 0.01, 0.03, 0.02]), [0.5, 0.04, 0.04, 0.04]);
        assert!(adjust(&[]).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn adjusted_values_are_probabilities_not_below_p(p in proptest::collection::vec(proptest::num::f64::ANY, 0..50)) {
            for (q, p) in adjust(&p).into_iter().zip(p) {
                proptest::prop_assert!((0.0..=1.0).contains(&q) && (p.is_nan() || p > 1.0 || q >= p));
            }
        }
    }
}
