//! Disclosures on their page: given, received, by filter, withdrawn.

use std::{collections::BTreeSet, time::Duration};

use app::{LiveEvent, LiveKind};
use axum::http::StatusCode;
use domain::{people::Language, report::Draft, terms::TermsDraft, time::Timestamp};

use crate::{
    house::{House, Person},
    html,
};

async fn enter(house: &House, by: &Person, title: &str) {
    let draft = Draft {
        title: title.to_owned(),
        summary: format!("Kurz: {title}"),
        category: "laerm".to_owned(),
        occurred_at: "22.11.2026 23:10".to_owned(),
        lon: "7.82".to_owned(),
        lat: "51.68".to_owned(),
        ..Draft::default()
    };
    house.app.enter_report(&house.who(by).await, "ordnungsamt", &draft, &[]).await.unwrap();
}

const MADE: &str = "/freigaben?richtung=von-uns";

/// The first disclosure of a list that its reader can withdraw.
fn withdrawable(page: &str) -> String {
    let to = |tag: &html::Tag| {
        let to = tag.get("href")?.strip_suffix("?zurueckziehen=1#zurueckziehen")?;
        Some(to.to_owned())
    };
    html::tags(page).iter().find_map(to).expect("a disclosure that can be withdrawn")
}

#[tokio::test]
async fn a_selection_is_disclosed_received_and_withdrawn_with_a_reason() {
    let house = House::open().await;
    let (city, police) = (house.ordnungsamt().await, house.lagedienst().await);
    enter(&house, &city, "Eins").await;
    enter(&house, &city, "Zwei").await;
    let (mut giver, mut receiver) = (house.signed_in(&city).await, house.signed_in(&police).await);

    let bulk = "/freigaben/neu?category=laerm&own=1";
    assert!(giver.get(bulk).await.body.contains("2 eigene Meldungen passen"));
    let form = [("audience", "polizei-lage"), ("profile", "lage")];
    let given = giver.submit(bulk, bulk, &form).await;
    assert_eq!(
        (given.status, given.location()),
        (StatusCode::SEE_OTHER, "/freigaben?richtung=von-uns&freigegeben=2"),
        "{}",
        given.body
    );
    enter(&house, &city, "Drei").await;
    let page = giver.get(given.location()).await.body;
    assert!(page.contains("2 Meldungen sind freigegeben."), "{page}");

    let received = receiver.get("/freigaben").await.body;
    for said in ["Stadt · an „", "2 Meldungen", "Lage · gültig bis"] {
        assert!(received.contains(said), "{said}: {received}");
    }
    let list = receiver.get("/meldungen").await.body;
    assert!(
        list.contains("Kurz: Eins") && list.contains("Kurz: Zwei") && !list.contains("Kurz: Drei"),
        "frozen then: {list}"
    );

    let opened = withdrawable(&page);
    let action = format!("{opened}/zurueckziehen");
    let of_receiver = receiver.get(&opened).await;
    assert_eq!(of_receiver.status, StatusCode::OK);
    for said in ["Kurz: Eins", "Kurz: Zwei", "§ 8 Abs. 1 DSG NRW", "gültig bis"] {
        assert!(of_receiver.body.contains(said), "{said}: {}", of_receiver.body);
    }
    assert!(
        !of_receiver.body.contains("/zurueckziehen")
            && giver.get(&opened).await.body.contains("/zurueckziehen")
    );
    let mut stranger = house.signed_in(&house.administrator_of("polizei")).await;
    let unknown = stranger.get("/freigaben/00000000-0000-4000-8000-000000000000").await;
    let hidden = stranger.get(&opened).await;
    assert_eq!((hidden.status, unknown.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let asked = giver.get(&format!("{opened}?zurueckziehen=1")).await.body;
    assert!(asked.contains("<details class=\"ln-unfold\" open"), "the form stands ready: {asked}");
    let refused = giver.submit(&opened, &action, &[("reason", " "), ("back", "/freigaben")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("<details class=\"ln-unfold\" open"), "{}", refused.body);
    assert_eq!(html::wrong(&refused.body, "de"), Vec::<String>::new());
    let of_another = receiver.submit("/freigaben", &action, &[("reason", "Übergriff")]).await;
    assert_eq!(of_another.status, StatusCode::FORBIDDEN, "who received it does not withdraw it");
    let form = [("reason", "Verwechslung"), ("back", "//evil.example")];
    let withdrawn = giver.submit("/freigaben", &action, &form).await;
    assert_eq!((withdrawn.status, withdrawn.location()), (StatusCode::SEE_OTHER, "/?zurueckgezogen=0"));

    let told = receiver.get("/freigaben").await.body;
    assert!(told.contains("Grund: Verwechslung") && !told.contains("2 Meldungen"), "{told}");
    for list in [&told, &giver.get(MADE).await.body] {
        assert!(
            list.contains("zurückgezogen am 23.11.2026") && !list.contains("zurückgezogen bis"),
            "{list}"
        );
    }
    assert!(!receiver.get("/meldungen").await.body.contains("Kurz: "), "no content any more");
    let after = receiver.get(&opened).await.body;
    assert!(
        after.contains("Verwechslung") && !after.contains("Kurz: ") && !after.contains("§ 8 Abs. 1"),
        "{after}"
    );
    let again = giver.submit("/freigaben", &action, &[("reason", "noch einmal")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_selection_that_matches_nothing_says_what_to_do() {
    let house = House::open().await;
    let mut browser = house.signed_in(&house.ordnungsamt().await).await;
    let page = browser.get("/freigaben/neu?own=1").await.body;
    assert!(page.contains("Keine eigene Meldung passt") && !page.contains("name=\"profile\""), "{page}");
    for list in ["/freigaben", MADE] {
        assert!(browser.get(list).await.body.contains("Noch nichts freigegeben"), "{list}");
    }
}

#[tokio::test]
async fn a_report_is_gone_from_the_recipient_within_a_second_of_expiry() {
    let house = House::open().await;
    let (city, police) = (house.ordnungsamt().await, house.lagedienst().await);
    enter(&house, &city, "Befristet").await;
    let terms = TermsDraft {
        audience: "polizei-lage".to_owned(),
        profile: "lage".to_owned(),
        expires_at: "25.11.2026".to_owned(),
        ..TermsDraft::default()
    };
    let who = house.who(&city).await;
    let filter = app::Filter { own: true, ..app::Filter::default() };
    let made = house.app.disclose(&who, &app::Target::Filter(Box::new(filter)), &terms).await.unwrap();
    // A token, because sessions end long before.
    let token = house.token(&police, domain::people::Scope::Read).await;
    let police = house.app.who_by_token(&token).await.unwrap().unwrap();
    let mut police = house.app.listen(&police);
    let mut owner = house.app.listen(&who);

    let expiry = made.disclosures[0].expires_at;
    house.clock.set(Timestamp(expiry.0 - 1));
    let heard = tokio::time::timeout(Duration::from_millis(600), police.next()).await;
    assert!(heard.is_err(), "it still holds: {heard:?}");
    house.clock.set(expiry);
    let heard = tokio::time::timeout(Duration::from_secs(1), police.next()).await;
    let kinds = |events: Option<Vec<LiveEvent>>| events.unwrap().iter().map(|e| e.kind).collect::<Vec<_>>();
    assert_eq!(kinds(heard.expect("within a second")), [LiveKind::Gone]);
    let heard = tokio::time::timeout(Duration::from_millis(300), owner.next()).await;
    assert!(heard.is_err(), "the owner keeps it: {heard:?}");
}

#[tokio::test]
async fn audiences_are_found_by_a_word_and_the_usual_ones_stand_first() {
    let house = House::open().await;
    let city = house.ordnungsamt().await;
    enter(&house, &city, "Eins").await;
    let mut browser = house.signed_in(&city).await;
    let page = "/freigaben/neu?category=laerm&own=1";
    let audiences = |page: &str| -> Vec<String> {
        let radio = |tag: &html::Tag| tag.get("name") == Some("audience");
        html::tags(page)
            .iter()
            .filter(|tag| radio(tag))
            .map(|tag| tag.get("value").unwrap().to_owned())
            .collect()
    };
    let all = audiences(&browser.get(page).await.body);
    let mut unique = all.clone();
    unique.sort();
    unique.dedup();
    assert!(unique.len() == all.len() && all.len() > 10, "each once: {all:?}");

    let form = [("audience", "bahnhof"), ("profile", "hinweis")];
    assert_eq!(browser.submit(page, page, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(audiences(&browser.get(page).await.body)[0], "bahnhof");

    let found = browser.get(&format!("{page}&empfaenger=WACH-")).await.body;
    assert_eq!(audiences(&found), ["polizei-wache"]);
    assert!(found.contains("category=laerm"), "the selection stays");
    let none = browser.get(&format!("{page}&empfaenger=Feuerwehr")).await.body;
    assert!(audiences(&none).is_empty() && none.contains("Feuerwehr"), "{none}");
}

/// Enters a report and discloses it to the situation desk of the police.
async fn disclose_alone(house: &House, who: &app::Who, category: &str, profile: &str) {
    let draft = Draft {
        title: format!("Vertraulich {category}"),
        category: category.to_owned(),
        summary: "Kurz".to_owned(),
        occurred_at: "18.11.2026 23:10".to_owned(),
        lon: "7.82".to_owned(),
        lat: "51.68".to_owned(),
        ..Draft::default()
    };
    let entered = house.app.enter_report(who, "ordnungsamt", &draft, &[]).await.unwrap();
    let terms = TermsDraft {
        audience: "polizei-lage".to_owned(),
        profile: profile.to_owned(),
        ..TermsDraft::default()
    };
    house.app.disclose(who, &app::Target::Report(entered.id), &terms).await.unwrap();
}

/// The disclosures to which a list leads.
fn links(page: &str) -> Vec<String> {
    let opened = |tag: &html::Tag| Some(tag.get("href")?.strip_prefix("/freigaben/")?.to_owned());
    html::tags(page).iter().filter_map(opened).filter(|id| id.len() == 36).collect()
}

#[tokio::test]
async fn a_disclosure_is_called_by_what_it_tells_its_reader() {
    let house = House::open().await;
    let (city, police) = (house.ordnungsamt().await, house.lagedienst().await);
    disclose_alone(&house, &house.who(&city).await, "laerm", "lage").await;
    let received = house.signed_in(&police).await.get("/freigaben").await.body;
    assert!(received.contains(">Lärm, ") && !received.contains("Vertraulich"), "{received}");
    let made = house.signed_in(&city).await.get(MADE).await.body;
    assert!(made.contains(">Vertraulich laerm, "), "{made}");
}

#[tokio::test]
async fn a_purpose_of_the_charter_is_read_in_both_languages_and_a_typed_one_as_it_was_typed() {
    let house = House::open().await;
    let (city, police) = (house.ordnungsamt().await, house.lagedienst().await);
    let who = house.who(&city).await;
    let draft = Draft { title: "Laut".into(), category: "laerm".into(), ..Draft::default() };
    let report = house.app.enter_report(&who, "ordnungsamt", &draft, &[]).await.unwrap().id;
    let (german, english) =
        ("Gemeinsames Lagebild ohne Personenbezug (Nr. 3.3)", "Joint picture without personal data (3.3)");
    let mut pages = vec![format!("/meldungen/{report}")];
    for purpose in [german, "Streife am Freitag"] {
        let terms = TermsDraft {
            audience: "polizei-lage".into(),
            profile: "hinweis".into(),
            purpose: purpose.into(),
            ..TermsDraft::default()
        };
        let disclosed = house.app.disclose(&who, &app::Target::Report(report), &terms).await.unwrap();
        pages.push(format!("/freigaben/{}", disclosed.disclosures[0].id));
    }
    let mut reader = house.signed_in(&police).await;
    let mut english_reader = reader.clone().in_language(Language::En);
    for page in &pages[..2] {
        assert!(reader.get(page).await.body.contains(german), "{page}");
        let in_english = english_reader.get(page).await.body;
        assert!(in_english.contains(english) && !in_english.contains(german), "{page}: {in_english}");
    }
    assert!(english_reader.get(&pages[2]).await.body.contains("Streife am Freitag"));
}

#[tokio::test]
async fn single_reports_of_a_day_to_the_same_recipients_are_one_row_that_unfolds() {
    let house = House::open().await;
    let (city, police) = (house.ordnungsamt().await, house.lagedienst().await);
    let who = house.who(&city).await;
    for category in ["laerm", "trinkgelage", "laerm"] {
        disclose_alone(&house, &who, category, "lage").await;
    }
    disclose_alone(&house, &who, "streit", "hinweis").await;
    let received = house.signed_in(&police).await.get("/freigaben").await.body;
    assert!(received.contains("3 Meldungen") && received.contains("Lärm (2), "), "{received}");
    assert!(received.contains(">Streit"), "what went by other terms stands alone: {received}");
    assert_eq!(links(&received).len(), 4, "each has its link: {received}");
}

#[tokio::test]
async fn every_disclosure_can_be_reached_page_by_page() {
    let house = House::open().await;
    let (city, police) = (house.ordnungsamt().await, house.lagedienst().await);
    let (giver, now) = (house.who(&city).await, house.app.now());
    for days_ago in [3, 2, 1, 0] {
        house.clock.set(now.plus_seconds(-days_ago * 86_400));
        for _ in 0..20 {
            disclose_alone(&house, &giver, "laerm", "hinweis").await;
        }
    }
    let who = house.who(&police).await;
    let list = async |cursor: Option<&str>| {
        let (received, person) = (app::Direction::Received, app::Reader::Person);
        house.app.list_disclosures(&who, received, person, cursor, 50).await.unwrap()
    };
    let first = list(None).await;
    assert_eq!(first.items.len(), 60, "a page ends with a day");
    let rest = list(first.next.as_deref()).await;
    assert_eq!((rest.items.len(), rest.next), (20, None));
    let all: BTreeSet<_> = first.items.iter().chain(&rest.items).map(|item| item.id).collect();
    assert_eq!(all.len(), 80, "each once");

    let mut browser = house.signed_in(&police).await;
    let page = browser.get("/freigaben").await.body;
    let tags = html::tags(&page);
    let older = tags.iter().find(|tag| tag.get("rel") == Some("next")).expect("older ones");
    let older = browser.get(older.get("href").unwrap()).await.body;
    assert_eq!((links(&page).len(), links(&older).len()), (60, 20));
    assert!(!older.contains("rel=\"next\""), "{older}");
    assert_eq!(browser.get("/freigaben?cursor=quatsch").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
