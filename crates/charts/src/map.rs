//! Places on a plain ground.

use std::fmt::Write;

use crate::{escape, heat::LEVELS};

/// What a place is drawn as.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A closed line around an area.
    Area(Vec<[f64; 2]>),
    /// An upright rectangle from a corner to the opposite one.
    Box([f64; 2], [f64; 2]),
    /// A spot of a size that does not depend on the scale.
    Dot([f64; 2]),
    /// A circle around a middle, with its radius in the unit of the coordinates.
    Circle([f64; 2], f64),
}

/// How a place looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Shaded, from 1 to [`LEVELS`]; 0 for nothing there.
    Level(u8),
    /// Only its border, such as that of a quarter.
    Border,
    /// Marked: look here.
    Marked,
    /// Its label as a text with its middle at a dot, such as the name of a quarter.
    Name,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What it is drawn as; later ones lie above earlier ones.
    pub shape: Shape,
    /// How it looks.
    pub look: Look,
    /// What it says on its own; none for what is ground only.
    pub label: Option<String>,
}

/// Places between two corners, with y rising to the top as on a map. Classes: `ln-places`, `ln-fill--0` to `ln-fill--8`,
/// `ln-places__border`, `ln-places__marked`, `ln-places__name`.
pub fn places(places: &[Place], from: [f64; 2], to: [f64; 2], label: &str) -> String {
    const WIDTH: f64 = 640.0;
    let extent = |axis: usize| (to[axis] - from[axis]).abs().max(f64::MIN_POSITIVE);
    let scale = WIDTH / extent(0);
    let height = (extent(1) * scale).clamp(1.0, 4.0 * WIDTH);
    let number = |value: f64| if value.is_finite() { value.clamp(-9_999.0, 9_999.0) } else { 0.0 };
    let at = |[x, y]: [f64; 2]| [number((x - from[0]) * scale), number(height - (y - from[1]) * scale)];
    let mut svg = format!(
        "<svg class=\"ln-places\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {height:.1}\">",
        escape(label)
    );
    for place in places {
        let class = match place.look {
            Look::Level(level) => format!("ln-fill--{}", level.min(LEVELS)),
            Look::Border => "ln-places__border".into(),
            Look::Marked => "ln-places__marked".into(),
            Look::Name => "ln-places__name".into(),
        };
        let title =
            place.label.as_ref().map(|label| format!("<title>{}</title>", escape(label))).unwrap_or_default();
        // Writing into a String does not fail.
        _ = match &place.shape {
            Shape::Area(corners) => {
                let corners: Vec<String> = corners
                    .iter()
                    .map(|&corner| {
                        let [x, y] = at(corner);
                        format!("{x:.1},{y:.1}")
                    })
                    .collect();
                write!(svg, "<polygon class=\"{class}\" points=\"{}\">{title}</polygon>", corners.join(" "))
            }
            Shape::Box(from, to) => {
                let ([left, low], [right, high]) = (at(*from), at(*to));
                write!(
                    svg,
                    "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\">{title}</rect>",
                    left.min(right),
                    high.min(low),
                    (right - left).abs(),
                    (low - high).abs()
                )
            }
            Shape::Dot(middle) if place.look == Look::Name => {
                let ([x, y], name) = (at(*middle), escape(place.label.as_deref().unwrap_or_default()));
                write!(
                    svg,
                    "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{name}</text>"
                )
            }
            Shape::Dot(middle) => {
                let [x, y] = at(*middle);
                write!(svg, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\">{title}</circle>")
            }
            Shape::Circle(middle, radius) => {
                let ([x, y], radius) = (at(*middle), number(radius * scale).abs());
                write!(
                    svg,
                    "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\">{title}</circle>"
                )
            }
        };
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_at_the_top_and_the_proportions_stay() {
        let place = |shape, look| Place { shape, look, label: Some("<hier>".into()) };
        let svg = places(
            &[
                place(Shape::Dot([0.0, 200.0]), Look::Level(3)),
                place(Shape::Circle([50.0, 0.0], 10.0), Look::Marked),
                place(Shape::Box([0.0, 0.0], [10.0, 20.0]), Look::Level(200)),
                place(Shape::Area(vec![[0.0, 0.0], [f64::NAN, 1.0]]), Look::Border),
                place(Shape::Dot([50.0, 100.0]), Look::Name),
            ],
            [0.0, 0.0],
            [100.0, 200.0],
            "Karte",
        );
        assert!(svg.contains("viewBox=\"0 0 640 1280.0\"") && svg.contains("<title>&lt;hier&gt;</title>"));
        assert!(svg.contains("ln-fill--3\" cx=\"0.0\" cy=\"0.0\""));
        assert!(svg.contains(
            "ln-places__name\" x=\"320.0\" y=\"640.0\" text-anchor=\"middle\">&lt;hier&gt;</text>"
        ));
        assert!(svg.contains("ln-places__marked\" cx=\"320.0\" cy=\"1280.0\" r=\"64.0\""));
        assert!(
            svg.contains("ln-fill--8\" x=\"0.0\" y=\"1152.0\" width=\"64.0\" height=\"128.0\"")
                && !svg.contains("NaN")
        );
    }
}
