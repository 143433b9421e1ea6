//! The rules of the house, read off the files: sizes, who may name whom, and words that a room must
//! not contain.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms of the core a room may name. A room that is not here fails the test.
///
/// Read from the top: values know nothing of bills, bills nothing of commands, rules nothing of
/// ports. `account` is one aggregate; its leaves have a law of their own below.
const ROOMS: &str = "
words         :
money         :
ratio         : money
time          :
id            :
terbilang     : money
provider      : id money time words
message       : id money time words
series        : time
billing       : money subscription time words
fees          : money provider words
policy        : billing dunning fees hand money time words
package       : billing hand id money words
promo         : billing hand id words
subscription  : billing hand id money words
identity      : time words
hand          : id time
customer      : hand id identity message time words
access        : id refusal time words
coretax       : billing identity money time words
staff         : access id words
roster        : access hand id staff time words
suspense      : hand id money provider time words
account       : billing customer hand id message money provider series subscription suspense time words
refusal       : access account customer id money policy time
aggregate     : account customer event id message package policy promo roster series staff suspense time
event         : account aggregate id message package policy promo roster series staff suspense time
command       : access account billing customer id identity message money policy provider roster suspense time words
audit         : account aggregate billing command customer event id money package policy promo roster series staff subscription suspense time words
decide        : access account aggregate billing command customer dunning event hand id identity message money package policy promo provider refusal roster series staff subscription suspense time words
dunning       : account customer id message money ratio series time words
report        : account audit billing dunning fees id message money provider ratio subscription time words
ports         : aggregate audit customer event id message money provider reconcile report time words
wire          : access account aggregate audit billing command decide dunning event hand id money policy provider refusal terbilang time words
engine        : access account aggregate audit command decide dunning event id message money policy ports provider reconcile refusal report roster series subscription time wire words
testkit       : access account aggregate audit billing command customer decide dunning engine event hand id message money package policy ports promo provider reconcile refusal report roster series staff subscription suspense time words
reconcile     : account fees id money policy provider report suspense time words
";

/// The leaves of the account know no other leaf; events carry them as data; the rest puts them together.
const LEAVES: &str = "
attempt     :
case        :
invoice     :
stage       :
refund_case : stage
void_case   : stage
posting     : event
credit_note :
reminder    :
event       : attempt case credit_note invoice posting refund_case reminder stage void_case
status      : attempt invoice
apply       : attempt event invoice stage
steps       : apply attempt case credit_note event invoice posting refund_case stage void_case
";

/// Crates that the core is built from; adding one is a decision, not an accident.
/// `toml` is optional: it reads a policy that people wrote, and says where they erred.
const DEPENDENCIES: &str =
    "async-trait chrono hmac rust_decimal serde serde_json sha2 thiserror toml";

/// What the core must not contain, besides in comments.
const BANNED: &[&str] = &[
    "std::time",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "tokio",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "rand::",
    "f32",
    "f64",
    "println!",
    "unsafe ",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust file below a folder, with its text.
fn rust_files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" && name != "node_modules" {
                found.extend(rust_files(&path));
            }
        } else if name.ends_with(".rs") {
            found.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// The text without comments: good enough for our own files, where `//` in a text is an address.
fn code(text: &str) -> String {
    let cut = |line: &str| match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => line[..at].to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(|line| cut(line) + "\n").collect()
}

fn law(table: &str) -> BTreeMap<String, BTreeSet<String>> {
    let line = |line: &str| {
        let (room, may) = line.split_once(':').unwrap();
        (room.trim().to_owned(), may.split_whitespace().map(str::to_owned).collect())
    };
    table.trim().lines().map(line).collect()
}

/// The words that follow `prefix` in a code, such as the rooms after `crate::`.
fn named(code: &str, prefix: &str) -> BTreeSet<String> {
    let word = |rest: &str| -> String {
        rest.chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_' || c.is_ascii_digit())
            .collect()
    };
    let found = code.match_indices(prefix).map(|(at, _)| word(&code[at + prefix.len()..]));
    found.filter(|word| !word.is_empty()).collect()
}

#[test]
fn files_are_short() {
    let files = rust_files(&root());
    let mut lengths: Vec<_> =
        files.iter().map(|(path, text)| (text.lines().count(), path)).collect();
    lengths.sort();
    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > 500).collect();
    assert!(long.is_empty(), "longer than 500 lines: {long:?}");
    let (median, _) = lengths[lengths.len() / 2];
    assert!(median <= 200, "the median file has {median} lines");
    assert!(lengths.len() > 100, "the walk found the workspace");
}

