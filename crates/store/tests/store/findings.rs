use domain::{
    disclosure::Disclosure,
    finding::*,
    ids::{AccountId, FindingId},
    time::{Day, Timestamp},
};
use store::{StoreError, disclosures, findings, on_both_databases};
use uuid::Uuid;

use crate::example::*;

/// After everything here.
const LATER: Timestamp = Timestamp(1_000);

fn scope() -> Scope {
    Scope::Audience { audience: "polizei".parse().unwrap(), partner: "polizei".parse().unwrap() }
}

fn night(day: i32, change: Change) -> Night {
    let cluster = Cluster {
        categories: vec!["laerm".parse().unwrap()],
        without: vec!["mein-hamm".parse().unwrap()],
        cells: vec!["891fa110997ffff".parse().unwrap()],
        from: Day(day - 9),
        to: Day(day),
        observed: 41,
        expected: 13.7,
        places: 29,
        recurrence_days: 1_461.5,
        evidence: Evidence { series: Some(true), hot: None, near_repeats: Some(false) },
        doubts: vec![Doubt::FewReports, Doubt::LateReports { share: 30 }],
    };
    Night { day: Day(day), change, cluster }
}

fn finding(number: u8, nights: Vec<Night>) -> Finding {
    Finding {
        id: FindingId::from_chance([number; 16]),
        scope: scope(),
        basis: Basis::Reported,
        categories: vec!["laerm".parse().unwrap(), "streit".parse().unwrap()],
        found_at: Timestamp(i64::from(number)),
        nights,
    }
}

on_both_databases! {
    async fn a_finding_comes_back_with_all_its_nights(test: TestStore) {
        let mut first = finding(1, vec![night(100, Change::New)]);
        let (old, saved) = (finding(2, vec![night(50, Change::New)]), first.clone());
        done(&test.store, move |tx| Box::pin(async move {
            findings::insert(tx, &saved).await?;
            findings::insert(tx, &old).await?;
            findings::add_night(tx, saved.id, &night(101, Change::Grown)).await
        }))
        .await;
        first.nights.push(night(101, Change::Grown));
        let read = test.store.read();
        assert_eq!(findings::of_scope(&read, &scope(), Day(60), LATER).await.unwrap(), [first.clone()]);
        assert_eq!(findings::of_scope(&read, &scope(), Day(50), LATER).await.unwrap().len(), 2);
        let unit = Scope::Unit { partner: "stadt".parse().unwrap(), unit: "kod".parse().unwrap() };
        assert_eq!(findings::of_scope(&read, &unit, Day(0), LATER).await.unwrap(), []);
        assert_eq!(findings::by_id(&read, first.id).await.unwrap(), Some(first));
    }

    async fn a_night_is_written_once_and_in_order(test: TestStore) {
        done(&test.store, move |tx| Box::pin(async move {
            findings::insert(tx, &finding(1, vec![night(100, Change::New)])).await?;
            findings::add_run(tx, &scope(), Day(100), Timestamp(7), &"notes").await
        }))
        .await;
        let id = FindingId::from_chance([1; 16]);
        let again = test.store.write(move |tx| Box::pin(async move { findings::add_night(tx, id, &night(100, Change::Steady)).await }));
        assert!(matches!(again.await, Err(StoreError::Conflict(_))));
        let run = test.store.write(move |tx| Box::pin(async move { findings::add_run(tx, &scope(), Day(100), Timestamp(8), &"others").await }));
        assert!(run.await.is_err(), "the same night has one run");
        let read = test.store.read();
        let last: Option<(Day, Timestamp, String)> = findings::last_run(&read, &scope(), LATER).await.unwrap();
        assert_eq!(last, Some((Day(100), Timestamp(7), "notes".to_owned())));
        assert_eq!(findings::last_day(&read, LATER).await.unwrap(), Some(Day(100)));
        // A clock that was ahead and is set right again hides what it made until then.
        assert_eq!(findings::last_day(&read, Timestamp(6)).await.unwrap(), None);
        let before: Option<(Day, Timestamp, String)> = findings::last_run(&read, &scope(), Timestamp(6)).await.unwrap();
        assert_eq!(before, None);
        assert_eq!(findings::of_scope(&read, &scope(), Day(0), Timestamp(0)).await.unwrap(), []);
    }

    async fn verdicts_and_what_was_told_come_back(test: TestStore) {
        let told = Told {
            categories: vec!["laerm".parse().unwrap()],
            from: Day(91),
            to: Day(100),
            area: ToldArea::Quarters(vec![("stadtbezirke".parse().unwrap(), "nw".parse().unwrap())]),
            count: 40,
            found_at: Timestamp(5),
        };
        let verdict = |judgement, at| Verdict {
            by: AccountId::from_chance([3; 16]),
            partner: "stadt".parse().unwrap(),
            at: Timestamp(at),
            judgement,
            reason: "Baustelle".to_owned(),
        };
        let these = [verdict(Judgement::Watched, 1), verdict(Judgement::SetAside, 2)];
        let (saved, telling) = (these.clone(), told.clone());
        let subject = FindingId::from_chance([1; 16]);
        let made: Disclosure = disclosure(1);
        let id = made.id;
        done(&test.store, move |tx| Box::pin(async move {
            findings::insert(tx, &finding(1, vec![night(100, Change::New)])).await?;
            disclosures::insert(tx, &made).await?;
            findings::tell(tx, made.id, subject, &telling).await?;
            findings::judge(tx, Uuid::from_bytes([9; 16]), subject.0, &saved[1]).await?;
            findings::judge(tx, Uuid::from_bytes([8; 16]), subject.0, &saved[0]).await
        }))
        .await;
        let read = test.store.read();
        assert_eq!(findings::told(&read).await.unwrap(), [(id, subject, told)]);
        let verdicts = findings::verdicts(&read, &[subject.0, Uuid::nil()]).await.unwrap();
        assert_eq!(verdicts.into_values().collect::<Vec<_>>(), [these.to_vec()]);
    }
}
