//! Reads a table as an import does: every row is mapped to a report, as a profile says.

use std::{io::Cursor, ops::ControlFlow, sync::Arc};

use domain::{charter::Charter, geography::Geography, time::Timestamp};
use exchange::{
    mapping::{Mapping, Surroundings},
    profile::Profile,
    table::{FileProblem, Format, Header, LIMITS, Row, Sink},
};
use jiff::tz::TimeZone;

const CHARTER: &str = include_str!("../../charters/hamm.toml");
const PROFILE: &str = include_str!("../../profiles/maengelmelder.toml");

struct Rows<'p> {
    profile: &'p Profile,
    charter: &'p Charter,
    geography: &'p Geography,
    zone: &'p TimeZone,
    format: Format,
    mapping: Option<Mapping<'p>>,
}

impl Sink for Rows<'_> {
    fn header(&mut self, header: &Header) -> Result<(), FileProblem> {
        // 18 November 2026.
        let now = Timestamp(1_795_000_000_000);
        let Self { charter, geography, zone, format, .. } = *self;
        let around = Surroundings { charter, geography, zone, now, format };
        self.mapping = Mapping::new(self.profile, &header.columns, around).ok();
        Ok(())
    }

    fn row(&mut self, row: &mut Row) -> ControlFlow<()> {
        if let Some(mapping) = &mut self.mapping {
            mapping.identity(row, &mut Vec::new());
            if let Ok(report) = mapping.map(row) {
                assert!(!report.title.is_empty(), "a report has a title");
            }
        }
        ControlFlow::Continue(())
    }
}

/// Reads the bytes as a file of this name.
pub fn read(bytes: &[u8], name: &str) {
    thread_local! {
        static KNOWN: (Profile, Charter, Geography, TimeZone) = {
            let charter = Charter::parse(CHARTER).expect("a charter of the repository");
            let divisions = (charter.agreement.quarter_division.clone(), charter.agreement.city_division.clone());
            (
                Profile::parse(PROFILE).expect("a profile of the repository"),
                charter,
                Geography::new([], divisions.0, divisions.1),
                TimeZone::get("Europe/Berlin").expect("a zone of the bundle"),
            )
        };
    }
    KNOWN.with(|(profile, charter, geography, zone)| {
        let format = Format::of_name(name);
        let mut rows = Rows { profile, charter, geography, zone, format, mapping: None };
        let input = Box::new(Cursor::new(bytes));
        let read = exchange::table::read(input, name, &profile.file, &LIMITS, &Arc::default(), &mut rows);
        if let Err(problem) = read {
            assert!(!problem.say(domain::people::Language::De).is_empty(), "a problem is a sentence");
        }
    });
}
