//! A PDF that is kept as it came, if nothing in it acts by itself and nothing else hides in it.
//!
//! It is not understood, only searched: readers find their objects by tables that can point anywhere, so every byte
//! counts, within streams as well. Names are compared after their `#xx` escapes are resolved. Objects can also stand in
//! compressed object streams; those are unpacked and searched the same way, and what is packed otherwise or encrypted is
//! refused because it cannot be. What is *not* looked into: pictures, fonts and the drawing of pages, which hold no objects;
//! flaws of a viewer in drawing them are for the viewer to mend.

use std::io::Read;

use domain::attachment::FileProblem;
use flate2::read::ZlibDecoder;

/// Names that make a PDF act, or carry another file.
const ACTIVE: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"OpenAction",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"Filespec",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"GoToR",
    b"Rendition",
    b"RichMedia",
    b"RichMediaExecute",
    b"RichMediaSettings",
    b"XFA",
    b"FileAttachment",
];
/// Ways of packing other than the one that is unpacked here.
const OTHER_FILTERS: &[&[u8]] = &[
    b"LZWDecode",
    b"LZW",
    b"ASCII85Decode",
    b"A85",
    b"ASCIIHexDecode",
    b"AHx",
    b"RunLengthDecode",
    b"RL",
    b"Crypt",
    b"CCITTFaxDecode",
    b"DCTDecode",
    b"JPXDecode",
    b"JBIG2Decode",
    b"Predictor",
    b"Fl",
];
/// Most bytes that all object streams of a PDF may have once unpacked: many times those of ordinary documents.
const UNPACKED_MAX: u64 = 64 << 20;
/// Within so many last bytes an archive would name its contents.
const ARCHIVE_END: usize = 66_000;
/// Within so many first bytes a browser or a shell would look for what a file is.
const HEAD: usize = 1_024;
/// Longest dictionary before a stream that is looked at, in bytes.
const DICTIONARY_MAX: usize = 16 << 10;

/// Looks a PDF through.
pub fn check(bytes: &[u8]) -> Result<(), FileProblem> {
    if !begins_and_ends(bytes) || hides_another(bytes) {
        return Err(FileProblem::BrokenPdf);
    }
    if has_name(bytes, b"Encrypt") {
        return Err(FileProblem::SealedPdf);
    }
    if has_active(bytes) {
        return Err(FileProblem::ActivePdf);
    }
    let mut left = UNPACKED_MAX;
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], b"stream").map(|at| from + at) {
        from = at + b"stream".len();
        let Some(content) = content_at(&bytes[from..]).filter(|_| !bytes[..at].ends_with(b"end")) else {
            continue;
        };
        let dictionary = dictionary_before(bytes, at).ok_or(FileProblem::SealedPdf)?;
        if has_name(dictionary, b"ObjStm") || has_name(dictionary, b"First") {
            search_packed(dictionary, content, &mut left)?;
        }
    }
    Ok(())
}

/// What follows the keyword of a stream: the rest of its line is empty.
fn content_at(rest: &[u8]) -> Option<&[u8]> {
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let rest = &rest[blanks..];
    rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r"))
}

/// `%PDF-1.7` and an end of line first, `%%EOF` last.
fn begins_and_ends(bytes: &[u8]) -> bool {
    let head = matches!(
        bytes,
        [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', b'0'..=b'9', b'\r' | b'\n' | b' ', ..]
    );
    let end = bytes.trim_ascii_end();
    head && end.ends_with(b"%%EOF")
}

/// Whether it could pass for a page or an archive as well.
fn hides_another(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let page = [&b"<html"[..], b"<script", b"<svg", b"<!doctype", b"<body", b"<?php"];
    let tail = &bytes[bytes.len().saturating_sub(ARCHIVE_END)..];
    page.iter().any(|word| find(&head, word).is_some()) || find(tail, b"PK\x05\x06").is_some()
}

fn has_active(bytes: &[u8]) -> bool {
    names(bytes).any(|name| ACTIVE.contains(&name.as_slice()))
}

fn has_name(bytes: &[u8], wanted: &[u8]) -> bool {
    names(bytes).any(|name| name == wanted)
}

/// The dictionary of the stream whose keyword stands at `at`, and perhaps something before it: what follows the last end
/// of an object. An end that stands in a comment or in a text of the dictionary is none. `None` if no end is near.
fn dictionary_before(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let from = at.saturating_sub(DICTIONARY_MAX);
    let before = &bytes[from..at];
    let mut until = before.len();
    while let Some(found) =
        find_last(&before[..until], b"endobj").max(find_last(&before[..until], b"endstream"))
    {
        let after = &before[found + b"endobj".len()..];
        if !in_comment(&before[..found]) && !closes_a_text(after) {
            return Some(after);
        }
        until = found;
    }
    (from == 0).then_some(before)
}

/// Whether what follows on this line may be a comment.
fn in_comment(before: &[u8]) -> bool {
    let line = before.iter().rev().take_while(|byte| !matches!(byte, b'\r' | b'\n'));
    line.into_iter().any(|byte| *byte == b'%')
}

/// Whether a text ends in these bytes that did not begin in them.
fn closes_a_text(bytes: &[u8]) -> bool {
    let (mut open, mut escaped) = (0_u32, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => open += 1,
            b')' if open == 0 => return true,
            b')' => open -= 1,
            _ => {}
        }
    }
    false
}

