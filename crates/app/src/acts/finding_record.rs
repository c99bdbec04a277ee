//! The honest record: what became of the findings of the last twelve months, by the verdicts of the caller's house.

use std::collections::BTreeMap;

use domain::{
    finding::{Finding, Judgement, Scope},
    time::{DAY_MS, Day},
};
use uuid::Uuid;

use crate::{app::App, error::ActError, who::Who};

/// What became of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FindingRecord {
    /// How many there were.
    pub found: u32,
    /// Taken on, merged with an entry of the register, or proved true.
    pub taken: u32,
    /// Of these: proved true.
    pub confirmed: u32,
    /// Set aside: false alarms.
    pub set_aside: u32,
    /// Watched, or not judged yet.
    pub open: u32,
}

impl App {
    /// The record over the scopes that the caller sees.
    pub async fn finding_record(&self, who: &Who) -> Result<FindingRecord, ActError> {
        self.must_be_fresh()?;
        let (charter, read) = (self.charter(), self.0.store.read());
        let Some(rules) = &charter.detection else { return Ok(FindingRecord::default()) };
        let since = Day(self.now().day(&self.zone()).0 - rules.record_days as i32);
        let mut found = Vec::new();
        for scope in Scope::all(&charter).into_iter().filter(|scope| scope.is_seen_by(&who.viewer, &charter))
        {
            found.extend(store::findings::of_scope(&read, &scope, since, self.now()).await?);
        }
        found.retain(|finding| finding.found_at.day(&self.zone()) >= since);
        let ids: Vec<Uuid> = found.iter().map(|finding| finding.id.0).collect();
        let verdicts = store::findings::verdicts(&read, &ids).await?;
        let last: BTreeMap<Uuid, Judgement> = verdicts
            .into_iter()
            .filter_map(|(id, given)| {
                let ours = given.into_iter().rfind(|verdict| verdict.partner == who.account.partner)?;
                Some((id, ours.judgement))
            })
            .collect();
        Ok(count(found, &last, i64::from(rules.same_days)))
    }
}

/// Counts once what was found within `days` at the same place over other reports, too.
fn count(mut found: Vec<Finding>, verdicts: &BTreeMap<Uuid, Judgement>, days: i64) -> FindingRecord {
    found.sort_by_key(|finding| (finding.found_at, finding.id));
    // For each that is counted: what it is, and the strongest word about it in any scope.
    let mut counted: Vec<(Finding, Option<Judgement>)> = Vec::new();
    for finding in found {
        let verdict = verdicts.get(&finding.id.0).copied();
        match counted.iter_mut().find(|(other, _)| is_same(other, &finding, days)) {
            Some((_, known)) => *known = known.or(verdict),
            None => counted.push((finding, verdict)),
        }
    }
    let mut record = FindingRecord { found: counted.len() as u32, ..FindingRecord::default() };
    for (_, verdict) in &counted {
        match verdict {
            Some(Judgement::Confirmed) => {
                record.taken += 1;
                record.confirmed += 1;
            }
            Some(Judgement::Accepted | Judgement::Merged) => record.taken += 1,
            Some(Judgement::SetAside) => record.set_aside += 1,
            Some(Judgement::Watched) | None => record.open += 1,
        }
    }
    record
}

fn is_same(one: &Finding, other: &Finding, days: i64) -> bool {
    let place = |finding: &Finding| finding.nights.first().map(|night| night.cluster.clone());
    let near = (one.found_at.0 - other.found_at.0).abs() <= days * DAY_MS;
    let kind = one.categories.iter().any(|category| other.categories.contains(category));
    let touch = place(one).zip(place(other)).is_some_and(|(one, other)| one.touches(&other));
    one.scope != other.scope && one.basis == other.basis && near && kind && touch
}

#[cfg(test)]
mod tests {
    use domain::{
        finding::{Basis, Change, Cluster, Evidence, Night},
        ids::FindingId,
        time::Timestamp,
    };

    use super::*;

    fn finding(number: u8, scope: &Scope, found_day: i64, lat: f64) -> Finding {
        let cell = h3o::LatLng::new(lat, 7.81).unwrap().to_cell(h3o::Resolution::Nine);
        let cluster = Cluster {
            categories: vec!["laerm".parse().unwrap()],
            without: Vec::new(),
            cells: vec![cell],
            from: Day(1),
            to: Day(9),
            observed: 12,
            expected: 3.0,
            places: 5,
            recurrence_days: 900.0,
            evidence: Evidence::default(),
            doubts: Vec::new(),
        };
        Finding {
            id: FindingId::from_chance([number; 16]),
            scope: scope.clone(),
            basis: Basis::Reported,
            categories: vec!["laerm".parse().unwrap()],
            found_at: Timestamp(found_day * DAY_MS),
            nights: vec![Night { day: Day(10), change: Change::New, cluster }],
        }
    }

    #[test]
    fn the_same_finding_in_two_scopes_counts_once_and_each_verdict_where_it_belongs() {
        let unit = Scope::Unit { partner: "stadt".parse().unwrap(), unit: "kod".parse().unwrap() };
        let audience =
            Scope::Audience { audience: "streifen".parse().unwrap(), partner: "stadt".parse().unwrap() };
        let found = vec![
            finding(1, &unit, 10, 51.68),
            finding(2, &audience, 12, 51.68),
            finding(3, &unit, 80, 51.68),
            finding(4, &unit, 80, 51.72),
            finding(5, &unit, 90, 51.75),
        ];
        let id = |at: usize| found[at].id.0;
        let verdicts = BTreeMap::from([
            (id(1), Judgement::Confirmed),
            (id(2), Judgement::SetAside),
            (id(3), Judgement::Merged),
        ]);
        let record = count(found.clone(), &verdicts, 30);
        assert_eq!(record, FindingRecord { found: 4, taken: 2, confirmed: 1, set_aside: 1, open: 1 });
    }
}
