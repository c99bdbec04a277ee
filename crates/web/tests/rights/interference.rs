//! Two worlds that differ only in what a viewer may not see look the same to it: every byte of every answer, every live
//! event, every page.
//!
//! The first world plays a sequence of acts, and it is noted what the viewer ever sees of each version. The second world
//! plays the same acts, but everything that the viewer never saw was typed differently, and between the acts other
//! people do more: they enter, edit, close and disclose among themselves, withdraw, read, and take seats.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    disclosure::{TextPart, TimePart},
    place::Precision,
};
use h3o::Resolution;
use proptest::{collection::vec, prelude::*};

use crate::{
    answers::Filter,
    cases,
    model::{Model, Shown, Typed, area_of, cell, centre, day_start, limit},
    rule::{Sight, fineness},
    sequences::filter,
    steps::{self, AUDIENCES, Done, Draft, Step, Terms, act, draft, terms},
    world::{ADMINISTRATORS, Ear, MIDDLE, Member, TEMPLATE, World, is_waiting, run},
};

/// The category of what is entered in the second world only: no filter disclosure of the sequence takes it along.
const ASIDE: &str = "taschendiebstahl";

/// What happens in the second world only, before one of the acts.
#[derive(Debug, Clone)]
enum Aside {
    Enter { draft: Draft },
    Edit { report: usize, draft: Draft },
    Close { report: usize },
    Disclose { report: usize, terms: Terms, audience: usize },
    DiscloseShared { report: usize, terms: Terms, audience: usize },
    Tell { report: usize },
    Attach { report: usize, serial: u32 },
    Withdraw { disclosure: usize },
    Seat,
    Read { who: usize },
}

fn aside() -> impl Strategy<Value = Aside> {
    let any = any::<usize>;
    prop_oneof![
        6 => draft().prop_map(|draft| Aside::Enter { draft: Draft { category: ASIDE, ..draft } }),
        2 => (any(), draft())
            .prop_map(|(report, draft)| Aside::Edit { report, draft: Draft { category: ASIDE, ..draft } }),
        1 => any().prop_map(|report| Aside::Close { report }),
        3 => (any(), terms(), any())
            .prop_map(|(report, terms, audience)| Aside::Disclose { report, terms, audience }),
        4 => (any(), terms(), any())
            .prop_map(|(report, terms, audience)| Aside::DiscloseShared { report, terms, audience }),
        1 => any().prop_map(|report| Aside::Tell { report }),
        1 => (any(), proptest::num::u32::ANY).prop_map(|(report, serial)| Aside::Attach { report, serial }),
        2 => any().prop_map(|disclosure| Aside::Withdraw { disclosure }),
        1 => Just(Aside::Seat),
        2 => any().prop_map(|who| Aside::Read { who }),
    ]
}

/// One act of both worlds, what comes before it in the second, with which filter the viewer looks afterwards, and a
/// number for what is typed differently.
type Beat = (Step, Vec<Aside>, Filter, usize);

/// What the viewer got, in the order in which it asked.
type Got = Vec<(String, String)>;

/// Whose acts are done aside: somebody of customs.
fn customs() -> usize {
    TEMPLATE.cast.iter().position(|member| member.email.starts_with("zoll@")).unwrap()
}

/// Asks as the viewer: a few of the routes in turn, or all of them.
async fn look(world: &World, viewer: &Member, filter: &Filter, ids: &[String], turn: Option<usize>) -> Got {
    let query = filter.query();
    let [x, y] = MIDDLE;
    let always = [
        format!("reports?limit=200&{query}"),
        format!("picture/facets?{query}"),
        format!("picture/points?bbox=7.6,51.5,8.1,51.8&{query}"),
        "disclosures/received".to_owned(),
    ];
    let in_turn = [
        format!("reports?limit=1&{query}"),
        format!("picture/trends?{query}"),
        format!("picture/histogram?{query}"),
        format!("picture/points?bbox={},{},{},{}&{query}", x - 0.002, y - 0.002, x + 0.003, y + 0.001),
        format!("picture/cells?resolution=7&{query}"),
        format!("picture/cells?resolution=9&{query}"),
        format!("picture/cells?resolution=11&{query}"),
        format!("picture/areas?division=stadtbezirke&{query}"),
        format!("picture/areas?division=stadt&{query}"),
        format!("picture/areas?division=raster&{query}"),
        "picture/map-config".to_owned(),
        "disclosures".to_owned(),
        "charter".to_owned(),
    ];
    let ids = ids.iter().map(|id| format!("reports/{id}"));
    let now = |i: usize, many: usize| turn.is_none_or(|turn| i % many == turn % many);
    let in_turn =
        in_turn.into_iter().chain(ids).enumerate().filter(|(i, _)| now(*i, 6)).map(|(_, path)| path);
    let mut got = Vec::new();
    for path in always.into_iter().chain(in_turn) {
        let reply = world.get(viewer, &format!("/api/v1/{path}")).await;
        got.push((path, format!("{} {:?}\n{}", reply.status, reply.headers, reply.body)));
    }
    got
}

