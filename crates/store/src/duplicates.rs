//! What people said about pairs of reports.

use domain::{
    duplicate::{Decision, Pair, Verdict},
    ids::{AccountId, ReportId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    error::StoreError,
    rows::{self, duplicate},
    source::{Source, Tx},
    value::{from_word, parse, word},
};

/// Notes what was said about a pair, in place of what was said before.
pub async fn decide(tx: &Tx, decision: &Decision) -> Result<(), StoreError> {
    let [first, second] = decision.pair.reports();
    duplicate::Entity::delete_by_id((first.0, second.0)).exec(tx.connection()).await?;
    let row = duplicate::Model {
        first: first.0,
        second: second.0,
        verdict: word(decision.verdict)?,
        by: decision.by.0,
        partner: decision.partner.to_string(),
        at: decision.at.0,
    };
    rows::insert_all(tx, [row]).await
}

/// All that was said, by pair.
pub async fn all(source: &impl Source) -> Result<Vec<Decision>, StoreError> {
    select(source, Condition::all()).await
}

/// What was said about pairs that one of these reports is in; at most a thousand of them at a time.
pub async fn of_reports(source: &impl Source, reports: &[ReportId]) -> Result<Vec<Decision>, StoreError> {
    let ids = || reports.iter().map(|id| id.0);
    let either = Condition::any()
        .add(duplicate::Column::First.is_in(ids()))
        .add(duplicate::Column::Second.is_in(ids()));
    select(source, either).await
}

/// The latest of what was said, the last word first.
pub async fn latest(source: &impl Source, most: u64) -> Result<Vec<Decision>, StoreError> {
    let rows = duplicate::Entity::find()
        .order_by_desc(duplicate::Column::At)
        .order_by_asc(duplicate::Column::First)
        .order_by_asc(duplicate::Column::Second)
        .limit(most)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

async fn select(source: &impl Source, which: Condition) -> Result<Vec<Decision>, StoreError> {
    let rows = duplicate::Entity::find()
        .filter(which)
        .order_by_asc(duplicate::Column::First)
        .order_by_asc(duplicate::Column::Second)
        .all(source.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

fn from_row(row: duplicate::Model) -> Result<Decision, StoreError> {
    let pair = Pair::new(ReportId(row.first), ReportId(row.second));
    let pair = pair.ok_or_else(|| StoreError::Corrupt("a report is no duplicate of itself".to_owned()))?;
    let verdict: Verdict = from_word(&row.verdict)?;
    let (by, partner, at) = (AccountId(row.by), parse(&row.partner)?, Timestamp(row.at));
    Ok(Decision { pair, verdict, by, partner, at })
}
