#![no_main]

use exchange::satscan::{CoordinateFile, CountFile, Dated, Names, PopulationFile, System};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for dated in [Dated::Yes, Dated::Perhaps] {
        let (file, problems) = CountFile::read(bytes, dated, &mut Names::default(), &mut Names::default());
        assert!(!file.rows.is_empty() || !problems.is_empty(), "rows, or why there are none");
    }
    let (file, _) = PopulationFile::read(bytes, &mut Names::default(), &mut Names::default());
    assert!(file.rows.iter().all(|row| row.people.is_finite() && row.people >= 0.0));
    for system in [System::Geographic, System::Flat] {
        let (file, _) = CoordinateFile::read(bytes, system, &mut Names::default());
        assert!(file.rows.iter().all(|(_, place)| place.iter().all(|number| number.is_finite())));
    }
});
