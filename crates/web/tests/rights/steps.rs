//! What people do: random acts, done over HTTP and noted in the model, with the answer that each must get.

use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    disclosure::{TextPart, TimePart},
    ids::UnitId,
    place::Precision,
    time::Timestamp,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};

use crate::{
    model::{Attached, Disclosure, Model, Report, Typed, Version, machine},
    rule::{Circle, Seat},
    world::{ADMINISTRATORS, MIDDLE, Member, SHELTER, World, member_of},
};

pub(crate) const CATEGORIES: [&str; 5] = ["laerm", "streit", "vermuellung", "raub", "verkehrsunfall"];
pub(crate) const ORIGINS: [&str; 3] = ["citizen", "officer_observed", "unknown"];
pub(crate) const AUDIENCES: [&str; 12] = [
    "polizei",
    "polizei-lage",
    "streifen",
    "bahnhof",
    "stadt",
    "ordnungsamt",
    "kod",
    "koordination",
    "alle-partner",
    "stadt-polizei",
    "bundespolizei",
    "hauptzollamt",
];
const MINUTE: i64 = 60_000;
const DAY: i64 = 1440 * MINUTE;
/// Tokens work for a year: no sequence lasts longer.
const LONGEST: i64 = 360 * DAY;

/// Something that somebody does. People, reports and disclosures are numbers, taken modulo how many there are.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Enter {
        who: usize,
        draft: Draft,
    },
    Edit {
        who: usize,
        report: usize,
        draft: Draft,
    },
    Close {
        who: usize,
        report: usize,
    },
    Tell {
        who: usize,
        report: usize,
    },
    /// `serial` is what the document says.
    Attach {
        who: usize,
        report: usize,
        serial: u32,
    },
    Detach {
        who: usize,
        report: usize,
        attached: usize,
    },
    Disclose {
        who: usize,
        report: usize,
        terms: Terms,
    },
    DiscloseFilter {
        who: usize,
        category: &'static str,
        terms: Terms,
    },
    Withdraw {
        who: usize,
        disclosure: usize,
    },
    Grant {
        administrator: usize,
        who: usize,
        of: usize,
        role: Role,
        days: Option<i64>,
    },
    End {
        administrator: usize,
        who: usize,
        seat: usize,
    },
    Wait {
        time: i64,
    },
    Restart {
        in_order: bool,
    },
}

/// A report, before it is known who enters it and when.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Chance for title, summary, text and own reference: no two are alike.
    pub(crate) serials: [u32; 4],
    pub(crate) category: &'static str,
    pub(crate) source: usize,
    pub(crate) origin: &'static str,
    pub(crate) summary: bool,
    pub(crate) place: Option<[f64; 2]>,
    pub(crate) household: bool,
    /// How long ago, and how long it took if it is a period.
    pub(crate) ago: i64,
    pub(crate) lasted: Option<i64>,
    pub(crate) urgent: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) audience: &'static str,
    pub(crate) parts: Parts,
}

#[derive(Debug, Clone)]
pub(crate) enum Parts {
    Profile(&'static str),
    Open { place: Precision, time: TimePart, text: TextPart, attachments: bool, lasts: i64 },
}

// ---------------------------------------------------------------------------------------------------------------
// Chance

pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    // Seven digits behind the point, as the index keeps them.
    let offset = |reach: i32| (-reach..reach).prop_map(|n| f64::from(n) / 1e7);
    let round = |[lon, lat]: [f64; 2]| [(lon * 1e7).round() / 1e7, (lat * 1e7).round() / 1e7];
    let around = move |[lon, lat]: [f64; 2], reach: i32| {
        (offset(reach), offset(reach)).prop_map(move |(x, y)| Some(round([lon + x, lat + y])))
    };
    let place = prop_oneof![
        6 => around(MIDDLE, 120_000),
        3 => around(MIDDLE, 15_000),
        1 => around(SHELTER, 20_000),
        1 => around([7.68, 51.58], 100_000),
        1 => Just(None),
    ];
    // Many on the same days, some a year ago.
    let ago = prop_oneof![
        4 => (0..72_i64).prop_map(|hours| hours * 60 * MINUTE),
        2 => (0..30_i64).prop_map(|days| days * DAY + 7 * MINUTE),
        2 => (350..380_i64).prop_map(|days| days * DAY),
        1 => (700..760_i64).prop_map(|days| days * DAY),
    ];
    let rest = (any::<bool>(), ago, option::weighted(0.2, 1..3_000_i64), any::<bool>(), 0..5_u8);
    let serials = any::<[u32; 4]>();
    (serials, select(&CATEGORIES[..]), 0..3_usize, select(&ORIGINS[..]), place, rest).prop_map(
        |(serials, category, source, origin, place, (household, ago, lasted, urgent, rare))| Draft {
            serials,
            category,
            source,
            origin,
            summary: rare != 4,
            place,
            household: household && rare == 0,
            ago,
            lasted: lasted.map(|minutes| minutes * MINUTE),
            urgent,
        },
    )
}

