//! Every act and every reading of content stands in the journal before its answer leaves: one answer, one entry. Counts,
//! cells and lists without text are no content.

use std::collections::BTreeMap;

use domain::{journal::Entry, people::Scope};
use serde_json::{Value, json};

use crate::{
    asked::{Asked, api},
    house::{House, Person},
};

/// The journals of city and police, as their data-protection officers read them.
struct Journals<'a> {
    house: &'a House,
    protectors: [Person; 2],
    /// Where each of them was read last.
    last: [u64; 2],
}

impl<'a> Journals<'a> {
    async fn open(house: &'a House) -> Self {
        let protectors = [house.protector_of("stadt").await, house.protector_of("polizei").await];
        let mut journals = Self { house, protectors, last: [0; 2] };
        journals.new_entries().await;
        journals
    }

    /// What was added since the last time: to the city's journal, and to that of the police.
    async fn new_entries(&mut self) -> [Vec<Entry>; 2] {
        let mut new = [Vec::new(), Vec::new()];
        for (i, protector) in self.protectors.iter().enumerate() {
            let who = self.house.who(protector).await;
            let page = self.house.app.journal_page(&who, &app::JournalFilter::default(), 200).await.unwrap();
            for line in page.lines.into_iter().filter(|line| line.position > self.last[i]) {
                let entry = line.entry.unwrap();
                if entry.act != "journal.read" {
                    new[i].insert(0, entry);
                }
            }
            self.last[i] = page.total;
        }
        new
    }

    /// Asks, and answers what was written meanwhile.
    async fn during(&mut self, ask: impl Future<Output = Asked>, expected: u16) -> (Asked, [Vec<Entry>; 2]) {
        let answer = ask.await;
        assert_eq!(answer.status, expected, "{}", answer.body);
        (answer, self.new_entries().await)
    }
}

fn acts(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.act.as_ref()).collect()
}

fn facts(entry: &Entry) -> BTreeMap<&str, &str> {
    entry.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

const NOTHING: [&str; 0] = [];

#[tokio::test]
async fn each_answer_with_content_is_one_entry_and_counts_are_none() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let (office, desk) = (house.token(&ours, Scope::Write).await, house.token(&theirs, Scope::Write).await);
    let mut journals = Journals::open(&house).await;
    let as_office =
        async |method: &str, path: &str, body: Option<Value>| api(&house, &office, method, path, body).await;
    let as_desk =
        async |method: &str, path: &str, body: Option<Value>| api(&house, &desk, method, path, body).await;

    let body = json!({ "title": "Laut", "summary": "Laut", "category": "laerm", "place": { "lon": 7.82, "lat": 51.68 } });
    let (entered, [city, police]) =
        journals.during(as_office("POST", "/reports", Some(body.clone())), 201).await;
    assert_eq!((acts(&city), acts(&police)), (vec!["report.entered"], vec![]));
    assert_eq!(city[0].actor, Some(ours.id));
    let id = entered.id();
    let path = format!("/reports/{id}");

    let terms = json!({ "audience": "polizei", "profile": "lage" });
    let preview = format!("{path}/preview");
    let preview = as_office("POST", &preview, Some(terms.clone()));
    let (_, [city, police]) = journals.during(preview, 200).await;
    assert_eq!((acts(&city), acts(&police)), (vec!["disclosure.previewed"], vec![]));

    let disclose = format!("{path}/disclosures");
    let disclose = as_office("POST", &disclose, Some(terms.clone()));
    let (made, [city, police]) = journals.during(disclose, 201).await;
    assert_eq!((acts(&city), acts(&police)), (vec!["disclosure.made"], vec!["disclosure.received"]));
    assert_eq!(
        (police[0].actor, &police[0].occasion),
        (None, &None),
        "who did it is the other house's matter"
    );
    assert_eq!(facts(&city[0])["legal_basis"], "dsgnrw-8");

    let (_, [city, police]) = journals.during(as_desk("GET", &path, None), 200).await;
    assert_eq!((acts(&city), acts(&police)), (vec![], vec!["report.read"]));
    let read = &police[0];
    assert_eq!((read.actor, read.occasion.as_deref()), (Some(theirs.id), Some("API: Test")));
    assert_eq!((&read.subjects[0].id, read.subjects[0].version), (&id, Some(1)));
    assert!(read.subjects[0].digest.is_some());

    let list = as_desk("GET", "/reports?category=laerm&cell=891fa110997ffff&limit=5", None);
    let (answer, [city, police]) = journals.during(list, 200).await;
    assert_eq!((acts(&city), acts(&police)), (vec![], vec!["reports.listed"]));
    let count = answer.json()["items"].as_array().unwrap().len().to_string();
    assert_eq!(
        facts(&police[0]),
        BTreeMap::from([("filter", "category=laerm cell=891fa110997ffff"), ("count", count.as_str())])
    );

    for (path, act) in [("/disclosures", "disclosures.listed"), ("/disclosures/received", "received.listed")]
    {
        let (_, [city, police]) = journals.during(as_desk("GET", path, None), 200).await;
        assert_eq!((acts(&city), acts(&police)), (vec![], vec![act]));
    }

    let mut edit = body;
    edit["version"] = json!(1);
    let (_, [city, police]) = journals.during(as_office("PUT", &path, Some(edit)), 200).await;
    assert_eq!((acts(&city), acts(&police)), (vec!["report.edited"], vec![]));
    let (_, [city, police]) =
        journals.during(as_office("POST", &format!("{path}/tell-change"), None), 200).await;
    assert_eq!((acts(&city), acts(&police)), (vec!["report.change_told"], vec![]));

    let bulk = json!({ "audience": "polizei", "profile": "hinweis", "filter": { "category": "laerm" } });
    let (_, [city, police]) = journals.during(as_office("POST", "/disclosures", Some(bulk)), 201).await;
    assert_eq!((acts(&city), acts(&police)), (vec!["disclosure.made"], vec!["disclosure.received"]));
    assert_eq!(facts(&city[0])["reports"], "1");

    let withdraw = format!("/disclosures/{}/withdraw", made.id());
    let withdraw = as_office("POST", &withdraw, Some(json!({ "reason": "Irrtum" })));
    let (_, [city, police]) = journals.during(withdraw, 200).await;
    assert_eq!(
        (acts(&city), acts(&police)),
        (vec!["disclosure.withdrawn"], vec!["disclosure.withdrawn_by_owner"])
    );
    let close = format!("{path}/close");
    let close = as_office("POST", &close, Some(json!({ "outcome": "Ende" })));
    let (_, [city, police]) = journals.during(close, 200).await;
    assert_eq!((acts(&city), acts(&police)), (vec!["report.closed"], vec![]));
}

