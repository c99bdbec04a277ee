//! Findings: found in what one may see, told without reports, judged by people.

use axum::http::StatusCode;
use domain::{access::Role, duplicate::Verdict, ids::ReportId, people::Scope, report::Draft, time::Day};
use serde_json::Value;

use crate::house::{Browser, House, NOW, Person, unit};

async fn items(house: &House, person: &Person) -> Vec<Value> {
    let token = house.token(person, Scope::Read).await;
    let mut program = house.browser();
    program.headers =
        vec![("authorization", format!("Bearer {token}")), ("accept-language", "de".to_owned())];
    let answer = program.get("/api/v1/findings").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    body["items"].as_array().unwrap().clone()
}

fn id(item: &Value) -> String {
    item["id"].as_str().unwrap().to_owned()
}

async fn page(browser: &mut Browser, id: &str) -> (StatusCode, String) {
    let answer = browser.get(&format!("/befunde/{id}")).await;
    (answer.status, answer.body)
}

#[tokio::test]
async fn what_piles_up_of_late_is_found_once_and_told_without_a_report() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    house.plant(&ours, "ordnungsamt", 72, |_| None).await;
    assert_eq!(items(&house, &ours).await, Vec::<Value>::new(), "nothing was searched yet");
    let detected = house.search(1).await;
    assert_eq!(detected.new.len(), 1, "{:?}", detected.scopes);
    assert_eq!(house.search(1).await.scopes.len(), 0, "a night is searched once");
    assert_eq!(house.search(3).await.scopes.len(), 0, "and no earlier one after it");

    let found = items(&house, &ours).await;
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((&found["category"], &found["state"]), (&"laerm".into(), &"new".into()));
    assert_eq!(found["area"]["name"], "Nordwest");
    assert!(found["observed"].as_u64().unwrap() >= 10, "{found}");
    assert!(
        found["expected"].as_f64().unwrap() < 6.0 && found["recurrence_days"].as_u64().unwrap() >= 365,
        "{found}"
    );
    let sentence = found["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("Nordwest: Seit dem ") && sentence.contains("Lärm"), "{sentence}");
    assert_eq!(house.search(0).await.new.len(), 0, "the next night knows it");
    let next = items(&house, &ours).await;
    assert_eq!((next.len(), &next[0]["id"], next[0]["state"] != "new"), (1, &found["id"], true));

    // The police have none of these reports, and so none of this; a page of it is no page.
    assert_eq!(items(&house, &theirs).await, Vec::<Value>::new());
    let mut police = house.signed_in(&theirs).await;
    assert_eq!(page(&mut police, &id(found)).await.0, StatusCode::NOT_FOUND);

    let mut city = house.signed_in(&ours).await;
    let path = format!("/befunde/{}", id(found));
    let figures = format!("<strong>{} statt ", next[0]["observed"]);
    for (shown, page) in [("the start page", "/"), ("their page", "/befunde")] {
        let page = city.get(page).await.body;
        for said in ["ln-finding", "Lärm: Nordwest", "Seit dem ", &figures, &format!("{path}#tell")] {
            assert!(page.contains(said), "{shown} says {said}: {page}");
        }
        assert!(!page.contains("Nordwest: Seit dem"), "the place is said once: {page}");
        assert!(!police.get("/").await.body.contains("ln-finding"), "and nothing to who does not see it");
    }
    let told = city
        .submit(&path, &format!("{path}/mitteilen"), &[("audience", "polizei-lage"), ("profile", "hinweis")])
        .await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let got = items(&house, &theirs).await;
    let [got] = got.as_slice() else { panic!("{got:#?}") };
    assert_eq!((&got["state"], &got["from_partner"]), (&"told".into(), &"stadt".into()));
    assert_eq!(got["observed"].as_u64().unwrap() % 5, 0, "rounded");
    assert_eq!(
        (&got["expected"], &got["places"], &got["recurrence_days"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(got["area"]["cells"].as_array().unwrap().len(), 0, "by this profile the quarter is told");
    let token = house.token(&theirs, Scope::Read).await;
    let mut program = house.browser();
    program.headers = vec![("authorization", format!("Bearer {token}"))];
    let reports: Value = serde_json::from_str(&program.get("/api/v1/reports?preset=all").await.body).unwrap();
    assert_eq!(reports["total"], 0, "no report went with it");

    let path = format!("/befunde/{}", id(got));
    let refused =
        police.submit(&path, &format!("{path}/urteil"), &[("verdict", "set_aside"), ("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "without a reason nothing is set aside");
    let judged =
        police.submit(&path, &format!("{path}/urteil"), &[("verdict", "accepted"), ("reason", "")]).await;
    assert_eq!(judged.status, StatusCode::SEE_OTHER, "{}", judged.body);
    assert_eq!(items(&house, &theirs).await[0]["verdict"], "accepted");
    assert!(police.get("/").await.body.contains("ln-finding"));
    house.clock.set(NOW.plus_seconds(60));
    let aside = [("verdict", "set_aside"), ("reason", "Baustelle")];
    police.submit(&path, &format!("{path}/urteil"), &aside).await;
    assert!(
        !police.get("/").await.body.contains("ln-finding"),
        "what is set aside does not stand there any more"
    );
    assert!(police.get("/befunde").await.body.contains("ln-finding"), "but among the findings");
    assert_eq!(items(&house, &ours).await[0]["verdict"], Value::Null, "each house has its own verdicts");

    let disclosure = id(got).parse().unwrap();
    house.app.withdraw(&house.who(&ours).await, disclosure, "Irrtum").await.unwrap();
    assert_eq!(items(&house, &theirs).await, Vec::<Value>::new());
    assert_eq!(page(&mut police, &id(got)).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_delivered_late_and_at_once_waits_for_another_night() {
    let house = House::open().await;
    let ours = house.ordnungsamt().await;
    house.plant(&ours, "ordnungsamt", 16, |_| None).await;
    let detected = house.search(1).await;
    let held: u32 = detected.scopes.iter().map(|(_, notes)| notes.held).sum();
    assert_eq!((detected.new.len(), held), (0, 1), "{:?}", detected.scopes);
    assert_eq!(items(&house, &ours).await, Vec::<Value>::new());
    house.clock.set(NOW.plus_days(1));
    assert_eq!(house.search(0).await.new.len(), 1, "what still stands is told then");
}

#[tokio::test]
async fn each_audience_gets_the_findings_over_what_it_may_see_and_loses_them_with_it() {
    let house = House::open().await;
    let ours = house.ordnungsamt().await;
    let desk = house.lagedienst().await;
    let street = house.person("polizei", "wache", &[(unit("wachdienst"), Role::Officer)]).await;
    // The desk gets everything, the street what is usual.
    house.plant(&ours, "ordnungsamt", 72, |_| Some("polizei-lage")).await;
    let kod = house.person("stadt", "kod", &[(unit("kod"), Role::Officer)]).await;
    house.plant(&kod, "kod", 72, |of_late| (!of_late).then_some("polizei-wache")).await;
    house.search(1).await;
    let (of_desk, of_street) = (items(&house, &desk).await, items(&house, &street).await);
    assert_eq!((of_desk.len(), of_street.len()), (1, 0), "{of_desk:#?} {of_street:#?}");
    assert_eq!(of_desk[0]["scope"]["audience"], "polizei-lage");

    // The same as in a house in which there is nothing but what the desk may see.
    let alone = House::open().await;
    let (their_ours, their_desk) = (alone.ordnungsamt().await, alone.lagedienst().await);
    alone.plant(&their_ours, "ordnungsamt", 72, |_| Some("polizei-lage")).await;
    alone.search(1).await;
    let same = |mut item: Value| {
        item["id"] = Value::Null;
        item
    };
    let of_lone_desk = items(&alone, &their_desk).await;
    assert_eq!(
        of_desk.iter().cloned().map(same).collect::<Vec<_>>(),
        of_lone_desk.into_iter().map(same).collect::<Vec<_>>()
    );

    // What is withdrawn is in no finding any more, before any further night.
    let who = house.who(&ours).await;
    for made in house.made_by(&who).await {
        house.app.withdraw(&who, made, "Irrtum").await.unwrap();
    }
    assert_eq!(items(&house, &desk).await, Vec::<Value>::new());
    assert_eq!(page(&mut house.signed_in(&desk).await, &id(&of_desk[0])).await.0, StatusCode::NOT_FOUND);
}

/// One more report of the noise in the north-west, from another source and some minutes after eleven at night.
async fn one_more(house: &House, by: &Person, source: &str, days_ago: i32, minute: u32) -> ReportId {
    let who = house.who(by).await;
    let draft = Draft {
        title: "Laute Musik".to_owned(),
        category: "laerm".to_owned(),
        source: source.to_owned(),
        origin: "citizen".to_owned(),
        occurred_at: format!("{}T23:{minute}", Day(NOW.day(&house.app.zone()).0 - days_ago).date()),
        lon: "7.78010".to_owned(),
        lat: "51.69620".to_owned(),
        ..Default::default()
    };
    house.clock.set(NOW.plus_seconds(-72 * 3_600));
    let entered = house.app.enter_report(&who, "ordnungsamt", &draft, &[]).await.unwrap();
    house.clock.set(NOW);
    entered.id
}

#[tokio::test]
async fn what_people_say_is_the_same_happening_counts_once_in_the_night() {
    let (twice, once) = (House::open().await, House::open().await);
    let mut found = Vec::new();
    for (house, again) in [(&twice, true), (&once, false)] {
        let ours = house.ordnungsamt().await;
        house.plant(&ours, "ordnungsamt", 72, |_| None).await;
        // The second source has been there for long, too.
        one_more(house, &ours, "ordnungsamt-feststellung", 123, 10).await;
        let one = one_more(house, &ours, "telefon", 4, 10).await;
        if again {
            let other = one_more(house, &ours, "ordnungsamt-feststellung", 4, 20).await;
            house.app.decide_duplicate(&house.who(&ours).await, one, other, Verdict::Same).await.unwrap();
        }
        let detected = house.search(1).await;
        let counted: Vec<(u64, u64)> =
            detected.scopes.iter().map(|(_, notes)| (notes.reports, notes.twice)).collect();
        assert_eq!(counted, [(258, u64::from(again))]);
        let mut item = items(house, &ours).await.remove(0);
        item["id"] = Value::Null;
        found.push(item);
    }
    assert_eq!(found[0], found[1]);
}

#[tokio::test]
async fn a_second_click_tells_nothing_twice_and_telling_otherwise_is_refused_with_all_that_is_wrong() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    house.plant(&ours, "ordnungsamt", 72, |_| None).await;
    house.search(1).await;
    let found = id(&items(&house, &ours).await[0]);
    let mut city = house.signed_in(&ours).await;
    let path = format!("/befunde/{found}");
    let fields = |profile: &'static str| [("audience", "polizei-lage"), ("profile", profile)];
    for _ in 0..2 {
        let told = city.submit(&path, &format!("{path}/mitteilen"), &fields("hinweis")).await;
        assert_eq!(told.location(), format!("{path}?mitgeteilt=1"), "{}", told.body);
    }
    assert_eq!(items(&house, &theirs).await.len(), 1);
    assert_eq!(house.made_by(&house.who(&ours).await).await.len(), 1);
    let otherwise = city.submit(&path, &format!("{path}/mitteilen"), &fields("lage")).await;
    assert_eq!(otherwise.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(otherwise.body.contains("schon auf andere Weise mitgeteilt"), "{}", otherwise.body);
    // The hint and the error of a field are told with it, and no more can be typed than is taken.
    let refused = city.submit(&path, &format!("{path}/urteil"), &[("verdict", "set_aside")]).await;
    assert!(refused.body.contains("aria-describedby=\"error-reason hint-reason\""), "{}", refused.body);
    assert!(refused.body.contains("maxlength=\"500\""));
    let nothing = [("audience", "niemand"), ("profile", "unsinn")];
    let nothing = city.submit(&path, &format!("{path}/mitteilen"), &nothing).await;
    for field in ["audience", "profile"] {
        assert!(nothing.body.contains(&format!("href=\"#field-{field}\"")), "{field}: {}", nothing.body);
    }
    // What was withdrawn can be told anew.
    let made = house.made_by(&house.who(&ours).await).await[0];
    house.app.withdraw(&house.who(&ours).await, made, "Irrtum").await.unwrap();
    let told = city.submit(&path, &format!("{path}/mitteilen"), &fields("lage")).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
}

#[tokio::test]
async fn an_audience_is_sought_by_a_word_without_scripts() {
    let house = House::open().await;
    let ours = house.ordnungsamt().await;
    house.plant(&ours, "ordnungsamt", 72, |_| None).await;
    house.search(1).await;
    let found = id(&items(&house, &ours).await[0]);
    let mut city = house.signed_in(&ours).await;
    let page = city.get(&format!("/befunde/{found}?empfaenger=Wach")).await.body;
    assert!(page.contains("value=\"polizei-wache\"") && !page.contains("value=\"polizei-lage\""), "{page}");
}

#[tokio::test]
async fn the_record_says_what_findings_would_have_hit_and_nothing_where_there_is_too_little_past() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let mut city = house.signed_in(&ours).await;
    assert!(city.get("/befunde").await.body.contains("ist die Vergangenheit noch zu kurz"));
    house.plant(&ours, "ordnungsamt", 72, |_| None).await;
    // Four months of past are not enough for twelve weeks to try and eight to learn from.
    house.search(1).await;
    assert!(city.get("/befunde").await.body.contains("ist die Vergangenheit noch zu kurz"));
    house.plant_at(&ours, "ordnungsamt", (120..240).collect()).await;
    house.search(0).await;
    let token = house.token(&ours, Scope::Read).await;
    let mut program = house.browser();
    program.headers = vec![("authorization", format!("Bearer {token}"))];
    let list: Value = serde_json::from_str(&program.get("/api/v1/findings").await.body).unwrap();
    let hits = &list["record"]["hits"][0];
    assert_eq!(
        (&hits["scope"]["unit"], &hits["percent"]),
        (&"ordnungsamt".into(), &serde_json::json!([1, 2, 5]))
    );
    assert_eq!(
        (&hits["announced"], &hits["judged"], &list["record"]["found"]),
        (&1.into(), &0.into(), &1.into())
    );
    let by: Vec<&Value> = hits["rankings"].as_array().unwrap().iter().map(|ranking| &ranking["by"]).collect();
    assert_eq!(by, ["findings", "density", "recent"]);
    for ranking in hits["rankings"].as_array().unwrap() {
        assert_eq!(
            (ranking["pai"].as_array().unwrap().len(), ranking["pei"].as_array().unwrap().len()),
            (3, 3)
        );
        assert!(ranking["pai"][0].as_f64().unwrap() > 1.0, "places that stay are hit: {hits}");
    }
    let page = city.get("/befunde").await.body;
    assert!(page.contains("Trefferquote, nachgerechnet") && page.contains("wie im letzten Monat"), "{page}");
    // Whoever may see none of these reports gets none of these figures.
    let mut police = house.signed_in(&theirs).await;
    assert!(police.get("/befunde").await.body.contains("ist die Vergangenheit noch zu kurz"));
}
