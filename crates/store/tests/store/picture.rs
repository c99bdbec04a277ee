use domain::{ids::ReportId, place::Precision, report::Closing};
use store::{disclosures, on_both_databases, picture, reports};

use crate::example::*;

on_both_databases! {
    async fn the_picture_gets_the_current_version_and_those_passed_on(test: TestStore) {
        done(&test.store, move |tx| Box::pin(async move {
            let first = report(1);
            let second = edited(&first, "zweite");
            let third = edited(&second, "dritte");
            reports::insert(tx, &first, SALT, Some(Precision::M200)).await?;
            reports::add_version(tx, &second, None).await?;
            reports::add_version(tx, &third, None).await?;
            let closing = Closing { at: NOW, by: account_id(1), outcome: String::new() };
            reports::insert(tx, &bare_report(2), SALT, None).await?;
            let closed = domain::report::Report { closed: Some(closing), ..bare_report(2) };
            reports::close(tx, &closed).await?;
            disclosures::insert(tx, &disclosure(1)).await?;
            disclosures::pass(tx, disclosure_id(1), &[(first.id, 1)]).await
        }))
        .await;
        let sources = picture::sources(&test.store.read(), &[report_id(1), report_id(2), report_id(3)]).await.unwrap();
        assert_eq!(sources.len(), 2);
        let first = sources.iter().find(|source| source.id == report_id(1)).unwrap();
        assert_eq!((first.current, first.closed), (3, false));
        assert_eq!(first.passed, [(disclosure_id(1), 1)]);
        let versions: Vec<_> = first.versions.iter().map(|version| (version.version, version.at_most)).collect();
        assert_eq!(versions, [(1, Some(Precision::M200)), (3, None)], "nobody has the second one");
        let place = report(1).content.place.unwrap();
        assert_eq!(first.versions[0].cell, Some(u64::from(place.cell())));
        assert_eq!((first.versions[0].lon, first.versions[0].lat), (Some(place.lon()), Some(place.lat())));
        let second = sources.iter().find(|source| source.id == report_id(2)).unwrap();
        assert_eq!((second.closed, second.versions[0].cell, second.versions[0].from.0), (true, None, -5));
    }

    async fn all_sources_come_page_by_page(test: TestStore) {
        let many: Vec<_> = (0..1_203).map(|number| (report(number), SALT, None)).collect();
        let entered = many.clone();
        done(&test.store, move |tx| Box::pin(async move { reports::insert_many(tx, &entered).await })).await;
        let read = test.store.read();
        let (mut found, mut after): (Vec<ReportId>, _) = (Vec::new(), None);
        loop {
            let page = picture::all_sources(&read, after, 500).await.unwrap();
            let Some(last) = page.last() else { break };
            assert!(page.len() <= 500 && page.iter().all(|source| source.versions.len() == 1));
            after = Some(last.id);
            found.extend(page.iter().map(|source| source.id));
        }
        let mut expected: Vec<_> = many.iter().map(|(report, ..)| report.id).collect();
        expected.sort();
        assert_eq!(found, expected);
        let some = picture::sources(&read, &expected[..50]).await.unwrap();
        assert_eq!(some, picture::all_sources(&read, None, 50).await.unwrap());
    }

    async fn blocks_are_saved_and_replaced(test: TestStore) {
        assert_eq!(picture::load_blocks(&test.store.read()).await.unwrap(), None);
        let long = vec![9; 100_000];
        done(&test.store, move |tx| Box::pin(async move {
            picture::save_blocks(tx, 5, vec![1, 2], &[(0, vec![0]), (1, vec![1; 100_000])]).await?;
            picture::save_blocks(tx, 6, vec![3], &[(1, vec![9; 100_000])]).await
        }))
        .await;
        let loaded = picture::load_blocks(&test.store.read()).await.unwrap();
        assert_eq!(loaded, Some((6, vec![3], vec![(0, vec![0]), (1, long)])));
        done(&test.store, move |tx| Box::pin(async move { picture::delete_blocks(tx).await })).await;
        assert_eq!(picture::load_blocks(&test.store.read()).await.unwrap(), None);
    }
}
