//! Passwords, secrets and their hashes.

use std::collections::HashMap;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::context::Chance;

/// A secret of 256 bits as text: what a cookie, a token or a link carries. Only its hash is kept.
pub(crate) fn new_secret(chance: &dyn Chance, prefix: &str) -> String {
    let bytes: [u8; 32] = chance.bytes();
    let mut text = String::with_capacity(prefix.len() + 64);
    text.push_str(prefix);
    for byte in bytes {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// The hash under which a secret is kept. Secrets have 256 bits of chance, so a plain hash is enough.
pub fn hash_secret(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The hash of a password, as text (argon2id, PHC format).
pub fn hash_password(password: &str, salt: [u8; 16]) -> Option<String> {
    Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).ok().map(|hash| hash.to_string())
}

/// Whether the password fits. Without a hash the same work is done, and the answer is no.
pub(crate) fn verify_password(password: &str, hash: Option<&str>) -> bool {
    // Of no password: made from a salt of zeros, and never true because of the second condition.
    const DUMMY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(DUMMY)) else { return false };
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    fits && hash.is_some()
}

/// Counts failed attempts, so that guessing becomes slow.
///
/// Attempts are counted per network address and e-mail address together, and per network address alone: somebody
/// elsewhere cannot lock a person out by guessing wrong on purpose.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: HashMap<(String, String), Vec<i64>>,
}

/// Failures are forgotten after so many milliseconds.
const WINDOW_MS: i64 = 15 * 60 * 1000;
/// Failures within the window per network address and e-mail address.
const PER_ACCOUNT: usize = 10;
/// Failures within the window per network address.
const PER_NETWORK: usize = 100;
/// More keys than this are never kept; the oldest go first.
const MOST_KEYS: usize = 50_000;

impl Throttle {
    /// Seconds to wait before another attempt; `None` if it may be made.
    pub(crate) fn wait(&mut self, network: &str, email: &str, now: Timestamp) -> Option<i64> {
        let mut wait = None;
        for (key, most) in keys(network, email) {
            if let Some(times) = self.failures.get_mut(&key) {
                times.retain(|&at| at > now.0 - WINDOW_MS && at <= now.0);
                if times.len() >= most {
                    let free_at = times[times.len() - most] + WINDOW_MS;
                    wait = wait.max(Some((free_at - now.0) / 1000 + 1));
                }
            }
        }
        wait
    }

    /// Counts an attempt before it is made, unless there were too many: then seconds to wait.
    pub(crate) fn attempt(&mut self, network: &str, email: &str, now: Timestamp) -> Option<i64> {
        let wait = self.wait(network, email, now);
        if wait.is_none() {
            self.failed(network, email, now);
        }
        wait
    }

    /// Forgets the failures of who got in.
    pub(crate) fn forget(&mut self, network: &str, email: &str) {
        for (key, _) in keys(network, email) {
            self.failures.remove(&key);
        }
    }

    /// Notes a failure.
    pub(crate) fn failed(&mut self, network: &str, email: &str, now: Timestamp) {
        if self.failures.len() > MOST_KEYS {
            self.failures.retain(|_, times| times.last().is_some_and(|&at| at > now.0 - WINDOW_MS));
        }
        if self.failures.len() > MOST_KEYS {
            self.failures.clear();
        }
        for (key, _) in keys(network, email) {
            self.failures.entry(key).or_default().push(now.0);
        }
    }
}

fn keys(network: &str, email: &str) -> [((String, String), usize); 2] {
    [
        ((network.to_owned(), email.to_owned()), PER_ACCOUNT),
        ((network.to_owned(), String::new()), PER_NETWORK),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = hash_password("Lippe-Aue-7", [3; 16]).unwrap();
        assert!(verify_password("Lippe-Aue-7", Some(&hash)));
        assert!(!verify_password("Lippe-Aue-8", Some(&hash)));
        assert!(!verify_password("", None));
    }

    #[test]
    fn the_eleventh_guess_waits_but_only_from_the_same_network() {
        let mut throttle = Throttle::default();
        let now = Timestamp(1_000_000);
        for _ in 0..10 {
            assert_eq!(throttle.wait("10.0.0.1", "a@stadt.example", now), None);
            throttle.failed("10.0.0.1", "a@stadt.example", now);
        }
        assert_eq!(throttle.wait("10.0.0.1", "a@stadt.example", now), Some(901));
        assert_eq!(throttle.wait("10.0.0.2", "a@stadt.example", now), None);
        assert_eq!(throttle.wait("10.0.0.1", "a@stadt.example", Timestamp(now.0 + WINDOW_MS + 1)), None);
    }
}
