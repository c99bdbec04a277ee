//! The desk: what is open between units. It is little, and every page counts it, so it is kept in memory.

use std::{collections::HashMap, sync::Arc};

use domain::{
    ids::{ReferralId, UnitId},
    referral::{Referral, State},
};

use crate::{app::App, error::ActError, who::Who};

/// What waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForMe {
    /// Referrals to accept or return.
    pub referrals: usize,
}

impl ForMe {
    /// All together.
    pub fn total(self) -> usize {
        self.referrals
    }
}

/// What is open.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    referrals: HashMap<ReferralId, Arc<Referral>>,
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
        ForMe { referrals: desk.referrals().filter(mine).count() }
    }

    /// Reads what is open from the database.
    pub(crate) async fn load_desk(&self) -> Result<(), ActError> {
        let mut desk = Desk::default();
        for referral in store::referrals::open(&self.0.store.read()).await? {
            desk.put_referral(referral);
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
}

/// Whether the caller is to accept or return a referral.
pub(crate) fn to_accept(referral: &Referral, who: &Who) -> bool {
    referral.state() == State::Sent && who.actor.may_write(&referral.to.unit).is_ok()
}
