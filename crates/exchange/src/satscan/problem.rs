//! What is wrong with a file, and where.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The name of a location.
    Location,
    /// A number of cases or controls.
    Number,
    /// A date.
    Date,
    /// A number of people.
    People,
    /// A latitude.
    Latitude,
    /// A longitude.
    Longitude,
    /// An x coordinate.
    X,
    /// A y coordinate.
    Y,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file holds nothing.
    Empty,
    /// The header has no column for this.
    NoColumn(What),
    /// A line has too few fields.
    TooShort {
        /// What is missing first.
        missing: What,
    },
    /// A field is not a number, or not one that can be.
    NotANumber {
        /// What it should be.
        what: What,
        /// What it is.
        text: String,
    },
    /// A field is not a date.
    NotADate {
        /// What it is.
        text: String,
    },
    /// A date does not exist.
    NoSuchDate {
        /// What it is.
        text: String,
    },
    /// A date is written in another way than those before.
    OtherDateFormat {
        /// What it is.
        text: String,
        /// The first date of the file.
        first: String,
        /// Where that stands.
        line: usize,
    },
    /// A quotation mark has no second one.
    OpenQuote,
    /// A location stands twice, with different coordinates.
    TwoPlaces {
        /// Its name.
        location: String,
        /// Where it stands first.
        line: usize,
    },
    /// More names than can be told apart.
    TooManyNames,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1; none for the whole file.
    pub line: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

impl Problem {
    /// On a line.
    pub(super) fn at(line: usize, fault: Fault) -> Self {
        Self { line: Some(line), fault }
    }

    /// With the whole file.
    pub(super) fn whole(fault: Fault) -> Self {
        Self { line: None, fault }
    }
}
