//! Where is it hot? Getis-Ord Gi* and local Moran on cells, with permutation p and control of false discoveries.
//!
//! Both compare a cell's surroundings with the whole city. Gi* asks whether a cell *and* its neighbours hold more (or
//! less) than a random handful of cells would; local Moran asks whether a cell resembles its neighbours, so it also finds
//! the high cell among low ones. They say where it is always busy, not what is new: for that see [`crate::trend`].
//!
//! - Getis and Ord 1992, Geographical Analysis 24:189-206, <https://doi.org/10.1111/j.1538-4632.1992.tb00261.x>
//! - Ord and Getis 1995, Geographical Analysis 27:286-306, <https://doi.org/10.1111/j.1538-4632.1995.tb00912.x>
//! - Anselin 1995, Geographical Analysis 27:93-115, <https://doi.org/10.1111/j.1538-4632.1995.tb00338.x>
//!
//! **Trap:** on counts they find where the people are. Where that is not the question, give rates or shares. **Trap:** the
//! p of one cell is one of thousands; read q. **Trap:** where all cells of a city share one hot half, the p of a cell says
//! little: the comparison is with values shuffled over the city, as if neighbours did not resemble each other at all.

mod conditional;
mod gi;
mod moran;
mod neighbours;

pub use gi::{GeneralG, Heat, HotCell, HotCells, general_g, gi_star};
pub use moran::{LocalMoran, MoranCell, Pattern, moran};
pub use neighbours::Neighbours;

use crate::pairs::FURTHEST;

/// Largest size of a value: far beyond any count or rate, and its fourth power is still a number.
const LARGEST: f64 = 1e60;

/// How to test cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Which cells are sought.
    pub side: Side,
    /// Random arrangements. **The smallest p is one in this many plus one, so with few of them no cell of a large city can
    /// survive the control of false discoveries:** at 999 and 2,000 cells 40 cells must be at the floor together.
    pub permutations: usize,
    /// Same seed, same result.
    pub seed: u64,
    /// Share of chance accepted among the cells called unusual.
    pub level: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { side: Side::High, permutations: 99_999, seed: 0, level: 0.05 }
    }
}

/// Which deviations count. Deciding after a look at the map which side to test halves every p wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// More than elsewhere.
    High,
    /// Less than elsewhere.
    Low,
    /// Either; p doubles.
    Both,
}

impl Side {
    fn p(self, tails: conditional::Tails) -> f64 {
        match self {
            Self::High => tails.high,
            Self::Low => tails.low,
            Self::Both => (2.0 * tails.high.min(tails.low)).min(1.0),
        }
    }
}

/// What speaks against reading a result at its face value.
#[derive(Debug, Clone, PartialEq)]
pub enum Caution {
    /// Even one cell that is more extreme than every arrangement would not count as unusual: there are too few
    /// arrangements for this many cells.
    TooFewPermutations {
        /// As many would do.
        needed: usize,
    },
    /// So many cells have a p at or below the level that the control of false discoveries explains by chance.
    OnlyBeforeAdjustment {
        /// How many.
        cells: usize,
    },
    /// So many cells have no neighbours: nothing can be said about them.
    NoNeighbours {
        /// How many.
        cells: usize,
    },
    /// In most cells there is nothing, so nearly any cell with something in it looks hot.
    MostlyEmpty {
        /// Share of the cells whose value is 0.
        share: f64,
    },
}

