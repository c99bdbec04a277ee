//! Notices as their two sides see them. Being shown one on duty is its receipt.

use std::collections::BTreeSet;

use domain::{
    access::Viewer,
    charter::LimitKind,
    disclosure::{Disclosure, Standing},
    ids::*,
    journal::{Entry, Subject},
    notice::{Notice, Quantiles, Step, What, quantiles},
    referral::Side,
    report::Seen,
    time::Timestamp,
};
use store::{Change, Tx};

use crate::{app::App, error::ActError, who::Who};

/// A notice as one of its sides sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeView {
    /// The notice.
    pub notice: Notice,
    /// On which side the viewer sits.
    pub side: Side,
    /// The report, as far as the viewer sees it now.
    pub seen: Option<Seen>,
    /// Whether the disclosure that it tells of still holds.
    pub holds: bool,
    /// When it goes on to the next unit unless somebody takes note before.
    pub goes_on_at: Option<Timestamp>,
    /// Whether the viewer may take note of it now.
    pub may_acknowledge: bool,
    /// Whether the viewer may say now that it was told by telephone.
    pub may_tell: bool,
}

/// How fast notices went at a unit; `None` where too few are known to say anything about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitTimes {
    /// The unit.
    pub unit: UnitId,
    /// Known to entered, for what the unit sent.
    pub entering: Option<Quantiles>,
    /// Sent to received, where the unit was the first on duty.
    pub receiving: Option<Quantiles>,
    /// Received to taken note of, where the unit was the first on duty.
    pub acknowledging: Option<Quantiles>,
}

/// The figures about notices, for the controlling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFigures {
    /// Since when.
    pub since: Timestamp,
    /// Fewest people of a unit, and fewest notices, of which times are shown.
    pub least: usize,
    /// The units, in the order of the charter; those with fewer people are left out.
    pub units: Vec<UnitTimes>,
}

/// Notices that have ended stay in the list for so many days.
const LISTED_DAYS: i64 = 7;
/// Most notices of a list.
const LISTED_MAX: u64 = 200;
/// Figures are over so many days.
const FIGURES_DAYS: i64 = 365;

