//! One finished demo for a whole run of the tests; whoever needs books takes a copy.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::harness::{Home, Program, demo};

struct Seed {
    directory: PathBuf,
    /// Held for as long as this process lives; a seed that nobody holds belongs to a run that ended.
    _claim: File,
}

/// The directory of a finished demo. Not to be written to.
pub fn directory() -> &'static Path {
    static SEED: OnceLock<Seed> = OnceLock::new();
    &SEED.get_or_init(make).directory
}

fn make() -> Seed {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
    remove_abandoned(root);
    let directory = root.join(format!("seed-{}", std::process::id()));
    let claim = File::create(root.join(format!("seed-{}.claim", std::process::id()))).unwrap();
    claim.lock().unwrap();
    let words = Home::empty();
    let mut program = Program::start(&mut demo(&directory), &words);
    program.address("wikarta demo: ");
    // An orderly end leaves one file instead of a database and its log.
    assert!(program.terminate().success(), "{}", program.errors());
    Seed { directory, _claim: claim }
}

fn remove_abandoned(root: &Path) {
    for entry in std::fs::read_dir(root).unwrap().filter_map(Result::ok) {
        let path = entry.path();
        let is_claim = path.extension().is_some_and(|kind| kind == "claim");
        if is_claim && File::open(&path).is_ok_and(|claim| claim.try_lock().is_ok()) {
            let _ = std::fs::remove_dir_all(path.with_extension(""));
            let _ = std::fs::remove_file(path);
        }
    }
}
