//! Customers after they were taken in: changed, looked at in full, deleted, erased.

mod change;
mod erasure;
mod privacy;

use super::authority::Asked;
use super::{Answer, Context, Decision, hand, not_found, reason};
use crate::access::Permission;
use crate::account::{Account, AccountEvent, CustomerAct};
use crate::aggregate::Books;
use crate::command::CustomerCommand as C;
use crate::customer::Customer;
use crate::event::Event;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Change(_) => Asked::Staff(Permission::CustomerManage),
        C::Delete { .. } | C::Erase { .. } => Asked::Staff(Permission::CustomerDelete),
        C::Reveal { .. } => Asked::Staff(Permission::CustomerRevealPii),
    }
}

/// Decides it.
pub(super) fn decide(
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = |id| books.account(id).ok_or_else(|| not_found("customer", id));
    match command {
        C::Change(change) => change::change(account(&change.account)?, change, context),
        C::Delete { account: id, reason } => privacy::delete(account(id)?, reason, context),
        C::Erase { account: id, reason } => erasure::erase(account(id)?, reason, context),
        C::Reveal { account: id, reason } => privacy::reveal(account(id)?, reason, context),
    }
}

/// The decision that changes a customer; an empty one when nothing changes.
fn changed(account: &Account, act: CustomerAct, after: Customer) -> Decision {
    let answer = Answer::Customer { id: account.id.clone() };
    if account.customer == after {
        return Decision::new(answer);
    }
    let event = AccountEvent::CustomerChanged { act, customer: after };
    Decision::with(answer, vec![Event::Account(account.id.clone(), event)])
}
