use domain::disclosure::{Disclosure, Withdrawal};
use store::{StoreError, disclosures, on_both_databases, reports, testing::TestStore};

use crate::example::*;

async fn with_reports(test: &TestStore) {
    done(&test.store, move |tx| {
        Box::pin(async move {
            for number in 1..=3 {
                reports::insert(tx, &report(number), SALT, None).await?;
            }
            reports::add_version(tx, &edited(&report(1), "neu"), None).await
        })
    })
    .await;
}

on_both_databases! {
    async fn a_disclosure_comes_back_as_it_was_made(test: TestStore) {
        let made = [disclosure(2), Disclosure { profile: None, rule: Some("regel".parse().unwrap()), ..disclosure(1) }];
        let these = made.clone();
        done(&test.store, move |tx| Box::pin(async move {
            disclosures::insert(tx, &these[0]).await?;
            disclosures::insert(tx, &these[1]).await
        }))
        .await;
        let read = test.store.read();
        assert_eq!(disclosures::by_id(&read, made[0].id).await.unwrap().as_ref(), Some(&made[0]));
        assert_eq!(disclosures::by_id(&read, disclosure_id(9)).await.unwrap(), None);
        assert_eq!(disclosures::all(&read).await.unwrap(), [made[1].clone(), made[0].clone()], "oldest first");
    }

    async fn a_newer_version_takes_the_place_of_the_one_passed_on_before(test: TestStore) {
        with_reports(&test).await;
        done(&test.store, move |tx| Box::pin(async move {
            disclosures::insert(tx, &disclosure(1)).await?;
            disclosures::insert(tx, &disclosure(2)).await?;
            disclosures::pass(tx, disclosure_id(1), &[(report_id(1), 1), (report_id(2), 1)]).await?;
            disclosures::pass(tx, disclosure_id(2), &[(report_id(1), 1)]).await?;
            disclosures::pass(tx, disclosure_id(1), &[(report_id(1), 2)]).await
        }))
        .await;
        let read = test.store.read();
        let mut expected = vec![(report_id(1), 2), (report_id(2), 1)];
        expected.sort();
        assert_eq!(disclosures::passed(&read, disclosure_id(1)).await.unwrap(), expected);
        assert_eq!(disclosures::count_passed(&read, disclosure_id(1)).await.unwrap(), 2);
        let of_report = disclosures::of_report(&read, report_id(1)).await.unwrap();
        assert_eq!(of_report, [(disclosure(1), 2), (disclosure(2), 1)]);
        assert_eq!(disclosures::of_report(&read, report_id(3)).await.unwrap(), []);
        let counts = disclosures::counts_passed(&read, &[disclosure_id(1), disclosure_id(7)]).await.unwrap();
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(disclosure_id(1), 2)]);
        let some = disclosures::by_ids(&read, &[disclosure_id(2), disclosure_id(7)]).await.unwrap();
        assert_eq!(some, [disclosure(2)]);
    }

    async fn a_version_that_does_not_exist_is_not_passed_on(test: TestStore) {
        with_reports(&test).await;
        let passed = test
            .store
            .write::<_, StoreError>(move |tx| Box::pin(async move {
                disclosures::insert(tx, &disclosure(1)).await?;
                disclosures::pass(tx, disclosure_id(1), &[(report_id(2), 2)]).await
            }))
            .await;
        assert!(matches!(passed, Err(StoreError::Conflict(_))), "{passed:?}");
        assert_eq!(disclosures::all(&test.store.read()).await.unwrap(), []);
    }

    async fn a_disclosure_is_withdrawn_once(test: TestStore) {
        let by = |number| Withdrawal { by: account_id(number), at: NOW, reason: "Irrtum".to_owned() };
        done(&test.store, move |tx| Box::pin(async move {
            disclosures::insert(tx, &disclosure(1)).await?;
            disclosures::withdraw(tx, disclosure_id(1), &by(1)).await
        }))
        .await;
        let again = test
            .store
            .write(move |tx| Box::pin(async move { disclosures::withdraw(tx, disclosure_id(1), &by(2)).await }))
            .await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
        let stored = disclosures::by_id(&test.store.read(), disclosure_id(1)).await.unwrap().unwrap();
        assert_eq!(stored.withdrawal, Some(by(1)));
    }
}
