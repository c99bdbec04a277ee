//! After every act each viewer gets from every route exactly what the naive model says.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use domain::{charter::Charter, disclosure::TextPart, ids::DivisionId};
use h3o::Resolution;
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::Value;

use crate::{
    answers::{Eyes, Filter},
    cases,
    model::{Model, Report, Seen, Typed, cell},
    steps::{self, CATEGORIES, Done, ORIGINS, Step},
    world::{GRID_SIDE, MIDDLE, Member, NOW, Reply, TEMPLATE, World, is_waiting, run},
};

const DAY: i64 = 86_400_000;

pub(crate) fn filter() -> impl Strategy<Value = Filter> {
    let some =
        |values: &'static [&'static str]| prop_oneof![3 => Just(Vec::new()), 1 => vec(select(values), 1..3)];
    let period = prop_oneof![
        3 => Just((None, None)),
        1 => (0..40_i64).prop_map(|days| (Some(NOW - days * DAY), None)),
        2 => (0..400_i64, 1..60_i64)
            .prop_map(|(ago, days)| (Some(NOW - ago * DAY), Some(NOW - ago * DAY + days * DAY))),
    ];
    let area = prop_oneof![
        1 => select(&["nw", "no", "sw", "so"][..]).prop_map(|area| ("stadtbezirke", area.to_owned())),
        1 => Just(("stadt", "hamm".to_owned())),
        2 => (0..GRID_SIDE * GRID_SIDE).prop_map(|n| ("raster", format!("q{n}"))),
    ];
    let area = prop_oneof![3 => Just(Vec::new()), 1 => vec(area, 1..4)];
    let place = (-100_000..100_000_i32, -100_000..100_000_i32);
    let cell = (place, 5..=12_u8).prop_map(|((x, y), resolution)| {
        let point = [MIDDLE[0] + f64::from(x) / 1e7, MIDDLE[1] + f64::from(y) / 1e7];
        cell(point, Resolution::try_from(resolution).unwrap())
    });
    let lists = (
        some(&CATEGORIES),
        some(&["crime", "traffic", "order", "urban"]),
        some(&["public", "municipal", "security"]),
        some(&["portal", "polizei-einsatz", "kod-streife", "bundespolizei-bahn"]),
        some(&ORIGINS),
        some(&["stadt", "polizei", "bundespolizei"]),
    );
    let flag = || proptest::bool::weighted(0.15);
    (period, lists, area, proptest::option::weighted(0.25, cell), flag(), flag(), flag()).prop_map(
        |(
            (from, to),
            (category, prevention, kind, source, origin, partner),
            area,
            cell,
            urgent,
            own,
            open,
        )| {
            Filter {
                from,
                to,
                category,
                prevention,
                kind,
                source,
                origin,
                partner,
                area,
                cell,
                urgent,
                own,
                open,
            }
        },
    )
}

/// What is looked at after a step: by whom, and with which filter.
type Looks = Vec<(usize, Filter)>;

fn looks() -> impl Strategy<Value = Looks> {
    vec((any::<usize>(), filter()), 2)
}

/// Checks every route for one viewer.
struct Look<'a> {
    world: &'a World,
    member: &'a Member,
    eyes: Eyes<'a>,
    filter: &'a Filter,
}

