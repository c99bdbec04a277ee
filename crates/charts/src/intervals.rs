//! Estimates with the range in which the truth lies.

use std::fmt::Write;

use crate::{
    axis::{Axis, WIDTH},
    escape,
};

/// An estimate with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// Stands before it.
    pub name: String,
    /// Where the truth lies.
    pub range: [f64; 2],
    /// The best guess.
    pub estimate: f64,
    /// What it says on its own.
    pub label: String,
}

/// Estimates below each other, with a line at 0: what reaches over it may be nothing. Classes: `ln-ranges`, `ln-plot__grid`,
/// `ln-ranges__zero`, `ln-ranges__range`, `ln-ranges__estimate`, `ln-plot__tick`, `ln-heat__name`.
pub fn intervals(intervals: &[Interval], x: &Axis, label: &str) -> String {
    const NAMES: f64 = 200.0;
    const RIGHT: f64 = 20.0;
    const ROW: f64 = 36.0;
    let bottom = 8.0 + ROW * intervals.len() as f64;
    let across = |value: f64| {
        let share = (value - x.from) / (x.to - x.from);
        NAMES + if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 } * (WIDTH - NAMES - RIGHT)
    };
    let mut svg = format!(
        "<svg class=\"ln-ranges\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {}\">",
        escape(label),
        bottom + 44.0
    );
    for tick in x.ticks.iter().filter(|tick| (x.from..=x.to).contains(&tick.at)) {
        let class = if tick.at == 0.0 { "ln-ranges__zero" } else { "ln-plot__grid" };
        let at = across(tick.at);
        // Writing into a String does not fail.
        _ = write!(
            svg,
            "<path class=\"{class}\" d=\"M{at:.1} 4V{bottom}\"/>\
             <text class=\"ln-plot__tick\" text-anchor=\"middle\" x=\"{at:.1}\" y=\"{}\">{}</text>",
            bottom + 16.0,
            escape(&tick.label)
        );
    }
    for (i, interval) in intervals.iter().enumerate() {
        let y = 8.0 + (i as f64 + 0.5) * ROW;
        _ = write!(
            svg,
            "<text class=\"ln-heat__name\" x=\"0\" y=\"{}\">{}</text>\
             <path class=\"ln-ranges__range\" d=\"M{:.1} {y}H{:.1}\"><title>{}</title></path>\
             <circle class=\"ln-ranges__estimate\" cx=\"{:.1}\" cy=\"{y}\" r=\"5\"/>",
            y + 4.0,
            escape(&interval.name),
            across(interval.range[0]),
            across(interval.range[1]),
            escape(&interval.label),
            across(interval.estimate)
        );
    }
    _ = write!(
        svg,
        "<text class=\"ln-plot__title\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{}</text></svg>",
        WIDTH - RIGHT,
        bottom + 36.0,
        escape(&x.title)
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tick;

    #[test]
    fn the_line_at_zero_is_its_own() {
        let ticks = [-100.0, 0.0].map(|at| Tick { at, label: at.to_string() }).to_vec();
        let x = Axis { title: "Meldungen".into(), from: -200.0, to: 10.0, ticks };
        let interval = Interval {
            name: "gesamt".into(),
            range: [-196.0, f64::NAN],
            estimate: -118.0,
            label: "-118".into(),
        };
        let svg = intervals(&[interval], &x, "Wirkung");
        assert_eq!(svg.matches("ln-ranges__zero").count(), 1);
        assert!(svg.contains("M208.0 26H200.0") && !svg.contains("NaN"), "{svg}");
    }
}
