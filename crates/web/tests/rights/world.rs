//! A world for the rights tests: a real application on a throw-away SQLite database, with a dozen people of three
//! partners. It is made once; every case works on a copy of its file.

use std::{
    future::Future,
    path::PathBuf,
    sync::{Arc, LazyLock},
    time::Duration,
};

use app::{App, Chance, NewAccount, NewPassword, SeededChance, SetClock, Setup, Who};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    access::{MemberOf, Role},
    geography::Area,
    ids::*,
    people::{Language, Scope},
    time::Timestamp,
};
use futures_util::{FutureExt, StreamExt};
use geo::{MultiPolygon, Rect};
use parking_lot::Mutex;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::timeout;
use tower::ServiceExt;

/// Monday, 23 November 2026, 9:00 in Hamm.
pub(crate) const NOW: i64 = 1_795_420_800_000;
/// West, south, east, north of the four quarters. They do not reach the bounds of the charter: some points lie in none.
pub(crate) const QUARTERS: [f64; 4] = [7.70, 51.60, 7.94, 51.74];
/// Where the four quarters meet.
pub(crate) const MIDDLE: [f64; 2] = [7.82, 51.68];
/// Side of a square of the fine grid, in degrees.
pub(crate) const GRID: f64 = 0.002;
/// Columns and rows of the fine grid, whose middle is [`MIDDLE`].
pub(crate) const GRID_SIDE: i32 = 12;
/// A women's shelter, which the charter of these tests knows: nobody else is told more than the quarter.
pub(crate) const SHELTER: [f64; 2] = [7.8230, 51.6815];
/// Everybody's password.
pub(crate) const PASSWORD: &str = "Kiefernzapfen am Kanal";

/// Somebody, with how they call.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) id: AccountId,
    pub(crate) partner: PartnerId,
    pub(crate) email: String,
    pub(crate) token: String,
    /// Memberships at the beginning.
    pub(crate) seats: Vec<Granted>,
}

/// A membership that was granted.
#[derive(Debug, Clone)]
pub(crate) struct Granted {
    pub(crate) of: MemberOf,
    pub(crate) role: Role,
    /// Unknown for the first administrators.
    pub(crate) id: Option<MembershipId>,
}

type Seats = &'static [(&'static str, Role)];

/// Partner, name, memberships at the beginning.
const CAST: [(&str, &str, Seats); 13] = [
    ("stadt", "verwaltung", &[("", Role::Admin)]),
    ("polizei", "verwaltung", &[("", Role::Admin)]),
    ("bundespolizei", "verwaltung", &[("", Role::Admin)]),
    ("hauptzollamt", "verwaltung", &[("", Role::Admin)]),
    ("stadt", "ordnungsamt", &[("ordnungsamt", Role::Officer)]),
    ("stadt", "kod", &[("kod", Role::Officer), ("*koordination", Role::Reader)]),
    ("stadt", "planung", &[("stadtplanung", Role::Reader)]),
    ("stadt", "neu", &[]),
    ("polizei", "lage", &[("lagedienst", Role::Officer), ("*koordination", Role::Reader)]),
    ("polizei", "bezirk", &[("bezirksdienst", Role::Officer)]),
    ("polizei", "datenschutz", &[("", Role::DataProtection)]),
    ("bundespolizei", "revier", &[("bpol-revier", Role::Officer), ("*koordination", Role::Reader)]),
    ("hauptzollamt", "zoll", &[("fks-hamm", Role::Officer)]),
];

/// How many people of the cast administer accounts; they come first.
pub(crate) const ADMINISTRATORS: usize = 4;

pub(crate) struct Template {
    dir: TempDir,
    pub(crate) cast: Vec<Member>,
}

/// The world at the beginning.
pub(crate) static TEMPLATE: LazyLock<Template> = LazyLock::new(|| run(template()));

/// Runs something on a runtime of its own.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

async fn template() -> Template {
    let dir = TempDir::new().unwrap();
    let house = Setting { file: dir.path().join("house.db"), clock: clock(), chance: Arc::default() };
    let app = house.open().await;
    draw_areas(&app).await;
    let mut cast: Vec<Member> = Vec::new();
    for (partner, name, seats) in CAST {
        let partner: PartnerId = partner.parse().unwrap();
        let email = format!("{name}@{partner}.example");
        let administrator = cast.iter().find(|m| m.partner == partner);
        let invitation = match administrator {
            None => app.operator_invite(&email, name, Some(&partner), true).await.unwrap(),
            Some(administrator) => {
                let new = NewAccount { email: email.clone(), name: name.to_owned(), language: Language::De };
                app.invite(&who(&app, administrator).await, &new).await.unwrap()
            }
        };
        let new = NewPassword { password: PASSWORD, repeat: PASSWORD };
        let signed_in = app.accept_invitation(&invitation.secret, new, "test").await.unwrap();
        let id = signed_in.holder.account.id;
        let caller = signed_in.who.unwrap();
        let (_, token) = app.create_token(&caller, "Test", Scope::Write, 366).await.unwrap();
        let mut granted = Vec::new();
        for &(of, role) in seats {
            let (of, administrator) = (member_of(of), administrator.filter(|_| role != Role::Admin));
            let id = match administrator {
                None => None,
                Some(administrator) => {
                    let administrator = who(&app, administrator).await;
                    Some(app.grant_membership(&administrator, id, of.clone(), role, None).await.unwrap())
                }
            };
            granted.push(Granted { of, role, id });
        }
        cast.push(Member { id, partner, email, token, seats: granted });
    }
    app.close().await.unwrap();
    Template { dir, cast }
}