impl Look<'_> {
    async fn get(&self, path: &str) -> Reply {
        self.world.get(self.member, path).await
    }

    async fn same(&self, path: &str, expected: Value) {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
        let who = &self.member.email;
        assert_same(&reply.json(), &expected, &format!("{who} asks {path}"));
    }

    /// Asks a few of the routes in turn, or all of them.
    async fn around(&self, turn: Option<usize>) {
        let now = |i: usize| turn.is_none_or(|turn| i == turn % 3);
        let (eyes, query) = (&self.eyes, self.filter.query());
        self.same(&format!("/api/v1/reports?limit=200&{query}"), eyes.reports(self.filter)).await;
        for (i, resolution) in [(0, 0), (1, 5), (2, 8), (0, 9), (1, 10), (2, 11)] {
            if now(i) {
                let path = format!("/api/v1/picture/cells?resolution={resolution}&{query}");
                self.same(&path, eyes.cells(self.filter, Resolution::try_from(resolution).unwrap())).await;
            }
        }
        let geography = self.world.app().geography();
        for (i, division) in ["stadtbezirke", "stadt", "raster"].into_iter().enumerate() {
            if now(i) {
                let id: DivisionId = division.parse().unwrap();
                let areas = geography.division(&id).unwrap().areas();
                let areas: Vec<String> = areas.iter().map(|area| area.id.to_string()).collect();
                let path = format!("/api/v1/picture/areas?division={division}&{query}");
                self.same(&path, eyes.areas(self.filter, division, &areas)).await;
            }
        }
        let [x, y] = MIDDLE;
        let bounds = [[7.6, 51.5, 8.1, 51.8], [x - 0.003, y - 0.001, x + 0.002, y + 0.004]];
        for (i, bounds) in bounds.into_iter().enumerate() {
            if now(i) {
                let bbox = bounds.map(|side| side.to_string()).join(",");
                let path = format!("/api/v1/picture/points?bbox={bbox}&{query}");
                self.same(&path, eyes.points(self.filter, bounds)).await;
            }
        }
        if now(0) {
            self.same(&format!("/api/v1/picture/facets?{query}"), eyes.facets(self.filter)).await;
        }
        if now(1) {
            self.same(&format!("/api/v1/picture/trends?{query}"), eyes.trends(self.filter)).await;
            self.same("/api/v1/disclosures?limit=200", eyes.made()).await;
        }
        if now(2) {
            self.histogram(&query).await;
            self.same("/api/v1/disclosures/received?limit=200", eyes.received()).await;
        }
    }

    async fn histogram(&self, query: &str) {
        let path = format!("/api/v1/picture/histogram?{query}");
        let told = self.get(&path).await.json();
        for bar in told["bars"].as_array().unwrap() {
            let moment =
                |key: &str| bar[key].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond();
            let expected = self.eyes.bar(self.filter, moment("from"), moment("to"));
            assert_eq!(bar["count"], expected, "{} asks {path}: {bar}", self.member.email);
        }
    }

    /// Every report there is, by its identifier; and the answers to what is not there for this viewer are all alike.
    async fn each_report(&self) {
        let unknown = self.get("/api/v1/reports/00000000-0000-4000-8000-000000000000").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        for report in &self.eyes.model.reports {
            let path = format!("/api/v1/reports/{}", report.id);
            match self.eyes.detail(&report.id) {
                Some(expected) => self.same(&path, expected).await,
                None => assert_eq!(self.get(&path).await, unknown, "{} asks {path}", self.member.email),
            }
        }
        let unknown = self.get("/api/v1/attachments/00000000-0000-4000-8000-000000000000").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        for attached in self.eyes.model.reports.iter().flat_map(|report| &report.attached) {
            let path = format!("/api/v1/attachments/{}", attached.id);
            let reply = self.get(&path).await;
            match self.eyes.content(&attached.id) {
                Some(content) => assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, content)),
                None => assert_eq!(reply, unknown, "{} asks {path}", self.member.email),
            }
        }
    }

    /// The list in pages of two is the list.
    async fn pages_of_the_list(&self) {
        let whole = self.eyes.reports(self.filter);
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/api/v1/reports?limit=2&{}{cursor}", self.filter.query());
            let page = self.get(&path).await.json();
            assert_eq!(page["total"], whole["total"]);
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_same(&Value::Array(items), &whole["items"], "the pages of the list");
    }
}

