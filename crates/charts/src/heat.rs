//! A table whose cells are shaded.

use std::fmt::Write;

use crate::escape;

/// Steps of shading, as many as the map's scale has.
pub const LEVELS: u8 = 8;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatCell {
    /// From 1 to [`LEVELS`]; 0 for nothing there.
    pub level: u8,
    /// What stands in it; may be empty.
    pub text: String,
    /// What it says on its own.
    pub label: String,
}

/// A row with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// Stands before it.
    pub name: String,
    /// From left to right; missing ones stay empty.
    pub cells: Vec<HeatCell>,
}

/// Rows of shaded cells under the names of the columns. Classes: `ln-heat`, `ln-fill--0` to `ln-fill--8`, `ln-heat__text`
/// (`ln-heat__text--on` on dark cells), `ln-heat__name`.
pub fn heat_table(columns: &[String], rows: &[HeatRow], label: &str) -> String {
    const NAMES: f64 = 170.0;
    const WIDTH: f64 = 640.0;
    const ROW: f64 = 34.0;
    const HEAD: f64 = 22.0;
    let step = (WIDTH - NAMES) / columns.len().max(1) as f64;
    let height = HEAD + ROW * rows.len() as f64;
    let mut svg = format!(
        "<svg class=\"ln-heat\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {height}\">",
        escape(label)
    );
    for (i, column) in columns.iter().enumerate() {
        // Writing into a String does not fail.
        _ = write!(
            svg,
            "<text class=\"ln-heat__name\" text-anchor=\"middle\" x=\"{:.1}\" y=\"14\">{}</text>",
            NAMES + (i as f64 + 0.5) * step,
            escape(column)
        );
    }
    for (i, row) in rows.iter().enumerate() {
        let top = HEAD + i as f64 * ROW;
        _ = write!(
            svg,
            "<text class=\"ln-heat__name\" x=\"0\" y=\"{}\">{}</text>",
            top + 21.0,
            escape(&row.name)
        );
        for (j, cell) in row.cells.iter().enumerate().take(columns.len()) {
            let level = cell.level.min(LEVELS);
            let left = NAMES + j as f64 * step;
            _ = write!(
                svg,
                "<rect class=\"ln-fill--{level}\" x=\"{:.1}\" y=\"{}\" width=\"{:.1}\" height=\"{}\"><title>{}</title></rect>",
                left + 1.0,
                top + 1.0,
                step - 2.0,
                ROW - 2.0,
                escape(&cell.label)
            );
            if !cell.text.is_empty() {
                let on = if level > 5 { " ln-heat__text--on" } else { "" };
                _ = write!(
                    svg,
                    "<text class=\"ln-heat__text{on}\" text-anchor=\"middle\" x=\"{:.1}\" y=\"{}\">{}</text>",
                    left + step / 2.0,
                    top + 21.0,
                    escape(&cell.text)
                );
            }
        }
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shaded_by_level_and_dark_ones_have_light_text() {
        let cell = |level, text: &str| HeatCell { level, text: text.into(), label: format!("Stufe {level}") };
        let rows = [HeatRow {
            name: "bis 100 m".into(),
            cells: vec![cell(1, "1,0"), cell(99, "3,1"), cell(3, "zu viel")],
        }];
        let svg = heat_table(&["0–7 Tage".into(), "8–14 Tage".into()], &rows, "Tafel");
        assert!(svg.contains("ln-fill--8\"") && svg.contains("ln-heat__text--on\""));
        assert!(!svg.contains("zu viel") && svg.contains("<title>Stufe 1</title>"));
    }
}
