//! Carrying a refund out: through the gateway, by hand with proof, or as credit.

use super::super::{Context, Decision, not_found};
use super::pending::{Pending as _, find, open_to};
use super::refund::{content, same_destination};
use super::request::stepped_with;
use super::{bound, people};
use crate::access::{CaseDeed, Permission, SeparationRule, holders};
use crate::account::{Account, CaseAct, GoneBack, Place, Placed, Proof, RefundCase, Route, Stage};
use crate::aggregate::Books;
use crate::event::Effect;
use crate::hand::Hand;
use crate::id::{RefundId, UserId};
use crate::refusal::Refusal;
use crate::roster::Roster;

pub(super) fn refund(
    books: &Books,
    id: &RefundId,
    proof: Option<&Proof>,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<RefundCase>(books, id)?;
    let (roster, person) = (books.roster(), people::person(context, Permission::RefundExecute)?);
    case.may(CaseDeed::ExecuteRefund, context, account, books)?;
    open_to(case, CaseAct::Execute, context)?;
    match case.stage {
        Stage::Executing | Stage::Unknown => Ok(ask(account, case.clone(), person, context)),
        Stage::ManualPending => {
            // While the transfer was under way the money may have gone another way.
            there(account, case)?;
            by_hand(account, case, (person, proof), context)
        }
        _ => {
            agreed(account, case, &roster, context)?;
            begin(account, case, (person, proof), context)
        }
    }
}

/// Everything that was agreed still holds: the content, the people, the sum, the money, the hour.
fn agreed(
    account: &Account,
    case: &RefundCase,
    roster: &Roster,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    same_destination(account, case)?;
    let permission = Permission::RefundApprove;
    let tier = bound::tier(account, case, &context.policy.corrections);
    let needed = bound::approvals_needed(tier);
    let have = people::counting(&case.approvals, &content(case), permission, roster);
    if have < needed {
        if people::somebody_gone(&case.approvals, permission, roster) {
            let (rule, held_by) = (SeparationRule::ApproverGone, holders(permission));
            return Err(Refusal::Separation { rule, held_by });
        }
        return Err(Refusal::ApprovalsMissing { tier, needed, have });
    }
    if let Some(not_before) = case.not_before.filter(|not_before| context.at < *not_before) {
        return Err(Refusal::TooEarly(not_before));
    }
    there(account, case)
}

/// The money that is to go back is where it was.
fn there(account: &Account, case: &RefundCase) -> Result<(), Refusal> {
    let missing = || not_found("invoice", case.invoice.as_ref().map_or("", |id| id.as_str()));
    let invoice = case.invoice.as_ref().and_then(|id| account.invoices.get(id));
    let sources = bound::sources(account, invoice.ok_or_else(missing)?, Some(case));
    bound::choose(&sources, Some(&case.source), case.amount).map(|_| ())
}

fn begin(
    account: &Account,
    case: &RefundCase,
    (person, proof): (&UserId, Option<&Proof>),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let executed = Some(Hand { by: person.clone(), at: context.at });
    match case.route {
        Route::Gateway => {
            let case = RefundCase { stage: Stage::Executing, ..case.clone() };
            Ok(ask(account, case, person, context))
        }
        Route::Credit => Ok(finished(account, RefundCase { executed, ..case.clone() }, GONE)),
        Route::Offline if proof.is_some() => by_hand(account, case, (person, proof), context),
        Route::Offline => {
            let pending = RefundCase { stage: Stage::ManualPending, executed, ..case.clone() };
            Ok(pending.stepped(account, CaseAct::Execute))
        }
    }
}

/// Asks the gateway, or asks it again: always under the case's own key.
fn ask(account: &Account, case: RefundCase, person: &UserId, context: &Context<'_>) -> Decision {
    let refund = case.id.clone();
    let executed = Some(Hand { by: person.clone(), at: context.at });
    let mut decision = RefundCase { executed, tries: 0, ..case }.stepped(account, CaseAct::Execute);
    decision.plan(context, Effect::Refund { refund }, context.at);
    decision
}

fn by_hand(
    account: &Account,
    case: &RefundCase,
    (person, proof): (&UserId, Option<&Proof>),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let text = |text: &str| {
        let length = text.trim().chars().count();
        (3..=200).contains(&length) && !text.chars().any(char::is_control)
    };
    let Some(proof) = proof.filter(|proof| text(&proof.reference) && text(&proof.evidence)) else {
        return Err(Refusal::EvidenceMissing(
            "a transfer by hand needs the bank's reference and the name of its slip",
        ));
    };
    let done = RefundCase {
        executed: Some(Hand { by: person.clone(), at: context.at }),
        proof: Some(proof.clone()),
        ..case.clone()
    };
    Ok(finished(account, done, GONE))
}

/// Money that goes back by hand has left once it is recorded.
const GONE: Confirmed = Confirmed::Yes;

/// Whether the provider confirmed that the money left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Confirmed {
    Yes,
    NotYet,
}

/// The case done, and its money gone from the bill that it had paid.
pub(super) fn finished(account: &Account, case: RefundCase, confirmed: Confirmed) -> Decision {
    let place = case.invoice.clone().map_or(Place::Credit, Place::Invoice);
    let placed = vec![Placed { place, amount: case.amount }];
    let gone = GoneBack { amount: case.amount, placed, confirmed: confirmed == Confirmed::Yes };
    let done = RefundCase { stage: Stage::Done, ..case };
    stepped_with(account, CaseAct::Finish, done, Some(gone))
}
