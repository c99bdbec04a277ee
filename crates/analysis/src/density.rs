//! Kernel density on a grid, for a picture of where things happen.
//!
//! Each event is smeared into a bell of a chosen width, and the bells are summed. At the edge of the city half of a bell
//! lies where nothing is counted, so the edge looks quieter than it is; the correction gives that half back.
//!
//! - Rosenblatt 1956, Ann Math Stat 27:832-837, <https://doi.org/10.1214/aoms/1177728190>
//! - Diggle 1985 (edge), Applied Statistics 34:138-147, <https://doi.org/10.2307/2347366>
//! - Jones 1993 (boundary), Statistics and Computing 3:135-146, <https://doi.org/10.1007/BF00147776>
//! - Wand 1994 (binning), J Comput Graph Stat 3:433-445, <https://doi.org/10.1080/10618600.1994.10474656>
//!
//! **Trap:** it is a picture, not a test: every map has a darkest place. Which places are unusual is for [`crate::local`].
//! **Trap:** a single event makes a spot as round as a hundred do; show how many there are.

use rayon::prelude::*;

use crate::pairs::FURTHEST;

/// Half width of the bell in standard deviations; there it has fallen to 3 in ten thousand of its height.
const REACH: f64 = 4.0;
/// The same of the two narrower bells that a wide one is made of: 4 in a million, because what is cut off there shows as
/// ripples.
const REACH_OF_HALVES: f64 = 5.0;
/// Standard deviations of a bell between two rows that stand for all those between them. What they cannot tell apart is
/// 2 · exp(-(pi · 1.6)² / 2), 7 in a million.
const APART: f64 = 1.6;
/// Most cells: 256 MiB of working memory.
const MOST_CELLS: usize = 1 << 24;

/// Square cells, row by row from the lowest row up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Lower left corner.
    pub origin: [f64; 2],
    /// Side of a cell, in the unit of the coordinates, such as metres.
    pub cell: f64,
    /// Cells from left to right.
    pub columns: usize,
    /// Cells from bottom to top.
    pub rows: usize,
}

impl Grid {
    /// The middle of a cell.
    pub fn centre(&self, column: usize, row: usize) -> [f64; 2] {
        let at = |axis: usize, i: usize| self.origin[axis] + (i as f64 + 0.5) * self.cell;
        [at(0, column), at(1, row)]
    }
}

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DensityOptions {
    /// Standard deviation of the bell, in the unit of the coordinates. **It decides what the picture says: too small shows
    /// single events, too large one hill over the centre. 150 to 400 metres show streets and squares.**
    pub bandwidth: f64,
    /// What happens at the edge of the area.
    pub edge: Edge,
}

/// Correction at the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// None: the edge looks quieter than it is.
    Uncorrected,
    /// Divides by the share of the bell that lies inside, at each place of the picture: even happening looks even.
    Even,
    /// Enlarges each event's bell by what it loses outside: the surface holds exactly as many events as there are inside.
    Conserving,
}

/// A density with what to keep in mind.
#[derive(Debug, Clone, PartialEq)]
pub struct Density {
    /// Events for each unit of area (metres: for each square metre), row by row; 0 outside. Their seventh digit is far below
    /// what the binning costs.
    pub values: Vec<f32>,
    /// Events that were drawn.
    pub inside: usize,
    /// What speaks against it.
    pub cautions: Vec<Caution>,
}

/// What speaks against reading the picture at face value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caution {
    /// So many events lie outside and are not drawn.
    Outside {
        /// How many.
        events: usize,
    },
    /// Fewer than fifty events: the hills are single events.
    FewEvents {
        /// How many.
        events: usize,
    },
    /// The bell is narrower than two cells, so the grid shows more than the events do.
    CoarseGrid,
    /// The bell is wider than a quarter of the grid, so the picture shows its middle more than the events.
    WideBell,
}

