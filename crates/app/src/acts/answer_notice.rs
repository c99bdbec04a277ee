//! Somebody on duty takes note of a notice, or its sender says when it was told by telephone.

use domain::{
    ids::NoticeId,
    notice::{Step, What, check_told},
    referral::Side,
    report::Problem,
};
use store::Change;

use super::{NoticeView, invalid};
use crate::{app::App, error::ActError, who::Who};

/// An answer to a notice as somebody typed it; nothing is checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeDraft {
    /// What: `acknowledged` or `told`.
    pub what: String,
    /// When it was told by telephone; empty for now.
    pub told_at: String,
}

impl App {
    /// Makes the next step of a notice.
    pub async fn answer_notice(
        &self,
        who: &Who,
        id: NoticeId,
        draft: &NoticeDraft,
    ) -> Result<NoticeView, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), draft.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let view = app.view_notice(tx, &who, id).await?;
                let (notice, now) = (view.notice, app.now());
                let (what, act) = match draft.what.as_str() {
                    "acknowledged" if view.side == Side::Receiver => {
                        notice.may_acknowledge(&who.actor)?;
                        (What::Acknowledged, "notice.acknowledged")
                    }
                    "told" if view.side == Side::Sender => {
                        who.actor.may_write(&notice.from.unit)?;
                        let at = check_told(&draft.told_at, &app.zone(), &notice, now);
                        let at = at.map_err(|error| ActError::Invalid(vec![error]))?;
                        (What::Told { at }, "notice.told")
                    }
                    "acknowledged" | "told" => return Err(ActError::Denied),
                    "" => return invalid("what", Problem::Missing),
                    other => return invalid("what", Problem::Unknown { value: other.to_owned() }),
                };
                let step = Step { at: now, by: Some(who.account.id), what };
                let notice = notice.step(step).ok_or(ActError::Ended)?;
                store::notices::add_step(tx, &notice).await?;
                app.journal_notice(tx, app.entry(&who, act), &notice);
                tx.changed(Change::Notice(id));
                app.view_notice(tx, &who, id).await
            })
        })
        .await
    }
}
