//! Pairs of points that are near each other, by a grid whose cells are at least as wide as "near".

use std::ops::Range;

/// Furthest from 0 that a coordinate may be. A metre grid of the earth stays far below, and squares stay exact enough.
pub(crate) const FURTHEST: f64 = 1e12;

/// Points sorted into the cells of a grid, row by row, so that near points are near in memory, too.
pub(crate) struct Buckets {
    /// For each point in sorted order its number in the given order.
    pub(crate) order: Vec<u32>,
    points: Vec<[f64; 2]>,
    /// Where each cell starts in the sorted order; one more than there are cells.
    starts: Vec<u32>,
    columns: usize,
    rows: usize,
    near: f64,
}

impl Buckets {
    /// Sorts finite points; at most 2^32 - 1 of them. `near` is finite and not negative.
    pub(crate) fn new(points: &[[f64; 2]], near: f64) -> Self {
        let least = |axis: usize| points.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
        let most = |axis: usize| points.iter().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max);
        let origin = if points.is_empty() { [0.0; 2] } else { [least(0), least(1)] };
        let extent = if points.is_empty() { [0.0; 2] } else { [most(0) - origin[0], most(1) - origin[1]] };
        // Never many more cells than points, however small "near" is: thin rows and columns would only be empty.
        let most_cells = (points.len() as f64).mul_add(4.0, 64.0);
        let mut width = if near > 0.0 { near } else { 1.0 };
        let cells = |width: f64| (extent[0] / width + 1.0) * (extent[1] / width + 1.0);
        while cells(width) > most_cells {
            width *= 2.0;
        }
        let columns = (extent[0] / width) as usize + 1;
        let rows = (extent[1] / width) as usize + 1;
        let cell = |p: &[f64; 2]| {
            let column = (((p[0] - origin[0]) / width) as usize).min(columns - 1);
            let row = (((p[1] - origin[1]) / width) as usize).min(rows - 1);
            row * columns + column
        };
        let mut starts = vec![0_u32; columns * rows + 1];
        for point in points {
            starts[cell(point) + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; points.len()];
        for (i, point) in points.iter().enumerate() {
            let place = &mut next[cell(point)];
            order[*place as usize] = i as u32;
            *place += 1;
        }
        let points = order.iter().map(|&i| points[i as usize]).collect();
        Self { order, points, starts, columns, rows, near }
    }

    /// How many rows of cells there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Visits each pair at most `near` apart whose first point lies in this row: both places in the sorted order, the
    /// first smaller, and the square of their distance. All rows together visit each pair once.
    pub(crate) fn visit_row(&self, row: usize, mut visit: impl FnMut(u32, u32, f64)) {
        let near = self.near * self.near;
        for column in 0..self.columns {
            // Sorted by rows, the cell to the right follows at once: two runs of points instead of five cells.
            let own = self.run(row, column..column + 1);
            let right = self.run(row, column..column + 2);
            let above = self.run(row + 1, column.saturating_sub(1)..column + 2);
            for i in own {
                let [x, y] = self.points[i];
                for j in (i + 1..right.end).chain(above.clone()) {
                    let [dx, dy] = [self.points[j][0] - x, self.points[j][1] - y];
                    let square = dx * dx + dy * dy;
                    if square <= near {
                        visit(i as u32, j as u32, square);
                    }
                }
            }
        }
    }

    /// The points in some cells of a row; none where there is no such row.
    fn run(&self, row: usize, columns: Range<usize>) -> Range<usize> {
        if row >= self.rows {
            return 0..0;
        }
        let at = |column: usize| self.starts[row * self.columns + column.min(self.columns)] as usize;
        at(columns.start)..at(columns.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn exactly_the_near_pairs_are_visited_once(
            points in proptest::collection::vec((-50_i32..50, -50_i32..50), 0..60), near in 0_i32..40,
        ) {
            let points: Vec<[f64; 2]> = points.into_iter().map(|(x, y)| [f64::from(x), f64::from(y)]).collect();
            let near = f64::from(near);
            let buckets = Buckets::new(&points, near);
            let mut found = Vec::new();
            for row in 0..buckets.rows() {
                buckets.visit_row(row, |i, j, _| {
                    assert!(i < j);
                    let (i, j) = (buckets.order[i as usize], buckets.order[j as usize]);
                    found.push((i.min(j), i.max(j)));
                });
            }
            found.sort_unstable();
            let mut expected = Vec::new();
            for i in 0..points.len() {
                for j in i + 1..points.len() {
                    let [dx, dy] = [points[i][0] - points[j][0], points[i][1] - points[j][1]];
                    if dx * dx + dy * dy <= near * near {
                        expected.push((i as u32, j as u32));
                    }
                }
            }
            proptest::prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn far_apart_points_take_no_more_room_than_near_ones() {
        let points = [[-FURTHEST, -FURTHEST], [FURTHEST, FURTHEST], [0.0, 0.0]];
        assert!(Buckets::new(&points, 1e-9).starts.len() < 100);
    }
}