async fn who(app: &App, member: &Member) -> Who {
    app.who_by_token(&member.token).await.unwrap().unwrap()
}

/// A unit by its name, a body by its name behind an asterisk, or the partner itself.
pub(crate) fn member_of(name: &str) -> MemberOf {
    match name.strip_prefix('*') {
        Some(body) => MemberOf::Body(body.parse().unwrap()),
        None if name.is_empty() => MemberOf::Partner,
        None => MemberOf::Unit(name.parse().unwrap()),
    }
}

/// The charter of Hamm, with one women's shelter on the map.
fn charter() -> String {
    let hamm = include_str!("../../../../charters/hamm.toml");
    let shelter = format!("at_most = \"quarter\"\npoints = [[{}, {}]]", SHELTER[0], SHELTER[1]);
    // Somebody with every role signs in by password alone here; what the second factor refuses is tested apart.
    let (before, demand) = hamm.split_once("[[second_factor]]").unwrap();
    let (_, after) = demand.split_once("\n\n").unwrap();
    format!("{before}{after}").replacen("at_most = \"quarter\"", &shelter, 1)
}

/// Four quarters, the city, and a fine grid around the middle, so that many cells lie across its lines.
async fn draw_areas(app: &App) {
    let charter = app.charter();
    let area = |id: String, [left, bottom, right, top]: [f64; 4]| Area {
        id: id.parse().unwrap(),
        name: id,
        shape: MultiPolygon(vec![Rect::new((left, bottom), (right, top)).to_polygon()]),
    };
    let [west, south, east, north] = QUARTERS;
    let [x, y] = MIDDLE;
    let quarters = [
        ("nw", [west, y, x, north]),
        ("no", [x, y, east, north]),
        ("sw", [west, south, x, y]),
        ("so", [x, south, east, y]),
    ];
    let quarters = quarters.into_iter().map(|(id, sides)| area(id.to_owned(), sides)).collect();
    app.replace_areas(&charter.agreement.quarter_division, "Stadtbezirke", quarters).await.unwrap();
    let city = vec![area("hamm".to_owned(), charter.agreement.bounds)];
    app.replace_areas(&charter.agreement.city_division, "Stadt", city).await.unwrap();
    let corner = |i: i32, middle: f64| middle + f64::from(i - GRID_SIDE / 2) * GRID;
    let squares = (0..GRID_SIDE * GRID_SIDE).map(|n| {
        let (column, row) = (n % GRID_SIDE, n / GRID_SIDE);
        let sides = [corner(column, x), corner(row, y), corner(column + 1, x), corner(row + 1, y)];
        area(format!("q{n}"), sides)
    });
    app.replace_areas(&"raster".parse().unwrap(), "Raster", squares.collect()).await.unwrap();
}

fn clock() -> Arc<SetClock> {
    Arc::new(SetClock::at(Timestamp(NOW)))
}

/// Chance that can be begun anew, so that two worlds draw the same for the same step.
pub(crate) struct Reseeded(Mutex<SeededChance>);

impl Default for Reseeded {
    fn default() -> Self {
        Self(Mutex::new(SeededChance::new([0; 32])))
    }
}

impl Reseeded {
    pub(crate) fn begin(&self, seed: u64) {
        // Nothing that the template drew is drawn again.
        let mut bytes = [1; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        *self.0.lock() = SeededChance::new(bytes);
    }
}

impl Chance for Reseeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().fill(bytes);
    }
}

struct Setting {
    file: PathBuf,
    clock: Arc<SetClock>,
    chance: Arc<Reseeded>,
}

impl Setting {
    async fn open(&self) -> App {
        let setup = Setup {
            url: format!("sqlite://{}", self.file.display()),
            readers: 2,
            clock: Arc::clone(&self.clock) as Arc<dyn app::Clock>,
            chance: Arc::clone(&self.chance) as Arc<dyn Chance>,
            demo: false,
            charter: Some(charter()),
        };
        App::open(setup).await.unwrap()
    }
}

/// One world, in which things happen.
pub(crate) struct World {
    setting: Setting,
    app: Option<App>,
    router: Router,
    _dir: TempDir,
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }
}