pub(crate) fn terms() -> impl Strategy<Value = Terms> {
    let open = (
        select(&Precision::ALL[..]),
        select(&[TimePart::Day, TimePart::Exact][..]),
        select(&[TextPart::None, TextPart::Summary, TextPart::Full][..]),
        any::<bool>(),
        prop_oneof![Just(MINUTE), Just(3 * DAY), Just(500 * DAY)],
    );
    let open = open.prop_map(|(place, time, text, attachments, lasts)| Parts::Open {
        place,
        time,
        text,
        attachments,
        lasts,
    });
    let profile = select(&["hinweis", "lage", "bearbeitung"][..]).prop_map(Parts::Profile);
    (select(&AUDIENCES[..]), prop_oneof![profile, open])
        .prop_map(|(audience, parts)| Terms { audience, parts })
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let any = any::<usize>;
    let role = prop_oneof![2 => Just(Role::Reader), 1 => Just(Role::Officer)];
    let time = prop_oneof![
        3 => Just(1_000), 3 => Just(2 * MINUTE), 2 => Just(DAY), 1 => Just(4 * DAY), 1 => Just(91 * DAY),
    ];
    prop_oneof![
        10 => (any(), draft()).prop_map(|(who, draft)| Step::Enter { who, draft }),
        4 => (any(), any(), draft()).prop_map(|(who, report, draft)| Step::Edit { who, report, draft }),
        1 => (any(), any()).prop_map(|(who, report)| Step::Close { who, report }),
        3 => (any(), any()).prop_map(|(who, report)| Step::Tell { who, report }),
        5 => (any(), any(), proptest::num::u32::ANY)
            .prop_map(|(who, report, serial)| Step::Attach { who, report, serial }),
        1 => (any(), any(), any())
            .prop_map(|(who, report, attached)| Step::Detach { who, report, attached }),
        10 => (any(), any(), terms())
            .prop_map(|(who, report, terms)| Step::Disclose { who, report, terms }),
        2 => (any(), select(&CATEGORIES[..]), terms())
            .prop_map(|(who, category, terms)| Step::DiscloseFilter { who, category, terms }),
        3 => (any(), any()).prop_map(|(who, disclosure)| Step::Withdraw { who, disclosure }),
        3 => (any(), any(), any(), role, option::of(select(&[1_i64, 5][..]))).prop_map(
            |(administrator, who, of, role, days)| Step::Grant { administrator, who, of, role, days }
        ),
        1 => (any(), any(), any())
            .prop_map(|(administrator, who, seat)| Step::End { administrator, who, seat }),
        3 => time.prop_map(|time| Step::Wait { time }),
        1 => proptest::bool::ANY.prop_map(|in_order| Step::Restart { in_order }),
    ]
}

/// Most acts are done by somebody who may; the beginning has reports and disclosures, so that there is something to see.
pub(crate) fn sequence(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    let any = any::<usize>;
    let enter = (any(), draft()).prop_map(|(who, draft)| Step::Enter { who, draft });
    let disclose =
        (any(), any(), terms()).prop_map(|(who, report, terms)| Step::Disclose { who, report, terms });
    (vec(enter, 6), vec(disclose, 6), vec(step(), length))
        .prop_map(|(first, second, rest)| [first, second, rest].concat())
}

