//! A person has looked at a batch and confirms it: the standing rules of its unit disclose it.

use std::collections::BTreeMap;

use domain::{
    batch::Batch,
    charter::{RuleMode, StandingRule},
    disclosure::{Disclosure, TextPart},
    ids::*,
    journal::Subject,
    terms::{TermsDraft, check_terms},
};
use exchange::profile::Profile;
use sha2::{Digest, Sha256};
use store::{Change, batches::FileKind};

use super::disclose::disclosure;
use crate::{app::App, error::ActError, import::ImportError, who::Who};

/// What a confirmation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// The disclosures made, each with how many reports it holds.
    pub disclosures: Vec<(Disclosure, usize)>,
}

impl App {
    /// The standing rules that apply to a batch once it is confirmed: of its unit, for its source and what it is about.
    pub async fn batch_rules(&self, who: &Who, id: BatchId) -> Result<Vec<StandingRule>, ImportError> {
        let batch = self.own_batch(who, id).await?;
        let rules = self.rules_for(&batch)?;
        let categories = self.categories_of(&batch).await?;
        let applies = |rule: &StandingRule| categories.keys().any(|category| fits(rule, category));
        Ok(rules.into_iter().filter(applies).collect())
    }

    /// Confirms a batch. Automatic rules disclose it, and those of `accepted` that are proposed.
    pub async fn confirm_batch(
        &self,
        who: &Who,
        id: BatchId,
        accepted: &[RuleId],
    ) -> Result<Confirmed, ImportError> {
        let batch = self.own_batch(who, id).await?;
        let confirmed = batch.clone().confirm(who.account.id, self.now())?;
        let categories = self.categories_of(&batch).await?;
        let mut made = Vec::new();
        for rule in self.rules_for(&batch)? {
            let automatic = rule.mode == RuleMode::Automatic;
            if !automatic && !accepted.contains(&rule.id) {
                continue;
            }
            let fitting = categories.iter().filter(|(category, _)| fits(&rule, category));
            let reports: Vec<ReportId> = fitting.flat_map(|(_, reports)| reports.iter().copied()).collect();
            if let Some(disclosure) = self.by_rule(who, &batch, &rule, automatic)?
                && !reports.is_empty()
            {
                self.pass_batch(&disclosure, &reports).await?;
                made.push((disclosure, reports.len()));
            }
        }
        let entry = self.entry(who, "batch.confirmed").about(Subject::new("batch", id));
        let entry = entry.fact("disclosures", made.len());
        let (app, who, told) = (self.clone(), who.clone(), made.clone());
        self.act(move |tx| {
            Box::pin(async move {
                store::batches::update(tx, &confirmed).await?;
                store::batches::delete_file(tx, id, FileKind::Rejects).await?;
                tx.journal(entry);
                for (disclosure, reports) in &told {
                    app.journal_disclosure(tx, &who, disclosure, &[Subject::new("batch", id)], *reports);
                    tx.changed(Change::Disclosure(disclosure.id));
                }
                Ok(())
            })
        })
        .await?;
        Ok(Confirmed { disclosures: made })
    }

    fn rules_for(&self, batch: &Batch) -> Result<Vec<StandingRule>, ImportError> {
        let urgent = Profile::parse(&batch.profile)?.report.urgency == domain::report::Urgency::Immediate;
        let applies = |rule: &&StandingRule| {
            rule.unit == batch.unit
                && (rule.sources.is_empty() || rule.sources.contains(&batch.source))
                && (urgent || !rule.urgent_only)
        };
        Ok(self.charter().standing_rules.iter().filter(applies).cloned().collect())
    }

    /// The disclosure that a rule makes; none where the charter does not make it possible today, or where it needs
    /// summaries and the profile has none.
    fn by_rule(
        &self,
        who: &Who,
        batch: &Batch,
        rule: &StandingRule,
        automatic: bool,
    ) -> Result<Option<Disclosure>, ImportError> {
        let draft = TermsDraft {
            audience: rule.audience.to_string(),
            profile: rule.profile.to_string(),
            ..TermsDraft::default()
        };
        let (charter, zone) = (self.charter(), self.zone());
        let terms =
            match check_terms(&draft, &charter, &who.account.partner, &zone, self.now(), self.is_demo()) {
                Ok(terms) => terms,
                Err(_) if automatic => return Ok(None),
                Err(errors) => return Err(ActError::Invalid(errors).into()),
            };
        let no_summary = Profile::parse(&batch.profile)?.report.summary.is_empty();
        if terms.parts.text == TextPart::Summary && no_summary {
            return Ok(None);
        }
        let made = disclosure(self, who, &batch.unit, terms, Some(rule.id.clone()));
        // The same again for a confirmation that broke off.
        let hash: [u8; 32] = Sha256::new()
            .chain_update(batch.id.0.as_bytes())
            .chain_update(rule.id.as_str())
            .finalize()
            .into();
        let (chance, _) = crate::import::halves(&hash);
        Ok(Some(Disclosure { id: DisclosureId::from_chance(chance), ..made }))
    }

    /// Passes reports on, some thousands in each transaction; nobody hears of it before the last.
    async fn pass_batch(&self, made: &Disclosure, reports: &[ReportId]) -> Result<(), ImportError> {
        for (number, some) in reports.chunks(5_000).enumerate() {
            let versions: Vec<(ReportId, u32)> = some.iter().map(|id| (*id, 1)).collect();
            let made = made.clone();
            let written = self.0.store.write(move |tx| {
                Box::pin(async move {
                    if number == 0 && store::disclosures::by_id(tx, made.id).await?.is_none() {
                        store::disclosures::insert(tx, &made).await?;
                    }
                    store::disclosures::pass(tx, made.id, &versions).await?;
                    Ok::<_, ActError>(())
                })
            });
            written.await?;
        }
        Ok(())
    }

    /// The reports of a batch by what they are about.
    async fn categories_of(&self, batch: &Batch) -> Result<BTreeMap<CategoryId, Vec<ReportId>>, ImportError> {
        let mut categories: BTreeMap<CategoryId, Vec<ReportId>> = BTreeMap::new();
        for number in 0..batch.blocks {
            let block = store::batches::block(&self.0.store.read(), batch.id, number).await?;
            let Some(block) = block else {
                // It came before blocks were made of pieces, and all of it did.
                let rows = store::batches::categories_in_rows(&self.0.store.read(), batch.id).await?;
                for (report, category) in rows {
                    categories.entry(category).or_default().push(report);
                }
                return Ok(categories);
            };
            for report in &block.reports {
                if let Some(category) = block.categories.get(report.category) {
                    categories.entry(category.clone()).or_default().push(report.id);
                }
            }
        }
        Ok(categories)
    }
}

fn fits(rule: &StandingRule, category: &CategoryId) -> bool {
    rule.categories.is_empty() || rule.categories.contains(category)
}
