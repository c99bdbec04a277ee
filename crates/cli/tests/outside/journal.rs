//! The raw bytes of all journals, after everything that the API can do was done: no content stands in them.

use serde_json::{Value, json};
use store::{Options, Store};

use crate::server::{Data, Server};

/// Words that stand in the content of this test and nowhere else.
const TITLE: &str = "Quittenbaum";
const SUMMARY: &str = "Haselstrauch";
const TEXT: &str = "Nachtviole";
const OWN_REF: &str = "AZ-Wacholder";
const OUTCOME: &str = "Eberesche";
const PURPOSE: &str = "Kornblume";
const REASON: &str = "Mirabelle";
const LON: f64 = 7.8234561;
const LAT: f64 = 51.6823457;

#[test]
fn no_content_stands_in_the_journals() {
    let data = Data::on_sqlite();
    let server = data.serve(&data.url, None);
    do_everything(&data, &server);
    drop(server);
    assert_eq!(data.verify()["intact"], json!(true));

    let entries = tokio::runtime::Runtime::new().unwrap().block_on(entries(&data.url));
    let acts = [
        "report.entered",
        "report.read",
        "report.edited",
        "report.closed",
        "reports.listed",
        "report.change_told",
        "disclosure.made",
        "disclosure.received",
        "disclosure.previewed",
        "disclosure.withdrawn",
    ];
    for act in acts {
        assert!(entries.iter().any(|entry| contains(entry, act)), "{act} does not stand in the journals");
    }
    let cell = h3_cell();
    let secret = [
        TITLE,
        SUMMARY,
        TEXT,
        OWN_REF,
        OUTCOME,
        REASON,
        PURPOSE,
        "7.82345",
        "51.68234",
        &cell,
        "laerm",
        "vermuellung",
    ];
    for entry in entries {
        for word in secret {
            assert!(!contains(&entry, word), "{word} stands in {}", String::from_utf8_lossy(&entry));
        }
    }
}

/// The finest cell, as it is stored.
fn h3_cell() -> String {
    domain::place::Place::new(LON, LAT).unwrap().cell().to_string()
}

fn contains(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

fn do_everything(data: &Data, server: &Server) {
    let post = |path: &str, body: Value, expected: u16| {
        let answer = server.post(&data.office, path, &body).unwrap();
        assert_eq!(answer.status, expected, "{path}: {}", answer.body);
        answer.json()
    };
    let report = |category: &str| {
        json!({
            "title": TITLE, "summary": SUMMARY, "text": TEXT, "own_ref": OWN_REF, "category": category,
            "place": { "lon": LON, "lat": LAT },
        })
    };
    let id = post("/reports", report("laerm"), 201)["id"].as_str().unwrap().to_owned();
    let terms = json!({ "audience": "polizei", "profile": "bearbeitung", "purpose": PURPOSE });
    post(&format!("/reports/{id}/preview"), terms.clone(), 200);
    let made = post(&format!("/reports/{id}/disclosures"), terms.clone(), 201);
    let mut edit = report("vermuellung");
    edit["version"] = json!(1);
    let edited = server.put(&data.office, &format!("/reports/{id}"), &edit).unwrap();
    assert_eq!(edited.status, 200, "{}", edited.body);
    post(&format!("/reports/{id}/tell-change"), json!({}), 200);
    let mut bulk = terms;
    bulk["filter"] = json!({ "category": "vermuellung", "area": "stadtbezirke:nichts" });
    assert_eq!(server.post(&data.office, "/disclosures", &bulk).unwrap().status, 422);
    bulk["filter"] = json!({ "own": "1" });
    post("/disclosures", bulk, 201);
    for token in [&data.office, &data.desk] {
        for path in ["/reports", &format!("/reports/{id}"), "/disclosures", "/disclosures/received"] {
            assert_eq!(server.get(token, path).unwrap().status, 200);
        }
    }
    post(&format!("/reports/{id}/close"), json!({ "outcome": OUTCOME }), 200);
    let path = format!("/disclosures/{}/withdraw", made["id"].as_str().unwrap());
    post(&path, json!({ "reason": REASON }), 200);
}

/// The bytes of every entry of every journal.
async fn entries(url: &str) -> Vec<Vec<u8>> {
    let store = Store::open(&Options { url: url.to_owned(), readers: 1 }).await.unwrap();
    let mut entries = Vec::new();
    for partner in ["stadt", "polizei"] {
        let rows =
            store::journal::entries(&store.read(), &partner.parse().unwrap(), 0, 10_000).await.unwrap();
        entries.extend(rows.into_iter().filter_map(|row| row.body));
    }
    store.close().await;
    entries
}
