//! The permission matrix once more, as finance wrote it, and what follows from it in plain words.
//! Nothing here comes from the `access` room: two copies that disagree are a finding.

use std::collections::BTreeMap;

/// ✔ allowed, s limited, - no. Columns as in the head line; AUDITOR follows from a rule of its own.
const TABLE: &str = include_str!("../../spec/permissions.table");

const COLUMNS: [(&str, &str); 5] = [
    ("SU", "SUPERUSER"),
    ("SV", "SUPERVISOR"),
    ("KE", "KEUANGAN"),
    ("MK", "MARKETING"),
    ("TK", "TEKNISI"),
];

/// Pairs that one person may not hold, as written; `*` is any other role.
const NEVER_BOTH: &[(&str, &str)] = &[
    ("KEUANGAN", "SUPERVISOR"),
    ("KEUANGAN", "MARKETING"),
    ("KEUANGAN", "TEKNISI"),
    ("SUPERVISOR", "MARKETING"),
    ("SUPERVISOR", "TEKNISI"),
    ("SUPERUSER", "*"),
    ("AUDITOR", "*"),
];

/// The rows under the head: the permissions of the first cell, without what stands in brackets, and
/// the marks.
fn rows() -> Vec<(Vec<String>, Vec<char>)> {
    let mut lines = TABLE.trim().lines();
    let head: Vec<_> = split(lines.next().unwrap());
    assert_eq!(head[1..], COLUMNS.map(|(short, _)| short));
    assert!(lines.next().unwrap().starts_with("|---"));
    let row = |line| {
        let cells = split(line);
        let names = cells[0].split(" / ").map(|name| name.split(" (").next().unwrap().to_owned());
        let marks = cells[1..].iter().map(|cell| cell.chars().next().unwrap());
        (names.collect(), marks.collect())
    };
    lines.map(row).collect()
}

/// Role → permission → `✔` or `s`; what is not here is no.
pub fn allowed() -> BTreeMap<(String, String), char> {
    let mut cells = BTreeMap::new();
    for (names, marks) in rows() {
        for permission in names {
            for ((_, role), mark) in COLUMNS.iter().zip(&marks) {
                if *mark != '-' {
                    cells.insert(((*role).to_owned(), permission.clone()), *mark);
                }
            }
            // AUDITOR = everything that is called view, and the audit trail; nothing else.
            if permission.ends_with(".view") || permission.starts_with("audit.") {
                cells.insert(("AUDITOR".to_owned(), permission), '✔');
            }
        }
    }
    cells
}

/// Every permission of the table, in its order.
pub fn permissions() -> Vec<String> {
    rows().into_iter().flat_map(|(names, _)| names).collect()
}

fn split(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// Whether one person may hold all these roles.
pub fn may_hold(roles: &[&str]) -> bool {
    !NEVER_BOTH.iter().any(|(one, other)| {
        let second = |role: &&&str| **role != *one && (*other == "*" || *other == **role);
        roles.contains(one) && roles.iter().any(|role| second(&role))
    })
}
