//! The chronicle: the journal entries that all these acts left behind, in their order.

use std::collections::BTreeMap;

use domain::{
    disclosure::Standing,
    ids::{AccountId, PartnerId},
    journal::{Entry, Subject},
    time::{Day, Timestamp},
};

use rayon::prelude::*;

use super::{
    accounts::Holder,
    calendar::{self, Calendar},
    cases::Case,
    dice::{Dice, Topic},
    ground::DIVISIONS,
    sharing::{Shared, told},
    world::World,
};
use crate::acts::disclosure_entries;

/// All entries, oldest first.
pub(super) fn chronicle(world: &World, cases: &[Case], shared: &[Shared]) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(cases.len() + 4 * shared.len());
    beginnings(world, &mut entries);
    stock(cases, world, &mut entries);
    entries.par_extend(
        cases.par_iter().filter(|case| !case.imported).flat_map_iter(|case| of_case(case, world)),
    );
    changes_told(cases, shared, world, &mut entries);
    entries.par_extend(shared.par_iter().flat_map_iter(|shared| of_disclosure(shared, cases, world)));
    looks(world, cases, &mut entries);
    entries.sort_by_key(|entry| entry.at);
    entries
}

/// Accounts, tokens and areas.
fn beginnings(world: &World, entries: &mut Vec<Entry>) {
    let before = world.calendar.beginning().plus_seconds(-7_200);
    if let Some(first) = world.charter.partners.first() {
        for division in &DIVISIONS {
            let areas = division.areas().map_or(0, |areas| areas.len());
            let entry = Entry::new(first.id.clone(), before, None, "areas.replaced");
            entries.push(entry.fact("division", division.id).fact("areas", areas));
        }
    }
    for holder in &world.holders {
        let account = &holder.account;
        let admin = world.holders.iter().find(|h| h.administers && h.account.partner == account.partner);
        let admin = admin.filter(|_| !holder.administers).map(|admin| admin.account.id);
        let entry = |at: Timestamp, by: Option<AccountId>, act: &'static str| {
            Entry::new(account.partner.clone(), at, by, act)
        };
        let at = account.created_at;
        entries.push(entry(at, admin, "account.invited").fact("account", account.id));
        for membership in &holder.memberships {
            let granted = entry(at, admin, "membership.granted").fact("account", account.id);
            entries.push(granted.fact("role", membership.role.as_str()));
        }
        entries.push(entry(at.plus_seconds(20), Some(account.id), "invitation.accepted"));
        let token = entry(holder.token.created_at, Some(account.id), "token.made");
        entries.push(token.fact("token", holder.token.id));
    }
}

/// What was there before: one entry for each unit and source that was taken over.
fn stock(cases: &[Case], world: &World, entries: &mut Vec<Entry>) {
    let mut taken: BTreeMap<(PartnerId, String, String), (Timestamp, AccountId, usize)> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.imported) {
        let report = case.first();
        let key = (report.partner.clone(), report.unit.to_string(), report.content.source.to_string());
        let (at, _, count) = taken.entry(key).or_insert((report.entered_at, report.changed_by, 0));
        *at = (*at).max(report.entered_at);
        *count += 1;
    }
    for ((partner, unit, source), (at, by, count)) in taken {
        let entry = Entry::new(partner, at, Some(by), "reports.imported").fact("unit", unit);
        entries.push(entry.fact("source", source).fact("count", count));
    }
    for case in cases.iter().filter(|case| case.imported) {
        // What was still open then was closed here, like everything else.
        let closed = case.last().closed.as_ref().filter(|closed| closed.at > case.first().entered_at);
        if let Some(closed) = closed {
            let entry = Entry::new(case.first().partner.clone(), closed.at, Some(closed.by), "report.closed");
            let subject = Subject::report(case.last(), &case.salt);
            entries
                .push(entry.on_occasion(occasion(&world.calendar, closed.at, case.first())).about(subject));
        }
    }
}

fn of_case(case: &Case, world: &World) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(2);
    let entry = |at: Timestamp, by: AccountId, act: &'static str| {
        let entry = Entry::new(case.first().partner.clone(), at, Some(by), act);
        entry.on_occasion(occasion(&world.calendar, at, case.first()))
    };
    for version in &case.versions {
        let act = if version.version == 1 { "report.entered" } else { "report.edited" };
        let mut this = entry(version.changed_at, version.changed_by, act);
        if version.version == 1 {
            this = this.fact("unit", &version.unit);
        }
        entries.push(this.about(Subject::report(version, &case.salt)));
    }
    if let Some(closed) = &case.last().closed {
        let closed = entry(closed.at, closed.by, "report.closed");
        entries.push(closed.about(Subject::report(case.last(), &case.salt)));
    }
    entries
}

fn changes_told(cases: &[Case], shared: &[Shared], world: &World, entries: &mut Vec<Entry>) {
    let mut of_case: BTreeMap<usize, Vec<&Shared>> = BTreeMap::new();
    for shared in shared {
        let edited = shared.passed.iter().filter(|(case, _)| cases[*case].versions.len() > 1);
        edited.for_each(|(case, _)| of_case.entry(*case).or_default().push(shared));
    }
    for (case, shared) in of_case {
        let case = &cases[case];
        for (at, version) in told(case).filter(|(at, _)| *at <= world.calendar.now) {
            let holding = shared.iter().map(|shared| &shared.disclosure);
            let holding =
                holding.filter(|d| d.made_at < case.at(at).changed_at && d.standing(at) == Standing::Valid);
            let subjects: Vec<Subject> = holding.map(|d| Subject::new("disclosure", d.id)).collect();
            if subjects.is_empty() {
                continue;
            }
            let report = &case.versions[version as usize - 1];
            let mut entry =
                Entry::new(report.partner.clone(), at, Some(report.changed_by), "report.change_told")
                    .on_occasion(occasion(&world.calendar, at, report))
                    .about(Subject::report(report, &case.salt));
            entry.subjects.extend(subjects);
            entries.push(entry);
        }
    }
}

