//! What the seeds must reach together, and what they cannot, each with the reason.

use std::collections::{BTreeMap, BTreeSet};

use wikarta_core::account::{
    AttemptState, CaseState, CreditNoteState, InvoiceStatus, PostingState, Stage,
};
use wikarta_core::subscription::SubscriptionStatus;
use wikarta_core::testkit::simulate::FaultKind;
use wikarta_core::testkit::simulate::canary::{Reached, kinds};

/// Codes of refusals that no life here leads to.
const CODES_OUT_OF_REACH: &[(&str, &str)] = &[
    ("amount_invalid", "no sum comes near the end of the range"),
    (
        "approvals_missing",
        "the limits stay, and what was agreed to is counted anew when it changes",
    ),
    ("customer_invalid", "the values of customers are checked where they are read"),
];

/// What stands where when something is asked about it; all of it must be met.
const ASKED: &[(&str, &[&str])] = &[
    (
        "refund",
        &[
            "correction.edit_refund",
            "correction.verify_refund",
            "correction.approve_refund",
            "correction.reject_refund",
            "correction.withdraw_refund",
            "correction.execute_refund",
        ],
    ),
    (
        "void",
        &[
            "correction.verify_void",
            "correction.approve_void",
            "correction.reject_void",
            "correction.withdraw_void",
            "correction.execute_void",
        ],
    ),
    ("posting", &["posting.verify", "posting.reject", "posting.reverse"]),
    ("credit_note", &["billing.approve_credit_note", "billing.reject_credit_note"]),
    (
        "case",
        &[
            "desk.close_case",
            "desk.propose_resolution",
            "desk.approve_resolution",
            "desk.reject_resolution",
        ],
    ),
    (
        "invoice",
        &[
            "billing.cancel_tax_number",
            "billing.discard_draft",
            "billing.record_slip",
            "billing.record_tax_number",
            "billing.record_withholding",
            "billing.reject_withholding",
            "billing.request_credit_note",
            "correction.request_refund",
            "correction.request_void",
            "desk.apply_credit",
            "dunning.send_now",
            "issue_invoice",
            "open_attempt",
        ],
    ),
    (
        "subscription",
        &[
            "subscription.activate",
            "subscription.add_fee",
            "subscription.approve_termination",
            "subscription.change_plan",
            "subscription.give_promo",
            "subscription.isolate",
            "subscription.reject_termination",
            "subscription.request_termination",
            "subscription.restore",
        ],
    ),
    ("attempt", &["ask_read", "notify", "take_read"]),
];

/// States that no life here leads to, or in which nothing can be asked.
const STATES_OUT_OF_REACH: &[(&str, &str)] = &[
    ("void UNKNOWN", "a void asks the gateway for nothing that moves money"),
    ("void MANUAL_PENDING", "nothing goes back by hand"),
    ("attempt challenged", "no channel here is checked for fraud"),
];

/// States that last until the gateway answers: which acts fall into that moment changes with every
/// change of the world. `it/case_table.rs` tries each act in each of them.
const BRIEF: &[&str] = &["refund EXECUTING", "refund UNKNOWN", "void EXECUTING", "void FAILED"];

fn states(of: &str) -> Vec<String> {
    fn words<T: ToString>(all: &[T]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }
    match of {
        "refund" | "void" => words(Stage::ALL),
        "posting" => words(PostingState::ALL),
        "credit_note" => words(CreditNoteState::ALL),
        "case" => words(CaseState::ALL),
        "invoice" => words(InvoiceStatus::ALL),
        "subscription" => words(SubscriptionStatus::ALL),
        "attempt" => words(AttemptState::ALL),
        other => panic!("`{other}` has no states"),
    }
}

fn pairs() -> BTreeSet<String> {
    let out = |state: &String| STATES_OUT_OF_REACH.iter().any(|(known, _)| known == state);
    let mut all = BTreeSet::new();
    for (of, asked) in ASKED {
        let states = states(of).into_iter().map(|state| format!("{of} {state}"));
        for state in states.filter(|state| !out(state)) {
            all.extend(asked.iter().map(|asked| format!("{state}: {asked}")));
        }
    }
    all
}

/// Every code that a refusal can carry, read where they are written.
fn codes() -> BTreeSet<&'static str> {
    let source = include_str!("../../src/refusal.rs");
    let from = source.find("pub const fn code(").unwrap();
    let until = source.find("pub const fn rule(").unwrap();
    source[from..until].split('"').skip(1).step_by(2).collect()
}

fn missing<'a>(
    what: &str,
    wanted: impl IntoIterator<Item = &'a str>,
    reached: impl IntoIterator<Item = &'a str>,
    out: &[(&str, &str)],
) -> Vec<String> {
    let wanted: BTreeSet<&str> = wanted.into_iter().collect();
    let reached: BTreeSet<&str> =
        reached.into_iter().filter(|name| wanted.contains(name)).collect();
    println!("{what}: {} of {} reached, {} out of reach", reached.len(), wanted.len(), out.len());
    let known = |name: &&str| out.iter().any(|(listed, _)| listed == name);
    let lost = wanted.iter().filter(|name| !reached.contains(*name) && !known(name));
    let lost = lost.map(|name| format!("{what}: `{name}` was not reached"));
    let wrong = out.iter().filter(|(name, _)| reached.contains(name) || !wanted.contains(name));
    lost.chain(wrong.map(|(name, why)| format!("{what}: `{name}` is no more `{why}`"))).collect()
}

/// Prints what was reached, and demands all of it.
pub fn complete(reached: &Reached, struck: &BTreeMap<FaultKind, u64>) {
    let kinds_of_faults = FaultKind::ALL.iter().map(|kind| kind.as_str());
    let struck = struck.keys().map(|kind| kind.as_str());
    let mut lost = missing("kinds of fault", kinds_of_faults, struck, &[]);
    let done = reached.done.keys().copied();
    lost.extend(missing("commands carried out", kinds().iter().copied(), done, &[]));
    let told = reached.codes.keys().copied();
    lost.extend(missing("codes of refusals", codes(), told, CODES_OUT_OF_REACH));
    let (wanted, met) = (pairs(), reached.pairs.iter().map(String::as_str));
    let wanted = wanted.iter().map(String::as_str);
    let brief = |told: &String| BRIEF.iter().any(|state| told.contains(&format!("`{state}: ")));
    let pairs_lost = missing("states and commands", wanted, met, &[]);
    println!(
        "of those not reached, in brief states: {}",
        pairs_lost.iter().filter(|it| brief(it)).count()
    );
    lost.extend(pairs_lost.into_iter().filter(|told| !brief(told)));
    println!("rules that refused: {}", reached.rules.len());
    assert!(lost.is_empty(), "{lost:#?}");
}
