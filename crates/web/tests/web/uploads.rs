//! What somebody sends over a slow line arrives; what should be there at once is not waited for.

use std::{convert::Infallible, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::StatusCode,
};
use domain::{access::Role, people::Scope, report::Draft};
use futures_util::{StreamExt, stream};
use tokio::time::sleep;

use crate::{
    attachments::{PDF, form},
    batches::{FILE, PROFILE},
    house::{House, unit},
};

/// A body whose second half comes when an answer would have taken too long.
fn slow(body: impl Into<Bytes>) -> Body {
    let mut head: Bytes = body.into();
    let rest = head.split_off(head.len() / 2);
    let late = async move {
        sleep(Duration::from_secs(31)).await;
        rest
    };
    let halves = stream::iter([head]).chain(stream::once(late));
    Body::from_stream(halves.map(Ok::<_, Infallible>))
}

#[tokio::test]
async fn a_file_over_a_slow_line_arrives_and_a_form_is_not_waited_for() {
    let house = House::open().await;
    let person = house
        .person(
            "stadt",
            "amt",
            &[(unit("ordnungsamt"), Role::Officer), (unit("buergerservice"), Role::Officer)],
        )
        .await;
    let draft =
        Draft { title: "Sperrmüll".to_owned(), category: "vermuellung".to_owned(), ..Draft::default() };
    let report =
        house.app.enter_report(&house.who(&person).await, "ordnungsamt", &draft, &[]).await.unwrap().id;
    let page = format!("/meldungen/{report}");
    let browser = house.signed_in(&person).await;
    let csrf = browser.clone().get(&page).await.csrf();
    let mut program = house.browser();
    program.headers.push(("authorization", format!("Bearer {}", house.token(&person, Scope::Write).await)));

    let multipart = Some("multipart/form-data; boundary=line");
    let photograph = slow(form(&csrf, &[], "Plan.pdf", PDF));
    let fields = [("source", "portal"), ("unit", "buergerservice"), ("profile_file", PROFILE)];
    let table = slow(form(&csrf, &fields, "auszug.csv", FILE.as_bytes()));
    let (add, page) = (format!("/api/v1/reports/{report}/attachments"), format!("{page}/anhaenge"));
    let (mut one, mut two, mut three, mut four) = (browser.clone(), browser, program.clone(), program);
    let (photograph, table, file, form) = tokio::join!(
        one.ask("POST", &page, multipart, photograph),
        two.ask("POST", "/meldungen/einlesen", multipart, table),
        three.ask("POST", &add, Some("application/pdf"), slow(PDF)),
        four.ask("POST", "/api/v1/reports", Some("application/json"), slow(r#"{"title":"Laut"}"#)),
    );
    assert_eq!(photograph.status, StatusCode::SEE_OTHER, "{}", photograph.body);
    assert_eq!(table.status, StatusCode::SEE_OTHER, "{}", table.body);
    assert_eq!(file.status, StatusCode::CREATED, "{}", file.body);
    assert_eq!(form.status, StatusCode::SERVICE_UNAVAILABLE, "{}", form.body);
}
