//! The register of complaint hotspots and fear spaces: from a finding to what a measure did, each house its own.

use axum::http::StatusCode;
use domain::access::Role;

use crate::{
    house::{Browser, House, Person, unit},
    html::wrong,
};

/// The page at which somebody arrives after a form.
async fn submit(browser: &mut Browser, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let done = browser.submit(page, path, fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    done.location().split('?').next().unwrap().to_owned()
}

/// The address of the only finding of somebody.
async fn finding(browser: &mut Browser) -> String {
    let list = browser.get("/befunde").await.body;
    let at = list.find("ln-row__title\"><a href=\"/befunde/").expect("a finding");
    list[at..].split('"').nth(2).unwrap().to_owned()
}

async fn colleague(house: &House) -> Person {
    house.person("stadt", "kod", &[(unit("kod"), Role::Officer)]).await
}

#[tokio::test]
async fn a_finding_goes_into_the_register_with_one_click_and_on_to_before_and_after() {
    let house = House::open().await;
    let ours = house.ordnungsamt().await;
    house.plant(&ours, "ordnungsamt", 72, |_| None).await;
    house.search(1).await;
    let mut city = house.signed_in(&ours).await;
    let found = finding(&mut city).await;
    let entry =
        submit(&mut city, &found, &format!("{found}/register"), &[("kind", "complaint_hotspot")]).await;
    let page = city.get(&entry).await.body;
    assert!(page.contains("Lärm: Nordwest") && page.contains("bemerkt") && page.contains(&found), "{page}");
    assert_eq!(wrong(&page, "de"), Vec::<String>::new());
    assert!(city.get(&found).await.body.contains("angenommen"), "the finding is accepted by that");

    let wrong_visit = city.submit(&entry, &entry, &[("what", "inspected"), ("on", "morgen")]).await;
    assert_eq!(wrong_visit.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong_visit.body.contains("error-on") && wrong_visit.body.contains("error-text"));
    let visit =
        [("what", "inspected"), ("cause", "lighting"), ("cause", "venues"), ("text", "Zwei Leuchten aus.")];
    submit(&mut city, &entry, &entry, &visit).await;
    let named =
        city.submit(&entry, &entry, &[("what", "measure"), ("text", "Frau Petra Musterfrau anrufen")]).await;
    assert!(named.body.contains("name=\"persons\" value=\"keep\""), "a name is asked about");
    let day = domain::time::Day(crate::house::NOW.day(&house.app.zone()).0 - 9).date().to_string();
    submit(&mut city, &entry, &entry, &[("what", "measure"), ("on", &day), ("text", "Streife am Abend")])
        .await;
    let page = city.get(&entry).await.body;
    assert!(page.contains("zu dunkel, Gastronomie") && page.contains("Maßnahme läuft"), "{page}");
    assert!(page.contains("1 Woche mit Maßnahme") || page.contains(">Woche mit Maßnahme"), "{page}");
    assert!(page.contains("Umfeld des Vergleichs") && page.contains("Was dagegen spricht"), "{page}");

    // Nobody else has it: not the colleagues of another unit, not the police, not in lists.
    for mut other in
        [house.signed_in(&colleague(&house).await).await, house.signed_in(&house.lagedienst().await).await]
    {
        assert_eq!(other.get(&entry).await.status, StatusCode::NOT_FOUND);
        assert!(!other.get("/befunde/register").await.body.contains("Nordwest"));
        let step = other.submit("/befunde/register", &entry, &[("what", "resolved"), ("text", "x")]).await;
        assert_eq!(step.status, StatusCode::NOT_FOUND);
    }
    let over = [("what", "resolved"), ("text", "Seit vier Wochen ruhig.")];
    submit(&mut city, &entry, &entry, &over).await;
    let again = city.submit(&entry, &entry, &over).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "what is over does not end a second time");
}

#[tokio::test]
async fn what_is_told_of_an_entry_has_no_words_and_is_taken_up_by_the_partner() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let (mut city, mut police) = (house.signed_in(&ours).await, house.signed_in(&theirs).await);
    let refused =
        city.submit("/befunde/register/neu", "/befunde/register", &[("hotspot_kind", "fear_space")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("hotspot_kind", "fear_space"),
        ("title", "Unterführung am Kanal"),
        ("note", "Gemieden"),
        ("category", "laerm"),
        ("lon", "7,7801"),
        ("lat", "51,6962"),
        ("rings", "1"),
    ];
    let entry = submit(&mut city, "/befunde/register/neu", "/befunde/register", &fields).await;
    assert!(!police.get("/befunde/register").await.body.contains("Angstraum:"));
    let mut news = house.app.listen(&house.who(&theirs).await);
    let tell = [("audience", "polizei-lage"), ("profile", "hinweis")];
    submit(&mut city, &entry, &format!("{entry}/mitteilen"), &tell).await;
    let news = news.next().await.unwrap();
    assert!(
        news.iter().any(|event| event.kind == app::LiveKind::Waiting),
        "who is told hears of it: {news:?}"
    );
    let list = police.get("/befunde/register").await.body;
    assert!(list.contains("Angstraum: Lärm, Nordwest"), "{list}");
    assert!(!list.contains("Unterführung") && !list.contains("Gemieden"), "no words go with it");
    let received = police.get("/freigaben").await.body;
    assert!(received.contains("Eintrag des Registers") && !received.contains("0 Meldungen"), "{received}");

    let take = list.split("action=\"").find(|part| part.starts_with("/befunde/")).unwrap();
    let take = take.split('"').next().unwrap().to_owned();
    let taken = submit(&mut police, "/befunde/register", &take, &[]).await;
    let page = police.get(&taken).await.body;
    assert!(page.contains("Angstraum") && page.contains("bemerkt"), "{page}");
    assert_ne!(taken, entry, "each house has its own");
    assert_eq!(city.get(&taken).await.status, StatusCode::NOT_FOUND);

    let who = house.who(&ours).await;
    for made in house.made_by(&who).await {
        house.app.withdraw(&who, made, "Irrtum").await.unwrap();
    }
    assert!(!police.get("/befunde/register").await.body.contains("Von Partnern mitgeteilt"));
    assert_eq!(police.get(&taken).await.status, StatusCode::OK, "what the police keep stays theirs");
}

#[tokio::test]
async fn a_finding_is_merged_with_an_entry_that_there_is() {
    let house = House::open().await;
    let ours = house.ordnungsamt().await;
    house.plant(&ours, "ordnungsamt", 72, |_| None).await;
    house.search(1).await;
    let mut city = house.signed_in(&ours).await;
    let fields = [
        ("hotspot_kind", "complaint_hotspot"),
        ("title", "Parkplatz"),
        ("category", "laerm"),
        ("lon", "7.7801"),
        ("lat", "51.6962"),
        ("rings", "1"),
    ];
    let entry = submit(&mut city, "/befunde/register/neu", "/befunde/register", &fields).await;
    let found = finding(&mut city).await;
    let id = entry.rsplit('/').next().unwrap().to_owned();
    assert_eq!(submit(&mut city, &found, &format!("{found}/register"), &[("entry", &id)]).await, entry);
    assert!(city.get(&entry).await.body.contains(&found));
    assert!(city.get(&found).await.body.contains("zusammengeführt"));
    let foreign = house
        .signed_in(&colleague(&house).await)
        .await
        .submit("/befunde", &format!("{found}/register"), &[])
        .await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}
