//! The statistics: points, areas, counts and times in, results out.

pub mod density;
mod distribution;
pub mod effect;
pub mod fdr;
pub mod hitrate;
pub mod knox;
pub mod local;
mod pairs;
pub mod random;
pub mod scan;
pub mod series;
pub mod trend;
