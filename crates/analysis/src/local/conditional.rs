//! Conditional permutation: how large would a neighbourhood be if the values of all other cells lay elsewhere?
//!
//! The cell keeps its value; its k neighbours get k of the other n - 1 values, without replacement (Anselin 1995).
//!
//! One random order of all n cells serves every cell at once: its first k members, without the cell itself, are a
//! random choice of k others. Nearly always the cell is not among them, and then the sum is the same for all cells with
//! k neighbours. So there is one sorted null distribution per k, a cell looks its rank up in it, and only the few orders
//! that begin with the cell itself are corrected: O(R·k + n·log R + R·k²) instead of O(n·R·k) for R permutations.
//!
//! What cells share is the draw, not the test: each p is exactly that of the conditional permutation. **Trap:** the
//! error of the simulation is common to all cells, too; many permutations cost next to nothing here, so use many.

use rayon::prelude::*;

use super::{LocalError, Neighbours};
use crate::random::{Stream, rank_p};

/// Orders drawn from one stream. Fixed, because it decides which numbers are drawn.
const BLOCK: usize = 256;
/// Most members of orders kept at once: 400 MiB.
const MOST: usize = 1 << 25;

/// How often a random neighbourhood is at least as large, or as small, as the observed one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tails {
    pub(super) high: f64,
    pub(super) low: f64,
}

/// For each cell the p-values of the sum of its neighbours. `values` lie within -1 to 1, one for each cell.
pub(super) fn tails(
    values: &[f64],
    neighbours: &Neighbours,
    permutations: usize,
    seed: u64,
) -> Result<Vec<Tails>, LocalError> {
    let cells = values.len();
    let most = (0..cells).map(|cell| neighbours.of(cell).len()).max().unwrap_or(0);
    let length = (most + 1).min(cells);
    if permutations == 0 {
        return Err(LocalError::NoPermutations);
    }
    if permutations.saturating_mul(length) > MOST {
        return Err(LocalError::TooManyPermutations { permutations, at_most: MOST / length });
    }
    let orders = draw(cells, length, permutations, seed);
    let begins = Begins::new(&orders, length, cells);

    let mut by_count: Vec<Vec<u32>> = vec![Vec::new(); most + 1];
    for cell in 0..cells {
        by_count[neighbours.of(cell).len()].push(cell as u32);
    }
    let mut tails = vec![Tails { high: 1.0, low: 1.0 }; cells];
    for (count, members) in
        by_count.iter().enumerate().filter(|(count, members)| *count > 0 && !members.is_empty())
    {
        let sum = |order: &[u32]| order.iter().map(|&member| values[member as usize]).sum::<f64>();
        let sums: Vec<f64> = orders.par_chunks(length).map(|order| sum(&order[..count])).collect();
        let mut sorted = sums.clone();
        sorted.par_sort_unstable_by(f64::total_cmp);
        let found: Vec<Tails> = members
            .par_iter()
            .map(|&cell| {
                let observed = sum(neighbours.of(cell as usize));
                // Sums of the same values in another order differ in their last digits only.
                let slack = 1e-12 * count as f64;
                let (high, low) = (|s: f64| s >= observed - slack, |s: f64| s <= observed + slack);
                let mut above = (permutations - sorted.partition_point(|&s| !high(s))) as i64;
                let mut below = sorted.partition_point(|&s| low(s)) as i64;
                for &(order, place) in begins.of(cell as usize) {
                    if (place as usize) < count {
                        let order = order as usize;
                        let without = sum(&orders[order * length..][..count + 1]) - values[cell as usize];
                        above += i64::from(high(without)) - i64::from(high(sums[order]));
                        below += i64::from(low(without)) - i64::from(low(sums[order]));
                    }
                }
                let p = |times: i64| rank_p(usize::try_from(times).unwrap_or(0), permutations);
                Tails { high: p(above), low: p(below) }
            })
            .collect();
        for (&cell, found) in members.iter().zip(found) {
            tails[cell as usize] = found;
        }
    }
    Ok(tails)
}