/// Why there is no density.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DensityError {
    /// Not a grid.
    #[error(
        "The grid needs a place, cells with a side between a millionth and a billion, and 1 to {MOST_CELLS} of them."
    )]
    Grid,
    /// The area does not fit the grid.
    #[error("The area has {area} cells, the grid {grid}.")]
    Area {
        /// Cells of the area.
        area: usize,
        /// Cells of the grid.
        grid: usize,
    },
    /// Not a width.
    #[error("The bandwidth must be a number above 0 and at most a thousand times the side of the grid.")]
    Bandwidth,
    /// Not a place.
    #[error("The place of event {event} is not a pair of numbers of ordinary size.")]
    Place {
        /// Which event.
        event: usize,
    },
}

/// Gaussian kernel density of events in the middles of the cells.
///
/// 1. Share each event among the four nearest middles by distance (linear binning). The error of this is at most about
///    (cell / bandwidth)² / 4 of the height of a hill: 0.5 % at seven cells to a bandwidth.
/// 2. Smooth columns, then rows, with a bell of four standard deviations to each side. A wide bell is two narrower ones, one
///    after the other: behind the first a few rows stand for all, only these are smoothed across, and the second fills in
///    the others.
/// 3. Correct the edge: of `area`, where it is given (true is inside), else of the grid.
///
/// O(n + cells · bandwidth / cell). Same result on any number of threads.
///
/// ```
/// use analysis::density::{DensityOptions, Edge, Grid, density};
///
/// let grid = Grid { origin: [0.0, 0.0], cell: 50.0, columns: 20, rows: 20 };
/// let options = DensityOptions { bandwidth: 150.0, edge: Edge::Conserving };
/// let found = density(&[[30.0, 30.0], [500.0, 510.0]], &grid, None, &options)?;
/// let events: f32 = found.values.iter().map(|value| value * 50.0 * 50.0).sum();
/// assert!((events - 2.0).abs() < 1e-6);
/// # Ok::<(), analysis::density::DensityError>(())
/// ```
pub fn density(
    points: &[[f64; 2]],
    grid: &Grid,
    area: Option<&[bool]>,
    options: &DensityOptions,
) -> Result<Density, DensityError> {
    check(grid, area, options)?;
    let binned = Binned::new(points, grid, area)?;
    let inside = binned.inside;
    let smoother = Smoother::new(options.bandwidth / grid.cell, grid);
    let kept = if options.edge == Edge::Uncorrected { Vec::new() } else { smoother.kept(area) };
    let unit = (1.0 / (grid.cell * grid.cell * binned.event)) as f32;
    let mut values = smoother.smooth(|row, cells| {
        binned.row(row, grid).iter().zip(&mut *cells).for_each(|(&mass, cell)| *cell = mass as f32 * unit);
        if options.edge == Edge::Conserving {
            divide(cells, &kept[row * grid.columns..]);
        }
    });
    if options.edge == Edge::Even {
        divide(&mut values, &kept);
    }
    if let Some(area) = area {
        values.iter_mut().zip(area).filter(|(_, inside)| !**inside).for_each(|(value, _)| *value = 0.0);
    }

    let mut cautions = Vec::new();
    if inside < points.len() {
        cautions.push(Caution::Outside { events: points.len() - inside });
    }
    if inside < 50 {
        cautions.push(Caution::FewEvents { events: inside });
    }
    if options.bandwidth < 2.0 * grid.cell {
        cautions.push(Caution::CoarseGrid);
    }
    if options.bandwidth > grid.cell * grid.columns.min(grid.rows) as f64 / 4.0 {
        cautions.push(Caution::WideBell);
    }
    Ok(Density { values, inside, cautions })
}

/// Whether these are numbers of ordinary size.
fn ordinary(place: &[f64; 2]) -> bool {
    place.iter().all(|c| (-FURTHEST..=FURTHEST).contains(c))
}

