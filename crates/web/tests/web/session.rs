//! Signing in and out: what a browser gets, and what nobody gets by force.

use axum::http::{StatusCode, header};
use domain::time::Timestamp;

use crate::house::{Browser, Changes, House, NOW, PASSWORD, Person};

async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> StatusCode {
    browser.post("/anmelden", &[("email", email), ("password", password)]).await.status
}

fn session_cookie(browser: &Browser) -> String {
    browser.cookies["lagenetz_session"].clone()
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_sign_in_page_and_back() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut browser = house.browser();
    let answer = browser.get("/meldungen?preset=24h").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/anmelden?weiter=/meldungen%3Fpreset%3D24h");
    assert!(browser.get(answer.location()).await.body.contains("value=\"/meldungen?preset=24h\""));
    let form =
        [("email", person.email.as_str()), ("password", PASSWORD), ("weiter", "/meldungen?preset=24h")];
    assert_eq!(browser.post("/anmelden", &form).await.location(), "/meldungen?preset=24h");
    assert_eq!(browser.get("/meldungen?preset=24h").await.status, StatusCode::OK);
    assert_eq!(browser.get("/anmelden").await.status, StatusCode::SEE_OTHER, "there is nothing to do here");
}

#[tokio::test]
async fn the_address_is_written_in_any_case_and_the_password_in_its_own() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut browser = house.browser();
    let shouted = format!(" {} ", person.email.to_uppercase());
    assert_eq!(
        sign_in(&mut browser, &shouted, &PASSWORD.to_uppercase()).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(sign_in(&mut browser, &shouted, PASSWORD).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut answers = Vec::new();
    for email in [person.email.as_str(), "niemand@stadt.example"] {
        let answer = house.browser().post("/anmelden", &[("email", email), ("password", "falsch")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("E-Mail-Adresse oder Passwort stimmt nicht."), "{}", answer.body);
        assert!(
            answer.body.contains(email) && !answer.body.contains("falsch"),
            "what was typed stays, the password not"
        );
        assert!(answer.headers.get(header::SET_COOKIE).is_none());
        answers.push(answer.body.replace(email, ""));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn signing_in_never_leads_to_another_server() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let elsewhere = [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    ];
    for weiter in elsewhere {
        let form = [("email", person.email.as_str()), ("password", PASSWORD), ("weiter", weiter)];
        assert_eq!(house.browser().post("/anmelden", &form).await.location(), "/", "{weiter:?}");
        let mut signed_in = house.signed_in(&person).await;
        let asked = serde_html_form::to_string([("weiter", weiter)]).unwrap();
        assert_eq!(signed_in.get(&format!("/anmelden?{asked}")).await.location(), "/", "{weiter:?}");
        assert_eq!(signed_in.get(&format!("/sprache/en?{asked}")).await.location(), "/", "{weiter:?}");
    }
}

#[tokio::test]
async fn a_session_is_worth_nothing_after_signing_out() {
    let house = House::open().await;
    let mut browser = house.signed_in(&house.ordnungsamt().await).await;
    let mut thief = browser.clone();
    let answer = browser.submit("/konto", "/abmelden", &[]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/anmelden?abgemeldet=1"));
    assert!(browser.cookies.is_empty(), "the cookie is gone");
    assert!(browser.get(answer.location()).await.body.contains("Sie sind abgemeldet."));
    let replayed = thief.get("/konto").await;
    assert_eq!((replayed.status, replayed.location()), (StatusCode::SEE_OTHER, "/anmelden?weiter=/konto"));
    assert_eq!(thief.get("/api/v1/reports").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_forged_session_is_no_session() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let right = session_cookie(&house.signed_in(&person).await);
    let other_end = if right.ends_with('0') { "1" } else { "0" };
    let forged = [
        String::new(),
        "0".repeat(64),
        format!("{}{other_end}", &right[..63]),
        right.to_uppercase(),
        format!("{right}0"),
        person.id.to_string(),
        "' OR 1=1 --".to_owned(),
    ];
    for secret in forged {
        let mut browser = house.browser();
        browser.cookies.insert("lagenetz_session".to_owned(), secret.clone());
        assert_eq!(browser.get("/konto").await.status, StatusCode::SEE_OTHER, "{secret:?}");
        assert_eq!(browser.get("/api/v1/reports").await.status, StatusCode::UNAUTHORIZED, "{secret:?}");
    }
}

#[tokio::test]
async fn signing_in_gives_a_new_secret_and_ends_the_session_of_before() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut planted = house.signed_in(&house.lagedienst().await).await;
    let before = session_cookie(&planted);
    let mut attacker = planted.clone();
    assert_eq!(sign_in(&mut planted, &person.email, PASSWORD).await, StatusCode::SEE_OTHER);
    assert_ne!(session_cookie(&planted), before);
    assert!(planted.get("/konto").await.body.contains(&person.email));
    assert_eq!(attacker.get("/konto").await.status, StatusCode::SEE_OTHER, "whoever planted it has nothing");
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let minutes = |minutes: i64| house.clock.set(Timestamp(NOW.0 + minutes * 60_000));
    let mut idle = house.signed_in(&person).await;
    let mut busy = idle.clone();
    busy.cookies = house.signed_in(&person).await.cookies;
    minutes(29);
    assert_eq!(busy.get("/konto").await.status, StatusCode::OK);
    minutes(31);
    assert_eq!(idle.get("/konto").await.status, StatusCode::SEE_OTHER, "nobody used it for half an hour");
    for passed in (31..720).step_by(29) {
        minutes(passed);
        assert_eq!(busy.get("/konto").await.status, StatusCode::OK, "after {passed} minutes");
    }
    minutes(720);
    assert_eq!(busy.get("/konto").await.status, StatusCode::SEE_OTHER, "a working day is over");
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let local = House::open().await;
    let options =
        web::Options { public_url: Some("https://lage.example".to_owned()), ..web::Options::default() };
    let public = House::with(Changes { options, ..Changes::default() }).await;
    for (house, name, secure) in
        [(&local, "lagenetz_session", false), (&public, "__Host-lagenetz_session", true)]
    {
        let person = house.ordnungsamt().await;
        let answer =
            house.browser().post("/anmelden", &[("email", &person.email), ("password", PASSWORD)]).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.starts_with(&format!("{name}=")), "{cookie}");
        assert!(
            cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/")
        );
        assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
        let mut browser = house.signed_in(&person).await;
        assert_eq!(browser.get("/konto").await.status, StatusCode::OK);
        browser.submit("/konto", "/abmelden", &[]).await;
        assert!(browser.cookies.is_empty());
    }
    let mut planted = public.browser();
    let person = public.lagedienst().await;
    planted.cookies.insert("lagenetz_session".to_owned(), person.session.clone());
    assert_eq!(planted.get("/konto").await.status, StatusCode::SEE_OTHER, "a name that other hosts may set");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_locks_nobody_else_out() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut guesser = house.browser();
    guesser.network = "203.0.113.7".parse().unwrap();
    for _ in 0..10 {
        assert_eq!(sign_in(&mut guesser, &person.email, "falsch").await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = guesser.post("/anmelden", &[("email", &person.email), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "even the right one waits");
    assert!(answer.body.contains("in 16 Minuten"), "it says how long: {}", answer.body);
    let mut elsewhere = house.browser();
    assert_eq!(
        sign_in(&mut elsewhere, &person.email, PASSWORD).await,
        StatusCode::SEE_OTHER,
        "the person is not locked out"
    );
    let other = house.lagedienst().await;
    assert_eq!(
        sign_in(&mut guesser, &other.email, PASSWORD).await,
        StatusCode::SEE_OTHER,
        "nor a colleague beside"
    );
    house.clock.set(Timestamp(NOW.0 + 16 * 60_000));
    assert_eq!(
        sign_in(&mut guesser.clone(), &person.email, PASSWORD).await,
        StatusCode::SEE_OTHER,
        "not for ever"
    );
}

#[tokio::test]
async fn a_form_without_its_secret_or_with_somebody_elses_changes_nothing() {
    let house = House::open().await;
    let (person, other) = (house.ordnungsamt().await, house.lagedienst().await);
    let mut browser = house.signed_in(&person).await;
    let foreign = house.signed_in(&other).await.get("/konto").await.csrf();
    let own = browser.get("/konto").await.csrf();
    let wrong = [vec![], vec![("csrf", "")], vec![("csrf", foreign.as_str())], vec![("csrf", &own[..63])]];
    for path in ["/abmelden", "/konto/anlass", "/konto/passwort", "/konto/zugangsschluessel", "/meldungen"] {
        for secret in &wrong {
            assert_eq!(browser.post(path, secret).await.status, StatusCode::FORBIDDEN, "{path} {secret:?}");
        }
    }
    assert_eq!(browser.get("/konto").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_even_with_the_right_secret() {
    let house = House::open().await;
    let mut browser = house.signed_in(&house.ordnungsamt().await).await;
    let csrf = browser.get("/konto").await.csrf();
    let form = [("csrf", csrf.as_str()), ("occasion", "Frühdienst")];
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let mut foreign = browser.clone();
        foreign.headers.push((header.0, header.1.to_owned()));
        assert_eq!(foreign.post("/konto/anlass", &form).await.status, StatusCode::FORBIDDEN, "{header:?}");
        let sign_in = foreign.post("/anmelden", &[("email", "a@b"), ("password", "x")]).await;
        assert_eq!(sign_in.status, StatusCode::FORBIDDEN, "nobody is signed in unasked: {header:?}");
    }
    browser.headers.push(("sec-fetch-site", "same-origin".to_owned()));
    assert_eq!(browser.post("/konto/anlass", &form).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_occasion_chosen_at_the_door_stands_on_the_account() {
    let house = House::open().await;
    let person: Person = house.ordnungsamt().await;
    let mut browser = house.browser();
    let form = [("email", person.email.as_str()), ("password", PASSWORD), ("occasion", "Spätdienst")];
    browser.post("/anmelden", &form).await;
    assert!(browser.get("/konto").await.body.contains("value=\"Spätdienst\""));
}

#[tokio::test]
async fn a_choice_is_kept_and_an_unknown_one_does_not_exist() {
    let house = House::open().await;
    let mut browser = house.browser();
    let answer = browser.get("/sprache/en?weiter=/anmelden%3Fweiter%3D/konto").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/anmelden?weiter=/konto"));
    assert!(browser.get("/anmelden").await.body.contains("<html lang=\"en\">"));
    let answer = browser.get("/darstellung/dark?weiter=/anmelden").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/anmelden"));
    assert!(browser.get("/anmelden").await.body.contains("data-kern-theme=\"dark\""));
    for unknown in ["/sprache/fr", "/darstellung/neon", "/darstellung/dark%0d%0aSet-Cookie:x=y"] {
        assert_eq!(browser.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}
