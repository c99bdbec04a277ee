//! A server of the built binary, with people who ask it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use app::{App, Clock, NewAccount, NewPassword, SeededChance, Setup, Who};
use domain::{
    access::{MemberOf, Role},
    people::{Language, Scope},
    time::Timestamp,
};
use serde_json::Value;
use tempfile::TempDir;
use ureq::Agent;

/// The data of a server, with two people: the public order office of the city, and the situation desk of the police.
pub(crate) struct Data {
    /// Where the database is.
    pub(crate) url: String,
    /// Folder of the data.
    pub(crate) dir: TempDir,
    /// Token of the public order office.
    pub(crate) office: String,
    /// Token of the situation desk.
    pub(crate) desk: String,
}

struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp(since.as_millis() as i64)
    }
}

impl Data {
    /// On SQLite in a folder that is thrown away.
    pub(crate) fn on_sqlite() -> Self {
        let dir = TempDir::new().unwrap();
        let url = format!("sqlite://{}", dir.path().join("lagenetz.db").display());
        Self::on(url, dir)
    }

    /// On the database at `url`.
    pub(crate) fn on(url: String, dir: TempDir) -> Self {
        let setting_up = set_up(url.clone());
        let (office, desk) = tokio::runtime::Runtime::new().unwrap().block_on(setting_up);
        Self { url, dir, office, desk }
    }

    /// Starts the built binary on these data, by way of a shell if one is given, and waits until it is ready.
    pub(crate) fn serve(&self, url: &str, shell: Option<&str>) -> Server {
        let binary = env!("CARGO_BIN_EXE_lagenetz");
        let mut command = match shell {
            None => Command::new(binary),
            Some(script) => {
                let mut command = Command::new("sh");
                command.args(["-c", script, binary]);
                command
            }
        };
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", url, "--dir"]).arg(self.dir.path());
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let base = said.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(base.starts_with("http://"), "the server says {said:?}");
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        let server = Server { child, base, agent };
        let answer = server.get(&self.office, "/picture/facets").unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
        println!("ready after {} ms", begun.elapsed().as_millis());
        server
    }

    /// Verifies all journals with the built binary.
    pub(crate) fn verify(&self) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lagenetz"));
        command.args(["journal", "verify", "--json", "--database", &self.url, "--dir"]).arg(self.dir.path());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&said).unwrap()
    }
}

async fn set_up(url: String) -> (String, String) {
    let charter = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/hamm.toml");
    // Whoever administers signs in by password alone here.
    let charter = std::fs::read_to_string(charter).unwrap();
    let (before, demand) = charter.split_once("[[second_factor]]").unwrap();
    let (_, after) = demand.split_once("\n\n").unwrap();
    let setup = Setup {
        url,
        readers: 2,
        clock: Arc::new(Now),
        chance: Arc::new(SeededChance::new([5; 32])),
        demo: false,
        charter: Some(format!("{before}{after}")),
    };
    let app = App::open(setup).await.unwrap();
    let office = officer(&app, "stadt", "ordnungsamt").await;
    let desk = officer(&app, "polizei", "lagedienst").await;
    app.close().await.unwrap();
    (office, desk)
}

/// A token of somebody who enters and discloses for a unit.
async fn officer(app: &App, partner: &str, unit: &str) -> String {
    let partner = partner.parse().unwrap();
    let email = format!("verwaltung@{partner}.example");
    let invitation = app.operator_invite(&email, "Verwaltung", Some(&partner), true).await.unwrap();
    let administrator = accept(app, &invitation.secret).await;
    let new = NewAccount {
        email: format!("{unit}@{partner}.example"),
        name: unit.to_owned(),
        language: Language::De,
    };
    let invitation = app.invite(&administrator, &new).await.unwrap();
    let officer = accept(app, &invitation.secret).await;
    let of = MemberOf::Unit(unit.parse().unwrap());
    app.grant_membership(&administrator, officer.account.id, of, Role::Officer, None).await.unwrap();
    app.create_token(&officer, "Test", Scope::Write, 30).await.unwrap().1
}

