//! Measures the writer: acts a second one after another and together, and rows a second in bulk.
//!
//! `cargo run --release -p store --features testing --example acts [DIR]`: SQLite in DIR (the disk to measure), and
//! PostgreSQL in a throw-away cluster without `fsync`, so that its figures tell the cost of the code only.

// A measurement needs a clock, prints, and may stop at the first error.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]

use std::time::Instant;

use domain::{
    ids::{AccountId, ReportId},
    journal::{Entry, Subject},
    place::Place,
    report::{Channel, Content, Origin, Report, Urgency},
    time::{Timestamp, When},
};
use store::{Change, Options, Store, StoreError, picture, reports};

const ALONE: u32 = 500;
const TOGETHER: u32 = 5_000;
const BULK: u32 = 100_000;

#[tokio::main]
async fn main() {
    let dir = std::env::args().nth(1);
    let temporary = tempfile::tempdir().unwrap();
    let dir = dir.map_or_else(|| temporary.path().to_owned(), Into::into);
    let file = dir.join("acts.db");
    let url = format!("sqlite://{}", file.display());
    println!("SQLite");
    measure(&Store::open(&Options { url, readers: 2 }).await.unwrap()).await;
    println!("PostgreSQL, without fsync");
    measure(&store::testing::postgres().await.store).await;
}

async fn measure(store: &Store) {
    let start = Instant::now();
    for number in 0..ALONE {
        enter(store.clone(), number).await;
    }
    tell("acts alone", ALONE, start);

    let start = Instant::now();
    let acts: Vec<_> = (ALONE..ALONE + TOGETHER).map(|n| tokio::spawn(enter(store.clone(), n))).collect();
    for act in acts {
        act.await.unwrap();
    }
    tell("acts together", TOGETHER, start);

    let rows: Vec<_> = (0..BULK).map(|n| (report(1_000_000 + n), [1; 16], None)).collect();
    let start = Instant::now();
    for some in rows.chunks(5_000) {
        let some = some.to_vec();
        store
            .write::<_, StoreError>(|tx| Box::pin(async move { reports::insert_many(tx, &some).await }))
            .await
            .unwrap();
    }
    tell("reports in bulk", BULK, start);

    let start = Instant::now();
    let (mut number, mut after) = (0, None);
    loop {
        let page = picture::all_sources(&store.read(), after, 20_000).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        number += page.len();
    }
    tell("sources read", number as u32, start);

    let ids: Vec<_> = rows.iter().step_by(100).map(|(report, ..)| (report.id, 1)).collect();
    let start = Instant::now();
    let loaded = reports::load(&store.read(), &ids).await.unwrap();
    tell("reports loaded by identifier", loaded.len() as u32, start);
}

/// A report as an act enters it, with journal and change.
async fn enter(store: Store, number: u32) {
    let report = report(number);
    store
        .write::<_, StoreError>(move |tx| {
            Box::pin(async move {
                reports::insert(tx, &report, [7; 16], None).await?;
                let entry = Entry::new(report.partner.clone(), report.entered_at, None, "report.entered");
                tx.journal(entry.about(Subject::report(&report, &[7; 16])));
                tx.changed(Change::Report(report.id));
                Ok(())
            })
        })
        .await
        .unwrap();
}

fn tell(what: &str, number: u32, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("  {what}: {number} in {seconds:.2} s, {:.0}/s", f64::from(number) / seconds);
}

fn report(number: u32) -> Report {
    let mut chance = [0; 16];
    chance[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    chance[12..].copy_from_slice(&number.to_be_bytes());
    let shift = f64::from(number % 1_000) / 10_000.0;
    Report {
        id: ReportId::from_chance(chance),
        partner: "stadt".parse().unwrap(),
        unit: "ordnungsamt".parse().unwrap(),
        own_ref: None,
        entered_at: Timestamp(1_795_000_000_000),
        version: 1,
        changed_at: Timestamp(1_795_000_000_000),
        changed_by: AccountId::from_chance([1; 16]),
        content: Content {
            source: "ordnungsamt".parse().unwrap(),
            origin: Origin::Citizen,
            channel: Channel::App,
            category: "laerm".parse().unwrap(),
            modus: None,
            place: Place::new(7.8 + shift, 51.65 + shift).ok(),
            household: false,
            when: When::At(Timestamp(1_795_000_000_000 - i64::from(number) * 1_000)),
            title: "Lärm in der Nacht".to_owned(),
            summary: "Musik aus einer Halle".to_owned(),
            text: "Anhaltend laute Musik aus einer Halle, mehrere Anrufe aus der Nachbarschaft.".to_owned(),
            urgency: Urgency::Normal,
        },
        known_since: None,
        closed: None,
    }
}
