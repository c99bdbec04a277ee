//! In how many of 1,000 seeded random cities without clusters a scan finds one, for each model and way of computing p.
//!
//! `cargo run --release -p analysis --example calibration`

#![allow(clippy::print_stdout, reason = "an example prints")]

mod city;

use city::{KINDS, METHODS, alarms, p_values};

fn main() {
    println!("of {} cities    p <= 0.20  0.10  0.05  0.01", city::CITIES);
    for kind in KINDS {
        for method in METHODS {
            let found = p_values(kind, method);
            let counts = [0.2, 0.1, 0.05, 0.01].map(|level| alarms(&found, level));
            println!("{kind:?}  {method:?}  {counts:?}");
        }
    }
}
