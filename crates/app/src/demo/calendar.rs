//! The days of the demo, and how busy each is: week, season, weather, feasts.

use domain::time::{Day, Timestamp};
use jiff::{civil::Date, tz::TimeZone};

use super::dice::{Dice, Topic};

/// The four years up to today, and the day on which the cooperation began.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    /// First day of the reports.
    pub(super) first: Day,
    /// First day of the cooperation, a year ago.
    pub(super) start: Day,
    /// Today.
    pub(super) today: Day,
    /// The last full hour: nothing of the demo is later.
    pub(super) now: Timestamp,
    /// Start of each day from the first on, and of the day after today.
    starts: Vec<i64>,
    seed: u64,
}

/// How an intensity swings over the year: by so much around its mean, highest on this day of the year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Season {
    pub(super) swing: f64,
    pub(super) peak: u16,
}

/// Minutes of a day.
pub(super) const DAY_MINUTES: i64 = 24 * 60;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

impl Calendar {
    /// The calendar of a demo that begins on `today`, at `now`.
    pub(super) fn new(seed: u64, today: Date, now: Timestamp, zone: &TimeZone) -> Self {
        let years_before = |years: i64| {
            let span = jiff::Span::new().years(years);
            Day::of(today.checked_sub(span).unwrap_or(today))
        };
        let (first, start, today) = (years_before(4), years_before(1), Day::of(today));
        let starts: Vec<i64> = (first.0..=today.0 + 1).map(|day| Day(day).start(zone).0).collect();
        // A demo of a past day still ends with that day.
        let end = starts.last().copied().unwrap_or(now.0);
        let now = Timestamp(now.0.min(end - 1) / HOUR_MS * HOUR_MS);
        Self { first, start, today, now, starts, seed }
    }

    /// All days.
    pub(super) fn days(&self) -> impl Iterator<Item = Day> + use<> {
        (self.first.0..=self.today.0).map(Day)
    }

    /// The moment so many minutes after midnight of a day; minutes may reach into the next days.
    pub(super) fn at(&self, day: Day, minute: i64) -> Timestamp {
        let day = Day(day.0 + (minute.div_euclid(DAY_MINUTES)) as i32);
        let start = usize::try_from(day.0 - self.first.0).ok().and_then(|i| self.starts.get(i)).copied();
        let start = start.unwrap_or_else(|| {
            let (last, days) =
                (self.starts.last().copied().unwrap_or(0), i64::from(day.0 - self.today.0 - 1));
            last + days * DAY_MINUTES * MINUTE_MS
        });
        Timestamp(start + minute.rem_euclid(DAY_MINUTES) * MINUTE_MS)
    }

    /// The local day of a moment.
    pub(super) fn day(&self, at: Timestamp) -> Day {
        let after = self.starts.partition_point(|start| *start <= at.0);
        Day(self.first.0 + after as i32 - 1)
    }

    /// The local minute of the day of a moment.
    pub(super) fn minute(&self, at: Timestamp) -> i64 {
        (at.0 - self.at(self.day(at), 0).0) / MINUTE_MS
    }

    /// The moment at which the cooperation began: nine o'clock of its first day.
    pub(super) fn beginning(&self) -> Timestamp {
        self.at(self.start, 9 * 60)
    }

    /// Years from the first day.
    pub(super) fn years(&self, day: Day) -> f64 {
        f64::from(day.0 - self.first.0) / 365.25
    }

    /// How much busier a day is than the mean one, by season, weekday (Monday first) and chance of the week.
    pub(super) fn factor(&self, day: Day, season: Season, week: &[f64; 7]) -> f64 {
        let of_year = f64::from(day.date().day_of_year());
        let angle = std::f64::consts::TAU * (of_year - f64::from(season.peak)) / 365.25;
        let weekday = week[weekday(day)] * 7.0 / week.iter().sum::<f64>();
        (1.0 + season.swing * angle.cos()) * weekday * self.weather(day)
    }

    /// Some weeks are busier than others, for everything that happens outdoors.
    fn weather(&self, day: Day) -> f64 {
        let week = u64::from((day.0 + 3).div_euclid(7).unsigned_abs());
        (0.11 * Dice::new(self.seed, Topic::Weeks, week).normal()).exp()
    }
}

/// Monday is 0.
pub(super) fn weekday(day: Day) -> usize {
    (day.0 + 3).rem_euclid(7) as usize
}

/// Whether offices work on this day: not on weekends and on none of the fixed holidays.
pub(super) fn is_working(day: Day) -> bool {
    let date = day.date();
    let holidays = [(1, 1), (5, 1), (10, 3), (11, 1), (12, 24), (12, 25), (12, 26), (12, 31)];
    weekday(day) < 5 && !holidays.contains(&(date.month(), date.day()))
}

/// What a feast makes of a category's day: factors by day and month.
pub(super) fn feast(day: Day, category: &str) -> f64 {
    let date = day.date();
    let loud = matches!(category, "laerm" | "sachbeschaedigung" | "streit" | "trinkgelage");
    match (date.month(), date.day()) {
        (12, 31) if loud => 4.5,
        (1, 1) if category == "vermuellung" => 2.2,
        (1, 1) if loud => 1.8,
        (4, 30) if loud => 2.4,
        // The city's feast, a week-end in June.
        (6, 12..=18) if loud && weekday(day) >= 4 => 2.2,
        (11, 20..=30) | (12, 1..=23) if category == "taschendiebstahl" => 1.9,
        (12, 24..=26) => 0.6,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(now: &str) -> Calendar {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now = Timestamp::from_jiff(now.parse().unwrap());
        Calendar::new(1, jiff::civil::date(2026, 11, 23), now, &zone)
    }

    #[test]
    fn the_last_year_is_that_of_the_cooperation() {
        let calendar = calendar("2026-11-23T11:00:00Z");
        assert_eq!(calendar.first.date().to_string(), "2022-11-23");
        assert_eq!(calendar.start.date().to_string(), "2025-11-23");
        assert_eq!(weekday(calendar.today), 0);
    }

    #[test]
    fn now_is_the_last_full_hour_so_that_two_starts_are_the_same() {
        let hour = |now| calendar(now).now;
        assert_eq!(hour("2026-11-23T11:00:00Z"), hour("2026-11-23T11:04:59Z"));
        assert_eq!(hour("2026-12-23T11:00:00Z"), hour("2027-11-23T11:04:59Z"));
    }

    #[test]
    fn minutes_reach_into_the_next_day() {
        let calendar = calendar("2026-11-23T11:00:00Z");
        let night = calendar.at(Day(calendar.today.0 - 3), 25 * 60 + 10);
        assert_eq!((calendar.day(night).0, calendar.minute(night)), (calendar.today.0 - 2, 70));
    }
}
