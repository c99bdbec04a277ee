//! The built binary from outside, in trouble: killed, on a full disk, beside another process, cut off.

// Helpers of tests are to fail loudly, and these tests measure: what they print are times, what they assert is not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout
)]

mod detect;
mod disk;
mod hostile;
mod journal;
mod kill;
mod notices;
mod server;
mod two;
