//! What somebody makes of a finding, or of one that a partner told.

use domain::{
    finding::{Verdict, check_verdict},
    journal::Subject,
};
use uuid::Uuid;

use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Judges a finding of a scope that the caller sees. The last verdict counts, all are kept.
    pub async fn judge_finding(
        &self,
        who: &Who,
        id: Uuid,
        judgement: &str,
        reason: &str,
    ) -> Result<Verdict, ActError> {
        let view = self.finding(who, id).await?;
        if !view.may_judge {
            return Err(ActError::Denied);
        }
        let (judgement, reason) = check_verdict(judgement, reason).map_err(ActError::Invalid)?;
        let partner = who.account.partner.clone();
        let verdict = Verdict { by: who.account.id, partner, at: self.now(), judgement, reason };
        let entry = self
            .entry(who, "finding.judged")
            .about(Subject::new("finding", id))
            .fact("verdict", judgement.as_str());
        let (saved, number) =
            (verdict.clone(), uuid::Builder::from_random_bytes(self.0.chance.bytes()).into_uuid());
        self.act(move |tx| {
            Box::pin(async move {
                store::findings::judge(tx, number, id, &saved).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok(verdict)
    }
}
