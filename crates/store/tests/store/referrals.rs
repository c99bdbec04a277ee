use domain::{
    referral::{Outcome, Party, Referral, Step, What},
    time::{Day, Timestamp},
};
use store::{StoreError, disclosures, on_both_databases, referrals, reports, testing::TestStore};

use crate::example::*;

fn referral(number: u32) -> Referral {
    Referral {
        id: domain::ids::ReferralId::from_chance(chance(number)),
        report: report_id(1),
        disclosure: disclosure_id(1),
        from: Party { partner: partner("stadt"), unit: "ordnungsamt".parse().unwrap() },
        to: Party { partner: partner("polizei"), unit: "bezirksdienst".parse().unwrap() },
        sent_at: Timestamp(NOW.0 + i64::from(number)),
        sent_by: account_id(1),
        request: "Bitte prüfen".to_owned(),
        steps: Vec::new(),
    }
}

fn with(referral: Referral, what: What) -> Referral {
    let mut steps = referral.steps.clone();
    steps.push(Step { at: Timestamp(NOW.0 + 100 + steps.len() as i64), by: account_id(2), what });
    Referral { steps, ..referral }
}

fn finished() -> Vec<Referral> {
    let accepted = with(referral(1), What::Accepted);
    let told = with(accepted.clone(), What::Progress { text: "Streife ist informiert".to_owned() });
    let done =
        What::Done { outcome: Outcome::NothingFound, text: "Niemand mehr dort".to_owned(), on: Day(20_780) };
    vec![accepted, told.clone(), with(told, done)]
}

async fn with_report(test: &TestStore) {
    done(&test.store, move |tx| {
        Box::pin(async move {
            reports::insert(tx, &report(1), SALT, None).await?;
            disclosures::insert(tx, &disclosure(1)).await?;
            for number in 1..=3 {
                referrals::insert(tx, &referral(number)).await?;
            }
            Ok(())
        })
    })
    .await;
}

on_both_databases! {
    async fn a_referral_comes_back_with_all_its_steps(test: TestStore) {
        with_report(&test).await;
        for stage in finished() {
            let saved = stage.clone();
            done(&test.store, move |tx| Box::pin(async move { referrals::add_step(tx, &saved).await })).await;
            assert_eq!(referrals::by_id(&test.store.read(), stage.id).await.unwrap(), Some(stage));
        }
        let returned = with(referral(2), What::Returned { reason: "nicht zuständig".to_owned() });
        let recalled = with(referral(3), What::Recalled { reason: "erledigt".to_owned() });
        for end in [returned, recalled] {
            let saved = end.clone();
            done(&test.store, move |tx| Box::pin(async move { referrals::add_step(tx, &saved).await })).await;
            assert_eq!(referrals::by_id(&test.store.read(), end.id).await.unwrap(), Some(end));
        }
        assert_eq!(referrals::open(&test.store.read()).await.unwrap(), []);
    }

    async fn nothing_follows_the_end_of_a_referral(test: TestStore) {
        with_report(&test).await;
        let returned = with(referral(1), What::Returned { reason: "nicht zuständig".to_owned() });
        let further = with(returned.clone(), What::Accepted);
        done(&test.store, move |tx| Box::pin(async move { referrals::add_step(tx, &returned).await })).await;
        let again = test
            .store
            .write(move |tx| Box::pin(async move { referrals::add_step(tx, &further).await }))
            .await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
    }

    async fn of_two_first_steps_only_one_is_saved(test: TestStore) {
        with_report(&test).await;
        let (one, other) = (with(referral(1), What::Accepted), with(referral(1), What::Accepted));
        done(&test.store, move |tx| Box::pin(async move { referrals::add_step(tx, &one).await })).await;
        let again =
            test.store.write(move |tx| Box::pin(async move { referrals::add_step(tx, &other).await })).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
    }

    async fn a_unit_finds_what_ended_newest_first_and_page_by_page(test: TestStore) {
        with_report(&test).await;
        let read = test.store.read();
        let (ours, theirs) = (["ordnungsamt".parse().unwrap()], ["bezirksdienst".parse().unwrap()]);
        assert_eq!(referrals::ended(&read, &ours, &theirs, None, 10).await.unwrap(), []);
        let end = |number| with(referral(number), What::Returned { reason: "nicht zuständig".to_owned() });
        let all = [end(3), end(2), end(1)];
        for ended in all.clone() {
            done(&test.store, move |tx| Box::pin(async move { referrals::add_step(tx, &ended).await })).await;
        }
        assert_eq!(referrals::ended(&read, &ours, &[], None, 10).await.unwrap(), all);
        assert_eq!(referrals::ended(&read, &[], &theirs, None, 2).await.unwrap(), all[..2]);
        assert_eq!(referrals::ended(&read, &theirs, &ours, None, 10).await.unwrap(), []);
        let after = Some((all[0].sent_at, all[0].id));
        assert_eq!(referrals::ended(&read, &ours, &[], after, 10).await.unwrap(), all[1..]);
        assert_eq!(referrals::of_report(&read, report_id(1)).await.unwrap(), all);
    }

    async fn what_is_open_is_found_newest_first(test: TestStore) {
        with_report(&test).await;
        let all = [referral(3), referral(2), referral(1)];
        assert_eq!(referrals::open(&test.store.read()).await.unwrap(), all);
    }
}