fn check(grid: &Grid, area: Option<&[bool]>, options: &DensityOptions) -> Result<(), DensityError> {
    let cells = grid.columns.checked_mul(grid.rows).filter(|cells| (1..=MOST_CELLS).contains(cells));
    let Some(cells) = cells.filter(|_| ordinary(&grid.origin) && (1e-6..=1e9).contains(&grid.cell)) else {
        return Err(DensityError::Grid);
    };
    if let Some(area) = area.filter(|area| area.len() != cells) {
        return Err(DensityError::Area { area: area.len(), grid: cells });
    }
    let widest = 1000.0 * grid.cell * grid.columns.max(grid.rows) as f64;
    if !(options.bandwidth > 0.0 && options.bandwidth <= widest) {
        return Err(DensityError::Bandwidth);
    }
    Ok(())
}

/// Divides where a part of the bell is inside; a cell that is inside always has at least its own.
fn divide(values: &mut [f32], kept: &[f32]) {
    values.iter_mut().zip(kept).filter(|(_, kept)| **kept > 0.0).for_each(|(value, kept)| *value /= kept);
}

/// The nearest whole number of one from 0 to 2^31, as an integer and as it is.
///
/// Beyond 2^52 a number has no digits after the point, so adding that much rounds, and the integer stands in the last bits:
/// two instructions instead of the ten of a conversion that must be right for all numbers.
#[inline]
fn nearest(x: f64) -> (i32, f64) {
    const SHIFT: f64 = (1_u64 << 52) as f64;
    let shifted = x + SHIFT;
    (shifted.to_bits() as i32, shifted - SHIFT)
}

/// Fewest events that are worth a grid of their own.
const SMALLEST_PIECE: usize = 1 << 17;

/// Events shared among the four nearest middles of cells.
struct Binned {
    /// Whole parts of events, with a border of a cell around the grid.
    parts: Vec<i32>,
    /// Parts of an event: as many as leave room for all events in one cell, so that nothing is ever lost. Integers of 32 bits
    /// take half the memory of exact numbers, and it is memory that binning waits for.
    event: f64,
    inside: usize,
}

impl Binned {
    fn new(points: &[[f64; 2]], grid: &Grid, area: Option<&[bool]>) -> Result<Self, DensityError> {
        let event = (f64::from(i32::MAX) / points.len().max(1) as f64).log2().floor().clamp(0.0, 16.0).exp2();
        // Each core bins a piece; whole parts have the same sum in any order.
        let piece = points.len().div_ceil(rayon::current_num_threads()).max(SMALLEST_PIECE);
        let bin = |(number, points): (usize, &[_])| Self::piece(points, number * piece, event, grid, area);
        let pieces: Vec<_> = points.par_chunks(piece).enumerate().map(bin).collect();
        let mut pieces = pieces.into_iter();
        let mut whole = pieces.next().unwrap_or_else(|| bin((0, &[])))?;
        for piece in pieces {
            let Self { parts, inside, .. } = piece?;
            whole.inside += inside;
            whole.parts.iter_mut().zip(parts).for_each(|(sum, parts)| *sum += parts);
        }
        whole.fold_border(grid);
        Ok(whole)
    }

