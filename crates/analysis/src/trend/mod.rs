//! What is new, what grows, what fades? A class in plain words for each cell, from its steps and their trend.
//!
//! [`crate::local`] says where it is hot; this says since when and where it goes. For each step (a month, a week) the hot
//! cells are found, and for cells that are nearly always hot Mann and Kendall's test says whether their share of the city
//! rises or falls.
//!
//! - Mann 1945, Econometrica 13:245-259, <https://doi.org/10.2307/1907187>; Kendall 1975, Rank Correlation Methods
//! - Sen 1968 (slope), JASA 63:1379-1389, <https://doi.org/10.1080/01621459.1968.10480934>
//! - Ord and Getis 1995 (hot cells), <https://doi.org/10.1111/j.1538-4632.1995.tb00912.x>
//!
//! The classes follow the idea of emerging hot spot analysis in geographic information systems, with two changes: a step is
//! compared with the city of the same step, and the trend is that of the *share* of the city. So a city in which people
//! begin to report more has no growing cells for that reason.

mod mann_kendall;

pub use mann_kendall::{MannKendall, TrendError, mann_kendall};

use crate::{
    fdr,
    local::{self, Heat, LocalError, Neighbours, Side, gi_star},
};

/// How a cell has been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Never hot.
    Quiet,
    /// Hot for the first time in the last step.
    New,
    /// Hot in the last two steps or more without a break, and never before.
    Recent,
    /// Nearly always hot, and its share of the city rises.
    Growing,
    /// Nearly always hot.
    Persistent,
    /// Nearly always hot, and its share of the city falls.
    Fading,
    /// Hot now, and on and off before.
    Sporadic,
    /// Not hot now, but in at least half of the steps before.
    Former,
    /// Not hot now, and in fewer than half of the steps before.
    Passing,
}

/// Where a share goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It rises.
    Up,
    /// Neither can be told.
    Level,
    /// It falls.
    Down,
}

/// How to classify.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendOptions {
    /// How hot cells are found in each step; the side is always high.
    pub local: local::Options,
    /// Share of the steps in which a cell must be hot to count as nearly always hot.
    pub nearly_always: f64,
    /// Share of chance accepted among the cells said to rise or fall.
    pub level: f64,
}

impl Default for TrendOptions {
    fn default() -> Self {
        Self { local: local::Options::default(), nearly_always: 0.9, level: 0.05 }
    }
}

/// A cell over all steps.
#[derive(Debug, Clone, PartialEq)]
pub struct CellTrend {
    /// In a word.
    pub class: Class,
    /// In which steps it was hot.
    pub hot: Vec<bool>,
    /// Trend of its neighbourhood's share of the city.
    pub share: MannKendall,
    /// p of that trend adjusted for all cells that are nearly always hot; 1 for the others, which are not tested.
    pub q: f64,
    /// Where the share goes, where it was tested and q is small enough.
    pub direction: Direction,
}

/// All cells with what to keep in mind.
#[derive(Debug, Clone, PartialEq)]
pub struct Trends {
    /// In the order of the cells.
    pub cells: Vec<CellTrend>,
    /// Trend of the city as a whole.
    pub city: MannKendall,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// What speaks against reading the classes at face value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caution {
    /// Fewer than ten steps: trends are hardly ever significant, and their p is rough.
    FewSteps {
        /// How many.
        steps: usize,
    },
    /// In so many steps nothing was counted at all, or in every cell the same.
    EmptySteps {
        /// How many.
        steps: usize,
    },
    /// The whole city rises or falls: what is reported changes, not only where.
    WholeCity {
        /// Change for each step.
        slope: f64,
        /// Its p.
        p: f64,
    },
    /// Among the cells called new, as many as these may be chance: what is hot by chance is hot once.
    NewByChance {
        /// Cells called new.
        new: usize,
        /// Expected by chance, at most.
        by_chance: f64,
    },
    /// In so many of the tested cells a step resembles the one before beyond any trend; their trends are less certain.
    Dependent {
        /// How many.
        cells: usize,
    },
}

