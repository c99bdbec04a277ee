//! The configuration: what stands in the call, else in the environment, else in the file, else what is usual.

use std::{
    fs,
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Deserialize;

use crate::failure::Failure;

/// Which data a command works on.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Place {
    /// Datei mit der Konfiguration (TOML)
    #[arg(long, value_name = "DATEI", env = "LAGENETZ_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Ordner der Daten; üblich: lagenetz-data
    #[arg(long, value_name = "ORDNER", env = "LAGENETZ_DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Datenbank, wenn nicht SQLite im Ordner: postgres://…
    #[arg(long, value_name = "ADRESSE", env = "LAGENETZ_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Adresse, unter der Menschen den Dienst aufrufen, etwa https://lage.example.de
    #[arg(long, value_name = "ADRESSE", env = "LAGENETZ_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
}

/// What only a server needs.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Serving {
    /// Adresse und Port; üblich: 127.0.0.1:8080
    #[arg(long, value_name = "ADRESSE", env = "LAGENETZ_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
    /// Vereinbarung, die beim ersten Start als Fassung 1 gespeichert wird
    #[arg(long, value_name = "DATEI", env = "LAGENETZ_CHARTER")]
    pub(crate) charter: Option<PathBuf>,
    /// E-Mail-Adresse für die erste Verwaltung; üblich: administration@localhost
    #[arg(long, value_name = "E-MAIL", env = "LAGENETZ_FIRST_ADMIN")]
    pub(crate) first_admin: Option<String>,
    /// Verbindungen, die lesen; üblich: 4
    #[arg(long, value_name = "ZAHL", env = "LAGENETZ_READERS")]
    pub(crate) readers: Option<u32>,
    /// Mailserver für Hinweise auf Sofortmeldungen, etwa smtps://nutzer:passwort@mail.example.de; ohne ihn keine E-Mail
    #[arg(long, value_name = "ADRESSE", env = "LAGENETZ_SMTP", hide_env_values = true)]
    pub(crate) smtp: Option<String>,
    /// Absender der E-Mails
    #[arg(long, value_name = "E-MAIL", env = "LAGENETZ_MAIL_FROM")]
    pub(crate) mail_from: Option<String>,
}

/// The file. Every key is also an environment variable (`LAGENETZ_…`) and an option of the call.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dir: Option<PathBuf>,
    database: Option<String>,
    public_url: Option<String>,
    listen: Option<SocketAddr>,
    charter: Option<PathBuf>,
    first_admin: Option<String>,
    readers: Option<u32>,
    smtp: Option<String>,
    mail_from: Option<String>,
}

/// The configuration in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Config {
    /// Folder of the data.
    pub(crate) dir: PathBuf,
    /// Database, if it is not SQLite in the folder.
    pub(crate) database: Option<String>,
    /// The address that people type.
    pub(crate) public_url: Option<String>,
    /// Address and port to listen on.
    pub(crate) listen: SocketAddr,
    /// Charter for the first start.
    pub(crate) charter: Option<PathBuf>,
    /// E-mail address of the first administrator.
    pub(crate) first_admin: String,
    /// Connections that read.
    pub(crate) readers: u32,
    /// Address of the mail server; no e-mail without it.
    pub(crate) smtp: Option<String>,
    /// Sender of e-mails.
    pub(crate) mail_from: Option<String>,
}

/// Where the server listens unless told otherwise: this machine only.
pub(crate) const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

impl Config {
    /// What holds, from the call (with the environment, which clap has put there) and the file that it names.
    pub(crate) fn resolve(place: Place, serving: Serving) -> Result<Self, Failure> {
        let file = match &place.config {
            Some(path) => read(path)?,
            None => File::default(),
        };
        Ok(Self {
            dir: place.dir.or(file.dir).unwrap_or_else(|| "lagenetz-data".into()),
            database: place.database.or(file.database),
            public_url: place.public_url.or(file.public_url).map(|url| url.trim_end_matches('/').to_owned()),
            listen: serving.listen.or(file.listen).unwrap_or(LISTEN),
            charter: serving.charter.or(file.charter),
            first_admin: serving
                .first_admin
                .or(file.first_admin)
                .unwrap_or_else(|| "administration@localhost".into()),
            readers: serving.readers.or(file.readers).unwrap_or(4).clamp(1, 64),
            smtp: serving.smtp.or(file.smtp),
            mail_from: serving.mail_from.or(file.mail_from),
        })
    }

    /// The address of the database.
    pub(crate) fn database_url(&self) -> Result<String, Failure> {
        match &self.database {
            Some(url) => Ok(url.clone()),
            None => sqlite_url(&self.dir),
        }
    }

