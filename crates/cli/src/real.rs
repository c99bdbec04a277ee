//! The one real clock and the one real source of chance. Everywhere else both are arguments.

use app::{Clock, SeededChance};
use domain::time::Timestamp;
use rand::{TryRng, rngs::SysRng};

use crate::failure::Failure;

/// The clock of the machine, moved by so many milliseconds; only the demo moves it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RealClock {
    offset_ms: i64,
}

impl RealClock {
    /// A clock that goes ahead of the machine's (behind it if negative).
    pub(crate) fn moved_by(offset_ms: i64) -> Self {
        Self { offset_ms }
    }
}

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one real clock, which all others are handed")]
    fn now(&self) -> Timestamp {
        let moment = Timestamp::from_jiff(jiff::Timestamp::now());
        Timestamp(moment.0.saturating_add(self.offset_ms))
    }
}

/// 32 bytes from the operating system.
pub(crate) fn secret() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| {
        Failure::new(
            format!("Das Betriebssystem gibt keinen Zufall her: {error}."),
            format!("The operating system gives no randomness: {error}."),
        )
    })?;
    Ok(bytes)
}

/// Chance that begins with what the operating system gave, for identifiers, secrets and salts.
pub(crate) fn chance() -> Result<SeededChance, Failure> {
    Ok(SeededChance::new(secret()?))
}
