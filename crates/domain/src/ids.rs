//! Identifiers: random ones for what people make, short names for what the charter names.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not an identifier of this kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a valid identifier")]
pub struct NotAnId(pub String);

macro_rules! random_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Random (UUID version 4), so that it tells nothing about when or after what it was made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Makes an identifier from 16 bytes of chance.
            pub fn from_chance(bytes: [u8; 16]) -> Self {
                Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId(text.to_owned()))
            }
        }
    )+};
}

random_id! {
    /// A report (Meldung).
    ReportId,
    /// A disclosure (Freigabe) of one or many reports.
    DisclosureId,
    /// A referral (Abgabe) of a report to a unit that can act.
    ReferralId,
    /// A notice (Sofortmeldung) of an urgent report to one partner.
    NoticeId,
    /// A message that waits to be sent.
    MessageId,
    /// A person's account.
    AccountId,
    /// A membership of an account in a unit or body.
    MembershipId,
    /// A signed-in session.
    SessionId,
    /// A personal access token for the API.
    TokenId,
    /// A batch (Stapel): what one file brings in.
    BatchId,
    /// A finding (Auffälligkeit).
    FindingId,
    /// An entry of the register of complaint hotspots and fear spaces.
    HotspotId,
    /// An attachment (Anhang) of a report.
    AttachmentId,
}

macro_rules! named_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// A short name from the charter: 1 to 64 of `a-z`, `0-9`, `-` and `_`. Cheap to clone.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if is_name(text) { Ok(Self(text.into())) } else { Err(NotAnId(text.to_owned())) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

named_id! {
    /// A partner of the agreement, voting, associated or foreseen. Also the controller of its data.
    PartnerId,
    /// A unit (Dienststelle, Amt) of a partner; unique in the charter.
    UnitId,
    /// A body (Gremium).
    BodyId,
    /// An audience (Empfängerkreis).
    AudienceId,
    /// A category (police: Phänomen).
    CategoryId,
    /// A modus (Begehungsweise) within a category.
    ModusId,
    /// A source (Quelle).
    SourceId,
    /// A legal basis (Rechtsgrundlage) of the catalogue.
    BasisId,
    /// A disclosure profile, such as `hinweis`, `lage` or `bearbeitung`.
    ProfileId,
    /// A standing rule that prefills disclosures at entry.
    RuleId,
    /// A division of the city into areas, such as Stadtbezirke or Sozialräume.
    DivisionId,
    /// An area within a division.
    AreaId,
    /// A retention class (Löschfrist).
    RetentionId,
    /// A duty that a clause of the agreement lays on the partners.
    DutyId,
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        assert!("ordnungsamt-2".parse::<UnitId>().is_ok());
        for bad in ["", "Ordnungsamt", "a b", "ä", &"x".repeat(65)] {
            assert!(bad.parse::<UnitId>().is_err(), "{bad:?} should be refused");
        }
    }

    #[test]
    fn a_random_identifier_reads_what_it_writes() {
        let id = ReportId::from_chance([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("1".parse::<ReportId>().is_err());
    }
}