/// Unpacks a stream of objects and searches it.
fn search_packed(dictionary: &[u8], content: &[u8], left: &mut u64) -> Result<(), FileProblem> {
    if names(dictionary).any(|name| OTHER_FILTERS.contains(&name.as_slice())) {
        return Err(FileProblem::SealedPdf);
    }
    match (has_name(dictionary, b"Filter"), names(dictionary).filter(|name| name == b"FlateDecode").count()) {
        // Its objects stand open, and were searched with everything else.
        (false, 0) => return Ok(()),
        (true, 1) => {}
        _ => return Err(FileProblem::SealedPdf),
    }
    let mut unpacked = Vec::new();
    let read = ZlibDecoder::new(content).take(*left + 1).read_to_end(&mut unpacked);
    // What was unpacked before an error is searched, too: a reader may be content with it.
    if has_active(&unpacked) {
        return Err(FileProblem::ActivePdf);
    }
    *left = left.checked_sub(unpacked.len() as u64).ok_or(FileProblem::SealedPdf)?;
    read.map(|_| ()).map_err(|_| FileProblem::SealedPdf)
}

/// Every name in the bytes, `#xx` resolved, without its slash.
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at + 1);
    starts.map(|at| name_at(&bytes[at..]))
}

/// Longest name that can be one of those looked for, escaped throughout.
const NAME_MAX: usize = 64;

fn name_at(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    let mut rest = &bytes[..bytes.len().min(NAME_MAX)];
    while let [first, after @ ..] = rest {
        match (first, after) {
            (b'#', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                name.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            (byte, after) if is_regular(*byte) => {
                name.push(*byte);
                rest = after;
            }
            _ => break,
        }
    }
    name
}

fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte.to_ascii_lowercase() - b'a' + 10,
    }
}