async fn look_at_pages(world: &World, viewer: &Member, ids: &[String]) -> Got {
    world.begin(u64::MAX);
    let session = world.session(viewer).await;
    let mut paths: Vec<String> = [
        "/",
        "/?preset=all",
        "/?preset=all&ansicht=tabelle",
        "/meldungen",
        "/meldungen?preset=all",
        "/freigaben",
        "/freigaben?richtung=von-uns",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.push(format!("/lage/zelle/{}", cell(MIDDLE, Resolution::Eight)));
    paths.extend(
        ids.iter().flat_map(|id| [format!("/meldungen/{id}"), format!("/meldungen/{id}/bearbeiten")]),
    );
    let mut got = Vec::new();
    for path in paths {
        let reply = world.page(&session, &path).await;
        assert!(
            reply.status != StatusCode::SEE_OTHER && !reply.status.is_server_error(),
            "{path}: {}",
            reply.status
        );
        got.push((path, format!("{} {:?}\n{}", reply.status, reply.headers, without_chance(&reply.body))));
    }
    got
}

/// A page without the identifiers of notices: one act draws those of all its notices in turn, and in the second world
/// there can be more of them, to others.
fn without_chance(page: &str) -> String {
    let mut shown = String::new();
    let mut rest = page;
    while let Some(at) =
        ["/sofortmeldungen/", "sofort-"].iter().filter_map(|m| Some(rest.find(m)? + m.len())).min()
    {
        shown.push_str(&rest[..at]);
        let id = rest[at..].get(..36).filter(|id| id.parse::<domain::ids::NoticeId>().is_ok());
        rest = &rest[at + id.map_or(0, str::len)..];
    }
    shown + rest
}

/// All that the viewer ever sees of one version, put together.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    own: bool,
    place: Option<Precision>,
    exact_time: bool,
    summary: bool,
    text: bool,
    /// Documents of this version and those before it.
    attachments: bool,
}

impl Known {
    fn and(&mut self, sight: &Sight) {
        self.own |= sight.own;
        if self.place.is_none_or(|place| fineness(place) < fineness(sight.place)) {
            self.place = Some(sight.place);
        }
        self.exact_time |= sight.time == TimePart::Exact;
        self.summary |= sight.text != TextPart::None;
        self.text |= sight.text == TextPart::Full;
        self.attachments |= sight.attachments;
    }
}

/// What the first world tells about a beat.
struct Played {
    got: Got,
    /// Live events until the line was broken by a restart, or until the end; otherwise nothing.
    heard: Option<Vec<String>>,
    /// The version that was typed: report and version.
    typed: Option<(usize, usize)>,
    /// The act as it was understood, with the numbers of the first world.
    step: Step,
    model: Model,
}

async fn first(
    world: &mut World,
    viewer: usize,
    beats: &[Beat],
) -> (Vec<Played>, BTreeMap<(usize, usize), Known>) {
    let cast = &TEMPLATE.cast;
    let mut model = Model::new(cast);
    let mut ear = world.listen(&cast[viewer]).await;
    let mut known: BTreeMap<(usize, usize), Known> = BTreeMap::new();
    let mut played = Vec::new();
    for (number, (step, _, filter, _)) in beats.iter().enumerate() {
        let before = model.clone();
        let step = step.resolved(&model, |report| report, |disclosure| disclosure);
        let silent = matches!(step, Step::Restart { .. }) || number + 1 == beats.len();
        let heard = if silent { Some(ear.hear_all().await) } else { None };
        world.begin(number as u64);
        if act(world, &mut model, cast, &step).await == Done::Restarted {
            ear = world.listen(&cast[viewer]).await;
        }
        for (number, report) in model.reports.iter().enumerate() {
            if let Some(sight) = model.sight(viewer, report) {
                // What only added a document says what the version before it says.
                let mut version = sight.version;
                known.entry((number, version)).or_default().and(&sight);
                while report.attached.iter().any(|attached| attached.version == version) {
                    version -= 1;
                    known.entry((number, version)).or_default().and(&sight);
                }
                for version in (0..sight.version).filter(|_| sight.attachments) {
                    known.entry((number, version)).or_default().attachments = true;
                }
            }
        }
        let versions =
            |model: &Model, i: usize| model.reports.get(i).map_or(0, |report| report.versions.len());
        let typed = (0..model.reports.len()).find(|&i| versions(&model, i) > versions(&before, i));
        let typed = typed.map(|i| (i, versions(&model, i) - 1));
        let got = look(world, &cast[viewer], filter, &ids(&model), Some(number)).await;
        played.push(Played { got, heard, typed, step, model: model.clone() });
    }
    (played, known)
}