/// The first `length` cells of as many random orders, one after the other.
fn draw(cells: usize, length: usize, permutations: usize, seed: u64) -> Vec<u32> {
    let mut orders = vec![0_u32; length * permutations];
    orders.par_chunks_mut(length * BLOCK).enumerate().for_each(|(block, orders)| {
        let mut stream = Stream::new(seed, block as u64);
        let mut all: Vec<u32> = (0..cells as u32).collect();
        for order in orders.chunks_mut(length) {
            // Fisher and Yates, stopped early: the order before does not matter.
            for (place, member) in order.iter_mut().enumerate() {
                let from = place + stream.below((cells - place) as u32) as usize;
                all.swap(place, from);
                *member = all[place];
            }
        }
    });
    orders
}

/// For each cell the orders in whose beginning it stands, and where.
struct Begins {
    starts: Vec<u32>,
    found: Vec<(u32, u32)>,
}

impl Begins {
    fn new(orders: &[u32], length: usize, cells: usize) -> Self {
        let mut starts = vec![0_u32; cells + 1];
        for &member in orders {
            starts[member as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut found = vec![(0, 0); orders.len()];
        for (number, order) in orders.chunks(length.max(1)).enumerate() {
            for (place, &member) in order.iter().enumerate() {
                let at = &mut next[member as usize];
                found[*at as usize] = (number as u32, place as u32);
                *at += 1;
            }
        }
        Self { starts, found }
    }

    fn of(&self, cell: usize) -> &[(u32, u32)] {
        &self.found[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All choices of `count` among the values, as their sums.
    fn all_sums(values: &[f64], count: usize) -> Vec<f64> {
        match (count, values) {
            (0, _) => vec![0.0],
            (_, []) => Vec::new(),
            (_, [first, rest @ ..]) => {
                let with = all_sums(rest, count - 1).into_iter().map(|sum| sum + first);
                with.chain(all_sums(rest, count)).collect()
            }
        }
    }

    #[test]
    fn p_is_that_of_all_choices_of_the_other_values() {
        let values = [0.1, 0.9, -0.4, 0.3, 0.3, -1.0, 1.0, 0.0];
        let lists = [
            vec![1, 6, 3],
            vec![0, 6],
            vec![5],
            vec![],
            vec![0, 1, 2, 3, 5, 6, 7],
            vec![2, 7],
            vec![1],
            vec![2, 3, 4],
        ];
        let neighbours = Neighbours::new(lists.clone()).unwrap();
        let permutations = 199_999;
        let tails = tails(&values, &neighbours, permutations, 5).unwrap();
        for (cell, list) in lists.iter().enumerate() {
            let others: Vec<f64> = (0..8).filter(|&other| other != cell).map(|other| values[other]).collect();
            let sums = all_sums(&others, list.len());
            let observed: f64 = list.iter().map(|&neighbour| values[neighbour]).sum();
            let share = |met: &dyn Fn(f64) -> bool| {
                sums.iter().filter(|&&s| met(s)).count() as f64 / sums.len() as f64
            };
            let (high, low) = (share(&|s| s >= observed - 1e-9), share(&|s| s <= observed + 1e-9));
            // Four standard errors of the simulation.
            let near = |p: f64, exact: f64| {
                (p - exact).abs() <= 4.0 * (exact * (1.0 - exact) / permutations as f64).sqrt() + 1e-5
            };
            assert!(
                near(tails[cell].high, high) && near(tails[cell].low, low),
                "{cell} {:?} {high} {low}",
                tails[cell]
            );
        }
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let values: Vec<f64> = (0..300).map(|i| f64::from(i * 7919 % 101) / 101.0).collect();
        let neighbours = Neighbours::new((0..300_usize).map(|i| [(i + 1) % 300, (i + 299) % 300])).unwrap();
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| tails(&values, &neighbours, 1999, 3).unwrap())
        };
        assert_eq!(run(1), run(4));
    }
}
