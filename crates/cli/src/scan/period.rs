//! The study period in intervals of equal length, the last of which ends with it.

use jiff::{Span, civil::Date};

use super::options::{Unit, next_day};

/// More intervals than any scan takes.
const INTERVALS_MAX: usize = 100_000;

/// The first days of all intervals, and the day after the last. The first interval may be shorter than the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Period(Vec<Date>);

impl Period {
    /// From the first to the last day. None for more intervals than can be scanned.
    pub(super) fn new(start: Date, end: Date, unit: Unit, length: u32) -> Option<Self> {
        let after = next_day(end);
        // Counted from the end itself: a month before the 31st of March is the end of February, a month before that is
        // the 31st of January.
        let begin = |number: usize| {
            let units = i32::try_from(number).ok()?.checked_mul(i32::try_from(length).ok()?)?;
            let span = match unit {
                Unit::Day => Span::new().try_days(units),
                Unit::Month => Span::new().try_months(units),
                Unit::Year => Span::new().try_years(units),
            };
            after.checked_sub(span.ok()?).ok()
        };
        let mut bounds = vec![after];
        while bounds.last().is_some_and(|first| *first > start) {
            if bounds.len() > INTERVALS_MAX {
                return None;
            }
            bounds.push(begin(bounds.len()).unwrap_or(start).max(start));
        }
        bounds.reverse();
        Some(Self(bounds))
    }

    /// How many intervals there are.
    pub(super) fn len(&self) -> usize {
        self.0.len() - 1
    }

    /// The interval of a day; none outside the period.
    pub(super) fn interval(&self, day: Date) -> Option<usize> {
        let after = self.0.partition_point(|first| *first <= day);
        after.checked_sub(1).filter(|interval| *interval < self.len())
    }

    /// First and last day of some intervals.
    pub(super) fn days(&self, first: usize, last: usize) -> (Date, Date) {
        let after = self.0[(last + 1).min(self.len())];
        (self.0[first.min(self.len())], after.yesterday().unwrap_or(after))
    }

    /// The moments between the intervals, in days since the period's first.
    pub(super) fn bounds(&self) -> Vec<f64> {
        self.0.iter().map(|day| self.since_start(*day)).collect()
    }

    /// Days since the period's first.
    pub(super) fn since_start(&self, day: Date) -> f64 {
        self.0[0].until(day).map_or(0.0, |span| f64::from(span.get_days()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_months_and_years_are_counted_from_the_end() {
        let days = Period::new(date(2024, 2, 28), date(2024, 3, 1), Unit::Day, 1).unwrap();
        assert_eq!(days.len(), 3);
        assert_eq!(days.interval(date(2024, 2, 29)), Some(1));
        assert_eq!(days.interval(date(2024, 3, 2)), None);
        assert_eq!(days.interval(date(2024, 2, 27)), None);
        let weeks = Period::new(date(2024, 1, 1), date(2024, 1, 17), Unit::Day, 7).unwrap();
        // Three days, then two weeks.
        assert_eq!(weeks.days(0, 0), (date(2024, 1, 1), date(2024, 1, 3)));
        assert_eq!(weeks.days(1, 2), (date(2024, 1, 4), date(2024, 1, 17)));
        let months = Period::new(date(2023, 11, 15), date(2024, 2, 29), Unit::Month, 1).unwrap();
        assert_eq!(months.days(0, 0), (date(2023, 11, 15), date(2023, 11, 30)));
        assert_eq!(months.days(3, 3), (date(2024, 2, 1), date(2024, 2, 29)));
        let years = Period::new(date(1973, 1, 1), date(1991, 12, 31), Unit::Year, 1).unwrap();
        assert_eq!((years.len(), years.interval(date(1985, 1, 1))), (19, Some(12)));
        assert_eq!(years.bounds()[1], 365.0);
    }

    #[test]
    fn months_that_end_on_the_31st_do_not_drift() {
        let months = Period::new(date(2023, 12, 31), date(2024, 3, 30), Unit::Month, 1).unwrap();
        assert_eq!(months.days(0, 0), (date(2023, 12, 31), date(2024, 1, 30)));
        assert_eq!(months.days(1, 1), (date(2024, 1, 31), date(2024, 2, 28)));
        assert_eq!(months.days(2, 2), (date(2024, 2, 29), date(2024, 3, 30)));
    }

    #[test]
    fn a_period_of_thousands_of_years_is_refused() {
        assert_eq!(Period::new(date(1000, 1, 1), date(2999, 1, 1), Unit::Day, 1), None);
    }
}