    /// Bins the events from number `first` on.
    fn piece(
        points: &[[f64; 2]],
        first: usize,
        event: f64,
        grid: &Grid,
        area: Option<&[bool]>,
    ) -> Result<Self, DensityError> {
        let Grid { origin, cell, columns, rows } = *grid;
        let stride = columns + 2;
        let mut parts = vec![0_i32; stride * (rows + 2)];
        let mut inside = 0;
        let scale = 1.0 / cell;
        for (number, point) in points.iter().enumerate() {
            let (x, y) = ((point[0] - origin[0]) * scale, (point[1] - origin[1]) * scale);
            if !(x >= 0.0 && y >= 0.0 && x < columns as f64 && y < rows as f64) {
                // What lies on the grid is of ordinary size.
                if !ordinary(point) {
                    return Err(DensityError::Place { event: first + number });
                }
                continue;
            }
            if area.is_some_and(|area| !area[y as usize * columns + x as usize]) {
                continue;
            }
            inside += 1;
            // The border shifts cells by one, so the nearest whole number is the cell whose middle lies before the event.
            let ((left, left_whole), (low, low_whole)) = (nearest(x), nearest(y));
            let (across, up) = (x + 0.5 - left_whole, y + 0.5 - low_whole);
            let (right, right_whole) = nearest(across * event);
            let (upper_right, _) = nearest(right_whole * up);
            let (upper_left, _) = nearest((event - right_whole) * up);
            let corner = low as usize * stride + left as usize;
            let lower = [event as i32 - right - upper_left, right - upper_right];
            for (corner, [left, right]) in [(corner, lower), (corner + stride, [upper_left, upper_right])] {
                if let Some([to_left, to_right]) = parts[corner..].first_chunk_mut() {
                    *to_left += left;
                    *to_right += right;
                }
            }
        }
        Ok(Self { parts, event, inside })
    }

    /// What went to the border belongs to the cells along it.
    fn fold_border(&mut self, grid: &Grid) {
        let (stride, rows) = (grid.columns + 2, grid.rows);
        for column in 0..stride {
            self.parts[stride + column] += self.parts[column];
            self.parts[rows * stride + column] += self.parts[(rows + 1) * stride + column];
        }
        for row in self.parts.chunks_mut(stride) {
            row[1] += row[0];
            row[grid.columns] += row[grid.columns + 1];
        }
    }

    fn row(&self, row: usize, grid: &Grid) -> &[i32] {
        &self.parts[(row + 1) * (grid.columns + 2) + 1..][..grid.columns]
    }
}

/// One side of a bell, from its middle outward; a whole bell sums to 1. With 32 bits twice as many fit into a register.
struct Bell(Vec<f32>);

impl Bell {
    /// With the standard deviation in cells; never longer than the grid.
    fn new(deviation: f64, longest: usize) -> Self {
        let full = (REACH * deviation).ceil();
        let height = |i: usize| (-0.5 * (i as f64 / deviation).powi(2)).exp();
        let reach = (full.min(longest as f64) as usize).max(1);
        let half: Vec<f64> = (0..=reach).map(height).collect();
        // What a bell longer than the grid has beyond it is counted as the integral: nobody sees the difference.
        let whole = deviation * (2.0 * std::f64::consts::PI).sqrt();
        let sum = if full > longest as f64 { whole } else { half[0] + 2.0 * half[1..].iter().sum::<f64>() };
        Self(half.into_iter().map(|height| (height / sum) as f32).collect())
    }

    /// For each cell of a row of so many the part of a bell on it that lies in the row.
    fn kept(&self, length: usize) -> Vec<f32> {
        let mut up_to = vec![0.0; self.0.len()];
        let mut sum = 0.0;
        for (up_to, height) in up_to.iter_mut().zip(&self.0).skip(1) {
            sum += height;
            *up_to = sum;
        }
        let side = |cells: usize| up_to[cells.min(up_to.len() - 1)];
        (0..length).map(|i| self.0[0] + side(i) + side(length - 1 - i)).collect()
    }

    /// What a row of so many takes of those around it.
    fn share(&self, row: usize, rows: usize) -> Share {
        let reach = self.0.len() - 1;
        let first = row.saturating_sub(reach);
        let weights = (first..rows.min(row + reach + 1)).map(|other| self.0[other.abs_diff(row)]).collect();
        Share { first, weights }
    }

