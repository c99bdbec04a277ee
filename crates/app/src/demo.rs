//! An invented city for the demo.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{ActError, App};

/// The demo's charter.
pub const CHARTER: &str = include_str!("../../../charters/hamm.toml");
/// The demo's time zone.
pub const TIME_ZONE: &str = "Europe/Berlin";

/// Somebody of the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Person {
    /// Role.
    pub name: String,
    /// Partner's short name.
    pub partner: String,
    /// Unit.
    pub unit: String,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// Personal access token.
    pub token: String,
}

/// Creates the demo's data.
pub async fn create(_app: &App, _seed: u64, _today: Date) -> Result<Vec<Person>, ActError> {
    Ok(Vec::new())
}
