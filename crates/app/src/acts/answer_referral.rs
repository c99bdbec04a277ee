//! A referral is accepted, returned, reported on or finished by its receiver, or recalled by its sender.

use domain::{
    disclosure::Standing,
    ids::ReferralId,
    referral::{Refused, StepDraft, What, check_step},
};
use store::{Change, StoreError};

use super::ReferralView;
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Makes the next step of a referral. Only whom the report still reaches accepts it; a recall withdraws the
    /// disclosure that was made with the referral.
    pub async fn answer_referral(
        &self,
        who: &Who,
        id: ReferralId,
        draft: &StepDraft,
    ) -> Result<ReferralView, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), draft.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let referral = store::referrals::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
                referral.side(&who.viewer).ok_or(ActError::NotFound)?;
                let writes = |unit| who.actor.may_write(unit).is_ok();
                if !writes(&referral.from.unit) && !writes(&referral.to.unit) {
                    return Err(ActError::Denied);
                }
                let now = app.now();
                let what = check_step(&draft, &app.zone(), now).map_err(ActError::Invalid)?;
                let referral = referral.step(&who.actor, what.clone(), now)?;
                let act = match what {
                    What::Accepted => {
                        let disclosure = store::disclosures::by_id(tx, referral.disclosure).await?;
                        let disclosure = disclosure.ok_or(ActError::NotFound)?;
                        let judged = app.judge(tx, &[referral.report]).await?;
                        if !app.reaches(&referral, &disclosure, &judged) {
                            return Err(ActError::Ended);
                        }
                        "referral.accepted"
                    }
                    What::Recalled { reason } => {
                        app.withdraw_with(tx, &who, referral.disclosure, &reason).await?;
                        "referral.recalled"
                    }
                    What::Returned { .. } => "referral.returned",
                    What::Progress { .. } => "referral.progressed",
                    What::Done { .. } => "referral.done",
                };
                match store::referrals::add_step(tx, &referral).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Ended),
                    other => other?,
                }
                app.journal_referral(tx, &who, &referral, act, None);
                tx.changed(Change::Referral(id));
                app.view_referrals(tx, &who, vec![referral]).await?.pop().ok_or(ActError::NotFound)
            })
        })
        .await
    }

    /// Withdraws the disclosure of a referral that is recalled, unless it does not hold any more.
    async fn withdraw_with(
        &self,
        tx: &store::Tx,
        who: &Who,
        id: domain::ids::DisclosureId,
        reason: &str,
    ) -> Result<(), ActError> {
        let disclosure = store::disclosures::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
        if disclosure.standing(self.now()) == Standing::Valid {
            let short = reason.chars().take(domain::terms::PURPOSE_MAX).collect();
            self.take_back(tx, who, &disclosure, short).await?;
        }
        Ok(())
    }
}

impl From<Refused> for ActError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Denied => Self::Denied,
            Refused::Ended => Self::Ended,
        }
    }
}
