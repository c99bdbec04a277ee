//! Following the change sequence: this process' own commits before they are acknowledged, others' by polling.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use domain::{
    access::{Membership, Viewer},
    batch::Stage,
    disclosure::Disclosure,
    ids::{AccountId, BatchId, DisclosureId, NoticeId, ReferralId, ReportId},
    notice::{Notice, State},
    people::Account,
    referral::Side,
    time::Timestamp,
};
use parking_lot::Mutex;
use store::Change;
use tokio::sync::{Notify, mpsc};

use crate::{
    app::{App, load_geography, time_zone},
    error::ActError,
    live::{EVERYTHING, LiveEvent, LiveKind, Pending, Touched, TouchedReport},
    picture::Index,
    who::Who,
};

/// How often other processes' changes are looked for.
const POLL: Duration = Duration::from_millis(250);
/// Longest time that a look at the changes waits for its answer: a line that died silently must not hold up the next.
const ANSWER: Duration = Duration::from_secs(5);
/// Most changes that are read at once; a commit has fewer.
const LIMIT: u64 = 50_000;
/// A disclosure of more reports than this is applied to their rows without reading each report again.
const MANY: usize = 1_000;
/// After so many changes the packed blocks are written again.
const SAVE_AFTER: u64 = 5_000;

impl App {
    /// Applies all changes up to `position` to the picture, in their order.
    pub(crate) async fn catch_up(&self, position: u64) -> Result<(), ActError> {
        if self.0.index.read().position >= position {
            return Ok(());
        }
        let _one_at_a_time = self.0.following.lock().await;
        loop {
            let reached = self.0.index.read().position;
            if reached >= position {
                return Ok(());
            }
            let read = self.0.store.read();
            let changes = answered(store::changes::since(&read, reached, LIMIT)).await?;
            let changes = whole_positions(changes, LIMIT as usize);
            let Some(&(last, _)) = changes.last() else { return Ok(()) };
            self.apply(changes, last).await?;
        }
    }

    async fn apply(&self, changes: Vec<(u64, Change)>, last: u64) -> Result<(), ActError> {
        let mut reports: BTreeSet<ReportId> = BTreeSet::new();
        let mut disclosures: BTreeSet<DisclosureId> = BTreeSet::new();
        let mut accounts: Vec<AccountId> = Vec::new();
        let mut batches: BTreeSet<BatchId> = BTreeSet::new();
        let mut referrals: Vec<ReferralId> = Vec::new();
        let mut notices: Vec<NoticeId> = Vec::new();
        let mut everything = false;
        self.0.changes_since_save.fetch_add(changes.len() as u64, Ordering::Relaxed);
        for (_, change) in changes {
            match change {
                Change::Report(id) => _ = reports.insert(id),
                Change::Disclosure(id) => _ = disclosures.insert(id),
                Change::Account(id) => accounts.push(id),
                Change::Staged(id) | Change::Batch(id) => _ = batches.insert(id),
                Change::Referral(id) => referrals.push(id),
                Change::Notice(id) => notices.push(id),
                Change::Charter | Change::Areas | Change::Rebuild => everything = true,
            }
        }
        if !accounts.is_empty() || everything {
            self.load_people().await?;
        }
        if !self.0.has_picture {
            if everything {
                self.load_charter_and_areas().await?;
            }
            self.0.index.write().position = last;
            return Ok(());
        }
        let units = self.follow_referrals(&referrals).await?;
        let notices = self.follow_notices(&notices).await?;
        if everything {
            self.rebuild().await?;
            self.0.index.write().position = last;
            self.tell(Touched { units, notices, everything, ..Touched::accounts(accounts) });
            return Ok(());
        }
        let mut examples = Vec::new();
        for id in batches {
            examples.extend(self.follow_batch(id).await?);
        }
        let read = self.0.store.read();
        let mut known: Vec<Disclosure> = Vec::new();
        let mut telling: Vec<DisclosureId> = Vec::new();
        for &id in &disclosures {
            let disclosure = store::disclosures::by_id(&read, id).await?;
            let passed = store::disclosures::passed(&read, id).await?;
            let fresh = self.0.index.read().disclosure(id).is_none();
            match disclosure {
                Some(disclosure) if fresh && passed.len() > MANY && disclosure.withdrawal.is_none() => {
                    let (seen, rest) = self.0.index.write().pass_on(disclosure, &passed);
                    examples.extend(seen);
                    reports.extend(rest);
                }
                other => {
                    if passed.is_empty() {
                        telling.push(id);
                    }
                    known.extend(other);
                    reports.extend(passed.into_iter().map(|(report, _)| report));
                }
            }
        }
        let told = self.told_among(&telling, &known).await?;
        let ids: Vec<ReportId> = reports.into_iter().collect();
        let mut sources = Vec::with_capacity(ids.len());
        let mut decisions = Vec::new();
        for some in ids.chunks(1_000) {
            sources.extend(store::picture::sources(&read, some).await?);
            decisions.extend(store::duplicates::of_reports(&read, some).await?);
        }
        let touched = {
            let mut index = self.0.index.write();
            let earlier: HashMap<_, _> =
                disclosures.iter().filter_map(|id| Some((*id, Arc::clone(index.disclosure(*id)?)))).collect();
            known.into_iter().for_each(|disclosure| index.set_disclosure(disclosure));
            decisions.iter().for_each(|decision| index.set_verdict(decision));
            let reports = sources.iter().map(|source| index.put(source)).collect();
            index.position = last;
            Touched { reports, examples, earlier, units, notices, told, ..Touched::accounts(accounts) }
        };
        self.tell(touched);
        Ok(())
    }

