use domain::{
    duplicate::{Decision, Pair, Verdict},
    time::Timestamp,
};
use store::{duplicates, on_both_databases, reports};

use crate::example::*;

on_both_databases! {
    async fn what_was_said_last_about_a_pair_counts(test: TestStore) {
        done(&test.store, move |tx| Box::pin(async move {
            reports::insert(tx, &report(1), SALT, None).await?;
            reports::insert(tx, &report(2), SALT, None).await
        }))
        .await;
        let said = |verdict, at| Decision {
            pair: Pair::new(report_id(2), report_id(1)).unwrap(),
            verdict,
            by: account_id(1),
            partner: partner("stadt"),
            at: Timestamp(at),
        };
        done(&test.store, move |tx| Box::pin(async move {
            duplicates::decide(tx, &said(Verdict::Same, 1)).await?;
            duplicates::decide(tx, &said(Verdict::Different, 2)).await
        }))
        .await;
        let read = test.store.read();
        let last = [said(Verdict::Different, 2)];
        assert_eq!(duplicates::all(&read).await.unwrap(), last);
        for report in [1, 2] {
            assert_eq!(duplicates::of_reports(&read, &[report_id(report)]).await.unwrap(), last);
        }
        assert_eq!(duplicates::of_reports(&read, &[report_id(3)]).await.unwrap(), []);
    }
}
