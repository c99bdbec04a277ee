//! Times as offices write them: moments, days, months with names, years.

use std::borrow::Cow;

use domain::{
    report::read_time,
    time::{Day, Timestamp, When},
};
use hashbrown::HashMap;
use jiff::{civil::Date, tz::TimeZone};

use super::{Compiled, Reason, Surroundings};
use crate::{
    profile::WhenForm,
    table::{Format as FileFormat, Row},
};

/// The usual forms, tried in this order; none of them can be taken for another.
const USUAL: [&str; 13] = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y, %H:%M",
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%Y-%m",
    "%B %Y",
    "%Y",
    "rfc3339",
];

/// What programs write into workbooks and GeoJSON, beside the forms of the profile.
const OF_PROGRAMS: [&str; 4] = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "rfc3339"];

/// Whether a text of the profile is a form.
pub(crate) fn is_format(text: &str) -> bool {
    Format::new(text).is_some()
}

/// Reads the time of a row.
pub(super) struct Times {
    at: Compiled,
    from: Compiled,
    to: Compiled,
    year: Compiled,
    month: Compiled,
    day: Compiled,
    formats: Vec<Format>,
    said: String,
    days: Days,
    latest: Timestamp,
}

/// How exact a time is, the coarsest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Year,
    Month,
    Day,
    Moment,
}

/// A local time as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    Local { date: Date, seconds: i64, exact: Exact },
    Moment(Timestamp),
}

impl Times {
    pub(super) fn new(form: &WhenForm, columns: &[String], around: Surroundings<'_>) -> Self {
        let compile = |template| Compiled::new(template, columns);
        let mut formats: Vec<&str> = form.formats.iter().map(String::as_str).collect();
        if formats.is_empty() {
            formats.extend(USUAL);
        }
        let said = formats.join(", ");
        if around.format != FileFormat::Csv {
            formats.extend(OF_PROGRAMS);
        }
        Self {
            at: compile(&form.at),
            from: compile(&form.from),
            to: compile(&form.to),
            year: compile(&form.year),
            month: compile(&form.month),
            day: compile(&form.day),
            formats: formats.into_iter().filter_map(Format::new).collect(),
            said,
            days: Days { zone: around.zone.clone(), known: HashMap::new() },
            // Clocks differ a little between machines; more than that is a mistake.
            latest: around.now.plus_seconds(600),
        }
    }

    pub(super) fn read(&mut self, row: &Row) -> Result<When, Reason> {
        let (read, value): (Read, Cow<'_, str>) = if !self.at.parts.is_empty() {
            let text = self.at.fill(row);
            (self.parse(&text)?, text)
        } else if !self.from.parts.is_empty() {
            return self.period(row);
        } else {
            let (read, value) = self.parts(row)?;
            (read, value.into())
        };
        let wrong = || Reason::NotATime { value: value.to_string(), formats: self.said.clone() };
        let when = self.days.when(read).ok_or_else(wrong)?;
        if when.anchor() > self.latest { Err(Reason::Future { value: value.into_owned() }) } else { Ok(when) }
    }

    fn period(&mut self, row: &Row) -> Result<When, Reason> {
        let (from_text, to_text) = (self.from.fill(row).into_owned(), self.to.fill(row).into_owned());
        let from = self.parse(&from_text)?;
        // Without an end it happened at, or on, its beginning.
        let to = if to_text.is_empty() { from } else { self.parse(&to_text)? };
        let wrong =
            |value: &String, said: &String| Reason::NotATime { value: value.clone(), formats: said.clone() };
        let start = self.days.when(from).ok_or_else(|| wrong(&from_text, &self.said))?;
        let end = match self.days.when(to).ok_or_else(|| wrong(&to_text, &self.said))? {
            When::At(at) => at,
            // "1.11. to 30.11." includes the 30th.
            When::Within { to, .. } => to,
        };
        let from = start.anchor();
        if from > self.latest {
            return Err(Reason::Future { value: from_text });
        }
        match end.cmp(&from) {
            std::cmp::Ordering::Less => Err(Reason::EndBeforeStart),
            std::cmp::Ordering::Equal => Ok(When::At(from)),
            std::cmp::Ordering::Greater => Ok(When::Within { from, to: end }),
        }
    }

