//! Moments, periods and local days. There is no clock here: `now` is always an argument.

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01 UTC.
///
/// An integer everywhere, because text timestamps compare wrongly on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Milliseconds in a day of 24 hours.
pub const DAY_MS: i64 = 86_400_000;

impl Timestamp {
    /// This moment moved by `days` times 24 hours.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY_MS)))
    }

    /// This moment moved by `seconds`.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// As a jiff timestamp; the ends of its range for moments beyond it.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// From a jiff timestamp, cut to the millisecond.
    pub fn from_jiff(moment: jiff::Timestamp) -> Self {
        Self(moment.as_millisecond())
    }

    /// The local day of this moment.
    pub fn day(self, zone: &TimeZone) -> Day {
        Day::of(zone.to_datetime(self.to_jiff()).date())
    }
}

/// A period of a charter's limit, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub u32);

impl Minutes {
    /// In milliseconds.
    pub fn millis(self) -> i64 {
        i64::from(self.0) * 60_000
    }

    /// The moment that lies this long after another.
    pub fn after(self, at: Timestamp) -> Timestamp {
        Timestamp(at.0.saturating_add(self.millis()))
    }
}

/// A local day: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// The day of a date.
    pub fn of(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        Self(epoch.until(date).map_or(0, |span| span.get_days()))
    }

    /// The date of this day.
    pub fn date(self) -> Date {
        Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(self.0.clamp(-4_000_000, 2_900_000)))
    }

    /// Its first moment in `zone`.
    pub fn start(self, zone: &TimeZone) -> Timestamp {
        let start = self.date().to_zoned(zone.clone()).and_then(|noon| noon.start_of_day());
        start.map_or(Timestamp(i64::from(self.0) * DAY_MS), |at| Timestamp::from_jiff(at.timestamp()))
    }
}

/// When something happened.
///
/// A period counts where it begins: in lists, filters and counts its first moment stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// At a moment.
    At(Timestamp),
    /// Some time within a period; the end is exclusive and later than the beginning.
    Within {
        /// First moment.
        from: Timestamp,
        /// First moment after it.
        to: Timestamp,
    },
}

impl When {
    /// The moment that stands for it.
    pub fn anchor(self) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::Within { from, .. } => from,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_local_midnight_also_when_the_clock_jumps() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for date in ["2026-03-29", "2026-10-25", "2026-11-23"] {
            let day = Day::of(date.parse().unwrap());
            assert_eq!(day.start(&berlin).day(&berlin), day);
            assert_eq!(Timestamp(day.start(&berlin).0 - 1).day(&berlin), Day(day.0 - 1));
            assert_eq!(day.date().to_string(), date);
        }
    }
}
