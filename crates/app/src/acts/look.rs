//! Looking at the picture: counts, cells, areas, points. No text, so no journal entry; the rights are in the scan.

use domain::{ids::DivisionId, time::Day};
use h3o::Resolution;

use crate::{
    app::App,
    error::ActError,
    filter::Filter,
    picture::{AreaCounts, Cells, Facets, Histogram, Points, Trend},
    who::Who,
};

/// Most points that one answer holds.
const POINTS_MAX: usize = 2_000;
/// Most bars of a histogram.
const BARS_MAX: i32 = 120;

impl App {
    /// Reports by cell of a resolution from 0 to 11.
    pub fn cells(&self, who: &Who, filter: &Filter, resolution: Resolution) -> Result<Cells, ActError> {
        self.must_be_fresh()?;
        Ok(self.0.index.read().cells(&who.viewer, self.now(), filter, resolution.min(Resolution::Eleven)))
    }

    /// Reports by area of a division.
    pub fn areas(&self, who: &Who, filter: &Filter, division: &DivisionId) -> Result<AreaCounts, ActError> {
        self.must_be_fresh()?;
        self.0.index.read().areas(&who.viewer, self.now(), filter, division).ok_or(ActError::NotFound)
    }

    /// Counts beside every value of every filter.
    pub fn facets(&self, who: &Who, filter: &Filter) -> Result<Facets, ActError> {
        self.must_be_fresh()?;
        Ok(self.0.index.read().facets(&who.viewer, self.now(), filter))
    }

    /// Reports by category, with the same period of the year before.
    pub fn trends(&self, who: &Who, filter: &Filter) -> Result<Vec<Trend>, ActError> {
        self.must_be_fresh()?;
        Ok(self.0.index.read().trends(&who.viewer, self.now(), filter))
    }

    /// Reports shown as points in a box: west, south, east, north.
    pub fn points(&self, who: &Who, filter: &Filter, bounds: [f64; 4]) -> Result<Points, ActError> {
        self.must_be_fresh()?;
        Ok(self.0.index.read().points(&who.viewer, self.now(), filter, bounds, POINTS_MAX))
    }

    /// Reports over time: two years back from today (or from the end of the filter's period, if earlier), in weeks;
    /// longer periods in longer bars, a period of a month or less in days.
    pub fn histogram(&self, who: &Who, filter: &Filter) -> Result<Histogram, ActError> {
        self.must_be_fresh()?;
        let (zone, now) = (self.zone(), self.now());
        let last = now.day(&zone);
        let mut first = Day(last.0 - 2 * 364 + 1);
        if let Some(from) = filter.from.filter(|from| from.day(&zone) < first) {
            first = from.day(&zone);
        }
        let days = ((last.0 - first.0 + 1) / 7 / BARS_MAX + 1) * 7;
        // The last bar ends today.
        let bars = (last.0 - first.0 + days) / days;
        let first = Day(last.0 + 1 - bars * days);
        Ok(self.0.index.read().histogram(&who.viewer, now, filter, (first, last), days))
    }
}
