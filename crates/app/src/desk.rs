//! The desk: what is open between units. It is little, and every page counts it, so it is kept in memory.

use std::{collections::HashMap, sync::Arc};

use domain::{
    ids::{NoticeId, ReferralId, UnitId},
    notice::Notice,
    referral::{Referral, Side, State},
};

use crate::{app::App, error::ActError, who::Who};

/// What waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForMe {
    /// Notices to take note of.
    pub notices: usize,
    /// Referrals to accept or return.
    pub referrals: usize,
}

impl ForMe {
    /// All together.
    pub fn total(self) -> usize {
        self.notices + self.referrals
    }
}

/// What is open.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    referrals: HashMap<ReferralId, Arc<Referral>>,
    notices: HashMap<NoticeId, Arc<Notice>>,
}

impl Desk {
    /// Puts a referral in, or takes it out if it has ended.
    pub(crate) fn put_referral(&mut self, referral: Referral) {
        if referral.state().is_open() {
            self.referrals.insert(referral.id, Arc::new(referral));
        } else {
            self.referrals.remove(&referral.id);
        }
    }

    /// Puts a notice in, or takes it out if somebody took note of it.
    pub(crate) fn put_notice(&mut self, notice: Arc<Notice>) {
        if notice.state().is_open() {
            self.notices.insert(notice.id, notice);
        } else {
            self.notices.remove(&notice.id);
        }
    }

    /// The open notices.
    pub(crate) fn notices(&self) -> impl Iterator<Item = &Arc<Notice>> {
        self.notices.values()
    }

    /// The open referrals.
    pub(crate) fn referrals(&self) -> impl Iterator<Item = &Arc<Referral>> {
        self.referrals.values()
    }
}

impl App {
    /// What waits for the caller: only what the caller can do something about.
    pub fn for_me(&self, who: &Who) -> ForMe {
        let desk = self.0.desk.read();
        let mine = |referral: &&Arc<Referral>| to_accept(referral, who);
        let notices = desk.notices().filter(|notice| self.to_acknowledge(notice, who)).count();
        ForMe { notices, referrals: desk.referrals().filter(mine).count() }
    }

    /// Reads what is open from the database.
    pub(crate) async fn load_desk(&self) -> Result<(), ActError> {
        let mut desk = Desk::default();
        for referral in store::referrals::open(&self.0.store.read()).await? {
            desk.put_referral(referral);
        }
        for notice in store::notices::open(&self.0.store.read()).await? {
            desk.put_notice(Arc::new(notice));
        }
        *self.0.desk.write() = desk;
        Ok(())
    }

    /// Follows changes of referrals, and answers which units they concern.
    pub(crate) async fn follow_referrals(&self, ids: &[ReferralId]) -> Result<Vec<UnitId>, ActError> {
        let mut concerned = Vec::new();
        for &id in ids {
            if let Some(referral) = store::referrals::by_id(&self.0.store.read(), id).await? {
                concerned.extend([referral.from.unit.clone(), referral.to.unit.clone()]);
                self.0.desk.write().put_referral(referral);
            }
        }
        Ok(concerned)
    }

    /// Follows changes of notices, and answers how they are now.
    pub(crate) async fn follow_notices(&self, ids: &[NoticeId]) -> Result<Vec<Arc<Notice>>, ActError> {
        let mut moved = Vec::new();
        for &id in ids {
            if let Some(notice) = store::notices::by_id(&self.0.store.read(), id).await? {
                let notice = Arc::new(notice);
                self.0.desk.write().put_notice(Arc::clone(&notice));
                moved.push(notice);
            }
        }
        Ok(moved)
    }

    /// Whether the caller, on duty, is to take note of an open notice.
    pub(crate) fn to_acknowledge(&self, notice: &Notice, who: &Who) -> bool {
        let disclosure = self.0.index.read().disclosure(notice.disclosure).cloned();
        self.notice_side(&who.viewer, notice, disclosure.as_deref()) == Some(Side::Receiver)
            && notice.may_acknowledge(&who.actor).is_ok()
    }
}

/// Whether the caller is to accept or return a referral.
pub(crate) fn to_accept(referral: &Referral, who: &Who) -> bool {
    referral.state() == State::Sent && who.actor.may_write(&referral.to.unit).is_ok()
}
