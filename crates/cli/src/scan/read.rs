//! The files, and what they say together.

use std::{fs, path::Path};

use analysis::scan::{
    self, Cases, Places, Study,
    population::{Census, expected},
};
use exchange::satscan::{
    CoordinateFile, CountFile, CountRow, Dated, Names, PopulationFile, PopulationRow, Precision, System,
};
use jiff::civil::Date;

use super::{
    Args, Setting,
    complaint::{Complaints, of_population},
    options::{Model, Unit},
};
use crate::failure::Failure;

/// A file larger than this is no list of cases.
const BYTES_MAX: u64 = 2 << 30;

/// What the files say.
#[derive(Debug, Default)]
pub(super) struct Input {
    names: Names,
    pub(super) strata: Names,
    /// Locations with coordinates, in their order.
    pub(super) places: Vec<(u32, [f64; 2])>,
    /// The place of each name.
    place_of: Vec<Option<u32>>,
    cases: Vec<CountRow>,
    controls: Vec<CountRow>,
    population: Vec<PopulationRow>,
    pub(super) precision: Option<Precision>,
    /// What is no error and yet worth saying.
    pub(super) notes: Vec<(String, String)>,
}

impl Input {
    /// Reads all files; complains about all that is wrong in them.
    pub(super) fn read(args: &Args, complaints: &mut Complaints) -> Result<Self, Failure> {
        let mut input = Self::default();
        let system = if args.cartesian { System::Flat } else { System::Geographic };
        let bytes = bytes(&args.coordinates)?;
        let (file, problems) = CoordinateFile::read(&bytes, system, &mut input.names);
        complaints.of_file(&args.coordinates, problems);
        input.note_repeated(&args.coordinates, &file.repeated);
        input.places = file.rows;

        let dated = if args.spatial { Dated::Perhaps } else { Dated::Yes };
        let mut counts = |path: &Path, input: &mut Self| -> Result<CountFile, Failure> {
            let (file, problems) =
                CountFile::read(&self::bytes(path)?, dated, &mut input.names, &mut input.strata);
            complaints.of_file(path, problems);
            Ok(file)
        };
        let cases = counts(&args.cases, &mut input)?;
        (input.cases, input.precision) = (cases.rows, cases.precision);
        if let (Model::Bernoulli, Some(path)) = (args.model, &args.controls) {
            let controls = counts(path, &mut input)?;
            input.precision = input.precision.min(controls.precision).or(input.precision);
            input.controls = controls.rows;
        }
        if let (Model::Poisson, Some(path)) = (args.model, &args.population) {
            let bytes = self::bytes(path)?;
            let (file, problems) = PopulationFile::read(&bytes, &mut input.names, &mut input.strata);
            complaints.of_file(path, problems);
            input.population = file.rows;
        }
        input.place_of = vec![None; input.names.len()];
        for ((name, _), place) in input.places.iter().zip(0..) {
            input.place_of[*name as usize] = Some(place);
        }
        input.locate(args, complaints);
        Ok(input)
    }

    fn note_repeated(&mut self, path: &Path, lines: &[usize]) {
        if let Some(first) = lines.first() {
            let (path, number) = (path.display(), lines.len());
            self.notes.push((
                format!("Hinweis: {path}: {number} Zeilen wiederholen einen Ort mit denselben Koordinaten (zuerst Zeile {first})."),
                format!("Note: {path}: {number} lines repeat a location with the same coordinates (first on line {first})."),
            ));
        }
    }

    /// Complains about locations without coordinates, or leaves them out.
    fn locate(&mut self, args: &Args, complaints: &mut Complaints) {
        let known = |location: u32, places: &[Option<u32>]| places[location as usize].is_some();
        if args.relaxed {
            let before = self.cases.len() + self.controls.len() + self.population.len();
            let places = &self.place_of;
            self.cases.retain(|row| known(row.location, places));
            self.controls.retain(|row| known(row.location, places));
            self.population.retain(|row| known(row.location, places));
            let left_out = before - self.cases.len() - self.controls.len() - self.population.len();
            if left_out > 0 {
                self.notes.push((
                    format!("Hinweis: {left_out} Zeilen nennen Orte ohne Koordinaten und sind weggelassen."),
                    format!("Note: {left_out} lines name locations without coordinates and are left out."),
                ));
            }
            return;
        }
        let mut told = vec![false; self.names.len()];
        let rows = |rows: &[CountRow]| rows.iter().map(|row| (row.line, row.location)).collect::<Vec<_>>();
        let population = self.population.iter().map(|row| (row.line, row.location)).collect();
        let files = [
            (Some(&args.cases), rows(&self.cases)),
            (args.controls.as_ref(), rows(&self.controls)),
            (args.population.as_ref(), population),
        ];
        for (path, rows) in files {
            let Some(path) = path else { continue };
            for (line, location) in rows {
                let unknown = !known(location, &self.place_of);
                if unknown && !std::mem::replace(&mut told[location as usize], true) {
                    let name = self.names.name(location).unwrap_or_default();
                    let de = format!("Der Ort „{name}“ hat keine Koordinaten.");
                    let en = format!("The location \"{name}\" has no coordinates.");
                    complaints.on_line(path, Some(line as usize), &de, &en);
                }
            }
        }
    }

    /// The name of a place.
    pub(super) fn name_of_place(&self, place: usize) -> &str {
        self.places.get(place).and_then(|(name, _)| self.names.name(*name)).unwrap_or_default()
    }

