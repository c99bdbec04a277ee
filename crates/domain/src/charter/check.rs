//! What must be true across the parts of a charter.
//!
//! Every check says what is wrong, where, and what would be right; it never stops at the first. References to parts
//! that could not be read at all are not reported a second time.

mod daily;
mod detection;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{civil::Date, civil::Time, tz::TimeZone};
use toml::de::DeValue;

use super::{
    model::*,
    parse::{Lines, hint, title},
    problem::Problem,
};
use crate::{disclosure::TextPart, ids::*, place::Precision};

/// Checks a charter; what depends on the day only where `today` is given.
pub(super) fn check(
    charter: &Charter,
    lines: &Lines<'_>,
    lost: &BTreeSet<String>,
    today: Option<Date>,
) -> Vec<Problem> {
    let mut checker = Checker { charter, lines, lost, today, problems: Vec::new() };
    checker.texts();
    checker.identifiers();
    checker.agreement();
    checker.partners();
    checker.bodies();
    checker.duties();
    checker.sources();
    checker.categories();
    checker.audiences();
    checker.legal_bases();
    checker.profiles();
    checker.standing_rules();
    checker.places_and_periods();
    checker.limits();
    checker.usual_profile();
    checker.detection();
    checker.second_factors();
    checker.contacts();
    checker.duty_contacts();
    checker.letters_of_intent();
    checker.problems
}

struct Checker<'a> {
    charter: &'a Charter,
    lines: &'a Lines<'a>,
    lost: &'a BTreeSet<String>,
    today: Option<Date>,
    problems: Vec<Problem>,
}

/// Where something stands: section, number of the part, path within it.
type At<'p> = (&'static str, usize, &'p str);

