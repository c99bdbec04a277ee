//! Findings on the map of the city, and the series of one, drawn without scripts; a table or list beside says the same.

use app::Week;
use charts::{Axis, Look, Names, Place, Shape, Step, Tick};
use domain::place::centre;
use h3o::CellIndex;
use maud::{Markup, PreEscaped, html};

use crate::context::Signed;

/// Room around the city, in degrees.
const MARGIN: f64 = 0.006;
/// Radius of the ring around a finding, in degrees of latitude: found at a glance on the whole city.
const RING: f64 = 0.009;

/// A group of cells to be drawn: how many reports in each, and what it says.
pub(crate) struct Spot<'a> {
    pub(crate) cells: &'a [CellIndex],
    pub(crate) label: String,
}

/// The city with its quarters, and the cells of findings in it, each with a ring; nothing where no division is known.
pub(crate) fn map(signed: &Signed, spots: &[Spot<'_>], label: &str) -> Markup {
    let geography = signed.app.geography();
    let areas = geography.division(geography.quarter()).map(|division| division.areas()).unwrap_or_default();
    // A degree of longitude is shorter than one of latitude.
    let stretch = signed.charter.agreement.centre[1].to_radians().cos();
    let at = |lon: f64, lat: f64| [lon * stretch, lat];
    let outline = |ring: &geo::LineString<f64>| ring.0.iter().map(|c| at(c.x, c.y)).collect::<Vec<_>>();
    let rings: Vec<Vec<[f64; 2]>> =
        areas.iter().flat_map(|area| area.shape.iter().map(|polygon| outline(polygon.exterior()))).collect();
    if rings.is_empty() || spots.iter().all(|spot| spot.cells.is_empty()) {
        return html! {};
    }
    let place = |shape, look, label| Place { shape, look, label };
    let ground = rings.iter().map(|ring| place(Shape::Area(ring.clone()), Look::Level(0), None));
    let borders = rings.iter().map(|ring| place(Shape::Area(ring.clone()), Look::Border, None));
    let cells = spots.iter().flat_map(|spot| {
        spot.cells.iter().map(|cell| {
            let corners = cell.boundary().iter().map(|corner| at(corner.lng(), corner.lat())).collect();
            place(Shape::Area(corners), Look::Level(5), None)
        })
    });
    let circles = spots.iter().filter_map(|spot| {
        let (lon, lat) = centre(*spot.cells.first()?);
        Some(place(Shape::Circle(at(lon, lat), RING), Look::Marked, Some(spot.label.clone())))
    });
    let all: Vec<Place> = ground.chain(cells).chain(borders).chain(circles).collect();
    let points = || rings.iter().flatten();
    let least = |axis: usize| points().map(|point| point[axis]).fold(f64::INFINITY, f64::min) - MARGIN;
    let most = |axis: usize| points().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max) + MARGIN;
    let drawing = charts::places(&all, [least(0), least(1)], [most(0), most(1)], label);
    html! { div.ln-locator { (PreEscaped(drawing)) } }
}

/// The weekly series of a finding's area, with the band of what is usual.
pub(crate) fn series(signed: &Signed, weeks: &[Week]) -> Markup {
    let words = &signed.words;
    let label = |week: &Week| {
        let day = words.day(week.from);
        let count = i64::from(week.count);
        match week.expected {
            Some((expected, _)) => words.with(
                "finding-week-expected",
                &[
                    ("day", day.into()),
                    ("count", count.into()),
                    ("expected", one_decimal(signed, expected).into()),
                ],
            ),
            None => words.with("finding-week", &[("day", day.into()), ("count", count.into())]),
        }
    };
    let steps: Vec<Step> = weeks
        .iter()
        .enumerate()
        .map(|(number, week)| Step {
            at: number as f64,
            observed: f64::from(week.count),
            expected: week.expected.map(|(expected, _)| expected),
            upper: week.expected.map(|(_, upper)| upper),
            alarm: week.expected.is_some_and(|(_, upper)| f64::from(week.count) > upper),
            label: label(week),
        })
        .collect();
    let most = steps.iter().map(|step| step.observed.max(step.upper.unwrap_or(0.0))).fold(1.0, f64::max);
    let ticks = weeks.iter().enumerate().step_by(5);
    let x = Axis {
        title: signed.t("finding-axis-weeks"),
        from: 0.0,
        to: weeks.len().saturating_sub(1).max(1) as f64,
        ticks: ticks.map(|(n, week)| Tick { at: n as f64, label: words.day_of_year(week.from) }).collect(),
    };
    let y =
        Axis::from_zero(&signed.t("finding-axis-reports"), most, |value| words.number(value.round() as u64));
    let (observed, expected, usual) = (
        signed.t("finding-line-observed"),
        signed.t("finding-line-expected"),
        signed.t("finding-line-usual"),
    );
    let names = Names { observed: &observed, expected: &expected, usual: &usual };
    let drawing = charts::expected_band(&steps, names, &x, &y, &signed.t("finding-series-label"));
    html! {
        div.ln-chart { (PreEscaped(drawing)) }
        details.ln-unfold {
            summary { (signed.t("finding-series-table")) }
            div.ln-scroll tabindex="0" role="group" aria-label=(signed.t("finding-series-label")) {
                table.kern-table.ln-table {
                    caption.ln-hidden { (signed.t("finding-series-label")) }
                    thead { tr {
                        th scope="col" { (signed.t("finding-axis-weeks")) }
                        th.ln-num scope="col" { (observed) }
                        th.ln-num scope="col" { (expected) }
                        th.ln-num scope="col" { (usual) }
                    } }
                    tbody {
                        @for week in weeks {
                            tr {
                                th scope="row" { (words.day(week.from)) }
                                td.ln-num { (week.count) }
                                td.ln-num { (week.expected.map_or_else(|| "–".to_owned(), |(expected, _)| one_decimal(signed, expected))) }
                                td.ln-num { (week.expected.map_or_else(|| "–".to_owned(), |(_, upper)| one_decimal(signed, upper))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A number with one decimal.
pub(crate) fn one_decimal(signed: &Signed, value: f64) -> String {
    let text = format!("{value:.1}");
    if signed.words.language == domain::people::Language::De { text.replace('.', ",") } else { text }
}
