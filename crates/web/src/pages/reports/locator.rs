//! Where in the city a report lies, drawn as precisely as its place is shown; works without scripts and on paper.

use charts::{Look, Place, Shape};
use domain::place::{ShownPlace, centre};
use maud::{Markup, PreEscaped, html};

use crate::{context::Signed, pages::parts};

/// Radius of the ring around a place, in degrees of latitude: about 900 m, so that it is found at a glance.
const RING: f64 = 0.008;
/// Room around the city, in degrees.
const MARGIN: f64 = 0.006;

/// The city with its quarters, and the place in it; nothing where the place is not told.
pub(super) fn locator(signed: &Signed, place: &ShownPlace) -> Markup {
    let geography = signed.app.geography();
    let areas = geography.division(geography.quarter()).map(|division| division.areas()).unwrap_or_default();
    // A degree of longitude is shorter than one of latitude.
    let stretch = signed.charter.agreement.centre[1].to_radians().cos();
    let at = |lon: f64, lat: f64| [lon * stretch, lat];
    let outline = |ring: &geo::LineString<f64>| ring.0.iter().map(|c| at(c.x, c.y)).collect::<Vec<_>>();
    let rings = areas.iter().flat_map(|area| area.shape.iter().map(|polygon| outline(polygon.exterior())));
    let rings: Vec<Vec<[f64; 2]>> = rings.collect();
    let marked = match place {
        ShownPlace::None | ShownPlace::City | ShownPlace::Quarter(None) => return html! {},
        ShownPlace::Exact { lon, lat } => around(at(*lon, *lat), Shape::Dot(at(*lon, *lat))),
        ShownPlace::Cell { cell, .. } => {
            let (lon, lat) = centre(*cell);
            let corners = cell.boundary().iter().map(|corner| at(corner.lng(), corner.lat())).collect();
            around(at(lon, lat), Shape::Area(corners))
        }
        ShownPlace::Quarter(Some((_, id))) => {
            let shown = areas.iter().filter(|area| area.id == *id).flat_map(|area| area.shape.iter());
            shown.map(|polygon| Shape::Area(outline(polygon.exterior()))).collect()
        }
    };
    if rings.is_empty() {
        return html! {};
    }
    let ground = rings.iter().map(|ring| mark(Shape::Area(ring.clone()), Look::Level(0)));
    let borders = rings.iter().map(|ring| mark(Shape::Area(ring.clone()), Look::Border));
    let marks = marked.into_iter().map(|shape| mark(shape, Look::Marked));
    let all: Vec<Place> = ground.chain(borders).chain(marks).collect();
    let (from, to) = extent(&rings);
    let label = signed.words.with("locator-label", &[("place", parts::place(signed, place).into())]);
    html! { div.ln-locator { (PreEscaped(charts::places(&all, from, to, &label))) } }
}

/// A small shape with a ring around it.
fn around(middle: [f64; 2], shape: Shape) -> Vec<Shape> {
    vec![Shape::Circle(middle, RING), shape]
}

fn mark(shape: Shape, look: Look) -> Place {
    Place { shape, look, label: None }
}

/// The corners of the drawing.
fn extent(rings: &[Vec<[f64; 2]>]) -> ([f64; 2], [f64; 2]) {
    let points = || rings.iter().flatten();
    let least = |axis: usize| points().map(|point| point[axis]).fold(f64::INFINITY, f64::min) - MARGIN;
    let most = |axis: usize| points().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max) + MARGIN;
    ([least(0), least(1)], [most(0), most(1)])
}
