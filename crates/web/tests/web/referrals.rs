//! Referrals between two houses, in browsers without scripts and through the API.

use app::{LiveKind, ReferralDraft, ReferralState, Who};
use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    ids::{ReferralId, ReportId},
    people::Scope,
    referral::{Side, StepDraft},
    report::{Draft, Problem},
    time::{DAY_MS, Timestamp},
};
use serde_json::Value;

use crate::house::{Browser, House, NOW, PASSWORD, Person, unit};

/// A citizen's report at the citizens' service, and the district service of the police that can act on it.
struct Scene {
    house: House,
    portal: Person,
    district: Person,
}

impl Scene {
    async fn open() -> Self {
        let house = House::open().await;
        let portal = house.person("stadt", "portal", &[(unit("buergerservice"), Role::Officer)]).await;
        let district = house.person("polizei", "bezirk", &[(unit("bezirksdienst"), Role::Officer)]).await;
        Self { house, portal, district }
    }

    async fn report(&self) -> ReportId {
        let draft = Draft {
            title: "Scherben auf dem Spielplatz".to_owned(),
            summary: "Viele Scherben unter der Rutsche".to_owned(),
            category: "vermuellung".to_owned(),
            lon: "7.82".to_owned(),
            lat: "51.68".to_owned(),
            own_ref: "MM-4711".to_owned(),
            ..Draft::default()
        };
        let portal = self.house.who(&self.portal).await;
        self.house.app.enter_report(&portal, "", &draft, &[]).await.unwrap().id
    }

    async fn refer(&self) -> (ReportId, ReferralId) {
        let report = self.report().await;
        let portal = self.house.who(&self.portal).await;
        let draft = ReferralDraft {
            to: "bezirksdienst".to_owned(),
            request: "Bitte kontrollieren".to_owned(),
            ..ReferralDraft::default()
        };
        (report, self.house.app.refer(&portal, report, &draft).await.unwrap().referral.id)
    }

    async fn answer(
        &self,
        person: &Person,
        id: ReferralId,
        what: &str,
    ) -> Result<app::ReferralView, app::ActError> {
        let who = self.house.who(person).await;
        let draft = StepDraft {
            what: what.to_owned(),
            text: "Die Streife war dort".to_owned(),
            outcome: "resolved".to_owned(),
            on: String::new(),
        };
        self.house.app.answer_referral(&who, id, &draft).await
    }

    /// People see the world anew with the clock; their sessions end meanwhile.
    async fn later(&self, person: &Person, millis: i64) -> Who {
        self.house.clock.set(Timestamp(NOW.0 + millis));
        self.house.app.sign_in(&person.email, PASSWORD, "10.0.0.1", "test").await.unwrap().who.unwrap()
    }
}

/// A browser in which somebody is signed in already.
fn browser_of(house: &House, person: &Person) -> Browser {
    let mut browser = house.browser();
    browser.cookies.insert("lagenetz_session".to_owned(), person.session.clone());
    browser
}

