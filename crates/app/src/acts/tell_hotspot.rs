//! An entry of the register is told to a partner: kind, category, area and where it stands; no words, no report, no count.

use domain::{disclosure::Disclosure, hotspot::Told, ids::HotspotId, terms::TermsDraft};
use store::Change;

use super::{
    disclose::disclosure,
    hotspots::subject,
    tell_finding::{is_same, standing},
};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Tells an entry of the caller's unit to an audience. Told once more in the same way it stays as it was told, unless
    /// it has gone on since.
    pub async fn tell_hotspot(
        &self,
        who: &Who,
        id: HotspotId,
        draft: &TermsDraft,
    ) -> Result<Disclosure, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), without_content(draft));
        self.act(move |tx| {
            Box::pin(async move {
                let entry = app.writable_hotspot(tx, &who, id).await?;
                let terms = app.terms(&who, &draft)?;
                let told = Told {
                    kind: entry.content.kind,
                    categories: entry.content.categories.clone(),
                    area: app.told_area(&entry.content.cells(), terms.parts.place),
                    since: entry.opened_at.day(&app.zone()),
                    state: entry.state(),
                };
                let made = disclosure(&app, &who, &entry.unit, terms, None);
                let before = store::hotspots::told_of(tx, id, &told).await?;
                if let Some(standing) =
                    standing(tx, &before, &made).await?.filter(|told| is_same(told, &made))
                {
                    return Ok(standing);
                }
                store::disclosures::insert(tx, &made).await?;
                store::hotspots::tell(tx, made.id, id, &told).await?;
                app.journal_disclosure(tx, &who, &made, &[subject(id)], 0);
                tx.changed(Change::Disclosure(made.id));
                Ok(made)
            })
        })
        .await
    }
}

/// Terms for what is no report: text and attachments are parts of reports, and none is told.
pub(super) fn without_content(draft: &TermsDraft) -> TermsDraft {
    TermsDraft { text: "none".to_owned(), attachments: Some(false), time: "day".to_owned(), ..draft.clone() }
}
