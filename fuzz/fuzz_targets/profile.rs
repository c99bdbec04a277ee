#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(profile) = exchange::profile::Profile::parse(text) {
        _ = profile.columns();
    }
});
