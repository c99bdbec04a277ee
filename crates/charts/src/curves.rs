//! Several lines in one plot.

use std::fmt::Write;

use crate::axis::{Axis, Plot};

/// A line with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Stands at its end.
    pub name: String,
    /// Points from left to right, in the units of the axes.
    pub points: Vec<(f64, f64)>,
}

/// Lines with their names at the end. Classes: `ln-plot__line ln-plot__line--1` and so on, in the order given.
pub fn curves(curves: &[Curve], x: &Axis, y: &Axis, label: &str) -> String {
    let plot = Plot { x, y };
    let mut svg = plot.begin(label);
    let classes: Vec<String> = (1..=curves.len()).map(|i| format!("ln-plot__name--{i}")).collect();
    let mut names = Vec::new();
    for (i, (curve, class)) in curves.iter().zip(&classes).enumerate() {
        // Writing into a String does not fail.
        _ = write!(
            svg,
            "<path class=\"ln-plot__line ln-plot__line--{}\" d=\"{}\"/>",
            i + 1,
            plot.path(curve.points.iter().copied())
        );
        let end = curve.points.last().map_or(0.0, |&(_, y)| plot.up(y));
        names.push((curve.name.as_str(), end, class.as_str()));
    }
    svg.push_str(&crate::names::names(&names, plot.across(x.to)));
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_its_class_and_its_name() {
        let line = |name: &str, to: f64| Curve { name: name.into(), points: vec![(0.0, 0.0), (1.0, to)] };
        let axis = Axis::from_zero("Anteil", 1.0, |at| at.to_string());
        let svg = curves(&[line("Rangfolge", 1.0), line("Zufall", 0.5)], &axis, &axis, "Treffer");
        assert!(svg.contains("ln-plot__line--2\" d=\"M48.0 256.0L520.0 140.0\""), "{svg}");
        assert!(svg.contains("ln-plot__name--1\" x=\"528.0\" y=\"28.0\">Rangfolge</text>"), "{svg}");
    }
}
