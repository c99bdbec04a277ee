//! The world of the demo: all that cases are made from.

use std::sync::Arc;

use domain::{charter::Charter, time::Timestamp};
use jiff::{civil::Date, tz::TimeZone};

use super::{
    accounts::{self, Holder},
    calendar::Calendar,
    ground::Ground,
    phrases::Phrases,
    streams::{self, Stream},
};
use crate::error::ActError;

/// Everything that follows from the seed and the day before anything happens.
#[derive(Debug)]
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) charter: Arc<Charter>,
    pub(super) zone: TimeZone,
    pub(super) calendar: Calendar,
    pub(super) ground: Ground,
    pub(super) phrases: Phrases,
    pub(super) streams: Vec<Stream>,
    pub(super) holders: Vec<Holder>,
}

impl World {
    /// The world of a seed and a day, as it is at `now`.
    pub(super) fn new(
        charter: Arc<Charter>,
        zone: TimeZone,
        seed: u64,
        today: Date,
        now: Timestamp,
    ) -> Result<Self, ActError> {
        let calendar = Calendar::new(seed, today, now, &zone);
        let (ground, phrases) = (Ground::draw(seed)?, Phrases::read()?);
        let (streams, holders) = (streams::streams(&charter), accounts::holders(&charter, &calendar, seed));
        Ok(Self { seed, charter, zone, calendar, ground, phrases, streams, holders })
    }
}
