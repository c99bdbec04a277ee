//! Disclosures are listed page by page, newest first: what the caller's units gave, or what the caller received.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    disclosure::{Disclosure, Parts, Standing},
    ids::*,
    report::{Problem, Seen},
    time::Timestamp,
};

use super::{disclosures::Tells, invalid};
use crate::{app::App, error::ActError, picture::Cursor, who::Who};

/// Whose disclosures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Those that address the caller.
    Received,
    /// Those of the caller's units.
    Made,
}

/// Who reads a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody at a page: it shows the reports, and goes on to the end of its last day unless that is a very full one.
    Person,
    /// A program: so many at most, and no report.
    Program,
}

/// A disclosure in a list, with as much as the caller learns of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DisclosureItem {
    /// The disclosure.
    pub id: DisclosureId,
    /// By which partner.
    pub from: PartnerId,
    /// To which audience.
    pub audience: AudienceId,
    /// When.
    pub made_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub standing: Standing,
    /// When and why it was withdrawn, if it was.
    pub withdrawn: Option<(Timestamp, String)>,
    /// By which profile and with which parts; recipients learn it while it holds.
    pub terms: Option<(Option<ProfileId>, Parts)>,
    /// The whole of it, for the unit that made it.
    pub made: Option<Disclosure>,
    /// How many reports it holds; for recipients none once it does not hold any more.
    pub reports: u64,
    /// Its report as the caller sees it, if it holds one alone and a person reads.
    pub report: Option<Seen>,
    /// What it tells instead of reports.
    pub tells: Option<Tells>,
    /// Whether the caller may withdraw it.
    pub may_withdraw: bool,
}

/// A page of disclosures.
#[derive(Debug, Clone, PartialEq)]
pub struct DisclosureList {
    /// The disclosures, newest first.
    pub items: Vec<DisclosureItem>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

/// How many times its length a page may have, so that it ends with a day.
const STRETCH: usize = 4;

impl App {
    /// Lists disclosures from the opaque `cursor` of the page before on, `limit` of them.
    pub async fn list_disclosures(
        &self,
        who: &Who,
        direction: Direction,
        reader: Reader,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<DisclosureList, ActError> {
        self.must_be_fresh()?;
        let after = match cursor.map(|text| (text, Cursor::read(text))) {
            None => None,
            Some((_, Some(cursor))) => Some(cursor),
            Some((text, None)) => return invalid("cursor", Problem::Unknown { value: text.to_owned() }),
        };
        let (page, next) = self.page_of_disclosures(who, direction, reader, after, limit.max(1));
        let tells = self.telling().await?;
        let (app, who) = (self.clone(), who.clone());
        let items = self
            .act(move |tx| {
                Box::pin(async move {
                    let items = app.disclosure_items(tx, &who, reader, &page, &tells).await?;
                    let act = match direction {
                        Direction::Received => "received.listed",
                        Direction::Made => "disclosures.listed",
                    };
                    let reports = items.iter().filter(|item| item.report.is_some()).count();
                    tx.journal(app.entry(&who, act).fact("count", items.len()).fact("reports", reports));
                    Ok(items)
                })
            })
            .await?;
        Ok(DisclosureList { items, next })
    }

    fn page_of_disclosures(
        &self,
        who: &Who,
        direction: Direction,
        reader: Reader,
        after: Option<Cursor>,
        limit: usize,
    ) -> (Vec<Disclosure>, Option<String>) {
        let (index, charter, zone) = (self.0.index.read(), self.charter(), self.zone());
        let wanted = |d: &&Disclosure| match (direction, who.viewer.units().contains(&d.unit)) {
            (Direction::Made, own) => own,
            (Direction::Received, true) => false,
            (Direction::Received, false) => {
                charter.audience(&d.audience).is_some_and(|audience| d.addresses(&who.viewer, audience))
            }
        };
        let place = |d: &Disclosure| (Reverse(d.made_at.0), *d.id.0.as_bytes());
        let after = after.map(|cursor| (Reverse(cursor.at), cursor.id));
        let mut found: Vec<&Disclosure> = index
            .disclosures()
            .filter(wanted)
            .filter(|d| after.is_none_or(|after| place(d) > after))
            .collect();
        found.sort_unstable_by_key(|d| place(d));
        let end = match (found.get(limit - 1), reader) {
            (None, _) => found.len(),
            (Some(_), Reader::Program) => limit,
            (Some(last), Reader::Person) => {
                let day = last.made_at.day(&zone);
                let rest = &found[limit..found.len().min(limit * STRETCH)];
                limit + rest.iter().take_while(|d| d.made_at.day(&zone) == day).count()
            }
        };
        let last = (end < found.len()).then(|| found[end - 1]);
        let next = last.map(|d| Cursor { at: d.made_at.0, id: *d.id.0.as_bytes() }.write());
        (found[..end].iter().map(|d| (*d).clone()).collect(), next)
    }

    async fn disclosure_items(
        &self,
        tx: &store::Tx,
        who: &Who,
        reader: Reader,
        page: &[Disclosure],
        tells: &BTreeMap<DisclosureId, Tells>,
    ) -> Result<Vec<DisclosureItem>, ActError> {
        let now = self.now();
        let own = |d: &Disclosure| who.viewer.units().contains(&d.unit);
        let open = |d: &Disclosure| own(d) || d.standing(now) == Standing::Valid;
        let ids: Vec<DisclosureId> = page.iter().filter(|d| open(d)).map(|d| d.id).collect();
        let counts = store::disclosures::counts_passed(tx, &ids).await?;
        let alone = |id: &DisclosureId| reader == Reader::Person && counts.get(id) == Some(&1);
        let single: Vec<DisclosureId> = ids.into_iter().filter(alone).collect();
        let passed: BTreeMap<DisclosureId, ReportId> =
            store::disclosures::passed_by(tx, &single).await?.into_iter().collect();
        let reports: Vec<ReportId> = passed.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let seen = self.load_listed(tx, who, &reports).await?;
        let seen: BTreeMap<ReportId, Seen> = seen.into_iter().map(|seen| (seen.id, seen)).collect();
        let item = |d: &Disclosure| {
            let standing = d.standing(now);
            // Whoever received it sees the report by it, or learns only that there is one.
            let report = passed.get(&d.id).and_then(|report| seen.get(report));
            let report = report.filter(|seen| seen.grant.own || seen.grant.through.contains(&d.id));
            DisclosureItem {
                id: d.id,
                from: d.from.clone(),
                audience: d.audience.clone(),
                made_at: d.made_at,
                expires_at: d.expires_at,
                standing,
                withdrawn: d.withdrawal.as_ref().map(|w| (w.at, w.reason.clone())),
                made: own(d).then(|| d.clone()),
                terms: open(d).then(|| (d.profile.clone(), d.parts)),
                reports: counts.get(&d.id).copied().unwrap_or(0),
                report: report.cloned(),
                tells: tells.get(&d.id).copied(),
                may_withdraw: standing == Standing::Valid && who.actor.may_write(&d.unit).is_ok(),
            }
        };
        Ok(page.iter().map(item).collect())
    }
}
