//! What facts make of an attempt and of a bill, printed into `docs/tables`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wikarta_core::account::{Answer, join};
use wikarta_core::provider::ProviderStatus;

use crate::docs;

fn told(facts: &[ProviderStatus]) -> String {
    let facts: BTreeSet<ProviderStatus> = facts.iter().copied().collect();
    join(Answer::Accepted, None, &facts, 0).to_string()
}

fn read(status: ProviderStatus, reversals: u32) -> String {
    join(Answer::Accepted, Some(status), &BTreeSet::new(), reversals).to_string()
}

#[test]
fn the_states_of_an_attempt_are_printed_into_the_documents() {
    let words: Vec<String> = ProviderStatus::ALL.iter().map(ToString::to_string).collect();
    let find = |word: &str| word.parse::<ProviderStatus>().unwrap();
    let table = docs::matrix(&words, &words, |known, news| told(&[find(known), find(news)]));
    let mut text = String::from(
        "# A payment attempt: what facts make of it\n\nPrinted by \
         `wikarta-core/tests/it/state_docs.rs` from `account::join`, the function that the rules \
         call. An attempt's state is a function of the *set* of facts told and of the newest status \
         read, so order and repeats cannot matter. Which notification is applied at once and which \
         is confirmed first is the status table of `wikarta-midtrans/docs/status-table.md`.\n\n\
         ## Before the gateway has said anything\n\n| our charge was | state |\n|---|---|\n",
    );
    for answer in Answer::ALL {
        writeln!(text, "| {answer} | {} |", join(*answer, None, &BTreeSet::new(), 0)).unwrap();
    }
    text.push_str("\n## Told (row), then told (column)\n\n");
    text.push_str(&table);
    text.push_str(
        "\n## Read at the gateway: the newest read decides over all that was told before\n\n\
         | read | state | state when money had been taken back |\n|---|---|---|\n",
    );
    for status in ProviderStatus::ALL {
        writeln!(text, "| {status} | {} | {} |", read(*status, 0), read(*status, 1)).unwrap();
    }
    let mut arrows = vec![("[*]".to_owned(), "charge".to_owned(), "opened".to_owned())];
    for answer in [Answer::Accepted, Answer::Refused, Answer::Lost] {
        let to = join(answer, None, &BTreeSet::new(), 0).to_string();
        arrows.push(("opened".to_owned(), format!("charge {answer}"), to));
    }
    for known in ProviderStatus::ALL {
        for news in ProviderStatus::ALL {
            let (from, to) = (told(&[*known]), told(&[*known, *news]));
            if from != to {
                arrows.push((from, format!("told {news}"), to));
            }
        }
    }
    text.push('\n');
    text.push_str(&docs::diagram(&arrows));
    docs::compare("attempt.md", &text);
}

/// `spec/invoice.table` as people read it; another test plays each of its lines.
#[test]
fn the_states_of_a_bill_are_printed_into_the_documents() {
    let spec = include_str!("../../spec/invoice.table");
    let mut rows: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    let (mut states, mut deeds) = (Vec::new(), Vec::new());
    for line in spec.lines().filter(|line| !line.starts_with('#') && line.contains('|')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let (state, deed) = (cells[0].to_owned(), cells[1].to_owned());
        if !states.contains(&state) {
            states.push(state.clone());
        }
        if !deeds.contains(&deed) {
            deeds.push(deed.clone());
        }
        let answer = cells.get(2).copied().unwrap_or_default().to_owned();
        let then = cells.get(3).copied().unwrap_or_default().to_owned();
        rows.insert((state, deed), (answer, then));
    }
    let mut text = String::from(
        "# A bill: its seven statuses under every deed\n\nPrinted by \
         `wikarta-core/tests/it/state_docs.rs` from `wikarta-core/spec/invoice.table`, whose every \
         line another test plays through the engine. Refunds and voids that people ask for have \
         tables of their own beside this one.\n\n",
    );
    let cell = |deed: &str, state: &str| match rows.get(&(state.to_owned(), deed.to_owned())) {
        Some((answer, then)) if then.is_empty() => answer.clone(),
        Some((answer, then)) => format!("{then} ({answer})"),
        None => "-".to_owned(),
    };
    text.push_str(&docs::matrix(&deeds, &states, cell));
    let mut arrows = vec![("[*]".to_owned(), "draft".to_owned(), "DRAFT".to_owned())];
    for ((state, deed), (_, then)) in &rows {
        if !then.is_empty() && then != state {
            arrows.push((state.clone(), deed.clone(), then.clone()));
        }
    }
    text.push('\n');
    text.push_str(&docs::diagram(&arrows));
    docs::compare("invoice.md", &text);
}