fn ids(model: &Model) -> Vec<String> {
    model.reports.iter().map(|report| report.id.clone()).collect()
}

/// The second world: its model holds more, and knows where the reports and disclosures of the first are in it.
struct Second {
    world: World,
    model: Model,
    ear: Ear,
    viewer: usize,
    reports: Vec<usize>,
    disclosures: Vec<usize>,
    /// How often chance was begun anew for what is done aside.
    drawn: u64,
}

impl Second {
    /// Number of a report that was entered aside.
    fn aside(&self, number: usize) -> Option<usize> {
        let aside: Vec<usize> = (0..self.model.reports.len()).filter(|i| !self.reports.contains(i)).collect();
        (!aside.is_empty()).then(|| aside[number % aside.len()])
    }

    /// An audience to which nobody of the viewer's house belongs.
    fn audience(&self, number: usize) -> &'static str {
        let charter = self.world.app().charter();
        let partner = &TEMPLATE.cast[self.viewer].partner;
        let foreign =
            |id: &&&str| !charter.audience(&id.parse().unwrap()).unwrap().partners.contains(partner);
        let foreign: Vec<&&str> = AUDIENCES.iter().filter(foreign).collect();
        foreign[number % foreign.len()]
    }

    async fn step_aside(&mut self, aside: &Aside, never_read: &[String]) {
        let cast = &TEMPLATE.cast;
        let customs = customs();
        // Somebody of customs acts: "likely" finds nobody else for this unit.
        let who = 6;
        let step = match aside {
            Aside::Enter { draft } => Some(Step::Enter { who: customs, draft: draft.clone() }),
            Aside::Edit { report, draft } => {
                self.aside(*report).map(|report| Step::Edit { who, report, draft: draft.clone() })
            }
            Aside::Close { report } => self.aside(*report).map(|report| Step::Close { who, report }),
            Aside::Tell { report } => self.aside(*report).map(|report| Step::Tell { who, report }),
            Aside::Attach { report, serial } => {
                self.aside(*report).map(|report| Step::Attach { who, report, serial: *serial })
            }
            Aside::Disclose { report, terms, audience } => self.aside(*report).map(|report| {
                let terms = Terms { audience: self.audience(*audience), ..terms.clone() };
                Step::Disclose { who, report, terms }
            }),
            Aside::DiscloseShared { report, terms, audience } => {
                let hidden = |i: &&usize| never_read.contains(&self.model.reports[**i].unit.to_string());
                let hidden: Vec<&usize> = self.reports.iter().filter(hidden).collect();
                let terms = Terms { audience: self.audience(*audience), ..terms.clone() };
                (!hidden.is_empty()).then(|| Step::Disclose {
                    who,
                    report: *hidden[report % hidden.len()],
                    terms,
                })
            }
            Aside::Withdraw { disclosure } => {
                let aside: Vec<usize> =
                    (0..self.model.disclosures.len()).filter(|i| !self.disclosures.contains(i)).collect();
                (!aside.is_empty())
                    .then(|| Step::Withdraw { who, disclosure: aside[disclosure % aside.len()] })
            }
            Aside::Seat => {
                let administrator = (0..ADMINISTRATORS).find(|&i| cast[i].partner == cast[customs].partner);
                let administrator = administrator.unwrap();
                Some(Step::Grant { administrator, who: customs, of: 1, role: Role::Reader, days: None })
            }
            Aside::Read { who } => {
                let who = who % cast.len();
                if who != self.viewer {
                    self.world.get(&cast[who], "/api/v1/reports").await;
                    self.world.get(&cast[who], "/api/v1/reports/00000000-0000-4000-8000-000000000000").await;
                }
                None
            }
        };
        if let Some(step) = step {
            self.drawn += 1;
            self.world.begin(u64::MAX / 2 + self.drawn);
            act(&mut self.world, &mut self.model, cast, &step).await;
        }
    }

    async fn step(&mut self, number: usize, played: &Played, before: &Model, known: &Known, other: usize) {
        let (reports, disclosures) = (self.reports.clone(), self.disclosures.clone());
        let mut step =
            played.step.resolved(before, |report| reports[report], |disclosure| disclosures[disclosure]);
        if let (Some((report, version)), Some(draft)) = (played.typed, step.draft_mut()) {
            let typed = &played.model.reports[report].versions[version].typed;
            *draft = differently(draft, typed, known, played.model.now, other);
        }
        if let Step::Attach { serial, .. } = &mut step
            && !known.own
            && !known.attachments
        {
            *serial = serial.wrapping_add(other as u32 | 1);
        }
        if let Some(heard) = &played.heard {
            let told = self.ear.hear_all().await;
            assert_eq!(in_turn(&told), in_turn(heard), "live events before {:?}", played.step);
        }
        let (had_reports, had_disclosures) = (self.model.reports.len(), self.model.disclosures.len());
        self.world.begin(number as u64);
        if act(&mut self.world, &mut self.model, &TEMPLATE.cast, &step).await == Done::Restarted {
            self.ear = self.world.listen(&TEMPLATE.cast[self.viewer]).await;
        }
        self.reports.extend(had_reports..self.model.reports.len());
        self.disclosures.extend(had_disclosures..self.model.disclosures.len());
        assert_eq!(self.reports.len(), played.model.reports.len());
        assert_eq!(self.disclosures.len(), played.model.disclosures.len());
    }
}

