//! The application: everything that an act needs, and the start.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, atomic::AtomicU64},
    time::Duration,
};

use domain::{
    access::{Actor, Membership, Viewer},
    charter::Charter,
    geography::{Area, Division, Geography},
    ids::{AccountId, BatchId, DivisionId},
    journal::Entry,
    people::Account,
    time::Timestamp,
};
use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use parking_lot::{Mutex, RwLock};
use store::{Store, Tx};
use tokio::sync::{Semaphore, mpsc};

use crate::{
    context::{Chance, Clock},
    desk::Desk,
    error::ActError,
    import::{ImportError, Progress},
    live::Touched,
    mail::Mailer,
    picture::{Index, Shape},
    redraw::Redrawer,
    secrets::Throttle,
    who::{Credential, Who},
};

/// A process whose last successful look at the changes is older tells no content.
const BEHIND: Duration = Duration::from_secs(2);
/// Longest time for a look that somebody waits for.
const LAST_LOOK: Duration = Duration::from_secs(1);

/// What an application is made of.
pub struct Setup {
    /// Where the data are: `sqlite:///…` or `postgres://…`.
    pub url: String,
    /// Connections for reading.
    pub readers: u32,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of chance.
    pub chance: Arc<dyn Chance>,
    /// Whether the data are invented: then unverified legal bases may be used, and every page says so.
    pub demo: bool,
    /// A charter to store as version 1, if there is none yet.
    pub charter: Option<String>,
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) demo: bool,
    /// Whether this process has the picture; without it, it tells no content.
    pub(crate) has_picture: bool,
    pub(crate) index: RwLock<Index>,
    pub(crate) charter: RwLock<Arc<Charter>>,
    pub(crate) geography: RwLock<Arc<Geography>>,
    pub(crate) zone: RwLock<TimeZone>,
    pub(crate) people: RwLock<HashMap<AccountId, (Account, Vec<Membership>)>>,
    pub(crate) desk: RwLock<Desk>,
    pub(crate) mailer: OnceLock<Arc<dyn Mailer>>,
    /// Who listens.
    pub(crate) live: Mutex<Vec<mpsc::UnboundedSender<Arc<Touched>>>>,
    /// Up to when listeners know what time alone changed.
    pub(crate) told_until: Mutex<Timestamp>,
    pub(crate) redrawer: OnceLock<Arc<dyn Redrawer>>,
    pub(crate) following: tokio::sync::Mutex<()>,
    /// When this process last asked for changes and then had them all; `None` if it knows that it lacks some.
    pub(crate) last_heard: Mutex<Option<tokio::time::Instant>>,
    pub(crate) changes_since_save: AtomicU64,
    pub(crate) throttle: Mutex<Throttle>,
    pub(crate) hashing: Semaphore,
    /// Imports that run in this process.
    pub(crate) imports: Mutex<HashMap<BatchId, Arc<Progress>>>,
    /// Why imports of this process ended that failed.
    pub(crate) import_failures: Mutex<HashMap<BatchId, Arc<ImportError>>>,
}

impl App {
    /// Opens the database, loads charter, areas, people and picture, and follows changes from then on.
    pub async fn open(setup: Setup) -> Result<Self, ActError> {
        Self::start(setup, true).await
    }

    /// The same without the picture, for a process that brings something and asks nothing: every act that tells content
    /// answers [`ActError::Behind`].
    pub async fn open_without_picture(setup: Setup) -> Result<Self, ActError> {
        Self::start(setup, false).await
    }

    async fn start(setup: Setup, has_picture: bool) -> Result<Self, ActError> {
        let options = store::Options { url: setup.url, readers: setup.readers };
        let store = Store::open(&options).await?;
        let now = setup.clock.now();
        // Asked for before all that follows it.
        let position = store::changes::last_position(&store.read()).await?;
        let charter = load_charter(&store, setup.charter, now).await?;
        let zone = time_zone(&charter);
        let geography = Arc::new(load_geography(&store, &charter).await?);
        let index = Index::new(Arc::clone(&charter), Arc::clone(&geography), zone.clone());
        let app = Self(Arc::new(Inner {
            store,
            clock: setup.clock,
            chance: setup.chance,
            demo: setup.demo,
            has_picture,
            index: RwLock::new(index),
            charter: RwLock::new(charter),
            geography: RwLock::new(geography),
            zone: RwLock::new(zone),
            people: RwLock::new(HashMap::new()),
            desk: RwLock::new(Desk::default()),
            mailer: OnceLock::new(),
            live: Mutex::default(),
            told_until: Mutex::new(now),
            redrawer: OnceLock::new(),
            following: tokio::sync::Mutex::new(()),
            last_heard: Mutex::new(has_picture.then(tokio::time::Instant::now)),
            changes_since_save: AtomicU64::new(0),
            throttle: Mutex::new(Throttle::default()),
            hashing: Semaphore::new(2),
            imports: Mutex::default(),
            import_failures: Mutex::default(),
        }));
        app.load_people().await?;
        if has_picture {
            app.load_desk().await?;
            app.load_picture().await?;
        } else {
            app.0.index.write().position = position;
        }
        app.follow_in_background();
        Ok(app)
    }

    /// Saves the picture and ends.
    pub async fn close(self) -> Result<(), ActError> {
        self.save_picture().await?;
        self.0.store.clone().close().await;
        Ok(())
    }

    /// The charter in force.
    pub fn charter(&self) -> Arc<Charter> {
        Arc::clone(&self.0.charter.read())
    }

