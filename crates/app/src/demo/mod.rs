//! An invented city for the demo: four years of reports in Hamm, the last of them with the cooperation.
//!
//! Everything follows from a seed and a day. `ground` draws streets, `streams` and `habits` say what happens when and
//! where, `cases` makes reports of it in the words of `phrases`, `sharing` discloses them as the charter's rules and
//! people's habits ask, `chronicle` tells the journal of it, and `write` saves all that. Nothing but names of streets
//! and places is real: no report, no figure and no person.

mod accounts;
mod calendar;
mod cases;
mod chronicle;
mod daily;
mod dice;
mod ground;
mod habits;
mod phrases;
mod places;
mod sharing;
mod streams;
#[cfg(test)]
mod tests;
mod world;
mod write;

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::{sharing::Sharing, world::World};
use crate::{ActError, App};

/// The demo's charter.
pub const CHARTER: &str = include_str!("../../../../charters/hamm.toml");
/// The demo's time zone.
pub const TIME_ZONE: &str = "Europe/Berlin";

/// Somebody of the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Role.
    pub name: String,
    /// Partner's short name.
    pub partner: String,
    /// Unit; empty for who belongs to the partner as a whole.
    pub unit: String,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// Personal access token.
    pub token: String,
}

/// Creates the demo's data as they are at the last full hour; the same seed and day give the same data.
pub async fn create(app: &App, seed: u64, today: Date) -> Result<Vec<Person>, ActError> {
    let (charter, zone, now) = (app.charter(), app.zone(), app.now());
    let invented = blocking(move || {
        let world = World::new(charter, zone, seed, today, now)?;
        let cases = world.cases();
        Ok::<_, ActError>((Arc::new(world), Arc::new(cases)))
    });
    let (world, cases) = invented.await??;
    // What was disclosed and entered into the journal is worked out while the reports are written.
    let (its_world, its_cases) = (Arc::clone(&world), Arc::clone(&cases));
    let told = blocking(move || {
        let shared = Sharing::of(&its_world, &its_cases);
        let chronicle = chronicle::chronicle(&its_world, &its_cases, &shared);
        (shared, chronicle)
    });
    let (written, told) = tokio::join!(write::beginnings(app, &world, &cases), told);
    written?;
    let (shared, chronicle) = told?;
    write::ends(app, cases, shared, chronicle).await?;
    daily::exchange(app).await?;
    Ok(world.holders.iter().map(|holder| holder.person.clone()).collect())
}

/// Runs what takes long where it holds nobody up.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ActError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ActError::Unavailable(error.to_string()))
}
