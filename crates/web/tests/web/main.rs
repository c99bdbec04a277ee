//! Pages and API on a real application, asked over HTTP as browsers and programs ask it.

// Clippy takes what tests share for code that is not a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod account;
mod admin;
mod attachments;
mod batches;
mod disclosures;
mod duplicates;
mod findings;
mod hotspots;
#[allow(dead_code, reason = "not every kind of answer is asked for by every kind of test")]
mod house;
mod html;
mod notices;
mod pages;
mod privacy;
mod referrals;
mod second_factor;
mod session;
mod uploads;
