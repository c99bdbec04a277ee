//! Draws the pictures of `docs/statistik.md` from what the methods find in an invented city.
//!
//! `cargo run -p cli --example statistik` writes them into `docs/bilder`.

mod city;
mod draw;

use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/bilder");
    fs::create_dir_all(&folder)?;
    draw::pictures().into_iter().try_for_each(|(name, svg)| fs::write(folder.join(name), svg))
}
