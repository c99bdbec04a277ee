//! What the picture answers.

use std::collections::BTreeMap;

use domain::{
    charter::{Prevention, SourceKind},
    ids::*,
    place::Precision,
    report::Origin,
    time::Timestamp,
};
use h3o::CellIndex;

/// Reports in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellCount {
    /// The cell.
    pub cell: CellIndex,
    /// Reports shown in it.
    pub count: u64,
}

/// Reports by cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    /// All that match, placed or not.
    pub total: u64,
    /// Those without a place, or with one too coarse for the resolution.
    pub unplaced: u64,
    /// Cells with at least one, by cell.
    pub cells: Vec<CellCount>,
}

/// Reports in one area, now and in the same period of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaCount {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Reports shown in it.
    pub count: u64,
    /// Reports shown in it in the same period a year earlier, if a period was asked for.
    pub previous: Option<u64>,
}

/// Reports by area.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AreaCounts {
    /// All that match.
    pub total: u64,
    /// All that match in the same period a year earlier.
    pub previous: Option<u64>,
    /// Those in no area of the division as far as they are shown.
    pub unplaced: u64,
    /// Every area of the division, in its order.
    pub areas: Vec<AreaCount>,
}

/// Reports in a category, now and in the same period of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The category.
    pub category: CategoryId,
    /// Reports.
    pub count: u64,
    /// Reports in the same period a year earlier, if a period was asked for.
    pub previous: Option<u64>,
}

/// A bar of the histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// First moment.
    pub from: Timestamp,
    /// First moment after.
    pub to: Timestamp,
    /// Reports.
    pub count: u64,
}

/// Reports over time, whatever period is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// Days in a bar.
    pub days: i32,
    /// The bars, without gaps.
    pub bars: Vec<Bar>,
}

/// A report as a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The report.
    pub id: ReportId,
    /// Longitude of the point, or of the centre of the disclosed cell.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
    /// Kind of source, if its source is shown.
    pub kind: Option<SourceKind>,
    /// Category.
    pub category: CategoryId,
    /// How precisely the viewer may know it.
    pub precision: Precision,
    /// Whether it is the viewer's own unit's.
    pub own: bool,
}

/// Points in a box.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Points {
    /// The points.
    pub points: Vec<Point>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// For each value of each filter: how many reports there would be if it alone were chosen of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// All that match.
    pub total: u64,
    /// All that match in the same period a year earlier, if a period was asked for.
    pub previous: Option<u64>,
    /// By category.
    pub categories: BTreeMap<CategoryId, u64>,
    /// By kind of source.
    pub kinds: BTreeMap<SourceKind, u64>,
    /// By source.
    pub sources: BTreeMap<SourceId, u64>,
    /// By origin.
    pub origins: BTreeMap<Origin, u64>,
    /// By field of prevention; a report may count in several.
    pub preventions: BTreeMap<Prevention, u64>,
    /// By owning partner.
    pub partners: BTreeMap<PartnerId, u64>,
}

/// Where a page of a list ends: the shown moment and the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cursor {
    pub(crate) at: i64,
    pub(crate) id: [u8; 16],
}

/// A report of a list: what to load, and where it stands in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) id: ReportId,
    pub(crate) version: u32,
    pub(crate) cursor: Cursor,
}
