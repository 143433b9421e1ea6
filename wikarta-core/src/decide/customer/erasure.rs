//! Erasing a person (UU PDP): the values and the key that sealed them go; numbers, amounts and every
//! proof stay.

use super::privacy::open_ends;
use super::{Context, Decision, changed, hand, reason};
use crate::account::{Account, Attempt, CaseState, CustomerAct, PostingState};
use crate::customer::{Customer, Deleted};
use crate::decide::Answer;
use crate::refusal::Refusal;

/// Nothing is sold any more and nobody can be reached any more. Refused while money is open, because
/// it could not be given back or asked for.
pub(super) fn erase(
    account: &Account,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    if account.customer.erased.is_some() {
        return Ok(Decision::new(Answer::Customer { id: account.id.clone() }));
    }
    if let Some((state, allowed)) = open_ends(account).or_else(|| undecided(account)) {
        return Err(Refusal::State {
            kind: "customer",
            id: account.id.to_string(),
            state: state.to_owned(),
            act: "erased",
            allowed: vec![allowed],
        });
    }
    let stone = Deleted { by: hand(context)?, reason };
    let before = account.customer.clone();
    let after = Customer {
        deleted: before.deleted.clone().or_else(|| Some(stone.clone())),
        erased: Some(stone),
        identity: None,
        payout: None,
        ..before
    };
    let mut decision = changed(account, CustomerAct::Erase, after);
    decision.erased.push(account.id.clone());
    Ok(decision)
}

/// What may still bring money or send it back.
fn undecided(account: &Account) -> Option<(&'static str, &'static str)> {
    if account.attempts.values().any(Attempt::is_open) {
        return Some(("PAYING", "wait_for_payment"));
    }
    let waits = |state| matches!(state, PostingState::Recorded);
    if account.postings.values().any(|posting| waits(posting.state)) {
        return Some(("POSTING_OPEN", "decide_posting"));
    }
    if account.cases.values().any(|case| case.state != CaseState::Closed) {
        return Some(("CASE_OPEN", "close_case"));
    }
    None
}
