//! The second factor: codes of six digits that change every thirty seconds (TOTP, RFC 6238), and recovery codes for
//! whoever lost the device.
//!
//! SHA-1, six digits and thirty seconds are what every authenticator app takes; some ignore any other choice and show
//! wrong codes. A code counts for one step of the clock before and one after, as the RFC advises (section 5.2), and
//! once: the caller keeps the step of the last code, and older ones are refused.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use subtle::{ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater};

use crate::time::Timestamp;

/// Milliseconds for which one code is shown.
const STEP_MS: i64 = 30_000;
/// Steps by which a device's clock may be wrong, on either side.
const DRIFT: u64 = 1;
/// A code is smaller than this.
const CODES: u32 = 1_000_000;
/// The alphabet of RFC 4648, without padding; both kinds of text here are made of it.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Recovery codes of one set.
pub const RECOVERY_CODES: usize = 10;

/// What somebody proved itself with in a session so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The password, and the account had no second factor.
    Password,
    /// The password; a code is waited for.
    CodeAwaited,
    /// The password and a code.
    Both,
}

/// What server and device share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl Secret {
    /// A secret from chance: 160 bits, the length that RFC 4226 recommends.
    pub fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be kept.
    pub fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The secret as one types it into a device: 32 letters and digits.
    pub fn text(&self) -> String {
        base32(&self.0)
    }

    /// The address that a device reads from a QR code. `issuer` and `account` are what the device shows.
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = self.text();
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
    }

    /// The code of a step (RFC 4226, section 5.3).
    fn code(&self, step: u64) -> u32 {
        // HMAC takes keys of any length, so this cannot fail; if it did, no code would fit.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return CODES };
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let offset = usize::from(digest[19] & 0x0f);
        let four = [digest[offset] & 0x7f, digest[offset + 1], digest[offset + 2], digest[offset + 3]];
        u32::from_be_bytes(four) % CODES
    }

    /// The code that a device shows at a moment; for tests, and for programs that sign in.
    pub fn code_at(&self, at: Timestamp) -> String {
        format!("{:06}", self.code(step(at)))
    }

    /// The step whose code was typed, if it counts now and is later than the last one that was used. The work is the
    /// same whatever was typed.
    pub fn step_of(&self, typed: &str, now: Timestamp, last_used: Option<u64>) -> Option<u64> {
        let typed = digits(typed).unwrap_or(CODES);
        let now = step(now);
        let mut found = 0_u64;
        for step in now.saturating_sub(DRIFT)..=now + DRIFT {
            let fits = self.code(step).ct_eq(&typed) & step.ct_gt(&last_used.unwrap_or(0));
            found.conditional_assign(&step, fits);
        }
        (found > 0).then_some(found)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The number of a moment's step since 1970.
fn step(at: Timestamp) -> u64 {
    u64::try_from(at.0.div_euclid(STEP_MS)).unwrap_or(0)
}

/// Six digits, as people type them: spaces do not matter.
fn digits(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let six = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    six.then(|| digits.parse().ok()).flatten()
}

/// A recovery code from chance: 80 bits in four groups of four, so that a plain hash of it can be kept.
pub fn recovery_code(bytes: [u8; 10]) -> String {
    let text = base32(&bytes);
    let groups: Vec<&str> = (0..4).map(|group| &text[group * 4..group * 4 + 4]).collect();
    groups.join("-")
}

/// A recovery code as it was shown, from how it was typed: without its dashes, in small letters, with spaces. `None` if
/// it cannot be one.
pub fn read_recovery_code(typed: &str) -> Option<String> {
    let plain: Vec<u8> = typed
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'-')
        .map(|byte| byte.to_ascii_uppercase())
        .collect();
    if plain.len() != 16 || !plain.iter().all(|byte| BASE32.contains(byte)) {
        return None;
    }
    let groups: Vec<String> =
        plain.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Some(groups.join("-"))
}

