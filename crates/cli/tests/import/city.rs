//! A city to import into: a folder of data with a charter, areas and an account, for the built binary.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, dead_code, unreachable_pub, missing_docs)]

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use app::{App, NewAccount, NewPassword, SeededChance, SetClock, Setup, Who};
use domain::{
    access::{MemberOf, Role},
    ids::*,
    people::Language,
    time::Timestamp,
};
use tempfile::TempDir;

/// A folder of data for the binary.
pub struct City {
    /// The account in whose name files come in.
    pub email: String,
    /// Secret of its session.
    pub session: String,
    dir: TempDir,
    charter: String,
}

/// Of which units the account is a member.
const UNITS: [&str; 5] = ["ordnungsamt", "buergerservice", "tiefbau", "lagedienst", "verkehrsdienst"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The present moment: the binary has the real clock, and an account must not be younger than it.
fn now() -> Timestamp {
    Timestamp::from_jiff(jiff::Timestamp::now())
}

impl City {
    /// Hamm, with the boundary of the real city.
    pub fn hamm(data: &Path) -> Self {
        let city = Self::new("stadt", include_str!("../../../../charters/hamm.toml"));
        city.areas("stadt", &data.join("geo/vg5000_hamm_05915000.geojson"));
        city
    }

    /// Hamm without areas.
    pub fn invented() -> Self {
        Self::new("stadt", include_str!("../../../../charters/hamm.toml"))
    }

    /// An invented agreement for Cologne, with its real districts.
    pub fn cologne(data: &Path) -> Self {
        let charter = elsewhere("[6.77, 50.83, 7.17, 51.09]", "[6.96, 50.94]", "Europe/Berlin");
        let city = Self::new("stadt", &charter);
        city.areas("stadtbezirke", &data.join("geo/koeln_stadtbezirke.geojson"));
        city
    }

    /// An invented agreement for Bristol, for reports of all of Britain.
    pub fn britain() -> Self {
        Self::new("polizei", &elsewhere("[-3.2, 51.0, -2.2, 52.0]", "[-2.6, 51.45]", "Europe/London"))
    }

    fn new(partner: &str, charter: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let mut city = Self {
            email: format!("einlesen@{partner}.example"),
            session: String::new(),
            dir,
            charter: charter.to_owned(),
        };
        let session = block_on(async {
            let app = city.open().await;
            let partner: PartnerId = partner.parse().unwrap();
            app.operator_invite("verwaltung@x.example", "Verwaltung", Some(&partner), true).await.unwrap();
            let admin = app.operator_as("verwaltung@x.example").unwrap();
            let new =
                NewAccount { email: city.email.clone(), name: "Einlesen".to_owned(), language: Language::De };
            let invited = app.invite(&admin, &new).await.unwrap();
            for unit in UNITS {
                let unit: UnitId = unit.parse().unwrap();
                let of = MemberOf::Unit(unit.clone());
                if app.charter().unit(&unit).is_some_and(|(p, _)| p.id == partner) {
                    app.grant_membership(&admin, invited.account, of, Role::Officer, None).await.unwrap();
                }
            }
            let password = "Kiefernzapfen am Kanal";
            let new = NewPassword { password, repeat: password };
            let signed = app.accept_invitation(&invited.secret, new, "test").await.unwrap();
            app.close().await.unwrap();
            signed.secret
        });
        city.session = session;
        city
    }

    /// The application on the same data, in this process.
    pub async fn open(&self) -> App {
        let setup = Setup {
            url: format!("sqlite://{}", self.dir.path().join("lagenetz.db").display()),
            readers: 2,
            clock: Arc::new(SetClock::at(now())),
            chance: Arc::new(SeededChance::new([7; 32])),
            demo: false,
            charter: Some(self.charter.clone()),
        };
        App::open(setup).await.unwrap()
    }

    /// The account as a caller.
    pub fn who(&self, app: &App) -> Who {
        app.operator_as(&self.email).unwrap()
    }

    /// A folder of its own for files.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The binary on these data.
    pub fn lagenetz(&self, command: &str) -> Command {
        let mut lagenetz = Command::new(env!("CARGO_BIN_EXE_lagenetz"));
        lagenetz.arg(command).arg("--dir").arg(self.dir.path()).env_remove("LAGENETZ_CONFIG");
        lagenetz
    }

    /// `lagenetz import … --json FILE…` with a profile of the project.
    pub fn import(&self, profile: &str, source: &str, files: &[&Path]) -> Command {
        self.import_by(&root().join("profiles").join(format!("{profile}.toml")), source, files)
    }

    /// The same with a profile of one's own.
    pub fn import_by(&self, profile: &Path, source: &str, files: &[&Path]) -> Command {
        let mut lagenetz = self.lagenetz("import");
        lagenetz.args(["--source", source, "--as", &self.email, "--json", "--profile"]).arg(profile);
        lagenetz.args(files);
        lagenetz
    }

    /// A server on these data, on a free port.
    pub fn serve(&self) -> std::process::Child {
        let mut lagenetz = self.lagenetz("serve");
        lagenetz.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        lagenetz.spawn().unwrap()
    }

    fn areas(&self, division: &str, file: &Path) {
        let mut lagenetz = self.lagenetz("areas");
        let output = lagenetz.args(["--division", division, "--json"]).arg(file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// The charter of Hamm as an invented agreement of another place.
fn elsewhere(bounds: &str, centre: &str, zone: &str) -> String {
    let line = |line: &str| match line.split(" = ").next() {
        Some("bounds") => format!("bounds = {bounds}"),
        Some("centre") => format!("centre = {centre}"),
        Some("time_zone") => format!("time_zone = \"{zone}\""),
        _ => line.to_owned(),
    };
    include_str!("../../../../charters/hamm.toml").lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Waits until this process knows what the others wrote; on a busy machine that takes a moment.
pub async fn current(app: &App) {
    while app.freshen().await.is_err() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Runs something asynchronous to its end.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(future)
}
