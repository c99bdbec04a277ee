#![no_main]

use exchange::geojson::{areas, multi_polygon, write};

libfuzzer_sys::fuzz_target!(|text: &str| {
    _ = areas(text, "id", "name");
    if let Ok(shape) = multi_polygon(text) {
        assert!(multi_polygon(&write(&shape)).is_ok(), "what was read can be written and read again");
    }
});
