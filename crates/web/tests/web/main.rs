//! Pages and API on a real application, asked over HTTP as browsers and programs ask it.

#[allow(dead_code, reason = "not every kind of answer is asked for by every kind of test")]
mod house;

use axum::http::StatusCode;

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_sign_in_page_and_back() {
    let house = house::House::open().await;
    let answer = house.browser().get("/meldungen?preset=24h").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/anmelden?weiter=/meldungen%3Fpreset%3D24h");
}

#[tokio::test]
async fn an_administrator_reads_no_content_and_an_officer_does() {
    let house = house::House::open().await;
    let administrator = house.who(&house.administrator_of("polizei")).await;
    let lagedienst = house.who(&house.lagedienst().await).await;
    assert!(!administrator.viewer.reads_content() && administrator.actor.administers());
    assert!(lagedienst.viewer.reads_content() && !lagedienst.actor.administers());
}
