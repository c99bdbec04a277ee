//! A house for tests: an application on a throw-away SQLite database with the charter of Hamm and a few people of city
//! and police, and browsers that ask it over HTTP.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use app::{App, FactorState, NewAccount, NewPassword, SeededChance, SetClock, Setup, Stage, Who};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    access::{MemberOf, Role},
    geography::Area,
    ids::*,
    people::{Language, Scope},
    second_factor::Secret,
    time::Timestamp,
};
use geo::{MultiPolygon, Rect};
use tempfile::TempDir;
use tower::ServiceExt;

/// Monday, 23 November 2026, 9:00 in Hamm.
pub(crate) const NOW: Timestamp = Timestamp(1_795_420_800_000);
/// Everybody's password.
pub(crate) const PASSWORD: &str = "Kiefernzapfen am Kanal";

/// An application with its clock, and everything that is thrown away with it.
pub(crate) struct House {
    /// The application.
    pub(crate) app: App,
    /// Its clock; it stands until somebody sets it.
    pub(crate) clock: Arc<SetClock>,
    router: Router,
    administrators: BTreeMap<PartnerId, Person>,
    _dir: TempDir,
}

/// Somebody with an account.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The account.
    pub(crate) id: AccountId,
    /// What one signs in with, beside [`PASSWORD`].
    pub(crate) email: String,
    /// Secret of the session from which the account was made.
    pub(crate) session: String,
    /// Secret of the device, where the charter demands one and it is tested.
    pub(crate) factor: Option<Secret>,
}

/// What is different from the usual house.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes {
    /// Whether its data are invented, so that unverified legal bases work, too.
    pub(crate) demo: bool,
    /// How the server is run.
    pub(crate) options: web::Options,
    /// Whether the charter demands the second factor that the one of Hamm demands.
    pub(crate) second_factor: bool,
}

impl House {
    /// The usual house: real data, no public address.
    pub(crate) async fn open() -> Self {
        Self::with(Changes::default()).await
    }