async fn accept(app: &App, secret: &str) -> Who {
    let password = "Kiefernzapfen am Kanal";
    let new = NewPassword { password, repeat: password };
    app.accept_invitation(secret, new, "test").await.unwrap().who.unwrap()
}

/// The built binary, serving. It is killed when this value goes.
pub(crate) struct Server {
    child: Child,
    base: String,
    agent: Agent,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }
}

impl Server {
    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Somebody else who asks it, from another thread.
    pub(crate) fn caller(&self) -> Caller {
        Caller { base: self.base.clone(), agent: self.agent.clone() }
    }

    pub(crate) fn get(&self, token: &str, path: &str) -> Result<Answer, ureq::Error> {
        self.caller().get(token, path)
    }

    pub(crate) fn post(&self, token: &str, path: &str, body: &Value) -> Result<Answer, ureq::Error> {
        self.caller().post(token, path, body)
    }

    pub(crate) fn put(&self, token: &str, path: &str, body: &Value) -> Result<Answer, ureq::Error> {
        let request = self.agent.put(format!("{}/api/v1{path}", self.base));
        read(request.header("authorization", format!("Bearer {token}")).send_json(body)?)
    }

    /// Every report that somebody sees, from all pages of the list.
    pub(crate) fn reports(&self, token: &str) -> Vec<Value> {
        let mut reports = Vec::new();
        let mut path = "/reports?limit=200".to_owned();
        loop {
            let page = self.get(token, &path).unwrap();
            assert_eq!(page.status, 200, "{}", page.body);
            let page = page.json();
            reports.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => path = format!("/reports?limit=200&cursor={next}"),
                None => return reports,
            }
        }
    }

    /// kill -9.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Whether it has ended, and how.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A program that asks a server.
#[derive(Clone)]
pub(crate) struct Caller {
    base: String,
    agent: Agent,
}

impl Caller {
    pub(crate) fn get(&self, token: &str, path: &str) -> Result<Answer, ureq::Error> {
        let request = self.agent.get(format!("{}/api/v1{path}", self.base));
        read(request.header("authorization", format!("Bearer {token}")).call()?)
    }

    pub(crate) fn post(&self, token: &str, path: &str, body: &Value) -> Result<Answer, ureq::Error> {
        let request = self.agent.post(format!("{}/api/v1{path}", self.base));
        read(request.header("authorization", format!("Bearer {token}")).send_json(body)?)
    }

    /// Sends a file.
    pub(crate) fn send(&self, token: &str, path: &str, file: &[u8]) -> Result<Answer, ureq::Error> {
        let request = self.agent.post(format!("{}/api/v1{path}", self.base));
        read(request.header("authorization", format!("Bearer {token}")).send(file)?)
    }

    pub(crate) fn delete(&self, token: &str, path: &str) -> Result<Answer, ureq::Error> {
        let request = self.agent.delete(format!("{}/api/v1{path}", self.base));
        read(request.header("authorization", format!("Bearer {token}")).call()?)
    }

    /// A file with the headers it came with.
    pub(crate) fn fetch(
        &self,
        token: &str,
        path: &str,
    ) -> Result<(ureq::http::HeaderMap, Vec<u8>), ureq::Error> {
        let request = self.agent.get(format!("{}/api/v1{path}", self.base));
        let mut response = request.header("authorization", format!("Bearer {token}")).call()?;
        let content = response.body_mut().with_config().limit(1 << 30).read_to_vec()?;
        Ok((response.headers().clone(), content))
    }

    /// Whether the process itself still answers.
    pub(crate) fn lives(&self) -> bool {
        self.agent.get(format!("{}/healthz", self.base)).call().is_ok_and(|answer| answer.status() == 200)
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    let body = response.body_mut().with_config().limit(1 << 30).read_to_string()?;
    Ok(Answer { status: response.status().as_u16(), body })
}