#[tokio::test]
async fn counts_cells_and_what_is_refused_are_no_reading() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let token = house.token(&person, Scope::Write).await;
    let mut journals = Journals::open(&house).await;
    let silent = [
        ("/charter", 200),
        ("/picture/cells?resolution=9", 200),
        ("/picture/areas", 200),
        ("/picture/points?bbox=7.6,51.5,8.1,51.8", 200),
        ("/picture/histogram", 200),
        ("/picture/facets", 200),
        ("/picture/trends", 200),
        ("/picture/map-config", 200),
        ("/openapi.json", 200),
        ("/reports/00000000-0000-4000-8000-000000000000", 404),
        ("/reports?category=nichts", 422),
    ];
    for (path, status) in silent {
        let (_, [city, police]) = journals.during(api(&house, &token, "GET", path, None), status).await;
        assert_eq!((acts(&city), acts(&police)), (NOTHING.to_vec(), NOTHING.to_vec()), "{path}");
    }
    let wrong = Some(json!({ "title": "" }));
    let (_, [city, _]) = journals.during(api(&house, &token, "POST", "/reports", wrong), 422).await;
    assert_eq!(acts(&city), NOTHING, "what was not done does not stand there");
}

#[tokio::test]
async fn a_page_with_content_is_one_entry_for_each_thing_it_shows() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let token = house.token(&person, Scope::Write).await;
    let id = api(&house, &token, "POST", "/reports", Some(json!({ "title": "Laut", "category": "laerm" })))
        .await
        .id();
    let mut browser = house.browser();
    browser.cookies.insert("lagenetz_session".to_owned(), person.session.clone());
    let mut journals = Journals::open(&house).await;
    let pages = [
        ("/".to_owned(), vec!["reports.listed"]),
        ("/meldungen".to_owned(), vec!["reports.listed"]),
        (format!("/meldungen/{id}"), vec!["report.read"]),
        ("/freigaben".to_owned(), vec!["received.listed"]),
        ("/freigaben?richtung=von-uns".to_owned(), vec!["disclosures.listed"]),
        ("/abgaben".to_owned(), vec!["referrals.listed"]),
        ("/sofortmeldungen".to_owned(), vec!["notices.listed"]),
        ("/meldungen/neu".to_owned(), vec![]),
    ];
    for (path, expected) in pages {
        assert_eq!(browser.get(&path).await.status, 200, "{path}");
        let [city, police] = journals.new_entries().await;
        assert_eq!((acts(&city), acts(&police)), (expected, vec![]), "{path}");
    }
}
