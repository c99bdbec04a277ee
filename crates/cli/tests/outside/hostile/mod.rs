//! Hundreds of hostile files are sent as attachments: the server lives, answers in sentences, and what leaves is what it
//! says.

mod files;
mod pictures;

use std::collections::BTreeMap;

use serde_json::json;

use self::files::{File, all};
use crate::server::{Caller, Data};

/// What stands for something that a browser would run or draw as a page.
const LIVE: [&[u8]; 6] = [b"<script", b"<svg", b"<html", b"alert(", b"<!doctype", b"onload="];

#[test]
fn hundreds_of_hostile_files_change_nothing_but_a_few_pictures() {
    let data = Data::on_sqlite();
    let mut server = data.serve(&data.url, None);
    let report = json!({ "title": "Sperrmüll", "summary": "Sperrmüll", "category": "vermuellung" });
    let entered = server.post(&data.office, "/reports", &report).unwrap();
    assert_eq!(entered.status, 201, "{}", entered.body);
    let report = entered.json()["id"].as_str().unwrap().to_owned();

    let (caller, token) = (server.caller(), data.office.as_str());
    let files = all(20_260_926);
    assert!(files.len() >= 300, "there are {} files", files.len());
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for (number, file) in files.iter().enumerate() {
        let path = format!("/reports/{report}/attachments?name={}", file.name);
        let answer = caller.send(token, &path, &file.bytes).unwrap();
        let said = answer.json();
        match answer.status {
            201 => {
                assert!(!file.never, "{} was taken: {}", file.what, answer.body);
                let added = said["attachments"].as_array().unwrap().last().unwrap().clone();
                look_at(&caller, token, file, added["id"].as_str().unwrap());
                *answers.entry(format!("taken as {}", added["type"])).or_default() += 1;
            }
            422 => {
                let sentence = said["errors"][0]["message"].as_str().unwrap();
                assert!(sentence.ends_with('.') && !sentence.contains('⟦'), "{}: {sentence}", file.what);
                let code = said["errors"][0]["code"].as_str().unwrap();
                *answers.entry(code.to_owned()).or_default() += 1;
            }
            other => panic!("{}: {other} {}", file.what, answer.body),
        }
        if number % 25 == 0 {
            assert!(caller.lives(), "after {}", file.what);
        }
    }
    assert!(server.ended().is_none() && caller.lives(), "the server lives");
    println!("{} files: {answers:?}", files.len());
    // A picture is taken as before, by a process that nothing of this has reached.
    let path = format!("/reports/{report}/attachments?name=Foto.jpg");
    let answer = caller.send(token, &path, &pictures::jpeg(40, 30)).unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
}

/// What was taken is read and removed again.
fn look_at(caller: &Caller, token: &str, file: &File, id: &str) {
    let path = format!("/attachments/{id}");
    let (headers, content) = caller.fetch(token, &path).unwrap();
    let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap());
    let kind = header("content-type");
    let begins: &[u8] = match kind {
        "image/jpeg" => &[0xff, 0xd8, 0xff],
        "image/png" => b"\x89PNG\r\n\x1a\n",
        "application/pdf" => b"%PDF-",
        other => panic!("{} leaves as {other}", file.what),
    };
    assert!(content.starts_with(begins), "{} leaves as {kind} and is none", file.what);
    assert_eq!(header("x-content-type-options"), "nosniff", "{}", file.what);
    assert!(header("content-security-policy").ends_with("; sandbox"), "{}", file.what);
    let how = if kind == "application/pdf" { "attachment; " } else { "inline; " };
    assert!(header("content-disposition").starts_with(how), "{}", file.what);
    if kind != "application/pdf" {
        let lower = content.to_ascii_lowercase();
        for word in LIVE {
            assert!(
                !lower.windows(word.len()).any(|window| window == word),
                "{} keeps something live",
                file.what
            );
        }
        assert!(image::load_from_memory(&content).is_ok(), "{} leaves broken", file.what);
    }
    assert_eq!(caller.delete(token, &path).unwrap().status, 200, "{}", file.what);
}
