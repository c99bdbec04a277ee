//! Sharing: who disclosed what to whom, by standing rule, by filter and singly; what ended, and what was taken back.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    disclosure::{Disclosure, Standing, TextPart, Withdrawal},
    ids::*,
    terms::{Terms, TermsDraft, check_terms},
    time::{Day, Timestamp},
};

use super::{
    accounts::officer_of,
    calendar,
    cases::Case,
    dice::{Dice, Topic},
    world::World,
};
use crate::filter::Filter;

/// A disclosure with what it passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) disclosure: Disclosure,
    /// Which case in which version, as it stands now.
    pub(super) passed: Vec<(usize, u32)>,
    /// The filter, if it was made by one.
    pub(super) filter: Option<String>,
    /// Disclosures that still hold some of its reports, if it was withdrawn.
    pub(super) remaining: usize,
}

/// Terms that are opened up instead of taken from a profile.
struct Open {
    place: &'static str,
    text: &'static str,
    basis: &'static str,
    purpose: &'static str,
    days: i64,
}

/// On which terms something is disclosed.
enum How {
    Profile(&'static str),
    Open(&'static Open),
}
use How::*;

/// How often somebody discloses by filter.
#[derive(Clone, Copy, PartialEq)]
enum Rhythm {
    WorkingDay,
    Weekly,
    Monthly,
    /// Once, in the first week: what there is from the years before.
    Stock,
}

struct Regular {
    unit: &'static str,
    /// Empty for all.
    categories: &'static [&'static str],
    audience: &'static str,
    how: How,
    rhythm: Rhythm,
}

const WITHIN_CITY: Open = Open {
    place: "exact",
    text: "full",
    basis: "dsgnrw-3",
    purpose: "Bearbeitung durch die zuständige Stelle der Stadt",
    days: 730,
};
const STOCK_WITHIN: Open = Open {
    place: "exact",
    text: "full",
    basis: "dsgnrw-3",
    purpose: "Bestand der Jahre vor der Kooperation, für Auswertung und Jahresvergleich",
    days: 1_095,
};
const STOCK_COARSE: Open = Open {
    place: "200m",
    text: "none",
    basis: "kv-austausch",
    purpose: "Bestand der Jahre vor der Kooperation, für den Vergleich im Lagebild (Nr. 3.3)",
    days: 1_095,
};

const fn regular(
    unit: &'static str,
    categories: &'static [&'static str],
    audience: &'static str,
    how: How,
    rhythm: Rhythm,
) -> Regular {
    Regular { unit, categories, audience, how, rhythm }
}

const ORDER: &[&str] =
    &["laerm", "streit", "trinkgelage", "drogen-offen", "sachbeschaedigung", "belaestigung", "raser"];
const WHEELS: &[&str] = &["fahrraddiebstahl", "diebstahl-kfz"];

/// What is disclosed by filter, again and again.
const REGULAR: &[Regular] = &[
    regular("buergerservice", &[], "ordnung", Open(&STOCK_WITHIN), Rhythm::Stock),
    regular("buergerservice", &[], "alle-partner", Profile("hinweis"), Rhythm::Stock),
    regular("kod", &[], "ordnung", Open(&STOCK_WITHIN), Rhythm::Stock),
    regular("kod", ORDER, "streifen", Open(&STOCK_COARSE), Rhythm::Stock),
    regular("tiefbau", &[], "stadt", Open(&STOCK_WITHIN), Rhythm::Stock),
    regular("ordnungsamt", ORDER, "polizei-lage", Open(&STOCK_COARSE), Rhythm::Stock),
    regular("lagedienst", ORDER, "ordnung", Open(&STOCK_COARSE), Rhythm::Stock),
    regular("kriminalpolizei", &[], "koordination", Profile("hinweis"), Rhythm::Stock),
    regular("kriminalpolizei", WHEELS, "planung", Profile("hinweis"), Rhythm::Stock),
    regular("verkehrsdienst", &[], "verkehrssicherheit", Open(&STOCK_COARSE), Rhythm::Stock),
    regular("bpol-revier", &[], "bahnhof", Open(&STOCK_COARSE), Rhythm::Stock),
    regular("buergerservice", &[], "ordnung", Open(&WITHIN_CITY), Rhythm::WorkingDay),
    regular("kod", &[], "ordnung", Open(&WITHIN_CITY), Rhythm::WorkingDay),
    regular("tiefbau", &[], "stadt", Open(&WITHIN_CITY), Rhythm::Weekly),
    regular("bpol-revier", &[], "bahnhof", Profile("lage"), Rhythm::Weekly),
    regular(
        "bezirksdienst",
        &["trinkgelage", "angstraum", "raser"],
        "streifen",
        Profile("lage"),
        Rhythm::Weekly,
    ),
    regular("kriminalpolizei", WHEELS, "planung", Profile("hinweis"), Rhythm::Weekly),
    regular("ordnungsamt", &["laerm", "vermuellung"], "alle-partner", Profile("hinweis"), Rhythm::Monthly),
];

