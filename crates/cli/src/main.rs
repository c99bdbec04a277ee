//! The binary `lagenetz`.

fn main() {}
