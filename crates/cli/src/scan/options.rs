//! From what was typed to what the scan takes.

use std::path::Path;

use analysis::scan::{self, Options, PValue, Rates, Windows};
use clap::ValueEnum;
use exchange::satscan::{Date, Precision};
use jiff::civil;

use super::{Args, Setting, complaint::Complaints, period::Period, read::Input};
use crate::failure::Failure;

/// With which the cases are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    SpaceTimePermutation,
    Poisson,
    Bernoulli,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    Day,
    Month,
    Year,
}

impl Unit {
    fn of(precision: Precision) -> Self {
        match precision {
            Precision::Day => Self::Day,
            Precision::Month => Self::Month,
            Precision::Year => Self::Year,
        }
    }

    /// How exactly a date must be known.
    fn precision(self) -> Precision {
        match self {
            Self::Day => Precision::Day,
            Self::Month => Precision::Month,
            Self::Year => Precision::Year,
        }
    }

    /// How long it is on average, in days.
    pub(crate) fn days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Month => 365.25 / 12.0,
            Self::Year => 365.25,
        }
    }
}

/// How p is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    MonteCarlo,
    Sequential,
    Gumbel,
}

/// A unit of length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Length {
    Km,
    M,
}

impl Length {
    pub(crate) fn kilometres(self) -> f64 {
        match self {
            Self::Km => 1.0,
            Self::M => 0.001,
        }
    }
}

/// A share, as a number or with a percent sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Share(pub(crate) f64);

impl std::str::FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, whole) = match text.trim().strip_suffix('%') {
            Some(percent) => (percent.trim(), 100.0),
            None => (text.trim(), 1.0),
        };
        let share = number.replace(',', ".").parse::<f64>().map_err(|error| error.to_string())? / whole;
        Some(Self(share)).filter(|share| share.0.is_finite()).ok_or_else(|| "not a number".to_owned())
    }
}

impl Args {
    /// What can be told before a file was opened.
    pub(super) fn check(&self, complaints: &mut Complaints) {
        let mut say = |wrong: bool, de: &str, en: &str| {
            if wrong {
                complaints.say(de, en);
            }
        };
        say(
            self.model == Model::Poisson && self.population.is_none(),
            "Das Modell poisson braucht --population.",
            "The model poisson needs --population.",
        );
        say(
            self.model == Model::Bernoulli && self.controls.is_none(),
            "Das Modell bernoulli braucht --controls.",
            "The model bernoulli needs --controls.",
        );
        say(
            self.model == Model::SpaceTimePermutation && self.spatial,
            "Das Modell space-time-permutation sieht auf die Zeit; --spatial braucht poisson oder bernoulli.",
            "The model space-time-permutation looks at time; --spatial needs poisson or bernoulli.",
        );
        say(
            self.json && self.prints_geojson(),
            "--json und --geojson ohne Datei schreiben beide in die Ausgabe; eines davon geht.",
            "--json and --geojson without a file both write to the output; one of them is possible.",
        );
        say(
            self.geojson.is_some() && self.cartesian,
            "GeoJSON braucht Breite und Länge; mit --cartesian gibt es keines.",
            "GeoJSON needs latitude and longitude; there is none with --cartesian.",
        );
        say(
            self.max_radius_km.is_some_and(|radius| !(radius >= 0.0 && radius.is_finite())),
            "--max-radius-km muss eine Zahl ab 0 sein.",
            "--max-radius-km must be a number from 0 on.",
        );
        say(
            !(self.max_share.0 > 0.0 && self.max_share.0 <= 0.5),
            "--max-share muss über 0 und höchstens 0.5 sein.",
            "--max-share must be above 0 and at most 0.5.",
        );
        say(
            self.max_duration_share.is_some_and(|share| !(share.0 > 0.0 && share.0 <= 0.9)),
            "--max-duration-share muss über 0 und höchstens 0.9 sein.",
            "--max-duration-share must be above 0 and at most 0.9.",
        );
        say(
            self.analyses_since.is_some() && (self.retrospective || self.spatial),
            "--analyses-since gibt es nur mit --prospective.",
            "--analyses-since goes with --prospective only.",
        );
    }

    /// Whether GeoJSON is what the command answers.
    pub(super) fn prints_geojson(&self) -> bool {
        self.geojson.as_deref().is_some_and(|path| path == Path::new("-"))
    }