impl Checker<'_> {
    fn error(&mut self, at: At<'_>, code: &'static str, de: String, en: String) {
        let line = self.lines.at(at.0, at.1, at.2);
        self.problems.push(Problem::error(line, code, de, en));
    }

    fn warning(&mut self, at: At<'_>, code: &'static str, de: String, en: String) {
        let line = self.lines.at(at.0, at.1, at.2);
        self.problems.push(Problem::warning(line, code, de, en));
    }

    /// Reports a reference to something that is not there.
    fn refers<'k>(&mut self, at: At<'_>, kind: (&str, &str), id: &str, known: impl Iterator<Item = &'k str>) {
        let known: Vec<&str> = known.collect();
        if known.contains(&id) || self.lost.contains(id) {
            return;
        }
        let (hint_de, hint_en) = hint(id, known.iter().copied());
        let de = format!("{} „{id}“ steht nicht in der Datei{hint_de}.", kind.0);
        let en = format!("There is no {} \"{id}\" in the file{hint_en}.", kind.1);
        self.error(at, "unknown-reference", de, en);
    }

    fn refers_to_partner(&mut self, at: At<'_>, id: &PartnerId) {
        let charter = self.charter;
        let known = charter.partners.iter().map(|p| p.id.as_str());
        self.refers(at, ("Ein Partner", "partner"), id.as_str(), known);
    }

    fn refers_to_unit(&mut self, at: At<'_>, id: &UnitId) {
        let charter = self.charter;
        let known = charter.partners.iter().flat_map(|p| p.units.iter().map(|u| u.id.as_str()));
        self.refers(at, ("Eine Dienststelle", "unit"), id.as_str(), known);
    }

    fn refers_to_body(&mut self, at: At<'_>, id: &BodyId) {
        let charter = self.charter;
        self.refers(at, ("Ein Gremium", "body"), id.as_str(), charter.bodies.iter().map(|b| b.id.as_str()));
    }

    fn refers_to_category(&mut self, at: At<'_>, id: &CategoryId) {
        let charter = self.charter;
        let known = charter.categories.iter().map(|c| c.id.as_str());
        self.refers(at, ("Eine Kategorie", "category"), id.as_str(), known);
    }

    fn joined(&self, id: &PartnerId) -> bool {
        self.charter.partner(id).is_some_and(|p| p.status != PartnerStatus::Foreseen)
    }

    /// A clause that is mentioned has a duty of its own, so that it can be measured.
    fn clause(&mut self, at: At<'_>, clause: &str) {
        let shaped =
            clause.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        if !shaped {
            let de = format!("„{clause}“ ist keine Nummer der Vereinbarung; sie lautet zum Beispiel 3.3.");
            let en = format!("\"{clause}\" is no clause of the agreement; one is 3.3, for example.");
            self.error(at, "clause", de, en);
        } else if !self.charter.duties.is_empty() && !self.charter.duties.iter().any(|d| d.clause == clause) {
            let de = format!(
                "Zu Nr. {clause} steht keine Pflicht in der Datei; ihre Erfüllung wird nicht gemessen."
            );
            let en = format!("There is no duty for clause {clause}; its fulfilment will not be measured.");
            self.warning(at, "clause-without-duty", de, en);
        }
    }

    // -----------------------------------------------------------------------------------------------------------
    // The form of everything

    /// Every text says something in both languages.
    fn texts(&mut self) {
        let mut empty = Vec::new();
        for (section, number, part) in self.lines.parts() {
            let (de, en) = title(section, number, part);
            blank_texts(part, "", &mut |path| empty.push((section, number, path, de.clone(), en.clone())));
        }
        for (section, number, path, de, en) in empty {
            let de = format!("{de}: der Text „{path}“ ist leer.");
            let en = format!("{en}: the text \"{path}\" is empty.");
            self.error((section, number, &path), "text-empty", de, en);
        }
    }

    /// Every identifier names one thing.
    fn identifiers(&mut self) {
        let charter = self.charter;
        fn numbered<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<(usize, String, &'a str)> {
            ids.enumerate().map(|(number, id)| (number, "id".to_owned(), id)).collect()
        }
        let units = charter.partners.iter().enumerate().flat_map(|(number, partner)| {
            partner
                .units
                .iter()
                .enumerate()
                .map(move |(u, unit)| (number, format!("unit.{u}.id"), unit.id.as_str()))
        });
        self.unique("partner", numbered(charter.partners.iter().map(|x| x.id.as_str())));
        self.unique("partner", units.collect());
        self.unique("body", numbered(charter.bodies.iter().map(|x| x.id.as_str())));
        self.unique("duty", numbered(charter.duties.iter().map(|x| x.id.as_str())));
        self.unique("source", numbered(charter.sources.iter().map(|x| x.id.as_str())));
        self.unique("category", numbered(charter.categories.iter().map(|x| x.id.as_str())));
        self.unique("audience", numbered(charter.audiences.iter().map(|x| x.id.as_str())));
        self.unique("profile", numbered(charter.profiles.iter().map(|x| x.id.as_str())));
        self.unique("standing_rule", numbered(charter.standing_rules.iter().map(|x| x.id.as_str())));
        self.unique("legal_basis", numbered(charter.legal_bases.iter().map(|x| x.id.as_str())));
        self.unique("retention", numbered(charter.retention.iter().map(|x| x.id.as_str())));
        for (number, category) in charter.categories.iter().enumerate() {
            let modi = category.modi.iter().enumerate();
            self.unique(
                "category",
                modi.map(|(m, x)| (number, format!("modus.{m}.id"), x.id.as_str())).collect(),
            );
        }
    }

    fn unique(&mut self, section: &'static str, ids: Vec<(usize, String, &str)>) {
        let mut first: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for (number, path, id) in ids {
            let line = self.lines.at(section, number, &path);
            if let Some(before) = first.get(id).copied() {
                let before = before.unwrap_or_default();
                let de = format!("Die Kennung „{id}“ ist schon in Zeile {before} vergeben.");
                let en = format!("The identifier \"{id}\" is already taken in line {before}.");
                self.error((section, number, &path), "duplicate-id", de, en);
            } else {
                first.insert(id, line);
            }
        }
    }

    // -----------------------------------------------------------------------------------------------------------
    // Agreement and partners

    fn agreement(&mut self) {
        let a = &self.charter.agreement;
        let mut wrong = |path: &'static str, code, de: String, en: String| {
            self.problems.push(Problem::error(self.lines.at("agreement", 0, path), code, de, en));
        };
        if a.ags.len() != 8 || !a.ags.bytes().all(|b| b.is_ascii_digit()) {
            let de = format!("Der Gemeindeschlüssel „{}“ hat nicht acht Ziffern.", a.ags);
            wrong(
                "ags",
                "ags",
                de,
                format!("The municipality key \"{}\" does not have eight digits.", a.ags),
            );
        }
        if TimeZone::get(&a.time_zone).is_err() {
            let de = format!(
                "Die Zeitzone „{}“ gibt es nicht; gemeint ist vielleicht „Europe/Berlin“.",
                a.time_zone
            );
            let en =
                format!("There is no time zone \"{}\"; perhaps \"Europe/Berlin\" is meant.", a.time_zone);
            wrong("time_zone", "time-zone", de, en);
        }
        let [west, south, east, north] = a.bounds;
        let on_earth = west >= -180.0 && east <= 180.0 && south >= -90.0 && north <= 90.0;
        if !(on_earth && west < east && south < north) {
            let de = "„bounds“ nennt West, Süd, Ost, Nord in Grad; West liegt vor Ost und Süd vor Nord."
                .to_owned();
            let en =
                "\"bounds\" is west, south, east, north in degrees; west before east, south before north."
                    .to_owned();
            wrong("bounds", "bounds", de, en);
        } else {
            let [lon, lat] = a.centre;
            if !((west..=east).contains(&lon) && (south..=north).contains(&lat)) {
                let de = "Die Mitte („centre“) liegt nicht in den Grenzen („bounds“).".to_owned();
                wrong("centre", "centre", de, "The centre does not lie within the bounds.".to_owned());
            }
            if east - west > 2.0 || north - south > 2.0 {
                let de = "„bounds“ ist größer als zwei Grad; so groß ist keine Stadt.".to_owned();
                wrong(
                    "bounds",
                    "bounds",
                    de,
                    "\"bounds\" is larger than two degrees; no city is.".to_owned(),
                );
            }
        }
        if a.ends < a.begins {
            let de = format!("Die Vereinbarung endet ({}) vor ihrem Beginn ({}).", a.ends, a.begins);
            wrong(
                "ends",
                "term",
                de,
                format!("The agreement ends ({}) before it begins ({}).", a.ends, a.begins),
            );
        }
        if a.signed > a.begins {
            let de = format!(
                "Die Vereinbarung beginnt ({}), bevor sie unterzeichnet ist ({}).",
                a.begins, a.signed
            );
            wrong(
                "begins",
                "term",
                de,
                format!("The agreement begins ({}) before it is signed ({}).", a.begins, a.signed),
            );
        }
        if a.renewal_months > 0 && a.notice_months >= a.renewal_months {
            let de = format!(
                "Die Kündigungsfrist ({} Monate) ist so lang wie die Verlängerung ({} Monate) oder länger.",
                a.notice_months, a.renewal_months
            );
            let en = format!(
                "The notice ({} months) is as long as the renewal ({} months) or longer.",
                a.notice_months, a.renewal_months
            );
            wrong("notice_months", "notice", de, en);
        }
        if a.quarter_division == a.city_division {
            let de = "„quarter_division“ und „city_division“ sind dieselbe Einteilung.".to_owned();
            let en = "\"quarter_division\" and \"city_division\" are the same division.".to_owned();
            wrong("city_division", "divisions", de, en);
        }
        self.shifts();
        self.clause(("agreement", 0, "clause"), &self.charter.agreement.clause);
        if let Some(today) = self.today.filter(|today| a.renewal_months == 0 && a.ends < *today) {
            let de = format!("Die Vereinbarung ist am {} ausgelaufen (heute ist der {today}).", a.ends);
            let en = format!("The agreement ran out on {} (today is {today}).", a.ends);
            self.warning(("agreement", 0, "ends"), "term-over", de, en);
        }
    }

    fn shifts(&mut self) {
        let shifts = &self.charter.agreement.shifts;
        let times: Vec<Option<Time>> = shifts.iter().map(|text| shift(text)).collect();
        for (number, (text, _)) in
            shifts.iter().zip(&times).enumerate().filter(|(_, (_, time))| time.is_none())
        {
            let de = format!(
                "„{text}“ ist kein Schichtbeginn; er steht da als Stunde und Minute, zum Beispiel 06:00."
            );
            let en = format!("\"{text}\" is no beginning of a shift; it is hour and minute, such as 06:00.");
            self.error(("agreement", 0, &format!("shifts.{number}")), "shift", de, en);
        }
        let known: Vec<Time> = times.into_iter().flatten().collect();
        if shifts.is_empty() {
            let (de, en) =
                ("Es fehlt mindestens ein Schichtbeginn.", "At least one beginning of a shift is missing.");
            self.error(("agreement", 0, "shifts"), "shift", de.into(), en.into());
        } else if !known.is_sorted_by(|a, b| a < b) {
            let (de, en) = (
                "Die Schichten stehen nicht in der Reihenfolge des Tages, oder eine steht doppelt da.",
                "The shifts are not in the order of the day, or one is there twice.",
            );
            self.error(("agreement", 0, "shifts"), "shift", de.into(), en.into());
        }
    }

    fn partners(&mut self) {
        let charter = self.charter;
        for (number, partner) in charter.partners.iter().enumerate() {
            let id = &partner.id;
            let foreseen = partner.status == PartnerStatus::Foreseen;
            if foreseen != partner.since.is_none() {
                let de = if foreseen {
                    format!(
                        "Der Partner „{id}“ ist nur vorgesehen und hat doch einen Tag des Beitritts („since“)."
                    )
                } else {
                    format!("Beim Partner „{id}“ fehlt der Tag des Beitritts („since“).")
                };
                let en = if foreseen {
                    format!("The partner \"{id}\" is only foreseen and yet has a day of joining (\"since\").")
                } else {
                    format!("The partner \"{id}\" lacks its day of joining (\"since\").")
                };
                self.error(("partner", number, "since"), "since", de, en);
            }
            if !foreseen && partner.units.is_empty() {
                let de = format!("Der Partner „{id}“ hat keine Dienststelle; niemand kann für ihn arbeiten.");
                let en = format!("The partner \"{id}\" has no unit; nobody can work for it.");
                self.error(("partner", number, ""), "partner-without-units", de, en);
            }
            self.clause(("partner", number, "clause"), &partner.clause);
        }
        let voting = charter.partners.iter().filter(|p| p.status == PartnerStatus::Voting).count();
        if voting < 2 && self.lost.is_empty() {
            let (de, en) =
                ("Es gibt keine zwei stimmberechtigten Partner.", "There are no two voting partners.");
            self.error(("partner", 0, ""), "partnership", de.into(), en.into());
        }
    }

    // -----------------------------------------------------------------------------------------------------------
    // Bodies and duties

    fn bodies(&mut self) {
        let charter = self.charter;
        for (number, body) in charter.bodies.iter().enumerate() {
            let id = &body.id;
            for (s, seat) in body.seats.iter().enumerate() {
                self.refers_to_partner(("body", number, &format!("seat.{s}.partner")), &seat.partner);
                if seat.number == 0 {
                    let de = format!(
                        "Im Gremium „{id}“ hat „{}“ null Sitze; dann entfällt die Zeile.",
                        seat.partner
                    );
                    let en = format!(
                        "In the body \"{id}\" \"{}\" has no seats; then leave the line out.",
                        seat.partner
                    );
                    self.error(("body", number, &format!("seat.{s}.number")), "seat-empty", de, en);
                }
                if charter.partner(&seat.partner).is_some_and(|p| p.status == PartnerStatus::Foreseen)
                    && !body.intended
                {
                    let de = format!(
                        "Im Gremium „{id}“ sitzt „{}“, der noch nicht beigetreten ist.",
                        seat.partner
                    );
                    let en =
                        format!("In the body \"{id}\" sits \"{}\", which has not joined yet.", seat.partner);
                    self.warning(("body", number, &format!("seat.{s}.partner")), "seat-of-foreseen", de, en);
                }
            }
            if body.seats.iter().all(|seat| seat.number == 0) && !body.intended {
                let de = format!(
                    "Im Gremium „{id}“ sitzt niemand; ein nur geplantes Gremium trägt „intended = true“."
                );
                let en = format!(
                    "Nobody sits in the body \"{id}\"; a body only planned says \"intended = true\"."
                );
                self.error(("body", number, ""), "body-empty", de, en);
            }
            if !body.seats.is_empty() {
                self.seats_of_voters(number, body);
            }
            if body.cadence.per_year == 0 && !body.cadence.on_occasion && !body.cadence.own_choice {
                let de = format!(
                    "Das Gremium „{id}“ tagt nie: weder im Takt noch auf Anlass noch nach eigener Wahl."
                );
                let en = format!(
                    "The body \"{id}\" never meets: neither regularly nor on occasion nor by its own choice."
                );
                self.error(("body", number, "cadence"), "cadence", de, en);
            }
            self.clause(("body", number, "clause"), &body.clause);
        }
    }

    fn seats_of_voters(&mut self, number: usize, body: &Body) {
        let charter = self.charter;
        let absent = charter
            .partners
            .iter()
            .filter(|p| p.status == PartnerStatus::Voting && !body.seats.iter().any(|s| s.partner == p.id));
        for partner in absent {
            let de = format!(
                "Im Gremium „{}“ hat der stimmberechtigte Partner „{}“ keinen Sitz.",
                body.id, partner.id
            );
            let en =
                format!("In the body \"{}\" the voting partner \"{}\" has no seat.", body.id, partner.id);
            self.warning(("body", number, ""), "body-without-partner", de, en);
        }
    }

    fn duties(&mut self) {
        let charter = self.charter;
        for (number, duty) in charter.duties.iter().enumerate() {
            for (b, body) in duty.bodies.iter().enumerate() {
                self.refers_to_body(("duty", number, &format!("bodies.{b}")), body);
            }
            if duty.per_year == Some(0) {
                let de = format!(
                    "Die Pflicht „{}“ ist null Mal im Jahr fällig; eine dauernde hat kein „per_year“.",
                    duty.id
                );
                let en = format!(
                    "The duty \"{}\" falls due no time a year; a continuous one has no \"per_year\".",
                    duty.id
                );
                self.error(("duty", number, "per_year"), "duty-never-due", de, en);
            }
            self.clause(("duty", number, "clause"), &duty.clause);
        }
    }

    // -----------------------------------------------------------------------------------------------------------
    // Sources, categories, audiences

    fn sources(&mut self) {
        let charter = self.charter;
        for (number, source) in charter.sources.iter().enumerate() {
            for (u, unit) in source.units.iter().enumerate() {
                self.refers_to_unit(("source", number, &format!("units.{u}")), unit);
            }
            if source.units.is_empty() {
                let de = format!("Aus der Quelle „{}“ darf niemand Meldungen eingeben.", source.id);
                let en = format!("Nobody may enter reports from the source \"{}\".", source.id);
                self.error(("source", number, "units"), "source-without-units", de, en);
            }
        }
        for (number, partner) in charter.partners.iter().enumerate() {
            for (u, unit) in partner.units.iter().enumerate() {
                if charter.sources.iter().any(|source| source.units.contains(&unit.id)) {
                    continue;
                }
                let de = format!("Die Dienststelle „{}“ hat keine Quelle und kann nichts melden.", unit.id);
                let en = format!("The unit \"{}\" has no source and cannot report anything.", unit.id);
                self.warning(("partner", number, &format!("unit.{u}")), "unit-without-source", de, en);
            }
        }
    }

    fn categories(&mut self) {
        let charter = self.charter;
        for (number, category) in charter.categories.iter().enumerate() {
            if category.prevention.is_empty() {
                let de = format!(
                    "Die Kategorie „{}“ gehört zu keinem der vier Präventionsfelder (crime, traffic, order, urban).",
                    category.id
                );
                let en = format!(
                    "The category \"{}\" belongs to none of the four fields of prevention (crime, traffic, order, urban).",
                    category.id
                );
                self.error(("category", number, "prevention"), "category-without-prevention", de, en);
            }
            for (r, related) in category.related.iter().enumerate() {
                self.refers_to_category(("category", number, &format!("related.{r}")), related);
            }
            let known = charter.retention.iter().map(|r| r.id.as_str());
            self.refers(
                ("category", number, "retention"),
                ("Eine Löschfrist", "retention class"),
                category.retention.as_str(),
                known,
            );
        }
    }

    fn audiences(&mut self) {
        let charter = self.charter;
        for (number, audience) in charter.audiences.iter().enumerate() {
            let id = &audience.id;
            if audience.partners.is_empty() {
                let de = format!("Der Empfängerkreis „{id}“ hat keine Partner.");
                let en = format!("The audience \"{id}\" has no partners.");
                self.error(("audience", number, "partners"), "audience-without-partners", de, en);
            }
            for (p, partner) in audience.partners.iter().enumerate() {
                let path = format!("partners.{p}");
                self.refers_to_partner(("audience", number, &path), partner);
                self.reachable(number, &path, audience, partner);
            }
            for (u, unit) in audience.units.iter().enumerate() {
                let path = format!("units.{u}");
                self.refers_to_unit(("audience", number, &path), unit);
                let Some((partner, _)) = charter.unit(unit) else { continue };
                if !audience.partners.contains(&partner.id) {
                    let owner = &partner.id;
                    let de = format!(
                        "Empfängerkreis „{id}“: „{unit}“ gehört zu „{owner}“, der nicht im Kreis ist."
                    );
                    let en = format!(
                        "Audience \"{id}\": \"{unit}\" belongs to \"{owner}\", which is not part of it."
                    );
                    self.error(("audience", number, &path), "audience-unit-of-others", de, en);
                }
            }
            for (b, body) in audience.bodies.iter().enumerate() {
                self.refers_to_body(("audience", number, &format!("bodies.{b}")), body);
            }
        }
    }

    /// A partner in an audience has somebody there who reads.
    fn reachable(&mut self, number: usize, path: &str, audience: &Audience, id: &PartnerId) {
        let charter = self.charter;
        let Some(partner) = charter.partner(id) else { return };
        if !self.joined(id) {
            let de = format!(
                "Empfängerkreis „{}“: „{id}“ ist noch nicht beigetreten und erhält nichts.",
                audience.id
            );
            let en =
                format!("Audience \"{}\": \"{id}\" has not joined yet and receives nothing.", audience.id);
            self.warning(("audience", number, path), "audience-of-foreseen", de, en);
        } else if !audience.units.is_empty() || !audience.bodies.is_empty() {
            let unit = partner.units.iter().any(|unit| audience.units.contains(&unit.id));
            let seated =
                |body: &BodyId| charter.body(body).is_none_or(|b| b.seats.iter().any(|s| s.partner == *id));
            if !unit && !audience.bodies.iter().any(seated) {
                let de = format!(
                    "Empfängerkreis „{}“: bei „{id}“ liest niemand, keine Dienststelle, kein Sitz.",
                    audience.id
                );
                let en =
                    format!("Audience \"{}\": nobody at \"{id}\" reads, no unit and no seat.", audience.id);
                self.warning(("audience", number, path), "audience-unreachable", de, en);
            }
        }
    }

    // -----------------------------------------------------------------------------------------------------------
    // Law

    fn legal_bases(&mut self) {
        let charter = self.charter;
        for (number, basis) in charter.legal_bases.iter().enumerate() {
            let id = &basis.id;
            for (t, toward) in basis.toward.iter().enumerate() {
                for (list, partners) in [("from", &toward.from), ("to", &toward.to)] {
                    for (p, partner) in partners.iter().enumerate() {
                        self.refers_to_partner(
                            ("legal_basis", number, &format!("toward.{t}.{list}.{p}")),
                            partner,
                        );
                    }
                }
            }
            if basis.toward.iter().all(|toward| toward.from.is_empty()) {
                let de =
                    format!("Auf die Rechtsgrundlage „{id}“ kann sich niemand stützen („toward“ ist leer).");
                let en = format!("Nobody can rely on the legal basis \"{id}\" (\"toward\" is empty).");
                self.error(("legal_basis", number, "toward"), "basis-of-nobody", de, en);
            }
            if let Some(until) = basis.valid_until.filter(|until| *until < basis.valid_from) {
                let de = format!(
                    "Die Rechtsgrundlage „{id}“ endet ({until}), bevor sie beginnt ({}).",
                    basis.valid_from
                );
                let en = format!(
                    "The legal basis \"{id}\" ends ({until}) before it begins ({}).",
                    basis.valid_from
                );
                self.error(("legal_basis", number, "valid_until"), "basis-period", de, en);
            }
            if self.today.is_some_and(|today| today < basis.as_of) {
                let de =
                    format!("Die Rechtsgrundlage „{id}“ wurde in der Zukunft gelesen ({}).", basis.as_of);
                let en = format!("The legal basis \"{id}\" was read in the future ({}).", basis.as_of);
                self.warning(("legal_basis", number, "as_of"), "basis-as-of", de, en);
            }
        }
    }

    fn profiles(&mut self) {
        let charter = self.charter;
        for (number, profile) in charter.profiles.iter().enumerate() {
            for (p, pair) in profile.pairs.iter().enumerate() {
                self.refers_to_partner(("profile", number, &format!("pair.{p}.from")), &pair.from);
                for (t, to) in pair.to.iter().enumerate() {
                    self.refers_to_partner(("profile", number, &format!("pair.{p}.to.{t}")), to);
                }
                let known = charter.legal_bases.iter().map(|b| b.id.as_str());
                let path = format!("pair.{p}.legal_basis");
                let basis = pair.legal_basis.as_str();
                self.refers(
                    ("profile", number, &path),
                    ("Eine Rechtsgrundlage", "legal basis"),
                    basis,
                    known,
                );
                self.pair(number, p, profile, pair);
            }
            if profile.pairs.is_empty() {
                let de = format!(
                    "Das Profil „{}“ kann niemand benutzen; es hat kein Paar ([[profile.pair]]).",
                    profile.id
                );
                let en = format!(
                    "Nobody can use the profile \"{}\"; it has no pair ([[profile.pair]]).",
                    profile.id
                );
                self.warning(("profile", number, ""), "profile-of-nobody", de, en);
            }
        }
    }

    fn pair(&mut self, number: usize, p: usize, profile: &Profile, pair: &ProfilePair) {
        let id = &profile.id;
        if pair.days == 0 {
            let de = format!("Profil „{id}“, Freigabe von „{}“: sie läuft nach null Tagen ab.", pair.from);
            let en = format!("Profile \"{id}\", disclosure by \"{}\": it expires after no days.", pair.from);
            self.error(("profile", number, &format!("pair.{p}.days")), "pair-days", de, en);
        }
        let earlier = &profile.pairs[..p];
        if earlier.iter().any(|e| e.from == pair.from && pair.to.iter().all(|to| e.to.contains(to))) {
            let de = format!(
                "Profil „{id}“: dieses Paar von „{}“ kommt nie zum Zug, ein früheres nennt alle.",
                pair.from
            );
            let en = format!(
                "Profile \"{id}\": this pair from \"{}\" is never used, an earlier one names all.",
                pair.from
            );
            self.warning(("profile", number, &format!("pair.{p}")), "pair-never-used", de, en);
        }
        let Some(basis) = self.charter.basis(&pair.legal_basis) else { return };
        let path = format!("pair.{p}.legal_basis");
        let at = ("profile", number, path.as_str());
        let suitable = self.suitable(pair);
        let (says_de, says_en) = match suitable.as_slice() {
            [] => ("es gibt keine passende".to_owned(), "there is no suitable one".to_owned()),
            some => {
                (format!("es passen: {}", some.join(", ")), format!("suitable ones are: {}", some.join(", ")))
            }
        };
        let (from, to) = (&pair.from, names(&pair.to));
        if !basis.reaches(from, &pair.to) {
            let de = format!(
                "Profil „{id}“: „{}“ trägt keine Freigabe von „{from}“ an {to}; {says_de}.",
                pair.legal_basis
            );
            let en = format!(
                "Profile \"{id}\": \"{}\" carries no disclosure from \"{from}\" to {to}; {says_en}.",
                pair.legal_basis
            );
            self.error(at, "basis-unsuitable", de, en);
        } else if let Some(today) = self.today.filter(|today| !basis.in_force(*today)) {
            let (when_de, when_en) = match basis.valid_until.filter(|until| *until < today) {
                Some(until) => (
                    format!("ist seit dem {until} außer Kraft"),
                    format!("has not been in force since {until}"),
                ),
                None => {
                    let from = basis.valid_from;
                    (format!("gilt erst ab dem {from}"), format!("holds from {from} only"))
                }
            };
            let de = format!("Profil „{id}“: „{}“ {when_de}; {says_de}.", pair.legal_basis);
            let en = format!("Profile \"{id}\": \"{}\" {when_en}; {says_en}.", pair.legal_basis);
            self.error(at, "basis-not-in-force", de, en);
        }
        if basis.confidence == Confidence::Unverified {
            let de =
                format!("Profil „{id}“: „{}“ ist nicht geprüft und nur im Vorführbetrieb wählbar.", basis.id);
            let en =
                format!("Profile \"{id}\": \"{}\" is not verified and works in the demo only.", basis.id);
            self.warning(at, "basis-unverified", de, en);
        }
        if !basis.personal_data && profile.text == TextPart::Full {
            let de = format!(
                "Profil „{id}“ gibt den vollen Text frei, „{}“ trägt aber keine personenbezogenen Daten.",
                basis.id
            );
            let en = format!(
                "Profile \"{id}\" discloses the full text, but \"{}\" carries no personal data.",
                basis.id
            );
            self.warning(at, "basis-without-personal-data", de, en);
        }
    }

    /// Legal bases that would carry a pair; those in force where the day is known.
    fn suitable(&self, pair: &ProfilePair) -> Vec<String> {
        let in_force = |basis: &&LegalBasis| self.today.is_none_or(|today| basis.in_force(today));
        let carries = |basis: &&LegalBasis| basis.reaches(&pair.from, &pair.to);
        let suitable = self.charter.legal_bases.iter().filter(in_force).filter(carries);
        suitable.map(|basis| format!("{} ({})", basis.id, basis.citation)).collect()
    }

    fn standing_rules(&mut self) {
        let charter = self.charter;
        for (number, rule) in charter.standing_rules.iter().enumerate() {
            let id = &rule.id;
            self.refers_to_unit(("standing_rule", number, "unit"), &rule.unit);
            for (c, category) in rule.categories.iter().enumerate() {
                self.refers_to_category(("standing_rule", number, &format!("categories.{c}")), category);
            }
            for (s, source) in rule.sources.iter().enumerate() {
                let known = charter.sources.iter().map(|s| s.id.as_str());
                let path = format!("sources.{s}");
                self.refers(
                    ("standing_rule", number, &path),
                    ("Eine Quelle", "source"),
                    source.as_str(),
                    known,
                );
                if charter.source(source).is_some_and(|source| !source.units.contains(&rule.unit)) {
                    let de = format!(
                        "Dauerregel „{id}“: „{}“ gibt nichts aus der Quelle „{source}“ ein.",
                        rule.unit
                    );
                    let en = format!(
                        "Standing rule \"{id}\": \"{}\" enters nothing from \"{source}\".",
                        rule.unit
                    );
                    self.warning(("standing_rule", number, &path), "rule-source-of-others", de, en);
                }
            }
            let known = charter.audiences.iter().map(|a| a.id.as_str());
            let at = ("standing_rule", number, "audience");
            self.refers(at, ("Ein Empfängerkreis", "audience"), rule.audience.as_str(), known);
            let known = charter.profiles.iter().map(|p| p.id.as_str());
            let at = ("standing_rule", number, "profile");
            self.refers(at, ("Ein Profil", "profile"), rule.profile.as_str(), known);
            self.rule_holds(number, rule);
        }
    }

    /// A rule has a pair to work with, and is automatic only for structured fields at 200 m or coarser.
    fn rule_holds(&mut self, number: usize, rule: &StandingRule) {
        let charter = self.charter;
        let (id, Some(profile)) = (&rule.id, charter.profile(&rule.profile)) else { return };
        if let (Some((partner, _)), Some(audience)) =
            (charter.unit(&rule.unit), charter.audience(&rule.audience))
            && charter.profile_pair(profile, &partner.id, audience).is_none()
        {
            let de = format!(
                "Dauerregel „{id}“: das Profil „{}“ hat kein Paar von „{}“ an alle Partner von „{}“.",
                profile.id, partner.id, audience.id
            );
            let en = format!(
                "Standing rule \"{id}\": the profile \"{}\" has no pair from \"{}\" to all partners of \"{}\".",
                profile.id, partner.id, audience.id
            );
            self.error(("standing_rule", number, "profile"), "rule-without-pair", de, en);
        }
        let fine = profile.place > Precision::M200 || profile.text > TextPart::None || profile.attachments;
        if rule.mode == RuleMode::Automatic && fine {
            let de = format!(
                "Dauerregel „{id}“: automatisch geht nur, was ohne Text und höchstens auf 200 m genau ist; „{}“ sagt mehr.",
                profile.id
            );
            let en = format!(
                "Standing rule \"{id}\": automatic is only what has no text and is no finer than 200 m; \"{}\" tells more.",
                profile.id
            );
            self.error(("standing_rule", number, "mode"), "rule-automatic", de, en);
        }
    }

    // -----------------------------------------------------------------------------------------------------------
    // The rest

    fn places_and_periods(&mut self) {
        let charter = self.charter;
        for (number, place) in charter.sensitive_places.iter().enumerate() {
            let kind = &place.kind;
            if place.at_most > Precision::M200 {
                let de =
                    format!("Schutzort „{}“: außerhalb des Eigentümers höchstens auf 200 m genau.", kind.de);
                let en = format!("Sensitive place \"{}\": outside its owner no finer than 200 m.", kind.en);
                self.error(("sensitive_place", number, "at_most"), "sensitive-too-fine", de, en);
            }
            if !(place.radius_m > 0.0 && place.radius_m <= 5_000.0) {
                let de = format!("Schutzort „{}“: der Radius liegt zwischen 0 und 5000 Metern.", kind.de);
                let en = format!("Sensitive place \"{}\": the radius is between 0 and 5000 metres.", kind.en);
                self.error(("sensitive_place", number, "radius_m"), "sensitive-radius", de, en);
            }
            let [west, south, east, north] = charter.agreement.bounds;
            for (p, [lon, lat]) in place.points.iter().enumerate() {
                if !((west..=east).contains(lon) && (south..=north).contains(lat)) {
                    let de = format!(
                        "Schutzort „{}“: der Punkt [{lon}, {lat}] liegt außerhalb der Stadt.",
                        kind.de
                    );
                    let en = format!(
                        "Sensitive place \"{}\": the point [{lon}, {lat}] is outside the city.",
                        kind.en
                    );
                    self.error(
                        ("sensitive_place", number, &format!("points.{p}")),
                        "sensitive-outside",
                        de,
                        en,
                    );
                }
            }
        }
        for (number, class) in charter.retention.iter().enumerate().filter(|(_, class)| class.months == 0) {
            let de = format!("Die Löschfrist „{}“ ist null Monate lang.", class.id);
            let en = format!("The retention class \"{}\" is no months long.", class.id);
            self.error(("retention", number, "months"), "retention", de, en);
        }
    }

    fn contacts(&mut self) {
        let charter = self.charter;
        for (number, contact) in charter.contacts.iter().enumerate() {
            self.refers_to_partner(("contact", number, "partner"), &contact.partner);
            for (path, unit) in [("unit", Some(&contact.unit)), ("deputy", contact.deputy.as_ref())] {
                let Some(unit) = unit else { continue };
                self.refers_to_unit(("contact", number, path), unit);
                if charter.unit(unit).is_some_and(|(partner, _)| partner.id != contact.partner) {
                    let (subject, partner) = (&contact.subject, &contact.partner);
                    let de =
                        format!("Ansprechstelle „{}“: „{unit}“ gehört nicht zu „{partner}“.", subject.de);
                    let en =
                        format!("Contact \"{}\": \"{unit}\" does not belong to \"{partner}\".", subject.en);
                    self.error(("contact", number, path), "contact-unit-of-others", de, en);
                }
            }
            self.clause(("contact", number, "clause"), &contact.clause);
        }
    }

    fn letters_of_intent(&mut self) {
        let charter = self.charter;
        for (number, letter) in charter.letters_of_intent.iter().enumerate() {
            self.refers_to_partner(("letter_of_intent", number, "partner"), &letter.partner);
            for (c, clause) in letter.clauses.iter().enumerate() {
                self.clause(("letter_of_intent", number, &format!("clauses.{c}")), clause);
            }
            for (b, body) in letter.bodies.iter().enumerate() {
                self.refers_to_body(("letter_of_intent", number, &format!("bodies.{b}")), body);
            }
            if letter.clauses.is_empty() {
                let de = format!("Die Absichtserklärung von „{}“ nennt keine Aktivität.", letter.partner);
                let en = format!("The letter of intent of \"{}\" declares no activity.", letter.partner);
                self.error(("letter_of_intent", number, "clauses"), "letter-empty", de, en);
            }
        }
    }
}

/// Beginning of a shift from text such as `06:00`.
pub(super) fn shift(text: &str) -> Option<Time> {
    let (hour, minute) =
        text.split_once(':').filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2)?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn names(partners: &[PartnerId]) -> String {
    partners.iter().map(PartnerId::as_str).collect::<Vec<_>>().join(", ")
}

/// Calls `found` with the path of every text in two languages of which one is blank.
fn blank_texts(value: &DeValue<'_>, path: &str, found: &mut impl FnMut(String)) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        DeValue::Table(table) => {
            for (key, inner) in table {
                let key = key.get_ref().as_ref();
                let blank = inner.get_ref().as_str().is_some_and(|text| text.trim().is_empty());
                if blank && matches!(key, "de" | "en") {
                    found(below(key));
                }
                blank_texts(inner.get_ref(), &below(key), found);
            }
        }
        DeValue::Array(array) => {
            for (number, inner) in array.iter().enumerate() {
                blank_texts(inner.get_ref(), &below(&number.to_string()), found);
            }
        }
        _ => {}
    }
}
