//! Bad input: a clear sentence, all errors at once, nothing lost, nothing half-written.

use std::time::Duration;

use domain::people::Scope;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    asked::{Asked, api, raw},
    house::{Changes, House},
};

fn pair(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

/// The sentences of all errors, which must be whole ones.
fn sentences(answer: &Asked) -> Vec<String> {
    let json = answer.json();
    let message = |error: &Value| error["message"].as_str().unwrap().to_owned();
    let all: Vec<String> = json["errors"].as_array().into_iter().flatten().map(message).collect();
    for sentence in all.iter().chain([&message(&json["error"])]) {
        assert!(sentence.ends_with(['.', '?', '!']) && sentence.contains(' '), "{sentence:?} is no sentence");
    }
    all
}

#[tokio::test]
async fn all_that_is_wrong_with_a_report_is_said_at_once() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let body = json!({
        "title": " ", "summary": "x".repeat(1001), "text": "x".repeat(20_001), "category": "krach", "source": "polizei-einsatz",
        "origin": "hörensagen", "channel": "brieftaube", "occurred_at": "31.02.2026", "place": { "lon": 7.0, "lat": 54.2 },
        "urgency": "sehr", "own_ref": "x".repeat(101), "known_since": "gestern",
    });
    let answer = api(&house, &token, "POST", "/reports", Some(body)).await;
    let mut errors = answer.errors();
    errors.sort();
    let mut expected = vec![
        pair("title", "missing"),
        pair("summary", "too-long"),
        pair("text", "too-long"),
        pair("category", "unknown"),
        pair("source", "source-of-others"),
        pair("origin", "unknown"),
        pair("channel", "unknown"),
        pair("occurred_at", "not-a-time"),
        pair("place", "outside-city"),
        pair("urgency", "unknown"),
        pair("own_ref", "too-long"),
        pair("known_since", "not-a-time"),
    ];
    expected.sort();
    assert_eq!(errors, expected);
    sentences(&answer);
    assert_eq!(api(&house, &token, "GET", "/reports", None).await.json()["total"], 0, "nothing was saved");
}

#[tokio::test]
async fn a_time_or_place_that_cannot_be_is_refused() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let cases = [
        (json!({ "occurred_at": "31.02.2026" }), "occurred_at", "not-a-time"),
        (json!({ "occurred_at": "2026-02-31T10:00" }), "occurred_at", "not-a-time"),
        (json!({ "occurred_at": "2026-11-23T25:00" }), "occurred_at", "not-a-time"),
        (json!({ "occurred_at": "2026-11-24" }), "occurred_at", "future"),
        (json!({ "occurred_at": "0001-01-01" }), "occurred_at", "not-a-time"),
        (json!({ "period": { "from": "30.02.2026", "to": "2026-03-01" } }), "period", "not-a-time"),
        (json!({ "period": { "from": "2026-03-01", "to": "31.02.2026" } }), "period", "not-a-time"),
        (json!({ "period": { "from": "2026-03-02", "to": "2026-03-01" } }), "period", "end-before-start"),
        (json!({ "period": { "from": "2026-03-02", "to": "" } }), "period", "half"),
        (json!({ "period": "2026-13" }), "period", "not-a-time"),
        (json!({ "period": "2026", "occurred_at": "2026-11-01" }), "period", "moment-and-period"),
        (json!({ "place": { "lon": 7.0, "lat": 54.2 } }), "place", "outside-city"),
        (json!({ "place": { "lon": 51.68, "lat": 7.82 } }), "place", "outside-city"),
        (json!({ "place": { "lon": 7.82 } }), "place", "half"),
        (json!({ "place": { "lon": "Kanal", "lat": 51.68 } }), "place", "not-a-coordinate"),
        (json!({ "place": { "lon": 781, "lat": 51.68 } }), "place", "not-a-coordinate"),
    ];
    for (part, field, code) in cases {
        let mut body = json!({ "title": "Laut", "category": "laerm" });
        body.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        let answer = api(&house, &token, "POST", "/reports", Some(body)).await;
        assert_eq!(answer.errors(), [pair(field, code)], "{part}");
        sentences(&answer);
    }
}

