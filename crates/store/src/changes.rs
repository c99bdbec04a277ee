//! The change sequence: what every process must follow.

use domain::ids::{AccountId, BatchId, DisclosureId, NoticeId, ReferralId, ReportId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    error::StoreError,
    head,
    rows::{change, head as head_row},
    source::Source,
    value::{column, number},
};

/// What an act changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// A report: entered, edited, closed, or its disclosures changed.
    Report(ReportId),
    /// A disclosure: made or withdrawn.
    Disclosure(DisclosureId),
    /// A referral: sent, or a step further.
    Referral(ReferralId),
    /// A notice: sent, or something happened to it.
    Notice(NoticeId),
    /// An account, or its memberships.
    Account(AccountId),
    /// The charter.
    Charter,
    /// The areas.
    Areas,
    /// A batch: further reports of it were written, nobody sees them yet.
    Staged(BatchId),
    /// A batch: it became visible or was thrown away.
    Batch(BatchId),
    /// So much that everything must be built anew.
    Rebuild,
}

/// Position of the last commit.
///
/// Commits of which only the journal knows have a position, too, but no changes. So ask for this *before* [`since`]:
/// whoever then applied what `since` returned is up to date with the position that it asked for first.
pub async fn last_position(source: &impl Source) -> Result<u64, StoreError> {
    let row = head_row::Entity::find_by_id(head::CHANGE).one(source.connection()).await?;
    row.map_or(Ok(0), |row| number(row.position))
}

/// Changes after a position, in their order: at least `limit` if there are so many, and always all of a commit.
pub async fn since(
    source: &impl Source,
    position: u64,
    limit: u64,
) -> Result<Vec<(u64, Change)>, StoreError> {
    let ordered = |query: sea_orm::Select<change::Entity>| {
        query.order_by_asc(change::Column::Position).order_by_asc(change::Column::Ordinal)
    };
    let after = change::Entity::find().filter(change::Column::Position.gt(column(position)?));
    let mut rows = ordered(after).limit(limit.max(1)).all(source.connection()).await?;
    if let Some(last) = rows.last().filter(|_| rows.len() as u64 >= limit.max(1)) {
        let rest = change::Entity::find()
            .filter(change::Column::Position.eq(last.position))
            .filter(change::Column::Ordinal.gt(last.ordinal));
        rows.extend(ordered(rest).all(source.connection()).await?);
    }
    rows.into_iter().map(|row| Ok((number(row.position)?, from_row(&row)?))).collect()
}

pub(crate) fn row(position: u64, ordinal: usize, change: Change) -> Result<change::Model, StoreError> {
    let (kind, subject) = match change {
        Change::Report(id) => ("report", Some(id.0)),
        Change::Disclosure(id) => ("disclosure", Some(id.0)),
        Change::Referral(id) => ("referral", Some(id.0)),
        Change::Notice(id) => ("notice", Some(id.0)),
        Change::Account(id) => ("account", Some(id.0)),
        Change::Charter => ("charter", None),
        Change::Areas => ("areas", None),
        Change::Staged(id) => ("staged", Some(id.0)),
        Change::Batch(id) => ("batch", Some(id.0)),
        Change::Rebuild => ("rebuild", None),
    };
    let ordinal = i32::try_from(ordinal).map_err(|_| StoreError::Corrupt("too many changes".to_owned()))?;
    Ok(change::Model { position: column(position)?, ordinal, kind: kind.to_owned(), subject })
}

fn from_row(row: &change::Model) -> Result<Change, StoreError> {
    let subject =
        || row.subject.ok_or_else(|| StoreError::Corrupt(format!("a change of {} has no subject", row.kind)));
    let id = |make: fn(Uuid) -> Change| subject().map(make);
    match row.kind.as_str() {
        "report" => id(|uuid| Change::Report(ReportId(uuid))),
        "disclosure" => id(|uuid| Change::Disclosure(DisclosureId(uuid))),
        "referral" => id(|uuid| Change::Referral(ReferralId(uuid))),
        "notice" => id(|uuid| Change::Notice(NoticeId(uuid))),
        "account" => id(|uuid| Change::Account(AccountId(uuid))),
        "charter" => Ok(Change::Charter),
        "areas" => Ok(Change::Areas),
        "staged" => id(|uuid| Change::Staged(BatchId(uuid))),
        "batch" => id(|uuid| Change::Batch(BatchId(uuid))),
        "rebuild" => Ok(Change::Rebuild),
        kind => Err(StoreError::Corrupt(format!("\"{kind}\" is no kind of change"))),
    }
}
