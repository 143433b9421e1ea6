//! Every kind of command, read off the source, and those that the tales have used.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use wikarta_core::command::Command;
use wikarta_core::decide::{decide, permit};
use wikarta_core::engine::Rules;

static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The real rules, which remember what they were asked.
pub const WATCHED: Rules = Rules {
    permit,
    decide: |books, envelope, policy| {
        let kind = kind(&envelope.command);
        TOLD.lock().unwrap_or_else(PoisonError::into_inner).insert(kind);
        decide(books, envelope, policy)
    },
};

static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Remembers a kind that stands in a table.
pub fn see(command: &Command) {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(kind(command));
}

/// The kinds that stand in a table.
pub fn seen() -> BTreeSet<String> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The kinds that were decided so far.
pub fn told() -> BTreeSet<String> {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// `OpenAttempt`, `Desk.CloseCase`, …
pub fn kind(command: &Command) -> String {
    let text = format!("{command:?}");
    let word =
        |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap().to_owned();
    let outer = word(&text);
    if !groups().iter().any(|group| *group == outer) {
        return outer;
    }
    let inner = word(&text[outer.len() + 1..]);
    format!("{outer}.{inner}")
}

/// Groups of commands, each with an enum of its own.
fn groups() -> &'static [&'static str] {
    &[
        "Catalogue",
        "Subscription",
        "Customer",
        "Billing",
        "Posting",
        "Desk",
        "Reconcile",
        "Correction",
        "Access",
        "Setting",
        "Dunning",
    ]
}

/// The variants of an enum in a source text.
fn variants(source: &str, name: &str) -> Vec<String> {
    let start = source.find(&format!("pub enum {name} {{")).unwrap_or_else(|| panic!("no {name}"));
    let body = source[start..].split("\n}").next().unwrap();
    let variant = |line: &str| {
        let rest = line.strip_prefix("    ")?;
        rest.starts_with(|c: char| c.is_ascii_uppercase())
            .then(|| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap().to_owned())
    };
    body.lines().filter_map(variant).collect()
}

/// Every kind of command that there is.
pub fn all() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let source: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let outer = variants(&source, "Command").into_iter();
    outer
        .flat_map(|name| match groups().contains(&name.as_str()) {
            false => vec![name],
            true => {
                let inner = variants(&source, &format!("{name}Command"));
                inner.into_iter().map(|inner| format!("{name}.{inner}")).collect()
            }
        })
        .collect()
}

#[test]
fn every_group_is_known() {
    let kinds = all();
    assert!(kinds.len() > 90, "{kinds:?}");
    // A group that is not in the list would hide what is in it.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/mod.rs");
    let text = fs::read_to_string(folder).unwrap();
    for line in text.lines().filter(|line| line.trim_end().ends_with("Command),")) {
        let name = line.trim().split('(').next().unwrap();
        assert!(groups().contains(&name), "`{name}` is a group");
    }
}