impl App {
    /// The notices of the caller: what is open and what was sent in the last days, newest first. Shown to somebody on duty
    /// they are received.
    pub async fn notices(&self, who: &Who) -> Result<Vec<NoticeView>, ActError> {
        self.must_be_fresh()?;
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let notices = app.notices_of(tx, &who).await?;
                let views = app.view_notices(tx, &who, notices).await?;
                tx.journal(app.entry(&who, "notices.listed").fact("count", views.len()));
                Ok(views)
            })
        })
        .await
    }

    async fn notices_of(&self, tx: &Tx, who: &Who) -> Result<Vec<Notice>, ActError> {
        let since = self.now().plus_days(-LISTED_DAYS);
        let units: Vec<UnitId> = who.viewer.units().iter().cloned().collect();
        let mut found = store::notices::since(tx, since, &units, who.viewer.partner(), LISTED_MAX).await?;
        let open = store::notices::open(tx).await?;
        let known: BTreeSet<NoticeId> = found.iter().map(|notice| notice.id).collect();
        found.extend(open.into_iter().filter(|notice| !known.contains(&notice.id)));
        Ok(found)
    }

    /// A notice; not found for everybody but its sender and who is on duty.
    pub async fn read_notice(&self, who: &Who, id: NoticeId) -> Result<NoticeView, ActError> {
        self.must_be_fresh()?;
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let view = app.view_notice(tx, &who, id).await?;
                let entry = app.entry(&who, "notice.read").about(subject(id));
                tx.journal(entry.about(Subject::new("report", view.notice.report)));
                Ok(view)
            })
        })
        .await
    }

    /// A notice as the caller sees it in this transaction.
    pub(super) async fn view_notice(&self, tx: &Tx, who: &Who, id: NoticeId) -> Result<NoticeView, ActError> {
        let notice = store::notices::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
        self.view_notices(tx, who, vec![notice]).await?.pop().ok_or(ActError::NotFound)
    }

    /// Notices as the caller sees them, loaded in this transaction. What the caller has no side in is left out; what is
    /// shown to somebody on duty for the first time is received by that.
    pub(super) async fn view_notices(
        &self,
        tx: &Tx,
        who: &Who,
        notices: Vec<Notice>,
    ) -> Result<Vec<NoticeView>, ActError> {
        let disclosures: Vec<DisclosureId> = notices.iter().map(|notice| notice.disclosure).collect();
        let disclosures = store::disclosures::by_ids(tx, &disclosures).await?;
        let mut sided = Vec::new();
        for notice in notices {
            let disclosure = disclosures.iter().find(|disclosure| disclosure.id == notice.disclosure);
            let Some(side) = self.notice_side(&who.viewer, &notice, disclosure) else { continue };
            let holds = disclosure.is_some_and(|d| d.standing(self.now()) == Standing::Valid);
            sided.push((self.receive(tx, who, notice, side).await?, side, holds));
        }
        let reports: Vec<ReportId> = sided.iter().map(|(notice, ..)| notice.report).collect();
        let judged = self.judge(tx, &reports).await?;
        let seen = self.see_all(tx, &who.viewer, &judged).await?;
        let charter = self.charter();
        let view = |(notice, side, holds): (Notice, Side, bool)| NoticeView {
            side,
            seen: seen.get(&notice.report).cloned(),
            holds,
            goes_on_at: notice.goes_on_at(&charter).filter(|_| holds),
            may_acknowledge: side == Side::Receiver
                && notice.acknowledged_at().is_none()
                && notice.may_acknowledge(&who.actor).is_ok(),
            may_tell: side == Side::Sender
                && notice.state().is_open()
                && who.actor.may_write(&notice.from.unit).is_ok(),
            notice,
        };
        Ok(sided.into_iter().map(view).collect())
    }

    /// On which side of a notice `viewer` sits now.
    pub(crate) fn notice_side(
        &self,
        viewer: &Viewer,
        notice: &Notice,
        disclosure: Option<&Disclosure>,
    ) -> Option<Side> {
        let charter = self.charter();
        let addressed = disclosure.is_some_and(|disclosure| {
            let audience = charter.audience(&disclosure.audience);
            disclosure.standing(self.now()) == Standing::Valid
                && audience.is_some_and(|audience| disclosure.addresses(viewer, audience))
        });
        notice.side(viewer, addressed)
    }

    /// Notes the receipt of a notice that is shown to its receiver, once.
    async fn receive(&self, tx: &Tx, who: &Who, notice: Notice, side: Side) -> Result<Notice, ActError> {
        let step = Step { at: self.now(), by: Some(who.account.id), what: What::Received };
        match notice.clone().step(step) {
            Some(received) if side == Side::Receiver && notice.state().is_open() => {
                store::notices::add_step(tx, &received).await?;
                self.journal_notice(tx, self.entry(who, "notice.received"), &received);
                tx.changed(Change::Notice(received.id));
                Ok(received)
            }
            _ => Ok(notice),
        }
    }

    /// Writes what happened to a notice into the journals of both sides; `entry` says who did it.
    pub(super) fn journal_notice(&self, tx: &Tx, entry: Entry, notice: &Notice) {
        let entry = entry
            .about(subject(notice.id))
            .about(Subject::new("report", notice.report))
            .fact("from", &notice.from.unit)
            .fact("partners", &notice.to);
        for controller in [&notice.from.partner, &notice.to] {
            if *controller != entry.controller {
                // Who of the other house did it is that house's own matter, and so is its occasion.
                let (actor, occasion, controller) = (None, None, controller.clone());
                tx.journal(Entry { controller, actor, occasion, ..entry.clone() });
                break;
            }
        }
        tx.journal(entry);
    }

    /// How fast notices went, for whoever sits in a body of the agreement; no content.
    pub async fn notice_figures(&self, who: &Who) -> Result<NoticeFigures, ActError> {
        self.must_be_fresh()?;
        if who.viewer.bodies().is_empty() {
            return Err(ActError::Denied);
        }
        let (charter, since) = (self.charter(), self.now().plus_days(-FIGURES_DAYS));
        let least = charter.threshold(LimitKind::FiguresLeast).and_then(|least| usize::try_from(least).ok());
        let least = least.unwrap_or(usize::MAX);
        let notices = store::notices::all_since(&self.0.store.read(), since).await?;
        let units = charter.partners.iter().flat_map(|partner| &partner.units);
        let big_enough = units.filter(|unit| self.people_in(&unit.id) >= least);
        let times = big_enough.map(|unit| times(&unit.id, &notices, least)).collect();
        let entry = self.entry(who, "notices.counted");
        self.act(move |tx| {
            Box::pin(async move {
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok(NoticeFigures { since, least, units: times })
    }

    /// How many people read in a unit today.
    fn people_in(&self, unit: &UnitId) -> usize {
        let now = self.now();
        let people = self.0.people.read();
        let reads_there = |(id, (account, memberships)): &(&AccountId, &(_, Vec<_>))| {
            let account: &domain::people::Account = account;
            account.disabled_at.is_none_or(|at| at > now)
                && Viewer::of(**id, account.partner.clone(), memberships, now).units().contains(unit)
        };
        people.iter().filter(reads_there).count()
    }
}

fn times(unit: &UnitId, notices: &[Notice], least: usize) -> UnitTimes {
    let mut reports = BTreeSet::new();
    let sent = notices.iter().filter(|n| n.from.unit == *unit && reports.insert(n.report));
    let entering = sent.map(|n| n.entered_at.0 - n.known_since.0).collect();
    let ours = || notices.iter().filter(|notice| notice.stations.first() == Some(unit));
    let receiving = ours().filter_map(|n| Some((n.received_at()?.0 - n.sent_at.0).max(0))).collect();
    let acknowledging =
        ours().filter_map(|n| Some((n.acknowledged_at()?.0 - n.received_at()?.0).max(0))).collect();
    UnitTimes {
        unit: unit.clone(),
        entering: quantiles(entering, least),
        receiving: quantiles(receiving, least),
        acknowledging: quantiles(acknowledging, least),
    }
}

/// A notice as the subject of a journal entry.
pub(super) fn subject(id: NoticeId) -> Subject {
    Subject::new("notice", id)
}