#[test]
fn rooms_name_only_rooms_below_them() {
    let source = root().join("wikarta-core/src");
    let law = law(ROOMS);
    let mut seen = BTreeSet::new();
    for (path, text) in rust_files(&source) {
        let inner = path.strip_prefix(&source).unwrap().to_string_lossy().into_owned();
        let room = inner.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        if room == "lib" {
            continue;
        }
        let may = law.get(&room).unwrap_or_else(|| panic!("room `{room}` has no line in the law"));
        let mut names = named(&code(&text), "crate::");
        // Grouped imports would hide names from this test.
        assert!(!text.contains("use crate::{"), "{inner}: name rooms one by one");
        names.remove(&room);
        let beyond: Vec<_> = names.difference(may).collect();
        assert!(beyond.is_empty(), "{inner} names {beyond:?}");
        seen.insert(room);
    }
    let gone: Vec<_> = law.keys().filter(|room| !seen.contains(*room)).collect();
    assert!(gone.is_empty(), "the law speaks of rooms that are gone: {gone:?}");
}

#[test]
fn nothing_but_engine_and_testkit_knows_the_ports() {
    for (room, may) in law(ROOMS) {
        let outer = ["ports", "engine", "testkit"];
        let knows = outer.iter().any(|outer| may.contains(*outer));
        assert!(!knows || outer.contains(&room.as_str()), "{room}");
        // The simulator drives the engine as a host does.
        let drives = may.contains("engine") && room != "testkit";
        assert!(!drives && !may.contains("testkit"), "{room}");
    }
}

#[test]
fn leaves_of_the_account_do_not_know_each_other() {
    let folder = root().join("wikarta-core/src/account");
    let law = law(LEAVES);
    for (path, text) in rust_files(&folder) {
        let leaf = path.file_stem().unwrap().to_string_lossy().into_owned();
        if leaf == "mod" {
            continue;
        }
        let may = &law[&leaf];
        let beyond: Vec<_> = named(&code(&text), "super::").into_iter().collect();
        let beyond: Vec<_> = beyond.iter().filter(|name| !may.contains(*name)).collect();
        assert!(beyond.is_empty(), "{leaf} names {beyond:?}");
    }
}

#[test]
fn the_core_has_no_clock_no_files_no_net_no_chance_and_no_floats() {
    for (path, text) in rust_files(&root().join("wikarta-core/src")) {
        let code = code(&text);
        // What reads JSON has to name floats in order to refuse them.
        let reads = path.to_string_lossy().contains("/wire/tree/");
        for word in BANNED.iter().filter(|word| !reads || !matches!(**word, "f32" | "f64")) {
            assert!(!code.contains(word), "{} contains `{word}`", path.display());
        }
        let inner = path.to_string_lossy();
        let may_wait = ["/ports/", "/engine/", "/testkit/"].iter().any(|room| inner.contains(room));
        let waits = code.contains("async ") || code.contains(".await");
        assert!(may_wait || !waits, "{inner} waits");
    }
}

#[test]
fn no_file_is_named_after_nothing() {
    for path in rust_files(&root()).into_keys() {
        for part in path.strip_prefix(root()).unwrap().components() {
            let name = part.as_os_str().to_string_lossy();
            let name = name.trim_end_matches(".rs");
            for bad in ["util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff"]
            {
                let named = name == bad || name.ends_with(&format!("_{bad}"));
                assert!(!named, "{} says nothing about what is inside", path.display());
            }
        }
    }
}

/// The names under a `[dependencies]`-like head of a manifest.
fn dependencies(manifest: &str, head: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == head;
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            found.insert(line.split(['.', ' ', '=']).next().unwrap().to_owned());
        }
    }
    found
}

fn manifest(of: &str) -> String {
    fs::read_to_string(root().join(of).join("Cargo.toml")).unwrap()
}

#[test]
fn the_core_is_built_from_few_crates() {
    let found = dependencies(&manifest("wikarta-core"), "[dependencies]");
    let expected: BTreeSet<_> = DEPENDENCIES.split_whitespace().map(str::to_owned).collect();
    assert_eq!(found, expected);
}

#[test]
fn crates_point_inwards() {
    for (krate, may) in [
        ("wikarta-core", &[][..]),
        ("wikarta-midtrans", &["wikarta-core"][..]),
        ("wikarta-store-sqlx", &["wikarta-core"][..]),
        ("reference-server", &["wikarta-core", "wikarta-midtrans", "wikarta-store-sqlx"][..]),
    ] {
        let found = dependencies(&manifest(krate), "[dependencies]");
        let own = |name: &&String| name.starts_with("wikarta") || *name == "reference-server";
        let beyond: Vec<_> =
            found.iter().filter(own).filter(|name| !may.contains(&name.as_str())).collect();
        assert!(beyond.is_empty(), "{krate} depends on {beyond:?}");
    }
    for (path, text) in rust_files(&root()) {
        let inner = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        // Benches drive the whole house through its front door; fuzzing reads at every door.
        let may =
            ["reference-server", "benches", "fuzz"].iter().any(|room| inner.starts_with(room));
        if !may && !inner.ends_with("house.rs") {
            assert!(!text.contains("wikarta_server"), "{inner} names the server");
        }
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    for (path, text) in rust_files(&root()) {
        for mark in marks {
            assert!(!text.contains(mark), "{} says {mark}", path.display());
        }
    }
}
