use std::{collections::BTreeSet, sync::Arc, time::Duration};

use domain::journal::Head;
use store::{
    Change, Store, StoreError, Written, changes, charters, journal, on_both_databases, people,
    testing::TestStore,
};
use tokio::{sync::Notify, time::sleep};

use crate::example::*;

/// Enters an account and tells it.
async fn enter(store: Store, number: u32) -> Result<Written<()>, StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                people::insert_account(tx, &account(number)).await?;
                tx.journal(entry("stadt", u64::from(number)));
                tx.changed(Change::Account(account_id(number)));
                Ok(())
            })
        })
        .await
}

async fn chain_is_whole(store: &Store, entries: u64) {
    let head = journal::verify(&store.read(), &partner("stadt")).await.unwrap();
    assert_eq!(head.map(|head| head.position), Ok(entries));
}

/// What somebody asks who follows the changes: all positions, each with its changes.
async fn follow(store: &Store, limit: u64) -> Vec<(u64, Change)> {
    let (mut all, mut position): (Vec<(u64, Change)>, _) = (Vec::new(), 0);
    loop {
        let some = changes::since(&store.read(), position, limit).await.unwrap();
        let Some(last) = some.last() else { return all };
        position = last.0;
        all.extend(some);
    }
}

on_both_databases! {
    async fn acts_that_wait_share_a_commit_and_a_failing_one_harms_only_itself(test: TestStore) {
        let gate = Arc::new(Notify::new());
        let opened = gate.clone();
        let store = test.store.clone();
        let first = tokio::spawn(async move {
            store
                .write::<_, StoreError>(|_| Box::pin(async move {
                    opened.notified().await;
                    Ok(())
                }))
                .await
        });
        let others: Vec<_> = (0..20)
            .map(|number| {
                let store = test.store.clone();
                // Every third one enters an account that is there already, after it wrote something of its own.
                tokio::spawn(async move {
                    if number % 3 != 2 {
                        return enter(store, number).await;
                    }
                    store
                        .write(move |tx| Box::pin(async move {
                            charters::insert(tx, "verworfen", NOW, None).await?;
                            tx.journal(entry("stadt", 999));
                            tx.changed(Change::Charter);
                            people::insert_account(tx, &account(number)).await?;
                            people::insert_account(tx, &account(number)).await
                        }))
                        .await
                })
            })
            .collect();
        sleep(Duration::from_millis(100)).await;
        gate.notify_one();
        first.await.unwrap().unwrap();
        let mut positions = BTreeSet::new();
        for (number, other) in others.into_iter().enumerate() {
            match other.await.unwrap() {
                Ok(written) => {
                    assert!(number % 3 != 2);
                    positions.insert(written.position);
                }
                Err(error) => assert!(number % 3 == 2 && matches!(error, StoreError::Conflict(_)), "{error:?}"),
            }
        }
        assert!(positions.len() < 14, "14 acts that waited took {} commits", positions.len());
        let read = test.store.read();
        assert_eq!(people::count_accounts(&read).await.unwrap(), 14);
        assert_eq!(charters::latest(&read).await.unwrap(), None, "nothing of a failed act stays");
        let changes = follow(&test.store, 100).await;
        assert_eq!(changes.len(), 14);
        assert!(!changes.iter().any(|(_, change)| *change == Change::Charter));
        chain_is_whole(&test.store, 14).await;
    }

    async fn positions_have_no_gap_under_fifty_writers(test: TestStore) {
        let writers: Vec<_> = (0..50)
            .map(|writer| {
                let store = test.store.clone();
                tokio::spawn(async move {
                    let mut positions = Vec::new();
                    for act in 0..4 {
                        positions.push(enter(store.clone(), writer * 4 + act).await.unwrap().position);
                    }
                    positions
                })
            })
            .collect();
        let mut seen = BTreeSet::new();
        for writer in writers {
            let positions = writer.await.unwrap();
            assert!(positions.is_sorted_by(|a, b| a < b), "a writer that waited for its answer is later: {positions:?}");
            seen.extend(positions);
        }
        let last = changes::last_position(&test.store.read()).await.unwrap();
        assert_eq!(seen, (1..=last).collect(), "every position is of some commit");
        let told = follow(&test.store, 7).await;
        assert_eq!(told.len(), 200);
        assert!(told.is_sorted_by_key(|(position, _)| *position));
        assert_eq!(told.iter().map(|(_, change)| *change).collect::<std::collections::HashSet<_>>().len(), 200);
        chain_is_whole(&test.store, 200).await;
    }

    async fn two_processes_keep_one_gapless_chain(test: TestStore) {
        let second = Store::open(&test.options).await.unwrap();
        let writers: Vec<_> = (0..60)
            .map(|number| {
                let store = if number % 2 == 0 { &test.store } else { &second };
                tokio::spawn(enter(store.clone(), number))
            })
            .collect();
        let mut positions = BTreeSet::new();
        for writer in writers {
            positions.insert(writer.await.unwrap().unwrap().position);
        }
        let last = changes::last_position(&second.read()).await.unwrap();
        assert_eq!(positions, (1..=last).collect());
        assert_eq!(follow(&test.store, 1_000).await.len(), 60);
        assert_eq!(follow(&test.store, 1_000).await, follow(&second, 1).await);
        chain_is_whole(&second, 60).await;
    }

    async fn what_was_answered_can_be_read_at_once(test: TestStore) {
        for number in 0..20 {
            enter(test.store.clone(), number).await.unwrap();
            let read = test.store.read();
            assert!(people::account_by_id(&read, account_id(number)).await.unwrap().is_some());
            assert_eq!(changes::last_position(&read).await.unwrap(), u64::from(number) + 1);
        }
    }

    async fn a_commit_that_tells_nothing_takes_no_position(test: TestStore) {
        enter(test.store.clone(), 1).await.unwrap();
        let quiet = test
            .store
            .write::<_, StoreError>(move |tx| Box::pin(async move { charters::insert(tx, "still", NOW, None).await }))
            .await
            .unwrap();
        assert_eq!(quiet.position, 1);
        assert!(charters::latest(&test.store.read()).await.unwrap().is_some(), "but it is saved");
        assert_eq!(enter(test.store.clone(), 2).await.unwrap().position, 2);
        let told = changes::since(&test.store.read(), 1, 10).await.unwrap();
        assert_eq!(told, [(2, Change::Account(account_id(2)))]);
        assert_eq!(changes::since(&test.store.read(), 2, 10).await.unwrap(), []);
    }

    async fn every_kind_of_change_comes_back(test: TestStore) {
        let all = [
            Change::Report(report_id(1)),
            Change::Disclosure(disclosure_id(2)),
            Change::Account(account_id(3)),
            Change::Charter,
            Change::Areas,
            Change::Staged(domain::ids::BatchId::from_chance(chance(4))),
            Change::Batch(domain::ids::BatchId::from_chance(chance(5))),
            Change::Rebuild,
        ];
        done(&test.store, move |tx| Box::pin(async move {
            all.into_iter().for_each(|change| tx.changed(change));
            Ok(())
        }))
        .await;
        let expected = all.map(|change| (1, change));
        assert_eq!(changes::since(&test.store.read(), 0, 2).await.unwrap(), expected, "a commit is never torn");
    }

    async fn an_act_that_panics_harms_nobody_else(test: TestStore) {
        let store = test.store.clone();
        let panics = |late: bool| {
            store.write::<(), StoreError>(move |tx| {
                assert!(late, "before there is a future");
                Box::pin(async move {
                    people::insert_account(tx, &account(1)).await?;
                    panic!("in the middle of the act");
                })
            })
        };
        let (early, late, fine) = tokio::join!(panics(false), panics(true), enter(store.clone(), 2));
        for panicked in [early, late] {
            assert!(matches!(panicked, Err(StoreError::Unavailable(_))), "{panicked:?}");
        }
        fine.unwrap();
        enter(store.clone(), 3).await.unwrap();
        assert_eq!(people::count_accounts(&store.read()).await.unwrap(), 2);
    }

    async fn an_act_that_hides_an_error_of_the_database_fails_all_the_same(test: TestStore) {
        enter(test.store.clone(), 1).await.unwrap();
        let hidden = test
            .store
            .write::<_, StoreError>(move |tx| Box::pin(async move {
                charters::insert(tx, "vorher", NOW, None).await?;
                _ = people::insert_account(tx, &account(1)).await;
                _ = charters::insert(tx, "nachher", NOW, None).await;
                Ok(())
            }))
            .await;
        assert!(matches!(hidden, Err(StoreError::Conflict(_))), "{hidden:?}");
        assert_eq!(charters::latest(&test.store.read()).await.unwrap(), None);
    }

    async fn an_act_goes_on_when_its_caller_no_longer_waits(test: TestStore) {
        let (store, gate) = (test.store.clone(), Arc::new(Notify::new()));
        let opened = gate.clone();
        let caller = tokio::spawn(async move {
            store
                .write::<_, StoreError>(move |tx| Box::pin(async move {
                    opened.notified().await;
                    people::insert_account(tx, &account(1)).await
                }))
                .await
        });
        sleep(Duration::from_millis(50)).await;
        caller.abort();
        gate.notify_one();
        enter(test.store.clone(), 2).await.unwrap();
        assert_eq!(people::count_accounts(&test.store.read()).await.unwrap(), 2);
    }

    async fn what_waits_is_written_before_the_store_closes(test: TestStore) {
        let acts: Vec<_> = (0..10).map(|number| tokio::spawn(enter(test.store.clone(), number))).collect();
        sleep(Duration::from_millis(50)).await;
        let other = test.store.clone();
        test.store.clone().close().await;
        for act in acts {
            act.await.unwrap().unwrap();
        }
        assert_eq!(enter(other, 11).await, Err(StoreError::Stopped));
    }

    async fn a_store_opens_again_after_it_was_dropped_without_closing(test: TestStore) {
        let TestStore { store, options, .. } = &test;
        enter(store.clone(), 1).await.unwrap();
        let second = {
            let dropped = Store::open(options).await.unwrap();
            enter(dropped.clone(), 2).await.unwrap();
            drop(dropped);
            Store::open(options).await.unwrap()
        };
        assert_eq!(people::count_accounts(&second.read()).await.unwrap(), 2);
        assert_eq!(enter(second.clone(), 3).await.unwrap().position, 3);
        chain_is_whole(&second, 3).await;
    }

    async fn a_reader_cannot_write(test: TestStore) {
        enter(test.store.clone(), 1).await.unwrap();
        assert_eq!(journal::verify(&test.store.read(), &partner("polizei")).await.unwrap(), Ok(Head::START));
        let written = store::testing::write_with_a_reader(&test.store).await;
        assert!(matches!(written, Err(StoreError::Unavailable(_))), "{written:?}");
    }
}
