//! Findings give nobody more than the reports under them do: what was found in others' reports is like what never was, what
//! is told carries no report, and what is hidden changes nothing for whoever may not see it.

use app::{Target, Who};
use axum::http::StatusCode;
use domain::{report::Draft, terms::TermsDraft, time::Day};
use h3o::{CellIndex, Resolution};
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    cases,
    world::{Member, NOW, TEMPLATE, World, run},
};

const HOUR: i64 = 3_600_000;
/// Identifiers of reports are drawn from numbers from here on, so that both worlds draw the same for the same report.
const SHARED: u64 = 1_000;
const ASIDE: u64 = 1 << 40;

/// What is planted, and who looks.
#[derive(Debug, Clone)]
struct Scene {
    viewer: &'static str,
    audience: &'static str,
    profile: &'static str,
    /// Whether what is of late is disclosed, too.
    all: bool,
    /// How the finding is told.
    told_as: &'static str,
    /// For what is typed differently where nobody sees it.
    other: u32,
}

fn scene() -> impl Strategy<Value = Scene> {
    let viewers =
        &["lage@polizei", "bezirk@polizei", "revier@bundespolizei", "planung@stadt", "datenschutz@polizei"];
    let profiles = &["hinweis", "lage"][..];
    let audience = select(&["polizei-lage", "polizei-wache"][..]);
    (select(&viewers[..]), audience, select(profiles), any::<bool>(), select(profiles), any::<u32>())
        .prop_map(|(viewer, audience, profile, all, told_as, other)| Scene {
            viewer,
            audience,
            profile,
            all,
            told_as,
            other,
        })
}

fn member(name: &str) -> &'static Member {
    TEMPLATE.cast.iter().find(|member| member.email.starts_with(name)).unwrap()
}

/// Enters a report of a unit, and discloses it where that is said.
async fn enter(
    (world, who): (&World, &Who),
    [unit, source]: [&str; 2],
    seed: u64,
    days_ago: i32,
    [lon, lat]: [f64; 2],
    disclosed: Option<(&str, &str)>,
) {
    let today = domain::time::Timestamp(NOW).day(&world.app().zone());
    let draft = Draft {
        title: format!("Laute Musik {seed}"),
        summary: "Musik".to_owned(),
        category: "laerm".to_owned(),
        source: source.to_owned(),
        origin: "citizen".to_owned(),
        occurred_at: Day(today.0 - days_ago).date().to_string(),
        lon: format!("{lon:.5}"),
        lat: format!("{lat:.5}"),
        ..Default::default()
    };
    world.begin(seed);
    let entered = world.app().enter_report(who, unit, &draft, &[]).await.unwrap();
    if let Some((audience, profile)) = disclosed {
        let terms =
            TermsDraft { audience: audience.to_owned(), profile: profile.to_owned(), ..Default::default() };
        world.app().disclose(who, &Target::Report(entered.id), &terms).await.unwrap();
    }
}

/// Noise all over the city for three months and of late more of it in one place, entered three days ago and disclosed as
/// the scene says; and what other people enter aside, with a cluster of its own in the second world.
async fn planted(scene: &Scene, second: bool) -> World {
    let world = World::new(&TEMPLATE).await;
    let (ours, theirs) = (world.who(member("ordnungsamt@")).await, world.who(member("kod@")).await);
    let (office, patrol) = (["ordnungsamt", "telefon"], ["kod", "buergergespraech"]);
    world.set_clock(NOW - 72 * HOUR);
    let usual = |n: i32| [7.78 + f64::from(n % 4) * 0.02, 51.66 + f64::from(n / 4 % 4) * 0.012];
    let disclosed = Some((scene.audience, scene.profile));
    let ours = (&world, &ours);
    for n in 0..90 {
        enter(ours, office, SHARED + n as u64, 4 + n, usual(n * 7), disclosed).await;
    }
    for n in 0..14 {
        // What nobody but the owner sees is elsewhere in the second world.
        let moved = if second && !scene.all { f64::from(scene.other % 40 + 20) * 0.001 } else { 0.0 };
        let place = [7.7801 + f64::from(n % 5) * 0.0006 + moved, 51.6962];
        let disclosed = disclosed.filter(|_| scene.all);
        enter(ours, office, 2 * SHARED + n as u64, 4 + n / 2, place, disclosed).await;
    }
    let theirs = (&world, &theirs);
    for n in 0..if second { 70 } else { 20 } {
        enter(theirs, patrol, ASIDE + n as u64, 4 + n, usual(n * 5), None).await;
    }
    for n in 0..if second { 12 } else { 0 } {
        let place = [7.8461 + f64::from(n % 4) * 0.0006, 51.6721];
        enter(theirs, patrol, 2 * ASIDE + n as u64, 4 + n / 2, place, None).await;
    }
    world.set_clock(NOW);
    world
}

