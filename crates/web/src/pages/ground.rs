//! The city as a ground for drawings without scripts: its quarters with their names.

use charts::{Look, Place, Shape};
use geo::Centroid;
use maud::{Markup, PreEscaped, html};

use crate::context::Signed;

/// Room around the city, in degrees.
const MARGIN: f64 = 0.006;

/// The city's quarters, in the unit of the drawing.
pub(crate) struct Ground {
    rings: Vec<Vec<[f64; 2]>>,
    names: Vec<([f64; 2], String)>,
    /// A degree of longitude is shorter than one of latitude.
    stretch: f64,
}

impl Ground {
    /// The quarters; none where no division is known.
    pub(crate) fn of(signed: &Signed) -> Option<Self> {
        let geography = signed.app.geography();
        let areas = geography.division(geography.quarter())?.areas();
        let stretch = signed.charter.agreement.centre[1].to_radians().cos();
        let mut ground = Self { rings: Vec::new(), names: Vec::new(), stretch };
        for area in areas {
            let middle = area.shape.centroid().map(|middle| ground.at(middle.x(), middle.y()));
            ground.names.extend(middle.map(|middle| (middle, area.name.clone())));
            for polygon in &area.shape {
                ground.rings.push(ground.outline(polygon));
            }
        }
        (!ground.rings.is_empty()).then_some(ground)
    }

    /// A place in the unit of the drawing.
    pub(crate) fn at(&self, lon: f64, lat: f64) -> [f64; 2] {
        [lon * self.stretch, lat]
    }

    /// The outer line of an area.
    pub(crate) fn outline(&self, polygon: &geo::Polygon<f64>) -> Vec<[f64; 2]> {
        polygon.exterior().0.iter().map(|c| self.at(c.x, c.y)).collect()
    }

    /// The drawing, with things below the borders of the quarters and things above all.
    pub(crate) fn draw(&self, below: Vec<Place>, above: Vec<Place>, label: &str) -> Markup {
        let rings = |look| self.rings.iter().map(move |ring| mark(Shape::Area(ring.clone()), look));
        let names = self.names.iter().map(|(middle, name)| Place {
            label: Some(name.clone()),
            ..mark(Shape::Dot(*middle), Look::Name)
        });
        let places = rings(Look::Level(0)).chain(below).chain(rings(Look::Border)).chain(names).chain(above);
        let (from, to) = self.corners();
        html! { div.ln-locator { (PreEscaped(charts::places(&places.collect::<Vec<_>>(), from, to, label))) } }
    }

    fn corners(&self) -> ([f64; 2], [f64; 2]) {
        let points = || self.rings.iter().flatten();
        let least = |axis: usize| points().map(|point| point[axis]).fold(f64::INFINITY, f64::min) - MARGIN;
        let most = |axis: usize| points().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max) + MARGIN;
        ([least(0), least(1)], [most(0), most(1)])
    }
}

/// A place that says nothing on its own.
pub(crate) fn mark(shape: Shape, look: Look) -> Place {
    Place { shape, look, label: None }
}
