//! The areas of the city's divisions, with the time for which they were valid.

use domain::{
    ids::{AreaId, DivisionId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    error::StoreError,
    rows::{self, area},
    source::{Source, Tx},
    value::{number, parse},
};

/// An area as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArea {
    /// Identifier of its division.
    pub division: DivisionId,
    /// Name of its division.
    pub division_name: String,
    /// Identifier within the division.
    pub area: AreaId,
    /// Name.
    pub name: String,
    /// Shape as a GeoJSON geometry.
    pub geojson: String,
}

/// Replaces the areas of a division from `at` on. The old ones stay as history.
///
/// [`StoreError::Conflict`] if one of the same name began at that very moment.
pub async fn replace(
    tx: &Tx,
    division: &DivisionId,
    name: &str,
    areas: &[(AreaId, String, String)],
    at: Timestamp,
) -> Result<(), StoreError> {
    area::Entity::update_many()
        .col_expr(area::Column::ValidUntil, Expr::value(at.0))
        .filter(area::Column::Division.eq(division.as_str()))
        .filter(area::Column::ValidUntil.is_null())
        .exec(tx.connection())
        .await?;
    let rows = areas.iter().zip(0..).map(|((id, area_name, geojson), ordinal)| area::Model {
        division: division.to_string(),
        area: id.to_string(),
        valid_from: at.0,
        division_name: name.to_owned(),
        name: area_name.clone(),
        ordinal,
        geojson: geojson.clone(),
        valid_until: None,
    });
    let rows: Vec<_> = rows.collect();
    rows::insert_all(tx, rows).await
}

/// The areas that are valid now, by division and in their order.
pub async fn current(source: &impl Source) -> Result<Vec<StoredArea>, StoreError> {
    let rows = area::Entity::find()
        .filter(area::Column::ValidUntil.is_null())
        .order_by_asc(area::Column::Division)
        .order_by_asc(area::Column::Ordinal)
        .order_by_asc(area::Column::Area)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// A division as it was valid for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
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

/// All divisions with all their versions, by division, the newest first.
pub async fn versions(source: &impl Source) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<(String, String, i64, Option<i64>, i64)> = area::Entity::find()
        .select_only()
        .columns([
            area::Column::Division,
            area::Column::DivisionName,
            area::Column::ValidFrom,
            area::Column::ValidUntil,
        ])
        .column_as(area::Column::Area.count(), "areas")
        .group_by(area::Column::Division)
        .group_by(area::Column::DivisionName)
        .group_by(area::Column::ValidFrom)
        .group_by(area::Column::ValidUntil)
        .order_by_asc(area::Column::Division)
        .order_by_desc(area::Column::ValidFrom)
        .into_tuple()
        .all(source.connection())
        .await?;
    let version = |(division, name, from, until, areas): (String, String, i64, Option<i64>, i64)| {
        Ok(Version {
            division: parse(&division)?,
            name,
            areas: number(areas)?,
            from: Timestamp(from),
            until: until.map(Timestamp),
        })
    };
    rows.into_iter().map(version).collect()
}

fn from_row(row: area::Model) -> Result<StoredArea, StoreError> {
    Ok(StoredArea {
        division: parse(&row.division)?,
        division_name: row.division_name,
        area: parse(&row.area)?,
        name: row.name,
        geojson: row.geojson,
    })
}
