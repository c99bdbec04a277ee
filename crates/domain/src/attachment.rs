//! Attachment (Anhang): a picture or a PDF that belongs to a report.
//!
//! Adding one makes a new version of the report, like every edit: whoever had an older one sees it once the change is
//! told, and only through a disclosure that attachments belong to. Removing one erases its content and its name for
//! everybody at once; that it was there stays.

use std::{fmt::Write as _, ops::Range};

use crate::{disclosure::Grant, ids::*, time::Timestamp};

/// Longest name of a file, in characters.
pub const NAME_MAX: usize = 120;
/// Most places of a picture that can be made unrecognisable: a group photograph with plates.
pub const HIDDEN_MAX: usize = 40;
/// Largest attachment that a charter can allow, in bytes: it is held in memory on its way in and out.
pub const BYTES_MAX: usize = 32 << 20;

/// What an attachment is. Pictures are always drawn anew, so there is no third kind of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A picture without transparency.
    Jpeg,
    /// A picture with transparency.
    Png,
    /// A document, kept as it came and never shown within a page.
    Pdf,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Pdf];

    /// The media type: the only three that leave.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// Whether it is a picture.
    pub fn is_picture(self) -> bool {
        self != Self::Pdf
    }
}

impl std::str::FromStr for Kind {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let kind = Self::ALL.into_iter().find(|kind| kind.ending() == text);
        kind.ok_or_else(|| NotAnId(text.to_owned()))
    }
}

/// What is known of an attachment beside its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Identifier.
    pub id: AttachmentId,
    /// To which report it belongs.
    pub report: ReportId,
    /// Since which version of the report.
    pub version: u32,
    /// What it is.
    pub kind: Kind,
    /// Its name as people read it; empty once it was removed. Nothing is ever found by it.
    pub name: String,
    /// Its length.
    pub bytes: u32,
    /// Width and height of a picture.
    pub pixels: Option<(u32, u32)>,
    /// When it was added.
    pub added_at: Timestamp,
    /// By whom.
    pub added_by: AccountId,
    /// When it was removed and by whom, if it was.
    pub removed: Option<(Timestamp, AccountId)>,
}

impl Attachment {
    /// Whether somebody who gets a version of the report by this grant gets the attachment, too.
    pub fn is_in(&self, grant: &Grant, version: u32) -> bool {
        grant.parts.attachments && self.version <= version
    }
}

/// A part of a picture to be made unrecognisable, in hundredths of a percent of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// From the left edge.
    pub left: u16,
    /// From the upper edge.
    pub top: u16,
    /// Width.
    pub width: u16,
    /// Height.
    pub height: u16,
}

/// The whole side of a picture.
const WHOLE: u16 = 10_000;

impl Region {
    /// Reads four numbers in percent, with comma or point: left, top, width, height.
    pub fn read(numbers: [&str; 4]) -> Result<Self, FileProblem> {
        let mut read = [0; 4];
        for (number, text) in read.iter_mut().zip(numbers) {
            let value: f64 = text.trim().replace(',', ".").parse().map_err(|_| FileProblem::NotARegion)?;
            if !(0.0..=100.0).contains(&value) {
                return Err(FileProblem::NotARegion);
            }
            // In range, as just checked.
            *number = (value * 100.0).round() as u16;
        }
        let [left, top, width, height] = read;
        let inside = left < WHOLE && top < WHOLE && width > 0 && height > 0;
        if inside { Ok(Self { left, top, width, height }) } else { Err(FileProblem::NotARegion) }
    }

    /// The columns and rows of a picture that it touches.
    pub fn pixels(self, width: u32, height: u32) -> (Range<u32>, Range<u32>) {
        let span = |from: u16, length: u16, side: u32| {
            let (from, to) = (u64::from(from), u64::from(from.saturating_add(length).min(WHOLE)));
            let at = |part: u64| part * u64::from(side);
            let (from, to) = (at(from) / u64::from(WHOLE), at(to).div_ceil(u64::from(WHOLE)));
            u32::try_from(from).unwrap_or(side)..u32::try_from(to).unwrap_or(side)
        };
        (span(self.left, self.width, width), span(self.top, self.height, height))
    }
}

/// Why a file does not become an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileProblem {
    /// There is nothing in it.
    Empty,
    /// It is larger than the charter allows.
    TooLarge {
        /// Most, in megabytes.
        megabytes: u32,
    },
    /// The report has as many as the charter allows.
    TooMany {
        /// Most.
        most: u32,
    },
    /// It is none of the accepted kinds, whatever its name says.
    UnknownKind,
    /// It begins like a picture, but cannot be drawn.
    BrokenPicture,
    /// It has more pixels than can be drawn.
    TooManyPixels {
        /// Most, in millions.
        millions: u32,
    },
    /// It begins like a PDF, but is not a whole one, or something else besides.
    BrokenPdf,
    /// The PDF does something by itself, or carries other files.
    ActivePdf,
    /// The PDF is encrypted or packed in a way that it cannot be looked through.
    SealedPdf,
    /// A part to be made unrecognisable is not given by four numbers within the picture.
    NotARegion,
    /// There are more of them than can be.
    TooManyRegions {
        /// Most.
        most: u32,
    },
    /// Nothing can be made unrecognisable in a PDF.
    RegionsInPdf,
}

