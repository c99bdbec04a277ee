//! Referrals as their two sides see them: a list, and a single one.

use std::sync::Arc;

use domain::{
    access::Viewer,
    disclosure::{Disclosure, Standing},
    ids::*,
    journal::Subject,
    referral::{Referral, Side, Waiting},
    report::{Problem, Seen},
    time::Timestamp,
};
use store::Tx;

use super::{Judged, invalid};
use crate::{app::App, error::ActError, picture::Cursor, who::Who};

/// Which referrals of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReferralState {
    /// Not at their end.
    #[default]
    Open,
    /// Waiting too long.
    Overdue,
    /// At their end.
    Ended,
}

impl ReferralState {
    /// All choices.
    pub const ALL: [Self; 3] = [Self::Open, Self::Overdue, Self::Ended];

    /// The name used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Ended => "ended",
        }
    }
}

/// A referral as one of its sides sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferralView {
    /// The referral. What was asked for is left out for a receiver whom the report does not reach any more.
    pub referral: Referral,
    /// On which side the viewer sits.
    pub side: Side,
    /// The report, as far as the viewer sees it now.
    pub seen: Option<Seen>,
    /// Whether the receiving unit gets what it needs of the report now, by whichever disclosure.
    pub reaches: bool,
    /// Where the disclosure that was made with it stands.
    pub standing: Standing,
    /// Until when that holds, or held.
    pub expires_at: Timestamp,
    /// When and why it was withdrawn.
    pub withdrawn: Option<(Timestamp, String)>,
    /// What one side waits for from the other.
    pub waiting: Option<Waiting>,
    /// Whether that takes too long.
    pub overdue: bool,
    /// Whether the viewer may answer for the receiver.
    pub may_answer: bool,
    /// Whether the viewer may recall it for the sender.
    pub may_recall: bool,
}

/// A page of referrals.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferralPage {
    /// The referrals: what waits longest first, or what ended, newest first.
    pub items: Vec<ReferralView>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// Most referrals of a page.
const PAGE: usize = 100;

impl App {
    /// The referrals of the caller's units: of one side or both, in a state, from an opaque cursor on.
    pub async fn referrals(
        &self,
        who: &Who,
        side: Option<Side>,
        state: ReferralState,
        cursor: Option<&str>,
    ) -> Result<ReferralPage, ActError> {
        self.must_be_fresh()?;
        let after = match cursor {
            None => None,
            Some(text) => match Cursor::read(text) {
                Some(cursor) => Some(cursor),
                None => return invalid("cursor", Problem::Unknown { value: text.to_owned() }),
            },
        };
        let mut referrals = match state {
            ReferralState::Ended => self.ended_referrals(who, side, after).await?,
            ReferralState::Open | ReferralState::Overdue => {
                self.open_referrals(who, side, state == ReferralState::Overdue, after)
            }
        };
        let next = (referrals.len() > PAGE).then(|| cursor_of(&referrals[PAGE - 1]).write());
        referrals.truncate(PAGE);

        let (app, who) = (self.clone(), who.clone());
        let items = self
            .act(move |tx| {
                Box::pin(async move {
                    let items = app.view_referrals(tx, &who, referrals).await?;
                    let entry = app.entry(&who, "referrals.listed").fact("count", items.len());
                    tx.journal(entry.fact("filter", format!("state={}", state.as_str())));
                    Ok(items)
                })
            })
            .await?;
        Ok(ReferralPage { items, next })
    }

