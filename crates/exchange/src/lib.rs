//! Bytes to domain values and back, one folder per format, all alike: `read` gives values and what is wrong with the
//! rest, `write` gives bytes.

pub mod geojson;