    /// Year, month and day from columns of their own; what is empty makes the period longer.
    fn parts(&self, row: &Row) -> Result<(Read, String), Reason> {
        let (year, month, day) = (self.year.fill(row), self.month.fill(row), self.day.fill(row));
        let value = [&*year, &*month, &*day].join(" ").trim().to_owned();
        if year.is_empty() {
            return Err(Reason::NoTime);
        }
        let read = || {
            let year: i16 = year.parse().ok()?;
            let (month, exact) = match &*month {
                "" => (1, Exact::Year),
                text => {
                    (text.parse().ok().or_else(|| month_named(text).map(|(month, _)| month))?, Exact::Month)
                }
            };
            let (day, exact) = match &*day {
                "" => (1, exact),
                _ if exact == Exact::Year => return None,
                text => (text.parse().ok()?, Exact::Day),
            };
            Some(Read::Local { date: Date::new(year, month, day).ok()?, seconds: 0, exact })
        };
        let wrong = || Reason::NotATime { value: value.clone(), formats: "%Y %m %d".to_owned() };
        Ok((read().ok_or_else(wrong)?, value))
    }

    fn parse(&self, text: &str) -> Result<Read, Reason> {
        if text.is_empty() {
            return Err(Reason::NoTime);
        }
        let read = self.formats.iter().find_map(|format| format.read(text, &self.days.zone));
        read.ok_or_else(|| Reason::NotATime { value: text.to_owned(), formats: self.said.clone() })
    }
}

/// From 1900 to 2200.
fn in_range(at: Timestamp) -> Option<Timestamp> {
    (-2_208_988_800_000..7_258_118_400_000).contains(&at.0).then_some(at)
}

/// The beginnings of days, each looked up once: files have many rows a day.
struct Days {
    zone: TimeZone,
    /// First moment of a day, and whether it has 24 hours.
    known: HashMap<Date, (Timestamp, bool)>,
}

impl Days {
    /// The moment or period of a local time; none for years that are a slip of the finger.
    fn when(&mut self, read: Read) -> Option<When> {
        let (date, seconds, exact) = match read {
            Read::Moment(at) => return in_range(at).map(When::At),
            Read::Local { date, seconds, exact } => (date, seconds, exact),
        };
        let first = in_range(self.start(date))?;
        let end = match exact {
            Exact::Moment => return Some(When::At(self.at(date, seconds))),
            Exact::Day => date.tomorrow(),
            Exact::Month => date.last_of_month().tomorrow(),
            Exact::Year => date.last_of_year().tomorrow(),
        };
        Some(When::Within { from: first, to: self.start(end.ok()?) })
    }

    fn day(&mut self, date: Date) -> (Timestamp, bool) {
        let zone = &self.zone;
        *self.known.entry(date).or_insert_with(|| {
            let day = Day::of(date);
            let start = day.start(zone);
            (start, Day(day.0 + 1).start(zone).0 - start.0 == domain::time::DAY_MS)
        })
    }

    fn start(&mut self, date: Date) -> Timestamp {
        self.day(date).0
    }

    /// A time of day; where the clock jumps, as the calendar has it.
    fn at(&mut self, date: Date, seconds: i64) -> Timestamp {
        let (start, plain) = self.day(date);
        if plain {
            return start.plus_seconds(seconds);
        }
        let local = date.at(0, 0, 0, 0).saturating_add(jiff::Span::new().seconds(seconds));
        local.to_zoned(self.zone.clone()).map_or(start, |zoned| Timestamp::from_jiff(zoned.timestamp()))
    }
}

// ---------------------------------------------------------------------------------------------------------------
// Forms

