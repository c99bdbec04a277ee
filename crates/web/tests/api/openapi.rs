//! The description of the API is true: every route stands in it, every answer is as it says, and everything that it
//! announces happens.

use std::collections::{BTreeMap, BTreeSet};

use domain::people::Scope;
use serde_json::{Value, json};

use crate::{
    asked::{Asked, api},
    house::{Changes, House},
    schema::Schemas,
};

fn description() -> Value {
    serde_json::from_str(&web::openapi()).unwrap()
}

/// Method and path of every operation of the description.
fn operations(description: &Value) -> BTreeMap<(String, String), Value> {
    let paths = description["paths"].as_object().unwrap();
    let each = |(path, operations): (&String, &Value)| -> Vec<((String, String), Value)> {
        let operations = operations.as_object().unwrap();
        operations.iter().map(|(method, op)| ((method.to_uppercase(), path.clone()), op.clone())).collect()
    };
    paths.iter().flat_map(each).collect()
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let routes = include_str!("../../src/api/mod.rs");
    let mut found: BTreeSet<(String, String)> = BTreeSet::from([("GET".to_owned(), "/events".to_owned())]);
    for line in routes.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")) {
        let (path, handlers) = line.split_once("\", ").unwrap();
        for method in ["get", "post", "put", "patch", "delete"] {
            if handlers.starts_with(&format!("{method}(")) || handlers.contains(&format!(".{method}(")) {
                found.insert((method.to_uppercase(), path.to_owned()));
            }
        }
    }
    let described: BTreeSet<(String, String)> = operations(&description()).into_keys().collect();
    assert_eq!(found, described);
    assert!(include_str!("../../src/server.rs").contains("\"/api/v1/events\""));
}

#[tokio::test]
async fn the_description_is_served_to_everybody() {
    let house = House::open().await;
    let answer = house.browser().get("/api/v1/openapi.json").await;
    assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap(), description());
    assert_eq!(description()["openapi"], "3.1.0");
}

/// A request of the walk: which operation it belongs to, and what is sent.
struct Sample {
    operation: (&'static str, &'static str),
    path: String,
    body: Option<Value>,
}

fn sample(method: &'static str, template: &'static str, path: &str, body: Option<Value>) -> Sample {
    Sample { operation: (method, template), path: path.to_owned(), body }
}

/// Every status that was answered, by operation, with the answers.
#[derive(Default)]
struct Seen(BTreeMap<(String, String), BTreeMap<u16, Vec<Asked>>>);

impl Seen {
    fn note(&mut self, (method, template): (&str, &str), answer: Asked) {
        let of_operation = self.0.entry((method.to_owned(), template.to_owned())).or_default();
        of_operation.entry(answer.status).or_default().push(answer);
    }
}