// ---------------------------------------------------------------------------------------------------------------
// Doing it

impl Step {
    /// The same step with the numbers of reports and disclosures that it means in this model, each as `report_of` and
    /// `disclosure_of` say; nothing is done where there is none yet.
    pub(crate) fn resolved(
        &self,
        model: &Model,
        report_of: impl Fn(usize) -> usize,
        disclosure_of: impl Fn(usize) -> usize,
    ) -> Self {
        let report_of = |number: usize| pick(number, model.reports.len()).map(&report_of);
        let disclosure_of = |number: usize| pick(number, model.disclosures.len()).map(&disclosure_of);
        let mut step = self.clone();
        let (number, meant) = match &mut step {
            Self::Edit { report, .. }
            | Self::Close { report, .. }
            | Self::Tell { report, .. }
            | Self::Attach { report, .. }
            | Self::Detach { report, .. }
            | Self::Disclose { report, .. } => (report_of(*report), report),
            Self::Withdraw { disclosure, .. } => (disclosure_of(*disclosure), disclosure),
            _ => return step,
        };
        match number {
            Some(number) => *meant = number,
            None => step = Self::Wait { time: 0 },
        }
        step
    }

    /// What is typed in it, if anything is.
    pub(crate) fn draft_mut(&mut self) -> Option<&mut Draft> {
        match self {
            Self::Enter { draft, .. } | Self::Edit { draft, .. } => Some(draft),
            _ => None,
        }
    }
}

/// A document that says a number, and is longer for some.
pub(crate) fn document(serial: u32) -> String {
    let more = " ".repeat((serial % 7) as usize);
    format!(
        "%PDF-1.4\n% Plan {serial:08x}{more}\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
    )
}

/// Sources that a unit may enter.
fn sources(unit: &UnitId) -> &'static [&'static str] {
    match unit.as_str() {
        "ordnungsamt" => &["ordnungsamt-feststellung", "portal", "telefon"],
        "kod" => &["kod-streife", "telefon", "buergergespraech"],
        "stadtplanung" => &["stadt-fachamt"],
        "lagedienst" => &["polizei-einsatz", "polizei-anzeige"],
        "bezirksdienst" => &["polizei-einsatz", "buergergespraech"],
        "bpol-revier" => &["bundespolizei-bahn"],
        "fks-hamm" => &["zoll-pruefung"],
        other => panic!("nobody enters for {other} here"),
    }
}

/// Where memberships are granted here.
fn grantable(partner: &str) -> &'static [&'static str] {
    match partner {
        "stadt" => &["ordnungsamt", "kod", "stadtplanung", "*koordination"],
        "polizei" => &["lagedienst", "bezirksdienst", "*koordination"],
        "bundespolizei" => &["bpol-revier", "*koordination"],
        _ => &["fks-hamm", "*koordination"],
    }
}

impl Draft {
    pub(crate) fn typed(&self, unit: &UnitId, now: i64) -> Typed {
        let ([title, summary, text, own_ref], sources) = (self.serials, sources(unit));
        let began = (now - self.ago) / 1000 * 1000;
        let ended = self.lasted.map(|lasted| began + lasted);
        Typed {
            category: self.category,
            source: sources[self.source % sources.len()],
            origin: self.origin,
            title: format!("Titel {title:08x}"),
            summary: if self.summary { format!("Kurzfassung {summary:08x}") } else { String::new() },
            text: format!("Wortlaut {text:08x}"),
            own_ref: format!("Zeichen {own_ref:08x}"),
            place: self.place,
            household: self.household && self.place.is_some(),
            when: (began, ended),
            urgent: self.urgent,
        }
    }
}