    /// Study period, unit and intervals.
    pub(super) fn setting(&self, input: &Input) -> Result<Setting, Failure> {
        let mut complaints = Complaints::default();
        let unit = self.time_unit.or(input.precision.map(Unit::of)).unwrap_or(Unit::Year);
        if let Some(precision) =
            input.precision.filter(|precision| *precision < unit.precision() && !self.spatial)
        {
            let (de, en) = match precision {
                Precision::Year => {
                    ("nur das Jahr; --time-unit year passt dazu", "the year only; --time-unit year fits")
                }
                _ => {
                    ("nur den Monat; --time-unit month passt dazu", "the month only; --time-unit month fits")
                }
            };
            complaints.say(format!("Die Fälle nennen {de}."), format!("The cases name {en}."));
        }
        let start = date_of(self.start.as_deref(), "--start", &mut complaints).map(|date| date.first);
        let end = date_of(self.end.as_deref(), "--end", &mut complaints).map(Date::last);
        let (first, last) = input.first_and_last(unit);
        let dated = (start.is_some() && end.is_some()) || first.is_some();
        // A purely spatial scan of files without dates needs a day for its sums, but tells none.
        let (from, to) = if dated { (first, last) } else { input.census_days() };
        let any = civil::Date::constant(2000, 1, 1);
        let (start, end) = (start.or(from).or(end).unwrap_or(any), end.or(to).or(start).unwrap_or(any));
        if end < start {
            complaints.say(
                format!("Der Zeitraum endet ({end}), bevor er beginnt ({start})."),
                format!("The study period ends ({end}) before it begins ({start})."),
            );
        }
        complaints.settle()?;
        let period = Period::new(start, end, unit, self.time_length)
            .ok_or_else(|| Failure::new("Der Zeitraum ist zu lang.", "The study period is too long."))?;
        Ok(Setting { period, unit, start, end, dated })
    }

    /// What the scan takes.
    pub(super) fn scan_options(&self, setting: &Setting) -> Result<Options, Failure> {
        let intervals = setting.period.len();
        let windows = if self.spatial {
            Windows::Spatial
        } else {
            let longest = self.longest(setting, intervals)?;
            match self.retrospective {
                true => Windows::Retrospective { longest },
                false => Windows::Prospective { longest, since: self.since(setting)? },
            }
        };
        Ok(Options {
            windows,
            rates: match (self.low, self.both) {
                (true, _) => Rates::Low,
                (_, true) => Rates::Both,
                _ => Rates::High,
            },
            max_radius: self.max_radius_km.map(|radius| radius / self.scale()),
            max_share: self.max_share.0,
            min_cases: self.min_cases,
            replications: self.replications.unwrap_or(if self.p_value == Method::Gumbel { 199 } else { 999 }),
            seed: self.seed,
            p_value: match self.p_value {
                Method::MonteCarlo => PValue::MonteCarlo,
                Method::Sequential => PValue::Sequential { exceedances: 50 },
                Method::Gumbel => PValue::Gumbel,
            },
            max_clusters: self.clusters.unwrap_or(usize::MAX),
        })
    }

    /// Kilometres of a unit of the coordinates' distances.
    pub(super) fn scale(&self) -> f64 {
        if self.cartesian { self.unit.kilometres() } else { 1.0 }
    }

    /// The longest window in intervals.
    fn longest(&self, setting: &Setting, intervals: usize) -> Result<usize, Failure> {
        let Some(days) = self.max_duration_days else {
            let share = self.max_duration_share.map_or(0.5, |share| share.0);
            return Ok(((intervals as f64 * share + 1e-9) as usize).max(1));
        };
        // Months of 30 and years of 365 days count as whole.
        let unit = match setting.unit {
            Unit::Day => 1,
            Unit::Month => 30,
            Unit::Year => 365,
        };
        let longest = (days / unit / self.time_length) as usize;
        let most = intervals * 9 / 10;
        let total = setting.start.until(setting.end).map_or(0, |span| span.get_days()) + 1;
        if longest == 0 {
            return Err(Failure::new(
                format!("--max-duration-days {days} ist kürzer als ein Abschnitt."),
                format!("--max-duration-days {days} is shorter than one interval."),
            ));
        }
        if longest > most.max(1) {
            return Err(Failure::new(
                format!(
                    "--max-duration-days {days} ist zu lang: der Zeitraum hat {total} Tage, höchstens neun Zehntel davon gehen."
                ),
                format!(
                    "--max-duration-days {days} is too long: the study period has {total} days, and at most nine tenths of it are possible."
                ),
            ));
        }
        Ok(longest)
    }

    fn since(&self, setting: &Setting) -> Result<Option<usize>, Failure> {
        let mut complaints = Complaints::default();
        let since =
            date_of(self.analyses_since.as_deref(), "--analyses-since", &mut complaints).map(Date::last);
        complaints.settle()?;
        let Some(since) = since else { return Ok(None) };
        setting.period.interval(since).map(Some).ok_or_else(|| {
            Failure::new(
                format!("--analyses-since {since} liegt außerhalb des Zeitraums."),
                format!("--analyses-since {since} lies outside the study period."),
            )
        })
    }
}

fn date_of(text: Option<&str>, option: &str, complaints: &mut Complaints) -> Option<Date> {
    let text = text?;
    let date = Date::read(text).ok();
    if date.is_none() {
        complaints.say(
            format!("„{text}“ bei {option} ist kein Datum, wie 2024-01-31 eines ist."),
            format!("\"{text}\" at {option} is no date like 2024-01-31."),
        );
    }
    date
}

/// Kind of scan, as `--json` names it.
pub(super) fn analysis(windows: scan::Windows) -> &'static str {
    match windows {
        Windows::Spatial => "spatial",
        Windows::Retrospective { .. } => "retrospective",
        Windows::Prospective { .. } => "prospective",
    }
}

/// The day after a day, for the last one itself.
pub(super) fn next_day(day: civil::Date) -> civil::Date {
    day.tomorrow().unwrap_or(day)
}