/// Events of reports in their order, and whether something waits. What is due because time went by, expiries and silent
/// notices, is told by two clocks of the application: either can be first, and one can find both steps of a notice done.
fn in_turn(events: &[String]) -> (Vec<&String>, bool) {
    let (waiting, others): (Vec<&String>, Vec<&String>) = events.iter().partition(|event| is_waiting(event));
    (others, !waiting.is_empty())
}

/// The same draft, with everything different that the viewer never gets to know.
fn differently(draft: &Draft, typed: &Typed, known: &Known, now: i64, other: usize) -> Draft {
    let mut new = draft.clone();
    if known.own {
        return new;
    }
    let change = |serial: &mut u32| *serial = serial.wrapping_add(other as u32 | 1);
    // Since when the owner knew of it hangs on this number in steps of 15, and stands in a notice for its receivers.
    let step = 15 * (1 + other as u32 % 1000);
    new.serials[3] = draft.serials[3].checked_add(step).unwrap_or(draft.serials[3] - step);
    if !known.text {
        change(&mut new.serials[0]);
        change(&mut new.serials[2]);
    }
    if !known.summary {
        change(&mut new.serials[1]);
        new.origin = steps::ORIGINS[other % 3];
        new.source = other % 3;
    }
    let Some(precision) = known.place else {
        // Never seen at all. The category stays: by it, reports are disclosed together.
        new.urgent = !draft.urgent;
        new.household = !draft.household;
        new.ago += (other % 50) as i64 * 3_600_000;
        new.place = (!other.is_multiple_of(4)).then(|| moved(MIDDLE, other));
        return new;
    };
    if !known.exact_time {
        let day = day_start(typed.when.0);
        let latest = (day + 23 * 3_600_000).min(now);
        let at = day + (other as i64 % 1000) * (latest - day) / 1000;
        if day_start(at) == day {
            (new.ago, new.lasted) = (now - at, other.is_multiple_of(2).then_some(60_000));
        }
    }
    if let Some(point) = typed.place {
        let looks =
            |point| Precision::ALL.map(|p| (fineness(p) <= fineness(precision)).then(|| shown(point, p)));
        let candidates = (0..20).filter_map(|i| other_point(point, precision, other + i));
        let fits = |candidate: &[f64; 2]| {
            let other = Typed { place: Some(*candidate), ..typed.clone() };
            looks(*candidate) == looks(point) && limit(&other) == limit(typed)
        };
        if let Some(place) = candidates.into_iter().find(fits) {
            new.place = Some(place);
        }
    }
    new
}

fn moved([lon, lat]: [f64; 2], other: usize) -> [f64; 2] {
    // Never on a border: whose that is, the two may say differently.
    let step = |n: usize| (n % 400) as f64 * 5e-5 - 0.010_013;
    [lon + step(other), lat + step(other / 400)].map(|value| (value * 1e7).round() / 1e7)
}

