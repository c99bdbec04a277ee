//! kill -9 under write load: nothing acknowledged is lost, nothing is doubled, the journals verify.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::server::{Caller, Data};

/// How often the server is killed, if `LAGENETZ_KILLS` says nothing else.
const KILLS: u64 = 20;
/// Programs that write at once.
const WRITERS: usize = 4;

/// What was acknowledged.
#[derive(Default)]
struct Acknowledged {
    /// Title of each report, by identifier.
    reports: BTreeMap<String, String>,
    /// Reports that were disclosed.
    disclosed: BTreeSet<String>,
    /// Reports whose disclosure somebody began to withdraw.
    withdrawing: BTreeSet<String>,
    /// Reports whose disclosure was withdrawn.
    withdrawn: BTreeSet<String>,
}

#[test]
fn what_was_acknowledged_survives_kill_9_and_nothing_is_doubled() {
    let kills = std::env::var("LAGENETZ_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number"));
    let data = Data::on_sqlite();
    let acknowledged = Mutex::new(Acknowledged::default());
    let mut ready = Vec::new();
    let mut server = data.serve(&data.url, None);
    for round in 0..kills {
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            for writer in 0..WRITERS {
                let (caller, data, acknowledged, stop) = (server.caller(), &data, &acknowledged, &stop);
                scope.spawn(move || write(&caller, data, acknowledged, stop, &format!("{round}-{writer}")));
            }
            // Sometimes while the first answers are under way, sometimes in the middle of a long row of them, and never
            // at the same moment of an act.
            let enough = acknowledged.lock().unwrap().reports.len() as u64 + round * 7 % 23;
            while (acknowledged.lock().unwrap().reports.len() as u64) < enough {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(Duration::from_micros(round * 1_370 % 30_000));
            server.kill();
            stop.store(true, Ordering::Relaxed);
        });
        let begun = Instant::now();
        server = data.serve(&data.url, None);
        ready.push(begun.elapsed());
        assert_eq!(data.verify()["intact"], json!(true));
        // Every round looks at what is there: the first and the last ones in full, so that the test stays linear.
        if round < 3 || round % 20 == 19 || round + 1 == kills {
            compare(
                &server.reports(&data.office),
                &server.reports(&data.desk),
                &acknowledged.lock().unwrap(),
            );
        }
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(kills < 20 || acknowledged.reports.len() as u64 > kills && !acknowledged.withdrawn.is_empty());
    ready.sort();
    println!(
        "{kills} kills, {} reports and {} disclosures acknowledged; ready again after {} ms in the middle, {} ms at most",
        acknowledged.reports.len(),
        acknowledged.disclosed.len(),
        ready[ready.len() / 2].as_millis(),
        ready[ready.len() - 1].as_millis(),
    );
}

/// Writes until the server is gone, and keeps what it acknowledged.
fn write(caller: &Caller, data: &Data, acknowledged: &Mutex<Acknowledged>, stop: &AtomicBool, name: &str) {
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let title = format!("Meldung {name}-{number}");
        let report = json!({ "title": title, "summary": title, "category": "laerm", "place": { "lon": 7.82, "lat": 51.68 } });
        let Some(entered) = done(caller.post(&data.office, "/reports", &report), 201) else { return };
        let id = text(&entered, "id");
        acknowledged.lock().unwrap().reports.insert(id.clone(), title);
        if number % 3 != 0 {
            continue;
        }
        let terms = json!({ "audience": "polizei", "profile": "lage" });
        let path = format!("/reports/{id}/disclosures");
        let Some(made) = done(caller.post(&data.office, &path, &terms), 201) else { return };
        let disclosure = text(&made, "id");
        acknowledged.lock().unwrap().disclosed.insert(id.clone());
        if number % 2 != 0 {
            continue;
        }
        acknowledged.lock().unwrap().withdrawing.insert(id.clone());
        let path = format!("/disclosures/{disclosure}/withdraw");
        let Some(_) = done(caller.post(&data.office, &path, &json!({ "reason": "Irrtum" })), 200) else {
            return;
        };
        acknowledged.lock().unwrap().withdrawn.insert(id);
    }
}

/// The answer of an act that was done; nothing if the server was gone before it could say so.
fn done(answer: Result<crate::server::Answer, ureq::Error>, expected: u16) -> Option<Value> {
    let answer = answer.ok()?;
    assert_eq!(answer.status, expected, "{}", answer.body);
    Some(answer.json())
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap().to_owned()
}

/// What the owner and the recipient see is what was acknowledged, once each. What was not acknowledged may be there,
/// too: the server may have died between its commit and its answer.
fn compare(owner: &[Value], recipient: &[Value], acknowledged: &Acknowledged) {
    let mut titles = BTreeMap::new();
    for report in owner {
        let (id, title) = (text(report, "id"), text(report, "title"));
        assert_eq!(titles.insert(title.clone(), id), None, "{title} is there twice");
    }
    for (id, title) in &acknowledged.reports {
        assert_eq!(titles.get(title), Some(id), "{title} was acknowledged and is not there");
    }
    let received: BTreeSet<String> = recipient.iter().map(|report| text(report, "id")).collect();
    assert_eq!(received.len(), recipient.len(), "the recipient sees a report twice");
    for report in &acknowledged.withdrawn {
        assert!(!received.contains(report), "{report} is still seen after its withdrawal");
    }
    // A withdrawal that was begun may have been saved without being acknowledged.
    for report in acknowledged.disclosed.difference(&acknowledged.withdrawing) {
        assert!(received.contains(report), "the disclosure of {report} was acknowledged and is not there");
    }
}
