//! A report is entered, with the disclosures that its standing rules propose.

use domain::{
    charter::RuleMode,
    ids::*,
    journal::Subject,
    report::{Draft, Problem, Report, at_most, check_draft, check_known_since},
    terms::{TermsDraft, check_terms},
};
use store::Change;

use super::{ReportDetail, disclose::disclosure, invalid};
use crate::{app::App, error::ActError, who::Who};

/// What was entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Entered {
    /// The report.
    pub id: ReportId,
    /// The report, as it was saved.
    pub detail: ReportDetail,
    /// Disclosures made at once, by standing rules.
    pub disclosures: Vec<DisclosureId>,
}

/// A disclosure that a standing rule proposes for what is being entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The rule.
    pub rule: RuleId,
    /// Audience.
    pub audience: AudienceId,
    /// Profile.
    pub profile: ProfileId,
    /// Whether the rule acts without being asked.
    pub automatic: bool,
}

impl App {
    /// The unit for which the caller enters: the named one, or the only one.
    pub(crate) fn writing_unit(&self, who: &Who, unit: &str) -> Result<UnitId, ActError> {
        let units = who.actor.writes_for();
        if units.is_empty() {
            return Err(ActError::Denied);
        }
        if unit.is_empty() {
            return units.first().cloned().ok_or(ActError::Denied);
        }
        match units.iter().find(|own| own.as_str() == unit) {
            Some(unit) => Ok(unit.clone()),
            None => invalid("unit", Problem::Unknown { value: unit.to_owned() }),
        }
    }

    /// What the standing rules of the unit propose for a draft; only what the charter makes possible today.
    pub fn proposals(&self, who: &Who, unit: &str, draft: &Draft) -> Vec<Proposal> {
        let Ok(unit) = self.writing_unit(who, unit) else { return Vec::new() };
        let charter = self.charter();
        let (Ok(category), source) = (draft.category.parse(), draft.source.parse()) else {
            return Vec::new();
        };
        let default = || charter.sources.iter().find(|s| s.units.contains(&unit)).map(|s| s.id.clone());
        let Some(source) = source.ok().or_else(default) else { return Vec::new() };
        let urgent = draft.urgency == "immediate";
        charter
            .standing_rules_for(&unit, &category, &source, urgent)
            .into_iter()
            .map(|rule| Proposal {
                rule: rule.id.clone(),
                audience: rule.audience.clone(),
                profile: rule.profile.clone(),
                automatic: rule.mode == RuleMode::Automatic,
            })
            .collect()
    }

    /// Enters a report for `unit` (empty for the caller's only one) and makes the disclosures of the `accepted`
    /// standing rules; automatic rules need no acceptance.
    pub async fn enter_report(
        &self,
        who: &Who,
        unit: &str,
        draft: &Draft,
        accepted: &[RuleId],
    ) -> Result<Entered, ActError> {
        let unit = self.writing_unit(who, unit)?;
        let (charter, now, zone) = (self.charter(), self.now(), self.zone());
        let (_, unit_data) = charter.unit(&unit).ok_or(ActError::Denied)?;
        let checked = check_draft(draft, &charter, unit_data, &zone, now);
        let ((content, own_ref), known_since) =
            match (checked, check_known_since(&draft.known_since, &zone, now)) {
                (Ok(checked), Ok(known_since)) => (checked, known_since),
                (checked, known_since) => {
                    let errors = checked.err().unwrap_or_default().into_iter().chain(known_since.err());
                    return Err(ActError::Invalid(errors.collect()));
                }
            };
        let report = Report {
            id: ReportId::from_chance(self.0.chance.bytes()),
            partner: who.account.partner.clone(),
            unit: unit.clone(),
            own_ref,
            known_since,
            entered_at: now,
            version: 1,
            changed_at: now,
            changed_by: who.account.id,
            content,
            closed: None,
        };
        let mut disclosures = Vec::new();
        let mut errors = Vec::new();
        let proposals = self.proposals(who, unit.as_str(), draft);
        for proposal in proposals.into_iter().filter(|p| p.automatic || accepted.contains(&p.rule)) {
            let terms = TermsDraft {
                audience: proposal.audience.to_string(),
                profile: proposal.profile.to_string(),
                ..TermsDraft::default()
            };
            match check_terms(&terms, &charter, &who.account.partner, &zone, now, self.is_demo()) {
                Ok(terms) => match super::disclose::check_summary(&terms, &report.content) {
                    Ok(()) => disclosures.push(disclosure(self, who, &unit, terms, Some(proposal.rule))),
                    Err(error) if !proposal.automatic => errors.push(error),
                    Err(_) => {}
                },
                Err(more) if !proposal.automatic => errors.extend(more),
                Err(_) => {}
            }
        }
        if !errors.is_empty() {
            return Err(ActError::Invalid(errors));
        }

        let salt: [u8; 16] = self.0.chance.bytes();
        let at_most = at_most(&report.content, &charter);
        let subject = Subject::report(&report, &salt);
        let entry = self.entry(who, "report.entered").fact("unit", &unit).about(subject.clone());
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                store::reports::insert(tx, &report, salt, at_most).await?;
                tx.journal(entry);
                for disclosure in &disclosures {
                    store::disclosures::insert(tx, disclosure).await?;
                    store::disclosures::pass(tx, disclosure.id, &[(report.id, 1)]).await?;
                    tx.changed(Change::Disclosure(disclosure.id));
                    app.journal_disclosure(tx, &who, disclosure, std::slice::from_ref(&subject), 1);
                }
                app.send_notices(tx, &who, &report, &disclosures).await?;
                tx.changed(Change::Report(report.id));
                let (detail, _) = app.detail(tx, &who, report.id).await?;
                let disclosures = disclosures.iter().map(|d| d.id).collect();
                Ok(Entered { id: report.id, detail, disclosures })
            })
        })
        .await
    }
}