    /// First and last day of the cases, to the beginning and the end of their units.
    pub(super) fn first_and_last(&self, unit: Unit) -> (Option<Date>, Option<Date>) {
        let dates = || self.cases.iter().chain(&self.controls).filter_map(|row| row.date);
        let first = dates().map(|date| date.first).min().map(|day| match unit {
            Unit::Day => day,
            Unit::Month => day.first_of_month(),
            Unit::Year => day.first_of_year(),
        });
        let last = dates().map(|date| date.last()).max().map(|day| match unit {
            Unit::Day => day,
            Unit::Month => day.last_of_month(),
            Unit::Year => day.last_of_year(),
        });
        (first, last)
    }

    /// First and last day of the population's counts.
    pub(super) fn census_days(&self) -> (Option<Date>, Option<Date>) {
        let dates = || self.population.iter().map(|row| row.date);
        (dates().map(|date| date.first).min(), dates().map(|date| date.last()).max())
    }

    /// What is to be scanned. The rows are given up: they take as much memory as the scan.
    pub(super) fn study(&mut self, args: &Args, setting: &Setting) -> Result<Study, Failure> {
        let mut complaints = Complaints::default();
        let mut outside = 0;
        let mut entries = |rows: &[CountRow], path: &Path, complaints: &mut Complaints| {
            self.entries(rows, path, (args, setting), complaints, &mut outside)
        };
        let cases = entries(&self.cases, &args.cases, &mut complaints);
        let controls = match &args.controls {
            Some(path) => entries(&self.controls, path, &mut complaints),
            None => Vec::new(),
        };
        complaints.settle()?;
        (self.cases, self.controls) = (Vec::new(), Vec::new());
        let model = match args.model {
            Model::SpaceTimePermutation => scan::Model::SpaceTimePermutation,
            Model::Bernoulli => scan::Model::Bernoulli { controls },
            Model::Poisson => scan::Model::Poisson { expected: self.expected(args, setting, &cases)? },
        };
        if outside > 0 {
            self.notes.push((
                format!("Hinweis: {outside} Fälle liegen außerhalb des Zeitraums und sind weggelassen."),
                format!("Note: {outside} cases lie outside the study period and are left out."),
            ));
        }
        let coordinates = self.places.iter().map(|(_, coordinates)| *coordinates).collect();
        let places = if args.cartesian { Places::Flat(coordinates) } else { Places::Geographic(coordinates) };
        Ok(Study { places, intervals: setting.period.len(), cases, model })
    }

    fn entries(
        &self,
        rows: &[CountRow],
        path: &Path,
        (args, setting): (&Args, &Setting),
        complaints: &mut Complaints,
        outside: &mut u64,
    ) -> Vec<Cases> {
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let day = row.date.map_or(setting.end, |date| date.first);
            // A year or a month belongs to the period if its last day does, too: to which interval, its first day says.
            let within =
                row.date.is_none_or(|date| date.first >= setting.start && date.last() <= setting.end);
            let interval = setting.period.interval(day).filter(|_| within);
            let place = self.place_of[row.location as usize];
            if let (Some(place), Some(interval)) = (place, interval) {
                let stratum = row.stratum;
                entries.push(Cases { place, interval: interval as u32, stratum, number: row.number });
            } else if args.relaxed {
                *outside += u64::from(row.number);
            } else {
                let (start, end) = (setting.start, setting.end);
                let de = format!("Der Fall vom {day} liegt außerhalb des Zeitraums {start} bis {end}.");
                let en = format!("The case of {day} lies outside the study period {start} to {end}.");
                complaints.on_line(path, Some(row.line as usize), &de, &en);
            }
        }
        entries
    }

    fn expected(&self, args: &Args, setting: &Setting, cases: &[Cases]) -> Result<Vec<f64>, Failure> {
        let census: Vec<Census> = self
            .population
            .iter()
            .filter_map(|row| {
                let time = setting.period.since_start(row.date.census_day());
                let place = self.place_of[row.location as usize]?;
                Some(Census { place, stratum: row.stratum, time, people: row.people })
            })
            .collect();
        let expected = expected(self.places.len(), &setting.period.bounds(), &census, cases)
            .map_err(|error| of_population(&error, self))?;
        let mut complaints = Complaints::default();
        let mut told = vec![false; self.places.len()];
        for entry in cases.iter().filter(|entry| entry.number > 0) {
            let cell = entry.place as usize * setting.period.len() + entry.interval as usize;
            if expected[cell] <= 0.0 && !std::mem::replace(&mut told[entry.place as usize], true) {
                let name = self.name_of_place(entry.place as usize);
                let (from, to) = setting.period.days(entry.interval as usize, entry.interval as usize);
                let (path, no_line) = (args.population.as_deref().unwrap_or(&args.cases), None);
                let de =
                    format!("Der Ort „{name}“ hat vom {from} bis zum {to} Fälle, aber keine Bevölkerung.");
                let en = format!("The location \"{name}\" has cases from {from} to {to}, but no population.");
                complaints.on_line(path, no_line, &de, &en);
            }
        }
        complaints.settle()?;
        Ok(expected)
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::file(path, &error);
    if fs::metadata(path).map_err(failed)?.len() > BYTES_MAX {
        let path = path.display();
        return Err(Failure::new(
            format!("{path} ist größer als 2 GiB."),
            format!("{path} is larger than 2 GiB."),
        ));
    }
    fs::read(path).map_err(failed)
}