async fn search(world: &World, seed: u64) -> Vec<domain::finding::Finding> {
    world.begin(seed);
    let yesterday = Day(domain::time::Timestamp(NOW).day(&world.app().zone()).0 - 1);
    world.app().detect(yesterday).await.unwrap().new
}

async fn items(world: &World, who: &Member) -> Vec<Value> {
    let reply = world.get(who, "/api/v1/findings").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    reply.json()["items"].as_array().unwrap().clone()
}

fn id(item: &Value) -> &str {
    item["id"].as_str().unwrap()
}

/// All that somebody gets of findings, with their identifiers as numbers in the order of the list; `strange` are those of
/// all findings that there are.
async fn look(world: &World, who: &Member, strange: &[String]) -> Vec<(String, String)> {
    let own: Vec<String> = items(world, who).await.iter().map(|item| id(item).to_owned()).collect();
    let named =
        |text: String| own.iter().enumerate().fold(text, |text, (n, id)| text.replace(id, &format!("#{n}")));
    world.begin(7);
    let session = world.session(who).await;
    let mut got = Vec::new();
    let reply = world.get(who, "/api/v1/findings").await;
    got.push(("list".to_owned(), format!("{} {}", reply.status, named(reply.body))));
    let mut paths: Vec<String> =
        ["/befunde", "/befunde/verfahren", "/befunde/register"].map(str::to_owned).to_vec();
    paths.extend(own.iter().map(|id| format!("/befunde/{id}")));
    for path in paths {
        let reply = world.page(&session, &path).await;
        got.push((named(path), format!("{} {}", reply.status, named(reply.body))));
    }
    for (number, id) in strange.iter().filter(|id| !own.contains(*id)).enumerate() {
        let text = |text: String| text.replace(id, "?");
        let page = world.page(&session, &format!("/befunde/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{id} is not {}'s", who.email);
        let verdict = json!({ "verdict": "accepted" });
        let verdict = world.ask(who, "POST", &format!("/api/v1/findings/{id}/verdict"), Some(&verdict)).await;
        let terms = json!({ "audience": "polizei-lage", "profile": "hinweis" });
        let told = world.ask(who, "POST", &format!("/api/v1/findings/{id}/disclosures"), Some(&terms)).await;
        for (what, reply) in [("page", page), ("verdict", verdict), ("told", told)] {
            got.push((
                format!("{what} {number}"),
                format!("{} {:?} {}", reply.status, reply.headers, text(reply.body)),
            ));
        }
    }
    got
}

/// The answers to what never was: all must be like the first.
fn alike(got: &[(String, String)]) {
    for what in ["page", "verdict", "told"] {
        let of: Vec<&String> = got
            .iter()
            .filter(|(name, _)| name.starts_with(&format!("{what} ")))
            .map(|(_, text)| text)
            .collect();
        assert!(of.windows(2).all(|pair| pair[0] == pair[1]), "{what}: {of:#?}");
    }
}

async fn check(scene: &Scene) {
    let viewer = member(scene.viewer);
    let (one, two) = (planted(scene, false).await, planted(scene, true).await);
    let (in_one, in_two) = (search(&one, 5).await, search(&two, 6).await);
    assert!(in_two.len() > in_one.len(), "what is hidden makes findings of its own");
    let ids = |found: &[domain::finding::Finding]| found.iter().map(|f| f.id.to_string()).collect::<Vec<_>>();
    let never = Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef).to_string();
    let strange = |found| [vec![never.clone()], ids(found)].concat();
    let (seen, other) =
        (look(&one, viewer, &strange(&in_one)).await, look(&two, viewer, &strange(&in_two)).await);
    alike(&seen);
    alike(&other);
    let own = |got: &[(String, String)]| {
        let strange = ["page ", "verdict ", "told "];
        let is_own = |(name, _): &&(String, String)| !strange.iter().any(|s| name.starts_with(s));
        got.iter().filter(is_own).cloned().collect::<Vec<_>>()
    };
    for ((path, one), (_, other)) in own(&seen).iter().zip(&own(&other)) {
        assert!(
            one == other,
            "{path} looks different although nothing that may be seen is\n--- one\n{one}\n--- other\n{other}"
        );
    }
    assert_eq!(own(&seen).len(), own(&other).len());
    told(&one, scene).await;
}

