//! Numbers to SVG, for pages and documents alike.
//!
//! The SVG has no colours and no inline style: classes say what a shape is, the style sheet what it looks like, so that
//! the same picture fits light, dark, print and a strict Content-Security-Policy. Each has a sentence as its label.

mod histogram;
mod sparkline;

pub use histogram::{Bar, histogram};
pub use sparkline::sparkline;

/// Text made safe for attributes and elements.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