#[tokio::test]
async fn every_answer_is_as_described_and_everything_described_is_answered() {
    let house = House::with(Changes { demo: true, ..Changes::default() }).await;
    let (ours, theirs) = (house.ordnungsamt().await, house.lagedienst().await);
    let writes = house.token(&ours, Scope::Write).await;
    let reads = house.token(&ours, Scope::Read).await;
    let receives = house.token(&theirs, Scope::Write).await;
    let post = async |path: &str, body: Value| api(&house, &writes, "POST", path, Some(body)).await;

    let full = json!({
        "title": "Laute Musik am Kanal", "text": "Seit 23 Uhr, etwa 20 Personen.", "summary": "Laute Musik.",
        "category": "laerm", "source": "telefon", "origin": "citizen", "channel": "telephone",
        "occurred_at": "2026-11-22T23:10:00+01:00", "place": { "lon": 7.82, "lat": 51.68 },
        "urgency": "normal", "own_ref": "32-1/26",
    });
    let one = post("/reports", full.clone()).await.id();
    let other = post("/reports", full.clone()).await.id();
    let closed = post("/reports", full.clone()).await.id();
    post(&format!("/reports/{closed}/close"), json!({ "outcome": "Erledigt." })).await;
    let terms = json!({ "audience": "polizei", "profile": "lage" });
    let disclosed = post(&format!("/reports/{one}/disclosures"), terms.clone()).await.id();
    let second = post(&format!("/reports/{one}/disclosures"), terms.clone()).await.id();
    let to = json!({ "to_unit": "bezirksdienst", "request": "Bitte ansehen" });
    let referred = post(&format!("/reports/{one}/referrals"), to.clone()).await.id();
    let mut urgent = full.clone();
    urgent["urgency"] = json!("immediate");
    let urgent = post("/reports", urgent).await.id();
    post(&format!("/reports/{urgent}/disclosures"), terms.clone()).await;
    let noticed = api(&house, &writes, "GET", "/notices", None).await.json()["items"][0]["id"].clone();
    let noticed = noticed.as_str().unwrap().to_owned();
    let nobody = "00000000-0000-4000-8000-000000000000";
    let mut edit = full.clone();
    edit["version"] = json!(1);
    let filter = json!({ "audience": "polizei", "profile": "hinweis", "filter": { "category": ["laerm"] } });

    house.plant(&ours, "ordnungsamt", 72, |_| None).await;
    house.search(0).await;
    let found = api(&house, &writes, "GET", "/findings", None).await.json()["items"][0]["id"].clone();
    let found = found.as_str().unwrap().to_owned();
    let tell = json!({ "audience": "polizei", "profile": "hinweis" });
    let withdraw = json!({ "reason": "Irrtum" });
    let steps = format!("/referrals/{referred}/steps");
    let telling = format!("/notices/{noticed}/steps");
    let told = json!({ "what": "told" });
    let recall = json!({ "what": "recalled", "text": "Erledigt sich" });
    let samples = [
        sample("GET", "/findings", "/findings", None),
        sample(
            "POST",
            "/findings/{id}/verdict",
            &format!("/findings/{found}/verdict"),
            Some(json!({ "verdict": "accepted" })),
        ),
        sample("POST", "/findings/{id}/disclosures", &format!("/findings/{found}/disclosures"), Some(tell)),
        sample("GET", "/charter", "/charter", None),
        sample("GET", "/reports", "/reports?limit=2", None),
        sample("POST", "/reports", "/reports", Some(full.clone())),
        sample("POST", "/reports", "/reports", Some(json!({ "title": "Laut", "category": "laerm" }))),
        sample("GET", "/reports/{id}", &format!("/reports/{one}"), None),
        sample("PUT", "/reports/{id}", &format!("/reports/{other}"), Some(edit.clone())),
        sample("PUT", "/reports/{id}", &format!("/reports/{other}"), Some(edit.clone())),
        sample("PUT", "/reports/{id}", &format!("/reports/{closed}"), Some(edit.clone())),
        sample("PUT", "/reports/{id}", &format!("/reports/{nobody}"), Some(edit)),
        sample("POST", "/reports/{id}/tell-change", &format!("/reports/{one}/tell-change"), None),
        sample(
            "POST",
            "/reports/{id}/disclosures",
            &format!("/reports/{one}/disclosures"),
            Some(terms.clone()),
        ),
        sample("POST", "/reports/{id}/preview", &format!("/reports/{one}/preview"), Some(terms.clone())),
        sample("POST", "/reports/{id}/referrals", &format!("/reports/{other}/referrals"), Some(to)),
        sample("GET", "/referrals", "/referrals?side=sender", None),
        sample("GET", "/referrals", "/referrals?side=nobody", None),
        sample("GET", "/referrals/{id}", &format!("/referrals/{referred}"), None),
        sample("POST", "/referrals/{id}/steps", &steps, Some(recall.clone())),
        sample("POST", "/referrals/{id}/steps", &steps, Some(recall)),
        sample("GET", "/notices", "/notices", None),
        sample("GET", "/notices/times", "/notices/times", None),
        sample("GET", "/notices/{id}", &format!("/notices/{noticed}"), None),
        sample("POST", "/notices/{id}/steps", &telling, Some(told.clone())),
        sample("POST", "/notices/{id}/steps", &telling, Some(told)),
        sample("GET", "/disclosures", "/disclosures", None),
        sample("POST", "/disclosures", "/disclosures", Some(filter)),
        sample("GET", "/disclosures/received", "/disclosures/received", None),
        sample(
            "POST",
            "/disclosures/{id}/withdraw",
            &format!("/disclosures/{disclosed}/withdraw"),
            Some(withdraw.clone()),
        ),
        sample(
            "POST",
            "/disclosures/{id}/withdraw",
            &format!("/disclosures/{disclosed}/withdraw"),
            Some(withdraw),
        ),
        sample("GET", "/picture/cells", "/picture/cells?resolution=9", None),
        sample("GET", "/picture/areas", "/picture/areas?from=2026-11-01&to=2026-11-23", None),
        sample("GET", "/picture/points", "/picture/points?bbox=7.6,51.5,8.1,51.8", None),
        sample("GET", "/picture/histogram", "/picture/histogram?preset=24h", None),
        sample("GET", "/picture/facets", "/picture/facets", None),
        sample("GET", "/picture/trends", "/picture/trends?from=2026-11-01&to=2026-11-23", None),
        sample("GET", "/picture/map-config", "/picture/map-config", None),
        sample(
            "POST",
            "/reports/{id}/close",
            &format!("/reports/{other}/close"),
            Some(json!({ "outcome": "Ende." })),
        ),
        sample("POST", "/reports/{id}/close", &format!("/reports/{other}/close"), Some(json!({}))),
        sample("GET", "/openapi.json", "/openapi.json", None),
    ];
    let description = description();
    let operations = operations(&description);
    let mut seen = Seen::default();
    for Sample { operation: (method, template), path, body } in samples {
        let operation = &operations[&(method.to_owned(), template.to_owned())];
        let ask = async |token: &str, body: Option<Value>| api(&house, token, method, &path, body).await;
        seen.note((method, template), ask(&writes, body.clone()).await);
        if template != "/openapi.json" {
            seen.note((method, template), ask("lgn_forged", body.clone()).await);
            let mistyped = format!("{path}{}nonsense=1", if path.contains('?') { "&" } else { "?" });
            let answer = api(&house, &writes, method, &mistyped, body.clone()).await;
            assert!(answer.errors().iter().any(|(_, code)| code == "unknown"), "{method} {mistyped}");
            assert!(answer.body.contains("nonsense"), "the key is named: {}", answer.body);
            seen.note((method, template), answer);
        }
        if let Some(body) = &body {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            assert_eq!(Schemas(&description).problems(body, schema), [""; 0], "{method} {template}");
            let mut more = body.clone();
            more["nonsense"] = json!(1);
            let answer = ask(&writes, Some(more)).await;
            assert_eq!(answer.status, 422, "{method} {template} takes what is not described");
            seen.note((method, template), answer);
            for (kind, text) in [
                ("application/json", "{".to_owned()),
                ("text/plain", body.to_string()),
                ("application/json", format!("{{\"title\":\"{}\"}}", "x".repeat(1 << 20))),
            ] {
                let answer = crate::asked::raw(&house, &writes, method, &path, kind, text).await;
                seen.note((method, template), answer);
            }
        }
        if method == "POST" {
            seen.note((method, template), ask(&reads, body.clone()).await);
        }
        if template.contains("{id}") {
            let known = [&one, &other, &closed, &disclosed, &referred, &noticed, &found]
                .into_iter()
                .find(|id| path.contains(id.as_str()));
            let unknown = known.map_or(path.clone(), |id| path.replace(id.as_str(), nobody));
            seen.note((method, template), api(&house, &writes, method, &unknown, body).await);
        } else if method == "GET" && operation["parameters"].as_array().is_some_and(|all| !all.is_empty()) {
            let wrong = format!("{path}{}category=nichts", if path.contains('?') { "&" } else { "?" });
            seen.note((method, template), api(&house, &writes, method, &wrong, None).await);
        }
    }
    // What the others got, and a disclosure that one cannot withdraw.
    for (method, template, path) in [
        ("GET", "/reports", "/reports".to_owned()),
        ("GET", "/reports/{id}", format!("/reports/{one}")),
        ("GET", "/disclosures/received", "/disclosures/received".to_owned()),
        ("GET", "/notices/times", "/notices/times".to_owned()),
        ("GET", "/picture/points", "/picture/points?bbox=7.6,51.5,8.1,51.8".to_owned()),
    ] {
        seen.note((method, template), api(&house, &receives, method, &path, None).await);
    }
    let path = format!("/disclosures/{second}/withdraw");
    let body = Some(json!({ "reason": "Irrtum" }));
    seen.note(("POST", "/disclosures/{id}/withdraw"), api(&house, &receives, "POST", &path, body).await);
    let edit = Some(json!({ "title": "x", "category": "laerm", "version": 1 }));
    seen.note(("PUT", "/reports/{id}"), api(&house, &reads, "PUT", &format!("/reports/{one}"), edit).await);

    attachments(&house, [&writes, &reads, &receives], [&one, &closed, nobody], &mut seen).await;

    hold_together(&description, &operations, &seen);
}