fn body(typed: &Typed) -> Value {
    let mut body = json!({
        "title": typed.title, "summary": typed.summary, "text": typed.text, "category": typed.category,
        "source": typed.source, "origin": typed.origin, "own_ref": typed.own_ref,
        "urgency": if typed.urgent { "immediate" } else { "normal" },
    });
    match typed.when {
        (at, None) => body["occurred_at"] = json!(machine(at)),
        (from, Some(to)) => body["period"] = json!({ "from": machine(from), "to": machine(to) }),
    }
    if let Some([lon, lat]) = typed.place {
        body["place"] = json!({ "lon": lon, "lat": lat, "household": typed.household });
    }
    body
}

impl Terms {
    fn body(&self, now: i64) -> Value {
        match &self.parts {
            Parts::Profile(profile) => json!({ "audience": self.audience, "profile": profile }),
            Parts::Open { place, time, text, attachments, lasts } => json!({
                "audience": self.audience, "place": place.as_str(), "time": time.as_str(), "text": text.as_str(),
                "attachments": attachments, "legal_basis": "kv-austausch", "purpose": "Lagebild",
                "expires_at": machine(now + lasts),
            }),
        }
    }

    /// Place, time, text and attachments; the profiles as the charter explains them.
    fn parts(&self) -> (Precision, TimePart, TextPart, bool) {
        match &self.parts {
            Parts::Profile("hinweis") => (Precision::Quarter, TimePart::Day, TextPart::None, false),
            Parts::Profile("lage") => (Precision::M200, TimePart::Exact, TextPart::Summary, false),
            Parts::Profile(_) => (Precision::Exact, TimePart::Exact, TextPart::Full, true),
            Parts::Open { place, time, text, attachments, .. } => (*place, *time, *text, *attachments),
        }
    }

    fn profile(&self) -> Option<String> {
        match &self.parts {
            Parts::Profile(profile) => Some((*profile).to_owned()),
            Parts::Open { .. } => None,
        }
    }
}

/// Whether an act was done, and what of the world it touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    Nothing,
    Something,
    /// Somebody's memberships changed.
    Memberships(usize),
    /// Nobody who listened can hear anything any more.
    Restarted,
}

/// Does a step in the world and notes it in the model. The answer must be the one that the model expects.
pub(crate) async fn act(world: &mut World, model: &mut Model, cast: &[Member], step: &Step) -> Done {
    match step {
        Step::Enter { who, draft } => enter(world, model, cast, who % cast.len(), draft).await,
        Step::Edit { who, report, draft } => {
            let Some(report) = pick(*report, model.reports.len()) else { return Done::Nothing };
            let who = likely(model, *who, &model.reports[report].unit.clone());
            edit(world, model, cast, who, report, draft).await
        }
        Step::Close { who, report } => {
            let Some(report) = pick(*report, model.reports.len()) else { return Done::Nothing };
            let who = likely(model, *who, &model.reports[report].unit.clone());
            close(world, model, cast, who, report).await
        }
        Step::Tell { who, report } => {
            let Some(report) = pick(*report, model.reports.len()) else { return Done::Nothing };
            let who = likely(model, *who, &model.reports[report].unit.clone());
            tell(world, model, cast, who, report).await
        }
        Step::Attach { who, report, serial } => {
            let Some(report) = pick(*report, model.reports.len()) else { return Done::Nothing };
            let who = likely(model, *who, &model.reports[report].unit.clone());
            attach(world, model, cast, who, report, *serial).await
        }
        Step::Detach { who, report, attached } => {
            let Some(report) = pick(*report, model.reports.len()) else { return Done::Nothing };
            let who = likely(model, *who, &model.reports[report].unit.clone());
            detach(world, model, cast, who, report, *attached).await
        }
        Step::Disclose { who, report, terms } => {
            let Some(report) = pick(*report, model.reports.len()) else { return Done::Nothing };
            let who = likely(model, *who, &model.reports[report].unit.clone());
            disclose(world, model, cast, who, report, terms).await
        }
        Step::DiscloseFilter { who, category, terms } => {
            disclose_filter(world, model, cast, who % cast.len(), category, terms).await
        }
        Step::Withdraw { who, disclosure } => {
            let Some(disclosure) = pick(*disclosure, model.disclosures.len()) else { return Done::Nothing };
            let who = likely(model, *who, &model.disclosures[disclosure].unit.clone());
            withdraw(world, model, cast, who, disclosure).await
        }
        Step::Grant { administrator, who, of, role, days } => {
            let (administrator, who) = (administrator % ADMINISTRATORS, who % cast.len());
            let until = days.map(|days| model.now + days * DAY);
            grant(world, model, cast, administrator, who, *of, *role, until).await
        }
        Step::End { administrator, who, seat } => {
            end(world, model, cast, administrator % ADMINISTRATORS, who % cast.len(), *seat).await
        }
        Step::Wait { time } => {
            if model.now + time - crate::world::NOW > LONGEST {
                return Done::Nothing;
            }
            model.now += time;
            world.set_clock(model.now);
            // Whose time of silence is over is passed on now, not at whichever tick comes first.
            world.app().pass_on_notices().await.unwrap();
            world.app().poll().await.unwrap();
            Done::Something
        }
        Step::Restart { in_order } => {
            world.restart(*in_order).await;
            Done::Restarted
        }
    }
}

