//! The terms of a disclosure: what was typed, checked against the charter.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::{
    charter::{Audience, Charter, Confidence, PartnerStatus},
    disclosure::{Parts, TextPart, TimePart},
    ids::*,
    place::Precision,
    report::{FieldError, Problem, read_time},
    time::Timestamp,
};

/// Most characters of a purpose or a reason.
pub const PURPOSE_MAX: usize = 500;

/// What somebody typed; nothing is checked yet. What is empty comes from the profile.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TermsDraft {
    /// Audience.
    pub audience: String,
    /// Profile; empty for none.
    pub profile: String,
    /// Precision of the place.
    pub place: String,
    /// Precision of the time.
    pub time: String,
    /// How much of the text.
    pub text: String,
    /// Whether attachments belong to it.
    pub attachments: Option<bool>,
    /// Legal basis.
    pub legal_basis: String,
    /// Purpose.
    pub purpose: String,
    /// Last moment: RFC 3339 or a local day (which is included).
    pub expires_at: String,
}

/// Checked terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Audience.
    pub audience: AudienceId,
    /// Its partners at this moment, without those that are only foreseen.
    pub partners: BTreeSet<PartnerId>,
    /// Which parts.
    pub parts: Parts,
    /// Legal basis.
    pub legal_basis: BasisId,
    /// Purpose.
    pub purpose: String,
    /// Profile, if one was used.
    pub profile: Option<ProfileId>,
    /// First moment at which it no longer holds.
    pub expires_at: Timestamp,
}

/// Checks what was typed by somebody of partner `from`, and returns the terms or all errors at once.
///
/// `demo` also allows bases that could not be verified.
pub fn check_terms(
    draft: &TermsDraft,
    charter: &Charter,
    from: &PartnerId,
    zone: &TimeZone,
    now: Timestamp,
    demo: bool,
) -> Result<Terms, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut fail = |field, problem| errors.push(FieldError::new(field, problem));
    let unknown = |value: &str| {
        if value.is_empty() { Problem::Missing } else { Problem::Unknown { value: value.to_owned() } }
    };

    let audience = charter.audiences.iter().find(|a| a.id.as_str() == draft.audience);
    if audience.is_none() {
        fail("audience", unknown(&draft.audience));
    }
    let profile = charter.profiles.iter().find(|p| p.id.as_str() == draft.profile);
    if profile.is_none() && !draft.profile.is_empty() {
        fail("profile", unknown(&draft.profile));
    }
    let pair = match (profile, audience) {
        (Some(profile), Some(audience)) => {
            let pair = charter.profile_pair(profile, from, audience);
            if pair.is_none()
                && (draft.legal_basis.is_empty() || draft.purpose.is_empty() || draft.expires_at.is_empty())
            {
                fail("profile", Problem::UnsuitableProfile);
            }
            pair
        }
        _ => None,
    };
    let complete = pair.is_some() || profile.is_none();

    let place = pick(&draft.place, profile.map(|p| p.place));
    if place.is_none() {
        fail("place", unknown(&draft.place));
    }
    let time = match draft.time.as_str() {
        "" => Some(profile.map_or(TimePart::Exact, |p| p.time)),
        "exact" => Some(TimePart::Exact),
        "day" => Some(TimePart::Day),
        _ => None,
    };
    if time.is_none() {
        fail("time", unknown(&draft.time));
    }
    let text = match draft.text.as_str() {
        "" => profile.map(|p| p.text),
        "none" => Some(TextPart::None),
        "summary" => Some(TextPart::Summary),
        "full" => Some(TextPart::Full),
        _ => None,
    };
    if text.is_none() {
        fail("text", unknown(&draft.text));
    }
    let attachments = draft.attachments.unwrap_or(profile.is_some_and(|p| p.attachments));

    let today = now.day(zone).date();
    let basis = if draft.legal_basis.is_empty() {
        pair.map(|pair| pair.legal_basis.as_str())
    } else {
        Some(draft.legal_basis.as_str())
    };
    let suitable: Vec<BasisId> = audience.map_or_else(Vec::new, |audience| {
        let bases = charter.bases_toward(from, audience, today);
        bases.iter().filter(|b| demo || b.confidence < Confidence::Unverified).map(|b| b.id.clone()).collect()
    });
    let legal_basis = basis.and_then(|basis| suitable.iter().find(|id| id.as_str() == basis).cloned());
    if legal_basis.is_none() && audience.is_some() {
        match basis {
            None if complete => fail("legal_basis", Problem::Missing),
            None => {}
            Some(_) => fail("legal_basis", Problem::UnsuitableBasis { suitable }),
        }
    }

    let purpose = match draft.purpose.trim() {
        "" => pair.map(|pair| pair.purpose.de.clone()),
        purpose => Some(purpose.to_owned()),
    };
    match &purpose {
        None if complete => fail("purpose", Problem::Missing),
        Some(purpose) if purpose.chars().count() > PURPOSE_MAX => {
            fail("purpose", Problem::TooLong { most: PURPOSE_MAX });
        }
        _ => {}
    }

    let expires_at = if draft.expires_at.trim().is_empty() {
        if pair.is_none() && complete {
            fail("expires_at", Problem::Missing);
        }
        pair.map(|pair| now.plus_days(i64::from(pair.days)))
    } else {
        match read_time(&draft.expires_at, zone) {
            None => {
                fail("expires_at", Problem::NotATime { value: draft.expires_at.clone() });
                None
            }
            // "until the 30th" includes the 30th.
            Some((at, true)) => Some(crate::time::Day(at.day(zone).0 + 1).start(zone)),
            Some((at, false)) => Some(at),
        }
    };
    if expires_at.is_some_and(|at| at <= now) {
        fail("expires_at", Problem::NotInFuture);
    }

    match (audience, place, time, text, legal_basis, purpose, expires_at) {
        (
            Some(audience),
            Some(place),
            Some(time),
            Some(text),
            Some(legal_basis),
            Some(purpose),
            Some(expires_at),
        ) if errors.is_empty() => Ok(Terms {
            audience: audience.id.clone(),
            partners: partners_now(charter, audience),
            parts: Parts { place, time, text, attachments },
            legal_basis,
            purpose,
            profile: profile.map(|p| p.id.clone()),
            expires_at,
        }),
        _ => Err(errors),
    }
}

/// The partners that belong to an audience now: those that have joined.
pub fn partners_now(charter: &Charter, audience: &Audience) -> BTreeSet<PartnerId> {
    let joined = |id: &&PartnerId| {
        charter.partners.iter().any(|p| p.id == **id && p.status != PartnerStatus::Foreseen)
    };
    audience.partners.iter().filter(joined).cloned().collect()
}

fn pick(text: &str, default: Option<Precision>) -> Option<Precision> {
    if text.is_empty() { default } else { text.parse().ok() }
}
