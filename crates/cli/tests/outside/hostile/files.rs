//! The hostile files, all of the project's own making, from a seed.

use super::pictures::{chunk, jpeg, jpeg_with, packed, png, png_of, png_with, webp, zeros};

/// A file that somebody sends.
pub(crate) struct File {
    /// What it is, for whoever reads why a test failed.
    pub(crate) what: String,
    /// Its name, as it stands in an address.
    pub(crate) name: &'static str,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Whether it must be refused; the others may be drawn anew.
    pub(crate) never: bool,
}

fn refused(what: impl Into<String>, name: &'static str, bytes: impl Into<Vec<u8>>) -> File {
    File { what: what.into(), name, bytes: bytes.into(), never: true }
}

fn perhaps(what: impl Into<String>, name: &'static str, bytes: impl Into<Vec<u8>>) -> File {
    File { what: what.into(), name, bytes: bytes.into(), never: false }
}

/// Chance that is the same everywhere (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % below as u64) as usize
    }
}

/// All of them.
pub(crate) fn all(seed: u64) -> Vec<File> {
    let mut dice = Dice(seed);
    [
        beginnings(),
        others(),
        sizes(),
        bombs(),
        extras(),
        polyglots(),
        documents(),
        damaged(&mut dice),
        cut(&mut dice),
        lengths(&mut dice),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Nothing, and the first bytes of something.
fn beginnings() -> Vec<File> {
    let begun = [
        &b""[..],
        b"\0",
        b"\xff",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"\x89PNG",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"RIFF\0\0\0\0WEBP",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        b"RIFF\x0c\0\0\0WEBPVP8L\0\0\0\0",
        b"%PDF-",
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        b"%%EOF",
    ];
    let mut files: Vec<File> =
        begun.iter().map(|bytes| refused(format!("the beginning {bytes:?}"), "x.jpg", *bytes)).collect();
    // A document of a head and an end has nothing in it that could do harm.
    files[14].never = false;
    files
}

/// What is something else under the name of a picture or a document.
fn others() -> Vec<File> {
    const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    const HTML: &[u8] = b"<!doctype html><html><script>alert(1)</script>";
    let kinds: [(&str, &[u8]); 12] = [
        ("SVG", SVG),
        ("SVG with a declaration", b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        ("HTML", HTML),
        ("HTML behind blanks", b"\n\n   <html><body onload=alert(1)>"),
        ("a script", b"alert(document.cookie)"),
        ("GIF and script at once", b"GIF89a/*\x01\0\x01\0*/=1;alert(1)//"),
        ("a program of Linux", b"\x7fELF\x02\x01\x01\0\0\0\0\0"),
        ("a program of Windows", b"MZ\x90\0\x03\0\0\0"),
        ("an archive", b"PK\x03\x04\x14\0\0\0\x08\0"),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
        ("BMP", b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0"),
        ("TIFF", b"II*\0\x08\0\0\0"),
    ];
    let names = ["x.png", "x.jpg", "x.pdf", "x.svg"];
    let all = kinds
        .iter()
        .flat_map(|(what, bytes)| names.map(|name| refused(format!("{what} called {name}"), name, *bytes)));
    all.collect()
}

/// Pictures that say they are enormous.
fn sizes() -> Vec<File> {
    let mut files = Vec::new();
    let content = chunk(b"IDAT", &zeros(1 << 20));
    for (width, height) in [
        (50_000, 50_000),
        (65_535, 65_535),
        (0, 0),
        (0, 10),
        (u32::MAX, u32::MAX),
        (i32::MAX as u32, 1),
        (1 << 16, 1 << 16),
        (20_000, 20_000),
    ] {
        for (depth, colour) in [(8, 2), (16, 6), (1, 0)] {
            let what = format!("a PNG of {width} × {height}, depth {depth}");
            files.push(refused(
                what,
                "x.png",
                png_of(width, height, depth, colour, std::slice::from_ref(&content)),
            ));
        }
    }
    for side in [20_000_u16, 40_000, 65_500, 65_535] {
        let mut bytes = jpeg(40, 30);
        let frame = bytes.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
        bytes[frame + 5..frame + 7].copy_from_slice(&side.to_be_bytes());
        bytes[frame + 7..frame + 9].copy_from_slice(&side.to_be_bytes());
        files.push(refused(format!("a JPEG of {side} × {side}"), "x.jpg", bytes));
    }
    // The canvas of an extended WebP, of 24 bits a side.
    for canvas in [[0xff; 6], [0xff, 0xff, 0, 0xff, 0xff, 0]] {
        let whole = webp(40, 30);
        let mut head = b"VP8X\x0a\0\0\0\0\0\0\0".to_vec();
        head.extend(canvas);
        let body = [b"WEBP".to_vec(), head, whole[12..].to_vec()].concat();
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        files.push(refused(
            "a WebP with an enormous canvas",
            "x.webp",
            [b"RIFF".to_vec(), length.to_vec(), body].concat(),
        ));
    }
    files
}

/// Little that becomes much.
fn bombs() -> Vec<File> {
    let much = |kind: &[u8; 4], before: &[u8], length: usize| chunk(kind, &[before, &zeros(length)].concat());
    let mut files = vec![
        perhaps(
            "a PNG of 60 million grey pixels",
            "x.png",
            png_of(7_700, 7_700, 8, 0, &[chunk(b"IDAT", &zeros(7_701 * 7_700))]),
        ),
        perhaps(
            "a PNG of 60 million wide pixels",
            "x.png",
            png_of(7_700, 7_700, 16, 6, &[chunk(b"IDAT", &zeros(100 << 20))]),
        ),
        perhaps(
            "a PNG with more rows than it says",
            "x.png",
            png_of(10, 10, 8, 0, &[chunk(b"IDAT", &zeros(200 << 20))]),
        ),
        perhaps("a profile that becomes 200 MB", "x.png", png_with(&[much(b"iCCP", b"icc\0\0", 200 << 20)])),
        perhaps("a text that becomes 200 MB", "x.png", png_with(&[much(b"zTXt", b"Title\0\0", 200 << 20)])),
        perhaps(
            "an international text that becomes 200 MB",
            "x.png",
            png_with(&[much(b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0", 200 << 20)]),
        ),
        perhaps(
            "ten thousand texts",
            "x.png",
            png_with(&vec![chunk(b"tEXt", b"Comment\0<script>alert(1)</script>"); 10_000]),
        ),
        perhaps("a palette of nothing", "x.png", png_of(10, 10, 8, 3, &[chunk(b"IDAT", &zeros(110))])),
        perhaps(
            "a gigantic EXIF",
            "x.jpg",
            jpeg_with(&vec![(0xe1, b"Exif\0\0II*\0".iter().copied().chain([0xff; 65_000]).collect()); 60]),
        ),
        perhaps(
            "a gigantic profile",
            "x.jpg",
            jpeg_with(&vec![
                (0xe2, b"ICC_PROFILE\0\x01\x01".iter().copied().chain([7; 65_000]).collect());
                60
            ]),
        ),
        perhaps(
            "a chunk of EXIF that points to itself",
            "x.png",
            png_with(&[chunk(b"eXIf", b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0")]),
        ),
    ];
    for length in [65_u64 << 20, 300 << 20] {
        let objects = zeros(length as usize);
        files.push(refused(
            format!("a PDF whose objects become {length} bytes"),
            "x.pdf",
            document(&stream("/Type/ObjStm/N 1/First 5/Filter/FlateDecode", &objects)),
        ));
    }
    files
}

/// Animations and things beside the picture.
fn extras() -> Vec<File> {
    let control = |frames: u32| chunk(b"acTL", &[frames.to_be_bytes(), 0_u32.to_be_bytes()].concat());
    let frame = |number: u32, side: u32| {
        let sides = [number, side, side, 0, 0].map(u32::to_be_bytes).concat();
        chunk(b"fcTL", &[&sides[..], &[0, 1, 0, 100, 0, 0]].concat())
    };
    let mut files = Vec::new();
    for frames in [1, 2, 100, u32::MAX] {
        files.push(perhaps(
            format!("an animation that announces {frames} pictures"),
            "x.png",
            png_with(&[control(frames)]),
        ));
        files.push(perhaps(
            format!("an animation with a picture of {frames}"),
            "x.png",
            png_with(&[control(2), frame(0, frames)]),
        ));
    }
    for marker in [0xc1, 0xc2, 0xc3, 0xc4, 0xc9, 0xcc, 0xda, 0xdb, 0xdd, 0xdc, 0xfe] {
        files.push(perhaps(
            format!("a JPEG with a strange segment {marker:x}"),
            "x.jpg",
            jpeg_with(&[(marker, vec![0xab; 60])]),
        ));
        files.push(perhaps(
            format!("a JPEG with an empty segment {marker:x}"),
            "x.jpg",
            jpeg_with(&[(marker, Vec::new())]),
        ));
    }
    for orientation in [0, 1, 5, 8, 9, 255] {
        let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        tiff.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        files.push(perhaps(format!("the orientation {orientation}"), "x.jpg", jpeg_with(&[(0xe1, tiff)])));
    }
    files
}

/// Files that are two things at once.
fn polyglots() -> Vec<File> {
    const PAGE: &[u8] = b"<html><script>alert(1)</script></html>";
    let mut files = Vec::new();
    for (name, whole) in [("x.jpg", jpeg(40, 30)), ("x.png", png(40, 30)), ("x.webp", webp(40, 30))] {
        for (what, tail) in [
            ("a page", PAGE.to_vec()),
            (
                "an archive",
                b"PK\x03\x04\x14\0\0\0\0\0PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(),
            ),
            ("a document", document(b"")),
            ("an SVG", b"<svg onload=alert(1)>".to_vec()),
            ("a script", b"*/;alert(1);/*".to_vec()),
        ] {
            files.push(perhaps(format!("{name} with {what} behind it"), name, [&whole[..], &tail].concat()));
            files.push(refused(format!("{name} with {what} before it"), name, [&tail[..], &whole].concat()));
        }
    }
    // A document before a picture begins like one, and does not end like one.
    files.push(perhaps("a JPEG with a page in its comment", "x.jpg", jpeg_with(&[(0xfe, PAGE.to_vec())])));
    files.push(perhaps(
        "a JPEG with a script in its profile",
        "x.jpg",
        jpeg_with(&[(0xe2, PAGE.to_vec()), (0xe1, PAGE.to_vec())]),
    ));
    files.push(perhaps(
        "a PNG with a page in a text",
        "x.png",
        png_with(&[chunk(b"tEXt", &[b"Comment\0", PAGE].concat())]),
    ));
    files.push(perhaps(
        "a PNG with a page in a chunk of its own",
        "x.png",
        png_with(&[chunk(b"paGe", PAGE)]),
    ));
    let page = [b"%PDF-1.4\n%".to_vec(), PAGE.to_vec(), document(b"")[9..].to_vec()].concat();
    files.push(refused("a PDF that is a page", "x.html", page));
    files.push(refused("a page that is a PDF", "x.pdf", [PAGE, &document(b"")].concat()));
    files.push(refused("a PDF with a page behind it", "x.pdf", [&document(b""), PAGE].concat()));
    let archive = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0%%EOF";
    files.push(refused("a PDF that is an archive", "x.zip", [&document(b"")[..], archive].concat()));
    files.push(refused("a PDF with a script in its head", "x.js", b"%PDF-1.4;alert(1)//\n%%EOF".to_vec()));
    files
}

/// A document with something in it.
fn document(middle: &[u8]) -> Vec<u8> {
    [
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        middle,
        b"\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n",
    ]
    .concat()
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    [
        format!("5 0 obj\n<<{dictionary}/Length {}>>\nstream\n", content.len()).as_bytes(),
        content,
        b"\nendstream\nendobj\n",
    ]
    .concat()
}

/// Every letter of a name as a number.
fn in_numbers(name: &str) -> String {
    name.bytes().map(|byte| format!("#{byte:02x}")).collect()
}

/// Documents that do something, hide something or cannot be looked through.
fn documents() -> Vec<File> {
    let mut files = Vec::new();
    for name in [
        "JavaScript",
        "Launch",
        "OpenAction",
        "EmbeddedFile",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "RichMedia",
        "XFA",
    ] {
        let object = format!("7 0 obj\n<</S/{name}/JS(app.alert\\(1\\))>>\nendobj\n");
        let escaped = format!("7 0 obj\n<</S/{}>>\nendobj\n", in_numbers(name));
        let inner = format!("7 0 <</S/{name}>>");
        files.push(refused(format!("a PDF with {name}"), "x.pdf", document(object.as_bytes())));
        files.push(refused(format!("a PDF with {name} in numbers"), "x.pdf", document(escaped.as_bytes())));
        for dictionary in
            ["/Type/ObjStm/N 1/First 4/Filter/FlateDecode", "/N 1/F#69rst 4/Filter[/Flate#44ecode]"]
        {
            files.push(refused(
                format!("a PDF with {name} in packed objects"),
                "x.pdf",
                document(&stream(dictionary, &packed(inner.as_bytes()))),
            ));
        }
    }
    for filter in [
        "/LZWDecode",
        "/ASCIIHexDecode",
        "[/ASCII85Decode/FlateDecode]",
        "[/FlateDecode/FlateDecode]",
        "/Crypt",
        "9 0 R",
    ] {
        let dictionary = format!("/Type/ObjStm/N 1/First 4/Filter {filter}");
        files.push(refused(
            format!("a PDF with objects packed by {filter}"),
            "x.pdf",
            document(&stream(&dictionary, &packed(b"7 0 <<>>"))),
        ));
    }
    files.push(refused("an encrypted PDF", "x.pdf", document(b"<</Encrypt 8 0 R>>")));
    files.push(refused("a PDF of another version", "x.pdf", b"%PDF-9.9\n%%EOF".to_vec()));
    files.push(refused("a PDF without an end", "x.pdf", document(b"")[..60].to_vec()));
    files.push(perhaps(
        "a PDF with a hostile name",
        "..%2F..%2Fetc%2Fpasswd%00%0d%0aContent-Type:text%2Fhtml",
        document(b""),
    ));
    files.push(perhaps("a PDF called a page", "page.html", document(b"")));
    files
}

/// Whole pictures with a few bytes changed.
fn damaged(dice: &mut Dice) -> Vec<File> {
    let mut files = Vec::new();
    for (name, whole) in [("x.png", png(64, 48)), ("x.jpg", jpeg(64, 48)), ("x.webp", webp(64, 48))] {
        for number in 0..30 {
            let mut bytes = whole.clone();
            for _ in 0..=dice.roll(6) {
                // The first bytes stay, so that it is taken for what it was.
                let at = 16 + dice.roll(bytes.len() - 16);
                bytes[at] = dice.roll(256) as u8;
            }
            files.push(perhaps(format!("{name}, damage {number}"), name, bytes));
        }
    }
    files
}

/// Whole pictures that end too early.
fn cut(dice: &mut Dice) -> Vec<File> {
    let mut files = Vec::new();
    for (name, whole) in [("x.png", png(64, 48)), ("x.jpg", jpeg(64, 48)), ("x.webp", webp(64, 48))] {
        for _ in 0..12 {
            let length = 12 + dice.roll(whole.len() - 12);
            files.push(perhaps(format!("{name} of {length} bytes"), name, &whole[..length]));
        }
    }
    files
}

/// Pieces that say they are longer or shorter than they are.
fn lengths(dice: &mut Dice) -> Vec<File> {
    let mut files = Vec::new();
    for number in 0..12 {
        let length = [0, 1, 0x7fff_ffff, u32::MAX, 0xffff, 3][dice.roll(6)];
        let mut picture = png(64, 48);
        let at = [8, 33][dice.roll(2)];
        picture[at..at + 4].copy_from_slice(&length.to_be_bytes());
        files.push(perhaps(format!("a PNG with a piece of {length}, {number}"), "x.png", picture));
        let mut picture = webp(64, 48);
        let at = [4, 16][dice.roll(2)];
        picture[at..at + 4].copy_from_slice(&length.to_le_bytes());
        files.push(perhaps(format!("a WebP with a piece of {length}, {number}"), "x.webp", picture));
        let mut picture = jpeg(64, 48);
        picture[4..6].copy_from_slice(&(length as u16).to_be_bytes());
        files.push(perhaps(format!("a JPEG with a piece of {length}, {number}"), "x.jpg", picture));
    }
    files
}
