//! Findings on the map of the city, and the series of one, drawn without scripts; a table or list beside says the same.

use app::Week;
use charts::{Axis, Look, Names, Place, Shape, Step, Tick};
use domain::place::centre;
use h3o::CellIndex;
use maud::{Markup, PreEscaped, html};

use crate::{
    context::Signed,
    pages::ground::{Ground, mark},
};

/// Radius of the ring around a finding, in degrees of latitude: found at a glance on the whole city.
const RING: f64 = 0.009;

/// A group of cells to be drawn: how many reports in each, and what it says.
pub(crate) struct Spot<'a> {
    pub(crate) cells: &'a [CellIndex],
    pub(crate) label: String,
}

/// The city with its quarters, and the cells of findings in it, each with a ring; nothing where no division is known.
pub(crate) fn map(signed: &Signed, spots: &[Spot<'_>], label: &str) -> Markup {
    let Some(ground) = Ground::of(signed) else { return html! {} };
    if spots.iter().all(|spot| spot.cells.is_empty()) {
        return html! {};
    }
    let cells = spots.iter().flat_map(|spot| spot.cells).map(|cell| {
        let corners = cell.boundary().iter().map(|corner| ground.at(corner.lng(), corner.lat())).collect();
        mark(Shape::Area(corners), Look::Level(5))
    });
    let rings = spots.iter().filter_map(|spot| {
        let (lon, lat) = centre(*spot.cells.first()?);
        let ring = mark(Shape::Circle(ground.at(lon, lat), RING), Look::Marked);
        Some(Place { label: Some(spot.label.clone()), ..ring })
    });
    ground.draw(cells.collect(), rings.collect(), label)
}

/// The weeks of a finding as a line to be seen at a glance; its page has the whole of it.
pub(super) fn line(signed: &Signed, weeks: &[Week]) -> Markup {
    let Some(last) = weeks.last() else { return html! {} };
    let values: Vec<f64> = weeks.iter().map(|week| f64::from(week.count)).collect();
    let words = [("weeks", weeks.len().into()), ("count", i64::from(last.count).into())];
    let label = signed.words.with("finding-line", &words);
    html! { p.ln-finding__line { (PreEscaped(charts::sparkline(&values, &label))) span.ln-muted aria-hidden="true" { (label) } } }
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
    signed.words.decimal(value, 1)
}