/// Files that are added, read and removed.
async fn attachments(
    house: &House,
    [writes, reads, receives]: [&str; 3],
    [report, closed, nobody]: [&str; 3],
    seen: &mut Seen,
) {
    let (add, one) = (("POST", "/reports/{id}/attachments"), "/attachments/{id}");
    let kind = "application/octet-stream";
    for (token, to, body) in [
        (writes, report, PDF.to_owned()),
        (writes, report, "<svg/>".to_owned()),
        (writes, report, "x".repeat(34 << 20)),
        (writes, closed, PDF.to_owned()),
        (writes, nobody, PDF.to_owned()),
        (reads, report, PDF.to_owned()),
        ("lgn_forged", report, PDF.to_owned()),
    ] {
        let path = format!("/reports/{to}/attachments?name=Plan.pdf");
        seen.note(add, crate::asked::raw(house, token, "POST", &path, kind, body).await);
    }
    let added = api(house, writes, "GET", &format!("/reports/{report}"), None).await.json();
    seen.note(("GET", "/reports/{id}"), api(house, writes, "GET", &format!("/reports/{report}"), None).await);
    let id = added["attachments"][0]["id"].as_str().unwrap();
    for (method, path) in [("GET", format!("/attachments/{id}")), ("DELETE", format!("/attachments/{id}"))] {
        let mistyped = api(house, writes, method, &format!("{path}?nonsense=1"), None).await;
        assert!(mistyped.body.contains("nonsense"), "the key is named: {}", mistyped.body);
        seen.note((method, one), mistyped);
    }
    for method in ["GET", "DELETE", "DELETE"] {
        // Whoever reads only may not remove; what is removed is removed once.
        for (token, id) in [("lgn_forged", id), (reads, id), (writes, nobody), (receives, id), (writes, id)] {
            let answer = api(house, token, method, &format!("/attachments/{id}"), None).await;
            seen.note((method, one), answer);
        }
    }
}

