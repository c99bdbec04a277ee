//! Writing: everything in transactions of at most [`ROWS`] rows, made visible by a short last one.

use domain::{
    ids::{AreaId, DivisionId},
    journal::Entry,
    people::Token,
};
use rayon::prelude::*;
use store::{Change, reports::History};

use super::{accounts::Holder, calendar::Calendar, cases::Case, ground::DIVISIONS, sharing::Shared};
use crate::{
    app::App,
    error::ActError,
    secrets::{hash_password, hash_secret},
};

/// Most rows of a transaction, so that others need not wait.
const ROWS: usize = 5_000;

/// All that is written.
pub(super) struct City {
    pub(super) calendar: Calendar,
    pub(super) holders: Vec<Holder>,
    pub(super) cases: Vec<Case>,
    pub(super) shared: Vec<Shared>,
    pub(super) chronicle: Vec<Entry>,
}

/// Writes it, and waits until the picture has it.
pub(super) async fn write(app: &App, city: City) -> Result<(), ActError> {
    ground(app, &city).await?;
    people(app, city.holders).await?;
    let ids: Vec<_> = city.cases.iter().map(|case| case.first().id).collect();
    reports(app, city.cases).await?;
    disclosures(app, city.shared, &ids).await?;
    journal(app, city.chronicle).await?;
    app.act(|tx| {
        Box::pin(async move {
            tx.changed(Change::Rebuild);
            Ok(())
        })
    })
    .await?;
    app.save_picture().await
}

async fn ground(app: &App, city: &City) -> Result<(), ActError> {
    let at = city.calendar.beginning().plus_seconds(-7_200);
    for division in &DIVISIONS {
        let id: DivisionId = division.id.parse().map_err(|_| ActError::NotFound)?;
        let areas: Vec<(AreaId, String, String)> = division
            .areas()?
            .into_iter()
            .map(|area| (area.id, area.name, exchange::geojson::write(&area.shape)))
            .collect();
        let name = division.name.to_owned();
        app.0
            .store
            .write(move |tx| {
                Box::pin(async move {
                    store::areas::replace(tx, &id, &name, &areas, at).await?;
                    Ok::<_, ActError>(())
                })
            })
            .await?;
    }
    Ok(())
}

async fn people(app: &App, holders: Vec<Holder>) -> Result<(), ActError> {
    let hashed = tokio::task::spawn_blocking(move || {
        let hash = |holder: Holder| {
            let hash = hash_password(&holder.person.password, holder.salt);
            (holder, hash)
        };
        holders.into_par_iter().map(hash).collect::<Vec<_>>()
    });
    let hashed = hashed.await.map_err(|error| ActError::Unavailable(error.to_string()))?;
    app.0
        .store
        .write(move |tx| {
            Box::pin(async move {
                for (holder, hash) in &hashed {
                    store::people::insert_account(tx, &holder.account).await?;
                    store::people::set_password_hash(tx, holder.account.id, hash.as_deref()).await?;
                    for membership in &holder.memberships {
                        store::people::insert_membership(tx, membership).await?;
                    }
                    let Token { .. } = &holder.token;
                    store::tokens::insert(tx, &holder.token, &hash_secret(&holder.person.token)).await?;
                }
                Ok::<_, ActError>(())
            })
        })
        .await?;
    Ok(())
}

async fn reports(app: &App, cases: Vec<Case>) -> Result<(), ActError> {
    let mut histories = Vec::with_capacity(ROWS);
    let mut rows = 0;
    for case in cases {
        rows += 1 + case.versions.len();
        histories.push(History { versions: case.versions, salt: case.salt, at_most: case.at_most });
        if rows >= ROWS - 5 {
            rows = 0;
            write_reports(app, std::mem::take(&mut histories)).await?;
        }
    }
    write_reports(app, histories).await
}

async fn write_reports(app: &App, histories: Vec<History>) -> Result<(), ActError> {
    let write = app.0.store.write(move |tx| {
        Box::pin(async move {
            store::reports::insert_histories(tx, &histories).await?;
            Ok::<_, ActError>(())
        })
    });
    write.await.map(|_| ())
}

async fn disclosures(app: &App, shared: Vec<Shared>, ids: &[domain::ids::ReportId]) -> Result<(), ActError> {
    let mut passed = Vec::new();
    for shared in &shared {
        let id = shared.disclosure.id;
        passed.extend(shared.passed.iter().map(|(case, version)| (id, ids[*case], *version)));
    }
    let disclosures: Vec<_> = shared.into_iter().map(|shared| shared.disclosure).collect();
    for some in disclosures.chunks(ROWS) {
        let some = some.to_vec();
        let write = app.0.store.write(move |tx| {
            Box::pin(async move {
                store::disclosures::insert_many(tx, &some).await?;
                Ok::<_, ActError>(())
            })
        });
        write.await?;
    }
    for some in passed.chunks(ROWS) {
        let some = some.to_vec();
        let write = app.0.store.write(move |tx| {
            Box::pin(async move {
                store::disclosures::pass_many(tx, &some).await?;
                Ok::<_, ActError>(())
            })
        });
        write.await?;
    }
    Ok(())
}

async fn journal(app: &App, chronicle: Vec<Entry>) -> Result<(), ActError> {
    let mut rest = chronicle;
    while !rest.is_empty() {
        let after = rest.split_off(rest.len().min(ROWS));
        let some = std::mem::replace(&mut rest, after);
        let write = app.0.store.write(move |tx| {
            Box::pin(async move {
                some.into_iter().for_each(|entry| tx.journal(entry));
                Ok::<_, ActError>(())
            })
        });
        write.await?;
    }
    Ok(())
}