/// Another point that may look the same at this precision.
fn other_point(point: [f64; 2], precision: Precision, other: usize) -> Option<[f64; 2]> {
    let within = |resolution| {
        let finest: Vec<_> = cell(point, resolution).children(Resolution::Thirteen).collect();
        centre(finest[other % finest.len()]).map(|value| (value * 1e7).round() / 1e7)
    };
    match precision {
        Precision::Exact => None,
        Precision::M50 => Some(within(Resolution::Eleven)),
        Precision::M200 => Some(within(Resolution::Nine)),
        Precision::Quarter | Precision::City => Some(moved(MIDDLE, other.wrapping_mul(7919))),
    }
}

fn shown(point: [f64; 2], precision: Precision) -> Shown {
    match precision {
        Precision::Exact => Shown::Point(point),
        Precision::M50 => Shown::Cell(precision, cell(point, Resolution::Eleven)),
        Precision::M200 => Shown::Cell(precision, cell(point, Resolution::Nine)),
        Precision::Quarter => {
            let known = ["nw", "no", "sw", "so"];
            let area = area_of(point, "stadtbezirke");
            Shown::Quarter(area.and_then(|area| known.into_iter().find(|id| *id == area)))
        }
        Precision::City => Shown::City,
    }
}

/// Units in which the viewer never reads.
fn never_read(played: &[Played], viewer: usize) -> Vec<String> {
    let all =
        ["ordnungsamt", "kod", "stadtplanung", "lagedienst", "bezirksdienst", "bpol-revier", "fks-hamm"];
    let reads = |unit: &&str| {
        let of_it = MemberOf::Unit(unit.parse().unwrap());
        let last = &played.last().unwrap().model.people[viewer].person.memberships;
        last.iter().any(|seat| seat.of == of_it)
    };
    all.iter().filter(|unit| !reads(unit)).map(|unit| (*unit).to_owned()).collect()
}

async fn compare(viewer: usize, beats: &[Beat]) {
    let cast = &TEMPLATE.cast;
    let mut one = World::new(&TEMPLATE).await;
    let (played, known) = first(&mut one, viewer, beats).await;
    let world = World::new(&TEMPLATE).await;
    let ear = world.listen(&cast[viewer]).await;
    let model = Model::new(cast);
    let mut two =
        Second { world, model, ear, viewer, reports: Vec::new(), disclosures: Vec::new(), drawn: 0 };
    let never_read = never_read(&played, viewer);
    let mut before = Model::new(cast);
    for (number, (played, (_, asides, filter, other))) in played.iter().zip(beats).enumerate() {
        for aside in asides {
            two.step_aside(aside, &never_read).await;
        }
        let known = played.typed.and_then(|version| known.get(&version)).copied().unwrap_or_default();
        two.step(number, played, &before, &known, *other).await;
        let got = look(&two.world, &cast[viewer], filter, &ids(&played.model), Some(number)).await;
        same(&got, &played.got, &format!("after {:?}", played.step));
        before = played.model.clone();
    }
    // What there is in the second world only is as unknown in it as in the first.
    let all = ids(&two.model);
    let filter = Filter::default();
    let in_one = look(&one, &cast[viewer], &filter, &all, None).await;
    same(&look(&two.world, &cast[viewer], &filter, &all, None).await, &in_one, "at the end");
    let in_one = look_at_pages(&one, &cast[viewer], &all).await;
    same(&look_at_pages(&two.world, &cast[viewer], &all).await, &in_one, "at the end");
}

fn same(got: &Got, expected: &Got, when: &str) {
    for ((path, got), (_, expected)) in got.iter().zip(expected) {
        assert!(
            got == expected,
            "{when}: {path} looks different although nothing that may be seen is\n--- one\n{expected}\n--- other\n{got}"
        );
    }
}

#[test]
fn two_worlds_that_differ_only_in_what_is_hidden_look_the_same() {
    let sequence = steps::sequence(8..16).prop_flat_map(|steps| {
        let beside = vec((vec(aside(), 0..3), filter(), any::<u32>()), steps.len());
        (Just(steps), beside).prop_map(|(steps, beside)| {
            let beats = steps.into_iter().zip(beside);
            beats
                .map(|(step, (asides, filter, other))| (step, asides, filter, other as usize))
                .collect::<Vec<Beat>>()
        })
    });
    std::sync::LazyLock::force(&TEMPLATE);
    // The viewer is somebody who reads or may come to read: no administrator, and nobody of customs.
    let viewer = ADMINISTRATORS..customs();
    proptest!(cases(12), |(viewer in viewer, beats in sequence)| {
        run(compare(viewer, &beats));
    });
}
