use domain::{
    disclosure::Disclosure,
    finding::ToldArea,
    hotspot::*,
    ids::{AccountId, HotspotId},
    time::{Day, Timestamp},
};
use store::{StoreError, disclosures, hotspots, on_both_databases};
use uuid::Uuid;

use crate::example::*;

fn entry(number: u8) -> Hotspot {
    Hotspot {
        id: HotspotId::from_chance([number; 16]),
        partner: "stadt".parse().unwrap(),
        unit: "kod".parse().unwrap(),
        content: Content {
            kind: Kind::FearSpace,
            title: "Unterführung".to_owned(),
            note: "zu dunkel".to_owned(),
            categories: vec!["laerm".parse().unwrap(), "streit".parse().unwrap()],
            middle: "891fa110997ffff".parse().unwrap(),
            rings: 2,
        },
        opened_at: Timestamp(i64::from(number)),
        opened_by: AccountId::from_chance([9; 16]),
        findings: vec![Uuid::from_bytes([number; 16])],
        steps: Vec::new(),
    }
}

fn step(what: What) -> Step {
    Step { at: Timestamp(50), by: AccountId::from_chance([9; 16]), what }
}

on_both_databases! {
    async fn an_entry_comes_back_with_its_findings_and_all_that_happened(test: TestStore) {
        let (mut first, second) = (entry(1), entry(2));
        let saved = [first.clone(), second.clone()];
        done(&test.store, move |tx| Box::pin(async move {
            for entry in &saved {
                hotspots::insert(tx, entry).await?;
            }
            hotspots::add_finding(tx, saved[0].id, Uuid::from_bytes([7; 16]), Timestamp(60)).await?;
            // Twice is once.
            hotspots::add_finding(tx, saved[0].id, Uuid::from_bytes([7; 16]), Timestamp(61)).await
        }))
        .await;
        first.findings.push(Uuid::from_bytes([7; 16]));
        let causes = [Cause::Lighting, Cause::Other].into_iter().collect();
        for what in [
            What::Inspected { on: Day(3), causes, text: String::new() },
            What::Measure { from: Day(20), text: "Leuchten".to_owned() },
            What::Resolved { text: "ruhig".to_owned() },
        ] {
            first.steps.push(step(what));
            let saved = first.clone();
            done(&test.store, move |tx| Box::pin(async move { hotspots::add_step(tx, &saved).await })).await;
        }
        let read = test.store.read();
        assert_eq!(hotspots::by_id(&read, first.id).await.unwrap(), Some(first.clone()));
        let of = |unit: &str| vec![unit.parse().unwrap()];
        assert_eq!(hotspots::of_units(&read, &of("kod")).await.unwrap(), [second, first]);
        assert_eq!(hotspots::of_units(&read, &of("wache")).await.unwrap(), []);
        assert_eq!(hotspots::of_units(&read, &[]).await.unwrap(), []);
    }

    async fn of_two_who_make_the_same_step_one_is_told(test: TestStore) {
        let mut saved = entry(1);
        let first = saved.clone();
        done(&test.store, move |tx| Box::pin(async move { hotspots::insert(tx, &first).await })).await;
        saved.steps.push(step(What::Measure { from: Day(1), text: "eins".to_owned() }));
        let (one, mut other) = (saved.clone(), saved);
        other.steps[0].what = What::Resolved { text: "zwei".to_owned() };
        done(&test.store, move |tx| Box::pin(async move { hotspots::add_step(tx, &one).await })).await;
        let late = test
            .store
            .write::<_, StoreError>(move |tx| Box::pin(async move { hotspots::add_step(tx, &other).await }))
            .await;
        assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    }

    async fn what_was_told_comes_back(test: TestStore) {
        let told = Told {
            kind: Kind::FearSpace,
            categories: vec!["laerm".parse().unwrap()],
            area: ToldArea::Quarters(vec![("stadtbezirke".parse().unwrap(), "nw".parse().unwrap())]),
            since: Day(91),
            state: State::Measure,
        };
        let (saved, telling) = (entry(1), told.clone());
        let made: Disclosure = disclosure(1);
        let (id, entry_id) = (made.id, saved.id);
        done(&test.store, move |tx| Box::pin(async move {
            hotspots::insert(tx, &saved).await?;
            disclosures::insert(tx, &made).await?;
            hotspots::tell(tx, made.id, saved.id, &telling).await
        }))
        .await;
        assert_eq!(hotspots::told(&test.store.read()).await.unwrap(), [(id, entry_id, told)]);
    }
}
