use domain::ids::AreaId;
use store::{
    StoreError,
    areas::{self, StoredArea},
    charters, on_both_databases,
};

use crate::example::*;

fn area(name: &str) -> (AreaId, String, String) {
    (name.parse().unwrap(), name.to_uppercase(), format!("{{\"type\":\"Polygon\",\"name\":\"{name}\"}}"))
}

on_both_databases! {
    async fn the_latest_charter_is_in_force(test: TestStore) {
        assert_eq!(charters::latest(&test.store.read()).await.unwrap(), None);
        let versions = done(&test.store, move |tx| Box::pin(async move {
            let first = charters::insert(tx, "erste", NOW, None).await?;
            let second = charters::insert(tx, "zweite", NOW, Some(account_id(1))).await?;
            Ok((first, second))
        }))
        .await;
        assert_eq!(versions, (1, 2));
        let latest = charters::latest(&test.store.read()).await.unwrap();
        assert_eq!(latest, Some((2, "zweite".to_owned())));
    }

    async fn new_areas_replace_those_of_their_division(test: TestStore) {
        done(&test.store, move |tx| Box::pin(async move {
            let (bezirke, stadt) = ("bezirke".parse().unwrap(), "stadt".parse().unwrap());
            areas::replace(tx, &stadt, "Stadt", &[area("hamm")], NOW).await?;
            areas::replace(tx, &bezirke, "Stadtbezirke", &[area("mitte"), area("alt")], NOW).await?;
            areas::replace(tx, &bezirke, "Bezirke", &[area("uentrop"), area("mitte")], NOW.plus_days(1)).await
        }))
        .await;
        let current = areas::current(&test.store.read()).await.unwrap();
        let names: Vec<_> = current.iter().map(|area| (area.division.as_str(), area.area.as_str())).collect();
        assert_eq!(names, [("bezirke", "uentrop"), ("bezirke", "mitte"), ("stadt", "hamm")], "in the order given");
        let (id, name, geojson) = area("mitte");
        let (division, division_name) = ("bezirke".parse().unwrap(), "Bezirke".to_owned());
        assert_eq!(current[1], StoredArea { division, division_name, area: id, name, geojson });
        let at_once = test
            .store
            .write::<_, StoreError>(move |tx| Box::pin(async move {
                areas::replace(tx, &"stadt".parse().unwrap(), "Stadt", &[area("hamm")], NOW).await
            }))
            .await;
        assert!(matches!(at_once, Err(StoreError::Conflict(_))), "{at_once:?}");
        assert_eq!(areas::current(&test.store.read()).await.unwrap(), current, "and nothing was half-written");
    }
}
