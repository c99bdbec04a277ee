//! A disclosure is withdrawn: recipients see that something was withdrawn and no content any more.

use std::collections::BTreeSet;

use domain::{
    disclosure::{Disclosure, Standing, Withdrawal},
    ids::DisclosureId,
    journal::Entry,
    report::Problem,
    terms::PURPOSE_MAX,
};
use store::{Change, StoreError, Tx};

use super::{disclosure_subject, invalid};
use crate::{app::App, error::ActError, who::Who};

/// What a withdrawal did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The disclosure, withdrawn.
    pub disclosure: Disclosure,
    /// How many reports it held.
    pub reports: u64,
    /// Other disclosures by which some of these reports can still be seen.
    pub remaining: Vec<Disclosure>,
}

impl App {
    /// Withdraws a disclosure of the caller's own unit, with a reason that the recipients read.
    pub async fn withdraw(&self, who: &Who, id: DisclosureId, reason: &str) -> Result<Withdrawn, ActError> {
        let reason = reason.trim().to_owned();
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let disclosure = app.disclosure_for(tx, &who, id).await?;
                who.actor.may_write(&disclosure.unit)?;
                if reason.is_empty() {
                    return invalid("reason", Problem::Missing);
                }
                if reason.chars().count() > PURPOSE_MAX {
                    return invalid("reason", Problem::TooLong { most: PURPOSE_MAX });
                }
                app.take_back(tx, &who, &disclosure, reason).await
            })
        })
        .await
    }

    /// Withdraws a disclosure, and writes it into the journals of all it concerns. The right was checked before.
    pub(super) async fn take_back(
        &self,
        tx: &Tx,
        who: &Who,
        disclosure: &Disclosure,
        reason: String,
    ) -> Result<Withdrawn, ActError> {
        let (id, now) = (disclosure.id, self.now());
        let withdrawal = Withdrawal { by: who.account.id, at: now, reason };
        match store::disclosures::withdraw(tx, id, &withdrawal).await {
            Err(StoreError::Conflict(_)) => return Err(ActError::Ended),
            other => other?,
        }
        let remaining = self.remaining(tx, id).await?;
        let reports = store::disclosures::count_passed(tx, id).await?;
        let entry = self.entry(who, "disclosure.withdrawn").about(disclosure_subject(id));
        let entry = entry.fact("reports", reports).fact("remaining", remaining.len());
        for partner in disclosure.partners.iter().filter(|partner| **partner != disclosure.from) {
            let received = Entry::new(partner.clone(), now, None, "disclosure.withdrawn_by_owner");
            tx.journal(received.about(disclosure_subject(id)));
        }
        tx.journal(entry);
        tx.changed(Change::Disclosure(id));
        let disclosure = Disclosure { withdrawal: Some(withdrawal), ..disclosure.clone() };
        Ok(Withdrawn { disclosure, reports, remaining })
    }

    /// A disclosure that the caller's unit made or that addresses the caller; not found for everybody else.
    pub(super) async fn disclosure_for(
        &self,
        tx: &Tx,
        who: &Who,
        id: DisclosureId,
    ) -> Result<Disclosure, ActError> {
        let disclosure = store::disclosures::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
        let charter = self.charter();
        let addressed =
            charter.audience(&disclosure.audience).is_some_and(|a| disclosure.addresses(&who.viewer, a));
        if who.viewer.units().contains(&disclosure.unit) || addressed {
            Ok(disclosure)
        } else {
            Err(ActError::NotFound)
        }
    }

    /// Disclosures that hold and share a report with this one.
    async fn remaining(&self, tx: &Tx, id: DisclosureId) -> Result<Vec<Disclosure>, ActError> {
        let others: BTreeSet<DisclosureId> = {
            let index = self.0.index.read();
            index.beside(id)
        };
        let now = self.now();
        let mut remaining = Vec::new();
        for other in others {
            let disclosure = store::disclosures::by_id(tx, other).await?;
            remaining.extend(disclosure.filter(|d| d.standing(now) == Standing::Valid));
        }
        Ok(remaining)
    }
}
