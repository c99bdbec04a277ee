//! A notice tells whoever is on duty by an e-mail without content, through a real mail server.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::server::{Data, Server};

/// A mail server that keeps what it is given, and refuses at first.
struct Sink {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

/// What a mail server saw.
#[derive(Debug, Default)]
struct Seen {
    /// How many messages it still refuses.
    refuses: usize,
    refused_at: Vec<Instant>,
    taken: Vec<Taken>,
}

/// A message as it came over the wire, and when.
#[derive(Debug, Clone)]
struct Taken {
    at: Instant,
    from: String,
    to: Vec<String>,
    data: String,
}

impl Sink {
    fn refusing(refuses: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen { refuses, ..Seen::default() }));
        let kept = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                thread::spawn(move || _ = converse(stream, &kept));
            }
        });
        Self { port, seen }
    }

    fn taken(&self) -> Vec<Taken> {
        self.seen.lock().unwrap().taken.clone()
    }

    fn refused_at(&self) -> Vec<Instant> {
        self.seen.lock().unwrap().refused_at.clone()
    }

    /// The message that comes; nothing else comes in the two seconds after it.
    fn only_one(&self) -> Taken {
        let begun = Instant::now();
        while self.taken().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(100), "no e-mail came");
            thread::sleep(Duration::from_millis(20));
        }
        thread::sleep(Duration::from_secs(2));
        let mut taken = self.taken();
        assert_eq!(taken.len(), 1, "one person is on duty, and gets one e-mail: {taken:?}");
        taken.remove(0)
    }
}

/// The server's side of RFC 5321, as far as a client needs it.
fn converse(stream: TcpStream, kept: &Mutex<Seen>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    out.write_all(b"220 sink.example ESMTP\r\n")?;
    let mut mail = Taken { at: Instant::now(), from: String::new(), to: Vec::new(), data: String::new() };
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        let command = line.trim_end().to_owned();
        line.clear();
        let answer = match command.split([' ', ':']).next().unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => "250-sink.example\r\n250 8BITMIME\r\n",
            "MAIL" => {
                mail.from = command;
                "250 ok\r\n"
            }
            "RCPT" => {
                mail.to.push(command);
                "250 ok\r\n"
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                while lines.read_line(&mut line)? > 0 && line != ".\r\n" {
                    mail.data.push_str(&line);
                    line.clear();
                }
                line.clear();
                mail.at = Instant::now();
                let mut kept = kept.lock().unwrap();
                if kept.refuses > 0 {
                    kept.refuses -= 1;
                    kept.refused_at.push(mail.at);
                    "451 try again later\r\n"
                } else {
                    kept.taken.push(mail.clone());
                    "250 taken\r\n"
                }
            }
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            "NOOP" | "RSET" => "250 ok\r\n",
            _ => "502 unknown\r\n",
        };
        out.write_all(answer.as_bytes())?;
    }
    Ok(())
}

/// A server that sends its e-mails to the sink.
fn serve(data: &Data, sink: &Sink) -> Server {
    let with_mail = format!(
        "LAGENETZ_SMTP=smtp://127.0.0.1:{} LAGENETZ_MAIL_FROM=lagenetz@stadt.example exec \"$0\" \"$@\"",
        sink.port
    );
    data.serve(&data.url, Some(&with_mail))
}

/// Enters an urgent report and discloses it to whoever is on duty; answers the report.
fn hurry(server: &Server, data: &Data) -> String {
    let report = json!({
        "title": "Gasgeruch an der Schule", "summary": "Gasgeruch", "category": "laerm", "urgency": "immediate",
        "place": { "lon": 7.82, "lat": 51.68 },
    });
    let entered = server.post(&data.office, "/reports", &report).unwrap();
    assert_eq!(entered.status, 201, "{}", entered.body);
    let id = entered.json()["id"].as_str().unwrap().to_owned();
    let terms = json!({ "audience": "polizei-lage", "profile": "lage" });
    let disclosed = server.post(&data.office, &format!("/reports/{id}/disclosures"), &terms).unwrap();
    assert_eq!(disclosed.status, 201, "{}", disclosed.body);
    id
}

#[test]
fn whoever_is_on_duty_gets_an_e_mail_without_content() {
    let (sink, data) = (Sink::refusing(0), Data::on_sqlite());
    let server = serve(&data, &sink);
    let id = hurry(&server, &data);
    let mail = sink.only_one();
    assert!(mail.from.contains("lagenetz@stadt.example"), "{mail:?}");
    assert_eq!(mail.to.len(), 1);
    assert!(mail.to[0].contains("lagedienst@polizei.example"), "{mail:?}");
    assert!(mail.data.contains("Subject: Neue Sofortmeldung in Lagenetz"), "{}", mail.data);
    for content in ["Gas", "Schule", &id, "ordnungsamt", "Ordnungsamt", "laerm", "7.82", "51.68"] {
        assert!(!mail.data.contains(content), "{content} stands in the e-mail: {}", mail.data);
    }

    let listed = server.get(&data.desk, "/notices").unwrap().json();
    assert_eq!(listed["items"][0]["state"], "received", "being shown on duty is the receipt: {listed}");
    let notice = listed["items"][0]["id"].as_str().unwrap();
    let steps = format!("/notices/{notice}/steps");
    let noted = server.post(&data.desk, &steps, &json!({ "what": "acknowledged" })).unwrap();
    assert_eq!(noted.json()["state"], "acknowledged", "{}", noted.body);
    let seen = server.get(&data.office, "/notices").unwrap().json();
    assert_eq!(seen["items"][0]["state"], "acknowledged", "the sender sees it: {seen}");
}

#[test]
fn an_e_mail_that_the_mail_server_refuses_is_sent_again_half_a_minute_later_and_once() {
    let (sink, data) = (Sink::refusing(1), Data::on_sqlite());
    let server = serve(&data, &sink);
    hurry(&server, &data);
    let mail = sink.only_one();
    let refused = sink.refused_at();
    assert_eq!(refused.len(), 1);
    let pause = mail.at - refused[0];
    assert!(pause > Duration::from_secs(29), "it came {pause:?} after the refusal");
    assert!(mail.to[0].contains("lagedienst@polizei.example"), "{mail:?}");
}
