//! A disk that is full, played by a limit on the size of files: a clear sentence, nothing half-written, and the server
//! goes on as soon as there is room again.

use std::process::Command;

use serde_json::json;

use crate::server::Data;

/// Largest file in blocks of 512 bytes: four megabytes.
const BLOCKS: u32 = 8 * 1024;

#[test]
fn a_full_disk_is_said_nothing_is_half_written_and_it_goes_on_with_room() {
    let data = Data::on_sqlite();
    // Without the signal a write beyond the limit fails as it does on a full disk.
    let script = format!("trap '' XFSZ; ulimit -S -f {BLOCKS}; exec \"$0\" \"$@\"");
    let mut server = data.serve(&data.url, Some(&script));
    let caller = server.caller();
    let long = "Wort ".repeat(3_900);
    let enter = |number: usize, text: &str| {
        let title = format!("Meldung {number}");
        let report = json!({ "title": title, "summary": title, "text": text, "category": "laerm" });
        caller.post(&data.office, "/reports", &report).unwrap()
    };

    let mut titles = Vec::new();
    let refused = loop {
        let answer = enter(titles.len(), &long);
        if answer.status != 201 {
            break answer;
        }
        titles.push(format!("Meldung {}", titles.len()));
        assert!(titles.len() < 2_000, "the disk never becomes full");
    };
    assert_eq!(refused.status, 507, "{}", refused.body);
    let said = refused.json();
    assert_eq!(said["error"]["code"], "full");
    assert!(said["error"]["message"].as_str().unwrap().contains("Speicherplatz"), "{said}");
    assert!(server.ended().is_none() && caller.lives());

    // What tells no content needs no journal and still works; what does is refused with the same sentence.
    let counted = caller.get(&data.office, "/picture/facets").unwrap();
    assert_eq!((counted.status, counted.json()["total"].as_u64()), (200, Some(titles.len() as u64)));
    let read = caller.get(&data.office, "/reports").unwrap();
    assert!(read.status == 507 || read.status == 200, "{}", read.body);

    let room =
        Command::new("prlimit").args([&format!("--pid={}", server.pid()), "--fsize=unlimited:"]).status();
    assert!(room.unwrap().success());
    let answer = enter(titles.len(), "kurz");
    assert_eq!(answer.status, 201, "{}", answer.body);
    titles.push(format!("Meldung {}", titles.len()));

    let mut there: Vec<String> = server
        .reports(&data.office)
        .iter()
        .map(|report| report["title"].as_str().unwrap().to_owned())
        .collect();
    there.sort();
    titles.sort();
    assert_eq!(there, titles, "exactly what was acknowledged is there");
    assert_eq!(data.verify()["intact"], json!(true));
    println!("full after {} reports", titles.len() - 1);
}
