//! Numbers to SVG, for pages and documents alike.
//!
//! The SVG has no colours and no inline style: classes say what a shape is, the style sheet what it looks like, so that
//! the same picture fits light, dark, print and a strict Content-Security-Policy. Each has a sentence as its label. Words and
//! numbers come from the caller, in the reader's language. For documents, [`standalone`] adds the style.

mod axis;
mod curves;
mod expected;
mod heat;
mod histogram;
mod intervals;
mod map;
mod names;
mod sparkline;
mod standalone;

pub use axis::{Axis, Tick};
pub use curves::{Curve, curves};
pub use expected::{Names, Step, expected_band};
pub use heat::{HeatCell, HeatRow, LEVELS, heat_table};
pub use histogram::{Bar, histogram};
pub use intervals::{Interval, intervals};
pub use map::{Look, Place, Shape, places};
pub use sparkline::sparkline;
pub use standalone::standalone;

/// Text made safe for attributes and elements.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
