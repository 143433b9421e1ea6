//! Tables that are printed from the code into `docs/tables`, each with a diagram. A test that prints
//! one compares it with the file; `UPDATE_DOCS=1` writes the file anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use wikarta_core::account::{CaseAct, Stage};

/// Compares a document with what the code says, or writes it.
pub fn compare(name: &str, text: &str) {
    compare_file(&format!("docs/tables/{name}"), text);
}

/// The same for any file of the repository.
pub fn compare_file(path: &str, text: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let file = root.join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == text, "{path} is not what the code says; UPDATE_DOCS=1 prints it");
}

/// A Mermaid diagram of transitions; several acts between two states stand on one arrow.
pub fn diagram(arrows: &[(String, String, String)]) -> String {
    let mut merged: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (from, act, to) in arrows {
        let acts = merged.entry((from, to)).or_default();
        if !acts.contains(&act.as_str()) {
            acts.push(act);
        }
    }
    let mut text = String::from("```mermaid\nstateDiagram-v2\n");
    for ((from, to), acts) in merged {
        writeln!(text, "    {from} --> {to}: {}", acts.join(", ")).unwrap();
    }
    text + "```\n"
}

/// A table of state × act → outcome.
pub fn matrix(states: &[String], acts: &[String], cell: impl Fn(&str, &str) -> String) -> String {
    let mut text = format!("| | {} |\n|---|{}\n", acts.join(" | "), "---|".repeat(acts.len()));
    for state in states {
        let cells: Vec<String> = acts.iter().map(|act| cell(state, act)).collect();
        writeln!(text, "| **{state}** | {} |", cells.join(" | ")).unwrap();
    }
    text
}

/// The table and diagram of a kind of case.
pub fn stages(name: &str, what: &str, table: &[(Stage, CaseAct, &[Stage])]) {
    let states: Vec<String> = Stage::ALL
        .iter()
        .filter(|stage| table.iter().any(|(from, _, to)| from == *stage || to.contains(stage)))
        .map(ToString::to_string)
        .collect();
    let acts: Vec<String> = CaseAct::ALL
        .iter()
        .filter(|act| table.iter().any(|(_, taken, _)| taken == *act))
        .map(ToString::to_string)
        .collect();
    let words = |to: &[Stage]| to.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" or ");
    let cell = |state: &str, act: &str| {
        table
            .iter()
            .find(|(from, taken, _)| from.as_str() == state && taken.as_str() == act)
            .map_or_else(|| "-".to_owned(), |(_, _, to)| words(to))
    };
    let arrows: Vec<_> = table
        .iter()
        .flat_map(|(from, act, to)| {
            to.iter().map(move |one| (from.to_string(), act.to_string(), one.to_string()))
        })
        .chain([("[*]".to_owned(), "request".to_owned(), "REQUESTED".to_owned())])
        .collect();
    let text = format!(
        "# {what}: stages and acts\n\nPrinted by `wikarta-core/tests/it/case_table.rs` from the table \
         that the rules read; the same test plays every pair through the engine. `-`: refused with \
         `state_conflict`.\n\n{}\n{}",
        matrix(&states, &acts, cell),
        diagram(&arrows),
    );
    compare(&format!("{name}.md"), &text);
}
