//! The pictures of `docs/statistik.md` are what the methods find today.

#[path = "../examples/statistik/city.rs"]
mod city;
#[path = "../examples/statistik/draw.rs"]
mod draw;

use std::{fs, path::Path};

#[test]
fn the_pictures_of_the_handbook_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let text = fs::read_to_string(folder.join("statistik.md")).unwrap();
    let pictures = draw::pictures();
    for (name, svg) in &pictures {
        let stored = fs::read_to_string(folder.join("bilder").join(name)).unwrap_or_default();
        assert!(stored == *svg, "{name} is old: run `cargo run -p cli --example statistik`");
        assert!(text.contains(&format!("(bilder/{name})")), "docs/statistik.md does not show {name}");
    }
    assert_eq!(
        text.matches("](bilder/").count(),
        pictures.len(),
        "docs/statistik.md shows a picture that is not drawn"
    );
}