    /// A house that is different.
    pub(crate) async fn with(changes: Changes) -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Arc::new(SetClock::at(NOW));
        let app = App::open(Setup {
            url: format!("sqlite://{}", dir.path().join("house.db").display()),
            readers: 2,
            clock: Arc::clone(&clock) as Arc<dyn app::Clock>,
            chance: Arc::new(SeededChance::new([7; 32])),
            demo: changes.demo,
            charter: Some(charter(changes.second_factor)),
        });
        let app = app.await.unwrap();
        app.redraw_pictures(Arc::new(app::RedrawHere));
        draw_districts(&app).await;
        let router = web::router(app.clone(), changes.options);
        let mut house = Self { app, clock, router, administrators: BTreeMap::new(), _dir: dir };
        for partner in ["stadt", "polizei"] {
            let administrator = house.administrator(partner).await;
            house.administrators.insert(partner.parse().unwrap(), administrator);
        }
        house
    }

    /// Somebody of `partner` who may do what the memberships say; the part of the address before the @ is the name.
    pub(crate) async fn person(&self, partner: &str, name: &str, memberships: &[(MemberOf, Role)]) -> Person {
        let administrator = &self.administrators[&partner.parse().unwrap()];
        let administrator = self.who(administrator).await;
        let new = NewAccount {
            email: format!("{name}@{partner}.example"),
            name: name.to_owned(),
            language: Language::De,
        };
        let invitation = self.app.invite(&administrator, &new).await.unwrap();
        let person = self.accept(&invitation.secret, new.email).await;
        for (of, role) in memberships {
            let granted = self.app.grant_membership(&administrator, person.id, of.clone(), *role, None).await;
            granted.unwrap();
        }
        person
    }

    /// The public order office of the city: enters and discloses.
    pub(crate) async fn ordnungsamt(&self) -> Person {
        self.person("stadt", "ordnungsamt", &[(unit("ordnungsamt"), Role::Officer)]).await
    }

    /// The situation desk of the police: enters and discloses, and sits in the coordination.
    pub(crate) async fn lagedienst(&self) -> Person {
        let memberships = [(unit("lagedienst"), Role::Officer), (body("koordination"), Role::Reader)];
        self.person("polizei", "lagedienst", &memberships).await
    }

    /// Whoever administers the accounts of a partner.
    pub(crate) fn administrator_of(&self, partner: &str) -> Person {
        self.administrators[&partner.parse().unwrap()].clone()
    }

    /// A partner's data-protection officer.
    pub(crate) async fn protector_of(&self, partner: &str) -> Person {
        self.person(partner, "datenschutz", &[(MemberOf::Partner, Role::DataProtection)]).await
    }

    /// The caller that somebody is now, for acts without HTTP.
    pub(crate) async fn who(&self, person: &Person) -> Who {
        self.app.who_by_session(&person.session).await.unwrap().expect("the session holds")
    }

    /// A token of somebody, for the API.
    pub(crate) async fn token(&self, person: &Person, scope: Scope) -> String {
        self.app.create_token(&self.who(person).await, "Test", scope, 30).await.unwrap().1
    }

    /// Noise all over the city for four months, and of late more of it in the north-west: what `by` entered for `unit` so
    /// many hours ago. Where `disclosed` names an audience (asked whether the report is one of late), it goes there.
    pub(crate) async fn plant(
        &self,
        by: &Person,
        unit: &str,
        hours_ago: i64,
        disclosed: impl Fn(bool) -> Option<&'static str>,
    ) {
        let who = self.who(by).await;
        let source = if unit == "kod" { "buergergespraech" } else { "telefon" };
        let place = |n: i32| (7.78 + f64::from(n % 4) * 0.02, 51.66 + f64::from(n / 4 % 4) * 0.012);
        let usual = (0..240).map(|n| (4 + n / 2, place(n * 7), false));
        let cluster = (0..16).map(|n| (4 + n / 2, (7.7801 + f64::from(n % 5) * 0.0006, 51.6962), true));
        self.clock.set(NOW.plus_seconds(-hours_ago * 3_600));
        for (days_ago, (lon, lat), of_late) in usual.chain(cluster) {
            let draft = domain::report::Draft {
                title: "Laute Musik".to_owned(),
                summary: "Musik".to_owned(),
                category: "laerm".to_owned(),
                source: source.to_owned(),
                origin: "citizen".to_owned(),
                occurred_at: domain::time::Day(NOW.day(&self.app.zone()).0 - days_ago).date().to_string(),
                lon: format!("{lon:.5}"),
                lat: format!("{lat:.5}"),
                ..Default::default()
            };
            let entered = self.app.enter_report(&who, unit, &draft, &[]).await.unwrap();
            let Some(audience) = disclosed(of_late) else { continue };
            let terms = domain::terms::TermsDraft {
                audience: audience.to_owned(),
                profile: "lage".to_owned(),
                ..Default::default()
            };
            self.app.disclose(&who, &app::Target::Report(entered.id), &terms).await.unwrap();
        }
        self.clock.set(NOW);
    }

    /// Noise of these days before today, all over the city, entered three days ago.
    pub(crate) async fn plant_at(&self, by: &Person, unit: &str, days: Vec<i32>) {
        let who = self.who(by).await;
        self.clock.set(NOW.plus_seconds(-72 * 3_600));
        for days_ago in days {
            let draft = domain::report::Draft {
                title: "Laute Musik".to_owned(),
                category: "laerm".to_owned(),
                source: "telefon".to_owned(),
                origin: "citizen".to_owned(),
                occurred_at: domain::time::Day(NOW.day(&self.app.zone()).0 - days_ago).date().to_string(),
                lon: format!("{:.5}", 7.78 + f64::from(days_ago % 4) * 0.02),
                lat: format!("{:.5}", 51.66 + f64::from(days_ago / 4 % 4) * 0.012),
                ..Default::default()
            };
            self.app.enter_report(&who, unit, &draft, &[]).await.unwrap();
        }
        self.clock.set(NOW);
    }

    /// What somebody's units disclosed, newest first.
    pub(crate) async fn made_by(&self, who: &Who) -> Vec<DisclosureId> {
        let (made, program) = (app::Direction::Made, app::Reader::Program);
        let list = self.app.list_disclosures(who, made, program, None, usize::MAX).await.unwrap();
        list.items.into_iter().map(|item| item.id).collect()
    }

    /// Searches for findings on the evening of a day before today.
    pub(crate) async fn search(&self, days_ago: i32) -> app::Detected {
        self.app.detect(domain::time::Day(NOW.day(&self.app.zone()).0 - days_ago)).await.unwrap()
    }

    /// A browser with nothing in it.
    pub(crate) fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            network: Ipv4Addr::new(10, 0, 0, 1).into(),
            headers: Vec::new(),
        }
    }

    /// A browser in which somebody has signed in on the sign-in page.
    pub(crate) async fn signed_in(&self, person: &Person) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/anmelden", &[("email", &person.email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    async fn administrator(&self, partner: &str) -> Person {
        let email = format!("verwaltung@{partner}.example");
        let partner = partner.parse().unwrap();
        let invitation = self.app.operator_invite(&email, "Verwaltung", Some(&partner), true).await.unwrap();
        self.accept(&invitation.secret, email).await
    }

    async fn accept(&self, secret: &str, email: String) -> Person {
        let new = NewPassword { password: PASSWORD, repeat: PASSWORD };
        let signed_in = self.app.accept_invitation(secret, new, "test").await.unwrap();
        let id = signed_in.holder.account.id;
        if signed_in.holder.stage != Stage::SetUp {
            return Person { id, email, session: signed_in.secret, factor: None };
        }
        self.app.begin_second_factor(&signed_in.holder).await.unwrap();
        let state = self.app.second_factor(&signed_in.holder).await.unwrap();
        let FactorState::Begun(factor) = state else { panic!("it was begun") };
        let code = factor.code_at(self.app.now());
        let done = self.app.confirm_second_factor(&signed_in.holder, &code).await.unwrap();
        Person { id, email, session: done.signed_in.secret, factor: Some(factor) }
    }
}

