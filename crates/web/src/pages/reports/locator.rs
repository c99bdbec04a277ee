//! Where in the city a report lies, drawn as precisely as its place is shown; works without scripts and on paper.

use charts::{Look, Shape};
use domain::place::{ShownPlace, centre};
use maud::{Markup, html};

use crate::{
    context::Signed,
    pages::{
        ground::{Ground, mark},
        parts,
    },
};

/// Radius of the ring around a place, in degrees of latitude: about 900 m, so that it is found at a glance.
const RING: f64 = 0.008;

/// The city with its quarters, and the place in it; nothing where the place is not told.
pub(super) fn locator(signed: &Signed, place: &ShownPlace) -> Markup {
    let Some(ground) = Ground::of(signed) else { return html! {} };
    let marked = match place {
        ShownPlace::None | ShownPlace::City | ShownPlace::Quarter(None) => return html! {},
        ShownPlace::Exact { lon, lat } => around(ground.at(*lon, *lat), Shape::Dot(ground.at(*lon, *lat))),
        ShownPlace::Cell { cell, .. } => {
            let (lon, lat) = centre(*cell);
            let corners =
                cell.boundary().iter().map(|corner| ground.at(corner.lng(), corner.lat())).collect();
            around(ground.at(lon, lat), Shape::Area(corners))
        }
        ShownPlace::Quarter(Some((division, id))) => {
            let geography = signed.app.geography();
            let areas = geography.division(division).map(|division| division.areas()).unwrap_or_default();
            let shown = areas.iter().filter(|area| area.id == *id).flat_map(|area| area.shape.iter());
            shown.map(|polygon| Shape::Area(ground.outline(polygon))).collect()
        }
    };
    let marks = marked.into_iter().map(|shape| mark(shape, Look::Marked)).collect();
    let label = signed.words.with("locator-label", &[("place", parts::place(signed, place).into())]);
    ground.draw(Vec::new(), marks, &label)
}

/// A small shape with a ring around it.
fn around(middle: [f64; 2], shape: Shape) -> Vec<Shape> {
    vec![Shape::Circle(middle, RING), shape]
}