/// A file's name as people may read it: without folders, without what is not seen, with the ending of what it is.
pub fn clean_name(given: &str, kind: Kind) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible =
        |letter: &char| !letter.is_control() && !is_invisible(*letter) && !"\"<>|:*?".contains(*letter);
    let base: String = base.chars().filter(visible).collect();
    let stem = match base.rsplit_once('.') {
        Some((stem, ending))
            if (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => &base,
    };
    let stem: String = stem.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME_MAX).collect();
    let stem = stem.trim_matches(['.', ' ']);
    let stem = if stem.is_empty() { "Anhang" } else { stem };
    format!("{stem}.{}", kind.ending())
}

/// Letters that turn the direction of writing or take no room: with them a name looks like another.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The name for `Content-Disposition`, as RFC 8187 writes it: `filename*=UTF-8''…`.
pub fn disposition_name(name: &str) -> String {
    let mut written = String::from("filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            // Writing into a text does not fail.
            _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Parts;

    #[test]
    fn a_name_has_no_folder_no_tricks_and_the_ending_of_what_it_is() {
        for (given, kind, clean) in [
            ("Foto.JPG", Kind::Jpeg, "Foto.jpg"),
            ("../../etc/passwd", Kind::Pdf, "passwd.pdf"),
            ("C:\\Bilder\\Ecke Südstraße.webp", Kind::Jpeg, "Ecke Südstraße.jpg"),
            ("Rechnung\u{202e}fdp.exe", Kind::Pdf, "Rechnungfdp.pdf"),
            ("x.svg", Kind::Png, "x.png"),
            ("page.html", Kind::Jpeg, "page.jpg"),
            ("a\r\nSet-Cookie: b=c.png", Kind::Png, "aSet-Cookie b=c.png"),
            ("Stand 3.5 vom Montag.pdf", Kind::Pdf, "Stand 3.5 vom Montag.pdf"),
            ("...", Kind::Png, "Anhang.png"),
            ("", Kind::Pdf, "Anhang.pdf"),
            (".jpg", Kind::Jpeg, "Anhang.jpg"),
        ] {
            assert_eq!(clean_name(given, kind), clean, "{given:?}");
        }
        let long = clean_name(&"ü".repeat(5000), Kind::Pdf);
        assert_eq!(long.chars().count(), NAME_MAX + 4);
    }

    #[test]
    fn a_name_in_a_header_is_plain_letters() {
        assert_eq!(disposition_name("Süd \"x\".pdf"), "filename*=UTF-8''S%C3%BCd%20%22x%22.pdf");
    }

    #[test]
    fn a_region_is_four_numbers_within_the_picture() {
        let region = Region::read(["10", "20,5", "30.25", "100"]).unwrap();
        assert_eq!(region, Region { left: 1000, top: 2050, width: 3025, height: 10_000 });
        for wrong in [
            ["", "0", "1", "1"],
            ["0", "0", "0", "1"],
            ["0", "0", "1", "0"],
            ["100", "0", "1", "1"],
            ["-1", "0", "1", "1"],
            ["NaN", "0", "1", "1"],
            ["inf", "0", "1", "1"],
            ["1e9", "0", "1", "1"],
            ["x", "0", "1", "1"],
        ] {
            assert_eq!(Region::read(wrong), Err(FileProblem::NotARegion), "{wrong:?}");
        }
    }

    #[test]
    fn a_region_covers_every_pixel_that_it_touches_and_none_outside() {
        let region = Region::read(["33.33", "0", "0.01", "50"]).unwrap();
        assert_eq!(region.pixels(3, 3), (0..2, 0..2));
        let beyond = Region::read(["90", "90", "100", "100"]).unwrap();
        assert_eq!(beyond.pixels(100, 50), (90..100, 45..50));
        let whole = Region::read(["0", "0", "100", "100"]).unwrap();
        assert_eq!(whole.pixels(4000, 3000), (0..4000, 0..3000));
    }

    #[test]
    fn an_attachment_is_in_what_was_passed_on_after_it_and_discloses_attachments() {
        let attachment = Attachment {
            id: AttachmentId::from_chance([1; 16]),
            report: ReportId::from_chance([2; 16]),
            version: 3,
            kind: Kind::Pdf,
            name: String::new(),
            bytes: 1,
            pixels: None,
            added_at: Timestamp(0),
            added_by: AccountId::from_chance([3; 16]),
            removed: None,
        };
        let grant = |attachments| Grant {
            parts: Parts { attachments, ..Parts::ALL },
            own: false,
            through: Vec::new(),
        };
        assert!(!attachment.is_in(&grant(true), 2), "the older version did not have it");
        assert!(attachment.is_in(&grant(true), 3));
        assert!(attachment.is_in(&grant(true), 4));
        assert!(!attachment.is_in(&grant(false), 4), "attachments were not disclosed");
    }
}