fn pick(number: usize, of: usize) -> Option<usize> {
    (of > 0).then(|| number % of)
}

/// Four times of five somebody who may write for the unit, otherwise anybody.
fn likely(model: &Model, who: usize, unit: &UnitId) -> usize {
    let people = model.people.len();
    let may: Vec<usize> = (0..people).filter(|&i| model.writes_for(i).contains(unit)).collect();
    if may.is_empty() || who.is_multiple_of(5) { (who / 5) % people } else { may[(who / 5) % may.len()] }
}

async fn enter(world: &World, model: &mut Model, cast: &[Member], who: usize, draft: &Draft) -> Done {
    let units = model.writes_for(who);
    let Some(unit) = units.get(draft.source % units.len().max(1)).cloned() else {
        let body = json!({ "title": "x", "category": "laerm" });
        let reply = world.ask(&cast[who], "POST", "/api/v1/reports", Some(&body)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.body);
        return Done::Nothing;
    };
    let typed = draft.typed(&unit, model.now);
    let mut body = body(&typed);
    body["unit"] = json!(unit);
    let known_since =
        draft.serials[3].is_multiple_of(3).then_some(model.now - i64::from(draft.serials[3] % 5) * DAY);
    body["known_since"] = json!(known_since.map(machine));
    let reply = world.ask(&cast[who], "POST", "/api/v1/reports", Some(&body)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    model.reports.push(Report {
        id: reply.json()["id"].as_str().unwrap().to_owned(),
        partner: cast[who].partner.clone(),
        unit,
        entered_at: model.now,
        known_since,
        versions: vec![Version { typed, changed_at: model.now }],
        closed: None,
        passed: Vec::new(),
        attached: Vec::new(),
    });
    Done::Something
}

/// What an act on a report answers before anything else is looked at: 404 for what somebody does not see, 403 for what
/// is not theirs.
fn barrier(model: &Model, who: usize, report: usize) -> Option<StatusCode> {
    let report = &model.reports[report];
    if model.sight(who, report).is_none() {
        Some(StatusCode::NOT_FOUND)
    } else if !model.writes_for(who).contains(&report.unit) {
        Some(StatusCode::FORBIDDEN)
    } else {
        None
    }
}

async fn edit(
    world: &World,
    model: &mut Model,
    cast: &[Member],
    who: usize,
    report: usize,
    draft: &Draft,
) -> Done {
    let known = &model.reports[report];
    let typed = draft.typed(&known.unit, model.now);
    let mut body = body(&typed);
    body["version"] = json!(known.versions.len());
    let path = format!("/api/v1/reports/{}", known.id);
    let reply = world.ask(&cast[who], "PUT", &path, Some(&body)).await;
    let closed = known.closed.is_some().then_some(StatusCode::CONFLICT);
    let refused = barrier(model, who, report).or(closed);
    assert_eq!(reply.status, refused.unwrap_or(StatusCode::OK), "{}", reply.body);
    if refused.is_some() {
        return Done::Nothing;
    }
    model.reports[report].versions.push(Version { typed, changed_at: model.now });
    Done::Something
}

async fn close(world: &World, model: &mut Model, cast: &[Member], who: usize, report: usize) -> Done {
    let path = format!("/api/v1/reports/{}/close", model.reports[report].id);
    let reply = world.ask(&cast[who], "POST", &path, Some(&json!({ "outcome": "Ausgang" }))).await;
    let closed = model.reports[report].closed.is_some().then_some(StatusCode::CONFLICT);
    let refused = barrier(model, who, report).or(closed);
    assert_eq!(reply.status, refused.unwrap_or(StatusCode::OK), "{}", reply.body);
    if refused.is_some() {
        return Done::Nothing;
    }
    model.reports[report].closed = Some("Ausgang".to_owned());
    Done::Something
}

async fn tell(world: &World, model: &mut Model, cast: &[Member], who: usize, report: usize) -> Done {
    let path = format!("/api/v1/reports/{}/tell-change", model.reports[report].id);
    let reply = world.ask(&cast[who], "POST", &path, None).await;
    let refused = barrier(model, who, report);
    assert_eq!(reply.status, refused.unwrap_or(StatusCode::OK), "{}", reply.body);
    if refused.is_some() {
        return Done::Nothing;
    }
    let valid: Vec<bool> = (0..model.disclosures.len()).map(|i| model.standing(i) == "valid").collect();
    let report = &mut model.reports[report];
    let current = report.versions.len() - 1;
    let mut told = 0;
    for (disclosure, version) in &mut report.passed {
        if valid[*disclosure] && *version != current {
            *version = current;
            told += 1;
        }
    }
    assert_eq!(reply.json(), json!({ "told": told }));
    Done::Something
}

/// Adding a document makes a new version, in which nothing else is different.
async fn attach(
    world: &World,
    model: &mut Model,
    cast: &[Member],
    who: usize,
    report: usize,
    serial: u32,
) -> Done {
    let (name, content) = (format!("Plan {serial:08x}.pdf"), document(serial));
    let known = &model.reports[report];
    let path = format!("/api/v1/reports/{}/attachments?name=Plan%20{serial:08x}.pdf", known.id);
    let reply = world.upload(&cast[who], &path, &content).await;
    let closed = known.closed.is_some().then_some(StatusCode::CONFLICT);
    let refused = barrier(model, who, report).or(closed);
    assert_eq!(reply.status, refused.unwrap_or(StatusCode::CREATED), "{}", reply.body);
    if refused.is_some() {
        return Done::Nothing;
    }
    let location = reply.headers["location"].to_str().unwrap();
    let id = location.rsplit('/').next().unwrap().to_owned();
    let (now, report) = (model.now, &mut model.reports[report]);
    let typed = report.versions.last().unwrap().typed.clone();
    report.versions.push(Version { typed, changed_at: now });
    let version = report.versions.len() - 1;
    report.attached.push(Attached { id, version, name, content, added_at: now, removed: None });
    Done::Something
}

async fn detach(
    world: &World,
    model: &mut Model,
    cast: &[Member],
    who: usize,
    report: usize,
    attached: usize,
) -> Done {
    let known = &model.reports[report];
    let Some(attached) = pick(attached, known.attached.len()) else { return Done::Nothing };
    let path = format!("/api/v1/attachments/{}", known.attached[attached].id);
    let reply = world.ask(&cast[who], "DELETE", &path, None).await;
    let sight = model.sight(who, known);
    let there = sight.is_some_and(|s| s.attachments && known.attached[attached].version <= s.version);
    let expected = if !there {
        StatusCode::NOT_FOUND
    } else if let Some(refused) = barrier(model, who, report) {
        refused
    } else if known.attached[attached].removed.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    assert_eq!(reply.status, expected, "{}", reply.body);
    if expected == StatusCode::OK {
        model.reports[report].attached[attached].removed = Some(model.now);
    }
    Done::Something
}

async fn disclose(
    world: &World,
    model: &mut Model,
    cast: &[Member],
    who: usize,
    report: usize,
    terms: &Terms,
) -> Done {
    let path = format!("/api/v1/reports/{}/disclosures", model.reports[report].id);
    let reply = world.ask(&cast[who], "POST", &path, Some(&terms.body(model.now))).await;
    if let Some(refused) = barrier(model, who, report) {
        assert_eq!(reply.status, refused, "{}", reply.body);
        return Done::Nothing;
    }
    let known = &model.reports[report];
    let summary = !known.versions.last().unwrap().typed.summary.is_empty();
    if !made(&reply, terms, summary) {
        return Done::Nothing;
    }
    let (passed, disclosure) = (model.disclosures.len(), known.versions.len() - 1);
    note(world, model, cast, who, &reply.json(), terms);
    model.reports[report].passed.push((passed, disclosure));
    Done::Something
}

/// Whether a disclosure was made. Opened up it is always possible here, by a profile only for some pairs.
fn made(reply: &crate::world::Reply, terms: &Terms, summary: bool) -> bool {
    let possible = summary || terms.parts().2 != TextPart::Summary;
    match reply.status {
        StatusCode::CREATED => assert!(possible, "without a summary: {}", reply.body),
        StatusCode::UNPROCESSABLE_ENTITY => {
            assert!(!possible || matches!(terms.parts, Parts::Profile(_)), "{}", reply.body);
        }
        _ => panic!("{}: {}", reply.status, reply.body),
    }
    reply.status == StatusCode::CREATED
}

/// Notes a disclosure as its owner was told of it.
fn note(world: &World, model: &mut Model, cast: &[Member], who: usize, told: &Value, terms: &Terms) {
    let charter = world.app().charter();
    let audience = charter.audience(&terms.audience.parse().unwrap()).unwrap();
    let text = |key: &str| told[key].as_str().unwrap().to_owned();
    let (place, time, text_part, attachments) = terms.parts();
    let expires_at: jiff::Timestamp = text("expires_at").parse().unwrap();
    model.disclosures.push(Disclosure {
        id: text("id"),
        from: cast[who].partner.clone(),
        unit: text("unit").parse().unwrap(),
        audience: audience.id.clone(),
        partners: audience.partners.clone(),
        circle: Circle { units: audience.units.clone(), bodies: audience.bodies.clone() },
        place,
        time,
        text: text_part,
        attachments,
        basis: text("legal_basis"),
        purpose: text("purpose"),
        profile: terms.profile(),
        made_at: model.now,
        expires_at: expires_at.as_millisecond(),
        withdrawn: None,
    });
    if let Parts::Open { lasts, .. } = terms.parts {
        assert_eq!(model.disclosures.last().unwrap().expires_at, model.now + lasts);
    }
}

async fn disclose_filter(
    world: &World,
    model: &mut Model,
    cast: &[Member],
    who: usize,
    category: &str,
    terms: &Terms,
) -> Done {
    let mut body = terms.body(model.now);
    body["filter"] = json!({ "category": category });
    let reply = world.ask(&cast[who], "POST", "/api/v1/disclosures", Some(&body)).await;
    let units = model.writes_for(who);
    if units.is_empty() {
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.body);
        return Done::Nothing;
    }
    let current = |report: &Report| report.versions.last().unwrap().typed.clone();
    let hits = (0..model.reports.len()).filter(|&i| {
        let report = &model.reports[i];
        units.contains(&report.unit) && current(report).category == category
    });
    let hits: Vec<usize> = hits.collect();
    if hits.is_empty() {
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
        return Done::Nothing;
    }
    let summaries = hits.iter().all(|&i| !current(&model.reports[i]).summary.is_empty());
    if !made(&reply, terms, summaries) {
        return Done::Nothing;
    }
    let told = reply.json();
    assert_eq!(told["reports"], json!(hits.len()));
    for line in told["disclosures"].as_array().unwrap() {
        let number = model.disclosures.len();
        note(world, model, cast, who, line, terms);
        let unit = model.disclosures[number].unit.clone();
        for &hit in &hits {
            let report = &mut model.reports[hit];
            if report.unit == unit {
                report.passed.push((number, report.versions.len() - 1));
            }
        }
    }
    Done::Something
}

