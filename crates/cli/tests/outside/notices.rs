//! A notice tells whoever is on duty by an e-mail without content, through a real mail server.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::server::Data;

/// A mail server that keeps what it is given.
struct Sink {
    port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
}

/// A message as it came over the wire.
#[derive(Debug, Clone)]
struct Taken {
    from: String,
    to: Vec<String>,
    data: String,
}

impl Sink {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                thread::spawn(move || _ = converse(stream, &kept));
            }
        });
        Self { port, taken }
    }

    fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

/// The server's side of RFC 5321, as far as a client needs it.
fn converse(stream: TcpStream, kept: &Mutex<Vec<Taken>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    out.write_all(b"220 sink.example ESMTP\r\n")?;
    let mut mail = Taken { from: String::new(), to: Vec::new(), data: String::new() };
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
                kept.lock().unwrap().push(mail.clone());
                "250 taken\r\n"
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

#[test]
fn whoever_is_on_duty_gets_an_e_mail_without_content() {
    let (sink, data) = (Sink::open(), Data::on_sqlite());
    let with_mail = format!(
        "LAGENETZ_SMTP=smtp://127.0.0.1:{} LAGENETZ_MAIL_FROM=lagenetz@stadt.example exec \"$0\" \"$@\"",
        sink.port
    );
    let server = data.serve(&data.url, Some(&with_mail));
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

    let begun = Instant::now();
    while sink.taken().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "no e-mail came");
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(2));
    let taken = sink.taken();
    assert_eq!(taken.len(), 1, "one person is on duty, and gets one e-mail: {taken:?}");
    let mail = &taken[0];
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
