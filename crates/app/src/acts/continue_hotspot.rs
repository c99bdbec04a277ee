//! An entry of the register goes a step further, or takes a finding in that belongs to it.

use domain::{
    finding::Judgement,
    hotspot::{Hotspot, Refused, StepDraft, check_step},
    ids::HotspotId,
};
use store::StoreError;
use uuid::Uuid;

use super::hotspots::{of_finding, subject};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Makes the next step of an entry of the caller's unit.
    pub async fn continue_hotspot(
        &self,
        who: &Who,
        id: HotspotId,
        draft: &StepDraft,
    ) -> Result<Hotspot, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), draft.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let entry = app.writable_hotspot(tx, &who, id).await?;
                let now = app.now();
                let what = check_step(&draft, &app.zone(), now).map_err(ActError::Invalid)?;
                let entry = entry.step(&who.actor, what, now)?;
                match store::hotspots::add_step(tx, &entry).await {
                    Err(StoreError::Conflict(_)) => return Err(ActError::Ended),
                    other => other?,
                }
                let line = app.entry(&who, "hotspot.continued").about(subject(id));
                tx.journal(line.fact("step", &draft.what).fact("state", entry.state().as_str()));
                Ok(entry)
            })
        })
        .await
    }

    /// Says that a finding belongs to an entry that there is already.
    pub async fn merge_finding(&self, who: &Who, finding: Uuid, id: HotspotId) -> Result<Hotspot, ActError> {
        // Only what the caller sees can be merged.
        self.finding(who, finding).await?;
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let mut entry = app.writable_hotspot(tx, &who, id).await?;
                store::hotspots::add_finding(tx, id, finding, app.now()).await?;
                app.save_verdict(tx, &who, finding, Judgement::Merged, "").await?;
                tx.journal(app.entry(&who, "hotspot.merged").about(subject(id)).about(of_finding(finding)));
                if !entry.findings.contains(&finding) {
                    entry.findings.push(finding);
                }
                Ok(entry)
            })
        })
        .await
    }

    /// An entry, loaded in this transaction, that the caller may write in.
    pub(super) async fn writable_hotspot(
        &self,
        tx: &store::Tx,
        who: &Who,
        id: HotspotId,
    ) -> Result<Hotspot, ActError> {
        let entry = store::hotspots::by_id(tx, id).await?.ok_or(ActError::NotFound)?;
        if !entry.is_seen_by(&who.viewer) {
            return Err(ActError::NotFound);
        }
        who.actor.may_write(&entry.unit)?;
        Ok(entry)
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
