//! What must be true of the limits of daily work, of the second factor, and of who answers notices.

use std::collections::BTreeSet;

use super::{super::model::*, Checker};
use crate::attachment::BYTES_MAX;

/// Longest period that can be meant: a year.
const LONGEST: u32 = 366 * 24 * 60;

impl Checker<'_> {
    pub(super) fn limits(&mut self) {
        let charter = self.charter;
        let mut seen = BTreeSet::new();
        for (number, limit) in charter.limits.iter().enumerate() {
            let kind = limit.kind.as_str();
            if !seen.insert(limit.kind) {
                let de = format!("Der Grenzwert „{kind}“ steht zweimal in der Datei.");
                let en = format!("The limit \"{kind}\" stands in the file twice.");
                self.error(("limit", number, "kind"), "limit-twice", de, en);
            }
            let (key, value, other) = match limit.kind.is_period() {
                true => ("minutes", limit.minutes, limit.number),
                false => ("number", limit.number, limit.minutes),
            };
            let most = match limit.kind {
                LimitKind::AttachmentSize => (BYTES_MAX >> 20) as u32,
                kind if kind.is_period() => LONGEST,
                _ => u32::MAX,
            };
            if other.is_some() || !value.is_some_and(|value| (1..=most).contains(&value)) {
                let (what_de, what_en) = match limit.kind {
                    LimitKind::AttachmentSize => ("von 1 bis 32", "from 1 to 32"),
                    kind if kind.is_period() => {
                        ("zwischen einer Minute und einem Jahr", "between a minute and a year")
                    }
                    _ => ("größer als null", "greater than zero"),
                };
                let de = format!("Der Grenzwert „{kind}“ hat genau einen Wert „{key}“, {what_de}.");
                let en = format!("The limit \"{kind}\" has exactly one value \"{key}\", {what_en}.");
                self.error(("limit", number, key), "limit-value", de, en);
            }
            if self.today.is_some_and(|today| today < limit.as_of) {
                let de = format!("Der Grenzwert „{kind}“ stammt aus der Zukunft ({}).", limit.as_of);
                let en = format!("The limit \"{kind}\" is from the future ({}).", limit.as_of);
                self.warning(("limit", number, "as_of"), "limit-as-of", de, en);
            }
        }
        for kind in LimitKind::ALL.into_iter().filter(|kind| !seen.contains(kind)) {
            let kind = kind.as_str();
            let de = format!("Der Grenzwert „{kind}“ fehlt; was er regelt, findet nicht statt.");
            let en = format!("The limit \"{kind}\" is missing; what it rules does not take place.");
            self.warning(("limit", 0, ""), "limit-missing", de, en);
        }
    }

    /// Referrals have one usual profile at most.
    pub(super) fn usual_profile(&mut self) {
        let charter = self.charter;
        let marked = charter.profiles.iter().enumerate().filter(|(_, profile)| profile.referrals);
        for (number, profile) in marked.skip(1) {
            let id = &profile.id;
            let de =
                format!("Das Profil „{id}“ ist das zweite für Abgaben („referrals“); es gibt nur eines.");
            let en = format!(
                "The profile \"{id}\" is the second one for referrals (\"referrals\"); there is only one."
            );
            self.error(("profile", number, "referrals"), "referral-profile-twice", de, en);
        }
        if !charter.profiles.iter().any(|profile| profile.referrals) && self.lost.is_empty() {
            let de = "Kein Profil ist das für Abgaben („referrals = true“); abgegeben werden kann nichts."
                .to_owned();
            let en = "No profile is the one for referrals (\"referrals = true\"); nothing can be referred."
                .to_owned();
            self.warning(("profile", 0, ""), "referral-profile-missing", de, en);
        }
    }

    pub(super) fn second_factors(&mut self) {
        let charter = self.charter;
        for (number, demand) in charter.second_factors.iter().enumerate() {
            for (p, partner) in demand.partners.iter().enumerate() {
                self.refers_to_partner(("second_factor", number, &format!("partners.{p}")), partner);
            }
            if self.today.is_some_and(|today| today < demand.as_of) {
                let de =
                    format!("Die Forderung eines zweiten Faktors stammt aus der Zukunft ({}).", demand.as_of);
                let en = format!("The demand for a second factor is from the future ({}).", demand.as_of);
                self.warning(("second_factor", number, "as_of"), "limit-as-of", de, en);
            }
        }
    }

    /// At most one contact of a partner answers notices, and a voting partner has one.
    pub(super) fn duty_contacts(&mut self) {
        let charter = self.charter;
        let mut answering = BTreeSet::new();
        for (number, contact) in charter.contacts.iter().enumerate().filter(|(_, contact)| contact.notices) {
            if !answering.insert(contact.partner.clone()) {
                let partner = &contact.partner;
                let de = format!(
                    "Bei „{partner}“ nehmen zwei Ansprechstellen Sofortmeldungen entgegen; es gilt eine."
                );
                let en = format!("Two contacts of \"{partner}\" answer notices; one counts.");
                self.error(("contact", number, "notices"), "duty-contact-twice", de, en);
            }
        }
        for (number, partner) in charter.partners.iter().enumerate() {
            if partner.status == PartnerStatus::Voting
                && !answering.contains(&partner.id)
                && self.lost.is_empty()
            {
                let id = &partner.id;
                let de =
                    format!("Bei „{id}“ nimmt keine Ansprechstelle Sofortmeldungen entgegen („notices“).");
                let en = format!("No contact of \"{id}\" answers notices (\"notices\").");
                self.warning(("partner", number, ""), "duty-contact-missing", de, en);
            }
        }
    }
}
