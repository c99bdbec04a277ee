//! What follows from a charter: its term, the next dates, and who discloses what to whom.

use jiff::{Span, civil::Date};

use super::model::*;

/// Where the agreement stands in its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Last day of the running term; of the last one where it is over.
    pub current_end: Date,
    /// Last day on which a partner can declare the cooperation ended at `current_end`.
    pub notice_by: Date,
    /// Last day of the next term, unless notice is given; `None` where the agreement does not renew itself.
    pub renews_until: Option<Date>,
}

impl Term {
    /// Whether notice can still be given for the end of the running term.
    pub fn notice_open(&self, today: Date) -> bool {
        today <= self.notice_by
    }

    /// Whether the agreement has run out.
    pub fn over(&self, today: Date) -> bool {
        self.current_end < today
    }
}

/// The term that runs on `today`, if nobody has given notice.
///
/// Renewals are counted from the first end, so that an end on the 31st stays at the end of its month.
pub fn term(agreement: &Agreement, today: Date) -> Term {
    let months = i64::from(agreement.renewal_months);
    let end = |renewals: i64| plus_months(agreement.ends, months.saturating_mul(renewals));
    let mut renewals = 0;
    while months > 0 && end(renewals) < today && end(renewals) < end(renewals + 1) {
        renewals += 1;
    }
    let current_end = end(renewals);
    Term {
        current_end,
        notice_by: plus_months(current_end, -i64::from(agreement.notice_months)),
        renews_until: (months > 0).then(|| end(renewals + 1)),
    }
}

/// A date moved by months; the ends of the calendar for moves beyond it.
fn plus_months(date: Date, months: i64) -> Date {
    match Span::new().try_months(months) {
        Ok(span) => date.saturating_add(span),
        Err(_) if months < 0 => Date::MIN,
        Err(_) => Date::MAX,
    }
}

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion<'a> {
    /// Last day to give notice.
    Notice,
    /// The running term ends (and renews itself unless notice was given).
    TermEnd,
    /// A body should have met by then.
    Meeting(&'a Body),
    /// A duty should have been fulfilled by then.
    Duty(&'a Duty),
}

/// A date that follows from the charter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due<'a> {
    /// By when.
    pub date: Date,
    /// What.
    pub occasion: Occasion<'a>,
    /// Clause that asks for it.
    pub clause: &'a str,
}

/// The next date of everything that recurs, earliest first; what is continuous or on occasion has none.
pub fn next_dates(charter: &Charter, today: Date) -> Vec<Due<'_>> {
    let agreement = &charter.agreement;
    let term = term(agreement, today);
    let clause = agreement.clause.as_str();
    let notice = term.notice_open(today).then_some((term.notice_by, Occasion::Notice));
    let end = (!term.over(today)).then_some((term.current_end, Occasion::TermEnd));
    let of_term = notice.into_iter().chain(end).map(|(date, occasion)| Due { date, occasion, clause });

    let bodies = charter.bodies.iter().filter(|body| !body.intended).filter_map(|body| {
        let date = period_end(body.cadence.per_year, today)?;
        Some(Due { date, occasion: Occasion::Meeting(body), clause: &body.clause })
    });
    let duties = charter.duties.iter().filter_map(|duty| {
        let date = period_end(duty.per_year?, today)?;
        Some(Due { date, occasion: Occasion::Duty(duty), clause: &duty.clause })
    });
    let mut dates: Vec<Due<'_>> = of_term.chain(bodies).chain(duties).collect();
    dates.sort_by_key(|due| due.date);
    dates
}

/// Last day of the part of the calendar year that runs on `today`, the year cut into `per_year` parts: whole months
/// where they divide it, days where not. `None` for no parts.
pub fn period_end(per_year: u32, today: Date) -> Option<Date> {
    let parts = i64::from(per_year);
    let new_year = today.first_of_year();
    match parts {
        0 => None,
        1 | 2 | 3 | 4 | 6 | 12 => {
            let length = 12 / parts;
            let part = (i64::from(today.month()) - 1) / length;
            plus_months(new_year, (part + 1) * length).yesterday().ok()
        }
        _ => {
            let days = i64::from(today.days_in_year());
            let day = i64::from(today.day_of_year()) - 1;
            // The first day d of part p is the smallest with d * parts >= p * days.
            let part = day * parts / days;
            let next = ((part + 1) * days).div_euclid(parts) + i64::from((part + 1) * days % parts != 0);
            Some(new_year.saturating_add(Span::new().try_days(next - 1).ok()?))
        }
    }
}

/// A way on which somebody can disclose: from whom, to whom, by which profile, on which basis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way<'a> {
    /// Who discloses.
    pub from: &'a Partner,
    /// To whom.
    pub audience: &'a Audience,
    /// Which parts.
    pub profile: &'a Profile,
    /// For which purpose, how long.
    pub pair: &'a ProfilePair,
    /// On which legal basis.
    pub basis: &'a LegalBasis,
}

impl Way<'_> {
    /// Whether it stays within the disclosing partner.
    pub fn internal(&self) -> bool {
        self.audience.partners.iter().all(|partner| *partner == self.from.id)
    }
}