#[tokio::test]
async fn an_expired_or_unsuitable_basis_is_answered_with_the_suitable_ones() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let id = api(&house, &token, "POST", "/reports", Some(json!({ "title": "Laut", "category": "laerm" })))
        .await
        .id();
    let disclose = async |basis: &str, audience: &str| {
        let terms = json!({
            "audience": audience, "place": "200m", "text": "none", "legal_basis": basis, "purpose": "Zweck",
            "expires_at": "2027-01-01",
        });
        api(&house, &token, "POST", &format!("/reports/{id}/disclosures"), Some(terms)).await
    };
    for basis in ["dsgnrw-14-alt", "polgnrw-26", "schwarzarbg-6", "erfunden"] {
        let answer = disclose(basis, "polizei").await;
        assert_eq!(answer.errors(), [pair("legal_basis", "unsuitable-basis")], "{basis}");
        let suitable = &answer.json()["errors"][0]["suitable"];
        let suitable: Vec<&str> =
            suitable.as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        assert!(suitable.contains(&"dsgnrw-8") && suitable.contains(&"kv-austausch"), "{suitable:?}");
        assert!(suitable.iter().all(|id| !id.starts_with("polgnrw")), "{suitable:?}");
        let said = sentences(&answer);
        assert!(said[0].contains("dsgnrw-8"), "{said:?}");
        for suitable in suitable {
            assert_eq!(disclose(suitable, "polizei").await.status, 201, "{suitable} is said to be suitable");
        }
    }
    // It must hold toward every partner of the audience.
    let toward_all = disclose("dsgnrw-8", "alle-partner").await;
    assert!(toward_all.status == 201 || toward_all.errors() == [pair("legal_basis", "unsuitable-basis")]);
}

#[tokio::test]
async fn all_that_is_wrong_with_a_disclosure_is_said_at_once() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let id = api(&house, &token, "POST", "/reports", Some(json!({ "title": "Laut", "category": "laerm" })))
        .await
        .id();
    let disclose = async |terms: Value| {
        api(&house, &token, "POST", &format!("/reports/{id}/disclosures"), Some(terms)).await
    };
    let mut errors = disclose(json!({ "audience": "niemand", "place": "5m", "text": "alles", "time": "bald", "expires_at": "31.02.2027" })).await.errors();
    errors.sort();
    assert_eq!(
        errors,
        [
            pair("audience", "unknown"),
            pair("expires_at", "not-a-time"),
            pair("place", "unknown"),
            pair("purpose", "missing"),
            pair("text", "unknown"),
            pair("time", "unknown"),
        ]
    );
    let nothing = disclose(json!({})).await.errors();
    assert!(nothing.contains(&pair("audience", "missing")), "{nothing:?}");
    let past = json!({ "audience": "polizei", "profile": "hinweis", "expires_at": "2026-11-22" });
    assert_eq!(disclose(past).await.errors(), [pair("expires_at", "not-in-future")]);
    let summary = json!({ "audience": "polizei", "profile": "lage" });
    let answer = disclose(summary).await;
    assert_eq!(answer.errors(), [pair("summary", "no-summary")]);
    sentences(&answer);
    let long = json!({ "audience": "polizei", "profile": "hinweis", "purpose": "x".repeat(501) });
    assert_eq!(disclose(long).await.errors(), [pair("purpose", "too-long")]);
    assert_eq!(
        api(&house, &token, "GET", "/disclosures", None).await.json()["items"],
        json!([]),
        "nothing was disclosed"
    );
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_refused_with_all_its_errors() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let query = "category=krach&prevention=alle&kind=geheim&source=radio&origin=hoerensagen&partner=nato&cell=xyz&from=31.02.2026&area=nirgends&preset=immer";
    let mut expected: Vec<(String, String)> =
        ["category", "prevention", "kind", "source", "origin", "partner", "cell", "area"]
            .map(|field| pair(field, "unknown"))
            .to_vec();
    expected.push(pair("from", "not-a-time"));
    expected.sort();
    for (path, more) in [
        ("/reports", vec![]),
        ("/picture/facets", vec![]),
        ("/picture/cells?resolution=99", vec![pair("resolution", "unknown")]),
        ("/picture/areas?division=mond", vec![pair("division", "unknown")]),
        ("/picture/points", vec![pair("bbox", "missing")]),
    ] {
        let path = format!("{path}{}{query}", if path.contains('?') { "&" } else { "?" });
        let mut errors = api(&house, &token, "GET", &path, None).await.errors();
        errors.retain(|(field, _)| field != "preset");
        errors.sort();
        let mut expected: Vec<_> = expected.iter().cloned().chain(more).collect();
        expected.sort();
        assert_eq!(errors, expected, "{path}");
    }
    for path in ["/reports?limit=0", "/reports?limit=201", "/reports?limit=viele"] {
        assert_eq!(
            api(&house, &token, "GET", path, None).await.errors(),
            [pair("limit", "unknown")],
            "{path}"
        );
    }
    for cursor in ["x", "00", &"z".repeat(48)] {
        let path = format!("/reports?cursor={cursor}");
        assert_eq!(
            api(&house, &token, "GET", &path, None).await.errors(),
            [pair("cursor", "unknown")],
            "{path}"
        );
    }
    let body = json!({ "audience": "polizei", "profile": "hinweis", "filter": { "kategorie": "laerm" } });
    assert_eq!(
        api(&house, &token, "POST", "/disclosures", Some(body)).await.errors(),
        [pair("filter", "unknown")]
    );
    let body = json!({ "audience": "polizei", "profile": "hinweis" });
    assert_eq!(
        api(&house, &token, "POST", "/disclosures", Some(body)).await.errors(),
        [pair("filter", "missing")]
    );
}

