//! What follows from comparing the books where no read may or can settle it: a case for people.

use super::authority::Asked;
use super::{Answer, Context, Decision, not_found, notification, observe};
use crate::account::{Account, Attempt, Case, CaseKind, CaseState};
use crate::aggregate::Books;
use crate::command::ReconcileCommand as C;
use crate::id::OrderId;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::GiveUp { .. } => Asked::Clock,
        C::OpenCase { .. } => Asked::Machine,
    }
}

/// Decides it.
pub(super) fn decide(
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::GiveUp { order_id } => {
            let (account, attempt) = find(books, order_id)?;
            let hours = i64::from(context.policy.reconcile.give_up_hours);
            let over = context.at >= attempt.expires_at.plus_seconds(hours * 3_600);
            if !attempt.is_open() || !over {
                return Err(Refusal::Nothing("give up on an attempt whose time is not over"));
            }
            Ok(opened(account, attempt, (CaseKind::StillPending, attempt.amount), context))
        }
        C::OpenCase { order_id, amount } => {
            let (account, attempt) = find(books, order_id)?;
            Ok(opened(account, attempt, (CaseKind::Mismatch, *amount), context))
        }
    }
}

fn find<'a>(books: &'a Books, order_id: &OrderId) -> Result<(&'a Account, &'a Attempt), Refusal> {
    notification::find(books, order_id).ok_or_else(|| not_found("attempt", order_id))
}

/// The same finding twice is one case.
fn opened(
    account: &Account,
    attempt: &Attempt,
    (kind, amount): (CaseKind, crate::money::Rupiah),
    context: &Context<'_>,
) -> Decision {
    let (id, state) = (Case::id_for(kind, &attempt.order_id), CaseState::Open);
    let mut decision = Decision::new(Answer::Case { id, state });
    observe::push_case(&mut decision, account, attempt, (kind, Some(amount)), context);
    decision
}
