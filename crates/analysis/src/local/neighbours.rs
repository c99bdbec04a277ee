//! Which cells are next to which.

use super::LocalError;
use crate::pairs::{Buckets, FURTHEST};

/// For each cell its neighbours, without itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbours {
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Neighbours {
    /// From a list of neighbours for each cell, as numbers of cells from 0.
    ///
    /// The lists need not be symmetric. Fails where a list names itself, something twice, or a cell that does not exist.
    pub fn new<L>(lists: L) -> Result<Self, LocalError>
    where
        L: IntoIterator<Item: IntoIterator<Item = usize>>,
    {
        let (mut starts, mut members) = (vec![0], Vec::new());
        for list in lists {
            for member in list {
                members.push(u32::try_from(member).map_err(|_| LocalError::TooManyCells)?);
            }
            starts.push(u32::try_from(members.len()).map_err(|_| LocalError::TooManyCells)?);
        }
        let neighbours = Self { starts, members };
        let cells = neighbours.cells();
        let mut seen = vec![usize::MAX; cells];
        for cell in 0..cells {
            for &neighbour in neighbours.of(cell) {
                let neighbour = neighbour as usize;
                match seen.get_mut(neighbour) {
                    None => return Err(LocalError::NoSuchCell { cell, neighbour, cells }),
                    Some(_) if neighbour == cell => return Err(LocalError::OwnNeighbour { cell }),
                    Some(last) if *last == cell => return Err(LocalError::NamedTwice { cell, neighbour }),
                    Some(last) => *last = cell,
                }
            }
        }
        Ok(neighbours)
    }

    /// All points at most `distance` apart are neighbours; both in the unit of the coordinates, such as metres.
    ///
    /// **Trap:** coordinates in degrees are no distances: project them first.
    pub fn within(points: &[[f64; 2]], distance: f64) -> Result<Self, LocalError> {
        if !(0.0..=FURTHEST).contains(&distance) {
            return Err(LocalError::Distance);
        }
        if let Some(cell) = points.iter().position(|p| !p.iter().all(|c| (-FURTHEST..=FURTHEST).contains(c)))
        {
            return Err(LocalError::Place { cell });
        }
        let buckets = Buckets::new(points, distance);
        let mut lists = vec![Vec::new(); points.len()];
        for row in 0..buckets.rows() {
            buckets.visit_row(row, |i, j, _| {
                let (i, j) = (buckets.order[i as usize] as usize, buckets.order[j as usize] as usize);
                lists[i].push(j);
                lists[j].push(i);
            });
        }
        for list in &mut lists {
            list.sort_unstable();
        }
        Self::new(lists)
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.starts.len() - 1
    }

    /// The neighbours of a cell; none for a cell that does not exist.
    pub fn of(&self, cell: usize) -> &[u32] {
        let at = |i: usize| self.starts.get(i).map(|&start| start as usize);
        match (at(cell), at(cell + 1)) {
            (Some(from), Some(to)) => &self.members[from..to],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_lists_are_told_apart() {
        let new = |lists: &[&[usize]]| Neighbours::new(lists.iter().map(|list| list.iter().copied()));
        assert_eq!(new(&[&[1], &[2]]), Err(LocalError::NoSuchCell { cell: 1, neighbour: 2, cells: 2 }));
        assert_eq!(new(&[&[0], &[]]), Err(LocalError::OwnNeighbour { cell: 0 }));
        assert_eq!(new(&[&[1, 1], &[]]), Err(LocalError::NamedTwice { cell: 0, neighbour: 1 }));
        assert_eq!(
            new(&[&[1], &[]]).map(|n| (n.cells(), n.of(0).to_vec(), n.of(9).len())),
            Ok((2, vec![1], 0))
        );
    }

    #[test]
    fn points_within_a_distance_are_neighbours_and_the_distance_itself_counts() {
        let points = [[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]];
        let neighbours = Neighbours::within(&points, 5.0).unwrap();
        assert_eq!((neighbours.of(0), neighbours.of(1), neighbours.of(2)), (&[1][..], &[0, 2][..], &[1][..]));
        assert_eq!(Neighbours::within(&points, f64::NAN), Err(LocalError::Distance));
        assert_eq!(Neighbours::within(&[[0.0, f64::INFINITY]], 1.0), Err(LocalError::Place { cell: 0 }));
    }
}
