//! Clusters as shapes on a map.

use serde_json::{Value, json};

/// Corners of a circle's outline.
const CORNERS: usize = 64;

/// Radius of the sphere on which distances were measured, in kilometres.
const EARTH_KM: f64 = 6367.0;

/// A circle around a latitude and longitude, as a GeoJSON geometry: a point for no radius, else a polygon, whose corners
/// lie on the circle.
pub(super) fn circle([latitude, longitude]: [f64; 2], radius_km: f64) -> Value {
    if radius_km <= 0.0 {
        return json!({ "type": "Point", "coordinates": [longitude, latitude] });
    }
    // A hair more, so that the farthest member is within the outline's corners.
    let arc = (radius_km * 1.002 / EARTH_KM).min(std::f64::consts::FRAC_PI_2);
    let (sin, cos) = latitude.to_radians().sin_cos();
    let corner = |number: usize| {
        // Against the clock, as GeoJSON wants its outlines.
        let bearing = -std::f64::consts::TAU * (number % CORNERS) as f64 / CORNERS as f64;
        let sin_corner = sin * arc.cos() + cos * arc.sin() * bearing.cos();
        let east = (bearing.sin() * arc.sin() * cos).atan2(arc.cos() - sin * sin_corner);
        let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
        json!([round(longitude + east.to_degrees()), round(sin_corner.clamp(-1.0, 1.0).asin().to_degrees())])
    };
    json!({ "type": "Polygon", "coordinates": [(0..=CORNERS).map(corner).collect::<Vec<_>>()] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_closed_and_has_its_radius() {
        let shape = circle([51.68, 7.82], 1.5);
        let corners = shape["coordinates"][0].as_array().unwrap();
        assert_eq!((corners.len(), corners.first()), (CORNERS + 1, corners.last()));
        let north = corners[0][1].as_f64().unwrap();
        assert!(((north - 51.68).to_radians() * EARTH_KM - 1.503).abs() < 0.001);
        // The second corner lies west of the first.
        assert!(corners[1][0].as_f64() < corners[0][0].as_f64());
        assert_eq!(circle([51.0, 7.0], 0.0)["type"], "Point");
    }
}
