//! Lists of disclosures: what the caller's unit gave, and what the caller received.

use std::collections::BTreeMap;

use domain::{
    disclosure::{Disclosure, Standing},
    ids::*,
    time::Timestamp,
};

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

/// A disclosure in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureLine {
    /// The disclosure.
    pub disclosure: Disclosure,
    /// Where it stands.
    pub standing: Standing,
    /// How many reports it holds.
    pub reports: u64,
    /// What it tells instead of reports.
    pub tells: Option<Tells>,
}

/// What a recipient learns of a disclosure that addresses it. After a withdrawal there is no content any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The disclosure.
    pub id: DisclosureId,
    /// By which partner.
    pub from: PartnerId,
    /// To which audience.
    pub audience: AudienceId,
    /// When.
    pub made_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub standing: Standing,
    /// Why it was withdrawn, if it was.
    pub reason: Option<String>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// How many reports it holds; 0 once it does not hold any more.
    pub reports: u64,
    /// What it tells instead of reports.
    pub tells: Option<Tells>,
}

impl App {
    /// What the caller's units disclosed, newest first.
    pub async fn disclosures_made(&self, who: &Who) -> Result<Vec<DisclosureLine>, ActError> {
        self.must_be_fresh()?;
        let units = who.viewer.units().clone();
        let mut made = self.disclosures_where(|d| units.contains(&d.unit));
        made.sort_by_key(|d| (std::cmp::Reverse(d.made_at), d.id));
        let now = self.now();
        let mut lines = Vec::with_capacity(made.len());
        let counts = store::disclosures::counts_passed(&self.0.store.read()).await?;
        let tells = self.telling().await?;
        for disclosure in made {
            let tells = tells.get(&disclosure.id).copied();
            let reports = counts.get(&disclosure.id).copied().unwrap_or(0);
            lines.push(DisclosureLine { standing: disclosure.standing(now), disclosure, reports, tells });
        }
        self.journal_listing(who, "disclosures.listed", lines.len()).await?;
        Ok(lines)
    }

    /// What was disclosed to the caller, newest first, withdrawn and expired ones included.
    pub async fn disclosures_received(&self, who: &Who) -> Result<Vec<Received>, ActError> {
        self.must_be_fresh()?;
        let charter = self.charter();
        let mut received = self.disclosures_where(|d| {
            !who.viewer.units().contains(&d.unit)
                && charter.audience(&d.audience).is_some_and(|audience| d.addresses(&who.viewer, audience))
        });
        received.sort_by_key(|d| (std::cmp::Reverse(d.made_at), d.id));
        let now = self.now();
        let counts = store::disclosures::counts_passed(&self.0.store.read()).await?;
        let tells = self.telling().await?;
        let line = |d: Disclosure| {
            let standing = d.standing(now);
            let holds = standing == Standing::Valid;
            Received {
                id: d.id,
                from: d.from,
                audience: d.audience,
                made_at: d.made_at,
                expires_at: d.expires_at,
                standing,
                reason: d.withdrawal.as_ref().map(|w| w.reason.clone()),
                withdrawn_at: d.withdrawal.as_ref().map(|w| w.at),
                tells: tells.get(&d.id).copied(),
                reports: if holds { counts.get(&d.id).copied().unwrap_or(0) } else { 0 },
            }
        };
        let lines: Vec<Received> = received.into_iter().map(line).collect();
        self.journal_listing(who, "received.listed", lines.len()).await?;
        Ok(lines)
    }

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

    fn disclosures_where(&self, wanted: impl Fn(&Disclosure) -> bool) -> Vec<Disclosure> {
        self.0.index.read().disclosures().filter(|d| wanted(d)).cloned().collect()
    }

    async fn journal_listing(&self, who: &Who, act: &'static str, count: usize) -> Result<(), ActError> {
        let entry = self.entry(who, act).fact("count", count);
        self.act(move |tx| {
            Box::pin(async move {
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }
}
