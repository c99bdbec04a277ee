//! The own account.

use axum::http::StatusCode;
use domain::access::Role;

use crate::{
    house::{House, PASSWORD, body, unit},
    html,
};

const NEW: &str = "Graureiher an der Ahse";

#[tokio::test]
async fn somebody_sees_the_own_rights_in_words_and_since_when() {
    let house = House::open().await;
    let memberships = [(unit("kod"), Role::Officer), (body("koordination"), Role::Reader)];
    let person = house.person("stadt", "streife", &memberships).await;
    let page = house.signed_in(&person).await.get("/konto").await.body;
    for said in [
        "Kommunaler Ordnungsdienst: liest, bearbeitet und gibt frei",
        "Sitz in: Koordinationsebene",
        "seit 23.11.2026",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_and_is_the_only_one_from_then_on() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (mut here, mut elsewhere) = (house.signed_in(&person).await, house.signed_in(&person).await);
    let form = [("old_password", PASSWORD), ("new_password", NEW), ("repeat", NEW)];
    let answer = here.submit("/konto", "/konto/passwort", &form).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/konto?passwort=1"),
        "{}",
        answer.body
    );
    assert_eq!(here.get("/konto").await.status, StatusCode::OK);
    assert_eq!(elsewhere.get("/konto").await.status, StatusCode::SEE_OTHER);
    let sign_in = async |password| {
        house.browser().post("/anmelden", &[("email", &person.email), ("password", password)]).await.status
    };
    assert_eq!(sign_in(PASSWORD).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sign_in(NEW).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_unattended_browser_does_not_give_the_password_away() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut browser = house.signed_in(&person).await;
    let csrf = browser.get("/konto").await.csrf();
    let form = |old| [("csrf", csrf.as_str()), ("old_password", old), ("new_password", NEW), ("repeat", NEW)];
    for _ in 0..10 {
        let answer = browser.post("/konto/passwort", &form("geraten")).await;
        assert!(answer.body.contains("nicht Ihr bisheriges Passwort"));
    }
    let answer = browser.post("/konto/passwort", &form(PASSWORD)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Zu viele Versuche"), "{}", answer.body);
    house.signed_in(&person).await;
}

#[tokio::test]
async fn a_session_of_ones_own_can_be_ended_and_no_other() {
    let house = House::open().await;
    let (person, other) = (house.ordnungsamt().await, house.lagedienst().await);
    let (mut here, mut phone) = (house.signed_in(&person).await, house.signed_in(&person).await);
    let mut foreign = house.signed_in(&other).await;
    let ends = |page: &str| {
        let tags = html::tags(page);
        let to = |tag: &html::Tag| {
            tag.get("action").filter(|a| a.starts_with("/konto/sitzungen/")).map(ToOwned::to_owned)
        };
        tags.iter().filter_map(to).collect::<Vec<String>>()
    };
    let all = ends(&here.get("/konto").await.body);
    assert_eq!(all.len(), 2, "the phone and the one from which the account was made; never this one");
    for path in &all {
        assert_eq!(foreign.submit("/konto", path, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(here.submit("/konto", path, &[]).await.location(), "/konto?sitzung=1");
        assert_eq!(here.submit("/konto", path, &[]).await.status, StatusCode::NOT_FOUND, "it is over");
    }
    assert_eq!(phone.get("/konto").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/konto").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_is_shown_once_works_and_can_be_revoked() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut browser = house.signed_in(&person).await;
    let tokens = "/konto/zugangsschluessel";
    let made =
        browser.submit(tokens, tokens, &[("name", "Auswertung"), ("scope", "read"), ("days", "90")]).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let at = made.body.find("lgn_").expect("the secret");
    let secret = &made.body[at..at + 68];
    let list = browser.get(tokens).await.body;
    assert!(list.contains("Auswertung") && !list.contains("lgn_"), "it is not shown again");
    let mut program = house.browser();
    program.headers.push(("authorization", format!("Bearer {secret}")));
    assert_eq!(program.get("/api/v1/reports").await.status, StatusCode::OK);
    let revoke = html::tags(&list)
        .iter()
        .find_map(|t| {
            t.get("action").filter(|a| a.starts_with(tokens) && a.len() > tokens.len()).map(ToOwned::to_owned)
        })
        .unwrap();
    let mut other = house.signed_in(&house.lagedienst().await).await;
    assert_eq!(
        other.submit(tokens, &revoke, &[]).await.status,
        StatusCode::NOT_FOUND,
        "it is somebody else's"
    );
    assert_eq!(browser.submit(tokens, &revoke, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(program.get("/api/v1/reports").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_chosen_language_follows_the_person_to_every_browser() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut browser = house.signed_in(&person).await;
    browser.submit("/konto", "/konto/sprache", &[("language", "en")]).await;
    assert!(browser.get("/konto").await.body.contains("<html lang=\"en\">"));
    assert!(house.signed_in(&person).await.get("/konto").await.body.contains("<html lang=\"en\">"));
}
