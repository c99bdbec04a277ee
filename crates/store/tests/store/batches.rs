use domain::{
    batch::{Batch, Counts},
    ids::BatchId,
    place::Precision,
    report::{Channel, Origin, Urgency},
    time::{Timestamp, When},
};
use store::{
    StoreError,
    batches::{self, Common, FileKind, Staged},
    disclosures, on_both_databases, picture, reports,
};

use crate::example::*;

fn batch(number: u32) -> Batch {
    Batch {
        id: BatchId::from_chance(chance(number)),
        partner: partner("stadt"),
        unit: "ordnungsamt".parse().unwrap(),
        source: "portal".parse().unwrap(),
        by: account_id(1),
        at: NOW,
        file: "auszug.csv".to_owned(),
        digest: "00".to_owned(),
        profile: "…".to_owned(),
        counts: Counts::default(),
        blocks: 0,
        begun_at: Some(NOW),
        visible_at: None,
        confirmed: None,
        discarded_at: None,
    }
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn staged(number: u32) -> Staged<'static> {
    Staged {
        id: report_id(number),
        salt: SALT,
        category: "laerm".parse().unwrap(),
        modus: number.is_multiple_of(2).then(|| "nachts".parse().unwrap()),
        place: (!number.is_multiple_of(3)).then_some((7.8, 51.7, 0x08d1_fa1b_2c3d_4e5f)),
        when: When::Within { from: NOW, to: Timestamp(NOW.0 + i64::from(number) + 1) },
        title: leaked(format!("Anführung „“ ' \" {number}")),
        summary: "",
        text: "Text",
        own_ref: number.is_multiple_of(2).then(|| leaked(format!("A-{number}"))),
        at_most: number.is_multiple_of(5).then_some(Precision::M200),
    }
}

fn common(batch: &Batch) -> Common {
    Common {
        batch: batch.clone(),
        by: account_id(1),
        at: NOW,
        origin: Origin::Citizen,
        channel: Channel::Import,
        urgency: Urgency::Normal,
        household: false,
    }
}