struct Single {
    unit: &'static str,
    /// Empty for all.
    categories: &'static [&'static str],
    audience: &'static str,
    profile: &'static str,
    /// Of all of them, so many are disclosed.
    share: f64,
}

const fn single(
    unit: &'static str,
    categories: &'static [&'static str],
    audience: &'static str,
    profile: &'static str,
    share: f64,
) -> Single {
    Single { unit, categories, audience, profile, share }
}

/// What somebody discloses singly, after having read it.
const SINGLE: &[Single] = &[
    single(
        "ordnungsamt",
        &["laerm", "trinkgelage", "sachbeschaedigung"],
        "polizei-wache",
        "bearbeitung",
        0.12,
    ),
    single("ordnungsamt", &["schwarzarbeit"], "hauptzollamt", "bearbeitung", 0.6),
    single("buergerservice", &["raser"], "polizei", "bearbeitung", 0.4),
    single("buergerservice", &["sachbeschaedigung", "drogen-offen"], "polizei", "bearbeitung", 0.2),
    single("kod", &["drogen-offen", "belaestigung"], "polizei-wache", "bearbeitung", 0.15),
    single("stadtplanung", &[], "planung", "lage", 0.8),
    single("jugend-soziales", &[], "praevention", "lage", 0.5),
    single("lagedienst", &["laerm", "trinkgelage", "sachbeschaedigung"], "ordnungsamt", "bearbeitung", 0.07),
    single("wachdienst", &["drogen-kontrolle"], "bahnhof", "hinweis", 0.15),
    single("fks-hamm", &[], "ordnungsamt", "bearbeitung", 0.25),
    single("bpol-revier", &["streit", "sachbeschaedigung"], "bahnhof", "bearbeitung", 0.15),
];

/// In how many of a hundred cases a person sends what a standing rule proposes.
const SENT: f64 = 0.93;
/// How many single disclosures are withdrawn.
const WITHDRAWN: f64 = 0.009;

const REASONS: &[&str] = &[
    "Versehentlich an einen zu großen Empfängerkreis freigegeben.",
    "Ort war falsch zugeordnet; wird nach Prüfung neu freigegeben.",
    "Doppelt erfasst; die andere Meldung bleibt freigegeben.",
    "Bearbeitung übernommen, Freigabe nicht mehr erforderlich.",
    "Sachverhalt hat sich nicht bestätigt.",
    "Freigabe für andere Kategorie beabsichtigt.",
];

/// Makes all disclosures, and keeps what is needed meanwhile.
pub(super) struct Sharing<'a> {
    world: &'a World,
    cases: &'a [Case],
    shared: Vec<Shared>,
}

impl<'a> Sharing<'a> {
    /// All disclosures of the demo, in the order in which they were made.
    pub(super) fn of(world: &'a World, cases: &'a [Case]) -> Vec<Shared> {
        let mut sharing = Self { world, cases, shared: Vec::new() };
        for (number, case) in cases.iter().enumerate().filter(|(_, case)| !case.imported) {
            let mut dice = Dice::new(world.seed, Topic::Sharing, case.key);
            sharing.by_rules(number, case, &mut dice);
            sharing.singly(number, case, &mut dice);
        }
        for (nth, regular) in REGULAR.iter().enumerate() {
            sharing.regularly(nth, regular);
        }
        let mut shared = sharing.shared;
        shared.sort_by_key(|shared| (shared.disclosure.made_at, shared.disclosure.id));
        take_back(world, &mut shared);
        tell_changes(cases, &mut shared);
        count_remaining(&mut shared);
        shared
    }

    /// By the standing rules of the unit, at entry.
    fn by_rules(&mut self, number: usize, case: &Case, dice: &mut Dice) {
        let report = case.first();
        let content = &report.content;
        let urgent = content.urgency == domain::report::Urgency::Immediate;
        let rules =
            self.world.charter.standing_rules_for(&report.unit, &content.category, &content.source, urgent);
        for rule in rules {
            let automatic = rule.mode == domain::charter::RuleMode::Automatic;
            let sends = automatic || dice.happens(if urgent { 1.0 } else { SENT });
            let draft = TermsDraft {
                audience: rule.audience.to_string(),
                profile: rule.profile.to_string(),
                ..TermsDraft::default()
            };
            let Some(terms) = self.terms(&report.partner, &draft, report.entered_at) else { continue };
            if sends && (terms.parts.text != TextPart::Summary || !content.summary.is_empty()) {
                let at = report.entered_at;
                self.share(&report.unit, terms, Some(rule.id.clone()), at, vec![(number, 1)], None, dice);
            }
        }
    }

