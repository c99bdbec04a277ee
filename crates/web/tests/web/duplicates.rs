//! Duplicates: side by side for whoever sees both, decided by a person, counted once, never merged.

use axum::http::StatusCode;
use domain::{
    access::Role,
    ids::ReportId,
    people::{Language, Scope},
    report::Draft,
    terms::TermsDraft,
};

use crate::{
    house::{Answer, Browser, House, Person, unit},
    html,
};

const PAGE: &str = "/doppelungen";

/// A brawl that city and police report, and that the city disclosed to the police's situation desk.
struct Scene {
    house: House,
    city: Person,
    police: Person,
    reports: [ReportId; 2],
}

async fn brawl(house: &House, by: &Person, of: &str, title: &str, minute: u32) -> ReportId {
    let who = house.who(by).await;
    let draft = Draft {
        title: title.to_owned(),
        summary: "Mehrere Beteiligte".to_owned(),
        category: "streit".to_owned(),
        occurred_at: format!("22.11.2026 23:{minute}"),
        lon: "7.82".to_owned(),
        lat: "51.68".to_owned(),
        ..Draft::default()
    };
    house.app.enter_report(&who, of, &draft, &[]).await.unwrap().id
}

impl Scene {
    async fn open() -> Self {
        let house = House::open().await;
        let (city, police) = (house.ordnungsamt().await, house.lagedienst().await);
        let one = brawl(&house, &city, "ordnungsamt", "Streit vor dem Kiosk", 10).await;
        let other = brawl(&house, &police, "lagedienst", "Schlägerei am Kiosk", 25).await;
        let terms = TermsDraft {
            audience: "polizei-lage".to_owned(),
            profile: "lage".to_owned(),
            ..TermsDraft::default()
        };
        let who = house.who(&city).await;
        house.app.disclose(&who, &app::Target::Report(one), &terms).await.unwrap();
        Self { house, city, police, reports: [one, other] }
    }

    fn browser(&self, person: &Person) -> Browser {
        let mut browser = self.house.browser();
        browser.cookies.insert("lagenetz_session".to_owned(), person.session.clone());
        browser
    }

    async fn say(&self, person: &Person, verdict: &str) -> Answer {
        let [one, other] = self.reports.map(|id| id.to_string());
        let fields = [("one", one.as_str()), ("other", other.as_str()), ("verdict", verdict)];
        self.browser(person).submit("/konto", PAGE, &fields).await
    }

    /// What the picture counts, and what a list holds.
    async fn totals(&self, person: &Person) -> (u64, u64) {
        let token = self.house.token(person, Scope::Read).await;
        let mut browser = self.house.browser();
        browser.headers.push(("authorization", format!("Bearer {token}")));
        let mut total = async |path| -> u64 {
            let answer: serde_json::Value = serde_json::from_str(&browser.get(path).await.body).unwrap();
            answer["total"].as_u64().unwrap()
        };
        (total("/api/v1/picture/facets").await, total("/api/v1/reports").await)
    }
}

#[tokio::test]
async fn a_confirmed_happening_counts_once_for_who_sees_both_and_nothing_is_merged() {
    let scene = Scene::open().await;
    let page = scene.browser(&scene.police).get(PAGE).await.body;
    assert!(page.contains("Schlägerei am Kiosk") && page.contains("Zu entscheiden"), "{page}");
    let why = "15 Minuten auseinander, gleicher Ort auf rund 200 m, gleiche Kategorie.";
    assert!(page.contains(why), "it says why: {page}");
    assert_eq!(scene.totals(&scene.police).await, (2, 2));
    assert_eq!(scene.totals(&scene.city).await, (1, 1));
    assert_eq!(scene.say(&scene.police, "same").await.location(), "/doppelungen?same=1");
    assert_eq!(scene.totals(&scene.police).await, (1, 2), "one happening, two reports");
    assert_eq!(scene.totals(&scene.city).await, (1, 1));
    let page = scene.browser(&scene.police).get(PAGE).await.body;
    assert!(
        page.contains("Nichts zu entscheiden") && page.contains("entschieden in Ihrer Behörde"),
        "{page}"
    );
    assert_eq!(scene.say(&scene.police, "different").await.status, StatusCode::SEE_OTHER);
    assert_eq!(scene.totals(&scene.police).await, (2, 2), "it can be taken back");
}

#[tokio::test]
async fn who_does_not_see_both_learns_nothing_and_says_nothing() {
    let scene = Scene::open().await;
    let page = scene.browser(&scene.city).get(PAGE).await.body;
    assert!(page.contains("Nichts zu entscheiden") && !page.contains("Kiosk"), "{page}");
    let stranger = scene.house.person("polizei", "bezirk", &[(unit("bezirksdienst"), Role::Officer)]).await;
    for person in [&scene.city, &stranger] {
        assert_eq!(scene.say(person, "same").await.status, StatusCode::NOT_FOUND);
    }
    let reader = scene.house.person("polizei", "leitung", &[(unit("lagedienst"), Role::Reader)]).await;
    let page = scene.browser(&reader).get(PAGE).await.body;
    assert!(
        page.contains("Über Doppelungen entscheidet die Dienststelle") && !page.contains("Kiosk"),
        "not theirs to decide: {page}"
    );
    assert_eq!(scene.say(&reader, "same").await.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.totals(&scene.police).await, (2, 2));
}

#[tokio::test]
async fn what_cannot_be_a_pair_is_refused() {
    let scene = Scene::open().await;
    let id = scene.reports[1].to_string();
    for (one, other, verdict) in
        [(id.as_str(), id.as_str(), "same"), (&id, "kein", "same"), (&id, &scene.reports[0].to_string(), "")]
    {
        let fields = [("one", one), ("other", other), ("verdict", verdict)];
        let answer = scene.browser(&scene.police).submit("/konto", PAGE, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{fields:?}");
    }
}

#[tokio::test]
async fn looking_and_deciding_stand_in_the_journal() {
    let scene = Scene::open().await;
    scene.browser(&scene.police).get(PAGE).await;
    scene.say(&scene.police, "same").await;
    let who = scene.house.who(&scene.house.protector_of("polizei").await).await;
    let page = scene.house.app.journal_page(&who, &app::JournalFilter::default(), 100).await.unwrap();
    let entries: Vec<_> = page.lines.into_iter().filter_map(|line| line.entry).collect();
    let decided = entries.iter().find(|entry| entry.act == "duplicate.decided").expect("the decision");
    assert_eq!(decided.subjects.len(), 2);
    assert_eq!(decided.facts["verdict"], "same");
    assert!(entries.iter().any(|entry| entry.act == "duplicates.listed" && entry.facts["count"] == "1"));
}

#[tokio::test]
async fn its_page_is_whole_in_both_languages() {
    let scene = Scene::open().await;
    for language in [Language::De, Language::En] {
        for verdict in ["", "same", "different"] {
            if !verdict.is_empty() {
                scene.say(&scene.police, verdict).await;
            }
            let mut browser = scene.browser(&scene.police).in_language(language);
            let page = browser.get(&format!("{PAGE}?{verdict}=1")).await.body;
            let wrong = html::wrong(&page, language.as_str());
            assert!(wrong.is_empty(), "{wrong:#?}\n{page}");
        }
    }
}
