//! Data protection: the journal of the own controller, for that function alone.

use axum::http::StatusCode;
use domain::{
    access::{MemberOf, Role},
    report::Draft,
    time::Timestamp,
};

use crate::{
    house::{House, NOW, Person, unit},
    html,
};

async fn enter(house: &House, by: &Person, unit: &str) -> String {
    let draft = Draft {
        title: "Laute Musik".to_owned(),
        category: "laerm".to_owned(),
        occurred_at: "22.11.2026 23:10".to_owned(),
        ..Draft::default()
    };
    house.app.enter_report(&house.who(by).await, unit, &draft, &[]).await.unwrap().id.to_string()
}

fn rows(page: &str) -> Vec<String> {
    let what = |tag: &&html::Tag| tag.name == "th" && tag.get("scope") == Some("row");
    html::tags(page).iter().filter(what).map(|tag| tag.text.clone()).collect()
}

#[tokio::test]
async fn the_officer_sees_who_read_what_on_which_occasion_and_no_content() {
    let house = House::open().await;
    let officer = house.ordnungsamt().await;
    let report = enter(&house, &officer, "ordnungsamt").await;
    let mut reader = house.signed_in(&officer).await;
    reader.submit("/konto", "/konto/anlass", &[("occasion", "Frühdienst")]).await;
    reader.get(&format!("/meldungen/{report}")).await;
    let mut protector = house.signed_in(&house.protector_of("stadt").await).await;
    let page = protector.get(&format!("/datenschutz?about={report}&act=report.read")).await.body;
    assert_eq!(rows(&page), ["Meldung gelesen"]);
    assert!(page.contains("ordnungsamt") && page.contains("Frühdienst") && page.contains(&report[..8]));
    assert!(!page.contains("Laute Musik"), "no content");
    assert_eq!(protector.get(&format!("/meldungen/{report}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_else_sees_who_read_what() {
    let house = House::open().await;
    let superior = [
        (unit("ordnungsamt"), Role::Officer),
        (unit("ordnungsamt"), Role::Reader),
        (MemberOf::Partner, Role::Admin),
    ];
    for person in [
        house.person("stadt", "leitung", &superior).await,
        house.administrator_of("polizei"),
        house.ordnungsamt().await,
    ] {
        let mut browser = house.signed_in(&person).await;
        for path in ["/datenschutz", "/datenschutz/staende", "/datenschutz?act=report.read"] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert!(!browser.get("/konto").await.body.contains("href=\"/datenschutz\""));
    }
    assert_eq!(house.browser().get("/datenschutz").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_journal_of_another_partner_is_not_here_but_its_head_is() {
    let house = House::open().await;
    let police = house.lagedienst().await;
    let report = enter(&house, &police, "lagedienst").await;
    let mut city = house.signed_in(&house.protector_of("stadt").await).await;
    let all = city.get("/datenschutz").await.body;
    assert!(!all.contains(&report[..8]) && !all.contains("lagedienst"), "{all}");
    assert!(rows(&city.get(&format!("/datenschutz?about={report}")).await.body).is_empty());
    let heads = city.get("/datenschutz/staende").await.body;
    assert_eq!(rows(&heads), ["Stadt Hamm", "Polizeipräsidium Hamm"]);
    let head = house.app.journal_heads(&house.who(&house.protector_of("polizei").await).await).await.unwrap();
    assert!(heads.contains("Prüfsumme") && head[0].partner.as_str() == "polizei");
}

#[tokio::test]
async fn reading_the_journal_stands_in_the_journal() {
    let house = House::open().await;
    let person = house.protector_of("stadt").await;
    let mut protector = house.signed_in(&person).await;
    let before = rows(&protector.get("/datenschutz?act=journal.read").await.body).len();
    assert_eq!(rows(&protector.get("/datenschutz?act=journal.read").await.body).len(), before + 1);
    let page = protector.get("/datenschutz?act=journal.read").await.body;
    assert!(page.contains("Auswahl: Protokoll gelesen"), "with what was looked for: {page}");
}

#[tokio::test]
async fn a_filter_finds_exactly_what_it_asks_for() {
    let house = House::open().await;
    let (officer, protector) = (house.ordnungsamt().await, house.protector_of("stadt").await);
    enter(&house, &officer, "ordnungsamt").await;
    house.clock.set(Timestamp(NOW.0 + 24 * 3_600_000));
    let mut late = house.signed_in(&officer).await;
    late.get("/meldungen").await;
    let mut protector = house.signed_in(&protector).await;
    let mut of = async |asked: String| rows(&protector.get(&format!("/datenschutz?{asked}")).await.body);
    assert_eq!(of("act=reports".to_owned()).await, ["Meldung eingegeben"]);
    assert_eq!(
        of(format!("actor={}&act=access", officer.id)).await,
        ["Angemeldet", "Angemeldet", "Einladung angenommen"]
    );
    assert_eq!(
        of(format!("actor={}&from=24.11.2026", officer.id)).await,
        ["Meldungen aufgelistet", "Angemeldet"]
    );
    assert_eq!(of(format!("actor={}&to=23.11.2026&act=reports", officer.id)).await, ["Meldung eingegeben"]);
    assert!(of("from=25.11.2026".to_owned()).await.is_empty());
    let wrong = protector.get("/datenschutz?from=31.02.2026&act=unfug&actor=1").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("31.02.2026") && wrong.body.contains("unfug"), "what was typed stays");
}

#[tokio::test]
async fn a_day_is_chosen_in_a_date_field_and_an_address_may_name_a_moment() {
    let house = House::open().await;
    let (officer, protector) = (house.ordnungsamt().await, house.protector_of("stadt").await);
    enter(&house, &officer, "ordnungsamt").await;
    let mut protector = house.signed_in(&protector).await;
    let field = |page: &str, name: &str| {
        let tags = html::tags(page);
        let field = tags.iter().find(|tag| tag.name == "input" && tag.get("name") == Some(name)).unwrap();
        (field.get("type").unwrap().to_owned(), field.get("value").unwrap_or_default().to_owned())
    };
    let of = |kind: &str, value: &str| (kind.to_owned(), value.to_owned());
    for day in ["23.11.2026", "2026-11-23"] {
        let page = protector.get(&format!("/datenschutz?from={day}&to={day}&act=reports")).await.body;
        assert_eq!(rows(&page), ["Meldung eingegeben"], "{day}");
        assert_eq!(field(&page, "from"), of("date", "2026-11-23"));
        assert_eq!(field(&page, "to"), of("date", "2026-11-23"));
    }
    let page = protector.get("/datenschutz?to=2026-11-23T08:59&act=reports").await.body;
    assert!(rows(&page).is_empty());
    assert_eq!((field(&page, "from"), field(&page, "to")), (of("date", ""), of("text", "2026-11-23T08:59")));
    let wrong = protector.get("/datenschutz?from=31.02.2026").await.body;
    assert_eq!(field(&wrong, "from"), of("text", "31.02.2026"), "it can be mended");
}

#[tokio::test]
async fn pages_of_the_journal_follow_each_other_without_gap() {
    let house = House::open().await;
    let officer = house.ordnungsamt().await;
    let mut reader = house.signed_in(&officer).await;
    for _ in 0..120 {
        reader.get("/meldungen").await;
    }
    let mut protector = house.signed_in(&house.protector_of("stadt").await).await;
    let (mut path, mut found) = (Some("/datenschutz?act=reports.listed".to_owned()), Vec::new());
    while let Some(at) = path {
        let page = protector.get(&at).await.body;
        let tags = html::tags(&page);
        let older = tags.iter().find(|tag| tag.get("rel") == Some("next"));
        path = older.and_then(|tag| tag.get("href").map(ToOwned::to_owned));
        let numbers = tags.iter().filter(|tag| tag.name == "td" && tag.get("class") == Some("ln-num"));
        found.extend(numbers.map(|tag| tag.text.parse::<u64>().unwrap()));
    }
    assert_eq!(found.len(), 120);
    assert!(found.windows(2).all(|pair| pair[0] == pair[1] + 1), "{found:?}");
}