    /// The weighted sum of the block at `middle` and those to both sides. What `at` gives is at least as long as a block.
    #[inline]
    fn sum<'a>(&self, middle: usize, at: impl Fn(usize) -> &'a [f32]) -> [f32; BLOCK] {
        let mut sums = [0.0; BLOCK];
        sums.iter_mut().zip(at(middle)).for_each(|(sum, value)| *sum = self.0[0] * value);
        for (i, height) in self.0.iter().enumerate().skip(1) {
            // Of a length that the compiler knows, so that the sums stay in registers.
            let sides = (at(middle - i).first_chunk::<BLOCK>(), at(middle + i).first_chunk::<BLOCK>());
            let (Some(before), Some(after)) = sides else { continue };
            for lane in 0..BLOCK {
                sums[lane] += height * (before[lane] + after[lane]);
            }
        }
        sums
    }
}

/// What a row takes of the rows of another grid: from which on, and how much of each.
struct Share {
    first: usize,
    weights: Vec<f32>,
}

/// Smooths a grid; nothing lies outside.
struct Smoother {
    grid: Grid,
    across: Bell,
    /// From all rows to the few that stand for them; absent for a narrow bell.
    down: Option<Vec<Share>>,
    /// From these, or from all, to all rows.
    up: Vec<Share>,
    /// A few values more than a row needs: rows of a power of two would all fall into the same lines of the cache.
    stride: usize,
}

impl Smoother {
    /// With the standard deviation in cells.
    fn new(deviation: f64, grid: &Grid) -> Self {
        let across = Bell::new(deviation, grid.columns.max(grid.rows));
        let apart = (deviation / APART) as i64;
        let (down, up) = if apart < 2 {
            (None, (0..grid.rows).map(|row| across.share(row, grid.rows)).collect())
        } else {
            let (down, up) = halves(deviation / std::f64::consts::SQRT_2, apart, grid.rows as i64);
            (Some(down), up)
        };
        Self { grid: *grid, across, down, up, stride: grid.columns.next_multiple_of(BLOCK) + 16 }
    }

    /// For each cell the part of a bell on it that lies inside.
    fn kept(&self, area: Option<&[bool]>) -> Vec<f32> {
        let Grid { columns, .. } = self.grid;
        if let Some(area) = area {
            return self.smooth(|row, cells| {
                let inside = area[row * columns..].iter().map(|&inside| f32::from(u8::from(inside)));
                cells.iter_mut().zip(inside).for_each(|(cell, inside)| *cell = inside);
            });
        }
        let whole = |share: &Share| share.weights.iter().sum::<f32>();
        let few: Option<Vec<f32>> = self.down.as_ref().map(|down| down.iter().map(whole).collect());
        let up = self.up.iter().map(|share| match &few {
            Some(few) => share.weights.iter().zip(&few[share.first..]).map(|(part, few)| part * few).sum(),
            None => whole(share),
        });
        let across = self.across.kept(columns);
        up.flat_map(|up: f32| across.iter().map(move |across| across * up)).collect()
    }

    /// Smooths what `fill` writes into each row.
    fn smooth(&self, fill: impl Fn(usize, &mut [f32]) + Sync) -> Vec<f32> {
        let Grid { columns, rows, .. } = self.grid;
        let mut lines = vec![0.0; self.stride * rows];
        let filled = |(row, line): (usize, &mut [f32])| fill(row, &mut line[..columns]);
        lines.par_chunks_mut(self.stride).enumerate().for_each(filled);
        if let Some(down) = &self.down {
            lines = self.blend(&lines, down, self.stride);
        }
        let reach = self.across.0.len() - 1;
        lines.par_chunks_mut(self.stride).for_each_init(
            || vec![0.0; columns.next_multiple_of(BLOCK) + 2 * reach],
            |padded, line| {
                padded[reach..reach + columns].copy_from_slice(&line[..columns]);
                for start in (0..columns).step_by(BLOCK) {
                    let at = |i: usize| &padded[start + i..];
                    line[start..start + BLOCK].copy_from_slice(&self.across.sum(reach, at));
                }
            },
        );
        self.blend(&lines, &self.up, columns)
    }