on_both_databases! {
    async fn what_is_staged_is_in_no_picture_until_the_batch_is_visible(test: TestStore) {
        let (first, rows) = (batch(1), (0..1_203).map(staged).collect::<Vec<_>>());
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let (inserted, common) = (first.clone(), common(&first));
        done(&test.store, move |tx| Box::pin(async move {
            batches::insert(tx, &inserted).await?;
            reports::insert(tx, &report(5_000), SALT, None).await?;
            batches::stage(tx, batches::make_ready(tx, &common, 0, &rows)?).await
        }))
        .await;
        let read = test.store.read();
        assert_eq!(picture::sources(&read, &ids).await.unwrap(), []);
        let page = picture::all_sources(&read, None, 100).await.unwrap();
        assert_eq!(page.iter().map(|source| source.id).collect::<Vec<_>>(), [report_id(5_000)]);
        let known = batches::known(&read, &[ids[0], report_id(5_000), report_id(6_000)]).await.unwrap();
        assert_eq!(known.len(), 2);
        assert_eq!((known[&ids[0]], known[&report_id(5_000)]), (Some(first.id), None));
        let block = batches::block(&read, first.id, 0).await.unwrap().unwrap();
        assert_eq!((block.origin, block.urgency), (Origin::Citizen, Urgency::Normal));
        assert_eq!((block.categories, block.reports.len()), (vec!["laerm".parse().unwrap()], 1_203));
        let expected = staged(10);
        let seen = block.reports[10];
        assert_eq!((seen.id, seen.place, seen.at_most), (expected.id, expected.place, expected.at_most));
        assert_eq!((seen.from, seen.category), (expected.when.anchor(), 0));
        assert_eq!(batches::block(&read, first.id, 1).await.unwrap(), None);

        let visible = first.show(NOW).unwrap();
        done(&test.store, move |tx| Box::pin(async move { batches::update(tx, &visible).await })).await;
        let sources = picture::sources(&read, &ids).await.unwrap();
        assert_eq!(sources.len(), 1_203);
        let loaded = reports::by_id(&read, ids[10]).await.unwrap().unwrap();
        let expected = staged(10);
        assert_eq!((loaded.content.title.as_str(), loaded.content.modus, loaded.own_ref.as_deref()), (expected.title, expected.modus, expected.own_ref));
        assert_eq!((loaded.content.when, loaded.content.channel, loaded.version), (expected.when, Channel::Import, 1));
        assert_eq!((loaded.unit.as_str(), loaded.changed_by, loaded.entered_at), ("ordnungsamt", account_id(1), NOW));
        assert_eq!(reports::salt(&read, ids[10]).await.unwrap(), Some(SALT));
        let source = sources.iter().find(|source| source.id == ids[10]).unwrap();
        assert_eq!((source.versions[0].at_most, source.versions[0].cell), (Some(Precision::M200), Some(0x08d1_fa1b_2c3d_4e5f)));
    }

    async fn a_report_of_a_batch_is_read_changed_and_passed_on_like_any_other(test: TestStore) {
        let (first, rows) = (batch(1), (0..300).map(staged).collect::<Vec<_>>());
        let shown = first.clone().show(NOW).unwrap();
        let common = common(&first);
        done(&test.store, move |tx| Box::pin(async move {
            batches::insert(tx, &first).await?;
            batches::stage(tx, batches::make_ready(tx, &common, 0, &rows[..200])?).await?;
            batches::stage(tx, batches::make_ready(tx, &common, 1, &rows[200..])?).await?;
            batches::update(tx, &shown).await?;
            reports::insert(tx, &report(5_000), SALT, None).await
        }))
        .await;
        let (read, id) = (test.store.read(), report_id(250));
        let brought = reports::by_id(&read, id).await.unwrap().unwrap();
        assert_eq!((brought.content.title.as_str(), brought.version), (staged(250).title, 1));
        let changed = edited(&brought, "anders");
        let saved = changed.clone();
        done(&test.store, move |tx| Box::pin(async move {
            reports::add_version(tx, &saved, Some(Precision::M50)).await?;
            disclosures::insert(tx, &disclosure(1)).await?;
            disclosures::pass(tx, disclosure_id(1), &[(id, 1), (report_id(299), 1), (report_id(5_000), 1)]).await
        }))
        .await;
        assert_eq!(reports::by_id(&read, id).await.unwrap().as_ref(), Some(&changed));
        let now = |report: domain::report::Report| domain::report::Report { own_ref: changed.own_ref.clone(), ..report };
        assert_eq!(reports::version(&read, id, 1).await.unwrap(), Some(now(brought.clone())));
        assert_eq!(reports::history(&read, id).await.unwrap(), [now(brought.clone()), changed.clone()]);
        let wanted = [(id, 1), (id, 2), (report_id(3), 1), (report_id(3), 2), (report_id(299), 1), (report_id(5_000), 1)];
        let mut loaded: Vec<_> =
            reports::load(&read, &wanted).await.unwrap().iter().map(|report| (report.id, report.version)).collect();
        let mut expected = [(id, 1), (id, 2), (report_id(3), 1), (report_id(299), 1), (report_id(5_000), 1)];
        loaded.sort_unstable();
        expected.sort_unstable();
        assert_eq!(loaded, expected, "what is not there is left out");

        let all = picture::all_sources(&read, None, 1_000).await.unwrap();
        assert_eq!(all.len(), 301);
        let versions = |id| {
            let source = all.iter().find(|source| source.id == id).unwrap();
            source.versions.iter().map(|version| (version.version, version.at_most)).collect::<Vec<_>>()
        };
        assert_eq!(versions(id), [(1, Some(Precision::M200)), (2, Some(Precision::M50))], "one passed on, one current");
        assert_eq!(versions(report_id(3)), [(1, None)]);
        let mut sources = picture::sources(&read, &[id, report_id(3)]).await.unwrap();
        sources.sort_unstable_by_key(|source| source.id == id);
        assert_eq!(sources, [report_id(3), id].map(|id| all.iter().find(|source| source.id == id).unwrap().clone()));
        let later = test.store.write::<_, StoreError>(move |tx| Box::pin(async move {
            disclosures::pass(tx, disclosure_id(1), &[(report_id(3), 2)]).await
        }));
        assert!(matches!(later.await, Err(StoreError::Conflict(_))), "there is no second version of it");
    }

    async fn what_a_batch_brings_comes_when_it_becomes_visible(test: TestStore) {
        let (first, rows) = (batch(1), (0..5).map(staged).collect::<Vec<_>>());
        let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        ids.push(report_id(5_000));
        let (inserted, common) = (first.clone(), common(&first));
        done(&test.store, move |tx| Box::pin(async move {
            batches::insert(tx, &inserted).await?;
            reports::insert(tx, &report(5_000), SALT, None).await?;
            batches::stage(tx, batches::make_ready(tx, &common, 0, &rows)?).await
        }))
        .await;
        let read = test.store.read();
        let later = Timestamp(NOW.0 + 1_000);
        assert_eq!(batches::seen_since(&read, &ids).await.unwrap().len(), 0);
        assert_eq!(reports::come_since(&read, later).await.unwrap(), []);
        let visible = first.show(later).unwrap();
        done(&test.store, move |tx| Box::pin(async move { batches::update(tx, &visible).await })).await;
        let seen = batches::seen_since(&read, &ids).await.unwrap();
        assert_eq!((seen.len(), seen[&ids[3]]), (5, later));
        let mut came = reports::come_since(&read, later).await.unwrap();
        let mut brought = ids[..5].to_vec();
        came.sort_unstable();
        brought.sort_unstable();
        assert_eq!(came, brought, "the one that was entered was there before");
        assert_eq!(reports::come_since(&read, Timestamp(NOW.0 + 1_001)).await.unwrap(), []);
    }

    async fn a_block_that_nobody_has_seen_goes_without_a_trace(test: TestStore) {
        let (first, rows) = (batch(1), (0..20).map(staged).collect::<Vec<_>>());
        let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        ids.push(report_id(5_000));
        let (inserted, common, id) = (first.clone(), common(&first), first.id);
        done(&test.store, move |tx| Box::pin(async move {
            batches::insert(tx, &inserted).await?;
            reports::insert(tx, &report(5_000), SALT, None).await?;
            batches::stage(tx, batches::make_ready(tx, &common, 0, &rows)?).await
        }))
        .await;
        let deleted = ids.clone();
        done(&test.store, move |tx| Box::pin(async move { batches::delete_block(tx, id, 0, &deleted).await })).await;
        let read = test.store.read();
        let known = batches::known(&read, &ids).await.unwrap();
        assert_eq!(known.keys().copied().collect::<Vec<_>>(), [report_id(5_000)], "what is of no batch stays");
        assert_eq!(batches::block(&read, id, 0).await.unwrap(), None);
        // Its pieces are gone too: the same block can come again.
        let (rows, common) = ((0..20).map(staged).collect::<Vec<_>>(), self::common(&batch(1)));
        done(&test.store, move |tx| Box::pin(async move {
            batches::stage(tx, batches::make_ready(tx, &common, 0, &rows)?).await
        }))
        .await;
        assert_eq!(batches::known(&read, &ids).await.unwrap().len(), 21);
    }

    async fn a_batch_comes_back_as_it_was_saved(test: TestStore) {
        let mut first = batch(1);
        first.counts.unmapped.push(("Krach".to_owned(), 3));
        let inserted = first.clone();
        done(&test.store, move |tx| Box::pin(async move { batches::insert(tx, &inserted).await })).await;
        let read = test.store.read();
        assert_eq!(batches::by_id(&read, first.id).await.unwrap(), Some(first.clone()));
        let changed = first.show(NOW).unwrap().confirm(account_id(2), NOW).unwrap();
        let saved = changed.clone();
        done(&test.store, move |tx| Box::pin(async move { batches::update(tx, &saved).await })).await;
        assert_eq!(batches::of_units(&read, [&changed.unit], 9).await.unwrap(), std::slice::from_ref(&changed));
        assert_eq!(batches::begun(&read, &changed.source).await.unwrap(), [changed]);
        let missing = test.store.write(|tx| Box::pin(async move { batches::update(tx, &batch(2)).await })).await;
        assert!(matches!(missing, Err(StoreError::Conflict(_))), "{missing:?}");
    }

    async fn whoever_brings_a_batch_further_does_so_from_where_it_stands(test: TestStore) {
        let first = batch(1);
        let at = |blocks| Batch { blocks, ..batch(1) };
        let inserted = first.clone();
        done(&test.store, move |tx| Box::pin(async move { batches::insert(tx, &inserted).await })).await;
        let advance = |before: Batch, now: Batch| {
            test.store.write(move |tx| Box::pin(async move { batches::advance(tx, &before, &now).await }))
        };
        let (blocks, id) = (first.blocks, first.id);
        advance(at(blocks), at(blocks + 1)).await.unwrap();
        let behind = advance(at(blocks), at(blocks + 1)).await;
        assert!(matches!(behind, Err(StoreError::Conflict(_))), "{behind:?}");
        let shown = at(blocks + 1).show(NOW).unwrap();
        advance(at(blocks + 1), shown.clone()).await.unwrap();
        let late = advance(at(blocks + 1), at(blocks + 2)).await;
        assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
        assert_eq!(batches::by_id(&test.store.read(), id).await.unwrap(), Some(shown));
    }

    async fn a_file_comes_back_whole_and_goes(test: TestStore) {
        let id = batch(1).id;
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| n as u8).collect();
        let kept = bytes.clone();
        done(&test.store, move |tx| Box::pin(async move {
            batches::insert(tx, &batch(1)).await?;
            batches::put_file(tx, id, FileKind::Upload, b"vorher").await?;
            batches::put_file(tx, id, FileKind::Upload, &kept).await
        }))
        .await;
        let read = test.store.read();
        assert!(batches::file(&read, id, FileKind::Upload).await.unwrap() == Some(bytes));
        assert_eq!(batches::file(&read, id, FileKind::Rejects).await.unwrap(), None);
        done(&test.store, move |tx| Box::pin(async move { batches::delete_file(tx, id, FileKind::Upload).await })).await;
        assert_eq!(batches::file(&read, id, FileKind::Upload).await.unwrap(), None);
    }

    async fn the_secret_of_a_source_is_made_once(test: TestStore) {
        let source: domain::ids::SourceId = "portal".parse().unwrap();
        let secret = |fresh: u8| {
            let (store, source) = (test.store.clone(), source.clone());
            async move {
                let made = store.write(move |tx| Box::pin(async move { batches::secret(tx, &source, [fresh; 32]).await }));
                made.await.unwrap().value
            }
        };
        assert_eq!((secret(1).await, secret(2).await), ([1; 32], [1; 32]));
    }
}
