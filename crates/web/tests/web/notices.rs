//! Notices: from what is urgent to who is on duty, by the clock.

use app::{ActError, LiveKind, NoticeDraft, NoticeView, Target, Who};
use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    ids::{DisclosureId, ReportId},
    notice::State,
    referral::Side,
    report::{Draft, Problem},
    terms::TermsDraft,
    time::Timestamp,
};

use crate::house::{Browser, House, NOW, PASSWORD, Person, body, unit};

const MINUTE: i64 = 60_000;

/// The public order office, and who is on duty at the police: the situation desk, behind it the command staff.
struct Scene {
    house: House,
    office: Person,
    desk: Person,
    staff: Person,
}

impl Scene {
    async fn open() -> Self {
        let house = House::open().await;
        let (office, desk) = (house.ordnungsamt().await, house.lagedienst().await);
        let staff = house.person("polizei", "stab", &[(unit("fuehrungsstab"), Role::Officer)]).await;
        Self { house, office, desk, staff }
    }

    /// Somebody as they are now; whoever was away for long signs in again.
    async fn who(&self, person: &Person) -> Who {
        let app = &self.house.app;
        match app.who_by_session(&person.session).await.unwrap() {
            Some(who) => who,
            None => app.sign_in(&person.email, PASSWORD, "10.0.0.1", "test").await.unwrap().who.unwrap(),
        }
    }

    async fn enter(&self, urgency: &str) -> ReportId {
        let draft = Draft {
            title: "Gasgeruch an der Schule".to_owned(),
            summary: "Gasgeruch".to_owned(),
            category: "laerm".to_owned(),
            lon: "7.82".to_owned(),
            lat: "51.68".to_owned(),
            urgency: urgency.to_owned(),
            known_since: "23.11.2026 08:50".to_owned(),
            ..Draft::default()
        };
        let office = self.who(&self.office).await;
        self.house.app.enter_report(&office, "", &draft, &[]).await.unwrap().id
    }

    async fn disclose(&self, report: ReportId, audience: &str) -> DisclosureId {
        let terms =
            TermsDraft { audience: audience.to_owned(), profile: "lage".to_owned(), ..TermsDraft::default() };
        let office = self.who(&self.office).await;
        let disclosed = self.house.app.disclose(&office, &Target::Report(report), &terms).await.unwrap();
        disclosed.disclosures[0].id
    }

    /// An urgent report that was disclosed to the situation desk and its deputy.
    async fn notice(&self) -> (ReportId, DisclosureId) {
        let report = self.enter("immediate").await;
        (report, self.disclose(report, "polizei-lage").await)
    }

    async fn seen_by(&self, person: &Person) -> Vec<NoticeView> {
        let who = self.who(person).await;
        self.house.app.notices(&who).await.unwrap()
    }

    async fn waiting_for(&self, person: &Person) -> usize {
        self.house.app.for_me(&self.who(person).await).notices
    }

    async fn answer(
        &self,
        person: &Person,
        view: &NoticeView,
        what: &str,
        at: &str,
    ) -> Result<NoticeView, ActError> {
        let who = self.who(person).await;
        let draft = NoticeDraft { what: what.to_owned(), told_at: at.to_owned() };
        self.house.app.answer_notice(&who, view.notice.id, &draft).await
    }

    /// Lets time pass, and what goes by itself happen.
    async fn after(&self, minutes: i64) {
        self.house.clock.set(Timestamp(NOW.0 + minutes * MINUTE));
        self.house.app.pass_on_notices().await.unwrap();
    }
}

fn browser_of(house: &House, person: &Person) -> Browser {
    let mut browser = house.browser();
    browser.cookies.insert("lagenetz_session".to_owned(), person.session.clone());
    browser
}

