//! Writes the data of the bench and our results into a folder, for the scripts in `benches/peers` to hold others against.
//!
//! `cargo run --release -p analysis --example peers -- FOLDER`

#[path = "../benches/methods/city.rs"]
mod city;

use std::{error::Error, fmt::Write, fs, path::Path};

use analysis::{
    density::{DensityOptions, Edge, Grid, density},
    knox::{KnoxOptions, knox},
    local::{Options, gi_star},
    series::{EarsMethod, EarsOptions, FarringtonOptions, ears, farrington_all},
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: peers FOLDER")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    points(folder)?;
    cells(folder)?;
    series(folder)
}

/// Places with days, our density and our near repeats.
fn points(folder: &Path) -> Result<(), Box<dyn Error>> {
    for count in [10_000, 30_000, 100_000, 1_000_000] {
        let reports = city::reports(count);
        let mut text = String::from("x,y,day\n");
        for report in &reports {
            let [x, y] = report.place;
            writeln!(text, "{x},{y},{}", report.time)?;
        }
        fs::write(folder.join(format!("points-{count}.csv")), text)?;

        let places: Vec<[f64; 2]> = reports.iter().map(|report| report.place).collect();
        let grid = Grid { origin: [0.0, 0.0], cell: city::SIDE / 512.0, columns: 512, rows: 512 };
        let options = DensityOptions { bandwidth: 200.0, edge: Edge::Uncorrected };
        let values = density(&places, &grid, None, &options)?.values;
        fs::write(folder.join(format!("density-{count}.csv")), lines(&values))?;

        if count <= 30_000 {
            let options = KnoxOptions {
                distances: vec![200.0],
                times: vec![14],
                permutations: 999,
                ..KnoxOptions::default()
            };
            let band = knox(&reports, &options)?.bands[1];
            fs::write(
                folder.join(format!("knox-{count}.csv")),
                format!("{},{},{}\n", band.observed, band.expected, band.p),
            )?;
        }
    }
    Ok(())
}

/// Counts and neighbours of hexagons, and our z and p.
fn cells(folder: &Path) -> Result<(), Box<dyn Error>> {
    for (name, distance) in [("9", 335.0), ("10", 128.5)] {
        let (counts, neighbours) = city::hexagons(&city::reports(100_000), distance);
        let found = gi_star(&counts, &neighbours, &Options { permutations: 99_999, ..Options::default() })?;
        let mut text = String::from("count,z,p,neighbours\n");
        for (cell, count) in counts.iter().enumerate() {
            let around: Vec<String> = neighbours.of(cell).iter().map(u32::to_string).collect();
            writeln!(text, "{count},{},{},{}", found.cells[cell].z, found.cells[cell].p, around.join(" "))?;
        }
        fs::write(folder.join(format!("cells-{name}.csv")), text)?;
    }
    Ok(())
}

/// Weekly series, a row each, and our bounds of the last four weeks.
fn series(folder: &Path) -> Result<(), Box<dyn Error>> {
    let series = city::series(356, 261);
    let row = |counts: &Vec<u32>| counts.iter().map(u32::to_string).collect::<Vec<_>>().join(",") + "\n";
    fs::write(folder.join("series.csv"), series.iter().map(row).collect::<String>())?;
    let options = FarringtonOptions { years: 3, alpha: 0.05, least: (0, 4), ..FarringtonOptions::default() };
    let mut text = String::from("expected,upper,dispersion\n");
    for judged in farrington_all(&series, 257..261, &options) {
        for week in judged? {
            writeln!(text, "{},{},{}", week.expected, week.upper, week.dispersion)?;
        }
    }
    fs::write(folder.join("farrington.csv"), text)?;
    let mut text = String::new();
    for counts in &series {
        let found =
            ears(counts, &EarsOptions { least_deviation: 1e-12, ..EarsOptions::new(EarsMethod::C1) })?;
        text += &found.steps.iter().map(|step| step.upper.to_string()).collect::<Vec<_>>().join(",");
        text += "\n";
    }
    fs::write(folder.join("ears-c1.csv"), text)?;
    Ok(())
}

fn lines(values: &[f32]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}
