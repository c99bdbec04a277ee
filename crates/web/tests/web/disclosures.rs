//! Disclosures on their page: given, received, by filter, withdrawn.

use std::time::Duration;

use app::{LiveEvent, LiveKind};
use axum::http::StatusCode;
use domain::{report::Draft, terms::TermsDraft, time::Timestamp};

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

/// Where the first form for a withdrawal leads.
fn withdrawal(page: &str) -> String {
    let to = |tag: &html::Tag| {
        tag.get("action").filter(|to| to.ends_with("/zurueckziehen")).map(ToOwned::to_owned)
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
        (StatusCode::SEE_OTHER, "/freigaben?freigegeben=2"),
        "{}",
        given.body
    );
    enter(&house, &city, "Drei").await;
    let page = giver.get(given.location()).await.body;
    assert!(page.contains("2 Meldungen sind freigegeben."), "{page}");

    let received = receiver.get("/freigaben").await.body;
    assert!(received.contains("Stadt → ") && received.contains("2 Meldungen"), "{received}");
    let list = receiver.get("/meldungen").await.body;
    assert!(
        list.contains("Kurz: Eins") && list.contains("Kurz: Zwei") && !list.contains("Kurz: Drei"),
        "frozen then: {list}"
    );

    let action = withdrawal(&page);
    let opened = action.trim_end_matches("/zurueckziehen").to_owned();
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
    let refused = giver.submit("/freigaben", &action, &[("reason", " "), ("back", "/freigaben")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(html::wrong(&refused.body, "de"), Vec::<String>::new());
    let of_another = receiver.submit("/freigaben", &action, &[("reason", "Übergriff")]).await;
    assert_eq!(of_another.status, StatusCode::FORBIDDEN, "who received it does not withdraw it");
    let form = [("reason", "Verwechslung"), ("back", "//evil.example")];
    let withdrawn = giver.submit("/freigaben", &action, &form).await;
    assert_eq!((withdrawn.status, withdrawn.location()), (StatusCode::SEE_OTHER, "/?zurueckgezogen=0"));

    let told = receiver.get("/freigaben").await.body;
    assert!(told.contains("zurückgezogen: Verwechslung") && !told.contains("2 Meldungen"), "{told}");
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
    assert!(browser.get("/freigaben").await.body.contains("Noch nichts freigegeben"));
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