#[tokio::test]
async fn a_mistyped_key_of_an_address_is_named_beside_all_other_errors() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let path = "/picture/facets?categorie=laerm&from=31.02.2026&Kind=public&categorie=x";
    let answer = api(&house, &token, "GET", path, None).await;
    let mut errors = answer.errors();
    errors.sort();
    assert_eq!(errors, [pair("filter", "unknown"), pair("filter", "unknown"), pair("from", "not-a-time")]);
    let said = sentences(&answer).join(" ");
    assert!(said.contains("categorie") && said.contains("Kind"), "{said}");
    for (path, named) in [("/picture/cells?bbox=1", "bbox"), ("/reports?z=11", "z"), ("/charter?x=", "x")] {
        let answer = api(&house, &token, "GET", path, None).await;
        assert_eq!(answer.errors().len(), 1, "{path}");
        assert!(sentences(&answer)[0].contains(named), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_is_asked_in_a_wrong_way_says_so_in_a_sentence() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    for (method, path, allowed) in [
        ("DELETE", "/reports", "GET,HEAD,POST"),
        ("POST", "/charter", "GET,HEAD"),
        ("PUT", "/events", "GET,HEAD"),
    ] {
        let answer = api(&house, &token, method, path, None).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        assert_eq!(answer.json()["error"]["code"], "wrong-method");
        sentences(&answer);
        assert!(answer.headers.contains(&("allow".to_owned(), allowed.to_owned())), "{:?}", answer.headers);
    }
}

#[tokio::test]
async fn two_people_who_edit_the_same_report_lose_nothing() {
    let house = House::open().await;
    let person = house.ordnungsamt().await;
    let token = house.token(&person, Scope::Write).await;
    let id = api(&house, &token, "POST", "/reports", Some(json!({ "title": "Laut", "category": "laerm" })))
        .await
        .id();
    let path = format!("/reports/{id}");
    let edit = async |title: &str, version: Value| {
        let body = json!({ "title": title, "category": "laerm", "version": version });
        api(&house, &token, "PUT", &path, Some(body)).await
    };
    assert_eq!(edit("Die eine", json!(1)).await.json()["version"], 2);
    let late = edit("Die andere", json!(1)).await;
    assert_eq!((late.status, &late.json()["error"]["current_version"]), (409, &json!(2)));
    assert_eq!(api(&house, &token, "GET", &path, None).await.json()["title"], "Die eine");
    assert_eq!(edit("Ohne", Value::Null).await.errors(), [pair("version", "missing")]);
    // On the page both are seen: what is saved, and what was typed.
    let mut browser = house.browser();
    browser.cookies.insert("lagenetz_session".to_owned(), person.session.clone());
    let page = format!("/meldungen/{id}");
    let fields = [
        ("title", "Die andere"),
        ("text", "Mein Satz, den ich nicht noch einmal tippen will."),
        ("category", "laerm"),
        ("version", "1"),
    ];
    let answer = browser.submit(&page, &format!("{page}/bearbeiten"), &fields).await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.body.contains("Die andere")
            && answer.body.contains("Mein Satz, den ich nicht noch einmal tippen will.")
    );
    assert!(answer.body.contains("Die eine"), "what was saved meanwhile stands beside it");
}