/// A form of a time, taken apart once.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Format {
    Items { items: Vec<Item>, exact: Exact },
    Rfc3339,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Year,
    ShortYear,
    Month,
    MonthName,
    Day,
    Hour,
    Minute,
    Second,
    Letter(char),
}

impl Format {
    fn new(text: &str) -> Option<Self> {
        if text == "rfc3339" {
            return Some(Self::Rfc3339);
        }
        let (mut items, mut letters) = (Vec::new(), text.chars());
        while let Some(letter) = letters.next() {
            items.push(match letter {
                '%' => match letters.next()? {
                    'Y' => Item::Year,
                    'y' => Item::ShortYear,
                    'm' => Item::Month,
                    'B' => Item::MonthName,
                    'd' => Item::Day,
                    'H' => Item::Hour,
                    'M' => Item::Minute,
                    'S' => Item::Second,
                    _ => return None,
                },
                letter => Item::Letter(letter),
            });
        }
        let has = |item| items.contains(&item);
        let exact = match (has(Item::Month) || has(Item::MonthName), has(Item::Day), has(Item::Hour)) {
            (true, true, true) => Exact::Moment,
            (true, true, false) => Exact::Day,
            (true, false, false) => Exact::Month,
            (false, false, false) => Exact::Year,
            _ => return None,
        };
        (has(Item::Year) || has(Item::ShortYear)).then_some(Self::Items { items, exact })
    }

    fn read(&self, text: &str, zone: &TimeZone) -> Option<Read> {
        let (items, exact) = match self {
            Self::Items { items, exact } => (items, *exact),
            Self::Rfc3339 => {
                // Without an offset it is a local time.
                let (at, whole_day) = read_time(text, zone)?;
                return (!whole_day).then_some(Read::Moment(at));
            }
        };
        let (mut year, mut month, mut day) = (0_i16, 1_i8, 1_i8);
        let (mut hour, mut minute, mut second) = (0_i64, 0_i64, 0_i64);
        let mut rest = text;
        for item in items {
            match item {
                Item::Year => year = number(&mut rest, 4, 4)? as i16,
                // Offices of the nineties wrote 99.
                Item::ShortYear => {
                    year = number(&mut rest, 2, 2).map(|y| if y < 70 { 2000 + y } else { 1900 + y })? as i16
                }
                Item::Month => month = number(&mut rest, 1, 2)? as i8,
                Item::Day => day = number(&mut rest, 1, 2)? as i8,
                Item::Hour => hour = number(&mut rest, 1, 2).filter(|h| *h < 24)?.into(),
                Item::Minute => minute = number(&mut rest, 2, 2).filter(|m| *m < 60)?.into(),
                Item::Second => second = number(&mut rest, 2, 2).filter(|s| *s < 60)?.into(),
                Item::MonthName => {
                    let (named, length) = month_named(rest)?;
                    (month, rest) = (named, &rest[length..]);
                }
                Item::Letter(' ') => rest = rest.strip_prefix(' ')?.trim_start(),
                Item::Letter(letter) => rest = rest.strip_prefix(*letter)?,
            }
        }
        if !rest.is_empty() {
            return None;
        }
        let date = Date::new(year, month, day).ok()?;
        Some(Read::Local { date, seconds: hour * 3_600 + minute * 60 + second, exact })
    }
}

/// Takes digits, as many as there are from `least` to `most`.
fn number(rest: &mut &str, least: usize, most: usize) -> Option<u16> {
    let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if length < least {
        return None;
    }
    let (digits, behind) = rest.split_at(length);
    *rest = behind;
    digits.parse().ok()
}

