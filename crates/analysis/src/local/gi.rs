//! Getis-Ord Gi* for each cell, and the general G for all of them.

use super::{Caution, LocalError, Neighbours, Options, Side, cautions, check, conditional, scale};
use crate::{distribution::normal_upper, fdr};

/// A cell with its neighbourhood, compared with the city.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HotCell {
    /// Sum of the cell and its neighbours, in standard deviations above what a random handful of cells holds.
    pub z: f64,
    /// Share of arrangements at least as extreme, the observed one included.
    pub p: f64,
    /// p adjusted for all cells; see [`crate::fdr`].
    pub q: f64,
    /// What to call it at the chosen level of q.
    pub heat: Heat,
}

/// What a cell is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heat {
    /// Unusually much here and around.
    Hot,
    /// Unusually little here and around.
    Cold,
    /// Nothing that chance would not do.
    Ordinary,
}

/// All cells with what to keep in mind.
#[derive(Debug, Clone, PartialEq)]
pub struct HotCells {
    /// In the order of the values.
    pub cells: Vec<HotCell>,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// Getis-Ord Gi* with equal weights for the cell and its neighbours.
///
/// 1. Sum each cell and its neighbours, compare with the mean of all cells in units of the sum's standard deviation: z.
/// 2. p from conditional permutation: the cell keeps its value, its neighbours get others. z is *not* turned into a p by
///    the normal distribution, because counts in cells are nothing like normal.
/// 3. Adjust p for all cells: q.
///
/// O(R·k + n·log R) for R permutations, n cells, k neighbours; memory 12 bytes · R · k.
///
/// ```
/// use analysis::local::{Heat, Neighbours, Options, gi_star};
///
/// // A hundred cells around a square, and three busy ones side by side.
/// let neighbours = Neighbours::new((0..100_usize).map(|i| [(i + 1) % 100, (i + 99) % 100]))?;
/// let mut reports = vec![1.0; 100];
/// reports[9..12].copy_from_slice(&[8.0, 9.0, 7.0]);
/// let found = gi_star(&reports, &neighbours, &Options::default())?;
/// assert_eq!(found.cells[10].heat, Heat::Hot);
/// assert_eq!(found.cells[20].heat, Heat::Ordinary);
/// # Ok::<(), analysis::local::LocalError>(())
/// ```
pub fn gi_star(values: &[f64], neighbours: &Neighbours, options: &Options) -> Result<HotCells, LocalError> {
    let scaled = scale(values, neighbours, options)?;
    let tails = conditional::tails(&scaled.values, neighbours, options.permutations, options.seed)?;
    let p: Vec<f64> = tails.iter().map(|&tails| options.side.p(tails)).collect();
    let q = fdr::adjust(&p);
    let cautions = cautions(values, neighbours, options, &p, &q);
    let n = values.len() as f64;
    let cells = (0..values.len()).map(|cell| {
        let around = neighbours.of(cell);
        let sum =
            scaled.values[cell] + around.iter().map(|&other| scaled.values[other as usize]).sum::<f64>();
        let members = around.len() as f64 + 1.0;
        let spread = scaled.deviation * ((n * members - members * members) / (n - 1.0)).max(0.0).sqrt();
        let z = if spread > 0.0 { sum / spread } else { 0.0 };
        let heat = match options.side {
            _ if q[cell] > options.level => Heat::Ordinary,
            Side::High => Heat::Hot,
            Side::Low => Heat::Cold,
            Side::Both if tails[cell].high < tails[cell].low => Heat::Hot,
            Side::Both => Heat::Cold,
        };
        HotCell { z, p: p[cell], q: q[cell], heat }
    });
    Ok(HotCells { cells: cells.collect(), cautions })
}

/// Do large values lie together anywhere at all?
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeneralG {
    /// Share of all products of two cells that belongs to neighbours.
    pub g: f64,
    /// What it would be if values lay anywhere.
    pub expected: f64,
    /// Deviation in standard deviations.
    pub z: f64,
    /// Probability of a deviation at least as far to the same side, by the normal distribution. **Rough for fewer than some
    /// 30 cells.**
    pub p: f64,
}

/// The general G of Getis and Ord 1992 for values from 0 up: one number before looking at any cell.
///
/// Expectation and variance under random arrangement as in the paper. O(n·k).
pub fn general_g(values: &[f64], neighbours: &Neighbours) -> Result<GeneralG, LocalError> {
    check(values, neighbours)?;
    if let Some(cell) = values.iter().position(|&value| value < 0.0) {
        return Err(LocalError::Negative { cell });
    }
    let most = values.iter().copied().fold(0.0, f64::max);
    if values.iter().all(|&value| value == most) {
        return Err(LocalError::AllEqual);
    }
    let x: Vec<f64> = values.iter().map(|value| value / most).collect();
    let n = x.len() as f64;
    let moment = |power: i32| x.iter().map(|value| value.powi(power)).sum::<f64>();
    let [m1, m2, m3, m4] = [1, 2, 3, 4].map(moment);
    let pairs = m1 * m1 - m2;
    // One cell holds everything: no two cells could lie together.
    if pairs <= m2 * 1e-12 {
        return Err(LocalError::AllEqual);
    }
    let mut into = vec![0.0; x.len()];
    let (mut weights, mut mutual, mut near) = (0.0, 0.0, 0.0);
    for (cell, value) in x.iter().enumerate() {
        for &other in neighbours.of(cell) {
            weights += 1.0;
            into[other as usize] += 1.0;
            near += value * x[other as usize];
            mutual += f64::from(u8::from(neighbours.of(other as usize).contains(&(cell as u32))));
        }
    }
    // Half the sum of (w_ij + w_ji)²: 1 for a one-sided pair, and 2 for a mutual one, which is counted from both sides.
    let s1 = (weights - mutual) + 2.0 * mutual;
    let s2: f64 =
        into.iter().enumerate().map(|(cell, into)| (into + neighbours.of(cell).len() as f64).powi(2)).sum();
    let w2 = weights * weights;
    let b0 = (n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * w2;
    let b1 = -((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * w2);
    let b2 = -(2.0 * n * s1 - (n + 3.0) * s2 + 6.0 * w2);
    let b3 = 4.0 * (n - 1.0) * s1 - 2.0 * (n + 1.0) * s2 + 8.0 * w2;
    let b4 = s1 - s2 + w2;
    let orders = n * (n - 1.0) * (n - 2.0) * (n - 3.0);
    let square = (b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1.powi(4))
        / (pairs * pairs * orders);
    let (g, expected) = (near / pairs, weights / (n * (n - 1.0)));
    let variance = square - expected * expected;
    let z = if variance > 1e-15 * expected * expected { (g - expected) / variance.sqrt() } else { 0.0 };
    Ok(GeneralG { g, expected, z, p: normal_upper(z.abs()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The six points of `tests/test_getisord.py` of esda (commit 11450be3), neighbours at most 15 apart.
    fn six_points() -> (Vec<f64>, Neighbours) {
        let points = [[10.0, 10.0], [20.0, 10.0], [40.0, 10.0], [15.0, 20.0], [30.0, 20.0], [30.0, 30.0]];
        (vec![2.0, 3.0, 3.2, 5.0, 8.0, 7.0], Neighbours::within(&points, 15.0).unwrap())
    }

    #[test]
    fn gi_star_of_six_points_agrees_with_esda() {
        let (y, neighbours) = six_points();
        let found = gi_star(&y, &neighbours, &Options::default()).unwrap();
        assert!((found.cells[0].z - -1.397_276_26).abs() < 1e-8, "{:?}", found.cells[0]);
    }

    /// esda's row-standardised figures leave the sum of squared weights at the sum of weights, so they are the plain
    /// deviation of the neighbourhood's mean. Weights that are all equal cannot change z, and with the square they do not.
    #[test]
    fn the_row_standardised_figures_of_esda_follow_from_z() {
        let (y, neighbours) = six_points();
        let z = gi_star(&y, &neighbours, &Options::default()).unwrap().cells[0].z;
        let (n, k) = (6.0_f64, 3.0);
        assert!((z * ((n * k - k * k) / (n - 1.0)).sqrt() / k - -0.624_880_94).abs() < 1e-8);
    }

    /// Gi without the cell itself, as esda's `star=False`: the same sums and moments over the other five cells.
    #[test]
    fn gi_without_the_cell_agrees_with_esda() {
        let (y, neighbours) = six_points();
        let others = &y[1..];
        let mean = others.iter().sum::<f64>() / 5.0;
        let deviation = (others.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 5.0).sqrt();
        let around: Vec<f64> = neighbours.of(0).iter().map(|&i| y[i as usize]).collect();
        let k = around.len() as f64;
        let sum: f64 = around.iter().sum();
        let binary = (sum - k * mean) / (deviation * ((5.0 * k - k * k) / 4.0).sqrt());
        assert!((binary - -1.013_672_9).abs() < 1e-7, "{binary}");
        assert!(((sum / k - mean) / deviation - -0.620_745_34).abs() < 1e-7);
    }

    #[test]
    fn general_g_of_six_points_agrees_with_esda() {
        let (y, neighbours) = six_points();
        let found = general_g(&y, &neighbours).unwrap();
        assert!((found.g - 0.557_097_79).abs() < 1e-8 && (found.p - 0.172_936).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn what_cannot_be_compared_is_told_in_a_sentence() {
        let (y, neighbours) = six_points();
        let options = Options::default();
        let told = |y: &[f64], options: &Options| gi_star(y, &neighbours, options).unwrap_err().to_string();
        assert_eq!(told(&y[1..], &options), "There are 5 values for 6 cells.");
        assert_eq!(told(&[2.0; 6], &options), "All cells have the same value.");
        let wrong = [1.0, f64::NAN, 1.0, 1.0, 2.0, 1.0];
        assert_eq!(told(&wrong, &options), "The value of cell 1 is not a number of ordinary size.");
        let none = Options { permutations: 0, ..options };
        assert_eq!(told(&y, &none), "At least one permutation is needed.");
        let many = Options { permutations: usize::MAX, ..options };
        assert!(told(&y, &many).contains("are too many"));
        assert!(general_g(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0], &neighbours).is_err());
    }

    #[test]
    fn results_say_what_speaks_against_them() {
        let neighbours =
            Neighbours::new((0..40_usize).map(|i| if i == 0 { vec![] } else { vec![i - 1] })).unwrap();
        let mut y = vec![0.0; 40];
        y[7] = 1.0;
        let few = Options { permutations: 99, ..Options::default() };
        let found = gi_star(&y, &neighbours, &few).unwrap().cautions;
        assert!(found.contains(&Caution::TooFewPermutations { needed: 800 }), "{found:?}");
        assert!(found.contains(&Caution::NoNeighbours { cells: 1 }));
        assert!(found.contains(&Caution::MostlyEmpty { share: 0.975 }));
        // The one neighbour of the one report: as likely as 1 in 40, among 40 cells.
        assert!(found.contains(&Caution::OnlyBeforeAdjustment { cells: 1 }));
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_values_only_numbers_come_out(
            y in proptest::collection::vec(proptest::num::f64::ANY, 4..12),
            exponent in -250_i32..250, permutations in 1_usize..40, reach in 1_usize..4,
        ) {
            let n = y.len();
            let neighbours = Neighbours::new((0..n).map(|i| (0..n).filter(move |&j| j != i && i.abs_diff(j) <= reach && i != 2))).unwrap();
            let small: Vec<f64> = y.iter().map(|v| (v % 7.0).abs() * 10_f64.powi(exponent)).collect();
            for y in [y, small] {
                let options = Options { permutations, side: Side::Both, ..Options::default() };
                for cell in gi_star(&y, &neighbours, &options).map(|found| found.cells).unwrap_or_default() {
                    proptest::prop_assert!(cell.z.is_finite() && (0.0..=1.0).contains(&cell.p) && (0.0..=1.0).contains(&cell.q));
                }
                if let Ok(found) = super::super::moran(&y, &neighbours, &options) {
                    proptest::prop_assert!(found.global.is_finite());
                    proptest::prop_assert!(found.cells.iter().all(|cell| cell.i.is_finite() && (0.0..=1.0).contains(&cell.p)));
                }
                if let Ok(found) = general_g(&y, &neighbours) {
                    proptest::prop_assert!(found.g.is_finite() && found.z.is_finite() && (0.0..=1.0).contains(&found.p));
                }
            }
        }
    }
}