/// No page holds a word that was typed and that this viewer may not read. Whoever reads nothing gets pages, too.
async fn pages(world: &World, model: &Model, who: usize) {
    let cast = &TEMPLATE.cast;
    let session = world.session(&cast[who]).await;
    let mut allowed = BTreeSet::new();
    for seen in model.seen(who) {
        if seen.sight.own {
            allowed.extend(seen.report.versions.iter().flat_map(|version| words(&version.typed)));
        }
        let [title, summary, text, _] = words(seen.typed);
        match seen.sight.text {
            TextPart::None => {}
            TextPart::Summary => _ = allowed.insert(summary),
            TextPart::Full => allowed.extend([title, summary, text]),
        }
    }
    let read = model.seen(who).into_iter().flat_map(|seen| seen.attached()).filter(|a| a.removed.is_none());
    allowed.extend(read.map(|attached| stem(&attached.name)));
    let secret = model.reports.iter().flat_map(|report| &report.versions).flat_map(|v| words(&v.typed));
    let attached = model.reports.iter().flat_map(|report| &report.attached);
    let secret = secret.chain(attached.clone().map(|attached| stem(&attached.name)));
    let secret: Vec<String> = secret.filter(|word| !allowed.contains(word) && !word.is_empty()).collect();
    let mut paths: Vec<String> = [
        "/?preset=all",
        "/?preset=all&ansicht=tabelle",
        "/meldungen?preset=all",
        "/freigaben",
        "/freigaben?richtung=von-uns",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("/lage/zelle/{}?preset=all", cell(MIDDLE, Resolution::Seven)));
    paths.extend(model.reports.iter().map(|report| format!("/meldungen/{}", report.id)));
    paths.extend(attached.map(|attached| format!("/anhaenge/{}", attached.id)));
    for path in paths {
        let page = world.page(&session, &path).await;
        assert!(!page.status.is_server_error() && !page.status.is_redirection(), "{path}: {}", page.status);
        let found: Vec<&String> = secret.iter().filter(|word| page.body.contains(*word)).collect();
        assert_eq!(found, [""; 0], "{} reads {path}", cast[who].email);
    }
}

/// What the name of a document and the document itself say.
fn stem(name: &str) -> String {
    name.trim_end_matches(".pdf").to_owned()
}

fn words(typed: &Typed) -> [String; 4] {
    [&typed.title, &typed.summary, &typed.text, &typed.own_ref].map(Clone::clone)
}

/// Equality of two answers, with the places where they differ.
fn assert_same(told: &Value, expected: &Value, what: &str) {
    // Numbers lose their last bit when they are read; both lose it.
    let expected = &serde_json::from_str::<Value>(&expected.to_string()).unwrap();
    if told != expected {
        let differences = differences(told, expected, String::new());
        panic!("{what}: answered differently from the model:\n{}", differences.join("\n"));
    }
}

fn differences(told: &Value, expected: &Value, at: String) -> Vec<String> {
    match (told, expected) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            let none = &Value::String("(nothing)".to_owned());
            let of = |key: &String| (a.get(key).unwrap_or(none), b.get(key).unwrap_or(none));
            let differ = |key: &&String| of(key).0 != of(key).1;
            keys.into_iter()
                .filter(differ)
                .flat_map(|key| differences(of(key).0, of(key).1, format!("{at}.{key}")))
                .collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b);
            pairs.flat_map(|(i, (a, b))| differences(a, b, format!("{at}[{i}]"))).collect()
        }
        _ => vec![format!("{at}: {told}, but the model says {expected}")],
    }
}

/// What the model says each report looks like to somebody, as far as live events tell it apart.
fn faces(model: &Model, who: usize) -> BTreeMap<String, (String, bool)> {
    let face = |seen: Seen| {
        let sight = &seen.sight;
        let face = format!(
            "{:?}",
            (
                sight.place,
                sight.time,
                sight.text,
                sight.attachments,
                sight.own,
                sight.version,
                &seen.report.closed
            )
        );
        (seen.report.id.clone(), (face, seen.typed.urgent))
    };
    model.seen(who).into_iter().map(face).collect()
}

/// What somebody who listens must hear, sorted, when a step has changed this into that.
fn expected_events(before: &Model, after: &Model, who: usize) -> Vec<String> {
    let (before, after) = (faces(before, who), faces(after, who));
    let event = |name: &str, id: &str, urgent: bool| {
        format!("event: {name}\ndata: {{\"report\":\"{id}\",\"urgent\":{urgent}}}")
    };
    let mut events: Vec<String> = after
        .iter()
        .filter_map(|(id, (face, urgent))| match before.get(id) {
            None => Some(event("appeared", id, *urgent)),
            Some((earlier, was_urgent)) if earlier != face || was_urgent != urgent => {
                Some(event("changed", id, *urgent))
            }
            Some(_) => None,
        })
        .collect();
    events.extend(before.keys().filter(|id| !after.contains_key(*id)).map(|id| event("gone", id, false)));
    events.sort();
    events
}

