//! A report is referred to the unit that can act, with a disclosure of what it needs.

use domain::{
    ids::*,
    journal::{Entry, Subject},
    referral::{Party, Referral, check_request, reaches, usual_profile},
    report::{FieldError, Problem, Report},
    terms::TermsDraft,
};
use store::{Change, Tx};

use super::{
    ReferralView,
    disclose::{check_summary, disclosure},
    salt,
};
use crate::{app::App, error::ActError, who::Who};

/// A referral as somebody typed it; nothing is checked yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReferralDraft {
    /// The unit that is to act.
    pub to: String,
    /// What is asked for.
    pub request: String,
    /// The terms of the disclosure; what is empty comes from the charter.
    pub terms: TermsDraft,
}

impl App {
    /// Refers a report of the caller's unit. Its disclosure is made in the same act.
    pub async fn refer(
        &self,
        who: &Who,
        id: ReportId,
        draft: &ReferralDraft,
    ) -> Result<ReferralView, ActError> {
        let (app, who, draft) = (self.clone(), who.clone(), draft.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let (_, report) = app.load_seen(tx, &who.viewer, id).await?;
                let editable = report.editable_by(&who.actor)?;
                let report = editable.report();
                if report.closed.is_some() {
                    return Err(ActError::Ended);
                }
                let open = store::referrals::of_report(tx, id).await?;
                let (to, request, terms) = app.check_referral(&who, report, &draft, &open)?;
                let disclosure = disclosure(&app, &who, &report.unit, terms, None);
                store::disclosures::insert(tx, &disclosure).await?;
                store::disclosures::pass(tx, disclosure.id, &[(id, report.version)]).await?;
                let referral = Referral {
                    id: ReferralId::from_chance(app.0.chance.bytes()),
                    report: id,
                    disclosure: disclosure.id,
                    from: Party { partner: report.partner.clone(), unit: report.unit.clone() },
                    to,
                    sent_at: app.now(),
                    sent_by: who.account.id,
                    request,
                    steps: Vec::new(),
                };
                store::referrals::insert(tx, &referral).await?;
                let subject = Subject::report(report, &salt(tx, id).await?);
                app.journal_disclosure(tx, &who, &disclosure, std::slice::from_ref(&subject), 1);
                app.journal_referral(tx, &who, &referral, "referral.sent", Some(subject));
                tx.changed(Change::Disclosure(disclosure.id));
                app.send_notices(tx, &who, report, std::slice::from_ref(&disclosure)).await?;
                tx.changed(Change::Referral(referral.id));
                app.view_referrals(tx, &who, vec![referral]).await?.pop().ok_or(ActError::NotFound)
            })
        })
        .await
    }

    /// Checks where a report is to go, what is asked for and by which terms: all errors at once.
    fn check_referral(
        &self,
        who: &Who,
        report: &Report,
        draft: &ReferralDraft,
        referrals: &[Referral],
    ) -> Result<(Party, String, domain::terms::Terms), ActError> {
        let charter = self.charter();
        let from = Party { partner: report.partner.clone(), unit: report.unit.clone() };
        let mut errors = Vec::new();
        let request = check_request(&draft.request).map_err(|error| errors.push(error));

        let destinations = self.destinations(&from);
        let to = destinations.iter().find(|destination| destination.unit.as_str() == draft.to);
        match to {
            None if draft.to.is_empty() => errors.push(FieldError::new("to_unit", Problem::Missing)),
            None => errors.push(FieldError::new("to_unit", Problem::Unknown { value: draft.to.clone() })),
            Some(to) if referrals.iter().any(|r| r.to.unit == to.unit && r.state().is_open()) => {
                errors.push(FieldError::new("to_unit", Problem::ReferredAlready));
            }
            Some(_) => {}
        }
        let mut terms = draft.terms.clone();
        if let (true, Some(to)) = (terms.audience.is_empty(), to) {
            terms.audience = to.audience.to_string();
        }
        if terms.profile.is_empty()
            && terms.text.is_empty()
            && let Some(profile) = usual_profile(&charter)
        {
            terms.profile = profile.id.to_string();
        }
        let terms = match (to, self.terms(who, &terms)) {
            // Without a destination the audience would only be missed a second time.
            (None, _) => None,
            (Some(to), Ok(terms)) => {
                let reached = charter.audience(&terms.audience).zip(charter.unit(&to.unit));
                if !reached.is_some_and(|(audience, (partner, unit))| reaches(audience, partner, unit)) {
                    errors.push(FieldError::new("audience", Problem::AudienceMisses));
                }
                errors.extend(check_summary(&terms, &report.content).err());
                Some(terms)
            }
            (_, Err(ActError::Invalid(more))) => {
                errors.extend(more);
                None
            }
            (_, Err(other)) => return Err(other),
        };
        match (to, request, terms) {
            (Some(to), Ok(request), Some(terms)) if errors.is_empty() => {
                Ok((Party { partner: to.partner.clone(), unit: to.unit.clone() }, request, terms))
            }
            _ => Err(ActError::Invalid(errors)),
        }
    }

    /// Where a report of `from` can be referred to today, in the order of the charter.
    pub fn destinations(&self, from: &Party) -> Vec<Destination> {
        let (charter, today) = (self.charter(), self.now().day(&self.zone()).date());
        domain::referral::destinations(&charter, from, today, self.is_demo())
            .into_iter()
            .map(|found| Destination {
                partner: found.partner.id.clone(),
                unit: found.unit.id.clone(),
                audience: found.audience.id.clone(),
            })
            .collect()
    }

    /// Writes what the caller did with a referral into the journals of both sides.
    pub(super) fn journal_referral(
        &self,
        tx: &Tx,
        who: &Who,
        referral: &Referral,
        act: &'static str,
        report: Option<Subject>,
    ) {
        let mut entry = self.entry(who, act).about(Subject::new("referral", referral.id));
        entry.subjects.extend(report);
        let entry = entry.fact("from", &referral.from.unit).fact("to", &referral.to.unit);
        let other = if who.account.partner == referral.from.partner { &referral.to } else { &referral.from };
        if other.partner != who.account.partner {
            // Who of the other house did it is that house's own matter, and so is its occasion.
            let (actor, occasion, controller) = (None, None, other.partner.clone());
            tx.journal(Entry { controller, actor, occasion, ..entry.clone() });
        }
        tx.journal(entry);
    }
}

/// A unit to which a report can be referred, with the audience by which it would be disclosed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The partner.
    pub partner: PartnerId,
    /// The unit.
    pub unit: UnitId,
    /// The narrowest audience that reaches it.
    pub audience: AudienceId,
}
