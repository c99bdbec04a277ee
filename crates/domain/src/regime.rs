//! Which data-protection law governs a record: several regimes stand on one screen.
//!
//! The regime follows from who is responsible (the controller) and for what (the purpose), never from the system that
//! holds the record. The table is written out in full, so that adding a kind or a purpose does not compile until
//! somebody has decided.

use serde::{Deserialize, Serialize};

use crate::charter::{Confidence, PartnerKind, Purpose};

/// Applicable data-protection law (anwendbares Datenschutzrecht).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// GDPR with part 2 of the state act: most of a city's work, and the police's own press, planning and accounts.
    GdprDsgNrw2,
    /// Part 3 of the state act (JI directive): averting danger by police; prosecuting by all state bodies of its § 35.
    DsgNrw3,
    /// GDPR with part 2 of the federal act: general work of federal authorities.
    GdprBdsg2,
    /// Part 3 of the federal act (JI directive): federal police and customs averting danger and prosecuting.
    BdsgPart3,
    /// GDPR as the tax code shapes it, with tax secrecy.
    GdprAo,
    /// The state's data-protection act for prisons.
    JVollzDsgNrw,
    /// GDPR alone; which act supplements it depends on the body.
    Gdpr,
}

impl Regime {
    /// All regimes.
    pub const ALL: [Self; 7] = [
        Self::GdprDsgNrw2,
        Self::DsgNrw3,
        Self::GdprBdsg2,
        Self::BdsgPart3,
        Self::GdprAo,
        Self::JVollzDsgNrw,
        Self::Gdpr,
    ];

    /// The regime of what a controller of `kind` does for `purpose`.
    pub fn of(kind: PartnerKind, purpose: Purpose) -> Self {
        match kind {
            PartnerKind::Municipality => of_municipality(purpose),
            PartnerKind::Police => of_police(purpose),
            PartnerKind::Federal => of_federal(purpose),
            PartnerKind::Customs => of_customs(purpose),
            PartnerKind::Tax => of_tax(purpose),
            PartnerKind::Prison => of_prison(purpose),
            PartnerKind::Other => Self::Gdpr,
        }
    }

    /// Citation of the law.
    pub fn citation(self) -> &'static str {
        match self {
            Self::GdprDsgNrw2 => "DSGVO, DSG NRW Teil 2",
            Self::DsgNrw3 => "§ 35 DSG NRW, DSG NRW Teil 3",
            Self::GdprBdsg2 => "DSGVO, BDSG Teil 2",
            Self::BdsgPart3 => "§ 45 BDSG, BDSG Teil 3",
            Self::GdprAo => "DSGVO, §§ 2a, 30 AO",
            Self::JVollzDsgNrw => "JVollzDSG NRW",
            Self::Gdpr => "DSGVO",
        }
    }

    /// How sure the entry is; only § 35 DSG NRW and the parts it delimits were read in the text of the law.
    pub fn confidence(self) -> Confidence {
        match self {
            Self::GdprDsgNrw2 | Self::DsgNrw3 => Confidence::Verified,
            Self::GdprBdsg2 | Self::BdsgPart3 | Self::GdprAo | Self::JVollzDsgNrw | Self::Gdpr => {
                Confidence::Known
            }
        }
    }

    /// Whether it is one of the regimes under the JI directive (EU) 2016/680, with its own rules on logs and rights.
    pub fn under_ji_directive(self) -> bool {
        matches!(self, Self::DsgNrw3 | Self::BdsgPart3 | Self::JVollzDsgNrw)
    }
}

/// § 35 DSG NRW: order authorities fall under part 3 only where they prosecute or sanction offences or enforce that.
/// Averting danger, planning, complaints are GDPR.
fn of_municipality(purpose: Purpose) -> Regime {
    match purpose {
        Purpose::Prosecution | Purpose::Enforcement => Regime::DsgNrw3,
        Purpose::DangerAversion | Purpose::Planning | Purpose::Press | Purpose::Administration => {
            Regime::GdprDsgNrw2
        }
        // Municipal taxes follow the tax code.
        Purpose::Taxation => Regime::GdprAo,
    }
}

/// § 35 DSG NRW: the police fall under part 3 also where they avert danger; what they do like any other authority is
/// GDPR. A police force levies no taxes; were it named as a purpose, the general rules would apply.
fn of_police(purpose: Purpose) -> Regime {
    match purpose {
        Purpose::DangerAversion | Purpose::Prosecution | Purpose::Enforcement => Regime::DsgNrw3,
        Purpose::Planning | Purpose::Press | Purpose::Administration | Purpose::Taxation => {
            Regime::GdprDsgNrw2
        }
    }
}

fn of_federal(purpose: Purpose) -> Regime {
    match purpose {
        Purpose::DangerAversion | Purpose::Prosecution | Purpose::Enforcement => Regime::BdsgPart3,
        Purpose::Planning | Purpose::Press | Purpose::Administration | Purpose::Taxation => Regime::GdprBdsg2,
    }
}

/// Customs is a federal authority, and a tax authority where it levies duties.
fn of_customs(purpose: Purpose) -> Regime {
    match purpose {
        Purpose::Taxation => Regime::GdprAo,
        other => of_federal(other),
    }
}