/// A document with nothing in it.
const PDF: &str = "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n";

/// Statuses that need a database in trouble: the tests of operations show them.
const IN_TROUBLE: [u16; 2] = [503, 507];

fn hold_together(description: &Value, operations: &BTreeMap<(String, String), Value>, seen: &Seen) {
    let mut wrong = Vec::new();
    for ((method, template), operation) in operations.iter().filter(|((_, path), _)| path != "/events") {
        let described = operation["responses"].as_object().unwrap();
        let answered = seen
            .0
            .get(&(method.clone(), template.clone()))
            .unwrap_or_else(|| panic!("{template} was not asked"));
        for (status, answers) in answered {
            let Some(response) = described.get(&status.to_string()) else {
                wrong.push(format!("{method} {template}: {status} is not described: {}", answers[0].body));
                continue;
            };
            for answer in answers {
                let schema = &response["content"][&answer.kind]["schema"];
                assert!(schema.is_object(), "{method} {template} {status}: {} is not described", answer.kind);
                if schema["format"] == "binary" {
                    continue;
                }
                for problem in Schemas(description).problems(&answer.json(), schema) {
                    wrong.push(format!("{method} {template} {status}: {problem}"));
                }
            }
        }
        for status in described.keys().map(|status| status.parse::<u16>().unwrap()) {
            if !answered.contains_key(&status) && !IN_TROUBLE.contains(&status) {
                wrong.push(format!("{method} {template}: {status} is described but never answered"));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_described_parameter_is_understood() {
    let house = House::open().await;
    let ours = house.ordnungsamt().await;
    let token = house.token(&ours, Scope::Read).await;
    let example = |name: &str| match name {
        "from" | "to" => "2026-11-20",
        "preset" => "13w",
        "category" => "laerm",
        "prevention" => "order",
        "kind" => "municipal",
        "source" => "portal",
        "origin" => "citizen",
        "partner" => "stadt",
        "area" => "stadtbezirke:nw",
        "cell" => "891fa110997ffff",
        "urgent" | "own" | "open" | "limit" => "1",
        "cursor" => "0000018bcfe56800000000000000400080000000000000ff",
        "resolution" => "7",
        "division" => "stadt",
        "side" => "receiver",
        "state" => "overdue",
        "bbox" => "7.6,51.5,8.1,51.8",
        other => panic!("{other} is new: say here what it may be"),
    };
    for ((method, path), operation) in operations(&description()) {
        if method != "GET" {
            continue;
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let in_query: Vec<&Value> =
            parameters.iter().filter(|parameter| parameter["in"] == "query").collect();
        for parameter in &in_query {
            let name = parameter["name"].as_str().unwrap();
            let required = in_query.iter().filter(|p| p["required"] == json!(true) && p["name"] != name);
            let pairs: Vec<String> = required
                .map(|p| p["name"].as_str().unwrap())
                .chain([name])
                .map(|name| format!("{name}={}", example(name)))
                .collect();
            let good = api(&house, &token, &method, &format!("{path}?{}", pairs.join("&")), None).await;
            assert_eq!(good.status, 200, "{path} {name}: {}", good.body);
            if !["urgent", "own", "open"].contains(&name) {
                let bad =
                    pairs.join("&").replace(&format!("{name}={}", example(name)), &format!("{name}=%C3%A4"));
                let bad = api(&house, &token, &method, &format!("{path}?{bad}"), None).await;
                assert_eq!(bad.status, 422, "{path} {name}: {}", bad.body);
                let named: Vec<Value> = bad.json()["errors"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|error| error["field"].clone())
                    .collect();
                assert_eq!(named, [json!(name)], "{path}");
            }
        }
    }
}
