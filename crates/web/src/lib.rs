//! HTTP: parse, act, render.
//!
//! Pages live in [`pages`] (a folder per noun, a file per verb), the JSON API in [`api`]. No SQL and no rule here: a
//! handler reads what was typed, calls one act of `app`, and renders what came back.

#![recursion_limit = "256"] // the JSON schemas of the API are one large literal

mod answer;
mod api;
mod assets;
mod attachment;
mod context;
mod cookies;
mod finding;
mod form;
mod guard;
mod layout;
mod network;
mod pages;
mod query;
mod server;
mod words;

pub use api::openapi;
pub use finding::finding_as_json;
pub use server::{DemoPerson, Options, router, serve};

/// Subject and text of the e-mail that tells of a new notice, without content; `url` is where one signs in.
pub fn notice_mail(language: domain::people::Language, url: &str) -> (String, String) {
    let words = words::Words::new(language, jiff::tz::TimeZone::UTC);
    (words.t("mail-notice-subject"), words.with("mail-notice-body", &[("url", url.to_owned().into())]))
}