/// Classifies each cell. `history[step][cell]` are counts, the steps equally long.
///
/// 1. Find the hot cells of each step by Gi* ([`gi_star`]) with false discoveries controlled within the step.
/// 2. Sum each cell with its neighbours, over the sum of the city: its share; test the trend of the shares of cells that are
///    nearly always hot.
/// 3. [`classify`].
///
/// O(steps · Gi* + cells · steps²).
///
/// ```
/// use analysis::{local::Neighbours, trend::{Class, TrendOptions, trends}};
///
/// // A hundred cells around a square, twelve months; three cells are busy from the tenth month on.
/// let neighbours = Neighbours::new((0..100_usize).map(|i| [(i + 1) % 100, (i + 99) % 100]))?;
/// let count = |month: u32, cell: usize| if month >= 9 && (40..43).contains(&cell) { 20 } else { (month + cell as u32) % 3 };
/// let history: Vec<Vec<u32>> = (0..12).map(|month| (0..100).map(|cell| count(month, cell)).collect()).collect();
/// let found = trends(&history, &neighbours, &TrendOptions::default())?;
/// assert_eq!((found.cells[41].class, found.cells[7].class), (Class::Recent, Class::Quiet));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn trends(
    history: &[Vec<u32>],
    neighbours: &Neighbours,
    options: &TrendOptions,
) -> Result<Trends, TrendError> {
    let (steps, cells) = (history.len(), neighbours.cells());
    if steps < mann_kendall::LEAST {
        return Err(TrendError::TooFewSteps { steps });
    }
    if !(options.level > 0.0
        && options.level < 1.0
        && options.nearly_always > 0.0
        && options.nearly_always <= 1.0)
    {
        return Err(TrendError::Level);
    }
    let mut hot = vec![Vec::with_capacity(steps); cells];
    let mut empty = 0;
    for (step, counts) in history.iter().enumerate() {
        let values: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
        // Another seed for each step, so that the error of the simulation is not the same in all of them.
        let seed = options.local.seed.wrapping_add(step as u64);
        let local = local::Options { side: Side::High, seed, ..options.local };
        match gi_star(&values, neighbours, &local) {
            Ok(found) => {
                hot.iter_mut().zip(found.cells).for_each(|(hot, cell)| hot.push(cell.heat == Heat::Hot))
            }
            Err(LocalError::AllEqual) => {
                empty += 1;
                hot.iter_mut().for_each(|hot| hot.push(false));
            }
            Err(error) => return Err(TrendError::Local { step, error }),
        }
    }
    let totals: Vec<f64> =
        history.iter().map(|counts| counts.iter().map(|&count| f64::from(count)).sum()).collect();
    let city = mann_kendall(&totals)?;
    let shares: Vec<Vec<f64>> = (0..cells).map(|cell| shares(history, &totals, neighbours, cell)).collect();
    let nearly_always =
        |hot: &[bool]| hot.iter().filter(|&&hot| hot).count() as f64 >= options.nearly_always * steps as f64;
    let tested: Vec<usize> = (0..cells).filter(|&cell| nearly_always(&hot[cell])).collect();
    // A share that cannot be tested, because all but a few steps are empty, has no trend.
    let trend_of = |shares: &Vec<f64>| mann_kendall(shares).unwrap_or(MannKendall::NONE);
    let trend: Vec<MannKendall> = shares.iter().map(trend_of).collect();
    let adjusted = fdr::adjust(&tested.iter().map(|&cell| trend[cell].p).collect::<Vec<f64>>());
    let mut q = vec![1.0; cells];
    tested.iter().zip(adjusted).for_each(|(&cell, adjusted)| q[cell] = adjusted);

    let dependent = tested.iter().filter(|&&cell| trend[cell].is_dependent(&shares[cell])).count();
    let cells: Vec<CellTrend> = hot
        .into_iter()
        .zip(trend)
        .zip(q)
        .map(|((hot, share), q)| {
            let direction = match share.s {
                s if s > 0 && q <= options.level => Direction::Up,
                s if s < 0 && q <= options.level => Direction::Down,
                _ => Direction::Level,
            };
            CellTrend { class: classify(&hot, direction, options.nearly_always), hot, share, q, direction }
        })
        .collect();
    let cautions = cautions(&cells, steps, empty, &city, dependent, options);
    Ok(Trends { cells, city, cautions })
}

