//! No bytes make the search through a PDF or the drawing of a picture panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::attachment::{FileProblem, Region};
use exchange::attachment::{format, pdf, redraw};
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use proptest::{collection::vec, prelude::*, sample::select};

/// Words that a document is made of, and others that hide in it.
const WORDS: [&[u8]; 22] = [
    b"obj",
    b"endobj",
    b"stream\n",
    b"endstream",
    b"<<",
    b">>",
    b"(",
    b")",
    b"\\",
    b"%",
    b"\n",
    b"/Type",
    b"/ObjStm",
    b"/First 4",
    b"/Filter",
    b"/FlateDecode",
    b"/Predictor 12",
    b"#4a",
    b"/",
    b"x\x9c\x03\0\0\0\0\x01",
    b"%%EOF",
    b" ",
];

fn document() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![6 => select(&WORDS[..]).prop_map(<[u8]>::to_vec), 1 => vec(any::<u8>(), 0..4)];
    vec(word, 0..80).prop_map(|words| [&b"%PDF-1.7\n"[..], &words.concat(), b"\n%%EOF"].concat())
}

/// A small picture of grey.
fn picture() -> Vec<u8> {
    let grey: Vec<u8> = (0..12 * 10 * 3_u32).map(|n| (n * 7) as u8).collect();
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&grey, 12, 10, ExtendedColorType::Rgb8).unwrap();
    bytes
}

proptest! {
    #[test]
    fn no_document_makes_the_search_panic(document in document()) {
        _ = pdf::check(&document);
    }

    #[test]
    fn a_name_that_acts_is_found_wherever_it_stands(document in document(), at: usize, escaped: bool) {
        let name: &[u8] = if escaped { b" /J#61v#61Script " } else { b" /JavaScript " };
        // Between the first line and the last.
        let at = 9 + at % (document.len() - 14);
        let hidden = [&document[..at], name, &document[at..]].concat();
        prop_assert!(pdf::check(&hidden).is_err(), "{}", String::from_utf8_lossy(&hidden));
    }

    #[test]
    fn no_picture_makes_the_drawing_panic(changes in vec((any::<usize>(), any::<u8>()), 0..12), cut in 8..2_000_usize) {
        let mut picture = picture();
        let length = picture.len();
        for (at, byte) in changes {
            picture[at % length] = byte;
        }
        picture.truncate(cut);
        match redraw(&picture, &[Region { left: 5_000, top: 0, width: 10_000, height: 10_000 }]) {
            Ok(drawn) => prop_assert!(drawn.kind.is_picture() && format(&drawn.bytes).is_some()),
            Err(FileProblem::UnknownKind | FileProblem::BrokenPicture) => {}
            Err(FileProblem::TooManyPixels { millions }) => prop_assert_eq!(millions, 64),
            Err(problem) => prop_assert!(false, "{:?} is none of a picture", problem),
        }
    }
}
