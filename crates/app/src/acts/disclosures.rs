//! What disclosures tell beside reports, and to whom a unit usually discloses.

use std::collections::BTreeMap;

use domain::{ids::*, time::Timestamp};

use crate::{app::App, error::ActError, who::Who};

/// How far back a habit is looked for: 90 days, in milliseconds.
const USUAL: i64 = 90 * 86_400_000;

/// What a disclosure tells that holds no reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// A finding.
    Finding(FindingId),
    /// An entry of the register.
    Hotspot(HotspotId),
}

impl App {
    /// Audiences to which the caller's units disclosed in the last 90 days, the most frequent first, then the latest.
    pub fn usual_audiences(&self, who: &Who) -> Vec<AudienceId> {
        let since = Timestamp(self.now().0 - USUAL);
        let mut found: BTreeMap<AudienceId, (usize, Timestamp)> = BTreeMap::new();
        for d in self.0.index.read().disclosures() {
            if d.made_at >= since && who.viewer.units().contains(&d.unit) {
                let (count, last) = found.entry(d.audience.clone()).or_insert((0, d.made_at));
                (*count, *last) = (*count + 1, d.made_at.max(*last));
            }
        }
        let mut usual: Vec<_> = found.into_iter().collect();
        usual.sort_by_key(|(_, often)| std::cmp::Reverse(*often));
        usual.into_iter().map(|(audience, _)| audience).collect()
    }

    /// The disclosures that hold no reports but tell something, with what.
    pub(crate) async fn telling(&self) -> Result<BTreeMap<DisclosureId, Tells>, ActError> {
        let read = self.0.store.read();
        let findings = store::findings::told(&read).await?.into_iter();
        let hotspots = store::hotspots::told(&read).await?.into_iter();
        let findings = findings.map(|(id, finding, _)| (id, Tells::Finding(finding)));
        Ok(findings.chain(hotspots.map(|(id, entry, _)| (id, Tells::Hotspot(entry)))).collect())
    }
}