    /// The divisions of the city.
    pub fn geography(&self) -> Arc<Geography> {
        Arc::clone(&self.0.geography.read())
    }

    /// The time zone of the agreement.
    pub fn zone(&self) -> TimeZone {
        self.0.zone.read().clone()
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Whether the data are invented.
    pub fn is_demo(&self) -> bool {
        self.0.demo
    }

    /// Figures about the picture, for operations.
    pub fn shape(&self) -> Shape {
        self.0.index.read().shape()
    }

    /// Names of accounts, for "entered by"; an unknown one has none.
    pub fn account_name(&self, id: AccountId) -> Option<String> {
        self.0.people.read().get(&id).map(|(account, _)| account.name.clone())
    }

    /// An account that may sign in.
    pub(crate) fn account(&self, id: AccountId) -> Option<Account> {
        let (people, now) = (self.0.people.read(), self.now());
        let account = people.get(&id).map(|(account, _)| account.clone());
        account.filter(|account| account.disabled_at.is_none_or(|at| at > now))
    }

    /// The caller that an account is now.
    pub(crate) fn who(&self, id: AccountId, credential: Credential, occasion: Option<String>) -> Option<Who> {
        let people = self.0.people.read();
        let (account, memberships) = people.get(&id)?;
        if account.disabled_at.is_some_and(|at| at <= self.now()) {
            return None;
        }
        let now = self.now();
        Some(Who {
            account: account.clone(),
            viewer: Viewer::of(id, account.partner.clone(), memberships, now),
            actor: Actor::of(id, account.partner.clone(), memberships, now),
            credential,
            occasion,
        })
    }

    /// Runs an act in the writer, and returns when this process' own picture has it.
    ///
    /// Once it is saved it is done, whatever happens to the picture: if that cannot follow, this process tells no content
    /// until it can.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Result<T, ActError>> + Send + 'static,
    ) -> Result<T, ActError> {
        self.act_or(act).await
    }

    /// The same for acts that fail in ways of their own.
    pub(crate) async fn act_or<T: Send + 'static, E: From<store::StoreError> + Send + 'static>(
        &self,
        act: impl for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    ) -> Result<T, E> {
        let written = self.0.store.write(act).await?;
        if let Err(error) = self.catch_up(written.position).await {
            tracing::error!(%error, "an act was saved, but the picture does not have it yet");
            *self.0.last_heard.lock() = None;
        }
        Ok(written.value)
    }

    /// A journal entry for the caller's controller.
    pub(crate) fn entry(&self, who: &Who, act: &'static str) -> Entry {
        Entry::new(who.account.partner.clone(), self.now(), Some(who.account.id), act)
            .on_occasion(who.occasion.clone())
    }

    /// Refuses while this process has not heard from the database for more than two seconds.
    pub(crate) fn must_be_fresh(&self) -> Result<(), ActError> {
        let heard = *self.0.last_heard.lock();
        if heard.is_some_and(|heard| heard.elapsed() <= BEHIND) { Ok(()) } else { Err(ActError::Behind) }
    }

    /// Whether this process may tell content. If its last look at the database was too long ago, it looks now, for a
    /// second at most: a machine that slept or was busy for a moment is not cut off.
    pub async fn freshen(&self) -> Result<(), ActError> {
        if self.must_be_fresh().is_err() {
            _ = tokio::time::timeout(LAST_LOOK, self.poll()).await;
        }
        self.must_be_fresh()
    }
}

pub(crate) fn time_zone(charter: &Charter) -> TimeZone {
    // `charter check` has refused unknown zones before a charter is stored.
    TimeZone::get(&charter.agreement.time_zone).unwrap_or(TimeZone::UTC)
}

async fn load_charter(
    store: &Store,
    first: Option<String>,
    now: Timestamp,
) -> Result<Arc<Charter>, ActError> {
    let text = match (store::charters::latest(&store.read()).await?, first) {
        (Some((_, text)), _) => text,
        (None, Some(text)) => {
            let copy = text.clone();
            let inserted = store.write(move |tx| {
                Box::pin(
                    async move { Ok::<_, ActError>(store::charters::insert(tx, &copy, now, None).await?) },
                )
            });
            inserted.await?;
            text
        }
        (None, None) => {
            return Err(ActError::Unavailable("there is no charter yet: name one with --charter".into()));
        }
    };
    let charter = Charter::parse(&text).map_err(|problems| {
        let first = problems.first().map(|p| p.message_en.clone()).unwrap_or_default();
        ActError::Unavailable(format!("the stored charter cannot be read: {first}"))
    })?;
    Ok(Arc::new(charter))
}

pub(crate) async fn load_geography(store: &Store, charter: &Charter) -> Result<Geography, ActError> {
    let mut divisions: Vec<(DivisionId, String, Vec<Area>)> = Vec::new();
    for area in store::areas::current(&store.read()).await? {
        let shape = exchange::geojson::multi_polygon(&area.geojson)
            .map_err(|problem| ActError::Unavailable(format!("area {}: {problem}", area.area)))?;
        let this = Area { id: area.area, name: area.name, shape };
        match divisions.last_mut().filter(|(id, _, _)| *id == area.division) {
            Some((_, _, areas)) => areas.push(this),
            None => divisions.push((area.division, area.division_name, vec![this])),
        }
    }
    let divisions = divisions.into_iter().map(|(id, name, areas)| Division::new(id, name, areas));
    let agreement = &charter.agreement;
    Ok(Geography::new(divisions, agreement.quarter_division.clone(), agreement.city_division.clone()))
}
