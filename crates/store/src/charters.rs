//! The versions of the charter, as the text that was loaded.

use domain::{ids::AccountId, time::Timestamp};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    error::StoreError,
    rows::{self, charter},
    source::{Source, Tx},
    value::number,
};

/// The version in force and its text.
pub async fn latest(source: &impl Source) -> Result<Option<(u32, String)>, StoreError> {
    let row =
        charter::Entity::find().order_by_desc(charter::Column::Version).one(source.connection()).await?;
    row.map(|row| Ok((number(row.version.into())?, row.text))).transpose()
}

/// Loads a new version, and returns its number, from 1.
pub async fn insert(tx: &Tx, text: &str, at: Timestamp, by: Option<AccountId>) -> Result<u32, StoreError> {
    let before = latest(tx).await?.map_or(0, |(version, _)| version);
    let version = before + 1;
    let column = i32::try_from(version).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let (text, loaded_by) = (text.to_owned(), by.map(|by| by.0));
    rows::insert_all(tx, [charter::Model { version: column, text, loaded_at: at.0, loaded_by }]).await?;
    Ok(version)
}
