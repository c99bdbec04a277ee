//! The second factor: what is refused without it, and that nothing opens twice.

use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    people::Language,
    second_factor::Secret,
    time::Timestamp,
};

use crate::{
    house::{Answer, Browser, Changes, House, NOW, PASSWORD, Person},
    html,
};

const PAGE: &str = "/konto/zweiter-faktor";
const CONFIRM: &str = "/konto/zweiter-faktor/bestaetigen";
const CODES: &str = "/konto/zweiter-faktor/notfallcodes";
const REMOVE: &str = "/konto/zweiter-faktor/entfernen";
const CODE: &str = "/anmelden/code";

/// A house whose charter demands a second factor of administrators and data-protection officers.
async fn demanding() -> House {
    House::with(Changes { second_factor: true, ..Changes::default() }).await
}

/// Lets so many seconds pass, counted from the beginning.
fn after(house: &House, seconds: i64) -> Timestamp {
    let now = Timestamp(NOW.0 + seconds * 1_000);
    house.clock.set(now);
    now
}

/// A browser in which somebody typed the right password.
async fn with_password(house: &House, person: &Person) -> (Browser, Answer) {
    let mut browser = house.browser();
    let answer = browser.post("/anmelden", &[("email", &person.email), ("password", PASSWORD)]).await;
    (browser, answer)
}

/// The secret that a page shows as text.
fn secret_on(page: &str) -> Secret {
    let tags = html::tags(page);
    let code = tags.iter().find(|tag| tag.get("class") == Some("ln-code")).expect("the key as text");
    let letters: Vec<char> = code.text.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(letters.len(), 32, "{}", code.text);
    let value = |c: &char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(*c).unwrap() as u64;
    let groups = letters.chunks(8).map(|group| group.iter().fold(0, |bits, c| bits << 5 | value(c)));
    let bytes: Vec<u8> = groups.flat_map(|bits: u64| bits.to_be_bytes()[3..].to_vec()).collect();
    Secret::new(bytes.try_into().unwrap())
}

/// Recovery codes that a page shows.
fn codes_on(page: &str) -> Vec<String> {
    let tags = html::tags(page);
    tags.iter()
        .filter(|t| t.name == "code" && t.within.iter().any(|w| w == "ol"))
        .map(|t| t.text.clone())
        .collect()
}

/// Sets a second factor up as a person does, and answers its secret and the recovery codes.
async fn set_up(house: &House, browser: &mut Browser) -> (Secret, Vec<String>) {
    assert_eq!(browser.submit(PAGE, PAGE, &[]).await.status, StatusCode::SEE_OTHER);
    let secret = secret_on(&browser.get(PAGE).await.body);
    let code = secret.code_at(house.app.now());
    let done = browser.submit(PAGE, CONFIRM, &[("code", &code)]).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
    (secret, codes_on(&done.body))
}

async fn prove(browser: &mut Browser, code: &str) -> Answer {
    browser.submit(CODE, CODE, &[("code", code), ("weiter", "/konto")]).await
}

async fn acts_in_journal(house: &House) -> Vec<String> {
    let who = house.who(&house.protector_of("stadt").await).await;
    let page = house.app.journal_page(&who, &app::JournalFilter::default(), 200).await.unwrap();
    page.lines.into_iter().filter_map(|line| Some(line.entry?.act.into_owned())).collect()
}

