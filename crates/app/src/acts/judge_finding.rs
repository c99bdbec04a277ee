//! What somebody makes of a finding, or of one that a partner told.

use domain::finding::{Verdict, check_verdict};
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
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| Box::pin(async move { app.save_verdict(tx, &who, id, judgement, &reason).await }))
            .await
    }
}
