//! Imports on a real database: what is visible when, to whom, and what stays after things went wrong.

use std::{
    io::{Cursor, Read, Seek, SeekFrom},
    sync::Arc,
};

use domain::{
    access::{MemberOf, Role},
    batch::{Batch, Stage},
    geography::Area,
    ids::*,
    people::Language,
    time::{Day, Timestamp},
};
use exchange::table::{FileProblem, Input};
use tempfile::TempDir;

use super::*;
use crate::{App, Filter, LiveKind, NewAccount, SeededChance, SetClock, Setup, Who};

/// Monday, 23 November 2026, 9:00 in Hamm.
const NOW: Timestamp = Timestamp(1_795_420_800_000);

struct House {
    app: App,
    url: String,
    _dir: TempDir,
}

impl House {
    async fn open() -> Self {
        let dir = TempDir::new().unwrap();
        let url = format!("sqlite://{}", dir.path().join("house.db").display());
        let app = open(&url, 7).await;
        let square = |west: f64, east: f64| {
            let rect = geo_rect(west, 51.60, east, 51.75);
            exchange::geojson::multi_polygon(&rect).unwrap()
        };
        let area = |name: &str, west, east| Area {
            id: name.parse().unwrap(),
            name: name.to_owned(),
            shape: square(west, east),
        };
        let city = app.charter().agreement.city_division.clone();
        app.replace_areas(&city, "Stadt", vec![area("hamm", 7.70, 7.90)]).await.unwrap();
        Self { app, url, _dir: dir }
    }

    async fn officer(&self, partner: &str, unit: &str) -> Who {
        let partner: PartnerId = partner.parse().unwrap();
        let admin = format!("admin@{unit}.example");
        self.app.operator_invite(&admin, "Verwaltung", Some(&partner), true).await.unwrap();
        let admin = self.app.operator_as(&admin).unwrap();
        let email = format!("sachbearbeitung@{unit}.example");
        let new =
            NewAccount { email: email.clone(), name: "Sachbearbeitung".to_owned(), language: Language::De };
        let invited = self.app.invite(&admin, &new).await.unwrap();
        let of = MemberOf::Unit(unit.parse().unwrap());
        self.app.grant_membership(&admin, invited.account, of, Role::Officer, None).await.unwrap();
        self.app.operator_as(&email).unwrap()
    }

    fn total(&self, who: &Who) -> u64 {
        total(&self.app, who)
    }

    async fn import(&self, who: &Who, text: &str) -> Result<Imported, ImportError> {
        self.import_as(who, PROFILE, "portal", text).await
    }

    async fn import_as(
        &self,
        who: &Who,
        profile: &str,
        source: &str,
        text: &str,
    ) -> Result<Imported, ImportError> {
        let input = Box::new(Cursor::new(text.as_bytes().to_vec()));
        self.app.import(who, &order(profile, source), input, Arc::default()).await
    }

    /// An import of many rows that breaks off in the middle, because the disk is full for a moment.
    async fn break_off(&self, who: &Who, text: &str) -> Batch {
        store::testing::leave_room(&self.app.0.store, Some(300)).await.unwrap();
        let full = self.import(who, text).await;
        assert!(matches!(full, Err(ImportError::Act(ActError::Full))), "{full:?}");
        store::testing::leave_room(&self.app.0.store, None).await.unwrap();
        let open = self.app.batches(who).await.unwrap().remove(0);
        assert_eq!(open.stage(), Stage::Open);
        assert!(open.blocks > 0, "some of it was written");
        open
    }
}

/// How many reports a caller sees. A machine that builds and tests at once may be behind for a moment.
fn total(app: &App, who: &Who) -> u64 {
    loop {
        match app.facets(who, &Filter::default()) {
            Err(ActError::Behind) => std::thread::sleep(std::time::Duration::from_millis(50)),
            seen => return seen.unwrap().total,
        }
    }
}

async fn open(url: &str, seed: u8) -> App {
    open_at(url, seed, NOW).await
}

async fn open_at(url: &str, seed: u8, now: Timestamp) -> App {
    App::open(setup(url, seed, now)).await.unwrap()
}