    /// The file of the SQLite database, if it is one in the folder.
    pub(crate) fn database_file(&self) -> Option<PathBuf> {
        self.database.is_none().then(|| database_file(&self.dir))
    }

    /// The address with which links begin.
    pub(crate) fn link_base(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }
}

/// The SQLite file in a folder of data.
pub(crate) fn database_file(dir: &Path) -> PathBuf {
    dir.join("lagenetz.db")
}

/// The address of the SQLite file in a folder of data.
pub(crate) fn sqlite_url(dir: &Path) -> Result<String, Failure> {
    let dir = std::path::absolute(dir).map_err(|error| Failure::file(dir, &error))?;
    let file = database_file(&dir);
    let text = file.to_str().filter(|text| !text.contains(['?', '#', '%'])).ok_or_else(|| {
        Failure::new(
            format!("Der Ordner {} hat einen Namen, den die Datenbank nicht lesen kann.", dir.display()),
            format!("The folder {} has a name that the database cannot read.", dir.display()),
        )
    })?;
    Ok(format!("sqlite://{text}"))
}

/// Makes a folder that only its owner may enter, if it is not there.
pub(crate) fn make_private(dir: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|error| Failure::file(dir, &error))
}

/// Writes a file that only its owner may read; it is on disk when this returns.
pub(crate) fn write_private(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written =
        options.open(file).and_then(|mut open| open.write_all(bytes).and_then(|()| open.sync_all()));
    written.map_err(|error| Failure::file(file, &error))
}

/// Removes a file, if it is there.
pub(crate) fn remove_if_there(file: &Path) -> Result<(), Failure> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::file(file, &error)),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> Result<File, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let (path, problem) = (path.display(), error.message().trim_end_matches('.'));
        let german = match problem.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            Some((key, _)) => format!("den Schlüssel „{key}“ gibt es nicht"),
            None => format!("das ist so nicht lesbar ({problem})"),
        };
        Failure::new(format!("{path}, Zeile {line}: {german}."), format!("{path}, line {line}: {problem}."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, Place) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lagenetz.toml");
        fs::write(&path, text).unwrap();
        (dir, Place { config: Some(path), ..Place::default() })
    }

    #[test]
    fn without_anything_it_is_sqlite_in_the_folder_beside_and_this_machine_only() {
        let config = Config::resolve(Place::default(), Serving::default()).unwrap();
        assert_eq!((config.dir.as_path(), config.listen), (Path::new("lagenetz-data"), LISTEN));
        assert!(config.database_url().unwrap().ends_with("/lagenetz-data/lagenetz.db"));
        assert!(config.listen.ip().is_loopback());
    }

    #[test]
    fn the_call_is_stronger_than_the_file() {
        let (_dir, mut place) =
            file("dir = 'a'\nlisten = '127.0.0.1:1'\nreaders = 2\npublic_url = 'https://lage.example/'");
        let config = Config::resolve(place.clone(), Serving::default()).unwrap();
        assert_eq!((config.dir.as_path(), config.readers), (Path::new("a"), 2));
        assert_eq!(config.link_base(), "https://lage.example");
        place.dir = Some("b".into());
        let serving = Serving { readers: Some(3), ..Serving::default() };
        let config = Config::resolve(place, serving).unwrap();
        assert_eq!((config.dir.as_path(), config.readers), (Path::new("b"), 3));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let (_dir, place) = file("dir = 'a'\n\nlissten = '127.0.0.1:1'\n");
        let failure = Config::resolve(place, Serving::default()).unwrap_err();
        let said = failure.say(domain::people::Language::De);
        assert!(said.contains("Zeile 3") && said.contains("lissten"), "{said}");
    }

    #[test]
    fn every_key_is_also_an_environment_variable_and_an_option() {
        use clap::CommandFactory;
        let text = "dir='a'\ndatabase='d'\npublic_url='p'\nlisten='127.0.0.1:1'\ncharter='c'\nfirst_admin='f'\nreaders=1\nsmtp='s'\nmail_from='m'";
        let (_dir, place) = file(text);
        Config::resolve(place, Serving::default()).unwrap();
        let command = crate::Cli::command();
        let serve = command.find_subcommand("serve").unwrap();
        for key in text.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key) {
            let arg = serve.get_arguments().find(|arg| arg.get_id() == key).unwrap();
            let variable = format!("LAGENETZ_{}", key.to_uppercase());
            assert_eq!(arg.get_env().and_then(|name| name.to_str()), Some(variable.as_str()));
            assert_eq!(arg.get_long(), Some(key.replace('_', "-").as_str()));
        }
    }
}