#[tokio::test]
async fn a_notice_is_received_when_it_is_shown_on_duty_and_acknowledged_by_a_click() {
    let scene = Scene::open().await;
    scene.notice().await;
    assert_eq!(scene.waiting_for(&scene.desk).await, 1);
    let sent = &scene.seen_by(&scene.office).await[0];
    assert_eq!(
        (sent.side, sent.notice.state()),
        (Side::Sender, State::Sent),
        "its sender's look is no receipt"
    );

    scene.house.clock.set(Timestamp(NOW.0 + 2 * MINUTE));
    let mut police = browser_of(&scene.house, &scene.desk);
    let list = police.get("/sofortmeldungen").await.body;
    assert!(list.contains("Zur Kenntnis nehmen") && list.contains("Lärm"), "{list}");
    scene.house.clock.set(Timestamp(NOW.0 + 5 * MINUTE));
    let here = format!("/sofortmeldungen/{}", sent.notice.id);
    let answer = police.submit(&here, &here, &[("what", "acknowledged")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);

    let seen = &scene.seen_by(&scene.office).await[0];
    let clock = (seen.notice.known_since, seen.notice.entered_at, seen.notice.received_at());
    assert_eq!(clock, (Timestamp(NOW.0 - 10 * MINUTE), NOW, Some(Timestamp(NOW.0 + 2 * MINUTE))));
    assert_eq!(seen.notice.acknowledged_at(), Some(Timestamp(NOW.0 + 5 * MINUTE)));
    assert_eq!(scene.waiting_for(&scene.desk).await, 0);
    let page = browser_of(&scene.house, &scene.office).get(&here).await.body;
    assert!(page.contains("23.11.2026, 09:02") && page.contains("23.11.2026, 09:05"), "{page}");
    assert!(!page.contains("lagedienst"), "who of the other house did it is that house's own matter: {page}");
}

#[tokio::test]
async fn after_a_silence_the_deputy_is_told_and_then_the_first_again() {
    let scene = Scene::open().await;
    scene.notice().await;
    scene.after(14).await;
    assert_eq!(scene.waiting_for(&scene.staff).await, 0, "it is not the deputy's turn yet");
    assert!(scene.seen_by(&scene.staff).await.is_empty(), "nor does the deputy know that there is something");
    scene.after(15).await;
    assert_eq!((scene.waiting_for(&scene.desk).await, scene.waiting_for(&scene.staff).await), (1, 1));
    scene.after(30).await;
    let again = &scene.seen_by(&scene.office).await[0].notice;
    assert_eq!((again.passed_on(), again.on_turn().unwrap().as_str()), (2, "lagedienst"));

    let shown = scene.seen_by(&scene.staff).await;
    scene.answer(&scene.staff, &shown[0], "acknowledged", "").await.unwrap();
    scene.after(600).await;
    let ended = &scene.seen_by(&scene.office).await[0].notice;
    assert_eq!((ended.passed_on(), ended.state()), (2, State::Acknowledged), "nobody is told any more");
}

#[tokio::test]
async fn a_closed_report_is_passed_on_to_nobody() {
    let scene = Scene::open().await;
    let (report, _) = scene.notice().await;
    scene.house.app.close_report(&scene.who(&scene.office).await, report, "erledigt").await.unwrap();
    scene.after(600).await;
    assert_eq!(scene.seen_by(&scene.office).await[0].notice.passed_on(), 0);
    assert!(scene.seen_by(&scene.staff).await.is_empty());
}

#[tokio::test]
async fn told_by_telephone_counts_as_receipt_and_ends_the_telling() {
    let scene = Scene::open().await;
    scene.notice().await;
    let sent = scene.seen_by(&scene.office).await;
    scene.house.clock.set(Timestamp(NOW.0 + 10 * MINUTE));
    let wrong = scene.answer(&scene.office, &sent[0], "told", "23.11.2026 12:00").await;
    assert!(
        matches!(&wrong, Err(ActError::Invalid(errors)) if errors[0].problem == Problem::Future),
        "{wrong:?}"
    );
    let told = scene.answer(&scene.office, &sent[0], "told", "23.11.2026 09:03").await.unwrap();
    assert_eq!(
        (told.notice.state(), told.notice.received_at()),
        (State::Told, Some(Timestamp(NOW.0 + 3 * MINUTE)))
    );
    scene.after(60).await;
    assert_eq!(scene.seen_by(&scene.office).await[0].notice.passed_on(), 0);
    assert_eq!(scene.waiting_for(&scene.desk).await, 0);
}

#[tokio::test]
async fn only_what_is_urgent_and_disclosed_on_its_own_is_a_notice() {
    let scene = Scene::open().await;
    let normal = scene.enter("normal").await;
    scene.disclose(normal, "polizei-lage").await;
    scene.enter("immediate").await;
    let office = scene.who(&scene.office).await;
    let terms = TermsDraft {
        audience: "polizei-lage".to_owned(),
        profile: "lage".to_owned(),
        ..TermsDraft::default()
    };
    let all = Target::Filter(Box::default());
    assert_eq!(scene.house.app.disclose(&office, &all, &terms).await.unwrap().reports, 2);
    assert!(scene.seen_by(&scene.office).await.is_empty() && scene.seen_by(&scene.desk).await.is_empty());
}

#[tokio::test]
async fn a_notice_does_not_exist_for_others_nor_after_its_withdrawal() {
    let scene = Scene::open().await;
    let (_, disclosure) = scene.notice().await;
    let id = scene.seen_by(&scene.office).await[0].notice.id;
    let patrol = scene.house.person("polizei", "wache", &[(unit("wachdienst"), Role::Officer)]).await;
    for stranger in [&patrol, &scene.staff, &scene.house.administrator_of("polizei")] {
        let who = scene.who(stranger).await;
        assert!(matches!(scene.house.app.read_notice(&who, id).await, Err(ActError::NotFound)));
        assert!(scene.house.app.notices(&who).await.unwrap().is_empty());
        assert_eq!(scene.house.app.for_me(&who).total(), 0);
    }
    let office = scene.who(&scene.office).await;
    scene.house.app.withdraw(&office, disclosure, "Irrtum").await.unwrap();
    assert_eq!(scene.waiting_for(&scene.desk).await, 0);
    let desk = scene.who(&scene.desk).await;
    assert!(matches!(scene.house.app.read_notice(&desk, id).await, Err(ActError::NotFound)));
    scene.after(60).await;
    let left = &scene.seen_by(&scene.office).await[0];
    assert!(!left.holds && left.notice.passed_on() == 0, "it goes nowhere any more");
}

#[tokio::test]
async fn only_who_is_on_duty_and_the_sender_hear_of_a_notice() {
    let scene = Scene::open().await;
    let report = scene.enter("immediate").await;
    let app = &scene.house.app;
    let mut on_duty = app.listen(&scene.who(&scene.desk).await);
    let mut deputy = app.listen(&scene.who(&scene.staff).await);
    scene.disclose(report, "polizei-lage").await;
    let heard = on_duty.next().await.unwrap();
    assert!(heard.iter().any(|event| event.kind == LiveKind::Waiting && event.urgent), "{heard:?}");
    let heard = deputy.next().await.unwrap();
    assert!(
        heard.iter().all(|event| event.kind == LiveKind::Appeared),
        "it sees the report, no more: {heard:?}"
    );
}

#[tokio::test]
async fn times_are_told_of_units_with_five_people_and_five_notices_to_bodies_alone() {
    let scene = Scene::open().await;
    for minutes in 1..=5 {
        scene.house.clock.set(NOW);
        scene.notice().await;
        scene.house.clock.set(Timestamp(NOW.0 + minutes * MINUTE));
        scene.seen_by(&scene.desk).await;
    }
    let figures = async |person: &Person| scene.house.app.notice_figures(&scene.who(person).await).await;
    assert!(matches!(figures(&scene.office).await, Err(ActError::Denied)));
    let memberships = [(body("lenkungsgruppe"), Role::Reader)];
    let steering = scene.house.person("stadt", "lenkung", &memberships).await;
    assert!(figures(&steering).await.unwrap().units.is_empty(), "one person is no unit to count");

    let mut people = Vec::new();
    for number in 2..=5 {
        let name = format!("lagedienst{number}");
        people.push(scene.house.person("polizei", &name, &[(unit("lagedienst"), Role::Reader)]).await);
    }
    let found = figures(&steering).await.unwrap();
    assert_eq!((found.least, found.units.len()), (5, 1));
    let times = &found.units[0];
    assert_eq!(times.unit.as_str(), "lagedienst");
    let receiving = times.receiving.unwrap();
    assert_eq!((receiving.count, receiving.median, receiving.p95), (5, 3 * MINUTE, 5 * MINUTE));
    assert_eq!((times.entering, times.acknowledging), (None, None));
    let page = browser_of(&scene.house, &steering).get("/sofortmeldungen/zeiten").await.body;
    assert!(page.contains("3 min · 5 min (5)") && page.contains("zu wenige"), "{page}");
}

#[tokio::test]
async fn my_page_says_what_waits_for_me_and_what_i_wait_for() {
    let scene = Scene::open().await;
    let (report, _) = scene.notice().await;
    let office = scene.who(&scene.office).await;
    let draft = app::ReferralDraft { to: "kod".to_owned(), ..app::ReferralDraft::default() };
    let referral = scene.house.app.refer(&office, report, &draft).await.unwrap().referral.id;
    let kod = scene.house.person("stadt", "kod", &[(unit("kod"), Role::Officer)]).await;

    let page = browser_of(&scene.house, &scene.desk).get("/fuer-mich").await.body;
    let (waits, rest) = page.split_once("id=\"mine-new\"").unwrap();
    assert!(waits.contains("/sofortmeldungen/") && waits.contains("Zur Kenntnis nehmen"), "{waits}");
    assert!(!rest.contains("/sofortmeldungen/"), "it waits for nobody else: {rest}");
    let mut theirs = browser_of(&scene.house, &kod);
    let page = theirs.get("/fuer-mich").await.body;
    let (waits, _) = page.split_once("id=\"mine-new\"").unwrap();
    assert!(waits.contains(&format!("/abgaben/{referral}")), "{waits}");
    assert!(theirs.get("/konto").await.body.contains("accesskey=\"m\""), "one key away from everywhere");

    let mut ours = browser_of(&scene.house, &scene.office);
    let page = ours.get("/fuer-mich").await.body;
    let (_, awaited) = page.split_once("id=\"mine-awaited\"").unwrap();
    assert!(
        awaited.contains(&format!("/abgaben/{referral}")) && awaited.contains("/sofortmeldungen/"),
        "{awaited}"
    );
    let here = format!("/abgaben/{referral}");
    for (what, text) in [("accepted", ""), ("done", "Abgesperrt")] {
        let fields = [("what", what), ("text", text), ("result", "resolved")];
        scene.house.clock.set(Timestamp(NOW.0 + MINUTE));
        assert_eq!(theirs.submit(&here, &here, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let page = ours.get("/fuer-mich").await.body;
    let (before, awaited) = page.split_once("id=\"mine-awaited\"").unwrap();
    assert!(before.contains(&here) && !awaited.contains(&here), "the answer is news, and waited for no more");
}

#[tokio::test]
async fn a_person_without_a_unit_has_an_empty_page_of_its_own() {
    let scene = Scene::open().await;
    let nobody = scene.house.person("stadt", "neu", &[]).await;
    let officer = scene.house.person("stadt", "schutz", &[(MemberOf::Partner, Role::DataProtection)]).await;
    for person in [nobody, officer] {
        let mut browser = scene.house.browser();
        let signed_in = [("email", person.email.as_str()), ("password", PASSWORD)];
        browser.post("/anmelden", &signed_in).await;
        let answer = browser.get("/fuer-mich").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("Nichts wartet auf Sie"), "{}", answer.body);
    }
}
