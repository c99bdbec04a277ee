//! Attachments: what a file is by its first bytes, pictures drawn anew ([`redraw`]), PDF looked through ([`pdf`]).

pub mod pdf;
mod redraw;

pub use redraw::{LONGEST_SIDE, PIXELS_MAX, Redrawn, SMALL_SIDE, redraw};

/// What a file says it is, by its first bytes; names and declared types count for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, animated or not.
    Png,
    /// WebP, animated or not.
    WebP,
    /// PDF.
    Pdf,
}

/// What a file is, if it is one of the accepted kinds.
pub fn format(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(Format::Pdf),
        _ => None,
    }
}
