//! Counts over time as bars.

use std::fmt::Write;

use crate::escape;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// How many.
    pub count: u64,
    /// Whether it lies in the chosen period.
    pub chosen: bool,
    /// What it says on its own, such as "16.11. bis 22.11.2026: 41".
    pub label: String,
}

/// Bars side by side, the largest of full height, in a drawing that stretches to its place.
///
/// `label` is a sentence for those who do not see it. Classes: `ln-bar`, `ln-bar ln-bar--chosen`.
pub fn histogram(bars: &[Bar], label: &str) -> String {
    const HEIGHT: f64 = 60.0;
    const STEP: f64 = 10.0;
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let width = STEP * bars.len().max(1) as f64;
    let mut svg = format!(
        "<svg class=\"ln-bars\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {HEIGHT}\" preserveAspectRatio=\"none\">",
        escape(label)
    );
    for (i, bar) in bars.iter().enumerate() {
        let height = (bar.count as f64 / most as f64 * HEIGHT).max(if bar.count > 0 { 1.0 } else { 0.0 });
        let class = if bar.chosen { "ln-bar ln-bar--chosen" } else { "ln-bar" };
        // Writing into a String does not fail.
        _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.2}\" width=\"{:.1}\" height=\"{height:.2}\"><title>{}</title></rect>",
            i as f64 * STEP + 1.0,
            HEIGHT - height,
            STEP - 2.0,
            escape(&bar.label)
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(count: u64, chosen: bool) -> Bar {
        Bar { count, chosen, label: format!("<{count}>") }
    }

    #[test]
    fn the_largest_bar_has_full_height_and_none_has_none() {
        let svg = histogram(&[bar(0, false), bar(2, false), bar(4, true)], "a & b");
        assert!(svg.contains("height=\"0.00\""));
        assert!(svg.contains("y=\"30.00\" width=\"8.0\" height=\"30.00\""));
        assert!(svg.contains("ln-bar--chosen\" x=\"21.0\" y=\"0.00\""));
        assert!(svg.contains("aria-label=\"a &amp; b\"") && svg.contains("<title>&lt;4&gt;</title>"));
    }

    #[test]
    fn nothing_to_count_is_an_empty_drawing() {
        assert!(histogram(&[], "").ends_with("></svg>"));
        assert!(histogram(&[bar(0, false)], "").contains("height=\"0.00\""));
    }
}
