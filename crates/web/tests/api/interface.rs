//! What programs rely on: fields, statuses, and answers that tell nothing about what is not there.

use domain::people::Scope;
use serde_json::{Value, json};

use crate::{
    asked::{Asked, api},
    house::{Changes, House},
};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_charter_tells_partners_audiences_sources_categories_profiles_and_bases_per_pair() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let charter = api(&house, &token, "GET", "/charter", None).await.json();
    for list in
        ["partners", "audiences", "sources", "categories", "profiles", "legal_bases", "legal_bases_per_pair"]
    {
        assert!(!charter[list].as_array().unwrap().is_empty(), "{list}");
    }
    let pair = |from: &str, to: &str| -> Vec<Value> {
        let pairs = charter["legal_bases_per_pair"].as_array().unwrap();
        let pair = pairs.iter().find(|pair| pair["from"] == from && pair["to"] == to).unwrap();
        pair["legal_bases"].as_array().unwrap().clone()
    };
    assert!(pair("stadt", "polizei").contains(&json!("dsgnrw-8")));
    assert!(!pair("polizei", "stadt").contains(&json!("dsgnrw-8")));
    assert!(!pair("stadt", "polizei").contains(&json!("dsgnrw-14-alt")), "it expired years ago");
    assert_eq!(charter["me"]["writes_for"], json!(["ordnungsamt"]));
}

#[tokio::test]
async fn a_report_needs_a_title_and_a_category_and_nothing_else() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let entered =
        api(&house, &token, "POST", "/reports", Some(json!({ "title": "Laut", "category": "laerm" }))).await;
    let id = entered.id();
    let report = entered.json();
    assert_eq!(
        (&report["title"], &report["category"], &report["place"]),
        (&json!("Laut"), &json!("laerm"), &Value::Null)
    );
    assert_eq!(
        (&report["own"], &report["version"], &report["urgency"]),
        (&json!(true), &json!(1), &json!("normal"))
    );
    assert_eq!(report["occurred_at"], "2026-11-23T09:00:00+01:00", "now, as nothing else was said");
    assert_eq!(
        entered.headers.iter().find(|(name, _)| name == "location").unwrap().1,
        format!("/api/v1/reports/{id}")
    );
    assert_eq!(api(&house, &token, "GET", &format!("/reports/{id}"), None).await.json()["title"], "Laut");
}

#[tokio::test]
async fn a_report_comes_back_with_every_field_as_it_was_entered() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let body = json!({
        "title": "Musik am Kanal", "text": "Seit 23 Uhr.", "summary": "Laute Musik.", "category": "laerm",
        "source": "telefon", "origin": "citizen", "channel": "telephone", "occurred_at": "2026-11-22T23:10:00+01:00",
        "place": { "lon": 7.82, "lat": 51.68 }, "urgency": "immediate", "own_ref": "32-1/26",
    });
    let report = api(&house, &token, "POST", "/reports", Some(body.clone())).await.json();
    for key in keys(&body).into_iter().filter(|key| *key != "place") {
        assert_eq!(report[key], body[key], "{key}");
    }
    assert_eq!(report["place"], json!({ "precision": "exact", "lon": 7.82, "lat": 51.68 }));
}

#[tokio::test]
async fn a_period_is_a_year_a_month_or_from_and_to_with_the_last_day_included() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let cases = [
        (json!("2025"), ["2025-01-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00"]),
        (json!("2026-02"), ["2026-02-01T00:00:00+01:00", "2026-03-01T00:00:00+01:00"]),
        (
            json!({ "from": "2026-11-01", "to": "2026-11-03" }),
            ["2026-11-01T00:00:00+01:00", "2026-11-04T00:00:00+01:00"],
        ),
        (
            json!({ "from": "01.11.2026", "to": "02.11.2026 14:00" }),
            ["2026-11-01T00:00:00+01:00", "2026-11-02T14:00:00+01:00"],
        ),
    ];
    for (period, [from, to]) in cases {
        let body = json!({ "title": "Laut", "category": "laerm", "period": period });
        let report = api(&house, &token, "POST", "/reports", Some(body)).await.json();
        assert_eq!(report["period"], json!({ "from": from, "to": to }), "{period}");
    }
}