impl World {
    /// A copy of the world at the beginning.
    pub(crate) async fn new(template: &Template) -> Self {
        let dir = TempDir::new().unwrap();
        for entry in std::fs::read_dir(template.dir.path()).unwrap() {
            let from = entry.unwrap().path();
            std::fs::copy(&from, dir.path().join(from.file_name().unwrap())).unwrap();
        }
        let setting = Setting { file: dir.path().join("house.db"), clock: clock(), chance: Arc::default() };
        setting.chance.begin(u64::MAX / 4);
        let app = setting.open().await;
        let router = web::router(app.clone(), web::Options::default());
        Self { setting, app: Some(app), router, _dir: dir }
    }

    pub(crate) fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    pub(crate) fn set_clock(&self, now: i64) {
        self.setting.clock.set(Timestamp(now));
    }

    /// Begins the chance anew.
    pub(crate) fn begin(&self, seed: u64) {
        self.setting.chance.begin(seed);
    }

    /// The process ends and begins anew: in order, or as if it had been killed.
    pub(crate) async fn restart(&mut self, in_order: bool) {
        self.router = Router::new();
        let app = self.app.take().unwrap();
        if in_order {
            app.close().await.unwrap();
        } else {
            drop(app);
        }
        let app = self.setting.open().await;
        self.router = web::router(app.clone(), web::Options::default());
        self.app = Some(app);
    }

    /// The caller that somebody is now, for acts without HTTP.
    pub(crate) async fn who(&self, member: &Member) -> Who {
        who(self.app(), member).await
    }

    /// A request with somebody's token.
    pub(crate) async fn ask(&self, member: &Member, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", member.token));
        let request = match body {
            None => request.body(Body::empty()),
            Some(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
        };
        self.send(request.unwrap()).await
    }

    /// A file, sent with somebody's token.
    pub(crate) async fn upload(&self, member: &Member, path: &str, file: &str) -> Reply {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", member.token))
            .body(Body::from(file.to_owned()));
        self.send(request.unwrap()).await
    }

    pub(crate) async fn get(&self, member: &Member, path: &str) -> Reply {
        self.ask(member, "GET", path, None).await
    }

    /// A page, with the cookie of a session.
    pub(crate) async fn page(&self, session: &str, path: &str) -> Reply {
        let request =
            Request::builder().uri(path).header(header::COOKIE, format!("lagenetz_session={session}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Signs in, and answers the secret of the session.
    pub(crate) async fn session(&self, member: &Member) -> String {
        self.app().sign_in(&member.email, PASSWORD, "10.0.0.1", "test").await.unwrap().secret
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Listens to the live events of somebody.
    pub(crate) async fn listen(&self, member: &Member) -> Ear {
        let request = Request::builder()
            .uri("/api/v1/events")
            .header(header::AUTHORIZATION, format!("Bearer {}", member.token))
            .body(Body::empty());
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let mut ear = Ear { stream: response.into_body().into_data_stream(), heard: Vec::new() };
        assert_eq!(ear.hear(1).await, ["event: hello\ndata: {}"]);
        ear
    }
}

/// Whether an event says that something waits for somebody.
pub(crate) fn is_waiting(event: &str) -> bool {
    event.starts_with("event: waiting\n")
}

/// An open stream of live events.
pub(crate) struct Ear {
    stream: axum::body::BodyDataStream,
    heard: Vec<String>,
}

/// Longest time to wait for an event that must come.
const PATIENCE: Duration = Duration::from_secs(20);
/// Time in which an event comes that need not come.
const SILENCE: Duration = Duration::from_millis(60);

impl Ear {
    /// Hears what was sent until now, and waits until it is so many events, not counting those that say that something
    /// waits. More that come later belong to the next.
    pub(crate) async fn hear(&mut self, many: usize) -> Vec<String> {
        while self.heard.iter().filter(|event| !is_waiting(event)).count() < many {
            let Ok(Some(Ok(bytes))) = timeout(PATIENCE, self.stream.next()).await else { break };
            self.take(&bytes);
        }
        while let Some(Some(Ok(bytes))) = self.stream.next().now_or_never() {
            self.take(&bytes);
        }
        std::mem::take(&mut self.heard)
    }

    /// Hears what is sent until it is silent.
    pub(crate) async fn hear_all(&mut self) -> Vec<String> {
        while let Ok(Some(Ok(bytes))) = timeout(SILENCE, self.stream.next()).await {
            self.take(&bytes);
        }
        std::mem::take(&mut self.heard)
    }

    fn take(&mut self, bytes: &[u8]) {
        let events = std::str::from_utf8(bytes).unwrap().split_terminator("\n\n");
        // Comments keep the line open.
        self.heard.extend(events.filter(|event| !event.starts_with(':')).map(str::to_owned));
    }
}