fn setup(url: &str, seed: u8, now: Timestamp) -> Setup {
    Setup {
        url: url.to_owned(),
        readers: 2,
        clock: Arc::new(SetClock::at(now)),
        chance: Arc::new(SeededChance::new([seed; 32])),
        demo: false,
        charter: Some(include_str!("../../../../charters/hamm.toml").to_owned()),
    }
}

fn geo_rect(west: f64, south: f64, east: f64, north: f64) -> String {
    format!(
        r#"{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}"#
    )
}

fn order(profile: &str, source: &str) -> ImportOrder {
    ImportOrder {
        source: source.parse().unwrap(),
        unit: String::new(),
        profile: profile.to_owned(),
        file: "Auszug.csv".to_owned(),
    }
}

const PROFILE: &str = r#"
    name = { de = "Test", en = "Test" }
    [report]
    category = "{art}"
    title = "{art} {ort}"
    text = "{text}"
    origin = "citizen"
    [when]
    at = "{tag}"
    formats = ["%d.%m.%Y"]
    [place]
    x = "{x}"
    y = "{y}"
    [categories]
    "Lärm" = "laerm"
    "Müll" = "vermuellung"
    "Hund" = "hunde"
"#;

const HEAD: &str = "tag;art;ort;text;x;y\n";

fn many(rows: usize) -> String {
    let row = |n: usize| {
        let (x, y) = (7.75 + (n % 97) as f64 / 1_000.0, 51.62 + (n % 89) as f64 / 1_000.0);
        format!("{:02}.10.2026;Lärm;Straße {n};Laute Musik;{x};{y}\n", n % 28 + 1)
    };
    HEAD.to_owned() + &(0..rows).map(row).collect::<String>()
}

fn counts(imported: &Imported) -> (u64, u64, u64, u64) {
    let counts = &imported.batch.counts;
    (counts.read, counts.accepted, counts.duplicate, counts.rejected)
}