/// RFC 4648, section 6; the lengths here are whole groups of five bytes.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5);
    for group in bytes.chunks_exact(5) {
        let bits = group.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for letter in (0..8).rev() {
            text.push(char::from(BASE32[(bits >> (letter * 5) & 31) as usize]));
        }
    }
    text
}

/// A text as a part of an address.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@".contains(&byte);
    let letter = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the RFC's appendix B for SHA-1.
    fn of_the_rfc() -> Secret {
        Secret::new(*b"12345678901234567890")
    }

    const fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000)
    }

    /// RFC 6238, appendix B, of whose eight digits the last six are a code of six.
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        for (seconds, code) in VECTORS {
            assert_eq!(of_the_rfc().code_at(at(seconds)), code, "at {seconds}");
            let step = u64::try_from(seconds).unwrap() / 30;
            assert_eq!(of_the_rfc().step_of(code, at(seconds), None), Some(step));
        }
    }

    #[test]
    fn counters_give_the_codes_of_rfc_4226() {
        let codes =
            [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489];
        for (counter, code) in (0..).zip(codes) {
            assert_eq!(of_the_rfc().code(counter), code);
        }
    }

    #[test]
    fn a_clock_may_be_wrong_by_one_step_and_no_more() {
        let code = of_the_rfc().code_at(at(3_000));
        for (seconds, counts) in [(2_969, false), (2_970, true), (3_000, true), (3_059, true), (3_060, false)]
        {
            assert_eq!(of_the_rfc().step_of(&code, at(seconds), None).is_some(), counts, "at {seconds}");
        }
    }

    #[test]
    fn a_code_counts_once_and_with_it_all_before_it() {
        let secret = of_the_rfc();
        let step = secret.step_of(&secret.code_at(at(3_000)), at(3_000), None);
        assert_eq!(step, Some(100));
        assert_eq!(secret.step_of(&secret.code_at(at(3_000)), at(3_010), step), None, "the same again");
        assert_eq!(secret.step_of(&secret.code_at(at(2_970)), at(3_010), step), None, "the one before");
        assert_eq!(secret.step_of(&secret.code_at(at(3_030)), at(3_010), step), Some(101), "the next one");
    }

    #[test]
    fn a_code_is_six_digits_with_spaces_where_people_put_them() {
        let (secret, now) = (of_the_rfc(), at(59));
        for typed in ["287082", " 287 082 ", "287\u{a0}082"] {
            assert!(secret.step_of(typed, now, None).is_some(), "{typed:?}");
        }
        for typed in ["", "287083", "28708", "2870820", "-87082", "+287082", "28708２", "1000000"] {
            assert_eq!(secret.step_of(typed, now, None), None, "{typed:?}");
        }
    }

    #[test]
    fn a_device_is_told_the_secret_in_its_own_alphabet() {
        assert_eq!(of_the_rfc().text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let address = of_the_rfc().address("Lagenetz Hamm", "kod@stadt.example");
        assert_eq!(
            address,
            "otpauth://totp/Lagenetz%20Hamm:kod@stadt.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Lagenetz%20Hamm"
        );
        assert_eq!(format!("{:?}", of_the_rfc()), "Secret", "it does not stand in a log");
    }

    #[test]
    fn a_recovery_code_is_read_however_it_was_typed() {
        let code = recovery_code(*b"0123456789");
        assert_eq!(code, "GAYT-EMZU-GU3D-OOBZ");
        for typed in ["GAYT-EMZU-GU3D-OOBZ", "gaytemzugu3doobz", " gayt emzu gu3d oobz "] {
            assert_eq!(read_recovery_code(typed).as_deref(), Some(code.as_str()), "{typed:?}");
        }
        for typed in
            ["", "287082", "GAYT-EMZU-GU3D-OOB", "GAYT-EMZU-GU3D-OOB1", "GAYT-EMZU-GU3D-OOBZZ", "ÄAYT"]
        {
            assert_eq!(read_recovery_code(typed), None, "{typed:?}");
        }
    }
}
