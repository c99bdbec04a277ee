use domain::{place::Precision, report::Closing};
use store::{StoreError, on_both_databases, reports, testing::TestStore};

use crate::example::*;

on_both_databases! {
    async fn a_report_comes_back_as_it_was_entered(test: TestStore) {
        let entered = [report(1), bare_report(2)];
        let these = entered.clone();
        test.store
            .write::<_, StoreError>(|tx| Box::pin(async move {
                reports::insert(tx, &these[0], SALT, Some(Precision::M200)).await?;
                reports::insert(tx, &these[1], SALT, None).await
            }))
            .await
            .unwrap();
        let read = test.store.read();
        for report in &entered {
            assert_eq!(reports::by_id(&read, report.id).await.unwrap().as_ref(), Some(report));
        }
        assert_eq!(reports::salt(&read, entered[0].id).await.unwrap(), Some(SALT));
        assert_eq!(reports::by_id(&read, report_id(9)).await.unwrap(), None);
        assert_eq!(reports::salt(&read, report_id(9)).await.unwrap(), None);
    }
}
