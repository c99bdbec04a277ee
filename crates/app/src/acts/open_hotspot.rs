//! An entry of the register is opened: by people, from a finding, or from what a partner told.

use domain::{
    finding::{Judgement, ToldArea, Verdict},
    hotspot::{Content, Draft, Hotspot, Kind, TITLE_MAX, check, disk_of},
    ids::*,
    place::Place,
    report::Problem,
};
use h3o::{CellIndex, Resolution};
use uuid::Uuid;

use super::{
    findings::FindingOrigin,
    hotspots::{of_finding, subject},
    invalid,
};
use crate::{app::App, error::ActError, who::Who};

/// Rings of cells around the middle of a quarter, where a partner told no more than that.
const QUARTER_RINGS: u32 = 3;

/// What is taken into the register.
struct Taken {
    /// The unit in whose reports it was found; `None` for what others gave.
    unit: Option<UnitId>,
    categories: Vec<CategoryId>,
    area: Option<(CellIndex, u32)>,
    /// What a partner's register calls it.
    kind: Option<Kind>,
    /// Whether it is a finding, which is accepted by that.
    is_finding: bool,
}

impl App {
    /// Opens an entry as it was typed, for a unit for which the caller writes.
    pub async fn open_hotspot(&self, who: &Who, draft: &Draft) -> Result<Hotspot, ActError> {
        let unit = writing_unit(who, &draft.unit)?;
        let content = check(draft, &self.charter()).map_err(ActError::Invalid)?;
        self.save_hotspot(who, unit, content, Vec::new(), None).await
    }

    /// Takes a finding, or what a partner told of one or of its own register, into the register of the caller's unit.
    pub async fn take_up(&self, who: &Who, id: Uuid, kind: &str, title: &str) -> Result<Hotspot, ActError> {
        let taken = self.taken(who, id).await?;
        let unit = match taken.unit {
            Some(unit) => unit,
            None => writing_unit(who, "")?,
        };
        who.actor.may_write(&unit)?;
        let kind = match Kind::read(kind) {
            None if kind.is_empty() => taken.kind.unwrap_or(Kind::ComplaintHotspot),
            None => return invalid("hotspot_kind", Problem::Unknown { value: kind.to_owned() }),
            Some(kind) => kind,
        };
        let Some((middle, rings)) = taken.area else { return invalid("place", Problem::Missing) };
        let title = title.trim().chars().take(TITLE_MAX).collect();
        let content =
            Content { kind, title, note: String::new(), categories: taken.categories, middle, rings };
        let accepted = taken.is_finding.then_some(Judgement::Accepted);
        self.save_hotspot(who, unit, content, vec![id], accepted).await
    }

    /// What the caller sees under this identifier: a finding, or what a partner told.
    async fn taken(&self, who: &Who, id: Uuid) -> Result<Taken, ActError> {
        match self.finding(who, id).await {
            Ok(view) => {
                let (unit, area) = match &view.origin {
                    FindingOrigin::Found(found) => {
                        let unit = match &found.scope {
                            domain::finding::Scope::Unit { unit, .. } => Some(unit.clone()),
                            domain::finding::Scope::Audience { .. } => None,
                        };
                        (unit, disk_of(&found.cells))
                    }
                    FindingOrigin::Told(told) => (None, self.disk_told(&told.told.area)),
                };
                Ok(Taken { unit, categories: view.categories, area, kind: None, is_finding: true })
            }
            Err(ActError::NotFound) => {
                let told = self.hotspots_told_to(&self.0.store.read(), who).await?;
                let told =
                    told.into_iter().find(|told| told.disclosure.id.0 == id).ok_or(ActError::NotFound)?;
                Ok(Taken {
                    unit: None,
                    area: self.disk_told(&told.told.area),
                    categories: told.told.categories,
                    kind: Some(told.told.kind),
                    is_finding: false,
                })
            }
            Err(error) => Err(error),
        }
    }

    /// Cells for an area as it was told: the whole city is no place for an entry.
    fn disk_told(&self, area: &ToldArea) -> Option<(CellIndex, u32)> {
        match area {
            ToldArea::Cells(cells) => {
                let cells: Vec<CellIndex> = cells.iter().filter_map(|cell| cell.parse().ok()).collect();
                disk_of(&cells)
            }
            ToldArea::Quarters(quarters) => {
                let (division, area) = quarters.first()?;
                let geography = self.geography();
                let areas = geography.division(division)?.areas();
                let (lon, lat) = areas.iter().find(|known| known.id == *area)?.middle()?;
                let place = Place::new(lon, lat).ok()?;
                Some((place.cell_at(Resolution::Nine), QUARTER_RINGS))
            }
            ToldArea::City => None,
        }
    }

    async fn save_hotspot(
        &self,
        who: &Who,
        unit: UnitId,
        content: Content,
        findings: Vec<Uuid>,
        judged: Option<Judgement>,
    ) -> Result<Hotspot, ActError> {
        let entry = Hotspot {
            id: HotspotId::from_chance(self.0.chance.bytes()),
            partner: who.account.partner.clone(),
            unit,
            content,
            opened_at: self.now(),
            opened_by: who.account.id,
            findings,
            steps: Vec::new(),
        };
        let (app, who, result) = (self.clone(), who.clone(), entry.clone());
        self.act(move |tx| {
            Box::pin(async move {
                store::hotspots::insert(tx, &entry).await?;
                let mut line = app.entry(&who, "hotspot.opened").about(subject(entry.id));
                line.subjects.extend(entry.findings.iter().map(|finding| of_finding(*finding)));
                tx.journal(line.fact("kind", entry.content.kind.as_str()));
                if let (Some(judgement), Some(finding)) = (judged, entry.findings.first()) {
                    app.save_verdict(tx, &who, *finding, judgement, "").await?;
                }
                Ok(())
            })
        })
        .await?;
        Ok(result)
    }

    /// Saves what the caller makes of a finding.
    pub(super) async fn save_verdict(
        &self,
        tx: &store::Tx,
        who: &Who,
        finding: Uuid,
        judgement: Judgement,
        reason: &str,
    ) -> Result<Verdict, ActError> {
        let verdict = Verdict {
            by: who.account.id,
            partner: who.account.partner.clone(),
            at: self.now(),
            judgement,
            reason: reason.to_owned(),
        };
        let number = uuid::Builder::from_random_bytes(self.0.chance.bytes()).into_uuid();
        store::findings::judge(tx, number, finding, &verdict).await?;
        let entry = self.entry(who, "finding.judged").about(of_finding(finding));
        tx.journal(entry.fact("verdict", judgement.as_str()));
        Ok(verdict)
    }
}

/// The unit for which an entry is kept: the one named, or the caller's only or first.
fn writing_unit(who: &Who, named: &str) -> Result<UnitId, ActError> {
    let mut units = who.actor.writes_for().iter();
    let unit = if named.is_empty() { units.next() } else { units.find(|unit| unit.as_str() == named) };
    unit.cloned().ok_or(ActError::Denied)
}
