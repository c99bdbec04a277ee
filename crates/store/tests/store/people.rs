use domain::{
    access::{MemberOf, Membership, Role},
    ids::{MembershipId, TokenId},
    people::{Account, Language, Scope, Token},
    second_factor::{Proof, Secret},
    time::Timestamp,
};
use store::{
    StoreError,
    invitations::{self, Invitation},
    on_both_databases, people,
    second_factors::{self, SecondFactor},
    sessions::{self, Session},
    testing::TestStore,
    tokens,
};

use crate::example::*;

fn membership(number: u32, of: MemberOf, role: Role) -> Membership {
    let (id, from) = (MembershipId::from_chance(chance(number)), Timestamp(NOW.0 + i64::from(number)));
    Membership { id, account: account_id(1), of, role, from, until: None }
}

fn session(number: u8) -> Session {
    Session {
        hash: [number; 32],
        account: account_id(1),
        created_at: NOW,
        seen_at: Timestamp(NOW.0 + i64::from(number)),
        expires_at: NOW.plus_days(1),
        csrf: "abc".to_owned(),
        occasion: None,
        user_agent: "Browser".to_owned(),
        proof: Proof::CodeAwaited,
    }
}

/// The first session after its secret was renewed.
fn rotated() -> Session {
    Session {
        hash: [3; 32],
        seen_at: Timestamp(NOW.0 + 600),
        expires_at: NOW.plus_days(2),
        csrf: "def".to_owned(),
        proof: Proof::Both,
        ..session(1)
    }
}

async fn with_accounts(test: &TestStore) {
    done(&test.store, move |tx| {
        Box::pin(async move {
            people::insert_account(tx, &account(1)).await?;
            people::insert_account(tx, &Account { partner: partner("polizei"), ..account(2) }).await
        })
    })
    .await;
}

