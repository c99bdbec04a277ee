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
mod dice;
mod ground;
mod habits;
mod phrases;
mod places;
mod sharing;
mod streams;
mod write;

use std::sync::Arc;

use domain::{charter::Charter, time::Timestamp};
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use self::{
    calendar::Calendar, cases::World, ground::Ground, phrases::Phrases, sharing::Sharing, write::City,
};
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
    let invented = tokio::task::spawn_blocking(move || invent(&charter, &zone, seed, today, now));
    let city = invented.await.map_err(|error| ActError::Unavailable(error.to_string()))??;
    let people = city.holders.iter().map(|holder| holder.person.clone()).collect();
    write::write(app, city).await?;
    Ok(people)
}

fn invent(
    charter: &Arc<Charter>,
    zone: &TimeZone,
    seed: u64,
    today: Date,
    now: Timestamp,
) -> Result<City, ActError> {
    let calendar = Calendar::new(seed, today, now, zone);
    let (ground, phrases, streams) = (Ground::draw(seed)?, Phrases::read()?, streams::streams(charter));
    let holders = accounts::holders(charter, &calendar, seed);
    let world = World {
        seed,
        charter,
        calendar: &calendar,
        ground: &ground,
        phrases: &phrases,
        streams: &streams,
        holders: &holders,
    };
    let cases = world.cases();
    let shared = Sharing::of(&world, zone, &cases);
    let chronicle = chronicle::chronicle(&world, &cases, &shared);
    Ok(City { calendar, holders, cases, shared, chronicle })
}
