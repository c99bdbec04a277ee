//! Disclosures on their page: given, received, by filter, withdrawn.

use axum::http::StatusCode;
use domain::report::Draft;

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