    /// Those of these disclosures that tell a finding or an entry of the register.
    async fn told_among(
        &self,
        ids: &[DisclosureId],
        known: &[Disclosure],
    ) -> Result<Vec<Disclosure>, ActError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let telling = self.telling().await?;
        let tells =
            |disclosure: &&Disclosure| ids.contains(&disclosure.id) && telling.contains_key(&disclosure.id);
        Ok(known.iter().filter(tells).cloned().collect())
    }

    /// Puts what was written of a batch into the picture, unseen, and shows or forgets it once that was decided.
    async fn follow_batch(&self, id: BatchId) -> Result<Vec<TouchedReport>, ActError> {
        let read = self.0.store.read();
        let Some(batch) = store::batches::by_id(&read, id).await? else { return Ok(Vec::new()) };
        if batch.stage() == Stage::Discarded {
            self.0.index.write().drop_ahead(id);
            return Ok(Vec::new());
        }
        loop {
            let ahead = self.0.index.read().blocks_ahead(id);
            // One after another: whoever looks at the picture waits for one block at most.
            let Some(block) = store::batches::block(&read, id, ahead).await? else { break };
            self.0.index.write().put_ahead(&batch, &block);
        }
        Ok(if batch.visible_at.is_some() { self.0.index.write().show_ahead(id) } else { Vec::new() })
    }

    fn tell(&self, touched: Touched) {
        let touched = Arc::new(touched);
        self.0.live.lock().retain(|listener| listener.send(Arc::clone(&touched)).is_ok());
    }

    /// Loads the picture at start: packed blocks and the changes since, or all rows if the blocks do not fit.
    pub(crate) async fn load_picture(&self) -> Result<(), ActError> {
        let read = self.0.store.read();
        let unpacked = match store::picture::load_blocks(&read).await? {
            Some((position, state, blocks)) => {
                let (charter, geography, zone) = (self.charter(), self.geography(), self.zone());
                Index::unpack(charter, geography, zone, position, &state, blocks)
            }
            None => None,
        };
        match unpacked {
            Some(mut index) => {
                for disclosure in store::disclosures::all(&read).await? {
                    index.set_disclosure(disclosure);
                }
                store::duplicates::all(&read).await?.iter().for_each(|decision| index.set_verdict(decision));
                *self.0.index.write() = index;
            }
            None => self.rebuild().await?,
        }
        let last = store::changes::last_position(&read).await?;
        self.catch_up(last).await
    }

    /// Builds the picture anew from charter, areas and all rows.
    pub(crate) async fn rebuild(&self) -> Result<(), ActError> {
        let read = self.0.store.read();
        let position = store::changes::last_position(&read).await?;
        self.load_charter_and_areas().await?;
        let mut index = Index::new(self.charter(), self.geography(), self.zone());
        for disclosure in store::disclosures::all(&read).await? {
            index.set_disclosure(disclosure);
        }
        store::duplicates::all(&read).await?.iter().for_each(|decision| index.set_verdict(decision));
        let mut after = None;
        loop {
            let sources = store::picture::all_sources(&read, after, 5_000).await?;
            let Some(last) = sources.last() else { break };
            after = Some(last.id);
            for source in &sources {
                index.put(source);
            }
            tokio::task::yield_now().await;
        }
        index.order_by_time();
        index.position = position;
        *self.0.index.write() = index;
        Ok(())
    }

    async fn load_charter_and_areas(&self) -> Result<(), ActError> {
        if let Some((_, text)) = store::charters::latest(&self.0.store.read()).await?
            && let Ok(charter) = domain::charter::Charter::parse(&text)
        {
            *self.0.zone.write() = time_zone(&charter);
            *self.0.charter.write() = Arc::new(charter);
        }
        let geography = load_geography(&self.0.store, &self.charter()).await?;
        *self.0.geography.write() = Arc::new(geography);
        Ok(())
    }

    /// Writes the blocks that changed; all of them if another process wrote its own meanwhile.
    pub(crate) async fn save_picture(&self) -> Result<(), ActError> {
        if !self.0.has_picture {
            return Ok(());
        }
        self.0.changes_since_save.store(0, Ordering::Relaxed);
        if self.save_blocks().await? {
            return Ok(());
        }
        self.0.index.write().mark_all();
        self.save_blocks().await.map(|_| ())
    }

    /// Whether the blocks that changed could be written beside those that are stored.
    async fn save_blocks(&self) -> Result<bool, ActError> {
        let layout = u64::from_le_bytes(self.0.chance.bytes());
        let Some(packed) = self.0.index.write().pack(layout) else { return Ok(true) };
        let saved = self.0.store.write(move |tx| {
            Box::pin(async move {
                let stored = store::picture::load_state(tx).await?;
                if !packed.fits(stored.as_deref()) {
                    return Ok::<_, ActError>(false);
                }
                store::picture::save_blocks(tx, packed.position, packed.state, &packed.blocks).await?;
                store::picture::delete_blocks_from(tx, packed.all).await?;
                Ok(true)
            })
        });
        let saved = saved.await;
        if saved.is_err() {
            self.0.index.write().mark_all();
        }
        saved.map(|written| written.value)
    }

    /// Accounts and memberships; there are few of them.
    pub(crate) async fn load_people(&self) -> Result<(), ActError> {
        let read = self.0.store.read();
        let mut people: HashMap<AccountId, _> = HashMap::new();
        for account in store::people::all_accounts(&read).await? {
            people.insert(account.id, (account, Vec::new()));
        }
        for membership in store::people::all_memberships(&read).await? {
            if let Some((_, memberships)) = people.get_mut(&membership.account) {
                memberships.push(membership);
            }
        }
        *self.0.people.write() = people;
        Ok(())
    }

    /// Polls for changes of other processes, and writes the packed blocks now and then, until the last handle is gone.
    pub(crate) fn follow_in_background(&self) {
        let inner = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(POLL);
            tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tick.tick().await;
                let Some(inner) = inner.upgrade() else { return };
                let app = App(inner);
                if let Err(error) = app.poll().await {
                    tracing::warn!(%error, "the change sequence could not be read");
                } else if app.0.has_picture
                    && let Err(error) = app.pass_on_notices().await
                {
                    tracing::warn!(%error, "a notice could not be passed on");
                }
            }
        });
    }

    /// Looks for what others changed and for what time alone changed. A running application does so by itself, four times
    /// a second.
    pub async fn poll(&self) -> Result<(), ActError> {
        let asked = tokio::time::Instant::now();
        let last = answered(store::changes::last_position(&self.0.store.read())).await?;
        self.catch_up(last).await?;
        *self.0.last_heard.lock() = self.0.has_picture.then_some(asked);
        self.pass_time();
        if self.0.changes_since_save.load(Ordering::Relaxed) >= SAVE_AFTER {
            self.save_picture().await?;
        }
        Ok(())
    }

    /// Tells listeners what changed because time went by: disclosures that expired, memberships that began or ended.
    fn pass_time(&self) {
        let now = self.now();
        let since = std::mem::replace(&mut *self.0.told_until.lock(), now);
        if since >= now {
            return;
        }
        let passed = |at: Timestamp| since < at && at <= now;
        let turned = |(account, memberships): &(Account, Vec<Membership>)| {
            let turned = memberships.iter().any(|m| passed(m.from) || m.until.is_some_and(passed));
            turned.then_some(account.id)
        };
        let accounts: Vec<AccountId> = self.0.people.read().values().filter_map(turned).collect();
        let reports = self.0.index.read().expired(since, now);
        if !accounts.is_empty() || !reports.is_empty() {
            self.tell(Touched { reports, since: Some(since), ..Touched::accounts(accounts) });
        }
    }

    /// Listens to what changes for a caller. The caller's rights are looked up anew for every change.
    ///
    /// What happens is judged as it happens, whether the caller fetches it or not: what waits is what this caller may
    /// have, and how much happens out of its sight shows nowhere.
    pub fn listen(&self, who: &Who) -> Listener {
        let (sender, mut changes) = mpsc::unbounded_channel();
        self.0.live.lock().push(sender);
        let waiting = Arc::new((Mutex::new(Pending::default()), Notify::new()));
        let (app, weak) = (Arc::downgrade(&self.0), Arc::downgrade(&waiting));
        let mut eyes = who.clone();
        tokio::spawn(async move {
            while let Some(touched) = changes.recv().await {
                let (Some(app), Some(waiting)) = (app.upgrade(), weak.upgrade()) else { return };
                let (pending, news) = &*waiting;
                let events = App(app).events_for(&mut eyes, &touched);
                let gone = events.is_none();
                match events {
                    Some(events) => pending.lock().add(events),
                    None => pending.lock().end(),
                }
                news.notify_one();
                if gone {
                    return;
                }
            }
        });
        Listener { app: self.clone(), who: who.clone(), waiting }
    }

    /// What a change means for a caller, who is brought up to date; `None` if the account is gone.
    fn events_for(&self, who: &mut Who, touched: &Touched) -> Option<Vec<LiveEvent>> {
        let earlier_viewer = who.viewer.clone();
        *who = self.who(who.account.id, who.credential.clone(), who.occasion.clone())?;
        let viewer = &who.viewer;
        if touched.everything || touched.accounts.contains(&who.account.id) && *viewer != earlier_viewer {
            return Some(vec![EVERYTHING]);
        }
        let now = self.now();
        let index = self.0.index.read();
        let none = HashMap::new();
        let event = |report: &TouchedReport| {
            report.event(
                |class| index.grant_of(viewer, class, touched.since.unwrap_or(now), &touched.earlier),
                |class| index.grant_of(viewer, class, now, &none),
            )
        };
        if touched.examples.iter().any(|example| event(example).is_some()) {
            return Some(vec![EVERYTHING]);
        }
        let mut events: Vec<LiveEvent> = touched.reports.iter().filter_map(event).collect();
        let charter = self.charter();
        let is_told = |disclosure: &Disclosure| {
            let audience = charter.audience(&disclosure.audience);
            let addressed = audience.is_some_and(|audience| disclosure.addresses(viewer, audience));
            addressed && !viewer.units().contains(&disclosure.unit)
        };
        let of_units = touched.units.iter().any(|unit| viewer.units().contains(unit));
        if of_units || touched.told.iter().any(is_told) {
            events.push(LiveEvent { kind: LiveKind::Waiting, report: None, urgent: false });
        }
        drop(index);
        events.extend(touched.notices.iter().filter_map(|notice| self.event_of_notice(viewer, notice)));
        Some(events)
    }

    /// That a notice of the caller moved; urgent while nobody on its side has seen it.
    fn event_of_notice(&self, viewer: &Viewer, notice: &Notice) -> Option<LiveEvent> {
        let disclosure = self.0.index.read().disclosure(notice.disclosure).cloned();
        let side = self.notice_side(viewer, notice, disclosure.as_deref())?;
        let urgent = side == Side::Receiver && notice.state() == State::Sent;
        Some(LiveEvent { kind: LiveKind::Waiting, report: None, urgent })
    }
}

