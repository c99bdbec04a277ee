//! Referrals and their steps.

use std::collections::BTreeMap;

use domain::{
    ids::{AccountId, DisclosureId, ReferralId, ReportId, UnitId},
    referral::{Party, Referral, Step, What},
    time::{Day, Timestamp},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    dialect,
    error::{StoreError, one},
    rows::{self, referral, referral_step},
    source::{Source, Tx},
    value::{from_word, parse, word},
};

/// Sends a referral.
pub async fn insert(tx: &Tx, referral: &Referral) -> Result<(), StoreError> {
    rows::insert_all(tx, [to_row(referral)]).await
}

/// Saves the last step of a referral. [`StoreError::Conflict`] if there is another one in its place, or the referral
/// has ended.
pub async fn add_step(tx: &Tx, referral: &Referral) -> Result<(), StoreError> {
    let Some(step) = referral.steps.last() else { return Ok(()) };
    let moved = referral::Entity::update_many()
        .col_expr(referral::Column::EndedAt, Expr::value(referral.ended_at().map(|at| at.0)))
        .filter(referral::Column::Id.eq(referral.id.0))
        .filter(referral::Column::EndedAt.is_null())
        .exec(tx.connection())
        .await?;
    one(moved.rows_affected, "the referral has ended")?;
    rows::insert_all(tx, [step_row(referral.id, referral.steps.len(), step)?]).await
}

/// A referral.
pub async fn by_id(source: &impl Source, id: ReferralId) -> Result<Option<Referral>, StoreError> {
    let found = select(source, Condition::all().add(referral::Column::Id.eq(id.0)), None).await?;
    Ok(found.into_iter().next())
}

/// The referrals of a report, newest first.
pub async fn of_report(source: &impl Source, report: ReportId) -> Result<Vec<Referral>, StoreError> {
    select(source, Condition::all().add(referral::Column::ReportId.eq(report.0)), None).await
}

/// All referrals that have not ended, newest first.
pub async fn open(source: &impl Source) -> Result<Vec<Referral>, StoreError> {
    select(source, Condition::all().add(referral::Column::EndedAt.is_null()), None).await
}

/// Referrals from or to one of these units that have ended, newest first, at most `limit`: those after `after`.
pub async fn ended(
    source: &impl Source,
    from: &[UnitId],
    to: &[UnitId],
    after: Option<(Timestamp, ReferralId)>,
    limit: u64,
) -> Result<Vec<Referral>, StoreError> {
    let names = |units: &[UnitId]| units.iter().map(|unit| unit.as_str().to_owned()).collect::<Vec<_>>();
    let either = Condition::any()
        .add(referral::Column::FromUnit.is_in(names(from)))
        .add(referral::Column::ToUnit.is_in(names(to)));
    let later = after.map(|(at, id)| {
        let same = Condition::all().add(referral::Column::SentAt.eq(at.0)).add(referral::Column::Id.gt(id.0));
        Condition::any().add(referral::Column::SentAt.lt(at.0)).add(same)
    });
    let which = Condition::all().add(either).add(referral::Column::EndedAt.is_not_null()).add_option(later);
    select(source, which, Some(limit)).await
}

async fn select(
    source: &impl Source,
    which: Condition,
    limit: Option<u64>,
) -> Result<Vec<Referral>, StoreError> {
    let heads = referral::Entity::find()
        .filter(which)
        .order_by_desc(referral::Column::SentAt)
        .order_by_asc(referral::Column::Id)
        .limit(limit)
        .all(source.connection())
        .await?;
    let ids: Vec<_> = heads.iter().map(|head| head.id).collect();
    let mut steps: BTreeMap<_, Vec<Step>> = BTreeMap::new();
    for some in ids.chunks(dialect::rows_per_statement(1)) {
        let rows = referral_step::Entity::find()
            .filter(referral_step::Column::ReferralId.is_in(some.iter().copied()))
            .order_by_asc(referral_step::Column::ReferralId)
            .order_by_asc(referral_step::Column::Number)
            .all(source.connection())
            .await?;
        for row in rows {
            steps.entry(row.referral_id).or_default().push(from_step(row)?);
        }
    }
    heads.into_iter().map(|head| from_row(&head, steps.remove(&head.id).unwrap_or_default())).collect()
}

fn to_row(referral: &Referral) -> referral::Model {
    referral::Model {
        id: referral.id.0,
        report_id: referral.report.0,
        disclosure_id: referral.disclosure.0,
        from_partner: referral.from.partner.to_string(),
        from_unit: referral.from.unit.to_string(),
        to_partner: referral.to.partner.to_string(),
        to_unit: referral.to.unit.to_string(),
        sent_at: referral.sent_at.0,
        sent_by: referral.sent_by.0,
        request: referral.request.clone(),
        ended_at: referral.ended_at().map(|at| at.0),
    }
}

fn from_row(row: &referral::Model, steps: Vec<Step>) -> Result<Referral, StoreError> {
    Ok(Referral {
        id: ReferralId(row.id),
        report: ReportId(row.report_id),
        disclosure: DisclosureId(row.disclosure_id),
        from: Party { partner: parse(&row.from_partner)?, unit: parse(&row.from_unit)? },
        to: Party { partner: parse(&row.to_partner)?, unit: parse(&row.to_unit)? },
        sent_at: Timestamp(row.sent_at),
        sent_by: AccountId(row.sent_by),
        request: row.request.clone(),
        steps,
    })
}

fn step_row(id: ReferralId, number: usize, step: &Step) -> Result<referral_step::Model, StoreError> {
    let (outcome, day) = match &step.what {
        What::Done { outcome, on, .. } => (Some(word(outcome)?), Some(on.0)),
        _ => (None, None),
    };
    Ok(referral_step::Model {
        referral_id: id.0,
        number: i32::try_from(number).map_err(|error| StoreError::Corrupt(error.to_string()))?,
        at: step.at.0,
        by: step.by.0,
        what: step.what.as_str().to_owned(),
        text: step.what.words().to_owned(),
        outcome,
        day,
    })
}

fn from_step(row: referral_step::Model) -> Result<Step, StoreError> {
    let what = match (row.what.as_str(), row.outcome, row.day) {
        ("accepted", _, _) => What::Accepted,
        ("returned", _, _) => What::Returned { reason: row.text },
        ("progress", _, _) => What::Progress { text: row.text },
        ("recalled", _, _) => What::Recalled { reason: row.text },
        ("done", Some(outcome), Some(day)) => {
            What::Done { outcome: from_word(&outcome)?, text: row.text, on: Day(day) }
        }
        (what, ..) => return Err(StoreError::Corrupt(format!("\"{what}\" is no step of a referral"))),
    };
    Ok(Step { at: Timestamp(row.at), by: AccountId(row.by), what })
}