    /// Singly, by somebody who read it.
    fn singly(&mut self, number: usize, case: &Case, dice: &mut Dice) {
        for single in SINGLE {
            let report = case.first();
            if single.unit != report.unit.as_str()
                || !contains(single.categories, &report.content.category)
                || !dice.happens(single.share)
            {
                continue;
            }
            let minutes = dice.around(90.0, 1.0);
            let at = report.entered_at.plus_seconds((minutes * 60.0) as i64);
            let report = case.at(at);
            let draft = TermsDraft {
                audience: single.audience.to_owned(),
                profile: single.profile.to_owned(),
                ..TermsDraft::default()
            };
            let Some(terms) = self.terms(&report.partner, &draft, at) else { continue };
            let lacks = terms.parts.text == TextPart::Summary && report.content.summary.is_empty();
            if at <= self.world.calendar.now && !lacks {
                self.share(&report.unit, terms, None, at, vec![(number, report.version)], None, dice);
            }
        }
    }

    /// By filter, in a rhythm.
    fn regularly(&mut self, nth: usize, regular: &Regular) {
        let (cases, calendar) = (self.cases, &self.world.calendar);
        let Ok(unit) = regular.unit.parse::<UnitId>() else { return };
        let own = |case: &&(usize, &Case)| {
            let report = case.1.first();
            report.unit == unit
                && contains(regular.categories, &report.content.category)
                && case.1.imported == (regular.rhythm == Rhythm::Stock)
        };
        let numbered: Vec<(usize, &Case)> = cases.iter().enumerate().collect();
        let mut mine: Vec<(usize, &Case)> = numbered.iter().filter(own).copied().collect();
        mine.sort_by_key(|(number, case)| (case.first().content.when.anchor(), *number));
        let mut before = if regular.rhythm == Rhythm::Stock { calendar.first } else { calendar.start };
        for day in ticks(calendar, regular.rhythm) {
            let mut dice =
                Dice::new(self.world.seed, Topic::Sharing, (1 << 47) | ((nth as u64) << 32) | day.0 as u64);
            let at = calendar.at(day, 7 * 60 + 40 + dice.below(70) as i64 + 3 * nth as i64);
            if at > calendar.now {
                break;
            }
            let end = if regular.rhythm == Rhythm::Stock { calendar.start } else { day };
            let (from, to) = (calendar.at(before, 0), calendar.at(end, 0));
            let first = mine.partition_point(|(_, case)| case.first().content.when.anchor() < from);
            let last = mine.partition_point(|(_, case)| case.first().content.when.anchor() < to);
            before = end;
            let there = mine[first..last].iter().filter(|(_, case)| case.first().entered_at <= at);
            let passed: Vec<(usize, u32)> =
                there.map(|(number, case)| (*number, case.at(at).version)).collect();
            self.by_filter(regular, &unit, (from, to), at, passed, &mut dice);
        }
    }

    fn by_filter(
        &mut self,
        regular: &Regular,
        unit: &UnitId,
        (from, to): (Timestamp, Timestamp),
        at: Timestamp,
        passed: Vec<(usize, u32)>,
        dice: &mut Dice,
    ) {
        let Some((partner, _)) = self.world.charter.unit(unit) else { return };
        let Some(terms) = self.terms(&partner.id, &draft(regular, at), at) else { return };
        let passed: Vec<(usize, u32)> = passed
            .into_iter()
            .filter(|(number, _)| {
                terms.parts.text != TextPart::Summary
                    || !self.cases[*number].at(at).content.summary.is_empty()
            })
            .collect();
        if passed.is_empty() {
            return;
        }
        let categories = regular.categories.iter().filter_map(|category| category.parse().ok());
        let filter = Filter {
            from: Some(from),
            to: Some(to),
            categories: categories.collect::<BTreeSet<CategoryId>>(),
            own: true,
            ..Filter::default()
        };
        self.share(unit, terms, None, at, passed, Some(filter.describe()), dice);
    }

    fn terms(&self, from: &PartnerId, draft: &TermsDraft, at: Timestamp) -> Option<Terms> {
        check_terms(draft, &self.world.charter, from, &self.world.zone, at, true).ok()
    }

