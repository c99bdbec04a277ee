//! Attachments: added over a form, seen by whom they are disclosed to, removed for everybody, never anything but what they are.

use axum::http::StatusCode;
use domain::{
    ids::ReportId,
    people::{Language, Scope},
    report::Draft,
    terms::TermsDraft,
};
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

use crate::house::{Answer, Browser, House, Person};

/// A document with nothing in it.
pub(crate) const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n";

/// A picture with noise, and with something behind it.
fn picture() -> Vec<u8> {
    let noise: Vec<u8> =
        (0..400 * 300 * 3_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&noise, 400, 300, ExtendedColorType::Rgb8).unwrap();
    bytes.extend(b"<script>alert(1)</script>");
    bytes
}

/// The form as a browser sends it.
pub(crate) fn form(csrf: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (key, value) in [("csrf", csrf)].iter().chain(fields) {
        body.extend(
            format!("--line\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(
        format!("--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n").bytes(),
    );
    body.extend(file);
    body.extend(b"\r\n--line--\r\n");
    body
}

struct Scene {
    house: House,
    office: Person,
    desk: Person,
    report: ReportId,
}

impl Scene {
    async fn open() -> Self {
        let house = House::open().await;
        let (office, desk) = (house.ordnungsamt().await, house.lagedienst().await);
        let draft = Draft {
            title: "Sperrmüll am Kanal".to_owned(),
            summary: "Sperrmüll".to_owned(),
            category: "vermuellung".to_owned(),
            ..Draft::default()
        };
        let entered = house.app.enter_report(&house.who(&office).await, "", &draft, &[]).await.unwrap();
        Self { house, office, desk, report: entered.id }
    }

    fn page(&self) -> String {
        format!("/meldungen/{}", self.report)
    }

    async fn add(&self, browser: &mut Browser, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
        let csrf = browser.get(&self.page()).await.csrf();
        let body = form(&csrf, fields, name, file);
        let path = format!("{}/anhaenge", self.page());
        browser.ask("POST", &path, Some("multipart/form-data; boundary=line"), body).await
    }

    async fn disclose(&self, attachments: bool) {
        let terms = TermsDraft {
            audience: "polizei-lage".to_owned(),
            place: "quarter".to_owned(),
            text: "summary".to_owned(),
            attachments: Some(attachments),
            legal_basis: "kv-austausch".to_owned(),
            purpose: "Lagebild".to_owned(),
            expires_at: "24.12.2026".to_owned(),
            ..TermsDraft::default()
        };
        let office = self.house.who(&self.office).await;
        self.house.app.disclose(&office, &app::Target::Report(self.report), &terms).await.unwrap();
    }

    /// Acts that stand in a partner's journal and name an attachment, newest first.
    async fn journal(&self, partner: &str) -> Vec<String> {
        let protector = self.house.protector_of(partner).await;
        let who = self.house.who(&protector).await;
        let page = self.house.app.journal_page(&who, &app::JournalFilter::default(), 200).await.unwrap();
        let entries = page.lines.into_iter().filter_map(|line| line.entry);
        let about = |entry: &domain::journal::Entry| entry.subjects.iter().any(|s| s.kind == "attachment");
        entries.filter(about).map(|entry| entry.act.to_string()).collect()
    }
}

/// Where the attachments of a page are.
fn addresses(page: &Answer) -> Vec<String> {
    let found = page.body.split("class=\"ln-attachment__name\" href=\"").skip(1);
    found.map(|after| after.split('"').next().unwrap().to_owned()).collect()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_picture_is_added_drawn_anew_and_shown() {
    let scene = Scene::open().await;
    let mut browser = scene.house.signed_in(&scene.office).await;
    let added = scene.add(&mut browser, &[], "../Ecke Süd.HTML", &picture()).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let page = browser.get(added.location().split('#').next().unwrap()).await;
    assert!(page.body.contains("Der Anhang ist gespeichert."));
    assert!(page.body.contains("Ecke Süd.jpg") && page.body.contains("400 × 300"), "{}", page.body);
    assert!(page.body.contains("src=\"data:image/jpeg;base64,/9j/"), "the small picture is in the page");

    let read = browser.get(&addresses(&page)[0]).await;
    assert_eq!(read.status, StatusCode::OK);
    assert_eq!(header(&read, "content-type"), "image/jpeg");
    assert_eq!(header(&read, "x-content-type-options"), "nosniff");
    assert_eq!(header(&read, "content-disposition"), "inline; filename*=UTF-8''Ecke%20S%C3%BCd.jpg");
    assert_eq!(header(&read, "cache-control"), "no-store");
    let policy = header(&read, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.ends_with("; sandbox"), "{policy}");
    assert!(read.bytes.starts_with(&[0xff, 0xd8, 0xff]) && !read.body.contains("<script"));
    assert_eq!(scene.journal("stadt").await, ["attachment.read", "attachment.added"]);
}

#[tokio::test]
async fn a_document_is_kept_byte_by_byte_and_only_ever_downloaded() {
    let scene = Scene::open().await;
    let mut browser = scene.house.signed_in(&scene.office).await;
    scene.add(&mut browser, &[], "Plan.svg", PDF).await;
    let page = browser.get(&scene.page()).await;
    assert!(page.body.contains("Plan.pdf"));
    let read = browser.get(&addresses(&page)[0]).await;
    assert_eq!(read.bytes, PDF);
    assert_eq!(header(&read, "content-type"), "application/pdf");
    assert_eq!(header(&read, "content-disposition"), "attachment; filename*=UTF-8''Plan.pdf");
    assert!(header(&read, "content-security-policy").ends_with("sandbox"));
}

#[tokio::test]
async fn a_recipient_sees_an_attachment_once_the_change_is_told_and_attachments_are_disclosed() {
    let scene = Scene::open().await;
    let (mut office, mut desk) =
        (scene.house.signed_in(&scene.office).await, scene.house.signed_in(&scene.desk).await);
    scene.disclose(true).await;
    scene.add(&mut office, &[], "Plan.pdf", PDF).await;
    let address = addresses(&office.get(&scene.page()).await)[0].clone();
    let nothing = desk.get("/anhaenge/00000000-0000-4000-8000-000000000000").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);

    let early = desk.get(&address).await;
    let same = early.body.replace(&address, "/anhaenge/00000000-0000-4000-8000-000000000000");
    assert_eq!((early.status, same), (StatusCode::NOT_FOUND, nothing.body), "the change was not told");
    assert!(addresses(&desk.get(&scene.page()).await).is_empty());
    office.submit(&scene.page(), &format!("{}/mitteilen", scene.page()), &[]).await;
    assert_eq!(addresses(&desk.get(&scene.page()).await), std::slice::from_ref(&address));
    assert_eq!(desk.get(&address).await.bytes, PDF);
    assert_eq!(scene.journal("polizei").await, ["attachment.read"]);

    let foreign = desk.submit("/meldungen/neu", &format!("{address}/entfernen"), &[]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "a recipient removes nothing");
    let removed = office.submit(&scene.page(), &format!("{address}/entfernen"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    for browser in [&mut office, &mut desk] {
        assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND);
        let page = browser.get(&scene.page()).await.body;
        assert!(
            page.contains("Ein Anhang wurde entfernt (23.11.2026, 09:00).") && !page.contains("Plan.pdf"),
            "{page}"
        );
    }
    let again = office.submit(&scene.page(), &format!("{address}/entfernen"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn without_disclosed_attachments_there_are_none() {
    let scene = Scene::open().await;
    let mut office = scene.house.signed_in(&scene.office).await;
    scene.add(&mut office, &[], "Plan.pdf", PDF).await;
    scene.disclose(false).await;
    let address = addresses(&office.get(&scene.page()).await)[0].clone();
    let mut desk = scene.house.signed_in(&scene.desk).await;
    let page = desk.get(&scene.page()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Anhänge") && !page.body.contains("Plan.pdf"), "{}", page.body);
    assert_eq!(desk.get(&address).await.status, StatusCode::NOT_FOUND);
    let token = scene.house.token(&scene.desk, Scope::Read).await;
    let mut program = scene.house.browser();
    program.headers.push(("authorization", format!("Bearer {token}")));
    let json = program.get(&format!("/api/v1/reports/{}", scene.report)).await.body;
    assert!(json.contains("\"own\":false") && !json.contains("\"attachments\":["), "{json}");
}

#[tokio::test]
async fn faces_can_be_covered_without_scripts() {
    let scene = Scene::open().await;
    let mut browser = scene.house.signed_in(&scene.office).await;
    let rows = [
        ("left", "0"),
        ("top", "0"),
        ("width", "50"),
        ("height", "100"),
        ("left", ""),
        ("top", ""),
        ("width", ""),
        ("height", ""),
        ("left", "75,5"),
        ("top", "0"),
        ("width", "24.5"),
        ("height", "100"),
    ];
    let added = scene.add(&mut browser, &rows, "Foto.png", &picture()).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let page = browser.get(&scene.page()).await;
    let read = browser.get(&addresses(&page)[0]).await;
    let drawn = image::load_from_memory(&read.bytes).unwrap().into_rgb8();
    let is_grey = |x, y| drawn.get_pixel(x, y).0.iter().all(|channel| channel.abs_diff(112) < 8);
    let grey = |columns: std::ops::Range<u32>| {
        columns.flat_map(|x| (5..295).map(move |y| (x, y))).all(|(x, y)| is_grey(x, y))
    };
    assert!(grey(4..190) && grey(320..396), "both parts are covered");
    assert!(!grey(210..290), "what lies between is not");

    let wrong = scene
        .add(
            &mut browser,
            &[("left", "10"), ("top", "x"), ("width", "5"), ("height", "5")],
            "F.png",
            &picture(),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Eine Fläche braucht vier Zahlen von 0 bis 100"), "{}", wrong.body);
    assert!(
        wrong.body.contains("value=\"10\"") && wrong.body.contains("value=\"x\""),
        "what was typed stands there again"
    );
    let in_pdf = scene.add(&mut browser, &rows, "Plan.pdf", PDF).await;
    assert!(in_pdf.body.contains("In einem PDF lässt sich nichts unkenntlich machen"));
}

#[tokio::test]
async fn what_is_not_accepted_is_refused_in_a_sentence_and_nothing_is_kept() {
    let scene = Scene::open().await;
    let mut browser = scene.house.signed_in(&scene.office).await;
    let active = [&PDF[..PDF.len() - 6], b"<</S/JavaScript>>\n%%EOF\n"].concat();
    let sealed = [&PDF[..PDF.len() - 6], b"<</Encrypt 2 0 R>>\n%%EOF\n"].concat();
    for (name, file, sentence) in [
        ("x.png", &b""[..], "Die Datei ist leer."),
        (
            "x.png",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "Das ist keine JPEG-, PNG-, WebP- oder PDF-Datei.",
        ),
        ("x.jpg", b"<!doctype html><p>x", "Das ist keine JPEG-, PNG-, WebP- oder PDF-Datei."),
        ("x.gif", b"GIF89a\x01\0\x01\0", "Das ist keine JPEG-, PNG-, WebP- oder PDF-Datei."),
        ("x.png", &picture()[..600], "Das Bild lässt sich nicht zeichnen"),
        ("x.pdf", b"%PDF-1.4 and no end", "Das ist kein vollständiges PDF"),
        ("x.pdf", &active, "Das PDF enthält Programme"),
        ("x.pdf", &sealed, "Das PDF ist verschlüsselt"),
        ("x.pdf", &vec![b' '; (20 << 20) + 1], "Die Datei ist größer als 20 MB."),
    ] {
        let refused = scene.add(&mut browser, &[], name, file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
        assert!(refused.body.contains(sentence), "{sentence}: {}", refused.body);
    }
    let too_large = scene.add(&mut browser, &[], "x.pdf", &vec![b' '; 40 << 20]).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let forged = form("guessed", &[], "Plan.pdf", PDF);
    let path = format!("{}/anhaenge", scene.page());
    let forged = browser.ask("POST", &path, Some("multipart/form-data; boundary=line"), forged).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert!(addresses(&browser.get(&scene.page()).await).is_empty());
    assert!(scene.journal("stadt").await.is_empty());
    let mut browser = browser.in_language(Language::En);
    let english = scene.add(&mut browser, &[], "x.gif", b"GIF89a").await;
    assert!(english.body.contains("This is no JPEG, PNG, WebP or PDF file."), "{}", english.body);
}

#[tokio::test]
async fn a_report_has_room_for_as_many_as_the_charter_says() {
    let scene = Scene::open().await;
    let mut browser = scene.house.signed_in(&scene.office).await;
    for number in 0..10 {
        let added = scene.add(&mut browser, &[], &format!("Plan {number}.pdf"), PDF).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    }
    let page = browser.get(&scene.page()).await;
    assert_eq!(addresses(&page).len(), 10);
    assert!(page.body.contains("Diese Meldung hat 10 Anhänge; mehr sind nicht vorgesehen."));
    let more = scene.add(&mut browser, &[], "Plan.pdf", PDF).await;
    assert!(more.body.contains("Die Meldung hat schon 10 Anhänge"), "{}", more.body);
    browser.submit(&scene.page(), &format!("{}/entfernen", addresses(&page)[3]), &[]).await;
    let room = scene.add(&mut browser, &[], "Plan.pdf", PDF).await;
    assert_eq!(room.status, StatusCode::SEE_OTHER, "{}", room.body);
}

#[tokio::test]
async fn whoever_only_reads_adds_and_removes_nothing_and_a_closed_report_takes_nothing() {
    let scene = Scene::open().await;
    let mut office = scene.house.signed_in(&scene.office).await;
    scene.add(&mut office, &[], "Plan.pdf", PDF).await;
    let address = addresses(&office.get(&scene.page()).await)[0].clone();
    let unit = crate::house::unit("ordnungsamt");
    let reader = scene.house.person("stadt", "leser", &[(unit, domain::access::Role::Reader)]).await;
    let mut reading = scene.house.signed_in(&reader).await;
    let page = reading.get(&scene.page()).await;
    assert_eq!(addresses(&page), std::slice::from_ref(&address));
    assert!(!page.body.contains("Anhang hinzufügen") && !page.body.contains("/entfernen"));
    let csrf = reading.get("/konto").await.csrf();
    let path = format!("{}/anhaenge", scene.page());
    let sent = form(&csrf, &[], "Plan.pdf", PDF);
    let sent = reading.ask("POST", &path, Some("multipart/form-data; boundary=line"), sent).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    let removed = reading.submit("/konto", &format!("{address}/entfernen"), &[]).await;
    assert_eq!(removed.status, StatusCode::FORBIDDEN);

    office.submit(&scene.page(), &format!("{}/schliessen", scene.page()), &[("outcome", "Erledigt")]).await;
    let closed = scene.add(&mut office, &[], "Plan.pdf", PDF).await;
    assert_eq!(closed.status, StatusCode::CONFLICT);
    let removed = office.submit(&scene.page(), &format!("{address}/entfernen"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "what must go can go from a closed report, too");
}