/// Why cells could not be tested.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocalError {
    /// Comparing needs something to compare with.
    #[error("There are {cells} cells; comparing neighbourhoods needs at least 4.")]
    TooFewCells {
        /// How many there are.
        cells: usize,
    },
    /// Cells are numbered with 32 bits.
    #[error("There are more cells or neighbours than can be numbered.")]
    TooManyCells,
    /// Each cell needs a value.
    #[error("There are {values} values for {cells} cells.")]
    ValuesMissing {
        /// Values given.
        values: usize,
        /// Cells that have neighbours.
        cells: usize,
    },
    /// Not a number, or too large.
    #[error("The value of cell {cell} is not a number of ordinary size.")]
    Value {
        /// Which cell.
        cell: usize,
    },
    /// Negative where only what can be counted makes sense.
    #[error("The value of cell {cell} is negative; the general G needs values from 0 up.")]
    Negative {
        /// Which cell.
        cell: usize,
    },
    /// Without differences there is nothing to find.
    #[error("All cells have the same value.")]
    AllEqual,
    /// No cell has a neighbour.
    #[error("No cell has a neighbour.")]
    NoNeighbours,
    /// A neighbour out of range.
    #[error("Cell {cell} names {neighbour} as a neighbour, but there are only {cells} cells.")]
    NoSuchCell {
        /// Which cell.
        cell: usize,
        /// What it names.
        neighbour: usize,
        /// How many cells there are.
        cells: usize,
    },
    /// A cell as its own neighbour.
    #[error("Cell {cell} names itself as a neighbour.")]
    OwnNeighbour {
        /// Which cell.
        cell: usize,
    },
    /// A neighbour named twice.
    #[error("Cell {cell} names its neighbour {neighbour} twice.")]
    NamedTwice {
        /// Which cell.
        cell: usize,
        /// Which neighbour.
        neighbour: usize,
    },
    /// No simulation.
    #[error("At least one permutation is needed.")]
    NoPermutations,
    /// More than fits into memory.
    #[error(
        "{permutations} permutations are too many for cells with so many neighbours; at most {at_most} fit."
    )]
    TooManyPermutations {
        /// Asked for.
        permutations: usize,
        /// As many fit.
        at_most: usize,
    },
    /// Not a share.
    #[error("The level must lie between 0 and 1.")]
    Level,
    /// Not a distance.
    #[error("The distance must be a number from 0 to {FURTHEST}.")]
    Distance,
    /// Not a place.
    #[error("The place of cell {cell} is not a pair of numbers of ordinary size.")]
    Place {
        /// Which cell.
        cell: usize,
    },
}

/// Values brought to the range -1 to 1 around their mean. Neither statistic changes with unit or origin.
struct Scaled {
    values: Vec<f64>,
    /// Root of the mean square.
    deviation: f64,
}

fn scale(values: &[f64], neighbours: &Neighbours, options: &Options) -> Result<Scaled, LocalError> {
    check(values, neighbours)?;
    if !(options.level > 0.0 && options.level < 1.0) {
        return Err(LocalError::Level);
    }
    let cells = values.len() as f64;
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mean = values.iter().map(|value| value / cells).sum::<f64>();
    let width = most - least;
    // Differences smaller than the values' own digits are no differences.
    if width <= least.abs().max(most.abs()) * 1e-13 || width < 1e-200 {
        return Err(LocalError::AllEqual);
    }
    let values: Vec<f64> = values.iter().map(|value| (value - mean) / width).collect();
    let deviation = (values.iter().map(|value| value * value).sum::<f64>() / cells).sqrt();
    Ok(Scaled { values, deviation })
}

fn check(values: &[f64], neighbours: &Neighbours) -> Result<(), LocalError> {
    let (count, cells) = (values.len(), neighbours.cells());
    if count != cells {
        return Err(LocalError::ValuesMissing { values: count, cells });
    }
    if cells < 4 {
        return Err(LocalError::TooFewCells { cells });
    }
    if let Some(cell) = values.iter().position(|value| !(-LARGEST..=LARGEST).contains(value)) {
        return Err(LocalError::Value { cell });
    }
    if (0..cells).all(|cell| neighbours.of(cell).is_empty()) {
        return Err(LocalError::NoNeighbours);
    }
    Ok(())
}

fn cautions(
    values: &[f64],
    neighbours: &Neighbours,
    options: &Options,
    p: &[f64],
    q: &[f64],
) -> Vec<Caution> {
    /// More empty cells than these, and the rest is hot by being there.
    const MOSTLY: f64 = 0.9;
    let cells = values.len();
    let mut found = Vec::new();
    let sides = if options.side == Side::Both { 2.0 } else { 1.0 };
    let needed = (sides * cells as f64 / options.level).ceil() as usize;
    if options.permutations + 1 < needed {
        found.push(Caution::TooFewPermutations { needed });
    }
    let lost = p.iter().zip(q).filter(|&(&p, &q)| p <= options.level && q > options.level).count();
    if lost > 0 {
        found.push(Caution::OnlyBeforeAdjustment { cells: lost });
    }
    let alone = (0..cells).filter(|&cell| neighbours.of(cell).is_empty()).count();
    if alone > 0 {
        found.push(Caution::NoNeighbours { cells: alone });
    }
    let share = values.iter().filter(|&&value| value == 0.0).count() as f64 / cells as f64;
    if share > MOSTLY {
        found.push(Caution::MostlyEmpty { share });
    }
    found
}
