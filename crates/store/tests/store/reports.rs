use domain::{place::Precision, report::Closing};
use store::{StoreError, on_both_databases, reports};

use crate::example::*;

fn closing() -> Option<Closing> {
    Some(Closing { at: NOW, by: account_id(3), outcome: "erledigt".to_owned() })
}

on_both_databases! {
    async fn a_report_comes_back_as_it_was_entered(test: TestStore) {
        let entered = [report(1), bare_report(2)];
        let these = entered.clone();
        done(&test.store, move |tx| Box::pin(async move {
            reports::insert(tx, &these[0], SALT, Some(Precision::M200)).await?;
            reports::insert(tx, &these[1], SALT, None).await
        }))
        .await;
        let read = test.store.read();
        for report in &entered {
            assert_eq!(reports::by_id(&read, report.id).await.unwrap().as_ref(), Some(report));
        }
        assert_eq!(reports::salt(&read, entered[0].id).await.unwrap(), Some(SALT));
        assert_eq!(reports::by_id(&read, report_id(9)).await.unwrap(), None);
        assert_eq!(reports::salt(&read, report_id(9)).await.unwrap(), None);
    }

    async fn every_version_of_a_report_stays(test: TestStore) {
        let first = report(1);
        let second = edited(&first, "Lärm, immer noch");
        let third = edited(&second, "Lärm vorbei");
        let (one, two, three) = (first.clone(), second.clone(), third.clone());
        done(&test.store, move |tx| Box::pin(async move {
            reports::insert(tx, &one, SALT, None).await?;
            reports::add_version(tx, &two, None).await?;
            reports::add_version(tx, &three, None).await
        }))
        .await;
        let read = test.store.read();
        assert_eq!(reports::by_id(&read, first.id).await.unwrap(), Some(third.clone()));
        assert_eq!(reports::version(&read, first.id, 2).await.unwrap(), Some(second.clone()));
        assert_eq!(reports::version(&read, first.id, 4).await.unwrap(), None);
        assert_eq!(reports::history(&read, first.id).await.unwrap(), [first, second, third]);
    }

    async fn of_two_edits_of_the_same_version_only_one_is_saved(test: TestStore) {
        let first = report(1);
        let entered = first.clone();
        done(&test.store, move |tx| Box::pin(async move { reports::insert(tx, &entered, SALT, None).await })).await;
        let edits = ["einer", "andere"].map(|title| {
            let edit = edited(&first, title);
            test.store.write::<_, StoreError>(move |tx| {
                Box::pin(async move { reports::add_version(tx, &edit, None).await })
            })
        });
        let [one, other] = edits;
        let (one, other) = tokio::join!(one, other);
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let refused = one.err().or(other.err()).unwrap();
        assert!(matches!(refused, StoreError::Conflict(_)), "{refused:?}");
        assert_eq!(reports::history(&test.store.read(), first.id).await.unwrap().len(), 2);
    }

    async fn a_closed_report_is_closed_once_and_not_edited(test: TestStore) {
        let mut first = report(1);
        let entered = first.clone();
        done(&test.store, move |tx| Box::pin(async move { reports::insert(tx, &entered, SALT, None).await })).await;
        first.closed = closing();
        let closed = first.clone();
        done(&test.store, move |tx| Box::pin(async move { reports::close(tx, &closed).await })).await;
        assert_eq!(reports::by_id(&test.store.read(), first.id).await.unwrap(), Some(first.clone()));
        let again = first.clone();
        let again = test.store.write(move |tx| Box::pin(async move { reports::close(tx, &again).await })).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
        let edit = edited(&first, "zu spät");
        let edit = test.store.write(move |tx| Box::pin(async move { reports::add_version(tx, &edit, None).await })).await;
        assert!(matches!(edit, Err(StoreError::Conflict(_))), "{edit:?}");
    }

    async fn many_reports_are_entered_and_loaded_at_once(test: TestStore) {
        let many: Vec<_> = (0..2_500).map(|n| (report(n), chance(n), None)).collect();
        let entered = many.clone();
        done(&test.store, move |tx| Box::pin(async move { reports::insert_many(tx, &entered).await })).await;
        let second = edited(&many[7].0, "zweite Fassung");
        let saved = second.clone();
        done(&test.store, move |tx| Box::pin(async move { reports::add_version(tx, &saved, None).await })).await;
        let read = test.store.read();
        let mut wanted: Vec<_> = many.iter().map(|(report, ..)| (report.id, 1)).collect();
        wanted.extend([(second.id, 2), (report_id(9_999), 1), (many[8].0.id, 2)]);
        let mut loaded = reports::load(&read, &wanted).await.unwrap();
        assert_eq!(loaded.len(), 2_501, "both versions of one report, and nothing that does not exist");
        loaded.sort_by_key(|report| (report.version, report.id));
        assert_eq!(loaded.last(), Some(&second));
        let third = loaded.iter().find(|report| report.id == many[3].0.id);
        assert_eq!(third, Some(&many[3].0));
        let salts = reports::salts(&read, &[many[3].0.id, report_id(9_999)]).await.unwrap();
        assert_eq!(salts.into_iter().collect::<Vec<_>>(), [(many[3].0.id, many[3].1)]);
    }

    async fn the_same_report_is_not_entered_twice(test: TestStore) {
        for expected in [true, false] {
            let entered = test
                .store
                .write::<_, StoreError>(move |tx| Box::pin(async move { reports::insert(tx, &report(1), SALT, None).await }))
                .await;
            match entered {
                Ok(_) => assert!(expected),
                Err(error) => assert!(!expected && matches!(error, StoreError::Conflict(_)), "{error:?}"),
            }
        }
    }
}
