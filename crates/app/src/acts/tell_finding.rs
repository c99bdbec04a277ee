//! A finding is told to a partner: area, period, category and a rounded count; no report goes with it.

use std::collections::BTreeSet;

use domain::{
    disclosure::{Disclosure, Standing},
    finding::{self, Scope, Told, ToldArea, rounded},
    hotspot::{disk, disk_of},
    ids::{DisclosureId, FindingId},
    journal::Subject,
    place::{Precision, centre},
    report::{FieldError, Problem},
    terms::TermsDraft,
};
use h3o::CellIndex;
use store::{Change, Tx};
use uuid::Uuid;

use super::{disclose::disclosure, findings::FindingOrigin, invalid, tell_hotspot::without_content};
use crate::{app::App, error::ActError, who::Who};

impl App {
    /// Tells a finding in a unit's own reports to an audience. Only an officer of the unit may; what was found in others'
    /// disclosed reports is not the caller's to tell. Told once more in the same way it stays as it was told; told
    /// otherwise it must be withdrawn before.
    pub async fn tell_finding(
        &self,
        who: &Who,
        id: Uuid,
        draft: &TermsDraft,
    ) -> Result<Disclosure, ActError> {
        let view = self.finding(who, id).await?;
        let FindingOrigin::Found(found) = &view.origin else { return Err(ActError::Denied) };
        let Scope::Unit { unit, .. } = &found.scope else { return Err(ActError::Denied) };
        if found.change == finding::Change::Gone {
            return Err(ActError::Ended);
        }
        who.actor.may_write(unit)?;
        let step = self.charter().detection.as_ref().map_or(5, |rules| rules.told_step);
        let count = rounded(view.observed, step);
        let draft = without_content(draft);
        let few = || FieldError::new("finding", Problem::TooFew { least: step });
        let (mut terms, count) = match (self.terms(who, &draft), count) {
            (Ok(terms), Some(count)) => (terms, count),
            (Ok(_), None) => return Err(ActError::Invalid(vec![few()])),
            (Err(ActError::Invalid(mut errors)), None) => {
                errors.push(few());
                return Err(ActError::Invalid(errors));
            }
            (Err(error), _) => return Err(error),
        };
        // No finer than a cell, and than each of its reports may be told.
        terms.parts.place =
            terms.parts.place.min(found.at_most.unwrap_or(Precision::M200)).min(Precision::M200);
        let told = Told {
            categories: view.categories.clone(),
            from: view.from,
            to: view.to,
            area: self.told_area(&covered(&found.cells), terms.parts.place),
            count,
            found_at: found.found_at,
        };
        let made = disclosure(self, who, unit, terms, None);
        let (app, who) = (self.clone(), who.clone());
        self.act(move |tx| {
            Box::pin(async move {
                let before = store::findings::told_of(tx, FindingId(id)).await?;
                if let Some(standing) = standing(tx, &before, &made).await? {
                    return if is_same(&standing, &made) {
                        Ok(standing)
                    } else {
                        invalid("audience", Problem::ToldAlready)
                    };
                }
                store::disclosures::insert(tx, &made).await?;
                store::findings::tell(tx, made.id, FindingId(id), &told).await?;
                app.journal_disclosure(tx, &who, &made, &[Subject::new("finding", id)], 0);
                tx.changed(Change::Disclosure(made.id));
                Ok(made)
            })
        })
        .await
    }

    /// The area as precisely as it is told: cells at 200 m and finer, otherwise quarters or the city.
    pub(super) fn told_area(&self, cells: &[CellIndex], precision: Precision) -> ToldArea {
        let geography = self.geography();
        match precision {
            Precision::City => ToldArea::City,
            Precision::Quarter => {
                let Some(division) = geography.division(geography.quarter()) else { return ToldArea::City };
                let area = |cell: &CellIndex| {
                    let (lon, lat) = centre(*cell);
                    Some(division.areas()[division.index_at(lon, lat)?].id.clone())
                };
                let areas: BTreeSet<_> = cells.iter().filter_map(area).collect();
                ToldArea::Quarters(areas.into_iter().map(|area| (division.id.clone(), area)).collect())
            }
            _ => ToldArea::Cells(cells.iter().map(ToString::to_string).collect()),
        }
    }
}

/// The one of these disclosures to the same audience that holds now.
pub(super) async fn standing(
    tx: &Tx,
    before: &[DisclosureId],
    made: &Disclosure,
) -> Result<Option<Disclosure>, ActError> {
    for id in before {
        let told = store::disclosures::by_id(tx, *id).await?;
        let holds = |told: &Disclosure| {
            told.audience == made.audience && told.standing(made.made_at) == Standing::Valid
        };
        if let Some(told) = told.filter(holds) {
            return Ok(Some(told));
        }
    }
    Ok(None)
}

/// Whether two disclosures give the same, on the same basis.
pub(super) fn is_same(one: &Disclosure, other: &Disclosure) -> bool {
    let terms = |d: &Disclosure| (d.profile.clone(), d.parts, d.legal_basis.clone(), d.purpose.clone());
    terms(one) == terms(other)
}

/// All cells of a finding's circle: those that have reports alone would say of the others that they have none.
fn covered(cells: &[CellIndex]) -> Vec<CellIndex> {
    disk_of(cells).map(|(middle, rings)| disk(middle, rings)).unwrap_or_default()
}
