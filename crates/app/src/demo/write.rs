//! Writing: everything in transactions of at most [`ROWS`] rows, made visible by a short last one.

use std::sync::Arc;

use domain::{
    ids::{AreaId, DisclosureId, DivisionId, ReportId},
    journal::Entry,
};
use rayon::prelude::*;
use store::{
    Change,
    picture::{PictureSource, PictureVersion},
    reports::History,
};

use super::{accounts::Holder, blocking, cases::Case, ground::DIVISIONS, sharing::Shared, world::World};
use crate::{
    app::{App, load_geography},
    error::ActError,
    picture::Index,
    secrets::{hash_password, hash_secret},
};

/// Most rows of a transaction, so that others need not wait.
const ROWS: usize = 5_000;

/// Areas, people and reports: what does not depend on what was disclosed.
pub(super) async fn beginnings(app: &App, world: &World, cases: &[Case]) -> Result<(), ActError> {
    areas(app, world).await?;
    people(app, world.holders.clone()).await?;
    reports(app, cases).await
}

/// Disclosures and journal; then the picture shows it all.
pub(super) async fn ends(
    app: &App,
    cases: Arc<Vec<Case>>,
    shared: Vec<Shared>,
    chronicle: Vec<Entry>,
) -> Result<(), ActError> {
    let shared = Arc::new(shared);
    disclosures(app, &cases, &shared).await?;
    let geography = Arc::new(load_geography(&app.0.store, &app.charter()).await?);
    *app.0.geography.write() = Arc::clone(&geography);
    let (charter, zone) = (app.charter(), app.zone());
    let index = blocking(move || index(Index::new(charter, geography, zone), &cases, &shared));
    let (written, index) = tokio::join!(journal(app, chronicle), index);
    written?;
    show(app, index?).await
}

/// Makes visible what was written. Nothing else changes meanwhile: nobody has signed in yet.
async fn show(app: &App, mut index: Index) -> Result<(), ActError> {
    let following = app.0.following.lock().await;
    let write = app.0.store.write(|tx| {
        Box::pin(async move {
            tx.changed(Change::Rebuild);
            Ok::<_, ActError>(())
        })
    });
    index.position = write.await?.position;
    *app.0.index.write() = index;
    drop(following);
    app.load_people().await?;
    app.save_picture().await
}

async fn areas(app: &App, world: &World) -> Result<(), ActError> {
    let at = world.calendar.beginning().plus_seconds(-7_200);
    for division in &DIVISIONS {
        let id: DivisionId = division.id.parse().map_err(|_| ActError::NotFound)?;
        let areas: Vec<(AreaId, String, String)> = division
            .areas()?
            .into_iter()
            .map(|area| (area.id, area.name, exchange::geojson::write(&area.shape)))
            .collect();
        let name = division.name.to_owned();
        let write = app.0.store.write(move |tx| {
            Box::pin(async move {
                store::areas::replace(tx, &id, &name, &areas, at).await?;
                Ok::<_, ActError>(())
            })
        });
        write.await?;
    }
    Ok(())
}

async fn people(app: &App, holders: Vec<Holder>) -> Result<(), ActError> {
    let hash = |holder: Holder| {
        let hash = hash_password(&holder.person.password, holder.salt);
        (holder, hash)
    };
    let hashed = blocking(move || holders.into_par_iter().map(hash).collect::<Vec<_>>()).await?;
    let write = app.0.store.write(move |tx| {
        Box::pin(async move {
            for (holder, hash) in &hashed {
                store::people::insert_account(tx, &holder.account).await?;
                store::people::set_password_hash(tx, holder.account.id, hash.as_deref()).await?;
                for membership in &holder.memberships {
                    store::people::insert_membership(tx, membership).await?;
                }
                store::tokens::insert(tx, &holder.token, &hash_secret(&holder.person.token)).await?;
            }
            Ok::<_, ActError>(())
        })
    });
    write.await.map(|_| ())
}

async fn reports(app: &App, cases: &[Case]) -> Result<(), ActError> {
    // A report has a head and at most three versions.
    for some in cases.chunks(ROWS / 4) {
        let history =
            |case: &Case| History { versions: case.versions.clone(), salt: case.salt, at_most: case.at_most };
        let histories: Vec<History> = some.iter().map(history).collect();
        let write = app.0.store.write(move |tx| {
            Box::pin(async move {
                store::reports::insert_histories(tx, &histories).await?;
                Ok::<_, ActError>(())
            })
        });
        write.await?;
    }
    Ok(())
}

async fn disclosures(app: &App, cases: &[Case], shared: &[Shared]) -> Result<(), ActError> {
    let passed = |shared: &Shared| -> Vec<(DisclosureId, ReportId, u32)> {
        let id = shared.disclosure.id;
        shared.passed.iter().map(|(case, version)| (id, cases[*case].first().id, *version)).collect()
    };
    let passed: Vec<_> = shared.iter().flat_map(passed).collect();
    for some in shared.chunks(ROWS) {
        let some: Vec<_> = some.iter().map(|shared| shared.disclosure.clone()).collect();
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
    let mut entries = chronicle.into_iter();
    loop {
        let some: Vec<Entry> = entries.by_ref().take(ROWS).collect();
        if some.is_empty() {
            return Ok(());
        }
        let write = app.0.store.write(move |tx| {
            Box::pin(async move {
                some.into_iter().for_each(|entry| tx.journal(entry));
                Ok::<_, ActError>(())
            })
        });
        write.await?;
    }
}

/// The picture of what was written, without reading all of it again.
fn index(mut index: Index, cases: &[Case], shared: &[Shared]) -> Index {
    let mut passed: Vec<Vec<(DisclosureId, u32)>> = vec![Vec::new(); cases.len()];
    for shared in shared {
        index.set_disclosure(shared.disclosure.clone());
        shared.passed.iter().for_each(|(case, version)| passed[*case].push((shared.disclosure.id, *version)));
    }
    for (case, mut passed) in cases.iter().zip(passed) {
        passed.sort_unstable();
        index.put(&source(case, passed));
    }
    index.order_by_time();
    index
}

fn source(case: &Case, passed: Vec<(DisclosureId, u32)>) -> PictureSource {
    let current = case.last();
    let known = |version: u32| version == current.version || passed.iter().any(|(_, v)| *v == version);
    let versions = case.versions.iter().filter(|report| known(report.version)).map(|report| {
        let content = &report.content;
        PictureVersion {
            version: report.version,
            source: content.source.clone(),
            origin: content.origin,
            category: content.category.clone(),
            cell: content.place.map(|place| place.cell().into()),
            lon: content.place.map(|place| place.lon()),
            lat: content.place.map(|place| place.lat()),
            from: content.when.anchor(),
            urgency: content.urgency,
            at_most: case.at_most,
        }
    });
    PictureSource {
        id: current.id,
        unit: current.unit.clone(),
        current: current.version,
        versions: versions.collect(),
        closed: current.closed.is_some(),
        passed,
    }
}