#[tokio::test]
async fn what_is_no_json_of_the_right_kind_is_refused_with_a_sentence() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let good = json!({ "title": "Laut", "category": "laerm" }).to_string();
    let cases = [
        ("application/json", good.clone(), 201),
        ("application/json; charset=utf-8", good.clone(), 201),
        ("text/plain", good.clone(), 415),
        ("application/x-www-form-urlencoded", "title=Laut&category=laerm".to_owned(), 415),
        ("application/jsonx", good.clone(), 415),
        ("", good, 415),
        ("application/json", String::new(), 400),
        ("application/json", "{".to_owned(), 400),
        ("application/json", "[".repeat(100_000), 400),
        ("application/json", "[]".to_owned(), 422),
        // A character that PostgreSQL keeps in no text; the same letters with a stroke before them are only letters.
        ("application/json", r#"{"title":"La\u0000ut","category":"laerm"}"#.to_owned(), 422),
        ("application/json", r#"{"title":"La\\u0000ut","category":"laerm"}"#.to_owned(), 201),
        ("application/json", "{\"title\":\"Laut\",\"category\":\"laerm\",\"titel\":\"x\"}".to_owned(), 422),
        ("application/json", "{\"title\":\"Laut\",\"category\":\"laerm\",\"rules\":\"x\"}".to_owned(), 422),
        (
            "application/json",
            "{\"title\":\"Laut\",\"category\":\"laerm\",\"place\":{\"lon\":7.82,\"lat\":51.68,\"höhe\":3}}"
                .to_owned(),
            422,
        ),
    ];
    for (kind, body, status) in cases {
        let shown: String = body.chars().take(80).collect();
        let answer = raw(&house, &token, "POST", "/reports", kind, body).await;
        assert_eq!(answer.status, status, "{kind} {shown}: {}", answer.body);
        if status != 201 {
            sentences(&answer);
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_a_sentence() {
    let house = House::open().await;
    let token = house.token(&house.ordnungsamt().await, Scope::Write).await;
    let body = json!({ "title": "Laut", "category": "laerm", "text": "x".repeat(2 << 20) });
    let answer = api(&house, &token, "POST", "/reports", Some(body)).await;
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (413, &json!("too-large")));
    sentences(&answer);
}

/// Serves the house on a real socket, and answers its address.
async fn serve(house: &House) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(web::serve(house.app.clone(), listener, web::Options::default(), std::future::pending()));
    address
}

#[tokio::test]
async fn four_gigabytes_are_refused_without_being_read() {
    let house = House::with(Changes::default()).await;
    let person = house.ordnungsamt().await;
    let token = house.token(&person, Scope::Write).await;
    let address = serve(&house).await;
    for (path, kind) in
        [("/api/v1/reports", "application/json"), ("/meldungen", "application/x-www-form-urlencoded")]
    {
        let mut line = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: lagenetz.example\r\nAuthorization: Bearer {token}\r\n\
             Cookie: lagenetz_session={}\r\nContent-Type: {kind}\r\nContent-Length: 4294967296\r\n\r\n",
            person.session
        );
        line.write_all(head.as_bytes()).await.unwrap();
        // Not a byte of the body is sent; whoever waits for it waits in vain.
        let mut answer = vec![0; 64 * 1024];
        let read = tokio::time::timeout(Duration::from_secs(20), line.read(&mut answer)).await;
        let many = read.unwrap_or_else(|_| panic!("{path} waits for the body")).unwrap();
        let answer = String::from_utf8_lossy(&answer[..many]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
    }
    let mut endless = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/reports HTTP/1.1\r\nHost: lagenetz.example\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    endless.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let mut sent = 0_u64;
    // Refused, or left lying: in both cases nothing more is taken.
    let take = async |line: &mut TcpStream| {
        let sent = tokio::time::timeout(Duration::from_secs(2), line.write_all(chunk.as_bytes())).await;
        matches!(sent, Ok(Ok(())))
    };
    while sent < 4 << 30 && take(&mut endless).await {
        sent += 0x10000;
    }
    assert!(sent < 64 << 20, "{sent} bytes of an endless body were taken");
    assert_eq!(api(&house, &token, "GET", "/reports", None).await.json()["total"], 0, "the server lives");
}
