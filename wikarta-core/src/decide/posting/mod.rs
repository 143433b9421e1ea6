//! Decisions of the posting group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::PostingCommand as C;
use crate::ports::Subject;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Record(_) => Asked::Staff(Permission::PaymentPostManual),
        C::Verify { .. } | C::Reject { .. } => Asked::Staff(Permission::PaymentVerifyManual),
        C::Reverse { .. } => Asked::Staff(Permission::PaymentReverse),
    }
}

/// What it names.
pub(crate) fn subjects(command: &C) -> Vec<Subject> {
    match command {
        C::Record(order) => {
            let named = order.invoices.iter().take(64).cloned().map(Subject::Invoice);
            std::iter::once(Subject::Account(order.account.clone())).chain(named).collect()
        }
        C::Verify { posting } | C::Reject { posting, .. } | C::Reverse { posting, .. } => {
            vec![Subject::Posting(posting.clone()), Subject::Roster]
        }
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("posting"))
}
