//! Local Moran: does a cell resemble its neighbours?

use super::{Caution, LocalError, Neighbours, Options, cautions, conditional, scale};
use crate::fdr;

/// A cell beside its neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoranCell {
    /// Local Moran's I: product of the cell's deviation and the mean deviation of its neighbours, in units of the variance.
    pub i: f64,
    /// Share of arrangements at least as extreme, the observed one included; both sides together.
    pub p: f64,
    /// p adjusted for all cells; see [`crate::fdr`].
    pub q: f64,
    /// What to call it at the chosen level of q.
    pub pattern: Pattern,
}

/// What a cell and its neighbours look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Much here, much around.
    HighAmongHigh,
    /// Little here, little around.
    LowAmongLow,
    /// Much here, little around: a single spot.
    HighAmongLow,
    /// Little here, much around.
    LowAmongHigh,
    /// Nothing that chance would not do.
    Ordinary,
}

/// All cells, and the mean of their I, which is Moran's I of the whole map where each cell has neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalMoran {
    /// In the order of the values.
    pub cells: Vec<MoranCell>,
    /// Moran's I: about 1 where neighbours are alike, `-1 / (n - 1)` where values lie anywhere.
    pub global: f64,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// Local Moran with the mean of the neighbours (row-standardised weights).
///
/// Steps, complexity and simulation are those of [`super::gi_star`]; [`Options::side`] tells which neighbourhoods count:
/// high, low or both. **The literature usually means [`super::Side::Both`].**
pub fn moran(values: &[f64], neighbours: &Neighbours, options: &Options) -> Result<LocalMoran, LocalError> {
    let scaled = scale(values, neighbours, options)?;
    let tails = conditional::tails(&scaled.values, neighbours, options.permutations, options.seed)?;
    let p: Vec<f64> = tails.iter().map(|&tails| options.side.p(tails)).collect();
    let q = fdr::adjust(&p);
    let cautions = cautions(values, neighbours, options, &p, &q);
    let variance = scaled.deviation * scaled.deviation;
    let cells: Vec<MoranCell> = (0..values.len())
        .map(|cell| {
            let around = neighbours.of(cell);
            let sum: f64 = around.iter().map(|&other| scaled.values[other as usize]).sum();
            let mean = sum / around.len().max(1) as f64;
            let own = scaled.values[cell];
            let pattern = match (q[cell] <= options.level, own > 0.0, tails[cell].high < tails[cell].low) {
                (false, ..) => Pattern::Ordinary,
                (true, true, true) => Pattern::HighAmongHigh,
                (true, true, false) => Pattern::HighAmongLow,
                (true, false, true) => Pattern::LowAmongHigh,
                (true, false, false) => Pattern::LowAmongLow,
            };
            MoranCell { i: own * mean / variance, p: p[cell], q: q[cell], pattern }
        })
        .collect();
    let with_neighbours = (0..cells.len()).filter(|&cell| !neighbours.of(cell).is_empty()).count();
    let global = cells.iter().map(|cell| cell.i).sum::<f64>() / with_neighbours as f64;
    Ok(LocalMoran { cells, global, cautions })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::Side;

    fn both() -> Options {
        Options { side: Side::Both, ..Options::default() }
    }

    /// `tests/test_moran.py` of esda (commit 11450be3): homicide rates of 78 counties.
    #[test]
    fn moran_of_the_homicide_rates_agrees_with_esda() {
        let lines = include_str!("../../tests/reference/stl.txt").lines();
        let (rates, lists): (Vec<f64>, Vec<Vec<usize>>) = lines
            .map(|line| {
                let (rate, list) = line.split_once(' ').unwrap();
                (rate.parse::<f64>().unwrap(), list.split(',').map(|i| i.parse().unwrap()).collect())
            })
            .unzip();
        let found = moran(&rates, &Neighbours::new(lists).unwrap(), &both()).unwrap();
        assert!((found.global - 0.243_655_826_217_716_6).abs() < 1e-12, "{}", found.global);
    }

    /// Ten values of de Smith, Goodchild and Longley, Geospatial Analysis, figure 5-31, with `Moran_Local(...).Is` of esda
    /// 2.9.0, which divides by the variance of a sample: times 10/9.
    #[test]
    fn local_moran_of_ten_cells_agrees_with_esda() {
        let y = [2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06];
        let lists: [&[usize]; 10] = [
            &[1, 3],
            &[0, 4],
            &[3, 6],
            &[0, 2, 4, 7],
            &[1, 3, 5, 8],
            &[4, 9],
            &[2, 7],
            &[3, 6, 8],
            &[4, 7, 9],
            &[5, 8],
        ];
        let esda = [
            -0.12676975,
            -0.22156158,
            -0.14834898,
            -0.57522648,
            0.53438899,
            0.1356457,
            1.32386998,
            -0.64604783,
            0.07890425,
            0.38127001,
        ];
        let neighbours = Neighbours::new(lists.iter().map(|list| list.iter().copied())).unwrap();
        let found = moran(&y, &neighbours, &both()).unwrap();
        for (cell, reference) in found.cells.iter().zip(esda) {
            assert!((cell.i - reference).abs() < 1e-7, "{cell:?} {reference}");
        }
    }

    #[test]
    fn each_pattern_is_found_where_it_was_put() {
        let n = 400_usize;
        let neighbours =
            Neighbours::new((0..n).map(|i| [(i + 1) % n, (i + 2) % n, (i + n - 1) % n, (i + n - 2) % n]))
                .unwrap();
        let mut y: Vec<f64> = (0..n).map(|i| f64::from(u32::try_from(i * 7919 % 100).unwrap())).collect();
        y[48..=52].copy_from_slice(&[900.0, 950.0, 990.0, 970.0, 910.0]);
        y[148..=152].copy_from_slice(&[900.0, 950.0, 1.0, 970.0, 910.0]);
        let found = moran(&y, &neighbours, &Options { side: Side::High, ..both() }).unwrap();
        assert_eq!(found.cells[50].pattern, Pattern::HighAmongHigh);
        assert_eq!(found.cells[150].pattern, Pattern::LowAmongHigh);
        assert_eq!(found.cells[300].pattern, Pattern::Ordinary);
        let opposite: Vec<f64> = y.iter().map(|value| -value).collect();
        let found = moran(&opposite, &neighbours, &Options { side: Side::Low, ..both() }).unwrap();
        assert_eq!(found.cells[50].pattern, Pattern::LowAmongLow);
        assert_eq!(found.cells[150].pattern, Pattern::HighAmongLow);
    }
}