on_both_databases! {
    async fn an_account_comes_back_and_can_be_changed(test: TestStore) {
        with_accounts(&test).await;
        let changed = Account {
            name: "Leitung".to_owned(),
            language: Language::En,
            disabled_at: Some(NOW),
            last_visit: Some(NOW),
            ..account(1)
        };
        let saved = changed.clone();
        done(&test.store, move |tx| Box::pin(async move { people::update_account(tx, &saved).await })).await;
        let read = test.store.read();
        assert_eq!(people::account_by_id(&read, account_id(1)).await.unwrap(), Some(changed.clone()));
        assert_eq!(people::account_by_email(&read, &changed.email).await.unwrap(), Some(changed.clone()));
        assert_eq!(people::accounts(&read, &partner("stadt")).await.unwrap(), [changed]);
        assert_eq!(people::count_accounts(&read).await.unwrap(), 2);
        assert_eq!(people::account_by_email(&read, "niemand@example.org").await.unwrap(), None);
    }

    async fn an_address_belongs_to_one_account(test: TestStore) {
        with_accounts(&test).await;
        let second = Account { email: account(1).email, ..account(3) };
        let taken = test
            .store
            .write(move |tx| Box::pin(async move { people::insert_account(tx, &second).await }))
            .await;
        assert!(matches!(taken, Err(StoreError::Conflict(_))), "{taken:?}");
    }

    async fn a_password_hash_is_kept_apart_from_the_account(test: TestStore) {
        with_accounts(&test).await;
        let read = test.store.read();
        assert_eq!(people::password_hash(&read, account_id(1)).await.unwrap(), None);
        done(&test.store, move |tx| Box::pin(async move {
            people::set_password_hash(tx, account_id(1), Some("$argon2id$…")).await
        }))
        .await;
        assert_eq!(people::password_hash(&read, account_id(1)).await.unwrap().as_deref(), Some("$argon2id$…"));
        assert_eq!(people::password_hash(&read, account_id(9)).await.unwrap(), None);
        let nobody = test
            .store
            .write(move |tx| Box::pin(async move { people::set_password_hash(tx, account_id(9), None).await }))
            .await;
        assert!(matches!(nobody, Err(StoreError::Conflict(_))), "{nobody:?}");
    }

    async fn memberships_come_back_and_end_once(test: TestStore) {
        with_accounts(&test).await;
        let all = [
            membership(1, MemberOf::Unit("ordnungsamt".parse().unwrap()), Role::Officer),
            membership(2, MemberOf::Body("lenkungsgruppe".parse().unwrap()), Role::Reader),
            membership(3, MemberOf::Partner, Role::DataProtection),
        ];
        let granted = all.clone();
        done(&test.store, move |tx| Box::pin(async move {
            for membership in &granted {
                people::insert_membership(tx, membership).await?;
            }
            people::insert_membership(tx, &Membership { account: account_id(2), ..membership(4, MemberOf::Partner, Role::Admin) }).await
        }))
        .await;
        let read = test.store.read();
        assert_eq!(people::memberships(&read, account_id(1)).await.unwrap(), all);
        assert_eq!(people::memberships_of(&read, &partner("stadt")).await.unwrap(), all);
        assert_eq!(people::all_memberships(&read).await.unwrap().len(), 4);
        let until = Timestamp(NOW.0 + 100);
        let id = all[0].id;
        done(&test.store, move |tx| Box::pin(async move { people::end_membership(tx, id, until).await })).await;
        let earlier = Timestamp(NOW.0 + 50);
        done(&test.store, move |tx| Box::pin(async move { people::end_membership(tx, id, earlier).await })).await;
        let later = test.store.write(move |tx| Box::pin(async move { people::end_membership(tx, id, until).await })).await;
        assert!(matches!(later, Err(StoreError::Conflict(_))), "an ended membership is not prolonged: {later:?}");
        assert_eq!(people::memberships(&read, account_id(1)).await.unwrap()[0].until, Some(earlier));
    }

    async fn a_membership_needs_an_account(test: TestStore) {
        let orphan = membership(1, MemberOf::Partner, Role::Admin);
        let refused = test
            .store
            .write(move |tx| Box::pin(async move { people::insert_membership(tx, &orphan).await }))
            .await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    }

    async fn a_session_lives_from_sign_in_to_sign_out(test: TestStore) {
        with_accounts(&test).await;
        done(&test.store, move |tx| Box::pin(async move {
            sessions::insert(tx, &session(1)).await?;
            sessions::insert(tx, &session(2)).await?;
            sessions::touch(tx, &[1; 32], Timestamp(NOW.0 + 500), NOW.plus_days(2)).await?;
            sessions::rotate(tx, &[1; 32], &rotated()).await?;
            sessions::set_occasion(tx, &[3; 32], Some("Frühdienst")).await
        }))
        .await;
        let read = test.store.read();
        let expected = Session {
            hash: [3; 32],
            seen_at: Timestamp(NOW.0 + 600),
            expires_at: NOW.plus_days(2),
            csrf: "def".to_owned(),
            occasion: Some("Frühdienst".to_owned()),
            proof: Proof::Both,
            ..session(1)
        };
        assert_eq!(sessions::by_hash(&read, &[1; 32]).await.unwrap(), None, "the old secret is worth nothing");
        assert_eq!(sessions::by_hash(&read, &[3; 32]).await.unwrap(), Some(expected.clone()));
        assert_eq!(sessions::of_account(&read, account_id(1)).await.unwrap(), [expected.clone(), session(2)]);
        let gone = test
            .store
            .write(move |tx| Box::pin(async move { sessions::touch(tx, &[1; 32], NOW, NOW).await }))
            .await;
        assert!(matches!(gone, Err(StoreError::Conflict(_))), "{gone:?}");
        let expired = done(&test.store, move |tx| Box::pin(async move { sessions::delete_expired(tx, NOW.plus_days(1)).await })).await;
        assert_eq!(expired, 1);
        assert_eq!(sessions::of_account(&read, account_id(1)).await.unwrap(), [expected]);
        assert!(done(&test.store, move |tx| Box::pin(async move { sessions::delete(tx, &[3; 32]).await })).await);
        assert!(!done(&test.store, move |tx| Box::pin(async move { sessions::delete(tx, &[3; 32]).await })).await);
    }

    async fn all_other_sessions_of_an_account_end_together(test: TestStore) {
        with_accounts(&test).await;
        let ended = done(&test.store, move |tx| Box::pin(async move {
            for number in 1..=3 {
                sessions::insert(tx, &session(number)).await?;
            }
            sessions::delete_of_account(tx, account_id(1), Some(&[2; 32])).await
        }))
        .await;
        assert_eq!(ended, 2);
        assert_eq!(sessions::of_account(&test.store.read(), account_id(1)).await.unwrap(), [session(2)]);
    }

    async fn a_second_factor_is_begun_set_up_and_its_codes_are_used_once(test: TestStore) {
        with_accounts(&test).await;
        let secret = |byte: u8| Secret::new([byte; 20]);
        done(&test.store, move |tx| Box::pin(async move {
            second_factors::begin(tx, account_id(1), &secret(1)).await?;
            second_factors::begin(tx, account_id(1), &secret(2)).await
        }))
        .await;
        let begun = SecondFactor { account: account_id(1), secret: secret(2), set_up_at: None, last_step: 0 };
        let read = test.store.read();
        assert_eq!(second_factors::of_account(&read, account_id(1)).await.unwrap(), Some(begun.clone()));
        assert!(second_factors::of_partner(&read, &partner("stadt")).await.unwrap().is_empty(), "it is not set up yet");
        done(&test.store, move |tx| Box::pin(async move {
            second_factors::set_up(tx, account_id(1), NOW).await?;
            second_factors::replace_recovery_codes(tx, account_id(1), &[[1; 32], [2; 32]]).await
        }))
        .await;
        assert_eq!(second_factors::of_partner(&read, &partner("stadt")).await.unwrap(), [account_id(1)].into());
        assert!(second_factors::of_partner(&read, &partner("polizei")).await.unwrap().is_empty());
        let again = test
            .store
            .write(move |tx| Box::pin(async move { second_factors::begin(tx, account_id(1), &secret(3)).await }))
            .await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "it is not replaced by the way: {again:?}");
        let step = |step| done(&test.store, move |tx| Box::pin(async move { second_factors::use_step(tx, account_id(1), step).await }));
        let (one, other) = tokio::join!(step(100), step(100));
        assert!(one != other, "one of two gets it");
        assert!(!step(99).await && step(101).await && !step(101).await);
        let code = |account, byte: u8| done(&test.store, move |tx| Box::pin(async move { second_factors::use_recovery_code(tx, account, &[byte; 32]).await }));
        assert!(!code(account_id(2), 1).await, "it is somebody else's");
        let (one, other) = tokio::join!(code(account_id(1), 1), code(account_id(1), 1));
        assert!(one != other, "one of two gets it");
        assert_eq!(second_factors::recovery_codes_left(&read, account_id(1)).await.unwrap(), 1);
        let set_up = SecondFactor { set_up_at: Some(NOW), last_step: 101, ..begun };
        assert_eq!(second_factors::of_account(&read, account_id(1)).await.unwrap(), Some(set_up));
        let delete = || done(&test.store, move |tx| Box::pin(async move { second_factors::delete(tx, account_id(1)).await }));
        assert!(delete().await && !delete().await);
        assert_eq!(second_factors::recovery_codes_left(&read, account_id(1)).await.unwrap(), 0);
    }

    async fn a_token_is_found_by_its_hash_and_revoked_once(test: TestStore) {
        with_accounts(&test).await;
        let token = Token {
            id: TokenId::from_chance(chance(1)),
            account: account_id(1),
            name: "Auswertung".to_owned(),
            scope: Scope::Read,
            created_at: NOW,
            expires_at: NOW.plus_days(90),
            revoked_at: None,
        };
        let (made, id) = (token.clone(), token.id);
        done(&test.store, move |tx| Box::pin(async move { tokens::insert(tx, &made, &[5; 32]).await })).await;
        let read = test.store.read();
        assert_eq!(tokens::by_hash(&read, &[5; 32]).await.unwrap(), Some(token.clone()));
        assert_eq!(tokens::by_hash(&read, &[6; 32]).await.unwrap(), None);
        done(&test.store, move |tx| Box::pin(async move { tokens::revoke(tx, id, NOW).await })).await;
        let again = test.store.write(move |tx| Box::pin(async move { tokens::revoke(tx, id, NOW).await })).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
        let revoked = Token { revoked_at: Some(NOW), ..token };
        assert_eq!(tokens::of_account(&read, account_id(1)).await.unwrap(), [revoked]);
    }

    async fn an_invitation_is_used_once_and_in_time(test: TestStore) {
        with_accounts(&test).await;
        let invitation = |number: u8| Invitation {
            hash: [number; 32],
            account: account_id(1),
            purpose: "first_sign_in".to_owned(),
            expires_at: NOW.plus_days(1),
            used_at: None,
        };
        done(&test.store, move |tx| Box::pin(async move {
            invitations::insert(tx, &invitation(1)).await?;
            invitations::insert(tx, &invitation(2)).await
        }))
        .await;
        let take = |number: u8, at: Timestamp| {
            test.store.write::<_, StoreError>(move |tx| {
                Box::pin(async move { invitations::take(tx, &[number; 32], at).await })
            })
        };
        let (one, other) = tokio::join!(take(1, NOW), take(1, NOW));
        let taken: Vec<_> = [one, other].into_iter().filter_map(|taken| taken.unwrap().value).collect();
        assert_eq!(taken, [Invitation { used_at: Some(NOW), ..invitation(1) }]);
        assert_eq!(take(2, NOW.plus_days(1)).await.unwrap().value, None, "too late");
        assert_eq!(take(3, NOW).await.unwrap().value, None, "there is none");
        let read = test.store.read();
        assert_eq!(invitations::by_hash(&read, &[2; 32]).await.unwrap(), Some(invitation(2)));
        let void = |account| done(&test.store, move |tx| Box::pin(async move { invitations::void_of_account(tx, account, NOW).await }));
        assert_eq!(void(account_id(2)).await, 0, "nobody else's link");
        assert_eq!(void(account_id(1)).await, 1, "the one that is still open");
        assert_eq!(take(2, NOW).await.unwrap().value, None, "it is worth nothing any more");
    }
}