#[tokio::test]
async fn a_report_is_disclosed_by_a_profile_or_opened_up_and_the_recipient_sees_that_much() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let (writes, receives) =
        (house.token(&ours, Scope::Write).await, house.token(&theirs, Scope::Read).await);
    let body = json!({
        "title": "Musik am Kanal", "text": "Seit 23 Uhr.", "summary": "Laute Musik.", "category": "laerm",
        "place": { "lon": 7.8231, "lat": 51.6829 },
    });
    let id = api(&house, &writes, "POST", "/reports", Some(body)).await.id();
    let path = format!("/reports/{id}");
    assert_eq!(api(&house, &receives, "GET", &path, None).await.status, 404);

    let open = json!({
        "audience": "polizei", "place": "quarter", "text": "none", "attachments": false, "legal_basis": "dsgnrw-8",
        "purpose": "Gefahrenabwehr", "expires_at": "2026-12-24",
    });
    let made = api(&house, &writes, "POST", &format!("{path}/disclosures"), Some(open)).await;
    assert_eq!(made.json()["expires_at"], "2026-12-25T00:00:00+01:00", "the last day counts");
    let seen = api(&house, &receives, "GET", &path, None).await.json();
    assert_eq!(seen["place"], json!({ "precision": "quarter", "division": "stadtbezirke", "area": "no" }));
    for hidden in ["title", "text", "summary", "own_ref", "version", "disclosures"] {
        assert!(seen.get(hidden).is_none(), "{hidden}");
    }
    assert_eq!(
        (&seen["why"][0]["legal_basis"], &seen["why"][0]["purpose"]),
        (&json!("dsgnrw-8"), &json!("Gefahrenabwehr"))
    );

    let by_profile = json!({ "audience": "polizei", "profile": "lage" });
    let by_profile = api(&house, &writes, "POST", &format!("{path}/disclosures"), Some(by_profile)).await;
    let seen = api(&house, &receives, "GET", &path, None).await.json();
    assert_eq!((&seen["place"]["precision"], &seen["summary"]), (&json!("200m"), &json!("Laute Musik.")));

    let withdraw = async |id: &str, body| {
        api(&house, &writes, "POST", &format!("/disclosures/{id}/withdraw"), Some(body)).await
    };
    assert_eq!(
        withdraw(&by_profile.id(), json!({})).await.errors(),
        [("reason".to_owned(), "missing".to_owned())]
    );
    let withdrawn = withdraw(&by_profile.id(), json!({ "reason": "Irrtum" })).await.json();
    assert_eq!((&withdrawn["standing"], &withdrawn["reason"]), (&json!("withdrawn"), &json!("Irrtum")));
    assert_eq!(withdrawn["remaining"][0]["id"], made.json()["id"], "the one that remains is named");
    assert_eq!(api(&house, &receives, "GET", &path, None).await.json()["place"]["precision"], "quarter");
    withdraw(&made.id(), json!({ "reason": "Irrtum" })).await;
    assert_eq!(api(&house, &receives, "GET", &path, None).await.status, 404);
    let received = api(&house, &receives, "GET", "/disclosures/received", None).await.json();
    let standing: Vec<&Value> =
        received["items"].as_array().unwrap().iter().map(|line| &line["standing"]).collect();
    assert_eq!(standing, ["withdrawn", "withdrawn"], "that something was withdrawn can be seen");
}

