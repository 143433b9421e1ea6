//! The matrix and the rules of separation, printed from the code into `docs/tables`.

use std::fmt::Write as _;

use wikarta_core::access::{
    CONFLICTS, EMERGENCY, KEYS, MONEY, Permission, Role, SEPARATION, Scope, When, check_roles,
    scope_of,
};
use wikarta_core::account::POSTING_TABLE;

use crate::docs;

#[test]
fn the_matrix_is_printed_into_the_documents() {
    let mut text = String::from(
        "# Who may do what\n\nPrinted by `wikarta-core/tests/it/authorization/tables.rs` from the \
         matrix that the rules ask. ✔ allowed, s in a limited scope (own records, masked values or \
         no payment detail), - no. What a role made here gives comes on top, and what an emergency \
         gives its superuser.\n\n| permission |",
    );
    for role in Role::ALL {
        write!(text, " {role} |").unwrap();
    }
    writeln!(text, "\n|---|{}", ":-:|".repeat(Role::ALL.len())).unwrap();
    for permission in Permission::ALL {
        write!(text, "| `{permission}` |").unwrap();
        for role in Role::ALL {
            let mark = match scope_of(*role, *permission) {
                None => "-",
                Some(Scope::Limited) => "s",
                Some(Scope::All) => "✔",
            };
            write!(text, " {mark} |").unwrap();
        }
        text.push('\n');
    }
    text.push_str("\n## What one person may not hold together\n\nRoles:\n\n");
    for (place, one) in Role::ALL.iter().enumerate() {
        for other in &Role::ALL[place + 1..] {
            if check_roles(&[*one, *other]).is_err() {
                writeln!(text, "- {one} and {other}").unwrap();
            }
        }
    }
    text.push_str("\nPermissions, whatever roles give them:\n\n");
    for (one, other) in CONFLICTS {
        writeln!(text, "- `{one}` and `{other}`").unwrap();
    }
    let list = |all: &[Permission]| {
        all.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")
    };
    writeln!(text, "- any of {} and any of {}", list(KEYS), list(MONEY)).unwrap();
    text.push_str(
        "\nSUPERUSER and AUDITOR stand alone: no role made here beside them. TEKNISI holds nothing \
         about money beside it.\n",
    );
    writeln!(text, "\n## In a declared emergency, SUPERUSER besides\n\n{}.", list(EMERGENCY))
        .unwrap();
    docs::compare("permissions.md", &text);
}

#[test]
fn the_rules_of_separation_are_printed_into_the_documents() {
    let mut text = String::from(
        "# Separation of duties within a case\n\nPrinted by \
         `wikarta-core/tests/it/authorization/tables.rs` from `access::SEPARATION`, the table that \
         the rules ask. Whoever had one of the hands on the left does none of the deeds on the \
         right, whatever roles the person holds. With too few people the case waits.\n\n\
         | rule | who | may not | when |\n|---|---|---|---|\n",
    );
    for row in SEPARATION {
        let past: Vec<_> = row.past.iter().map(|past| past.as_str()).collect();
        let deeds: Vec<_> = row.deeds.iter().map(|deed| format!("`{deed}`")).collect();
        let all = row.deeds.len() == wikarta_core::access::CaseDeed::ALL.len();
        let deeds = if all { "anything".to_owned() } else { deeds.join(", ") };
        let when = match row.when {
            When::Always => "always".to_owned(),
            When::AboveTier(tier) => format!("above tier {tier}"),
            When::ForHours(hours) => format!("for {hours} hours"),
        };
        writeln!(text, "| `{}` | {} | {deeds} | {when} |", row.rule, past.join(", ")).unwrap();
    }
    text.push_str(
        "| `separation.approvers_distinct` | approver | approve the same case again | always |\n\
         | `separation.approver_gone` | approver who lost the role | count as one | always |\n",
    );
    docs::compare("separation.md", &text);
}

#[test]
fn the_table_of_postings_is_printed_into_the_documents() {
    use wikarta_core::account::{PostingAct, PostingState};
    let states: Vec<String> = PostingState::ALL.iter().map(ToString::to_string).collect();
    let acts: Vec<String> = PostingAct::ALL.iter().skip(1).map(ToString::to_string).collect();
    let table = docs::matrix(&states, &acts, |state, act| {
        let row =
            POSTING_TABLE.iter().find(|(from, by, _)| from.as_str() == state && by.as_str() == act);
        row.map_or_else(|| "-".to_owned(), |(_, _, to)| to.to_string())
    });
    let mut arrows = vec![("[*]".to_owned(), "record".to_owned(), "RECORDED".to_owned())];
    arrows.extend(
        POSTING_TABLE
            .iter()
            .map(|(from, by, to)| (from.to_string(), by.to_string(), to.to_string())),
    );
    let text = format!(
        "# Money taken by hand: state × act → outcome\n\nPrinted by \
         `wikarta-core/tests/it/authorization/tables.rs` from `account::POSTING_TABLE`, the table \
         that the rules ask. One person records, a second verifies or rejects, a third reverses.\n\n\
         {table}\n{}",
        docs::diagram(&arrows)
    );
    docs::compare("posting.md", &text);
}
