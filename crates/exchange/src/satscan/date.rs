//! Dates to the day, the month or the year, in one way of writing for each file.

use jiff::civil;

use super::Fault;

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day.
    Day,
}

/// A day, or the first day of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The (first) day.
    pub first: civil::Date,
    /// How exactly it is known.
    pub precision: Precision,
}

impl Date {
    /// A date in any of the ways of writing: 1977, 77, 1977/6, 6/1977, 1977/6/30, 6/30/1977 or 30.6.1977, with hyphens
    /// for strokes as well. Of two digits, 69 to 99 are in the twentieth century.
    pub fn read(text: &str) -> Result<Self, Fault> {
        Format::of(text).ok_or_else(|| not_a_date(text))?.read(text)
    }

    /// The last day of the day, month or year.
    pub fn last(self) -> civil::Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// The day for which a number of people stands: SaTScan takes the first of July for a year and the 15th for a month.
    pub fn census_day(self) -> civil::Date {
        let moved = match self.precision {
            Precision::Day => Ok(self.first),
            Precision::Month => self.first.with().day(15).build(),
            Precision::Year => self.first.with().month(7).day(1).build(),
        };
        moved.unwrap_or(self.first)
    }
}

/// A way of writing dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Year,
    ShortYear,
    YearMonth(char),
    MonthYear(char),
    YearMonthDay(char),
    MonthDayYear(char),
    DayMonthYear,
}

impl Format {
    /// The way in which a text is written, if it is a date at all.
    fn of(text: &str) -> Option<Self> {
        let separator = text.chars().find(|letter| !letter.is_ascii_digit());
        let Some(separator) = separator else {
            return match text.len() {
                4 => Some(Self::Year),
                1 | 2 => Some(Self::ShortYear),
                _ => None,
            };
        };
        let parts: Vec<&str> = text.split(separator).collect();
        let digits =
            |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        if !"/-.".contains(separator) || !parts.iter().all(digits) {
            return None;
        }
        let long = |part: &str| part.len() == 4;
        match parts[..] {
            [year, month] if long(year) && !long(month) => Some(Self::YearMonth(separator)),
            [month, year] if long(year) && !long(month) => Some(Self::MonthYear(separator)),
            [year, _, _] if long(year) && separator != '.' => Some(Self::YearMonthDay(separator)),
            [_, _, year] if long(year) && separator == '.' => Some(Self::DayMonthYear),
            [_, _, year] if long(year) => Some(Self::MonthDayYear(separator)),
            _ => None,
        }
    }

    fn read(self, text: &str) -> Result<Date, Fault> {
        let numbers: Vec<i16> = text
            .split(|letter: char| !letter.is_ascii_digit())
            .map(|part| part.parse().map_err(|_| not_a_date(text)))
            .collect::<Result<_, _>>()?;
        let number = |at: usize| numbers.get(at).copied().unwrap_or_default();
        let (year, month, day, precision) = match self {
            Self::Year => (number(0), 1, 1, Precision::Year),
            Self::ShortYear => (number(0) + if number(0) < 69 { 2000 } else { 1900 }, 1, 1, Precision::Year),
            Self::YearMonth(_) => (number(0), number(1), 1, Precision::Month),
            Self::MonthYear(_) => (number(1), number(0), 1, Precision::Month),
            Self::YearMonthDay(_) => (number(0), number(1), number(2), Precision::Day),
            Self::MonthDayYear(_) => (number(2), number(0), number(1), Precision::Day),
            Self::DayMonthYear => (number(2), number(1), number(0), Precision::Day),
        };
        let no_such = || Fault::NoSuchDate { text: text.to_owned() };
        let (month, day) =
            (i8::try_from(month).map_err(|_| no_such())?, i8::try_from(day).map_err(|_| no_such())?);
        // Moments before the calendar of today, and in a far future, are typing errors.
        if !(1000..=2999).contains(&year) {
            return Err(no_such());
        }
        Ok(Date { first: civil::Date::new(year, month, day).map_err(|_| no_such())?, precision })
    }
}

fn not_a_date(text: &str) -> Fault {
    Fault::NotADate { text: text.to_owned() }
}

/// Dates of one file, which all must be written as the first.
#[derive(Debug, Clone, Default)]
pub(super) struct Dates {
    first: Option<(Format, String, usize)>,
}

impl Dates {
    /// The date of a field.
    pub(super) fn read(&mut self, text: &str, line: usize) -> Result<Date, Fault> {
        // A time of day after the date is left out.
        let text = text.split(['T', ' ']).next().unwrap_or_default();
        let format = Format::of(text).ok_or_else(|| not_a_date(text))?;
        let date = format.read(text)?;
        match &self.first {
            Some((first, ..)) if *first == format => {}
            Some((_, first, at)) => {
                let (text, first) = (text.to_owned(), first.clone());
                return Err(Fault::OtherDateFormat { text, first, line: *at });
            }
            None => self.first = Some((format, text.to_owned(), line)),
        }
        Ok(date)
    }
}
