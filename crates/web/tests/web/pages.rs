//! Every page, as everybody who may see it sees it, in both languages; and every link on it.

use std::collections::{BTreeMap, VecDeque};

use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    people::Language,
    report::Draft,
    terms::TermsDraft,
};

use crate::{
    house::{Browser, House, Person, body, unit},
    html,
};

/// Pages of one kind that are looked at.
const OF_A_KIND: usize = 8;

/// A house with reports of city and police, disclosed both ways, one of them withdrawn.
async fn lived_in() -> (House, Vec<(&'static str, Person)>) {
    let house = House::open().await;
    let (ordnungsamt, lagedienst) = (house.ordnungsamt().await, house.lagedienst().await);
    let withdrawn = report(&house, &ordnungsamt, "ordnungsamt", "polizei-lage").await;
    report(&house, &ordnungsamt, "ordnungsamt", "polizei-lage").await;
    report(&house, &lagedienst, "lagedienst", "ordnungsamt").await;
    let who = house.who(&ordnungsamt).await;
    house.app.withdraw(&who, withdrawn, "Verwechslung").await.unwrap();
    house.token(&ordnungsamt, domain::people::Scope::Read).await;
    let disabled = house.person("stadt", "ausgeschieden", &[]).await;
    let administrator = house.administrator_of("stadt");
    house.app.disable_account(&house.who(&administrator).await, disabled.id).await.unwrap();
    let everything = [
        (unit("kod"), Role::Reader),
        (body("lenkungsgruppe"), Role::Reader),
        (MemberOf::Partner, Role::Admin),
        (MemberOf::Partner, Role::DataProtection),
    ];
    let people = vec![
        ("officer of the city", ordnungsamt),
        ("officer of the police", lagedienst),
        ("administrator", administrator),
        ("data-protection officer", house.protector_of("stadt").await),
        ("somebody with every right", house.person("stadt", "alles", &everything).await),
        ("somebody without a right", house.person("polizei", "neu", &[]).await),
    ];
    (house, people)
}

async fn report(house: &House, by: &Person, unit: &str, to: &str) -> domain::ids::DisclosureId {
    let who = house.who(by).await;
    let draft = Draft {
        title: "Laute Musik & mehr".to_owned(),
        summary: "Musik aus <einer> Halle".to_owned(),
        text: "Anhaltend.\n\nAuch nachts.".to_owned(),
        category: "laerm".to_owned(),
        occurred_at: "22.11.2026 23:10".to_owned(),
        lon: "7.82".to_owned(),
        lat: "51.68".to_owned(),
        own_ref: "32-7/26".to_owned(),
        ..Draft::default()
    };
    let entered = house.app.enter_report(&who, unit, &draft, &[]).await.unwrap();
    let terms = TermsDraft { audience: to.to_owned(), profile: "lage".to_owned(), ..TermsDraft::default() };
    let target = app::Target::Report(entered.id);
    house.app.disclose(&who, &target, &terms).await.unwrap().disclosures[0].id
}

/// Follows every link from `start` on; each must answer, and each page must be as every page must be.
async fn walk(browser: &mut Browser, start: &[&str], language: Language) -> Vec<String> {
    let mut waiting: VecDeque<String> = start.iter().map(|path| (*path).to_owned()).collect();
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut walked = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let of_kind = seen.entry(kind(&path)).or_default();
        if of_kind.contains(&path) || of_kind.len() >= OF_A_KIND {
            continue;
        }
        of_kind.push(path.clone());
        let answer = browser.get(&path).await;
        if answer.status == StatusCode::SEE_OTHER {
            waiting.push_back(answer.location().to_owned());
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{path} in {language:?}");
        if !answer.headers["content-type"].to_str().unwrap().starts_with("text/html") {
            continue;
        }
        let wrong = html::wrong(&answer.body, language.as_str());
        assert!(wrong.is_empty(), "{path} in {language:?}: {wrong:#?}\n{}", answer.body);
        for tag in html::tags(&answer.body).iter().filter(|tag| tag.name == "a") {
            let href = tag.get("href").unwrap().split('#').next().unwrap();
            // The language is part of what is walked through, not a way.
            if !href.is_empty() && !href.starts_with("/sprache/") && !href.starts_with("/darstellung/") {
                waiting.push_back(href.to_owned());
            }
        }
        walked.push(path);
    }
    walked
}

/// Pages that differ only in an identifier, or only in what is asked for, are of one kind.
fn kind(path: &str) -> String {
    let is_id = |part: &str| part.len() == 36 && part.matches('-').count() == 4;
    let path = path.split('?').next().unwrap_or_default();
    path.split('/').map(|part| if is_id(part) { "{id}" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_link_on_every_page_leads_to_a_whole_page_for_everybody_in_both_languages() {
    let (house, people) = lived_in().await;
    for (name, person) in &people {
        for language in [Language::De, Language::En] {
            let mut browser = house.signed_in(person).await.in_language(language);
            let walked = walk(&mut browser, &["/"], language).await;
            let reaches = |path: &str| walked.iter().any(|walked| walked == path);
            assert!(reaches("/konto") && reaches("/vereinbarung/rechtsgrundlagen"), "{name}: {walked:?}");
            let content = name.contains("officer of") || name.contains("every");
            assert_eq!(reaches("/meldungen"), content, "{name}: {walked:?}");
            let administers = ["administrator", "somebody with every right"].contains(name);
            assert_eq!(reaches("/verwaltung"), administers, "{name}: {walked:?}");
            let protects = ["data-protection officer", "somebody with every right"].contains(name);
            assert_eq!(reaches("/datenschutz/staende"), protects, "{name}: {walked:?}");
        }
    }
}

#[tokio::test]
async fn pages_before_signing_in_are_whole_pages_in_both_languages() {
    let people = vec![web::DemoPerson {
        name: "Leitung Ordnungsamt".to_owned(),
        partner: "Stadt".to_owned(),
        email: "leitung@stadt.example".to_owned(),
        password: "erfunden".to_owned(),
    }];
    let options = web::Options { public_url: None, demo_people: people };
    let house = House::with(crate::house::Changes { demo: true, options, ..Default::default() }).await;
    let administrator = house.who(&house.administrator_of("stadt")).await;
    let new = app::NewAccount {
        email: "neu@stadt.example".to_owned(),
        name: "Neu".to_owned(),
        language: Language::De,
    };
    let invitation = house.app.invite(&administrator, &new).await.unwrap();
    for language in [Language::De, Language::En] {
        let mut browser = house.browser().in_language(language);
        let link = format!("/einladung/{}", invitation.secret);
        let start = ["/anmelden?weiter=/konto", "/anmelden?abgemeldet=1", &link];
        assert!(walk(&mut browser, &start, language).await.len() >= 3);
        for path in ["/gibt/es/nicht", "/einladung/falsch"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert_eq!(html::wrong(&answer.body, language.as_str()), Vec::<String>::new(), "{path}");
        }
        let page = browser.get("/anmelden").await.body;
        assert!(page.contains("112") && page.contains("Leitung Ordnungsamt"), "{page}");
    }
}

#[tokio::test]
async fn a_refused_form_is_a_whole_page_that_says_everything_at_once() {
    let (house, people) = lived_in().await;
    let of = |name: &str| people.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    let (officer, administrator) = (of("officer of the city"), of("administrator"));
    let somebody = format!("/verwaltung/{}", officer.id);
    let rights = format!("{somebody}/rechte");
    // Who, on which page, sends what where, and how many errors stand beside fields then.
    type Form<'a> = (&'a Person, &'a str, &'a str, &'a [(&'a str, &'a str)], usize);
    let forms: [Form<'_>; 8] = [
        (&officer, "/konto", "/konto/passwort", &[("new_password", "kurz"), ("repeat", "anders")], 3),
        (&officer, "/konto", "/konto/anlass", &[("occasion", &"x".repeat(200))], 1),
        (&officer, "/konto", "/konto/sprache", &[("language", "fr")], 1),
        (&officer, "/konto/zugangsschluessel", "/konto/zugangsschluessel", &[("days", "0")], 2),
        (&administrator, "/verwaltung", "/verwaltung", &[("email", "kein"), ("name", " ")], 2),
        (&administrator, &somebody, &rights, &[("until", "31.02.2027")], 2),
        (&administrator, &somebody, &rights, &[("of", "unit:lagedienst:officer")], 1),
        (&administrator, &somebody, &rights, &[("of", "unit:ordnungsamt:officer")], 1),
    ];
    for (person, page, action, fields, errors) in forms {
        for language in [Language::De, Language::En] {
            let mut browser = house.signed_in(person).await.in_language(language);
            let answer = browser.submit(page, action, fields).await;
            let body = &answer.body;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{action}: {body}");
            assert_eq!(html::wrong(body, language.as_str()), Vec::<String>::new(), "{action}");
            let tags = html::tags(body);
            let beside = tags.iter().filter(|tag| tag.get("class") == Some("kern-error")).count();
            assert_eq!(beside, errors, "{action} {fields:?}: {body}");
            let above = |tag: &&html::Tag| tag.get("href").is_some_and(|href| href.starts_with("#field-"));
            assert_eq!(tags.iter().filter(above).count(), errors, "{action}: each also stands at the top");
            assert!(tags.iter().any(|tag| tag.get("id") == Some("errors") && tag.get("autofocus").is_some()));
            assert!(!body.contains("value=\"kurz\""), "a password never comes back");
        }
    }
}

#[tokio::test]
async fn whoever_reloads_what_a_form_led_to_is_led_to_the_form() {
    let house = House::open().await;
    let mut browser = house.signed_in(&house.ordnungsamt().await).await;
    for (path, to) in
        [("/konto/passwort", "/konto"), ("/abmelden", "/"), ("/konto/sitzungen/1", "/konto/sitzungen")]
    {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, to), "{path}");
    }
}

#[tokio::test]
async fn a_page_that_takes_no_form_says_so_as_a_page() {
    let (house, people) = lived_in().await;
    let mut browser = house.signed_in(&people[0].1).await;
    let answer = browser.post("/vereinbarung", &[]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.body.matches("<h1>").count(), 1, "{}", answer.body);
    assert!(answer.body.contains("Das geht unter dieser Adresse nicht"));
}

#[tokio::test]
async fn keys_that_nobody_knows_stand_in_no_filter_link() {
    let (house, people) = lived_in().await;
    let mut browser = house.signed_in(&people[0].1).await;
    for page in ["/?ansicht=tabelle", "/meldungen?preset=all", "/freigaben/neu?preset=all"] {
        let answer = browser.get(&format!("{page}&category=laerm&mailing=47")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        let hrefs = answer.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        let kept: Vec<&str> =
            hrefs.filter(|href| href.contains("mailing") && !href.contains("weiter=")).collect();
        assert_eq!(kept, [""; 0], "{page}");
        assert!(answer.body.contains("category=laerm"), "{page}");
    }
}

#[tokio::test]
async fn a_character_that_is_no_text_is_refused_with_a_sentence_and_nothing_is_saved() {
    let house = House::open().await;
    let mut desk = house.signed_in(&house.ordnungsamt().await).await;
    let fields = [("title", "La\0ut"), ("category", "laerm")];
    let answer = desk.submit("/meldungen/neu", "/meldungen", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("ein Zeichen, das kein Text ist"), "{}", answer.body);
    let typed =
        desk.submit("/meldungen/neu", "/meldungen", &[("title", "Laut"), ("category", "laerm")]).await;
    assert_eq!(typed.status, StatusCode::SEE_OTHER, "{}", typed.body);
    assert!(!desk.get("/meldungen").await.body.contains("La\0ut"));
}
