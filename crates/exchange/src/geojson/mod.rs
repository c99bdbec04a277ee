//! GeoJSON (RFC 7946), in longitude and latitude: areas of divisions, and collections of points as tables.

mod areas;
mod read;
mod write;

pub use areas::{POINTS_MAX, Problem, areas, multi_polygon, usual_areas, write};
pub use read::{COORDINATES, read};
pub use write::Writer;
