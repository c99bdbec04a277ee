//! Axes: which numbers stand where, and how data become places in a drawing.

use std::fmt::Write;

use crate::escape;

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where, in the unit of the data.
    pub at: f64,
    /// What it says; the caller writes numbers and days in the reader's language.
    pub label: String,
}

/// One direction of a plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What is measured, with its unit.
    pub title: String,
    /// The smallest value shown.
    pub from: f64,
    /// The largest value shown.
    pub to: f64,
    /// Marks, in any order; those outside are left out.
    pub ticks: Vec<Tick>,
}

impl Axis {
    /// From 0 to a round number that is at least `most`, with about four marks labelled by `label`.
    pub fn from_zero(title: &str, most: f64, label: impl Fn(f64) -> String) -> Self {
        let step = round_step(most / 4.0);
        let count = if most.is_finite() { (most / step).ceil().clamp(1.0, 20.0) as u32 } else { 1 };
        let tick = |i| Tick { at: step * f64::from(i), label: label(step * f64::from(i)) };
        let ticks: Vec<Tick> = (0..=count).map(tick).collect();
        Self { title: title.into(), from: 0.0, to: step * f64::from(count), ticks }
    }

    /// Share of the axis at which a value stands; inside for values outside, 0 for what is no number.
    fn share(&self, value: f64) -> f64 {
        let share = (value - self.from) / (self.to - self.from);
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// 1, 2 or 5 times a power of ten, at least as large.
fn round_step(step: f64) -> f64 {
    if !(step > 0.0 && step.is_finite()) {
        return 1.0;
    }
    let power = 10_f64.powf(step.log10().floor());
    let factor =
        [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

/// The inner part of a drawing, between its axes.
pub(crate) struct Plot<'a> {
    pub(crate) x: &'a Axis,
    pub(crate) y: &'a Axis,
}

pub(crate) const WIDTH: f64 = 640.0;
pub(crate) const HEIGHT: f64 = 300.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 120.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 44.0;

impl Plot<'_> {
    /// The beginning of a drawing with both axes. Classes: `ln-plot`, `ln-plot__grid`, `ln-plot__tick`, `ln-plot__title`.
    pub(crate) fn begin(&self, label: &str) -> String {
        let mut svg = format!(
            "<svg class=\"ln-plot\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">",
            escape(label)
        );
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let shown = |axis: &Axis, tick: &Tick| (axis.from..=axis.to).contains(&tick.at);
        for tick in self.y.ticks.iter().filter(|tick| shown(self.y, tick)) {
            let y = self.up(tick.at);
            // Writing into a String does not fail.
            _ = write!(
                svg,
                "<path class=\"ln-plot__grid\" d=\"M{LEFT} {y:.1}H{right}\"/>\
                 <text class=\"ln-plot__tick\" text-anchor=\"end\" x=\"{}\" y=\"{:.1}\">{}</text>",
                LEFT - 6.0,
                y + 4.0,
                escape(&tick.label)
            );
        }
        for tick in self.x.ticks.iter().filter(|tick| shown(self.x, tick)) {
            _ = write!(
                svg,
                "<text class=\"ln-plot__tick\" text-anchor=\"middle\" x=\"{:.1}\" y=\"{}\">{}</text>",
                self.across(tick.at),
                bottom + 16.0,
                escape(&tick.label)
            );
        }
        _ = write!(
            svg,
            "<text class=\"ln-plot__title\" x=\"0\" y=\"12\">{}</text>\
             <text class=\"ln-plot__title\" text-anchor=\"end\" x=\"{right}\" y=\"{}\">{}</text>",
            escape(&self.y.title),
            HEIGHT - 8.0,
            escape(&self.x.title)
        );
        svg
    }

    /// From the left.
    pub(crate) fn across(&self, value: f64) -> f64 {
        LEFT + self.x.share(value) * (WIDTH - LEFT - RIGHT)
    }

    /// From the top.
    pub(crate) fn up(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - self.y.share(value) * (HEIGHT - TOP - BOTTOM)
    }

    /// A path through points.
    pub(crate) fn path(&self, points: impl IntoIterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (x, y) in points {
            let command = if path.is_empty() { 'M' } else { 'L' };
            _ = write!(path, "{command}{:.1} {:.1}", self.across(x), self.up(y));
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        let ends = [0.0, 0.7, 3.0, 9.0, 41.0, 1_234.0].map(|most| {
            let axis = Axis::from_zero("", most, |at| at.to_string());
            (axis.to, axis.ticks.len())
        });
        assert_eq!(ends, [(1.0, 2), (0.8, 5), (3.0, 4), (10.0, 3), (60.0, 4), (1_500.0, 4)]);
        assert_eq!(Axis::from_zero("", f64::NAN, |at| at.to_string()).to, 1.0);
    }

    #[test]
    fn what_is_no_number_or_outside_stays_in_the_drawing() {
        let axis = Axis::from_zero("", 10.0, |at| at.to_string());
        let plot = Plot { x: &axis, y: &axis };
        assert_eq!((plot.across(f64::NAN), plot.across(99.0)), (LEFT, WIDTH - RIGHT));
        let svg = plot.begin("<a>");
        assert!(svg.contains("aria-label=\"&lt;a&gt;\"") && !svg.contains("NaN"));
    }
}