/// Hears what changes for one caller.
pub struct Listener {
    app: App,
    who: Who,
    waiting: Arc<(Mutex<Pending>, Notify)>,
}

impl Listener {
    /// The next events for this caller; `None` when the caller lost its account, its session or its token ended, or the
    /// server ends.
    pub async fn next(&mut self) -> Option<Vec<LiveEvent>> {
        let (pending, news) = &*self.waiting;
        loop {
            let events = pending.lock().take()?;
            if !events.is_empty() {
                return self.app.still_holds(&self.who).await.ok()?.then_some(events);
            }
            news.notified().await;
        }
    }
}

/// The answer of the database, if it comes in time.
async fn answered<T>(query: impl Future<Output = Result<T, store::StoreError>>) -> Result<T, ActError> {
    match tokio::time::timeout(ANSWER, query).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(ActError::Unavailable("no answer in time".to_owned())),
    }
}

/// Cuts a list of changes behind its last whole position, in case a limit fell into the middle of one.
fn whole_positions(mut changes: Vec<(u64, Change)>, limit: usize) -> Vec<(u64, Change)> {
    let last = changes.last().map(|&(position, _)| position);
    let first = changes.first().map(|&(position, _)| position);
    if changes.len() >= limit && first != last {
        changes.retain(|&(position, _)| Some(position) != last);
    }
    changes
}