/// The owner tells what was found in its own reports.
async fn told(world: &World, scene: &Scene) {
    let (office, desk) = (member("ordnungsamt@"), member("lage@polizei"));
    let own = items(world, office).await;
    let found = own.iter().find(|item| item["scope"]["unit"] == "ordnungsamt").expect("the office finds it");
    let before = world.get(desk, "/api/v1/reports?limit=200").await.body;
    let terms = json!({ "audience": "polizei-lage", "profile": scene.told_as });
    let path = format!("/api/v1/findings/{}/disclosures", id(found));
    let first = world.ask(office, "POST", &path, Some(&terms)).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    let again = world.ask(office, "POST", &path, Some(&terms)).await;
    assert_eq!((again.status, &again.body), (StatusCode::CREATED, &first.body), "once more is the same");
    let otherwise = if scene.told_as == "lage" { "hinweis" } else { "lage" };
    let terms = json!({ "audience": "polizei-lage", "profile": otherwise });
    let refused = world.ask(office, "POST", &path, Some(&terms)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);

    let got: Vec<Value> =
        items(world, desk).await.into_iter().filter(|item| item["state"] == "told").collect();
    let [got] = got.as_slice() else { panic!("told once: {got:#?}") };
    let count = got["observed"].as_u64().unwrap();
    assert!(count >= 5 && count % 5 == 0, "{got}");
    for hidden in ["expected", "places", "recurrence_days"] {
        assert_eq!(got[hidden], Value::Null, "{got}");
    }
    let cells = got["area"]["cells"].as_array().unwrap();
    assert_eq!(cells.is_empty(), scene.told_as == "hinweis", "{got}");
    for cell in cells {
        let cell: CellIndex = cell.as_str().unwrap().parse().unwrap();
        assert_eq!(cell.resolution(), Resolution::Nine, "no finer place than a cell");
    }
    let session = world.session(desk).await;
    let page = world.page(&session, &format!("/befunde/{}", id(got))).await;
    assert_eq!(page.status, StatusCode::OK);
    let reports = world.get(office, "/api/v1/reports?limit=200").await.json();
    for report in reports["items"].as_array().unwrap() {
        let report = report["id"].as_str().unwrap();
        assert!(!page.body.contains(report) && !got.to_string().contains(report), "a report went with it");
    }
    assert_eq!(world.get(desk, "/api/v1/reports?limit=200").await.body, before, "no report is seen by it");
}

#[test]
fn findings_are_like_what_never_was_for_whoever_may_not_see_their_reports_and_told_without_any() {
    std::sync::LazyLock::force(&TEMPLATE);
    proptest!(cases(2), |(scene in scene())| {
        run(check(&scene));
    });
}
