use domain::journal::{Break, Entry, Head, Seal};
use sea_orm::ConnectionTrait;
use store::{StoreError, journal, on_both_databases, testing::TestStore};

use crate::example::*;

const SECRET: [u8; 32] = [42; 32];

async fn enter(test: &TestStore, controller: &'static str, numbers: std::ops::RangeInclusive<u64>) {
    for number in numbers {
        done(&test.store, move |tx| {
            Box::pin(async move {
                tx.journal(entry(controller, number));
                Ok(())
            })
        })
        .await;
    }
}

async fn verify(test: &TestStore) -> Result<Head, Break> {
    journal::verify(&test.store.read(), &partner("stadt")).await.unwrap()
}

on_both_databases! {
    async fn every_controller_has_a_journal_of_its_own(test: TestStore) {
        enter(&test, "stadt", 1..=3).await;
        enter(&test, "polizei", 1..=2).await;
        enter(&test, "stadt", 4..=4).await;
        let read = test.store.read();
        let rows = journal::entries(&read, &partner("stadt"), 0, 100).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.position).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let third = Entry::read(rows[2].body.as_deref().unwrap()).unwrap();
        assert_eq!(third, entry("stadt", 3));
        let heads = journal::heads(&read).await.unwrap();
        let positions: Vec<_> = heads.iter().map(|(who, head)| (who.as_str(), head.position)).collect();
        assert_eq!(positions, [("polizei", 2), ("stadt", 4)]);
        assert_eq!(journal::head(&read, &partner("stadt")).await.unwrap(), heads[1].1);
        assert_eq!(journal::head(&read, &partner("zoll")).await.unwrap(), Head::START);
        assert_eq!(verify(&test).await, Ok(heads[1].1));
        assert_eq!(journal::verify(&read, &partner("zoll")).await.unwrap(), Ok(Head::START));
    }

    async fn an_intruder_in_the_database_is_found(test: TestStore) {
        enter(&test, "stadt", 1..=5).await;
        assert!(verify(&test).await.is_ok());
        let intruder = intruder(&test).await;
        let swap = "UPDATE journal SET body = (SELECT body FROM journal AS o WHERE o.position = 2 AND o.controller = \
                    'stadt') WHERE position = 3 AND controller = 'stadt'";
        intruder.execute_unprepared(swap).await.unwrap();
        assert_eq!(verify(&test).await, Err(Break::Body(3)));
        let hide = "UPDATE journal SET body = NULL, at = NULL WHERE position = 3";
        intruder.execute_unprepared(hide).await.unwrap();
        assert_eq!(verify(&test).await, Err(Break::Hole(3)));
        intruder.execute_unprepared("DELETE FROM journal WHERE position = 3").await.unwrap();
        assert_eq!(verify(&test).await, Err(Break::Gap { expected: 3, found: 4 }));
        intruder.execute_unprepared("DELETE FROM journal WHERE position > 2").await.unwrap();
        assert_eq!(verify(&test).await, Err(Break::End { expected: 5, found: 2 }));
    }

    async fn a_journal_written_anew_from_the_start_is_found_by_its_seal(test: TestStore) {
        enter(&test, "stadt", 1..=3).await;
        let sealed = journal::head(&test.store.read(), &partner("stadt")).await.unwrap();
        let seal = Seal::sign(&SECRET, partner("stadt"), sealed, NOW);
        let kept = seal.clone();
        done(&test.store, move |tx| Box::pin(async move {
            journal::insert_seal(tx, &kept).await?;
            journal::insert_seal(tx, &kept).await
        }))
        .await;
        assert_eq!(journal::seals(&test.store.read()).await.unwrap(), [seal]);
        enter(&test, "stadt", 4..=4).await;
        assert!(verify(&test).await.is_ok());
        let intruder = intruder(&test).await;
        intruder.execute_unprepared("DELETE FROM journal").await.unwrap();
        intruder.execute_unprepared("DELETE FROM head WHERE name <> 'change'").await.unwrap();
        enter(&test, "stadt", 11..=12).await;
        assert_eq!(verify(&test).await, Err(Break::End { expected: 3, found: 2 }));
        enter(&test, "stadt", 13..=14).await;
        assert_eq!(verify(&test).await, Err(Break::Seal(3)));
    }

    async fn a_head_that_was_set_back_is_found(test: TestStore) {
        enter(&test, "stadt", 1..=3).await;
        let intruder = intruder(&test).await;
        intruder.execute_unprepared("DELETE FROM head WHERE name = 'journal:stadt'").await.unwrap();
        assert_eq!(verify(&test).await, Err(Break::End { expected: 0, found: 3 }));
        let controllers = journal::controllers(&test.store.read()).await.unwrap();
        assert_eq!(controllers.into_iter().collect::<Vec<_>>(), [partner("stadt")]);
    }

    async fn another_seal_of_the_same_position_is_refused(test: TestStore) {
        let refused = test
            .store
            .write::<_, StoreError>(move |tx| Box::pin(async move {
                for byte in [1, 2] {
                    let head = Head { position: 7, hash: [byte; 32] };
                    journal::insert_seal(tx, &Seal::sign(&SECRET, partner("polizei"), head, NOW)).await?;
                }
                Ok(())
            }))
            .await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    }

    async fn bodies_are_deleted_on_schedule_and_the_chain_still_verifies(test: TestStore) {
        enter(&test, "stadt", 1..=6).await;
        enter(&test, "polizei", 1..=2).await;
        let head = verify(&test).await.unwrap();
        let before = entry("stadt", 4).at;
        let deleted = done(&test.store, move |tx| {
            Box::pin(async move { journal::delete_bodies(tx, &partner("stadt"), before).await })
        })
        .await;
        assert_eq!(deleted, 3);
        assert_eq!(verify(&test).await, Ok(head));
        let rows = journal::entries(&test.store.read(), &partner("stadt"), 0, 100).await.unwrap();
        let kept: Vec<_> = rows.iter().map(|row| row.body.is_some() && row.at.is_some()).collect();
        assert_eq!(kept, [false, false, false, true, true, true]);
        let others = journal::entries(&test.store.read(), &partner("polizei"), 0, 100).await.unwrap();
        assert!(others.iter().all(|row| row.body.is_some()));
        enter(&test, "stadt", 7..=7).await;
        assert_eq!(verify(&test).await.unwrap().position, 7);
    }

    async fn an_act_that_fails_leaves_no_entry(test: TestStore) {
        let failed = test
            .store
            .write::<(), _>(move |tx| Box::pin(async move {
                tx.journal(entry("stadt", 1));
                Err(StoreError::Conflict("not today".to_owned()))
            }))
            .await;
        assert!(failed.is_err());
        assert_eq!(verify(&test).await, Ok(Head::START));
    }
}