/// Whether a byte continues a name: neither white space nor a delimiter.
fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t'
            | b'\n'
            | 0x0c
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|byte| *byte == first).map(|at| from + at) {
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

fn find_last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn document(middle: &[u8]) -> Vec<u8> {
        let mut bytes =
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
        bytes.extend(middle);
        bytes.extend(b"\nxref\n0 1\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");
        bytes
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn object_stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
        let mut bytes = format!("5 0 obj\n<<{dictionary}>>\nstream\r\n").into_bytes();
        bytes.extend(content);
        bytes.extend(b"\r\nendstream\nendobj");
        bytes
    }

    #[test]
    fn an_ordinary_document_is_kept() {
        assert_eq!(check(&document(b"")), Ok(()));
        let page = object_stream("/Filter/FlateDecode/Length 40", &packed(b"BT (Hallo /JavaScript) Tj ET"));
        assert_eq!(check(&document(&page)), Ok(()), "the drawing of a page holds no objects");
        let objects =
            object_stream("/Type/ObjStm/N 1/First 5/Filter/FlateDecode", &packed(b"7 0 <</Type/Page>>"));
        assert_eq!(check(&document(&objects)), Ok(()));
        let open = object_stream("/Type/ObjStm/N 1/First 5", b"7 0 <</Type/Page>>");
        assert_eq!(check(&document(&open)), Ok(()));
    }

    #[test]
    fn what_does_not_begin_and_end_as_a_document_is_refused() {
        let whole = document(b"");
        let mut shifted = b"<script>".to_vec();
        shifted.extend(&whole);
        let mut behind = whole.clone();
        behind.extend(b"<html><script>alert(1)</script>");
        let mut archive = whole.clone();
        archive.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0%%EOF\n");
        let page = document(b"%<html><body onload=x>");
        for wrong in
            [&b"%PDF-"[..], b"%PDF-1.4<script>%%EOF", b"", &whole[..40], &shifted, &behind, &archive, &page]
        {
            assert_eq!(check(wrong), Err(FileProblem::BrokenPdf), "{:?}", String::from_utf8_lossy(wrong));
        }
    }

    #[test]
    fn what_acts_by_itself_is_refused_however_its_name_is_written() {
        for active in [
            "<</S/JavaScript/JS(app.alert(1))>>",
            "<</S /J#61va#53cript>>",
            "<</#4f#70#65#6e#41#63#74#69#6f#6e 3 0 R>>",
            "<</S/Launch/F(cmd.exe)>>",
            "<</Type/EmbeddedFile>>",
            "<</AcroForm<</XFA 3 0 R>>>>",
            "(/Launch)",
        ] {
            assert_eq!(check(&document(active.as_bytes())), Err(FileProblem::ActivePdf), "{active}");
        }
        assert_eq!(check(&document(b"<</S/JavaScripture>>")), Ok(()), "another name");
    }

    #[test]
    fn what_acts_is_found_in_streams_of_objects_even_if_they_do_not_say_so() {
        let active = b"7 0 <</S/JavaScript/JS 8 0 R>>";
        for dictionary in [
            "/Type/ObjStm/N 1/First 5/Filter/FlateDecode",
            "/N 1/First 5/Filter/FlateDecode",
            "/N 1/F#69rst 5/Filter[/FlateDecode]",
            "/Type/#4fbjStm/Filter/Flate#44ecode",
            "/First 5/X (endobj 5 0 obj <<)/Filter/FlateDecode",
            "/First 5/X (endobj \\\\(a))/Filter/FlateDecode",
            "/First 5 %endobj\n/Filter/FlateDecode",
            "/First 5 % endstream endobj 5 0 obj <<\n/Filter/FlateDecode",
        ] {
            let bytes = document(&object_stream(dictionary, &packed(active)));
            assert_eq!(check(&bytes), Err(FileProblem::ActivePdf), "{dictionary}");
        }
        let mut cut = packed(&[active.to_vec(), vec![b' '; 50_000]].concat());
        cut.truncate(cut.len() - 4);
        let bytes = document(&object_stream("/Type/ObjStm/Filter/FlateDecode", &cut));
        assert_eq!(check(&bytes), Err(FileProblem::ActivePdf));
        // Within the content of another stream, to which a table may point.
        let inner = object_stream("/Type/ObjStm/Filter/FlateDecode", &packed(active));
        let bytes = document(&object_stream("/Length 900", &inner));
        assert_eq!(check(&bytes), Err(FileProblem::ActivePdf));
    }

    #[test]
    fn what_cannot_be_looked_through_is_refused() {
        assert_eq!(check(&document(b"<</Encrypt 9 0 R>>")), Err(FileProblem::SealedPdf));
        for dictionary in [
            "/Type/ObjStm/Filter/LZWDecode",
            "/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]",
            "/Type/ObjStm/Filter[/FlateDecode/FlateDecode]",
            "/Type/ObjStm/Filter 9 0 R",
            "/Type/ObjStm/Filter/FlateDecode/DecodeParms<</Predictor 12>>",
        ] {
            let bytes = document(&object_stream(dictionary, &packed(b"7 0 <<>>")));
            assert_eq!(check(&bytes), Err(FileProblem::SealedPdf), "{dictionary}");
        }
        let bomb = packed(&vec![b' '; (UNPACKED_MAX + 1) as usize]);
        let bytes = document(&object_stream("/Type/ObjStm/Filter/FlateDecode", &bomb));
        assert_eq!(check(&bytes), Err(FileProblem::SealedPdf), "a bomb");
        let far = format!("/First 5/X ({})/Filter/FlateDecode", "x".repeat(DICTIONARY_MAX));
        assert_eq!(check(&document(&object_stream(&far, &packed(b"7 0 <<>>")))), Err(FileProblem::SealedPdf));
        let half = document(&object_stream("/Type/ObjStm/Filter/FlateDecode", b"nothing packed"));
        assert_eq!(check(&half), Err(FileProblem::SealedPdf));
    }
}