/// § 35 DSG NRW names the tax authorities in matters of crimes and offences; § 2a AO points such matters to part 3 of
/// the federal act. Which of the two governs a state's tax investigators is for their data-protection officer to say;
/// the state act, read in its text, stands here. Enforcing taxes is taxation.
fn of_tax(purpose: Purpose) -> Regime {
    match purpose {
        Purpose::Prosecution => Regime::DsgNrw3,
        Purpose::Taxation | Purpose::Enforcement => Regime::GdprAo,
        Purpose::DangerAversion | Purpose::Planning | Purpose::Press | Purpose::Administration => {
            Regime::GdprDsgNrw2
        }
    }
}

/// What serves the prison's own task falls under the prison act, the rest under the general one.
fn of_prison(purpose: Purpose) -> Regime {
    match purpose {
        Purpose::Enforcement | Purpose::DangerAversion | Purpose::Prosecution => Regime::JVollzDsgNrw,
        Purpose::Planning | Purpose::Press | Purpose::Administration | Purpose::Taxation => {
            Regime::GdprDsgNrw2
        }
    }
}

/// Whether tax secrecy (§ 30 AO) lies on what a controller of `kind` holds for `purpose`, beside its regime.
pub fn tax_secrecy(kind: PartnerKind, purpose: Purpose) -> bool {
    match kind {
        PartnerKind::Tax => {
            matches!(purpose, Purpose::Taxation | Purpose::Prosecution | Purpose::Enforcement)
        }
        PartnerKind::Customs => matches!(purpose, Purpose::Taxation | Purpose::Prosecution),
        _ => purpose == Purpose::Taxation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use PartnerKind::*;
    use Purpose::*;
    use Regime::*;

    /// The whole table, written a second time from the law and not from the code above.
    const TABLE: [(PartnerKind, [(Purpose, Regime); 7]); 7] = [
        (
            Municipality,
            [
                (DangerAversion, GdprDsgNrw2),
                (Prosecution, DsgNrw3),
                (Planning, GdprDsgNrw2),
                (Press, GdprDsgNrw2),
                (Administration, GdprDsgNrw2),
                (Enforcement, DsgNrw3),
                (Taxation, GdprAo),
            ],
        ),
        (
            Police,
            [
                (DangerAversion, DsgNrw3),
                (Prosecution, DsgNrw3),
                (Planning, GdprDsgNrw2),
                (Press, GdprDsgNrw2),
                (Administration, GdprDsgNrw2),
                (Enforcement, DsgNrw3),
                (Taxation, GdprDsgNrw2),
            ],
        ),
        (
            Federal,
            [
                (DangerAversion, BdsgPart3),
                (Prosecution, BdsgPart3),
                (Planning, GdprBdsg2),
                (Press, GdprBdsg2),
                (Administration, GdprBdsg2),
                (Enforcement, BdsgPart3),
                (Taxation, GdprBdsg2),
            ],
        ),
        (
            Customs,
            [
                (DangerAversion, BdsgPart3),
                (Prosecution, BdsgPart3),
                (Planning, GdprBdsg2),
                (Press, GdprBdsg2),
                (Administration, GdprBdsg2),
                (Enforcement, BdsgPart3),
                (Taxation, GdprAo),
            ],
        ),
        (
            Tax,
            [
                (DangerAversion, GdprDsgNrw2),
                (Prosecution, DsgNrw3),
                (Planning, GdprDsgNrw2),
                (Press, GdprDsgNrw2),
                (Administration, GdprDsgNrw2),
                (Enforcement, GdprAo),
                (Taxation, GdprAo),
            ],
        ),
        (
            Prison,
            [
                (DangerAversion, JVollzDsgNrw),
                (Prosecution, JVollzDsgNrw),
                (Planning, GdprDsgNrw2),
                (Press, GdprDsgNrw2),
                (Administration, GdprDsgNrw2),
                (Enforcement, JVollzDsgNrw),
                (Taxation, GdprDsgNrw2),
            ],
        ),
        (
            Other,
            [
                (DangerAversion, Gdpr),
                (Prosecution, Gdpr),
                (Planning, Gdpr),
                (Press, Gdpr),
                (Administration, Gdpr),
                (Enforcement, Gdpr),
                (Taxation, Gdpr),
            ],
        ),
    ];

    #[test]
    fn every_controller_and_purpose_has_exactly_one_regime() {
        let mut seen = std::collections::BTreeSet::new();
        for (kind, row) in TABLE {
            for (purpose, regime) in row {
                assert!(seen.insert((kind, purpose)), "{kind:?} for {purpose:?} stands twice in the table");
                assert_eq!(Regime::of(kind, purpose), regime, "{kind:?} for {purpose:?}");
            }
        }
        assert_eq!(seen.len(), 49);
    }

    #[test]
    fn every_regime_cites_its_law_and_is_used() {
        for regime in Regime::ALL {
            assert!(!regime.citation().is_empty());
            assert!(TABLE.iter().any(|(_, row)| row.iter().any(|(_, used)| *used == regime)), "{regime:?}");
        }
    }

    #[test]
    fn the_city_averts_danger_under_the_gdpr_and_fines_under_the_ji_directive() {
        assert!(!Regime::of(Municipality, DangerAversion).under_ji_directive());
        assert!(Regime::of(Municipality, Prosecution).under_ji_directive());
        assert!(Regime::of(Police, DangerAversion).under_ji_directive());
        assert!(!Regime::of(Police, Press).under_ji_directive());
    }

    #[test]
    fn tax_secrecy_lies_on_tax_matters_only() {
        assert!(
            tax_secrecy(Tax, Prosecution)
                && tax_secrecy(Customs, Prosecution)
                && tax_secrecy(Municipality, Taxation)
        );
        assert!(!tax_secrecy(Tax, Press) && !tax_secrecy(Police, Prosecution));
    }
}