fn text_of(imported: Imported) -> String {
    let mut text = String::new();
    imported.rejects.unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_becomes_reports_that_only_the_unit_sees() {
    let house = House::open().await;
    let (city, police) =
        (house.officer("stadt", "buergerservice").await, house.officer("polizei", "lagedienst").await);
    let (mut hears_city, mut hears_police) = (house.app.listen(&city), house.app.listen(&police));
    let text = format!(
        "{HEAD}01.10.2026;Lärm;Markt;a;7,8;51,7\n02.10.2026;Müll;Markt;b;;\n03.10.2026;Müll;Markt;c;13,4;52,5\n"
    );
    let imported = house.import(&city, &text).await.unwrap();
    assert_eq!(counts(&imported), (3, 3, 0, 0));
    assert_eq!((imported.batch.counts.without_place, imported.batch.counts.outside), (1, 1));
    assert_eq!(imported.batch.stage(), Stage::Visible);
    assert!(imported.rejects.is_none());
    assert_eq!((house.total(&city), house.total(&police)), (3, 0));
    let heard = hears_city.next().await.unwrap();
    assert_eq!(heard[0].kind, LiveKind::Everything);
    // The police hear of their own next report, and of nothing before it.
    let draft = domain::report::Draft { title: "x".into(), category: "laerm".into(), ..Default::default() };
    house.app.enter_report(&police, "", &draft, &[]).await.unwrap();
    assert_eq!(hears_police.next().await.unwrap()[0].kind, LiveKind::Appeared);
    let page = house.app.list_reports(&city, &Filter::default(), None, 10).await.unwrap();
    assert_eq!(page.items.len(), 3);
    let detail = house.app.read_report(&city, page.items[0].id).await.unwrap();
    assert_eq!(detail.history[0].changed_by, city.account.id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn identical_rows_are_cases_of_their_own_and_a_second_import_finds_them_all_again() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let text =
        format!("{HEAD}{}", "01.10.2026;Lärm;Markt;a;7,8;51,7\n".repeat(3)) + "02.10.2026;Müll;Markt;b;;\n";
    assert_eq!(counts(&house.import(&city, &text).await.unwrap()), (4, 4, 0, 0));
    assert_eq!(counts(&house.import(&city, &text).await.unwrap()), (4, 0, 4, 0));
    let more = text.clone() + "01.10.2026;Lärm;Markt;a;7,8;51,7\n";
    assert_eq!(counts(&house.import(&city, &more).await.unwrap()), (5, 1, 4, 0), "a fourth case is new");
    assert_eq!(house.total(&city), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_a_key_are_the_same_case_whatever_else_they_say() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let profile = format!("key = [\"nr\"]\n{PROFILE}");
    let text = "nr;tag;art;ort;text;x;y\n1;01.10.2026;Lärm;A;;;\n2;01.10.2026;Lärm;A;;;\n1;02.10.2026;Müll;B;;;\n;02.10.2026;Müll;B;;;\n";
    let imported = house.import_as(&city, &profile, "portal", text).await.unwrap();
    assert_eq!(counts(&imported), (4, 2, 1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rejected_rows_come_back_and_corrected_they_are_accepted_once() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    // The third of three equal cases has a slip of the pen; so has a row of its own.
    let good = "01.10.2026;Lärm;Markt;a;7,8;51,7\n";
    let text = format!("{HEAD}{good}{good}01.10.202;Lärm;Markt;a;7,8;51,7\n02.10.2026;Krach;Markt;b;;\n");
    let imported = house.import(&city, &text).await.unwrap();
    assert_eq!(counts(&imported), (4, 2, 0, 2));
    assert_eq!(imported.batch.counts.unmapped, [("Krach".to_owned(), 1)]);
    let rejects = text_of(imported);
    assert!(rejects.contains("„Krach“ ist im Profil keiner Kategorie zugeordnet."), "{rejects}");
    let corrected = rejects.replace("01.10.202;", "01.10.2026;").replace("Krach;", "Lärm;");
    assert_eq!(counts(&house.import(&city, &corrected).await.unwrap()), (2, 2, 0, 0));
    assert_eq!(counts(&house.import(&city, &corrected).await.unwrap()), (2, 0, 2, 0));
    let whole = format!("{HEAD}{good}{good}{good}02.10.2026;Lärm;Markt;b;;\n");
    assert_eq!(counts(&house.import(&city, &whole).await.unwrap()), (4, 0, 4, 0), "all of it is there");
    assert_eq!(house.total(&city), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_the_whole_file_leaves_nothing() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let persons = "tag;art;ort;text;x;y;Nachname\n01.10.2026;Lärm;Markt;a;7,8;51,7;Meier\n";
    let refused = house.import(&city, persons).await;
    assert!(matches!(refused, Err(ImportError::File(FileProblem::Persons(_)))), "{refused:?}");
    let plates: String = (1..50).map(|n| format!("01.10.2026;Lärm;Markt;HAM-AB {n};7,8;51,7\n")).collect();
    let refused = house.import(&city, &format!("{HEAD}{plates}")).await;
    assert!(matches!(refused, Err(ImportError::File(FileProblem::Persons(_)))), "{refused:?}");
    let missing = house.import(&city, "a;b\n1;2\n").await;
    assert!(matches!(missing, Err(ImportError::File(FileProblem::MissingColumns { .. }))), "{missing:?}");
    assert_eq!((house.total(&city), house.app.batches(&city).await.unwrap().len()), (0, 0));
    let dropped = format!("drop = [\"Nachname\"]\n{PROFILE}");
    assert_eq!(counts(&house.import_as(&city, &dropped, "portal", persons).await.unwrap()), (1, 1, 0, 0));
}

/// A file that gets longer while it is read.
struct Growing(Cursor<Vec<u8>>, u32);

impl Read for Growing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Growing {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        if matches!(to, SeekFrom::End(_)) {
            self.1 += 1;
            self.0.get_mut().extend_from_slice(b"01.10.2026;L\xc3\xa4rm;Markt;a;;\n");
        }
        self.0.seek(to)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_grows_while_it_is_read_is_refused() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let input: Box<dyn Input> = Box::new(Growing(Cursor::new(many(100).into_bytes()), 0));
    let refused = house.app.import(&city, &order(PROFILE, "portal"), input, Arc::default()).await;
    assert!(matches!(refused, Err(ImportError::File(FileProblem::Grew))), "{refused:?}");
    assert_eq!(house.total(&city), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fills_up_in_the_middle_shows_nothing_and_the_same_import_goes_on() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let text = many(12_000);
    let open = house.break_off(&city, &text).await;
    assert_eq!(house.total(&city), 0);
    // Not after a restart, either: the picture is then built from all rows that are there.
    let again = open_again(&house.url).await;
    assert_eq!(total(&again, &city), 0);
    again.close().await.unwrap();
    let other = house.import(&city, &many(10)).await;
    assert!(matches!(&other, Err(ImportError::OpenBatch(batch)) if batch.id == open.id), "{other:?}");

    let imported = house.import(&city, &text).await.unwrap();
    assert_eq!(imported.batch.id, open.id, "it goes on");
    assert_eq!(counts(&imported), (12_000, 12_000, 0, 0));
    assert_eq!(house.total(&city), 12_000);
    let rebuilt = open_again(&house.url).await;
    assert_eq!(total(&rebuilt, &city), 12_000);
}

/// Opens the database a second time, with a picture built from the rows.
async fn open_again(url: &str) -> App {
    let store = store::Store::open(&store::Options { url: url.to_owned(), readers: 1 }).await.unwrap();
    let emptied = store.write(|tx| Box::pin(async move { store::picture::delete_blocks(tx).await }));
    emptied.await.unwrap();
    store.close().await;
    open(url, 9).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_batch_brings_came_when_it_became_visible_and_not_when_it_was_written() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let today = NOW.day(&house.app.zone()).0;
    let row = |days_ago: i32, x: f64, y: f64| {
        let day = jiff::fmt::strtime::format("%d.%m.%Y", Day(today - days_ago).date()).unwrap();
        format!("{day};Lärm;Straße;Laute Musik;{x:.5};{y:.5}\n")
    };
    // Noise all over the city for four months, and of late more of it at one place.
    let usual = (0..240).map(|n: i32| {
        row(4 + n / 2, 7.78 + f64::from(n * 7 % 4) * 0.02, 51.66 + f64::from(n * 7 / 4 % 4) * 0.012)
    });
    let cluster = (0..16).map(|n: i32| row(4 + n / 2, 7.7801 + f64::from(n % 5) * 0.0006, 51.6962));
    let text = HEAD.to_owned() + &usual.chain(cluster).collect::<String>();
    let batch = house.import(&city, &text).await.unwrap().batch;
    // It broke off, and was let in two and a half days later.
    let late = Batch { visible_at: Some(NOW.plus_seconds(60 * 3_600)), ..batch };
    let written =
        house.app.0.store.write(move |tx| Box::pin(async move { store::batches::update(tx, &late).await }));
    written.await.unwrap();
    let later = open_at(&house.url, 8, NOW.plus_days(3)).await;
    let unseen = later.detect(Day(today + 1)).await.unwrap();
    assert!(unseen.scopes.iter().all(|(_, notes)| notes.reports == 0), "{:?}", unseen.scopes);
    let night = later.detect(Day(today + 2)).await.unwrap();
    let held: u32 = night.scopes.iter().map(|(_, notes)| notes.held).sum();
    assert_eq!((night.new.len(), held), (0, 1), "{:?}", night.scopes);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_is_thrown_away_leaves_nothing_and_its_file_can_come_again() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let text = many(12_000);
    let open = house.break_off(&city, &text).await;
    let stranger = house.officer("polizei", "lagedienst").await;
    assert!(matches!(
        house.app.discard_batch(&stranger, open.id).await,
        Err(ImportError::Act(ActError::NotFound))
    ));
    house.app.discard_batch(&city, open.id).await.unwrap();
    let imported = house.import(&city, &text).await.unwrap();
    assert_ne!(imported.batch.id, open.id);
    assert_eq!(counts(&imported), (12_000, 12_000, 0, 0));
    assert_eq!(house.total(&city), 12_000);
    assert!(matches!(house.app.discard_batch(&city, imported.batch.id).await, Err(ImportError::Stage(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_of_a_file_at_once_bring_each_row_once() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let text = many(6_000);
    let (one, other) = tokio::join!(house.import(&city, &text), house.import(&city, &text));
    let mut accepted = 0;
    for import in [one, other] {
        match import {
            Ok(imported) => accepted += imported.batch.counts.accepted,
            Err(error) => assert!(matches!(error, ImportError::OpenBatch(_)), "{error:?}"),
        }
    }
    assert_eq!((accepted, house.total(&city)), (6_000, 6_000));
    assert_eq!(
        house.app.batches(&city).await.unwrap().iter().filter(|b| b.stage() == Stage::Open).count(),
        0
    );
    assert_eq!(counts(&house.import(&city, &text).await.unwrap()), (6_000, 0, 6_000, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_go_on_with_a_batch_at_once_do_not_write_over_each_other() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let text = many(12_000);
    house.break_off(&city, &text).await;
    let ends = tokio::join!(house.import(&city, &text), house.import(&city, &text));
    let (mut came_in, ends) = (0, [ends.0, ends.1]);
    for end in ends {
        match end {
            Ok(imported) => {
                assert_eq!(counts(&imported).0, 12_000);
                came_in += imported.batch.counts.accepted;
            }
            Err(error) => {
                assert!(matches!(error, ImportError::Elsewhere | ImportError::Stage(_)), "{error:?}");
            }
        }
    }
    assert_eq!((came_in, house.total(&city)), (12_000, 12_000));
    let rebuilt = open_again(&house.url).await;
    assert_eq!(total(&rebuilt, &city), 12_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_stops_an_import_before_it_writes() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let progress = Arc::new(Progress::default());
    progress.stop();
    let input = Box::new(Cursor::new(many(100).into_bytes()));
    let stopped = house.app.import(&city, &order(PROFILE, "portal"), input, progress).await;
    assert!(matches!(stopped, Err(ImportError::Stopped)), "{stopped:?}");
    assert_eq!(counts(&house.import(&city, &many(100)).await.unwrap()), (100, 100, 0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn standing_rules_disclose_after_somebody_confirmed_and_not_before() {
    let house = House::open().await;
    let (city, police) =
        (house.officer("stadt", "buergerservice").await, house.officer("polizei", "lagedienst").await);
    let mut text = many(1_200);
    text.push_str("01.10.2026;Hund;Markt;a;7,8;51,7\n");
    let imported = house.import(&city, &text).await.unwrap();
    assert_eq!((house.total(&city), house.total(&police)), (1_201, 0));
    let id = imported.batch.id;
    let rules = house.app.batch_rules(&city, id).await.unwrap();
    assert!(rules.iter().any(|rule| rule.id.as_str() == "portal-an-koordination"), "{rules:?}");
    assert!(matches!(
        house.app.confirm_batch(&police, id, &[]).await,
        Err(ImportError::Act(ActError::NotFound))
    ));
    let confirmed = house.app.confirm_batch(&city, id, &[]).await.unwrap();
    assert_eq!(confirmed.disclosures.iter().map(|(_, reports)| *reports).sum::<usize>(), 1_200);
    assert_eq!(house.total(&police), 1_200, "the dog is in no rule");
    let rebuilt = open_again(&house.url).await;
    assert_eq!(total(&rebuilt, &police), 1_200, "as the rows have it");
    assert!(matches!(house.app.confirm_batch(&city, id, &[]).await, Err(ImportError::Stage(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_sees_a_batch_as_a_whole_or_not_at_all() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let other = open(&house.url, 9).await;
    let (watched, who) = (other.clone(), city.clone());
    let watching = tokio::spawn(async move {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..4_000 {
            seen.insert(watched.facets(&who, &Filter::default()).map_or(0, |facets| facets.total));
            if seen.contains(&12_000) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        seen
    });
    house.import(&city, &many(12_000)).await.unwrap();
    assert_eq!(watching.await.unwrap().into_iter().collect::<Vec<_>>(), [0, 12_000]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_that_save_their_pictures_do_not_mix_them() {
    let house = House::open().await;
    let (city, police) =
        (house.officer("stadt", "buergerservice").await, house.officer("polizei", "lagedienst").await);
    let other = open(&house.url, 9).await;
    house.import(&city, &many(3_000)).await.unwrap();
    // No rule passes dogs on.
    let draft = domain::report::Draft { title: "x".into(), category: "hunde".into(), ..Default::default() };
    for _ in 0..3 {
        other.enter_report(&police, "", &draft, &[]).await.unwrap();
        house.app.enter_report(&city, "", &draft, &[]).await.unwrap();
        house.app.save_picture().await.unwrap();
        other.save_picture().await.unwrap();
    }
    let third = open(&house.url, 11).await;
    assert_eq!(total(&third, &city), 3_003);
    assert_eq!(total(&third, &police), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_knows_the_batch_and_none_of_its_content() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let text = format!("{HEAD}01.10.2026;Lärm;Grünewaldallee;Besonderes Wort;7,8;51,7\n");
    house.import(&city, &text).await.unwrap();
    let read = house.app.0.store.read();
    let rows = store::journal::entries(&read, &city.account.partner, 0, 10_000).await.unwrap();
    let bodies: Vec<String> =
        rows.iter().map(|row| String::from_utf8(row.body.clone().unwrap()).unwrap()).collect();
    for act in ["batch.begun", "batch.staged", "batch.shown"] {
        assert_eq!(bodies.iter().filter(|body| body.contains(act)).count(), 1, "{act}");
    }
    assert!(!bodies.iter().any(|body| body.contains("Grünewald") || body.contains("Besonderes")));
    assert!(store::journal::verify(&read, &city.account.partner).await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_tells_what_would_become_and_keeps_nothing() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let mut text = many(30);
    text.push_str("gestern;Lärm;Markt;a;7,8;51,7\n");
    let input = Box::new(Cursor::new(text.into_bytes()));
    let preview = house.app.preview_import(&city, &order(PROFILE, "portal"), input).await.unwrap();
    assert_eq!((preview.rows.len(), preview.rejected.len()), (10, 1));
    assert_eq!((preview.counts.accepted, preview.counts.rejected), (30, 1));
    assert_eq!((preview.rejected[0].line, preview.rows[0].line), (32, 2));
    assert!(preview.rejected[0].say(Language::En).contains("gestern"));
    assert_eq!((house.total(&city), house.app.batches(&city).await.unwrap().len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_source_it_is_not_may_not_import_it() {
    let house = House::open().await;
    let police = house.officer("polizei", "lagedienst").await;
    let refused = house.import(&police, &many(1)).await;
    assert!(matches!(&refused, Err(ImportError::Unit(units)) if units.is_empty()), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_waits_runs_and_hands_its_rejects_out_until_it_is_confirmed() {
    let house = House::open().await;
    let city = house.officer("stadt", "buergerservice").await;
    let text = format!("{HEAD}01.10.2026;Lärm;Markt;a;7,8;51,7\ngestern;Lärm;Markt;a;7,8;51,7\n");
    let id = house.app.upload_batch(&city, &order(PROFILE, "portal"), text.into_bytes()).await.unwrap();
    assert_eq!(house.app.preview_batch(&city, id).await.unwrap().counts.accepted, 1);
    assert_eq!(house.total(&city), 0);
    house.app.start_batch(&city, id).await.unwrap();
    while house.app.batch(&city, id).await.unwrap().running.is_some() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let view = house.app.batch(&city, id).await.unwrap();
    assert!(view.failed.is_none(), "{:?}", view.failed);
    assert_eq!((view.batch.stage(), view.has_rejects), (Stage::Visible, true));
    let (name, bytes) = house.app.batch_rejects(&city, id).await.unwrap();
    assert_eq!(name, "Auszug-abgewiesen.csv");
    assert!(String::from_utf8(bytes).unwrap().contains("gestern"));
    house.app.confirm_batch(&city, id, &[]).await.unwrap();
    assert!(matches!(house.app.batch_rejects(&city, id).await, Err(ActError::NotFound)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_without_the_picture_brings_a_file_and_tells_nothing() {
    let house = House::open().await;
    let who = house.officer("stadt", "buergerservice").await;
    let aside = App::open_without_picture(setup(&house.url, 8, NOW)).await.unwrap();
    let caller = aside.operator_as(&who.account.email).unwrap();
    let input = Box::new(Cursor::new(many(3).into_bytes()));
    let imported = aside.import(&caller, &order(PROFILE, "portal"), input, Arc::default()).await.unwrap();
    assert_eq!(imported.batch.counts.accepted, 3);
    aside.poll().await.unwrap();
    let asked = aside.facets(&caller, &Filter::default());
    assert!(matches!(asked, Err(ActError::Behind)), "{asked:?}");
    aside.confirm_batch(&caller, imported.batch.id, &[]).await.unwrap();
    aside.close().await.unwrap();
    // The others follow, and the next one to start has it all.
    house.app.poll().await.unwrap();
    assert_eq!(house.total(&who), 3);
    house.app.close().await.unwrap();
    let again = open(&house.url, 9).await;
    assert_eq!(total(&again, &again.operator_as(&who.account.email).unwrap()), 3);
}