/// Who discloses what to whom today: every profile that a partner can use toward an audience, in the order of the
/// charter. What is not here takes an explicit choice of basis, purpose and expiry.
pub fn disclosure_matrix(charter: &Charter, today: Date) -> Vec<Way<'_>> {
    let joined = charter.partners.iter().filter(|partner| partner.status != PartnerStatus::Foreseen);
    let mut ways = Vec::new();
    for from in joined {
        for audience in &charter.audiences {
            ways.extend(charter.profiles.iter().filter_map(|profile| {
                let pair = charter.profile_pair(profile, &from.id, audience)?;
                let basis = charter.basis(&pair.legal_basis)?;
                basis.holds(&from.id, &audience.partners, today).then_some(Way {
                    from,
                    audience,
                    profile,
                    pair,
                    basis,
                })
            }));
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn hamm() -> Charter {
        Charter::parse(include_str!("../../../../charters/hamm.toml")).unwrap()
    }

    #[test]
    fn the_agreement_renews_itself_a_year_at_a_time() {
        let agreement = hamm().agreement;
        let cases = [
            (date(2022, 9, 26), date(2023, 12, 31), date(2023, 6, 30), date(2024, 12, 31)),
            (date(2023, 12, 31), date(2023, 12, 31), date(2023, 6, 30), date(2024, 12, 31)),
            (date(2024, 1, 1), date(2024, 12, 31), date(2024, 6, 30), date(2025, 12, 31)),
            (date(2026, 11, 22), date(2026, 12, 31), date(2026, 6, 30), date(2027, 12, 31)),
        ];
        for (today, current_end, notice_by, renews_until) in cases {
            let expected = Term { current_end, notice_by, renews_until: Some(renews_until) };
            assert_eq!(term(&agreement, today), expected, "on {today}");
        }
    }

    #[test]
    fn an_agreement_without_renewal_ends() {
        let agreement = Agreement { renewal_months: 0, ..hamm().agreement };
        let term = term(&agreement, date(2026, 11, 22));
        assert_eq!((term.current_end, term.renews_until), (date(2023, 12, 31), None));
        assert!(term.over(date(2026, 11, 22)) && !term.notice_open(date(2026, 11, 22)));
    }

    #[test]
    fn a_renewal_by_months_stays_at_the_end_of_the_month() {
        let agreement = Agreement { renewal_months: 1, ends: date(2026, 1, 31), ..hamm().agreement };
        assert_eq!(term(&agreement, date(2026, 2, 10)).current_end, date(2026, 2, 28));
        assert_eq!(term(&agreement, date(2026, 3, 10)).current_end, date(2026, 3, 31));
    }

    #[test]
    fn absurd_periods_do_not_overflow() {
        let agreement = Agreement { renewal_months: u32::MAX, notice_months: u32::MAX, ..hamm().agreement };
        assert_eq!(term(&agreement, date(2026, 11, 22)).notice_by, Date::MIN);
    }

    #[test]
    fn a_year_is_cut_into_equal_parts() {
        let today = date(2026, 11, 22);
        let ends = [(1, (12, 31)), (2, (12, 31)), (4, (12, 31)), (12, (11, 30))];
        for (per_year, (month, day)) in ends {
            assert_eq!(period_end(per_year, today), Some(date(2026, month, day)), "{per_year} a year");
        }
        assert_eq!(period_end(2, date(2026, 6, 30)), Some(date(2026, 6, 30)));
        assert_eq!(period_end(0, today), None);
    }

    #[test]
    fn the_parts_of_a_year_cover_it_without_gap() {
        for per_year in [5, 7, 26, 52, 365, 366, 1000] {
            let mut day = date(2024, 1, 1);
            let mut parts = 0;
            while day.year() == 2024 {
                let end = period_end(per_year, day).unwrap();
                assert!(end >= day && end.year() == 2024, "{per_year} a year: {day} ends {end}");
                day = end.tomorrow().unwrap();
                parts += 1;
            }
            assert_eq!(parts, per_year.min(366), "{per_year} a year");
        }
    }

    #[test]
    fn the_steering_group_of_hamm_meets_twice_a_year() {
        let charter = hamm();
        let dates = next_dates(&charter, date(2026, 3, 1));
        let meeting = |due: &&Due<'_>| matches!(due.occasion, Occasion::Meeting(b) if b.id.as_str() == "lenkungsgruppe");
        assert_eq!(dates.iter().find(meeting).map(|due| due.date), Some(date(2026, 6, 30)));
        assert!(dates.is_sorted_by_key(|due| due.date));
        assert!(dates.iter().any(|due| due.occasion == Occasion::Notice && due.date == date(2026, 6, 30)));
    }

    #[test]
    fn city_and_police_disclose_by_every_profile_both_ways() {
        let charter = hamm();
        let ways = disclosure_matrix(&charter, date(2026, 11, 22));
        for profile in ["hinweis", "lage", "bearbeitung"] {
            for (from, audience) in [
                ("stadt", "polizei-lage"),
                ("stadt", "koordination"),
                ("stadt", "alle-partner"),
                ("polizei", "ordnungsamt"),
                ("polizei", "kod"),
                ("polizei", "koordination"),
            ] {
                let found = ways.iter().any(|way| {
                    way.from.id.as_str() == from
                        && way.audience.id.as_str() == audience
                        && way.profile.id.as_str() == profile
                });
                assert!(found, "{from} to {audience} by {profile}");
            }
        }
    }

    #[test]
    fn nobody_discloses_on_a_basis_that_is_no_longer_in_force() {
        let mut charter = hamm();
        let before = disclosure_matrix(&charter, date(2026, 11, 22)).len();
        for basis in &mut charter.legal_bases {
            if basis.id.as_str() == "polgnrw-26" {
                basis.valid_until = Some(date(2026, 11, 21));
            }
        }
        let after = disclosure_matrix(&charter, date(2026, 11, 22));
        assert!(after.len() < before && after.iter().all(|way| way.basis.id.as_str() != "polgnrw-26"));
    }
}
