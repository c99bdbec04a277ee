//! The cookies: the session's secret, and a language chosen by hand. Scripts see neither.

use axum::http::HeaderValue;

use crate::{context::session_name, server::Options};

/// The session's secret; it goes with the browser's session.
pub(crate) fn session(options: &Options, secret: &str) -> HeaderValue {
    cookie(options, session_name(options), secret, "")
}

/// No session any more.
pub(crate) fn no_session(options: &Options) -> HeaderValue {
    cookie(options, session_name(options), "", "; Max-Age=0")
}

/// A value that is kept for a year.
pub(crate) fn kept(options: &Options, name: &str, value: &str) -> HeaderValue {
    cookie(options, name, value, "; Max-Age=31536000")
}

/// `value` is made of letters and digits by us; whatever else it was, nothing is set.
fn cookie(options: &Options, name: &str, value: &str, age: &str) -> HeaderValue {
    let secure = if options.secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
