//! The divisions of the city: listed with their history, replaced from now on.

use domain::{
    charter::PartnerStatus,
    geography::Area,
    ids::{DivisionId, PartnerId},
    journal::Entry,
    people::Language,
    report::Problem,
    time::Timestamp,
};
use store::Change;

use super::invalid;
use crate::{app::App, error::ActError, who::Who};

/// A division as it was valid for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionLine {
    /// Identifier.
    pub division: DivisionId,
    /// Name.
    pub name: String,
    /// How many areas.
    pub areas: u64,
    /// Since when.
    pub from: Timestamp,
    /// Until when; absent for what is valid now.
    pub until: Option<Timestamp>,
}

/// A division that was read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionRead {
    /// How many areas.
    pub areas: usize,
    /// Numbers of the features whose outline crossed itself and was repaired.
    pub repaired: Vec<usize>,
}

/// Why a division was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum AreasError {
    /// Something that can happen to every act.
    #[error(transparent)]
    Act(#[from] ActError),
    /// Something is wrong with the file: half a sentence in either language.
    #[error("{en}")]
    File {
        /// German.
        de: String,
        /// English.
        en: String,
    },
}

impl App {
    /// Whether the caller may replace divisions: an administrator of the partner who operates the server.
    pub fn may_replace_areas(&self, who: &Who) -> bool {
        who.actor.administers() && self.operator().is_ok_and(|operator| operator == who.account.partner)
    }

    /// All divisions with their history, for whoever may replace them.
    pub async fn divisions(&self, who: &Who) -> Result<Vec<DivisionLine>, ActError> {
        if !self.may_replace_areas(who) {
            return Err(ActError::Denied);
        }
        let versions = store::areas::versions(&self.0.store.read()).await?;
        let line = |version: store::areas::Version| DivisionLine {
            division: version.division,
            name: version.name,
            areas: version.areas,
            from: version.from,
            until: version.until,
        };
        Ok(versions.into_iter().map(line).collect())
    }

    /// Replaces a division by the areas of a GeoJSON file.
    pub async fn upload_areas(
        &self,
        who: &Who,
        division: &str,
        name: &str,
        geojson: &str,
    ) -> Result<DivisionRead, AreasError> {
        if !self.may_replace_areas(who) {
            return Err(ActError::Denied.into());
        }
        let unknown = || Problem::Unknown { value: division.to_owned() };
        let Ok(id) = division.parse::<DivisionId>() else { return Ok(invalid("division", unknown())?) };
        let (areas, repaired) = exchange::geojson::usual_areas(geojson, None, None).map_err(|problem| {
            AreasError::File { de: problem.say(Language::De), en: problem.say(Language::En) }
        })?;
        let known = self.geography().division(&id).map(|division| division.name.clone());
        let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty()).or(known);
        let read = DivisionRead { areas: areas.len(), repaired };
        let entry = self.entry(who, "areas.replaced");
        self.put_areas(&id, &name.unwrap_or_else(|| id.to_string()), areas, entry).await?;
        Ok(read)
    }

    /// Replaces the areas of a division from now on, for whoever operates the server; the old ones stay as history. It
    /// stands in the journal of the first voting partner.
    pub async fn replace_areas(
        &self,
        division: &DivisionId,
        name: &str,
        areas: Vec<Area>,
    ) -> Result<(), ActError> {
        let entry = self.operator_entry(self.operator()?, "areas.replaced");
        self.put_areas(division, name, areas, entry).await
    }

    async fn put_areas(
        &self,
        division: &DivisionId,
        name: &str,
        areas: Vec<Area>,
        entry: Entry,
    ) -> Result<(), ActError> {
        let entry = entry.fact("division", division).fact("areas", areas.len());
        let (division, name, now) = (division.clone(), name.to_owned(), self.now());
        let rows: Vec<_> = areas
            .into_iter()
            .map(|area| (area.id, area.name, exchange::geojson::write(&area.shape)))
            .collect();
        self.act(move |tx| {
            Box::pin(async move {
                store::areas::replace(tx, &division, &name, &rows, now).await?;
                tx.journal(entry);
                tx.changed(Change::Areas);
                Ok(())
            })
        })
        .await
    }

    /// The partner who operates the server: the first voting one.
    fn operator(&self) -> Result<PartnerId, ActError> {
        let charter = self.charter();
        let operator = charter.partners.iter().find(|partner| partner.status == PartnerStatus::Voting);
        Ok(operator.ok_or(ActError::NotFound)?.id.clone())
    }
}
