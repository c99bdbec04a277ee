//! Two processes on one PostgreSQL: what one writes the other shows, and one that is cut off tells nothing.

use std::{
    io,
    net::Shutdown,
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::server::{Data, Server};

fn data() -> Data {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let test = runtime.block_on(async {
        let test = store::testing::postgres().await;
        test.store.close().await;
        test.options.url
    });
    Data::on(test, TempDir::new().unwrap())
}

fn enter(server: &Server, token: &str) -> String {
    let report = json!({ "title": "Lärm am Kanal", "summary": "Lärm", "category": "laerm", "place": { "lon": 7.82, "lat": 51.68 } });
    let answer = server.post(token, "/reports", &report).unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn disclose(server: &Server, token: &str, report: &str) -> String {
    let terms = json!({ "audience": "polizei", "profile": "lage" });
    let answer = server.post(token, &format!("/reports/{report}/disclosures"), &terms).unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Asks until the answer is as wanted, and tells how long that took.
fn until(what: &str, wanted: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !wanted() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} never happened");
        thread::sleep(Duration::from_millis(5));
    }
    begun.elapsed()
}

fn total(server: &Server, token: &str) -> Option<u64> {
    let answer = server.get(token, "/picture/cells?resolution=9").unwrap();
    (answer.status == 200).then(|| answer.json()["total"].as_u64()).flatten()
}

#[test]
fn what_one_process_discloses_the_other_shows_and_what_it_withdraws_is_gone() {
    let data = data();
    let (one, other) = (data.serve(&data.url, None), data.serve(&data.url, None));
    let (mut appeared, mut gone) = (Vec::new(), Vec::new());
    for _ in 0..8 {
        let report = enter(&one, &data.office);
        assert_eq!(total(&other, &data.desk), Some(0));
        let disclosure = disclose(&one, &data.office, &report);
        appeared.push(until("the disclosure", || total(&other, &data.desk) == Some(1)));
        let read = other.get(&data.desk, &format!("/reports/{report}")).unwrap();
        assert_eq!((read.status, &read.json()["parts"]["place"]), (200, &Value::from("200m")));
        let path = format!("/disclosures/{disclosure}/withdraw");
        assert_eq!(one.post(&data.office, &path, &json!({ "reason": "Irrtum" })).unwrap().status, 200);
        gone.push(until("the withdrawal", || total(&other, &data.desk) == Some(0)));
        assert_eq!(other.get(&data.desk, &format!("/reports/{report}")).unwrap().status, 404);
    }
    assert_eq!(data.verify()["intact"], json!(true));
    let most = |times: &[Duration]| times.iter().max().unwrap().as_millis();
    println!(
        "the other process shows a disclosure after {} ms at most, a withdrawal after {} ms",
        most(&appeared),
        most(&gone)
    );
}

#[test]
fn both_processes_write_and_no_position_is_lost() {
    let data = data();
    let servers = [data.serve(&data.url, None), data.serve(&data.url, None)];
    thread::scope(|scope| {
        for server in &servers {
            scope.spawn(|| (0..20).for_each(|_| _ = enter(server, &data.office)));
        }
    });
    for server in &servers {
        until("the other's reports", || total(server, &data.office) == Some(40));
        assert_eq!(server.reports(&data.office).len(), 40);
    }
    assert_eq!(data.verify()["intact"], json!(true));
}

#[test]
fn a_process_that_is_cut_off_tells_no_content_and_comes_back_by_itself() {
    let data = data();
    for way in [Way::Broken, Way::Silent] {
        let line = Line::to(&data.url);
        let server = data.serve(&line.url, None);
        let report = enter(&server, &data.office);
        line.cut(way);
        let paths = [
            "/picture/cells?resolution=9",
            "/reports",
            &format!("/reports/{report}"),
            "/disclosures/received",
        ];
        let refused = until("the refusal", || {
            server.get(&data.office, paths[0]).is_ok_and(|answer| answer.status == 503)
        });
        thread::sleep(Duration::from_millis(2_500));
        for path in paths {
            let answer = server.get(&data.office, path).unwrap();
            assert_eq!(answer.status, 503, "{path}: {}", answer.body);
            assert!(!answer.body.contains("Kanal"), "{}", answer.body);
        }
        assert!(server.caller().lives());
        line.mend();
        let back = until("the answer", || total(&server, &data.office).is_some());
        assert_eq!(server.get(&data.office, &format!("/reports/{report}")).unwrap().status, 200);
        println!(
            "{way:?}: refused after {} ms, back {} ms after the line was mended",
            refused.as_millis(),
            back.as_millis()
        );
    }
}

// ---------------------------------------------------------------------------------------------------------------
// A line to the database that can be cut

/// How a line fails.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Connections break, and new ones are not accepted.
    Broken,
    /// Nothing comes through any more, and nobody says so.
    Silent,
}

/// What goes on with a line.
#[derive(Default)]
struct State {
    broken: AtomicBool,
    silent: AtomicBool,
    open: Mutex<Vec<UnixStream>>,
}

/// A socket beside that of the database; everything that comes in on it is passed on.
struct Line {
    url: String,
    state: Arc<State>,
    _dir: TempDir,
}

impl Line {
    fn to(url: &str) -> Self {
        let (before, host) = url.split_once("host=").unwrap();
        let target = Path::new(host).join(".s.PGSQL.5432");
        let dir = TempDir::new().unwrap();
        let listener = UnixListener::bind(dir.path().join(".s.PGSQL.5432")).unwrap();
        let state = Arc::new(State::default());
        let url = format!("{before}host={}", dir.path().display());
        let line = Self { url, state: Arc::clone(&state), _dir: dir };
        thread::spawn(move || accept(&listener, &target, &state));
        line
    }

    fn cut(&self, way: Way) {
        match way {
            Way::Silent => self.state.silent.store(true, Ordering::SeqCst),
            Way::Broken => {
                self.state.broken.store(true, Ordering::SeqCst);
                self.hang_up();
            }
        }
    }

    fn mend(&self) {
        self.state.broken.store(false, Ordering::SeqCst);
        self.state.silent.store(false, Ordering::SeqCst);
    }

    fn hang_up(&self) {
        for stream in self.state.open.lock().unwrap().drain(..) {
            _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.state.broken.store(true, Ordering::SeqCst);
        self.hang_up();
    }
}

fn accept(listener: &UnixListener, target: &PathBuf, state: &Arc<State>) {
    for incoming in listener.incoming() {
        let (Ok(incoming), Ok(outgoing)) = (incoming, UnixStream::connect(target)) else { return };
        if state.broken.load(Ordering::SeqCst) {
            continue;
        }
        let mut open = state.open.lock().unwrap();
        open.extend([incoming.try_clone().unwrap(), outgoing.try_clone().unwrap()]);
        for (from, to) in [(&incoming, &outgoing), (&outgoing, &incoming)] {
            let (from, to, state) = (from.try_clone().unwrap(), to.try_clone().unwrap(), Arc::clone(state));
            thread::spawn(move || _ = pass_on(from, to, &state));
        }
    }
}

fn pass_on(mut from: UnixStream, mut to: UnixStream, state: &State) -> io::Result<()> {
    use io::{Read, Write};
    let mut bytes = [0; 65_536];
    loop {
        let many = from.read(&mut bytes)?;
        while state.silent.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(20));
        }
        if many == 0 {
            return to.shutdown(Shutdown::Write);
        }
        to.write_all(&bytes[..many])?;
    }
}