#[tokio::test]
async fn disclosures_are_listed_page_by_page_and_each_once() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let (writes, receives) =
        (house.token(&ours, Scope::Write).await, house.token(&theirs, Scope::Read).await);
    let body = json!({ "title": "Laut", "category": "laerm" });
    let id = api(&house, &writes, "POST", "/reports", Some(body)).await.id();
    let mut made = std::collections::BTreeSet::new();
    for place in ["quarter", "200m", "50m"] {
        let terms = json!({
            "audience": "polizei", "place": place, "text": "none", "legal_basis": "dsgnrw-8", "purpose": "Zweck",
            "expires_at": "2026-12-24",
        });
        made.insert(
            api(&house, &writes, "POST", &format!("/reports/{id}/disclosures"), Some(terms)).await.id(),
        );
    }
    for (token, path) in [(&writes, "/disclosures"), (&receives, "/disclosures/received")] {
        let page = async |query: &str| api(&house, token, "GET", &format!("{path}?{query}"), None).await;
        let first = page("limit=2").await.json();
        let rest = page(&format!("limit=2&cursor={}", first["next"].as_str().unwrap())).await.json();
        let (first, next) = (first["items"].as_array().unwrap(), &rest["next"]);
        let rest = rest["items"].as_array().unwrap();
        assert_eq!((first.len(), rest.len(), next), (2, 1, &Value::Null), "{path}");
        let ids = first.iter().chain(rest).map(|item| item["id"].as_str().unwrap().to_owned());
        assert_eq!(ids.collect::<std::collections::BTreeSet<_>>(), made, "{path}");
        let unknown = |field: &str| (field.to_owned(), "unknown".to_owned());
        assert_eq!(page("limit=0&own=1").await.errors(), [unknown("query"), unknown("limit")], "{path}");
        assert_eq!(page("cursor=x").await.errors(), [unknown("cursor")], "{path}");
    }
}

#[tokio::test]
async fn the_reports_of_a_filter_are_disclosed_as_they_are_now() {
    let house = House::open().await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let (writes, receives) =
        (house.token(&ours, Scope::Write).await, house.token(&theirs, Scope::Read).await);
    let enter = async |category: &str| {
        let body = json!({ "title": "Etwas", "category": category });
        api(&house, &writes, "POST", "/reports", Some(body)).await.id()
    };
    for category in ["laerm", "laerm", "hunde"] {
        enter(category).await;
    }
    let terms = json!({ "audience": "polizei", "profile": "hinweis", "filter": { "category": ["laerm"] } });
    let made = api(&house, &writes, "POST", "/disclosures", Some(terms)).await;
    assert_eq!((made.status, &made.json()["reports"]), (201, &json!(2)));
    enter("laerm").await;
    let total = async || api(&house, &receives, "GET", "/reports", None).await.json()["total"].clone();
    assert_eq!(total().await, json!(2), "what is entered later does not follow");
}

#[tokio::test]
async fn cells_and_areas_answer_total_unplaced_and_counts() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    for place in [json!({ "lon": 7.82, "lat": 51.69 }), Value::Null] {
        let body = json!({ "title": "Laut", "category": "laerm", "place": place });
        api(&house, &token, "POST", "/reports", Some(body)).await.id();
    }
    let cells = api(&house, &token, "GET", "/picture/cells?resolution=9&category=laerm", None).await.json();
    assert_eq!(keys(&cells), ["cells", "total", "unplaced"]);
    assert_eq!((&cells["total"], &cells["unplaced"]), (&json!(2), &json!(1)));
    assert_eq!((keys(&cells["cells"][0]), &cells["cells"][0]["count"]), (vec!["cell", "count"], &json!(1)));
    let areas = api(&house, &token, "GET", "/picture/areas?division=stadt", None).await.json();
    assert_eq!(
        (&areas["total"], &areas["unplaced"], &areas["areas"][0]["count"]),
        (&json!(2), &json!(1), &json!(1))
    );
}

/// The same answer but for what was asked with.
fn alike(answers: &[Asked]) {
    for answer in answers {
        assert_eq!(answer, &answers[0]);
    }
}

