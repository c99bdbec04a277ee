//! A series beside what was to be expected.

use std::fmt::Write;

use crate::{
    axis::{Axis, Plot},
    escape,
};

/// One step of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// When, in the unit of the axis.
    pub at: f64,
    /// What was counted.
    pub observed: f64,
    /// What was to be expected, where that is known.
    pub expected: Option<f64>,
    /// Up to where it is usual.
    pub upper: Option<f64>,
    /// Whether it was unusual.
    pub alarm: bool,
    /// What it says on its own, such as "KW 12: 9, erwartet 4".
    pub label: String,
}

/// Words in the drawing, in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names<'a> {
    /// Of the counted line.
    pub observed: &'a str,
    /// Of the line of what was to be expected.
    pub expected: &'a str,
    /// Of the band up to the bound.
    pub usual: &'a str,
}

/// The counts as a line, the usual as a band from 0 to the bound, alarms as marks.
///
/// Classes: `ln-plot__band`, `ln-plot__expected`, `ln-plot__line ln-plot__line--1`, `ln-plot__dot`, `ln-plot__alarm`.
pub fn expected_band(steps: &[Step], names: Names<'_>, x: &Axis, y: &Axis, label: &str) -> String {
    let plot = Plot { x, y };
    let mut svg = plot.begin(label);
    let known =
        |value: fn(&Step) -> Option<f64>| steps.iter().filter_map(move |step| Some((step.at, value(step)?)));
    let upper: Vec<(f64, f64)> = known(|step| step.upper).collect();
    if let (Some(first), Some(last)) = (upper.first(), upper.last()) {
        let band = [(first.0, 0.0)].into_iter().chain(upper.iter().copied()).chain([(last.0, 0.0)]);
        // Writing into a String does not fail.
        _ = write!(svg, "<path class=\"ln-plot__band\" d=\"{}Z\"/>", plot.path(band));
    }
    _ = write!(svg, "<path class=\"ln-plot__expected\" d=\"{}\"/>", plot.path(known(|step| step.expected)));
    let observed = steps.iter().map(|step| (step.at, step.observed));
    _ = write!(svg, "<path class=\"ln-plot__line ln-plot__line--1\" d=\"{}\"/>", plot.path(observed));
    for step in steps {
        let (class, radius) = if step.alarm { ("ln-plot__alarm", 5) } else { ("ln-plot__dot", 2) };
        _ = write!(
            svg,
            "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\"><title>{}</title></circle>",
            plot.across(step.at),
            plot.up(step.observed),
            escape(&step.label)
        );
    }
    let ends = [
        (names.observed, steps.last().map(|step| step.observed), "ln-plot__name--1"),
        (
            names.expected,
            known(|step| step.expected).next_back().map(|(_, value)| value),
            "ln-plot__name--expected",
        ),
        (names.usual, upper.last().map(|&(_, value)| value), "ln-plot__name--band"),
    ];
    let names = ends.map(|(name, at, class)| (name, at.map_or(0.0, |at| plot.up(at)), class));
    svg.push_str(&crate::names::names(&names, plot.across(x.to)));
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_stand_out_and_steps_without_expectation_have_no_band() {
        let step = |at: f64, upper: Option<f64>, alarm| Step {
            at,
            observed: at,
            expected: upper.map(|upper| upper / 2.0),
            upper,
            alarm,
            label: format!("Woche {at}"),
        };
        let steps = [step(0.0, None, false), step(1.0, Some(4.0), false), step(2.0, Some(1.0), true)];
        let axis = Axis::from_zero("Wochen", 2.0, |at| at.to_string());
        let names = Names { observed: "gezählt", expected: "erwartet", usual: "üblich" };
        let svg = expected_band(&steps, names, &axis, &axis, "Reihe");
        assert_eq!(svg.matches("ln-plot__alarm").count(), 1);
        assert!(svg.contains("<title>Woche 2</title>") && svg.contains(">üblich</text>"));
        // From 0 at the first known step up, and down again at the last.
        let band = svg.split("ln-plot__band\" d=\"").nth(1).unwrap();
        assert_eq!(band.split('"').next().unwrap().matches(['M', 'L']).count(), 4);
    }

    #[test]
    fn no_steps_are_an_empty_plot() {
        let axis = Axis::from_zero("", 1.0, |at| at.to_string());
        let names = Names { observed: "", expected: "", usual: "" };
        assert!(!expected_band(&[], names, &axis, &axis, "").contains("ln-plot__band\""));
    }
}