/// The month that a text begins with, German or English, whole or by its first letters; and how long its name is.
fn month_named(text: &str) -> Option<(i8, usize)> {
    const MONTHS: [&[&str]; 12] = [
        &["januar", "january", "jänner", "jan"],
        &["februar", "february", "feb"],
        &["märz", "maerz", "march", "mrz", "mär", "mar"],
        &["april", "apr"],
        &["mai", "may"],
        &["juni", "june", "jun"],
        &["juli", "july", "jul"],
        &["august", "aug"],
        &["september", "sept", "sep"],
        &["oktober", "october", "okt", "oct"],
        &["november", "nov"],
        &["dezember", "december", "dez", "dec"],
    ];
    let length = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
    let word = text[..length].to_lowercase();
    let dot = usize::from(text[length..].starts_with('.'));
    let month = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    Some((month as i8 + 1, length + dot))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn read(format: &str, text: &str) -> Option<(String, Exact)> {
        match Format::new(format).unwrap().read(text, &zone())? {
            Read::Local { date, seconds, exact } => Some((format!("{date} {seconds}"), exact)),
            Read::Moment(at) => Some((at.to_jiff().to_string(), Exact::Moment)),
        }
    }

    #[test]
    fn forms_of_german_offices_are_read() {
        let cases = [
            ("%d.%m.%Y %H:%M", "22.11.2026 23:10", "2026-11-22 83400", Exact::Moment),
            ("%d.%m.%Y", "1.3.2026", "2026-03-01 0", Exact::Day),
            ("%d.%m.%y", "01.03.99", "1999-03-01 0", Exact::Day),
            ("%Y-%m", "2018-10", "2018-10-01 0", Exact::Month),
            ("%B %Y", "März 2014", "2014-03-01 0", Exact::Month),
            ("%d. %B %Y", "3. Okt. 2014", "2014-10-03 0", Exact::Day),
            ("%Y", "2019", "2019-01-01 0", Exact::Year),
            ("rfc3339", "2026-11-22T23:10:00+01:00", "2026-11-22T22:10:00Z", Exact::Moment),
        ];
        for (format, text, at, exact) in cases {
            assert_eq!(read(format, text), Some((at.to_owned(), exact)), "{format} {text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for (format, text) in [
            ("%d.%m.%Y", "31.02.2026"),
            ("%d.%m.%Y", "2026-11-22"),
            ("%d.%m.%Y", "22.11.2026 10:00"),
            ("%d.%m.%Y %H:%M", "22.11.2026 24:00"),
            ("%Y", "19"),
            ("%B %Y", "Brumaire 1799"),
        ] {
            assert_eq!(read(format, text), None, "{format} {text}");
        }
        for format in ["TT.MM.JJJJ", "%d.%m", "%H:%M", "%Q", "%Y %H"] {
            assert!(!is_format(format), "{format}");
        }
    }

    #[test]
    fn a_time_of_day_is_right_on_days_on_which_the_clock_jumps() {
        let mut days = Days { zone: zone(), known: HashMap::new() };
        for date in ["2026-03-29", "2026-10-25", "2026-06-01"] {
            let date: Date = date.parse().unwrap();
            for hour in [0, 1, 2, 4, 23] {
                let expected = date.at(hour, 30, 0, 0).to_zoned(zone()).unwrap().timestamp();
                let at = days.at(date, i64::from(hour) * 3_600 + 1_800);
                assert_eq!(at, Timestamp::from_jiff(expected), "{date} {hour}:30");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_time_or_none(text in "\\PC{0,30}", number in 0..USUAL.len()) {
            _ = Format::new(USUAL[number]).unwrap().read(&text, &zone());
            _ = Format::new(&text);
            _ = month_named(&text);
        }

        #[test]
        fn a_written_moment_is_read_back(day in 0..40_000_i32, seconds in 0..86_400_i64) {
            let date = Day(day).date();
            let text = format!("{} {:02}:{:02}:{:02}", date, seconds / 3_600, seconds / 60 % 60, seconds % 60);
            let read = Format::new("%Y-%m-%d %H:%M:%S").unwrap().read(&text, &zone());
            prop_assert_eq!(read, Some(Read::Local { date, seconds, exact: Exact::Moment }));
        }
    }
}