    /// A referral; not found for everybody but its two units.
    pub async fn read_referral(&self, who: &Who, id: ReferralId) -> Result<ReferralView, ActError> {
        self.must_be_fresh()?;
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let referral = store::referrals::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                let mut views = app.view_referrals(tx, &who, vec![referral]).await?;
                let view = views.pop().ok_or(ActError::NotFound)?;
                let mut entry = app.entry(&who, "referral.read").about(Subject::new("referral", id));
                if view.seen.is_some() {
                    entry = entry.about(Subject::new("report", view.referral.report));
                }
                tx.journal(entry);
                Ok(view)
            })
        })
        .await
    }

    /// Referrals as the caller sees them. What the caller has no side in is left out.
    pub(super) async fn view_referrals(
        &self,
        tx: &Tx,
        who: &Who,
        referrals: Vec<Referral>,
    ) -> Result<Vec<ReferralView>, ActError> {
        let reports: Vec<ReportId> = referrals.iter().map(|referral| referral.report).collect();
        let judged = self.judge(tx, &reports).await?;
        let seen = self.see_all(tx, &who.viewer, &judged).await?;
        let ids: Vec<DisclosureId> = referrals.iter().map(|referral| referral.disclosure).collect();
        let disclosures = store::disclosures::by_ids(tx, &ids).await?;
        let view = |referral: Referral| {
            let disclosure = disclosures.iter().find(|d| d.id == referral.disclosure)?;
            let seen = seen.get(&referral.report).cloned();
            self.view_referral(who, referral, disclosure, seen, &judged)
        };
        Ok(referrals.into_iter().filter_map(view).collect())
    }

    fn view_referral(
        &self,
        who: &Who,
        mut referral: Referral,
        disclosure: &Disclosure,
        seen: Option<Seen>,
        judged: &Judged,
    ) -> Option<ReferralView> {
        let (side, now) = (referral.side(&who.viewer)?, self.now());
        let reaches = self.reaches(&referral, disclosure, judged);
        if side == Side::Receiver && !reaches {
            referral.request.clear();
        }
        let waiting = referral.waiting(&self.charter());
        let withdrawal = disclosure.withdrawal.as_ref();
        Some(ReferralView {
            side,
            seen,
            reaches,
            standing: disclosure.standing(now),
            expires_at: disclosure.expires_at,
            withdrawn: withdrawal.map(|withdrawal| (withdrawal.at, withdrawal.reason.clone())),
            waiting,
            overdue: waiting.is_some_and(|waiting| waiting.overdue(now)),
            may_answer: who.actor.may_write(&referral.to.unit).is_ok(),
            may_recall: who.actor.may_write(&referral.from.unit).is_ok(),
            referral,
        })
    }

    /// Whether the receiving unit gets as much of the report now as the disclosure of the referral gave it, by whichever
    /// disclosure: a mere hint to all partners is not what it needs to act.
    pub(super) fn reaches(&self, referral: &Referral, disclosure: &Disclosure, judged: &Judged) -> bool {
        let receiver = Viewer::of_unit(&referral.to.partner, &referral.to.unit);
        let Some((version, grant)) = self.grant_judged(&receiver, referral.report, judged) else {
            return false;
        };
        let (gets, needs) = (grant.parts, disclosure.parts);
        let at_most = judged.at_most(referral.report, version);
        let place = at_most.map_or(needs.place, |at_most| needs.place.min(at_most));
        gets.text >= needs.text && gets.time >= needs.time && gets.place >= place
    }

    /// Those that are open, what waits longest first.
    fn open_referrals(
        &self,
        who: &Who,
        side: Option<Side>,
        overdue: bool,
        after: Option<Cursor>,
    ) -> Vec<Referral> {
        let (charter, now, desk) = (self.charter(), self.now(), self.0.desk.read());
        let wanted = |referral: &&Arc<Referral>| {
            on_side(referral, &who.viewer, side)
                && after.is_none_or(|after| cursor_of(referral) > after)
                && (!overdue || referral.waiting(&charter).is_some_and(|waiting| waiting.overdue(now)))
        };
        let mut open: Vec<Referral> = desk.referrals().filter(wanted).map(|r| Referral::clone(r)).collect();
        open.sort_by_key(cursor_of);
        open
    }

    /// Those that ended, newest first.
    async fn ended_referrals(
        &self,
        who: &Who,
        side: Option<Side>,
        after: Option<Cursor>,
    ) -> Result<Vec<Referral>, ActError> {
        let units: Vec<UnitId> = who.viewer.units().iter().cloned().collect();
        let of = |wanted: Side| if side.is_none_or(|side| side == wanted) { units.as_slice() } else { &[] };
        let after = after.map(|cursor| (Timestamp(cursor.at), ReferralId(uuid::Uuid::from_bytes(cursor.id))));
        let read = self.0.store.read();
        let (from, to) = (of(Side::Sender), of(Side::Receiver));
        Ok(store::referrals::ended(&read, from, to, after, PAGE as u64 + 1).await?)
    }
}

/// Whether `viewer` sits on this side of a referral (on any, if none is named).
fn on_side(referral: &Referral, viewer: &Viewer, side: Option<Side>) -> bool {
    let units = viewer.units();
    match side {
        None => referral.side(viewer).is_some(),
        Some(Side::Sender) => units.contains(&referral.from.unit),
        Some(Side::Receiver) => units.contains(&referral.to.unit),
    }
}

fn cursor_of(referral: &Referral) -> Cursor {
    Cursor { at: referral.sent_at.0, id: *referral.id.0.as_bytes() }
}
