//! The cookies: the session's secret, and what was chosen by hand: language and appearance.

use axum::http::HeaderValue;

use crate::{context::session_name, server::Options};

/// The session's secret; it goes with the browser's session. No script sees it.
pub(crate) fn session(options: &Options, secret: &str) -> HeaderValue {
    cookie(options, session_name(options), secret, "; HttpOnly")
}

/// No session any more.
pub(crate) fn no_session(options: &Options) -> HeaderValue {
    cookie(options, session_name(options), "", "; HttpOnly; Max-Age=0")
}

/// A choice that is kept for a year. Scripts of our own may make it, too, so they see it.
pub(crate) fn chosen(options: &Options, name: &str, value: &str) -> HeaderValue {
    cookie(options, name, value, "; Max-Age=31536000")
}

/// `value` is made of letters and digits by us; whatever else it was, nothing is set.
fn cookie(options: &Options, name: &str, value: &str, more: &str) -> HeaderValue {
    let secure = if options.secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; SameSite=Lax{secure}{more}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
