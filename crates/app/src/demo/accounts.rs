//! The people of the demo: roles, never names of persons.

use domain::{
    access::{MemberOf, Membership, Role},
    charter::Charter,
    ids::*,
    people::{Account, Language, Scope, Token},
    time::Timestamp,
};

use super::{
    Person,
    calendar::Calendar,
    dice::{Dice, Topic},
};

/// A role with its account.
#[derive(Debug, Clone)]
pub(super) struct Holder {
    pub(super) account: Account,
    pub(super) memberships: Vec<Membership>,
    pub(super) token: Token,
    pub(super) person: Person,
    /// Salt of the password's hash.
    pub(super) salt: [u8; 16],
    /// Whether this is the partner's administrator, who invited the others.
    pub(super) administers: bool,
}

/// What a role is a member of.
enum Seat {
    Officer(&'static str),
    Reader(&'static str),
    Body(&'static str),
    Admin,
    Protection,
}
use Seat::*;

struct RoleRow {
    partner: &'static str,
    name: &'static str,
    email: &'static str,
    password: &'static str,
    seats: &'static [Seat],
}

const fn role(
    partner: &'static str,
    name: &'static str,
    email: &'static str,
    password: &'static str,
    seats: &'static [Seat],
) -> RoleRow {
    RoleRow { partner, name, email, password, seats }
}

/// The first two are those with whom the demo is shown. Passwords can be typed and have no word of the address in them.
const ROLES: &[RoleRow] = &[
    role(
        "stadt",
        "Sachbearbeitung Ordnungsamt",
        "ordnungsamt@stadt.example",
        "rathaus-vormittag-32",
        &[Officer("ordnungsamt")],
    ),
    role(
        "polizei",
        "Lagedienst Polizei",
        "lagedienst@polizei.example",
        "funkspruch-blaulicht-11",
        &[Officer("lagedienst"), Body("koordination")],
    ),
    role(
        "stadt",
        "Streife Kommunaler Ordnungsdienst",
        "kod@stadt.example",
        "taschenlampe-abend-21",
        &[Officer("kod")],
    ),
    role(
        "stadt",
        "Bürgerservice und Mängelmelder",
        "buergerservice@stadt.example",
        "hinweis-schalter-40",
        &[Officer("buergerservice")],
    ),
    role(
        "stadt",
        "Straßen- und Grünkontrolle",
        "tiefbau@stadt.example",
        "laterne-bordstein-66",
        &[Officer("tiefbau")],
    ),
    role(
        "stadt",
        "Stadtplanung",
        "stadtplanung@stadt.example",
        "bebauung-lageplan-61",
        &[Officer("stadtplanung"), Reader("tiefbau")],
    ),
    role(
        "stadt",
        "Streetwork",
        "streetwork@stadt.example",
        "gespraech-jugendtreff-51",
        &[Officer("jugend-soziales")],
    ),
    role(
        "stadt",
        "Pressestelle der Stadt",
        "presse@stadt.example",
        "mitteilung-morgenrunde-13",
        &[Officer("presse-stadt")],
    ),
    role(
        "stadt",
        "Leitung Ordnungsamt",
        "leitung.ordnung@stadt.example",
        "beschluss-wochenplan-30",
        &[Reader("ordnungsamt"), Reader("kod"), Body("koordination"), Body("lenkungsgruppe")],
    ),
    role(
        "stadt",
        "Geschäftsführung Stadt",
        "geschaeftsfuehrung@stadt.example",
        "vereinbarung-fristen-10",
        &[Reader("stadtleitung"), Body("geschaeftsfuehrung"), Body("koordination")],
    ),
    role("stadt", "Datenschutz Stadt", "datenschutz@stadt.example", "protokoll-pruefung-14", &[Protection]),
    role(
        "stadt",
        "Administration Stadt",
        "administration@stadt.example",
        "serverraum-schluessel-17",
        &[Admin],
    ),
    role(
        "polizei",
        "Analyse Polizei",
        "analyse@polizei.example",
        "trendlinie-wochenlage-12",
        &[
            Officer("fuehrungsstab"),
            Reader("lagedienst"),
            Reader("wachdienst"),
            Reader("bezirksdienst"),
            Reader("kriminalpolizei"),
            Reader("verkehrsdienst"),
            Body("koordination"),
        ],
    ),
    role(
        "polizei",
        "Wachdienst",
        "wachdienst@polizei.example",
        "spaetschicht-wagen-15",
        &[Officer("wachdienst")],
    ),
    role(
        "polizei",
        "Bezirks- und Schwerpunktdienst",
        "bezirksdienst@polizei.example",
        "fussstreife-markttag-16",
        &[Officer("bezirksdienst")],
    ),
    role(
        "polizei",
        "Kriminalität",
        "kriminalitaet@polizei.example",
        "spurenlage-aktenzeichen-18",
        &[Officer("kriminalpolizei"), Reader("kriminalpraevention"), Body("koordination")],
    ),
    role(
        "polizei",
        "Verkehr",
        "verkehr@polizei.example",
        "kreuzung-unfallskizze-19",
        &[Officer("verkehrsdienst")],
    ),
    role(
        "polizei",
        "Leitung Polizei",
        "leitung@polizei.example",
        "schwerpunkt-jahresziel-10",
        &[
            Reader("fuehrungsstab"),
            Reader("lagedienst"),
            Body("lenkungsgruppe"),
            Body("geschaeftsfuehrung"),
            Body("koordination"),
        ],
    ),
    role(
        "polizei",
        "Datenschutz Polizei",
        "datenschutz@polizei.example",
        "protokoll-stichprobe-24",
        &[Protection],
    ),
    role(
        "polizei",
        "Administration Polizei",
        "administration@polizei.example",
        "wartung-nachtfenster-27",
        &[Admin],
    ),
    role(
        "hauptzollamt",
        "Finanzkontrolle Schwarzarbeit",
        "fks@zoll.example",
        "baustelle-pruefplan-71",
        &[Officer("fks-hamm"), Body("koordination")],
    ),
    role(
        "hauptzollamt",
        "Administration Zoll",
        "administration@zoll.example",
        "wartung-grenzland-77",
        &[Admin],
    ),
    role(
        "bundespolizei",
        "Bundespolizeirevier",
        "revier@bundespolizei.example",
        "bahnsteig-fahrplan-81",
        &[Officer("bpol-revier"), Body("koordination")],
    ),
    role(
        "bundespolizei",
        "Administration Bundespolizei",
        "administration@bundespolizei.example",
        "wartung-gleisfeld-87",
        &[Admin],
    ),
];

/// The holders of all roles that the charter knows; all begin with the cooperation.
pub(super) fn holders(charter: &Charter, calendar: &Calendar, seed: u64) -> Vec<Holder> {
    let numbered = ROLES.iter().zip(0..);
    numbered.filter_map(|(row, number)| holder(row, number, charter, calendar, seed)).collect()
}

/// The account that enters for a unit.
pub(super) fn officer_of<'a>(holders: &'a [Holder], unit: &UnitId) -> Option<&'a Holder> {
    let is_officer =
        |m: &Membership| m.role == Role::Officer && matches!(&m.of, MemberOf::Unit(own) if own == unit);
    holders.iter().find(|holder| holder.memberships.iter().any(is_officer))
}

fn holder(row: &RoleRow, number: u64, charter: &Charter, calendar: &Calendar, seed: u64) -> Option<Holder> {
    let partner = charter.partner(&row.partner.parse().ok()?)?;
    let mut dice = Dice::new(seed, Topic::Accounts, number);
    let id = AccountId::from_chance(dice.bytes());
    // One after another, in the first morning.
    let joined = calendar.beginning().plus_seconds(60 * number as i64 - 3_600);
    let seats: Vec<(MemberOf, Role)> = row.seats.iter().filter_map(|seat| member(seat, charter)).collect();
    let memberships = seats.into_iter().map(|(of, role)| Membership {
        id: MembershipId::from_chance(dice.bytes()),
        account: id,
        of,
        role,
        from: joined,
        until: None,
    });
    let memberships: Vec<Membership> = memberships.collect();
    let unit = memberships.iter().find_map(|m| match &m.of {
        MemberOf::Unit(unit) => charter.unit(unit).map(|(_, unit)| unit.name.de.clone()),
        _ => None,
    });
    let secret: [u8; 32] = dice.bytes();
    let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let made_at = calendar.now.plus_seconds(-600);
    Some(Holder {
        account: Account {
            id,
            partner: partner.id.clone(),
            email: row.email.to_owned(),
            name: row.name.to_owned(),
            language: Language::De,
            created_at: joined,
            disabled_at: None,
            last_visit: Some(last_visit(calendar, &mut dice)),
        },
        memberships,
        token: Token {
            id: TokenId::from_chance(dice.bytes()),
            account: id,
            name: "Vorführung".to_owned(),
            scope: Scope::Write,
            created_at: made_at,
            expires_at: made_at.plus_days(365),
            revoked_at: None,
        },
        person: Person {
            name: row.name.to_owned(),
            partner: partner.short.de.clone(),
            unit: unit.unwrap_or_default(),
            email: row.email.to_owned(),
            password: row.password.to_owned(),
            token: format!("lgn_{secret}"),
        },
        salt: dice.bytes(),
        administers: row.seats.iter().any(|seat| matches!(seat, Admin)),
    })
}

/// Some time in the afternoon of the day before.
fn last_visit(calendar: &Calendar, dice: &mut Dice) -> Timestamp {
    let yesterday = domain::time::Day(calendar.today.0 - 1);
    calendar.at(yesterday, 14 * 60 + dice.below(150) as i64)
}

fn member(seat: &Seat, charter: &Charter) -> Option<(MemberOf, Role)> {
    let unit = |unit: &str| {
        let unit: UnitId = unit.parse().ok()?;
        charter.unit(&unit).map(|(_, unit)| MemberOf::Unit(unit.id.clone()))
    };
    match seat {
        Officer(name) => Some((unit(name)?, Role::Officer)),
        Reader(name) => Some((unit(name)?, Role::Reader)),
        Body(body) => {
            let body: BodyId = body.parse().ok()?;
            charter.body(&body).map(|body| (MemberOf::Body(body.id.clone()), Role::Reader))
        }
        Admin => Some((MemberOf::Partner, Role::Admin)),
        Protection => Some((MemberOf::Partner, Role::DataProtection)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_seats_that_the_charter_knows_and_a_password_that_will_do() {
        let charter = Charter::parse(super::super::CHARTER).unwrap();
        for row in ROLES {
            for seat in row.seats {
                assert!(member(seat, &charter).is_some(), "{}", row.name);
            }
            assert!(row.password.len() >= crate::acts::PASSWORD_MIN, "{}", row.name);
            let words = row.email.split(['@', '.']).filter(|word| word.len() > 3);
            assert!(words.clone().all(|word| !row.password.contains(word)), "{}", row.name);
        }
    }
}
