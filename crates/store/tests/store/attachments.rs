use domain::{
    attachment::{Attachment, Kind},
    ids::AttachmentId,
    time::Timestamp,
};
use store::{StoreError, attachments, on_both_databases, reports, testing::TestStore};

use crate::example::*;

fn attachment(number: u32, kind: Kind, content: &[u8]) -> Attachment {
    Attachment {
        id: AttachmentId::from_chance(chance(number)),
        report: report_id(1),
        version: number,
        kind,
        name: format!("Süd {number}.{}", kind.ending()),
        bytes: content.len() as u32,
        pixels: kind.is_picture().then_some((2560, 1920)),
        added_at: Timestamp(NOW.0 + i64::from(number)),
        added_by: account_id(1),
        removed: None,
    }
}

fn content() -> Vec<u8> {
    (0..2_500_000_u32).map(|n| (n % 251) as u8).collect()
}

async fn with_two(test: &TestStore) {
    done(&test.store, move |tx| {
        Box::pin(async move {
            reports::insert(tx, &report(1), SALT, None).await?;
            attachments::insert(tx, &attachment(2, Kind::Pdf, &content()), &content(), None).await?;
            attachments::insert(
                tx,
                &attachment(1, Kind::Jpeg, b"picture"),
                b"picture",
                Some(b"small".to_vec()),
            )
            .await
        })
    })
    .await;
}

on_both_databases! {
    async fn an_attachment_comes_back_byte_by_byte(test: TestStore) {
        with_two(&test).await;
        let read = test.store.read();
        let found = attachments::of_report(&read, report_id(1)).await.unwrap();
        let expected = [
            (attachment(1, Kind::Jpeg, b"picture"), Some(b"small".to_vec())),
            (attachment(2, Kind::Pdf, &content()), None),
        ];
        assert_eq!(found, expected);
        let document = AttachmentId::from_chance(chance(2));
        assert!(attachments::content(&read, document).await.unwrap() == content());
        assert_eq!(attachments::by_id(&read, document).await.unwrap().unwrap(), expected[1].0);
        assert_eq!(attachments::by_id(&read, AttachmentId::from_chance(chance(9))).await.unwrap(), None);
    }

    async fn of_a_removed_attachment_the_fact_stays_and_nothing_else(test: TestStore) {
        with_two(&test).await;
        let id = AttachmentId::from_chance(chance(1));
        let remove = |at: i64| {
            test.store.write(move |tx| Box::pin(async move { attachments::remove(tx, id, Timestamp(at), account_id(2)).await }))
        };
        remove(NOW.0 + 9).await.unwrap();
        let read = test.store.read();
        let (left, small) = attachments::of_report(&read, report_id(1)).await.unwrap().remove(0);
        let removed = Some((Timestamp(NOW.0 + 9), account_id(2)));
        assert_eq!(left, Attachment { name: String::new(), removed, ..attachment(1, Kind::Jpeg, b"picture") });
        assert_eq!(small, None);
        assert!(attachments::content(&read, id).await.unwrap().is_empty());
        assert!(!attachments::content(&read, AttachmentId::from_chance(chance(2))).await.unwrap().is_empty());
        assert!(matches!(remove(NOW.0 + 10).await, Err(StoreError::Conflict(_))), "once");
    }
}
