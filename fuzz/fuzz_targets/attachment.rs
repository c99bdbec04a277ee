#![no_main]

use domain::attachment::{Region, clean_name, disposition_name};
use exchange::attachment::{format, pdf, redraw};

// The first byte says whether the rest is searched as a document or drawn as a picture.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    if first % 2 == 0 {
        _ = pdf::check(rest);
        let name = String::from_utf8_lossy(rest);
        for kind in domain::attachment::Kind::ALL {
            let clean = clean_name(&name, kind);
            assert!(!clean.contains(['/', '\\', '\0', '\n', '\r']) && clean.ends_with(kind.ending()));
            assert!(disposition_name(&clean).is_ascii());
        }
        return;
    }
    let parts = [Region { left: 1_000, top: 2_000, width: 3_000, height: 9_000 }];
    if let Ok(drawn) = redraw(rest, &parts) {
        assert!(drawn.kind.is_picture() && format(&drawn.bytes).is_some() && format(&drawn.small).is_some());
        assert!(redraw(&drawn.bytes, &[]).is_ok(), "what was drawn can be drawn");
    }
});