async fn withdraw(world: &World, model: &mut Model, cast: &[Member], who: usize, disclosure: usize) -> Done {
    let known = &model.disclosures[disclosure];
    let path = format!("/api/v1/disclosures/{}/withdraw", known.id);
    let reply = world.ask(&cast[who], "POST", &path, Some(&json!({ "reason": "Grund" }))).await;
    let there = model.reads_for(who).contains(&known.unit) || model.addresses(who, disclosure);
    let expected = if !there {
        StatusCode::NOT_FOUND
    } else if !model.writes_for(who).contains(&known.unit) {
        StatusCode::FORBIDDEN
    } else if known.withdrawn.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    assert_eq!(reply.status, expected, "{}", reply.body);
    if expected != StatusCode::OK {
        return Done::Nothing;
    }
    // It names the disclosures that hold and share a report with it.
    let others = |report: &Report| {
        let of_it = report.passed.iter().any(|(d, _)| *d == disclosure);
        let others = report.passed.iter().map(|(d, _)| *d).filter(|d| *d != disclosure);
        if of_it { others.collect::<Vec<usize>>() } else { Vec::new() }
    };
    let mut remaining: Vec<String> = model
        .reports
        .iter()
        .flat_map(others)
        .filter(|&d| model.standing(d) == "valid")
        .map(|d| model.disclosures[d].id.clone())
        .collect();
    remaining.sort();
    remaining.dedup();
    let told = reply.json();
    let named: Vec<&str> =
        told["remaining"].as_array().unwrap().iter().map(|d| d["id"].as_str().unwrap()).collect();
    assert_eq!(named, remaining);
    model.disclosures[disclosure].withdrawn = Some((model.now, "Grund".to_owned()));
    Done::Something
}

