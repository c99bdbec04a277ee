//! The statistics: points, areas, counts and times in, results out.

pub mod random;