/// The class of a cell from the steps in which it was hot and the direction of its share.
pub fn classify(hot: &[bool], direction: Direction, nearly_always: f64) -> Class {
    let times = hot.iter().filter(|&&hot| hot).count();
    let run = hot.iter().rev().take_while(|&&hot| hot).count();
    let always = times as f64 >= nearly_always * hot.len() as f64;
    match (times, run) {
        (0, _) => Class::Quiet,
        (_, 0) if 2 * times >= hot.len() - 1 => Class::Former,
        (_, 0) => Class::Passing,
        _ if always && direction == Direction::Up => Class::Growing,
        _ if always && direction == Direction::Down => Class::Fading,
        _ if always => Class::Persistent,
        (1, 1) => Class::New,
        (times, run) if times == run => Class::Recent,
        _ => Class::Sporadic,
    }
}

/// Share of the city that a cell and its neighbours have, in steps in which there is a city.
fn shares(history: &[Vec<u32>], totals: &[f64], neighbours: &Neighbours, cell: usize) -> Vec<f64> {
    let sum = |counts: &[u32]| {
        let around = neighbours.of(cell).iter().map(|&other| f64::from(counts[other as usize]));
        f64::from(counts[cell]) + around.sum::<f64>()
    };
    let steps = history.iter().zip(totals).filter(|&(_, &total)| total > 0.0);
    steps.map(|(counts, total)| sum(counts) / total).collect()
}

