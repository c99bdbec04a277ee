//! The rules of the house: who may use whom, which licences come in, and what never stands in the tree.

// Helpers of tests are to fail loudly; clippy knows only the tests themselves.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Which of our crates each of our crates may use. `cli` joins, so it may use all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("analysis", &[]),
    ("charts", &[]),
    ("domain", &[]),
    ("store", &["domain"]),
    ("exchange", &["domain"]),
    ("documents", &["domain", "charts"]),
    ("app", &["store", "exchange", "analysis", "domain"]),
    ("web", &["app", "domain", "charts"]),
];

/// Licences of dependencies, as far as EUPL-1.2 goes with them. CC0 and CDLA-Permissive are data in build or root lists.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn metadata(only_ours: bool) -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--offline", "--locked"]).current_dir(root());
    // Only what this platform needs has been downloaded.
    if only_ours {
        cargo.arg("--no-deps")
    } else {
        cargo.args(["--filter-platform", &host()])
    };
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn each_crate_uses_only_those_it_may() {
    let metadata = metadata(true);
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages.iter().map(|package| text(package, "name")).collect();
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    for package in packages.iter().filter(|package| text(package, "name") != "cli") {
        let name = text(package, "name");
        let may =
            allowed.get(name).unwrap_or_else(|| panic!("{name} is new: say in MAY_USE what it may use"));
        for used in package["dependencies"].as_array().unwrap() {
            let used = text(used, "name");
            // A crate may name itself to switch on a feature for its own tests.
            assert!(
                !ours.contains(used) || used == name || may.contains(&used),
                "{name} must not use {used}"
            );
        }
    }
}

#[test]
fn the_crates_without_input_and_output_stay_without() {
    let metadata = metadata(true);
    let forbidden = ["tokio", "sea-orm", "axum", "ureq", "rand", "futures-util"];
    for package in metadata["packages"].as_array().unwrap() {
        let name = text(package, "name");
        if !["domain", "analysis", "charts"].contains(&name) {
            continue;
        }
        let used = package["dependencies"].as_array().unwrap().iter().filter(|used| used["kind"].is_null());
        let wrong: Vec<&str> =
            used.map(|used| text(used, "name")).filter(|used| forbidden.contains(used)).collect();
        assert!(wrong.is_empty(), "{name} must not use {wrong:?}");
    }
}

#[test]
fn every_dependency_has_a_licence_that_goes_with_ours() {
    let metadata = metadata(false);
    let wrong: Vec<String> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| !fits(text(package, "license")))
        .map(|package| format!("{} ({})", text(package, "name"), text(package, "license")))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// One licence of each choice must be in the list: `A OR B` needs one of them, `A AND B` both.
fn fits(expression: &str) -> bool {
    let plain = expression.replace('/', " OR ").replace(['(', ')'], " ");
    plain.split(" AND ").all(|all| all.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

#[test]
fn app_hands_nothing_of_store_on() {
    for (path, text) in files(&root().join("crates/app/src")) {
        assert!(!text.contains("pub use store"), "{}", path.display());
    }
}

#[test]
fn only_the_dialect_knows_which_database_it_is() {
    for (path, text) in files(&root().join("crates/store/src")) {
        let may = ["dialect.rs", "testing.rs"].iter().any(|name| path.ends_with(name));
        // Handing the answer on is no branch; comparing it is, and needs a backend's name.
        let compares = |line: &str| ["match ", "==", "!=", "matches!"].iter().any(|word| line.contains(word));
        let knows = |line: &str| {
            line.contains("DbBackend::") || line.contains("get_database_backend") && compares(line)
        };
        assert!(may || !text.lines().any(knows), "{} branches on the database", path.display());
    }
}

#[test]
fn nothing_is_left_out_or_left_for_later() {
    let never = [
        concat!("#[", "ignore"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("test", ".only("),
        concat!("test", ".skip("),
        concat!("describe", ".skip("),
    ];
    for (path, text) in files(&root()) {
        for word in never {
            assert!(!text.contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn no_path_of_a_machine_and_no_address_of_a_registry_stands_in_the_tree() {
    let folders =
        [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    for (path, text) in files(&root()) {
        for folder in folders {
            let before = |at: usize| text[..at].chars().next_back();
            let starts = |at: &usize| {
                !before(*at).is_some_and(|letter| letter.is_alphanumeric() || "./_-$}".contains(letter))
            };
            let found = text.match_indices(folder).map(|(at, _)| at).find(starts);
            let line = found.map(|at| text[..at].lines().count().max(1));
            assert!(
                line.is_none(),
                "{}:{} names the folder {folder}",
                path.display(),
                line.unwrap_or_default()
            );
        }
        if path.ends_with("package-lock.json") {
            assert!(!text.contains("\"resolved\": \"http"), "{} names a registry", path.display());
        }
    }
}

/// All text files below a folder that belong to the project.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let skip = ["target", "node_modules", "dist", "out", ".git", "lagenetz-demo", "lagenetz-data"];
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        if skip.iter().any(|skip| name == *skip) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&path));
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push((path, text));
        }
    }
    found
}
