use domain::{
    ids::{MessageId, NoticeId},
    notice::{Notice, Step, What},
    referral::Party,
    time::Timestamp,
};
use store::{
    disclosures, notices, on_both_databases,
    outbox::{self, Message},
    reports,
    testing::TestStore,
};

use crate::example::*;

fn notice(number: u32) -> Notice {
    Notice {
        id: NoticeId::from_chance(chance(number)),
        report: report_id(1),
        disclosure: disclosure_id(1),
        from: Party { partner: partner("stadt"), unit: "ordnungsamt".parse().unwrap() },
        to: partner("polizei"),
        stations: vec!["lagedienst".parse().unwrap(), "fuehrungsstab".parse().unwrap()],
        known_since: Timestamp(NOW.0 - 60_000),
        entered_at: NOW,
        sent_at: Timestamp(NOW.0 + i64::from(number)),
        steps: Vec::new(),
    }
}

async fn with_notices(test: &TestStore) {
    done(&test.store, move |tx| {
        Box::pin(async move {
            reports::insert(tx, &report(1), SALT, None).await?;
            disclosures::insert(tx, &disclosure(1)).await?;
            notices::insert(tx, &notice(1)).await?;
            notices::insert(tx, &notice(2)).await
        })
    })
    .await;
}

fn message(number: u32) -> Message {
    Message {
        id: MessageId::from_chance(chance(number)),
        account: account_id(number),
        kind: "notice".to_owned(),
        made_at: Timestamp(NOW.0 + i64::from(number)),
        tries: 0,
    }
}

on_both_databases! {
    async fn a_notice_comes_back_with_all_its_steps(test: TestStore) {
        with_notices(&test).await;
        let told = Timestamp(NOW.0 + 30);
        let mut stage = notice(1);
        for (minute, what) in [What::Received, What::PassedOn, What::Told { at: told }, What::Acknowledged].into_iter().enumerate() {
            let by = (what != What::PassedOn).then(|| account_id(2));
            stage.steps.push(Step { at: Timestamp(NOW.0 + minute as i64 * 60_000), by, what });
            let saved = stage.clone();
            done(&test.store, move |tx| Box::pin(async move { notices::add_step(tx, &saved).await })).await;
            assert_eq!(notices::by_id(&test.store.read(), stage.id).await.unwrap().as_ref(), Some(&stage));
        }
        assert_eq!(notices::open(&test.store.read()).await.unwrap(), [notice(2)]);
        assert_eq!(notices::of_report(&test.store.read(), report_id(1)).await.unwrap(), [notice(2), stage]);
    }

    async fn notices_are_found_by_sending_unit_and_receiving_partner(test: TestStore) {
        with_notices(&test).await;
        let read = test.store.read();
        let (ours, other) = (["ordnungsamt".parse().unwrap()], ["kod".parse().unwrap()]);
        let found = async |from: &[domain::ids::UnitId], to: &str, since: i64, limit| {
            notices::since(&read, Timestamp(since), from, &partner(to), limit).await.unwrap().len()
        };
        assert_eq!(found(&ours, "stadt", 0, 10).await, 2);
        assert_eq!(found(&other, "polizei", 0, 10).await, 2);
        assert_eq!(found(&other, "stadt", 0, 10).await, 0);
        assert_eq!(found(&ours, "stadt", NOW.0 + 2, 10).await, 1);
        assert_eq!(found(&ours, "stadt", 0, 1).await, 1);
    }

    async fn a_message_is_taken_by_one_and_due_again_until_it_was_sent(test: TestStore) {
        done(&test.store, |tx| Box::pin(async move { outbox::insert(tx, &[message(1), message(2)]).await })).await;
        let due = |now: i64| {
            let read = test.store.read();
            async move { outbox::due(&read, Timestamp(now), 10).await.unwrap() }
        };
        assert_eq!(due(NOW.0).await, []);
        assert_eq!(due(NOW.0 + 2).await, [message(1), message(2)]);
        let again = Some(Timestamp(NOW.0 + 60_000));
        let take = |message: Message, again| {
            done(&test.store, move |tx| Box::pin(async move { outbox::take(tx, &message, again).await }))
        };
        assert!(take(message(1), again).await && !take(message(1), again).await);
        assert_eq!(due(NOW.0 + 2).await, [message(2)]);
        let second_try = Message { tries: 1, ..message(1) };
        assert_eq!(due(NOW.0 + 60_000).await, [message(2), second_try.clone()]);
        assert!(take(second_try, None).await);
        assert_eq!(due(i64::MAX).await, [message(2)], "given up");
        done(&test.store, |tx| Box::pin(async move { outbox::sent(tx, message(2).id, NOW).await })).await;
        assert_eq!(due(i64::MAX).await, []);
        let forget = |before| done(&test.store, move |tx| Box::pin(async move { outbox::delete_finished(tx, Timestamp(before)).await }));
        assert_eq!((forget(NOW.0 + 2).await, forget(i64::MAX).await), (1, 1));
    }
}