fn cautions(
    cells: &[CellTrend],
    steps: usize,
    empty: usize,
    city: &MannKendall,
    dependent: usize,
    options: &TrendOptions,
) -> Vec<Caution> {
    let mut found = Vec::new();
    if steps < 10 {
        found.push(Caution::FewSteps { steps });
    }
    if empty > 0 {
        found.push(Caution::EmptySteps { steps: empty });
    }
    if city.p <= options.level {
        found.push(Caution::WholeCity { slope: city.slope, p: city.p });
    }
    let new = cells.iter().filter(|cell| cell.class == Class::New).count();
    let now = cells.iter().filter(|cell| cell.hot.last() == Some(&true)).count();
    if new > 0 {
        found.push(Caution::NewByChance { new, by_chance: now as f64 * options.local.level });
    }
    if dependent > 0 {
        found.push(Caution::Dependent { cells: dependent });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_pattern() {
        let class = |pattern: &str, direction| {
            let hot: Vec<bool> = pattern.chars().map(|step| step == '#').collect();
            classify(&hot, direction, 0.9)
        };
        let level = |pattern: &str| class(pattern, Direction::Level);
        assert_eq!(level("............"), Class::Quiet);
        assert_eq!(level("...........#"), Class::New);
        assert_eq!(level(".........###"), Class::Recent);
        assert_eq!(level("..#....#...#"), Class::Sporadic);
        assert_eq!(level("..#........#"), Class::Sporadic);
        assert_eq!(level("#####.#####."), Class::Former);
        assert_eq!(level("..##........"), Class::Passing);
        assert_eq!(level("#####.######"), Class::Persistent);
        assert_eq!(class("#####.######", Direction::Up), Class::Growing);
        assert_eq!(class("############", Direction::Down), Class::Fading);
        // A direction of a cell that is seldom hot is no class.
        assert_eq!(class(".........###", Direction::Up), Class::Recent);
        assert_eq!(level(""), Class::Quiet);
    }

    fn ring(cells: usize) -> Neighbours {
        let around = |i: usize| [i + 1, i + 2, i + cells - 1, i + cells - 2].map(|other| other % cells);
        Neighbours::new((0..cells).map(around)).unwrap()
    }

    /// Three hot places of five cells each: one grows, one fades, one stays.
    fn history(steps: usize, level: impl Fn(usize) -> u32) -> Vec<Vec<u32>> {
        let count = |step: usize, cell: usize| {
            let jitter = ((step * 7 + cell * 5) % 3) as u32;
            let place = match cell {
                40..45 => 40 + 2 * step as u32,
                100..105 => 70 - 2 * step as u32,
                160..165 => 50,
                _ => 0,
            };
            (place + jitter) * level(step)
        };
        (0..steps).map(|step| (0..240).map(|cell| count(step, cell)).collect()).collect()
    }

    #[test]
    fn places_that_grow_fade_and_stay_are_told_apart() {
        let found = trends(&history(14, |_| 1), &ring(240), &TrendOptions::default()).unwrap();
        let class = |cell: usize| found.cells[cell].class;
        assert_eq!(
            [42, 102, 162, 5].map(class),
            [Class::Growing, Class::Fading, Class::Persistent, Class::Quiet]
        );
        assert!(found.cells[42].share.slope > 0.0 && found.cells[102].q < 0.05);
    }

    #[test]
    fn a_city_that_reports_more_and_more_has_no_growing_place_for_that() {
        let found =
            trends(&history(14, |step| 1 + step as u32), &ring(240), &TrendOptions::default()).unwrap();
        assert_eq!(found.cells[162].class, Class::Persistent);
        assert!(
            matches!(found.cautions[..], [Caution::WholeCity { slope, .. }, ..] if slope > 0.0),
            "{:?}",
            found.cautions
        );
    }

    #[test]
    fn what_misleads_is_marked() {
        let mut short = history(6, |_| 1);
        short[2].fill(0);
        short[5][200..205].fill(90);
        let found = trends(&short, &ring(240), &TrendOptions::default()).unwrap();
        assert_eq!(found.cells[202].class, Class::New);
        assert!(found.cautions.contains(&Caution::FewSteps { steps: 6 }));
        assert!(found.cautions.contains(&Caution::EmptySteps { steps: 1 }));
        let new = found.cells.iter().filter(|cell| cell.class == Class::New).count();
        assert!(found.cautions.iter().any(|caution| matches!(caution, Caution::NewByChance { new: n, by_chance } if *n == new && *by_chance > 0.0)));
    }

    #[test]
    fn what_cannot_be_classified_is_told_in_a_sentence() {
        let told = |history: &[Vec<u32>], options: &TrendOptions| {
            trends(history, &ring(240), options).unwrap_err().to_string()
        };
        let usual = TrendOptions::default();
        assert_eq!(told(&history(3, |_| 1), &usual), "There are 3 steps; a trend needs at least 4.");
        assert_eq!(
            told(&history(5, |_| 1), &TrendOptions { level: 0.0, ..usual }),
            "Levels and shares must lie between 0 and 1."
        );
        let mut odd = history(5, |_| 1);
        odd[3].pop();
        assert_eq!(told(&odd, &usual), "Step 3: There are 239 values for 240 cells.");
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(48))]
        #[test]
        fn only_numbers_come_out(history in proptest::collection::vec(proptest::collection::vec(proptest::option::weighted(0.3, 0_u32..u32::MAX), 6), 4..9)) {
            let history: Vec<Vec<u32>> = history.into_iter().map(|step| step.into_iter().map(Option::unwrap_or_default).collect()).collect();
            let options = TrendOptions { local: local::Options { permutations: 19, level: 0.4, ..local::Options::default() }, ..TrendOptions::default() };
            let found = trends(&history, &ring(6), &options).unwrap();
            for cell in found.cells {
                proptest::prop_assert!([cell.share.z, cell.share.slope, cell.share.tau].iter().all(|number| number.is_finite()));
                proptest::prop_assert!((0.0..=1.0).contains(&cell.q) && (0.0..=1.0).contains(&cell.share.p));
            }
        }
    }
}
