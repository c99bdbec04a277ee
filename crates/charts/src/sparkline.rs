//! A short series as a line.

use std::fmt::Write;

use crate::escape;

/// A line over `values`, the largest at the top; the last point is marked. Classes: `ln-line`, `ln-line__end`.
pub fn sparkline(values: &[f64], label: &str) -> String {
    const WIDTH: f64 = 120.0;
    const HEIGHT: f64 = 24.0;
    let finite: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    let most = finite.iter().copied().fold(0.0_f64, f64::max).max(1.0);
    let step = WIDTH / (finite.len().max(2) - 1) as f64;
    let points: Vec<(f64, f64)> = finite
        .iter()
        .enumerate()
        .map(|(i, v)| (i as f64 * step, HEIGHT - 2.0 - v / most * (HEIGHT - 4.0)))
        .collect();
    let mut svg = format!(
        "<svg class=\"ln-spark\" role=\"img\" aria-label=\"{}\" viewBox=\"-2 0 {} {HEIGHT}\">",
        escape(label),
        WIDTH + 4.0
    );
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    // Writing into a String does not fail.
    _ = write!(svg, "<polyline class=\"ln-line\" points=\"{}\"/>", line.join(" "));
    if let Some((x, y)) = points.last() {
        _ = write!(svg, "<circle class=\"ln-line__end\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\"/>");
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_left_out() {
        let svg = sparkline(&[0.0, f64::NAN, 4.0], "x");
        assert!(svg.contains("points=\"0.0,22.0 120.0,2.0\"") && !svg.contains("NaN"));
    }
}
