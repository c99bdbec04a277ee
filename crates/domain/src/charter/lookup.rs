//! Finding things in the charter, and what of it holds between whom.

use jiff::civil::Date;

use super::model::*;
use crate::{access::Role, ids::*, time::Minutes};

impl Charter {
    /// A partner.
    pub fn partner(&self, id: &PartnerId) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.id == *id)
    }

    /// A unit with its partner.
    pub fn unit(&self, id: &UnitId) -> Option<(&Partner, &Unit)> {
        self.partners.iter().find_map(|p| Some((p, p.units.iter().find(|unit| unit.id == *id)?)))
    }

    /// A body.
    pub fn body(&self, id: &BodyId) -> Option<&Body> {
        self.bodies.iter().find(|body| body.id == *id)
    }

    /// A source.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// A category.
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == *id)
    }

    /// An audience.
    pub fn audience(&self, id: &AudienceId) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.id == *id)
    }

    /// A profile.
    pub fn profile(&self, id: &ProfileId) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == *id)
    }

    /// A legal basis.
    pub fn basis(&self, id: &BasisId) -> Option<&LegalBasis> {
        self.legal_bases.iter().find(|basis| basis.id == *id)
    }

    /// A period; `None` where the charter sets none.
    pub fn period(&self, kind: LimitKind) -> Option<Minutes> {
        self.limits.iter().find(|limit| limit.kind == kind)?.minutes.map(Minutes)
    }

    /// A threshold; `None` where the charter sets none.
    pub fn threshold(&self, kind: LimitKind) -> Option<u32> {
        self.limits.iter().find(|limit| limit.kind == kind)?.number
    }

    /// Whether staff of `partner` with these roles need a second factor.
    pub fn needs_second_factor(&self, partner: &PartnerId, roles: &[Role]) -> bool {
        self.second_factors.iter().any(|demand| {
            (demand.partners.is_empty() || demand.partners.contains(partner))
                && (demand.roles.is_empty() || roles.iter().any(|role| demand.roles.contains(role)))
        })
    }

    /// The contact of a partner to which notices go, day and night.
    pub fn duty_contact(&self, partner: &PartnerId) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.notices && contact.partner == *partner)
    }

    /// Legal bases that hold today from `from` toward every partner of the audience.
    pub fn bases_toward(&self, from: &PartnerId, audience: &Audience, today: Date) -> Vec<&LegalBasis> {
        self.legal_bases.iter().filter(|basis| basis.holds(from, &audience.partners, today)).collect()
    }

    /// How a profile is used from `from` toward an audience: the first pair that lists all of its other partners.
    pub fn profile_pair<'a>(
        &self,
        profile: &'a Profile,
        from: &PartnerId,
        audience: &Audience,
    ) -> Option<&'a ProfilePair> {
        let others = |pair: &&ProfilePair| audience.partners.iter().all(|p| p == from || pair.to.contains(p));
        profile.pairs.iter().filter(|pair| pair.from == *from).find(others)
    }

    /// The purpose of a profile that is worded so in one of the languages, with its wording in all of them.
    pub fn purpose(&self, wording: &str) -> Option<&Text> {
        let purposes = self.profiles.iter().flat_map(|profile| &profile.pairs).map(|pair| &pair.purpose);
        purposes.into_iter().find(|purpose| purpose.de == wording || purpose.en == wording)
    }

    /// Standing rules that apply to a report of this unit, category and source.
    pub fn standing_rules_for(
        &self,
        unit: &UnitId,
        category: &CategoryId,
        source: &SourceId,
        urgent: bool,
    ) -> Vec<&StandingRule> {
        let applies = |rule: &&StandingRule| {
            rule.unit == *unit
                && (rule.categories.is_empty() || rule.categories.contains(category))
                && (rule.sources.is_empty() || rule.sources.contains(source))
                && (urgent || !rule.urgent_only)
        };
        self.standing_rules.iter().filter(applies).collect()
    }
}

impl LegalBasis {
    /// Whether it is in force on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }

    /// Whether it carries from `from` toward all of `to`, whatever the day; toward the own partner where `from` may use
    /// it at all.
    pub fn reaches(&self, from: &PartnerId, to: &[PartnerId]) -> bool {
        let toward = |partner: &PartnerId| {
            self.toward.iter().any(|t| t.from.contains(from) && (partner == from || t.to.contains(partner)))
        };
        to.iter().all(toward)
    }

    /// Whether it holds on a day from `from` toward all of `to`.
    pub fn holds(&self, from: &PartnerId, to: &[PartnerId], day: Date) -> bool {
        self.in_force(day) && self.reaches(from, to)
    }
}