    /// Rows of so many values, each of its shares of other rows.
    fn blend(&self, lines: &[f32], shares: &[Share], width: usize) -> Vec<f32> {
        let columns = self.grid.columns;
        let mut blended = vec![0.0; width * shares.len()];
        blended.par_chunks_mut(width * BAND).zip(shares.par_chunks(BAND)).for_each(|(band, shares)| {
            // Block by block down the rows, so that what one row has read is still near for the next.
            for start in (0..columns).step_by(BLOCK) {
                let length = BLOCK.min(columns - start);
                for (line, share) in band.chunks_mut(width).zip(shares) {
                    let from = lines[share.first * self.stride + start..].chunks(self.stride);
                    let mut sums = [0.0; BLOCK];
                    for (part, values) in share.weights.iter().zip(from) {
                        // Of a length that the compiler knows, so that the sums stay in registers.
                        let Some(values) = values.first_chunk::<BLOCK>() else { continue };
                        sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += part * value);
                    }
                    line[start..start + length].copy_from_slice(&sums[..length]);
                }
            }
        });
        blended
    }
}

/// The two halves of a wide bell: what rows that stand `apart` from each other take of all, and what all take of those.
/// Both have the same weights, so that what a row gives to another it would get from it.
fn halves(deviation: f64, apart: i64, rows: i64) -> (Vec<Share>, Vec<Share>) {
    let reach = (REACH_OF_HALVES * deviation).ceil() as i64;
    let few = (rows - 1 + 2 * reach) / apart + 1;
    let height = (apart as f64 / (2.0 * std::f64::consts::PI)).sqrt() / deviation;
    let weight = |away: i64| (height * (-0.5 * (away as f64 / deviation).powi(2)).exp()) as f32;
    let share = |from: i64, to: i64, away: &dyn Fn(i64) -> i64| Share {
        first: if from <= to { from as usize } else { 0 },
        weights: (from..=to).map(|other| weight(away(other))).collect(),
    };
    // Where the few stand among the rows: as far outside as any row reaches.
    let place = |number: i64| number * apart - reach;
    let down = (0..few).map(|number| {
        let at = place(number);
        share((at - reach).max(0), (at + reach).min(rows - 1), &|row| row - at)
    });
    let up = (0..rows).map(|row| {
        share((row + apart - 1) / apart, (row + 2 * reach) / apart, &|number| place(number) - row)
    });
    (down.collect(), up.collect())
}