/// Whether somebody may be told that something waits: an urgent report that it sees was disclosed in this step.
fn may_wait(before: &Model, after: &Model, who: usize) -> bool {
    let disclosed = |report: &Report| {
        let earlier = before.reports.iter().find(|earlier| earlier.id == report.id);
        earlier.map_or(!report.passed.is_empty(), |earlier| earlier.passed != report.passed)
    };
    after.seen(who).iter().any(|seen| seen.typed.urgent && disclosed(seen.report))
}

/// Whether a membership of somebody ended while time went by.
fn seat_ended(before: &Model, after: &Model, who: usize) -> bool {
    let passed = |until: i64| before.now < until && until <= after.now;
    after.people[who].person.memberships.iter().any(|seat| seat.until.is_some_and(passed))
}

async fn play(sequence: &[(Step, Looks)], last: &Looks) {
    let cast = &TEMPLATE.cast;
    let mut world = World::new(&TEMPLATE).await;
    let mut model = Model::new(cast);
    let charter: std::sync::Arc<Charter> = world.app().charter();
    let listener = last[0].0 % cast.len();
    let mut ear = world.listen(&cast[listener]).await;
    let mut waits = false;
    for (number, (step, looks)) in sequence.iter().enumerate() {
        let before = model.clone();
        let done = steps::act(&mut world, &mut model, cast, step).await;
        match done {
            Done::Restarted => ear = world.listen(&cast[listener]).await,
            // A change of one's own rights is told by a single event, if it changes anything.
            Done::Memberships(who) if who == listener => {
                let changed = before.reads_for(who) != model.reads_for(who)
                    || faces(&before, who) != faces(&model, who);
                let mut told = if changed { ear.hear(1).await } else { ear.hear_all().await };
                told.retain(|event| !is_waiting(event));
                let everything = ["event: everything\ndata: {\"report\":null,\"urgent\":false}"];
                assert!(told == everything || !changed && told.is_empty(), "{step:?}: {told:?}");
            }
            // Time ends disclosures, and one's own rights.
            _ if matches!(step, Step::Wait { .. }) && seat_ended(&before, &model, listener) => {
                let mut told = ear.hear_all().await;
                told.retain(|event| !is_waiting(event));
                let everything = ["event: everything\ndata: {\"report\":null,\"urgent\":false}"];
                let changed = before.reads_for(listener) != model.reads_for(listener);
                assert!(told == everything || !changed, "{step:?}: {told:?}");
            }
            _ => {
                let expected = expected_events(&before, &model, listener);
                let mut told = ear.hear(expected.len()).await;
                // That something waits comes with what waits, or soon after; who never saw such a report never hears it.
                waits |= may_wait(&before, &model, listener);
                assert!(waits || !told.iter().any(|event| is_waiting(event)), "{step:?}: {told:?}");
                told.retain(|event| !is_waiting(event));
                told.sort();
                assert_eq!(told, expected, "{step:?}");
            }
        }
        for (who, filter) in looks {
            let who = who % cast.len();
            let eyes = Eyes::new(&model, &charter, who);
            let look = Look { world: &world, member: &cast[who], eyes, filter };
            look.around(Some(number)).await;
        }
    }
    for who in 0..cast.len() {
        let eyes = Eyes::new(&model, &charter, who);
        let filter = &last[who % last.len()].1;
        let look = Look { world: &world, member: &cast[who], eyes, filter };
        look.around(None).await;
        look.each_report().await;
        look.pages_of_the_list().await;
        Look { filter: &Filter::default(), ..look }.around(None).await;
    }
    for (who, _) in last {
        pages(&world, &model, who % cast.len()).await;
    }
}

#[test]
fn no_sequence_of_acts_shows_more_than_was_disclosed() {
    let sequence = steps::sequence(8..16).prop_flat_map(|steps| {
        let looks = vec(looks(), steps.len());
        (Just(steps), looks).prop_map(|(steps, looks)| steps.into_iter().zip(looks).collect::<Vec<_>>())
    });
    let last = vec((any::<usize>(), filter()), 3);
    std::sync::LazyLock::force(&TEMPLATE);
    proptest!(cases(12), |(sequence in sequence, last in last)| {
        run(play(&sequence, &last));
    });
}