fn json(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

async fn api(scene: &Scene, person: &Person) -> Browser {
    let token = scene.house.token(person, Scope::Write).await;
    let mut browser = scene.house.browser();
    browser.headers.push(("authorization", format!("Bearer {token}")));
    browser
}

#[tokio::test]
async fn a_citizens_report_goes_to_the_police_and_its_outcome_comes_back() {
    let scene = Scene::open().await;
    let report = scene.report().await;
    let mut city = browser_of(&scene.house, &scene.portal);
    let mut police = browser_of(&scene.house, &scene.district);

    let page = format!("/meldungen/{report}");
    let fields = [("to_unit", "bezirksdienst"), ("request", "Bitte auf der Streife ansehen")];
    let sent = city.submit(&page, &format!("{page}/abgeben"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let here = sent.location().split('?').next().unwrap().to_owned();

    let list = police.get("/abgaben?side=receiver").await.body;
    assert!(list.contains("Scherben auf dem Spielplatz") && list.contains("noch nicht angenommen"), "{list}");
    for (what, text) in [("accepted", ""), ("progress", "Heute Abend vor Ort"), ("done", "Weggeräumt")] {
        let fields = [("what", what), ("text", text), ("result", "resolved"), ("on", "23.11.2026")];
        let answer = police.submit(&here, &here, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}: {}", answer.body);
        let seen = city.get(&here).await.body;
        assert!(seen.contains(text), "the sender reads \"{text}\"");
    }
    let report_page = city.get(&page).await.body;
    for word in ["erledigt", "behoben", "23.11.2026", "Weggeräumt"] {
        assert!(report_page.contains(word), "{word} on the sender's page of the report");
    }
    assert!(city.get("/abgaben?state=ended").await.body.contains("Scherben auf dem Spielplatz"));
    assert!(!city.get("/abgaben").await.body.contains("Scherben auf dem Spielplatz"));
}

#[tokio::test]
async fn a_referral_does_not_exist_for_anybody_but_its_two_units() {
    let scene = Scene::open().await;
    let (report, id) = scene.refer().await;
    let unknown = ReferralId::from_chance([9; 16]);
    // The patrol service is in the same audience and reads the report, but the referral is none of its business.
    let patrol = scene.house.person("polizei", "wache", &[(unit("wachdienst"), Role::Officer)]).await;
    let who = scene.house.who(&patrol).await;
    assert!(scene.house.app.read_report(&who, report).await.unwrap().referrals.is_empty());
    for stranger in [patrol, scene.house.lagedienst().await, scene.house.administrator_of("polizei")] {
        let mut browser = api(&scene, &stranger).await;
        let guessed = browser.get(&format!("/api/v1/referrals/{id}")).await;
        let made_up = browser.get(&format!("/api/v1/referrals/{unknown}")).await;
        assert_eq!((guessed.status, &guessed.body), (StatusCode::NOT_FOUND, &made_up.body));
        let who = scene.house.who(&stranger).await;
        for state in ReferralState::ALL {
            assert!(scene.house.app.referrals(&who, None, state, None).await.unwrap().items.is_empty());
        }
        assert!(matches!(scene.answer(&stranger, id, "accepted").await, Err(app::ActError::NotFound)));
        assert_eq!(scene.house.app.for_me(&who).total(), 0);
    }
}

#[tokio::test]
async fn the_receiver_answers_the_referral_and_never_edits_the_report() {
    let scene = Scene::open().await;
    let (report, id) = scene.refer().await;
    scene.answer(&scene.district, id, "accepted").await.unwrap();
    let who = scene.house.who(&scene.district).await;
    let edit = scene.house.app.edit_report(&who, report, 1, &Draft::default()).await;
    assert!(matches!(edit, Err(app::ActError::Denied)), "{edit:?}");
    let close = scene.house.app.close_report(&who, report, "").await;
    assert!(matches!(close, Err(app::ActError::Denied)), "{close:?}");
    // Nor does the sender answer for the receiver.
    assert!(matches!(scene.answer(&scene.portal, id, "done").await, Err(app::ActError::Denied)));
}

#[tokio::test]
async fn both_learn_that_the_report_is_out_of_reach_and_the_request_is_gone() {
    let scene = Scene::open().await;
    let (report, id) = scene.refer().await;
    let portal = scene.house.who(&scene.portal).await;
    let detail = scene.house.app.read_report(&portal, report).await.unwrap();
    let made_for_it = detail.referrals[0].referral.disclosure;
    scene.house.app.withdraw(&portal, made_for_it, "Irrtum").await.unwrap();

    let here = format!("/abgaben/{id}");
    let received = browser_of(&scene.house, &scene.district).get(&here).await.body;
    assert!(
        received.contains("zurückgezogen: Irrtum") && received.contains("nicht mehr zu sehen"),
        "{received}"
    );
    assert!(!received.contains("Bitte kontrollieren") && !received.contains("Scherben"), "{received}");
    let sent = browser_of(&scene.house, &scene.portal).get(&here).await.body;
    assert!(
        sent.contains("kann die Meldung nicht mehr lesen") && sent.contains("Bitte kontrollieren"),
        "{sent}"
    );

    assert!(matches!(scene.answer(&scene.district, id, "accepted").await, Err(app::ActError::Ended)));
    scene.answer(&scene.district, id, "returned").await.unwrap();
}

#[tokio::test]
async fn an_expired_disclosure_is_said_until_another_one_reaches_the_unit() {
    let scene = Scene::open().await;
    let (report, id) = scene.refer().await;
    let days = 400 * DAY_MS;
    let portal = scene.later(&scene.portal, days).await;
    let seen = scene.house.app.read_referral(&portal, id).await.unwrap();
    assert!(!seen.reaches && seen.overdue);
    let terms = domain::terms::TermsDraft {
        audience: "polizei-wache".to_owned(),
        profile: "bearbeitung".to_owned(),
        ..Default::default()
    };
    scene.house.app.disclose(&portal, &app::Target::Report(report), &terms).await.unwrap();
    assert!(scene.house.app.read_referral(&portal, id).await.unwrap().reaches);
}

#[tokio::test]
async fn a_recall_takes_the_disclosure_along() {
    let scene = Scene::open().await;
    let (report, id) = scene.refer().await;
    let district = scene.house.who(&scene.district).await;
    assert!(scene.house.app.read_report(&district, report).await.unwrap().seen.full.is_some());
    scene.answer(&scene.portal, id, "recalled").await.unwrap();
    // What a standing rule disclosed to all partners stays: a hint without text.
    let left = scene.house.app.read_report(&district, report).await.unwrap();
    assert!(left.seen.full.is_none() && left.seen.summary.is_none());
    let ended = scene.house.app.referrals(&district, Some(Side::Receiver), ReferralState::Ended, None).await;
    let ended = ended.unwrap();
    assert_eq!(ended.items.len(), 1);
    assert!(!ended.items[0].reaches && ended.items[0].referral.request.is_empty());
}

#[tokio::test]
async fn what_waits_too_long_is_seen_by_both() {
    let scene = Scene::open().await;
    let (_, id) = scene.refer().await;
    for person in [&scene.portal, &scene.district] {
        let who = scene.later(person, 3 * DAY_MS - 1).await;
        let overdue = scene.house.app.referrals(&who, None, ReferralState::Overdue, None).await.unwrap();
        assert!(overdue.items.is_empty(), "a millisecond before");
        let who = scene.later(person, 3 * DAY_MS).await;
        let overdue = scene.house.app.referrals(&who, None, ReferralState::Overdue, None).await.unwrap();
        assert_eq!(overdue.items.iter().map(|view| view.referral.id).collect::<Vec<_>>(), [id]);
    }
}

#[tokio::test]
async fn all_that_is_wrong_with_a_referral_is_said_at_once() {
    let scene = Scene::open().await;
    let (report, _) = scene.refer().await;
    let portal = scene.house.who(&scene.portal).await;
    let refer = async |to: &str, request: &str, audience: &str| {
        let terms = domain::terms::TermsDraft { audience: audience.to_owned(), ..Default::default() };
        let draft = ReferralDraft { to: to.to_owned(), request: request.to_owned(), terms };
        match scene.house.app.refer(&portal, report, &draft).await {
            Err(app::ActError::Invalid(errors)) => errors,
            other => panic!("{other:?}"),
        }
    };
    let fields =
        |errors: &[domain::report::FieldError]| -> Vec<&str> { errors.iter().map(|e| e.field).collect() };
    let long = "x".repeat(2_001);
    assert_eq!(fields(&refer("nirgends", &long, "").await), ["request", "to_unit"]);
    assert_eq!(fields(&refer("", "", "").await), ["to_unit"]);
    assert_eq!(refer("kod", "", "polizei-lage").await[0].problem, Problem::AudienceMisses);
    assert_eq!(refer("bezirksdienst", "", "").await[0].problem, Problem::ReferredAlready);
}

#[tokio::test]
async fn a_referral_stands_in_the_journals_of_both_without_a_word_of_its_content() {
    let scene = Scene::open().await;
    let (_, id) = scene.refer().await;
    scene.answer(&scene.district, id, "accepted").await.unwrap();
    for (partner, own, other) in
        [("stadt", "referral.sent", "referral.accepted"), ("polizei", "referral.accepted", "referral.sent")]
    {
        let protector = scene.house.protector_of(partner).await;
        let who = scene.house.who(&protector).await;
        let lines =
            scene.house.app.journal_page(&who, &app::JournalFilter::default(), 200).await.unwrap().lines;
        let entries: Vec<_> = lines.into_iter().filter_map(|line| line.entry).collect();
        let of = |act: &str| {
            entries
                .iter()
                .find(|e| e.act == act && e.subjects.iter().any(|s| s.id == id.to_string()))
                .unwrap()
        };
        assert!(of(own).actor.is_some());
        assert_eq!(of(other).actor, None, "who of the other house did it is that house's own matter");
        let text = entries.iter().map(|e| String::from_utf8(e.bytes()).unwrap()).collect::<String>();
        assert!(!text.contains("kontrollieren") && !text.contains("Scherben"), "{text}");
    }
}

#[tokio::test]
async fn only_the_two_units_hear_of_a_step() {
    let scene = Scene::open().await;
    let (_, id) = scene.refer().await;
    let house = &scene.house;
    let patrol = house.person("polizei", "wache", &[(unit("wachdienst"), Role::Officer)]).await;
    let mut heard = house.app.listen(&house.who(&scene.portal).await);
    let mut stranger = house.app.listen(&house.who(&patrol).await);
    scene.answer(&scene.district, id, "accepted").await.unwrap();
    let events = heard.next().await.unwrap();
    assert_eq!(events.iter().map(|event| event.kind).collect::<Vec<_>>(), [LiveKind::Waiting]);
    let silence = tokio::time::timeout(std::time::Duration::from_millis(50), stranger.next()).await;
    assert!(silence.is_err(), "{silence:?}");
}

#[tokio::test]
async fn what_waits_for_me_counts_what_i_can_accept() {
    let scene = Scene::open().await;
    let (_, id) = scene.refer().await;
    let reader = scene.house.person("polizei", "leser", &[(unit("bezirksdienst"), Role::Reader)]).await;
    let app = &scene.house.app;
    let count = async |person: &Person| app.for_me(&scene.house.who(person).await).referrals;
    assert_eq!((count(&scene.district).await, count(&scene.portal).await, count(&reader).await), (1, 0, 0));
    scene.answer(&scene.district, id, "accepted").await.unwrap();
    assert_eq!(count(&scene.district).await, 0);
}

#[tokio::test]
async fn words_about_a_person_are_asked_about_before_they_are_saved() {
    let scene = Scene::open().await;
    let (_, id) = scene.refer().await;
    scene.answer(&scene.district, id, "accepted").await.unwrap();
    let here = format!("/abgaben/{id}");
    let mut police = browser_of(&scene.house, &scene.district);
    let text = "Halter mit HAM-AB 123 angesprochen";
    let asked = police.submit(&here, &here, &[("what", "progress"), ("text", text)]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Steht hier etwas über eine Person?") && asked.body.contains(text));
    let fields = [("what", "progress"), ("text", text), ("persons", "leave_out")];
    let saved = police.submit(&here, &here, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let seen = browser_of(&scene.house, &scene.portal).get(&here).await.body;
    assert!(!seen.contains("HAM-AB 123") && seen.contains("angesprochen"), "{seen}");
}

#[tokio::test]
async fn programs_refer_and_answer_too() {
    let scene = Scene::open().await;
    let report = scene.report().await;
    let mut city = api(&scene, &scene.portal).await;
    let mut police = api(&scene, &scene.district).await;
    let json_type = Some("application/json");
    let body = r#"{ "to_unit": "bezirksdienst", "request": "Bitte prüfen" }"#.to_owned();
    let sent = city.ask("POST", &format!("/api/v1/reports/{report}/referrals"), json_type, body).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    let here = sent.location().to_owned();
    let step =
        |what: &str| format!(r#"{{ "what": "{what}", "text": "erledigt", "result": "nothing_found" }}"#);
    for what in ["accepted", "done"] {
        let answer = police.ask("POST", &format!("{here}/steps"), json_type, step(what)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }
    let seen = json(&city.get(&here).await.body);
    assert_eq!((&seen["state"], &seen["side"]), (&"done".into(), &"sender".into()));
    assert_eq!(seen["steps"][1]["result"], "nothing_found");
    let again = police.ask("POST", &format!("{here}/steps"), json_type, step("done")).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let ended = json(&city.get("/api/v1/referrals?state=ended&side=sender").await.body);
    assert_eq!(ended["items"].as_array().unwrap().len(), 1);
    let wrong =
        police.ask("POST", &format!("{here}/steps"), json_type, r#"{ "what": "x" }"#.to_owned()).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_member_of_a_body_sees_no_referral() {
    let scene = Scene::open().await;
    let (_, id) = scene.refer().await;
    let body = MemberOf::Body("koordination".parse().unwrap());
    let person = scene.house.person("polizei", "koordination", &[(body, Role::Reader)]).await;
    let who = scene.house.who(&person).await;
    assert!(matches!(scene.house.app.read_referral(&who, id).await, Err(app::ActError::NotFound)));
}