#[allow(clippy::too_many_arguments)]
async fn grant(
    world: &World,
    model: &mut Model,
    cast: &[Member],
    administrator: usize,
    who: usize,
    of: usize,
    role: Role,
    until: Option<i64>,
) -> Done {
    let places = grantable(cast[administrator].partner.as_str());
    let of = member_of(places[of % places.len()]);
    let role = if matches!(of, MemberOf::Body(_)) { Role::Reader } else { role };
    let caller = world.who(&cast[administrator]).await;
    let granted =
        world.app().grant_membership(&caller, cast[who].id, of.clone(), role, until.map(Timestamp)).await;
    // A second membership of the same kind would say nothing.
    let held = model.held(who).any(|seat| seat.of == of && seat.role == role);
    let allowed = cast[administrator].partner == cast[who].partner && administrator != who && !held;
    assert_eq!(granted.is_ok(), allowed, "{granted:?}");
    let Ok(id) = granted else { return Done::Nothing };
    let person = &mut model.people[who];
    person.person.memberships.push(Seat { of, role, from: model.now, until });
    person.memberships.push(Some(id));
    Done::Memberships(who)
}

async fn end(
    world: &World,
    model: &mut Model,
    cast: &[Member],
    administrator: usize,
    who: usize,
    seat: usize,
) -> Done {
    let Some(seat) = pick(seat, model.people[who].memberships.len()) else { return Done::Nothing };
    let Some(id) = model.people[who].memberships[seat] else { return Done::Nothing };
    let caller = world.who(&cast[administrator]).await;
    let ended = world.app().end_membership(&caller, id).await;
    let allowed = cast[administrator].partner == cast[who].partner && administrator != who;
    assert!(allowed || ended.is_err());
    if ended.is_err() {
        return Done::Nothing;
    }
    let now = model.now;
    let seat = &mut model.people[who].person.memberships[seat];
    seat.until = Some(seat.until.map_or(now, |until| until.min(now)));
    Done::Memberships(who)
}