    #[allow(clippy::too_many_arguments, reason = "one place makes all disclosures, and this is what one has")]
    fn share(
        &mut self,
        unit: &UnitId,
        terms: Terms,
        rule: Option<RuleId>,
        at: Timestamp,
        passed: Vec<(usize, u32)>,
        filter: Option<String>,
        dice: &mut Dice,
    ) {
        let Some(officer) = officer_of(&self.world.holders, unit) else { return };
        let disclosure = Disclosure {
            id: DisclosureId::from_chance(dice.bytes()),
            from: officer.account.partner.clone(),
            unit: unit.clone(),
            audience: terms.audience,
            partners: terms.partners,
            parts: terms.parts,
            legal_basis: terms.legal_basis,
            purpose: terms.purpose,
            profile: terms.profile,
            rule,
            made_by: officer.account.id,
            made_at: at,
            expires_at: terms.expires_at,
            withdrawal: None,
        };
        self.shared.push(Shared { disclosure, passed, filter, remaining: 0 });
    }
}

fn contains(categories: &[&str], category: &CategoryId) -> bool {
    categories.is_empty() || categories.contains(&category.as_str())
}

fn draft(regular: &Regular, at: Timestamp) -> TermsDraft {
    let audience = regular.audience.to_owned();
    match regular.how {
        Profile(profile) => TermsDraft { audience, profile: profile.to_owned(), ..TermsDraft::default() },
        Open(open) => TermsDraft {
            audience,
            place: open.place.to_owned(),
            text: open.text.to_owned(),
            legal_basis: open.basis.to_owned(),
            purpose: open.purpose.to_owned(),
            expires_at: at.plus_days(open.days).to_jiff().to_string(),
            ..TermsDraft::default()
        },
    }
}

/// The days on which somebody discloses in a rhythm.
fn ticks(calendar: &calendar::Calendar, rhythm: Rhythm) -> Vec<Day> {
    let days = (calendar.start.0 + 1..=calendar.today.0).map(Day).filter(|day| calendar::is_working(*day));
    match rhythm {
        Rhythm::WorkingDay => days.collect(),
        Rhythm::Weekly => days.filter(|day| calendar::weekday(*day) == 0).collect(),
        Rhythm::Monthly => {
            let mut months = BTreeMap::new();
            for day in days {
                let date = day.date();
                months.entry((date.year(), date.month())).or_insert(day);
            }
            months.into_values().collect()
        }
        Rhythm::Stock => days.take(1).collect(),
    }
}

/// Some are withdrawn, with a reason that the recipients read.
fn take_back(world: &World, shared: &mut [Shared]) {
    for (number, shared) in shared.iter_mut().enumerate().filter(|(_, shared)| shared.filter.is_none()) {
        let mut dice = Dice::new(world.seed, Topic::Sharing, (1 << 46) | number as u64);
        let hours = dice.around(20.0, 1.0);
        let at = shared.disclosure.made_at.plus_seconds((hours * 3_600.0) as i64 + 600);
        if !dice.happens(WITHDRAWN) || at > world.calendar.now || at >= shared.disclosure.expires_at {
            continue;
        }
        let Some(reason) = dice.one_of(REASONS) else { continue };
        let by = shared.disclosure.made_by;
        shared.disclosure.withdrawal = Some(Withdrawal { by, at, reason: (*reason).to_owned() });
    }
}

/// Where a change was told, the newer version takes the place of the one passed on before.
fn tell_changes(cases: &[Case], shared: &mut [Shared]) {
    for shared in shared {
        for (case, version) in &mut shared.passed {
            for told in told(&cases[*case]) {
                if shared.disclosure.made_at <= told.0
                    && shared.disclosure.standing(told.0) == Standing::Valid
                {
                    *version = (*version).max(told.1);
                }
            }
        }
    }
}

/// When changes of a case were told, each with the version.
pub(super) fn told(case: &Case) -> impl Iterator<Item = (Timestamp, u32)> + '_ {
    let later = case.versions.iter().skip(1).filter(|_| case.told);
    later.map(|version| (version.changed_at.plus_seconds(240), version.version))
}

/// How many disclosures still held reports of a withdrawn one at that moment.
fn count_remaining(shared: &mut [Shared]) {
    let mut of_case: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, shared) in shared.iter().enumerate() {
        shared.passed.iter().for_each(|(case, _)| of_case.entry(*case).or_default().push(number));
    }
    for number in 0..shared.len() {
        let Some(at) = shared[number].disclosure.withdrawal.as_ref().map(|w| w.at) else { continue };
        let others =
            shared[number].passed.iter().flat_map(|(case, _)| of_case.get(case).into_iter().flatten());
        let others: BTreeSet<usize> = others.copied().filter(|other| *other != number).collect();
        let holds = |other: &&usize| {
            let disclosure = &shared[**other].disclosure;
            disclosure.made_at <= at && disclosure.standing(at) == Standing::Valid
        };
        shared[number].remaining = others.iter().filter(holds).count();
    }
}