#[tokio::test]
async fn whoever_must_have_one_sets_it_up_before_anything_else() {
    let house = demanding().await;
    let officer = house.person("stadt", "neue.verwaltung", &[]).await;
    let mut browser = house.signed_in(&officer).await;
    assert_eq!(browser.get("/konto").await.status, StatusCode::OK, "no role, no demand");
    let administrator = house.who(&house.administrator_of("stadt")).await;
    house
        .app
        .grant_membership(&administrator, officer.id, MemberOf::Partner, Role::Admin, None)
        .await
        .unwrap();
    for path in ["/", "/verwaltung", "/konto", "/konto/zugangsschluessel", "/vereinbarung", CODE] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location().starts_with(PAGE), "{path} leads to {}", answer.location());
    }
    assert_eq!(browser.get("/api/v1/charter").await.status, StatusCode::UNAUTHORIZED);
    let (mut fresh, answer) = with_password(&house, &officer).await;
    assert_eq!(answer.location(), "/konto/zweiter-faktor?weiter=/");
    let (secret, codes) = set_up(&house, &mut fresh).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(fresh.get("/verwaltung").await.status, StatusCode::OK);
    assert_eq!(browser.get("/konto").await.location(), "/anmelden?weiter=/konto", "older sessions ended");
    after(&house, 30);
    let (mut next, answer) = with_password(&house, &officer).await;
    assert_eq!(answer.location(), "/anmelden/code?weiter=/");
    assert_eq!(prove(&mut next, &secret.code_at(house.app.now())).await.location(), "/konto");
    assert_eq!(next.get("/verwaltung").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_password_alone_opens_nothing() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (secret, _) = set_up(&house, &mut house.signed_in(&person).await).await;
    after(&house, 60);
    let (mut browser, _) = with_password(&house, &person).await;
    for path in ["/", "/meldungen", "/konto", PAGE, "/meldungen/neu", "/vereinbarung", "/freigaben"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location().starts_with("/anmelden/code?weiter="), "{path}: {}", answer.location());
        assert!(answer.body.is_empty(), "{path}");
    }
    for path in ["/api/v1/reports", "/api/v1/charter", "/api/v1/events"] {
        assert_eq!(browser.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let csrf = browser.get(CODE).await.csrf();
    for path in [PAGE, CONFIRM, CODES, REMOVE, "/konto/passwort", "/konto/zugangsschluessel", "/abmelden"] {
        let code = secret.code_at(house.app.now());
        let answer = browser.post(path, &[("csrf", &csrf), ("code", &code)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location().starts_with(CODE), "{path}: {}", answer.location());
    }
    let half = browser.cookies.clone();
    assert_eq!(prove(&mut browser, &secret.code_at(house.app.now())).await.status, StatusCode::SEE_OTHER);
    assert_ne!(browser.cookies, half, "the session has a new secret");
    browser.cookies = half;
    assert_eq!(
        browser.get("/konto").await.location(),
        "/anmelden?weiter=/konto",
        "the old one is worth nothing"
    );
    let (mut slow, _) = with_password(&house, &person).await;
    after(&house, 60 + 601);
    assert_eq!(slow.get(CODE).await.location(), "/anmelden?weiter=/anmelden/code", "it waits ten minutes");
}

#[tokio::test]
async fn a_code_opens_once_even_for_two_at_once() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (secret, _) = set_up(&house, &mut house.signed_in(&person).await).await;
    let (mut same, _) = with_password(&house, &person).await;
    let code = secret.code_at(house.app.now());
    assert_eq!(
        prove(&mut same, &code).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it confirmed the set-up already"
    );
    after(&house, 45);
    let code = secret.code_at(house.app.now());
    let ((mut one, _), (mut other, _)) =
        (with_password(&house, &person).await, with_password(&house, &person).await);
    let (first, second) = tokio::join!(prove(&mut one, &code), prove(&mut other, &code));
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_device_once() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (_, codes) = set_up(&house, &mut house.signed_in(&person).await).await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    let (mut browser, _) = with_password(&house, &person).await;
    assert_eq!(prove(&mut browser, &typed).await.location(), "/konto");
    let page = browser.get("/konto").await.body;
    assert!(page.contains("Sie haben noch 9 Notfallcodes.") && !page.contains(&codes[0]), "{page}");
    let (mut again, _) = with_password(&house, &person).await;
    assert_eq!(prove(&mut again, &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = house.lagedienst().await;
    set_up(&house, &mut house.signed_in(&other).await).await;
    let (mut foreign, _) = with_password(&house, &other).await;
    assert_eq!(
        prove(&mut foreign, &codes[4]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it is somebody else's"
    );
}

#[tokio::test]
async fn guessing_codes_becomes_slow_and_stands_in_the_journal() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (secret, _) = set_up(&house, &mut house.signed_in(&person).await).await;
    after(&house, 60);
    let (mut guesser, _) = with_password(&house, &person).await;
    let right = secret.code_at(house.app.now());
    let wrong = if right == "000000" { "111111" } else { "000000" };
    for _ in 0..10 {
        let answer = prove(&mut guesser, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("Dieser Code gilt nicht"), "{}", answer.body);
        assert!(!answer.body.contains(wrong), "what was typed does not come back");
    }
    guesser.network = std::net::Ipv4Addr::new(10, 9, 9, 9).into();
    let answer = prove(&mut guesser, &right).await;
    assert!(answer.body.contains("Zu viele Versuche"), "from wherever: {}", answer.body);
    let (mut later, _) = with_password(&house, &person).await;
    after(&house, 60 + 15 * 60 + 1);
    assert_eq!(later.get(CODE).await.location(), "/anmelden?weiter=/anmelden/code", "that session is over");
    let (mut later, _) = with_password(&house, &person).await;
    assert_eq!(prove(&mut later, &secret.code_at(house.app.now())).await.location(), "/konto");
    let acts = acts_in_journal(&house).await;
    assert_eq!(acts.iter().filter(|act| *act == "factor.refused").count(), 10, "{acts:?}");
    assert!(acts.iter().any(|act| act == "session.awaited") && acts.iter().any(|act| act == "factor.set_up"));
}

#[tokio::test]
async fn what_was_begun_but_not_confirmed_locks_nobody_out() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut browser = house.signed_in(&person).await;
    browser.submit(PAGE, PAGE, &[]).await;
    let first = secret_on(&browser.get(PAGE).await.body);
    assert_eq!(secret_on(&browser.get(PAGE).await.body), first, "looking changes nothing");
    let refused = browser.submit(PAGE, CONFIRM, &[("code", "12345")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(secret_on(&refused.body), first, "the same key stays to be read");
    assert_eq!(house.signed_in(&person).await.get("/konto").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_device_is_changed_with_a_code_of_it_only() {
    let house = demanding().await;
    let person = house.protector_of("stadt").await;
    let (mut browser, _) = with_password(&house, &person).await;
    let (secret, codes) = set_up(&house, &mut browser).await;
    for path in [CODES, REMOVE] {
        let refused = browser.submit(PAGE, path, &[("code", "000000")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    let code = secret.code_at(after(&house, 30));
    let renewed = browser.submit(PAGE, CODES, &[("code", &code)]).await;
    assert_eq!(renewed.status, StatusCode::CREATED);
    let new = codes_on(&renewed.body);
    assert!(new.len() == 10 && new.iter().all(|code| !codes.contains(code)));
    let (mut old, _) = with_password(&house, &person).await;
    assert_eq!(prove(&mut old, &codes[0]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "replaced");
    assert_eq!(prove(&mut old, &new[0]).await.status, StatusCode::SEE_OTHER);
    let removed = browser.submit(PAGE, REMOVE, &[("code", &secret.code_at(after(&house, 90)))]).await;
    assert_eq!(removed.location(), "/konto?faktor=1");
    assert!(
        browser.get("/konto").await.location().starts_with(PAGE),
        "the charter demands another one first"
    );
    assert_eq!(old.get("/konto").await.location(), "/anmelden?weiter=/konto", "others ended");
    set_up(&house, &mut browser).await;
    assert_eq!(browser.get("/datenschutz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_administrator_helps_others_of_the_own_partner_and_never_themselves() {
    let house = demanding().await;
    let administrator = house.administrator_of("stadt");
    let person = house.ordnungsamt().await;
    let mut lost = house.signed_in(&person).await;
    set_up(&house, &mut lost).await;
    let sign_in = async |person: &Person, seconds| {
        let now = after(&house, seconds);
        let (mut browser, _) = with_password(&house, person).await;
        let factor = person.factor.as_ref().expect("a device");
        assert_eq!(prove(&mut browser, &factor.code_at(now)).await.status, StatusCode::SEE_OTHER);
        browser
    };
    let mut helper = sign_in(&administrator, 30).await;
    let to = |person: &Person| format!("/verwaltung/{}/zweiter-faktor", person.id);
    assert_eq!(helper.submit("/konto", &to(&administrator), &[]).await.status, StatusCode::FORBIDDEN);
    let foreign = house.administrator_of("polizei");
    assert_eq!(helper.submit("/konto", &to(&foreign), &[]).await.status, StatusCode::NOT_FOUND);
    let page = helper.get(&format!("/verwaltung/{}", person.id)).await.body;
    assert!(page.contains("Zweiten Faktor zurücksetzen"), "{page}");
    let done = helper.submit(&format!("/verwaltung/{}", person.id), &to(&person), &[]).await;
    assert_eq!(done.location(), format!("/verwaltung/{}?faktor=1", person.id));
    assert_eq!(lost.get("/konto").await.location(), "/anmelden?weiter=/konto");
    assert_eq!(
        house.signed_in(&person).await.get("/konto").await.status,
        StatusCode::OK,
        "the password is enough"
    );
    let again = helper.submit("/konto", &to(&person), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "there is none any more");
    let mut officer = house.signed_in(&person).await;
    assert_eq!(officer.submit("/konto", &to(&administrator), &[]).await.status, StatusCode::FORBIDDEN);
    house.app.operator_reset_second_factor(&administrator.email).await.unwrap();
    assert_eq!(helper.get("/konto").await.location(), "/anmelden?weiter=/konto");
}

#[tokio::test]
async fn a_form_of_another_session_proves_nothing() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (secret, _) = set_up(&house, &mut house.signed_in(&person).await).await;
    let code = secret.code_at(after(&house, 30));
    let ((mut one, _), (mut other, _)) =
        (with_password(&house, &person).await, with_password(&house, &person).await);
    let csrf = one.get(CODE).await.csrf();
    let answer = other.post(CODE, &[("csrf", &csrf), ("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(prove(&mut one, &code).await.status, StatusCode::SEE_OTHER, "and used nothing up");
}

#[tokio::test]
async fn a_new_password_by_link_does_not_pass_by_the_second_factor() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    set_up(&house, &mut house.signed_in(&person).await).await;
    let administrator = house.who(&house.administrator_of("stadt")).await;
    let link = house.app.renew_invitation(&administrator, person.id).await.unwrap();
    let mut browser = house.browser();
    let form = [("password", PASSWORD), ("repeat", PASSWORD)];
    let answer = browser.post(&format!("/einladung/{}", link.secret), &form).await;
    assert_eq!(answer.location(), "/anmelden/code?weiter=/");
    assert!(browser.get("/konto").await.location().starts_with(CODE));
}

#[tokio::test]
async fn invented_data_need_no_second_factor() {
    let house = House::with(Changes { second_factor: true, demo: true, ..Changes::default() }).await;
    let mut browser = house.signed_in(&house.administrator_of("stadt")).await;
    assert_eq!(browser.get("/verwaltung").await.status, StatusCode::OK);
}

#[tokio::test]
async fn all_other_devices_are_signed_out_at_once() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (mut here, mut there, mut phone) =
        (house.signed_in(&person).await, house.signed_in(&person).await, house.signed_in(&person).await);
    assert_eq!(here.submit("/konto", "/konto/sitzungen", &[]).await.location(), "/konto?sitzungen=1");
    for browser in [&mut there, &mut phone] {
        assert_eq!(browser.get("/konto").await.status, StatusCode::SEE_OTHER);
    }
    let page = here.get("/konto?sitzungen=1").await;
    assert!(page.body.contains("Alle anderen Geräte sind abgemeldet."));
    assert!(!page.body.contains("action=\"/konto/sitzungen\""), "nobody is left to sign out");
}

#[tokio::test]
async fn its_pages_are_whole_in_both_languages() {
    for language in [Language::De, Language::En] {
        let house = demanding().await;
        let person = house.protector_of("polizei").await;
        let check = |page: &Answer| {
            let wrong = html::wrong(&page.body, language.as_str());
            assert!(wrong.is_empty(), "{wrong:#?}\n{}", page.body);
        };
        let (browser, _) = with_password(&house, &person).await;
        let mut browser = browser.in_language(language);
        check(&browser.get(PAGE).await);
        browser.submit(PAGE, PAGE, &[]).await;
        let begun = browser.get(PAGE).await;
        check(&begun);
        assert!(begun.body.contains("<svg class=\"ln-qr\" role=\"img\""), "{}", begun.body);
        check(&browser.submit(PAGE, CONFIRM, &[("code", "1")]).await);
        let code = secret_on(&begun.body).code_at(house.app.now());
        check(&browser.submit(PAGE, CONFIRM, &[("code", &code)]).await);
        check(&browser.get(PAGE).await);
        check(&browser.submit(PAGE, CODES, &[("code", "1")]).await);
        let (browser, _) = with_password(&house, &person).await;
        let mut browser = browser.in_language(language);
        check(&browser.get("/anmelden/code?weiter=/konto").await);
        check(&browser.submit(CODE, CODE, &[("code", "1")]).await);
    }
}
