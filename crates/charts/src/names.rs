//! Names at the end of lines, where the eye is, instead of a legend elsewhere.

use std::fmt::Write;

use crate::escape;

/// Least distance between two names, in units of the drawing.
const APART: f64 = 18.0;

/// Names with their height and class, right of `x`, moved apart where they would lie on each other. Class: `ln-plot__name`.
pub(crate) fn names(names: &[(&str, f64, &str)], x: f64) -> String {
    let mut order: Vec<&(&str, f64, &str)> = names.iter().filter(|(name, ..)| !name.is_empty()).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut places: Vec<f64> = order.iter().map(|(_, y, _)| *y).collect();
    for i in 1..places.len() {
        places[i] = places[i].max(places[i - 1] + APART);
    }
    let mut svg = String::new();
    for ((name, _, class), y) in order.into_iter().zip(places) {
        // Writing into a String does not fail.
        _ = write!(
            svg,
            "<text class=\"ln-plot__name {class}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x + 8.0,
            y + 4.0,
            escape(name)
        );
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_lie_on_each_other() {
        let svg = names(&[("b", 50.0, ""), ("a", 49.0, ""), ("", 0.0, ""), ("c", 90.0, "")], 0.0);
        let places: Vec<f64> =
            svg.split(" y=\"").skip(1).map(|part| part.split('"').next().unwrap().parse().unwrap()).collect();
        assert_eq!(places, [53.0, 71.0, 94.0]);
    }
}