#[tokio::test]
async fn the_unknown_and_the_forbidden_get_the_same_answer() {
    let house = House::with(Changes { demo: true, ..Changes::default() }).await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let (writes, other) = (house.token(&ours, Scope::Write).await, house.token(&theirs, Scope::Write).await);
    let body = json!({ "title": "Laut", "category": "laerm" });
    let hidden = api(&house, &writes, "POST", "/reports", Some(body.clone())).await.id();
    let terms = json!({ "audience": "stadt", "place": "exact", "text": "full", "legal_basis": "dsgnrw-3", "purpose": "Zweck", "expires_at": "2027-01-01" });
    let made = api(&house, &writes, "POST", &format!("/reports/{hidden}/disclosures"), Some(terms.clone()))
        .await
        .id();
    let guesses =
        [&hidden, "00000000-0000-4000-8000-000000000000", "1", "%C3%A4", "..%2F..", &"9".repeat(3000)];
    let mut edit = body;
    edit["version"] = json!(1);
    let asks: [(&str, &str, Option<Value>); 6] = [
        ("GET", "", None),
        ("PUT", "", Some(edit)),
        ("POST", "/close", Some(json!({ "outcome": "Ende" }))),
        ("POST", "/tell-change", None),
        ("POST", "/disclosures", Some(terms.clone())),
        ("POST", "/preview", Some(terms)),
    ];
    let mut all = Vec::new();
    for (method, rest, body) in asks {
        for guess in guesses {
            all.push(api(&house, &other, method, &format!("/reports/{guess}{rest}"), body.clone()).await);
        }
    }
    for guess in [&made, "00000000-0000-4000-8000-000000000000", "1"] {
        let path = format!("/disclosures/{guess}/withdraw");
        all.push(api(&house, &other, "POST", &path, Some(json!({ "reason": "Irrtum" }))).await);
    }
    all.push(api(&house, &other, "GET", "/nothing/there", None).await);
    assert_eq!(all[0].status, 404);
    alike(&all);
}

#[tokio::test]
async fn whoever_is_not_who_they_say_gets_the_same_answer_and_no_hint() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let token = house.token(&person, Scope::Write).await;
    let revoked = house.token(&person, Scope::Write).await;
    let who = house.who(&person).await;
    let id = house.app.tokens(&who).await.unwrap().into_iter().find(|t| {
        // The newest one is the one to take back; both were made at the same moment, so ask which still works.
        t.revoked_at.is_none()
    });
    house.app.revoke_token(&who, id.unwrap().id).await.unwrap();
    let works = async |token: &str| api(&house, token, "GET", "/charter", None).await.status == 200;
    assert_ne!(works(&token).await, works(&revoked).await, "one of the two was taken back");
    let mut last = token.clone().into_bytes();
    let end = last.len() - 1;
    last[end] = if last[end] == b'0' { b'1' } else { b'0' };
    let forged = String::from_utf8(last).unwrap();
    let taken_back = if works(&token).await { revoked } else { token };
    let secrets = [
        taken_back,
        forged,
        String::new(),
        "lgn_".to_owned(),
        person.session.clone(),
        "x".repeat(5000),
        "' OR 1=1 --".to_owned(),
    ];
    let mut all = Vec::new();
    for secret in secrets {
        all.push(api(&house, &secret, "GET", "/charter", None).await);
    }
    assert_eq!(all[0].status, 401);
    alike(&all);
    let challenge = all[0].headers.iter().find(|(name, _)| name == "www-authenticate");
    assert_eq!(challenge.unwrap().1, "Bearer");
}

#[tokio::test]
async fn a_token_works_until_it_expires_and_no_longer() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Read).await;
    let status = async || api(&house, &token, "GET", "/charter", None).await.status;
    let until = crate::house::NOW.plus_days(30);
    house.clock.set(domain::time::Timestamp(until.0 - 1));
    assert_eq!(status().await, 200);
    house.clock.set(until);
    assert_eq!(status().await, 401);
}

#[tokio::test]
async fn a_session_that_was_ended_is_not_replayed() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let mut browser = house.browser();
    browser.cookies.insert("lagenetz_session".to_owned(), person.session.clone());
    assert_eq!(browser.get("/api/v1/charter").await.status, 200);
    house.app.sign_out(&house.who(&person).await).await.unwrap();
    assert_eq!(browser.get("/api/v1/charter").await.status, 401);
    assert_eq!(browser.get("/").await.status, 303, "to the sign-in page");
}

#[tokio::test]
async fn a_token_with_reading_rights_reads_and_does_nothing_else() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let (writes, reads) = (house.token(&person, Scope::Write).await, house.token(&person, Scope::Read).await);
    let body = json!({ "title": "Laut", "category": "laerm" });
    let id = api(&house, &writes, "POST", "/reports", Some(body.clone())).await.id();
    assert_eq!(api(&house, &reads, "GET", &format!("/reports/{id}"), None).await.json()["may_write"], false);
    assert_eq!(api(&house, &reads, "POST", "/reports", Some(body)).await.status, 403);
    assert_eq!(api(&house, &reads, "POST", &format!("/reports/{id}/tell-change"), None).await.status, 403);
}
