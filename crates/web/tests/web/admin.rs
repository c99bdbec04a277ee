//! Administration: inside the own partner, never for oneself, and without any insight.

use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    report::Draft,
};

use crate::{
    house::{Browser, House, PASSWORD, Person, unit},
    html,
};

async fn invite(browser: &mut Browser, name: &str) -> String {
    let email = format!("{name}@stadt.example");
    let answer = browser.submit("/verwaltung", "/verwaltung", &[("name", name), ("email", &email)]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    link(&answer.body)
}

/// The one-time link on a page, as the path on this server.
fn link(page: &str) -> String {
    let host = "http://lagenetz.example";
    let at = page.find(&format!("{host}/einladung/")).expect("a link");
    page[at + host.len()..].split('<').next().unwrap().to_owned()
}

async fn grant(browser: &mut Browser, to: &Person, right: &str) -> StatusCode {
    let page = format!("/verwaltung/{}", to.id);
    browser.submit("/verwaltung", &format!("{page}/rechte"), &[("of", right)]).await.status
}

#[tokio::test]
async fn an_invitation_works_once() {
    let house = House::open().await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let link = invite(&mut browser, "neu").await;
    assert!(!browser.get("/verwaltung").await.body.contains("/einladung/"), "it is not shown again");
    let mut new = house.browser();
    for _ in 0..2 {
        assert!(new.get(&link).await.body.contains("neu@stadt.example"), "looking does not use it");
    }
    let short = new.post(&link, &[("password", "kurz"), ("repeat", "kurz")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let differ = new.post(&link, &[("password", PASSWORD), ("repeat", "anders")]).await;
    assert!(differ.body.contains("verschieden"), "{}", differ.body);
    let accepted = new.post(&link, &[("password", PASSWORD), ("repeat", PASSWORD)]).await;
    assert_eq!((accepted.status, accepted.location()), (StatusCode::SEE_OTHER, "/"), "{}", accepted.body);
    assert!(new.get("/").await.body.contains("noch keine Rechte"), "signed in, without any right");
    let mut late = house.browser();
    assert_eq!(late.get(&link).await.status, StatusCode::NOT_FOUND);
    let again = late.post(&link, &[("password", PASSWORD), ("repeat", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.body.contains("gilt nicht mehr") && late.cookies.is_empty());
}

#[tokio::test]
async fn an_invitation_ends_after_a_week_and_with_the_next_one() {
    let house = House::open().await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let first = invite(&mut browser, "neu").await;
    let list = browser.get("/verwaltung").await.body;
    let account = html::tags(&list)
        .iter()
        .find(|tag| tag.text == "neu")
        .and_then(|tag| tag.get("href").map(ToOwned::to_owned))
        .unwrap();
    let renewed = browser.submit(&account, &format!("{account}/einladung"), &[]).await;
    assert_eq!(renewed.status, StatusCode::CREATED, "{}", renewed.body);
    let second = link(&renewed.body);
    let mut new = house.browser();
    assert_eq!(new.get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(new.get(&second).await.status, StatusCode::OK);
    house.clock.set(crate::house::NOW.plus_days(7));
    assert_eq!(new.get(&second).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_link_for_a_forgotten_password_ends_the_sessions_of_before() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut lost = house.signed_in(&person).await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let page = format!("/verwaltung/{}", person.id);
    let renewed = browser.submit(&page, &format!("{page}/einladung"), &[]).await;
    assert_eq!(lost.get("/konto").await.status, StatusCode::OK, "nothing happens until it is used");
    let new = "Eisvogel am Lippeufer";
    house.browser().post(&link(&renewed.body), &[("password", new), ("repeat", new)]).await;
    assert_eq!(lost.get("/konto").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_administers_reads_no_content() {
    let house = House::open().await;
    let officer = house.ordnungsamt().await;
    let draft = Draft {
        title: "Laute Musik".to_owned(),
        category: "laerm".to_owned(),
        occurred_at: "22.11.2026 23:10".to_owned(),
        ..Draft::default()
    };
    let entered =
        house.app.enter_report(&house.who(&officer).await, "ordnungsamt", &draft, &[]).await.unwrap();
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let report = format!("/meldungen/{}", entered.id);
    assert_eq!(browser.get(&report).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("/api/v1/reports/{}", entered.id)).await.status, StatusCode::NOT_FOUND);
    for path in ["/", "/meldungen", "/freigaben", "/verwaltung", "/meldungen?own=1", "/api/v1/reports"] {
        assert!(!browser.get(path).await.body.contains("Laute Musik"), "{path}");
    }
    assert_eq!(browser.get("/meldungen/neu").await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/datenschutz").await.status, StatusCode::FORBIDDEN, "nor who read what");
    assert!(browser.get("/verwaltung").await.body.contains("Einblick in Meldungen haben Sie dadurch nicht."));
}

#[tokio::test]
async fn nobody_gives_a_right_to_themselves() {
    let house = House::open().await;
    let administrator = house.administrator_of("stadt");
    let mut browser = house.signed_in(&administrator).await;
    for right in ["unit:ordnungsamt:officer", "body:lenkungsgruppe:reader", "partner::data_protection"] {
        assert_eq!(grant(&mut browser, &administrator, right).await, StatusCode::FORBIDDEN, "{right}");
    }
    let page = format!("/verwaltung/{}", administrator.id);
    for what in ["sperren", "entsperren", "einladung"] {
        let answer = browser.submit("/verwaltung", &format!("{page}/{what}"), &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
    }
    let own = &house.app.memberships(&house.who(&administrator).await)[0];
    let answer = browser.submit("/verwaltung", &format!("{page}/rechte/{}", own.id), &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!house.who(&administrator).await.viewer.reads_content());
    let shown = browser.get(&page).await.body;
    assert!(
        shown.contains("Das ist Ihr eigenes Konto.") && !shown.contains("/rechte"),
        "no form that would be refused"
    );
}

#[tokio::test]
async fn accounts_of_other_partners_do_not_exist_here() {
    let house = House::open().await;
    let police = house.lagedienst().await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    assert!(!browser.get("/verwaltung").await.body.contains(&police.email));
    let page = format!("/verwaltung/{}", police.id);
    assert_eq!(browser.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(grant(&mut browser, &police, "unit:ordnungsamt:officer").await, StatusCode::NOT_FOUND);
    for what in ["sperren", "entsperren", "einladung"] {
        let answer = browser.submit("/verwaltung", &format!("{page}/{what}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
    }
    let membership = &house.app.memberships(&house.who(&police).await)[0];
    let answer = browser.submit("/verwaltung", &format!("{page}/rechte/{}", membership.id), &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(house.who(&police).await.viewer.reads_content());
}

#[tokio::test]
async fn only_rights_of_the_own_partner_are_given() {
    let house = House::open().await;
    let person = house.person("stadt", "neu", &[]).await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let wrong = [
        "unit:lagedienst:officer",
        "unit:ordnungsamt:admin",
        "body:lenkungsgruppe:officer",
        "partner::officer",
        "partner:polizei:admin",
        "unit:gibtesnicht:reader",
        "",
        "::",
    ];
    for right in wrong {
        assert_eq!(grant(&mut browser, &person, right).await, StatusCode::UNPROCESSABLE_ENTITY, "{right}");
    }
    assert!(house.app.memberships(&house.who(&person).await).is_empty());
}

#[tokio::test]
async fn a_right_works_at_once_and_ends_at_once_in_a_running_session() {
    let house = House::open().await;
    let person = house.person("stadt", "neu", &[]).await;
    let mut session = house.signed_in(&person).await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    assert_eq!(grant(&mut browser, &person, "unit:ordnungsamt:officer").await, StatusCode::SEE_OTHER);
    assert_eq!(session.get("/meldungen/neu").await.status, StatusCode::OK);
    let page = format!("/verwaltung/{}", person.id);
    let membership = &house.app.memberships(&house.who(&person).await)[0];
    let end = format!("{page}/rechte/{}", membership.id);
    assert_eq!(browser.submit(&page, &end, &[]).await.location(), format!("{page}?beendet=1"));
    assert_eq!(session.get("/meldungen/neu").await.status, StatusCode::FORBIDDEN);
    let again = browser.submit(&page, &end, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("inzwischen"), "{}", again.body);
}

#[tokio::test]
async fn a_right_with_a_last_day_holds_through_that_day() {
    let house = House::open().await;
    let person = house.person("stadt", "neu", &[]).await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let rights = format!("/verwaltung/{}/rechte", person.id);
    let form = [("of", "unit:ordnungsamt:reader"), ("until", "24.11.2026")];
    assert_eq!(browser.submit("/verwaltung", &rights, &form).await.status, StatusCode::SEE_OTHER);
    let page = browser.get(&format!("/verwaltung/{}", person.id)).await.body;
    assert!(page.contains("seit 23.11.2026, bis 24.11.2026"), "{page}");
    let past = [("of", "unit:kod:reader"), ("until", "22.11.2026")];
    assert_eq!(browser.submit("/verwaltung", &rights, &past).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let until = house.app.memberships(&house.who(&person).await)[0].until.unwrap();
    assert_eq!(until.to_jiff().to_string(), "2026-11-24T23:00:00Z", "midnight in Hamm");
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_back_with_its_password() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let token = house.token(&person, domain::people::Scope::Read).await;
    let mut session = house.signed_in(&person).await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let page = format!("/verwaltung/{}", person.id);
    assert_eq!(
        browser.submit(&page, &format!("{page}/sperren"), &[]).await.location(),
        format!("{page}?gesperrt=1")
    );
    assert_eq!(session.get("/konto").await.status, StatusCode::SEE_OTHER);
    let mut program = house.browser();
    program.headers.push(("authorization", format!("Bearer {token}")));
    assert_eq!(program.get("/api/v1/reports").await.status, StatusCode::UNAUTHORIZED);
    let form = [("email", person.email.as_str()), ("password", PASSWORD)];
    let refused = house.browser().post("/anmelden", &form).await;
    assert!(refused.body.contains("E-Mail-Adresse oder Passwort stimmt nicht."), "it does not say why");
    assert_eq!(
        browser.submit(&page, &format!("{page}/entsperren"), &[]).await.location(),
        format!("{page}?entsperrt=1")
    );
    assert_eq!(house.browser().post("/anmelden", &form).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_address_has_one_account() {
    let house = House::open().await;
    house.ordnungsamt().await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    let form = [("name", "Zweite"), ("email", "ORDNUNGSAMT@stadt.example")];
    let answer = browser.submit("/verwaltung", "/verwaltung", &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("schon ein Konto") && answer.body.contains("value=\"Zweite\""));
}

#[tokio::test]
async fn without_the_right_to_administer_there_is_no_administration() {
    let house = House::open().await;
    let memberships = [(unit("ordnungsamt"), Role::Officer), (MemberOf::Partner, Role::DataProtection)];
    let person = house.person("stadt", "fachkraft", &memberships).await;
    let mut browser = house.signed_in(&person).await;
    let colleague = house.administrator_of("stadt");
    assert_eq!(browser.get("/verwaltung").await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get(&format!("/verwaltung/{}", colleague.id)).await.status, StatusCode::FORBIDDEN);
    let page = format!("/verwaltung/{}", colleague.id);
    for what in ["sperren", "entsperren", "einladung"] {
        let answer = browser.submit("/konto", &format!("{page}/{what}"), &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
    }
    let answer = browser.submit("/konto", &format!("{page}/rechte"), &[("of", "unit:kod:reader")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer =
        browser.submit("/konto", "/verwaltung", &[("name", "x"), ("email", "x@stadt.example")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
