//! The methods other than the scan, on a seeded city. Set `RAYON_NUM_THREADS=1` to read times as CPU time.
//!
//! `cargo bench -p analysis --bench methods`; beside others: `benches/peers`.

mod city;

use analysis::{
    density::{DensityOptions, Edge, Grid, density},
    effect::{Area, Study, difference},
    hitrate::hit_rates,
    knox::{KnoxOptions, knox},
    local::{Options, Side, gi_star, moran},
    series::{EarsMethod, EarsOptions, FarringtonOptions, ears, farrington_all},
    trend::{TrendOptions, trends},
};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Distances between hexagons like those of H3 at resolution 9 (about 2,300 in the city) and 10 (about 15,700).
const HEXAGONS: [f64; 2] = [335.0, 128.5];

#[divan::bench(args = HEXAGONS, consts = [999, 99_999], sample_count = 20)]
fn gi_star_of_100_000_reports<const PERMUTATIONS: usize>(bencher: Bencher, distance: f64) {
    let (counts, neighbours) = city::hexagons(&city::reports(100_000), distance);
    let options = Options { permutations: PERMUTATIONS, ..Options::default() };
    bencher.bench(|| gi_star(black_box(&counts), &neighbours, &options));
}

#[divan::bench(args = HEXAGONS, sample_count = 20)]
fn local_moran_of_100_000_reports(bencher: Bencher, distance: f64) {
    let (counts, neighbours) = city::hexagons(&city::reports(100_000), distance);
    let options = Options { permutations: 999, side: Side::Both, ..Options::default() };
    bencher.bench(|| moran(black_box(&counts), &neighbours, &options));
}

#[divan::bench(sample_count = 3)]
fn trends_of_24_months(bencher: Bencher) {
    let reports = city::reports(100_000);
    let (_, neighbours) = city::hexagons(&[], HEXAGONS[0]);
    let month = |month: i32| {
        let of: Vec<_> = reports.iter().copied().filter(|report| report.time / 30 == month).collect();
        city::hexagons(&of, HEXAGONS[0]).0.iter().map(|&count| count as u32).collect()
    };
    let history: Vec<Vec<u32>> = (0..24).map(month).collect();
    bencher.bench(|| trends(black_box(&history), &neighbours, &TrendOptions::default()));
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 20)]
fn density_on_512_by_512(bencher: Bencher, reports: usize) {
    bench_density(bencher, reports, Edge::Uncorrected);
}

#[divan::bench(args = [100_000], sample_count = 20)]
fn density_on_512_by_512_corrected(bencher: Bencher, reports: usize) {
    bench_density(bencher, reports, Edge::Even);
}

fn bench_density(bencher: Bencher, reports: usize, edge: Edge) {
    let points: Vec<[f64; 2]> = city::reports(reports).iter().map(|report| report.place).collect();
    let grid = Grid { origin: [0.0, 0.0], cell: city::SIDE / 512.0, columns: 512, rows: 512 };
    bencher.bench(|| density(black_box(&points), &grid, None, &DensityOptions { bandwidth: 200.0, edge }));
}

#[divan::bench(args = [10_000, 30_000], sample_count = 5)]
fn knox_99_permutations(bencher: Bencher, reports: usize) {
    bench_knox(bencher, reports, 99);
}

#[divan::bench(args = [100_000], sample_count = 2)]
fn knox_999_permutations(bencher: Bencher, reports: usize) {
    bench_knox(bencher, reports, 999);
}

fn bench_knox(bencher: Bencher, reports: usize, permutations: usize) {
    let events = city::reports(reports);
    let options =
        KnoxOptions { distances: vec![200.0], times: vec![14], permutations, ..KnoxOptions::default() };
    bencher.bench(|| knox(black_box(&events), &options));
}

#[divan::bench(sample_count = 5)]
fn farrington_4_weeks_of_356_series(bencher: Bencher) {
    let series = city::series(356, 261);
    let options = FarringtonOptions { years: 3, alpha: 0.05, ..FarringtonOptions::default() };
    bencher.bench(|| farrington_all(black_box(&series), 257..261, &options));
}

#[divan::bench(args = [EarsMethod::C1, EarsMethod::C2, EarsMethod::C3])]
fn ears_254_weeks_of_356_series(bencher: Bencher, method: EarsMethod) {
    let series = city::series(356, 261);
    let options = EarsOptions::new(method);
    bencher.bench(|| black_box(&series).iter().map(|counts| ears(counts, &options)).collect::<Vec<_>>());
}

#[divan::bench]
fn hit_rates_of_15_700_cells(bencher: Bencher) {
    let reports = city::reports(100_000);
    let (before, after) = reports.split_at(50_000);
    let scores = city::hexagons(before, HEXAGONS[1]).0;
    let counts: Vec<u32> = city::hexagons(after, HEXAGONS[1]).0.iter().map(|&count| count as u32).collect();
    let areas = vec![1.0; scores.len()];
    bencher.bench(|| hit_rates(black_box(&scores), &counts, &areas, &[0.01, 0.02, 0.05]));
}

#[divan::bench]
fn weighted_displacement_difference(bencher: Bencher) {
    let study = Study {
        treated: Area::new(207, 110),
        control: Area::new(308, 318),
        around: Some([Area::new(178, 157), Area::new(150, 140)]),
        lengths: [1.0; 2],
        alpha: 0.05,
    };
    bencher.bench(|| difference(black_box(&study)));
}
