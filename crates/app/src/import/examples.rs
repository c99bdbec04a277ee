//! Profiles that come along as examples.

use domain::charter::Text;
use exchange::profile::Profile;

const EXAMPLES: [(&str, &str); 4] = [
    ("maengelmelder", include_str!("../../../../profiles/maengelmelder.toml")),
    ("unfallatlas", include_str!("../../../../profiles/unfallatlas.toml")),
    ("koeln-bussgelder", include_str!("../../../../profiles/koeln-bussgelder.toml")),
    ("police-uk", include_str!("../../../../profiles/police-uk.toml")),
];

/// The examples: short name, name, text.
pub fn example_profiles() -> Vec<(&'static str, Text, &'static str)> {
    // A test of `exchange` holds that all of them can be read.
    let named = |(id, text): (&'static str, &'static str)| Some((id, Profile::parse(text).ok()?.name, text));
    EXAMPLES.into_iter().filter_map(named).collect()
}