/// A unit, as the place of a membership.
pub(crate) fn unit(name: &str) -> MemberOf {
    MemberOf::Unit(name.parse().unwrap())
}

/// A body, as the place of a membership.
pub(crate) fn body(name: &str) -> MemberOf {
    MemberOf::Body(name.parse().unwrap())
}

/// The charter of Hamm; without the demand for a second factor, so that a password is enough, unless that is tested.
fn charter(second_factor: bool) -> String {
    let text = include_str!("../../../../charters/hamm.toml");
    let (before, demand) = text.split_once("[[second_factor]]").expect("the charter demands a second factor");
    let (_, after) = demand.split_once("\n\n").expect("something follows");
    if second_factor { text.to_owned() } else { format!("{before}{after}") }
}

/// Four districts that meet in the middle, and the city around them.
async fn draw_districts(app: &App) {
    let charter = app.charter();
    let agreement = &charter.agreement;
    let ([west, south, east, north], [x, y]) = (agreement.bounds, agreement.centre);
    let area = |id: &str, name: &str, [left, bottom, right, top]: [f64; 4]| Area {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        shape: MultiPolygon(vec![Rect::new((left, bottom), (right, top)).to_polygon()]),
    };
    let quarters = vec![
        area("nw", "Nordwest", [west, y, x, north]),
        area("no", "Nordost", [x, y, east, north]),
        area("sw", "Südwest", [west, south, x, y]),
        area("so", "Südost", [x, south, east, y]),
    ];
    app.replace_areas(&agreement.quarter_division, "Stadtbezirke", quarters).await.unwrap();
    let city = vec![area("hamm", "Hamm", agreement.bounds)];
    app.replace_areas(&agreement.city_division, "Stadt", city).await.unwrap();
}

/// A browser: it keeps cookies, sends what a browser sends, and does not follow redirects by itself.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    /// Its cookies.
    pub(crate) cookies: BTreeMap<String, String>,
    /// From where it asks.
    pub(crate) network: IpAddr,
    /// Headers that it sends each time.
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Status.
    pub(crate) status: StatusCode,
    /// Headers.
    pub(crate) headers: HeaderMap,
    /// Body.
    pub(crate) body: String,
    /// Body, byte by byte.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// Where a redirect leads; empty for none.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The secret of the session that stands in the page's forms.
    pub(crate) fn csrf(&self) -> String {
        let (_, after) = self.body.split_once("name=\"csrf\" value=\"").expect("a form with the secret");
        after.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    /// The same browser in another language.
    pub(crate) fn in_language(mut self, language: Language) -> Self {
        self.cookies.insert("lagenetz_language".to_owned(), language.as_str().to_owned());
        self
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, None, String::new()).await
    }

    /// Sends a form exactly as given.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(fields).unwrap();
        self.ask("POST", path, Some("application/x-www-form-urlencoded"), body).await
    }

    /// Sends a form of the page at `page`, with the secret that stands there.
    pub(crate) async fn submit(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).await.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }

    /// Sends anything.
    pub(crate) async fn ask(
        &mut self,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "lagenetz.example");
        if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let mut request = request.body(body.into()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.network, 50_000)));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(set.to_str().unwrap());
        }
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        if attributes.to_lowercase().contains("max-age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
