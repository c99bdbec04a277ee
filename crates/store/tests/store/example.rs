//! Values to store.

use std::collections::BTreeSet;

use domain::{
    disclosure::{Disclosure, Parts, TextPart, TimePart},
    ids::*,
    journal::Entry,
    people::{Account, Language},
    place::{Place, Precision},
    report::{Channel, Content, Origin, Report, Urgency},
    time::{Timestamp, When},
};
use sea_orm::DatabaseConnection;
use store::{BoxFuture, Store, StoreError, Tx, testing::TestStore};

pub(crate) const NOW: Timestamp = Timestamp(1_795_000_000_000);
pub(crate) const SALT: [u8; 16] = [7; 16];

/// Sixteen bytes that differ for different numbers.
pub(crate) fn chance(number: u32) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) fn report_id(number: u32) -> ReportId {
    ReportId::from_chance(chance(number))
}

pub(crate) fn disclosure_id(number: u32) -> DisclosureId {
    DisclosureId::from_chance(chance(number))
}

pub(crate) fn account_id(number: u32) -> AccountId {
    AccountId::from_chance(chance(number))
}

pub(crate) fn partner(name: &str) -> PartnerId {
    name.parse().unwrap()
}

pub(crate) fn report(number: u32) -> Report {
    let shift = f64::from(number % 1_000) / 10_000.0;
    Report {
        id: report_id(number),
        partner: partner("stadt"),
        unit: "ordnungsamt".parse().unwrap(),
        own_ref: Some(format!("32-{number}/26")),
        known_since: Some(Timestamp(NOW.0 - 240_000)),
        entered_at: NOW,
        version: 1,
        changed_at: NOW,
        changed_by: account_id(1),
        content: Content {
            source: "ordnungsamt".parse().unwrap(),
            origin: Origin::OfficerObserved,
            channel: Channel::Telephone,
            category: "laerm".parse().unwrap(),
            modus: Some("musik".parse().unwrap()),
            place: Some(Place::new(7.8 + shift, 51.65 + shift).unwrap()),
            household: number % 2 == 1,
            when: When::At(Timestamp(NOW.0 - i64::from(number) * 1_000)),
            title: format!("Lärm Nr. {number}"),
            summary: "Musik aus einer Halle".to_owned(),
            text: "Anhaltend laute Musik, „nachts“ – auch \u{1F3B5} und \\ und ' und \".".to_owned(),
            urgency: Urgency::Immediate,
        },
        closed: None,
    }
}

/// A report that leaves out all that can be left out.
pub(crate) fn bare_report(number: u32) -> Report {
    let full = report(number);
    let content = Content {
        modus: None,
        place: None,
        household: false,
        when: When::Within { from: Timestamp(-5), to: Timestamp(5) },
        summary: String::new(),
        text: String::new(),
        ..full.content
    };
    Report { own_ref: None, known_since: None, content, ..full }
}

/// The next version, with another title.
pub(crate) fn edited(report: &Report, title: &str) -> Report {
    let content = Content { title: title.to_owned(), ..report.content.clone() };
    let (version, changed_by) = (report.version + 1, account_id(2));
    Report { version, changed_by, changed_at: Timestamp(NOW.0 + 60_000), content, ..report.clone() }
}

pub(crate) fn disclosure(number: u32) -> Disclosure {
    Disclosure {
        id: disclosure_id(number),
        from: partner("stadt"),
        unit: "ordnungsamt".parse().unwrap(),
        audience: "lage".parse().unwrap(),
        partners: BTreeSet::from([partner("polizei"), partner("stadt")]),
        parts: Parts {
            place: Precision::M200,
            time: TimePart::Day,
            text: TextPart::Summary,
            attachments: number.is_multiple_of(2),
        },
        legal_basis: "polg-27".parse().unwrap(),
        purpose: "Gefahrenabwehr".to_owned(),
        profile: Some("lage".parse().unwrap()),
        rule: None,
        made_by: account_id(1),
        made_at: Timestamp(NOW.0 + i64::from(number)),
        expires_at: NOW.plus_days(30),
        withdrawal: None,
    }
}

pub(crate) fn account(number: u32) -> Account {
    Account {
        id: account_id(number),
        partner: partner("stadt"),
        email: format!("konto{number}@example.org"),
        name: format!("Sachbearbeitung {number}"),
        language: Language::De,
        created_at: NOW,
        disabled_at: None,
        last_visit: None,
    }
}

/// An entry that only tells its number.
pub(crate) fn entry(controller: &str, number: u64) -> Entry {
    Entry::new(partner(controller), Timestamp(NOW.0 + number as i64), Some(account_id(1)), "report.entered")
        .fact("number", number)
}

/// Does an act that cannot fail.
pub(crate) async fn done<T: Send + 'static>(
    store: &Store,
    act: impl for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
) -> T {
    store.write(act).await.unwrap().value
}

/// A connection that goes past the store, as an intruder would.
pub(crate) async fn intruder(test: &TestStore) -> DatabaseConnection {
    sea_orm::Database::connect(&test.options.url).await.unwrap()
}
