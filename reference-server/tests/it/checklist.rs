//! The security checklist names only tests that exist.

use std::collections::BTreeSet;
use std::path::Path;

fn sources(directory: &Path, into: &mut String) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            sources(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            into.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_checklist_names_only_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut code = String::new();
    for part in ["reference-server", "wikarta-core", "wikarta-midtrans", "wikarta-store-sqlx"] {
        sources(&root.join(part).join("src"), &mut code);
        let tests = root.join(part).join("tests");
        if tests.is_dir() {
            sources(&tests, &mut code);
        }
    }
    let list = std::fs::read_to_string(root.join("docs/security/wstg.md")).unwrap();
    let is_test = |word: &&str| word.matches('_').count() >= 3 && !word.contains(['/', '.', ' ']);
    let named: BTreeSet<&str> = list.split('`').skip(1).step_by(2).filter(is_test).collect();
    assert!(named.len() > 60, "{}", named.len());
    for name in named {
        assert!(code.contains(&format!("fn {name}(")), "`{name}` is named but does not exist");
    }
}

#[test]
fn every_id_of_the_guide_has_a_row_and_a_state() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/security/wstg.md");
    let list = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<&str>> = list
        .lines()
        .filter(|line| line.starts_with("| WSTG-"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 98);
    let count = |state: &str| rows.iter().filter(|row| row[2] == state).count();
    let (covered, part, open) = (count("covered"), count("part"), count("open"));
    assert_eq!(covered + part + open, rows.len());
    let line = format!("Now: {covered} covered, {part} in part, {open} open.");
    assert!(list.contains(&line), "{line}");
    for row in rows {
        assert_eq!(row[2] == "open", row[3] == "–", "{}", row[0]);
        assert_eq!(row[2] == "covered", row[4] == "–", "{}", row[0]);
    }
}