/// Rows that are smoothed by one task.
const BAND: usize = 64;
/// Values that are summed side by side; they stay in registers.
const BLOCK: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    fn exact(points: &[[f64; 2]], place: [f64; 2], bandwidth: f64) -> f64 {
        let square = |point: &[f64; 2]| (point[0] - place[0]).powi(2) + (point[1] - place[1]).powi(2);
        let bell = |point| {
            (-square(point) / (2.0 * bandwidth * bandwidth)).exp()
                / (2.0 * std::f64::consts::PI * bandwidth * bandwidth)
        };
        points.iter().map(bell).sum()
    }

    /// KDEpy 1.1.12, `NaiveKDE(kernel="gaussian", bw=2)` times five events.
    #[test]
    fn five_events_in_the_middles_of_cells_agree_with_kdepy() {
        let points = [[3.5, 4.5], [3.5, 4.5], [10.5, 7.5], [15.5, 2.5], [8.5, 12.5]];
        let grid = Grid { origin: [0.0, 0.0], cell: 1.0, columns: 20, rows: 16 };
        let found =
            density(&points, &grid, None, &DensityOptions { bandwidth: 2.0, edge: Edge::Uncorrected })
                .unwrap();
        let reference = [
            (3, 4, 0.07960631530870871),
            (10, 7, 0.040982393877248446),
            (0, 0, 0.0034963904098106145),
            (9, 9, 0.03273684749347462),
        ];
        for (column, row, reference) in reference {
            let ours = f64::from(found.values[row * 20 + column]);
            // The bell ends at four standard deviations, where it has fallen to 3 in ten thousand.
            assert!((ours - reference).abs() < 3e-4 * 0.08, "{column} {row}: {ours} {reference}");
        }
    }

    #[test]
    fn the_error_of_binning_is_as_small_as_documented() {
        let mut stream = Stream::new(3, 0);
        let points: Vec<[f64; 2]> =
            (0..40).map(|_| [stream.unit() * 900.0 + 50.0, stream.unit() * 900.0 + 50.0]).collect();
        let grid = Grid { origin: [0.0, 0.0], cell: 20.0, columns: 50, rows: 50 };
        for bandwidth in [40.0, 80.0, 140.0] {
            let found = density(&points, &grid, None, &DensityOptions { bandwidth, edge: Edge::Uncorrected })
                .unwrap();
            let exact = |i: usize| exact(&points, grid.centre(i % 50, i / 50), bandwidth);
            let worst = (0..2500).map(|i| (f64::from(found.values[i]) - exact(i)).abs()).fold(0.0, f64::max);
            let highest = (0..2500).map(exact).fold(0.0, f64::max);
            assert!(worst / highest < (20.0 / bandwidth).powi(2) / 4.0, "{bandwidth}: {}", worst / highest);
        }
    }

    /// An L, so that the area is more than the grid's edge.
    fn corner(grid: &Grid) -> Vec<bool> {
        (0..grid.columns * grid.rows).map(|i| i % grid.columns < 10 || i / grid.columns < 10).collect()
    }

    const GRID: Grid = Grid { origin: [-100.0, 50.0], cell: 10.0, columns: 33, rows: 25 };

    #[test]
    fn even_happening_looks_even_up_to_the_edge() {
        let area = corner(&GRID);
        let points: Vec<[f64; 2]> =
            (0..area.len()).filter(|&i| area[i]).map(|i| GRID.centre(i % 33, i / 33)).collect();
        let even = DensityOptions { bandwidth: 45.0, edge: Edge::Even };
        for (i, value) in density(&points, &GRID, Some(&area), &even).unwrap().values.iter().enumerate() {
            let expected = if area[i] { 0.01 } else { 0.0 };
            assert!((value - expected).abs() < 1e-8, "{i}: {value}");
        }
        let uncorrected =
            density(&points, &GRID, Some(&area), &DensityOptions { edge: Edge::Uncorrected, ..even })
                .unwrap();
        assert!(uncorrected.values[0] < 0.004);
    }

    #[test]
    fn the_conserving_surface_holds_as_many_events_as_there_are_inside() {
        let mut stream = Stream::new(9, 0);
        let points: Vec<[f64; 2]> =
            (0..500).map(|_| [stream.unit() * 400.0 - 120.0, stream.unit() * 280.0 + 40.0]).collect();
        let area = corner(&GRID);
        for area in [None, Some(&area[..])] {
            let found =
                density(&points, &GRID, area, &DensityOptions { bandwidth: 60.0, edge: Edge::Conserving })
                    .unwrap();
            let sum: f64 = found.values.iter().map(|&value| f64::from(value) * 100.0).sum();
            assert!((sum / found.inside as f64 - 1.0).abs() < 1e-6 && found.inside < 500, "{sum}");
            assert!(found.cautions.contains(&Caution::Outside { events: 500 - found.inside }));
        }
    }

    #[test]
    fn the_edge_of_the_grid_is_corrected_like_an_area_that_fills_it() {
        let points = [[-95.0, 55.0], [0.0, 100.0], [229.0, 299.0]];
        let whole = vec![true; 33 * 25];
        for edge in [Edge::Even, Edge::Conserving] {
            let with = |area| {
                density(&points, &GRID, area, &DensityOptions { bandwidth: 30.0, edge }).unwrap().values
            };
            for (a, b) in with(None).into_iter().zip(with(Some(&whole))) {
                assert!((a - b).abs() <= 1e-6 * a, "{a} {b}");
            }
        }
    }

    #[test]
    fn cores_share_the_events_and_change_nothing() {
        let mut stream = Stream::new(5, 0);
        let mut points: Vec<[f64; 2]> =
            (0..3 * SMALLEST_PIECE).map(|_| [stream.unit() * 1000.0, stream.unit() * 1000.0]).collect();
        let grid = Grid { origin: [0.0, 0.0], cell: 20.0, columns: 50, rows: 50 };
        let on = |threads, points: &[[f64; 2]]| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let options = DensityOptions { bandwidth: 60.0, edge: Edge::Even };
            pool.install(|| density(points, &grid, None, &options))
        };
        let alone = on(1, &points).unwrap();
        assert_eq!(alone.inside, points.len());
        assert_eq!(alone, on(3, &points).unwrap());
        for wrong in [2 * SMALLEST_PIECE + 7, SMALLEST_PIECE + 1] {
            points[wrong][1] = f64::NAN;
            assert_eq!(on(3, &points), Err(DensityError::Place { event: wrong }));
        }
    }

    #[test]
    fn what_misleads_is_marked() {
        let with = |bandwidth| {
            density(&[[0.0, 100.0]], &GRID, None, &DensityOptions { bandwidth, edge: Edge::Even })
                .unwrap()
                .cautions
        };
        assert_eq!(with(15.0), [Caution::FewEvents { events: 1 }, Caution::CoarseGrid]);
        assert_eq!(with(90.0), [Caution::FewEvents { events: 1 }, Caution::WideBell]);
    }

    #[test]
    fn what_cannot_be_drawn_is_told_in_a_sentence() {
        let options = DensityOptions { bandwidth: 30.0, edge: Edge::Even };
        let told = |points: &[[f64; 2]], grid: Grid, area: Option<&[bool]>, options| {
            density(points, &grid, area, &options).unwrap_err().to_string()
        };
        assert!(
            told(&[], Grid { columns: usize::MAX, ..GRID }, None, options)
                .starts_with("The grid needs a place")
        );
        assert!(told(&[], Grid { cell: 0.0, ..GRID }, None, options).starts_with("The grid needs a place"));
        assert_eq!(told(&[], GRID, Some(&[true]), options), "The area has 1 cells, the grid 825.");
        assert!(
            told(&[], GRID, None, DensityOptions { bandwidth: f64::NAN, ..options })
                .starts_with("The bandwidth")
        );
        assert_eq!(
            told(&[[0.0; 2], [f64::NAN; 2]], GRID, None, options),
            "The place of event 1 is not a pair of numbers of ordinary size."
        );
    }

    proptest::proptest! {
        #[test]
        fn only_numbers_come_out(
            points in proptest::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64), 0..20), columns in 1_usize..40, rows in 1_usize..40,
            inside in proptest::collection::vec(proptest::bool::ANY, 1600), exponent in -12_i32..12, cell in -6_i32..9,
        ) {
            let points: Vec<[f64; 2]> = points.into_iter().map(|(x, y)| [x, y]).collect();
            let grid = Grid { origin: [-500.0, -500.0], cell: 10_f64.powi(cell), columns, rows };
            let bandwidth = 3.0 * 10_f64.powi(exponent);
            for edge in [Edge::Uncorrected, Edge::Even, Edge::Conserving] {
                for area in [None, Some(&inside[..columns * rows])] {
                    let Ok(found) = density(&points, &grid, area, &DensityOptions { bandwidth, edge }) else { continue };
                    proptest::prop_assert!(found.values.iter().all(|value| value.is_finite() && *value >= 0.0));
                }
            }
        }
    }
}
