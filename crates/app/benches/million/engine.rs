//! The engine in a process of its own that only opens the database, so that its memory is that of a server.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use app::{App, SeededChance, SetClock, Setup};
use serde::de::DeserializeOwned;

use crate::million;

/// Tells this process that it is the engine.
const FLAG: &str = "--engine";

/// The folder of the database, if this process is the engine.
pub(crate) fn folder() -> Option<PathBuf> {
    let mut arguments = std::env::args().skip_while(|argument| argument != FLAG);
    arguments.nth(1).map(PathBuf::from)
}

/// What the engine measured on the database in a folder: the one line that it prints.
pub(crate) fn measured<T: DeserializeOwned>(dir: &Path) -> T {
    let child = Command::new(std::env::current_exe().unwrap()).arg(FLAG).arg(dir).output().unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    serde_json::from_slice(&child.stdout).unwrap()
}

/// Opens the database in a folder.
pub(crate) async fn open(dir: &Path) -> App {
    let setup = Setup {
        url: million::url(dir),
        readers: 4,
        clock: Arc::new(SetClock::at(million::NOW)),
        chance: Arc::new(SeededChance::new([1; 32])),
        demo: true,
        charter: None,
    };
    App::open(setup).await.unwrap()
}

/// A line of what Linux says about this process, in megabytes.
pub(crate) fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    let kilobytes = found.and_then(|text| text.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