fn of_disclosure(shared: &Shared, cases: &[Case], world: &World) -> Vec<Entry> {
    let disclosure = &shared.disclosure;
    let made_at = disclosure.made_at;
    let subject = match (&shared.filter, shared.passed.first()) {
        (Some(filter), _) => Subject::new("filter", filter),
        (None, Some((case, _))) => {
            let case = &cases[*case];
            Subject::report(case.at(made_at), &case.salt)
        }
        (None, None) => return Vec::new(),
    };
    let about = shared.passed.first().map(|(case, _)| cases[*case].first());
    let entry = Entry::new(disclosure.from.clone(), made_at, Some(disclosure.made_by), "disclosure.made")
        .on_occasion(about.and_then(|report| occasion(&world.calendar, made_at, report)));
    let mut entries = disclosure_entries(entry, disclosure, &[subject], shared.passed.len());
    if let Some(withdrawal) = &disclosure.withdrawal {
        let subject = Subject::new("disclosure", disclosure.id);
        let entry =
            Entry::new(disclosure.from.clone(), withdrawal.at, Some(withdrawal.by), "disclosure.withdrawn")
                .on_occasion(about.and_then(|report| occasion(&world.calendar, withdrawal.at, report)))
                .about(subject.clone());
        for partner in disclosure.partners.iter().filter(|partner| **partner != disclosure.from) {
            let received = Entry::new(partner.clone(), withdrawal.at, None, "disclosure.withdrawn_by_owner");
            entries.push(received.about(subject.clone()));
        }
        entries.push(entry.fact("reports", shared.passed.len()).fact("remaining", shared.remaining));
    }
    entries
}

/// How many days back the readings go.
const LOOKS: i32 = 28;

/// Readings of the last weeks: everybody who reads content opens the list in the morning and reads a few reports.
fn looks(world: &World, cases: &[Case], entries: &mut Vec<Entry>) {
    let calendar = &world.calendar;
    let since = calendar.at(Day(calendar.today.0 - LOOKS - 4), 0);
    for (number, holder) in world.holders.iter().enumerate() {
        let own = |case: &&Case| {
            holder
                .memberships
                .iter()
                .any(|m| matches!(&m.of, domain::access::MemberOf::Unit(unit) if *unit == case.first().unit))
        };
        let mine: Vec<&Case> =
            cases.iter().filter(|case| case.first().entered_at > since).filter(own).collect();
        if mine.is_empty() {
            continue;
        }
        for day in
            (calendar.today.0 - LOOKS..=calendar.today.0).map(Day).filter(|day| calendar::is_working(*day))
        {
            let mut dice = Dice::new(world.seed, Topic::Looking, ((number as u64) << 32) | day.0 as u64);
            look(world, holder, &mine, day, &mut dice, entries);
        }
    }
}

fn look(world: &World, holder: &Holder, mine: &[&Case], day: Day, dice: &mut Dice, entries: &mut Vec<Entry>) {
    let calendar = &world.calendar;
    let mut at = calendar.at(day, 7 * 60 + dice.below(180) as i64);
    let before = mine.partition_point(|case| case.first().entered_at < at);
    let recent = &mine[before.saturating_sub(20)..before];
    let add = |at: Timestamp, act: &'static str, reason: Option<String>| {
        let entry = Entry::new(holder.account.partner.clone(), at, Some(holder.account.id), act);
        entry.on_occasion(reason)
    };
    let reason = Some(OCCASIONS[dice.below(OCCASIONS.len())].to_owned());
    let mut these = vec![
        add(at, "session.opened", None),
        add(at.plus_seconds(12), "occasion.chosen", reason.clone()),
        add(at.plus_seconds(15), "reports.listed", reason.clone())
            .fact("filter", "")
            .fact("count", recent.len()),
    ];
    for _ in 0..1 + dice.below(4) {
        at = at.plus_seconds(30 + dice.below(400) as i64);
        let Some(case) = dice.one_of(recent) else { break };
        let subject = Subject::report(case.at(at), &case.salt);
        these.push(add(at, "report.read", reason.clone()).about(subject).fact("own", true));
    }
    entries.extend(these.into_iter().filter(|entry| entry.at <= calendar.now));
}

/// Why somebody looks in the morning.
const OCCASIONS: &[&str] = &["Tagesgeschäft", "Vorbereitung Koordinationsrunde", "Übergabe", "Wochenlage"];

/// The occasion that somebody had chosen for a shift: the shift itself at the police and on patrol, else none.
fn occasion(calendar: &Calendar, at: Timestamp, report: &domain::report::Report) -> Option<String> {
    let shifts = ["lagedienst", "wachdienst", "bezirksdienst", "kod", "bpol-revier", "verkehrsdienst"];
    let shift = match calendar.minute(at) / 60 {
        6..14 => "Frühdienst",
        14..22 => "Spätdienst",
        _ => "Nachtdienst",
    };
    shifts.contains(&report.unit.as_str()).then(|| shift.to_owned())
}
