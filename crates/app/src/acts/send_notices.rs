//! Whoever is on duty is told of what is urgent; after a silence the next one is, until somebody takes note.

use std::collections::BTreeSet;

use domain::{
    access::Viewer,
    disclosure::{Disclosure, Standing},
    ids::*,
    journal::Entry,
    notice::{Notice, Step, What, stations},
    referral::{Party, Side},
    report::{Report, Urgency},
};
use store::{Change, Tx, outbox::Message};

use crate::{app::App, error::ActError, mail::NOTICE, who::Who};

impl App {
    /// Tells whoever is on duty at the partners of these new disclosures of an urgent report.
    pub(super) async fn send_notices(
        &self,
        tx: &Tx,
        who: &Who,
        report: &Report,
        disclosures: &[Disclosure],
    ) -> Result<(), ActError> {
        if report.content.urgency != Urgency::Immediate || report.closed.is_some() {
            return Ok(());
        }
        let (charter, now) = (self.charter(), self.now());
        let from = Party { partner: report.partner.clone(), unit: report.unit.clone() };
        let mut told = self.told_of(tx, report.id).await?;
        for disclosure in disclosures {
            for partner in charter.partners.iter().filter(|p| disclosure.partners.contains(&p.id)) {
                let Some(stations) = stations(&charter, &from, disclosure, partner) else { continue };
                if !told.insert((partner.id.clone(), stations.clone())) {
                    continue;
                }
                let notice = Notice {
                    id: NoticeId::from_chance(self.0.chance.bytes()),
                    report: report.id,
                    disclosure: disclosure.id,
                    from: from.clone(),
                    to: partner.id.clone(),
                    stations,
                    known_since: report.known_since.unwrap_or(report.entered_at),
                    entered_at: report.entered_at,
                    sent_at: now,
                    steps: Vec::new(),
                };
                store::notices::insert(tx, &notice).await?;
                self.journal_notice(tx, self.entry(who, "notice.sent"), &notice);
                self.ask_for_mail(tx, &notice, disclosure).await?;
                tx.changed(Change::Notice(notice.id));
            }
        }
        Ok(())
    }

    /// Who was told of a report already, by a disclosure that still holds.
    async fn told_of(
        &self,
        tx: &Tx,
        report: ReportId,
    ) -> Result<BTreeSet<(PartnerId, Vec<UnitId>)>, ActError> {
        let earlier = store::notices::of_report(tx, report).await?;
        let ids: Vec<DisclosureId> = earlier.iter().map(|notice| notice.disclosure).collect();
        let mut holding = store::disclosures::by_ids(tx, &ids).await?;
        holding.retain(|disclosure| disclosure.standing(self.now()) == Standing::Valid);
        let holds = |notice: &Notice| holding.iter().any(|disclosure| disclosure.id == notice.disclosure);
        Ok(earlier.into_iter().filter(holds).map(|notice| (notice.to, notice.stations)).collect())
    }

    /// Passes every notice on whose time of silence is over, and answers how many.
    pub async fn pass_on_notices(&self) -> Result<usize, ActError> {
        let (charter, now) = (self.charter(), self.now());
        let silent: Vec<NoticeId> = {
            let (desk, index) = (self.0.desk.read(), self.0.index.read());
            let holds = |notice: &Notice| {
                // Of a closed report there is nothing to hurry for.
                index.disclosure(notice.disclosure).is_some_and(|d| d.standing(now) == Standing::Valid)
                    && !index.is_closed(notice.report)
            };
            let due =
                desk.notices().filter(|n| n.goes_on_at(&charter).is_some_and(|at| at <= now) && holds(n));
            due.map(|notice| notice.id).collect()
        };
        for &id in &silent {
            self.pass_on(id).await?;
        }
        Ok(silent.len())
    }

    async fn pass_on(&self, id: NoticeId) -> Result<(), ActError> {
        let app = self.clone();
        self.act(move |tx| {
            Box::pin(async move {
                let now = app.now();
                let Some(notice) = store::notices::by_id(tx, id).await? else { return Ok(()) };
                // Somebody may have taken note meanwhile, or another process may have passed it on.
                if notice.goes_on_at(&app.charter()).is_none_or(|at| at > now) {
                    return Ok(());
                }
                let Some(disclosure) = store::disclosures::by_id(tx, notice.disclosure).await? else {
                    return Ok(());
                };
                let Some(notice) = notice.step(Step { at: now, by: None, what: What::PassedOn }) else {
                    return Ok(());
                };
                store::notices::add_step(tx, &notice).await?;
                let entry = Entry::new(notice.from.partner.clone(), now, None, "notice.passed_on");
                app.journal_notice(tx, entry, &notice);
                app.ask_for_mail(tx, &notice, &disclosure).await?;
                tx.changed(Change::Notice(id));
                Ok(())
            })
        })
        .await
    }

    /// Asks for an e-mail without content to everybody of the unit whose turn it is, if this server sends any.
    async fn ask_for_mail(&self, tx: &Tx, notice: &Notice, disclosure: &Disclosure) -> Result<(), ActError> {
        if self.0.mailer.get().is_none() {
            return Ok(());
        }
        let now = self.now();
        let on_turn = |viewer: &Viewer| {
            self.notice_side(viewer, notice, Some(disclosure)) == Some(Side::Receiver)
                && notice.on_turn().is_none_or(|unit| viewer.units().contains(unit))
        };
        let people: Vec<AccountId> = {
            let people = self.0.people.read();
            let wanted = people.iter().filter(|(id, (account, memberships))| {
                account.disabled_at.is_none_or(|at| at > now)
                    && on_turn(&Viewer::of(**id, account.partner.clone(), memberships, now))
            });
            wanted.map(|(id, _)| *id).collect()
        };
        let message = |account| Message {
            id: MessageId::from_chance(self.0.chance.bytes()),
            account,
            kind: NOTICE.to_owned(),
            made_at: now,
            tries: 0,
        };
        let messages: Vec<Message> = people.into_iter().map(message).collect();
        Ok(store::outbox::insert(tx, &messages).await?)
    }
}
