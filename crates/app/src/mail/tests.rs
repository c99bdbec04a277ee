//! What waits is sent once, however often the mail server refuses and however many processes send.

use std::sync::OnceLock;

use domain::{
    ids::{AccountId, MessageId},
    time::Timestamp,
};
use parking_lot::Mutex;
use store::outbox::Message;
use tempfile::TempDir;

use super::*;
use crate::{Clock, NewAccount, SeededChance, SetClock, Setup, Who};

/// Monday, 23 November 2026, 9:00 in Hamm.
const NOW: Timestamp = Timestamp(1_795_420_800_000);
const DESK: &str = "lagedienst@polizei.example";

/// Processes on one database, with somebody who gets e-mails.
struct House {
    processes: Vec<App>,
    clock: Arc<SetClock>,
    administrator: Who,
    desk: AccountId,
    _dir: TempDir,
}

impl House {
    async fn open(server: &Arc<Server>, processes: u8) -> Self {
        let dir = TempDir::new().unwrap();
        let mut apps = Vec::new();
        for seed in 0..processes {
            let setup = Setup {
                url: format!("sqlite://{}", dir.path().join("house.db").display()),
                readers: 2,
                clock: Arc::clone(&server.clock) as Arc<dyn Clock>,
                chance: Arc::new(SeededChance::new([seed; 32])),
                demo: false,
                charter: Some(include_str!("../../../../charters/hamm.toml").to_owned()),
            };
            let app = App::open(setup).await.unwrap();
            // Without the look of twice a second: the tests say when.
            assert!(app.0.mailer.set(Arc::clone(server) as Arc<dyn Mailer>).is_ok());
            apps.push(app);
        }
        let (email, partner) = ("verwaltung@polizei.example", "polizei".parse().unwrap());
        apps[0].operator_invite(email, "Verwaltung", Some(&partner), true).await.unwrap();
        let administrator = apps[0].operator_as(email).unwrap();
        let new =
            NewAccount { email: DESK.to_owned(), name: "Lagedienst".to_owned(), language: Language::De };
        let desk = apps[0].invite(&administrator, &new).await.unwrap().account;
        for app in &apps {
            app.poll().await.unwrap();
        }
        Self { processes: apps, clock: Arc::clone(&server.clock), administrator, desk, _dir: dir }
    }

    /// Asks for so many e-mails to the desk.
    async fn ask_for(&self, count: usize) {
        let app = &self.processes[0];
        let message = |_| Message {
            id: MessageId::from_chance(app.0.chance.bytes()),
            account: self.desk,
            kind: NOTICE.to_owned(),
            made_at: app.now(),
            tries: 0,
        };
        let messages: Vec<Message> = (0..count).map(message).collect();
        let asked =
            app.0.store.write(move |tx| Box::pin(async move { store::outbox::insert(tx, &messages).await }));
        asked.await.unwrap();
    }

    /// Lets so many seconds go by, and every ten of them looks for what waits.
    async fn let_pass(&self, seconds: i64) {
        let begun = self.clock.now();
        for gone in (0..=seconds / 10).map(|tens| tens * 10) {
            self.clock.set(begun.plus_seconds(gone));
            self.processes[0].send_mail().await.unwrap();
        }
    }
}

/// A mail server.
struct Server {
    clock: Arc<SetClock>,
    /// How many messages it refuses before it takes one.
    refuses: usize,
    /// How many seconds each message takes.
    takes: i64,
    /// When it was asked, in seconds since the beginning.
    asked: Mutex<Vec<i64>>,
    /// Who looks for what waits while the third message is on its way.
    meanwhile: OnceLock<App>,
}

impl Server {
    fn new(refuses: usize, takes: i64) -> Arc<Self> {
        let clock = Arc::new(SetClock::at(NOW));
        Arc::new(Self { clock, refuses, takes, asked: Mutex::default(), meanwhile: OnceLock::new() })
    }

    fn asked(&self) -> Vec<i64> {
        self.asked.lock().clone()
    }
}

impl Mailer for Server {
    fn send(&self, mail: Mail) -> Sending<'_> {
        assert_eq!(mail.to, DESK);
        Box::pin(async move {
            let now = self.clock.now();
            self.asked.lock().push((now.0 - NOW.0) / 1_000);
            let count = self.asked.lock().len();
            self.clock.set(now.plus_seconds(self.takes));
            tokio::task::yield_now().await;
            if let Some(other) = self.meanwhile.get().filter(|_| count == 3) {
                assert_eq!(other.send_mail().await.unwrap(), 0);
            }
            if count > self.refuses { Ok(()) } else { Err(MailError("451 try later".to_owned())) }
        })
    }
}

#[tokio::test]
async fn what_was_refused_is_tried_again_after_pauses_that_double_until_it_is_taken() {
    let server = Server::new(3, 0);
    let house = House::open(&server, 1).await;
    house.ask_for(1).await;
    house.let_pass(20_000).await;
    assert_eq!(server.asked(), [0, 30, 90, 210]);
}

#[tokio::test]
async fn what_was_refused_eight_times_is_given_up() {
    let server = Server::new(usize::MAX, 0);
    let house = House::open(&server, 1).await;
    house.ask_for(1).await;
    house.let_pass(20_000).await;
    assert_eq!(server.asked(), [0, 30, 90, 210, 450, 930, 1_890, 3_810]);
}

#[tokio::test]
async fn a_disabled_account_gets_nothing_nor_later_what_was_meant_for_then() {
    let server = Server::new(1, 0);
    let house = House::open(&server, 1).await;
    house.ask_for(1).await;
    house.let_pass(0).await;
    assert_eq!(server.asked(), [0], "it was refused before the account was disabled");
    house.processes[0].disable_account(&house.administrator, house.desk).await.unwrap();
    house.ask_for(1).await;
    house.let_pass(100).await;
    house.processes[0].enable_account(&house.administrator, house.desk).await.unwrap();
    house.let_pass(20_000).await;
    assert_eq!(server.asked(), [0]);
}

#[tokio::test]
async fn two_processes_that_look_at_once_send_each_message_once() {
    let server = Server::new(0, 0);
    let house = House::open(&server, 2).await;
    house.ask_for(15).await;
    let (one, other) = (&house.processes[0], &house.processes[1]);
    let (one, other) = tokio::join!(one.send_mail(), other.send_mail());
    assert_eq!((one.unwrap() + other.unwrap(), server.asked().len()), (15, 15));
}

#[tokio::test]
async fn what_is_on_its_way_to_a_slow_server_is_not_sent_by_somebody_else_meanwhile() {
    let server = Server::new(0, 20);
    let house = House::open(&server, 2).await;
    assert!(server.meanwhile.set(house.processes[1].clone()).is_ok());
    house.ask_for(3).await;
    assert_eq!(house.processes[0].send_mail().await.unwrap(), 3);
    assert_eq!(server.asked(), [0, 20, 40]);
}
